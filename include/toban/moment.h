/* moment.h: an instant as people write it (pure).
 *
 *   2026-11-29T02:00:00+09:00, ...Z     RFC 3339
 *   2026-11-29 02:00, 2026-11-29T02:00  local time of a zone
 *   02:00                               the next time that the zone's clock says so
 *   +90m  +2h  +3d                      from now on
 *
 * Around a clock change: a time that is left out means the instant of the jump; of a time that comes twice a beginning
 * means the first and an end (`later`) the second, so that what lasts over the change lasts over all of it. */
#ifndef TOBAN_MOMENT_H
#define TOBAN_MOMENT_H
#include "toban/zone.h"

bool moment_parse(const char *text, utc_t now, const struct zone *zone, bool later, utc_t *out, GError **error);
#endif
