/* Assets, loans, licences, stock-takes and surveys on the screen: scripted, in both languages. */
#include <string.h>

#include <jansson.h>

#include "../unit/desk.h"
#include "fixture.h"
#include "toban/right.h"

static void begin(struct fixture *f, enum lang lang)
{
  fixture_init(f, 43, 132, lang);
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
static void scans(void)
{
  struct fixture f;
  begin(&f, LANG_EN);
  fixture_keys(&f, "A");
  fixture_type(&f, "pc-00102");
  fixture_keys(&f, "Enter"); /* a barcode reader: exactly that one opens */
  g_assert_cmpint(f.model.focus, ==, PANE_CARD);
  fixture_has(&f, "Asset PC-00102");
  fixture_has(&f, "registered");
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
static void scans_before_the_answer(bool stays)
{
  struct fixture f;
  GError *error = NULL;
  begin(&f, LANG_JA);
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
    fixture_has(&f, "資産 PC-00101");
  fixture_clear(&f);
}

static void scans_fast(void)
{
  scans_before_the_answer(true);
  scans_before_the_answer(false);
}

static void shows_history(void)
{
  struct fixture f;
  begin(&f, LANG_JA);
  fixture_keys(&f, "A");
  fixture_type(&f, "PC-00101");
  fixture_keys(&f, "Enter");
  fixture_has(&f, "夜勤  ホスト名  NY-PC-101 -> NY-PC-101A");
  fixture_has(&f, "接続先");
  fixture_keys(&f, "g"); /* the relation stands behind the twelve fields: Enter follows it */
  for (int i = 0; i < 12; i++)
    fixture_keys(&f, "j");
  fixture_keys(&f, "Enter");
  fixture_has(&f, "資産 RT-00007");
  fixture_keys(&f, "Esc");
  g_assert_cmpint(f.model.focus, ==, PANE_ASSET);
  fixture_clear(&f);
}

static void changes(void)
{
  struct fixture f;
  begin(&f, LANG_EN);
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
static void lends(void)
{
  struct fixture f;
  begin(&f, LANG_EN);
  fixture_keys(&f, "A Enter");
  command(&f, "lend 例示 花子 // +14 // for a trip");
  TOLD(&f, "loan:PC-00101 loan-out {\"borrower\":\"例示 花子\",\"due_on\":\"2026-12-08\",\"note\":\"for a trip\"}");
  command(&f, "lend X // yesterday");
  fixture_has(&f, "is no day");
  command(&f, "lend X // +1 // // 12:30 PM");
  fixture_has(&f, "is no time");
  command(&f, "reserve X // +1 // +3");
  TOLD(&f, "loan:PC-00101 loan-reserved "
           "{\"borrower\":\"X\",\"from_on\":\"2026-11-25\",\"note\":\"\",\"to_on\":\"2026-11-27\"}");
  fixture_clear(&f);
}

static void takes_back(void)
{
  struct fixture f;
  begin(&f, LANG_JA);
  fixture_keys(&f, "Alt-l r");
  fixture_has(&f, "PC-00102 の返却状態");
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

static void licences(void)
{
  struct fixture f;
  begin(&f, LANG_EN);
  fixture_keys(&f, "Alt-c");
  fixture_has(&f, "hardware: over the line");
  command(&f, "licence-give new one");
  TOLD(&f, "licence:Mail and groupware licence-given {\"holder\":\"new one\"}");
  command(&f, "licence-set Office // 12 // 2027-04-01");
  TOLD(&f, "licence:Office licence-set {\"renewal_on\":\"2027-04-01\",\"seats\":12}");
  fixture_keys(&f, "Alt-w");
  fixture_has(&f, "Renewals in 90 days 3");
  fixture_keys(&f, "v");
  fixture_has(&f, "Renewals in 180 days 5");
  fixture_keys(&f, "Enter"); /* the printer's warranty */
  fixture_has(&f, "Asset PR-00031");
  fixture_clear(&f);
}

/* --- counting and asking ---------------------------------------------------------------------------------------- */
static void counts(void)
{
  struct fixture f;
  begin(&f, LANG_EN);
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

static void asks(void)
{
  struct fixture f;
  begin(&f, LANG_JA);
  fixture_keys(&f, "Alt-s");
  fixture_has(&f, "3 か所中 1 か所回答");
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

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/register-screen/scans", scans);
  g_test_add_func("/register-screen/scans-fast", scans_fast);
  g_test_add_func("/register-screen/shows-history", shows_history);
  g_test_add_func("/register-screen/changes", changes);
  g_test_add_func("/register-screen/lends", lends);
  g_test_add_func("/register-screen/takes-back", takes_back);
  g_test_add_func("/register-screen/licences", licences);
  g_test_add_func("/register-screen/counts", counts);
  g_test_add_func("/register-screen/asks", asks);
  return g_test_run();
}
