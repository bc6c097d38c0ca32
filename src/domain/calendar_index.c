/* Open time as one function of the instant: open_until(t), the open seconds from a fixed day up to t.
 * business(a, b) is a difference of two of its values, add() its inverse. Whole weeks are a product; the
 * days that differ from their weekday (exceptions) are summed up once, in order, and found by bisection. */
#include <pthread.h>

#include "calendar_impl.h"

enum { MONDAY = -3 };             /* 1969-12-29, where counting begins */

struct exception {
  day_t day;
  bool shifted;                   /* the zone's offset changes on this local day */
  int first, count;               /* its open spans, in `spans` */
  int64_t open;                   /* their seconds */
  int64_t before;                 /* what all earlier exceptions have more than their weekdays */
};

struct calendar_index {
  int64_t week, until[7];         /* open seconds of a week, and of the weekdays before this one */
  GArray *exceptions;             /* of struct exception, by day */
  GArray *spans;                  /* of struct calendar_span */
};

static const struct exception *exception_get(const struct calendar_index *index, guint i)
{
  return &g_array_index(index->exceptions, struct exception, i);
}

static struct calendar_span *span_get(const struct calendar_index *index, int i)
{
  return &g_array_index(index->spans, struct calendar_span, i);
}

/* --- making it ------------------------------------------------------------------------------------ */
static int64_t hours_seconds(const struct hours *hours)
{
  int64_t sum = 0;
  for (int i = 0; i < hours->count; i++)
    sum += hours->opening[i].to - hours->opening[i].from;
  return sum;
}

static day_t day_at(utc_t at, int offset)
{
  utc_t local = at + offset;
  return (day_t)(local / UTC_DAY - (local % UTC_DAY < 0));
}

static void add_exception(GArray *exceptions, day_t day, bool shifted)
{
  struct exception one = {.day = day, .shifted = shifted};
  g_array_append_val(exceptions, one);
}

/* Each local day that has an instant on either side of a clock change, and those that it leaves out. */
static void add_changes(const struct calendar *calendar, GArray *exceptions)
{
  int count;
  const struct zone_span *span = zone_spans(calendar->zone, &count);
  for (int i = 1; i < count; i++) {
    day_t before = day_at(span[i].from - 1, span[i - 1].offset), after = day_at(span[i].from, span[i].offset);
    for (day_t day = MIN(before, after); day <= MAX(before, after); day++)
      add_exception(exceptions, day, true);
  }
}

/* By day, a clock change first, so that it is kept when a day is there twice. */
static int by_day(const void *a, const void *b)
{
  const struct exception *x = a, *y = b;
  return x->day != y->day ? (x->day < y->day ? -1 : 1) : (int)y->shifted - (int)x->shifted;
}

static GArray *collect(const struct calendar *calendar)
{
  GArray *exceptions = g_array_new(FALSE, FALSE, sizeof(struct exception));
  add_changes(calendar, exceptions);
  for (guint i = 0; i < calendar->specials->len; i++)
    add_exception(exceptions, g_array_index(calendar->specials, struct special, i).day, false);
  for (guint i = 0; i < calendar->holidays->len; i++) {
    const struct holiday_set *set = g_ptr_array_index(calendar->holidays, i);
    for (guint j = 0; j < set->days->len; j++)
      add_exception(exceptions, g_array_index(set->days, struct holiday, j).day, false);
  }
  g_array_sort(exceptions, by_day);
  guint kept = 0;
  struct exception *all = (struct exception *)(void *)exceptions->data;
  for (guint i = 0; i < exceptions->len; i++)
    if (kept == 0 || all[kept - 1].day != all[i].day)
      all[kept++] = all[i];
  g_array_set_size(exceptions, kept);
  return exceptions;
}

static void fill(const struct calendar *calendar, struct calendar_index *index)
{
  int64_t before = 0;
  for (guint i = 0; i < index->exceptions->len; i++) {
    struct exception *one = &g_array_index(index->exceptions, struct exception, i);
    const struct hours *hours = calendar_hours(calendar, one->day);
    one->first = (int)index->spans->len;
    g_array_set_size(index->spans, index->spans->len + (guint)hours->count);
    struct calendar_span *span = hours->count == 0 ? NULL : span_get(index, one->first);
    one->count = span == NULL ? 0 : calendar_spans(calendar, one->day, span, hours->count);
    g_array_set_size(index->spans, (guint)(one->first + one->count));
    for (int j = 0; j < one->count; j++)
      one->open += span[j].to - span[j].from;
    one->before = before;
    before += one->open - hours_seconds(&calendar->week[day_weekday(one->day)]);
  }
}

static struct calendar_index *index_make(const struct calendar *calendar)
{
  struct calendar_index *index = g_new0(struct calendar_index, 1);
  for (int i = 0; i < 7; i++) {
    index->until[i] = index->week;
    index->week += hours_seconds(&calendar->week[i]);
  }
  index->spans = g_array_new(FALSE, FALSE, sizeof(struct calendar_span));
  index->exceptions = collect(calendar);
  fill(calendar, index);
  return index;
}

void calendar_index_free(struct calendar_index *index)
{
  if (index == NULL)
    return;
  g_array_unref(index->exceptions);
  g_array_unref(index->spans);
  g_free(index);
}

static const struct calendar_index *index_of(const struct calendar *calendar)
{
  static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
  struct calendar *cache = (struct calendar *)calendar; /* made once; the calendar stays what it is */
  struct calendar_index *index = __atomic_load_n(&cache->index, __ATOMIC_ACQUIRE);
  if (index != NULL)
    return index;
  pthread_mutex_lock(&making);
  index = cache->index;
  if (index == NULL) {
    index = index_make(calendar);
    __atomic_store_n(&cache->index, index, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&making);
  return index;
}

/* --- asking it ------------------------------------------------------------------------------------ */
/* Number of the first exception on this day or later. */
static guint exception_from(const struct calendar_index *index, day_t day)
{
  guint low = 0, high = index->exceptions->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (exception_get(index, middle)->day < day)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* What exceptions before number i have more than their weekdays. */
static int64_t extra(const struct calendar *calendar, const struct calendar_index *index, guint i)
{
  if (i < index->exceptions->len)
    return exception_get(index, i)->before;
  if (i == 0)
    return 0;
  const struct exception *last = exception_get(index, i - 1);
  return last->before + last->open - hours_seconds(&calendar->week[day_weekday(last->day)]);
}

/* Open seconds of all days before this one; *here is the exception on this day, or NULL. */
static int64_t open_before(const struct calendar *calendar, const struct calendar_index *index, day_t day,
                           const struct exception **here)
{
  int days = day - MONDAY;
  int weeks = days / 7 - (days % 7 < 0);
  guint i = exception_from(index, day);
  *here = i < index->exceptions->len && exception_get(index, i)->day == day ? exception_get(index, i) : NULL;
  return index->week * weeks + index->until[days - weeks * 7] + extra(calendar, index, i);
}

static int64_t spans_until(const struct calendar_index *index, const struct exception *day, utc_t at)
{
  int64_t sum = 0;
  for (int i = 0; i < day->count; i++) {
    const struct calendar_span *span = span_get(index, day->first + i);
    if (at > span->from)
      sum += MIN(at, span->to) - span->from;
  }
  return sum;
}

static int64_t hours_until(const struct hours *hours, int64_t second)
{
  int64_t sum = 0;
  for (int i = 0; i < hours->count && hours->opening[i].from < second; i++)
    sum += MIN(second, hours->opening[i].to) - hours->opening[i].from;
  return sum;
}

/* On a day of clock change the local date may come twice: the day that counts is the last one that has
 * begun, and what is still open of the day before is not over yet. */
static int64_t open_until_shifted(const struct calendar *calendar, const struct calendar_index *index, day_t day,
                                  utc_t at)
{
  const struct exception *here, *yesterday;
  while (zone_instant(calendar->zone, day + 1, 0, false) <= at)
    day++;
  open_before(calendar, index, day - 1, &yesterday);
  int64_t sum = open_before(calendar, index, day, &here);
  if (here != NULL)
    sum += spans_until(index, here, at);
  else
    sum += hours_until(&calendar->week[day_weekday(day)], at - zone_instant(calendar->zone, day, 0, false));
  if (yesterday != NULL)
    sum -= yesterday->open - spans_until(index, yesterday, at);
  return sum;
}

static int64_t open_until(const struct calendar *calendar, const struct calendar_index *index, utc_t at)
{
  utc_t local = at + zone_span_at(calendar->zone, at)->offset;
  day_t day = day_at(local, 0);
  const struct exception *here;
  int64_t sum = open_before(calendar, index, day, &here);
  if (here == NULL)
    return sum + hours_until(&calendar->week[day_weekday(day)], local - (utc_t)day * UTC_DAY);
  return here->shifted ? open_until_shifted(calendar, index, day, at) : sum + spans_until(index, here, at);
}

int64_t calendar_business(const struct calendar *calendar, utc_t a, utc_t b)
{
  if (b <= a)
    return 0;
  if (calendar->always_open)
    return b - a;
  const struct calendar_index *index = index_of(calendar);
  return open_until(calendar, index, b) - open_until(calendar, index, a);
}

/* The instant on this day at which `need` of its seconds have been open; need is 1 to what it has. */
static utc_t instant_within(const struct calendar *calendar, const struct calendar_index *index, day_t day,
                            const struct exception *here, int64_t need)
{
  if (here != NULL) {
    const struct calendar_span *span = span_get(index, here->first);
    for (; need > span->to - span->from; span++)
      need -= span->to - span->from;
    return span->from + need;
  }
  const struct opening *opening = calendar->week[day_weekday(day)].opening;
  for (; need > opening->to - opening->from; opening++)
    need -= opening->to - opening->from;
  return zone_instant(calendar->zone, day, opening->from, false) + need;
}

utc_t calendar_add(const struct calendar *calendar, utc_t a, int64_t seconds)
{
  enum { FAR = 36525 };           /* a hundred years */
  if (seconds <= 0)
    return a;
  if (calendar->always_open)
    return seconds > (int64_t)FAR * UTC_DAY ? UTC_NONE : a + seconds;
  const struct calendar_index *index = index_of(calendar);
  const struct exception *here;
  int64_t want = open_until(calendar, index, a) + seconds;
  day_t low = day_at(a, zone_span_at(calendar->zone, a)->offset) - 1, high = low + 2, last = low + FAR + 2;
  for (int step = 2; open_before(calendar, index, high, &here) < want; step *= 2) {
    if (high == last)
      return UTC_NONE;
    low = high;
    high = MIN(high + step, last);
  }
  while (high - low > 1) {        /* open_before(low) < want <= open_before(high) */
    day_t middle = low + (high - low) / 2;
    if (open_before(calendar, index, middle, &here) < want)
      low = middle;
    else
      high = middle;
  }
  int64_t before = open_before(calendar, index, low, &here);
  return instant_within(calendar, index, low, here, want - before);
}
