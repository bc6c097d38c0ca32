/* The calendar: a month with what is in each day, and the agenda from today on. */
#include <string.h>

#include "agenda_edit.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/agenda_store.h"
#include "toban/text.h"

enum { WEEK = 7, WEEKS = 6, MONTH_LINES = WEEKS + 2, DETAIL = 4, WHEN = 26, KIND = 11, SITE = 7, AHEAD_DAYS = 100 };

static const struct agenda_view *view_of(const struct model *model)
{
  return model->view[PANE_AGENDA];
}

static day_t japan_day(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  return day;
}

/* The first day of the month that is shown. */
static day_t first_day(const struct model *model)
{
  struct civil today = civil_from_day(japan_day(model->now));
  int month = today.year * 12 + today.month - 1 + model->agenda_month;
  return day_from_civil(month / 12, month % 12 + 1, 1);
}

/* Rows of the agenda: what has not ended before the month, or before today in this month. */
static int first_row(const struct model *model)
{
  const struct agenda_view *view = view_of(model);
  utc_t from = zone_instant(zone_tokyo(), first_day(model), 0, false);
  int first = 0;
  if (model->agenda_month == 0)
    from = model->now;
  while (view != NULL && first < view->rows && view->row[first].entry.to <= from)
    first++;
  return first;
}

static int rows(const struct model *model)
{
  return view_of(model) == NULL ? 0 : view_of(model)->rows - first_row(model);
}

static int lines_above(const struct model *model)
{
  return rect_inside(model->place.pane[PANE_AGENDA]).h >= MONTH_LINES + DETAIL + 3 ? MONTH_LINES : 0;
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_AGENDA]).h - lines_above(model) - DETAIL, 1);
}

static void title(const struct model *model, GString *out)
{
  struct civil civil = civil_from_day(first_day(model));
  g_string_append_printf(out, _("Calendar %d-%02d"), civil.year, civil.month);
  if (view_of(model) != NULL && *view_of(model)->busy[lang_get()][civil.month - 1] != '\0')
    g_string_append_printf(out, "  %s", view_of(model)->busy[lang_get()][civil.month - 1]);
}

/* --- the month ------------------------------------------------------------------------------------------ */
static const char *word_of(const struct agenda_row *row)
{
  return row->holiday ? C_("agenda", "holiday") : agenda_kind_text(row->entry.kind);
}

static enum role role_of(const struct agenda_row *row)
{
  if (row->holiday)
    return ROLE_QUIET;
  return row->broken != 0 && !row->approved ? ROLE_LATE : row->entry.stops ? ROLE_SOON : ROLE_NORMAL;
}

/* The gravest thing of a day in a word, with how many others. */
static void day_text(const struct agenda_view *view, day_t day, GString *out, enum role *role)
{
  utc_t from = zone_instant(zone_tokyo(), day, 0, false), to = from + UTC_DAY;
  const struct agenda_row *found = NULL;
  int count = 0;
  for (int i = 0; i < view->rows; i++) {
    const struct agenda_row *row = &view->row[i];
    if (row->entry.from >= to || row->entry.to <= from)
      continue;
    count++;
    if (found == NULL || (found->holiday && !row->holiday))
      found = row;
  }
  if (found == NULL)
    return;
  *role = role_of(found);
  g_string_append(out, word_of(found));
  if (count > 1)
    g_string_append_printf(out, "+%d", count - 1);
}

static void draw_day(const struct model *model, struct grid *grid, int y, int x, int width, day_t day)
{
  g_autoptr(GString) text = g_string_new(NULL);
  enum role role = ROLE_NORMAL;
  char number[8];
  bool today = day == japan_day(model->now);
  g_snprintf(number, sizeof number, "%2d", civil_from_day(day).day);
  day_text(view_of(model), day, text, &role);
  grid_put(grid, y, x, 2, (style_t)(today ? ROLE_TITLE : ROLE_NORMAL) | (today ? STYLE_SELECTED : 0), number);
  grid_fit(grid, y, x + 3, width - 4, false, (style_t)role, text->str);
}

static void draw_month(const struct model *model, struct grid *grid, struct rect area)
{
  day_t first = first_day(model);
  int width = (area.w - 2) / WEEK, month = civil_from_day(first).month, lead = day_weekday(first);
  for (int i = 0; i < WEEK; i++)
    grid_fit(grid, area.y, area.x + 1 + i * width, width - 1, false, ROLE_QUIET, weekday_text(i));
  for (day_t day = first; civil_from_day(day).month == month; day++) {
    int place = lead + day - first;
    draw_day(model, grid, area.y + 1 + place / WEEK, area.x + 1 + place % WEEK * width, width, day);
  }
}

/* --- the agenda ----------------------------------------------------------------------------------------- */
static const char *title_of(const struct agenda_entry *entry)
{
  const char *mine = entry->title[lang_get()];
  return *mine != '\0' ? mine : entry->title[1 - lang_get()];
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct agenda_row *row,
                     bool selected)
{
  g_autoptr(GString) when = g_string_new(NULL), text = g_string_new(NULL);
  style_t select = selected ? STYLE_SELECTED : 0;
  bool narrow = line.w < 100;
  int x = line.x + 1;
  if (row->holiday) {
    char date[48];
    date_text(row->entry.from, zone_offset(zone_tokyo(), row->entry.from), DATE_SHORT, date, sizeof date);
    g_string_append(when, date);
  } else {
    duty_period(model, row->entry.from, row->entry.to, when);
  }
  text_clean(text, title_of(&row->entry), -1);
  grid_fill(grid, line, ROLE_NORMAL | select);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | select, selected ? ">" : " ");
  const struct { const char *text; int width; enum role role; } cells[] = {
    {when->str, narrow ? WHEN : WHEN + 10, ROLE_NORMAL}, {word_of(row), KIND, role_of(row)},
    {*row->entry.site == '\0' ? "" : site_short(row->entry.site), SITE, ROLE_QUIET}};
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
    grid_fit(grid, line.y, x, cells[i].width, false, (style_t)(cells[i].role | select), cells[i].text);
    x += cells[i].width + 1;
  }
  grid_fit(grid, line.y, x, MAX(line.x + line.w - x, 0), false, ROLE_NORMAL | select, text->str);
}

struct lines { struct grid *grid; struct rect area; int line; };

static void detail_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line++, lines->area.x + 1, lines->area.w - 2, ROLE_NORMAL, text);
  g_free(text);
}

static void append_targets(const struct agenda_entry *entry, GString *out)
{
  char **target = agenda_targets(entry), *joined = g_strjoinv(", ", target);
  if (*joined != '\0') {
    g_string_append_c(out, '\n');
    g_string_append(out, C_("calendar", "silent:"));
    g_string_append_c(out, ' ');
    text_clean(out, joined, -1);
  }
  g_strfreev(target);
  g_free(joined);
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area, const struct agenda_row *row)
{
  g_autoptr(GString) text = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  char *rules = agenda_rules_text(row->broken);
  rule_draw(model, grid, area, NULL);
  if (!row->holiday) { /* the whole of it: the list has no room for a second date where it is narrow */
    duty_period(model, row->entry.from, row->entry.to, text);
    g_string_append(text, "  ");
  }
  text_clean(text, title_of(&row->entry), -1);
  if (row->entry.stops)
    g_string_append_printf(text, "  %s", _("services stand still"));
  if (*row->entry.note != '\0')
    g_string_append_c(text, '\n');
  text_clean(text, row->entry.note, -1);
  if (row->broken != 0) {
    g_string_append_c(text, '\n');
    g_string_append_printf(text, _("breaks a rule: %s; %s (%s): "), rules,
                           row->approved ? C_("agenda", "approved") : C_("agenda", "not approved"),
                           row->entry.approval);
    text_clean(text, row->entry.reason, -1);
  }
  append_targets(&row->entry, text);
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
  g_free(rules);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_AGENDA];
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_AGENDA), view_of(model) != NULL))
    return;
  if (model->agenda_edit != NULL) {
    agenda_edit_draw(model, grid, area);
    return;
  }
  int first = first_row(model), count = rows(model), above = lines_above(model), room = seen(model);
  if (above > 0) {
    draw_month(model, grid, (struct rect){area.y, area.x, above - 1, area.w});
    rule_draw(model, grid, (struct rect){area.y + above - 1, area.x, 1, area.w}, NULL);
  }
  if (count == 0)
    state_line(grid, (struct rect){area.y + above, area.x, area.h - above, area.w}, ROLE_QUIET,
               _("Nothing is planned. a enters an entry; toban import agenda FILE many."));
  for (int i = 0; i < room && list->top + i < count; i++)
    draw_row(model, grid, (struct rect){area.y + above + i, area.x, 1, area.w},
             &view_of(model)->row[first + list->top + i], list->top + i == list->cursor);
  if (list->cursor < count && area.h > DETAIL + above)
    draw_detail(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w},
                &view_of(model)->row[first + list->cursor]);
}

const struct agenda_row *agenda_current(const struct model *model)
{
  const struct list *list = &model->list[PANE_AGENDA];
  return list->cursor < rows(model) ? &view_of(model)->row[first_row(model) + list->cursor] : NULL;
}

static int row_at(const struct model *model, int y, int x)
{
  int index = model->list[PANE_AGENDA].top + y - lines_above(model);
  (void)x;
  return y < lines_above(model) || y >= lines_above(model) + seen(model) || index >= rows(model) ? -1 : index;
}

/* --- the pane ------------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  struct agenda_args *args = g_new0(struct agenda_args, 1);
  args->from = zone_instant(zone_tokyo(), first_day(model), 0, false);
  args->to = args->from + (utc_t)AHEAD_DAYS * UTC_DAY;
  return args;
}

static const struct pane_read read = {.run = agenda_read, .args = args,
                                      .topics = TOPIC_CALENDAR | TOPIC_REFERENCE | TOPIC_APPROVAL};
const struct pane_ops pane_agenda = {
  .id = PANE_AGENDA, .name = "calendar", .time = PANE_TIME_MINUTES, .title = title, .draw = draw, .rows = rows,
  .seen = seen, .row_at = row_at, .read = &read,
};
