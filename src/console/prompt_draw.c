/* How typed text is shown: a window over one line, or visual lines of several. */
#include <string.h>

#include "toban/prompt.h"
#include "toban/text.h"

/* Breaks by columns, not at words: so a place on the screen is a place in the text. */
int prompt_lines(const struct prompt *prompt, int width, prompt_line_fn *each, void *user)
{
  const char *text = prompt->text->str;
  size_t at = 0, end = prompt->text->len;
  int count = 0;
  for (;;) {
    const char *newline = memchr(text + at, '\n', end - at);
    size_t stop = newline == NULL ? end : (size_t)(newline - text);
    char *line = g_strndup(text + at, stop - at);
    int used;
    size_t fits = text_bytes_for(line, MAX(width, 2), &used);
    g_free(line);
    size_t to = at + fits;
    each(at, to, user);
    count++;
    if (to < stop && fits > 0) {
      at = to;
      continue;
    }
    if (newline == NULL)
      return count;
    at = stop + 1;
  }
}

struct drawing {
  const struct prompt *prompt;
  struct grid *grid;
  struct rect area;
  style_t style;
  int line, top;
  int cursor_line, cursor_column;
};

static int columns_of(const struct prompt *prompt, size_t from, size_t to)
{
  char *part = g_strndup(prompt->text->str + from, to - from);
  int columns = text_width(part);
  g_free(part);
  return columns;
}

/* A cursor between two visual lines stands at the beginning of the lower one. */
static void find_cursor(size_t from, size_t to, void *user)
{
  struct drawing *drawing = user;
  size_t at = drawing->prompt->at;
  if (at >= from && at <= to) {
    drawing->cursor_line = drawing->line;
    drawing->cursor_column = columns_of(drawing->prompt, from, at);
  }
  drawing->line++;
}

static void draw_line(size_t from, size_t to, void *user)
{
  struct drawing *drawing = user;
  int row = drawing->line++ - drawing->top;
  if (row < 0 || row >= drawing->area.h)
    return;
  char *part = g_strndup(drawing->prompt->text->str + from, to - from);
  grid_fit(drawing->grid, drawing->area.y + row, drawing->area.x, drawing->area.w, false, drawing->style, part);
  g_free(part);
}

static void draw_lines(struct drawing *drawing)
{
  int width = drawing->area.w - 1; /* the cursor behind a full line stays inside */
  prompt_lines(drawing->prompt, width, find_cursor, drawing);
  drawing->top = MAX(0, drawing->cursor_line - drawing->area.h + 1);
  drawing->line = 0;
  prompt_lines(drawing->prompt, width, draw_line, drawing);
}

static void draw_single(struct drawing *drawing)
{
  const char *text = drawing->prompt->text->str;
  int before = columns_of(drawing->prompt, 0, drawing->prompt->at), used = 0;
  size_t skip = 0;
  if (before > drawing->area.w - 1) { /* show the end of what is before the cursor */
    skip = text_bytes_for(text, before - (drawing->area.w - 1), &used);
    if (used < before - (drawing->area.w - 1))
      used += text_char_width(g_utf8_get_char(text + skip)), skip = (size_t)(g_utf8_next_char(text + skip) - text);
  }
  char *rest = g_strdup(text + skip);
  int unused;
  rest[text_bytes_for(rest, drawing->area.w, &unused)] = '\0';
  grid_fit(drawing->grid, drawing->area.y, drawing->area.x, drawing->area.w, false, drawing->style, rest);
  g_free(rest);
  drawing->cursor_column = before - used;
}

void prompt_draw(const struct prompt *prompt, struct grid *grid, struct rect area, style_t style, bool cursor)
{
  struct drawing drawing = {.prompt = prompt, .grid = grid, .area = area, .style = style};
  if (area.h <= 0 || area.w < 3)
    return;
  grid_fill(grid, area, style);
  if (prompt->lines)
    draw_lines(&drawing);
  else
    draw_single(&drawing);
  if (!cursor)
    return;
  grid->cursor_y = area.y + drawing.cursor_line - drawing.top;
  grid->cursor_x = area.x + drawing.cursor_column;
}
