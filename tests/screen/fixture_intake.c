/* People, a vendor and tickets for the screens of taking in: all fictitious. */
#include "../unit/desk.h"
#include "fixture.h"
#include "toban/callback.h"
#include "toban/transfer.h"

void fixture_import(struct fixture *f, const char *kind, const char *text)
{
  struct transfer_input input = {.kind = kind, .name = kind, .bytes = text, .length = strlen(text), .by = "ken",
                                 .at = FIXTURE_NOW};
  GError *error = NULL;
  int64_t rows;
  desk_ok(transfer_import(fixture_db(f), &input, &rows, &error), error);
}

static void receive(struct fixture *f, const char *title, const char *requester, const char *office, int minutes)
{
  struct ticket_event event = {.kind = EVENT_RECEIVED, .at = FIXTURE_NOW - minutes * 60, .channel = CHANNEL_PHONE,
                               .priority = 2, .category = "5.2", .office = office, .title = title,
                               .requester = requester, .lang = "en", .by = "ken"};
  fixture_do(f, command_ticket("ken", FIXTURE_NOW, 0, &event));
}

void fixture_intake(struct fixture *f)
{
  fixture_import(f, "requesters",
         "name,reading,mail,extension,office,language,department,vip\n"
         "見本 太郎,ミホン タロウ,p0001@newyork.example,2041,1,ja,総務部,所長\n"
         "見本 花子,ミホン ハナコ,p0002@tokyo.example,2042,tokyo,ja,経理課,\n"
         "架空 学,カクウ マナブ,p0003@tokyo.example,2043,tokyo,ja,調査部,\n"
         "A. Mihon,,p0004@newyork.example,2044,1,en,,\n");
  fixture_import(f, "vendors",
         "office,name,contact,contract,hours,tz,languages,note\n"
         "1,New York Example IT Care,\"+00 000 1001, help@vendor.example\",\"M-001, 2027-03-31\",mon-fri 08:00-18:00,,en,"
         "訪問は前日までに依頼する。\n");
  fixture_import(f, "assets",
         "tag,kind,host,serial,user,office,state\n"
         "PC-01-0042,pc,newyork-pc042,SN42,見本 太郎,1,in-use\nPR-01-0001,printer,newyork-mfp001,SN1,,1,repair\n");
  receive(f, "会議室の回線が落ちた（全員切断）", "見本 太郎 (2041)", "1", 43);
  receive(f, "Printer jams at every page", "B. Visitor", "1", 300);
  receive(f, "プリンターの紙詰まりが直らない", "見本 花子 (2042)", "tokyo", 2000);
}

void fixture_burst(struct fixture *f)
{
  fixture_intake(f);
  for (int i = 0; i < 3; i++) {
    utc_t at = FIXTURE_NOW - (18 - i * 7) * 60;
    fixture_do(f, callback_take("ken", at, "tokyo", "電話（折り返し待ち）", NULL));
  }
  fixture_do(f, callback_take("ken", FIXTURE_NOW - 30, "1", "Call to be called back", NULL));
}
