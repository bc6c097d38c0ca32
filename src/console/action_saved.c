/* Views of the queue: chosen, saved, shared, taken away; their order and columns; tickets by their number. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"

/* --- choosing ------------------------------------------------------------------------------------- */
static void act_view(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    saved_views_menu(model);
  else if (!saved_view_go(model, arg, effects))
    model_say(model, ROLE_BAD, _("there is no view “%s”: Tab shows them"), arg);
}

static void act_view_next(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  saved_view_step(model, 1, effects);
}

static void act_view_back(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  saved_view_step(model, -1, effects);
}

/* --- shape ---------------------------------------------------------------------------------------- */
/* What the program's view asks for is a part of the expression from now on. */
static void own_shape(struct model *model)
{
  struct queue_shape *shape = &model->queue.shape;
  enum queue_view view = model->queue.view;
  bool by_change = view == VIEW_DONE || view == VIEW_ALL;
  if (shape->ordered)
    return;
  shape->ordered = true;
  shape->order = by_change ? ORDER_CHANGED : ORDER_DUE;
  shape->falling = by_change;
  g_strlcpy(shape->expression, queue_view_filter(view), sizeof shape->expression);
}

static void act_order(struct model *model, const char *arg, struct effects *effects)
{
  struct queue_shape *shape = &model->queue.shape;
  char **words = g_strsplit(arg == NULL ? "" : arg, " ", -1);
  enum queue_order order = shape->order;
  bool known = words[0] != NULL && queue_order_parse(words[0], &order);
  if (known) {
    own_shape(model);
    shape->order = order;
    shape->falling = words[1] != NULL && *words[1] != '\0';
    queue_anew(model, effects);
  } else {
    model_say(model, ROLE_BAD, _("a list is ordered by due, received, changed or priority"));
  }
  g_strfreev(words);
}

static void act_columns(struct model *model, const char *arg, struct effects *effects)
{
  GError *error = NULL;
  char *columns = view_columns_parse(arg == NULL ? "" : arg, &error);
  (void)effects;
  if (columns == NULL)
    model_say(model, ROLE_BAD, "%s", error->message);
  else
    g_strlcpy(model->queue.shape.columns, columns, sizeof model->queue.shape.columns);
  g_clear_error(&error);
  g_free(columns);
  model_touch(model, PANE_BIT(PANE_QUEUE));
}

/* --- keeping -------------------------------------------------------------------------------------- */
/* What is shown as one expression: the view's, and what is typed. NULL: told why. */
static char *whole_expression(struct model *model)
{
  struct filter_fault fault = {0}, other = {0};
  struct filter *view = filter_parse(model->queue.shape.expression, model->ref, false, &other);
  struct filter *typed = filter_parse(model->filter[PANE_QUEUE], model->ref, false, &fault);
  char *print = NULL;
  if (view != NULL && typed != NULL) {
    struct filter *both = filter_both(view, typed);
    print = filter_print(both);
    filter_free(both);
  } else {
    model_say(model, ROLE_BAD, "%s", fault.text != NULL ? fault.text : other.text);
    filter_free(view);
    filter_free(typed);
  }
  g_free(fault.text);
  g_free(other.text);
  return print;
}

/* "name // 日本語の名 // English title" */
static void keep(struct model *model, const char *arg, bool shared, struct effects *effects)
{
  char **part = g_strsplit(arg, "//", 3);
  const char *name = g_strstrip(part[0]);
  own_shape(model);
  char *filter = saved_view_name_valid(name) ? whole_expression(model) : NULL;
  if (filter != NULL) {
    struct queue_shape *shape = &model->queue.shape;
    struct saved_view view = {.name = name, .owner = shared ? "" : model->actor, .filter = filter,
                              .columns = shape->columns, .order = shape->order, .falling = shape->falling};
    view.title[LANG_JA] = part[1] == NULL ? "" : g_strstrip(part[1]);
    view.title[LANG_EN] = part[1] == NULL || part[2] == NULL ? "" : g_strstrip(part[2]);
    model_send(model, view_save(model->actor, model->now, &view), &(struct pending){.done = N_("kept as a view: %s")},
               effects);
    g_snprintf(shape->key, sizeof shape->key, "%s/%s", view.owner, name);
    g_strlcpy(shape->expression, filter, sizeof shape->expression);
    model->queue.view = VIEW_ALL;
    filter_set(model, PANE_QUEUE, "", effects);
  } else if (!saved_view_name_valid(name)) {
    model_say(model, ROLE_BAD, _("“%s” is no name for a view: one word, none of the program’s own views"), name);
  }
  g_free(filter);
  g_strfreev(part);
}

static void act_view_save(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "view-save ");
  else
    keep(model, arg, false, effects);
}

static void act_view_share(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "view-share ");
  else
    keep(model, arg, true, effects);
}

static void act_view_remove(struct model *model, const char *arg, struct effects *effects)
{
  const struct saved_view *view = arg == NULL ? saved_view_shown(model) : view_find(model->views, arg);
  if (view == NULL) {
    model_say(model, ROLE_BAD, _("there is no view “%s”: Tab shows them"), arg == NULL ? "" : arg);
    return;
  }
  model_send(model, view_remove(model->actor, model->now, view->key),
             &(struct pending){.done = N_("the view is gone: %s")}, effects);
  if (view == saved_view_shown(model))
    queue_view_set(model, VIEW_OPEN, effects);
}

/* --- by number ------------------------------------------------------------------------------------ */
static void act_goto(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "goto ");
    return;
  }
  model->zoom = false;
  model_open(model, arg, effects);
  model_focus(model, PANE_TICKET);
  model_touch(model, DIRTY_ALL);
}

static const struct action rows[] = {
  {"view", "v", NC_("action", "views"), N_("the queue's views, and how many tickets they have"), GROUP_DESK,
   PANE_BIT(PANE_QUEUE), 0, 0, ARG_VIEW, -2, act_view},
  {"view-next", "V", NC_("action", "next view"), N_("the queue's next view"), GROUP_DESK, PANE_BIT(PANE_QUEUE),
   .run = act_view_next},
  {"view-back", "", NC_("action", "view back"), N_("the queue's view before"), GROUP_DESK, PANE_BIT(PANE_QUEUE),
   .run = act_view_back},
  {"view-save", "", NC_("action", "keep view"),
   N_("keep what the queue shows as a view of your own: name // title in Japanese // in English"), GROUP_DESK,
   PANE_BIT(PANE_QUEUE), 0, 0, ARG_TEXT, 0, act_view_save, RIGHT_SETTING},
  {"view-share", "", NC_("action", "share view"), N_("the same for everybody"), GROUP_DESK, PANE_BIT(PANE_QUEUE), 0, 0,
   ARG_TEXT, 0, act_view_share, RIGHT_VIEW_SHARE},
  {"view-remove", "", NC_("action", "remove view"), N_("remove a saved view: the one shown, or by name"), GROUP_DESK,
   PANE_BIT(PANE_QUEUE), 0, 0, ARG_SAVED, 0, act_view_remove, RIGHT_SETTING},
  {"order", "", NC_("action", "order"), N_("the order of the queue: due received changed priority, and \"falling\""),
   GROUP_DESK, PANE_BIT(PANE_QUEUE), 0, 0, ARG_ORDER, 0, act_order},
  {"columns", "", NC_("action", "columns"), N_("the columns of the queue: due key title ...; nothing: the usual ones"),
   GROUP_DESK, PANE_BIT(PANE_QUEUE), 0, 0, ARG_COLUMN, 0, act_columns},
  {"goto", "#", NC_("action", "go to"), N_("open a ticket by its number, or the end of it; also :NUMBER"), GROUP_DESK,
   .arg = ARG_TICKET, .run = act_goto},
};
const struct action_part actions_saved = {rows, (int)G_N_ELEMENTS(rows)};
