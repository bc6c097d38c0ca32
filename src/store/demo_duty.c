/* The roster of the demonstration, from a week before "now" to three weeks after it. Five people who speak both
 * languages go round in a cycle of five days (early, late, night, two days off), so that all hours are covered; the
 * others work office hours at their sites. One leave has a substitute, another has none: that is the gap to be seen. */
#include <string.h>

#include "demo_register.h"
#include "toban/csv.h"

enum { BEFORE = 7, AFTER = 21, ROUND = 5, HOUR = 3600, MINUTE = 60 };

struct slot { int from, to; const char *ja; };           /* seconds of the day in Japan */
static const struct slot slots[] = {{7 * HOUR, 15 * HOUR + 30 * MINUTE, "早番"},                /* lint: data */
                                    {14 * HOUR + 30 * MINUTE, 23 * HOUR, "遅番"},               /* lint: data */
                                    {22 * HOUR + 30 * MINUTE, 31 * HOUR + 30 * MINUTE, "夜勤"}}; /* lint: data */
static const struct { const char *login, *site; } rounds[ROUND] = {
    {"ken", "tokyo"}, {"momoko", "osaka"}, {"naomi", "tokyo"}, {"ren", "osaka"}, {"sora", "tokyo"}};
static const struct { const char *login, *site, *role; int from, to; } office[] = {
    {"hanako", "tokyo", "leader-hq", 9, 18}, {"jiro", "tokyo", "deputy", 9, 18}, {"midori", "tokyo", "agent", 8, 17},
    {"akira", "tokyo", "agent", 13, 22},     {"dai", "osaka", "agent", 9, 18},   {"kei", "ide", "leader-ide", 9, 18},
    {"kaoru", "ide", "agent", 10, 19},       {"ten", "ide", "agent", 9, 18}};

static utc_t in_japan(day_t day, int second)
{
  return zone_instant(zone_tokyo(), day, second, false);
}

static void add(GString *out, const char *login, const char *site, utc_t from, utc_t to, const char *role,
                const char *note, const char *substitute)
{
  char a[32], b[32];
  const char *const fields[] = {login, site, utc_format(from, a), utc_format(to, b), role, note, substitute};
  csv_write_row(out, fields, G_N_ELEMENTS(fields));
}

static int round_of(day_t day)
{
  return (int)(day % ROUND + ROUND) % ROUND;
}

static void add_rounds(GString *out, day_t day)
{
  for (int slot = 0; slot < (int)G_N_ELEMENTS(slots); slot++) {
    int who = (round_of(day) - slot + ROUND) % ROUND;
    add(out, rounds[who].login, rounds[who].site, in_japan(day, slots[slot].from), in_japan(day, slots[slot].to),
        "agent", slots[slot].ja, "");
  }
}

static void add_office(GString *out, const struct reference *ref, day_t day)
{
  for (size_t i = 0; i < G_N_ELEMENTS(office); i++) {
    struct calendar_span span[4];
    const struct calendar *calendar = calendar_find(ref->calendars, office[i].site);
    if (calendar != NULL && calendar_day(calendar, day, span, G_N_ELEMENTS(span)) > 0)
      add(out, office[i].login, office[i].site, in_japan(day, office[i].from * HOUR),
          in_japan(day, office[i].to * HOUR), office[i].role, "", "");
  }
}

/* Who has the late shift of that day. */
static const char *late(day_t day)
{
  return rounds[(round_of(day) - 1 + ROUND) % ROUND].login;
}

/* Who has the second day off, and is well rested. */
static const char *day_off(day_t day)
{
  return rounds[(round_of(day) - 4 + ROUND) % ROUND].login;
}

static void add_leaves(GString *out, day_t today)
{
  const char *away = late(today + 5);
  add(out, away, "", in_japan(today + 5, 12 * HOUR), in_japan(today + 6, 0), "leave", "通院", ""); /* lint: data */
  day_t day = today + 2;
  while (day_weekday(day) > 4)
    day++;
  add(out, "dai", "", in_japan(day, 0), in_japan(day + 1, 0), "leave", "年休", day_off(day)); /* lint: data */
}

/* --- the calendar: table 3-3, with dates of the year ------------------------------------------------------ */
/* The n-th such weekday of a month. */
static day_t nth(int year, int month, int weekday, int n)
{
  day_t first = day_from_civil(year, month, 1);
  return first + (weekday - day_weekday(first) + 7) % 7 + 7 * (n - 1);
}

static void plan(GString *out, const char *kind, const char *site, utc_t from, utc_t to, const char *ja, const char *en)
{
  char a[32], b[32];
  const char *const fields[] = {kind, site, utc_format(from, a), utc_format(to, b), ja, en,
                                strcmp(kind, "work") == 0 ? "no" : "yes"};
  csv_write_row(out, fields, G_N_ELEMENTS(fields));
}

static void plan_year(GString *out, int year)
{
  static const struct { const char *site; int month; } servers[] = {{"tokyo", 1}, {"tokyo", 6}, {"tokyo", 9},
                                                                    {"tokyo", 12}, {"ide", 6}, {"ide", 8}, {"ide", 9},
                                                                    {"ide", 11}};
  day_t tokyo = nth(year, 3, 4, 2), osaka = nth(year, 11, 6, 4), ide = nth(year, 10, 4, 3);
  plan(out, "outage", "tokyo", in_japan(tokyo, 19 * HOUR), in_japan(tokyo + 2, 18 * HOUR),
       "本部(東京) 電源設備法定点検", "Tokyo: power inspection");                       /* lint: data */
  plan(out, "outage", "osaka", in_japan(osaka, 8 * HOUR), in_japan(osaka, 21 * HOUR),
       "大阪本部 電源設備法定点検", "Osaka: power inspection");                         /* lint: data */
  plan(out, "outage", "ide", in_japan(ide, 19 * HOUR), in_japan(ide + 1, 21 * HOUR),
       "研究所 電源設備法定点検", "IDE: power inspection");                             /* lint: data */
  for (size_t i = 0; i < G_N_ELEMENTS(servers); i++) {
    day_t day = nth(year, servers[i].month, 5, 2);
    plan(out, "maintenance", servers[i].site, in_japan(day, 9 * HOUR), in_japan(day + 1, 18 * HOUR),
         "サーバー定期メンテナンス", "Server maintenance");                               /* lint: data */
  }
}

bool demo_agenda(struct db *db, utc_t now, GError **error)
{
  GString *out = g_string_new("kind,site,from,to,title_ja,title_en,stops\n");
  day_t today;
  int second;
  zone_local(zone_tokyo(), now, &today, &second);
  int year = civil_from_day(today).year;
  plan_year(out, year);
  plan_year(out, year + 1);
  plan(out, "work", "tokyo", in_japan(today + 20, 20 * HOUR), in_japan(today + 20, 23 * HOUR),
       "ファイアウォールのルール更新", "Firewall: update of the rules");                  /* lint: data */
  bool done = demo_register_bytes(db, "agenda", "agenda", out->str, out->len, now, error);
  g_string_free(out, TRUE);
  return done;
}

bool demo_roster(struct db *db, const struct reference *ref, utc_t now, GError **error)
{
  GString *out = g_string_new("login,site,from,to,role,note,substitute\r\n");
  day_t today;
  int second;
  zone_local(zone_tokyo(), now, &today, &second);
  for (day_t day = today - BEFORE; day <= today + AFTER; day++) {
    add_rounds(out, day);
    add_office(out, ref, day);
  }
  add_leaves(out, today);
  bool done = demo_register_bytes(db, "roster", "roster", out->str, out->len, now, error);
  g_string_free(out, TRUE);
  return done;
}
