#include <string.h>

#include "store/event.h"
#include "tempdb.h"

static struct event_record record(const char *ticket, enum event_kind kind, utc_t at)
{
  return (struct event_record){.e = {.ticket = ticket, .kind = kind, .at = at, .by = "sato", .channel = CHANNEL_NONE},
                               .recorded_at = 1795358467};
}

static void append(struct db *db, struct event_record *r)
{
  struct event_log log;
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  g_assert_true(event_log_open(&log, db, &error));
  g_assert_true(event_append(&log, r, &error));
  event_log_close(&log);
  g_assert_true(db_commit(db, &error));
}

/* The words of doc/events.md, written out by hand. */
static void known_hash(void)
{
  struct chain chain;
  char hash[CHAIN_HASH];
  struct event_record r = record("261122-0001", EVENT_EXCLUSION_REQUESTED, 1795358400);
  r.e.seq = 12;
  r.e.clocks = CLOCK_BIT(CLOCK_RESPONSE) | CLOCK_BIT(CLOCK_RESOLUTION);
  r.e.reason = "other";
  r.e.body = "";
  r.command = "k";
  const char bytes[] = "toban 1 abc\n"
                       "seq:2:12\nticket:11:261122-0001\nat:10:1795358400\nby:4:sato\nkind:19:exclusion-requested\n"
                       "body:0:\nclocks:19:response;resolution\nreason:5:other\nrecorded_at:10:1795358467\ncommand:1:k\n";
  guint8 digest[32];
  gsize length = sizeof digest;
  GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)bytes, (gssize)strlen(bytes));
  g_checksum_get_digest(sum, digest, &length);
  char *text = g_base64_encode(digest, length);
  text[43] = '\0';
  chain_init(&chain);
  chain_hash(&chain, "abc", &r, hash);
  g_assert_cmpstr(hash, ==, text);
  chain_clear(&chain);
  g_checksum_free(sum);
  g_free(text);
}

static void round_trip(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  struct event_record first = record("a", EVENT_RECEIVED, 100), late = record("a", EVENT_NOTE, 50), other = record("b", EVENT_RECEIVED, 7);
  first.e.channel = CHANNEL_TEAMS_VOICE;
  first.e.priority = 2;
  first.e.category = "5.1.2";
  first.e.office = "12";
  first.e.title = "件名 \"quoted\"\n2nd";
  first.e.requester = "山下 花子";
  first.e.lang = "ja";
  append(db, &first);
  append(db, &other);
  append(db, &late);
  g_assert_cmpint(late.e.seq, ==, 3);
  struct arena *arena = arena_new();
  GError *error = NULL;
  GArray *events = events_of_ticket(db, "a", arena, &error);
  g_assert_no_error(error);
  g_assert_cmpint(events->len, ==, 2);
  const struct ticket_event *e = &g_array_index(events, struct ticket_event, 1); /* by time, not by seq */
  g_assert_cmpint(e->seq, ==, 1);
  g_assert_cmpint(e->kind, ==, EVENT_RECEIVED);
  g_assert_cmpint(e->channel, ==, CHANNEL_TEAMS_VOICE);
  g_assert_cmpint(e->priority, ==, 2);
  g_assert_cmpstr(e->title, ==, first.e.title);
  g_assert_cmpstr(e->requester, ==, first.e.requester);
  g_assert_cmpstr(e->lang, ==, "ja");
  g_assert_cmpstr(e->category, ==, "5.1.2");
  g_assert_cmpstr(e->office, ==, "12");
  g_assert_null(e->body);
  g_assert_null(e->target);
  g_array_free(events, TRUE);
  arena_free(arena);
  db_close(db);
  tempdb_free(&temp);
}

static void subjects(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  g_assert_true(event_subject(db, "policies", "imported", 5, "sato", "{\"rows\":3}", NULL, &error));
  g_assert_true(db_commit(db, &error));
  int64_t n = 0;
  g_assert_true(db_get_int(db, &n, 0, &error, "SELECT length(hash) FROM event WHERE subject = 'policies' AND seq = 1", ""));
  g_assert_cmpint(n, ==, CHAIN_HASH - 1);
  db_close(db);
  tempdb_free(&temp);
}

static void clock_words(void)
{
  for (unsigned clocks = 0; clocks < CLOCK_BIT(CLOCKS); clocks++)
    g_assert_cmpuint(clocks_parse(clocks_text(clocks)), ==, clocks);
  g_assert_cmpuint(clocks_parse("nonsense;response"), ==, CLOCK_BIT(CLOCK_RESPONSE));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/event/known-hash", known_hash);
  g_test_add_func("/event/round-trip", round_trip);
  g_test_add_func("/event/subjects", subjects);
  g_test_add_func("/event/clock-words", clock_words);
  return g_test_run();
}
