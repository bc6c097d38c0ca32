#define _GNU_SOURCE 1 /* memfd_create, wcwidth, the wide half of curses */
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#undef lines /* of term.h's many short names, those that we use ourselves */
#undef columns

#include "colour.h"
#include "painter.h"
#include "painter_bytes.h"
#include "toban/lang.h"

enum { STYLES = 256, COLOURS_DIRECT = 1 << 24, GETA = 0x3013 /* 〓: printers' mark for a glyph that they lack */ };

struct painter {
  SCREEN *screen;
  FILE *file;                    /* a memory file that curses writes to */
  struct grid shown;             /* the last frame */
  bool all;                      /* `shown` says nothing: paint everything */
  bool ascii;
  int colours;
  bool shorten;                  /* it is a terminal that painter_shorten() knows */
  bool default_colours;          /* the terminal has a way back to its own colours */
  attr_t attributes[STYLES];
  int ground[STYLES];            /* what a blank of that style looks like: equal when they look alike */
  style_t plain[STYLES];         /* the first style whose blanks look like those of this one */
  int pair[STYLES];
  int pairs;                     /* that are in use: 1..pairs */
  int cursor_shown;              /* -1: not known */
  cchar_t *cells;                /* one row, for curses */
  GString *bytes;
  GString *enter, *leave;
};

/* --- the terminal's abilities ---------------------------------------------------------------------- */

static const char *capability(const char *name)
{
  const char *text = tigetstr(name);
  return text == NULL || text == (const char *)-1 ? "" : text;
}

static bool has_capability(const char *name)
{
  return *capability(name) != '\0';
}

/* Delays ($<5>) go: no terminal needs them today. */
static void append_capability(GString *out, const char *name)
{
  for (const char *text = capability(name); *text != '\0'; text++) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end != NULL)
      text = end;
    else
      g_string_append_c(out, *text);
  }
}

static void prepare_strings(struct painter *painter, const struct term_options *options)
{
  bool alternate = has_capability("smcup") && has_capability("rmcup");
  append_capability(painter->enter, "smcup");
  if (alternate) {
    g_string_append(painter->enter, "\033[?2004h");
    g_string_append(painter->leave, "\033[?2004l");
    if (options->mouse) {
      g_string_append(painter->enter, "\033[?1000h\033[?1006h");
      g_string_append(painter->leave, "\033[?1006l\033[?1000l");
    }
  }
  append_capability(painter->leave, "sgr0");
  append_capability(painter->leave, "op");
  append_capability(painter->leave, "cnorm");
  append_capability(painter->leave, alternate ? "rmcup" : "clear");
}

static int count_colours(const struct term_options *options)
{
  int has = tigetnum("colors"), limit = options->colours > 0 ? options->colours : COLOURS_DIRECT;
  const char *no_colour = g_getenv("NO_COLOR");
  if (no_colour != NULL && *no_colour != '\0')
    return 0;
  has = MIN(has, limit);
  return has >= COLOURS_DIRECT ? COLOURS_DIRECT : has >= 256 ? 256 : has >= 16 ? 16 : has >= 8 ? 8 : 0;
}

static int make_pair(struct painter *painter, const struct shade *shade)
{
  int fg = shade->fg, bg = shade->bg;
  if (!painter->default_colours) {
    fg = fg == COLOUR_DEFAULT ? COLOR_WHITE : fg;
    bg = bg == COLOUR_DEFAULT ? COLOR_BLACK : bg;
  }
  if (painter->colours == 0 || (fg == COLOUR_DEFAULT && bg == COLOUR_DEFAULT))
    return 0;
  for (int i = 1; i <= painter->pairs; i++) {
    int f, b;
    if (extended_pair_content(i, &f, &b) == OK && f == fg && b == bg)
      return i;
  }
  if (painter->pairs + 1 >= COLOR_PAIRS || init_extended_pair(painter->pairs + 1, fg, bg) == ERR)
    return 0;
  return ++painter->pairs;
}

void painter_theme(struct painter *painter, const struct theme *theme)
{
  painter->pairs = 0;
  for (int style = 0; style < STYLES; style++) {
    struct shade shade = colour_shade(theme, (style_t)style, painter->colours);
    painter->pair[style] = make_pair(painter, &shade);
    painter->attributes[style] = (shade.bold ? A_BOLD : 0) | (shade.dim ? A_DIM : 0) |
                                 (shade.reverse ? A_REVERSE : 0) | (shade.underline ? A_UNDERLINE : 0);
    painter->ground[style] = shade.reverse || shade.underline ? -2 - style : shade.bg;
  }
  for (int style = 0; style < STYLES; style++) {
    int first = 0;
    while (painter->ground[first] != painter->ground[style])
      first++;
    painter->plain[style] = (style_t)first;
  }
  painter->all = true;
}

/* --- life ------------------------------------------------------------------------------------------ */

/* newterm() takes signals that are the program's own to handle: they are given back. The size is set later. (With
 * use_env(FALSE) a memory file has no size for terminals whose description has none: linux, cygwin.) */
static SCREEN *open_screen(FILE *file)
{
  static const int taken[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
  struct sigaction before[G_N_ELEMENTS(taken)];
  for (size_t i = 0; i < G_N_ELEMENTS(taken); i++)
    sigaction(taken[i], NULL, &before[i]);
  use_tioctl(FALSE);
  SCREEN *screen = newterm(NULL, file, file);
  for (size_t i = 0; i < G_N_ELEMENTS(taken); i++)
    sigaction(taken[i], &before[i], NULL);
  return screen;
}

/* Says why, where newterm() only fails. */
static bool check_terminal(int fd, GError **error)
{
  const char *type = g_getenv("TERM");
  int status;
  if (type == NULL || *type == '\0') {
    error_set(error, TE_UNAVAILABLE, _("TERM is not set: the kind of terminal is not known"));
    return false;
  }
  if (setupterm(NULL, fd, &status) == ERR) {
    error_set(error, TE_UNAVAILABLE, _("the terminal “%s” (TERM) is not known here"), type);
    return false;
  }
  bool moves = has_capability("cup");
  if (!moves)
    error_set(error, TE_UNAVAILABLE, _("the terminal “%s” (TERM) cannot move its cursor"), type);
  del_curterm(cur_term); /* newterm() makes its own */
  return moves;
}

static struct painter *allocate(const struct term_options *options)
{
  struct painter *painter = g_new0(struct painter, 1);
  painter->ascii = options->ascii;
  painter->cursor_shown = -1;
  painter->bytes = g_string_new(NULL);
  painter->enter = g_string_new(NULL);
  painter->leave = g_string_new(NULL);
  grid_init(&painter->shown, 0, 0);
  int fd = memfd_create("screen", MFD_CLOEXEC);
  painter->file = fd < 0 ? NULL : fdopen(fd, "w+");
  return painter;
}

struct painter *painter_new(const struct term_options *options, int rows, int cols, GError **error)
{
  struct painter *painter = allocate(options);
  if (painter->file == NULL)
    error_set(error, TE_UNAVAILABLE, _("no memory file for the screen: %s"), error_text_of(errno));
  else if (check_terminal(fileno(painter->file), error) && (painter->screen = open_screen(painter->file)) == NULL)
    error_set(error, TE_UNAVAILABLE, _("the terminal “%s” (TERM) cannot be used"), g_getenv("TERM"));
  if (painter->screen == NULL) {
    painter_free(painter);
    return NULL;
  }
  painter->shorten = painter_can_shorten(capability("op"), capability("sgr0"));
  painter->colours = count_colours(options);
  if (painter->colours > 0 && start_color() == OK)
    painter->default_colours = use_default_colors() == OK;
  else
    painter->colours = 0;
  nonl();
  typeahead(-1);
  idlok(stdscr, TRUE);
  prepare_strings(painter, options);
  painter_theme(painter, &options->theme);
  painter_resize(painter, rows, cols);
  return painter;
}

void painter_free(struct painter *painter)
{
  if (painter->screen != NULL) {
    endwin();
    delscreen(painter->screen);
  }
  if (painter->file != NULL)
    fclose(painter->file);
  grid_clear(&painter->shown);
  g_free(painter->cells);
  g_string_free(painter->bytes, TRUE);
  g_string_free(painter->enter, TRUE);
  g_string_free(painter->leave, TRUE);
  g_free(painter);
}

void painter_resize(struct painter *painter, int rows, int cols)
{
  resize_term(MAX(rows, 1), MAX(cols, 1));
  grid_resize(&painter->shown, LINES, COLS);
  painter->cells = g_renew(cchar_t, painter->cells, (size_t)COLS);
  painter_forget(painter);
}

void painter_forget(struct painter *painter)
{
  painter->all = true;
  painter->cursor_shown = -1;
}

/* --- a frame --------------------------------------------------------------------------------------- */

/* For terminals that draw "ambiguous" characters two columns wide: signs that stay where they are. */
static wchar_t ascii_twin(gunichar c)
{
  static const struct { gunichar from; char to; } twins[] = {
    {0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2026, '~'}, {0x203B, '*'}, {0x2190, '<'},
    {0x2191, '^'},  {0x2192, '>'},  {0x2193, 'v'}, {0x2212, '-'}, {0x2500, '-'}, {0x2502, '|'}, {0x25A0, '#'},
    {0x25A1, '#'},  {0x25B2, '^'},  {0x25B3, '^'}, {0x25BC, 'v'}, {0x25BD, 'v'}, {0x25CB, 'o'}, {0x25CE, 'o'},
    {0x25CF, '*'},  {0x2605, '*'},  {0x2606, '*'}, {0x00B1, '+'}, {0x00D7, 'x'}, {0x2010, '-'}, {0x2015, '-'},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(twins); i++)
    if (twins[i].from == c)
      return (wchar_t)twins[i].to;
  gunichar base; /* é is e with a mark */
  if (g_unichar_fully_decompose(c, FALSE, &base, 1) > 1 && base < 0x7F)
    return (wchar_t)base;
  if (c >= 0x2460 && c <= 0x2468)
    return (wchar_t)('1' + (c - 0x2460));
  return c >= 0x2500 && c <= 0x257F ? L'+' : L'?';
}

/* The character as it can be sent: curses and the terminal agree with the grid about its columns. */
static wchar_t sendable(const struct painter *painter, gunichar c, int width)
{
  if (c < 0x7F)
    return (wchar_t)c;
  if (wcwidth((wchar_t)c) != width)
    return width == 2 ? GETA : L'?';
  if (painter->ascii && width == 1 && g_unichar_iswide_cjk(c))
    return ascii_twin(c);
  return (wchar_t)c;
}

static bool is_blank(const struct cell *cell)
{
  return cell->text[0] == ' ' && cell->text[1] == '\0';
}

/* A blank between words is painted in the style of what is left of it when that looks the same: each change of
 * style costs a dozen bytes. Long gaps are plain: terminals can skip or erase those. */
static style_t gap_style(const struct painter *painter, const struct cell *row, int x, int columns)
{
  enum { LONG_GAP = 4 };
  int from = x, to = x + 1;
  while (from > 0 && x - from < LONG_GAP && is_blank(&row[from - 1]))
    from--;
  while (to < columns && to - x < LONG_GAP && is_blank(&row[to]))
    to++;
  if (from == 0 || to == columns || to - from >= LONG_GAP)
    return painter->plain[row[x].style];
  style_t left = row[from - 1].style; /* also of the right half of a wide character */
  return painter->plain[left] == painter->plain[row[x].style] ? left : painter->plain[row[x].style];
}

static void make_cell(const struct painter *painter, const struct cell *cell, int width, cchar_t *out)
{
  wchar_t text[CCHARW_MAX + 1] = {0};
  int count = 0;
  for (const char *at = cell->text; *at != '\0' && count < CCHARW_MAX; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (count == 0)
      text[count++] = sendable(painter, c, width);
    else if (wcwidth((wchar_t)c) == 0)
      text[count++] = (wchar_t)c;
  }
  int pair = painter->pair[cell->style];
  setcchar(out, text, painter->attributes[cell->style], (short)pair, &pair);
}

static bool is_right_half(const struct cell *cell)
{
  return cell->text[0] == '\0';
}

/* Hands columns [first, last) of a row to curses. They start and end at whole characters. */
static void paint_run(struct painter *painter, int y, const struct cell *row, int first, int last, int columns)
{
  static const struct cell blank = {.text = " "};
  int count = 0;
  for (int x = first; x < last; x++) {
    bool wide = x + 1 < last && is_right_half(&row[x + 1]);
    struct cell cell = row[x];
    if (is_right_half(&row[x]) || (wcwidth((wchar_t)g_utf8_get_char(cell.text)) == 2 && !wide))
      memcpy(cell.text, blank.text, sizeof cell.text); /* a half that the edge of the screen cut off */
    else if (is_blank(&cell))
      cell.style = gap_style(painter, row, x, columns);
    make_cell(painter, &cell, wide ? 2 : 1, &painter->cells[count++]);
    x += wide;
  }
  mvadd_wchnstr(y, first, painter->cells, count);
}

static void paint_row(struct painter *painter, int y, const struct cell *row, int columns)
{
  struct cell *shown = painter->shown.cell + (size_t)y * (size_t)painter->shown.cols;
  int first = 0, last = columns;
  if (!painter->all) {
    while (first < last && memcmp(&row[first], &shown[first], sizeof *row) == 0)
      first++;
    while (last > first && memcmp(&row[last - 1], &shown[last - 1], sizeof *row) == 0)
      last--;
    if (first >= last)
      return;
    while (first > 0 && (is_right_half(&row[first]) || is_right_half(&shown[first])))
      first--;
    while (last < columns && (is_right_half(&row[last]) || is_right_half(&shown[last])))
      last++;
  }
  if (first >= last) /* a screen without columns */
    return;
  memcpy(shown + first, row + first, (size_t)(last - first) * sizeof *row);
  paint_run(painter, y, row, first, last, columns);
}

static void place_cursor(struct painter *painter, const struct grid *grid)
{
  bool visible = grid->cursor_y >= 0 && grid->cursor_y < LINES && grid->cursor_x >= 0 && grid->cursor_x < COLS;
  leaveok(stdscr, !visible);
  if (visible)
    move(grid->cursor_y, grid->cursor_x);
  if (painter->cursor_shown == visible)
    return;
  painter->cursor_shown = visible;
  curs_set(visible);
}

/* What curses wrote to its memory file since the last time. */
static void collect(struct painter *painter)
{
  int fd = fileno(painter->file);
  off_t end = lseek(fd, 0, SEEK_CUR);
  g_string_set_size(painter->bytes, end > 0 ? (gsize)end : 0);
  ssize_t got = end > 0 ? pread(fd, painter->bytes->str, (size_t)end, 0) : 0;
  g_string_truncate(painter->bytes, got > 0 ? (gsize)got : 0);
  lseek(fd, 0, SEEK_SET);
  if (painter->shorten)
    painter_shorten(painter->bytes);
}

const char *painter_frame(struct painter *painter, struct grid *grid, size_t *length)
{
  int columns = MIN(grid->cols, COLS);
  if (painter->all) {
    erase();
    clearok(stdscr, TRUE);
    grid_fill(&painter->shown, (struct rect){0, 0, LINES, COLS}, ROLE_NORMAL);
  }
  for (int y = 0; y < grid->rows; y++) {
    if (y < LINES && (painter->all || grid->dirty[y]))
      paint_row(painter, y, grid->cell + (size_t)y * (size_t)grid->cols, columns);
    grid->dirty[y] = false;
  }
  painter->all = false;
  place_cursor(painter, grid);
  refresh();
  collect(painter);
  *length = painter->bytes->len;
  return painter->bytes->str;
}

const char *painter_enter(const struct painter *painter)
{
  return painter->enter->str;
}

const char *painter_leave(const struct painter *painter)
{
  return painter->leave->str;
}

int painter_colours(const struct painter *painter)
{
  return painter->colours;
}
