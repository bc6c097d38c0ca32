/* program.h: other programs started from the console: the operator's editor, the remote tool. Never through a shell;
 * they get the descriptors 0, 1 and 2 that are given here and nothing else of ours (safety.h), no set-group id, and an
 * environment without names that begin with TOBAN_ or end in PASSWORD, SECRET or TOKEN. */
#ifndef CONSOLE_PROGRAM_H
#define CONSOLE_PROGRAM_H
#include <glib.h>
#include <stdbool.h>
#include <uv.h>

struct program;
/* status: its exit status, or 128 + the signal that ended it. said: the beginning of what it wrote to its standard
 * error (not with the terminal), one clean line; "" nothing. */
typedef void program_done_fn(void *user, int status, const char *said);

/* Starts words[0] of $PATH. terminal: a descriptor that becomes its 0, 1 and 2; -1: it has no input, its output goes
 * nowhere, and it lives on when we end (a session of its own). TE_UNAVAILABLE, TE_PERMISSION ... when it cannot be
 * started. Called back once, unless program_forget() was called before. */
struct program *program_start(uv_loop_t *loop, char *const *words, int terminal, program_done_fn *done, void *user,
                              GError **error);
/* The program lives on, nobody is told of its end. NULL-safe; not after it was called back. */
void program_forget(struct program *program);
#endif
