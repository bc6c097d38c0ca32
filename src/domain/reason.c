/* Why a check failed: codes that are stored, sentences that people read (health.h). */
#include <string.h>

#include "toban/health.h"
#include "toban/lang.h"

struct reason { const char *code; enum check_class klass; const char *text; /* the detail stands for {} */ };

static const struct reason reasons[CHECK_REASONS] = {
  [REASON_NONE] = {"", CLASS_NONE, ""},
  [REASON_NAME_UNKNOWN] = {"name-unknown", CLASS_DNS, N_("The name {} does not exist")},
  [REASON_NAME_NO_ADDRESS] = {"name-no-address", CLASS_DNS, N_("The name {} has no address")},
  [REASON_NAME_NO_ANSWER] = {"name-no-answer", CLASS_DNS, N_("No name server had an answer for {}")},
  [REASON_NAME_FAILED] = {"name-failed", CLASS_DNS, N_("The name server could not answer: {}")},
  [REASON_REFUSED] = {"refused", CLASS_CONNECT, N_("The connection was refused")},
  [REASON_NO_ROUTE] = {"no-route", CLASS_CONNECT, N_("The network does not reach it")},
  [REASON_NOT_CONNECTED] = {"not-connected", CLASS_CONNECT, N_("No connection: {}")},
  [REASON_TLS_EXPIRED] = {"tls-expired", CLASS_TLS, N_("The certificate ended on {}")},
  [REASON_TLS_UNTRUSTED] = {"tls-untrusted", CLASS_TLS, N_("The certificate is not trusted: {}")},
  [REASON_TLS_NAME] = {"tls-name", CLASS_TLS, N_("The certificate is not for the name {}")},
  [REASON_TLS_FAILED] = {"tls-failed", CLASS_TLS, N_("TLS was not agreed on: {}")},
  [REASON_CONNECT_TIMEOUT] = {"connect-timeout", CLASS_TIMEOUT, N_("Nothing took the connection within {} s")},
  [REASON_TIMEOUT] = {"timeout", CLASS_TIMEOUT, N_("No complete answer within {} s")},
  [REASON_NO_ECHO] = {"no-echo", CLASS_TIMEOUT, N_("No answer to ping within {} s")},
  [REASON_CUT] = {"cut", CLASS_PROTOCOL, N_("The connection was cut before the answer was complete")},
  [REASON_STATUS] = {"status", CLASS_PROTOCOL, N_("Answered with status {}")},
  [REASON_REDIRECTS] = {"redirects", CLASS_PROTOCOL, N_("More than {} redirects")},
  [REASON_REDIRECT_TARGET] = {"redirect-target", CLASS_PROTOCOL, N_("Redirected to what is not followed: {}")},
  [REASON_HEADERS_TOO_LARGE] = {"headers-too-large", CLASS_PROTOCOL, N_("The headers are larger than {} bytes")},
  [REASON_ANSWER] = {"answer", CLASS_PROTOCOL, N_("Not an answer of this protocol: {}")},
  [REASON_RCODE] = {"rcode", CLASS_PROTOCOL, N_("The name server answered {}")},
  [REASON_LOGIN] = {"login", CLASS_PROTOCOL, N_("The login was refused: {}")},
  [REASON_BODY] = {"body", CLASS_CONTENT, N_("The answer lacks the expected text")},
  [REASON_BODY_TOO_LARGE] = {"body-too-large", CLASS_CONTENT, N_("The answer is larger than {} bytes")},
  [REASON_BANNER] = {"banner", CLASS_CONTENT, N_("Greeted otherwise than expected: {}")},
  [REASON_NO_RECORD] = {"no-record", CLASS_CONTENT, N_("The answer has no record as expected: {}")},
  [REASON_BODY_HAS] = {"body-has", CLASS_CONTENT, N_("The answer has a text that it must not have: {}")},
  [REASON_MATCH] = {"match", CLASS_CONTENT, N_("The answer does not match {}")},
  [REASON_JSON] = {"json", CLASS_CONTENT, N_("The field is not as expected: {}")},
  [REASON_TARGET] = {"target", CLASS_INTERNAL, N_("The target cannot be understood: {}")},
  [REASON_PING_FORBIDDEN] = {"ping-forbidden", CLASS_INTERNAL,
                             N_("This system does not let its users ping (net.ipv4.ping_group_range)")},
  [REASON_RESOURCES] = {"resources", CLASS_INTERNAL, N_("This machine has run out of something: {}")},
  [REASON_FAULT] = {"fault", CLASS_INTERNAL, N_("The check itself failed: {}")},
  [REASON_DEMO] = {"demo", CLASS_INTERNAL, N_("Not checked: a demonstration sends nothing outside this machine")},
  [REASON_OPTIONS] = {"options", CLASS_INTERNAL, N_("The options cannot be understood: {}")},
  [REASON_SECRET] = {"secret", CLASS_INTERNAL, N_("A secret cannot be read: {}")},
  [REASON_SECRET_CLEAR] = {"secret-clear", CLASS_INTERNAL,
                           N_("Not checked: the password would go out without TLS")},
  [REASON_REGEX] = {"regex", CLASS_INTERNAL, N_("The expression takes too many steps on this answer: {}")},
  [REASON_SLOW] = {"slow", CLASS_NONE, N_("Answered only after {} ms")},
  [REASON_CERT_SOON] = {"cert-soon", CLASS_NONE, N_("The certificate ends in {} days")},
};

const char *check_reason_code(enum check_reason reason)
{
  return reasons[reason].code;
}

enum check_class check_reason_class(enum check_reason reason)
{
  return reasons[reason].klass;
}

bool check_reason_parse(const char *message, enum check_reason *out, const char **detail)
{
  size_t length = strcspn(message, " ");
  for (int i = 0; i < CHECK_REASONS; i++)
    if (strlen(reasons[i].code) == length && strncmp(reasons[i].code, message, length) == 0) {
      *out = (enum check_reason)i;
      *detail = message[length] == ' ' ? message + length + 1 : "";
      return true;
    }
  return false;
}

void check_message_make(enum check_reason reason, const char *detail, char out[static CHECK_MESSAGE_SIZE])
{
  bool more = detail != NULL && *detail != '\0';
  g_snprintf(out, CHECK_MESSAGE_SIZE, "%s%s%s", reasons[reason].code, more ? " " : "", more ? detail : "");
  const char *end;
  if (!g_utf8_validate(out, -1, &end)) /* foreign bytes, or a character cut at the end */
    out[end - out] = '\0';
}

GString *check_message_text(GString *out, const char *message)
{
  return check_message_text_in(out, lang_get(), message);
}

GString *check_message_text_in(GString *out, enum lang lang, const char *message)
{
  enum check_reason reason;
  const char *detail;
  if (!check_reason_parse(message, &reason, &detail))
    return g_string_append(out, message);
  const char *text = lang_text_in(lang, reasons[reason].text);
  const char *place = strstr(text, "{}");
  if (place == NULL)
    return g_string_append(out, text);
  g_string_append_len(out, text, place - text);
  g_string_append(out, *detail == '\0' ? "?" : detail);
  return g_string_append(out, place + 2);
}
