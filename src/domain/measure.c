#include "toban/measure.h"

#include <string.h>

#include "toban/lang.h"

enum { WEEK_DAYS = 7, POINTS_LEAST = 3, DAYS_LEAST = 2, DAYS_MOST = 9999, VALUE_MAX = 1000000 };

static const struct { const char *id, *text; } kinds[MEASURES] = {
  [MEASURE_ANTIVIRUS] = {"antivirus-days", NC_("measure", "age of antivirus definitions")},
  [MEASURE_MALWARE] = {"malware", NC_("measure", "malware detections")},
  [MEASURE_DISK] = {"disk-used", NC_("measure", "disk usage")},
};

const char *measure_id(enum measure_kind kind)
{
  return kinds[kind].id;
}

const char *measure_text(enum measure_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

bool measure_parse(const char *id, enum measure_kind *out)
{
  for (int i = 0; i < MEASURES; i++)
    if (strcmp(kinds[i].id, id) == 0) {
      *out = (enum measure_kind)i;
      return true;
    }
  return false;
}

const char *measure_state_id(enum measure_state state)
{
  static const char *const ids[MEASURE_STATES] = {"good", "soon", "over"};
  return ids[state];
}

bool measure_value_parse(const char *text, int64_t *out)
{
  char *end;
  double value = g_ascii_strtod(text, &end);
  if (end == text || *end != '\0' || !g_ascii_isdigit(*text) || !(value <= VALUE_MAX))
    return false;
  *out = (int64_t)(value * MEASURE_ONE + 0.5);
  return true;
}

char *measure_value_text(int64_t value, char out[static 32])
{
  int length = g_snprintf(out, 32, "%" G_GINT64_FORMAT ".%03d", value / MEASURE_ONE, (int)(value % MEASURE_ONE));
  while (out[length - 1] == '0')
    out[--length] = '\0';
  if (out[length - 1] == '.')
    out[length - 1] = '\0';
  return out;
}

/* Least squares over days before `now`: when does the line reach `full`? */
static int forecast(const struct measure_point *points, int count, int64_t full, utc_t now)
{
  double n = 0, t = 0, v = 0, tt = 0, tv = 0;
  utc_t first = UTC_NONE;
  for (int i = 0; i < count; i++) {
    double day = (double)(points[i].at - now) / UTC_DAY, value = (double)points[i].value;
    if (points[i].at > now || day < -MEASURE_LOOK_DAYS)
      continue;
    first = first == UTC_NONE ? points[i].at : first;
    n++, t += day, v += value, tt += day * day, tv += day * value;
  }
  double spread = n * tt - t * t;
  if (n < POINTS_LEAST || points[count - 1].at - first < DAYS_LEAST * UTC_DAY || spread <= 0)
    return MEASURE_NO_FORECAST;
  double slope = (n * tv - t * v) / spread, today = (v - slope * t) / n;
  double days = slope <= 0 ? -1 : ((double)full - today) / slope;
  return slope <= 0 ? MEASURE_NO_FORECAST : days > DAYS_MOST ? MEASURE_NO_FORECAST : (int)MAX(days, 0);
}

static int64_t sum_of_week(const struct measure_point *points, int count, utc_t now)
{
  int64_t sum = 0;
  for (int i = 0; i < count; i++)
    if (points[i].at <= now && points[i].at > now - WEEK_DAYS * UTC_DAY)
      sum += points[i].value;
  return sum;
}

void measure_judge(enum measure_kind kind, const struct measure_rule *rule, const struct measure_point *points,
                   int count, utc_t now, struct measure_finding *out)
{
  const struct measure_point *newest = &points[count - 1];
  *out = (struct measure_finding){.state = MEASURE_GOOD, .at = newest->at, .value = newest->value,
                                  .days_left = MEASURE_NO_FORECAST};
  if (kind == MEASURE_ANTIVIRUS)
    out->value += MAX(now - newest->at, 0) * MEASURE_ONE / UTC_DAY;
  else if (kind == MEASURE_MALWARE)
    out->value = sum_of_week(points, count, now);
  if (kind == MEASURE_DISK && rule->full > 0)
    out->days_left = forecast(points, count, rule->full, now);
  if (rule->given && out->value > rule->above)
    out->state = MEASURE_OVER;
  else if (out->days_left != MEASURE_NO_FORECAST && out->days_left <= rule->within_days)
    out->state = MEASURE_SOON;
}
