/* courier_settings.h: groups [mail] and [teams] of the configuration file. */
#ifndef NET_COURIER_SETTINGS_H
#define NET_COURIER_SETTINGS_H
#include "mail.h"

struct courier_settings {
  struct mail_server mail;     /* url NULL: no mail from here */
  GHashTable *teams;           /* name -> address of the webhook, with references of secret.h */
};
/* [mail] server, from, user, password, starttls; [teams] NAME = ${file:/path}. [network] ca_file. TE_DATA names the
 * key. On failure nothing is set up. settings may be NULL. */
bool courier_settings_read(GKeyFile *settings, struct courier_settings *out, GError **error);
void courier_settings_clear(struct courier_settings *settings);
#endif
