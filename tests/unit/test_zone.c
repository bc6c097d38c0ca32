#include <pthread.h>

#include "toban/zone.h"

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static void instant(const char *id, const char *day, int hour, int minute, bool later, const char *want)
{
  struct zone *zone = zone_new(id);
  day_t d;
  char got[32], right[32];
  g_assert_nonnull(zone);
  g_assert_true(day_parse(day, &d, NULL));
  utc_format(zone_instant(zone, d, hour * 3600 + minute * 60, later), got);
  g_assert_cmpstr(got, ==, utc_format(at(want), right));
  zone_unref(zone);
}

static void names(void)
{
  const char *bad[] = {"Mars/Base", "", "Z", "+09:00", "JST-9", "../etc/passwd", "/etc/localtime", "Asia/", "Asia"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_null(zone_new(bad[i]));
  g_assert_null(zone_new(NULL));
  const char *good[] = {"Asia/Tokyo", "Japan", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT-9"};
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    struct zone *zone = zone_new(good[i]), *again = zone_new(good[i]);
    g_assert_true(zone != NULL && zone == again);
    g_assert_cmpstr(zone_id(zone), ==, good[i]);
    zone_unref(again);
    zone_unref(zone);
  }
  g_assert_cmpint(zone_offset(zone_tokyo(), 0), ==, 9 * 3600);
}

/* Gaps are the instant of the jump; overlaps have an earlier and a later occurrence. */
static void gaps_and_overlaps(void)
{
  instant("America/New_York", "2026-03-08", 2, 30, false, "2026-03-08T07:00:00Z");
  instant("America/New_York", "2026-03-08", 2, 30, true, "2026-03-08T07:00:00Z");
  instant("America/New_York", "2026-11-01", 1, 30, false, "2026-11-01T05:30:00Z");
  instant("America/New_York", "2026-11-01", 1, 30, true, "2026-11-01T06:30:00Z");
  instant("America/New_York", "2026-11-01", 2, 0, false, "2026-11-01T07:00:00Z");
  /* Santiago: a day without midnight; the day before ends where the next begins, at 01:00. */
  instant("America/Santiago", "2026-09-06", 0, 0, false, "2026-09-06T04:00:00Z");
  instant("America/Santiago", "2026-09-06", 0, 30, true, "2026-09-06T04:00:00Z");
  instant("America/Santiago", "2026-09-05", 24, 0, true, "2026-09-06T04:00:00Z");
  instant("America/Santiago", "2026-04-04", 23, 30, false, "2026-04-05T02:30:00Z");
  instant("America/Santiago", "2026-04-04", 23, 30, true, "2026-04-05T03:30:00Z");
  instant("America/Santiago", "2026-04-04", 24, 0, true, "2026-04-05T04:00:00Z");
  /* Cairo changes on a Friday at midnight, back on a Thursday's. */
  instant("Africa/Cairo", "2026-04-24", 0, 15, false, "2026-04-23T22:00:00Z");
  instant("Africa/Cairo", "2026-10-29", 23, 30, false, "2026-10-29T20:30:00Z");
  instant("Africa/Cairo", "2026-10-29", 23, 30, true, "2026-10-29T21:30:00Z");
  instant("Australia/Lord_Howe", "2026-10-04", 2, 15, false, "2026-10-03T15:30:00Z");
  instant("Australia/Lord_Howe", "2026-04-05", 1, 45, true, "2026-04-04T15:15:00Z");
  /* Samoa left out 30 December 2011. */
  instant("Pacific/Apia", "2011-12-30", 12, 0, false, "2011-12-30T10:00:00Z");
  instant("Pacific/Apia", "2011-12-31", 0, 0, false, "2011-12-30T10:00:00Z");
}

static const char *const zones[] = {
  "America/Santiago", "Africa/Cairo", "Africa/Casablanca", "Europe/London", "America/New_York", "Australia/Sydney",
  "Asia/Kolkata", "Asia/Yangon", "Asia/Tehran", "America/Sao_Paulo", "America/Vancouver", "Asia/Tokyo",
  "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "UTC",
};

/* The spans say the same as the offsets; local and back is the instant, as one of its two occurrences. */
static void spans_agree(void)
{
  for (size_t z = 0; z < G_N_ELEMENTS(zones); z++) {
    struct zone *zone = zone_new(zones[z]);
    int count;
    const struct zone_span *span = zone_spans(zone, &count);
    g_assert_cmpint(span[0].from, ==, INT64_MIN);
    g_assert_cmpint(span[count - 1].to, ==, INT64_MAX);
    for (int i = 1; i < count; i++) {
      g_assert_cmpint(span[i].from, ==, span[i - 1].to);
      g_assert_cmpint(zone_offset(zone, span[i].from - 1), ==, span[i - 1].offset);
      g_assert_cmpint(zone_offset(zone, span[i].from), ==, span[i].offset);
    }
    for (utc_t t = at("1990-01-01T00:00:00Z"); t < at("2040-01-01T00:00:00Z"); t += 4 * UTC_DAY - 1799) {
      day_t day;
      int second;
      g_assert_cmpint(zone_span_at(zone, t)->offset, ==, zone_offset(zone, t));
      zone_local(zone, t, &day, &second);
      g_assert_true(zone_instant(zone, day, second, false) == t || zone_instant(zone, day, second, true) == t);
    }
    zone_unref(zone);
  }
}

static void *reader(void *data)
{
  struct zone *zone = zone_new("Europe/London");
  int64_t sum = 0;
  for (int i = 0; i < 2000; i++)
    sum += zone_span_at(zone, (utc_t)i * 7 * UTC_DAY)->offset + zone_offset(zone, i);
  zone_unref(zone);
  *(int64_t *)data = sum;
  return NULL;
}

static void threads(void)
{
  pthread_t thread[4];
  int64_t sum[4];
  for (int i = 0; i < 4; i++)
    g_assert_cmpint(pthread_create(&thread[i], NULL, reader, &sum[i]), ==, 0);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint(pthread_join(thread[i], NULL), ==, 0);
  for (int i = 1; i < 4; i++)
    g_assert_cmpint(sum[i], ==, sum[0]);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/zone/names", names);
  g_test_add_func("/zone/gaps-and-overlaps", gaps_and_overlaps);
  g_test_add_func("/zone/spans-agree", spans_agree);
  g_test_add_func("/zone/threads", threads);
  return g_test_run();
}
