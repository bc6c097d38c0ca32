/* Checks on the screen: the keys that acknowledge, pause and plan, and what they say. */
#include <jansson.h>
#include <string.h>

#include "fixture.h"
#include "toban/health_store.h"
#include "toban/latency_line.h"
#include "toban/moment.h"

/* The command that the keys sent: its subject, kind and data. */
static const struct command *told(struct fixture *f, const char *subject, const char *kind)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  g_assert_nonnull(effect);
  const json_t *record = json_array_get(effect->take_command->records, 0);
  g_assert_cmpstr(json_string_value(json_object_get(record, "subject")), ==, subject);
  g_assert_cmpstr(json_string_value(json_object_get(record, "kind")), ==, kind);
  return effect->take_command;
}

static json_t *data_of(const struct command *command)
{
  return json_object_get(json_array_get(command->records, 0), "data");
}

static void type_line(struct fixture *f, const char *keys, const char *text)
{
  fixture_keys(f, keys);
  fixture_type(f, text);
  fixture_keys(f, "Enter");
}

static void keys(void)
{
  struct fixture f;
  fixture_init(&f, 24, 80, LANG_EN);
  type_line(&f, "4 y", "the vendor comes");
  const struct command *command = told(&f, "endpoint:file", "endpoint-acknowledged");
  g_assert_cmpstr(json_string_value(json_object_get(data_of(command), "reason")), ==, "the vendor comes");
  g_assert_cmpint((int)(json_integer_value(json_object_get(data_of(command), "until")) - FIXTURE_NOW), ==, 4 * 3600);
  fixture_outcome(&f, fixture_effect(&f, EFFECT_TELL)->tag, COMMAND_DONE, NULL);
  fixture_has(&f, ": trouble acknowledged");
  type_line(&f, ":", "check-pause moved to the cellar"); /* no time: until it is resumed */
  command = told(&f, "endpoint:file", "endpoint-paused");
  g_assert_true(json_is_null(json_object_get(data_of(command), "until")));
  type_line(&f, "m", "new disk");
  command = told(&f, "maintenance:", "maintenance-planned");
  g_assert_cmpint((int)json_integer_value(json_object_get(data_of(command), "end")), ==, FIXTURE_NOW + 7200);
  g_assert_cmpstr(json_string_value(json_array_get(json_object_get(data_of(command), "targets"), 0)), ==,
                  "endpoint:file");
  type_line(&f, ":", "check-maintenance some day");
  g_assert_null(fixture_effect(&f, EFFECT_TELL));
  fixture_has(&f, "needs its end first");
  fixture_keys(&f, "u");
  fixture_has(&f, "neither paused nor acknowledged");
  fixture_clear(&f);
}

/* --- outages, edge case 32 ------------------------------------------------------------------------------ */
static const struct outage_notice notices[] = {
  {12, OUTAGE_ENDS, FIXTURE_NOW - 600, FIXTURE_NOW, {"電源点検", "Power inspection"}, 5, 2, "file gone"},
  {11, OUTAGE_BEGINS, FIXTURE_NOW - 600, FIXTURE_NOW, {"電源点検", "Power inspection"}, 5, 0, ""},
  {7, OUTAGE_ENDS, FIXTURE_NOW - 9999, FIXTURE_NOW - 9000, {"x", "An older one"}, 1, 0, ""}};

/* The list comes again, with the notices from `first` on. */
static void send_notices(struct fixture *f, int first)
{
  struct endpoint_list *list = fixture_answer(f, SLOT_ENDPOINT, NULL, NULL);
  list->notice = &notices[first];
  list->notices = (int)G_N_ELEMENTS(notices) - first;
  fixture_send(f, &(struct message){.type = MESSAGE_SNAPSHOT, .now = f->model.now, .slot = SLOT_ENDPOINT, .take = list});
}

static int bells(const struct fixture *f)
{
  int count = 0;
  for (guint i = 0; i < f->effects.list->len; i++)
    count += g_array_index(f->effects.list, struct effect, i).type == EFFECT_BELL;
  return count;
}

/* What is under maintenance says by which entry and until when, in both widths and languages. */
static void an_outage_in_the_list(int cols, enum lang lang, const char *want)
{
  static const char *const target[] = {"all", NULL};
  static const struct maintenance window = {.number = 3, .calendar = true, .start = FIXTURE_NOW - 60,
                                            .end = FIXTURE_NOW + 3600, .title = {"電源点検", "Inspection"}, .reason = "",
                                            .by = "", .target = target};
  struct fixture f;
  fixture_init(&f, cols < 100 ? 24 : 43, cols, lang);
  fixture_keys(&f, "4");
  struct endpoint_list *list = fixture_answer(&f, SLOT_ENDPOINT, NULL, NULL);
  struct endpoint_row *row = arena_new0(list->s.arena, struct endpoint_row, list->rows);
  memcpy(row, list->row, sizeof *row * (size_t)list->rows);
  row[0].state = CHECK_MAINTENANCE;
  row[0].checked_at = FIXTURE_NOW;
  list->row = row;
  list->window = &window;
  list->windows = 1;
  fixture_send(&f, &(struct message){.type = MESSAGE_SNAPSHOT, .now = f.model.now, .slot = SLOT_ENDPOINT, .take = list});
  fixture_keys(&f, "z");
  fixture_has(&f, want);
  fixture_clear(&f);
}

static void outages_in_the_list(void)
{
  an_outage_in_the_list(80, LANG_EN, "until 25 Nov 00:41 Inspection");
  an_outage_in_the_list(80, LANG_JA, "11/25 00:41まで 電源点検");
  an_outage_in_the_list(132, LANG_EN, "until 25 Nov 00:41 Inspection");
  an_outage_in_the_list(132, LANG_JA, "11/25 00:41まで 電源点検");
}

static void an_outage_in_one_line(void)
{
  struct fixture f;
  fixture_init(&f, 43, 132, LANG_EN);
  f.model.endpoints->notice = &notices[2]; /* of before this console began */
  f.model.outage_told = 7;
  send_notices(&f, 2);
  fixture_lacks(&f, "An older one");
  send_notices(&f, 1);
  fixture_has(&f, "Outage begins: Power inspection, until 23:41; 5 endpoints raise nothing");
  g_assert_cmpint(bells(&f), ==, 1);
  fixture_keys(&f, "k");
  send_notices(&f, 1); /* it is read again: nothing anew */
  g_assert_cmpint(bells(&f), ==, 0);
  send_notices(&f, 0);
  fixture_has(&f, "Outage over: Power inspection; 2 of 5 endpoints fail: ");
  fixture_has(&f, ", gone");
  g_assert_cmpint(bells(&f), ==, 1);
  fixture_clear(&f);
}

static void read_only(void)
{
  struct fixture f;
  fixture_init(&f, 24, 80, LANG_EN);
  f.model.read_only = true;
  fixture_keys(&f, "4 y");
  g_assert_null(fixture_effect(&f, EFFECT_TELL));
  fixture_lacks(&f, "check-ack");
  fixture_clear(&f);
}

/* --- the line of the last hour -------------------------------------------------------------------------- */
static void a_line_of_an_hour(void)
{
  struct latency_line line, back;
  char text[LATENCY_TEXT];
  latency_line_init(&line);
  utc_t at = 1000000 * (utc_t)LATENCY_PLACE_S;
  for (int i = 0; i < 200; i++) { /* hours of results, and a clock that goes back now and then */
    struct check_result r;
    at += g_test_rand_int_range(-60, 100);
    check_result_init(&r, at);
    r.latency_ms = g_test_rand_int_range(0, 200000);
    if (g_test_rand_int_range(0, 8) == 0)
      check_result_fail(&r, REASON_REFUSED, NULL);
    latency_line_add(&line, &r);
    latency_line_format(&line, text);
    latency_line_parse(text, &back);
    g_assert_cmpint((int)strlen(text), <, LATENCY_TEXT - 1);
    g_assert_true(memcmp(&line, &back, sizeof line) == 0);
    g_assert_cmpint((int)(at / LATENCY_PLACE_S - line.last), <=, 0);
  }
  static const char *const bad[] = {"", "x", "-5:1", "7", "7:,,,,,x,999999999999,-3,abc", NULL};
  for (int i = 0; bad[i] != NULL; i++) { /* whatever was written into the table */
    latency_line_parse(bad[i], &back);
    latency_line_format(&back, text);
  }
  latency_line_parse("10:100,x,50", &line);
  GString *drawn = g_string_new(NULL);
  latency_line_draw(&line, 10 * LATENCY_PLACE_S + 5, LATENCY_PLACES, drawn);
  g_assert_true(g_str_has_suffix(drawn->str, "█✗▄"));
  g_assert_cmpint((int)g_utf8_strlen(drawn->str, -1), ==, LATENCY_PLACES);
  g_string_truncate(drawn, 0);
  latency_line_draw(&line, 11 * LATENCY_PLACE_S + 5, 15, drawn); /* two places a cell, a failure wins */
  g_assert_true(g_str_has_suffix(drawn->str, "✗▄"));
  g_assert_cmpint((int)g_utf8_strlen(drawn->str, -1), ==, 15);
  g_string_truncate(drawn, 0);
  latency_line_draw(&line, 100 * LATENCY_PLACE_S, 15, drawn);
  g_assert_cmpstr(g_strchug(drawn->str), ==, "");
  g_string_free(drawn, TRUE);
}

/* --- moments, edge case 37 ---------------------------------------------------------------------------------- */
static void assert_moment(const char *zone, const char *text, bool later, const char *want)
{
  struct zone *z = zone_new(zone);
  utc_t at, now;
  char got[32] = "";
  GError *error = NULL;
  g_assert_true(utc_parse("2026-11-24T14:41:07Z", &now, NULL));
  if (moment_parse(text, now, z, later, &at, &error))
    utc_format(at, got);
  g_assert_cmpstr(got, ==, want);
  g_assert_cmpint(error != NULL, ==, *want == '\0');
  g_clear_error(&error);
  zone_unref(z);
}

static void moments(void)
{
  assert_moment("Asia/Tokyo", "2026-11-29 02:00", false, "2026-11-28T17:00:00Z");
  assert_moment("Asia/Tokyo", "2026-11-29T24:00", false, "2026-11-29T15:00:00Z");
  assert_moment("Asia/Tokyo", "23:42", false, "2026-11-24T14:42:00Z");
  assert_moment("Asia/Tokyo", "23:41", false, "2026-11-25T14:41:00Z");
  assert_moment("Asia/Tokyo", "+90m", false, "2026-11-24T16:11:07Z");
  assert_moment("Asia/Tokyo", "+2d", false, "2026-11-26T14:41:07Z");
  assert_moment("Asia/Tokyo", "2026-11-29T02:00:00+01:00", false, "2026-11-29T01:00:00Z");
  assert_moment("America/New_York", "2027-03-14 02:30", false, "2027-03-14T07:00:00Z"); /* left out: the jump */
  assert_moment("America/New_York", "2027-11-07 01:30", false, "2027-11-07T05:30:00Z");
  assert_moment("America/New_York", "2027-11-07 01:30", true, "2027-11-07T06:30:00Z");
  static const char *const bad[] = {"", "+", "+2", "+2w", "2h", "25:00", "2026-11-29", "2026-13-29 02:00", "02:60", "soon",
                                    "2026-11-29 02:00x", "+999999999999d", NULL};
  for (int i = 0; bad[i] != NULL; i++)
    assert_moment("Asia/Tokyo", bad[i], false, "");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/checks/keys", keys);
  g_test_add_func("/checks/read-only", read_only);
  g_test_add_func("/checks/edge-32-in-the-list", outages_in_the_list);
  g_test_add_func("/checks/edge-32-one-line", an_outage_in_one_line);
  g_test_add_func("/checks/last-hour", a_line_of_an_hour);
  g_test_add_func("/checks/edge-37-moments", moments);
  return g_test_run();
}
