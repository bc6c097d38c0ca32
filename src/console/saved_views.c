/* Saved views: their menu with live counts, going to one, and having them counted. */
#include <string.h>

#include "model_parts.h"
#include "toban/text.h"

enum { TITLE_WIDTH = 26, COUNT_WIDTH = 7 };
#define COUNTING "views"               /* of struct pending: more is being counted */

const struct saved_view *saved_view_shown(const struct model *model)
{
  for (int i = 0; model->views != NULL && *model->queue.shape.key != '\0' && i < model->views->rows; i++)
    if (strcmp(model->views->row[i].key, model->queue.shape.key) == 0)
      return &model->views->row[i];
  return NULL;
}

static void show(struct model *model, const struct saved_view *view, struct effects *effects)
{
  struct queue_shape *shape = &model->queue.shape;
  *shape = (struct queue_shape){.ordered = true, .order = view->order, .falling = view->falling};
  g_strlcpy(shape->key, view->key, sizeof shape->key);
  g_strlcpy(shape->expression, view->filter, sizeof shape->expression);
  g_strlcpy(shape->columns, view->columns, sizeof shape->columns);
  model->queue.view = VIEW_ALL;
  queue_anew(model, effects);
}

bool saved_view_go(struct model *model, const char *name, struct effects *effects)
{
  const struct saved_view *view = view_find(model->views, name);
  enum queue_view own;
  if (queue_view_parse(name, &own))
    queue_view_set(model, own, effects);
  else if (view != NULL)
    show(model, view, effects);
  else
    return false;
  return true;
}

/* Places in the menu: the program's views, then the saved ones. */
static int place_of_shown(const struct model *model)
{
  const struct saved_view *view = saved_view_shown(model);
  return view == NULL ? (int)model->queue.view : VIEWS + (int)(view - model->views->row);
}

void saved_view_step(struct model *model, int step, struct effects *effects)
{
  int count = VIEWS + (model->views == NULL ? 0 : model->views->rows);
  int place = (place_of_shown(model) + step + count) % count;
  if (place < VIEWS)
    queue_view_set(model, (enum queue_view)place, effects);
  else
    show(model, &model->views->row[place - VIEWS], effects);
}

/* --- the menu ------------------------------------------------------------------------------------- */
static void view_chosen(struct model *model, const char *value, struct effects *effects)
{
  for (int i = 0; *value == '=' && i < model->views->rows; i++)
    if (strcmp(model->views->row[i].key, value + 1) == 0) {
      show(model, &model->views->row[i], effects);
      return;
    }
  saved_view_go(model, value, effects);
}

static char *label(const char *title, int64_t count, const char *whose)
{
  char number[32] = "...";
  GString *text = g_string_new(NULL), *clean = text_clean(g_string_new(NULL), title, -1);
  if (count != VIEW_UNCOUNTED)
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, count);
  text_fit(text, clean->str, TITLE_WIDTH, false);
  text_fit(text, number, COUNT_WIDTH, true);
  g_string_append_printf(text, "  %s", whose);
  g_string_free(clean, TRUE);
  return g_string_free(text, FALSE);
}

static void add_items(const struct model *model, struct menu *menu)
{
  const struct view_list *list = model->views;
  for (int i = 0; i < VIEWS; i++) {
    char *text = label(queue_view_text((enum queue_view)i), list == NULL ? VIEW_UNCOUNTED : list->total[i], "");
    menu_add(menu, queue_view_id((enum queue_view)i), text);
    g_free(text);
  }
  for (int i = 0; list != NULL && i < list->rows; i++) {
    const struct saved_view *view = &list->row[i];
    char *value = g_strconcat("=", view->key, NULL);
    char *text = label(saved_view_title(view), view->count,
                       *view->owner == '\0' ? C_("view", "shared") : C_("view", "own"));
    menu_add(menu, value, text);
    g_free(value);
    g_free(text);
  }
}

void saved_views_menu(struct model *model)
{
  struct menu *menu = menu_open(model, _("Views"), view_chosen);
  add_items(model, menu);
  menu_ready(model, model->views != NULL && model->views->rows > 2);
  menu->list.cursor = place_of_shown(model);
}

static bool menu_is_open(const struct model *model)
{
  return model->menu != NULL && model->menu->chosen == view_chosen;
}

/* --- counts --------------------------------------------------------------------------------------- */
bool saved_views_turn(const struct model *model, utc_t now)
{
  const struct view_list *list = model->views;
  return list != NULL && list->turns_at > list->args.now && list->turns_at <= now &&
         (menu_is_open(model) || saved_view_shown(model) != NULL);
}

static bool is_counting(const struct model *model)
{
  for (guint i = 0; i < model->pending->len; i++)
    if (strcmp(g_array_index(model->pending, struct pending, i).ticket, COUNTING) == 0)
      return true;
  return false;
}

/* Another one may have changed what is shown, or taken it away. */
static void follow(struct model *model, struct effects *effects)
{
  const struct saved_view *view = saved_view_shown(model);
  if (view != NULL && strcmp(view->filter, model->queue.shape.expression) != 0)
    show(model, view, effects);
}

void saved_views_arrived(struct model *model, struct effects *effects)
{
  if (model->views->uncounted && !model->read_only && !is_counting(model))
    model_send(model, command_new(COMMAND_COUNT_VIEWS, model->actor, model->now), &(struct pending){.ticket = COUNTING},
               effects);
  if (menu_is_open(model)) {
    menu_again(model->menu);
    add_items(model, model->menu);
    menu_refresh(model->menu);
    model_touch(model, DIRTY_ALL);
  }
  follow(model, effects);
  model_touch(model, PANE_BIT(PANE_QUEUE));
}
