/* agenda.h: the desk's calendar: busy seasons, planned outages, maintenance, work plans; and the rules that work must
 * keep. Pure. An entry that breaks a rule is taken only with a reason and an approval that was granted (approval.h).
 * Source: specification 3.1 (tables 3-1, 3-2, 3-3), 11.1; requirements C1, C2, C3, C4. */
#ifndef TOBAN_AGENDA_H
#define TOBAN_AGENDA_H
#include "toban/arena.h"
#include "toban/calendar.h"

enum agenda_kind { AGENDA_OUTAGE /* of power */, AGENDA_MAINTENANCE, AGENDA_WORK /* a work plan */,
                   AGENDA_EMERGENCY /* an emergency stop */, AGENDA_EVENT, AGENDA_KINDS };
const char *agenda_kind_id(enum agenda_kind kind);          /* outage maintenance work emergency event */
const char *agenda_kind_text(enum agenda_kind kind);
bool agenda_kind_parse(const char *id, enum agenda_kind *out);

struct agenda_entry {
  int64_t number;                            /* 0: not kept yet */
  enum agenda_kind kind;
  const char *site;                          /* tokyo osaka ide, or "" for all */
  utc_t from, to;
  const char *title[LANG_COUNT], *note;
  bool stops;                                /* services stand still */
  const char *targets;                       /* endpoints that it silences: "group:NAME, office:ID"; "" see below */
  utc_t submitted;                           /* when it was entered first */
  const char *by, *reason, *approval;        /* approval: its name, or "" */
  int64_t revision;                          /* of who changes it: as it was seen; 0: any */
};

/* Busy seasons: months of every year in which services hardly stand still. */
struct agenda_season { const char *site /* as above; "hq": tokyo and osaka */; int from_month, to_month;
                       const char *label[LANG_COUNT]; };
struct agenda_seasons;                       /* immutable, refcounted */
struct agenda_seasons *agenda_seasons_new(const struct calendar_file *file, GError **error);
void agenda_seasons_unref(struct agenda_seasons *seasons);
int agenda_season_count(const struct agenda_seasons *seasons);
const struct agenda_season *agenda_season_at(const struct agenda_seasons *seasons, int index);
/* Is that local day of Japan in the season? */
bool agenda_in_season(const struct agenda_season *season, day_t day);

enum agenda_rule {
  AGENDA_LATE,             /* a work plan is submitted at least 14 days before (11.1) */
  AGENDA_BUSY,             /* our work lets services stand still in a busy season of their house (3.1) */
  AGENDA_HOURS,            /* an emergency stop within 9:00-18:45 of a working day (3.1) */
  AGENDA_PERMISSION,       /* an emergency stop without the permission (3.1) */
  AGENDA_RULES
};
enum { AGENDA_AHEAD_DAYS = 14 };
const char *agenda_rule_id(enum agenda_rule rule);          /* two-weeks busy-season working-hours permission */
const char *agenda_rule_text(enum agenda_rule rule);
/* The rules that it breaks, as a set of 1u << rule. calendars: the working days of its site. */
unsigned agenda_check(const struct agenda_entry *entry, const struct agenda_seasons *seasons,
                      const struct calendar_set *calendars);
/* Their texts, joined; "" for none. g_free. */
char *agenda_rules_text(unsigned rules);
/* The endpoints whose checks raise nothing meanwhile, as targets of a maintenance (health_store.h): those that it
 * names; else, when services stand still, those of its site's office. Of all sites: none unless named ("all").
 * g_strfreev. */
char **agenda_targets(const struct agenda_entry *entry);
/* The kind of approval that it asks for: work-plan, emergency-stop. */
const char *agenda_approval(const struct agenda_entry *entry);

/* iCalendar (RFC 5545), out: one VEVENT an entry; g_free. In: rows as CSV for `toban import agenda`, one for each time
 * of an event that repeats (RRULE, RDATE, EXDATE, RECURRENCE-ID): all of a rule with an end, the next AGENDA_ICS_DAYS
 * of one without; TE_DATA for more than AGENDA_ICS_TIMES, or for what is not understood. */
enum { AGENDA_ICS_DAYS = 2 * 366, AGENDA_ICS_TIMES = 366 };
char *agenda_ics(const struct agenda_entry *entry, int entries, utc_t now);
char *agenda_ics_rows(const char *name, const char *bytes, size_t length, utc_t now, GError **error);
#endif
