#include "state_line.h"

#include "model_parts.h"
#include "toban/text.h"

struct lines { struct grid *grid; struct rect area; int line; enum role role; };

static void put(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line, lines->area.x + 1, lines->area.w - 2, (style_t)lines->role,
             text);
  lines->line++;
  g_free(text);
}

void state_line(struct grid *grid, struct rect area, enum role role, const char *text)
{
  struct lines lines = {grid, area, area.h > 2 ? 1 : 0, role};
  text_wrap(text, MAX(area.w - 2, 8), put, &lines);
}

static void busy(const struct model *model, struct grid *grid, struct rect area, utc_t since)
{
  char time[16];
  time_text(since, zone_offset(zone_tokyo(), since), true, time, sizeof time);
  char *text = model->now - since < 2 ? g_strdup(_("reading ...")) : g_strdup_printf(_("reading since %s ..."), time);
  state_line(grid, area, ROLE_QUIET, text);
  g_free(text);
}

bool state_not_there(const struct model *model, struct grid *grid, struct rect area, enum slot slot, bool there)
{
  const struct ask_state *ask = &model->ask[slot];
  if (there)
    return false;
  if (ask->error != NULL) {
    char *text = g_strdup_printf(_("%s  It is read again when something changes; `toban doctor` looks into it."),
                                 ask->error);
    state_line(grid, area, ROLE_BAD, text);
    g_free(text);
  } else {
    busy(model, grid, area, ask->since);
  }
  return true;
}

void rule_draw(const struct model *model, struct grid *grid, struct rect area, const char *text)
{
  for (int x = 0; x < area.w; x++)
    grid_put(grid, area.y, area.x + x, 1, ROLE_FRAME, model->ascii ? "-" : "─");
  if (text != NULL)
    grid_put(grid, area.y, area.x, area.w, ROLE_TITLE, text);
}

struct rect more_room(struct rect area, int count)
{
  if (count > area.h)
    area.w = MAX(area.w - 2, 1);
  return area;
}

void more_draw(struct grid *grid, struct rect area, int top, int count)
{
  int end = area.x + area.w - 1;
  if (area.h > 0 && top > 0)
    grid_put(grid, area.y, end, 1, ROLE_KEY, "^");
  if (area.h > 0 && top + area.h < count)
    grid_put(grid, area.y + area.h - 1, end, 1, ROLE_KEY, "v");
}
