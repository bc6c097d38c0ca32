/* The roster: what it lacks in the next 14 days, swaps that wait, the week of each person, rules that are broken. */
#include <string.h>

#include "duty_rows.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { DETAIL = 5, WIDE = 100, NAME = 14, CELL = 12, NAME_NARROW = 6, CELL_NARROW = 10 };

struct week { int name, cell; bool wide; };

static struct week week_of(struct rect area)
{
  bool wide = area.w >= WIDE;
  return (struct week){wide ? NAME : NAME_NARROW, wide ? MIN((area.w - NAME - 2) / DUTY_WEEK, 16) : CELL_NARROW, wide};
}

static int rows(const struct model *model)
{
  static struct duty_row row[DUTY_ROWS];
  return duty_rows(model, row);
}

static int lead(const struct model *model)
{
  return rect_inside(model->place.pane[PANE_DUTY]).h > DETAIL + 4 ? 1 : 0;
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_DUTY]).h - DETAIL - lead(model), 1);
}

static void title(const struct model *model, GString *out)
{
  utc_t monday = (utc_t)duty_first_day(model) * UTC_DAY;
  char date[48];
  date_text(monday, 0, DATE_SHORT, date, sizeof date);
  g_string_append_printf(out, _("Roster, week of %s"), date);
  if (model->duty != NULL)
    g_string_append_printf(out, _("  gaps in 14 days %d"), model->duty->gaps);
}

/* --- a week --------------------------------------------------------------------------------------------- */
/* 22:30-07:30, narrow 2230-0730; a star for who stands in: 22:30*07:30. */
static void hours_text(const struct duty_piece *piece, bool wide, GString *out)
{
  for (int i = 0; i < 2; i++) {
    utc_t at = i == 0 ? piece->from : piece->to;
    char time[16];
    time_text(at, zone_offset(zone_tokyo(), at), false, time, sizeof time);
    if (!wide)
      memmove(time + 2, time + 3, strlen(time + 2)); /* 22:30 is 2230 */
    g_string_append_printf(out, "%s%s", i == 0 ? "" : piece->substitute ? "*" : "-", time);
  }
}

static void cell_text(const struct model *model, int person, day_t day, bool wide, GString *out, enum role *role)
{
  const struct duty_view *view = model->duty;
  bool more;
  const struct duty_piece *piece = duty_of_day(view, person, day, &more);
  const struct duty_leave *leave = duty_leave_of_day(view, person, day);
  *role = ROLE_NORMAL;
  if (piece == NULL) {
    g_string_append(out, leave != NULL ? C_("roster", "leave") : "");
    *role = leave != NULL && *leave->substitute == '\0' ? ROLE_SOON : ROLE_QUIET;
    return;
  }
  if (piece->from <= model->now && model->now < piece->to)
    *role = ROLE_MINE;
  hours_text(piece, wide, out);
  if (more)
    g_string_append_c(out, '+');
}

static void draw_days(const struct model *model, struct grid *grid, struct rect area, const struct week *week)
{
  day_t first = duty_first_day(model);
  for (int i = 0; i < DUTY_WEEK; i++) {
    char date[32];
    utc_t noon = zone_instant(zone_tokyo(), first + i, 43200, false);
    bool today = noon - 43200 <= model->now && model->now < noon + 43200;
    date_text(noon, zone_offset(zone_tokyo(), noon), DATE_MINIMAL, date, sizeof date);
    if (!week->wide && lang_get() == LANG_EN)
      date[strcspn(date, " ")] = '\0'; /* "24": the title has the month */
    char *text = g_strdup_printf("%s %s", weekday_text(i), date);
    style_t style = (style_t)(today ? ROLE_TITLE : ROLE_QUIET) | (i == model->duty_day ? STYLE_SELECTED : 0);
    grid_fit(grid, area.y, area.x + 2 + week->name + i * week->cell, week->cell - 1, false, style, text);
    g_free(text);
  }
}

static void draw_person(const struct model *model, struct grid *grid, struct rect line, const struct week *week,
                        int person, bool selected)
{
  g_autoptr(GString) name = g_string_new(NULL);
  person_short(model, model->duty->plan.person[person].login, name);
  grid_fit(grid, line.y, line.x + 1, week->name, false, ROLE_NORMAL, name->str);
  for (int i = 0; i < DUTY_WEEK; i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    enum role role;
    cell_text(model, person, duty_first_day(model) + i, week->wide, text, &role);
    style_t style = (style_t)role | (selected && i == model->duty_day ? STYLE_SELECTED : 0);
    grid_fit(grid, line.y, line.x + 2 + week->name + i * week->cell, week->cell - 1, false, style, text->str);
  }
}

/* --- the other rows ------------------------------------------------------------------------------------- */
static void gap_text(const struct model *model, const struct duty_gap_row *row, GString *out)
{
  duty_period(model, row->gap.from, row->gap.to, out);
  g_string_append_printf(out, _("  %s: %d of %d"), row->label[lang_get()], row->gap.have, row->gap.want);
}

static void swap_text(const struct model *model, const struct duty_swap *swap, GString *out)
{
  g_autoptr(GString) who = g_string_new(NULL), whom = g_string_new(NULL), when = g_string_new(NULL);
  person_short(model, swap->asked_by, who);
  person_short(model, swap->asks, whom);
  japan_time(model, swap->shift, when);
  g_string_append_printf(out, _("%s asks %s for the shift of %s"), who->str, whom->str, when->str);
  if (swap->back != UTC_NONE) {
    g_string_truncate(when, 0);
    japan_time(model, swap->back, when);
    g_string_append_printf(out, _(" and takes that of %s"), when->str);
  }
}

static void breach_text(const struct model *model, const struct duty_breach_row *row, GString *out)
{
  const struct duty_breach *b = &row->breach;
  duty_period(model, b->from, b->to, out);
  g_string_append(out, "  ");
  person_short(model, b->login, out);
  g_string_append_printf(out, "  %s", duty_rule_text(b->rule));
  if (*row->label[lang_get()] != '\0')
    g_string_append_printf(out, ": %s", row->label[lang_get()]);
}

static void row_text(const struct model *model, const struct duty_row *row, GString *out, enum role *role)
{
  const struct duty_view *view = model->duty;
  if (row->kind == DUTY_ROW_GAP) {
    bool soon = view->gap[row->index].gap.from < model->now + DUTY_WARN_S;
    *role = soon ? ROLE_LATE : ROLE_SOON;
    gap_text(model, &view->gap[row->index], out);
  } else if (row->kind == DUTY_ROW_SWAP) {
    *role = strcmp(view->swap[row->index].asks, model->actor) == 0 ? ROLE_MINE : ROLE_NORMAL;
    swap_text(model, &view->swap[row->index], out);
  } else if (row->kind == DUTY_ROW_BREACH) {
    *role = view->breach[row->index].breach.rule == DUTY_WISH ? ROLE_QUIET : ROLE_SOON;
    breach_text(model, &view->breach[row->index], out);
  }
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct week *week,
                     const struct duty_row *row, bool selected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  enum role role = ROLE_NORMAL;
  grid_fill(grid, line, ROLE_NORMAL);
  if (row->kind == DUTY_ROW_HEAD || row->kind == DUTY_ROW_SITE) {
    char *heading = g_strdup_printf("%s ", row->kind == DUTY_ROW_HEAD ? _(row->text) : site_short(row->text));
    rule_draw(model, grid, (struct rect){line.y, line.x + 1, 1, line.w - 2}, heading);
    g_free(heading);
  } else if (row->kind == DUTY_ROW_PERSON) {
    draw_person(model, grid, line, week, row->index, selected);
  } else {
    row_text(model, row, text, &role);
    grid_fit(grid, line.y, line.x + 1, line.w - 1, false, (style_t)role | (selected ? STYLE_SELECTED : 0), text->str);
  }
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL, selected ? ">" : " ");
}

/* --- about the row under the cursor --------------------------------------------------------------------- */
static void about_piece(const struct model *model, const struct duty_piece *piece, GString *out)
{
  const struct duty_shift *shift = &model->duty->plan.shift[piece->shift];
  duty_period(model, piece->from, piece->to, out);
  char *role = roles_text(roles_parse(shift->role, shift->site, NULL));
  g_string_append_printf(out, "  %s  %s", site_short(shift->site), role);
  g_free(role);
  if (piece->substitute) {
    g_autoptr(GString) name = g_string_new(NULL);
    person_short(model, shift->login, name);
    g_string_append_printf(out, _("  for %s"), name->str);
  }
  if (*shift->note != '\0')
    g_string_append(out, "  ");
  text_clean(out, shift->note, -1);
  g_string_append_c(out, '\n');
}

static void about_person(const struct model *model, int person, GString *out)
{
  const struct duty_view *view = model->duty;
  day_t day = duty_first_day(model) + model->duty_day;
  bool more;
  const struct duty_piece *piece = duty_of_day(view, person, day, &more);
  const struct duty_leave *leave = duty_leave_of_day(view, person, day);
  const struct duty_person *who = &view->plan.person[person];
  char *roles = roles_text(roles_parse(who->roles, who->site, NULL));
  person_full(model, who->login, out);
  g_string_append_printf(out, "  %s  %s\n", who->languages, roles);
  g_free(roles);
  if (piece != NULL)
    about_piece(model, piece, out);
  if (leave == NULL)
    return;
  g_string_append_printf(out, "%s  ", C_("roster", "leave"));
  duty_period(model, leave->from, leave->to, out);
  g_string_append(out, "  ");
  if (*leave->substitute == '\0')
    g_string_append(out, _("nobody stands in"));
  else
    person_full(model, leave->substitute, out);
  g_string_append(out, "  ");
  text_clean(out, leave->note, -1);
}

static void about(const struct model *model, const struct duty_row *row, GString *out)
{
  enum role role;
  if (row->kind == DUTY_ROW_PERSON) {
    about_person(model, row->index, out);
    return;
  }
  row_text(model, row, out, &role);
  g_string_append_c(out, '\n');
  if (row->kind == DUTY_ROW_SWAP)
    text_clean_lines(out, model->duty->swap[row->index].words, -1);
  else if (row->kind == DUTY_ROW_GAP)
    g_string_append(out, _("The desk is warned a day before, in office hours. "
                           "A shift or somebody who stands in closes it."));
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

static void draw_about(const struct model *model, struct grid *grid, struct rect area)
{
  g_autoptr(GString) text = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  struct duty_row row;
  rule_draw(model, grid, area, NULL);
  if (!duty_current(model, &row))
    return;
  about(model, &row, text);
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  static struct duty_row row[DUTY_ROWS];
  const struct list *list = &model->list[PANE_DUTY];
  struct week week = week_of(area);
  int count = duty_rows(model, row), head = lead(model), room = seen(model);
  if (state_not_there(model, grid, area, SLOT_DUTY, model->duty != NULL))
    return;
  if (count == 0 || model->duty->plan.shifts == 0) {
    state_line(grid, area, ROLE_QUIET,
               _("There is no roster. toban import roster FILE brings one (CSV or iCalendar)."));
    return;
  }
  if (head > 0)
    draw_days(model, grid, area, &week);
  for (int i = 0; i < room && list->top + i < count; i++)
    draw_row(model, grid, (struct rect){area.y + head + i, area.x, 1, area.w}, &week, &row[list->top + i],
             list->top + i == list->cursor);
  if (area.h > DETAIL)
    draw_about(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w});
}

static int row_at(const struct model *model, int y, int x)
{
  (void)x;
  int index = model->list[PANE_DUTY].top + y - lead(model);
  return y < lead(model) || y >= lead(model) + seen(model) || index >= rows(model) ? -1 : index;
}

const struct pane_ops pane_duty = {
  .id = PANE_DUTY, .name = "duty", .time = PANE_TIME_MINUTES,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at,
};
