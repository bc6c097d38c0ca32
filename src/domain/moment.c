#include "toban/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

static bool take_clock(const char *text, int *second)
{
  int hour, minute, used = 0;
  if (sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2 || text[used] != '\0' || used < 4 || hour < 0 ||
      hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60)
    return false;
  *second = (hour * 60 + minute) * 60;
  return true;
}

static bool take_span(const char *text, utc_t now, utc_t *out)
{
  char *end;
  long n = strtol(text, &end, 10);
  int64_t unit = *end == 'm' ? 60 : *end == 'h' ? 3600 : *end == 'd' ? UTC_DAY : 0;
  if (!g_ascii_isdigit(*text) || unit == 0 || end[1] != '\0' || n > 100000)
    return false;
  *out = now + n * unit;
  return true;
}

static bool take_local(const char *text, const struct zone *zone, bool later, utc_t *out)
{
  char *date = g_strndup(text, strlen("YYYY-MM-DD"));
  day_t day;
  int second;
  size_t length = strlen(date);
  bool good = length == strlen("YYYY-MM-DD") && (text[length] == ' ' || text[length] == 'T') &&
              day_parse(date, &day, NULL) && take_clock(text + length + 1, &second);
  if (good)
    *out = zone_instant(zone, day, second, later);
  g_free(date);
  return good;
}

static bool take_next(const char *text, utc_t now, const struct zone *zone, bool later, utc_t *out)
{
  day_t day;
  int second, today;
  if (!take_clock(text, &second))
    return false;
  zone_local(zone, now, &day, &today);
  *out = zone_instant(zone, day, second, later);
  if (*out <= now)
    *out = zone_instant(zone, day + 1, second, later);
  return true;
}

bool moment_parse(const char *text, utc_t now, const struct zone *zone, bool later, utc_t *out, GError **error)
{
  if ((*text == '+' && take_span(text + 1, now, out)) || take_local(text, zone, later, out) ||
      take_next(text, now, zone, later, out) || utc_parse(text, out, NULL))
    return true;
  if (*text == '\0')
    error_set(error, TE_USAGE, "%s",
              _("a time is missing (2026-11-29 02:00, 02:00, +2h, or with a zone as in RFC 3339)"));
  else
    error_set(error, TE_USAGE, _("not a time: “%s” (2026-11-29 02:00, 02:00, +2h, or with a zone as in RFC 3339)"),
              text);
  return false;
}
