#include "window.h"

#include <string.h>

#include "read_rows.h"
#include "toban/agenda.h"

enum { NUMBER, START, END, BY, CANCELLED, REASON, TITLE_JA, TITLE_EN, BEGUN, ENDED, KIND, SITE, STOPS, TARGETS };

/* $1: ends later; $2: 1, the untold too. What is left out of each is said by the other. */
#define TOLD(source, number)                                                                                   \
  " LEFT JOIN outage_notice b ON b.source = '" source "' AND b.number = " number " AND b.what = 'begins'"      \
  " LEFT JOIN outage_notice e ON e.source = '" source "' AND e.number = " number " AND e.what = 'ends'"
#define UNTOLD(start, end) \
  "($2 = 1 AND b.at = " start " AND (e.at IS NULL OR e.at <> " end " OR e.seq < b.seq))"

static const char *const planned =
    "SELECT m.number, m.start_, m.end_, m.by_, m.cancelled, m.reason, '', '', b.at,"
    " CASE WHEN e.seq > b.seq THEN e.at END FROM maintenance m" TOLD("maintenance", "m.number")
    " WHERE m.end_ > $1 OR " UNTOLD("m.start_", "m.end_") " ORDER BY m.start_, m.number";
static const char *const entered =
    "SELECT m.number, m.from_, m.to_, m.by_, m.dropped, m.note, m.title_ja, m.title_en, b.at,"
    " CASE WHEN e.seq > b.seq THEN e.at END, m.kind, m.site, m.stops, m.targets FROM agenda m"
    TOLD("calendar", "m.number")
    " WHERE (m.targets <> '' OR m.stops = 1) AND ((m.dropped = 0 AND m.to_ > $1) OR " UNTOLD("m.from_", "m.to_") ")"
    " ORDER BY m.from_, m.number";

static void take_row(struct arena *arena, struct db_stmt *stmt, struct maintenance *m)
{
  *m = (struct maintenance){.number = db_int(stmt, NUMBER), .start = db_utc(stmt, START), .end = db_utc(stmt, END),
                            .reason = read_text(arena, stmt, REASON), .by = read_text(arena, stmt, BY),
                            .cancelled = db_int(stmt, CANCELLED) != 0};
  m->title[LANG_JA] = read_text(arena, stmt, TITLE_JA);
  m->title[LANG_EN] = read_text(arena, stmt, TITLE_EN);
  m->told[OUTAGE_BEGINS] = db_utc(stmt, BEGUN);
  m->told[OUTAGE_ENDS] = db_utc(stmt, ENDED);
}

static void planned_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  take_row(arena, stmt, out);
}

static void entered_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct maintenance *m = out;
  struct agenda_entry entry = {.site = read_text(arena, stmt, SITE), .stops = db_int(stmt, STOPS) != 0,
                               .targets = read_text(arena, stmt, TARGETS)};
  take_row(arena, stmt, m);
  m->calendar = true;
  if (!agenda_kind_parse(read_text(arena, stmt, KIND), &entry.kind))
    entry.kind = AGENDA_EVENT;
  char **target = agenda_targets(&entry);
  int count = (int)g_strv_length(target);
  const char **kept = arena_new0(arena, const char *, count + 1);
  for (int i = 0; i < count; i++)
    kept[i] = arena_strdup(arena, target[i]);
  m->target = kept;
  g_strfreev(target);
}

static void target_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(const char **)out = read_text(arena, stmt, 0);
}

static bool read_targets(struct db *db, struct arena *arena, struct maintenance *m, GError **error)
{
  int count = 0;
  struct db_stmt *stmt = db_query(db, error, "SELECT target FROM maintenance_target WHERE number = $1 ORDER BY target",
                                  "i", m->number);
  const char **target = read_rows(arena, stmt, sizeof *target, target_row, &count, error);
  if (target == NULL)
    return false;
  const char **ended = arena_new0(arena, const char *, count + 1);
  memcpy(ended, target, sizeof *target * (size_t)count);
  m->target = ended;
  return true;
}

static int by_start(const void *a, const void *b)
{
  const struct maintenance *x = a, *y = b;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->calendar != y->calendar)
    return x->calendar ? 1 : -1;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* Both lists as one; entries that silence nothing are left out. */
static void merge(struct arena *arena, const struct maintenance *a, int as, const struct maintenance *b, int bs,
                  const struct maintenance **out, int *count)
{
  struct maintenance *all = arena_new0(arena, struct maintenance, as + bs + 1);
  int n = 0;
  for (int i = 0; i < as + bs; i++) {
    const struct maintenance *m = i < as ? &a[i] : &b[i - as];
    if (m->target[0] != NULL)
      all[n++] = *m;
  }
  qsort(all, (size_t)n, sizeof *all, by_start);
  *out = all;
  *count = n;
}

bool windows_read(struct db *db, struct arena *arena, utc_t from, bool untold, const struct maintenance **out,
                  int *count, GError **error)
{
  int as = 0, bs = 0;
  int64_t later = from == UTC_NONE ? INT64_MIN / 2 : from;
  struct maintenance *a = read_rows(arena, db_query(db, error, planned, "ii", later, (int64_t)untold), sizeof *a,
                                    planned_row, &as, error);
  for (int i = 0; a != NULL && i < as; i++)
    if (!read_targets(db, arena, &a[i], error))
      return false;
  struct maintenance *b = a == NULL ? NULL
                                    : read_rows(arena, db_query(db, error, entered, "ii", later, (int64_t)untold),
                                                sizeof *b, entered_row, &bs, error);
  if (b == NULL)
    return false;
  merge(arena, a, as, b, bs, out, count);
  return true;
}
