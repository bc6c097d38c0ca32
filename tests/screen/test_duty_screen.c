/* The roster on the screen: who is on in the header, warnings of gaps, swaps, leave. */
#include <string.h>

#include "../unit/desk.h"
#include "fixture.h"

static void begin(struct fixture *f, int cols, enum lang lang)
{
  fixture_init(f, cols < 100 ? 24 : 43, cols, lang);
  fixture_roster(f);
}

/* The two lines of the header at a time of Wednesday 25 November in Japan. */
static void header_at(int cols, enum lang lang, const char *time, const char *want)
{
  struct fixture f;
  char text[64];
  utc_t at;
  begin(&f, cols, lang);
  g_snprintf(text, sizeof text, "2026-11-25T%s:00+09:00", time);
  g_assert_true(utc_parse(text, &at, NULL));
  fixture_tick(&f, (int)(at - FIXTURE_NOW));
  char *screen = fixture_screen(&f), **line = g_strsplit(screen, "\n", 3);
  if (strstr(line[0], want) == NULL)
    g_error("“%s” is not in\n%s\n%s", want, line[0], line[1]);
  g_assert_cmpint(g_utf8_strlen(line[0], -1), <=, cols);
  bool checks = strstr(line[0], "58/60") != NULL || strstr(line[1], "58/60") != NULL;
  g_assert_true(checks);
  g_strfreev(line);
  g_free(screen);
  fixture_clear(&f);
}

static void header(void)
{
  header_at(80, LANG_EN, "12:00", "T Mado-18 O Osob-22:30 I Haya-19");
  header_at(80, LANG_JA, "12:00", "東 窓口-18");
  header_at(80, LANG_JA, "12:00", "大 遅番-22:30 研 早番-19");
  header_at(80, LANG_EN, "23:30", "T Yakin-08:00 O - I -");
  header_at(132, LANG_EN, "12:00", "on Tokyo Madoguchi-18:00 Osaka Osoban-22:30 IDE Hayaban-19:00, en 2");
  header_at(132, LANG_JA, "12:00", "東京 窓口-18:00 大阪 遅番-22:30 研究所 早番-19:00 / 英語2");
  header_at(200, LANG_JA, "12:00", "大阪 遅番 22:30まで 研究所 早番 19:00まで / 英語2");
  header_at(200, LANG_EN, "12:00", "on Tokyo Madoguchi to 18:00 Osaka Osoban to 22:30 IDE Hayaban to 19:00, en 2");
}

static int warnings(const struct fixture *f)
{
  int count = 0;
  for (guint i = 0; i < f->effects.list->len; i++) {
    const struct effect *effect = &g_array_index(f->effects.list, struct effect, i);
    count += effect->type == EFFECT_TELL && effect->take_command->kind == COMMAND_RECORD &&
             g_str_has_prefix(effect->take_command->name, "roster:warn/");
  }
  return count;
}

/* Edge cases 30 and 31: a gap of Thursday 9:00 (leave) is told from Wednesday 9:00 on, by one console, once; nothing
 * is told at midnight. */
static void warns(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  g_assert_cmpint(warnings(&f), ==, 0);
  fixture_tick(&f, 20 * 60);                                   /* midnight */
  g_assert_cmpint(warnings(&f), ==, 0);
  fixture_tick(&f, 9 * 3600 - 60);                             /* 9:00 */
  g_assert_cmpint(warnings(&f), ==, 1);
  struct effect *effect = &g_array_index(f.effects.list, struct effect, 0);
  for (guint i = 0; i < f.effects.list->len; i++)
    if (g_array_index(f.effects.list, struct effect, i).type == EFFECT_TELL)
      effect = &g_array_index(f.effects.list, struct effect, i);
  unsigned tag = effect->tag;
  struct command *command = effect->take_command;
  effect->take_command = NULL;
  fixture_do(&f, command);
  fixture_outcome(&f, tag, COMMAND_DONE, NULL);
  g_assert_nonnull(fixture_effect(&f, EFFECT_BELL));
  fixture_has(&f, "nobody on: Tokyo on site, Thu 26 Nov 09:00-18:00 (0 of 1)");
  fixture_tick(&f, 900);
  g_assert_cmpint(warnings(&f), ==, 0);
  fixture_clear(&f);
}

/* The command that the last key sent, carried out. */
static void carry_out(struct fixture *f)
{
  for (guint i = 0; i < f->effects.list->len; i++) {
    struct effect *effect = &g_array_index(f->effects.list, struct effect, i);
    if (effect->type != EFFECT_TELL)
      continue;
    struct command *command = effect->take_command;
    effect->take_command = NULL;
    fixture_do(f, command);
    struct store_feed feed = {.topics = TOPIC_DUTY | TOPIC_HANDOVER};
    fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
    return;
  }
  char *screen = fixture_screen(f);
  g_error("no command was sent:\n%s", screen);
}

static void swaps(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "d");
  fixture_has(&f, "Osoban asks Yakin for the shift of 25 Nov 08:00");
  fixture_keys(&f, "k k +");
  carry_out(&f);
  fixture_lacks(&f, "asks");
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_shift WHERE login = 'ken' AND site = 'osaka'"), ==, 1);
  fixture_clear(&f);
}

/* A shift against another: whom, then which of theirs; both change hands with consent. */
static void swaps_for_another(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "d Right s");
  fixture_type(&f, "midori\n");
  fixture_has(&f, "What do you take in return?");
  fixture_has(&f, "nothing");
  fixture_has(&f, "Wed 25 Nov 09:00-19:00");
  fixture_keys(&f, "Down Enter");
  const struct effect *effect = fixture_effect(&f, EFFECT_TELL);
  g_assert_nonnull(effect);
  carry_out(&f);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_swap WHERE asked_by = 'ken' AND asks = 'midori' AND"
                                   " back LIKE 'midori@%' AND state = 'asked'"), ==, 1);
  fixture_do(&f, duty_swap_answer("midori", FIXTURE_NOW, "ken", 1795611600, SWAP_AGREE));
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_shift WHERE login = 'ken' AND site = 'ide'"), ==, 1);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_shift WHERE login = 'midori' AND site = 'tokyo'"), ==, 1);
  fixture_clear(&f);
  begin(&f, 80, LANG_JA);
  fixture_keys(&f, "d Right s"); /* for nothing */
  fixture_type(&f, "midori\n");
  fixture_keys(&f, "Enter");
  carry_out(&f);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_swap WHERE back = '' AND asks = 'midori'"), ==, 1);
  fixture_clear(&f);
}

static void leave(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "d Right l");
  fixture_has(&f, "not permitted: plan the roster");
  f.model.roles = ROLE_BIT(ROLE_LEADER_HQ);
  fixture_has(&f, "Wed 25 Nov 22:00");
  fixture_keys(&f, "l");
  fixture_type(&f, "ill\n");
  carry_out(&f);
  fixture_has(&f, "nobody stands in");
  fixture_keys(&f, "i");
  fixture_type(&f, "hanako\n");
  carry_out(&f);
  fixture_lacks(&f, "nobody stands in");
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM duty_leave WHERE login = 'ken' AND substitute = 'hanako'"), ==,
                  1);
  fixture_lacks(&f, "s swap");                                 /* nothing of one's own is under the cursor */
  fixture_clear(&f);
}

static void weeks(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "d ]");
  fixture_has(&f, "week of Mon 30 Nov");
  fixture_keys(&f, "] ] ] ] ]");
  fixture_has(&f, "week of Mon 7 Dec");
  fixture_keys(&f, "[ [ [ [ [ [");
  fixture_has(&f, "week of Mon 16 Nov");
  fixture_clear(&f);
}

/* Handed over on the screen, confirmed by the next one, ended with a reason. */
static void handover(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "H w");
  fixture_type(&f, "mind the line\n");
  carry_out(&f);
  fixture_has(&f, "mind the line");
  fixture_keys(&f, "S");
  carry_out(&f);
  fixture_has(&f, "handover");
  fixture_has(&f, "Handover 1 (handed over)");
  fixture_keys(&f, "j j j +");
  fixture_has(&f, "the next shift confirms");
  g_strlcpy(f.model.actor, "hanako", sizeof f.model.actor);
  fixture_keys(&f, "+");
  carry_out(&f);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM handover_item WHERE confirmed_by = 'hanako'"), ==, 1);
  fixture_keys(&f, "e");                                       /* all is confirmed: no reason is asked for */
  carry_out(&f);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM handover WHERE state = 'ended'"), ==, 1);
  fixture_has(&f, "(draft)");
  fixture_keys(&f, "S");
  carry_out(&f);
  fixture_has(&f, "handover 1");
  fixture_lacks(&f, "S hand over");
  fixture_keys(&f, "e");
  fixture_type(&f, "the trains stand\n");
  carry_out(&f);
  g_assert_cmpint(desk_count(f.db, "SELECT count(*) FROM handover WHERE reason = 'the trains stand'"), ==, 1);
  fixture_clear(&f);
}

/* A quarter of an hour before the operator's shift ends: told once. */
static void reminds(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_tick(&f, 8 * 3600);                                  /* 07:41 of ken's night */
  fixture_lacks(&f, "your shift ends");
  fixture_tick(&f, 5 * 60);
  fixture_has(&f, "your shift ends at 08:00: H opens the handover sheet");
  fixture_keys(&f, "j");
  fixture_tick(&f, 60);
  fixture_lacks(&f, "your shift ends");
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/duty-screen/header-names-who-is-on", header);
  g_test_add_func("/duty-screen/edge-30-and-31-gaps-warn-once-in-office-hours", warns);
  g_test_add_func("/duty-screen/swaps", swaps);
  g_test_add_func("/duty-screen/swaps-for-another", swaps_for_another);
  g_test_add_func("/duty-screen/leave", leave);
  g_test_add_func("/duty-screen/weeks", weeks);
  g_test_add_func("/duty-screen/handover", handover);
  g_test_add_func("/duty-screen/reminds-to-hand-over", reminds);
  return g_test_run();
}
