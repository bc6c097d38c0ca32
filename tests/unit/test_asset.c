/* The register of assets: any part of any name is found, and nothing else, against a slow second search; every change is
 * in its history; the tables are what the log says. */
#include "desk.h"
#include "toban/asset_store.h"
#include "toban/error.h"
#include "toban/text.h"
#include "toban/transfer.h"
#include "toban/verify.h"

struct shelf { struct tempdb temp; struct db *db; };

static void set_up(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  shelf->temp = tempdb_new();
  shelf->db = desk_open(&shelf->temp);
  desk_person(shelf->db, "ken", "agent");
}

static void tear_down(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  db_close(shelf->db);
  tempdb_free(&shelf->temp);
}

static struct command_outcome tell(struct db *db, struct command *command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  bool done = command_run(db, command, &outcome, &error);
  command_free(command);
  g_assert_cmpint(done, ==, code < 0);
  if (code < 0)
    g_assert_no_error(error);
  else
    g_assert_true(error_is(error, (enum toban_error)code));
  g_clear_error(&error);
  return outcome;
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

static void import(struct db *db, const char *csv, bool replace)
{
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = strlen(csv), .by = "sato",
                                 .at = NOON, .replace = replace};
  int64_t rows;
  GError *error = NULL;
  desk_ok(transfer_import(db, &input, &rows, &error), error);
}

static struct asset_list *find(struct db *db, const char *text, int limit)
{
  struct asset_args args = {.limit = limit};
  GError *error = NULL;
  g_strlcpy(args.text, text, sizeof args.text);
  struct asset_list *list = asset_find_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

/* "TAG TAG ..." of what is found. */
static char *tags(struct db *db, const char *text)
{
  struct asset_list *list = find(db, text, 50);
  GString *out = g_string_new(NULL);
  for (int i = 0; i < list->rows; i++)
    g_string_append_printf(out, "%s%s", i == 0 ? "" : " ", list->row[i].tag);
  snapshot_free(list);
  return g_string_free(out, FALSE);
}

#define FINDS(text, want)                     \
  do {                                        \
    char *found = tags(shelf->db, text);      \
    g_assert_cmpstr(found, ==, want);         \
    g_free(found);                            \
  } while (0)

static const char three[] = "tag,kind,host,serial,user\n"
                            "PC-1,pc,ny-pc1,S100,見本 花子\n"
                            "PC-10,pc,ny-pc10,\"S\"\"200\",みほん はなこ\n"
                            "LT-5,pc,ldn-PC-1,S300,O’Example\n";

static void finds(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  import(shelf->db, three, false);
  FINDS("", "LT-5 PC-1 PC-10");
  FINDS("pc-1", "PC-1 PC-10 LT-5"); /* the one whose tag it is, those that begin so, the rest */
  FINDS("ＰＣ－１０", "PC-10");
  FINDS("花", "PC-1");
  FINDS("花子", "PC-1");
  FINDS("本 花", "PC-1");
  FINDS("ハナコ", "PC-10");
  FINDS("s\"2", "PC-10");
  FINDS("example", "LT-5");
  FINDS("ny c10", "PC-10");
  FINDS("xyz", "");
  FINDS("pc1s", ""); /* not over the end of a name */
  FINDS("\"", "PC-10");
  FINDS("*", "");
}

/* The user in the other writing, by the readings of the list of requesters; full-width letters; a part in the middle. */
static void finds_readings(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  static const char people[] = "name,reading,mail,office\n見本 花子,みほん はなこ,hanako@desk.test,12\n"
                               "例示 正,れいじ ただし,tadashi@desk.test,12\n";
  struct transfer_input input = {.kind = "requesters", .name = "f", .bytes = people, .length = sizeof people - 1,
                                 .by = "sato", .at = NOON};
  int64_t rows;
  GError *error = NULL;
  desk_ok(transfer_import(shelf->db, &input, &rows, &error), error);
  import(shelf->db, "tag,kind,host,serial,user\nA-1,pc,h1,S1,見本 花子\nA-2,pc,h2,S2,例示　正\nA-3,pc,MIHON-3,S3,\n", false);
  FINDS("はなこ", "A-1");
  FINDS("ハナ", "A-1");
  FINDS("ﾊﾅｺ", "A-1");
  FINDS("hanako", "A-1");
  FINDS("ＨＡＮＡ", "A-1");
  FINDS("mihon", "A-1 A-3"); /* what is named so, and whose user is read so */
  FINDS("mihon hana", "A-1");
  FINDS("hanako mihon", "A-1");
  FINDS("mihon tadashi", "");
  FINDS("tadasi", "A-2");
  FINDS("れいじ ただし", "A-2");
  FINDS("nako", "A-1"); /* from the second kana on too */
  FINDS("ihon", "A-3");
  FINDS("Ｍｉｈｏｎ－３", "A-3");
  FINDS("本", "A-1");
  FINDS("示 正", "A-2");
}

static void tells_more(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GString *csv = g_string_new("tag,kind,host\n");
  for (int i = 0; i < ASSET_COUNTED + 200; i++)
    g_string_append_printf(csv, "T-%05d,pc,host%05d\n", i, i);
  import(shelf->db, csv->str, false);
  g_string_free(csv, TRUE);
  struct asset_list *list = find(shelf->db, "host", 10);
  g_assert_cmpint(list->rows, ==, 10);
  g_assert_true(list->more);
  g_assert_cmpint(list->total, ==, ASSET_COUNTED);
  snapshot_free(list);
  list = find(shelf->db, "t-01199", 10); /* the last one, among those that are not counted */
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_false(list->more);
  snapshot_free(list);
  list = find(shelf->db, "", 10);
  g_assert_cmpint(list->total, ==, ASSET_COUNTED + 200);
  snapshot_free(list);
}

/* --- against a slow second search --------------------------------------------------------------------------- */
static const char *const parts[] = {"pc", "PC", "-", "0", "1", "07", "ny", "花", "子", "はな", "ハナ", "ー", "é", "É",
                                    " ", "\"", "'", "*", "😀", "㈱", "ﾊﾅ", "_", "x"};

static char *random_name(GRand *random, int most)
{
  GString *out = g_string_new(NULL);
  for (int i = g_rand_int_range(random, 1, most + 1); i > 0; i--)
    g_string_append(out, parts[g_rand_int_range(random, 0, G_N_ELEMENTS(parts))]);
  return g_string_free(out, FALSE);
}

static bool slowly(const char *const *name, char **words)
{
  bool all = true;
  for (int w = 0; all && words[w] != NULL; w++) {
    bool any = false;
    for (int i = 0; i < 4; i++) {
      char *folded = text_fold(name[i], -1);
      any |= strstr(folded, words[w]) != NULL;
      g_free(folded);
    }
    all = any;
  }
  return all;
}

/* How many assets have all words, by looking at each. */
static int count_slowly(struct db *db, const char *text)
{
  int count = 0;
  char *folded = text_fold(text, -1), **words = g_strsplit(folded, " ", -1);
  struct db_stmt *stmt = db_prepare(db, "SELECT tag, host, serial, user_ FROM asset", NULL);
  while (db_step(stmt, NULL) > 0) {
    const char *const name[] = {db_text(stmt, 0), db_text(stmt, 1), db_text(stmt, 2), db_text(stmt, 3)};
    count += slowly(name, words);
  }
  db_done(stmt);
  g_strfreev(words);
  g_free(folded);
  return count;
}

static void change_some(struct db *db, GRand *random)
{
  char *tag = g_strdup_printf("T-%d", g_rand_int_range(random, 0, 60)), *host = random_name(random, 6);
  int64_t there = 0;
  db_get_int(db, &there, 0, NULL, "SELECT count(*) FROM asset WHERE tag = $1", "t", tag);
  if (there == 0)
    tell(db, asset_add("sato", NOON, tag, json_pack("{s:s, s:s}", "kind", "pc", "host", host)), -1);
  else if (g_rand_int_range(random, 0, 4) == 0)
    tell(db, asset_step("sato", NOON, tag, "asset-removed", NULL, NULL), -1);
  else
    tell(db, asset_set("sato", NOON, 0, tag, json_pack("{s:s}", g_rand_boolean(random) ? "user" : "serial", host)), -1);
  g_free(host);
  g_free(tag);
}

static void finds_what_a_slow_search_finds(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GRand *random = g_rand_new_with_seed(52);
  for (int i = 0; i < 300; i++) {
    change_some(shelf->db, random);
    char *question = random_name(random, 3), *folded = text_fold(question, -1);
    if (*folded != '\0') {
      struct asset_list *list = find(shelf->db, question, 100);
      int want = count_slowly(shelf->db, question);
      if (list->total != want)
        g_error("“%s”: found %ld, not %d", question, (long)list->total, want);
      snapshot_free(list);
    }
    g_free(folded);
    g_free(question);
  }
  g_rand_free(random);
  g_assert_cmpint(differences(shelf->db), ==, 0);
}

/* --- changes -------------------------------------------------------------------------------------------------- */
static void keeps_history(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  import(shelf->db, three, false);
  import(shelf->db, "tag,kind,host\nPC-1,pc,new-host\nPC-10,pc,ny-pc10\n", true);
  tell(shelf->db, asset_relate("sato", NOON, "PC-1", "runs-on", "PC-10", false), -1);
  struct ticket_event received = desk_received("PC", NOON, 1);
  struct command_outcome ticket = desk_do(shelf->db, &received);
  tell(shelf->db, asset_step("ken", NOON, "PC-1", "asset-ticket", "ticket", ticket.ticket), -1);
  struct asset_view_args args = {"PC-1"};
  struct asset_view *view = asset_view_read(shelf->db, &args, &error);
  g_assert_no_error(error);
  static const char *const want[][3] = {
      {"ticket", "", NULL}, {"runs-on", "", "PC-10"}, {"host", "ny-pc1", "new-host"}, {"", "", ""}};
  g_assert_cmpint(view->changes, ==, 4);
  for (int i = 0; i < 4; i++) {
    g_assert_cmpstr(view->change[i].what, ==, want[i][0]);
    g_assert_cmpstr(view->change[i].before, ==, want[i][1]);
    g_assert_cmpstr(view->change[i].after, ==, i == 0 ? ticket.ticket : want[i][2]);
  }
  g_assert_cmpstr(view->change[0].by, ==, "ken");
  g_assert_cmpint(view->tickets, ==, 1);
  g_assert_cmpint(view->links, ==, 1);
  g_assert_cmpstr(view->asset.serial, ==, "S100"); /* a column that the file did not have stays */
  snapshot_free(view);
  FINDS("LT-5", "");
  char *found = tags(shelf->db, ticket.ticket);
  g_assert_cmpstr(found, ==, "PC-1");
  g_free(found);
  g_assert_cmpint(differences(shelf->db), ==, 0);
}

static void refuses(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  import(db, three, false);
  tell(db, asset_add("sato", NOON, "PC-1", json_pack("{s:s}", "kind", "pc")), TE_DATA);
  tell(db, asset_add("sato", NOON, "PC-2", json_pack("{s:s}", "host", "x")), TE_DATA);
  tell(db, asset_set("sato", NOON, 0, "PC-2", json_pack("{s:s}", "host", "x")), TE_NOINPUT);
  tell(db, asset_set("sato", NOON, 0, "PC-1", json_pack("{s:s}", "colour", "x")), TE_DATA);
  tell(db, asset_set("sato", NOON, 0, "PC-1", json_pack("{s:s}", "office", "99")), TE_DATA);
  tell(db, asset_set("sato", NOON, 0, "PC-1", json_pack("{s:s}", "bought_on", "2026-02-30")), TE_DATA);
  tell(db, asset_set("ken", NOON, 0, "PC-1", json_pack("{s:s}", "host", "x")), TE_PERMISSION);
  tell(db, asset_step("ken", NOON, "PC-1", "asset-condition", "host", "x"), TE_DATA);
  tell(db, asset_step("ken", NOON, "PC-1", "asset-condition", "state", "broken"), -1);
  tell(db, asset_relate("sato", NOON, "PC-1", "eats", "PC-10", false), TE_DATA);
  tell(db, asset_relate("sato", NOON, "PC-1", "part-of", "PC-1", false), TE_DATA);
  tell(db, asset_step("sato", NOON, "PC-1", "asset-ticket", "ticket", "nothing"), TE_NOINPUT);
  struct command_outcome outcome =
      tell(db, asset_set("sato", NOON, 1, "PC-1", json_pack("{s:s}", "host", "x")), -1);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
}

static void is_proved(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  import(shelf->db, three, false);
  desk_ok(db_run(shelf->db, "UPDATE asset SET host = 'x' WHERE tag = 'PC-1'", &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 2);
  desk_ok(verify_rebuild(shelf->db, &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 0);
  FINDS("ny-pc1", "PC-1 PC-10");
  desk_ok(db_run(shelf->db, "INSERT INTO asset_gram (rowid, grams) VALUES (1, 'xyz')", &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 1);
  desk_ok(verify_rebuild(shelf->db, &error), error);
  g_assert_cmpint(differences(shelf->db), ==, 0);
}

/* --- imports -------------------------------------------------------------------------------------------------- */
static void previews(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  static const char csv[] = "番号,kind,host,x\nPC-1,pc,h2,?\nNEW,pc,h3,?\nPC-10,pc,ny-pc10,?\n";
  static const struct csv_rename rename[] = {{"番号", "tag"}, {"x", ""}};
  struct transfer_preview preview;
  GError *error = NULL;
  int64_t rows;
  import(shelf->db, three, false);
  transfer_preview_init(&preview);
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = strlen(csv), .by = "sato",
                                 .at = NOON, .replace = true, .rename = rename, .renames = 2, .preview = &preview};
  int64_t events = desk_count(shelf->db, "SELECT count(*) FROM event");
  desk_ok(transfer_import(shelf->db, &input, &rows, &error), error);
  g_assert_cmpint(preview.count[CHANGE_ADDED], ==, 1);
  g_assert_cmpint(preview.count[CHANGE_CHANGED], ==, 1);
  g_assert_cmpint(preview.count[CHANGE_REMOVED], ==, 1);
  g_assert_cmpint(preview.same, ==, 1);
  bool told = false;
  for (guint i = 0; i < preview.lines->len; i++) {
    const struct transfer_line *line = &g_array_index(preview.lines, struct transfer_line, i);
    told |= line->change == CHANGE_CHANGED && strcmp(line->key, "PC-1") == 0 &&
            strcmp(line->what, "host: ny-pc1 -> h2") == 0;
  }
  g_assert_true(told);
  transfer_preview_clear(&preview);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM event"), ==, events);
  FINDS("h2", "");
}

static bool give_up(void *user, int line, int lines)
{
  (void)line;
  g_assert_cmpint(lines, >, 1000);
  return ++*(int *)user < 2;
}

static void gives_up(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  GString *csv = g_string_new("tag,kind\n");
  for (int i = 0; i < 2000; i++)
    g_string_append_printf(csv, "T-%05d,pc\n", i);
  int calls = 0;
  int64_t rows;
  GError *error = NULL;
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv->str, .length = csv->len, .by = "sato",
                                 .at = NOON, .progress = give_up, .user = &calls};
  g_assert_false(transfer_import(shelf->db, &input, &rows, &error));
  g_assert_true(error_is(error, TE_NO));
  g_clear_error(&error);
  g_string_free(csv, TRUE);
  FINDS("", "");
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM event WHERE subject LIKE 'asset:%'"), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/asset/" name, struct shelf, NULL, set_up, function, tear_down)
  ADD("finds", finds);
  ADD("finds-readings", finds_readings);
  ADD("tells-more", tells_more);
  ADD("finds-what-a-slow-search-finds", finds_what_a_slow_search_finds);
  ADD("keeps-history", keeps_history);
  ADD("refuses", refuses);
  ADD("is-proved", is_proved);
  ADD("previews", previews);
  ADD("gives-up", gives_up);
  return g_test_run();
}
