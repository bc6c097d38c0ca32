/* The calendars, holidays and policies that the program carries: whole, and what they claim to be. */
#include <string.h>

#include "toban/csv.h"
#include "toban/policy.h"
#include "toban/resource.h"

static struct calendar_file file(const char *name)
{
  struct calendar_file out = {.name = name};
  out.bytes = resource_find(name, &out.length);
  g_assert_nonnull(out.bytes);
  return out;
}

static struct calendar_set *shipped(void)
{
  GError *error = NULL;
  struct calendar_files files = {file("calendars.csv"), file("holidays.csv"), file("special-dates.csv"), true};
  struct calendar_set *set = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  return set;
}

static bool one_office(const struct csv_row *row, void *user, GError **error)
{
  const struct calendar *calendar = calendar_find(user, row->field[2]);
  (void)error;
  g_assert_nonnull(calendar);
  g_assert_cmpstr(zone_id(calendar_zone(calendar)), ==, *row->field[1] == '\0' ? "Asia/Tokyo" : row->field[1]);
  /* Nobody has told us the holidays of other countries; Japan's are the law's. */
  g_assert_cmpint(calendar_has_holidays(calendar), ==, *row->field[0] == '\0');
  int64_t week = calendar_business(calendar, day_from_civil(2026, 6, 1) * (utc_t)UTC_DAY, day_from_civil(2026, 6, 8) * (utc_t)UTC_DAY);
  g_assert_cmpint(week, >=, 5 * 8 * 3600);
  g_assert_cmpint(week, <=, 5 * 10 * 3600);
  return true;
}

static void offices(void)
{
  struct calendar_set *set = shipped();
  struct calendar_file text = file("offices.csv");
  char **lines = g_strsplit(text.bytes, "\n", 2), **columns = g_strsplit(g_strchomp(lines[0]), ",", -1);
  struct csv_column column[32] = {{"no", true}, {"tz", true}, {"calendar", true}};
  size_t count = 3;
  for (char **name = columns; *name != NULL; name++)
    if (strcmp(*name, "no") != 0 && strcmp(*name, "tz") != 0 && strcmp(*name, "calendar") != 0)
      column[count++] = (struct csv_column){*name, false};
  GError *error = NULL;
  csv_read(text.name, text.bytes, text.length, column, count, one_office, set, &error);
  g_assert_no_error(error);
  g_strfreev(columns);
  g_strfreev(lines);
  calendar_set_unref(set);
}

static void holiday(const struct calendar_set *set, int year, int month, int day, const char *name)
{
  utc_t noon = (utc_t)day_from_civil(year, month, day) * UTC_DAY + 3 * 3600;
  struct calendar_now now = calendar_at(calendar_find(set, "tokyo"), noon);
  g_assert_cmpstr(now.holiday[LANG_EN], ==, name);
}

/* Days as they were published in the Official Gazette. */
static void japan(void)
{
  struct calendar_set *set = shipped();
  holiday(set, 2022, 3, 21, "Vernal Equinox Day");
  holiday(set, 2023, 1, 2, "Substitute holiday");
  holiday(set, 2023, 9, 23, "Autumnal Equinox Day");
  holiday(set, 2024, 2, 12, "Substitute holiday");
  holiday(set, 2024, 3, 20, "Vernal Equinox Day");
  holiday(set, 2024, 9, 22, "Autumnal Equinox Day");
  holiday(set, 2024, 9, 23, "Substitute holiday");
  holiday(set, 2025, 5, 6, "Substitute holiday");
  holiday(set, 2025, 7, 21, "Marine Day");
  holiday(set, 2026, 5, 6, "Substitute holiday");
  holiday(set, 2026, 9, 22, "Citizens' holiday");
  holiday(set, 2026, 12, 29, "Year-end closing");
  holiday(set, 2027, 1, 1, "New Year's Day");
  holiday(set, 2027, 1, 3, "Year-end closing");
  holiday(set, 2026, 12, 28, NULL);
  holiday(set, 2027, 1, 4, NULL);
  holiday(set, 2026, 6, 15, NULL);
  calendar_set_unref(set);
}

/* Weekends as they are there. */
static void weekends(void)
{
  static const struct { const char *calendar; int first; } week[] = {
    {"office-45", 4}, {"office-63", 4}, {"office-66", 4}, {"office-67", 4}, {"office-65", 3}, {"office-69", 5}, {"tokyo", 5},
  };
  struct calendar_set *set = shipped();
  struct calendar_span span[2];
  for (size_t i = 0; i < G_N_ELEMENTS(week); i++)
    for (int day = 0; day < 7; day++)         /* from Monday, 1 June 2026 */
      g_assert_cmpint(calendar_day(calendar_find(set, week[i].calendar), day_from_civil(2026, 6, 1 + day), span, 2), ==,
                      day == week[i].first || day == week[i].first + 1 ? 0 : 1);
  calendar_set_unref(set);
}

/* Each ticket of the contract is measured on both clocks, and each row can win. */
static void policies(void)
{
  GError *error = NULL;
  struct calendar_set *set = shipped();
  struct calendar_file text = file("policies.csv");
  struct policy_set *rows = policy_set_new(&text, set, &error);
  g_assert_no_error(error);
  unsigned won = 0;
  for (int priority = 1; priority <= 4; priority++)
    for (int channel = 0; channel < CHANNELS; channel++)
      for (int clock = 0; clock < CLOCKS; clock++) {
        struct ticket ticket = {.priority = priority, .channel = (enum channel)channel, .category = "3.3", .office = "tokyo",
                                .received_at = (utc_t)day_from_civil(2026, 6, 1) * UTC_DAY};
        const struct policy *row = policy_match(rows, clock, &ticket);
        g_assert_nonnull(row);
        g_assert_true(strstr(row->label[LANG_JA], "要協議") != NULL && strstr(row->label[LANG_EN], "to be agreed") != NULL);
        won |= 1u << (row - policy_get(rows, 0));
      }
  g_assert_cmpuint(won, ==, (1u << policy_count(rows)) - 1);
  policy_set_unref(rows);
  calendar_set_unref(set);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/shipped/offices", offices);
  g_test_add_func("/shipped/japan", japan);
  g_test_add_func("/shipped/weekends", weekends);
  g_test_add_func("/shipped/policies", policies);
  return g_test_run();
}
