/* A roster out of an iCalendar file (RFC 5545), by libical: each event is a shift or leave of one person. */
#include "toban/duty_ics.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "toban/csv.h"
#include "toban/error.h"
#include "toban/holiday_ics.h"
#include "toban/text.h"

enum { MOST_ROWS = 20000, MOST_STEPS = 200000 };

struct reading {
  const struct duty_ics *in;
  icalcomponent *calendar;
  GHashTable *moved;               /* "UID local-time" of instances that have an event of their own */
  GString *out;
  GError **error;
  int rows, events;
};

/* --- local times ------------------------------------------------------------------------------------ */
/* An instant as the file has it: local time, and the zone that it is kept in. */
struct moment { struct icaltimetype local; struct zone *zone; const icaltimezone *own; bool ok; };

/* A TZID of the tz database, else what the file itself says about it, else nobody knows. No TZID: Japan. */
static struct moment moment_of(struct reading *r, icalproperty *property, struct icaltimetype local)
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
    m.own = icalcomponent_get_timezone(r->calendar, tzid);
  m.ok = m.zone != NULL || m.own != NULL;
  if (!m.ok)
    error_set(r->error, TE_DATA, _("%s: nobody knows the time zone “%s”"), r->in->name, tzid);
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

/* --- who, where, what ------------------------------------------------------------------------------- */
static bool same_word(const char *a, const char *b)
{
  char *x = text_fold(a, -1), *y = text_fold(b, -1);
  bool same = *x != '\0' && strcmp(x, y) == 0;
  g_free(x);
  g_free(y);
  return same;
}

static const struct duty_ics_person *person_named(const struct reading *r, const char *text)
{
  for (int i = 0; text != NULL && i < r->in->persons; i++) {
    const struct duty_ics_person *p = &r->in->person[i];
    if (same_word(text, p->login) || same_word(text, p->name[LANG_JA]) || same_word(text, p->name[LANG_EN]))
      return p;
  }
  return NULL;
}

/* "mailto:ken@example.org" by what stands before the @, or by the name beside it. */
static const struct duty_ics_person *attendee(const struct reading *r, icalproperty *p)
{
  const char *address = icalproperty_get_attendee(p);
  icalparameter *cn = icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);
  if (address != NULL && g_ascii_strncasecmp(address, "mailto:", 7) == 0)
    address += 7;
  char *local = address == NULL ? NULL : g_strndup(address, strcspn(address, "@"));
  const struct duty_ics_person *found = person_named(r, local);
  g_free(local);
  return found != NULL || cn == NULL ? found : person_named(r, icalparameter_get_cn(cn));
}

/* The first attendee whom the list knows, else the summary, or its part before a colon, a slash or a bracket. */
static const struct duty_ics_person *person_of(const struct reading *r, icalcomponent *event)
{
  const struct duty_ics_person *found = NULL;
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
  for (; p != NULL && found == NULL; p = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY))
    found = attendee(r, p);
  const char *summary = icalcomponent_get_summary(event);
  if (found == NULL)
    found = person_named(r, summary);
  char *head = found != NULL || summary == NULL ? NULL : g_strndup(summary, strcspn(summary, ":/(["));
  found = head == NULL ? found : person_named(r, g_strstrip(head));
  g_free(head);
  return found;
}

static const char *site_of(const struct reading *r, icalcomponent *event, const struct duty_ics_person *person)
{
  const char *location = icalcomponent_get_location(event);
  if (location == NULL || *location == '\0')
    return person->site;
  for (int i = 0; i < r->in->sites; i++) {
    const struct duty_ics_site *s = &r->in->site[i];
    if (same_word(location, s->id) || same_word(location, s->code) || same_word(location, s->name[LANG_JA]) ||
        same_word(location, s->name[LANG_EN]))
      return s->id;
  }
  error_set(r->error, TE_DATA, _("%s: there is no office “%s”"), r->in->name, location);
  return NULL;
}

/* The first category is the role; "leave", "absence", 休暇 and 不在 are no shift. */
static const char *role_of(icalcomponent *event)
{
  static const char *const away[] = {"leave", "absence", "vacation", "休暇", "不在", "年休"}; /* lint: data */
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
  const char *role = p == NULL ? NULL : icalproperty_get_categories(p);
  for (size_t i = 0; role != NULL && i < G_N_ELEMENTS(away); i++)
    if (same_word(role, away[i]))
      return DUTY_LEAVE;
  return role == NULL || *role == '\0' ? "agent" : role;
}

/* --- times ------------------------------------------------------------------------------------------ */
struct shift { const struct duty_ics_person *person; const char *site, *role, *note; struct moment from, to; };

static bool put_row(struct reading *r, const struct shift *s, utc_t from, utc_t to)
{
  char a[32], b[32];
  if (to <= r->in->from || from >= r->in->to)
    return true;
  if (++r->rows > MOST_ROWS) {
    error_set(r->error, TE_DATA, _("%s: more than %d shifts"), r->in->name, (int)MOST_ROWS);
    return false;
  }
  const char *const fields[] = {s->person->login, s->site, utc_format(from, a), utc_format(to, b), s->role, s->note};
  csv_write_row(r->out, fields, G_N_ELEMENTS(fields));
  return true;
}

/* The instance that begins at `local`. In one zone it ends at the same local time each day, whatever the clock does in
 * between; with the end kept in another zone it lasts as long as the first one. */
static bool put_instance(struct reading *r, const struct shift *s, int64_t local)
{
  int64_t first = local_seconds(s->from.local), last = local_seconds(s->to.local);
  utc_t from = instant(&s->from, local, false);
  bool one_zone = s->from.zone == s->to.zone && s->from.own == s->to.own;
  utc_t to = one_zone ? instant(&s->to, local + last - first, true)
                      : from + instant(&s->to, last, true) - instant(&s->from, first, false);
  return put_row(r, s, from, to);
}

static char *instance_name(icalcomponent *event, int64_t local)
{
  const char *uid = icalcomponent_get_uid(event);
  return g_strdup_printf("%s %" G_GINT64_FORMAT, uid == NULL ? "" : uid, local);
}

static bool is_left_out(const struct reading *r, icalcomponent *event, int64_t local)
{
  char *name = instance_name(event, local);
  bool out = g_hash_table_contains(r->moved, name);
  g_free(name);
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
  for (; p != NULL && !out; p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
    struct icaltimetype t = icalproperty_get_exdate(p);
    out = t.is_date ? local_seconds(t) / UTC_DAY == local / UTC_DAY : local_seconds(t) == local;
  }
  return out;
}

static bool put_rule(struct reading *r, icalcomponent *event, icalproperty *rule, const struct shift *s)
{
  icalrecur_iterator *each = icalrecur_iterator_new(icalproperty_get_rrule(rule), s->from.local);
  bool ok = each != NULL;
  if (each == NULL)
    error_set(r->error, TE_DATA, _("%s: a rule of repetition that nobody understands"), r->in->name);
  int64_t end = r->in->to + 2 * UTC_DAY;
  for (int steps = 0; ok; steps++) {
    struct icaltimetype at = icalrecur_iterator_next(each);
    if (icaltime_is_null_time(at) || local_seconds(at) > end)
      break;
    if (steps == MOST_STEPS)
      error_set(r->error, TE_DATA, _("%s: a rule of repetition without end"), r->in->name);
    ok = steps < MOST_STEPS && (is_left_out(r, event, local_seconds(at)) || put_instance(r, s, local_seconds(at)));
  }
  if (each != NULL)
    icalrecur_iterator_free(each);
  return ok;
}

static bool put_event(struct reading *r, icalcomponent *event, const struct shift *s)
{
  icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
  bool moved = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != NULL;
  if (rule != NULL && !moved)
    return put_rule(r, event, rule, s);
  int64_t local = local_seconds(s->from.local);
  return (!moved && is_left_out(r, event, local)) || put_instance(r, s, local);
}

/* Without an end a day lasts a day, and a time none; with a length instead of an end, that. */
static struct moment end_of(struct reading *r, icalcomponent *event, const struct moment *from)
{
  icalproperty *end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
  if (end != NULL)
    return moment_of(r, end, icalproperty_get_dtend(end));
  struct moment m = *from;
  icalproperty *length = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
  if (m.zone != NULL)
    zone_ref(m.zone);
  if (length != NULL)
    m.local = icaltime_add(m.local, icalproperty_get_duration(length));
  else if (m.local.is_date)
    icaltime_adjust(&m.local, 1, 0, 0, 0);
  return m;
}

static bool read_event(struct reading *r, icalcomponent *event)
{
  icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
  if (start == NULL || icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
    return true;
  const char *summary = icalcomponent_get_summary(event);
  struct shift s = {.person = person_of(r, event), .role = role_of(event), .note = summary == NULL ? "" : summary};
  r->events++;
  if (s.person == NULL) {
    error_set(r->error, TE_DATA, _("%s: “%s” names nobody in the list of operators"), r->in->name, s.note);
    return false;
  }
  s.site = site_of(r, event, s.person);
  if (s.site == NULL)
    return false;
  s.from = moment_of(r, start, icalproperty_get_dtstart(start));
  if (s.from.ok)
    s.to = end_of(r, event, &s.from);
  bool ok = s.from.ok && s.to.ok;
  if (ok && instant(&s.to, local_seconds(s.to.local), true) <= instant(&s.from, local_seconds(s.from.local), false)) {
    error_set(r->error, TE_DATA, _("%s: “%s” does not end after it begins"), r->in->name, s.note);
    ok = false;
  }
  ok = ok && put_event(r, event, &s);
  zone_unref(s.from.zone);
  zone_unref(s.to.zone);
  return ok;
}

/* --- the file --------------------------------------------------------------------------------------- */
static void note_moved(struct reading *r, icalcomponent *event)
{
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
  if (p != NULL)
    g_hash_table_add(r->moved, instance_name(event, local_seconds(icalproperty_get_recurrenceid(p))));
}

static bool read_events(struct reading *r)
{
  icalcomponent *event = icalcomponent_get_first_component(r->calendar, ICAL_VEVENT_COMPONENT);
  for (; event != NULL; event = icalcomponent_get_next_component(r->calendar, ICAL_VEVENT_COMPONENT))
    note_moved(r, event);
  GPtrArray *all = g_ptr_array_new(); /* reading an event moves the calendar's place */
  event = icalcomponent_get_first_component(r->calendar, ICAL_VEVENT_COMPONENT);
  for (; event != NULL; event = icalcomponent_get_next_component(r->calendar, ICAL_VEVENT_COMPONENT))
    g_ptr_array_add(all, event);
  bool ok = true;
  for (guint i = 0; ok && i < all->len; i++)
    ok = read_event(r, all->pdata[i]);
  g_ptr_array_unref(all);
  return ok;
}

char *duty_ics_rows(const struct duty_ics *in, GError **error)
{
  char *text = g_strndup(in->bytes, in->length);
  bool is_utf8 = strlen(text) == in->length && g_utf8_validate(text, -1, NULL);
  struct reading r = {.in = in, .error = error, .calendar = is_utf8 ? icalparser_parse_string(text) : NULL};
  g_free(text);
  r.moved = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  r.out = g_string_new("login,site,from,to,role,note\r\n");
  bool ok = r.calendar != NULL && read_events(&r);
  if (r.calendar == NULL || (ok && r.events == 0)) {
    error_set(error, TE_DATA, _("%s: no event in this iCalendar file, or not UTF-8"), in->name);
    ok = false;
  }
  if (r.calendar != NULL)
    icalcomponent_free(r.calendar);
  g_hash_table_unref(r.moved);
  return g_string_free(r.out, !ok);
}
