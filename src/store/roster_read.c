/* The roster out of the tables, with what it lacks and breaks (duty_store.h). */
#include <string.h>

#include "read_rows.h"
#include "reference.h"
#include "handover.h"
#include "roster.h"
#include "toban/duty_store.h"

enum { AROUND = 8 * UTC_DAY /* whoever was on before, and is on after */ };

static void read_shift(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct duty_shift *s = item;
  s->id = read_text(arena, stmt, 0);
  s->login = read_text(arena, stmt, 1);
  s->site = read_text(arena, stmt, 2);
  s->from = db_utc(stmt, 3);
  s->to = db_utc(stmt, 4);
  s->role = read_text(arena, stmt, 5);
  s->note = read_text(arena, stmt, 6);
}

static void read_leave(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct duty_leave *l = item;
  l->id = read_text(arena, stmt, 0);
  l->login = read_text(arena, stmt, 1);
  l->from = db_utc(stmt, 2);
  l->to = db_utc(stmt, 3);
  l->substitute = read_text(arena, stmt, 4);
  l->note = read_text(arena, stmt, 5);
}

/* The instant behind the "@" of a shift's name. */
static utc_t key_time(const char *key)
{
  utc_t at = UTC_NONE;
  const char *time = strrchr(key, '@');
  return time != NULL && utc_parse(time + 1, &at, NULL) ? at : UTC_NONE;
}

static void read_swap(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct duty_swap *s = item;
  s->key = read_text(arena, stmt, 0);
  s->asked_by = read_text(arena, stmt, 1);
  s->asked_at = db_utc(stmt, 2);
  s->asks = read_text(arena, stmt, 3);
  s->back = key_time(read_text(arena, stmt, 4));
  s->words = read_text(arena, stmt, 5);
  s->shift = key_time(s->key);
}

static void set_people(struct duty_view *view, const struct reference *ref)
{
  struct arena *arena = view->s.arena;
  struct duty_person *person = arena_new0(arena, struct duty_person, ref->operators + 1);
  for (int i = 0; i < ref->operators; i++) {
    const struct operator_ *o = &ref->operator_[i];
    person[i] = (struct duty_person){.login = arena_strdup(arena, o->login), .site = arena_strdup(arena, o->site),
                                     .languages = arena_strdup(arena, o->languages),
                                     .roles = arena_strdup(arena, o->roles),
                                     .qualifications = arena_strdup(arena, o->qualifications),
                                     .from = o->from, .to = o->to};
  }
  view->plan.person = person;
  view->plan.persons = ref->operators;
}

static bool read_tables(struct duty_view *view, struct db *db, GError **error)
{
  struct arena *arena = view->s.arena;
  utc_t from = view->args.from - AROUND, to = view->args.to + AROUND;
  struct db_stmt *stmt =
      db_query(db, error,
               "SELECT key, login, site, from_, to_, role, note FROM duty_shift WHERE from_ > $1 AND from_ < $2"
               " AND to_ > $3 ORDER BY from_, key",
               "iii", from - (utc_t)ROSTER_SHIFT_DAYS * UTC_DAY, to, from);
  view->plan.shift = read_rows(arena, stmt, sizeof(struct duty_shift), read_shift, &view->plan.shifts, error);
  if (view->plan.shift == NULL)
    return false;
  stmt = db_query(db, error,
                  "SELECT key, login, from_, to_, substitute, note FROM duty_leave WHERE to_ > $1 AND from_ < $2"
                  " ORDER BY from_, key",
                  "ii", from, to);
  view->plan.leave = read_rows(arena, stmt, sizeof(struct duty_leave), read_leave, &view->plan.leaves, error);
  if (view->plan.leave == NULL)
    return false;
  stmt = db_prepare(db,
                    "SELECT key, asked_by, asked_at, asks, back, words FROM duty_swap WHERE state = 'asked'"
                    " ORDER BY key",
                    error);
  view->swap = read_rows(arena, stmt, sizeof(struct duty_swap), read_swap, &view->swaps, error);
  return view->swap != NULL;
}

static void set_pieces(struct duty_view *view)
{
  GArray *pieces = duty_pieces(&view->plan, view->args.from - AROUND, view->args.to + AROUND);
  struct duty_piece *piece = arena_new0(view->s.arena, struct duty_piece, pieces->len + 1);
  if (pieces->len > 0)
    memcpy(piece, pieces->data, pieces->len * sizeof *piece);
  view->piece = piece;
  view->pieces = (int)pieces->len;
  g_array_unref(pieces);
}

static bool read_warned(struct db *db, struct duty_gap_row *row, GError **error)
{
  int64_t told;
  if (!db_get_int(db, &told, 0, error,
                  "SELECT count(*) FROM duty_warned WHERE need = $1 AND from_ <= $2 AND to_ >= $3", "tii",
                  row->gap.need, row->gap.from, row->gap.to))
    return false;
  row->warned = told > 0;
  return true;
}

static bool set_gaps(struct duty_view *view, struct db *db, GError **error)
{
  GArray *gaps = duty_gaps(&view->plan, view->args.from, view->args.to);
  struct duty_gap_row *row = arena_new0(view->s.arena, struct duty_gap_row, gaps->len + 1);
  bool done = true;
  for (guint i = 0; done && i < gaps->len; i++) {
    row[i].gap = g_array_index(gaps, struct duty_gap, i);
    row[i].gap.need = arena_strdup(view->s.arena, row[i].gap.need);
    for (int lang = 0; lang < LANG_COUNT; lang++)
      row[i].label[lang] = arena_strdup(view->s.arena, duty_need_label(view->plan.rules, row[i].gap.need, lang));
    done = read_warned(db, &row[i], error);
  }
  view->gap = row;
  view->gaps = (int)gaps->len;
  g_array_unref(gaps);
  return done;
}

static void set_breaches(struct duty_view *view)
{
  GArray *breaches = duty_breaches(&view->plan, view->args.from, view->args.to);
  struct duty_breach_row *row = arena_new0(view->s.arena, struct duty_breach_row, breaches->len + 1);
  for (guint i = 0; i < breaches->len; i++) {
    const struct duty_breach *breach = &g_array_index(breaches, struct duty_breach, i);
    row[i].breach = *breach;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
      const char *label = breach->demand == NULL ? "" : breach->demand->label[lang];
      row[i].label[lang] = arena_strdup(view->s.arena, *label == '\0' && breach->demand != NULL ? breach->demand->any
                                                                                               : label);
    }
    row[i].breach.demand = NULL;
  }
  view->breach = row;
  view->breaches = (int)breaches->len;
  g_array_unref(breaches);
}

static struct duty_view *read_view(struct db *db, const struct duty_args *args, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return NULL;
  struct arena *arena = arena_new();
  struct duty_view *view = arena_new0(arena, struct duty_view, 1);
  view->s.arena = arena;
  view->args = *args;
  view->plan = (struct duty_plan){.rules = ref->duty, .calendars = ref->calendars};
  set_people(view, ref);
  if (!read_tables(view, db, error) || !set_gaps(view, db, error) ||
      !handover_count(db, &view->unconfirmed, error)) {
    arena_free(arena);
    return NULL;
  }
  set_pieces(view);
  set_breaches(view);
  view->plan.rules = NULL; /* they belong to the connection */
  view->plan.calendars = NULL;
  return view;
}

void *duty_read(struct db *db, const void *duty_args, GError **error)
{
  if (db_in_transaction(db))
    return read_view(db, duty_args, error);
  if (!db_begin_read(db, error))
    return NULL;
  struct duty_view *view = read_view(db, duty_args, error);
  db_rollback(db);
  return view;
}
