/* The calendar on the screen: entering, changing and taking out entries; rules, reasons, approvals. */
#include <string.h>

#include "../unit/desk.h"
#include "fixture.h"
#include "toban/agenda_store.h"
#include "toban/approval_store.h"

static void begin(struct fixture *f, int cols, enum lang lang)
{
  fixture_init(f, cols < 100 ? 24 : 43, cols, lang);
  fixture_live(f);
  fixture_keys(f, "Y");
}

static void type(struct fixture *f, const char *text)
{
  fixture_type(f, text);
  fixture_keys(f, "Tab");
}

static int64_t entries(struct fixture *f, const char *where)
{
  char *sql = g_strconcat("SELECT count(*) FROM agenda WHERE dropped = 0 AND ", where, NULL);
  int64_t n = desk_count(f->db, sql);
  g_free(sql);
  return n;
}

/* An outage of Osaka: kind and site by arrows, times of Japan, both titles; nothing is broken. */
static void adds(enum lang lang, const char *form, const char *silent, const char *kept)
{
  struct fixture f;
  begin(&f, 80, lang);
  fixture_keys(&f, "a");
  fixture_has(&f, form);
  fixture_has(&f, lang == LANG_JA ? "時刻を入力してください" : "a time is missing");
  fixture_keys(&f, "Left Left Tab Right Right Tab"); /* work: maintenance, outage; all sites: tokyo, osaka */
  type(&f, "2026-11-29 08:00");
  type(&f, "+13h");
  type(&f, "電源設備法定点検");
  type(&f, "Power inspection");
  fixture_keys(&f, "Right");
  fixture_has(&f, silent);
  fixture_keys(&f, "F2");
  fixture_carry_out(&f);
  fixture_has(&f, kept);
  g_assert_cmpint(entries(&f, "kind = 'outage' AND site = 'osaka' AND stops = 1 AND to_ - from_ = 46800 AND"
                              " title_en = 'Power inspection' AND title_ja = '電源設備法定点検'"), ==, 1);
  g_assert_cmpint(entries(&f, "from_ = 1795906800"), ==, 1);
  fixture_keys(&f, "e"); /* the same again, with a note */
  fixture_has(&f, "2026-11-29 08:00");
  fixture_keys(&f, "Shift-Tab Shift-Tab Shift-Tab");
  type(&f, "note 備考");
  fixture_keys(&f, "F2");
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "note = 'note 備考'"), ==, 1);
  g_assert_cmpint(entries(&f, "1 = 1"), ==, 1);
  fixture_keys(&f, "-");
  fixture_type(&f, "not needed");
  fixture_keys(&f, "Enter");
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "1 = 1"), ==, 0);
  fixture_clear(&f);
}

static void adds_en(void)
{
  adds(LANG_EN, "a new entry", "silent meanwhile: office:osaka", "is kept");
}

static void adds_ja(void)
{
  adds(LANG_JA, "新しい予定", "通知しない監視対象: office:osaka", "登録しました");
}

/* A work plan within 14 days: the form says so, does not send it, asks for an approval, takes it once it is granted. */
static void breaks(enum lang lang, const char *rule, const char *needs)
{
  struct fixture f;
  begin(&f, 132, lang);
  fixture_keys(&f, "a Tab Tab");
  type(&f, "2026-12-01 19:00");
  type(&f, "+2h");
  type(&f, "緊急パッチ");
  fixture_has(&f, rule);
  fixture_keys(&f, "F2");
  g_assert_null(fixture_effect(&f, EFFECT_TELL));
  fixture_has(&f, needs);
  fixture_has(&f, lang == LANG_JA ? "登録していません" : "not kept: why");
  fixture_type(&f, "重大な脆弱性");                      /* the cursor stands at the reason */
  fixture_keys(&f, "Ctrl-R");
  fixture_carry_out(&f);
  fixture_has(&f, "work-plan-1");
  fixture_keys(&f, "Right");
  fixture_keys(&f, "F2");                                /* it waits: the store refuses, the words stay */
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "1 = 1"), ==, 0);
  fixture_has(&f, "緊急パッチ");
  fixture_do(&f, approval_take("joho", FIXTURE_NOW, STEP_GRANT, "work-plan-1", "at night"));
  fixture_keys(&f, "F2");
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "kind = 'work' AND approval = 'work-plan-1' AND reason = '重大な脆弱性'"), ==, 1);
  fixture_has(&f, rule);                                 /* and the calendar says which rule it breaks */
  fixture_clear(&f);
}

static void breaks_en(void)
{
  breaks(LANG_EN, "submitted less than 14 days before", "that needs a reason and a granted approval");
}

static void breaks_ja(void)
{
  breaks(LANG_JA, "14日前", "理由と承認済みの申請が必要です");
}

/* What is typed outlives Esc; a call that comes in keeps it; nothing is sent that is not whole. */
static void keeps_what_is_typed(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "a Tab Tab");
  type(&f, "some day");
  fixture_keys(&f, "F2");
  g_assert_null(fixture_effect(&f, EFFECT_TELL));
  fixture_has(&f, "some day");
  fixture_keys(&f, "Esc");
  fixture_has(&f, "kept as a draft");
  fixture_keys(&f, "a");
  fixture_has(&f, "some day");
  fixture_keys(&f, "F3");
  fixture_lacks(&f, "a new entry. Tab");
  fixture_keys(&f, "Esc D Enter");
  fixture_has(&f, "some day");
  fixture_clear(&f);
}

/* Somebody else changes the entry while it is edited here: told, nothing overwritten unseen, the words stay. */
static void two_at_once(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  struct agenda_entry entry = {.kind = AGENDA_EVENT, .site = "", .from = FIXTURE_NOW + 3600, .to = FIXTURE_NOW + 7200,
                               .title = {"見学", "A visit"}, .note = "", .reason = "", .approval = "", .targets = ""};
  fixture_do(&f, agenda_put("yamada", FIXTURE_NOW, &entry));
  fixture_carry_out(&f);
  fixture_keys(&f, "Y Y");
  fixture_has(&f, "A visit");
  fixture_keys(&f, "e Shift-Tab Shift-Tab Shift-Tab");
  fixture_type(&f, "ours");
  entry.number = 1;
  entry.note = "theirs";
  fixture_do(&f, agenda_put("yamada", FIXTURE_NOW, &entry));
  fixture_keys(&f, "F2");
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "note = 'theirs'"), ==, 1);
  fixture_has(&f, "changed meanwhile: yamada changed it");
  fixture_has(&f, "ours"); /* and now that it was seen: again */
  fixture_keys(&f, "F2");
  fixture_carry_out(&f);
  g_assert_cmpint(entries(&f, "note = 'ours'"), ==, 1);
  fixture_clear(&f);
}

/* Who may not change the calendar has no key for it; holidays are no entries. */
static void guards(void)
{
  struct fixture f;
  begin(&f, 80, LANG_EN);
  fixture_keys(&f, "] ] e -");                            /* the month begins with a holiday */
  g_assert_null(fixture_effect(&f, EFFECT_TELL));
  fixture_lacks(&f, "a change.");
  f.model.read_only = true;
  fixture_keys(&f, "a");
  fixture_lacks(&f, "a new entry");
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/calendar/adds-en", adds_en);
  g_test_add_func("/calendar/adds-ja", adds_ja);
  g_test_add_func("/calendar/breaks-a-rule-en", breaks_en);
  g_test_add_func("/calendar/breaks-a-rule-ja", breaks_ja);
  g_test_add_func("/calendar/keeps-what-is-typed", keeps_what_is_typed);
  g_test_add_func("/calendar/two-at-once", two_at_once);
  g_test_add_func("/calendar/guards", guards);
  return g_test_run();
}
