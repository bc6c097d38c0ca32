#include "fill.h"

#include <stdio.h>

static const char policies[] =
    "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n"
    "r1,response,2023-04-01,,1,*,*,*,24x365,15,95,,回答1,answer 1\n"
    "r,response,2023-04-01,,*,*,*,*,24x365,60,95,,回答,answer\n"
    "s1,resolution,2023-04-01,,1,*,*,*,24x365,240,90,waiting-user,解決1,solve 1\n"
    "s,resolution,2023-04-01,,*,*,*,*,24x365,1440,90,waiting-user;waiting-vendor,解決,solve\n";
static const char *const titles[] = {
    "会議室の回線が落ちた（全員切断）",
    "VPN接続で証明書の期限切れ",
    "複合機がスキャンできない",
    "Outlook search finds no old mail",
    "共有フォルダーの権限を追加してほしい",
    "PC does not start after the update",
    "貸出機の返却について",
    "Teams voice is silent",
};

static bool fill_reference(struct db *db, GError **error)
{
  if (!db_begin(db, error))
    return false;
  for (int i = 1; i <= 76; i++) {
    char id[16], code[16];
    g_snprintf(id, sizeof id, "%d", i);
    g_snprintf(code, sizeof code, "office%d", i);
    if (!db_exec(db, error,
                 "INSERT INTO office (id, position, no, code, region_ja, region_en, name_ja, name_en, country, tz,"
                 " calendar, languages) VALUES ($1, $2, $2, $3, '', '', $3, $3, 'JP', 'Asia/Tokyo', '24x365', 'ja')",
                 "tit", id, (int64_t)i, code))
      return false;
  }
  return db_exec(db, error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", "") &&
         db_exec(db, error,
                 "INSERT INTO operator (login, position, name_ja, name_en, site, languages, roles, qualifications,"
                 " valid_from, valid_to) VALUES ('bench', 1, 'b', 'b', 'tokyo', 'ja', 'agent', '', '', '')",
                 "") &&
         document_put(db, "policies", FILL_END, "bench", policies, error) &&
         reference_changed(db, "policies", FILL_END, "bench", NULL, error);
}

/* The events of ticket i: received, assigned, answered, 1 to 3 notes; 98 of 100 are resolved or closed. */
static bool fill_ticket(struct bulk *bulk, int i, int tickets, int *of_day, GError **error)
{
  const int64_t span = INT64_C(395) * 86400;
  utc_t at = FILL_END - span + span * i / tickets;
  static day_t today;
  day_t day = (day_t)((at + 32400) / 86400);
  *of_day = day == today ? *of_day + 1 : 1;
  today = day;
  struct civil c = civil_from_day(day);
  char key[32], office[16];
  g_snprintf(key, sizeof key, "%02d%02d%02d-%04d", c.year % 100, c.month, c.day, *of_day);
  g_snprintf(office, sizeof office, "%d", i * 7 % 76 + 1);
  bool open = i % 100 >= 98 || i > tickets - 20;
  struct ticket_event e = {.ticket = key,
                           .at = at,
                           .by = "sato",
                           .kind = EVENT_RECEIVED,
                           .channel = (enum channel)(i % CHANNELS),
                           .priority = i % 4 + 1,
                           .category = "5.1",
                           .office = office,
                           .title = titles[i % 8],
                           .requester = "山下 花子",
                           .lang = "ja",
                           .body = "朝から症状が続いている。再起動しても変わらない。"};
  bool done = bulk_event(bulk, &e, error);
  e = (struct ticket_event){.ticket = key, .by = "yamada", .channel = CHANNEL_NONE};
  static const enum event_kind kinds[] = {EVENT_ASSIGNED, EVENT_ANSWERED, EVENT_NOTE, EVENT_NOTE, EVENT_STATE};
  for (int n = 0; done && n < 5 && e.at < FILL_END; n++) {
    e.kind = kinds[n];
    e.at = MIN(at + (n + 1) * 600 + i % 500, FILL_END);
    e.target = e.kind == EVENT_ASSIGNED ? "yamada"
               : e.kind == EVENT_STATE  ? (open    ? "waiting-user"
                                           : i % 2 ? "closed"
                                                   : "resolved")
                                        : NULL;
    e.body = e.kind == EVENT_NOTE ? "利用者へ電話。折り返しを待つ。" : NULL;
    if (!(open && i % 4 != 0 && e.kind == EVENT_STATE) && !(n == 3 && i % 2))
      done = bulk_event(bulk, &e, error);
  }
  return done;
}

static bool fill_events(struct db *db, int tickets, GError **error)
{
  struct bulk *bulk = bulk_begin(db, UTC_NONE, error);
  int of_day = 0;
  for (int i = 0; bulk != NULL && i < tickets; i++)
    if (!fill_ticket(bulk, i, tickets, &of_day, error)) {
      bulk_free(bulk);
      return false;
    }
  return bulk != NULL && bulk_end(bulk, NULL, error);
}

bool fill_database(const char *path, int tickets, GError **error)
{
  struct db *db = db_build_open(path, error);
  if (db == NULL)
    return false;
  if (fill_reference(db, error) && fill_events(db, tickets, error) && db_commit(db, error))
    return db_build_finish(db, error);
  db_close(db);
  return false;
}
