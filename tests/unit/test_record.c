/* Registers kept as events: a small one of the test's own (things on shelves), its rights, conflicts, replay. */
#include "desk.h"
#include "store/record.h"
#include "toban/store.h"
#include "toban/verify.h"

static bool may_put(struct db *db, const struct record *record, GError **error)
{
  (void)db;
  if (strcmp(record->kind, "thing-put") != 0 || *record_text(record, "shelf") != '\0')
    return true;
  error_set(error, TE_DATA, "no shelf");
  return false;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  if (strcmp(record->kind, "thing-gone") == 0)
    return db_exec(db, error, "DELETE FROM thing WHERE key = $1", "t", record->key);
  return db_exec(db, error,
                 "INSERT INTO thing (key, shelf, count, seq) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (key) DO UPDATE SET shelf = $2, count = $3, seq = $4",
                 "ttii", record->key, record_text(record, "shelf"), record_int(record, "count", 1), record->seq);
}

static const struct record_kind kinds[] = {{"thing-put", RIGHT_LOAN}, {"thing-gone", RIGHT_ASSET}};
static const char *const tables[] = {"thing", NULL};
static const struct record_ops things = {.prefix = "thing", .kind = kinds, .kinds = 2, .tables = tables,
                                         .topic = TOPIC_LOAN, .may = may_put, .apply = apply,
                                         .next = "SELECT max(CAST(key AS INTEGER)) + 1 FROM thing"};
static const struct record_ops *const list[] = {&things, NULL};

struct shelf { struct tempdb temp; struct db *db; };

static void set_up(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  record_ops_use(list);
  shelf->temp = tempdb_new();
  shelf->db = desk_open(&shelf->temp);
  desk_ok(db_run(shelf->db, "CREATE TABLE thing (key TEXT PRIMARY KEY, shelf TEXT NOT NULL, count INTEGER NOT NULL,"
                            " seq INTEGER NOT NULL)", &error), error);
  desk_person(shelf->db, "ken", "agent");
}

static void tear_down(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  db_close(shelf->db);
  tempdb_free(&shelf->temp);
  record_ops_use(NULL);
}

static struct command *put(const char *who, const char *subject, const char *where, int64_t revision)
{
  return record_command(who, NOON, revision, subject, "thing-put", json_pack("{s:s, s:i}", "shelf", where, "count", 3));
}

static int64_t differences(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  int64_t found = report.differences;
  verify_report_clear(&report);
  return found;
}

static void writes(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct command_outcome first = desk_tell(shelf->db, put("sato", "thing:", "A", 0), -1);
  g_assert_cmpstr(first.ticket, ==, "1");
  g_assert_cmpstr(desk_tell(shelf->db, put("sato", "thing:", "B", 0), -1).ticket, ==, "2");
  g_assert_cmpstr(desk_tell(shelf->db, put("ken", "thing:box/七", "B", 0), -1).ticket, ==, "box/七");
  g_assert_cmpint(desk_count(shelf->db, "SELECT sum(count) FROM thing"), ==, 9);
  desk_tell(shelf->db, put("sato", "thing:1", "", 0), TE_DATA);
  desk_tell(shelf->db, put("sato", "nothing:1", "A", 0), TE_DATA);
  desk_tell(shelf->db, record_command("ken", NOON, 0, "thing:1", "thing-gone", NULL), TE_PERMISSION);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM event WHERE subject LIKE 'thing:%'"), ==, 3);
}

static void once(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct command_outcome outcome;
  struct command *command = put("sato", "thing:", "A", 0);
  desk_ok(command_run(shelf->db, command, &outcome, &error), error);
  desk_ok(command_run(shelf->db, command, &outcome, &error), error);
  g_assert_cmpint(outcome.result, ==, COMMAND_REPEATED);
  g_assert_cmpstr(outcome.ticket, ==, "1");
  command_free(command);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM thing"), ==, 1);
}

static void conflicts(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  int64_t seen = desk_tell(shelf->db, put("sato", "thing:x", "A", 0), -1).revision, now = 0;
  int64_t newer = desk_tell(shelf->db, put("ken", "thing:x", "B", seen), -1).revision;
  struct command_outcome outcome = desk_tell(shelf->db, put("sato", "thing:x", "C", seen), -1);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  g_assert_cmpint(outcome.revision, ==, newer);
  g_assert_nonnull(strstr(outcome.conflict, "ken"));
  desk_ok(record_revision(shelf->db, "thing:x", &now, NULL), NULL);
  g_assert_cmpint(now, ==, newer);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM thing WHERE shelf = 'B'"), ==, 1);
}

static void all_or_nothing(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct command *command = put("sato", "thing:a", "A", 0);
  record_command_add(command, "thing:b", "thing-put", json_pack("{s:s}", "shelf", "B"));
  desk_tell(shelf->db, command, -1);
  command = put("sato", "thing:c", "A", 0);
  record_command_add(command, "thing:d", "thing-put", json_pack("{s:s}", "shelf", ""));
  desk_tell(shelf->db, command, TE_DATA);
  command = put("ken", "thing:e", "A", 0);
  record_command_add(command, "thing:a", "thing-gone", NULL); /* of another right */
  desk_tell(shelf->db, command, TE_PERMISSION);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM thing"), ==, 2);
}

static void replays(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  desk_tell(shelf->db, put("sato", "thing:", "A", 0), -1);
  desk_tell(shelf->db, put("sato", "thing:", "B", 0), -1);
  desk_tell(shelf->db, record_command("sato", NOON, 0, "thing:1", "thing-gone", NULL), -1);
  g_assert_cmpint(differences(shelf->db), ==, 0);
  desk_ok(db_run(shelf->db, "UPDATE thing SET shelf = 'Z'", &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 2); /* one too many, one too few */
  desk_ok(db_run(shelf->db, "DELETE FROM thing", &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 1);
  desk_ok(verify_rebuild(shelf->db, &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 0);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM thing WHERE key = '2' AND shelf = 'B'"), ==, 1);
}

/* doc/events.md says of every kind of event what it is: of registers in the row of their subject. */
static void documented(void)
{
  const char *top = g_getenv("top_srcdir");
  char *path = g_build_filename(top == NULL ? "." : top, "doc", "events.md", NULL), *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  char **line = g_strsplit(text, "\n", -1);
  int seen = 0;
  for (int r = 0; record_ops_at(r) != NULL; r++)
    for (int k = 0; k < record_ops_at(r)->kinds; k++, seen++) {
      char *subject = g_strdup_printf("| `%s:", record_ops_at(r)->prefix);
      char *kind = g_strdup_printf("`%s`", record_ops_at(r)->kind[k].id);
      bool found = false;
      for (int i = 0; line[i] != NULL && !found; i++)
        found = g_str_has_prefix(line[i], subject) && strstr(line[i], kind) != NULL;
      if (!found)
        g_error("%s: nothing about %s of %s", path, kind, subject);
      g_free(subject);
      g_free(kind);
    }
  g_assert_cmpint(seen, >, 80);
  g_strfreev(line);
  g_free(text);
  g_free(path);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/record/" name, struct shelf, NULL, set_up, function, tear_down)
  ADD("writes", writes);
  ADD("once", once);
  ADD("conflicts", conflicts);
  ADD("all-or-nothing", all_or_nothing);
  ADD("replays", replays);
  g_test_add_func("/record/documented", documented);
  return g_test_run();
}
