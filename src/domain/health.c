#include "toban/health.h"

#include <stdlib.h>

#include "toban/lang.h"

struct word { const char *id, *text; };

static const struct word states[CHECK_STATES] = {
  [CHECK_UNKNOWN] = {"unknown", NC_("check", "not checked yet")},
  [CHECK_OK] = {"ok", NC_("check", "ok")},
  [CHECK_SOFT] = {"soft", NC_("check", "failing")},
  [CHECK_DOWN] = {"down", NC_("check", "down")},
  [CHECK_DEGRADED] = {"degraded", NC_("check", "slow")},
  [CHECK_FLAPPING] = {"flapping", NC_("check", "flapping")},
  [CHECK_UNREACHABLE] = {"unreachable", NC_("check", "unreachable")},
  [CHECK_MAINTENANCE] = {"maintenance", NC_("check", "maintenance")},
  [CHECK_PAUSED] = {"paused", NC_("check", "paused")},
  [CHECK_STALE] = {"stale", NC_("check", "stale")},
};

static const struct word classes[CHECK_CLASSES] = {
  [CLASS_NONE] = {"", ""},
  [CLASS_DNS] = {"dns", NC_("check", "name not found")},
  [CLASS_CONNECT] = {"connect", NC_("check", "no connection")},
  [CLASS_TLS] = {"tls", NC_("check", "certificate or TLS")},
  [CLASS_TIMEOUT] = {"timeout", NC_("check", "timed out")},
  [CLASS_PROTOCOL] = {"protocol", NC_("check", "wrong answer")},
  [CLASS_CONTENT] = {"content", NC_("check", "wrong content")},
  [CLASS_INTERNAL] = {"internal", NC_("check", "trouble on our side")},
};

static const char *const kinds[ENDPOINT_KINDS] = {
  [ENDPOINT_HTTP] = "http", [ENDPOINT_TCP] = "tcp", [ENDPOINT_TLS] = "tls", [ENDPOINT_DNS] = "dns",
  [ENDPOINT_SMTP] = "smtp", [ENDPOINT_IMAP] = "imap", [ENDPOINT_LDAP] = "ldap", [ENDPOINT_PING] = "ping",
};

const char *check_state_id(enum check_state state)
{
  return states[state].id;
}

const char *check_state_text(enum check_state state)
{
  return lang_text_context(states[state].text);
}

const char *check_class_id(enum check_class klass)
{
  return classes[klass].id;
}

const char *check_class_text(enum check_class klass)
{
  return lang_text_context(classes[klass].text);
}

static int find(const struct word *words, int count, const char *id)
{
  for (int i = 0; i < count; i++)
    if (g_str_equal(words[i].id, id))
      return i;
  return -1;
}

bool check_state_parse(const char *id, enum check_state *out)
{
  int i = find(states, CHECK_STATES, id);
  if (i >= 0)
    *out = (enum check_state)i;
  return i >= 0;
}

bool check_class_parse(const char *id, enum check_class *out)
{
  int i = find(classes, CHECK_CLASSES, id);
  if (i >= 0)
    *out = (enum check_class)i;
  return i >= 0;
}

const char *endpoint_kind_id(enum endpoint_kind kind)
{
  return kinds[kind];
}

bool endpoint_kind_parse(const char *id, enum endpoint_kind *out)
{
  for (int i = 0; i < ENDPOINT_KINDS; i++)
    if (g_str_equal(kinds[i], id)) {
      *out = (enum endpoint_kind)i;
      return true;
    }
  return false;
}

void check_result_init(struct check_result *result, utc_t at)
{
  *result = (struct check_result){.ok = true, .latency_ms = LATENCY_UNKNOWN, .tls_days = TLS_DAYS_UNKNOWN, .at = at};
}

void check_result_fail(struct check_result *result, enum check_reason reason, const char *detail)
{
  result->ok = false;
  result->klass = check_reason_class(reason);
  check_message_make(reason, detail, result->message);
}
