#include "card_lines.h"

#include <string.h>

#include "model_parts.h"
#include "toban/office_card.h"
#include "toban/text.h"

enum { LABEL = 12 };

struct page { GPtrArray *lines; int width; const char *label; enum role role; };

static void line_free(void *data)
{
  struct card_line *line = data;
  g_free(line->label);
  g_free(line->text);
  g_free(line);
}

static void wrapped(const char *text, size_t bytes, void *user)
{
  struct page *page = user;
  struct card_line *line = g_new0(struct card_line, 1);
  *line = (struct card_line){g_strdup(page->label), g_strndup(text, bytes), page->role};
  g_ptr_array_add(page->lines, line);
  page->label = "";
}

static void each(void *user, const char *label, const char *text, enum card_level level)
{
  static const enum role roles[] = {[CARD_NORMAL] = ROLE_NORMAL, [CARD_QUIET] = ROLE_QUIET, [CARD_GOOD] = ROLE_GOOD,
                                    [CARD_BAD] = ROLE_BAD,       [CARD_UNKNOWN] = ROLE_UNKNOWN,
                                    [CARD_TITLE] = ROLE_TITLE};
  struct page *page = user;
  page->label = label;
  page->role = roles[level];
  text_wrap(text, page->width, wrapped, page);
}

bool card_there(const struct model *model)
{
  const struct office_card *card = model->view[PANE_OFFICE];
  return card != NULL &&
         (strcmp(card->office->id, model->office) == 0 || strcmp(card->office->code, model->office) == 0);
}

GPtrArray *card_lines(const struct model *model, int width)
{
  struct page page = {.lines = g_ptr_array_new_with_free_func(line_free), .width = MAX(width - LABEL, 8)};
  if (card_there(model))
    office_card_lines(model->view[PANE_OFFICE], model->now, each, &page);
  return page.lines;
}

int card_draw(const struct model *model, struct grid *grid, struct rect area, int top)
{
  GPtrArray *lines = card_lines(model, area.w);
  int count = (int)lines->len, from = CLAMP(top, 0, MAX(count - area.h, 0));
  for (int i = 0; i < area.h && from + i < count; i++) {
    const struct card_line *line = lines->pdata[from + i];
    grid_fit(grid, area.y + i, area.x, LABEL - 1, false, ROLE_QUIET, line->label);
    grid_fit(grid, area.y + i, area.x + LABEL, area.w - LABEL, false, (style_t)line->role, line->text);
  }
  g_ptr_array_unref(lines);
  return count;
}

void card_title(const struct model *model, GString *out)
{
  const struct office *office = model->ref == NULL ? NULL : reference_office(model->ref, model->office);
  g_string_append(out, _("Office card"));
  if (office != NULL)
    g_string_append_printf(out, " %s", office_name(office));
}
