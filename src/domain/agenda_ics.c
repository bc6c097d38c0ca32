/* Entries of the calendar as iCalendar (RFC 5545), by libical. */
#include <string.h>

#include "ics_event.h"
#include "toban/agenda.h"
#include "toban/csv.h"
#define TARGETS "X-TOBAN-TARGETS"

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
  if (entry->targets != NULL && *entry->targets != '\0') {
    icalproperty *targets = icalproperty_new_x(entry->targets);
    icalproperty_set_x_name(targets, TARGETS);
    icalcomponent_add_property(event, targets);
  }
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
static const char *text_of(icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *p = icalcomponent_get_first_property(event, kind);
  const char *text = p == NULL ? NULL : icalproperty_get_value_as_string(p);
  return text == NULL ? "" : text;
}

static const char *targets_of(icalcomponent *event)
{
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_X_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_X_PROPERTY))
    if (g_strcmp0(icalproperty_get_x_name(p), TARGETS) == 0)
      return icalproperty_get_x(p);
  return "";
}

struct row { const char *kind, *site, *title, *note, *targets; bool stops; };

/* A place that is none of our sites is kept in the note. */
static void read_row(icalcomponent *event, struct row *row, GString *note)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"};
  enum agenda_kind kind;
  const char *category = text_of(event, ICAL_CATEGORIES_PROPERTY), *text = icalcomponent_get_description(event);
  const char *location = icalcomponent_get_location(event), *title = icalcomponent_get_summary(event);
  *row = (struct row){.site = "", .title = title == NULL ? "" : title, .targets = targets_of(event)};
  for (size_t i = 0; location != NULL && i < G_N_ELEMENTS(sites); i++)
    row->site = g_ascii_strcasecmp(sites[i], location) == 0 ? sites[i] : row->site;
  row->kind = agenda_kind_parse(category, &kind) ? category : agenda_kind_id(AGENDA_EVENT);
  row->stops = g_ascii_strcasecmp(text_of(event, ICAL_TRANSP_PROPERTY), "TRANSPARENT") != 0 &&
               strcmp(row->kind, "event") != 0;
  g_string_assign(note, text == NULL ? "" : text);
  if (*row->site == '\0' && location != NULL && *location != '\0')
    g_string_append_printf(note, "%s%s", note->len == 0 ? "" : "\n", location);
  row->note = note->str;
}

static void put_row(GString *out, const struct row *row, const struct ics_time *time)
{
  char from[32], to[32];
  const char *const fields[] = {row->kind, row->site, utc_format(time->from, from), utc_format(time->to, to),
                                row->title, row->title, row->stops ? "yes" : "no", row->note, row->targets};
  csv_write_row(out, fields, G_N_ELEMENTS(fields));
}

static bool put_event(const struct ics *ics, icalcomponent *event, utc_t now, GString *out, GError **error)
{
  struct ics_bounds bounds = {INT64_MIN / 2, INT64_MAX / 2, now + (utc_t)AGENDA_ICS_DAYS * UTC_DAY, AGENDA_ICS_TIMES};
  GArray *times = g_array_new(FALSE, FALSE, sizeof(struct ics_time));
  GString *note = g_string_new(NULL);
  struct row row;
  bool ok = ics_times(ics, event, &bounds, 3600, times, error);
  read_row(event, &row, note);
  for (guint i = 0; ok && i < times->len; i++)
    put_row(out, &row, &g_array_index(times, struct ics_time, i));
  g_string_free(note, TRUE);
  g_array_unref(times);
  return ok;
}

char *agenda_ics_rows(const char *name, const char *bytes, size_t length, utc_t now, GError **error)
{
  struct ics ics;
  GString *out = g_string_new("kind,site,from,to,title_ja,title_en,stops,note,targets\r\n");
  bool ok = ics_open(&ics, name, bytes, length, error);
  for (guint i = 0; ok && i < ics.event->len; i++)
    ok = put_event(&ics, ics.event->pdata[i], now, out, error);
  ics_close(&ics);
  return g_string_free(out, !ok);
}
