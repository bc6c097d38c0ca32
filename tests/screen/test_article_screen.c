/* Articles on the screen, on a real database: both sides beside each other, typed, reviewed, allowed, published, voted
 * on, and an earlier version taken back; in both languages. */
#include "fixture.h"
#include "toban/right.h"

static enum lang lang_here;

static const char *say(const char *ja, const char *en)
{
  return lang_here == LANG_JA ? ja : en;
}

/* The article about paper jams is open. */
static struct fixture *start(gconstpointer lang)
{
  static struct fixture f;
  lang_here = (enum lang)GPOINTER_TO_INT(lang);
  fixture_init(&f, 43, 132, lang_here);
  fixture_knowledge(&f);
  fixture_live(&f);
  f.model.roles |= ROLE_BIT(ROLE_LEADER_HQ);
  fixture_keys(&f, "J /");
  fixture_type(&f, say("紙詰", "jam"));
  fixture_keys(&f, "Enter Enter");
  g_assert_cmpint(f.model.focus, ==, PANE_ARTICLE);
  return &f;
}

static void command(struct fixture *f, const char *text)
{
  fixture_keys(f, ":");
  fixture_type(f, text);
  fixture_keys(f, "Enter");
}

/* Adds words to the side of the screen's language. */
static void edit(struct fixture *f, const char *words)
{
  fixture_keys(f, "e");
  g_assert_cmpint(f->model.mode, ==, MODE_ARTICLE);
  fixture_type(f, words);
  fixture_keys(f, "F2");
  fixture_tells(f, "%s: written, a draft now", "print-jam");
}

static void writes(gconstpointer lang)
{
  struct fixture *f = start(lang);
  fixture_has(f, "Paper jams again and again");
  fixture_has(f, "紙詰まりが繰り返す");
  fixture_tells(f, " (older than the other side)");
  fixture_keys(f, "e");
  fixture_type(f, say("おわり。", " End."));
  fixture_keys(f, "Tab");
  fixture_type(f, say(" End.", "おわり。"));
  fixture_tells(f, "first line: the question; --- before the steps. Tab: other language, F2 saves, Esc leaves ");
  fixture_keys(f, "F2");
  fixture_tells(f, "%s: written, a draft now", "print-jam");
  fixture_has(f, " End.");
  fixture_has(f, "おわり。");
  fixture_has(f, say("下書き、第 2 版", "draft, version 2"));
  fixture_keys(f, "r");
  fixture_tells(f, "%s: waits for a review", "print-jam");
  fixture_has(f, say("確認待ち、第 2 版", "in review, version 2"));
  fixture_keys(f, "i");
  fixture_tells(f, "%s: published for the desk", "print-jam");
  fixture_has(f, say("内部公開、第 2 版", "for the desk, version 2"));
  fixture_keys(f, "p");
  fixture_tells(f, "%s: published for users", "print-jam");
  fixture_has(f, say("公開、第 2 版", "public, version 2"));
  fixture_keys(f, "+");
  fixture_tells(f, "%s: it helped", "print-jam");
  fixture_keys(f, "-");
  fixture_tells(f, "%s: it did not help", "print-jam");
  fixture_has(f, say("役立った 1、役立たなかった 1", "helped 1, did not 1"));
  command(f, "retire");
  fixture_tells(f, "%s: taken out of use", "print-jam");
  fixture_clear(f);
}

/* What may say who blocks publishing, until it is allowed by name. */
static void allows(gconstpointer lang)
{
  struct fixture *f = start(lang);
  edit(f, " someone@desk.test");
  fixture_has(f, say("未処理: ", "Not dealt with: "));
  fixture_keys(f, "r p");
  fixture_has(f, say("確認待ち、第 2 版", "in review, version 2"));
  fixture_keys(f, "y");
  fixture_has(f, "allow someone@desk.test");
  fixture_keys(f, "Enter");
  fixture_tells(f, "%s: allowed", "print-jam");
  fixture_lacks(f, say("未処理: ", "Not dealt with: "));
  fixture_keys(f, "p");
  fixture_has(f, say("公開、第 2 版", "public, version 2"));
  fixture_clear(f);
}

/* v lists the versions and shows one; u makes it the newest, which is undone in the same way. */
static void takes_back(gconstpointer lang)
{
  struct fixture *f = start(lang);
  fixture_lacks(f, say("v 版", "v versions")); /* there is no earlier one */
  edit(f, say("新しい語", " NEWWORDS"));
  fixture_has(f, say("新しい語", "NEWWORDS"));
  fixture_keys(f, "u"); /* nothing earlier is shown: that key does nothing */
  fixture_has(f, say("第 2 版", "version 2"));
  fixture_keys(f, "v");
  fixture_tells(f, "Which version? The newest is the article as it is.");
  fixture_keys(f, "j Enter");
  fixture_has(f, say("以前の版（第 1 版、", "An earlier version: 1, "));
  fixture_lacks(f, say("新しい語", "NEWWORDS"));
  fixture_lacks(f, say("e 編集", "e edit")); /* what would change the present one is not offered */
  fixture_keys(f, "v Enter");
  fixture_has(f, say("新しい語", "NEWWORDS")); /* the newest: as it is */
  fixture_has(f, say("e 編集", "e edit"));
  command(f, "versions 1");
  fixture_keys(f, "u");
  fixture_tells(f, "%s: the earlier words again, a draft now", "print-jam");
  fixture_has(f, say("下書き、第 3 版", "draft, version 3"));
  fixture_lacks(f, say("新しい語", "NEWWORDS"));
  command(f, "versions 2");
  fixture_keys(f, "u");
  fixture_has(f, say("下書き、第 4 版", "draft, version 4"));
  fixture_has(f, say("新しい語", "NEWWORDS"));
  command(f, "versions 9");
  fixture_tells(f, "there is no version %d", 9);
  command(f, "versions 1");
  fixture_keys(f, "Esc Enter"); /* opened again: as it is */
  fixture_has(f, say("下書き、第 4 版", "draft, version 4"));
  fixture_clear(f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  fixture_test("/article-screen/writes", writes);
  fixture_test("/article-screen/allows", allows);
  fixture_test("/article-screen/takes-back", takes_back);
  return g_test_run();
}
