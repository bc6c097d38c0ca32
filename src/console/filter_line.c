/* The line in which the queue's filter is typed: it filters with each key as far as it is understood; what is wrong is
 * marked above its place, and Tab completes names. */
#include <string.h>

#include "model_parts.h"
#include "toban/text.h"

static bool is_for_queue(const struct model *model)
{
  return model->line_use == LINE_FILTER && model->focus == PANE_QUEUE;
}

bool filter_line_edit(struct model *model, bool accept, struct effects *effects)
{
  struct filter_fault fault;
  const char *text = prompt_text(&model->line);
  if (!is_for_queue(model)) {
    if (!accept)
      filter_set(model, model->focus, text, effects);
    return true;
  }
  struct filter *filter = filter_parse(text, model->ref, !accept, &fault);
  bool good = filter != NULL && strlen(text) < sizeof model->filter[PANE_QUEUE];
  if (good && strcmp(model->filter[PANE_QUEUE], text) != 0)
    filter_set(model, PANE_QUEUE, text, effects);
  else if (!good)
    effects_add(effects, EFFECT_BELL);
  filter_free(filter);
  g_free(fault.text);
  model_touch(model, DIRTY_ALL); /* what stood above the line may be gone */
  return good;
}

static size_t common_prefix(const GPtrArray *texts)
{
  const char *first = texts->pdata[0];
  size_t common = strlen(first);
  for (guint i = 1; i < texts->len; i++) {
    const char *other = texts->pdata[i];
    size_t same = 0;
    while (same < common && first[same] == other[same])
      same++;
    common = same;
  }
  while (common > 0 && ((unsigned char)first[common] & 0xC0) == 0x80) /* whole characters */
    common--;
  return common;
}

void filter_line_complete(struct model *model, struct effects *effects)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  size_t from;
  if (is_for_queue(model))
    filter_complete(prompt_text(&model->line), model->ref, &from, found);
  if (found->len > 0) {
    GString *line = g_string_new_len(prompt_text(&model->line), (gssize)from);
    g_string_append_len(line, found->pdata[0], (gssize)common_prefix(found));
    if (line->len > strlen(prompt_text(&model->line)) || found->len == 1) {
      prompt_set(&model->line, line->str);
      filter_line_edit(model, false, effects);
    }
    g_string_free(line, TRUE);
  }
  g_ptr_array_unref(found);
}

/* --- drawing -------------------------------------------------------------------------------------- */
static void draw_offers(const struct model *model, struct grid *grid, struct rect area)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  GString *line = g_string_new(" ");
  size_t from;
  filter_complete(prompt_text(&model->line), model->ref, &from, found);
  for (guint i = 0; i < found->len; i++)
    if (strcmp(found->pdata[i], prompt_text(&model->line) + from) != 0) /* it is typed already */
      g_string_append_printf(line, "%s  ", (const char *)found->pdata[i]);
  if (line->len > 1)
    grid_fit(grid, area.y - 1, area.x, area.w, false, ROLE_QUIET, g_strchomp(line->str));
  g_string_free(line, TRUE);
  g_ptr_array_unref(found);
}

struct lines { struct grid *grid; struct rect area; int count, line; };

static void count_line(const char *line, size_t bytes, void *user)
{
  (void)line, (void)bytes;
  ((struct lines *)user)->count++;
}

static void put_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  int y = lines->area.y - 1 - lines->count + lines->line++;
  grid_fit(lines->grid, y, lines->area.x, 1, false, ROLE_NORMAL, "");
  grid_fit(lines->grid, y, lines->area.x + 1, lines->area.w - 1, false, ROLE_BAD, text);
  g_free(text);
}

/* The reason, and marks right above what is wrong. `room`: columns of the text; longer ones scroll, then without. */
static void draw_fault(const struct model *model, const struct filter_fault *fault, struct grid *grid, struct rect area,
                       int room)
{
  const char *text = prompt_text(&model->line);
  GString *before = text_clean(g_string_new(NULL), text, (gssize)fault->at);
  GString *wrong = text_clean(g_string_new(NULL), text + fault->at, (gssize)fault->length);
  GString *clean = text_clean(g_string_new(NULL), fault->text, -1);
  struct lines lines = {.grid = grid, .area = area};
  int at = text_width(before->str);
  grid_fit(grid, area.y - 1, area.x, area.w, false, ROLE_NORMAL, "");
  for (int i = 0; i < MAX(text_width(wrong->str), 1) && text_width(text) < room; i++)
    grid_put(grid, area.y - 1, area.x + 2 + at + i, 1, ROLE_BAD, "v");
  text_wrap(clean->str, area.w - 2, count_line, &lines);
  text_wrap(clean->str, area.w - 2, put_line, &lines);
  g_string_free(before, TRUE);
  g_string_free(wrong, TRUE);
  g_string_free(clean, TRUE);
}

void filter_line_draw(const struct model *model, struct grid *grid, struct rect area, int room)
{
  struct filter_fault fault;
  if (!is_for_queue(model))
    return;
  struct filter *filter = filter_parse(prompt_text(&model->line), model->ref, true, &fault);
  if (filter == NULL && fault.text != NULL)
    draw_fault(model, &fault, grid, area, room);
  else
    draw_offers(model, grid, area);
  filter_free(filter);
  g_free(fault.text);
}
