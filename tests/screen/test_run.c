/* The console as a program, on a terminal that the test holds: leaving, drafts, signals, two at once.
 * Looked for are single words: curses passes over blanks that are there already. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "toban/db.h"
#include "tools/child.h"
#include "tools/watch.h"

static char *folder, *db, *program;
static const char *lang = "en"; /* of consoles that are opened from now on */

static const char *say(const char *ja, const char *en)
{
  return strcmp(lang, "ja") == 0 ? ja : en;
}

/* Runs toban with these arguments to its end; returns its status, and what it wrote when `out` is not NULL. */
static int run(const char *const *args, char **out, char **err)
{
  GPtrArray *argv = g_ptr_array_new();
  int status;
  g_ptr_array_add(argv, program);
  g_ptr_array_add(argv, (gpointer) "--db");
  g_ptr_array_add(argv, db);
  g_ptr_array_add(argv, (gpointer) "--lang");
  g_ptr_array_add(argv, (gpointer) "en");
  for (; *args != NULL; args++)
    g_ptr_array_add(argv, (gpointer)*args);
  g_ptr_array_add(argv, NULL);
  GError *error = NULL;
  g_assert_true(g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, out, err, &status, &error));
  g_assert_no_error(error);
  g_ptr_array_unref(argv);
  return WEXITSTATUS(status);
}

/* Until `sign` is seen: READY when rows and rights are there. */
#define READY say("メモ", "answer")
#define DRAFTS say("登録していない", "Texts")
#define KEPT say("下書きに残しま", "kept")       /* a draft */
#define NOTED say("メモを登録", "kept")
static struct watch *open_console(const char *who, const char *sign)
{
  const char *argv[] = {program, "--db", db, "--as", who, "--lang", lang, "--no-poll", NULL};
  char *state = g_strdup_printf("XDG_STATE_HOME=%s/state-%s", folder, lang), *config = g_strdup_printf("XDG_CONFIG_HOME=%s", folder);
  const char *environment[] = {state, config, "TERM=xterm-256color", "NO_COLOR=1", NULL};
  struct watch *watch = watch_start(argv, 24, 80, environment);
  watch_expect(watch, sign);
  g_free(state);
  g_free(config);
  return watch;
}

static void keys(struct watch *watch, const char *text)
{
  watch_send(watch, text, strlen(text));
}

static void ends_with(struct watch *watch, const char *how)
{
  char *news = watch_news(watch);
  g_assert_cmpstr(news, ==, how);
  g_free(news);
  watch_free(watch);
}

static void leaves(void)
{
  struct watch *watch = open_console("ken", "answer");
  keys(watch, "Q");
  ends_with(watch, "exit 0");
  watch = open_console("ken", "answer");
  watch_signal(watch, SIGTERM);
  ends_with(watch, "exit 143");
}

/* What was typed is there again after the terminal was taken away, and after the text was sent no more. */
static void drafts_outlive_the_terminal(void)
{
  struct watch *watch = open_console("ken", "answer");
  keys(watch, "m");
  watch_expect(watch, "Ctrl-D");
  keys(watch, "halfathought");
  watch_expect(watch, "thought");
  watch_hang_up(watch);
  char *news = watch_news(watch);
  g_assert_cmpstr(news, ==, "exit 129");
  g_free(news);
  watch_free(watch);

  watch = open_console("ken", "Texts");
  keys(watch, "\r");
  watch_expect(watch, "halfathought");
  keys(watch, "\x04");
  watch_expect(watch, "kept");
  keys(watch, "Q");
  ends_with(watch, "exit 0");

  watch = open_console("ken", "answer");
  keys(watch, "D");
  watch_expect(watch, "unsent");
  keys(watch, "Q");
  ends_with(watch, "exit 0");
}

/* Until a draft file of the folder has these words: a kill takes what is not written yet. */
static void wait_for_draft(const char *words)
{
  enum { TRIES = 1000, PAUSE_US = 10000 };
  char *state = g_strconcat("state-", lang, NULL), *place = g_build_filename(folder, state, "toban", NULL);
  bool found = false;
  for (int i = 0; !found && i < TRIES; i++) {
    GDir *dir = g_dir_open(place, 0, NULL);
    for (const char *name; dir != NULL && !found && (name = g_dir_read_name(dir)) != NULL;) {
      char *path = g_build_filename(place, name, NULL), *text = NULL;
      found = g_str_has_prefix(name, "draft.") && g_file_get_contents(path, &text, NULL, NULL) &&
              strstr(text, words) != NULL;
      g_free(text);
      g_free(path);
    }
    if (dir != NULL)
      g_dir_close(dir);
    if (!found)
      g_usleep(PAUSE_US);
  }
  g_assert_true(found);
  g_free(state);
  g_free(place);
}

static void killed(struct watch *watch)
{
  watch_signal(watch, SIGKILL);
  ends_with(watch, "signal 9");
}

/* kill -9 while somebody types, in two consoles of one person over one ticket: all of it is there on the next start. */
static void drafts_outlive_kill(gconstpointer in)
{
  lang = in;
  struct watch *first = open_console("kei", READY), *second = open_console("kei", READY);
  keys(first, "m");
  watch_expect(first, "Ctrl-D");
  keys(first, "firstthought");
  keys(second, "m");
  watch_expect(second, "Ctrl-D");
  keys(second, "otherthought");
  wait_for_draft("firstthought");
  wait_for_draft("otherthought");
  keys(first, "\033");
  watch_expect(first, KEPT);
  keys(first, "n\t\tSomebody");
  wait_for_draft("Somebody");
  keys(second, "\033");
  watch_expect(second, KEPT);
  keys(second, ":goto 261122-00");
  wait_for_draft("goto 261122-00");
  killed(second); /* its shell has a copy of the first one's pipes */
  killed(first);

  struct watch *watch = open_console("kei", DRAFTS);
  static const char *const words[] = {"goto", "firstthought", "otherthought"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    wait_for_draft(words[i]);
  keys(watch, "4"); /* command, new, two notes */
  watch_expect(watch, "thought");
  keys(watch, "\x04");
  watch_expect(watch, NOTED);
  keys(watch, "D3");
  watch_expect(watch, "thought");
  keys(watch, "\x04");
  watch_expect(watch, NOTED);
  keys(watch, "D2");
  watch_expect(watch, "Somebody");
  keys(watch, "\033");
  watch_expect(watch, KEPT);
  keys(watch, "D1");
  watch_expect(watch, "261122-00");
  keys(watch, "\r"); /* the command is carried out: there is no such ticket */
  keys(watch, "Q");
  ends_with(watch, "exit 0");
}

static int64_t count_events(const char *body)
{
  int64_t n = -1;
  GError *error = NULL;
  struct db *reader = db_open(db, DB_READONLY, &error);
  g_assert_no_error(error);
  g_assert_true(db_get_int(reader, &n, -1, &error, "SELECT count(*) FROM event WHERE body = $1", "t", body));
  db_close(reader);
  return n;
}

/* Somebody holds the database: the write waits, is said to, and happens once. */
static void waits_for_the_lock(gconstpointer in)
{
  lang = in;
  const char *words = say("waitsforit-ja", "waitsforit");
  GError *error = NULL;
  struct db *holder = db_open(db, 0, &error);
  g_assert_no_error(error);
  struct watch *watch = open_console("ken", READY);
  g_assert_true(db_begin(holder, &error));
  keys(watch, "m");
  watch_expect(watch, "Ctrl-D");
  keys(watch, words);
  keys(watch, "\x04");
  watch_expect(watch, say("ロック", "lock"));
  watch_expect(watch, say("未保存", "unsaved"));
  keys(watch, "jjkk?"); /* keys work meanwhile */
  watch_expect(watch, say("ヘルプ", "Help"));
  db_rollback(holder);
  watch_expect(watch, NOTED);
  keys(watch, "qQ");
  ends_with(watch, "exit 0");
  g_assert_cmpint(count_events(words), ==, 1);
  db_close(holder);
}

/* A long text in the operator's own editor: it has the terminal meanwhile, then the text is in ours. */
static void own_editor(void)
{
  char *editor = g_build_filename(folder, "editor", NULL);
  g_assert_true(g_file_set_contents(editor,
                                    "#!/bin/sh\n[ -t 0 ] && [ -t 1 ] || exit 9\nprintf 'EDITOR-HAS-IT\\n'\n"
                                    "read answer\nprintf ' %s-outside%s' \"$answer\" \"$LANGUAGE\" >>\"$1\"\n"
                                    "[ \"$answer\" != fail ]\n",
                                    -1, NULL));
  g_assert_cmpint(g_chmod(editor, 0755), ==, 0);
  g_setenv("VISUAL", editor, TRUE);
  g_setenv("LANGUAGE", "eo", TRUE); /* its language is its own, not what our catalogue needs */
  struct watch *watch = open_console("ken", "answer");
  keys(watch, "m");
  watch_expect(watch, "Ctrl-D");
  keys(watch, "inside");
  watch_expect(watch, "inside");
  watch_send(watch, "\x18", 1); /* Ctrl-X */
  watch_expect(watch, "EDITOR-HAS-IT");
  keys(watch, "typed\r");
  watch_expect(watch, "typed-outsideeo");
  watch_send(watch, "\x18", 1);
  watch_expect(watch, "EDITOR-HAS-IT");
  keys(watch, "fail\r");
  watch_expect(watch, "status");
  keys(watch, "\x04");
  watch_expect(watch, "kept");
  /* The terminal goes away meanwhile: what the editor had written is the draft. */
  keys(watch, "m");
  watch_expect(watch, "Ctrl-D");
  keys(watch, "before");
  watch_expect(watch, "before");
  watch_send(watch, "\x18", 1);
  watch_expect(watch, "EDITOR-HAS-IT");
  keys(watch, "more\r");
  watch_expect(watch, "more-outside");
  watch_send(watch, "\x18", 1);
  watch_expect(watch, "EDITOR-HAS-IT");
  watch_hang_up(watch);
  ends_with(watch, "exit 129");
  watch = open_console("ken", "Texts");
  keys(watch, "\r");
  watch_expect(watch, "more-outside");
  keys(watch, "\x04");
  watch_expect(watch, "kept");
  keys(watch, "Q");
  ends_with(watch, "exit 0");
  g_unsetenv("VISUAL");
  g_unsetenv("LANGUAGE");
  g_free(editor);
}

static void one_sees_what_the_other_does(void)
{
  struct watch *first = open_console("ken", "answer"), *second = open_console("sora", "answer");
  keys(first, "n");
  watch_expect(first, "Requester");
  keys(first, "\tlondon\tDoor-stays-shut\t\t\t\t\t\t\t1");
  watch_expect(first, "highest");
  watch_send(first, "\x04", 1);
  watch_expect(first, "taken");
  watch_expect(second, "Door-stays");
  keys(first, "Q");
  keys(second, "Q");
  ends_with(second, "exit 0"); /* its shell has a copy of the first one's pipes */
  ends_with(first, "exit 0");
}

static char *key_of(const char *title)
{
  GError *error = NULL;
  struct db *reader = db_open(db, DB_READONLY, &error);
  g_assert_no_error(error);
  struct db_stmt *stmt = db_query(reader, &error, "SELECT key FROM ticket WHERE title = $1", "t", title);
  g_assert_cmpint(db_step(stmt, &error), ==, 1);
  char *key = g_strdup(db_text(stmt, 0));
  db_done(stmt);
  db_close(reader);
  return key;
}

/* Opens the ticket in its pane, and begins a text with this key. */
static void write_about(struct watch *watch, const char *key, const char *begin)
{
  char *command = g_strdup_printf(":goto %s\r", key);
  keys(watch, command);
  watch_expect(watch, say("受付", "received"));
  keys(watch, begin);
  watch_expect(watch, "Ctrl-D");
  g_free(command);
}

/* Edge case 24, with two consoles. The list of one follows what the other does without a key; what was typed over a
 * ticket that leaves its list, and whose view is left, is kept; who writes about a ticket is not in his own way when he
 * does so in another console too. */
static void edge_24_stale_lists_lost_text_own_locks(gconstpointer in)
{
  lang = in;
  const char *title = say("Stale-lists-ja", "Lists-too-old"), *mine_says = say("hanbun", "half-of-it"),
             *second_says = say("mou-hitotsu", "from-my-second-console");
  struct watch *mine = open_console("hanako", READY), *other = open_console("sora", READY);
  keys(other, "n");
  watch_expect(other, say("依頼者", "Requester"));
  char *form = g_strdup_printf("\tlondon\t%s\t\t\t\t\t\t\t1", title);
  keys(other, form);
  watch_expect(other, say("最高", "highest"));
  watch_send(other, "\x04", 1);
  watch_expect(other, say("受け付けました", "taken"));
  char *key = key_of(title), *go = g_strdup_printf(":goto %s\r", key);
  char *filter = g_strdup_printf("/assignee:none %s\r", title);
  keys(mine, filter);
  watch_expect(mine, title);
  write_about(mine, key, "m");
  keys(mine, mine_says);
  wait_for_draft(mine_says);
  keys(other, go);
  watch_expect(other, say("受付", "received"));
  keys(other, "t");
  watch_expect(other, say("引き受けました", "yours"));
  watch_expect(mine, say("合う案件はありません", "matches")); /* nothing is left in the list */
  keys(mine, "\033");
  watch_expect(mine, KEPT);
  keys(mine, "q:view done\r"); /* nor is the view there any more */
  watch_expect(mine, say("新しい順", "newest"));
  keys(mine, "D\r");
  watch_expect(mine, mine_says);

  struct watch *again = open_console("hanako", READY);
  write_about(again, key, "a");
  keys(again, second_says);
  keys(again, "\x04");
  watch_expect(again, say("回答を登録", "written"));
  keys(mine, "-and-the-rest\x04");
  watch_expect(mine, NOTED);
  keys(mine, "Q");
  keys(other, "Q");
  keys(again, "Q");
  ends_with(again, "exit 0"); /* shells have copies of the pipes of those before */
  ends_with(other, "exit 0");
  ends_with(mine, "exit 0");
  char *whole = g_strconcat(mine_says, "-and-the-rest", NULL);
  g_assert_cmpint(count_events(second_says), ==, 1);
  g_assert_cmpint(count_events(whole), ==, 1);
  g_free(whole);
  g_free(filter);
  g_free(form);
  g_free(go);
  g_free(key);
}

static void stops_and_goes_on(void)
{
  struct watch *watch = open_console("ken", "answer");
  watch_send(watch, "\x1a", 1);
  char *news = watch_news(watch);
  g_assert_cmpstr(news, ==, "stopped");
  g_free(news);
  watch_resize(watch, 30, 100);
  watch_foreground(watch);
  watch_expect(watch, "Tickets");
  keys(watch, "L");
  watch_expect(watch, "期限順");
  keys(watch, "Q");
  ends_with(watch, "exit 0");
}

static void needs_a_terminal(void)
{
  const char *const none[] = {"--as", "ken", NULL}, *const frame[] = {"--as", "ken", "screen", "--size", "80x24", NULL};
  char *out, *err;
  g_assert_cmpint(run(none, NULL, &err), ==, 64);
  g_assert_nonnull(strstr(err, "toban screen"));
  g_free(err);
  g_assert_cmpint(run(frame, &out, NULL), ==, 0);
  g_assert_nonnull(strstr(out, "1 Tickets"));
  char **line = g_strsplit(out, "\n", -1);
  g_assert_cmpint((int)g_strv_length(line), ==, 25);
  g_strfreev(line);
  g_free(out);
}

static void remove_folder(void)
{
  char *argv[] = {"rm", "-rf", folder, NULL};
  g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* In both languages. */
static void add(const char *path, GTestDataFunc run_)
{
  static const char *const langs[] = {"ja", "en"};
  for (size_t i = 0; i < G_N_ELEMENTS(langs); i++) {
    char *name = g_strdup_printf("%s/%s", path, langs[i]);
    g_test_add_data_func(name, langs[i], run_);
    g_free(name);
  }
}

int main(int argc, char **argv)
{
  const char *const init[] = {"init", "--demo", "--tickets", "300", NULL};
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("toban-run-XXXXXX", NULL);
  db = g_build_filename(folder, "toban.db", NULL);
  program = test_program("toban");
  char *made;
  g_assert_cmpint(run(init, &made, NULL), ==, 0);
  g_free(made);
  g_test_add_func("/run/leaves", leaves);
  g_test_add_func("/run/drafts", drafts_outlive_the_terminal);
  add("/run/killed", drafts_outlive_kill);
  add("/run/locked", waits_for_the_lock);
  g_test_add_func("/run/two", one_sees_what_the_other_does);
  add("/run/edge-24-stale-lists-lost-text-own-locks", edge_24_stale_lists_lost_text_own_locks);
  g_test_add_func("/run/own-editor", own_editor);
  g_test_add_func("/run/stops", stops_and_goes_on);
  g_test_add_func("/run/needs-a-terminal", needs_a_terminal);
  int status = g_test_run();
  remove_folder();
  g_free(program);
  g_free(db);
  g_free(folder);
  return status;
}
