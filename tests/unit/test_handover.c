/* Handover sheets: they fill themselves, stay as they were given, are confirmed by others, end with a reason. */
#include "desk.h"
#include "toban/board.h"
#include "toban/error.h"
#include "toban/handover_store.h"
#include "toban/verify.h"

struct desk { struct tempdb temp; struct db *db; };

static void set_up(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  desk->temp = tempdb_new();
  desk->db = desk_open(&desk->temp);
  desk_person(desk->db, "ken", "agent");
}

static void tear_down(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  db_close(desk->db);
  tempdb_free(&desk->temp);
}

static struct handover_view *look(struct db *db, int64_t number)
{
  struct handover_args args = {.number = number, .now = NOON};
  GError *error = NULL;
  struct handover_view *view = handover_read(db, &args, &error);
  g_assert_no_error(error);
  return view;
}

static int count(const struct handover_view *view, enum handover_kind kind)
{
  int n = 0;
  for (int i = 0; i < view->sheet.items; i++)
    n += view->sheet.item[i].kind == kind;
  return n;
}

static void assert_verified(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
  desk_ok(verify_rebuild(db, &error), error);
}

/* One ticket due within the shift, one far away, one that waits with a note, one escalated. */
static void fill(struct db *db)
{
  static const char *const titles[] = {"soon", "later", "waits", "escalated"};
  static const int hours[] = {23, 1, 1, 1};
  for (int i = 0; i < 4; i++) {
    struct ticket_event event = desk_received(titles[i], NOON - hours[i] * 3600, 3);
    char key[32];
    g_strlcpy(key, desk_do(db, &event).ticket, sizeof key);
    struct ticket_event answer = desk_event(key, EVENT_ANSWERED, NOON - 1800, NULL);
    answer.body = "we look into it";
    desk_do(db, &answer);
    if (i < 2)
      continue;
    struct ticket_event state = desk_event(key, EVENT_STATE, NOON - 1200, i == 2 ? "waiting-user" : "escalated");
    desk_do(db, &state);
    struct ticket_event note = desk_event(key, EVENT_NOTE, NOON - 600, NULL);
    note.body = i == 2 ? "he restarts it at two" : "the section has it";
    desk_do(db, &note);
  }
}

static void fills_itself(struct desk *d, gconstpointer unused)
{
  (void)unused;
  fill(d->db);
  desk_tell(d->db, board_post("sato", NOON, "the line to London is bad", UTC_NONE, false), -1);
  struct handover_view *view = look(d->db, HANDOVER_NOW);
  g_assert_cmpint(view->sheet.number, ==, 0);
  g_assert_cmpint(view->sheet.state, ==, HANDOVER_DRAFT);
  g_assert_cmpint(view->sheet.until, ==, NOON + 8 * 3600); /* no roster: eight hours */
  g_assert_cmpint(count(view, HANDOVER_DUE), ==, 1);
  g_assert_cmpstr(view->sheet.item[0].title[LANG_EN], ==, "soon");
  g_assert_cmpint(count(view, HANDOVER_PAUSED), ==, 1);
  g_assert_cmpstr(view->sheet.item[1].words, ==, "he restarts it at two");
  g_assert_cmpint(count(view, HANDOVER_ESCALATION), ==, 1);
  g_assert_cmpint(count(view, HANDOVER_BOARD), ==, 1);
  g_assert_cmpstr(view->sheet.item[3].title[LANG_EN], ==, "the line to London is bad");
  g_assert_cmpint(count(view, HANDOVER_CHAIN), ==, 1);
  struct chain_anchor head;
  g_assert_true(chain_head(d->db, &head, NULL));
  g_assert_cmpstr(view->sheet.item[4].words, ==, head.hash);
  snapshot_free(view);
}

static void steps(struct desk *d, gconstpointer unused)
{
  (void)unused;
  fill(d->db);
  desk_tell(d->db, handover_write("sato", NOON, 0, "en", "mind the line to London"), -1);
  desk_tell(d->db, handover_write("sato", NOON, 0, "ja", "回線に注意"), -1);        /* on the same draft */
  desk_tell(d->db, handover_write("sato", NOON, 7, "ja", "x"), TE_NO);
  desk_tell(d->db, handover_write("sato", NOON, 0, "ja", ""), TE_DATA);
  desk_tell(d->db, handover_confirm("ken", NOON, 1, 1), TE_NO);                      /* not given yet */
  desk_tell(d->db, handover_end("ken", NOON, 1, "x"), TE_NO);
  struct handover_view *view = look(d->db, HANDOVER_NEXT);
  g_assert_cmpint(view->sheet.number, ==, 1);
  g_assert_cmpint(view->sheet.words_count, ==, 2);
  int items = view->sheet.items;
  desk_tell(d->db, handover_give("sato", NOON, &view->sheet), -1);
  desk_tell(d->db, handover_give("sato", NOON, &view->sheet), TE_NO);
  snapshot_free(view);
  desk_ok(db_exec(d->db, NULL, "UPDATE ticket SET title = 'changed since'", ""), NULL);
  view = look(d->db, HANDOVER_NOW);
  g_assert_cmpint(handover_unconfirmed(&view->sheet), ==, items);
  g_assert_cmpstr(view->sheet.item[0].title[LANG_EN], ==, "soon");              /* as it was given */
  desk_tell(d->db, handover_confirm("sato", NOON, 1, 1), TE_PERMISSION);
  desk_tell(d->db, handover_confirm("ken", NOON, 1, 99), TE_NO);
  desk_tell(d->db, handover_confirm("ken", NOON, 1, 1), -1);
  desk_tell(d->db, handover_confirm("yamada", NOON, 1, 1), TE_NO);
  desk_tell(d->db, handover_end("ken", NOON, 1, ""), TE_DATA);
  snapshot_free(view);
  int64_t open = 0;
  g_assert_true(handover_count(d->db, &open, NULL));
  g_assert_cmpint(open, ==, items - 1);
  view = look(d->db, 1);
  desk_tell(d->db, handover_confirm_rest("ken", NOON, &view->sheet), -1);
  snapshot_free(view);
  desk_tell(d->db, handover_end("ken", NOON, 1, ""), -1);
  desk_tell(d->db, handover_write("sato", NOON, 1, "en", "one more"), TE_NO);
  g_assert_true(handover_count(d->db, &open, NULL));
  g_assert_cmpint(open, ==, 0);
  desk_ok(db_exec(d->db, NULL, "UPDATE ticket SET title = 'soon'", ""), NULL);
}

static void ends_with_a_reason(struct desk *d, gconstpointer unused)
{
  (void)unused;
  fill(d->db);
  struct handover_view *view = look(d->db, HANDOVER_NEXT);
  desk_tell(d->db, handover_give("sato", NOON, &view->sheet), -1);
  snapshot_free(view);
  desk_tell(d->db, handover_end("ken", NOON, 1, "nobody came, the trains stand"), -1);
  struct handover_list_args args = {.text = "TRAINS　came", .limit = 10};
  struct handover_list *list = handover_list_read(d->db, &args, NULL);
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpstr(list->row[0].reason, ==, "nobody came, the trains stand");
  snapshot_free(list);
  g_strlcpy(args.text, "ships", sizeof args.text);
  list = handover_list_read(d->db, &args, NULL);
  g_assert_cmpint(list->rows, ==, 0);
  snapshot_free(list);
  assert_verified(d->db);
}

/* Printed, whatever is in it: nothing of it is markup or an escape. */
static void prints(struct desk *d, gconstpointer unused)
{
  (void)unused;
  struct ticket_event event = desk_received("<script>alert(1)</script> & \"x\"\x1b[2J", NOON - 23 * 3600, 3);
  desk_do(d->db, &event);
  desk_tell(d->db, handover_write("sato", NOON, 0, "en", "a < b\n\"c\""), -1);
  struct handover_view *view = look(d->db, HANDOVER_NEXT);
  GString *html = g_string_new(NULL), *text = g_string_new(NULL);
  handover_html(&view->sheet, NULL, html);
  handover_print(&view->sheet, NULL, text);
  g_assert_null(strstr(html->str, "<script>"));
  g_assert_nonnull(strstr(html->str, "&lt;script&gt;"));
  g_assert_null(strchr(html->str, '\x1b'));
  g_assert_null(strchr(text->str, '\x1b'));
  g_assert_nonnull(strstr(text->str, "a < b"));
  g_string_free(html, TRUE);
  g_string_free(text, TRUE);
  snapshot_free(view);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
#define TEST(name) g_test_add("/handover/" #name, struct desk, NULL, set_up, name, tear_down)
  TEST(fills_itself);
  TEST(steps);
  TEST(ends_with_a_reason);
  TEST(prints);
  return g_test_run();
}
