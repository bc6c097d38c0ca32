#include "toban/when.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { MORNING = 9 * 3600, MINUTE = 60, HOUR = 3600, FAR = 366 };

static bool refuse(const char *text, GError **error)
{
  error_set(error, TE_USAGE,
            _("“%s” is no time: write 14:30, 14:30 there, tomorrow 9:00, 11/27 14:30, +30m, +2h or +3d"), text);
  return false;
}

/* Digits at *at, at most `most` of them; -1: none. */
static int number(const char **at, int most)
{
  int value = 0, digits = 0;
  for (; g_ascii_isdigit(**at) && digits < most; ++*at, digits++)
    value = value * 10 + (**at - '0');
  return digits == 0 || g_ascii_isdigit(**at) ? -1 : value;
}

/* "14:30", to the end. */
static bool clock_of(const char *at, int *second)
{
  int hour = number(&at, 2);
  if (hour < 0 || hour > 23 || *at++ != ':')
    return false;
  int minute = number(&at, 2);
  *second = hour * HOUR + minute * MINUTE;
  return minute >= 0 && minute < 60 && *at == '\0';
}

static bool from_now(const char *at, utc_t now, utc_t *out)
{
  int count = number(&at, 4);
  int64_t unit = *at == 'm' ? MINUTE : *at == 'h' ? HOUR : *at == 'd' ? UTC_DAY : 0;
  if (count < 0 || unit == 0 || at[1] != '\0' || count * unit > FAR * (int64_t)UTC_DAY)
    return false;
  *out = now + count * unit;
  return true;
}

/* "11/27" or "2026-11-27" at *at, with the blanks behind; today is there for the year. */
static bool date_of(const char **at, day_t today, day_t *day)
{
  struct civil c = civil_from_day(today);
  const char *text = *at;
  int first = number(&text, 4), year = c.year, month, date;
  bool full = *text == '-';
  if (first < 0 || (*text != '/' && !full))
    return false;
  text++;
  month = full ? number(&text, 2) : first;
  if (full) {
    year = first;
    if (*text++ != '-')
      return false;
  }
  date = number(&text, 2);
  if (date < 0 || (*text != ' ' && *text != '\0') || !civil_valid(year, month, date))
    return false;
  *day = day_from_civil(year, month, date);
  if (!full && *day < today && civil_valid(year + 1, month, date))
    *day = day_from_civil(year + 1, month, date);
  while (*text == ' ')
    text++;
  *at = text;
  return true;
}

/* One of the words that mean tomorrow. */
static bool tomorrow(const char **at)
{
  const char *const words[] = {"tomorrow", "\xe6\x98\x8e\xe6\x97\xa5"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_prefix(*at, words[i])) {
      *at += strlen(words[i]);
      while (**at == ' ')
        ++*at;
      return true;
    }
  return false;
}

static bool parse(const char *at, utc_t now, const struct zone *zone, utc_t *out)
{
  day_t today, day;
  int second;
  zone_local(zone, now, &today, &second);
  if (*at == '+')
    return from_now(at + 1, now, out);
  if (clock_of(at, &second)) {
    *out = zone_instant(zone, today, second, false);
    if (*out < now)
      *out = zone_instant(zone, today + 1, second, false);
    return true;
  }
  if (tomorrow(&at))
    day = today + 1;
  else if (!date_of(&at, today, &day))
    return false;
  second = MORNING;
  if (*at != '\0' && !clock_of(at, &second))
    return false;
  *out = zone_instant(zone, day, second, false);
  return *out >= now;
}

/* Takes the word for "there" off the end. */
static bool is_there(char *text)
{
  const char *const words[] = {" there", " \xe7\x8f\xbe\xe5\x9c\xb0"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_suffix(text, words[i])) {
      text[strlen(text) - strlen(words[i])] = '\0';
      g_strchomp(text);
      return true;
    }
  return false;
}

bool when_parse(const char *text, utc_t now, const struct zone *there, utc_t *out, GError **error)
{
  char *half = g_utf8_validate(text, -1, NULL) ? g_utf8_normalize(text, -1, G_NORMALIZE_NFKC) : g_strdup("");
  bool local = is_there(g_strstrip(half));
  const struct zone *zone = local ? there : zone_tokyo();
  bool ok = strchr(half, 'T') != NULL ? utc_parse(half, out, NULL) : zone != NULL && parse(half, now, zone, out);
  g_free(half);
  return ok || refuse(text, error);
}
