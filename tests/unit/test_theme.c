#include <glib/gstdio.h>
#include <string.h>

#include "toban/theme.h"

static bool same(const struct look *a, const struct look *b)
{
  return a->fg == b->fg && a->bg == b->bg && a->bold == b->bold && a->dim == b->dim && a->reverse == b->reverse &&
         a->underline == b->underline;
}

/* Hue in degrees of a saturated colour; -1 for greys and soft tints. */
static double hue(int rgb)
{
  int r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
  int max = MAX(r, MAX(g, b)), min = MIN(r, MIN(g, b)), span = max - min;
  if (rgb == COLOUR_DEFAULT || span == 0 || span * 100 < 35 * max)
    return -1;
  double h = max == r ? (double)(g - b) / span : max == g ? 2 + (double)(b - r) / span : 4 + (double)(r - g) / span;
  return h * 60 < 0 ? h * 60 + 360 : h * 60;
}

/* When nothing is wrong there is at most one saturated colour on the screen. */
static void check_calm(const struct theme *theme)
{
  static const enum role calm[] = {ROLE_NORMAL, ROLE_QUIET, ROLE_TITLE, ROLE_FRAME, ROLE_FRAME_ACTIVE, ROLE_KEY,
                                   ROLE_GOOD, ROLE_MINE, ROLE_SELECTED, ROLE_HEADER};
  double accent = -1;
  for (size_t i = 0; i < G_N_ELEMENTS(calm) * 2; i++) {
    const struct look *look = &theme->role[calm[i / 2]];
    double h = hue(i % 2 ? look->fg : look->bg);
    if (h < 0)
      continue;
    if (accent < 0)
      accent = h;
    g_assert_cmpfloat(ABS(h - accent), <, 15);
  }
}

static void built_in(void)
{
  g_assert_cmpint(theme_count(), ==, 4);
  g_assert_null(theme_name(-1));
  g_assert_null(theme_name(4));
  for (int i = 0; i < theme_count(); i++) {
    struct theme theme;
    GError *error = NULL;
    theme_load(&theme, theme_name(i), &error);
    g_assert_no_error(error);
    g_assert_cmpstr(theme.name, ==, theme_name(i));
    static const enum role loud[] = {ROLE_LATE, ROLE_SOON, ROLE_BAD, ROLE_UNKNOWN, ROLE_SELECTED, ROLE_FRAME_ACTIVE};
    for (size_t j = 0; j < G_N_ELEMENTS(loud); j++)
      g_assert_false(same(&theme.role[loud[j]], &theme.role[ROLE_NORMAL]));
    g_assert_false(same(&theme.role[ROLE_FRAME], &theme.role[ROLE_FRAME_ACTIVE]));
    check_calm(&theme);
  }
}

static void no_colour(void)
{
  struct theme theme;
  g_setenv("NO_COLOR", "1", TRUE);
  g_assert_true(theme_load(&theme, "dark", NULL));
  g_assert_cmpstr(theme.name, ==, "mono");
  for (int role = 0; role < ROLES; role++)
    g_assert_true(theme.role[role].fg == COLOUR_DEFAULT && theme.role[role].bg16 == COLOUR_DEFAULT);
  g_setenv("NO_COLOR", "", TRUE);
  g_assert_true(theme_load(&theme, "dark", NULL));
  g_assert_cmpstr(theme.name, ==, "dark");
  g_unsetenv("NO_COLOR");
}

static void files(void)
{
  static const struct { const char *bytes; const char *says; } rows[] = {
    {"[late]\nfg=#12\n", "[late], key “fg”: “#12”"},
    {"[late]\nfg=#-12345\n", "“#-12345”"},
    {"[late]\nfg16=pink\n", "“pink”"},
    {"[late]\nattributes=bold;loud\n", "“bold;loud”"},
    {"[late]\ncolour=#ffffff\n", "there is no key “colour”"},
    {"[lates]\n", "there is no role [lates]"},
    {"not a key file", "not a theme"},
    {"[late]\nfg = #FF0080\nbg=default\nfg16=bright-red\nattributes=bold;underline;\n", NULL},
    {"", NULL},
  };
  g_autofree char *dir = g_dir_make_tmp("theme-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(dir, "own.theme", NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    struct theme theme = {.name = "before"};
    GError *error = NULL;
    g_assert_true(g_file_set_contents(path, rows[i].bytes, -1, NULL));
    g_assert_true(theme_load(&theme, path, &error) == (rows[i].says == NULL));
    g_assert_cmpstr(theme.name, ==, rows[i].says == NULL ? "own.theme" : "before");
    if (rows[i].says != NULL) {
      g_assert_true(error_is(error, TE_DATA));
      g_assert_nonnull(strstr(error->message, rows[i].says));
      g_assert_nonnull(strstr(error->message, "own.theme"));
    } else if (*rows[i].bytes != '\0') {
      const struct look *late = &theme.role[ROLE_LATE];
      g_assert_true(late->fg == 0xFF0080 && late->bg == COLOUR_DEFAULT && late->fg16 == 9 && late->bold && late->underline);
    }
    g_clear_error(&error);
  }
  g_unlink(path);
  g_rmdir(dir);
  struct theme theme;
  g_autoptr(GError) error = NULL;
  g_assert_false(theme_load(&theme, path, &error));
  g_assert_true(error_is(error, TE_NOINPUT));
  g_clear_error(&error);
  g_assert_false(theme_load(&theme, "drak", &error));
  g_assert_nonnull(strstr(error->message, "drak"));
}

int main(int argc, char **argv)
{
  g_unsetenv("NO_COLOR");
  g_setenv("LC_ALL", "en_US.UTF-8", TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme/built-in", built_in);
  g_test_add_func("/theme/no-colour", no_colour);
  g_test_add_func("/theme/files", files);
  return g_test_run();
}
