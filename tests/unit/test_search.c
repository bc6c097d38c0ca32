/* The search over a database: the same answers as a slow matcher over the texts of the events, kept up by every kind of
 * write, compared and made anew by verify, filled for an older database. */
#include "desk.h"
#include "slow_find.h"
#include "store/migrate.h"
#include "toban/find.h"
#include "toban/search.h"
#include "toban/transfer.h"
#include "toban/verify.h"

static const char *const pieces[] = {"サーバー", "サーバ", "バー", "タ", "印刷", "印", "刷紙", "紙詰まり", "VPN", "ＰＣ", "接続",
                                     "ab", "1", "-", " ", " ", "、", "\n", "printer", "printers", "print", "fs01", "の", "ﾌﾟﾘﾝﾀ"};
enum { TICKETS = 300, QUESTIONS = 400 };

static char *random_text(GRand *rand, int most, bool quotes)
{
  GString *out = g_string_new(NULL);
  for (int n = g_rand_int_range(rand, 1, most + 1); n > 0; n--)
    if (quotes && g_rand_int_range(rand, 0, 10) == 0)
      g_string_append_c(out, '"');
    else
      g_string_append(out, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
  return g_string_free(out, FALSE);
}

struct world { struct tempdb temp; struct db *db; GRand *rand; GPtrArray *fields; };   /* GPtrArray of texts a ticket */

static void set_up(struct world *w, gconstpointer unused)
{
  (void)unused;
  w->temp = tempdb_new();
  w->db = desk_open(&w->temp);
  w->rand = g_rand_new_with_seed(7);
  w->fields = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

static void tear_down(struct world *w, gconstpointer unused)
{
  (void)unused;
  db_close(w->db);
  tempdb_free(&w->temp);
  g_rand_free(w->rand);
  g_ptr_array_unref(w->fields);
}

static const char *field(GPtrArray *fields, const char *text)
{
  char *copy = g_strdup(text);
  g_ptr_array_add(fields, copy);
  return copy;
}

static struct search_result *ask(struct world *w, const char *text, unsigned kinds, int limit)
{
  struct search_args args = {.kinds = kinds, .limit = limit};
  GError *error = NULL;
  g_strlcpy(args.text, text, sizeof args.text);
  struct search_result *result = search_read(w->db, &args, &error);
  g_assert_no_error(error);
  return result;
}

static int64_t differences(struct world *w)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(w->db, &report, &error), error);
  int64_t found = report.differences;
  verify_report_clear(&report);
  return found;
}

/* One ticket from the phone, then what people write to it. */
static void write_ticket(struct world *w)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *title = random_text(w->rand, 6, false), *body = random_text(w->rand, 20, false);
  g_autofree char *who = random_text(w->rand, 2, false);
  struct ticket_event event = desk_received(field(fields, title), NOON, 2);
  event.body = field(fields, body);
  event.requester = field(fields, who);
  struct command_outcome outcome = desk_do(w->db, &event);
  field(fields, outcome.ticket);
  for (int n = g_rand_int_range(w->rand, 0, 4); n > 0; n--) {
    g_autofree char *more = random_text(w->rand, 15, false);
    bool change = g_rand_int_range(w->rand, 0, 3) == 0;
    event = desk_event(outcome.ticket, change ? EVENT_CHANGED : EVENT_NOTE, NOON + 60 * n, NULL);
    *(change ? &event.title : &event.body) = field(fields, more);
    desk_do(w->db, &event);
  }
  g_ptr_array_add(w->fields, fields);
}

static void check_question(struct world *w, const char *question, int *hits)
{
  struct search_result *result = ask(w, question, 1u << SEARCH_TICKET_KIND, TICKETS * 2);
  GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < result->hits; i++)
    g_assert_true(g_hash_table_add(keys, (void *)(uintptr_t)result->hit[i].key));
  for (guint i = 0; i < w->fields->len; i++) {
    GPtrArray *fields = g_ptr_array_index(w->fields, i);
    bool want = slow_find(question, (const char *const *)fields->pdata, (int)fields->len);
    bool got = g_hash_table_remove(keys, g_ptr_array_index(fields, 3));
    if (want != got)
      g_error("“%s”: %s %s", question, (char *)g_ptr_array_index(fields, 3), got ? "found" : "not found");
    *hits += got;
  }
  g_assert_cmpint(g_hash_table_size(keys), ==, 0);
  g_hash_table_unref(keys);
  snapshot_free(result);
}

static void same_as_slow(struct world *w, gconstpointer unused)
{
  (void)unused;
  int hits = 0;
  for (int i = 0; i < TICKETS; i++)
    write_ticket(w);
  for (int i = 0; i < QUESTIONS; i++) {
    g_autofree char *question = random_text(w->rand, 4, true);
    check_question(w, question, &hits);
  }
  g_assert_cmpint(hits, >, QUESTIONS);
  g_assert_cmpint(differences(w), ==, 0);
  GError *error = NULL;
  desk_ok(verify_rebuild(w->db, &error), error);
  g_assert_cmpint(differences(w), ==, 0);
  for (int i = 0; i < 50; i++) {
    g_autofree char *question = random_text(w->rand, 3, true);
    check_question(w, question, &hits);
  }
}

static const char *first(struct world *w, const char *text)
{
  static char key[32];
  struct search_result *result = ask(w, text, SEARCH_ALL, 5);
  g_strlcpy(key, result->hits == 0 ? "" : result->hit[0].key, sizeof key);
  snapshot_free(result);
  return key;
}

static void order(struct world *w, gconstpointer unused)
{
  (void)unused;
  struct ticket_event event = desk_received("停電の連絡", NOON, 2);
  struct command_outcome title = desk_do(w->db, &event);
  event = desk_received("回線が切れた", NOON, 2);
  event.body = "停電のためです";
  struct command_outcome body = desk_do(w->db, &event);
  g_assert_cmpstr(first(w, "停電"), ==, title.ticket);
  g_assert_cmpstr(first(w, "切れ"), ==, body.ticket);
  event = desk_event(title.ticket, EVENT_NOTE, NOON + 1, NULL);
  event.body = body.ticket;
  desk_do(w->db, &event);
  g_assert_cmpstr(first(w, body.ticket), ==, body.ticket);
  struct search_result *result = ask(w, "停電", SEARCH_ALL, 1);
  g_assert_true(result->more);
  g_assert_cmpint(result->hits, ==, 1);
  g_assert_cmpstr(result->hit[0].marked, ==, "\x01停電\x02の連絡");
  snapshot_free(result);
  result = ask(w, "、 !", SEARCH_ALL, 5);
  g_assert_true(result->empty);
  snapshot_free(result);
}

static void merged(struct world *w, gconstpointer unused)
{
  (void)unused;
  struct ticket_event event = desk_received("keep", NOON, 2);
  struct command_outcome into = desk_do(w->db, &event);
  event = desk_received("電話が鳴らない", NOON, 2);
  struct command_outcome from = desk_do(w->db, &event);
  event = desk_event(from.ticket, EVENT_MERGED, NOON + 5, into.ticket);
  desk_do(w->db, &event);
  struct search_result *result = ask(w, "鳴ら", SEARCH_ALL, 5);
  g_assert_cmpint(result->hits, ==, 1);
  g_assert_cmpstr(result->hit[0].key, ==, from.ticket);
  g_assert_cmpstr(result->hit[0].merged_into, ==, into.ticket);
  snapshot_free(result);
}

/* What verify must see: a document that is gone, one too many, a word that is not listed. */
static void tampered(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  write_ticket(w);
  struct ticket_event event = desk_received("Wireless outage", NOON, 2);
  event.requester = "";
  struct command_outcome outcome = desk_do(w->db, &event);
  g_assert_cmpint(differences(w), ==, 0);
  desk_ok(db_run(w->db, "INSERT INTO search_ticket (rowid, title, body, letters) VALUES (999, ' ghost', '', '')", &error),
          error);
  g_assert_cmpint(differences(w), ==, 1);
  desk_ok(verify_rebuild(w->db, &error), error);
  g_assert_cmpint(differences(w), ==, 0);
  desk_ok(db_run(w->db, "DELETE FROM search_word WHERE word = 'wireless'", &error), error);
  g_assert_cmpint(differences(w), ==, 1);
  desk_ok(verify_rebuild(w->db, &error), error);
  desk_ok(db_run(w->db, "INSERT INTO search_ticket (search_ticket) VALUES ('delete-all')", &error), error);
  g_assert_cmpint(differences(w), ==, 2);
  desk_ok(verify_rebuild(w->db, &error), error);
  g_assert_cmpstr(first(w, "wirele"), ==, outcome.ticket);
}

/* A database as the program made it before there was a search. */
static void migrated(struct world *w, gconstpointer unused)
{
  (void)w, (void)unused;
  GError *error = NULL;
  int before = 0;
  struct tempdb temp = tempdb_new();
  while (strcmp(schema[before].name, "search") != 0)
    before++;
  struct db *db = tempdb_open(&temp, DB_CREATE | DB_NO_MIGRATE);
  desk_ok(migrate_with(db, schema, before, &error), error);
  desk_ok(db_run(db, "INSERT INTO event (seq, ticket, at, by_, kind, title, recorded_at, hash) VALUES"
                 " (1, '260101-0001', 1, 'x', 'received', '古い案件の題名 printing', 1, '')", &error), error);
  db_close(db);
  db = tempdb_open(&temp, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM search_ticket WHERE search_ticket MATCH '題名'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM search_word WHERE word = 'printing'"), ==, 1);
  db_close(db);
  tempdb_free(&temp);
}

/* Words that many others begin with are not asked for one by one; all are found. */
static void many_words(struct world *w, gconstpointer unused)
{
  (void)unused;
  for (int i = 0; i < 200; i++) {
    g_autofree char *title = g_strdup_printf("host%04d down", i);
    struct ticket_event event = desk_received(title, NOON, 2);
    desk_do(w->db, &event);
  }
  struct search_result *result = ask(w, "host", SEARCH_ALL, 500);
  g_assert_cmpint(result->hits, ==, 200);
  snapshot_free(result);
  result = ask(w, "host01", SEARCH_ALL, 500);
  g_assert_cmpint(result->hits, ==, 100);
  snapshot_free(result);
  result = ask(w, "host0123", SEARCH_ALL, 500);
  g_assert_cmpint(result->hits, ==, 1);
  snapshot_free(result);
  result = ask(w, "down h host0", SEARCH_ALL, 10);
  g_assert_cmpint(result->hits, ==, 10);
  g_assert_true(result->more);
  snapshot_free(result);
}

static void assets(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  static const char csv[] = "tag,kind,host,serial,user,office\nA-100,pc,tokyo-pc001,XZ9,見本 太郎,tokyo\n";
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = sizeof csv - 1, .by = "sato",
                                 .at = NOON};
  int64_t rows;
  desk_ok(transfer_import(w->db, &input, &rows, &error), error);
  g_assert_cmpstr(first(w, "pc001"), ==, "A-100");
  g_assert_cmpstr(first(w, "c001"), ==, "");   /* not the beginning of a word */
  g_assert_cmpstr(first(w, "本 tokyo"), ==, "A-100");
  struct search_result *result = ask(w, "a-100", 1u << SEARCH_TICKET_KIND, 5);
  g_assert_cmpint(result->hits, ==, 0);
  snapshot_free(result);
}

static void write_random_words(struct world *w, int words)
{
  g_autoptr(GString) body = g_string_new(NULL);
  for (int i = 0; i < words; i++)
    g_string_append_printf(body, "%08x ", g_rand_int(w->rand));
  struct ticket_event event = desk_received("many words", NOON, 2);
  event.body = body->str;
  desk_do(w->db, &event);
}

/* What was filled in at once is not written again by the changes that follow, however many they are. */
static void many_then_few(struct world *w, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  for (int i = 0; i < 100; i++)
    write_random_words(w, 1500);
  desk_ok(verify_rebuild(w->db, &error), error);
  int64_t pages = desk_count(w->db, "SELECT count(*) FROM search_ticket_data"), most = 0;
  g_assert_cmpint(pages, >, 400);
  for (int i = 0; i < 300; i++) {
    int64_t before = desk_count(w->db, "SELECT total_changes()");
    write_random_words(w, 1);
    most = MAX(most, desk_count(w->db, "SELECT total_changes()") - before);
  }
  g_assert_cmpint(most, <, pages / 2);
  g_assert_cmpint(differences(w), ==, 0);
}

int main(int argc, char **argv)
{
  g_setenv("TOBAN_MIGEMO", "", TRUE);
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/search/" name, struct world, NULL, set_up, function, tear_down)
  ADD("same-as-slow", same_as_slow);
  ADD("order", order);
  ADD("merged", merged);
  ADD("tampered", tampered);
  ADD("migrated", migrated);
  ADD("many-words", many_words);
  ADD("assets", assets);
  ADD("many-then-few", many_then_few);
  return g_test_run();
}
