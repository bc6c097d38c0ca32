#include "office_time.h"

#include <string.h>

#include "model_parts.h"
#include "toban/text.h"

enum { HOUR = 3600, DAY_SPANS = 8, WORD = 4 /* columns of open, shut: what follows lines up */ };

struct office_time office_time(const struct model *model, const struct office *office)
{
  struct office_time out = {.weekday = "", .clock = "--:--"};
  day_t day;
  int second;
  if (office->zone == NULL)
    return out;
  zone_local(office->zone, model->now, &day, &second);
  out.weekday = weekday_text(day_weekday(day));
  time_text(model->now, zone_offset(office->zone, model->now), false, out.clock, sizeof out.clock);
  const struct calendar *calendar = model_calendar(model, office->calendar);
  if (calendar == NULL)
    return out;
  out.known = true;
  out.holidays_known = calendar_has_holidays(calendar);
  out.now = calendar_at(calendar, model->now);
  return out;
}

void office_instant(const struct model *model, const struct office *office, utc_t at, GString *out)
{
  day_t today, day;
  int second;
  zone_local(office->zone, model->now, &today, &second);
  zone_local(office->zone, at, &day, &second);
  if (day != today)
    g_string_append_printf(out, C_("weekday and time", "%s "), weekday_text(day_weekday(day)));
  g_string_append_printf(out, "%d:%02d", second / HOUR, second / 60 % 60);
}

static void while_open(const struct model *model, const struct office *office, const struct office_time *time,
                       int width,
                       GString *out)
{
  g_autoptr(GString) until = g_string_new(NULL);
  const char *word = C_("office", "open");
  const char *why = time->holidays_known ? "" : _(", holidays unknown");
  if (time->now.closes_at == UTC_NONE) {
    g_string_append(out, C_("office", "always open"));
    return;
  }
  office_instant(model, office, time->now.closes_at, until);
  char *plain = g_strdup_printf(_("to %s"), until->str);
  char *rest = g_strconcat(plain, time->holidays_known ? "" : "?", NULL);
  if (WORD + 1 + text_width(rest) <= width) {
    text_fit(out, word, WORD, false);
    g_string_append_c(out, ' ');
  }
  g_string_append(out, rest);
  if (text_width(out->str) + text_width(why) <= width)
    g_string_append(out, why);
  g_free(plain);
  g_free(rest);
}

static const char *shut_word(enum calendar_reason reason)
{
  static const char *const words[] = {
    [CALENDAR_OPEN] = NC_("office", "open"), [CALENDAR_CLOSED] = NC_("office", "shut"),
    [CALENDAR_WEEKEND] = NC_("office", "weekend"), [CALENDAR_HOLIDAY] = NC_("office", "holiday"),
  };
  return lang_text_context(words[reason]);
}

static void how_long(int64_t seconds, GString *out)
{
  if (seconds < 24 * HOUR)
    g_string_append_printf(out, _("in %d:%02d"), (int)(seconds / HOUR), (int)(seconds / 60 % 60));
}

static void while_shut(const struct model *model, const struct office *office, const struct office_time *time,
                       int width,
                       GString *out)
{
  g_autoptr(GString) opens = g_string_new(NULL), wait = g_string_new(NULL);
  const char *word = shut_word(time->now.reason);
  int64_t left = time->now.opens_at == UTC_NONE ? INT64_MAX : time->now.opens_at - model->now;
  if (time->now.opens_at != UTC_NONE)
    office_instant(model, office, time->now.opens_at, opens);
  if (left <= 12 * HOUR)
    how_long(left, wait);
  const char *first = wait->len > 0 ? wait->str : opens->str, *second = wait->len > 0 ? opens->str : "";
  const char *holiday = time->now.reason == CALENDAR_HOLIDAY ? time->now.holiday[lang_get()] : NULL;
  g_string_append(out, word);
  if (text_width(word) < WORD && text_width(first) + WORD + 1 <= width)
    g_string_append_printf(out, "%*s", WORD - text_width(word), "");
  if (holiday != NULL) {
    g_string_append_c(out, ' ');
    text_clean(out, holiday, -1);
  }
  if (text_width(out->str) + 1 + text_width(first) <= width)
    g_string_append_printf(out, " %s", first);
  if (*second != '\0' && text_width(out->str) + 2 + text_width(second) <= width)
    g_string_append_printf(out, "  %s", second);
}

void office_status(const struct model *model, const struct office *office, const struct office_time *time, int width,
                   GString *out)
{
  if (!time->known)
    g_string_append(out, C_("office", "hours unknown"));
  else if (time->now.open)
    while_open(model, office, time, width, out);
  else
    while_shut(model, office, time, width, out);
}

void office_line(const struct model *model, const struct office *office, char out[static OFFICE_LINE + 1])
{
  struct calendar_span span[DAY_SPANS];
  const struct calendar *calendar = model_calendar(model, office->calendar);
  day_t day;
  int second, spans = 0;
  memset(out, ' ', OFFICE_LINE);
  out[OFFICE_LINE] = '\0';
  if (office->zone == NULL)
    return;
  zone_local(office->zone, model->now, &day, &second);
  if (calendar != NULL)
    spans = MIN(calendar_day(calendar, day, span, DAY_SPANS), DAY_SPANS);
  for (int hour = 0; hour < OFFICE_LINE; hour++) {
    utc_t middle = zone_instant(office->zone, day, hour * HOUR + HOUR / 2, false);
    out[hour] = calendar == NULL ? '?' : '.';
    for (int i = 0; i < spans; i++)
      if (span[i].from <= middle && middle < span[i].to)
        out[hour] = '=';
  }
  out[second / HOUR] = '*';
}
