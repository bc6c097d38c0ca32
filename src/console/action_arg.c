/* Values that an action takes on the command line. */
#include "toban/action.h"
#include "toban/theme.h"

typedef void values_fn(const struct model *model, GPtrArray *out);

static void add(GPtrArray *out, const char *value)
{
  g_ptr_array_add(out, g_strdup(value));
}

static void views(const struct model *model, GPtrArray *out)
{
  for (int view = 0; view < VIEWS; view++)
    add(out, queue_view_id((enum queue_view)view));
  for (int i = 0; model->views != NULL && i < model->views->rows; i++)
    add(out, model->views->row[i].name);
}

static void saved(const struct model *model, GPtrArray *out)
{
  for (int i = 0; model->views != NULL && i < model->views->rows; i++)
    add(out, model->views->row[i].name);
}

static void orders(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int order = 0; order < QUEUE_ORDERS; order++)
    add(out, queue_order_id((enum queue_order)order));
}

static void columns(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int i = 0; view_column_at(i) != NULL; i++)
    add(out, view_column_at(i));
}

static void languages(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int lang = 0; lang < LANG_COUNT; lang++)
    add(out, lang_id((enum lang)lang));
}

static void themes(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int i = 0; i < theme_count(); i++)
    add(out, theme_name(i));
}

static void switches(const struct model *model, GPtrArray *out)
{
  (void)model;
  add(out, "on");
  add(out, "off");
}

static void borders(const struct model *model, GPtrArray *out)
{
  (void)model;
  add(out, "lines");
  add(out, "ascii");
}

static void tickets(const struct model *model, GPtrArray *out)
{
  const struct queue_window *window = model->queue.window;
  for (int i = 0; window != NULL && i < window->rows; i++)
    add(out, window->row[i].t.key);
}

static void operators(const struct model *model, GPtrArray *out)
{
  for (int i = 0; model->ref != NULL && i < model->ref->operators; i++)
    add(out, model->ref->operator_[i].login);
}

static void priorities(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int priority = 1; priority <= 4; priority++)
    g_ptr_array_add(out, g_strdup_printf("%d", priority));
}

static void assets(const struct model *model, GPtrArray *out)
{
  for (int i = 0; model->assets != NULL && i < model->assets->rows; i++)
    add(out, model->assets->row[i].tag);
}

void action_arguments(const struct action *action, const struct model *model, GPtrArray *out)
{
  static values_fn *const values[] = {
    [ARG_VIEW] = views, [ARG_SAVED] = saved, [ARG_ORDER] = orders, [ARG_COLUMN] = columns,
    [ARG_LANG] = languages, [ARG_THEME] = themes, [ARG_SWITCH] = switches, [ARG_BORDERS] = borders,
    [ARG_TICKET] = tickets, [ARG_OPERATOR] = operators, [ARG_PRIORITY] = priorities, [ARG_TEXT] = NULL,
    [ARG_ASSET] = assets,
  };
  values_fn *each = values[action->arg];
  if (each != NULL)
    each(model, out);
}
