/* latency_line.h: how long an endpoint took to answer within the last hour, as a line of 30 places. Pure.
 *
 * A place is two minutes of the wall clock and keeps its slowest answer, or that there was a failure. It is stored
 * with the state as a short text, so that a list of endpoints has it without another read. */
#ifndef TOBAN_LATENCY_LINE_H
#define TOBAN_LATENCY_LINE_H
#include <glib.h>
#include "toban/health.h"

enum { LATENCY_PLACES = 30, LATENCY_PLACE_S = 120, LATENCY_FAILED = -2, LATENCY_TEXT = 256 /* bytes, at most */ };
struct latency_line {
  int64_t last;                        /* number of the newest place: its time / LATENCY_PLACE_S */
  int ms[LATENCY_PLACES];              /* the newest last; LATENCY_UNKNOWN, LATENCY_FAILED */
};
void latency_line_init(struct latency_line *line);
void latency_line_add(struct latency_line *line, const struct check_result *result);
/* As stored: "NUMBER:12,,340,x". What cannot be read is an empty line. */
void latency_line_parse(const char *text, struct latency_line *out);
void latency_line_format(const struct latency_line *line, char out[static LATENCY_TEXT]);
/* The hour before `now` in so many cells (a divisor of 30), the newest at the right: eight heights up to the slowest, ✗
 * for a failure, a blank where nothing was measured. */
void latency_line_draw(const struct latency_line *line, utc_t now, int cells, GString *out);
#endif
