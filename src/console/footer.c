/* The last line: keys that work now, a message, or what is being typed. */
#include <stdlib.h>

#include "model_parts.h"
#include "toban/keymap.h"
#include "toban/text.h"

enum { GAP = 2, LANGUAGE_LAST = 16 };
enum { WIDE_ONLY = 22 /* of places; the help has them all */, WIDE = 160 };

static int by_foot(const void *a, const void *b)
{
  const struct action *x = *(const struct action *const *)a, *y = *(const struct action *const *)b;
  return abs(x->foot) - abs(y->foot);
}

/* Those with a place in the last line (in_line), or that work now and stand in the pane's frame; by rank. */
static GPtrArray *placed(const struct model *model, bool in_line)
{
  int count;
  const struct action *table = action_table(&count);
  GPtrArray *out = g_ptr_array_new();
  for (int i = 0; i < count; i++)
    if (in_line ? table[i].foot > 0 && action_has_place(&table[i], model)
                : table[i].foot < 0 && action_works(&table[i], model))
      g_ptr_array_add(out, (gpointer)&table[i]);
  g_ptr_array_sort(out, by_foot);
  return out;
}

/* The language that the key would switch to, in its own words. */
static const char *name_of(const struct action *action)
{
  if (action->arg == ARG_LANG)
    return lang_get() == LANG_JA ? "English" : "日本語"; /* lint: data */
  return lang_text_context(action->name);
}

static int width_of(const struct model *model, const struct action *action)
{
  char *key = keymap_first(model->keymap, action);
  int width = *key == '\0' ? 0 : text_width(key) + 1 + text_width(name_of(action));
  g_free(key);
  return width;
}

static void put_key(const struct model *model, struct grid *grid, int y, int x, const struct action *action)
{
  char *key = keymap_first(model->keymap, action);
  int used = grid_put(grid, y, x, text_width(key), ROLE_KEY, key);
  grid_put(grid, y, x + used + 1, text_width(name_of(action)), ROLE_QUIET, name_of(action));
  g_free(key);
}

static void draw_keys(const struct model *model, struct grid *grid, struct rect area)
{
  GPtrArray *actions = placed(model, true);
  int x = area.x + 1, end = area.x + area.w - 1;
  for (guint i = 0; i < actions->len; i++) { /* the language has its place at the right, whatever the width */
    const struct action *action = actions->pdata[i];
    int width = width_of(model, action);
    if (action->foot != LANGUAGE_LAST || width == 0)
      continue;
    end -= width;
    put_key(model, grid, area.y, end, action);
    end -= GAP;
  }
  for (guint i = 0; i < actions->len; i++) {
    const struct action *action = actions->pdata[i];
    int width = width_of(model, action);
    if (action->foot == LANGUAGE_LAST || width == 0 || (action->foot >= WIDE_ONLY && area.w < WIDE))
      continue;
    if (x + width > end)
      break;
    if (action_works(action, model))
      put_key(model, grid, area.y, x, action);
    x += width + GAP;
  }
  g_ptr_array_unref(actions);
}

void footer_pane_keys(const struct model *model, int width, GString *out)
{
  GPtrArray *actions = placed(model, false);
  for (guint i = 0; i < actions->len; i++) {
    const struct action *action = actions->pdata[i];
    int more = width_of(model, action);
    if (more == 0 || text_width(out->str) + GAP + more > width)
      continue;
    char *key = keymap_first(model->keymap, action);
    g_string_append_printf(out, "%s%s %s", out->len > 0 ? "  " : "", key, name_of(action));
    g_free(key);
  }
  g_ptr_array_unref(actions);
}

/* --- typing --------------------------------------------------------------------------------------- */
/* A command that is named, with a blank: what it is for, and so what is to be typed. */
static const char *help_of_typed(const struct model *model)
{
  const char *typed = prompt_text(&model->line), *blank = strchr(typed, ' ');
  char *name = blank == NULL ? NULL : g_strndup(typed, (gsize)(blank - typed));
  const struct action *action = name == NULL ? NULL : action_find(name);
  g_free(name);
  return action == NULL || action->arg == ARG_NONE ? NULL : _(action->help);
}

/* What Tab offers stands in the line above. */
static void draw_candidates(const struct model *model, struct grid *grid, struct rect area)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  GString *line = g_string_new(" ");
  line_candidates(model, found);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf(line, "%s  ", (const char *)found->pdata[i]);
  const char *said = *model->notice.text == '\0' ? NULL : model->notice.text;
  const char *help = found->len > 0 ? NULL : said != NULL ? said : help_of_typed(model);
  g_string_append(line, help == NULL ? "" : help);
  if (found->len > 0 || help != NULL)
    grid_fit(grid, area.y - 1, area.x, area.w, false, ROLE_QUIET, g_strchomp(line->str));
  g_string_free(line, TRUE);
  g_ptr_array_unref(found);
}

static void draw_typing(const struct model *model, struct grid *grid, struct rect area)
{
  bool command = model->line_use == LINE_COMMAND;
  if (command)
    draw_candidates(model, grid, area);
  const char *hint = command ? _("Tab completes  Esc leaves") : _("Enter keeps it  Esc shows all again");
  int width = text_width(hint);
  bool room = area.w > width + 30;
  int columns = area.w - 3 - (room ? width + 2 : 0);
  if (!command)
    filter_line_draw(model, grid, area, columns);
  grid_put(grid, area.y, area.x, 2, ROLE_KEY, command ? " :" : " /");
  prompt_draw(&model->line, grid, (struct rect){area.y, area.x + 2, 1, columns}, ROLE_NORMAL, true);
  if (room)
    grid_put(grid, area.y, area.x + area.w - width - 1, width, ROLE_QUIET, hint);
}

/* --- messages ------------------------------------------------------------------------------------- */
struct lines { struct grid *grid; struct rect area; enum role role; int count, line; };

static void count_line(const char *line, size_t bytes, void *user)
{
  (void)line, (void)bytes;
  ((struct lines *)user)->count++;
}

static void put_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  int y = lines->area.y - lines->count + ++lines->line;
  grid_fit(lines->grid, y, lines->area.x, 1, false, ROLE_NORMAL, "");
  grid_fit(lines->grid, y, lines->area.x + 1, lines->area.w - 1, false, (style_t)lines->role, text);
  g_free(text);
}

/* A message that needs more than a line grows upwards, over the panes. */
static void draw_notice(const struct model *model, struct grid *grid, struct rect area)
{
  struct lines lines = {.grid = grid, .area = area, .role = model->notice.role};
  text_wrap(model->notice.text, area.w - 2, count_line, &lines);
  text_wrap(model->notice.text, area.w - 2, put_line, &lines);
}

void footer_draw(const struct model *model, struct grid *grid, struct rect area)
{
  grid_fill(grid, area, ROLE_NORMAL);
  if (model->mode == MODE_LINE)
    draw_typing(model, grid, area);
  else if (*model->notice.text != '\0')
    draw_notice(model, grid, area);
  else if (model->mode == MODE_NORMAL)
    draw_keys(model, grid, area);
}
