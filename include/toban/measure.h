/* measure.h: figures of servers and clients over time, and the rules that warn of them (pure). Requirements A4, A5.
 *
 *   antivirus-days   age of a machine's antivirus definitions in days; it goes on growing after it was reported
 *   malware          detections of a department, counted at a time; what counts is the sum of the last week
 *   disk-used        percent of a volume ("host /srv"); with a forecast: the straight line through the last 60 days
 *
 * Values are thousandths. Rules are rows `measure,above,full,within_days`: data, kept in versions ("measure-rules"). */
#ifndef TOBAN_MEASURE_H
#define TOBAN_MEASURE_H
#include <glib.h>
#include <stdbool.h>
#include "toban/utc.h"

enum measure_kind { MEASURE_ANTIVIRUS, MEASURE_MALWARE, MEASURE_DISK, MEASURES };
enum measure_state { MEASURE_GOOD, MEASURE_SOON /* full within the rule's days */, MEASURE_OVER, MEASURE_STATES };
enum { MEASURE_ONE = 1000, MEASURE_LOOK_DAYS = 60, MEASURE_NO_FORECAST = -1 };
const char *measure_id(enum measure_kind kind);            /* "disk-used" */
const char *measure_text(enum measure_kind kind);          /* ディスク使用率 / disk usage */
bool measure_parse(const char *id, enum measure_kind *out);
const char *measure_state_id(enum measure_state state);    /* good soon over */
/* "7", "90.5" to thousandths; false: no number from 0 to a million. */
bool measure_value_parse(const char *text, int64_t *out);
char *measure_value_text(int64_t value, char out[static 32]);     /* "90.5", as short as it can be */

struct measure_point { utc_t at; int64_t value; };
struct measure_rule { bool given; int64_t above; int64_t full; int within_days; /* full 0: no forecast */ };
struct measure_finding {
  enum measure_state state;
  utc_t at;                            /* of the newest point */
  int64_t value;                       /* as it counts at `now` */
  int days_left;                       /* until it is full; MEASURE_NO_FORECAST */
};
/* points: of one subject, oldest first, at least one. */
void measure_judge(enum measure_kind kind, const struct measure_rule *rule, const struct measure_point *points,
                   int count, utc_t now, struct measure_finding *out);
#endif
