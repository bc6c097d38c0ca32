#include "toban/utc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "toban/error.h"
#include "toban/lang.h"

/* Days of the era algorithm: a year begins in March, so the leap day is its last
 * (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
day_t day_from_civil(int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int of_era = y - era * 400;
  int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  int of_era_day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return era * 146097 + of_era_day - 719468;
}

struct civil civil_from_day(day_t day)
{
  int z = day + 719468;
  int era = (z >= 0 ? z : z - 146096) / 146097;
  int of_era_day = z - era * 146097;
  int of_era = (of_era_day - of_era_day / 1460 + of_era_day / 36524 - of_era_day / 146096) / 365;
  int of_year = of_era_day - (365 * of_era + of_era / 4 - of_era / 100);
  int m = (5 * of_year + 2) / 153;
  int month = m < 10 ? m + 3 : m - 9;
  return (struct civil){of_era + era * 400 + (month <= 2), month, of_year - (153 * m + 2) / 5 + 1};
}

int day_weekday(day_t day)
{
  int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
  return w < 0 ? w + 7 : w;
}

bool civil_valid(int year, int month, int day)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return false;
  struct civil back = civil_from_day(day_from_civil(year, month, day));
  return back.month == month && back.day == day;
}

/* Exactly `count` digits at *text; -1 when they are not there. */
static int digits(const char **text, int count)
{
  int value = 0;
  for (int i = 0; i < count; i++, (*text)++) {
    if (!isdigit((unsigned char)**text))
      return -1;
    value = value * 10 + (**text - '0');
  }
  return value;
}

static bool literal(const char **text, const char *any)
{
  if (**text == '\0' || strchr(any, **text) == NULL)
    return false;
  (*text)++;
  return true;
}

static bool parse_date(const char **text, day_t *out)
{
  int year = digits(text, 4);
  if (year < 0 || !literal(text, "-"))
    return false;
  int month = digits(text, 2);
  if (month < 0 || !literal(text, "-"))
    return false;
  int day = digits(text, 2);
  if (!civil_valid(year, month, day))
    return false;
  *out = day_from_civil(year, month, day);
  return true;
}

static bool parse_clock(const char **text, int *second)
{
  int h = digits(text, 2);
  if (h < 0 || h > 23 || !literal(text, ":"))
    return false;
  int m = digits(text, 2);
  if (m < 0 || m > 59 || !literal(text, ":"))
    return false;
  int s = digits(text, 2);
  if (s < 0 || s > 60)
    return false;
  *second = h * 3600 + m * 60 + s;
  if (**text == '.') {
    const char *fraction = ++*text;
    while (isdigit((unsigned char)**text))
      (*text)++;
    return *text > fraction;
  }
  return true;
}

static bool parse_offset(const char **text, int *offset)
{
  *offset = 0;
  if (literal(text, "Zz"))
    return true;
  int sign = **text == '-' ? -1 : 1;
  if (!literal(text, "+-"))
    return false;
  int h = digits(text, 2);
  if (h < 0 || h > 23 || !literal(text, ":"))
    return false;
  int m = digits(text, 2);
  if (m < 0 || m > 59)
    return false;
  *offset = sign * (h * 3600 + m * 60);
  return true;
}

bool utc_parse(const char *text, utc_t *out, GError **error)
{
  const char *at = text;
  day_t day;
  int second, offset;
  if (parse_date(&at, &day) && literal(&at, "Tt ") && parse_clock(&at, &second) && parse_offset(&at, &offset) &&
      *at == '\0') {
    *out = (utc_t)day * UTC_DAY + second - offset;
    return true;
  }
  error_set(error, TE_DATA, _("not a time: “%s” (write 2026-11-22T14:41:07Z or 2026-11-22T23:41:07+09:00)"), text);
  return false;
}

static day_t day_of(utc_t at)
{
  return (day_t)(at >= 0 ? at / UTC_DAY : (at - UTC_DAY + 1) / UTC_DAY);
}

static void format_local(utc_t local, char buffer[static 32])
{
  day_t day = day_of(local);
  int second = (int)(local - (utc_t)day * UTC_DAY);
  struct civil c = civil_from_day(day);
  snprintf(buffer, 32, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, second / 3600, second / 60 % 60,
           second % 60);
}

char *utc_format(utc_t at, char buffer[static 32])
{
  format_local(at, buffer);
  return strcat(buffer, "Z");
}

char *utc_format_offset(utc_t at, int offset_s, char buffer[static 32])
{
  format_local(at + offset_s, buffer);
  int minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
  size_t length = strlen(buffer);
  snprintf(buffer + length, 32 - length, "%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
  return buffer;
}

bool day_parse(const char *text, day_t *out, GError **error)
{
  const char *at = text;
  if (parse_date(&at, out) && *at == '\0')
    return true;
  error_set(error, TE_DATA, _("not a date: “%s” (write 2026-11-22)"), text);
  return false;
}

char *day_format(day_t day, char buffer[static 16])
{
  struct civil c = civil_from_day(day);
  snprintf(buffer, 16, "%04u-%02u-%02u", (unsigned)c.year % 10000, (unsigned)c.month % 100, (unsigned)c.day % 100);
  return buffer;
}

static int64_t pinned = UTC_NONE; /* atomic */

utc_t clock_now(void)
{
  utc_t at = __atomic_load_n(&pinned, __ATOMIC_RELAXED);
  return at == UTC_NONE ? (utc_t)time(NULL) : at;
}

int64_t clock_mono_ms(void)
{
  return g_get_monotonic_time() / 1000;
}

void clock_pin(utc_t at)
{
  __atomic_store_n(&pinned, at, __ATOMIC_RELAXED);
}

bool clock_is_pinned(void)
{
  return __atomic_load_n(&pinned, __ATOMIC_RELAXED) != UTC_NONE;
}
