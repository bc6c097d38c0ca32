/* Dates, times and durations for people. strftime() names weekdays in English only, so the patterns and the
 * names are ours; a pattern has %Y %m %d (numbers), %b (English month) and %a (weekday). */
#include <inttypes.h>
#include <stdio.h>

#include "toban/lang.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const char *weekday_text(int weekday)
{
  static const char *const names[] = {NC_("weekday", "Mon"), NC_("weekday", "Tue"), NC_("weekday", "Wed"),
                                      NC_("weekday", "Thu"), NC_("weekday", "Fri"), NC_("weekday", "Sat"),
                                      NC_("weekday", "Sun")};
  return lang_text_context(names[((weekday % 7) + 7) % 7]);
}

static const char *pattern_of(enum date_style style)
{
  static const char *const patterns[] = {
    [DATE_FULL] = NC_("date", "%a %d %b %Y"),
    [DATE_SHORT] = NC_("date", "%a %d %b"),
    [DATE_MINIMAL] = NC_("date", "%d %b"),
  };
  return lang_text_context(patterns[style]);
}

/* Appends at out[*used]; what does not fit is left out, never half a character of ours: texts are short. */
static void append(char *out, size_t size, size_t *used, const char *text)
{
  for (; *text != '\0' && *used + 1 < size; text++)
    out[(*used)++] = *text;
}

static void append_number(char *out, size_t size, size_t *used, int number)
{
  char digits[16];
  snprintf(digits, sizeof digits, "%d", number);
  append(out, size, used, digits);
}

static int64_t floor_div(int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

void date_text(utc_t at, int offset_s, enum date_style style, char *out, size_t size)
{
  day_t day = (day_t)floor_div(at + offset_s, UTC_DAY);
  struct civil date = civil_from_day(day);
  size_t used = 0;
  if (size == 0)
    return;
  for (const char *p = pattern_of(style); *p != '\0'; p++) {
    if (*p != '%' || p[1] == '\0') {
      append(out, size, &used, (char[]){*p, '\0'});
      continue;
    }
    switch (*++p) {
    case 'Y': append_number(out, size, &used, date.year); break;
    case 'm': append_number(out, size, &used, date.month); break;
    case 'd': append_number(out, size, &used, date.day); break;
    case 'b': append(out, size, &used, months[date.month - 1]); break;
    case 'a': append(out, size, &used, weekday_text(day_weekday(day))); break;
    default: append(out, size, &used, (char[]){*p, '\0'}); break;
    }
  }
  out[used] = '\0';
}

void time_text(utc_t at, int offset_s, bool seconds, char *out, size_t size)
{
  int64_t local = at + offset_s;
  int second = (int)(local - floor_div(local, UTC_DAY) * UTC_DAY);
  if (seconds)
    snprintf(out, size, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
  else
    snprintf(out, size, "%02d:%02d", second / 3600, second / 60 % 60);
}

void duration_text(int64_t seconds, char *out, size_t size)
{
  const char *sign = seconds < 0 ? "-" : "";
  uint64_t s = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
  char text[48];
  if (s < 3600)
    snprintf(text, sizeof text, "%u:%02u", (unsigned)(s / 60), (unsigned)(s % 60));
  else if (s < UTC_DAY)
    snprintf(text, sizeof text, "%u:%02u:%02u", (unsigned)(s / 3600), (unsigned)(s / 60 % 60), (unsigned)(s % 60));
  else
    snprintf(text, sizeof text, C_("duration", "%lud %uh"), (unsigned long)(s / UTC_DAY), (unsigned)(s / 3600 % 24));
  snprintf(out, size, "%s%s", sign, text);
}
