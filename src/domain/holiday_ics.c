#include "toban/holiday_ics.h"

#include <stdlib.h>
#include <string.h>

#include "ics_event.h"
#include "toban/calendar.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "toban/utc.h"

enum { EVENT_DAYS = 60 };            /* a longer "holiday" is a mistake of the feed */

struct found { day_t day; bool off; char *name[LANG_COUNT]; };

struct feed {
  GArray *days;                      /* of struct found */
  bool too_many;
  const char *unread;                /* a property that nobody understands; NULL */
};

bool holiday_ics_is(const char *bytes, size_t length)
{
  static const char mark[] = "BEGIN:VCALENDAR";
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    bytes += 3, length -= 3;
  return length >= sizeof mark - 1 && g_ascii_strncasecmp(bytes, mark, sizeof mark - 1) == 0;
}

char *holiday_ics_set(const char *path, GError **error)
{
  char *base = g_path_get_basename(path), *set = g_ascii_strdown(base, -1);
  if (g_str_has_suffix(set, ".ics"))
    set[strlen(set) - 4] = '\0';
  bool good = g_ascii_isalpha(*set) && strcmp(set, "none") != 0;
  for (const char *c = set; *c != '\0'; c++)
    good = good && (g_ascii_isalnum(*c) || *c == '-' || *c == '_');
  if (!good) {
    error_set(error, TE_DATA, _("%s: name the file after its holiday set, such as egypt.ics"), base);
    g_clear_pointer(&set, g_free);
  }
  g_free(base);
  return set;
}

/* --- one event ------------------------------------------------------------------------------------ */
static day_t day_of(struct icaltimetype at)
{
  return day_from_civil(at.year, at.month, at.day);
}

/* The text is in the language that it says; else Japanese when it looks so, and both otherwise. */
static void name_event(icalcomponent *event, const char *name[LANG_COUNT])
{
  name[LANG_JA] = name[LANG_EN] = NULL;
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_SUMMARY_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_SUMMARY_PROPERTY)) {
    const char *text = icalproperty_get_summary(p), *said = icalproperty_get_parameter_as_string(p, "LANGUAGE");
    enum lang lang = LANG_EN;
    if (said == NULL || !lang_parse(said, &lang))
      lang = text_is_japanese(text) ? LANG_JA : LANG_EN;
    if (name[lang] == NULL)
      name[lang] = text;
  }
  for (int i = 0; i < LANG_COUNT; i++)
    if (name[i] == NULL)
      name[i] = name[1 - i] != NULL ? name[1 - i] : "";
}

static int event_days(icalcomponent *event)
{
  struct icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
  if (!start.is_date || icaltime_is_null_time(end))
    return 1;
  return CLAMP(day_of(end) - day_of(start), 1, EVENT_DAYS);
}

static bool is_left_out(icalcomponent *event, struct icaltimetype at)
{
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY))
    if (day_of(icalproperty_get_exdate(p)) == day_of(at))
      return true;
  return false;
}

/* What feeds call a day that is none off, as their descriptions and categories begin: in English and Japanese. */
static const char *const observances[] = {
  "observance", "not a public holiday", "no public holiday", "祭日", "記念日", /* lint: data */
};

static bool says_observance(const char *text)
{
  bool says = false;
  char *folded = text == NULL ? NULL : text_fold(text, -1);
  for (size_t i = 0; folded != NULL && i < G_N_ELEMENTS(observances); i++) {
    char *word = text_fold(observances[i], -1);
    says = says || g_str_has_prefix(folded, word);
    g_free(word);
  }
  g_free(folded);
  return says;
}

static bool is_day_off(icalcomponent *event)
{
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_CATEGORIES_PROPERTY))
    if (says_observance(icalproperty_get_categories(p)))
      return false;
  return icalcomponent_get_dtstart(event).is_date && !says_observance(icalcomponent_get_description(event));
}

static void add_days(struct feed *feed, icalcomponent *event, struct icaltimetype at)
{
  const char *name[LANG_COUNT];
  name_event(event, name);
  if (is_left_out(event, at))
    return;
  for (int i = 0, days = event_days(event); i < days; i++) {
    struct found found = {day_of(at) + i, is_day_off(event), {g_strdup(name[LANG_JA]), g_strdup(name[LANG_EN])}};
    g_array_append_val(feed->days, found);
  }
  feed->too_many = feed->days->len > HOLIDAY_ICS_ROWS;
}

/* RDATE: days beside the rule, or beside the one of the event. */
static void add_dates(struct feed *feed, icalcomponent *event)
{
  GArray *days = g_array_new(FALSE, FALSE, sizeof(struct icaltimetype));
  icalproperty *p = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY);
  for (; p != NULL; p = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
    struct icaldatetimeperiodtype date = icalproperty_get_rdate(p);
    struct icaltimetype at = icaltime_is_null_time(date.time) ? date.period.start : date.time;
    g_array_append_val(days, at);
  }
  for (guint i = 0; i < days->len; i++)
    add_days(feed, event, g_array_index(days, struct icaltimetype, i));
  g_array_unref(days);
}

static void add_event(struct feed *feed, icalcomponent *event)
{
  struct icaltimetype start = icalcomponent_get_dtstart(event);
  icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
  if (icaltime_is_null_time(start) || icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
    return;
  if (feed->unread == NULL)
    feed->unread = ics_not_understood(event);
  add_dates(feed, event);
  if (rule == NULL) {
    add_days(feed, event, start);
    return;
  }
  icalrecur_iterator *each = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
  if (each == NULL) {
    feed->unread = "RRULE";
    return;
  }
  struct icaltimetype at = icalrecur_iterator_next(each);
  for (; !icaltime_is_null_time(at) && at.year < start.year + HOLIDAY_ICS_YEARS && !feed->too_many;
       at = icalrecur_iterator_next(each))
    add_days(feed, event, at);
  icalrecur_iterator_free(each);
}

/* --- the feed ------------------------------------------------------------------------------------- */
static void found_clear(void *data)
{
  struct found *found = data;
  for (int i = 0; i < LANG_COUNT; i++)
    g_free(found->name[i]);
}

static int by_day(const void *a, const void *b)
{
  const struct found *x = a, *y = b;
  return x->day != y->day ? x->day - y->day : y->off - x->off;
}

/* A day that two events name is one row with the first one's name; a day off before what is none. */
static char *write_rows(const struct feed *feed, const char *set)
{
  GString *out = g_string_new(NULL);
  char *beside = g_strconcat(set, HOLIDAY_NAMED, NULL);
  day_t before = DAY_NONE;
  g_array_sort(feed->days, by_day);
  for (guint i = 0; i < feed->days->len; i++) {
    const struct found *found = &g_array_index(feed->days, struct found, i);
    char date[16];
    if (found->day == before)
      continue;
    before = found->day;
    const char *fields[] = {found->off ? set : beside, day_format(found->day, date), found->name[LANG_JA],
                            found->name[LANG_EN]};
    csv_write_row(out, fields, G_N_ELEMENTS(fields));
  }
  g_free(beside);
  return g_string_free(out, FALSE);
}

static icalcomponent *parse(const char *bytes, size_t length)
{
  char *text = g_strndup(bytes, length);
  bool is_utf8 = strlen(text) == length && g_utf8_validate(text, -1, NULL);
  icalcomponent *calendar = is_utf8 ? icalparser_parse_string(text) : NULL;
  g_free(text);
  return calendar;
}

char *holiday_ics_rows(const char *name, const char *bytes, size_t length, const char *set, GError **error)
{
  icalcomponent *calendar = parse(bytes, length);
  struct feed feed = {.days = g_array_new(FALSE, FALSE, sizeof(struct found))};
  char *rows = NULL;
  g_array_set_clear_func(feed.days, found_clear);
  if (calendar != NULL) {
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event != NULL && !feed.too_many; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
      add_event(&feed, event);
    icalcomponent_free(calendar);
  }
  if (feed.unread != NULL)
    error_set(error, TE_DATA, _("%s: an event whose %s is not understood"), name, feed.unread);
  else if (feed.too_many)
    error_set(error, TE_DATA, _("%s: more than %d holidays: not a calendar of holidays"), name, (int)HOLIDAY_ICS_ROWS);
  else if (feed.days->len == 0)
    error_set(error, TE_DATA, _("%s: no event in this iCalendar file, or not UTF-8"), name);
  else
    rows = write_rows(&feed, set);
  g_array_unref(feed.days);
  return rows;
}
