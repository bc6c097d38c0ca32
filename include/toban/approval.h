/* approval.h: what waits for the consent of somebody else. Pure rules; approval_store.h keeps them.
 *
 * An approval is asked for with words, waits, and is granted or refused with words by people who have the right of its
 * kind (right.h), or is taken back by who asked, or lapses. Nobody decides on what he or she asked for; where two
 * people must agree, they are two; one refusal refuses. One table of kinds (src/domain/approval.c).
 * Exclusions from the service level are asked for and decided by events of their ticket (doc/service-levels.md): their
 * kind is in the table, their state is the ticket's.
 * Source: specification table 6-1, 3.1 (C3), 11.1 (C4), 3.8 (E6), 3.6 (L3), 7.3 (D7). */
#ifndef TOBAN_APPROVAL_H
#define TOBAN_APPROVAL_H
#include "toban/right.h"
#include "toban/utc.h"

#define APPROVAL_EXCLUSION "exclusion"
enum { APPROVAL_PEOPLE = 2 };                /* at most so many must agree */

struct approval_kind {
  const char *id;                            /* "work-plan" */
  const char *name;                          /* NC_("approval", ...): lang_text_context() it */
  enum right ask, decide;
  int people;                                /* how many must agree */
  int days;                                  /* lapses after; 0: never */
};
const struct approval_kind *approval_kind_at(int index);     /* NULL after the last */
const struct approval_kind *approval_kind_find(const char *id);

enum approval_state { APPROVAL_WAITING, APPROVAL_GRANTED, APPROVAL_REFUSED, APPROVAL_WITHDRAWN, APPROVAL_LAPSED,
                      APPROVAL_STATES };
const char *approval_state_id(enum approval_state state);    /* waiting granted refused withdrawn lapsed */
const char *approval_state_text(enum approval_state state);
bool approval_state_parse(const char *id, enum approval_state *out);

struct approval_vote { const char *by; utc_t at; bool grant; const char *words; };
struct approval {
  int64_t number;                            /* its name is KIND-NUMBER */
  const struct approval_kind *kind;
  const char *subject, *words, *asked_by;    /* what for; why; who */
  utc_t asked_at, until;                     /* until: UTC_NONE never lapses */
  enum approval_state state;                 /* as decided; approval_state_at() sees the lapse */
  utc_t decided_at;                          /* UTC_NONE */
  struct approval_vote vote[APPROVAL_PEOPLE];
  int votes;
};
enum approval_state approval_state_at(const struct approval *approval, utc_t now);

enum approval_step { STEP_ASK, STEP_GRANT, STEP_REFUSE, STEP_WITHDRAW, APPROVAL_STEPS };
const char *approval_step_id(enum approval_step step);       /* ask grant refuse withdraw */
bool approval_step_parse(const char *id, enum approval_step *out);
/* The right that a step of this kind asks for. */
enum right approval_right(const struct approval_kind *kind, enum approval_step step);
/* May this person take the step now, rights aside? TE_PERMISSION: not this person. TE_NO: it no longer waits.
 * TE_DATA: without words. */
bool approval_may(const struct approval *approval, enum approval_step step, const char *by, const char *words,
                  utc_t now, GError **error);
/* Takes a step that approval_may() allowed. STEP_ASK does nothing. Borrows the strings. */
void approval_apply(struct approval *approval, enum approval_step step, const char *by, const char *words, utc_t at);
#endif
