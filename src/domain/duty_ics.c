/* A roster out of an iCalendar file (RFC 5545), by libical: each event is a shift or leave of one person. */
#include "toban/duty_ics.h"

#include <string.h>

#include "ics_event.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/holiday_ics.h"
#include "toban/text.h"

enum { MOST_ROWS = 20000 };

struct reading {
  const struct duty_ics *in;
  struct ics ics;
  GString *out;
  GError **error;
  int rows;
};

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
struct shift { const struct duty_ics_person *person; const char *site, *role, *note; };

static bool put_row(struct reading *r, const struct shift *s, const struct ics_time *time)
{
  char a[32], b[32];
  if (++r->rows > MOST_ROWS) {
    error_set(r->error, TE_DATA, _("%s: more than %d shifts"), r->in->name, (int)MOST_ROWS);
    return false;
  }
  const char *const fields[] = {s->person->login, s->site, utc_format(time->from, a), utc_format(time->to, b), s->role,
                                s->note};
  csv_write_row(r->out, fields, G_N_ELEMENTS(fields));
  return true;
}

static bool put_times(struct reading *r, icalcomponent *event, const struct shift *s)
{
  struct ics_bounds bounds = {r->in->from, r->in->to, r->in->to, MOST_ROWS};
  GArray *times = g_array_new(FALSE, FALSE, sizeof(struct ics_time));
  bool ok = ics_times(&r->ics, event, &bounds, 0, times, r->error);
  for (guint i = 0; ok && i < times->len; i++)
    ok = put_row(r, s, &g_array_index(times, struct ics_time, i));
  g_array_unref(times);
  return ok;
}

static bool read_event(struct reading *r, icalcomponent *event)
{
  const char *summary = icalcomponent_get_summary(event);
  struct shift s = {.person = person_of(r, event), .role = role_of(event), .note = summary == NULL ? "" : summary};
  if (s.person == NULL) {
    error_set(r->error, TE_DATA, _("%s: “%s” names nobody in the list of operators"), r->in->name, s.note);
    return false;
  }
  s.site = site_of(r, event, s.person);
  return s.site != NULL && put_times(r, event, &s);
}

/* --- the file --------------------------------------------------------------------------------------- */
char *duty_ics_rows(const struct duty_ics *in, GError **error)
{
  struct reading r = {.in = in, .error = error, .out = g_string_new("login,site,from,to,role,note\r\n")};
  bool ok = ics_open(&r.ics, in->name, in->bytes, in->length, error);
  for (guint i = 0; ok && i < r.ics.event->len; i++)
    ok = read_event(&r, r.ics.event->pdata[i]);
  ics_close(&r.ics);
  return g_string_free(r.out, !ok);
}
