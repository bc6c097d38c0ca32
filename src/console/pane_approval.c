/* What waits for somebody's consent, first what waits for me: what for, by whom, until when, with which words. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { DETAIL = 6, MARK = 2, KIND = 15, BY = 10, UNTIL = 12 };

static int rows(const struct model *model)
{
  return model->approvals == NULL ? 0 : model->approvals->rows;
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_APPROVAL]).h - DETAIL, 1);
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Approvals"));
  if (model->approvals != NULL)
    g_string_append_printf(out, C_("count of approvals", " %d, %d for me"), model->approvals->rows,
                           model->approvals->mine);
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct approval_row *row,
                     bool selected)
{
  style_t select = selected ? STYLE_SELECTED : 0;
  g_autoptr(GString) by = g_string_new(NULL), until = g_string_new(NULL), text = g_string_new(NULL);
  int x = line.x + 1;
  person_short(model, row->a.asked_by, by);
  if (row->a.until != UTC_NONE)
    japan_time(model, row->a.until, until);
  text_clean(text, row->a.subject, -1);
  grid_fill(grid, line, ROLE_NORMAL | select);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | select, selected ? ">" : " ");
  const struct { const char *text; int width; enum role role; } cells[] = {
    {row->mine ? "*" : "", MARK, ROLE_GOOD}, {lang_text_context(row->a.kind->name), KIND, ROLE_NORMAL},
    {by->str, BY, ROLE_QUIET}, {until->str, UNTIL, ROLE_QUIET}};
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

/* Why it does not wait for me: said, so that nobody looks for a key. */
static const char *standing(const struct approval_row *row)
{
  if (row->mine)
    return _("It waits for you.");
  return row->a.kind->people > 1 && row->a.votes > 0 ? _("One has agreed; another must too.")
                                                     : _("It waits for somebody else.");
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area, const struct approval_row *row)
{
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL), at = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  char *who = roles_text(right_roles(row->a.kind->decide));
  rule_draw(model, grid, area, NULL);
  person_full(model, row->a.asked_by, by);
  japan_time(model, row->a.asked_at, at);
  g_string_printf(text, _("%s: asked by %s, %s. %s Decided by: %s"), row->name, by->str, at->str, standing(row), who);
  g_string_append_c(text, '\n');
  text_clean_lines(text, row->a.words, -1);
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
  g_free(who);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_APPROVAL];
  if (state_not_there(model, grid, area, SLOT_APPROVAL, model->approvals != NULL))
    return;
  if (rows(model) == 0)
    state_line(grid, area, ROLE_QUIET, _("Nothing waits for an approval."));
  for (int i = 0; i < seen(model) && list->top + i < rows(model); i++)
    draw_row(model, grid, (struct rect){area.y + i, area.x, 1, area.w}, &model->approvals->row[list->top + i],
             list->top + i == list->cursor);
  if (list->cursor < rows(model) && area.h > DETAIL)
    draw_detail(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w},
                &model->approvals->row[list->cursor]);
}

static void open_row(struct model *model, struct effects *effects)
{
  int cursor = model->list[PANE_APPROVAL].cursor;
  if (cursor >= rows(model) || model->approvals->row[cursor].ticket == NULL)
    return;
  model_open(model, model->approvals->row[cursor].ticket, effects);
  model_focus(model, PANE_TICKET);
}

const struct pane_ops pane_approval = {
  .id = PANE_APPROVAL, .name = "approvals", .time = PANE_TIME_NONE,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .open = open_row,
};
