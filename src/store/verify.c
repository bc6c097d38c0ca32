#include "toban/verify.h"

#include <string.h>

#include "event.h"
#include "people.h"
#include "project.h"
#include "reference.h"
#include "search_index.h"
#include "span.h"
#include "toban/approval_store.h"
#include "toban/lang.h"
#include "toban/together.h"
#include "view.h"
#include "toban/record.h"

struct check {
  struct db *db;
  const struct reference *ref;
  struct verify_report *report;
  struct tallies tallies; /* what the log comes to, less what is stored */
  GHashTable *spans;      /* the same for ticket_span, by month */
  GString *names;
};

void verify_report_init(struct verify_report *report)
{
  *report = (struct verify_report){.text = g_string_new(NULL)};
}

void verify_report_clear(struct verify_report *report)
{
  g_string_free(report->text, TRUE);
}

static void differs(struct check *check, const char *what, const char *how)
{
  if (++check->report->differences <= VERIFY_NAMED)
    g_string_append_printf(check->report->text, "%s: %s\n", what, how);
}

/* --- tickets ------------------------------------------------------------------------------------------ */
static bool check_folded(struct check *check, const struct ticket_row *row, GError **error)
{
  char *want = row_folded(&row->t);
  struct db_stmt *stmt = db_query(check->db, error, "SELECT folded FROM ticket WHERE id = $1", "i", row->id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0 && g_strcmp0(db_text(stmt, 0), want) != 0)
    differs(check, row->t.key, "folded");
  db_done(stmt);
  g_free(want);
  return got >= 0;
}

static bool check_ticket(void *user, const struct ticket_event *event, int events, GError **error)
{
  struct check *check = user;
  struct ticket_row row, stored;
  GError *why = NULL;
  int bad;
  check->report->tickets++;
  check->report->events += events;
  if (!row_fold(&row, check->ref, event, events, &bad, &why)) {
    differs(check, event->ticket, why->message);
    g_clear_error(&why);
    return true;
  }
  struct arena *arena = arena_new();
  bool done = row_load(check->db, event->ticket, arena, &stored, error);
  row_tally(&row, &check->tallies, 1);
  tallies_key(&check->tallies, row.t.key);
  span_count(check->spans, &row);
  if (done && stored.id == 0)
    differs(check, event->ticket, _("is in the log but not among the tickets"));
  else if (done && !row_same(&row, &stored, check->names))
    differs(check, event->ticket, check->names->str);
  done = done && check_folded(check, &row, error);
  arena_free(arena);
  return done;
}

static bool check_strays(struct check *check, GError **error)
{
  struct db_stmt *stmt = db_prepare(check->db,
                                    "SELECT key FROM ticket WHERE NOT EXISTS"
                                    " (SELECT 1 FROM event WHERE event.ticket = ticket.key) ORDER BY key",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    differs(check, db_text(stmt, 0), _("is among the tickets but not in the log"));
  db_done(stmt);
  return got == 0;
}

/* --- tallies ------------------------------------------------------------------------------------------- */
static int64_t *tally_of(struct tallies *tallies, const char *kind, const char *name)
{
  enum ticket_state state;
  const struct {
    const char *kind;
    int64_t *value;
  } plain[] = {
      {"all", &tallies->all}, {"open", &tallies->open}, {"done", &tallies->done}, {"running", &tallies->running}};
  for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
    if (strcmp(kind, plain[i].kind) == 0)
      return plain[i].value;
  return strcmp(kind, "state") == 0 && ticket_state_parse(name, &state) ? &tallies->state[state] : NULL;
}

static bool subtract_tallies(struct check *check, GError **error)
{
  struct db_stmt *stmt = db_prepare(check->db, "SELECT kind, name, value FROM tally", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t *value = tally_of(&check->tallies, db_text(stmt, 0), db_text(stmt, 1));
    if (value != NULL)
      *value -= db_int(stmt, 2);
    else
      tallies_office(&check->tallies, db_text(stmt, 1), -(int)db_int(stmt, 2));
  }
  db_done(stmt);
  return got == 0;
}

static void subtract_day(GHashTable *days, day_t day, int value)
{
  void *key = GINT_TO_POINTER(day);
  g_hash_table_insert(days, key, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(days, key)) - value));
}

static bool subtract_days(struct check *check, GError **error)
{
  struct db_stmt *stmt = db_prepare(check->db, "SELECT kind, day, value FROM tally_day", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    const char *kind = db_text(stmt, 0);
    for (int i = 0; i < TALLY_DAYS; i++)
      if (strcmp(kind, tally_day_kinds[i]) == 0)
        subtract_day(check->tallies.days[i], (day_t)db_int(stmt, 1), (int)db_int(stmt, 2));
  }
  db_done(stmt);
  return got == 0;
}

static bool any_left(GHashTable *counts)
{
  GHashTableIter iter;
  void *value;
  g_hash_table_iter_init(&iter, counts);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    if (value != NULL)
      return true;
  return false;
}

static bool check_views(struct check *check, GError **error)
{
  GString *keys = g_string_new(NULL);
  bool done = view_counts_subtract(check->tallies.views, check->db, error);
  if (done && view_counts_left(check->tallies.views, keys) > 0) {
    char **key = g_strsplit(keys->str, "\n", -1);
    for (int i = 0; key[i] != NULL; i++)
      if (*key[i] != '\0') {
        char *what = g_strconcat("view ", key[i], NULL);
        differs(check, what, _("counts of tickets do not agree"));
        g_free(what);
      }
    g_strfreev(key);
  }
  g_string_free(keys, TRUE);
  return done;
}

static bool check_tallies(struct check *check, GError **error)
{
  struct tallies *t = &check->tallies;
  if (!check_views(check, error) || !subtract_tallies(check, error) || !subtract_days(check, error) ||
      !span_subtract(check->db, check->spans, error))
    return false;
  bool wrong = t->all != 0 || t->open != 0 || t->done != 0 || t->running != 0;
  for (int i = 0; i < TICKET_STATES; i++)
    wrong |= t->state[i] != 0;
  if (wrong)
    differs(check, "tally", _("counts of tickets do not agree"));
  if (any_left(t->offices))
    differs(check, "tally office", _("counts of tickets do not agree"));
  for (int i = 0; i < TALLY_DAYS; i++)
    if (any_left(t->days[i])) {
      char *what = g_strconcat("tally_day ", tally_day_kinds[i], NULL);
      differs(check, what, _("counts of tickets do not agree"));
      g_free(what);
    }
  return true;
}

static bool check_all(struct check *check, GError **error)
{
  check->ref = reference_cached(check->db, error);
  return check->ref != NULL && tallies_views(&check->tallies, check->db, error) &&
         events_by_ticket(check->db, check_ticket, check, error) && check_strays(check, error) &&
         check_tallies(check, error) &&
         approvals_verify(check->db, check->report->text, &check->report->differences, error) &&
         records_verify(check->db, check->report->text, &check->report->differences, error) &&
         mentions_verify(check->db, check->report->text, &check->report->differences, error) &&
         people_verify(check->db, check->report->text, &check->report->differences, error) &&
         search_index_verify(check->db, check->report->text, &check->report->differences, error);
}

bool verify_run(struct db *db, struct verify_report *report, GError **error)
{
  struct check check = {
      .db = db, .report = report, .names = g_string_new(NULL), .spans = g_hash_table_new(NULL, NULL)};
  tallies_init(&check.tallies);
  bool done = db_begin_read(db, error) && check_all(&check, error);
  db_rollback(db);
  tallies_clear(&check.tallies);
  g_hash_table_unref(check.spans);
  g_string_free(check.names, TRUE);
  return done;
}
