/* The figures of a month: every level, what was missed and why, the versions of a closed month. */
#include <math.h>
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { HEADING = 1, DETAIL = 5 /* a rule, answers, cause, versions */, COUNT = 6, RATE = 8, WORD = 12 };

static const struct sla_report *report_of(const struct model *model)
{
  return model->month.report;
}

static int rows(const struct model *model)
{
  return report_of(model) == NULL ? 0 : report_of(model)->rows;
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_MONTH]).h - HEADING - DETAIL, 1);
}

static void title(const struct model *model, GString *out)
{
  char month[16];
  g_string_append_printf(out, _("Service levels %s"), sla_period_format(model->month.period, month));
  if (report_of(model) == NULL)
    return;
  if (report_of(model)->closings > 0)
    g_string_append_printf(out, C_("month", " [closed, version %d]"), report_of(model)->closings);
  else if (report_of(model)->as_of < report_of(model)->period.end)
    g_string_append(out, C_("month", " [not over]"));
}

/* Cut, not rounded: what is under the goal never looks like it. */
static void rate_text(int met, int missed, char *out, size_t size)
{
  double rate;
  if (sla_rate(met, missed, &rate))
    g_snprintf(out, size, "%.2f%%", floor(rate * 10000 + 1e-7) / 100);
  else
    g_strlcpy(out, "-", size);
}

static const char *word_of(const struct sla_report_row *row, enum role *role)
{
  double rate;
  *role = ROLE_QUIET;
  if (!sla_rate(row->met, row->missed, &rate))
    return C_("month", "none");
  *role = sla_reached(rate, row->goal) ? ROLE_GOOD : ROLE_LATE;
  return sla_reached(rate, row->goal) ? _("reached") : _("not reached");
}

/* Cells from the right; what is left is the label's. */
struct cells { struct grid *grid; int y, x, end; style_t select; };

static void put_right(struct cells *cells, int width, enum role role, const char *text)
{
  cells->end -= width + 1;
  if (cells->end > cells->x + 16)
    grid_fit(cells->grid, cells->y, cells->end, width, true, (style_t)(role | cells->select), text);
}

static void put_number(struct cells *cells, int number, enum role role)
{
  char text[16];
  g_snprintf(text, sizeof text, "%d", number);
  put_right(cells, COUNT, number == 0 ? ROLE_QUIET : role, text);
}

static const char *label_of(const struct sla_report_row *row)
{
  const char *label = row->label[lang_get()];
  return label != NULL && *label != '\0' ? label : row->policy;
}

static void draw_row(struct grid *grid, struct rect line, const struct sla_report_row *row, bool selected)
{
  style_t select = selected ? STYLE_SELECTED : 0;
  struct cells cells = {grid, line.y, line.x, line.x + line.w, select};
  char rate[24], all[24], goal[24];
  enum role role;
  g_autoptr(GString) label = text_clean(g_string_new(NULL), label_of(row), -1);
  const char *word = word_of(row, &role);
  rate_text(row->met, row->missed, rate, sizeof rate);
  rate_text(row->met + row->excluded_met, row->missed + row->excluded_missed, all, sizeof all);
  g_snprintf(goal, sizeof goal, "%.4g%%", row->goal * 100);
  grid_fill(grid, line, ROLE_NORMAL | select);
  put_right(&cells, WORD, role, word);
  put_right(&cells, RATE, ROLE_QUIET, goal);
  if (line.w >= 90)
    put_right(&cells, RATE, ROLE_QUIET, all);
  put_right(&cells, RATE, ROLE_NORMAL, rate);
  put_number(&cells, row->excluded, ROLE_NORMAL);
  put_number(&cells, row->missed, ROLE_SOON);
  put_number(&cells, row->met, ROLE_NORMAL);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | select, selected ? ">" : " ");
  grid_fit(grid, line.y, line.x + 1, MAX(cells.end - line.x - 1, 16), false, ROLE_NORMAL | select, label->str);
}

static void draw_heading(struct grid *grid, struct rect line)
{
  struct cells cells = {grid, line.y, line.x, line.x + line.w, 0};
  put_right(&cells, WORD, ROLE_TITLE, C_("month", "result"));
  put_right(&cells, RATE, ROLE_TITLE, C_("month", "goal"));
  if (line.w >= 90)
    put_right(&cells, RATE, ROLE_TITLE, C_("month", "with ex."));
  put_right(&cells, RATE, ROLE_TITLE, C_("month", "rate"));
  put_right(&cells, COUNT, ROLE_TITLE, C_("month", "excl"));
  put_right(&cells, COUNT, ROLE_TITLE, C_("month", "missed"));
  put_right(&cells, COUNT, ROLE_TITLE, C_("month", "met"));
  grid_put(grid, line.y, line.x + 1, MAX(cells.end - line.x - 1, 0), ROLE_TITLE, C_("month", "Level"));
}

/* --- below the rows: answers, the cause of the row under the cursor, versions ------------------------- */
static void put_clean(struct grid *grid, int y, struct rect area, enum role role, const char *text)
{
  g_autoptr(GString) clean = text_clean(g_string_new(NULL), text, -1);
  grid_put(grid, y, area.x + 1, area.w - 2, (style_t)role, clean->str);
}

static void draw_answers(struct grid *grid, int y, struct rect area, const struct sla_answers *a)
{
  char rate[24];
  g_autoptr(GString) text = g_string_new(NULL);
  rate_text(a->answered, a->received - a->answered, rate, sizeof rate);
  g_string_printf(text, _("Answer rate: %s (%d answered of %d received)"), rate, a->answered, a->received);
  put_clean(grid, y, area, ROLE_NORMAL, text->str);
}

static void draw_cause(struct grid *grid, int y, struct rect area, const struct sla_report_row *row)
{
  double rate;
  g_autoptr(GString) text = g_string_new(NULL);
  if (row->cause != NULL) {
    g_string_printf(text, _("cause: %s"), row->cause);
    put_clean(grid, y, area, ROLE_NORMAL, text->str);
    g_string_printf(text, _("countermeasure: %s (%s)"), row->measure, row->cause_by);
    put_clean(grid, y + 1, area, ROLE_NORMAL, text->str);
  } else if (sla_rate(row->met, row->missed, &rate) && !sla_reached(rate, row->goal)) {
    put_clean(grid, y, area, ROLE_LATE, _("Not reached: its cause and a countermeasure are wanted."));
  }
}

static void draw_version(const struct model *model, struct grid *grid, int y, struct rect area)
{
  const struct sla_report *report = report_of(model);
  if (report->closings == 0)
    return;
  const struct sla_closing *last = &report->closing[report->closings - 1];
  g_autoptr(GString) at = g_string_new(NULL), text = g_string_new(NULL);
  japan_time(model, last->at, at);
  if (last->why == NULL)
    g_string_printf(text, _("closed %s by %s"), at->str, last->by);
  else
    g_string_printf(text, _("amended %s, version %d: %s"), at->str, last->version, last->why);
  put_clean(grid, y, area, ROLE_QUIET, text->str);
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area)
{
  const struct sla_report *report = report_of(model);
  const struct list *list = &model->list[PANE_MONTH];
  rule_draw(model, grid, area, NULL);
  draw_answers(grid, area.y + 1, area, &report->answers);
  if (list->cursor < report->rows)
    draw_cause(grid, area.y + 2, area, &report->row[list->cursor]);
  draw_version(model, grid, area.y + 4, area);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_MONTH];
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_MONTH), report_of(model) != NULL))
    return;
  draw_heading(grid, (struct rect){area.y, area.x, 1, area.w});
  if (rows(model) == 0)
    state_line(grid, (struct rect){area.y + 1, area.x, area.h - DETAIL, area.w}, ROLE_QUIET,
               _("No level is agreed. `toban import policies FILE` reads them."));
  for (int i = 0; i < seen(model) && list->top + i < rows(model); i++)
    draw_row(grid, (struct rect){area.y + HEADING + i, area.x, 1, area.w}, &report_of(model)->row[list->top + i],
             list->top + i == list->cursor);
  if (area.h > HEADING + DETAIL)
    draw_detail(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w});
}

static void *args(const struct model *model)
{
  struct sla_report_args *args = g_new0(struct sla_report_args, 1);
  *args = (struct sla_report_args){model->month.period, model->now};
  return args;
}

/* Another month may have been chosen in between. */
static void arrived(struct model *model, void *take, struct effects *effects)
{
  struct sla_report *report = take;
  bool wanted = report->period.start == model->month.period.start;
  (void)effects;
  snapshot_free(wanted ? model->month.report : report);
  if (wanted)
    model->month.report = report;
}

static const struct pane_read read = {.run = sla_report_read, .args = args, .arrived = arrived,
                                      .topics = TOPIC_TICKET | TOPIC_REFERENCE | TOPIC_SETTING};
const struct pane_ops pane_month = {
  .id = PANE_MONTH, .name = "month", .time = PANE_TIME_NONE,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .read = &read,
};
