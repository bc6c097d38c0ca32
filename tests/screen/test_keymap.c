#include <glib/gstdio.h>
#include <string.h>

#include "fixture.h"
#include "toban/error.h"

/* A key that two actions have in the same pane must be told apart by their guards: as of these pairs. */
static bool may_share(const struct action *a, const struct action *b)
{
  static const char *const pairs[][2] = {{"back", "quit"}};
  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    if ((strcmp(a->id, pairs[i][0]) == 0 && strcmp(b->id, pairs[i][1]) == 0) ||
        (strcmp(b->id, pairs[i][0]) == 0 && strcmp(a->id, pairs[i][1]) == 0))
      return true;
  return false;
}

static void table_is_sound(void)
{
  int count;
  const struct action *table = action_table(&count);
  for (int i = 0; i < count; i++) {
    g_assert_nonnull(table[i].run);
    g_assert_true(action_find(table[i].id) == &table[i]);
    g_assert_cmpstr(lang_text_in(LANG_JA, table[i].help), !=, table[i].help);
    char **mine = g_strsplit(table[i].keys, " ", -1);
    for (int k = i + 1; k < count; k++) {
      char **other = g_strsplit(table[k].keys, " ", -1);
      bool together = table[i].panes == 0 || table[k].panes == 0 || (table[i].panes & table[k].panes) != 0;
      for (int m = 0; mine[m] != NULL && together && !may_share(&table[i], &table[k]); m++)
        if (*mine[m] != '\0' && g_strv_contains((const char *const *)other, mine[m]))
          g_error("%s and %s both have %s", table[i].id, table[k].id, mine[m]);
      g_strfreev(other);
    }
    g_strfreev(mine);
  }
}

/* The help as it is read from its first to its last line. */
static char *whole_help(struct fixture *f)
{
  GString *all = g_string_new(NULL);
  fixture_keys(f, "?");
  for (int before = -1; before != f->model.list[PANE_HELP].top;) {
    before = f->model.list[PANE_HELP].top;
    char *screen = fixture_screen(f);
    g_string_append(all, screen);
    g_free(screen);
    fixture_keys(f, "PgDn");
  }
  fixture_keys(f, "Esc");
  return g_string_free(all, FALSE);
}

/* What has a key is in the help with it: nothing is reachable that is written nowhere. */
static void help_has_every_key(void)
{
  int count;
  struct fixture f;
  const struct action *table = action_table(&count);
  fixture_init(&f, 43, 132, LANG_EN);
  char *help = whole_help(&f);
  for (int i = 0; i < count; i++) {
    char *keys = keymap_all(f.keymap, &table[i]), *line = g_strdup_printf(" :%.12s", table[i].id);
    const char *at = strstr(help, line);
    while (at != NULL && at[strlen(line)] != ' ' && strlen(table[i].id) < 12)
      at = strstr(at + 1, line);
    if (at == NULL)
      g_error("the help has no %s:\n%s", table[i].id, help);
    while (at > help && at[-1] != '\n')
      at--;
    if (*keys != '\0' && g_strstr_len(at, (gssize)strcspn(at, "\n"), keys) == NULL)
      g_error("the help has no key %s for %s", keys, table[i].id);
    g_free(keys);
    g_free(line);
  }
  g_free(help);
  fixture_clear(&f);
}

static void key_works(const struct fixture *f, const struct action *action)
{
  char **key = g_strsplit(action->keys, " ", -1);
  for (int i = 0; key[i] != NULL; i++) {
    uint32_t code;
    unsigned mods;
    bool works = false;
    if (!key_parse(key[i], &code, &mods))
      continue;
    const struct action *found = keymap_find(f->keymap, &f->model, code, mods, &works);
    if (found != action && !(works && may_share(found, action)))
      g_error("%s in pane %s is not %s but %s", key[i], pane_get(f->model.focus)->name, action->id,
              found == NULL ? "nothing" : found->id);
  }
  g_strfreev(key);
}

/* In each pane: each action that works there now, so that its keys are shown, is what these keys do. */
static void keys_of_every_pane(void)
{
  int count;
  struct fixture f;
  const struct action *table = action_table(&count);
  fixture_init(&f, 43, 132, LANG_EN);
  for (int pane = 0; pane < PANES; pane++) {
    f.model.focus = (enum pane_id)pane;
    for (int i = 0; i < count; i++)
      if (action_works(&table[i], &f.model))
        key_works(&f, &table[i]);
  }
  f.model.focus = PANE_QUEUE;
  fixture_clear(&f);
}

/* Where the last line is long it has the keys of the other panes too. */
static void wide_lines_have_more(void)
{
  static const char *const shown[] = {" d roster", " H handover", " Y calendar", " B board", " J knowledge", " U figures"};
  struct fixture f;
  fixture_init(&f, 60, 240, LANG_EN);
  fixture_keys(&f, "o"); /* where no ticket is, whose keys come first */
  for (size_t i = 0; i < G_N_ELEMENTS(shown); i++)
    fixture_has(&f, shown[i]);
  fixture_clear(&f);
  fixture_init(&f, 43, 132, LANG_EN);
  fixture_keys(&f, "o");
  fixture_lacks(&f, " d roster");
  fixture_clear(&f);
}

static void load(struct keymap *map, const char *text, const char *want)
{
  char *path = g_build_filename(g_get_tmp_dir(), "toban-keys-XXXXXX", NULL);
  int fd = g_mkstemp(path);
  g_assert_cmpint(fd, >=, 0);
  g_close(fd, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  GError *error = NULL;
  bool fine = keymap_load(map, path, &error);
  if (want == NULL) {
    g_assert_no_error(error);
    g_assert_true(fine);
  } else {
    char *whole = g_strdup_printf("%s%s", path, want);
    g_assert_true(error_is(error, TE_DATA));
    g_assert_true(g_str_has_prefix(error->message, whole));
    g_free(whole);
  }
  g_clear_error(&error);
  g_unlink(path);
  g_free(path);
}

static void own_keys(void)
{
  struct fixture f;
  bool works;
  fixture_init(&f, 24, 80, LANG_EN);
  load(f.keymap, "# mine\n\n answer = w Alt-a\nhelp =\n", NULL);
  const struct action *found = keymap_find(f.keymap, &f.model, 'w', 0, &works);
  g_assert_cmpstr(found->id, ==, "answer");
  g_assert_true(works);
  found = keymap_find(f.keymap, &f.model, 'a', 0, &works); /* other panes have other uses for it */
  g_assert_false(works);
  g_assert_cmpstr(found->id, !=, "answer");
  g_assert_null(keymap_find(f.keymap, &f.model, '?', 0, &works));
  char *keys = keymap_all(f.keymap, action_find("answer"));
  g_assert_cmpstr(keys, ==, "w Alt-a");
  g_free(keys);
  load(f.keymap, "down = a\n", NULL); /* taken from the answer, whose own keys are back */
  g_assert_cmpstr(keymap_find(f.keymap, &f.model, 'a', 0, &works)->id, ==, "down");
  fixture_clear(&f);
}

static void errors_name_file_and_line(void)
{
  struct keymap *map = keymap_new();
  load(map, "down = j\nnonsense = k\n", ":2: ");
  load(map, "down = j\n\nup = Hyper-x\n", ":3: ");
  load(map, "down j\n", ":1: ");
  char *keys = keymap_first(map, action_find("down"));
  g_assert_cmpstr(keys, ==, "j");
  g_free(keys);
  GError *error = NULL;
  g_assert_true(keymap_load(map, "/nowhere/keys.conf", &error));
  g_assert_no_error(error);
  keymap_free(map);
}

/* What the last line and the pane's frame show is what works (edge case 27). */
static void shown_keys_work(void)
{
  struct fixture f;
  static const char *const ways[] = {"", "Enter", "o", "4", "?", "j", "2"};
  fixture_init(&f, 43, 200, LANG_EN);
  for (size_t w = 0; w < G_N_ELEMENTS(ways); w++) {
    if (*ways[w] != '\0')
      fixture_keys(&f, ways[w]);
    int count;
    const struct action *table = action_table(&count);
    char *screen = fixture_screen(&f), **line = g_strsplit(screen, "\n", -1);
    const char *last = line[42];
    for (int i = 0; i < count; i++) {
      char *key = keymap_first(f.keymap, &table[i]), *shown = g_strdup_printf(" %s %s", key, lang_text_context(table[i].name));
      if (table[i].foot > 0 && table[i].arg != ARG_LANG && !action_works(&table[i], &f.model) && strstr(last, shown) != NULL)
        g_error("%s is shown and does not work:\n%s", table[i].id, last);
      g_free(shown);
      g_free(key);
    }
    g_strfreev(line);
    g_free(screen);
  }
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/keymap/table", table_is_sound);
  g_test_add_func("/keymap/help-has-every-key", help_has_every_key);
  g_test_add_func("/keymap/wide-lines-have-more", wide_lines_have_more);
  g_test_add_func("/keymap/keys-of-every-pane", keys_of_every_pane);
  g_test_add_func("/keymap/own-keys", own_keys);
  g_test_add_func("/keymap/errors", errors_name_file_and_line);
  g_test_add_func("/keymap/shown-keys-work", shown_keys_work);
  return g_test_run();
}
