/* What a check does beside the usual: the column of options, and bodies that are looked at. */
#include <string.h>

#include "../../src/net/content.h"
#include "../../src/net/ldap.h"
#include "tempdb.h"
#include "toban/lang.h"

static void good(void)
{
  struct check_options o;
  GError *error = NULL;
  g_assert_true(check_options_parse(NULL, ENDPOINT_PING, &o, &error));
  g_assert_cmpint(o.cert_days, ==, CERT_DAYS_USUAL);
  g_assert_cmpint(o.votes, ==, 1);
  g_assert_true(o.ticket);
  check_options_clear(&o);
  g_assert_true(check_options_parse("method=POST header='A: b c' header=\"X-Key: ${env:K}\" data='{\"q\":1}' ip=6"
                                    " match='^a b$' absent=no json=a.b<=3 cert-days=0 votes=2 ticket=no priority=4"
                                    " login='me:${file:/run/x}'", ENDPOINT_HTTP, &o, &error));
  g_assert_no_error(error);
  g_assert_cmpstr(o.method, ==, "POST");
  g_assert_cmpint((int)o.headers->len, ==, 2);
  g_assert_cmpstr(o.headers->pdata[0], ==, "A: b c");
  g_assert_cmpstr(o.data, ==, "{\"q\":1}");
  g_assert_cmpstr(o.match, ==, "^a b$");
  g_assert_cmpstr(o.login, ==, "me:${file:/run/x}");
  g_assert_cmpint(o.ip + o.cert_days + o.votes + o.priority, ==, 6 + 0 + 2 + 4);
  g_assert_false(o.ticket);
  check_options_clear(&o);
}

/* Each is refused, and what may be a secret is not repeated. */
static void bad(void)
{
  static const struct { enum endpoint_kind kind; const char *text, *named; } table[] = {
    {ENDPOINT_HTTP, "method=get", "method"}, {ENDPOINT_HTTP, "method=", "method"}, {ENDPOINT_HTTP, "method", "method"},
    {ENDPOINT_HTTP, "header=NoColon", "header"}, {ENDPOINT_HTTP, "header='A: b\r\nC: d'", "header"},
    {ENDPOINT_HTTP, "header='Authorization: Bearer abcdef'", "header"}, {ENDPOINT_HTTP, "match='(a'", "match"},
    {ENDPOINT_HTTP, "json==3", "json"}, {ENDPOINT_HTTP, "json=a!3", "json"}, {ENDPOINT_HTTP, "ip=5", "ip"},
    {ENDPOINT_HTTP, "ip=4x", "ip"}, {ENDPOINT_HTTP, "votes=0", "votes"}, {ENDPOINT_HTTP, "ticket=maybe", "ticket"},
    {ENDPOINT_HTTP, "'open", "quote"}, {ENDPOINT_TCP, "method=GET", "method"}, {ENDPOINT_SMTP, "login=a:abcdef", "login"},
    {ENDPOINT_SMTP, "login=${env:A}", "login"}, {ENDPOINT_DNS, "login='a:${env:A}'", "login"},
    {ENDPOINT_HTTP, "abcdef", "abcdef"}, {ENDPOINT_HTTP, "login='a:${vault:A}'", "login"},
  };
  lang_set(LANG_EN);
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    struct check_options o;
    GError *error = NULL;
    g_assert_false(check_options_parse(table[i].text, table[i].kind, &o, &error));
    g_assert_nonnull(strstr(error->message, table[i].named));
    g_assert_true(strstr(error->message, "abcdef") == NULL || strcmp(table[i].text, "abcdef") == 0);
    assert_error(error, TE_DATA);
    check_options_clear(&o);
  }
  g_assert_true(check_target_has_secret("https://me:x@host/"));
  g_assert_true(check_target_has_secret("me@host:25"));
  g_assert_false(check_target_has_secret("https://host/me@x?a@b"));
}

static enum check_reason judge(const char *options, const char *body)
{
  struct check_options o;
  char detail[64];
  g_assert_true(check_options_parse(options, ENDPOINT_HTTP, &o, NULL));
  enum check_reason reason = content_judge(&o, body, strlen(body), detail, sizeof detail);
  check_options_clear(&o);
  return reason;
}

static void bodies(void)
{
  static const char json[] = "{\"a\":{\"b\":[1,{\"c\":\"x\"}]},\"n\":5,\"t\":true,\"f\":false,\"z\":null,\"big\":10}";
  static const struct { const char *options; enum check_reason reason; } table[] = {
    {"json=a.b[0]=1", REASON_NONE}, {"json=a.b[1].c=x", REASON_NONE}, {"json=a.b[2]", REASON_JSON},
    {"json=a.b[", REASON_JSON}, {"json=a", REASON_NONE}, {"json=a=x", REASON_JSON}, {"json=n=5.0", REASON_NONE},
    {"'json=big>9'", REASON_NONE}, {"'json=big<9'", REASON_JSON}, {"json=t", REASON_NONE}, {"json=t=true", REASON_NONE},
    {"json=f", REASON_JSON}, {"json=f=false", REASON_NONE}, {"json=z", REASON_JSON}, {"json=n!=5", REASON_JSON},
    {"json=n!=6", REASON_NONE}, {"'json=a.b[1].c<5'", REASON_JSON}, {"json=none", REASON_JSON},
    {"absent=big", REASON_BODY_HAS}, {"absent=small", REASON_NONE}, {"match=big.*10", REASON_NONE},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    g_test_message("%s", table[i].options);
    g_assert_cmpint(judge(table[i].options, json), ==, table[i].reason);
  }
  g_assert_cmpint(judge("json=a", "not json"), ==, REASON_ANSWER);
  g_assert_cmpint(judge("json=a", ""), ==, REASON_ANSWER);
}

/* A body that is made for it would take an expression 2^40 steps. */
static void a_regex_is_bounded(void)
{
  g_assert_cmpint(judge("match='^(a+)+$'", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), ==, REASON_REGEX);
  GString *deep = g_string_new(NULL);
  for (int i = 0; i < 100000; i++)
    g_string_append_c(deep, '[');
  g_assert_cmpint(judge("json=a", deep->str), ==, REASON_ANSWER);
  g_string_free(deep, TRUE);
}

static void ldap(void)
{
  int code = -1;
  GByteArray *bind = ldap_bind_message(NULL);
  g_assert_cmpint((int)bind->len, ==, 14);
  g_assert_true(memcmp(bind->data, "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00", 14) == 0);
  g_byte_array_unref(bind);
  char *name = g_strnfill(300, 'n'), *login = g_strconcat(name, ":pw", NULL);
  bind = ldap_bind_message(login);
  g_assert_true(memcmp(bind->data, "\x30\x82\x01\x3e", 4) == 0);
  g_assert_cmpint((int)bind->len, ==, 4 + 0x13e);
  g_byte_array_unref(bind);
  g_free(login);
  g_free(name);
  static const char answer[] = "\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x31\x04\x00\x04\x00";
  for (gsize i = 0; i < 10; i++)
    g_assert_cmpint(ldap_answer(answer, i, LDAP_BIND_ANSWER, &code), ==, 0);
  g_assert_cmpint(ldap_answer(answer, 14, LDAP_BIND_ANSWER, &code), ==, 1);
  g_assert_cmpint(code, ==, 49);
  g_assert_cmpint(ldap_answer(answer, 14, LDAP_EXTENDED_ANSWER, &code), ==, -1);
  g_assert_cmpint(ldap_answer("HTTP/1.1", 8, LDAP_BIND_ANSWER, &code), ==, -1);
  g_assert_cmpint(ldap_answer("\x30\x8f\x01\x01", 4, LDAP_BIND_ANSWER, &code), ==, -1);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/check-option/good", good);
  g_test_add_func("/check-option/bad", bad);
  g_test_add_func("/check-option/bodies", bodies);
  g_test_add_func("/check-option/bounds", a_regex_is_bounded);
  g_test_add_func("/check-option/ldap", ldap);
  return g_test_run();
}
