/* handover.h: the sheet that one shift hands to the next: what is open and due, paused and why, promised, escalated, in
 * trouble, about to be switched off or short of people, the words of the desk, and the head of the log's chain.
 *
 * A sheet fills itself. It is a draft while people add words; given with all its items by who leaves; each item is
 * confirmed by somebody else; then it is ended, unconfirmed only with a reason. What was given stays as it was given.
 * Pure; handover_store.h keeps it. Source: specification 3.3, 3.5; requirement H5. */
#ifndef TOBAN_HANDOVER_H
#define TOBAN_HANDOVER_H
#include <glib.h>
#include "toban/lang.h"
#include "toban/reference.h"
#include "toban/utc.h"

enum handover_kind {
  HANDOVER_DUE,          /* ref: ticket; state: response, resolution; at: due; have 1: late; words: who has it */
  HANDOVER_PROMISE,      /* ref: ticket; at: promised for */
  HANDOVER_PAUSED,       /* ref: ticket; state: waiting-user ...; words: the last note */
  HANDOVER_ESCALATION,   /* ref: ticket; at: since */
  HANDOVER_ENDPOINT,     /* ref: id; state: down ...; at: since; words: the message */
  HANDOVER_OUTAGE,       /* ref: entry of the calendar; at, until */
  HANDOVER_GAP,          /* ref: need; at, until; have, want */
  HANDOVER_BOARD,        /* ref: note of the desk's board */
  HANDOVER_CHAIN,        /* ref: number of the newest event; words: its hash */
  HANDOVER_KINDS
};
struct handover_item {
  int place;                                 /* from 1, within its sheet */
  enum handover_kind kind;
  const char *ref, *title[LANG_COUNT], *state, *words;   /* "" where there is none */
  const char *office;                        /* id; "" */
  utc_t at, until;                           /* UTC_NONE */
  int have, want;
  const char *confirmed_by; utc_t confirmed_at;           /* NULL: not yet */
};
struct handover_words { const char *by, *lang, *text; utc_t at; };
enum handover_state { HANDOVER_DRAFT, HANDOVER_GIVEN, HANDOVER_ENDED, HANDOVER_STATES };
struct handover_sheet {
  int64_t number;                            /* 0: nothing of it is kept yet */
  enum handover_state state;
  const char *given_by, *ended_by, *reason;  /* NULL or "" */
  utc_t made_at, given_at, until, ended_at;  /* until: the end of the shift that it is for */
  const struct handover_item *item; int items;
  const struct handover_words *words; int words_count;
};
const char *handover_kind_id(enum handover_kind kind);      /* due promise paused ... */
bool handover_kind_parse(const char *id, enum handover_kind *out);
const char *handover_kind_text(enum handover_kind kind);    /* the heading of such items */
const char *handover_state_id(enum handover_state state);   /* draft given ended */
const char *handover_state_text(enum handover_state state);
int handover_unconfirmed(const struct handover_sheet *sheet);            /* of a sheet that was given, not ended */
/* One item on one line, in the current language, clean. ref (may be NULL): names of offices. */
void handover_item_text(const struct handover_item *item, const struct reference *ref, GString *out);

/* May it be taken over / ended? TE_PERMISSION: not by who gave it. TE_NO: it is not given, or is confirmed. TE_DATA: a
 * reason is needed. */
bool handover_may_confirm(const struct handover_sheet *sheet, int place, const char *by, GError **error);
bool handover_may_end(const struct handover_sheet *sheet, const char *reason, GError **error);

/* The whole sheet, printed in the current language. `ref`: names of people and places. */
void handover_print(const struct handover_sheet *sheet, const struct reference *ref, GString *out);
void handover_html(const struct handover_sheet *sheet, const struct reference *ref, GString *out);
#endif
