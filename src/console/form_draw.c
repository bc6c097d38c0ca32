#include "form.h"
#include "state_line.h"
#include "toban/text.h"

enum { LABEL = 11, WIDTH = 76, BODY_ROWS = 3, CANDIDATES = 5 };

static int label_width(void)
{
  int width = LABEL;
  for (int i = 0; i < FIELDS; i++)
    width = MAX(width, text_width(_(form_fields[i].label)) + 1);
  return width;
}

static void draw_field(const struct model *model, struct grid *grid, int field, struct rect area)
{
  const struct form *form = model->form;
  bool here = form->at == field;
  int label = label_width();
  struct rect text = {area.y, area.x + label + 2, area.h, area.w - label - 2};
  grid_put(grid, area.y, area.x, 1, ROLE_KEY, here ? ">" : " ");
  grid_fit(grid, area.y, area.x + 1, label, false, here ? ROLE_TITLE : ROLE_QUIET, _(form_fields[field].label));
  if (form_fields[field].kind == FORM_CHOICE) {
    char *shown = g_strdup_printf(here ? "< %s >" : "%s", prompt_text(&form->text[field]));
    grid_fit(grid, text.y, text.x, text.w, false, ROLE_NORMAL | (here ? STYLE_SELECTED : 0), shown);
    g_free(shown);
    return;
  }
  prompt_draw(&form->text[field], grid, text, ROLE_NORMAL, here);
  if (!here && *prompt_text(&form->text[field]) == '\0')
    grid_put(grid, text.y, text.x, text.w, ROLE_QUIET, "-");
}

static void draw_candidates(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  GPtrArray *found = form_candidates(model, form->at);
  struct list list = form->list;
  list_settle(&list, (int)found->len, area.h);
  for (int i = 0; i < area.h && list.top + i < (int)found->len; i++) {
    const struct candidate *candidate = found->pdata[list.top + i];
    bool here = list.top + i == list.cursor;
    grid_put(grid, area.y + i, area.x, 1, ROLE_NORMAL, here ? ">" : " ");
    grid_fit(grid, area.y + i, area.x + 1, area.w - 1, false, ROLE_NORMAL | (here ? STYLE_SELECTED : 0),
             candidate->label);
  }
  if (found->len == 0)
    grid_fit(grid, area.y, area.x + 1, area.w - 1, false, ROLE_QUIET, _("nothing has these words: delete some"));
  g_ptr_array_unref(found);
}

/* Below the fields: what may be typed, and the candidates while something is. */
static void draw_help(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  const struct form_ops *ops = &form_fields[form->at];
  if (area.h <= 0)
    return;
  bool picking = ops->kind == FORM_PICK && *form->value[form->at] == '\0' &&
      *prompt_text(&form->text[form->at]) != '\0';
  if (picking)
    draw_candidates(model, grid, area);
  else
    grid_fit(grid, area.y, area.x + 1, area.w - 1, false, ROLE_QUIET, _(ops->hint));
}

void form_draw(const struct model *model, struct grid *grid)
{
  struct rect body = model->place.body;
  int fields = FIELDS - 1, rest = MIN(body.h - 2 - fields, BODY_ROWS + 1 + CANDIDATES);
  int body_rows = CLAMP(rest - 2, 1, BODY_ROWS), line = 0;
  struct rect frame = rect_centre(body, fields + rest + 2, body.w < WIDTH + 16 ? body.w : WIDTH), inside =
      rect_inside(frame);
  grid_fill(grid, frame, ROLE_NORMAL);
  grid_box(grid, frame, true, _("New ticket"), _("Tab next  F2 take in  Esc later"));
  for (int i = 0; i < FIELDS; i++) {
    int height = i == FIELD_BODY ? body_rows : 1;
    draw_field(model, grid, i, (struct rect){inside.y + line, inside.x, height, inside.w - 1});
    line += height;
  }
  int gap = rest - body_rows > CANDIDATES ? 1 : 0;
  if (gap > 0)
    rule_draw(model, grid, (struct rect){inside.y + line, inside.x, 1, inside.w}, NULL);
  draw_help(model, grid, (struct rect){inside.y + line + gap, inside.x, inside.h - line - gap, inside.w});
}
