/* Entries of the calendar as iCalendar (RFC 5545), by libical. */
#include <libical/ical.h>
#include <string.h>

#include "toban/agenda.h"
#include "toban/csv.h"
#include "toban/error.h"

/* --- out ---------------------------------------------------------------------------------------------- */
static void add_event(icalcomponent *calendar, const struct agenda_entry *entry, utc_t now)
{
  char uid[64];
  const char *title = *entry->title[lang_get()] != '\0' ? entry->title[lang_get()] : entry->title[1 - lang_get()];
  icaltimezone *utc = icaltimezone_get_utc_timezone();
  g_snprintf(uid, sizeof uid, "agenda-%" G_GINT64_FORMAT "@toban", entry->number);
  icalcomponent *event = icalcomponent_vanew(
    ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid),
    icalproperty_new_dtstamp(icaltime_from_timet_with_zone((time_t)now, 0, utc)),
    icalproperty_new_dtstart(icaltime_from_timet_with_zone((time_t)entry->from, 0, utc)),
    icalproperty_new_dtend(icaltime_from_timet_with_zone((time_t)entry->to, 0, utc)), icalproperty_new_summary(title),
    icalproperty_new_categories(agenda_kind_id(entry->kind)), icalproperty_new_location(entry->site),
    icalproperty_new_description(entry->note),
    icalproperty_new_transp(entry->stops ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT), (void *)0);
  icalcomponent_add_component(calendar, event);
}

char *agenda_ics(const struct agenda_entry *entry, int entries, utc_t now)
{
  icalcomponent *calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                                                icalproperty_new_prodid("-//toban//calendar//EN"), (void *)0);
  for (int i = 0; i < entries; i++)
    add_event(calendar, &entry[i], now);
  char *text = icalcomponent_as_ical_string_r(calendar), *out = g_strdup(text);
  free(text);
  icalcomponent_free(calendar);
  return out;
}

/* --- in ----------------------------------------------------------------------------------------------- */
/* Times in a zone of the tz database, in UTC, or in Japan's; whole days from midnight to midnight in Japan. */
static bool instant(icalproperty *property, struct icaltimetype t, const char *name, utc_t *out, GError **error)
{
  icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  struct zone *zone = parameter == NULL || t.is_date ? zone_ref(zone_tokyo())
                                                     : zone_new(icalparameter_get_tzid(parameter));
  int second = t.is_date ? 0 : t.hour * 3600 + t.minute * 60 + t.second;
  day_t day = day_from_civil(t.year, t.month, t.day);
  if (zone == NULL) {
    error_set(error, TE_DATA, _("%s: nobody knows the time zone “%s”"), name, icalparameter_get_tzid(parameter));
    return false;
  }
  *out = icaltime_is_utc(t) ? (utc_t)day * UTC_DAY + second : zone_instant(zone, day, second, false);
  zone_unref(zone);
  return true;
}

static bool times_of(icalcomponent *event, const char *name, utc_t *from, utc_t *to, GError **error)
{
  icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
  icalproperty *end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
  if (start == NULL || !instant(start, icalproperty_get_dtstart(start), name, from, error)) {
    if (start == NULL)
      error_set(error, TE_DATA, _("%s: an event without a beginning"), name);
    return false;
  }
  if (end != NULL)
    return instant(end, icalproperty_get_dtend(end), name, to, error);
  *to = *from + (icalproperty_get_dtstart(start).is_date ? UTC_DAY : 3600);
  return true;
}

static const char *text_of(icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *p = icalcomponent_get_first_property(event, kind);
  const char *text = p == NULL ? NULL : icalproperty_get_value_as_string(p);
  return text == NULL ? "" : text;
}

static bool put_row(icalcomponent *event, const char *name, GString *out, GError **error)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"};
  char from_text[32], to_text[32];
  enum agenda_kind kind;
  utc_t from, to;
  const char *category = text_of(event, ICAL_CATEGORIES_PROPERTY), *location = text_of(event, ICAL_LOCATION_PROPERTY);
  const char *site = "", *title = icalcomponent_get_summary(event), *note = icalcomponent_get_description(event);
  if (!times_of(event, name, &from, &to, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    site = g_ascii_strcasecmp(sites[i], location) == 0 ? sites[i] : site;
  bool stops = g_ascii_strcasecmp(text_of(event, ICAL_TRANSP_PROPERTY), "TRANSPARENT") != 0;
  const char *id = agenda_kind_parse(category, &kind) ? category : agenda_kind_id(AGENDA_EVENT);
  const char *const fields[] = {id, site, utc_format(from, from_text), utc_format(to, to_text),
                                title == NULL ? "" : title, title == NULL ? "" : title,
                                stops && strcmp(id, "event") != 0 ? "yes" : "no", note == NULL ? "" : note};
  csv_write_row(out, fields, G_N_ELEMENTS(fields));
  return true;
}

char *agenda_ics_rows(const char *name, const char *bytes, size_t length, GError **error)
{
  char *text = g_strndup(bytes, length);
  bool is_utf8 = strlen(text) == length && g_utf8_validate(text, -1, NULL);
  icalcomponent *calendar = is_utf8 ? icalparser_parse_string(text) : NULL, *event;
  GString *out = g_string_new("kind,site,from,to,title_ja,title_en,stops,note\r\n");
  bool ok = calendar != NULL;
  g_free(text);
  if (calendar == NULL)
    error_set(error, TE_DATA, _("%s: no event in this iCalendar file, or not UTF-8"), name);
  event = ok ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
  for (; ok && event != NULL; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
    if (icalcomponent_get_status(event) != ICAL_STATUS_CANCELLED)
      ok = put_row(event, name, out, error);
  if (calendar != NULL)
    icalcomponent_free(calendar);
  return g_string_free(out, !ok);
}
