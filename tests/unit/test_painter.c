#include <string.h>

#include "console/colour.h"
#include "console/painter.h"
#include "console/painter_bytes.h"
#include "toban/lang.h"

static void colours_of_the_cube(void)
{
  static const struct { int rgb, index; } rows[] = {
    {0x000000, 16}, {0xFFFFFF, 231}, {0xFF0000, 196}, {0x005F87, 24}, {0x8A8A8A, 245}, {0x080808, 232}, {0xEEEEEE, 255},
    {0x5FAFFF, 75}, {0xFF5F5F, 203}, {0x303030, 236}, {0xFEFEFE, 231},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    g_assert_cmpint(colour_256(rows[i].rgb), ==, rows[i].index);
}

static void shades(void)
{
  struct theme theme;
  g_assert_true(theme_load(&theme, "dark", NULL));
  struct shade late = colour_shade(&theme, ROLE_LATE, 256);
  g_assert_true(late.fg == 203 && late.bg == COLOUR_DEFAULT && late.bold);
  g_assert_cmpint(colour_shade(&theme, ROLE_LATE, 1 << 24).fg, ==, 0xFF5F5F);
  g_assert_cmpint(colour_shade(&theme, ROLE_LATE, 16).fg, ==, 9);
  g_assert_cmpint(colour_shade(&theme, ROLE_LATE, 8).fg, ==, 1);
  struct shade quiet = colour_shade(&theme, ROLE_QUIET, 8);
  g_assert_true(quiet.fg == COLOUR_DEFAULT && quiet.dim);
  struct shade selected = colour_shade(&theme, ROLE_LATE | STYLE_SELECTED, 256);
  g_assert_true(selected.bg == 24 && selected.bold);
  g_assert_cmpint(colour_shade(&theme, 0x7F, 256).fg, ==, COLOUR_DEFAULT);
  g_assert_true(theme_load(&theme, "mono", NULL));
  selected = colour_shade(&theme, ROLE_QUIET | STYLE_SELECTED, 0);
  g_assert_true(selected.reverse && !selected.dim && selected.fg == COLOUR_DEFAULT);
}

static void shorter_bytes(void)
{
  static const char *const rows[][2] = {
    {"a\033[39m\033(B\033[mb", "a\033[mb"},
    {"a\033[39;49m\033[m\017b", "a\033[mb"},
    {"\033[49m\033(B\033[0;1mx", "\033[0;1mx"},
    {"\033[39mx\033[m", "\033[39mx\033[m"},
    {"\033[39;49m\033[38;5;3mx", "\033[39;49m\033[38;5;3mx"},
    {"\033[39", "\033[39"},
    {"\033[39m\033(B", "\033[39m"},
    {"漢\033", "漢\033"},
    {"", ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GString *bytes = g_string_new(rows[i][0]);
    painter_shorten(bytes);
    g_assert_cmpstr(bytes->str, ==, rows[i][1]);
    g_string_free(bytes, TRUE);
  }
  g_assert_true(painter_can_shorten("\033[39;49m", "\033(B\033[m"));
  g_assert_true(painter_can_shorten("\033[39;49m", "\033[m\017"));
  g_assert_false(painter_can_shorten("", "\033[m\017"));
  g_assert_false(painter_can_shorten("\033[39;49m", "\033[m\033[10m"));
}

static gsize frame(struct painter *painter, struct grid *grid, const char *has, const char *has_not)
{
  gsize length;
  const char *bytes = painter_frame(painter, grid, &length);
  g_autofree char *copy = g_strndup(bytes, length);
  if (has != NULL)
    g_assert_nonnull(strstr(copy, has));
  if (has_not != NULL)
    g_assert_null(strstr(copy, has_not));
  for (int y = 0; y < grid->rows; y++)
    g_assert_false(grid->dirty[y]);
  return length;
}

static struct painter *open_painter(const char *type, int rows, int cols)
{
  struct term_options options = {0};
  g_autoptr(GError) error = NULL;
  g_setenv("TERM", type, TRUE);
  g_assert_true(theme_load(&options.theme, "dark", NULL));
  struct painter *painter = painter_new(&options, rows, cols, &error);
  g_assert_no_error(error);
  return painter;
}

/* A frame costs what changed: nothing for nothing, a character for a character. */
static void small_changes_are_small(void)
{
  struct painter *painter = open_painter("xterm-256color", 24, 80);
  struct grid grid;
  grid_init(&grid, 24, 80);
  g_assert_cmpint(painter_colours(painter), ==, 256);
  for (int y = 0; y < 24; y++)
    grid_printf(&grid, y, 0, 80, ROLE_NORMAL, "%d 会議室の回線が落ちた", y);
  frame(painter, &grid, "会議室", NULL);
  g_assert_cmpuint(frame(painter, &grid, NULL, NULL), ==, 0);
  grid_fill(&grid, (struct rect){0, 0, 24, 80}, ROLE_NORMAL);
  for (int y = 0; y < 24; y++)
    grid_printf(&grid, y, 0, 80, ROLE_NORMAL, "%d 会議室の回線が落ちた", y);
  g_assert_cmpuint(frame(painter, &grid, NULL, NULL), ==, 0);
  grid_put(&grid, 7, 70, 1, ROLE_NORMAL, "x");
  g_assert_cmpuint(frame(painter, &grid, "x", "会議"), <, 16);
  grid_put(&grid, 7, 5, 1, ROLE_NORMAL, "x"); /* into the second half of a wide character */
  g_assert_cmpuint(frame(painter, &grid, "x", "線"), <, 16);
  painter_forget(painter);
  frame(painter, &grid, "会議室", NULL);
  grid_clear(&grid);
  painter_free(painter);
}

/* Grid and screen of different sizes, as between a resize and the next drawing. */
static void sizes_that_differ(void)
{
  struct painter *painter = open_painter("tmux-256color", 5, 7);
  struct grid grid;
  grid_init(&grid, 9, 9);
  for (int y = 0; y < 9; y++)
    grid_put(&grid, y, 0, 9, ROLE_NORMAL, "漢字漢字x");
  frame(painter, &grid, "漢字漢", "漢字漢字");
  painter_resize(painter, 1, 1);
  frame(painter, &grid, NULL, "漢");
  painter_resize(painter, 12, 30);
  frame(painter, &grid, "漢字漢字x", NULL);
  grid_clear(&grid);
  grid_init(&grid, 0, 0);
  painter_forget(painter);
  frame(painter, &grid, NULL, "漢");
  grid_clear(&grid);
  painter_free(painter);
}

static void odd_characters(void)
{
  struct painter *painter = open_painter("xterm-256color", 3, 20);
  struct grid grid;
  grid_init(&grid, 3, 20);
  grid_put(&grid, 0, 0, 20, ROLE_NORMAL, "\U00031350x"); /* a kanji that the C library does not know: 〓 */
  grid_put(&grid, 1, 0, 20, ROLE_NORMAL, "か\xE3\x82\x99" "e\xCC\x81");
  frame(painter, &grid, "〓x", "\U00031350");
  painter_forget(painter);
  frame(painter, &grid, "か\xE3\x82\x99" "e\xCC\x81", NULL);
  grid_clear(&grid);
  painter_free(painter);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_unsetenv("NO_COLOR");
  g_test_add_func("/painter/cube", colours_of_the_cube);
  g_test_add_func("/painter/shades", shades);
  g_test_add_func("/painter/shorter", shorter_bytes);
  g_test_add_func("/painter/small-changes", small_changes_are_small);
  g_test_add_func("/painter/sizes", sizes_that_differ);
  g_test_add_func("/painter/odd-characters", odd_characters);
  return g_test_run();
}
