/* The demonstration is believable, and the same each time. */
#include <string.h>

#include "tempdb.h"
#include "toban/demo.h"
#include "toban/error.h"
#include "toban/read.h"
#include "toban/transfer.h"
#include "toban/verify.h"
#include "toban/zone.h"

#define NOW 1795531267 /* 2026-11-24T23:41:07+09:00, a Tuesday */

struct count {
  GChecksum *sum;
  GHashTable *tickets;                 /* key -> struct ticket *, its strings in the chunk */
  GStringChunk *strings;
  utc_t last;
  int64_t events, overseas, domestic, english, merged, reopened, weekend, by_hour[24], by_channel[CHANNELS];
};

static const char *keep(struct count *c, const char *text)
{
  return text == NULL ? NULL : g_string_chunk_insert_const(c->strings, text);
}

static void count_arrival(struct count *c, const struct ticket_event *e)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), e->at, &day, &second);
  bool overseas = g_ascii_isdigit(*e->office);
  *(overseas ? &c->overseas : &c->domestic) += 1;
  c->english += strcmp(e->lang, "en") == 0;
  c->by_channel[e->channel]++;
  if (!overseas) {
    c->weekend += day_weekday(day) >= 5;
    c->by_hour[second / 3600]++;
  }
}

/* Every event may follow what came before, in the order of time, none in the future. */
static bool each(const struct ticket_event *e, void *user, GError **error)
{
  struct count *c = user;
  struct ticket *t = g_hash_table_lookup(c->tickets, e->ticket);
  struct ticket_event kept = *e;
  g_assert_cmpint(e->at, >=, c->last);
  g_assert_cmpint(e->at, <=, NOW);
  g_assert_true(ticket_may_choose(t, e, error));
  c->last = e->at;
  c->events++;
  char *line = g_strdup_printf("%s %" G_GINT64_FORMAT " %s %d %s %s", e->ticket, e->at, e->by, (int)e->kind,
                               e->title == NULL ? "" : e->title, e->body == NULL ? "" : e->body);
  g_assert_null(strchr(line, '{')); /* every slot is filled */
  g_checksum_update(c->sum, (const guchar *)line, (gssize)strlen(line));
  g_free(line);
  kept.ticket = keep(c, e->ticket);
  kept.title = keep(c, e->title);
  kept.target = keep(c, e->target);
  kept.by = keep(c, e->by);
  if (t == NULL) {
    t = g_new0(struct ticket, 1);
    g_hash_table_insert(c->tickets, g_strdup(e->ticket), t);
    count_arrival(c, e);
  }
  c->reopened += e->kind == EVENT_STATE && t->state == TICKET_RESOLVED && strcmp(e->target, "open") == 0;
  c->merged += e->kind == EVENT_MERGED;
  ticket_apply(t, &kept);
  return true;
}

static void count_init(struct count *c)
{
  *c = (struct count){.sum = g_checksum_new(G_CHECKSUM_SHA256), .strings = g_string_chunk_new(1 << 16),
                      .tickets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
}

static void count_clear(struct count *c)
{
  g_checksum_free(c->sum);
  g_hash_table_destroy(c->tickets);
  g_string_chunk_free(c->strings);
}

static struct db *fill(const struct tempdb *temp, int64_t tickets)
{
  GError *error = NULL;
  struct demo_options options = {.tickets = tickets, .months = 13, .seed = DEMO_SEED, .now = NOW};
  struct db *db = tempdb_open(temp, DB_CREATE);
  bool ok = db_begin(db, &error) && transfer_initial(db, "init", NOW, &error) && demo_fill(db, &options, &error) &&
            db_commit(db, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return db;
}

static void believable(const struct count *c, int64_t tickets)
{
  int64_t open = 0, waiting = 0, fresh = 0;
  GHashTableIter iter;
  gpointer key, value;
  g_assert_cmpint(g_hash_table_size(c->tickets), ==, tickets);
  g_hash_table_iter_init(&iter, c->tickets);
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    const struct ticket *t = value;
    if (t->merged_into != NULL || !ticket_state_is_open(t->state))
      continue;
    open++;
    fresh += t->state == TICKET_NEW;
    waiting += t->state == TICKET_WAITING_USER || t->state == TICKET_WAITING_VENDOR;
  }
  g_assert_cmpint(open, >=, tickets * 18 / 1000);
  g_assert_cmpint(open, <=, tickets * 22 / 1000);
  g_assert_cmpint(waiting, >, open / 3);
  g_assert_cmpint(fresh, >, 0);
  g_assert_cmpint(c->overseas, >, tickets / 4);
  g_assert_cmpint(c->domestic, >, tickets / 3);
  g_assert_cmpint(c->english, >, tickets / 10);
  g_assert_cmpint(c->english, <, tickets / 2);
  g_assert_cmpint(c->merged, >, 0);
  g_assert_cmpint(c->reopened, >, 0);
  for (int i = 0; i < CHANNELS; i++)
    g_assert_cmpint(c->by_channel[i], >, 0);
  g_assert_cmpint(c->weekend, <, c->domestic / 10); /* sites keep their week */
  g_assert_cmpint(c->by_hour[10], >, 10 * (c->by_hour[3] + 1));
}

static void events(void)
{
  struct tempdb temp = tempdb_new();
  struct count first, second, other;
  GError *error = NULL;
  struct db *db = fill(&temp, 0);
  struct reference *ref = reference_read(db, NULL, &error);
  g_assert_no_error(error);
  struct demo_options options = {.tickets = 4000, .months = 13, .seed = 5, .now = NOW};
  count_init(&first), count_init(&second), count_init(&other);
  g_assert_true(demo_events(ref, &options, each, &first, &error));
  g_assert_true(demo_events(ref, &options, each, &second, &error));
  options.seed = 6;
  g_assert_true(demo_events(ref, &options, each, &other, &error));
  g_assert_cmpstr(g_checksum_get_string(first.sum), ==, g_checksum_get_string(second.sum));
  g_assert_cmpstr(g_checksum_get_string(first.sum), !=, g_checksum_get_string(other.sum));
  believable(&first, 4000);
  believable(&other, 4000);
  count_clear(&first), count_clear(&second), count_clear(&other);
  reference_free(ref);
  db_close(db);
  tempdb_free(&temp);
}

static bool fail_later(const struct ticket_event *e, void *user, GError **error)
{
  (void)e;
  int *left = user;
  if (--*left > 0)
    return true;
  error_set(error, TE_FULL, "full");
  return false;
}

/* Whatever is wrong with the other end, the error comes back and nothing is lost in memory. */
static void failure(void)
{
  struct tempdb temp = tempdb_new();
  GError *error = NULL;
  struct db *db = fill(&temp, 0);
  struct reference *ref = reference_read(db, NULL, &error);
  struct demo_options options = {.tickets = 300, .months = 2, .seed = 5, .now = NOW};
  for (int left = 1; left < 1500; left += 371) {
    int n = left;
    g_assert_false(demo_events(ref, &options, fail_later, &n, &error));
    g_assert_true(error_is(error, TE_FULL));
    g_clear_error(&error);
  }
  reference_free(ref);
  db_close(db);
  tempdb_free(&temp);
}

static int64_t number(struct db *db, const char *sql)
{
  int64_t out;
  GError *error = NULL;
  g_assert_true(db_get_int(db, &out, -1, &error, sql, ""));
  return out;
}

/* The registers: table 3-5 in numbers, endpoints that lead nowhere, figures that the log agrees with. */
static void registers(void)
{
  struct tempdb temp = tempdb_new();
  GError *error = NULL;
  struct verify_report report;
  struct db *db = fill(&temp, 600);
  g_assert_cmpint(number(db, "SELECT count(*) FROM asset WHERE kind = 'pc' AND office BETWEEN '1' AND '99'"), ==, 1340);
  g_assert_cmpint(number(db, "SELECT count(*) FROM asset WHERE kind = 'server' AND office BETWEEN '1' AND '99'"), ==, 27);
  g_assert_cmpint(number(db, "SELECT count(*) FROM asset WHERE kind = 'printer' AND office BETWEEN '1' AND '99'"), ==, 285);
  g_assert_cmpint(number(db, "SELECT count(*) FROM asset WHERE office IN ('62', '71')"), ==, 0);
  g_assert_cmpint(number(db, "SELECT count(*) FROM endpoint"), >=, 55);
  g_assert_cmpint(number(db, "SELECT count(*) FROM endpoint WHERE target NOT LIKE '%.example%'"
                             " AND target NOT LIKE '%www.example/%' AND target NOT LIKE '192.0.2.%'"), ==, 0);
  g_assert_cmpint(number(db, "SELECT count(*) FROM endpoint_state"), ==, number(db, "SELECT count(*) FROM endpoint"));
  g_assert_cmpint(number(db, "SELECT value FROM meta WHERE name = 'demo'"), ==, 1);
  g_assert_cmpint(number(db, "SELECT count(*) FROM ticket_clock WHERE result = 2") * 10, <,
                  number(db, "SELECT count(*) FROM ticket_clock WHERE result = 1"));
  verify_report_init(&report);
  g_assert_true(verify_run(db, &report, &error));
  g_assert_cmpint(report.tickets, ==, 600);
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
  db_close(db);
  tempdb_free(&temp);
}

/* From none to a handful: no division by nothing, and as many as were asked for. */
static void few(void)
{
  for (int64_t tickets = 0; tickets < 12; tickets += 1 + tickets / 3) {
    struct tempdb temp = tempdb_new();
    struct db *db = fill(&temp, tickets);
    g_assert_cmpint(number(db, "SELECT count(*) FROM ticket"), ==, tickets);
    db_close(db);
    tempdb_free(&temp);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/demo/events", events);
  g_test_add_func("/demo/failure", failure);
  g_test_add_func("/demo/registers", registers);
  g_test_add_func("/demo/few", few);
  return g_test_run();
}
