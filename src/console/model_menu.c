/* A few choices in a box: what to wait for, whom to give a ticket to, yes or no. */
#include <string.h>

#include "model_parts.h"
#include "state_line.h"
#include "toban/text.h"

enum { ROWS_MOST = 12, DIGITS = 9 };    /* rows seen at a time; what a key of its own chooses */

static void item_free(void *data)
{
  struct menu_item *item = data;
  g_free(item->value);
  g_free(item->label);
  g_free(item);
}

struct menu *menu_open(struct model *model, const char *title, menu_fn *chosen)
{
  struct menu *menu = g_new0(struct menu, 1); /* before the old one goes: choose() tells them by their address */
  menu_close(model);
  menu->title = g_strdup(title);
  menu->item = g_ptr_array_new_with_free_func(item_free);
  menu->shown = g_ptr_array_new();
  menu->chosen = chosen;
  prompt_init(&menu->filter, false);
  const struct ticket *ticket = model_subject(model);
  if (ticket != NULL) {
    g_strlcpy(menu->ticket, ticket->key, sizeof menu->ticket);
    menu->revision = ticket->revision;
  }
  model->menu = menu;
  return menu;
}

void menu_add(struct menu *menu, const char *value, const char *label)
{
  struct menu_item *item = g_new0(struct menu_item, 1);
  *item = (struct menu_item){g_strdup(value), g_strdup(label)};
  g_ptr_array_add(menu->item, item);
}

void menu_again(struct menu *menu)
{
  g_ptr_array_set_size(menu->shown, 0);
  g_ptr_array_set_size(menu->item, 0);
}

void menu_refresh(struct menu *menu)
{
  g_ptr_array_set_size(menu->shown, 0);
  for (guint i = 0; i < menu->item->len; i++) {
    struct menu_item *item = menu->item->pdata[i];
    const char *texts[] = {item->label, item->value, NULL};
    if (model_filter_fits(prompt_text(&menu->filter), texts))
      g_ptr_array_add(menu->shown, item);
  }
  list_settle(&menu->list, (int)menu->shown->len, ROWS_MOST);
}

void menu_ready(struct model *model, bool typing)
{
  model->menu->typing = typing || model->menu->item->len > ROWS_MOST;
  model->mode = MODE_MENU;
  menu_refresh(model->menu);
  model_touch(model, DIRTY_ALL);
}

static void menu_free(struct menu *menu)
{
  g_ptr_array_unref(menu->shown);
  g_ptr_array_unref(menu->item);
  prompt_clear(&menu->filter);
  g_free(menu->title);
  g_free(menu->info);
  g_free(menu);
}

void menu_close(struct model *model)
{
  if (model->menu == NULL)
    return;
  menu_free(model->menu);
  model->menu = NULL;
  model->mode = model->editor != NULL ? MODE_EDIT : MODE_NORMAL; /* it may have stood over the editor */
  model_touch(model, DIRTY_ALL);
}

/* --- where it stands -------------------------------------------------------------------------------- */
static int widest(const struct menu *menu)
{
  int width = text_width(menu->title) + (menu->item->len > ROWS_MOST ? 12 : 6);
  for (guint i = 0; i < menu->item->len; i++)
    width = MAX(width, text_width(((struct menu_item *)menu->item->pdata[i])->label) + 8 +
                           (menu->item->len > ROWS_MOST ? 2 : 0));
  return MAX(width, menu->info != NULL ? 56 : 36);
}

static void count_line(const char *line, size_t bytes, void *lines)
{
  (void)line, (void)bytes;
  ++*(int *)lines;
}

struct place { struct rect frame, info, filter, items; };

/* As high as all its rows need, whatever of them is shown now. */
static struct place place_of(const struct model *model)
{
  const struct menu *menu = model->menu;
  int width = MIN(widest(menu), model->place.body.w - 4), info = 0, filter = menu->typing ? 1 : 0;
  if (menu->info != NULL)
    text_wrap(menu->info, width - 4, count_line, &info);
  int rows = MIN((int)menu->item->len, ROWS_MOST);
  struct rect frame = rect_centre(model->place.body, rows + info + filter + 2, width), in = rect_inside(frame);
  info = CLAMP(info, 0, MAX(in.h - filter - MIN(rows, 2), 0)); /* what is chosen from is seen */
  return (struct place){frame, {in.y, in.x + 1, info, in.w - 2}, {in.y + info, in.x, filter, in.w},
                        {in.y + info + filter, in.x, MAX(in.h - info - filter, 1), in.w}};
}

/* Del on a row. The handler opens another menu. */
static bool removes(struct model *model, uint32_t key, struct effects *effects)
{
  struct menu *menu = model->menu;
  if (menu->remove == NULL || key != KEYCODE_DELETE || menu->shown->len == 0)
    return false;
  char *value = g_strdup(((struct menu_item *)menu->shown->pdata[menu->list.cursor])->value);
  menu->remove(model, value, effects);
  g_free(value);
  return true;
}

/* The handler may have begun something else: that mode stays. */
static void menu_done(struct model *model)
{
  enum mode mode = model->mode;
  menu_close(model);
  if (mode != MODE_NORMAL)
    model->mode = mode;
}

/* The handler may open another menu, so this one is taken off the model before. */
static void choose(struct model *model, struct effects *effects)
{
  struct menu *menu = model->menu;
  if (menu->shown->len == 0)
    return;
  struct menu_item *item = menu->shown->pdata[menu->list.cursor];
  char *value = g_strdup(item->value);
  model->mode = MODE_NORMAL;
  menu->chosen(model, value, effects);
  if (model->menu == menu && menu->stays && model->mode == MODE_NORMAL)
    model->mode = MODE_MENU;
  else if (model->menu == menu)
    menu_done(model);
  g_free(value);
}

static bool moves(struct model *model, uint32_t key, unsigned mods)
{
  struct menu *menu = model->menu;
  int count = (int)menu->shown->len, seen = place_of(model).items.h;
  bool up = key == KEYCODE_UP || (key == 'p' && (mods & MOD_CTRL)) || (!menu->typing && key == 'k');
  bool down = key == KEYCODE_DOWN || key == '\t' || (key == 'n' && (mods & MOD_CTRL)) || (!menu->typing && key == 'j');
  bool page = key == KEYCODE_PGUP || key == KEYCODE_PGDN;
  if (up || down)
    list_move(&menu->list, up ? MOVE_UP : MOVE_DOWN, count, seen);
  else if (page)
    list_move(&menu->list, key == KEYCODE_PGUP ? MOVE_PAGE_UP : MOVE_PAGE_DOWN, count, seen);
  return up || down || page;
}

/* A digit chooses, a number of one figure being all that such a box has. */
static bool digit(struct model *model, uint32_t key, struct effects *effects)
{
  struct menu *menu = model->menu;
  int row = (int)key - '1';
  if (menu->typing || row < 0 || row >= MIN((int)menu->shown->len, DIGITS))
    return false;
  menu->list.cursor = row;
  choose(model, effects);
  return true;
}

void menu_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct menu *menu = model->menu;
  uint32_t plain = menu->typing ? key : key_half_width(key);
  model_touch(model, DIRTY_ALL);
  if (moves(model, plain, mods) || removes(model, plain, effects) || (mods == 0 && digit(model, plain, effects)))
    return;
  if (!menu->typing && (plain == 'q' || plain == ' '))
    plain = plain == 'q' ? 27 : '\r';
  enum prompt_result result = prompt_key(&menu->filter, plain, mods);
  if (!menu->typing && result == PROMPT_EDITED)
    prompt_set(&menu->filter, "");
  if (result == PROMPT_CANCEL)
    menu_close(model);
  else if (result == PROMPT_ACCEPT)
    choose(model, effects);
  else if (result == PROMPT_EDITED)
    menu_refresh(menu);
}

void menu_paste(struct model *model, const char *text, size_t length)
{
  struct menu *menu = model->menu;
  if (menu->typing && prompt_insert(&menu->filter, text, length))
    menu_refresh(menu);
  model_touch(model, DIRTY_ALL);
}

/* --- drawing -------------------------------------------------------------------------------------- */
struct lines { struct grid *grid; struct rect area; int line; };

static void info_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_fit(lines->grid, lines->area.y + lines->line, lines->area.x, lines->area.w, false, ROLE_QUIET, text);
  lines->line++;
  g_free(text);
}

static void draw_item(const struct menu *menu, struct grid *grid, struct rect line, int row)
{
  const struct menu_item *item = menu->shown->pdata[row];
  style_t style = ROLE_NORMAL | (row == menu->list.cursor ? STYLE_SELECTED : 0);
  char *text = menu->typing || row >= DIGITS ? g_strdup_printf("  %s", item->label)
                                             : g_strdup_printf("%d %s", row + 1, item->label);
  grid_put(grid, line.y, line.x, 1, style, row == menu->list.cursor ? ">" : " ");
  grid_fit(grid, line.y, line.x + 1, line.w - 1, false, style, text);
  g_free(text);
}

static void draw_items(const struct menu *menu, struct grid *grid, struct rect area)
{
  struct list list = menu->list;
  int count = (int)menu->shown->len;
  struct rect rows = more_room(area, count);
  list_settle(&list, count, area.h);
  for (int i = 0; i < area.h && list.top + i < count; i++)
    draw_item(menu, grid, (struct rect){area.y + i, area.x, 1, rows.w}, list.top + i);
  more_draw(grid, area, list.top, count);
  if (count == 0)
    grid_fit(grid, area.y, area.x + 1, area.w - 1, false, ROLE_QUIET, _("nothing has these words: delete some"));
}

void menu_draw(const struct model *model, struct grid *grid)
{
  const struct menu *menu = model->menu;
  struct place place = place_of(model);
  g_autoptr(GString) title = g_string_new(menu->title);
  if ((int)menu->shown->len > place.items.h)
    g_string_append_printf(title, "  %d/%u", menu->list.cursor + 1, menu->shown->len);
  grid_fill(grid, place.frame, ROLE_NORMAL);
  grid_box(grid, place.frame, true, title->str,
           menu->remove != NULL ? _("Enter choose  Del forget  Esc cancel") : _("Enter choose  Esc cancel"));
  struct lines lines = {grid, place.info, 0};
  if (menu->info != NULL)
    text_wrap(menu->info, place.info.w, info_line, &lines);
  draw_items(menu, grid, place.items);
  if (!menu->typing)
    return;
  grid_put(grid, place.filter.y, place.filter.x, 2, ROLE_KEY, "/");
  prompt_draw(&menu->filter, grid, (struct rect){place.filter.y, place.filter.x + 2, 1, place.filter.w - 3},
              ROLE_NORMAL, true);
}
