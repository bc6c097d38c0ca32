/* Coverage: for each need a sweep over the moments at which somebody comes or goes or the number that is wanted
 * changes. Exact to the second. */
#include <stdlib.h>
#include <string.h>

#include "calendar_impl.h"
#include "duty_impl.h"

/* --- when a need holds ---------------------------------------------------------------------------- */
static void add_common(GArray *out, struct calendar_span a, utc_t from, utc_t to)
{
  struct calendar_span span = {MAX(a.from, from), MIN(a.to, to)};
  if (span.from < span.to)
    g_array_append_val(out, span);
}

/* The spans of one local day, cut to the hours of the row. */
static void add_day(const struct calendar *calendar, const struct hours *hours, day_t day, utc_t from, utc_t to,
                    GArray *out)
{
  enum { SPANS = 720 };
  struct calendar_span span[SPANS];
  int count = calendar_spans(calendar, day, span, SPANS);
  for (int i = 0; i < count; i++) {
    if (hours->count == 0)
      add_common(out, span[i], from, to);
    for (int h = 0; h < hours->count; h++) {
      utc_t low = zone_instant(calendar->zone, day, hours->opening[h].from, false);
      utc_t high = zone_instant(calendar->zone, day, hours->opening[h].to, true);
      add_common(out, span[i], MAX(from, low), MIN(to, high));
    }
  }
}

GArray *duty_need_spans(const struct duty_plan *plan, const struct duty_need *need, utc_t from, utc_t to)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(struct calendar_span));
  const struct calendar *calendar = calendar_find(plan->calendars, need->calendar);
  struct hours hours = {0};
  const char *why;
  day_t first, last;
  int second;
  if (calendar == NULL || from >= to || !hours_parse(need->hours, &hours, &why))
    return out;
  if (calendar->always_open && hours.count == 0) {
    add_common(out, (struct calendar_span){from, to}, from, to);
    return out;
  }
  zone_local(calendar->zone, from, &first, &second);
  zone_local(calendar->zone, to, &last, &second);
  for (day_t day = first - 1; day <= last; day++)
    add_day(calendar, &hours, day, from, to, out);
  hours_clear(&hours);
  return out;
}

/* --- who meets it --------------------------------------------------------------------------------- */
static bool counts(const struct duty_plan *plan, const char *need, const struct duty_piece *piece)
{
  const struct duty_shift *shift = &plan->shift[piece->shift];
  if (g_str_has_prefix(need, "language:"))
    return duty_list_has(plan->person[piece->person].languages, need + strlen("language:"));
  if (g_str_has_prefix(need, "site:"))
    return strcmp(shift->site, need + strlen("site:")) == 0;
  return g_str_has_prefix(need, "role:") && strcmp(shift->role, need + strlen("role:")) == 0;
}

/* --- the sweep ------------------------------------------------------------------------------------ */
struct edge { utc_t at; int row /* -1: people */, delta; };

static int by_time(const void *a, const void *b)
{
  const struct edge *x = a, *y = b;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void add_edges(GArray *edges, utc_t from, utc_t to, int row)
{
  struct edge begin = {from, row, 1}, end = {to, row, -1};
  g_array_append_val(edges, begin);
  g_array_append_val(edges, end);
}

struct sweep {
  const struct duty_plan *plan;
  utc_t from, to;
  GArray *pieces;
  GArray *edges;
  int *open;                       /* of each row of the needs: does it hold? */
  GArray *gaps;
};

static void collect(struct sweep *sweep, const char *need)
{
  const struct duty_rules *rules = sweep->plan->rules;
  g_array_set_size(sweep->edges, 0);
  for (guint i = 0; i < sweep->pieces->len; i++) {
    const struct duty_piece *piece = &g_array_index(sweep->pieces, struct duty_piece, i);
    utc_t from = MAX(piece->from, sweep->from), to = MIN(piece->to, sweep->to);
    if (from < to && counts(sweep->plan, need, piece))
      add_edges(sweep->edges, from, to, -1);
  }
  for (int row = 0; row < duty_needs(rules); row++) {
    sweep->open[row] = 0;
    if (strcmp(duty_need(rules, row)->id, need) != 0)
      continue;
    GArray *spans = duty_need_spans(sweep->plan, duty_need(rules, row), sweep->from, sweep->to);
    for (guint i = 0; i < spans->len; i++)
      add_edges(sweep->edges, g_array_index(spans, struct calendar_span, i).from,
                g_array_index(spans, struct calendar_span, i).to, row);
    g_array_unref(spans);
  }
  g_array_sort(sweep->edges, by_time);
}

static int wanted(const struct sweep *sweep)
{
  int want = 0;
  for (int row = 0; row < duty_needs(sweep->plan->rules); row++)
    if (sweep->open[row] > 0)
      want = MAX(want, duty_need(sweep->plan->rules, row)->want);
  return want;
}

/* A stretch that lacks somebody; one that touches the last gap of the need belongs to it. */
static void add_gap(GArray *gaps, guint first, struct duty_gap gap)
{
  struct duty_gap *last = gaps->len > first ? &g_array_index(gaps, struct duty_gap, gaps->len - 1) : NULL;
  if (last == NULL || last->to != gap.from) {
    g_array_append_val(gaps, gap);
    return;
  }
  last->to = gap.to;
  if (gap.have < last->have || (gap.have == last->have && gap.want > last->want)) {
    last->have = gap.have;
    last->want = gap.want;
  }
}

static void sweep_need(struct sweep *sweep, const char *need)
{
  guint first = sweep->gaps->len;
  int have = 0;
  collect(sweep, need);
  for (guint i = 0; i < sweep->edges->len;) {
    utc_t at = g_array_index(sweep->edges, struct edge, i).at;
    for (; i < sweep->edges->len && g_array_index(sweep->edges, struct edge, i).at == at; i++) {
      const struct edge *edge = &g_array_index(sweep->edges, struct edge, i);
      *(edge->row < 0 ? &have : &sweep->open[edge->row]) += edge->delta;
    }
    int want = wanted(sweep);
    if (i < sweep->edges->len && have < want)
      add_gap(sweep->gaps, first,
              (struct duty_gap){at, g_array_index(sweep->edges, struct edge, i).at, need, have, want});
  }
}

static int by_gap(const void *a, const void *b)
{
  const struct duty_gap *x = a, *y = b;
  return x->from < y->from ? -1 : x->from > y->from;
}

static bool is_first_row(const struct duty_rules *rules, int row)
{
  for (int i = 0; i < row; i++)
    if (strcmp(duty_need(rules, i)->id, duty_need(rules, row)->id) == 0)
      return false;
  return strcmp(duty_need(rules, row)->id, "rest") != 0;
}

GArray *duty_gaps(const struct duty_plan *plan, utc_t from, utc_t to)
{
  struct sweep sweep = {.plan = plan, .from = from, .to = to, .pieces = duty_pieces(plan, from, to),
                        .edges = g_array_new(FALSE, FALSE, sizeof(struct edge)),
                        .open = g_new0(int, duty_needs(plan->rules) + 1),
                        .gaps = g_array_new(FALSE, FALSE, sizeof(struct duty_gap))};
  for (int row = 0; row < duty_needs(plan->rules); row++)
    if (is_first_row(plan->rules, row))
      sweep_need(&sweep, duty_need(plan->rules, row)->id);
  g_array_sort(sweep.gaps, by_gap); /* GLib's sort is stable: the order of the needs stays */
  g_array_unref(sweep.pieces);
  g_array_unref(sweep.edges);
  g_free(sweep.open);
  return sweep.gaps;
}
