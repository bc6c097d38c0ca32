#include "courier_settings.h"

#include <string.h>

#include "names.h"
#include "secret.h"
#include "toban/courier.h"
#include "toban/error.h"
#include "toban/lang.h"

static char *setting(GKeyFile *settings, const char *group, const char *key)
{
  char *text = g_key_file_get_string(settings, group, key, NULL);
  if (text != NULL && *g_strstrip(text) != '\0')
    return text;
  g_free(text);
  return NULL;
}

static bool is_local(const char *url)
{
  GUri *uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
  bool local = uri != NULL && g_uri_get_host(uri) != NULL && host_is_loopback(g_uri_get_host(uri));
  if (uri != NULL)
    g_uri_unref(uri);
  return local;
}

/* A password in the file itself would be everybody's who reads it. */
static bool is_reference(const char *text)
{
  return g_str_has_prefix(text, "${file:/") || g_str_has_prefix(text, "${env:");
}

/* Without STARTTLS words and password go in the clear: only to this machine. */
static bool read_starttls(GKeyFile *settings, struct mail_server *mail, GError **error)
{
  char *text = setting(settings, "mail", "starttls");
  bool off = text != NULL && strcmp(text, "no") == 0;
  bool good = text == NULL || off || strcmp(text, "yes") == 0;
  bool smtps = g_str_has_prefix(mail->url, "smtps://");
  mail->starttls = !smtps && !off;
  if (!good)
    error_set(error, TE_DATA, _("[mail] starttls: “%s” (yes or no)"), text);
  else if (off && !smtps && !is_local(mail->url))
    error_set(error, TE_DATA, _("[mail] starttls: “no” is only for a server on this machine"));
  g_free(text);
  return good && (mail->starttls || smtps || is_local(mail->url));
}

static bool read_mail(GKeyFile *settings, struct mail_server *mail, GError **error)
{
  mail->url = setting(settings, "mail", "server");
  if (mail->url == NULL)
    return true;
  mail->from = setting(settings, "mail", "from");
  mail->user = setting(settings, "mail", "user");
  mail->password = setting(settings, "mail", "password");
  mail->ca_file = setting(settings, "network", "ca_file");
  if (!g_str_has_prefix(mail->url, "smtp://") && !g_str_has_prefix(mail->url, "smtps://"))
    error_set(error, TE_DATA, _("[mail] server: “%s” (write smtp://HOST:587 or smtps://HOST)"), mail->url);
  else if (mail->from == NULL || strchr(mail->from, '@') == NULL || strpbrk(mail->from, " <>\r\n") != NULL)
    error_set(error, TE_DATA, _("[mail] from: a mail address is needed"));
  else if (mail->password != NULL && !is_reference(mail->password))
    error_set(error, TE_DATA, _("[mail] password: name a file or a variable: ${file:/PATH} or ${env:NAME}"));
  else
    return read_starttls(settings, mail, error);
  return false;
}

static bool read_teams(GKeyFile *settings, GHashTable *teams, GError **error)
{
  char **keys = g_key_file_get_keys(settings, "teams", NULL, NULL);
  bool good = true;
  for (int i = 0; good && keys != NULL && keys[i] != NULL; i++) {
    char *value = setting(settings, "teams", keys[i]);
    good = value != NULL && is_reference(value);
    if (good)
      g_hash_table_insert(teams, g_strdup(keys[i]), value);
    else
      error_set(error, TE_DATA, _("[teams] %s: the address is a secret: write ${file:/PATH} or ${env:NAME}"), keys[i]);
    if (!good)
      g_free(value);
  }
  g_strfreev(keys);
  return good;
}

bool courier_settings_read(GKeyFile *settings, struct courier_settings *out, GError **error)
{
  *out = (struct courier_settings){.teams = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
  if (settings == NULL || (read_mail(settings, &out->mail, error) && read_teams(settings, out->teams, error)))
    return true;
  courier_settings_clear(out);
  return false;
}

void courier_settings_clear(struct courier_settings *settings)
{
  mail_server_clear(&settings->mail);
  g_clear_pointer(&settings->teams, g_hash_table_unref);
}

/* Each secret is there and readable, and nobody else's. */
static bool check_secret(const char *text, GError **error)
{
  GPtrArray *used = g_ptr_array_new_with_free_func(secret_free);
  char *value = secret_expand(text, used, error);
  bool good = value != NULL;
  secret_free(value);
  g_ptr_array_unref(used);
  return good;
}

bool courier_check(GKeyFile *settings, bool *mail, bool *teams, GError **error)
{
  struct courier_settings read;
  GHashTableIter iter;
  void *address;
  *mail = *teams = false;
  if (!courier_settings_read(settings, &read, error))
    return false;
  bool good = read.mail.password == NULL || check_secret(read.mail.password, error);
  *mail = read.mail.url != NULL;
  *teams = g_hash_table_size(read.teams) > 0;
  g_hash_table_iter_init(&iter, read.teams);
  while (good && g_hash_table_iter_next(&iter, NULL, &address))
    good = check_secret(address, error);
  courier_settings_clear(&read);
  return good;
}
