/* Assets, loans, licences, stock-takes and surveys on the screen: scripted, in both languages. */
#include <string.h>

#include <jansson.h>

#include "../unit/desk.h"
#include "fixture.h"
#include "toban/right.h"

static enum lang lang_here;

static const char *say(const char *ja, const char *en)
{
  return lang_here == LANG_JA ? ja : en;
}

static void begin(struct fixture *f, gconstpointer lang)
{
  lang_here = (enum lang)GPOINTER_TO_INT(lang);
  fixture_init(f, 43, 132, lang_here);
  fixture_register(f);
  f->model.roles |= ROLE_BIT(ROLE_LEADER_HQ); /* who may change the register */
}

/* The records of the command that was told last, as "SUBJECT KIND DATA; ...". */
static char *told(const struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  GString *out = g_string_new(NULL);
  g_assert_nonnull(effect);
  const json_t *records = effect->take_command->records, *record;
  size_t i;
  json_array_foreach(records, i, record) {
    char *data = json_dumps(json_object_get(record, "data"), JSON_COMPACT | JSON_SORT_KEYS);
    g_string_append_printf(out, "%s%s %s %s", i == 0 ? "" : "; ",
                           json_string_value(json_object_get(record, "subject")),
                           json_string_value(json_object_get(record, "kind")), data);
    free(data);
  }
  return g_string_free(out, FALSE);
}

#define TOLD(f, want)                     \
  do {                                    \
    char *have = told(f);                 \
    g_assert_cmpstr(have, ==, want);      \
    g_free(have);                         \
  } while (0)

/* Types a command behind ":" and Enter. */
static void command(struct fixture *f, const char *text)
{
  fixture_keys(f, ":");
  fixture_type(f, text);
  fixture_keys(f, "Enter");
}

/* --- assets ------------------------------------------------------------------------------------------------- */
static void scans(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "A");
  fixture_type(&f, "pc-00102");
  fixture_keys(&f, "Enter"); /* a barcode reader: exactly that one opens */
  g_assert_cmpint(f.model.focus, ==, PANE_CARD);
  fixture_has(&f, say("資産 PC-00102", "Asset PC-00102"));
  fixture_has(&f, say("登録", "registered"));
  const struct effect *look = fixture_effect(&f, EFFECT_LOOK); /* who looks at a person's things leaves a record */
  g_assert_nonnull(look);
  g_assert_cmpstr(look->take_command->value, ==, "PC-00102");
  fixture_keys(&f, "Esc");
  g_assert_cmpint(f.model.focus, ==, PANE_ASSET);
  fixture_keys(&f, "A");
  fixture_type(&f, "ny"); /* three of them: the list stays */
  fixture_keys(&f, "Enter");
  g_assert_cmpint(f.model.focus, ==, PANE_ASSET);
  fixture_clear(&f);
}

/* The answer comes behind the Enter: it opens then, unless one has gone elsewhere. */
static void scans_before_the_answer(gconstpointer lang, bool stays)
{
  struct fixture f;
  GError *error = NULL;
  begin(&f, lang);
  fixture_keys(&f, "A");
  f.mute = true;
  fixture_type(&f, "PC-00101");
  fixture_keys(&f, "Enter");
  g_assert_cmpint(f.model.focus, ==, PANE_ASSET);
  if (!stays)
    fixture_keys(&f, "1");
  f.mute = false;
  struct asset_args args = {.text = "PC-00101", .limit = 100};
  fixture_send(&f, &(struct message){.type = MESSAGE_SNAPSHOT, .now = f.model.now, .slot = SLOT_ASSET,
                                     .take = fixture_answer(&f, SLOT_ASSET, &args, &error)});
  g_assert_no_error(error);
  g_assert_cmpint(f.model.focus, ==, stays ? PANE_CARD : PANE_QUEUE);
  if (stays)
    fixture_has(&f, say("資産 PC-00101", "Asset PC-00101"));
  fixture_clear(&f);
}

static void scans_fast(gconstpointer lang)
{
  scans_before_the_answer(lang, true);
  scans_before_the_answer(lang, false);
}

static void shows_history(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "A");
  fixture_type(&f, "PC-00101");
  fixture_keys(&f, "Enter");
  fixture_has(&f, say("夜勤  ホスト名  NY-PC-101 -> NY-PC-101A", "Host  NY-PC-101 -> NY-PC-101A"));
  fixture_has(&f, say("接続先", "connected to"));
  fixture_keys(&f, "g"); /* the relation stands behind the twelve fields: Enter follows it */
  for (int i = 0; i < 12; i++)
    fixture_keys(&f, "j");
  fixture_keys(&f, "Enter");
  fixture_has(&f, say("資産 RT-00007", "Asset RT-00007"));
  fixture_keys(&f, "Esc");
  g_assert_cmpint(f.model.focus, ==, PANE_ASSET);
  fixture_clear(&f);
}

static void changes(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "A Enter");
  command(&f, "asset-set host=NEW-1");
  TOLD(&f, "asset:PC-00101 asset-changed {\"host\":\"NEW-1\"}");
  command(&f, "asset-set state=in repair");
  TOLD(&f, "asset:PC-00101 asset-changed {\"state\":\"repair\"}");
  fixture_keys(&f, "1");
  command(&f, "ticket-asset PC-00101");
  TOLD(&f, "asset:PC-00101 asset-ticket {\"ticket\":\"261124-0014\"}");
  command(&f, "ticket-assets");
  g_assert_cmpstr(f.model.filter[PANE_ASSET], ==, "261124-0014");
  fixture_clear(&f);
}

/* --- loans --------------------------------------------------------------------------------------------------- */
static void lends(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "A Enter");
  command(&f, "lend 例示 花子 // +14 // for a trip");
  TOLD(&f, "loan:PC-00101 loan-out {\"borrower\":\"例示 花子\",\"due_on\":\"2026-12-08\",\"note\":\"for a trip\"}");
  command(&f, "lend X // yesterday");
  fixture_tells(&f, "“%s” is no day: write 2026-11-24 or +14 (days from today)", "yesterday");
  command(&f, "lend X // +1 // // 12:30 PM");
  fixture_tells(&f, "“%s” is no time: write 2026-11-24 9:05 or 9:05 (Japan, 24 hours)", "12:30 PM");
  command(&f, "reserve X // +1 // +3");
  TOLD(&f, "loan:PC-00101 loan-reserved "
           "{\"borrower\":\"X\",\"from_on\":\"2026-11-25\",\"note\":\"\",\"to_on\":\"2026-11-27\"}");
  fixture_clear(&f);
}

static void takes_back(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "Alt-l r");
  fixture_tells(&f, "How does %s come back?", "PC-00102");
  fixture_keys(&f, "j Enter");
  TOLD(&f, "loan:PC-00102 loan-back {\"note\":\"\",\"outcome\":\"broken\"}; "
           "asset:PC-00102 asset-condition {\"state\":\"broken\"}");
  command(&f, "returned whole // 2026-11-20 9:05"); /* written down late: it keeps its time */
  g_assert_cmpint(fixture_effect(&f, EFFECT_TELL)->take_command->at, ==, 1795133100);
  fixture_keys(&f, "v v");
  fixture_has(&f, "架空 三郎");
  command(&f, "unreserve");
  TOLD(&f, "loan:PC-00101 loan-unreserved {\"from_on\":\"2026-12-02\"}");
  fixture_clear(&f);
}

static void licences(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "Alt-c");
  fixture_has(&f, say("機器: 上限超過", "hardware: over the line"));
  command(&f, "licence-give new one");
  TOLD(&f, "licence:Mail and groupware licence-given {\"holder\":\"new one\"}");
  command(&f, "licence-set Office // 12 // 2027-04-01");
  TOLD(&f, "licence:Office licence-set {\"renewal_on\":\"2027-04-01\",\"seats\":12}");
  fixture_keys(&f, "Alt-w");
  fixture_has(&f, say("更新 90 日以内 3 件", "Renewals in 90 days 3"));
  fixture_keys(&f, "v");
  fixture_has(&f, say("更新 180 日以内 5 件", "Renewals in 180 days 5"));
  fixture_keys(&f, "Enter"); /* what is to come stands first, what has run out last */
  fixture_has(&f, say("資産 PC-00102", "Asset PC-00102"));
  fixture_keys(&f, "Alt-w G Enter");
  fixture_has(&f, say("資産 PR-00031", "Asset PR-00031"));
  fixture_clear(&f);
}

/* --- counting and asking ---------------------------------------------------------------------------------------- */
static void counts(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "Alt-i i");
  fixture_type(&f, "RT-00007");
  fixture_keys(&f, "Enter");
  TOLD(&f, "stocktake:1 stocktake-seen {\"tag\":\"RT-00007\"}");
  g_assert_cmpint(f.model.mode, ==, MODE_LINE); /* the next tag may come */
  fixture_type(&f, "XX-2");
  fixture_keys(&f, "Enter");
  TOLD(&f, "stocktake:1 stocktake-seen {\"tag\":\"XX-2\"}");
  fixture_keys(&f, "Esc u");
  TOLD(&f, "stocktake:1 stocktake-unseen {\"tag\":\"XX-1\"}");
  fixture_keys(&f, "C j Enter");
  TOLD(&f, "stocktake:1 stocktake-closed {}");
  command(&f, "stocktake london");
  TOLD(&f, "stocktake: stocktake-started {\"office\":\"17\",\"tags\":[\"PR-00031\"]}");
  fixture_clear(&f);
}

static void asks(gconstpointer lang)
{
  struct fixture f;
  begin(&f, lang);
  fixture_keys(&f, "Alt-s");
  fixture_has(&f, say("3 か所中 1 か所回答", "1 of 3 answered"));
  fixture_keys(&f, "m");
  TOLD(&f, "survey:1 survey-reminded {\"office\":\"17\"}; survey:1 survey-reminded {\"office\":\"51\"}");
  command(&f, "survey-answer 1=no // 2=7");
  TOLD(&f, "survey:1 survey-answered {\"answers\":{\"1\":\"no\",\"2\":\"7\"},\"office\":\"17\"}");
  command(&f, "survey-make 題 // Title");
  TOLD(&f, "survey: survey-made {\"due_on\":\"\",\"title_en\":\"Title\",\"title_ja\":\"題\"}");
  command(&f, "survey-to london dubai");
  TOLD(&f, "survey:1 survey-addressed {\"address\":\"\",\"office\":\"17\"}; "
           "survey:1 survey-addressed {\"address\":\"\",\"office\":\"38\"}");
  fixture_clear(&f);
}

/* --- on a real database: from the beginning to the end ----------------------------------------------------- */
static void begin_live(struct fixture *f, gconstpointer lang)
{
  begin(f, lang);
  fixture_import(f, "requesters", "name,reading,mail,office,language\n例示 花子,れいじ はなこ,hanako@desk.test,12,ja\n");
  fixture_live(f);
  f->model.roles |= ROLE_BIT(ROLE_LEADER_HQ);
}

/* Lent, reminded by mail, given back. */
static void lends_for_good(gconstpointer lang)
{
  struct fixture f;
  begin_live(&f, lang);
  fixture_keys(&f, "A");
  fixture_type(&f, "RT-0");
  fixture_keys(&f, "Enter");
  command(&f, "reserve 架空 三郎 // +5 // +6");
  fixture_has(&f, "架空 三郎  2026-11-29 - 2026-11-30");
  command(&f, "lend 例示花子 // +1");
  fixture_tells(&f, "%s: lent", "RT-00007");
  fixture_keys(&f, "Alt-l G k");
  fixture_has(&f, "RT-00007");
  fixture_tells(&f, "a mail to %s is due", "hanako@desk.test");
  fixture_keys(&f, "p");
  fixture_tells(&f, "%s: a reminder goes out by mail", "RT-00007");
  fixture_has(&f, say("hanako@desk.test へメールで督促（送信待ち）", "by mail to hanako@desk.test (waiting)"));
  fixture_keys(&f, "p");
  fixture_tells(&f, "%s: a reminder went out by mail today", "RT-00007");
  fixture_keys(&f, "g j"); /* 見本 次郎, whom nobody knows */
  fixture_keys(&f, "p");
  fixture_tells(&f, "%s: no mail to %s: %s", "MD-00004", "見本 次郎", say("該当者なし", "nobody of that name"));
  fixture_keys(&f, "m");
  fixture_tells(&f, "%s: the reminder is written down", "MD-00004");
  fixture_keys(&f, "r Enter");
  fixture_tells(&f, "%s: back", "MD-00004");
  fixture_lacks(&f, "MD-00004 ");
  fixture_clear(&f);
}

static void counts_for_good(gconstpointer lang)
{
  struct fixture f;
  begin_live(&f, lang);
  fixture_keys(&f, "Alt-i C j Enter");
  fixture_tells(&f, "the stock-take is closed");
  command(&f, "stocktake newyork");
  fixture_has(&f, say("棚卸 2", "Stock-take 2"));
  fixture_keys(&f, "i");
  fixture_type(&f, "xx-9");
  fixture_keys(&f, "Enter");
  fixture_type(&f, "ｒｔ－００００７");
  fixture_keys(&f, "Enter Esc");
  fixture_has(&f, "xx-9");
  fixture_tells(&f, NC_("stock", "unknown"));
  fixture_tells(&f, NC_("stock", "seen"));
  fixture_keys(&f, "[");
  fixture_has(&f, say("棚卸 1", "Stock-take 1"));
  fixture_clear(&f);
}

/* Begun, asked, addressed, sent, reminded, answered, closed. */
static void asks_for_good(gconstpointer lang)
{
  struct fixture f;
  begin_live(&f, lang);
  command(&f, "survey-make 新調査 // New survey");
  fixture_tells(&f, "the survey is begun: ask questions");
  fixture_has(&f, say("新調査", "New survey"));
  command(&f, "survey-ask 足りますか // Is it enough? // yes-no");
  fixture_tells(&f, "the question is added");
  command(&f, "survey-to 1=ny@desk.test london");
  fixture_tells(&f, "the offices are addressed");
  command(&f, "survey-to nowhere");
  fixture_tells(&f, "there is no office “%s”", "nowhere");
  fixture_has(&f, say("1. 足りますか", "1. Is it enough?"));
  fixture_keys(&f, "S");
  fixture_tells(&f, "the survey is sent");
  g_assert_cmpint(desk_count(fixture_db(&f), "SELECT count(*) FROM outbox WHERE address = 'ny@desk.test'"), ==, 1);
  fixture_keys(&f, "m");
  fixture_tells(&f, "those who have not answered are reminded");
  g_assert_cmpint(desk_count(fixture_db(&f), "SELECT count(*) FROM outbox WHERE origin = 'survey:2'"), ==, 2);
  command(&f, "survey-answer 1=maybe");
  fixture_has(&f, "maybe");
  command(&f, "survey-answer 1=yes");
  fixture_tells(&f, "the answers are entered");
  fixture_has(&f, say("2 か所中 1 か所回答", "1 of 2 answered"));
  fixture_keys(&f, "C");
  fixture_tells(&f, "the survey is closed");
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  fixture_test("/register-screen/scans", scans);
  fixture_test("/register-screen/scans-fast", scans_fast);
  fixture_test("/register-screen/shows-history", shows_history);
  fixture_test("/register-screen/changes", changes);
  fixture_test("/register-screen/lends", lends);
  fixture_test("/register-screen/takes-back", takes_back);
  fixture_test("/register-screen/licences", licences);
  fixture_test("/register-screen/counts", counts);
  fixture_test("/register-screen/asks", asks);
  fixture_test("/register-screen/lends-for-good", lends_for_good);
  fixture_test("/register-screen/counts-for-good", counts_for_good);
  fixture_test("/register-screen/asks-for-good", asks_for_good);
  return g_test_run();
}
