#include "ics_event.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { MOST_STEPS = 200000 };

struct reading {
  const struct ics *ics;
  icalcomponent *event;
  const struct ics_bounds *bounds;
  GArray *out;
  GError **error;
};

static const char *title_of(icalcomponent *event)
{
  const char *summary = icalcomponent_get_summary(event);
  return summary == NULL ? "" : summary;
}

/* --- local times ------------------------------------------------------------------------------------ */
/* An instant as the file has it: local time, and the zone that it is kept in. */
struct moment { struct icaltimetype local; struct zone *zone; const icaltimezone *own; bool ok; };

/* A TZID of the tz database, else what the file itself says about it, else nobody knows. No TZID: Japan. */
static struct moment moment_of(const struct ics *ics, icalproperty *property, struct icaltimetype local, GError **error)
{
  struct moment m = {.local = local, .ok = true};
  icalparameter *parameter = property == NULL ? NULL : icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const char *tzid = parameter == NULL ? NULL : icalparameter_get_tzid(parameter);
  if (local.is_date || tzid == NULL || icaltime_is_utc(local)) {
    m.zone = icaltime_is_utc(local) ? NULL : zone_ref(zone_tokyo());
    return m;
  }
  m.zone = zone_new(tzid);
  if (m.zone == NULL)
    m.own = icalcomponent_get_timezone(ics->calendar, tzid);
  m.ok = m.zone != NULL || m.own != NULL;
  if (!m.ok)
    error_set(error, TE_DATA, _("%s: nobody knows the time zone “%s”"), ics->name, tzid);
  return m;
}

static int seconds_of(struct icaltimetype t)
{
  return t.is_date ? 0 : t.hour * 3600 + t.minute * 60 + t.second;
}

static int64_t local_seconds(struct icaltimetype t)
{
  return (int64_t)day_from_civil(t.year, t.month, t.day) * UTC_DAY + seconds_of(t);
}

static utc_t instant(const struct moment *m, int64_t local, bool later)
{
  int64_t day = local / UTC_DAY - (local % UTC_DAY < 0);
  if (m->zone != NULL)
    return zone_instant(m->zone, (day_t)day, (int)(local - day * UTC_DAY), later);
  if (m->own == NULL)
    return local;
  struct civil civil = civil_from_day((day_t)day);
  struct icaltimetype t = m->local;
  int second = (int)(local - day * UTC_DAY);
  t.year = civil.year, t.month = civil.month, t.day = civil.day;
  t.hour = second / 3600, t.minute = second / 60 % 60, t.second = second % 60;
  return (utc_t)icaltime_as_timet_with_zone(t, (icaltimezone *)(uintptr_t)m->own);
}

static bool instant_of(const struct ics *ics, icalproperty *property, struct icaltimetype local, utc_t *out,
                       GError **error)
{
  struct moment m = moment_of(ics, property, local, error);
  if (m.ok)
    *out = instant(&m, local_seconds(local), false);
  zone_unref(m.zone);
  return m.ok;
}

/* --- an event ----------------------------------------------------------------------------------------- */
struct span { struct moment from, to; };

static char *instance_name(icalcomponent *event, utc_t at)
{
  const char *uid = icalcomponent_get_uid(event);
  return g_strdup_printf("%s %" G_GINT64_FORMAT, uid == NULL ? "" : uid, at);
}

static bool is_left_out(struct reading *r, int64_t local, utc_t at, bool *out)
{
  char *name = instance_name(r->event, at);
  *out = g_hash_table_contains(r->ics->moved, name);
  g_free(name);
  icalproperty *p = icalcomponent_get_first_property(r->event, ICAL_EXDATE_PROPERTY);
  for (; p != NULL && !*out; p = icalcomponent_get_next_property(r->event, ICAL_EXDATE_PROPERTY)) {
    struct icaltimetype t = icalproperty_get_exdate(p);
    utc_t left_out;
    if (!instant_of(r->ics, p, t, &left_out, r->error))
      return false;
    *out = t.is_date ? local_seconds(t) / UTC_DAY == local / UTC_DAY : left_out == at;
  }
  return true;
}

static bool put(struct reading *r, utc_t from, utc_t to)
{
  struct ics_time time = {from, to};
  if (to <= r->bounds->from || from >= r->bounds->to)
    return true;
  g_array_append_val(r->out, time);
  if (r->out->len <= (guint)r->bounds->most)
    return true;
  error_set(r->error, TE_DATA, _("%s: “%s” takes place more than %d times"), r->ics->name, title_of(r->event),
            r->bounds->most);
  return false;
}

/* The instance that begins at `local`. With the end kept in another zone it lasts as long as the first one. */
static bool put_instance(struct reading *r, const struct span *s, int64_t local)
{
  int64_t first = local_seconds(s->from.local), last = local_seconds(s->to.local);
  utc_t from = instant(&s->from, local, false);
  bool one_zone = s->from.zone == s->to.zone && s->from.own == s->to.own, left_out;
  utc_t to = one_zone ? instant(&s->to, local + last - first, true)
                      : from + instant(&s->to, last, true) - instant(&s->from, first, false);
  return is_left_out(r, local, from, &left_out) && (left_out || put(r, from, to));
}

static bool put_rule(struct reading *r, icalproperty *property, const struct span *s)
{
  struct icalrecurrencetype rule = icalproperty_get_rrule(property);
  icalrecur_iterator *each = icalrecur_iterator_new(rule, s->from.local);
  bool ok = each != NULL, ends = rule.count > 0 || !icaltime_is_null_time(rule.until);
  if (each == NULL)
    error_set(r->error, TE_DATA, _("%s: a rule of repetition that nobody understands"), r->ics->name);
  int64_t end = (ends ? r->bounds->to : MIN(r->bounds->endless, r->bounds->to)) + 2 * UTC_DAY;
  for (int steps = 0; ok; steps++) {
    struct icaltimetype at = icalrecur_iterator_next(each);
    if (icaltime_is_null_time(at) || local_seconds(at) > end)
      break;
    if (steps == MOST_STEPS)
      error_set(r->error, TE_DATA, _("%s: a rule of repetition without end"), r->ics->name);
    ok = steps < MOST_STEPS && put_instance(r, s, local_seconds(at));
  }
  if (each != NULL)
    icalrecur_iterator_free(each);
  return ok;
}

/* RDATE: a time, which lasts as long as the first one, or a period with its own end. */
static bool put_date(struct reading *r, icalproperty *property, const struct span *s)
{
  struct icaldatetimeperiodtype date = icalproperty_get_rdate(property);
  bool period = icaltime_is_null_time(date.time), left_out;
  struct icaltimetype start = period ? date.period.start : date.time, end = date.period.end;
  utc_t from, to, first = instant(&s->from, local_seconds(s->from.local), false);
  if (!instant_of(r->ics, property, start, &from, r->error))
    return false;
  if (period && icaltime_is_null_time(end))
    end = icaltime_add(start, date.period.duration);
  if (!period)
    to = from + instant(&s->to, local_seconds(s->to.local), true) - first;
  else if (!instant_of(r->ics, property, end, &to, r->error))
    return false;
  return is_left_out(r, local_seconds(start), from, &left_out) && (left_out || put(r, from, to));
}

static struct moment plain_end(const struct moment *from, int plain_s)
{
  struct moment m = *from;
  if (m.local.is_date)
    icaltime_adjust(&m.local, 1, 0, 0, 0);
  else
    icaltime_adjust(&m.local, 0, 0, 0, plain_s);
  return m;
}

static struct moment end_of(const struct reading *r, const struct moment *from, int plain_s)
{
  icalproperty *end = icalcomponent_get_first_property(r->event, ICAL_DTEND_PROPERTY);
  icalproperty *length = icalcomponent_get_first_property(r->event, ICAL_DURATION_PROPERTY);
  if (end != NULL)
    return moment_of(r->ics, end, icalproperty_get_dtend(end), r->error);
  struct moment m = *from;
  if (length != NULL)
    m.local = icaltime_add(m.local, icalproperty_get_duration(length));
  else
    m = plain_end(from, plain_s);
  if (m.zone != NULL)
    zone_ref(m.zone);
  return m;
}

/* libical leaves out a property that it cannot read, and a note in its place. */
const char *ics_not_understood(icalcomponent *event)
{
  static const char *const times[] = {"RRULE", "RDATE", "EXDATE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"};
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_XLICERROR_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_XLICERROR_PROPERTY))
    for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
      if (strstr(icalproperty_get_xlicerror(p), times[i]) != NULL)
        return times[i];
  icalproperty *moved = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
  if (moved != NULL && icalproperty_get_first_parameter(moved, ICAL_RANGE_PARAMETER) != NULL)
    return "RANGE";
  return icalcomponent_get_first_property(event, ICAL_EXRULE_PROPERTY) == NULL ? NULL : "EXRULE";
}

static bool is_understood(const struct reading *r)
{
  const char *what = ics_not_understood(r->event);
  if (what != NULL)
    error_set(r->error, TE_DATA, _("%s: “%s”: its %s is not understood"), r->ics->name, title_of(r->event), what);
  return what == NULL;
}

/* Put down first: an event has one place for going through its properties. */
static GPtrArray *properties(icalcomponent *event, icalproperty_kind kind)
{
  GPtrArray *out = g_ptr_array_new();
  icalproperty *p = icalcomponent_get_first_property(event, kind);
  for (; p != NULL; p = icalcomponent_get_next_property(event, kind))
    g_ptr_array_add(out, p);
  return out;
}

static bool put_each(struct reading *r, icalproperty_kind kind, const struct span *s, int *count)
{
  GPtrArray *all = properties(r->event, kind);
  bool ok = true;
  *count = (int)all->len;
  for (guint i = 0; ok && i < all->len; i++)
    ok = kind == ICAL_RRULE_PROPERTY ? put_rule(r, all->pdata[i], s) : put_date(r, all->pdata[i], s);
  g_ptr_array_unref(all);
  return ok;
}

static bool put_all(struct reading *r, const struct span *s)
{
  int64_t local = local_seconds(s->from.local);
  int rules, dates;
  if (icalcomponent_get_first_property(r->event, ICAL_RECURRENCEID_PROPERTY) != NULL) /* moved: itself alone */
    return put(r, instant(&s->from, local, false), instant(&s->to, local_seconds(s->to.local), true));
  return put_each(r, ICAL_RRULE_PROPERTY, s, &rules) && (rules > 0 || put_instance(r, s, local)) &&
         put_each(r, ICAL_RDATE_PROPERTY, s, &dates);
}

static int by_time(const void *a, const void *b)
{
  const struct ics_time *x = a, *y = b;
  return x->from != y->from ? (x->from < y->from ? -1 : 1) : x->to < y->to ? -1 : x->to > y->to;
}

/* A rule and a date that name the same time are one time. */
static void sort(GArray *out)
{
  g_array_sort(out, by_time);
  for (guint i = out->len; i-- > 1;)
    if (by_time(&g_array_index(out, struct ics_time, i), &g_array_index(out, struct ics_time, i - 1)) == 0)
      g_array_remove_index(out, i);
}

bool ics_times(const struct ics *ics, icalcomponent *event, const struct ics_bounds *bounds, int plain_s, GArray *out,
               GError **error)
{
  struct reading r = {ics, event, bounds, out, error};
  struct span s = {.to.ok = false};
  icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
  if (!is_understood(&r))
    return false;
  if (start == NULL) {
    error_set(error, TE_DATA, _("%s: an event without a beginning"), ics->name);
    return false;
  }
  s.from = moment_of(ics, start, icalproperty_get_dtstart(start), error);
  if (s.from.ok)
    s.to = end_of(&r, &s.from, plain_s);
  bool ok = s.from.ok && s.to.ok;
  if (ok && instant(&s.to, local_seconds(s.to.local), true) <= instant(&s.from, local_seconds(s.from.local), false)) {
    error_set(error, TE_DATA, _("%s: “%s” does not end after it begins"), ics->name, title_of(event));
    ok = false;
  }
  ok = ok && put_all(&r, &s);
  zone_unref(s.from.zone);
  zone_unref(s.to.zone);
  sort(out);
  return ok;
}

/* --- the file --------------------------------------------------------------------------------------- */
static bool note_moved(struct ics *ics, icalcomponent *event, GError **error)
{
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
  utc_t at;
  if (p == NULL)
    return true;
  if (!instant_of(ics, p, icalproperty_get_recurrenceid(p), &at, error))
    return false;
  g_hash_table_add(ics->moved, instance_name(event, at));
  return true;
}

/* An instance that was cancelled is left out like one that was moved. */
static bool take_events(struct ics *ics, GError **error)
{
  icalcomponent *event = icalcomponent_get_first_component(ics->calendar, ICAL_VEVENT_COMPONENT);
  bool ok = event != NULL;
  if (event == NULL)
    error_set(error, TE_DATA, _("%s: no event in this iCalendar file, or not UTF-8"), ics->name);
  for (; event != NULL; event = icalcomponent_get_next_component(ics->calendar, ICAL_VEVENT_COMPONENT))
    g_ptr_array_add(ics->event, event);
  for (guint i = 0; ok && i < ics->event->len; i++)
    ok = note_moved(ics, ics->event->pdata[i], error);
  for (guint i = ics->event->len; i-- > 0;)
    if (icalcomponent_get_status(ics->event->pdata[i]) == ICAL_STATUS_CANCELLED)
      g_ptr_array_remove_index(ics->event, i);
  return ok;
}

bool ics_open(struct ics *ics, const char *name, const char *bytes, size_t length, GError **error)
{
  char *text = g_strndup(bytes, length);
  bool is_utf8 = strlen(text) == length && g_utf8_validate(text, -1, NULL);
  *ics = (struct ics){.name = name, .calendar = is_utf8 ? icalparser_parse_string(text) : NULL,
                      .event = g_ptr_array_new(),
                      .moved = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  g_free(text);
  if (ics->calendar == NULL)
    error_set(error, TE_DATA, _("%s: no event in this iCalendar file, or not UTF-8"), name);
  return ics->calendar != NULL && take_events(ics, error);
}

void ics_close(struct ics *ics)
{
  g_ptr_array_unref(ics->event);
  g_hash_table_unref(ics->moved);
  if (ics->calendar != NULL)
    icalcomponent_free(ics->calendar);
}
