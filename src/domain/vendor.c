/* Hours of a vendor: a small grammar of weekdays and times, and whether it is open at an instant. */
#include "toban/vendor.h"

#include <string.h>

#include "toban/lang.h"

enum { DAYS = 7, PIECES = 16, HOUR = 3600, MINUTE = 60 };

static const char *const day_ids[DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct piece {
  int first, last;                    /* weekdays; first may be after last: fri-mon */
  int from, to;                       /* seconds of the day */
};

static int weekday_of(const char **text)
{
  for (int i = 0; i < DAYS; i++)
    if (g_ascii_strncasecmp(*text, day_ids[i], 3) == 0) {
      *text += 3;
      return i;
    }
  return -1;
}

static bool digits(const char **text, int most, int *out)
{
  int count = 0;
  for (*out = 0; g_ascii_isdigit(**text) && count < 2; (*text)++, count++)
    *out = *out * 10 + (**text - '0');
  return count > 0 && *out <= most;
}

static bool clock_time(const char **text, int *second)
{
  int hour, minute;
  if (!digits(text, 24, &hour) || *(*text)++ != ':' || !digits(text, 59, &minute))
    return false;
  *second = hour * HOUR + minute * MINUTE;
  return *second <= UTC_DAY;
}

/* One piece at *text, moved on behind it. NULL when it is good. */
static const char *piece_parse(const char **text, struct piece *out)
{
  *text += strspn(*text, " ");
  out->first = out->last = weekday_of(text);
  if (out->first >= 0 && **text == '-') {
    (*text)++;
    out->last = weekday_of(text);
  }
  if (out->first < 0 || out->last < 0 || **text != ' ')
    return N_("hours of a vendor read mon-fri 09:00-17:00;sat 09:00-12:00, or 24x7");
  *text += strspn(*text, " ");
  if (!clock_time(text, &out->from) || *(*text)++ != '-' || !clock_time(text, &out->to))
    return N_("hours of a vendor read mon-fri 09:00-17:00;sat 09:00-12:00, or 24x7");
  *text += strspn(*text, " ");
  if (**text != ';' && **text != '\0')
    return N_("hours of a vendor read mon-fri 09:00-17:00;sat 09:00-12:00, or 24x7");
  return out->to > out->from ? NULL : N_("an interval ends after it begins; 24:00 is the end of the day");
}

static bool always(const char *hours)
{
  return strcmp(hours, "24x7") == 0;
}

/* The pieces of a text that is neither empty nor 24x7. */
static const char *parse(const char *hours, struct piece piece[static PIECES], int *count)
{
  const char *why = NULL;
  for (*count = 0; *hours != '\0' && why == NULL; hours += *hours == ';') {
    if (*count == PIECES)
      return N_("at most 16 intervals");
    const char *at = hours;
    why = piece_parse(&at, &piece[*count]);
    *count += why == NULL;
    hours = why == NULL ? at : hours;
    if (why != NULL)
      break;
  }
  return why;
}

const char *vendor_hours_check(const char *hours)
{
  struct piece piece[PIECES];
  int count;
  return always(hours) ? NULL : parse(hours, piece, &count);
}

static bool has_day(const struct piece *piece, int weekday)
{
  return piece->first <= piece->last ? weekday >= piece->first && weekday <= piece->last
                                     : weekday >= piece->first || weekday <= piece->last;
}

/* The end of the open time that holds `at`: touching intervals, also over midnight, are one. A week at most. */
static utc_t closing(const struct piece *piece, int count, const struct zone *zone, utc_t at)
{
  utc_t end = at;
  for (int steps = 0; steps < 2 * DAYS * PIECES; steps++) {
    utc_t next = end;
    day_t day;
    int second;
    zone_local(zone, end, &day, &second);
    for (int i = 0; i < count; i++)
      if (has_day(&piece[i], day_weekday(day)) && piece[i].from <= second && second < piece[i].to)
        next = MAX(next, zone_instant(zone, day, piece[i].to, true));
    if (next == end)
      break;
    end = next;
  }
  return end;
}

static utc_t opening(const struct piece *piece, int count, const struct zone *zone, utc_t at)
{
  day_t today;
  int second;
  utc_t best = UTC_NONE;
  zone_local(zone, at, &today, &second);
  for (int ahead = 0; ahead <= DAYS && best == UTC_NONE; ahead++)
    for (int i = 0; i < count; i++) {
      utc_t from = zone_instant(zone, today + ahead, piece[i].from, false);
      if (has_day(&piece[i], day_weekday(today + ahead)) && from > at && (best == UTC_NONE || from < best))
        best = from;
    }
  return best;
}

struct vendor_now vendor_at(const char *hours, const struct zone *zone, utc_t at)
{
  struct piece piece[PIECES];
  int count = 0;
  if (always(hours))
    return (struct vendor_now){.known = true, .open = true, .until = UTC_NONE};
  if (zone == NULL || *hours == '\0' || parse(hours, piece, &count) != NULL)
    return (struct vendor_now){.until = UTC_NONE};
  utc_t end = closing(piece, count, zone, at);
  return (struct vendor_now){
      .known = true, .open = end > at, .until = end > at ? end : opening(piece, count, zone, at)};
}

char *vendor_hours_text(const char *hours)
{
  GString *out = g_string_new(NULL);
  bool word = true;
  if (always(hours))
    return g_string_free(g_string_append(out, C_("vendor", "day and night")), FALSE);
  for (const char *at = hours; *at != '\0';) {
    int weekday = word ? weekday_of(&at) : -1;
    if (weekday >= 0) {
      g_string_append(out, weekday_text(weekday));
      word = *at == '-';
      continue;
    }
    g_string_append(out, *at == ';' ? "; " : (const char[]){*at, '\0'});
    word = *at == ';' || (*at == '-' && word);
    at++;
  }
  return g_string_free(out, FALSE);
}
