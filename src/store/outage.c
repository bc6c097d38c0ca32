/* The notices of an outage's beginning and end: one each, whoever polls; the register "outage". */
#include <stdlib.h>
#include <string.h>

#include "read_rows.h"
#include "toban/check_store.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "window.h"

enum { NEWEST = 8 };
#define CALENDAR "calendar"
#define MAINTENANCE "maintenance"
static const char *const words[OUTAGE_TOLD] = {[OUTAGE_BEGINS] = "begins", [OUTAGE_ENDS] = "ends"};
static const char *const kinds_of[OUTAGE_TOLD] = {[OUTAGE_BEGINS] = "outage-begins", [OUTAGE_ENDS] = "outage-ends"};

/* --- telling ------------------------------------------------------------------------------------------- */
struct window_now { bool there, cancelled; utc_t start, end; char *title[LANG_COUNT]; };

static bool load_window(struct db *db, const struct outage_args *args, struct window_now *out, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      args->calendar ? "SELECT from_, to_, dropped, title_ja, title_en FROM agenda WHERE number = $1"
                     : "SELECT start_, end_, cancelled, reason, reason FROM maintenance WHERE number = $1",
      "i", args->number);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct window_now){.there = got > 0};
  if (got > 0) {
    out->start = db_utc(stmt, 0);
    out->end = db_utc(stmt, 1);
    out->cancelled = db_int(stmt, 2) != 0;
    out->title[LANG_JA] = g_strdup(db_text(stmt, 3));
    out->title[LANG_EN] = g_strdup(db_text(stmt, 4));
  }
  db_done(stmt);
  return got >= 0;
}

/* Seq and instant of a notice that was given; seq 0: none. */
static bool load_told(struct db *db, const struct outage_args *args, enum outage_what what, int64_t *seq, utc_t *at,
                      GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT seq, at FROM outage_notice WHERE source = $1 AND number = $2 AND what = $3",
                                  "tit", args->calendar ? CALENDAR : MAINTENANCE, args->number, words[what]);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *seq = got > 0 ? db_int(stmt, 0) : 0;
  *at = got > 0 ? db_utc(stmt, 1) : UTC_NONE;
  db_done(stmt);
  return got >= 0;
}

/* Still what the poller saw, and not told yet? A beginning once for each start, an end once for each beginning. */
static bool is_due(struct db *db, const struct outage_args *args, const struct window_now *window, bool *due,
                   GError **error)
{
  int64_t begun, ended;
  utc_t begun_at, ended_at;
  *due = false;
  if (!window->there)
    return true;
  if (!load_told(db, args, OUTAGE_BEGINS, &begun, &begun_at, error) ||
      !load_told(db, args, OUTAGE_ENDS, &ended, &ended_at, error))
    return false;
  bool is_begun = begun != 0 && begun_at == window->start;
  if (args->what == OUTAGE_BEGINS)
    *due = !window->cancelled && window->start <= args->now && args->now < window->end && !is_begun;
  else
    *due = is_begun && (window->cancelled || window->end <= args->now) && (ended < begun || ended_at != window->end);
  return true;
}

static bool write_notice(struct db *db, const struct outage_args *args, const struct window_now *window, GError **error)
{
  struct record_batch batch;
  char subject[64];
  g_snprintf(subject, sizeof subject, "outage:%s-%" G_GINT64_FORMAT, args->calendar ? CALENDAR : MAINTENANCE,
             args->number);
  json_t *data = json_pack("{s:I, s:I, s:s, s:s, s:i, s:i, s:s}", "start", (json_int_t)window->start, "end",
                           (json_int_t)window->end, "ja", window->title[LANG_JA], "en", window->title[LANG_EN],
                           "endpoints", args->endpoints, "bad", args->bad, "names", args->names);
  bool done = data != NULL && record_batch_open(&batch, db, NULL, error);
  done = done && record_batch_put(&batch, subject, kinds_of[args->what], args->now, ALERT_AUTHOR, data, NULL, NULL,
                                  error);
  done = record_batch_close(&batch, done, error) && done;
  json_decref(data);
  return done;
}

static bool tell_locked(struct db *db, const struct outage_args *args, GError **error)
{
  struct window_now window;
  bool due = false;
  if (!lease_check(db, LEASE_POLLER, args->holder, args->epoch, error))
    return false;
  bool done = load_window(db, args, &window, error) && is_due(db, args, &window, &due, error) &&
              (!due || write_notice(db, args, &window, error));
  for (int lang = 0; lang < LANG_COUNT; lang++)
    g_free(window.title[lang]);
  return done;
}

bool outage_tell(struct db *db, const struct outage_args *args, GError **error)
{
  if (!db_begin(db, error))
    return false;
  if (tell_locked(db, args, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

void *outage_tell_run(struct db *db, const void *outage_args, GError **error)
{
  return outage_tell(db, outage_args, error) ? g_malloc0(1) : NULL;
}

/* --- the register ---------------------------------------------------------------------------------------- */
static bool apply(struct db *db, const struct record *record, GError **error)
{
  const char *dash = strrchr(record->key, '-');
  char *end = NULL, source[16] = "";
  int64_t number = dash == NULL ? 0 : strtoll(dash + 1, &end, 10);
  int what = strcmp(record->kind, kinds_of[OUTAGE_ENDS]) == 0 ? OUTAGE_ENDS : OUTAGE_BEGINS;
  if (dash != NULL)
    g_strlcpy(source, record->key, MIN(sizeof source, (size_t)(dash - record->key) + 1));
  if (number <= 0 || *end != '\0' || (strcmp(source, CALENDAR) != 0 && strcmp(source, MAINTENANCE) != 0)) {
    error_set(error, TE_DATA, _("“%s” is no name of an outage"), record->key);
    return false;
  }
  utc_t start = record_int(record, "start", 0), until = record_int(record, "end", 0);
  return db_exec(db, error,
                 "INSERT INTO outage_notice (source, number, what, at, start_, end_, ja, en, endpoints, bad, names,"
                 " seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (source, number, what)"
                 " DO UPDATE SET at = $4, start_ = $5, end_ = $6, ja = $7, en = $8, endpoints = $9, bad = $10,"
                 " names = $11, seq = $12",
                 "titiiittiiti", source, number, words[what], what == OUTAGE_BEGINS ? start : until, start, until,
                 record_text(record, "ja"), record_text(record, "en"), record_int(record, "endpoints", 0),
                 record_int(record, "bad", 0), record_text(record, "names"), record->seq);
}

static const struct record_kind kinds[] = {{"outage-begins", RIGHT_HEALTH_RUN}, {"outage-ends", RIGHT_HEALTH_RUN}};
static const char *const tables[] = {"outage_notice", NULL};
const struct record_ops record_outage = {.prefix = "outage", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                         .tables = tables, .topic = TOPIC_ENDPOINT, .apply = apply};

/* --- reading ----------------------------------------------------------------------------------------------- */
static void notice_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct outage_notice *n = out;
  *n = (struct outage_notice){.seq = db_int(stmt, 0), .start = db_utc(stmt, 2), .end = db_utc(stmt, 3),
                              .endpoints = (int)db_int(stmt, 6), .bad = (int)db_int(stmt, 7),
                              .names = read_text(arena, stmt, 8)};
  n->what = strcmp(read_text(arena, stmt, 1), words[OUTAGE_ENDS]) == 0 ? OUTAGE_ENDS : OUTAGE_BEGINS;
  n->title[LANG_JA] = read_text(arena, stmt, 4);
  n->title[LANG_EN] = read_text(arena, stmt, 5);
}

bool outage_notices_read(struct db *db, struct arena *arena, const struct outage_notice **out, int *count,
                         GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT seq, what, start_, end_, ja, en, endpoints, bad, names FROM outage_notice"
                                  " ORDER BY seq DESC LIMIT $1", "i", (int64_t)NEWEST);
  *out = read_rows(arena, stmt, sizeof **out, notice_row, count, error);
  return *out != NULL;
}
