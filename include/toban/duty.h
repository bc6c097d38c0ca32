/* duty.h: who is on duty where, what the roster lacks, and which rules it breaks. Pure; doc/duty.md.
 *
 * A shift is a person at a site in a role from one instant to another; it may go over midnight. Who is on leave does
 * not count; the substitute takes over the hours of the leave. A person is at one place at a time: of shifts that
 * overlap the one that began first counts (and the double entry is reported). What the desk needs is data (needs.csv):
 * languages at every hour, people at a site in the hours of a calendar. What a role asks of a person is data too
 * (qualifications.csv).
 * Source: specification 3.4 (tables 3-6, 3-7), 3.5, 6.1, 9.1; requirements S3, E3, E4, E5. */
#ifndef TOBAN_DUTY_H
#define TOBAN_DUTY_H
#include "toban/arena.h"
#include "toban/calendar.h"

struct duty_person {
  const char *login, *site, *languages /* "ja;en" */, *roles, *qualifications;
  day_t from, to;                            /* first and last day (Japan) in the list; DAY_NONE: no limit */
};
struct duty_shift { const char *id, *login, *site, *role, *note; utc_t from, to; };
struct duty_leave { const char *id, *login, *substitute /* "": none yet */, *note; utc_t from, to; };

/* --- what is needed ------------------------------------------------------------------------------- */
struct duty_need {
  const char *id;                            /* "language:en", "site:tokyo", "role:leader-hq"; "rest" */
  const char *calendar;                      /* id */
  const char *hours;                         /* "10:00-18:00" of these hours only; "": all */
  int want;                                  /* people; of "rest": hours */
  const char *label[LANG_COUNT];
};
struct duty_demand {                         /* one row of qualifications.csv */
  const char *role;                          /* of right.h; "*": every role of the desk */
  const char *any;                           /* "itil|pmp": one of them; "10y", "toeic500": at least; "lang:ja" */
  bool must;                                 /* else it is only wished for */
  const char *label[LANG_COUNT];
};
struct duty_rules;                           /* immutable, refcounted */
/* From the text of the two files; rows of a need that stands twice hold side by side, the larger number counts. TE_DATA
 * with file, line and column. calendars: to check names; NULL: checked before. A file without bytes has no rows. */
struct duty_rules *duty_rules_new(const struct calendar_file *needs, const struct calendar_file *qualifications,
                                  const struct calendar_set *calendars, GError **error);
struct duty_rules *duty_rules_ref(struct duty_rules *rules);
void duty_rules_unref(struct duty_rules *rules);
int duty_needs(const struct duty_rules *rules);
const struct duty_need *duty_need(const struct duty_rules *rules, int index);        /* file order */
int duty_demands(const struct duty_rules *rules);
const struct duty_demand *duty_demand(const struct duty_rules *rules, int index);
const char *duty_need_label(const struct duty_rules *rules, const char *id, enum lang lang);   /* else its id */
int64_t duty_rest(const struct duty_rules *rules);      /* seconds between two shifts of a person */
/* Does somebody with these qualifications, years and languages meet it? */
bool duty_meets(const struct duty_demand *demand, const struct duty_person *person);

/* --- the roster ----------------------------------------------------------------------------------- */
struct duty_plan {
  const struct duty_person *person; int persons;
  const struct duty_shift *shift; int shifts;           /* in the order of (from, id) */
  const struct duty_leave *leave; int leaves;
  const struct duty_rules *rules;
  const struct calendar_set *calendars;
};

/* Somebody who is there: a shift, or what leave and double entries left of it. */
struct duty_piece {
  int person;                                /* index in the plan */
  int shift;
  bool substitute;                           /* for the shift's own person */
  utc_t from, to;
};
/* Everything that touches [from, to), by person and time; of one person they do not overlap. GArray of duty_piece. */
GArray *duty_pieces(const struct duty_plan *plan, utc_t from, utc_t to);

/* Times in [from, to) at which a need is not met; touching gaps of one need are one, with the fewest people who are
 * there in it. By (from, order of the needs). GArray of struct duty_gap; `need` belongs to the rules. */
struct duty_gap { utc_t from, to; const char *need; int have, want; };
GArray *duty_gaps(const struct duty_plan *plan, utc_t from, utc_t to);

/* The unbroken time at one site of the person of piece `index`, that piece in it. */
void duty_unbroken(const struct duty_plan *plan, const struct duty_piece *piece, int pieces, int index, utc_t *from,
                   utc_t *until);

/* --- what breaks a rule ----------------------------------------------------------------------------- */
enum duty_rule {
  DUTY_NOBODY,         /* the shift's person is not in the list, or not on that day */
  DUTY_TWO_PLACES,     /* two shifts at once */
  DUTY_TWO_LEADERS,    /* leader of HQ and of IDE (6.1) */
  DUTY_TWO_HOUSES,     /* leaders and staff work either at HQ or at IDE (6.1) */
  DUTY_REST,           /* too short a rest between two shifts */
  DUTY_ABSENT,         /* on leave, and nobody stands in (6.1) */
  DUTY_ROLE,           /* in a role that the person does not have */
  DUTY_DEMAND,         /* lacks what the role demands (9.1) */
  DUTY_WISH,           /* lacks what is only wished for */
  DUTY_RULES
};
const char *duty_rule_id(enum duty_rule rule);          /* two-places */
const char *duty_rule_text(enum duty_rule rule);
struct duty_breach {
  enum duty_rule rule;
  int shift, other;                          /* indexes; other -1: none */
  const char *login;                         /* who; of the plan */
  const struct duty_demand *demand;          /* what is lacking, or NULL */
  utc_t from, to;                            /* of what is wrong: the overlap, the rest, the absence, the shift */
};
/* Of the shifts that touch [from, to), by (from, rule). What a person lacks is said once for each role. */
GArray *duty_breaches(const struct duty_plan *plan, utc_t from, utc_t to);

/* --- warnings --------------------------------------------------------------------------------------- */
enum { DUTY_WARN_S = 24 * 3600, DUTY_AHEAD_DAYS = 14 };
/* When to warn of a gap: a day before it, in office hours: the next opening, or the last open second before when the
 * gap would begin before it. NULL calendar: a day before. */
utc_t duty_warn_at(const struct calendar *office, utc_t gap);
#endif
