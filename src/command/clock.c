/* toban clock: the offices' local times (requirement C5). */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/zone.h"

static char *opt_office;
static const GOptionEntry options[] = {
    {"office", 0, 0, G_OPTION_ARG_STRING, &opt_office, N_("only this one: number, code or name"), "NO"}, {NULL}};

struct office_now {
  const struct office *office;
  utc_t at;
  int offset;                    /* of its zone */
  bool known;                    /* it has a calendar */
  bool holidays_known;
  struct calendar_now now;
};

static struct office_now look(const struct reference *ref, const struct office *office, utc_t at)
{
  struct office_now n = {.office = office, .at = at};
  const struct calendar *calendar = calendar_find(ref->calendars, office->calendar);
  n.offset = office->zone == NULL ? 0 : zone_offset(office->zone, at);
  n.known = calendar != NULL;
  n.holidays_known = n.known && calendar_has_holidays(calendar);
  if (n.known)
    n.now = calendar_at(calendar, at);
  else
    n.now = (struct calendar_now){.reason = CALENDAR_CLOSED, .opens_at = UTC_NONE, .closes_at = UTC_NONE};
  return n;
}

static json_t *to_json(const struct office_now *n)
{
  const struct office *o = n->office;
  char local[32];
  return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:i, s:b, s:s, s:o, s:o}",
                   "no", o->no > 0 ? json_integer(o->no) : json_null(), "code", o->code,
                   "name_ja", json_text(o->name[LANG_JA]), "name_en", json_text(o->name[LANG_EN]),
                   "country", json_text(o->country), "tz", json_text(o->tz),
                   "local", utc_format_offset(n->at, n->offset, local), "offset", n->offset, "open", n->now.open,
                   "reason", calendar_reason_id(n->now.reason), "opens_at", json_utc(n->now.opens_at),
                   "closes_at", json_utc(n->now.closes_at));
}

static const char *reason_text(enum calendar_reason reason)
{
  static const char *const texts[] = {[CALENDAR_OPEN] = NC_("office", "open"),
                                      [CALENDAR_CLOSED] = NC_("office", "shut"),
                                      [CALENDAR_WEEKEND] = NC_("office", "weekend"),
                                      [CALENDAR_HOLIDAY] = NC_("office", "holiday")};
  return lang_text_context(texts[reason]);
}

/* "until 17:30", "from Wed 25 Nov 09:00", or the name of the holiday before it. */
static void next_text(const struct office_now *n, GString *out)
{
  utc_t at = n->now.open ? n->now.closes_at : n->now.opens_at;
  const char *holiday = n->now.holiday[lang_get()];
  char date[64], time[16];
  if (holiday != NULL && *holiday != '\0')
    g_string_append(out, holiday);
  if (at == UTC_NONE)
    return;
  int offset = n->office->zone == NULL ? 0 : zone_offset(n->office->zone, at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  if (out->len > 0)
    g_string_append(out, "  ");
  if (n->now.open)
    g_string_append_printf(out, _("until %s"), time);
  else
    g_string_append_printf(out, _("from %s %s"), date, time);
  if (n->now.open && !n->holidays_known)
    g_string_append(out, _(", holidays unknown"));
}

static void add_row(struct cli_table *table, const struct office_now *n)
{
  char date[64], time[16];
  GString *next = g_string_new(NULL);
  date_text(n->at, n->offset, DATE_SHORT, date, sizeof date);
  time_text(n->at, n->offset, false, time, sizeof time);
  next_text(n, next);
  cli_table_add(table, n->office->id);
  cli_table_add(table, office_name(n->office));
  cli_table_add(table, date);
  cli_table_add(table, time);
  cli_table_add(table, n->known ? reason_text(n->now.reason) : C_("office", "hours unknown"));
  cli_table_add(table, next->str);
  g_string_free(next, TRUE);
}

static bool print(const struct cli *cli, const struct reference *ref, const struct office *only, GError **error)
{
  static const char *const titles[] = {N_("No."), N_("Office"), N_("Date"), N_("Time"), N_("State"), ""};
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  json_t *list = json_array();
  utc_t at = clock_now();
  for (int i = 0; i < ref->offices; i++) {
    if (*ref->office[i].tz == '\0' || (only != NULL && only != &ref->office[i]))
      continue; /* the domestic centres as a whole have no clock */
    struct office_now n = look(ref, &ref->office[i], at);
    if (cli->json)
      json_array_append_new(list, to_json(&n));
    else
      add_row(table, &n);
  }
  if (cli->json)
    return cli_json(list, error);
  json_decref(list);
  cli_table_print(table);
  return true;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct reference *ref = cli_read(cli, reference_read, NULL, error);
  if (ref == NULL)
    return false;
  const struct office *only = opt_office == NULL ? NULL : cli_office(ref, opt_office, error);
  bool ok = (opt_office == NULL || only != NULL) && print(cli, ref, only, error);
  reference_free(ref);
  return ok;
}

const struct cli_command command_clock = {.name = "clock",
                                          .args = "",
                                          .options = options,
                                          .run = run,
                                          .wants_json = true,
                                          .summary = N_("the offices’ local times, open or closed, and until when")};
