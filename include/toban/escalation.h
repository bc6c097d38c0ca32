/* escalation.h: who can be reached, when, in which order; and the rules by which the desk escalates by itself. Pure.
 * Source: specification 3.7, table 3-8 (E1): Teams and e-mail any time; Teams voice and telephone on weekdays 9-18 of
 * Japan, closed on JETRO's holidays and in the year-end closing (calendar REACH_CALENDAR). */
#ifndef TOBAN_ESCALATION_H
#define TOBAN_ESCALATION_H
#include "toban/calendar.h"
#include "toban/ticket.h"
#include "toban/warning.h"

/* --- ways to reach somebody --------------------------------------------------------------------------- */
enum reach { REACH_TEAMS, REACH_TEAMS_VOICE, REACH_EMAIL, REACH_PHONE, REACHES };   /* in the order of table 3-8 */
#define REACH_CALENDAR "jetro-weekday"
const char *reach_id(enum reach reach);            /* teams teams-voice email phone */
const char *reach_text(enum reach reach);          /* Teams(音声) / Teams voice */
bool reach_parse(const char *id, enum reach *out);
bool reach_is_call(enum reach reach);              /* somebody talks: a recorded step, nothing that is sent */
struct reach_now { bool open; utc_t opens_at, closes_at; };       /* UTC_NONE: never closed, or not known */
/* hours: REACH_CALENDAR; NULL (no such calendar): calls are closed. */
struct reach_now reach_at(enum reach reach, const struct calendar *hours, utc_t at);
/* The way by which a person is reached soonest first: open calls, open written ones, then what opens next. */
void reach_order(const struct calendar *hours, utc_t at, enum reach out[static REACHES]);

/* --- contacts and rules: two files, imported as a whole ------------------------------------------------- */
/* id,name_ja,name_en,via,address,note. address: e-mail: a mail address; teams: the name of a webhook in the
 * configuration; calls: a number or a name, for people. */
struct contact { const char *id, *name[LANG_COUNT], *address, *note; enum reach via; };
/* id,clock,priority,category,at,to,ack_min,rounds,lang,label_ja,label_en. at: a threshold of warning.h; to: a `;` list
 * of contacts, one after the other while nobody acknowledges within ack_min minutes, the list `rounds` times. */
struct escalation_rule {
  const char *id, *category, *label[LANG_COUNT];   /* category: code or NULL for all; also matches codes below */
  int clock;
  unsigned priorities;                             /* bits 1u << priority; ~0u all */
  struct warning at;
  const char *const *to; int contacts;             /* ids */
  int ack_min, rounds;
  enum lang lang;
};
struct escalation_book {
  struct arena *arena;
  const struct contact *contact; int contacts;
  const struct escalation_rule *rule; int rules;
};
/* From the text of the two files (bytes NULL: none). TE_DATA "NAME:LINE: column NAME: why". */
struct escalation_book *escalation_book_new(const struct calendar_file *contacts, const struct calendar_file *rules,
                                            GError **error);
void escalation_book_free(struct escalation_book *book);                 /* NULL-safe */
const struct contact *escalation_contact(const struct escalation_book *book, const char *id);       /* NULL: none */
const struct escalation_rule *escalation_rule_find(const struct escalation_book *book, const char *id);
bool escalation_rule_matches(const struct escalation_rule *rule, const struct ticket *ticket, int clock);
/* Who is told at a level, from 0; NULL when the rule has said all that it says. */
const char *escalation_rule_contact(const struct escalation_rule *rule, int level);

/* --- sending: when it is tried again -------------------------------------------------------------------- */
enum { OUTBOX_ATTEMPTS = 12, OUTBOX_CLAIM_S = 120 /* a try is somebody's for so long */ };
/* Seconds to wait after so many failed attempts (1 ...); -1: it is given up. */
int outbox_delay(int attempts);
#endif
