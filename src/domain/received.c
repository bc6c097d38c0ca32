#include "toban/received.h"

#include <stdio.h>
#include <string.h>

#include "toban/zone.h"

enum { HOUR = 3600, MINUTE = 60, AGO_MOST = 366 * UTC_DAY };

/* "9:05" is the last time that it was so in Japan; "11/22 9:05" of this year, or of the last one. */
static bool short_time(const char *text, utc_t now, utc_t *out)
{
  const struct zone *japan = zone_tokyo();
  int month, dom, hour, minute, used = 0;
  day_t today;
  int second;
  zone_local(japan, now, &today, &second);
  day_t day = today;
  bool dated = sscanf(text, "%2d%*1[/-]%2d %2d:%2d%n", &month, &dom, &hour, &minute, &used) == 4;
  if (!dated && sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2)
    return false;
  if (text[used] != '\0' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return false;
  if (dated) {
    int year = civil_from_day(today).year;
    if (!civil_valid(year, month, dom))
      return false;
    day = day_from_civil(year, month, dom);
    if (day > today && civil_valid(year - 1, month, dom))
      day = day_from_civil(year - 1, month, dom);
  }
  *out = zone_instant(japan, day, hour * HOUR + minute * MINUTE, false);
  if (*out > now && !dated)
    *out = zone_instant(japan, day - 1, hour * HOUR + minute * MINUTE, false);
  return true;
}

/* "-15m", "-1h30m", "-2h", "-90": hours before minutes, a bare number is minutes. */
static bool ago(const char *text, utc_t now, utc_t *out)
{
  int64_t seconds = 0;
  bool hours = false, minutes = false;
  if (*text++ != '-' || *text == '\0')
    return false;
  while (*text != '\0') {
    int64_t number = 0;
    int digits = 0;
    for (; g_ascii_isdigit(*text) && digits < 6; text++, digits++)
      number = number * 10 + (*text - '0');
    bool is_hours = *text == 'h', is_minutes = *text == 'm' || (*text == '\0' && !hours);
    if (digits == 0 || minutes || (is_hours && hours) || (!is_hours && !is_minutes))
      return false;
    seconds += number * (is_hours ? HOUR : MINUTE);
    hours = hours || is_hours;
    minutes = minutes || is_minutes;
    text += *text != '\0';
  }
  *out = now - seconds;
  return seconds <= AGO_MOST;
}

bool received_parse(const char *text, utc_t now, utc_t *out)
{
  char *clean = g_strstrip(g_strdup(text));
  bool fine = true;
  if (*clean == '\0')
    *out = now;
  else
    fine = ago(clean, now, out) || short_time(clean, now, out) || utc_parse(clean, out, NULL);
  g_free(clean);
  return fine && *out <= now;
}
