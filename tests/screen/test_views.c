/* Filters and views on the screen, by keys, in both languages. */
#include <string.h>

#include "console/model_parts.h"
#include "fixture.h"

static void finish(struct fixture *f)
{
  fixture_clear(f);
  g_free(f);
}

static struct fixture *start(int rows, int cols, enum lang lang)
{
  struct fixture *f = g_new(struct fixture, 1);
  fixture_init(f, rows, cols, lang);
  return f;
}

/* The language of filters on the screen: each key filters as far as it is understood, what is wrong is marked above its
 * place and not taken, Tab completes, in both languages. */
static void filter_language(enum lang lang, const char *const *typed)
{
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "/");
  fixture_has(f, typed[0]); /* what there is to ask about */
  fixture_type(f, typed[1]);
  fixture_has(f, typed[2]);
  fixture_keys(f, "Tab");
  g_assert_cmpint(f->model.queue.window->total, ==, 42); /* a field without its value: everything is there still */
  g_assert_cmpstr(prompt_text(&f->model.line), ==, typed[3]);
  fixture_type(f, typed[4]);
  g_assert_cmpint(f->model.queue.window->total, <, 42);
  fixture_type(f, typed[5]);
  fixture_has(f, typed[6]);
  fixture_has(f, typed[7]);
  int64_t before = f->model.queue.window->total;
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE); /* it is wrong: not taken */
  g_assert_cmpint(f->model.queue.window->total, ==, before);
  fixture_keys(f, "BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace");
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_has(f, typed[8]);
  fixture_keys(f, "Esc");
  g_assert_cmpint(f->model.queue.window->total, ==, 42);
  finish(f);
}

static void filters_in_english(void)
{
  static const char *const typed[] = {"text:  key:  state:  office:", "sta", "state:", "state:", "new", " offic:",
                                      "         vvvvv", "there is no field “offic”", "/state:new"};
  filter_language(LANG_EN, typed);
}

static void filters_in_japanese(void)
{
  static const char *const typed[] = {"語:  番号:  状態:  事務所:", "状", "状態:", "状態:", "新規", " 事務局：xy",
                                      "           vvvvvv", "「事務局」という項目はありません", "/状態:新規"};
  filter_language(LANG_JA, typed);
}

/* --- saved views ---------------------------------------------------------------------------------- */
/* What the command under way would write, and its number; "" when there is none. */
static const char *written(const struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  static char *text;
  g_free(text);
  text = effect == NULL || effect->take_command->records == NULL ? g_strdup("")
                                                                 : json_dumps(effect->take_command->records, JSON_SORT_KEYS);
  return text;
}

static void menu_of_views(enum lang lang, const char *mine, const char *shared, const char *shown)
{
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "v");
  fixture_has(f, mine); /* with their counts */
  fixture_has(f, shared);
  fixture_keys(f, "9");
  g_assert_cmpstr(f->model.queue.shape.key, ==, "/vpn");
  fixture_has(f, shown); /* its name, its order */
  g_assert_cmpint(f->model.queue.window->total, ==, 5);
  fixture_lacks(f, lang == LANG_EN ? " Due   " : "期限        "); /* its columns, not the usual ones */
  fixture_keys(f, "v");
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 9};
  int before = f->asked[SLOT_VIEWS];
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpint(f->asked[SLOT_VIEWS], ==, before + 1); /* live while the menu is open */
  g_assert_cmpint(f->model.mode, ==, MODE_MENU);
  g_assert_cmpint(f->model.menu->list.cursor, ==, 8); /* and the cursor stays */
  fixture_keys(f, "1");
  g_assert_cmpint(f->model.queue.view, ==, VIEW_OPEN);
  g_assert_cmpstr(f->model.queue.shape.key, ==, "");
  g_assert_cmpint(f->model.queue.window->total, ==, 42);
  finish(f);
}

static void views_in_english(void)
{
  menu_of_views(LANG_EN, "soon                            4  own", "VPN tickets                     5  shared",
                "Tickets 5 [VPN tickets] newest received first");
}

static void views_in_japanese(void)
{
  menu_of_views(LANG_JA, "soon                            4  自分用", "VPN の案件                      5  共有",
                "案件 5件 [VPN の案件] 受付の新しい順");
}

#define LANG(data) ((enum lang)GPOINTER_TO_INT(data))

static void has_title(struct fixture *f, const char *name, const char *order)
{
  char *title = g_strdup_printf(" [%s] %s", name, order);
  fixture_has(f, title);
  g_free(title);
}

/* What is shown is kept with its order and columns; shared by who may. */
static void views_are_kept(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_type(f, "/vpn priority<3\n:order received falling\n:columns received key title\n");
  has_title(f, queue_view_text(VIEW_OPEN), queue_order_text(ORDER_RECEIVED, true));
  fixture_has(f, LANG(lang) == LANG_EN ? "Received" : "受付");
  fixture_type(f, ":view-save vpn2 // 急ぐVPN // Urgent VPN\n");
  g_assert_cmpstr(written(f), ==,
                  "[{\"data\": {\"columns\": \"received key title\", \"en\": \"Urgent VPN\", \"falling\": true, \"filter\": "
                  "\"is:open vpn priority<3\", \"ja\": \"急ぐVPN\", \"order\": \"received\"}, \"kind\": "
                  "\"view-saved\", \"subject\": \"view:ken/vpn2\"}]");
  g_assert_cmpstr(f->model.filter[PANE_QUEUE], ==, ""); /* it is a part of the view now */
  g_assert_cmpint(f->model.queue.window->total, ==, 5);
  f->model.roles = ROLE_BIT(ROLE_AGENT) | ROLE_BIT(ROLE_LEADER_HQ);
  fixture_type(f, ":view-share vpn3\n");
  g_assert_nonnull(strstr(written(f), "\"view-shared\", \"subject\": \"view:/vpn3\""));
  fixture_type(f, ":view-remove soon\n");
  g_assert_nonnull(strstr(written(f), "\"view-removed\", \"subject\": \"view:ken/soon\""));
  fixture_type(f, ":view-save late\n");
  fixture_has(f, LANG(lang) == LANG_EN ? "“late” is no name for a view" : "「late」は表示の名前にできません");
  fixture_type(f, ":order sideways\n");
  fixture_tells(f, "a list is ordered by due, received, changed or priority");
  fixture_type(f, ":columns smell\n");
  fixture_tells(f, "there is no column “%s”", "smell");
  fixture_type(f, ":view so");
  fixture_keys(f, "Tab");
  g_assert_cmpstr(prompt_text(&f->model.line), ==, "view soon");
  fixture_keys(f, "Enter");
  has_title(f, "soon", queue_order_text(ORDER_DUE, false));
  fixture_type(f, "V");
  g_assert_cmpstr(f->model.queue.shape.key, ==, "/vpn");
  f->model.roles = ROLE_BIT(ROLE_AGENT);
  fixture_type(f, ":view-share vpn4\n");
  fixture_has(f, right_text(RIGHT_VIEW_SHARE));
  finish(f);
}

/* Views that are not counted yet are counted while nobody waits. */
static void views_are_counted(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  struct view_list *list = f->model.views;
  list->uncounted = true;
  struct arena *arena = arena_new();
  struct view_list *fresh = arena_new0(arena, struct view_list, 1);
  *fresh = *list;
  fresh->s.arena = arena;
  fixture_send(f, &(struct message){.type = MESSAGE_SNAPSHOT, .now = f->model.now, .slot = SLOT_VIEWS, .take = fresh});
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  g_assert_cmpint(effect->take_command->kind, ==, COMMAND_COUNT_VIEWS);
  struct store_feed feed = {.topics = TOPIC_VIEW, .seq = 10};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_null(fixture_effect(f, EFFECT_TELL)); /* one at a time, and none when all is counted */
  finish(f);
}

static void by_number(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_type(f, ":261124-0011\n");
  fixture_has(f, "261124-0011");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_keys(f, "Esc");
  fixture_type(f, ":0017\n");
  g_assert_cmpstr(f->model.ticket_key, ==, "261124-0017");
  fixture_has(f, "VPN");
  fixture_keys(f, "Esc #");
  fixture_type(f, "9999\n");
  fixture_has(f, "no ticket 9999");
  finish(f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/views/filters-in-english", filters_in_english);
  g_test_add_func("/views/filters-in-japanese", filters_in_japanese);
  g_test_add_func("/views/views-in-english", views_in_english);
  g_test_add_func("/views/views-in-japanese", views_in_japanese);
  fixture_test("/views/views-are-kept", views_are_kept);
  fixture_test("/views/views-are-counted", views_are_counted);
  fixture_test("/views/by-number", by_number);
  return g_test_run();
}
