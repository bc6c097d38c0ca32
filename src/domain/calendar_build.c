#include <stdlib.h>
#include <string.h>

#include "calendar_impl.h"
#include "toban/csv.h"
#include "toban/error.h"

#define ALWAYS "24x365"           /* built in */

struct calendar_set {
  int references;                 /* atomic */
  GHashTable *calendars;          /* id -> struct calendar, owned */
  GHashTable *holidays;           /* id -> struct holiday_set, owned */
};

/* While the files are read. */
struct building {
  struct calendar_set *set;
  bool strict;
};

static void holiday_clear(void *data)
{
  struct holiday *holiday = data;
  for (int i = 0; i < LANG_COUNT; i++)
    g_free(holiday->name[i]);
}

static void holiday_set_free(void *data)
{
  struct holiday_set *set = data;
  g_array_unref(set->days);
  g_free(set->id);
  g_free(set);
}

static void special_clear(void *data)
{
  struct special *special = data;
  hours_clear(&special->hours);
  for (int i = 0; i < LANG_COUNT; i++)
    g_free(special->name[i]);
}

static struct calendar *calendar_make(const char *id, struct zone *take_zone)
{
  struct calendar *calendar = g_new0(struct calendar, 1);
  calendar->id = g_strdup(id);
  calendar->zone = take_zone;
  calendar->holidays = g_ptr_array_new();
  calendar->named = g_ptr_array_new();
  calendar->specials = g_array_new(FALSE, TRUE, sizeof(struct special));
  g_array_set_clear_func(calendar->specials, special_clear);
  return calendar;
}

static void calendar_free(void *data)
{
  struct calendar *calendar = data;
  for (int i = 0; i < 7; i++)
    hours_clear(&calendar->week[i]);
  g_ptr_array_unref(calendar->holidays);
  g_ptr_array_unref(calendar->named);
  g_array_unref(calendar->specials);
  calendar_index_free(calendar->index);
  zone_unref(calendar->zone);
  g_free(calendar->id);
  g_free(calendar);
}

static bool read_day(const struct csv_row *row, const char *column, const char *text, day_t *out, GError **error)
{
  GError *why = NULL;
  if (day_parse(text, out, &why))
    return true;
  csv_fail(row, column, error, "%s", why->message);
  g_error_free(why);
  return false;
}

static bool read_hours(const struct csv_row *row, const char *column, const char *text, struct hours *out,
                       GError **error)
{
  const char *why;
  return hours_parse(text, out, &why) || csv_fail(row, column, error, "%s", lang_text(why));
}

/* --- holidays ------------------------------------------------------------------------------------- */
static const struct csv_column holiday_columns[] = {
  {"set", true}, {"date", true}, {"name_ja", true}, {"name_en", true}};

static bool add_holiday(const struct csv_row *row, void *user, GError **error)
{
  struct calendar_set *set = ((struct building *)user)->set;
  struct holiday holiday = {0};
  if (*row->field[0] == '\0' || strcmp(row->field[0], "none") == 0 || strchr(row->field[0], ';') != NULL)
    return csv_fail(row, "set", error, _("not the name of a holiday set: “%s”"), row->field[0]);
  if (!read_day(row, "date", row->field[1], &holiday.day, error))
    return false;
  struct holiday_set *days = g_hash_table_lookup(set->holidays, row->field[0]);
  if (days == NULL) {
    days = g_new0(struct holiday_set, 1);
    days->id = g_strdup(row->field[0]);
    days->days = g_array_new(FALSE, TRUE, sizeof(struct holiday));
    g_array_set_clear_func(days->days, holiday_clear);
    g_hash_table_insert(set->holidays, days->id, days);
  }
  holiday.name[LANG_JA] = g_strdup(row->field[2]);
  holiday.name[LANG_EN] = g_strdup(row->field[3]);
  g_array_append_val(days->days, holiday);
  return true;
}

/* Days are the first member of both kinds, so one order serves them. */
static int by_day(const void *a, const void *b)
{
  return *(const day_t *)a - *(const day_t *)b;
}

static void sort_holidays(void *key, void *value, void *user)
{
  (void)key, (void)user;
  g_array_sort(((struct holiday_set *)value)->days, by_day);
}

/* --- calendars ------------------------------------------------------------------------------------ */
static const struct csv_column calendar_columns[] = {
  {"id", true},  {"tz", true},  {"mon", true}, {"tue", true}, {"wed", true},
  {"thu", true}, {"fri", true}, {"sat", true}, {"sun", true}, {"holidays", true},
};
enum { COLUMN_WEEK = 2, COLUMN_HOLIDAYS = 9 };

/* Beside the set "egypt" there may be "egypt:named": days with a name that are no days off. */
static void link_named(const struct calendar_set *set, struct calendar *calendar, const char *name)
{
  char *beside = g_strconcat(name, HOLIDAY_NAMED, NULL);
  struct holiday_set *days = g_hash_table_lookup(set->holidays, beside);
  if (days != NULL)
    g_ptr_array_add(calendar->named, days);
  g_free(beside);
}

/* Reads the names of the sets; a name without days leaves the holidays unknown. */
static void link_holidays(const struct calendar_set *set, struct calendar *calendar, const char *list)
{
  char **names = g_strsplit(list, ";", -1);
  bool known = true;
  int count = 0;
  for (char **name = names; *name != NULL; name++) {
    g_strstrip(*name);
    if (**name == '\0')
      continue;
    count++;
    link_named(set, calendar, *name);
    struct holiday_set *days = g_hash_table_lookup(set->holidays, *name);
    if (days != NULL)
      g_ptr_array_add(calendar->holidays, days);
    else
      known = known && strcmp(*name, "none") == 0;
  }
  calendar->holidays_known = known && count > 0;
  g_strfreev(names);
}

static bool add_calendar(const struct csv_row *row, void *user, GError **error)
{
  struct calendar_set *set = ((struct building *)user)->set;
  const char *id = row->field[0];
  if (*id == '\0' || strcmp(id, "office") == 0 || strcmp(id, ALWAYS) == 0)
    return csv_fail(row, "id", error, _("“%s” cannot be the id of a calendar of one's own"), id);
  if (g_hash_table_contains(set->calendars, id))
    return csv_fail(row, "id", error, _("there are two calendars “%s”"), id);
  struct zone *zone = zone_new(row->field[1]);
  if (zone == NULL)
    return csv_fail(row, "tz", error, _("no such time zone: “%s” (write Asia/Tokyo)"), row->field[1]);
  struct calendar *calendar = calendar_make(id, zone);
  bool good = true;
  for (int i = 0; good && i < 7; i++)
    good = read_hours(row, calendar_columns[COLUMN_WEEK + i].name, row->field[COLUMN_WEEK + i], &calendar->week[i],
                      error);
  if (!good) {
    calendar_free(calendar);
    return false;
  }
  link_holidays(set, calendar, row->field[COLUMN_HOLIDAYS]);
  g_hash_table_insert(set->calendars, calendar->id, calendar);
  return true;
}

static void add_always(struct calendar_set *set)
{
  struct calendar *calendar = calendar_make(ALWAYS, zone_ref(zone_tokyo()));
  const char *why;
  for (int i = 0; i < 7; i++)
    hours_parse("00:00-24:00", &calendar->week[i], &why);
  calendar->holidays_known = true;
  g_hash_table_insert(set->calendars, calendar->id, calendar);
}

/* --- special dates -------------------------------------------------------------------------------- */
static const struct csv_column special_columns[] = {
  {"calendar", true}, {"date", true}, {"hours", true}, {"name_ja", true}, {"name_en", true}};

static bool add_special(const struct csv_row *row, void *user, GError **error)
{
  const struct building *building = user;
  struct calendar *calendar = g_hash_table_lookup(building->set->calendars, row->field[0]);
  struct special special = {0};
  if (calendar == NULL && building->strict)
    return csv_fail(row, "calendar", error, _("no such calendar: “%s”"), row->field[0]);
  if (!read_day(row, "date", row->field[1], &special.day, error) ||
      !read_hours(row, "hours", row->field[2], &special.hours, error))
    return false;
  if (calendar == NULL) {
    hours_clear(&special.hours);
    return true;
  }
  for (guint i = 0; i < calendar->specials->len; i++)
    if (g_array_index(calendar->specials, struct special, i).day == special.day) {
      hours_clear(&special.hours);
      return csv_fail(row, "date", error, _("this calendar has that date already"));
    }
  special.name[LANG_JA] = g_strdup(row->field[3]);
  special.name[LANG_EN] = g_strdup(row->field[4]);
  g_array_append_val(calendar->specials, special);
  return true;
}

/* The last step: after it nothing changes any more. */
static void finish(void *key, void *value, void *user)
{
  struct calendar *calendar = value;
  (void)key, (void)user;
  g_array_sort(calendar->specials, by_day);
  calendar->always_open = calendar->specials->len == 0 && calendar->holidays->len == 0;
  for (int i = 0; i < 7; i++) {
    const struct hours *hours = &calendar->week[i];
    calendar->always_open = calendar->always_open && hours->count == 1 && hours->opening[0].from == 0 &&
                            hours->opening[0].to == UTC_DAY;
  }
}

/* --- the set -------------------------------------------------------------------------------------- */
static bool read_file(const struct calendar_file *file, const char *name, const struct csv_column *columns,
                      size_t count, csv_row_fn *each, struct building *building, GError **error)
{
  if (file->bytes == NULL)
    return true;
  return csv_read(file->name != NULL ? file->name : name, file->bytes, file->length, columns, count, each, building,
                  error);
}

struct calendar_set *calendar_set_new(const struct calendar_files *files, GError **error)
{
  struct calendar_set *set = g_new0(struct calendar_set, 1);
  struct building building = {set, files->strict};
  set->references = 1;
  set->calendars = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, calendar_free);
  set->holidays = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, holiday_set_free);
  add_always(set);
  if (!read_file(&files->holidays, "holidays.csv", holiday_columns, G_N_ELEMENTS(holiday_columns), add_holiday,
                 &building, error) ||
      !read_file(&files->calendars, "calendars.csv", calendar_columns, G_N_ELEMENTS(calendar_columns), add_calendar,
                 &building, error) ||
      !read_file(&files->special_dates, "special-dates.csv", special_columns, G_N_ELEMENTS(special_columns),
                 add_special, &building, error)) {
    calendar_set_unref(set);
    return NULL;
  }
  g_hash_table_foreach(set->holidays, sort_holidays, NULL);
  g_hash_table_foreach(set->calendars, finish, NULL);
  return set;
}

struct calendar_set *calendar_set_ref(struct calendar_set *set)
{
  g_atomic_int_inc(&set->references);
  return set;
}

void calendar_set_unref(struct calendar_set *set)
{
  if (set == NULL || !g_atomic_int_dec_and_test(&set->references))
    return;
  g_hash_table_unref(set->calendars);
  g_hash_table_unref(set->holidays);
  g_free(set);
}

const struct calendar *calendar_find(const struct calendar_set *set, const char *id)
{
  return id == NULL ? NULL : g_hash_table_lookup(set->calendars, id);
}

/* FNV-1a, 64 bits, by numbers. */
static uint64_t print_number(uint64_t print, int64_t number)
{
  return (print ^ (uint64_t)number) * 0x100000001b3u;
}

static uint64_t print_calendar(const struct calendar *calendar)
{
  int count;
  const struct zone_span *span = zone_spans(calendar->zone, &count);
  uint64_t print = print_number(0xcbf29ce484222325u, g_str_hash(calendar->id));
  for (int i = 0; i < count; i++)
    print = print_number(print_number(print, span[i].from), span[i].offset);
  return print;
}

/* The sum: a table has no order. */
uint64_t calendar_set_zones(const struct calendar_set *set)
{
  GHashTableIter iter;
  void *calendar;
  uint64_t sum = 1;
  g_hash_table_iter_init(&iter, set->calendars);
  while (g_hash_table_iter_next(&iter, NULL, &calendar))
    sum += print_calendar(calendar);
  return sum;
}
