/* term_rescue.h: gives the terminal back whatever happens: exit(), abort(), a crash, a signal that nobody
 * handles. What must be written is prepared beforehand, and only async-signal-safe calls are made. */
#ifndef TOBAN_TERM_RESCUE_H
#define TOBAN_TERM_RESCUE_H
#include <termios.h>

/* From now on, restore `modes` of fd and write `bytes` (kept here, at most 512) in every way out. */
void rescue_arm(int fd, const struct termios *modes, const char *bytes);
/* Restores now, once; nothing when it is not armed. Safe in a signal handler. Waits 0.2 s at most for a
 * terminal that does not read. */
void rescue_restore(void);
void rescue_disarm(void);   /* without restoring: the terminal is gone */
#endif
