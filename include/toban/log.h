/* log.h: what the program has to say while the screen belongs to the console.
 *
 * Lines go to a file (the console and the daemon) or to stderr (commands). Never a secret, never the text
 * of a ticket. Any thread. */
#ifndef TOBAN_LOG_H
#define TOBAN_LOG_H
#include <glib.h>
enum log_level { LOG_ERROR_, LOG_WARN_, LOG_INFO_, LOG_DEBUG_ };
void log_open(const char *path);                 /* NULL: stderr, warnings and errors only */
void log_close(void);
void log_write(enum log_level level, const char *format, ...) G_GNUC_PRINTF(2, 3);
#define log_error(...) log_write(LOG_ERROR_, __VA_ARGS__)
#define log_warn(...) log_write(LOG_WARN_, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO_, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG_, __VA_ARGS__)
#endif
