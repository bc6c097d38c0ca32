#include "toban/check_option.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

#define KIND(k) (1u << ENDPOINT_##k)
enum { ANY_KIND = (1u << ENDPOINT_KINDS) - 1 };

static bool fail(GError **error, const char *word, const char *why)
{
  error_set(error, TE_DATA, _("the option “%s”: %s"), word, why);
  return false;
}

static bool take_text(char **field, const char *value)
{
  g_free(*field);
  *field = g_strdup(value);
  return *value != '\0';
}

static bool take_number(int *field, const char *value, int low, int high)
{
  char *end;
  long n = strtol(value, &end, 10);
  *field = (int)CLAMP(n, low, high);
  return *value != '\0' && *end == '\0' && n >= low && n <= high;
}

/* ${env:NAME} or ${file:/PATH} somewhere in it. */
static bool refers(const char *text)
{
  const char *at = strstr(text, "${");
  return at != NULL && (g_str_has_prefix(at, "${env:") || g_str_has_prefix(at, "${file:/")) && strchr(at, '}') != NULL;
}

static bool take_method(struct check_options *out, const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if (!g_ascii_isupper(*c))
      return false;
  return strlen(value) < 16 && take_text(&out->method, value);
}

static bool take_header(struct check_options *out, const char *value)
{
  const char *colon = strchr(value, ':');
  if (colon == NULL || colon == value || strpbrk(value, "\r\n") != NULL)
    return false;
  g_ptr_array_add(out->headers, g_strdup(value));
  return true;
}

/* Headers that carry secrets: by their names, which is all that can be known. */
static bool is_secret_header(const char *value)
{
  static const char *const words[] = {"authorization", "cookie", "token", "key", "secret", "password", "signature"};
  char *name = g_ascii_strdown(value, (gssize)strcspn(value, ":"));
  bool secret = false;
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    secret = secret || strstr(name, words[i]) != NULL;
  g_free(name);
  return secret;
}

static bool take_login(struct check_options *out, const char *value)
{
  const char *colon = strchr(value, ':');
  return colon != NULL && colon != value && strpbrk(value, "\r\n") == NULL && take_text(&out->login, value);
}

static bool take_match(struct check_options *out, const char *value)
{
  GRegex *regex = g_regex_new(value, G_REGEX_MULTILINE, 0, NULL);
  if (regex != NULL)
    g_regex_unref(regex);
  return regex != NULL && take_text(&out->match, value);
}

static bool take_json(struct check_options *out, const char *value)
{
  char *path, op[3];
  const char *want;
  if (!check_json_split(value, &path, op, &want))
    return false;
  g_free(path);
  return take_text(&out->json, value);
}

static bool take_absent(struct check_options *out, const char *value)
{
  return take_text(&out->absent, value);
}

static bool take_data(struct check_options *out, const char *value)
{
  return take_text(&out->data, value);
}

static bool take_cert(struct check_options *out, const char *value)
{
  return take_number(&out->cert_days, value, 0, 3650);
}

static bool take_votes(struct check_options *out, const char *value)
{
  return take_number(&out->votes, value, 1, 9);
}

static bool take_priority(struct check_options *out, const char *value)
{
  return take_number(&out->priority, value, 1, 4);
}

static bool take_ip(struct check_options *out, const char *value)
{
  return take_number(&out->ip, value, 4, 6) && out->ip != 5;
}

static bool take_ticket(struct check_options *out, const char *value)
{
  out->ticket = strcmp(value, "no") != 0;
  return !out->ticket || strcmp(value, "yes") == 0;
}

static const struct option {
  const char *name;
  unsigned kinds;
  bool (*take)(struct check_options *out, const char *value);
} options[] = {
  {"method", KIND(HTTP), take_method}, {"header", KIND(HTTP), take_header}, {"data", KIND(HTTP), take_data},
  {"login", KIND(HTTP) | KIND(SMTP) | KIND(IMAP) | KIND(LDAP), take_login},
  {"absent", KIND(HTTP), take_absent}, {"match", KIND(HTTP), take_match}, {"json", KIND(HTTP), take_json},
  {"ip", ANY_KIND, take_ip}, {"cert-days", ANY_KIND, take_cert}, {"votes", ANY_KIND, take_votes},
  {"ticket", ANY_KIND, take_ticket}, {"priority", ANY_KIND, take_priority},
};

static const struct option *find(const char *word, size_t length)
{
  for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
    if (strlen(options[i].name) == length && strncmp(options[i].name, word, length) == 0)
      return &options[i];
  return NULL;
}

/* A word that may hold a secret is not repeated in a message. */
static bool take_word(struct check_options *out, const char *word, enum endpoint_kind kind, GError **error)
{
  size_t length = strcspn(word, "=");
  const struct option *option = find(word, length);
  const char *value = word[length] == '=' ? word + length + 1 : "";
  if (option == NULL) {
    char *name = g_strndup(word, MIN(length, 40));
    fail(error, name, _("there is none of that name"));
    g_free(name);
    return false;
  }
  if ((option->kinds & (1u << kind)) == 0)
    return fail(error, option->name, _("not for this kind of check"));
  if (word[length] != '=' || !option->take(out, value))
    return fail(error, option->name, _("its value cannot be understood"));
  bool secret = option->take == take_login || (option->take == take_header && is_secret_header(value));
  const char *where = secret ? strchr(value, ':') + 1 : "";
  if (secret && !refers(where))
    return fail(error, option->name, _("a secret is not written out: ${file:/PATH} (of mode 0600) or ${env:NAME}"));
  return true;
}

bool check_options_parse(const char *text, enum endpoint_kind kind, struct check_options *out, GError **error)
{
  char **words = NULL;
  *out = (struct check_options){.headers = g_ptr_array_new_with_free_func(g_free), .cert_days = CERT_DAYS_USUAL,
                                .votes = 1, .priority = ALERT_PRIORITY_USUAL, .ticket = true};
  if (text == NULL || text[strspn(text, " ")] == '\0')
    return true;
  if (!g_shell_parse_argv(text, NULL, &words, NULL)) {
    error_set(error, TE_DATA, "%s", _("the options cannot be split into words: a quote is missing"));
    return false;
  }
  bool good = true;
  for (int i = 0; good && words[i] != NULL; i++)
    good = take_word(out, words[i], kind, error);
  g_strfreev(words);
  return good;
}

void check_options_clear(struct check_options *options_)
{
  char **const texts[] = {&options_->method, &options_->data,  &options_->login,
                          &options_->absent, &options_->match, &options_->json};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    g_clear_pointer(texts[i], g_free);
  if (options_->headers != NULL)
    g_ptr_array_free(options_->headers, TRUE);
  options_->headers = NULL;
}

bool check_json_split(const char *text, char **path, char op[static 3], const char **value)
{
  size_t length = strcspn(text, "=!<>");
  const char *at = text + length;
  op[0] = op[1] = op[2] = '\0';
  if (length == 0 || (*at == '!' && at[1] != '='))
    return false;
  if (*at != '\0')
    op[0] = *at++;
  if (op[0] != '\0' && op[0] != '=' && *at == '=')
    op[1] = *at++;
  *value = at;
  *path = g_strndup(text, length);
  return true;
}

bool check_target_has_secret(const char *target)
{
  const char *end = strstr(target, "://");
  const char *begin = end == NULL ? target : end + 3;
  size_t authority = strcspn(begin, "/?#");
  return memchr(begin, '@', authority) != NULL;
}
