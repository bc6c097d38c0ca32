/* The report of a month: figures, misses with their causes, versions. */
#include <string.h>

#include "closing.h"
#include "month.h"
#include "reference.h"
#include "span.h"

struct reading {
  struct db *db;
  struct sla_report *out;
  struct arena *arena;
  GArray *misses;                        /* of struct sla_report_miss */
  const struct policy *first;            /* row 0 */
};

static void on_counted(const struct sla_counted *counted, void *user)
{
  struct reading *r = user;
  if (counted->clock->result != SLA_MISSED)
    return;
  struct sla_report_miss miss = {.key = arena_strdup(r->arena, counted->ticket),
                                 .clock_kind = counted->number,
                                 .row = (int)(counted->clock->row - r->first),
                                 .missed_at = counted->clock->missed_at,
                                 .excluded = counted->excluded};
  g_array_append_val(r->misses, miss);
}

static int by_row(const void *a, const void *b)
{
  const struct sla_report_miss *x = a, *y = b;
  if (x->row != y->row)
    return x->row - y->row;
  if (x->missed_at != y->missed_at)
    return x->missed_at < y->missed_at ? -1 : 1;
  return strcmp(x->key, y->key);
}

static bool name_miss(struct reading *r, struct sla_report_miss *miss, GError **error)
{
  struct db_stmt *stmt = db_query(r->db, error, "SELECT title, office FROM ticket WHERE key = $1", "t", miss->key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    miss->title = arena_strdup(r->arena, db_text(stmt, 0));
    miss->office = arena_strdup(r->arena, db_text(stmt, 1));
  }
  db_done(stmt);
  return got >= 0;
}

static bool take_misses(struct reading *r, GError **error)
{
  struct sla_report_miss *miss = arena_new0(r->arena, struct sla_report_miss, r->misses->len + 1);
  g_array_sort(r->misses, by_row);
  r->out->miss = miss;
  for (guint i = 0; i < r->misses->len; i++) {
    miss[i] = g_array_index(r->misses, struct sla_report_miss, i);
    if (!name_miss(r, &miss[i], error))
      return false;
    r->out->misses++;
  }
  return true;
}

static struct sla_report_row *take_rows(struct reading *r, const struct sla_month *month)
{
  int rows = sla_month_figures(month);
  struct sla_report_row *row = arena_new0(r->arena, struct sla_report_row, rows + 1);
  for (int i = 0; i < rows; i++) {
    const struct sla_figure *figure = sla_month_figure(month, i);
    row[i] = (struct sla_report_row){.policy = arena_strdup(r->arena, figure->policy->id),
                                     .clock_kind = figure->policy->clock,
                                     .goal = figure->policy->goal,
                                     .met = figure->met,
                                     .missed = figure->missed,
                                     .excluded = figure->excluded,
                                     .excluded_met = figure->excluded_met,
                                     .excluded_missed = figure->excluded_missed,
                                     .cause_at = UTC_NONE};
    for (int lang = 0; lang < LANG_COUNT; lang++)
      row[i].label[lang] = arena_strdup(r->arena, figure->policy->label[lang]);
  }
  r->out->row = row;
  r->out->rows = rows;
  r->out->answers = sla_month_answers(month);
  return row;
}

static bool take_causes(struct reading *r, struct sla_report_row *row, GError **error)
{
  struct db_stmt *stmt = db_query(r->db, error,
                                  "SELECT policy, cause, measure, by_, at FROM sla_cause WHERE month = $1", "i",
                                  (int64_t)span_month(r->out->period.start));
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    for (int i = 0; i < r->out->rows; i++)
      if (strcmp(row[i].policy, db_text(stmt, 0)) == 0) {
        row[i].cause = arena_strdup(r->arena, db_text(stmt, 1));
        row[i].measure = arena_strdup(r->arena, db_text(stmt, 2));
        row[i].cause_by = arena_strdup(r->arena, db_text(stmt, 3));
        row[i].cause_at = db_utc(stmt, 4);
      }
  db_done(stmt);
  return got == 0;
}

static bool read_report(struct reading *r, const struct sla_report_args *args, GError **error)
{
  const struct reference *ref = reference_cached(r->db, error);
  if (ref == NULL)
    return false;
  struct month_fold fold;
  month_fold_init(&fold, ref, args->period, args->as_of);
  r->first = policy_count(ref->policies) == 0 ? NULL : policy_get(ref->policies, 0);
  sla_month_watch(fold.month, on_counted, r);
  bool done = month_fold_run(&fold, r->db, error) && take_misses(r, error) &&
              take_causes(r, take_rows(r, fold.month), error) &&
              closing_list(r->db, span_month(args->period.start), r->arena, r->out, error);
  r->out->tickets = fold.tickets;
  r->out->folded = fold.folded;
  month_fold_clear(&fold);
  return done;
}

void *sla_report_read(struct db *db, const void *sla_report_args, GError **error)
{
  const struct sla_report_args *args = sla_report_args;
  struct arena *arena = arena_new();
  struct sla_report *out = arena_new0(arena, struct sla_report, 1);
  struct reading r = {db, out, arena, g_array_new(FALSE, FALSE, sizeof(struct sla_report_miss)), NULL};
  out->s.arena = arena;
  out->period = args->period;
  out->as_of = args->as_of;
  bool done = db_begin_read(db, error) && read_report(&r, args, error);
  db_rollback(db);
  g_array_free(r.misses, TRUE);
  if (done)
    return out;
  arena_free(arena);
  return NULL;
}
