#include "toban/grid.h"

#include <stdarg.h>
#include <string.h>

#include "toban/text.h"

/* One cluster in a cell: a base and its combining marks, as many as have room. */
struct cluster { const char *text; size_t bytes; int width; };

static const struct cell blank = {.text = " ", .style = ROLE_NORMAL};

void grid_init(struct grid *grid, int rows, int cols)
{
  *grid = (struct grid){.cursor_y = -1, .cursor_x = -1};
  grid_resize(grid, rows, cols);
}

void grid_clear(struct grid *grid)
{
  g_free(grid->cell);
  g_free(grid->dirty);
  *grid = (struct grid){.cursor_y = -1, .cursor_x = -1};
}

void grid_resize(struct grid *grid, int rows, int cols)
{
  grid_clear(grid);
  grid->rows = MAX(rows, 0);
  grid->cols = MAX(cols, 0);
  size_t cells = (size_t)grid->rows * (size_t)grid->cols;
  grid->cell = g_new(struct cell, cells);
  for (size_t i = 0; i < cells; i++)
    grid->cell[i] = blank;
  grid->dirty = g_new(bool, (size_t)grid->rows);
  for (int y = 0; y < grid->rows; y++)
    grid->dirty[y] = true;
}

static struct cell *row_of(const struct grid *grid, int y)
{
  return grid->cell + (size_t)y * (size_t)grid->cols;
}

static bool is_right_half(const struct cell *cell)
{
  return cell->text[0] == '\0';
}

/* [x, x + width) of the row is about to be overwritten: halves that would be left alone become blanks. */
static void repair(const struct grid *grid, struct cell *row, int x, int width)
{
  if (x > 0 && is_right_half(&row[x]))
    memcpy(row[x - 1].text, blank.text, sizeof blank.text);
  if (x + width < grid->cols && is_right_half(&row[x + width]))
    memcpy(row[x + width].text, blank.text, sizeof blank.text);
}

static struct rect clip(const struct grid *grid, struct rect area)
{
  int y = MAX(area.y, 0), x = MAX(area.x, 0);
  int bottom = MIN(area.y + area.h, grid->rows), right = MIN(area.x + area.w, grid->cols);
  return (struct rect){y, x, MAX(bottom - y, 0), MAX(right - x, 0)};
}

void grid_fill(struct grid *grid, struct rect area, style_t style)
{
  area = clip(grid, area);
  struct cell with = blank;
  with.style = style;
  for (int y = area.y; area.w > 0 && y < area.y + area.h; y++) {
    struct cell *row = row_of(grid, y);
    repair(grid, row, area.x, area.w);
    for (int x = area.x; x < area.x + area.w; x++)
      row[x] = with;
    grid->dirty[y] = true;
  }
}

/* The next cluster of [at, end); what is no clean text shows as "?". */
static struct cluster next_cluster(const char *at, const char *end)
{
  unsigned char first = (unsigned char)*at;
  if (first >= 0x20 && first < 0x7F && (at + 1 == end || (unsigned char)at[1] < 0x80))
    return (struct cluster){at, 1, 1};
  gunichar c = g_utf8_get_char_validated(at, end - at);
  if (c >= 0x110000 || c < 0x20 || (c >= 0x7F && c < 0xA0))
    return (struct cluster){NULL, c >= 0x110000 ? 1 : (size_t)g_unichar_to_utf8(c, NULL), 1};
  struct cluster cluster = {at, (size_t)(g_utf8_next_char(at) - at), text_char_width(c)};
  for (const char *p = at + cluster.bytes; cluster.width > 0 && p < end && (unsigned char)*p >= 0xC0;) {
    c = g_utf8_get_char_validated(p, end - p);
    if (c >= 0x110000 || text_char_width(c) > 0)
      break;
    p = g_utf8_next_char(p);
    cluster.bytes = (size_t)(p - at);
  }
  return cluster;
}

/* Bytes of the cluster that fit a cell: whole characters only. */
static size_t cell_bytes(const struct cluster *cluster)
{
  size_t room = sizeof ((struct cell *)NULL)->text - 1, bytes = MIN(cluster->bytes, room);
  while (bytes < cluster->bytes && ((unsigned char)cluster->text[bytes] & 0xC0) == 0x80)
    bytes--;
  return bytes;
}

static void set_cell(struct grid *grid, struct cell *row, int x, const struct cluster *cluster, style_t style)
{
  repair(grid, row, x, cluster->width);
  struct cell cell = {.style = style};
  if (cluster->text == NULL)
    cell.text[0] = '?';
  else
    memcpy(cell.text, cluster->text, cell_bytes(cluster));
  row[x] = cell;
  if (cluster->width == 2)
    row[x + 1] = (struct cell){.style = style};
}

/* Puts what fits into [x, limit); returns the column behind it. Columns left of 0 are passed over. */
static int put_bytes(struct grid *grid, int y, int x, int limit, style_t style, const char *text, size_t bytes)
{
  struct cell *row = row_of(grid, y);
  for (const char *end = text + bytes; text < end;) {
    struct cluster cluster = next_cluster(text, end);
    text += cluster.bytes;
    if (cluster.width == 0)
      continue; /* a mark without a base */
    if (x + cluster.width > limit)
      break;
    if (x >= 0)
      set_cell(grid, row, x, &cluster, style);
    x += cluster.width;
  }
  grid->dirty[y] = true;
  return x;
}

int grid_put(struct grid *grid, int y, int x, int max, style_t style, const char *text)
{
  int limit = MIN(grid->cols, x > grid->cols ? x : x + MIN(max, grid->cols - x));
  if (y < 0 || y >= grid->rows || max <= 0 || limit <= x)
    return 0;
  size_t length = strlen(text), bytes = text_bytes_for(text, limit - x, NULL);
  if (bytes == length)
    return put_bytes(grid, y, x, limit, style, text, length) - x;
  bytes = text_bytes_for(text, limit - x - 1, NULL);
  int at = put_bytes(grid, y, x, limit, style, text, bytes);
  return put_bytes(grid, y, at, limit, style, TEXT_CUT, 1) - x;
}

void grid_fit(struct grid *grid, int y, int x, int width, bool right, style_t style, const char *text)
{
  int used = right ? text_width(text) : 0;
  int lead = right && used < width ? width - used : 0;
  grid_fill(grid, (struct rect){y, x, 1, width}, style);
  if (right && used > width) { /* the cut text may be a column short: keep it at the right */
    g_autoptr(GString) fitted = text_fit(g_string_new(NULL), text, width, true);
    grid_put(grid, y, x, width, style, fitted->str);
    return;
  }
  grid_put(grid, y, x + lead, width - lead, style, text);
}

int grid_printf(struct grid *grid, int y, int x, int max, style_t style, const char *format, ...)
{
  char small[256];
  va_list list;
  va_start(list, format);
  int length = g_vsnprintf(small, sizeof small, format, list);
  va_end(list);
  if (length < (int)sizeof small)
    return grid_put(grid, y, x, max, style, small);
  va_start(list, format);
  char *text = g_strdup_vprintf(format, list);
  va_end(list);
  int used = grid_put(grid, y, x, max, style, text);
  g_free(text);
  return used;
}

void grid_restyle(struct grid *grid, struct rect area, style_t style)
{
  area = clip(grid, area);
  for (int y = area.y; y < area.y + area.h; y++) {
    struct cell *row = row_of(grid, y);
    for (int x = area.x; x < area.x + area.w; x++)
      row[x].style = style;
    grid->dirty[y] = true;
  }
}

void grid_select(struct grid *grid, struct rect area)
{
  area = clip(grid, area);
  for (int y = area.y; y < area.y + area.h; y++) {
    struct cell *row = row_of(grid, y);
    for (int x = area.x; x < area.x + area.w; x++)
      row[x].style |= STYLE_SELECTED;
    grid->dirty[y] = true;
  }
}

char *grid_text(const struct grid *grid)
{
  GString *out = g_string_sized_new((size_t)grid->rows * ((size_t)grid->cols + 1));
  for (int y = 0; y < grid->rows; y++) {
    const struct cell *row = row_of(grid, y);
    int last = grid->cols;
    while (last > 0 && strcmp(row[last - 1].text, blank.text) == 0)
      last--;
    for (int x = 0; x < last; x++)
      g_string_append(out, row[x].text);
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}
