#include <string.h>

#include "toban/grid.h"
#include "toban/text.h"

static void expect(const struct grid *grid, const char *want)
{
  char *text = grid_text(grid);
  g_assert_cmpstr(text, ==, want);
  g_free(text);
}

static void puts_and_clips(void)
{
  struct grid grid;
  grid_init(&grid, 3, 8);
  g_assert_cmpint(grid_put(&grid, 0, 1, 20, ROLE_LATE, "漢字と英語"), ==, 7);
  g_assert_cmpint(grid_put(&grid, 1, 6, 20, ROLE_NORMAL, "漢字"), ==, 1);
  g_assert_cmpint(grid_put(&grid, 2, -1, 5, ROLE_NORMAL, "漢x"), ==, 3);
  g_assert_cmpint(grid_put(&grid, 2, 8, 5, ROLE_NORMAL, "x"), ==, 0);
  g_assert_cmpint(grid_put(&grid, 3, 0, 5, ROLE_NORMAL, "x"), ==, 0);
  g_assert_cmpint(grid_put(&grid, 0, 0, 0, ROLE_NORMAL, "x"), ==, 0);
  g_assert_cmpint(grid_put(&grid, 0, G_MAXINT, G_MAXINT, ROLE_NORMAL, "x"), ==, 0);
  expect(&grid, " 漢字と~\n      ~\n x\n");
  g_assert_cmpint(grid.cell[1].style, ==, ROLE_LATE);
  grid_clear(&grid);
}

static void halves_are_repaired(void)
{
  struct grid grid;
  grid_init(&grid, 1, 6);
  grid_put(&grid, 0, 0, 6, ROLE_NORMAL, "漢字列");
  grid_put(&grid, 0, 1, 1, ROLE_NORMAL, "x");
  expect(&grid, " x字列\n");
  grid_put(&grid, 0, 3, 2, ROLE_NORMAL, "本");
  expect(&grid, " x 本\n");
  grid_put(&grid, 0, 0, 6, ROLE_NORMAL, "漢字列");
  grid_fill(&grid, (struct rect){0, 1, 1, 2}, ROLE_NORMAL);
  expect(&grid, "    列\n");
  grid_clear(&grid);
}

static void fields(void)
{
  struct grid grid;
  grid_init(&grid, 5, 8);
  grid_fit(&grid, 0, 1, 6, true, ROLE_NORMAL, "12");
  grid_fit(&grid, 1, 1, 6, false, ROLE_NORMAL, "ab");
  grid_fit(&grid, 2, 0, 6, true, ROLE_NORMAL, "漢字列表");
  grid_printf(&grid, 3, 0, 8, ROLE_NORMAL, "%03d %s", 7, "事務所");
  g_autofree char *text = g_strnfill(400, 'x');
  grid_printf(&grid, 4, 0, 4, ROLE_NORMAL, "%s", text);
  expect(&grid, "     12\n ab\n 漢字~\n007 事~\nxxx~\n");
  grid_clear(&grid);
}

static void boxes(void)
{
  struct grid grid;
  grid_init(&grid, 3, 20);
  struct rect all = {0, 0, 3, 20};
  grid_box(&grid, all, true, "案件 42件", "1/42");
  expect(&grid, "┌─ 案件 42件 ──────┐\n│                  │\n└─────────── 1/42 ─┘\n");
  g_assert_cmpint(grid.cell[0].style, ==, ROLE_FRAME_ACTIVE);
  grid_use_ascii(true);
  grid_box(&grid, all, true, "Tickets", NULL);
  expect(&grid, "+= Tickets ========+\n|                  |\n+==================+\n");
  grid_box(&grid, all, false, "a title that is far too long", "and a foot that is too long");
  expect(&grid, "+- a title that ~ -+\n|                  |\n+- and a foot th~ -+\n");
  grid_use_ascii(false);
  grid_box(&grid, (struct rect){0, 0, 1, 20}, false, "x", "y");
  grid_box(&grid, (struct rect){-5, -5, 100, 100}, false, "x", "y");
  grid_box(&grid, (struct rect){0, 18, 2, 2}, false, "x", "y");
  grid_clear(&grid);
}

static void clusters(void)
{
  struct grid grid;
  grid_init(&grid, 1, 4);
  GString *text = g_string_new("e");
  for (int i = 0; i < 20; i++)
    g_string_append(text, "\xCC\x81");
  g_string_append(text, "x\xCC\x81");
  g_assert_cmpint(grid_put(&grid, 0, 0, 4, ROLE_NORMAL, text->str), ==, 2);
  g_assert_cmpuint(strlen(grid.cell[0].text), ==, 13);
  g_assert_true(g_utf8_validate(grid.cell[0].text, -1, NULL));
  g_assert_cmpstr(grid.cell[1].text, ==, "x\xCC\x81");
  grid_put(&grid, 0, 0, 4, ROLE_NORMAL, "\xCC\x81\x1B\xFFz");
  expect(&grid, "??z\n");
  g_string_free(text, TRUE);
  grid_clear(&grid);
}

static void check_whole(const struct grid *grid)
{
  for (int y = 0; y < grid->rows; y++)
    for (int x = 0; x < grid->cols; x++) {
      const struct cell *cell = &grid->cell[y * grid->cols + x];
      const struct cell *next = x + 1 < grid->cols ? cell + 1 : NULL;
      g_assert_true(g_utf8_validate(cell->text, -1, NULL));
      bool wide = text_width(cell->text) == 2;
      g_assert_true(!wide || next != NULL);
      g_assert_true(next == NULL || wide == (next->text[0] == '\0'));
    }
}

/* Whatever is drawn where: no half of a wide character is ever alone, nothing lands outside. */
static void any_drawing_stays_whole(void)
{
  static const char *const texts[] = {"漢", "x", "漢字漢字漢字", "a漢b字c", "", "か\xE3\x82\x99漢", "\xE3\x82\x99", "\xFF\xFE", "🙂"};
  for (int i = 0; i < 400; i++) {
    struct grid grid;
    grid_init(&grid, g_test_rand_int_range(0, 6), g_test_rand_int_range(0, 12));
    for (int j = 0; j < 60; j++) {
      int y = g_test_rand_int_range(-2, 8), x = g_test_rand_int_range(-4, 14), w = g_test_rand_int_range(-2, 16);
      const char *text = texts[g_test_rand_int_range(0, G_N_ELEMENTS(texts))];
      struct rect area = {y, x, g_test_rand_int_range(-1, 5), w};
      switch (g_test_rand_int_range(0, 5)) {
      case 0: grid_fill(&grid, area, ROLE_QUIET); break;
      case 1: grid_fit(&grid, y, x, w, g_test_rand_bit(), ROLE_NORMAL, text); break;
      case 2: grid_select(&grid, area); break;
      case 3: grid_box(&grid, area, g_test_rand_bit(), text, text); break;
      default: g_assert_cmpint(grid_put(&grid, y, x, w, ROLE_NORMAL, text), <=, MAX(w, 0)); break;
      }
    }
    check_whole(&grid);
    grid_clear(&grid);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/grid/puts-and-clips", puts_and_clips);
  g_test_add_func("/grid/halves", halves_are_repaired);
  g_test_add_func("/grid/fields", fields);
  g_test_add_func("/grid/boxes", boxes);
  g_test_add_func("/grid/clusters", clusters);
  g_test_add_func("/grid/any-drawing", any_drawing_stays_whole);
  return g_test_run();
}
