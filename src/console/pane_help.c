/* Help: every action with its keys and what it does, from the action table. */
#include "model_parts.h"
#include "toban/keymap.h"
#include "toban/text.h"

enum { KEYS = 17, NAME = 14 };

static const char *const intro[] = {
  N_("This is the desk's console. The queue has the most urgent ticket first; Enter opens it, Esc goes back."),
  N_("The last line and the frame of the pane you are in have the keys that work now. Tab goes to the next pane."),
  N_("Bars: # time used, - left, ! over. Days: . shut, = open, * now. 17:30?: holidays there unknown."),
  "",
};

typedef void line_fn(void *user, const struct action *action, const char *text);

/* Calls each for every line: a text, or an action. */
static void each_line(line_fn *each, void *user)
{
  int count;
  const struct action *table = action_table(&count);
  for (size_t i = 0; i < G_N_ELEMENTS(intro); i++)
    each(user, NULL, *intro[i] == '\0' ? "" : _(intro[i]));
  for (int group = 0; group < GROUPS; group++) {
    each(user, NULL, _(action_group_title((enum action_group)group)));
    for (int i = 0; i < count; i++)
      if (table[i].group == (enum action_group)group)
        each(user, &table[i], NULL);
    each(user, NULL, "");
  }
}

static void count_line(void *user, const struct action *action, const char *text)
{
  (void)action, (void)text;
  ++*(int *)user;
}

static int rows(const struct model *model)
{
  int count = 0;
  (void)model;
  each_line(count_line, &count);
  return count;
}

static void title(const struct model *model, GString *out)
{
  (void)model;
  g_string_append(out, _("Help"));
}

static void place(const struct model *model, GString *out)
{
  int all = rows(model), height = pane_seen(model, PANE_HELP), top = model->list[PANE_HELP].top;
  g_string_append_printf(out, "%d-%d/%d", top + 1, MIN(top + height, all), all);
}

struct drawing { const struct model *model; struct grid *grid; struct rect area; int line; };

static void draw_action(const struct drawing *drawing, int y, const struct action *action)
{
  const struct model *model = drawing->model;
  char *keys = keymap_all(model->keymap, action), *command = g_strdup_printf(":%s", action->id);
  int x = drawing->area.x + 3;
  grid_fit(drawing->grid, y, x, KEYS, false, ROLE_KEY, *keys == '\0' ? "" : keys);
  grid_fit(drawing->grid, y, x + KEYS + 1, NAME, false, ROLE_QUIET, command);
  grid_put(drawing->grid, y, x + KEYS + NAME + 2, drawing->area.w - KEYS - NAME - 5, ROLE_NORMAL, _(action->help));
  g_free(keys);
  g_free(command);
}

static void draw_help_line(void *user, const struct action *action, const char *text)
{
  struct drawing *drawing = user;
  int row = drawing->line++ - drawing->model->list[PANE_HELP].top, y = drawing->area.y + row;
  if (row < 0 || row >= drawing->area.h)
    return;
  if (action != NULL)
    draw_action(drawing, y, action);
  else
    grid_put(drawing->grid, y, drawing->area.x + 1, drawing->area.w - 1,
             drawing->line <= (int)G_N_ELEMENTS(intro) ? ROLE_NORMAL : ROLE_TITLE, text);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  struct drawing drawing = {model, grid, area, 0};
  each_line(draw_help_line, &drawing);
}

const struct pane_ops pane_help = {
  .id = PANE_HELP, .name = "help", .time = PANE_TIME_NONE, .text = true,
  .title = title, .place = place, .draw = draw, .rows = rows,
};
