/* identity.h: who runs this program: the account of the real user id, and nothing else.
 *
 * No environment variable, no option and no file says who somebody is: sshd and login have asked. Any thread. */
#ifndef TOBAN_IDENTITY_H
#define TOBAN_IDENTITY_H
#include <stdbool.h>

/* The account's name; "uid-1234" for a user id without an account. Never NULL; lives as long as the program. */
const char *identity_login(void);
/* The person's name as the account has it (the first part of its comment); the login when it has none. */
const char *identity_name(void);
/* Is the file this person's own? Who owns a database file can write anything into it, with or without us. */
bool identity_owns(const char *path);
#endif
