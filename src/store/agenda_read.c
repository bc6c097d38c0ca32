/* The calendar out of the table, with the rules that entries break, holidays and busy seasons. */
#include <string.h>

#include "agenda.h"
#include "approval.h"
#include "read_rows.h"
#include "reference.h"

enum { APPROVALS = 50 };

static void read_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct agenda_row *r = out;
  *r = (struct agenda_row){.broken = 0};
  struct agenda_entry *e = &r->entry;
  e->number = db_int(stmt, 0);
  if (!agenda_kind_parse(read_text(arena, stmt, 1), &e->kind))
    e->kind = AGENDA_EVENT;
  e->site = read_text(arena, stmt, 2);
  e->from = db_utc(stmt, 3);
  e->to = db_utc(stmt, 4);
  e->title[LANG_JA] = read_text(arena, stmt, 5);
  e->title[LANG_EN] = read_text(arena, stmt, 6);
  e->note = read_text(arena, stmt, 7);
  e->stops = db_int(stmt, 8) != 0;
  e->submitted = db_utc(stmt, 9);
  e->by = read_text(arena, stmt, 10);
  e->reason = read_text(arena, stmt, 11);
  e->approval = read_text(arena, stmt, 12);
  e->targets = read_text(arena, stmt, 13);
  e->revision = db_int(stmt, 14);
}

static bool read_approved(struct db *db, struct agenda_row *row, struct arena *arena, GError **error)
{
  const struct approval_kind *kind;
  int64_t number = 0;
  const char *rest;
  struct approval approval;
  if (*row->entry.approval == '\0' || !approval_name_parse(row->entry.approval, &kind, &number, &rest) || number == 0)
    return true;
  if (!approval_load(db, number, arena, &approval, error))
    return false;
  row->approved = approval.number > 0 && approval.state == APPROVAL_GRANTED;
  return true;
}

/* Days on which Tokyo is shut though its weekday is not. */
static void add_holidays(struct agenda_view *view, const struct calendar_set *calendars, GArray *rows)
{
  const struct calendar *tokyo = calendar_find(calendars, "tokyo");
  day_t first, last;
  int second;
  if (tokyo == NULL)
    return;
  zone_local(zone_tokyo(), view->args.from, &first, &second);
  zone_local(zone_tokyo(), view->args.to - 1, &last, &second);
  for (day_t day = first; day <= last; day++) {
    struct calendar_about about;
    if (!calendar_about(tokyo, day, &about) || about.name[LANG_JA] == NULL || about.no_day_off)
      continue;
    struct agenda_row row = {.holiday = true, .entry = {.kind = AGENDA_EVENT, .site = "", .note = "", .by = "",
                                                        .reason = "", .approval = "", .targets = ""}};
    row.entry.from = zone_instant(zone_tokyo(), day, 0, false);
    row.entry.to = row.entry.from + UTC_DAY;
    for (int lang = 0; lang < LANG_COUNT; lang++)
      row.entry.title[lang] = arena_strdup(view->s.arena, about.name[lang]);
    g_array_append_val(rows, row);
  }
}

static int by_time(const void *a, const void *b)
{
  const struct agenda_row *x = a, *y = b;
  if (x->entry.from != y->entry.from)
    return x->entry.from < y->entry.from ? -1 : 1;
  return x->entry.number < y->entry.number ? -1 : x->entry.number > y->entry.number;
}

static void set_busy(struct agenda_view *view, const struct agenda_seasons *seasons)
{
  for (int lang = 0; lang < LANG_COUNT; lang++)
    for (int month = 0; month < 12; month++) {
      GString *text = g_string_new(NULL);
      for (int i = 0; i < agenda_season_count(seasons); i++)
        if (agenda_in_season(agenda_season_at(seasons, i), day_from_civil(2026, month + 1, 15)))
          g_string_append_printf(text, "%s%s", text->len == 0 ? "" : lang == LANG_JA ? "、" : "; ", /* lint: data */
                                 agenda_season_at(seasons, i)->label[lang]);
      view->busy[lang][month] = arena_strdup(view->s.arena, text->str);
      g_string_free(text, TRUE);
    }
}

static bool fill(struct agenda_view *view, struct db *db, const struct reference *ref,
                 const struct agenda_seasons *seasons, GError **error)
{
  int count;
  struct arena *arena = view->s.arena;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT number, kind, site, from_, to_, title_ja, title_en, note, stops, submitted,"
                                  " by_, reason, approval, targets, seq FROM agenda WHERE dropped = 0 AND to_ > $1 AND"
                                  " from_ < $2",
                                  "ii", view->args.from, view->args.to);
  struct agenda_row *kept = read_rows(arena, stmt, sizeof *kept, read_row, &count, error);
  bool done = kept != NULL;
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct agenda_row));
  for (int i = 0; done && i < count; i++) {
    kept[i].broken = agenda_check(&kept[i].entry, seasons, ref->calendars);
    done = read_approved(db, &kept[i], arena, error);
    g_array_append_val(rows, kept[i]);
  }
  add_holidays(view, ref->calendars, rows);
  g_array_sort(rows, by_time);
  struct agenda_row *row = arena_new0(arena, struct agenda_row, rows->len + 1);
  if (rows->len > 0)
    memcpy(row, rows->data, rows->len * sizeof *row);
  view->row = row;
  view->rows = (int)rows->len;
  g_array_unref(rows);
  return done;
}

static void approval_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct agenda_approval_row *row = out;
  const char *kind = read_text(arena, stmt, 1);
  char *name = g_strdup_printf("%s-%" G_GINT64_FORMAT, kind, db_int(stmt, 0));
  *row = (struct agenda_approval_row){.name = arena_strdup(arena, name), .kind = kind,
                                      .subject = read_text(arena, stmt, 2)};
  if (!approval_state_parse(read_text(arena, stmt, 3), &row->state))
    row->state = APPROVAL_WAITING;
  g_free(name);
}

static bool read_approvals(struct agenda_view *view, struct db *db, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT number, kind, subject, state FROM approval WHERE kind IN ('work-plan',"
                                  " 'emergency-stop') AND state IN ('granted', 'waiting') ORDER BY number DESC"
                                  " LIMIT $1",
                                  "i", (int64_t)APPROVALS);
  view->approval = read_rows(view->s.arena, stmt, sizeof *view->approval, approval_row, &view->approvals, error);
  return view->approval != NULL;
}

static void give_back(void *seasons)
{
  agenda_seasons_unref(seasons);
}

void *agenda_read(struct db *db, const void *agenda_args, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct agenda_seasons *seasons = ref == NULL ? NULL : agenda_seasons_load(db, error);
  if (seasons == NULL)
    return NULL;
  struct arena *arena = arena_new();
  struct agenda_view *view = arena_new0(arena, struct agenda_view, 1);
  *view = (struct agenda_view){.s = {arena}, .args = *(const struct agenda_args *)agenda_args};
  view->seasons = seasons;
  arena_hold(arena, seasons, give_back);
  bool done = fill(view, db, ref, seasons, error) && read_approvals(view, db, error);
  set_busy(view, seasons);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}
