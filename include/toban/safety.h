/* safety.h: who may touch our files, and what other programs get from us. doc/security.md has the whole picture.
 *
 * A database lives in a folder of its own: 2770, files 0660, all of one group, the operators; or private, in a folder
 * that is its owner's alone (0700). A file that holds a secret is its owner's alone (0600). */
#ifndef TOBAN_SAFETY_H
#define TOBAN_SAFETY_H
#include <glib.h>
#include <stdbool.h>

enum { SAFETY_FOLDER_MODE = 02770, SAFETY_FILE_MODE = 0660 };

/* One fault of the database's folder or files: what is wrong with `path`, in the current language, and the command that
 * mends it. open: anybody on this machine may change data. */
typedef void safety_fault_fn(void *user, const char *path, const char *what, const char *remedy, bool open);
/* Looks at the folder and at every file whose name begins with the database's. Returns how many faults. */
int safety_check_database(const char *path, safety_fault_fn *each, void *user);

/* Does a configuration hold a secret: a key whose name ends in password, secret, token or webhook, with a value that is
 * no reference (${file:/PATH}, ${env:NAME})? */
bool safety_holds_secret(GKeyFile *settings);
/* TE_PERMISSION unless the file is its owner's alone, and the owner this account or root. */
bool safety_check_secret(const char *path, GError **error);

/* Before a program is started: every descriptor but 0, 1 and 2 closes in it, whoever opened it. */
void safety_seal(void);
/* What it gets as its environment: ours without names that begin with TOBAN_ or end in PASSWORD, SECRET or TOKEN.
 * NULL-ended; g_strfreev(). */
char **safety_environment(void);
#endif
