/* authenticate.h: asks the host whether a password is that of an account (PAM).
 *
 * The service is "toban" when the host has set one up (/etc/pam.d/toban), else the host's usual one. Without privileges
 * the host checks one's own password only; that is all that the screen lock asks for. */
#ifndef TOBAN_AUTHENTICATE_H
#define TOBAN_AUTHENTICATE_H
#include <glib.h>
#include <stdbool.h>

/* Takes its time (seconds, when the password is wrong): never on the loop thread. TE_PERMISSION: it is not. */
bool authenticate(const char *login, const char *password, GError **error);
/* The same with the service of a folder, for tests. */
bool authenticate_with(const char *folder, const char *service, const char *login, const char *password,
                       GError **error);
#endif
