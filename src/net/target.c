#include "target.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "toban/probe.h"

enum { SCHEMES = 3 };
/* The first of a kind is the one of a target without a scheme. */
static const struct target_scheme schemes[ENDPOINT_KINDS][SCHEMES] = {
  [ENDPOINT_HTTP] = {{"http", "http", 80}, {"https", "https", 443, .tls = true}},
  [ENDPOINT_TCP] = {{"tcp", "http", 0}},
  [ENDPOINT_TLS] = {{"tls", "https", 443, .tls = true}, {"https", "https", 443, .tls = true}},
  [ENDPOINT_DNS] = {{"dns", NULL, 53}},
  [ENDPOINT_SMTP] = {{"smtp", "smtp", 25}, {"smtps", "smtps", 465, .tls = true}, {"smtp+starttls", "smtp", 587, true}},
  [ENDPOINT_IMAP] = {{"imap", "imap", 143}, {"imaps", "imaps", 993, .tls = true}, {"imap+starttls", "imap", 143, true}},
  [ENDPOINT_LDAP] = {{"ldap", "http", 389}, {"ldaps", "https", 636, .tls = true},
                     {"ldap+starttls", "http", 389, .starttls = true}},
  [ENDPOINT_PING] = {{"ping", NULL, -1 /* has none */}},
};

static const struct target_scheme *find_scheme(enum endpoint_kind kind, const char *text, const char **rest)
{
  const char *end = strstr(text, "://");
  *rest = end == NULL ? text : end + 3;
  for (int i = 0; i < SCHEMES && schemes[kind][i].name != NULL; i++) {
    const char *name = schemes[kind][i].name;
    if (end == NULL || ((size_t)(end - text) == strlen(name) && g_ascii_strncasecmp(text, name, strlen(name)) == 0))
      return &schemes[kind][i];
  }
  return NULL;
}

/* A part of the URL into out; false when it is missing or too long. */
static bool part(CURLU *url, CURLUPart which, char *out, size_t size)
{
  char *text = NULL;
  bool good = curl_url_get(url, which, &text, 0) == CURLUE_OK && g_strlcpy(out, text, size) < size;
  curl_free(text);
  return good;
}

static void strip_brackets(char *host)
{
  size_t length = strlen(host);
  if (host[0] == '[' && length > 1 && host[length - 1] == ']') {
    memmove(host, host + 1, length - 2);
    host[length - 2] = '\0';
  }
}

/* "/name" or "/name/TYPE" */
static bool take_question(const char *path, struct target *out)
{
  char **piece = g_strsplit(path, "/", -1);
  guint count = g_strv_length(piece);
  bool good = (count == 2 || count == 3) && *piece[0] == '\0' && *piece[1] != '\0' &&
              g_strlcpy(out->name, piece[1], sizeof out->name) < sizeof out->name;
  char *type = good && count == 3 ? g_ascii_strup(piece[2], -1) : g_strdup("A");
  good = good && g_strlcpy(out->type, type, sizeof out->type) < sizeof out->type;
  g_free(type);
  g_strfreev(piece);
  return good;
}

static bool take_parts(enum endpoint_kind kind, const char *rest, struct target *out)
{
  char port[16], path[600];
  bool bare = kind == ENDPOINT_PING && strchr(rest, ':') != NULL && rest[0] != '['; /* an IPv6 address */
  char *text = g_strdup_printf(bare ? "http://[%s]" : "http://%s", rest);
  CURLU *url = curl_url();
  bool good = *rest != '\0' && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
              part(url, CURLUPART_HOST, out->host, sizeof out->host) && *out->host != '\0';
  bool with_port = good && part(url, CURLUPART_PORT, port, sizeof port);
  out->port = with_port ? atoi(port) : out->scheme->port;
  good = good && out->port != 0 && !(with_port && out->scheme->port < 0);
  if (kind == ENDPOINT_DNS)
    good = good && part(url, CURLUPART_PATH, path, sizeof path) && take_question(path, out);
  strip_brackets(out->host);
  curl_url_cleanup(url);
  g_free(text);
  return good;
}

bool target_parse(enum endpoint_kind kind, const char *text, struct target *out)
{
  const char *rest;
  *out = (struct target){.scheme = find_scheme(kind, text, &rest)};
  return out->scheme != NULL && take_parts(kind, rest, out);
}

char *target_url(const struct target *target, const char *rest)
{
  bool v6 = strchr(target->host, ':') != NULL;
  return g_strdup_printf(v6 ? "%s://[%s]:%d/%s" : "%s://%s:%d/%s", target->scheme->curl, target->host, target->port,
                         rest);
}

void probe_target_host(enum endpoint_kind kind, const char *target, char *out, size_t size)
{
  struct target parsed;
  g_strlcpy(out, target_parse(kind, target, &parsed) ? parsed.host : "", size);
}

bool probe_target_is_loopback(enum endpoint_kind kind, const char *target)
{
  struct target parsed;
  return target_parse(kind, target, &parsed) && host_is_loopback(parsed.host);
}

bool probe_target_valid(enum endpoint_kind kind, const char *target)
{
  struct target parsed;
  return target_parse(kind, target, &parsed);
}
