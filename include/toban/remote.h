/* remote.h: the command line that starts the remote tool for an asset, made of the configured template. Pure.
 *
 *   [remote]
 *   command = rdesktop -u helpdesk {host}
 *
 * The template is taken apart as a shell does (quotes, backslashes) but never goes through one: {host} {tag} {serial}
 * {user} {office} {kind} are filled in word by word. The register is foreign text: a value that is empty, begins with
 * "-" or has control characters is refused, so that it can neither vanish nor become an option. Requirement H7. */
#ifndef TOBAN_REMOTE_H
#define TOBAN_REMOTE_H
#include <glib.h>

struct remote_target { const char *tag, *host, *serial, *user, *office, *kind; };
/* The words, NULL-ended, for g_strfreev(). NULL: TE_UNAVAILABLE without a template (NULL or empty), TE_DATA for a wrong
 * one or a value that cannot be given. */
char **remote_words(const char *template_, const struct remote_target *target, GError **error);
#endif
