#include "toban/loan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { JAPAN = 9 * 3600, DAYS_MOST = 3660 };

static const struct { const char *id, *text; } states[LOAN_STATES] = {
  [LOAN_OUT] = {"out", NC_("loan", "out")},
  [LOAN_DUE] = {"due", NC_("loan", "due")},
  [LOAN_OVERDUE] = {"overdue", NC_("loan", "overdue")},
  [LOAN_BACK] = {"back", NC_("loan", "back")},
  [LOAN_BROKEN] = {"broken", NC_("loan", "back, broken")},
  [LOAN_LOST] = {"lost", NC_("loan", "lost")},
  [LOAN_RESERVED] = {"reserved", NC_("loan", "reserved")},
};

const char *loan_state_id(enum loan_state state)
{
  return states[state].id;
}

const char *loan_state_text(enum loan_state state)
{
  return lang_text_context(states[state].text);
}

/* --- days and hours of Japan ------------------------------------------------------------------------------ */
day_t japan_day(utc_t at)
{
  utc_t local = at + JAPAN;
  return (day_t)(local >= 0 ? local / UTC_DAY : (local - UTC_DAY + 1) / UTC_DAY);
}

char *japan_format(utc_t at, char buffer[static 32])
{
  *buffer = '\0';
  if (at == UTC_NONE)
    return buffer;
  struct civil day = civil_from_day(japan_day(at));
  int second = (int)(at + JAPAN - (utc_t)japan_day(at) * UTC_DAY);
  g_snprintf(buffer, 32, "%04d-%02d-%02d %02d:%02d", day.year, day.month, day.day, second / 3600, second / 60 % 60);
  return buffer;
}

/* "9:05" or "09:05:30" up to the end of the text. */
static bool hours(const char *text, int *second)
{
  int h = 0, m = 0, s = 0, end = 0;
  text += strspn(text, " ");
  if (sscanf(text, "%2d:%2d%n", &h, &m, &end) != 2 || !g_ascii_isdigit(*text))
    return false;
  if (text[end] == ':') {
    int more = 0;
    if (sscanf(text + end, ":%2d%n", &s, &more) != 1)
      return false;
    end += more;
  }
  *second = h * 3600 + m * 60 + s;
  return text[end] == '\0' && h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 60;
}

/* A date at the beginning; the bytes that it takes, or 0. */
static int date(const char *text, day_t *out)
{
  int y = 0, m = 0, d = 0, end = 0;
  if (!g_ascii_isdigit(*text) || (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &end) != 3 &&
                                  sscanf(text, "%4d/%2d/%2d%n", &y, &m, &d, &end) != 3))
    return 0;
  if (y < 1000 || !civil_valid(y, m, d))
    return 0;
  *out = day_from_civil(y, m, d);
  return end;
}

bool japan_parse(const char *text, utc_t now, utc_t *out, GError **error)
{
  day_t day = japan_day(now);
  int second = 0, end = date(text, &day);
  bool clock = hours(text + end + (end > 0 && text[end] == 'T' ? 1 : 0), &second);
  if ((end > 0 && text[end] == '\0') || clock) {
    *out = (utc_t)day * UTC_DAY + second - JAPAN;
    return true;
  }
  if (utc_parse(text, out, NULL))
    return true;
  error_set(error, TE_DATA, _("“%s” is no time: write 2026-11-24 9:05 or 9:05 (Japan, 24 hours)"), text);
  return false;
}

bool japan_day_parse(const char *text, utc_t now, day_t *out, GError **error)
{
  *out = DAY_NONE;
  if (*text == '\0')
    return true;
  char *rest;
  long days = *text == '+' ? strtol(text + 1, &rest, 10) : 0;
  if (*text == '+' && *rest == '\0' && rest > text + 1 && days >= 0 && days <= DAYS_MOST) {
    *out = japan_day(now) + (day_t)days;
    return true;
  }
  int end = date(text, out);
  if (end > 0 && text[end] == '\0')
    return true;
  error_set(error, TE_DATA, _("“%s” is no day: write 2026-11-24 or +14 (days from today)"), text);
  return false;
}

/* --- loans ------------------------------------------------------------------------------------------------ */
int loan_days_overdue(const char *due_on, utc_t now)
{
  day_t due;
  if (*due_on == '\0' || !day_parse(due_on, &due, NULL) || japan_day(now) <= due)
    return 0;
  return japan_day(now) - due;
}

enum loan_state loan_state_of(const char *due_on, utc_t back_at, const char *outcome, utc_t now)
{
  day_t due;
  if (strcmp(outcome, "lost") == 0)
    return LOAN_LOST;
  if (back_at != UTC_NONE)
    return strcmp(outcome, "broken") == 0 ? LOAN_BROKEN : LOAN_BACK;
  if (*due_on == '\0' || !day_parse(due_on, &due, NULL))
    return LOAN_OUT;
  return japan_day(now) > due ? LOAN_OVERDUE : japan_day(now) + 1 >= due ? LOAN_DUE : LOAN_OUT;
}
