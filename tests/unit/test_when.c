/* Times as an operator writes them, and the words that start the remote tool. */
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"
#include "toban/remote.h"
#include "toban/when.h"

#define NOW 1795531267 /* 2026-11-24T14:41:07Z: Tuesday 23:41:07 in Japan, 09:41:07 in New York */

static void reads(const char *text, const char *want)
{
  struct zone *there = zone_new("America/New_York");
  utc_t at = 0;
  char buffer[32];
  GError *error = NULL;
  bool ok = when_parse(text, NOW, there, &at, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  g_assert_cmpstr(utc_format(at, buffer), ==, want);
  zone_unref(there);
}

static void refuses(const char *text)
{
  utc_t at;
  GError *error = NULL;
  g_assert_false(when_parse(text, NOW, NULL, &at, &error));
  g_assert_true(error_is(error, TE_USAGE));
  g_error_free(error);
}

static void times(void)
{
  reads("+30m", "2026-11-24T15:11:07Z");
  reads("+2h", "2026-11-24T16:41:07Z");
  reads("+3d", "2026-11-27T14:41:07Z");
  reads("23:50", "2026-11-24T14:50:00Z");
  reads("9:00", "2026-11-25T00:00:00Z");
  reads("9:00 there", "2026-11-25T14:00:00Z");
  reads("17:00 there", "2026-11-24T22:00:00Z");
  reads("17:00 現地", "2026-11-24T22:00:00Z");
  reads("tomorrow 9:00", "2026-11-25T00:00:00Z");
  reads("tomorrow", "2026-11-25T00:00:00Z");
  reads("明日 14:30", "2026-11-25T05:30:00Z");
  reads("明日１４：３０", "2026-11-25T05:30:00Z"); /* the input method was on */
  reads("11/27 14:30", "2026-11-27T05:30:00Z");
  reads("1/5", "2027-01-05T00:00:00Z"); /* the next such day */
  reads("2026-12-01 10:00 there", "2026-12-01T15:00:00Z");
  reads("2026-11-27T14:30:00+09:00", "2026-11-27T05:30:00Z");
}

static void no_times(void)
{
  static const char *const wrong[] = {"", " ", "soon", "25:00", "12:60", "1:2:3", "13/45", "2026-02-30", "+", "+5", "+5w",
                                      "+99999d", "+9999d", "-1h", "2020-01-01", "2026-11-24 10:00", "9:00 there", "T", "\xff\xfe",
                                      "tomorrow noon", "11/27 14:30 x", "2026-11-27T14:30:00", "4000000000/1"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    refuses(wrong[i]);
}

/* Any short text of these characters: a time that is not over, or refused; never anything else. */
static void any_texts(void)
{
  static const char set[] = "0123456789:/-+dhm TtomorwhereZ明日現地";
  for (int i = 0; i < 20000; i++) {
    char text[16];
    int length = g_test_rand_int_range(0, 15);
    for (int k = 0; k < length; k++)
      text[k] = set[g_test_rand_int_range(0, (int)sizeof set - 1)];
    text[length] = '\0';
    utc_t at = 0;
    GError *error = NULL;
    if (when_parse(text, NOW, zone_tokyo(), &at, &error))
      g_assert_true(at >= NOW || strchr(text, 'T') != NULL);
    else
      g_assert_true(error_is(error, TE_USAGE));
    g_clear_error(&error);
  }
}

/* --- the remote tool ---------------------------------------------------------------------------------- */
static const struct remote_target target = {"PC-1", "pc one.example", "S;1", "a'b", "12", "pc"};

static void words(void)
{
  GError *error = NULL;
  char **word = remote_words("rdesktop -u 'help desk' {host} \"-t={tag} {serial}\" $(id) `id` ; {user}", &target, &error);
  g_assert_no_error(error);
  static const char *const want[] = {"rdesktop", "-u", "help desk", "pc one.example", "-t=PC-1 S;1", "$(id)", "`id`", ";", "a'b"};
  g_assert_cmpint(g_strv_length(word), ==, G_N_ELEMENTS(want));
  for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
    g_assert_cmpstr(word[i], ==, want[i]);
  g_strfreev(word);
}

static void wrong_words(void)
{
  static const struct { const char *template_; struct remote_target target; enum toban_error code; } cases[] = {
    {NULL, {"t", "h", "s", "u", "o", "k"}, TE_UNAVAILABLE},
    {"", {"t", "h", "s", "u", "o", "k"}, TE_UNAVAILABLE},
    {"x 'open", {"t", "h", "s", "u", "o", "k"}, TE_DATA},
    {"x {password}", {"t", "h", "s", "u", "o", "k"}, TE_DATA},
    {"x {host}", {"t", "-oProxyCommand=id", "s", "u", "o", "k"}, TE_DATA},
    {"x {host}", {"t", "", "s", "u", "o", "k"}, TE_DATA},
    {"x {host}", {"t", NULL, "s", "u", "o", "k"}, TE_DATA},
    {"x {tag}", {"a\nb", "h", "s", "u", "o", "k"}, TE_DATA},
    {"x {user}", {"t", "h", "s", "\x1b[2J", "o", "k"}, TE_DATA}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    GError *error = NULL;
    g_assert_null(remote_words(cases[i].template_, &cases[i].target, &error));
    g_assert_true(error_is(error, cases[i].code));
    g_error_free(error);
  }
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/when/times", times);
  g_test_add_func("/when/no-times", no_times);
  g_test_add_func("/when/any-texts", any_texts);
  g_test_add_func("/remote/words", words);
  g_test_add_func("/remote/wrong-words", wrong_words);
  return g_test_run();
}
