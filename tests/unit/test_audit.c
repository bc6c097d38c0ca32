/* The chain of the log: a second implementation agrees, every kind of tampering is found, anchors show a cut tail. */
#include "desk.h"
#include "toban/verify.h"

enum { EVENTS = 60 };

/* A log with every kind of event and every field, texts that try the canonical form. */
static struct db *log_of(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  static const char *const texts[] = {"", "body:3:abc\n", "件名 \"quoted\"\nline", "a;b", "\t"};
  char key[32] = "";
  for (int i = 0; i < EVENTS - 1; i++) { /* one is the import of the policies */
    struct ticket_event event = i % 6 == 0 ? desk_received("件名", NOON + i * 60, 1 + i % 4)
                                           : desk_event(key, EVENT_NOTE, NOON + i * 60, NULL);
    if (i % 6 == 0) {
      g_snprintf(key, sizeof key, "T-%d", i);
      event.ticket = key;
    }
    event.body = texts[i % 5];
    if (i % 6 == 4) {
      event.kind = EVENT_EXCLUSION_REQUESTED;
      event.clocks = CLOCK_BIT(CLOCK_RESPONSE) | CLOCK_BIT(CLOCK_RESOLUTION);
      event.reason = "other";
    }
    desk_do(db, &event);
  }
  return db;
}

static struct chain_report verify(struct db *db, const GArray *anchors)
{
  struct chain_report report;
  GError *error = NULL;
  desk_ok(chain_verify(db, anchors, &report, &error), error);
  return report;
}

static char *second_opinion(const char *path)
{
  const char *top = g_getenv("top_srcdir");
  char *script = g_build_filename(top == NULL ? "." : top, "tests", "lib", "chain.py", NULL);
  char *argv[] = {(char *)(uintptr_t)"python3", script, (char *)(uintptr_t)path, NULL};
  char *out = NULL;
  GError *error = NULL;
  int status = 0;
  if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error))
    g_clear_error(&error);
  g_free(script);
  return out == NULL ? NULL : g_strstrip(out);
}

static void two_implementations(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = log_of(&temp);
  struct chain_report report = verify(db, NULL);
  g_assert_cmpint(report.first_bad, ==, 0);
  g_assert_cmpint(report.events, ==, EVENTS);
  char *other = second_opinion(temp.path);
  if (other == NULL) {
    g_test_skip("python3 is missing");
  } else {
    char *ours = g_strdup_printf("%d %s", EVENTS, report.head);
    g_assert_cmpstr(other, ==, ours);
    g_free(ours);
  }
  g_free(other);
  db_close(db);
  tempdb_free(&temp);
}

/* --- tampering, as somebody with sqlite3 and write access would ---------------------------------------------- */
static const struct { const char *name, *sql; int64_t first_bad; } tamper[] = {
    {"changed text", "UPDATE event SET body = 'other' WHERE seq = 7", 7},
    {"changed time", "UPDATE event SET at = at + 1 WHERE seq = 9", 9},
    {"changed author", "UPDATE event SET by_ = 'yamada' WHERE seq = 20", 20},
    {"emptied text", "UPDATE event SET body = NULL WHERE seq = 3 OR seq = 4", 3},
    {"empty for none", "UPDATE event SET title = '' WHERE seq = 5", 5},
    {"word that nobody reads", "UPDATE event SET channel = 'pigeon' WHERE seq = 5", 5},
    {"word behind another", "UPDATE event SET clocks = clocks || ';x' WHERE seq = 6", 6},
    {"text behind a NUL byte", "UPDATE event SET title = title || char(0) || 'x' WHERE seq = 2", 2},
    {"zero for none", "UPDATE event SET priority = 0 WHERE seq = 4", 4},
    {"blob for text", "UPDATE event SET body = CAST(body AS BLOB) WHERE seq = 4", 4},
    {"fraction", "UPDATE event SET at = at + 0.5 WHERE seq = 11", 11},
    {"changed hash", "UPDATE event SET hash = CASE WHEN substr(hash, 1, 1) = 'A' THEN 'B' ELSE 'A' END"
     " || substr(hash, 2) WHERE seq = 12", 12},
    {"longer hash", "UPDATE event SET hash = hash || 'A' WHERE seq = 13", 13},
    {"removed first", "DELETE FROM event WHERE seq = 1", 1},
    {"removed", "DELETE FROM event WHERE seq = 30", 30},
    {"removed and closed up", "DELETE FROM event WHERE seq = 30; UPDATE event SET seq = -(seq - 1) WHERE seq > 30;"
     " UPDATE event SET seq = -seq WHERE seq < 0", 30},
    {"swapped", "UPDATE event SET seq = -1 WHERE seq = 40; UPDATE event SET seq = 40 WHERE seq = 41;"
     " UPDATE event SET seq = 41 WHERE seq = -1", 40},
    {"added", "INSERT INTO event (seq, at, by_, kind, recorded_at, hash) SELECT 61, at, by_, 'note', at, hash FROM event"
     " WHERE seq = 60", 61},
    {"added before", "INSERT INTO event (seq, at, by_, kind, recorded_at, hash) SELECT 0, at, by_, 'note', at, hash"
     " FROM event WHERE seq = 60", 1},
    {"moved to another ticket", "UPDATE event SET ticket = 'T-0' WHERE seq = 50", 50},
};

static void every_change_is_found(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(tamper); i++) {
    struct tempdb temp = tempdb_new();
    struct db *db = log_of(&temp);
    GError *error = NULL;
    desk_ok(db_run(db, tamper[i].sql, &error), error);
    struct chain_report report = verify(db, NULL);
    g_test_message("%s: %ld", tamper[i].name, (long)report.first_bad);
    g_assert_cmpint(report.first_bad, ==, tamper[i].first_bad);
    g_assert_cmpint(report.fault, ==, CHAIN_BROKEN);
    db_close(db);
    tempdb_free(&temp);
  }
}

/* What was changed in the read models is found by the other check. */
static void read_models(void)
{
  static const char *const changes[] = {
      "UPDATE ticket SET title = 'other' WHERE key = 'T-6'", "UPDATE ticket SET state = 5 WHERE key = 'T-0'",
      "DELETE FROM ticket WHERE key = 'T-12'", "UPDATE ticket_clock SET due_at = due_at + 3600 WHERE id % 4 = 0",
      "UPDATE tally SET value = value + 1 WHERE kind = 'all'", "UPDATE ticket SET excluded = 3 WHERE key = 'T-6'",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
    struct tempdb temp = tempdb_new();
    struct db *db = log_of(&temp);
    struct verify_report report;
    GError *error = NULL;
    verify_report_init(&report);
    desk_ok(db_run(db, changes[i], &error) && verify_run(db, &report, &error), error);
    g_test_message("%s: %s", changes[i], report.text->str);
    g_assert_cmpint(report.differences, >, 0);
    g_assert_cmpint(verify(db, NULL).first_bad, ==, 0); /* the log itself is whole */
    verify_report_clear(&report);
    db_close(db);
    tempdb_free(&temp);
  }
}

/* --- anchors ------------------------------------------------------------------------------------------------ */
static GArray *anchors_of(const char *text)
{
  GError *error = NULL;
  GArray *anchors = chain_anchors_parse("sheet.txt", text, strlen(text), &error);
  g_assert_no_error(error);
  return anchors;
}

static char *hash_at(struct db *db, int seq)
{
  GError *error = NULL;
  struct db_stmt *stmt = db_query(db, &error, "SELECT hash FROM event WHERE seq = $1", "i", (int64_t)seq);
  g_assert_cmpint(db_step(stmt, &error), ==, 1);
  char *hash = g_strdup(db_text(stmt, 0));
  db_done(stmt);
  return hash;
}

static void cut_tail(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = log_of(&temp);
  struct chain_anchor head;
  GError *error = NULL;
  desk_ok(chain_head(db, &head, &error), error);
  g_assert_cmpint(head.seq, ==, EVENTS);
  char *early = hash_at(db, 20);
  char *text = g_strdup_printf("handover sheet\nanchor: %d %s\n\nlater %ld  %s", 20, early, (long)head.seq, head.hash);
  GArray *anchors = anchors_of(text);
  g_assert_cmpint(anchors->len, ==, 2);
  g_assert_cmpint(verify(db, anchors).first_bad, ==, 0);
  desk_ok(db_run(db, "DELETE FROM event WHERE seq > 55", &error), error);
  g_assert_cmpint(verify(db, NULL).first_bad, ==, 0); /* a shorter chain is whole by itself */
  g_assert_cmpint(verify(db, anchors).first_bad, ==, 56);
  g_assert_cmpint(verify(db, anchors).fault, ==, CHAIN_CUT);
  g_array_free(anchors, TRUE);
  g_free(early);
  g_free(text);
  db_close(db);
  tempdb_free(&temp);
}

/* Who writes the whole chain anew after a change is found by the anchor. */
static void rewritten(void)
{
  struct tempdb temp = tempdb_new(), other = tempdb_new();
  struct db *db = log_of(&temp), *forged = desk_open(&other);
  struct ticket_event event = desk_received("forged", NOON, 1);
  char *hash = hash_at(db, 2), *json;
  event.ticket = "T-0";
  desk_do(forged, &event);
  json = g_strdup_printf("{\"events\": 2, \"ok\": true, \"first_bad\": null, \"head\": \"%s\"}", hash);
  GArray *anchors = anchors_of(json);
  g_assert_cmpint(verify(forged, NULL).first_bad, ==, 0);
  g_assert_cmpint(verify(forged, anchors).first_bad, ==, 2);
  g_assert_cmpint(verify(forged, anchors).fault, ==, CHAIN_REWRITTEN);
  g_array_free(anchors, TRUE);
  g_free(hash);
  g_free(json);
  db_close(db);
  db_close(forged);
  tempdb_free(&temp);
  tempdb_free(&other);
}

static void bad_anchors(void)
{
  static const char *const texts[] = {"", "nothing here", "{}", "[]", "12 short", "0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                      "x AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "5 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!A"};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    GError *error = NULL;
    g_assert_null(chain_anchors_parse("f", texts[i], strlen(texts[i]), &error));
    assert_error(error, TE_DATA);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/audit/two-implementations", two_implementations);
  g_test_add_func("/audit/every-change-is-found", every_change_is_found);
  g_test_add_func("/audit/read-models", read_models);
  g_test_add_func("/audit/cut-tail", cut_tail);
  g_test_add_func("/audit/rewritten", rewritten);
  g_test_add_func("/audit/bad-anchors", bad_anchors);
  return g_test_run();
}
