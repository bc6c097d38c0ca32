/* Assets as the fixture's list has them, and what is done with them: lent, reserved, counted, asked about. */
#include "../unit/desk.h"
#include "fixture.h"
#include "toban/asset_store.h"
#include "toban/licence_store.h"
#include "toban/loan_store.h"
#include "toban/stocktake_store.h"
#include "toban/survey_store.h"
#include "toban/transfer.h"

enum { DAY = 86400 };

static void take_in(struct db *db)
{
  static const char csv[] =
      "tag,kind,host,serial,user,office,department,state,bought_on,warranty_until,renewal_on,supplier,note\n"
      "PC-00101,pc,NY-PC-101,5CD1234ABC,A. Rivera,1,調査部,in-use,2024-04-01,2028-03-31,,架空商事,貸出用\n"
      "PC-00102,pc,NY-PC-102,5CD1234ABD,B. Stone,1,総務部,in-use,2024-04-01,2026-12-24,,架空商事,\n"
      "RT-00007,router,NY-RT01,FOC2211X0AA,,1,,in-use,2023-05-10,2027-05-09,2027-05-31,架空通信,会議室系統\n"
      "PR-00031,printer,LDN-MFP-1,X9K00311,,17,,repair,2022-09-01,2026-08-31,,架空複写,\n"
      "MD-00004,medium,,USB0004,,tokyo,,stock,,,,架空商事,\n";
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = sizeof csv - 1, .by = "ken",
                                 .at = FIXTURE_NOW - 40 * DAY};
  int64_t rows;
  GError *error = NULL;
  desk_ok(transfer_import(db, &input, &rows, &error), error);
}

static void lend(struct fixture *f)
{
  utc_t now = FIXTURE_NOW;
  day_t today = japan_day(now);
  fixture_do(f, loan_out("hanako", now - 20 * DAY, "PC-00102", "例示 花子", today - 3, "出張用"));
  fixture_do(f, loan_out("hanako", now - 2 * DAY, "PC-00101", "A. Rivera", today + 5, ""));
  fixture_do(f, loan_out("hanako", now - DAY, "MD-00004", "見本 次郎", today + 1, ""));
  fixture_do(f, loan_reserve("hanako", now, "PC-00101", "架空 三郎", today + 8, today + 12, "研修"));
}

static void change(struct fixture *f)
{
  utc_t now = FIXTURE_NOW;
  fixture_do(f, asset_set("ken", now - 9 * DAY, 0, "PC-00101",
                          json_pack("{s:s, s:s}", "host", "NY-PC-101A", "department", "総務部")));
  fixture_do(f, asset_relate("ken", now - 8 * DAY, "PC-00101", "connected-to", "RT-00007", false));
  fixture_do(f, licence_set("ken", now, "Mail and groupware", 3, japan_day(now) + 40));
  fixture_do(f, licence_step("hanako", now, "Mail and groupware", "licence-given", "A. Rivera"));
  fixture_do(f, licence_step("hanako", now, "Mail and groupware", "licence-given", "例示 花子"));
  fixture_do(f, licence_set("ken", now, "作図ソフト", 1, japan_day(now) + 100));
  fixture_do(f, licence_step("hanako", now, "作図ソフト", "licence-given", "見本 次郎"));
  fixture_do(f, growth_base("ken", now, (int64_t[GROWTHS]){4, 4, 3}));
}

static void count(struct fixture *f)
{
  static const char *const tags[] = {"PC-00101", "PC-00102", "RT-00007"};
  utc_t now = FIXTURE_NOW;
  fixture_do(f, stocktake_start("ken", now - 3000, "1", tags, 3));
  fixture_do(f, stocktake_step("hanako", now - 2000, 1, "stocktake-seen", "pc-00101"));
  fixture_do(f, stocktake_step("hanako", now - 1900, 1, "stocktake-seen", "PR-00031"));
  fixture_do(f, stocktake_step("hanako", now - 1800, 1, "stocktake-seen", "XX-1"));
}

static void ask(struct fixture *f)
{
  static const char *const offices[] = {"1", "17", "51"};
  utc_t now = FIXTURE_NOW;
  fixture_do(f, survey_make("ken", now - 5 * DAY, "回線速度の調査", "Line speed survey", japan_day(now) + 6));
  fixture_do(f, survey_step("ken", now - 5 * DAY, 1, "survey-asked",
                            json_pack("{s:s, s:s, s:s}", "kind", "yes-no", "ja", "回線の速さに満足していますか。", "en",
                                      "Are you content with the speed of the line?")));
  fixture_do(f, survey_step("ken", now - 5 * DAY, 1, "survey-asked",
                            json_pack("{s:s, s:s, s:s}", "kind", "number", "ja", "端末は何台ありますか。", "en",
                                      "How many computers have you got?")));
  for (size_t i = 0; i < G_N_ELEMENTS(offices); i++)
    fixture_do(f, survey_step("ken", now - 5 * DAY, 1, "survey-addressed", json_pack("{s:s}", "office", offices[i])));
  fixture_do(f, survey_step("ken", now - 4 * DAY, 1, "survey-sent", NULL));
  fixture_do(f, survey_step("ken", now - DAY, 1, "survey-reminded", json_pack("{s:s}", "office", "51")));
  fixture_do(f, survey_step("hanako", now - DAY, 1, "survey-answered",
                            json_pack("{s:s, s:{s:s, s:s}}", "office", "1", "answers", "1", "yes", "2", "12")));
}

void fixture_register(struct fixture *f)
{
  clock_pin(FIXTURE_NOW);
  desk_person(fixture_db(f), "hanako", "agent;leader-hq");
  take_in(f->db);
  lend(f);
  change(f);
  count(f);
  ask(f);
  clock_pin(UTC_NONE);
}
