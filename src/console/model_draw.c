/* The whole picture from the model: frames, panes, what stands over them. */
#include <string.h>

#include "lock.h"
#include "model_parts.h"
#include "state_line.h"
#include "table.h"
#include "toban/text.h"

static const struct pane_ops *const panes[PANES] = {
#define PANE(ID, name) [PANE_##ID] = &pane_##name,
#include "toban/panes.list"
#undef PANE
};

const struct pane_ops *pane_get(enum pane_id id)
{
  return panes[id];
}

const struct pane_ops *pane_by_name(const char *name)
{
  for (int id = 0; id < PANES; id++)
    if (strcmp(panes[id]->name, name) == 0)
      return panes[id];
  return NULL;
}

static void append_foot(const struct model *model, const struct pane_ops *ops, int width, GString *out)
{
  g_autoptr(GString) place = g_string_new(NULL);
  if (ops->place != NULL)
    ops->place(model, place);
  if (model->focus == ops->id && model->mode == MODE_NORMAL)
    footer_pane_keys(model, width - text_width(place->str) - 4, out);
  if (place->len > 0)
    g_string_append_printf(out, "%s%s", out->len > 0 ? "  " : "", place->str);
}

static void draw_pane(const struct model *model, struct grid *grid, enum pane_id id)
{
  const struct pane_ops *ops = panes[id];
  struct rect frame = model->place.pane[id];
  g_autoptr(GString) title = g_string_new(NULL), foot = g_string_new(NULL);
  if (ops->digit > 0)
    g_string_append_printf(title, "%d ", ops->digit);
  ops->title(model, title);
  append_foot(model, ops, frame.w - 6, foot);
  grid_fill(grid, frame, ROLE_NORMAL);
  grid_box(grid, frame, model->focus == id, title->str, foot->str);
  if (alert_flashes(model, id))
    grid_restyle(grid, (struct rect){frame.y, frame.x, 1, frame.w}, ROLE_LATE | STYLE_SELECTED);
  if (ops->table != NULL)
    table_draw(model, grid, rect_inside(frame), id, ops->table);
  else
    ops->draw(model, grid, rect_inside(frame));
}

static void draw_too_small(const struct model *model, struct grid *grid)
{
  struct rect all = {0, 0, grid->rows, grid->cols};
  char *text = g_strdup_printf(_("The terminal is %dx%d; toban needs %dx%d. Make it larger; nothing is lost."),
                               model->cols,
                               model->rows, LAYOUT_COLS, LAYOUT_ROWS);
  grid_fill(grid, all, ROLE_NORMAL);
  state_line(grid, all, ROLE_NORMAL, text);
  g_free(text);
}

void model_draw(const struct model *model, struct grid *grid, bool all)
{
  bool over = model->mode == MODE_MENU || model->mode == MODE_FORM;
  uint64_t dirty = all || over ? DIRTY_ALL : model->dirty;
  grid->cursor_y = grid->cursor_x = -1;
  if (lock_is_on(model->lock)) {
    lock_draw(model, grid);
    return;
  }
  if (model->place.too_small) {
    draw_too_small(model, grid);
    return;
  }
  if (model->mode == MODE_EDIT) /* who has the cursor draws it in each frame */
    dirty |= PANE_BIT(PANE_TICKET);
  if (model->mode == MODE_ARTICLE || model->mode == MODE_AGENDA)
    dirty |= PANE_BIT(model->mode == MODE_AGENDA ? PANE_AGENDA : PANE_ARTICLE);
  for (int id = 0; id < PANES; id++)
    if ((dirty & PANE_BIT(id)) && pane_on_screen(model, (enum pane_id)id))
      draw_pane(model, grid, (enum pane_id)id);
  if (dirty & DIRTY_HEADER)
    header_draw(model, grid, model->place.header);
  if (model->mode == MODE_MENU)
    menu_draw(model, grid);
  if (model->mode == MODE_FORM)
    form_draw(model, grid);
  if ((dirty & DIRTY_FOOTER) || model->mode == MODE_LINE || *model->notice.text != '\0') /* may stand over panes */
    footer_draw(model, grid, model->place.footer);
}
