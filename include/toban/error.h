/* error.h: one map of error code, exit status and what a caller may do about it.
 *
 * Errors travel as GError in the domain TOBAN_ERROR. The message is a whole sentence in the language
 * that was current when it was made (lang.h), names the place (file, line, column, table, host) and,
 * where there is one, the next step. Functions that can fail take a trailing GError ** and return
 * false / NULL / -1; on failure nothing is half done.
 *
 * Source of the exit statuses: doc/toban.1 ("EXIT STATUS"), after sysexits(3). */
#ifndef TOBAN_ERROR_H
#define TOBAN_ERROR_H
#include <glib.h>
#include <stdbool.h>

enum toban_error {
  TE_NO,          /* 1: it says no: a difference found, nothing matched where something must */
  TE_USAGE,       /* 64: wrong usage */
  TE_DATA,        /* 65: bad input data; names file, line and reason */
  TE_NOINPUT,     /* 66: no such file, ticket, asset ... */
  TE_UNAVAILABLE, /* 69: something it needs is not there */
  TE_INTERNAL,    /* 70: our own fault */
  TE_CANTCREATE,  /* 73: cannot create a file */
  TE_IO,          /* 74: input/output error */
  TE_BUSY,        /* 75: locked by somebody else: try again */
  TE_PERMISSION,  /* 77: not permitted */
  TE_FULL,        /* 74: the disk is full: nothing was written; retry when there is room */
  TE_READONLY,    /* 77: the database cannot be written */
  TE_NOT_DATABASE,/* 65: the file is no toban database */
  TE_NEWER,       /* 69: the database was made by a newer toban */
  TE_CORRUPT,     /* 74: the database is damaged */
  TE_REPLACED,    /* 75: the database file was replaced under us: reopen */
  TE_CONFLICT,    /* 75: somebody else changed it first */
};

#define TOBAN_ERROR toban_error_quark()
GQuark toban_error_quark(void);

/* The exit status for an error; 70 for one of another domain, except G_OPTION_ERROR (64). 0 for NULL. */
int error_exit_status(const GError *error);
/* May the same call succeed later without anybody changing the call? */
bool error_is_transient(const GError *error);
/* Is it this code of ours? NULL-safe. */
bool error_is(const GError *error, enum toban_error code);
/* What an errno value means, in the current language. */
const char *error_text_of(int n);
/* Set *out from errno-like value n: "PATH: text of errno", with the fitting code. */
void error_set_errno(GError **out, int n, const char *path);
#define error_set(out, code, ...) g_set_error((out), TOBAN_ERROR, (int)(code), __VA_ARGS__)
#endif
