/* vendor.h: the local maintenance vendors of the offices (pure). Requirement H9.
 *
 * Hours are a list with ";" of a range of weekdays and an interval of the day, local to the vendor:
 * "mon-fri 09:00-12:00;mon-fri 13:00-18:00;sat 09:00-12:00", or "24x7"; empty is not known. Holidays are not in it:
 * whether the vendor follows those of the office, only the contract says. */
#ifndef TOBAN_VENDOR_H
#define TOBAN_VENDOR_H
#include <stdbool.h>
#include "toban/utc.h"
#include "toban/zone.h"

struct vendor { const char *office, *name, *contact, *contract, *hours, *tz, *languages, *note; };

struct vendor_now {
  bool known;                  /* false: no hours, or none that can be read */
  bool open;
  utc_t until;                 /* closing when open, next opening when shut; UTC_NONE: never */
};
/* NULL when `hours` is good, else what is wrong (a msgid). */
const char *vendor_hours_check(const char *hours);
struct vendor_now vendor_at(const char *hours, const struct zone *zone, utc_t at);
/* "mon-fri 09:00-17:00" with the weekdays of the current language: 月-金 09:00-17:00. g_free. */
char *vendor_hours_text(const char *hours);
#endif
