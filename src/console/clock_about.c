#include "clock_about.h"

#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "office_time.h"
#include "toban/text.h"

enum { QUARTER = 900, SPANS = 8, NAMED = 2 };

/* --- clock changes -------------------------------------------------------------------------------------- */
utc_t clock_change(const struct model *model, const struct office *office, int *shift)
{
  if (office->zone == NULL)
    return UTC_NONE;
  const struct zone_span *span = zone_span_at(office->zone, model->now);
  if (span->to == INT64_MAX || span->to > model->now + (utc_t)CLOCK_AHEAD_DAYS * UTC_DAY)
    return UTC_NONE;
  *shift = (span + 1)->offset - span->offset;
  return span->to;
}

static void add_date(const struct office *office, utc_t at, GString *out)
{
  char date[32];
  date_text(at, zone_offset(office->zone, at), DATE_MINIMAL, date, sizeof date);
  g_string_append(out, date);
}

void clock_changes_text(const struct model *model, GString *out)
{
  const struct zone *told[NAMED] = {NULL};
  int count = 0, shift;
  for (int i = 0; model->ref != NULL && i < model->ref->offices && count < NAMED; i++) {
    const struct office *office = &model->ref->office[i];
    utc_t at = clock_change(model, office, &shift);
    if (at == UTC_NONE || (count > 0 && told[0] == office->zone))
      continue;
    g_string_append(out, count == 0 ? _(", clock change ") : C_("between names", ", "));
    text_clean(out, office_name(office), -1);
    g_string_append_c(out, ' ');
    add_date(office, at, out);
    told[count++] = office->zone;
  }
}

/* --- one office ------------------------------------------------------------------------------------------- */
static void first_line(const struct model *model, const struct office *office, const struct office_time *time,
                       GString *out)
{
  char clock[16], left[32];
  text_clean(out, office_name(office), -1);
  g_string_append_printf(out, "  %s", office->tz);
  if (office->zone == NULL)
    return;
  time_text(model->now, zone_offset(office->zone, model->now), model->seconds, clock, sizeof clock);
  g_string_append_printf(out, "  %s %s", time->weekday, clock);
  utc_t next = !time->known ? UTC_NONE : time->now.open ? time->now.closes_at : time->now.opens_at;
  if (next == UTC_NONE)
    return;
  duration_text(next - model->now, left, sizeof left);
  g_string_append(out, "  ");
  if (model->seconds)
    g_string_append_printf(out, time->now.open ? _("closes in %s, at ") : _("opens in %s, at "), left);
  else
    g_string_append(out, time->now.open ? _("closes at ") : _("opens at "));
  office_instant(model, office, next, out);
  g_string_append_printf(out, "  %s", time->now.open ? _("it can be called now") : _("nobody is there to be called"));
}

/* Days of the next two weeks that are not like their weekday, by name. */
static void holidays(const struct model *model, const struct office *office, GString *out)
{
  const struct calendar *calendar = model_calendar(model, office->calendar);
  day_t today;
  int second, named = 0;
  if (calendar == NULL || office->zone == NULL)
    return;
  zone_local(office->zone, model->now, &today, &second);
  for (day_t day = today; day < today + CLOCK_AHEAD_DAYS && named < 3; day++) {
    struct calendar_about about;
    char date[32];
    if (!calendar_about(calendar, day, &about) || about.name[lang_get()] == NULL)
      continue;
    date_text((utc_t)day * UTC_DAY, 0, DATE_SHORT, date, sizeof date);
    g_string_append_printf(out, "%s%s ", named++ == 0 ? "" : C_("between names", ", "), date);
    text_clean(out, about.name[lang_get()], -1);
  }
  if (named == 0)
    g_string_append(out, calendar_has_holidays(calendar) ? _("no holiday in 14 days") : _("holidays unknown"));
}

void clock_about(const struct model *model, const struct office *office, GString *out)
{
  struct office_time time = office_time(model, office);
  int shift = 0;
  utc_t change = clock_change(model, office, &shift);
  first_line(model, office, &time, out);
  g_string_append_c(out, '\n');
  holidays(model, office, out);
  if (change != UTC_NONE) {
    g_string_append(out, "  ");
    add_date(office, change, out);
    g_string_append_printf(out, shift > 0 ? _(": the clock is put forward %d min")
                                          : _(": the clock is put back %d min"), ABS(shift) / 60);
  }
  if (*office->languages != '\0')
    g_string_append_printf(out, "  %s", office->languages);
}

/* --- the world -------------------------------------------------------------------------------------------- */
static void add_office(const struct model *model, const struct office *office, utc_t begin, int count[STRIP_COLUMNS])
{
  const struct calendar *calendar = model_calendar(model, office->calendar);
  struct calendar_span span[SPANS];
  day_t day;
  int second;
  if (calendar == NULL || office->zone == NULL)
    return;
  zone_local(office->zone, begin, &day, &second);
  for (day_t d = day; d <= day + 1; d++)
    for (int i = MIN(calendar_day(calendar, d, span, SPANS), SPANS) - 1; i >= 0; i--) {
      int from = (int)MAX((span[i].from - begin) / QUARTER, 0);
      int to = (int)MIN((span[i].to - begin) / QUARTER, STRIP_COLUMNS);
      for (int quarter = from; span[i].to > begin && quarter < to; quarter++)
        count[quarter]++;
    }
}

void clock_strip(const struct model *model, char out[static STRIP_COLUMNS + 1])
{
  int count[STRIP_COLUMNS] = {0}, offices = 0, second;
  day_t today;
  zone_local(zone_tokyo(), model->now, &today, &second);
  utc_t begin = zone_instant(zone_tokyo(), today, 0, false);
  for (int i = 0; model->ref != NULL && i < model->ref->offices; i++) {
    offices += model->ref->office[i].zone != NULL;
    add_office(model, &model->ref->office[i], begin, count);
  }
  for (int i = 0; i < STRIP_COLUMNS; i++) {
    int tenths = offices == 0 ? 0 : (count[i] * 10 + offices - 1) / offices;
    out[i] = count[i] == 0 ? '.' : tenths > 9 ? '#' : (char)('0' + tenths);
  }
  out[second / QUARTER] = '*';
  out[STRIP_COLUMNS] = '\0';
}
