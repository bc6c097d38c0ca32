/* A database for panes that read what registers keep: the reference data, the operators of the fixture, nothing more.
 * A test writes into it by commands; the reads that the model asks for run on it. */
#include "../unit/desk.h"
#include "fixture.h"
#include "toban/resource.h"
#include "toban/transfer.h"

struct db *fixture_db(struct fixture *f)
{
  static const struct { const char *login, *roles; } people[] = {
    {"ken", "agent;leader-hq;administrator"}, {"sato", "agent"}, {"yamada", "agent;deputy"}, {"joho", "is-section"}};
  GError *error = NULL;
  if (f->db != NULL)
    return f->db;
  f->temp = g_new(struct tempdb, 1);
  *f->temp = tempdb_new();
  f->db = tempdb_open(f->temp, DB_CREATE);
  desk_ok(db_begin(f->db, &error), error);
  desk_ok(transfer_initial(f->db, "init", FIXTURE_NOW, &error), error);
  for (size_t i = 0; i < G_N_ELEMENTS(people); i++)
    desk_person(f->db, people[i].login, people[i].roles);
  desk_ok(reference_changed(f->db, "operators", FIXTURE_NOW, "init", NULL, &error), error);
  desk_ok(db_exec(f->db, &error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", ""), error);
  desk_ok(db_commit(f->db, &error), error);
  return f->db;
}

struct command_outcome fixture_do(struct fixture *f, struct command *take_command)
{
  struct command_outcome outcome;
  GError *error = NULL;
  g_assert_nonnull(take_command);
  desk_ok(command_run(fixture_db(f), take_command, &outcome, &error), error);
  command_free(take_command);
  return outcome;
}

void fixture_live(struct fixture *f)
{
  clock_pin(FIXTURE_NOW);
  fixture_db(f);
  f->live = true;
  fixture_send(f, &(struct message){.type = MESSAGE_START, .now = f->model.now});
}

static bool next_tell(struct fixture *f, struct effect *out)
{
  for (guint i = 0; i < f->effects.list->len; i++) {
    struct effect *effect = &g_array_index(f->effects.list, struct effect, i);
    if (effect->take_command == NULL || effect->type != EFFECT_TELL)
      continue;
    *out = *effect;
    effect->take_command = NULL;
    return true;
  }
  return false;
}

void fixture_carry_out(struct fixture *f)
{
  struct effect effect;
  while (next_tell(f, &effect)) {
    struct command_outcome outcome;
    struct store_feed feed = {.topics = ~0u, .everything = true, .seq = f->model.last_tag};
    GError *error = NULL;
    bool done = command_run(fixture_db(f), effect.take_command, &outcome, &error);
    struct message told = {.type = MESSAGE_OUTCOME, .now = f->model.now, .tag = effect.tag,
                           .outcome = done ? &outcome : NULL, .error = error};
    clock_pin(f->model.now);
    command_free(effect.take_command);
    fixture_send(f, &told);
    fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
    g_clear_error(&error);
  }
}

void fixture_db_free(struct fixture *f)
{
  clock_pin(UTC_NONE);
  if (f->db == NULL)
    return;
  db_close(f->db);
  tempdb_free(f->temp);
  g_free(f->temp);
}

void fixture_roster(struct fixture *f)
{
  static const char people[] =
    "login,name_ja,name_en,site,languages,roles,qualifications,valid_from,valid_to\n"
    "ken,夜勤 健,Yakin Ken,tokyo,ja;en,agent;leader-hq;administrator,10y;lpic1,,\n"
    "hanako,窓口 花子,Madoguchi Hanako,tokyo,ja;en,leader-hq,10y;itil,,\n"
    "sora,遅番 空,Osoban Sora,osaka,ja;en,agent,3y;aws,,\nmidori,早番 緑,Hayaban Midori,ide,ja,agent,2y,,\n";
  g_autoptr(GString) roster = g_string_new("login,site,from,to,role,note\n");
  for (int day = 22; day < 30; day++)
    g_string_append_printf(roster,
                           "hanako,tokyo,2026-11-%dT08:00:00+09:00,2026-11-%dT18:00:00+09:00,leader-hq,\n"
                           "sora,osaka,2026-11-%dT08:00:00+09:00,2026-11-%dT22:30:00+09:00,agent,遅番\n"
                           "ken,tokyo,2026-11-%dT22:00:00+09:00,2026-11-%dT08:00:00+09:00,agent,夜勤\n"
                           "midori,ide,2026-11-%dT09:00:00+09:00,2026-11-%dT19:00:00+09:00,agent,\n",
                           day, day, day, day, day, day + 1, day, day);
  g_string_append(roster, "hanako,,2026-11-26T00:00:00+09:00,2026-11-27T00:00:00+09:00,leave,通院\n");
  const struct { const char *kind, *text; } files[] = {{"operators", people}, {"roster", roster->str}};
  GError *error = NULL;
  struct db *db = fixture_db(f);
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    int64_t rows;
    struct transfer_input in = {.kind = files[i].kind, .name = files[i].kind, .bytes = files[i].text,
                                .length = strlen(files[i].text), .by = "ken", .at = FIXTURE_NOW};
    g_assert_true(transfer_import(db, &in, &rows, &error));
    g_assert_no_error(error);
  }
  fixture_do(f, duty_swap_ask("sora", FIXTURE_NOW, FIXTURE_NOW / 86400 * 86400 + 86400 - 3600, "ken", UTC_NONE,
                              "通院のため"));
  struct store_feed feed = {.topics = TOPIC_DUTY};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = FIXTURE_NOW, .feed = &feed});
}

void fixture_knowledge(struct fixture *f)
{
  size_t length = 0;
  const char *bytes = resource_find("demo/knowledge.jsonl", &length);
  GError *error = NULL;
  int64_t rows;
  struct transfer_input in = {.kind = "knowledge", .name = "knowledge", .bytes = bytes, .length = length, .by = "ken",
                              .at = FIXTURE_NOW};
  g_assert_true(transfer_import(fixture_db(f), &in, &rows, &error));
  g_assert_no_error(error);
  static const char *const texts[][2] = {
    {"複合機で紙詰まりが繰り返す", "総務の複合機です。両面の印刷のたびに紙が詰まり、トレイ2の用紙を入れ直しても変わりません。"},
    {"Cannot print", "The printer on the third floor says ｶﾐﾂﾞﾏﾘ, 紙詰 in its display."},
    {"VPN接続後に遅い", "印刷も遅くなりました。"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    struct ticket_event event = desk_received(texts[i][0], FIXTURE_NOW - 3600 + (utc_t)i, 3);
    event.body = texts[i][1];
    fixture_do(f, command_ticket("sato", FIXTURE_NOW, 0, &event));
  }
}
