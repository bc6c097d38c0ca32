/* watch.h: a program on a pseudo terminal, under a small job-control shell, as a person's terminal has it. The test
 * is the terminal: it reads what the program writes, sends keys, changes the size, hangs up. */
#ifndef TESTS_WATCH_H
#define TESTS_WATCH_H
#include <glib.h>
#include <stdbool.h>
#include <termios.h>

struct watch;
/* argv[0] is a path. `environment`: "NAME=VALUE" or "NAME" (unset), NULL-terminated; may be NULL. */
struct watch *watch_start(const char *const *argv, int rows, int cols, const char *const *environment);
void watch_free(struct watch *watch);                         /* ends the program when it has not yet */
/* Reads until `bytes` come after what was found before; fails the test after 10 s. */
void watch_expect(struct watch *watch, const char *bytes);
void watch_drain(struct watch *watch);                        /* reads all until the terminal is closed */
const char *watch_seen(const struct watch *watch, gsize *length);   /* everything so far */
void watch_send(struct watch *watch, const char *bytes, gsize length);
void watch_resize(struct watch *watch, int rows, int cols);
void watch_modes(struct watch *watch, struct termios *modes);
/* What the shell says of the program: "stopped", "exit 0", "signal 6". Does not read the terminal. */
char *watch_news(struct watch *watch);
void watch_signal(struct watch *watch, int number);           /* to the program's group */
void watch_foreground(struct watch *watch);                   /* the shell's fg, after "stopped" */
void watch_hang_up(struct watch *watch);
#endif
