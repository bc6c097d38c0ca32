#include <string.h>

#include "toban/prompt.h"

static void key(struct prompt *prompt, const char *names)
{
  char **name = g_strsplit(names, " ", -1);
  for (int i = 0; name[i] != NULL; i++) {
    uint32_t code;
    unsigned mods;
    g_assert_true(key_parse(name[i], &code, &mods));
    prompt_key(prompt, code, mods);
  }
  g_strfreev(name);
}

static void expect(const struct prompt *prompt, const char *before, const char *after)
{
  char *have = g_strndup(prompt_text(prompt), prompt->at);
  g_assert_cmpstr(have, ==, before);
  g_assert_cmpstr(prompt_text(prompt) + prompt->at, ==, after);
  g_free(have);
}

static void moves_by_whole_characters(void)
{
  struct prompt prompt;
  prompt_init(&prompt, false);
  prompt_set(&prompt, "日本e\xcc\x81x");
  key(&prompt, "Left Left");
  expect(&prompt, "日本", "e\xcc\x81x");
  key(&prompt, "Delete");
  expect(&prompt, "日本", "x");
  key(&prompt, "BackSpace Home");
  expect(&prompt, "", "日x");
  key(&prompt, "Right End Left");
  expect(&prompt, "日", "x");
  key(&prompt, "Left Left Left BackSpace");
  expect(&prompt, "", "日x");
  prompt_clear(&prompt);
}

static void words_change_with_the_script(void)
{
  struct prompt prompt;
  prompt_init(&prompt, false);
  prompt_set(&prompt, "VPN接続でエラーが出る now");
  key(&prompt, "Ctrl-W");
  expect(&prompt, "VPN接続でエラーが出る ", "");
  key(&prompt, "Ctrl-W Ctrl-W Ctrl-W");
  expect(&prompt, "VPN接続でエラー", "");
  key(&prompt, "Alt-b Alt-b Alt-b");
  expect(&prompt, "VPN", "接続でエラー");
  key(&prompt, "Ctrl-K");
  expect(&prompt, "VPN", "");
  key(&prompt, "Ctrl-Y Ctrl-A Ctrl-Y");
  expect(&prompt, "接続でエラー", "VPN接続でエラー");
  key(&prompt, "Ctrl-U Alt-f");
  expect(&prompt, "VPN", "接続でエラー");
  prompt_clear(&prompt);
}

static void history(void)
{
  struct prompt prompt;
  prompt_init(&prompt, false);
  g_assert_cmpint(prompt_key(&prompt, KEYCODE_UP, 0), ==, PROMPT_IGNORED);
  prompt_set(&prompt, "view late");
  prompt_remember(&prompt);
  prompt_remember(&prompt);
  prompt_set(&prompt, "zoom");
  prompt_remember(&prompt);
  prompt_set(&prompt, "half");
  key(&prompt, "Up");
  expect(&prompt, "zoom", "");
  key(&prompt, "Up");
  expect(&prompt, "view late", "");
  g_assert_cmpint(prompt_key(&prompt, KEYCODE_UP, 0), ==, PROMPT_IGNORED);
  key(&prompt, "Down Down");
  expect(&prompt, "half", "");
  prompt_clear(&prompt);
}

static void several_lines(void)
{
  struct prompt prompt;
  prompt_init(&prompt, true);
  prompt.width = 6;
  prompt_insert(&prompt, "一二三四五\nab\n", strlen("一二三四五\nab\n"));
  g_assert_cmpint(prompt_key(&prompt, '\r', 0), ==, PROMPT_EDITED);
  key(&prompt, "Up Up");
  expect(&prompt, "一二三四五\n", "ab\n\n");
  key(&prompt, "End Up");
  expect(&prompt, "一二三四", "五\nab\n\n");
  key(&prompt, "Up");
  expect(&prompt, "一", "二三四五\nab\n\n");
  key(&prompt, "End");
  expect(&prompt, "一二三四五", "\nab\n\n");
  g_assert_cmpint(prompt_key(&prompt, 'd', MOD_CTRL), ==, PROMPT_ACCEPT);
  g_assert_cmpint(prompt_key(&prompt, 27, 0), ==, PROMPT_CANCEL);
  prompt_clear(&prompt);
}

static void pastes_and_limits(void)
{
  struct prompt prompt;
  prompt_init(&prompt, false);
  g_assert_true(prompt_insert(&prompt, "a\nb", 3));
  expect(&prompt, "a b", "");
  char *much = g_strnfill(PROMPT_LIMIT, 'x');
  g_assert_false(prompt_insert(&prompt, much, PROMPT_LIMIT));
  expect(&prompt, "a b", "");
  g_free(much);
  prompt_clear(&prompt);
}

static void drawn(struct prompt *prompt, struct rect area, const char *want, int y, int x)
{
  struct grid grid;
  grid_init(&grid, 4, 12);
  prompt_draw(prompt, &grid, area, ROLE_NORMAL, true);
  char *text = grid_text(&grid);
  g_assert_cmpstr(text, ==, want);
  g_assert_cmpint(grid.cursor_y, ==, y);
  g_assert_cmpint(grid.cursor_x, ==, x);
  g_free(text);
  grid_clear(&grid);
}

/* The cursor is in sight whatever the length (edge case 55). */
static void window_on_a_long_line(void)
{
  struct prompt prompt;
  prompt_init(&prompt, false);
  prompt_set(&prompt, "あいうえおかきくけこ");
  drawn(&prompt, (struct rect){0, 1, 1, 8}, " くけこ\n\n\n\n", 0, 7);
  key(&prompt, "Home");
  drawn(&prompt, (struct rect){0, 1, 1, 8}, " あいうえ\n\n\n\n", 0, 1);
  key(&prompt, "Right Right Right Right");
  drawn(&prompt, (struct rect){0, 1, 1, 8}, " いうえお\n\n\n\n", 0, 7);
  prompt_clear(&prompt);
  prompt_init(&prompt, true);
  prompt_set(&prompt, "1\n2\n3\n四");
  drawn(&prompt, (struct rect){1, 0, 2, 8}, "\n3\n四\n\n", 2, 2);
  prompt_clear(&prompt);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/prompt/characters", moves_by_whole_characters);
  g_test_add_func("/prompt/words", words_change_with_the_script);
  g_test_add_func("/prompt/history", history);
  g_test_add_func("/prompt/lines", several_lines);
  g_test_add_func("/prompt/paste", pastes_and_limits);
  g_test_add_func("/prompt/window", window_on_a_long_line);
  return g_test_run();
}
