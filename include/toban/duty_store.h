/* duty_store.h: the roster in the store. The events are the truth (subjects "roster:shift/LOGIN@FROM" and the like,
 * see record.h); the tables duty_* are made from them. duty.h has the rules. */
#ifndef TOBAN_DUTY_STORE_H
#define TOBAN_DUTY_STORE_H
#include "toban/command.h"
#include "toban/duty.h"
#include "toban/read.h"

/* --- writing: for command_run() or store_tell() ------------------------------------------------------------ */
/* A shift is named by who and when it begins; one with the same name is changed. */
struct command *duty_put_shift(const char *actor, utc_t at, const struct duty_shift *shift);
struct command *duty_drop_shift(const char *actor, utc_t at, const char *login, utc_t from);
/* Leave, or a substitute for one that is there. */
struct command *duty_put_leave(const char *actor, utc_t at, const struct duty_leave *leave);
struct command *duty_drop_leave(const char *actor, utc_t at, const char *login, utc_t from);
/* One's own shift is offered to another person, who may give one back (`back`: where that one begins; UTC_NONE: none);
 * the other one agrees or refuses, who asked may take it back. With consent the shifts change hands. */
struct command *duty_swap_ask(const char *actor, utc_t at, utc_t shift, const char *whom, utc_t back,
                              const char *words);
enum duty_answer { SWAP_AGREE, SWAP_REFUSE, SWAP_WITHDRAW };
struct command *duty_swap_answer(const char *actor, utc_t at, const char *asked_by, utc_t shift,
                                 enum duty_answer answer);
/* Claims a warning: COMMAND_DONE for who comes first; TE_NO when the desk was warned of that time before. */
struct command *duty_warn(const char *actor, utc_t at, const struct duty_gap *gap);

/* --- reading ------------------------------------------------------------------------------------------------ */
struct duty_args {
  utc_t from, to;                            /* of the shifts, gaps and breaches; from 0: none are looked for */
};
struct duty_swap { const char *key, *asked_by, *asks, *words; utc_t shift, back /* UTC_NONE */, asked_at; };
struct duty_gap_row { struct duty_gap gap; const char *label[LANG_COUNT]; bool warned; };
struct duty_breach_row { struct duty_breach breach; const char *label[LANG_COUNT]; /* of the demand; "" */ };
struct duty_view {
  struct snapshot s;
  struct duty_args args;
  struct duty_plan plan;                     /* people as in the list of operators; rules and calendars NULL */
  const struct duty_piece *piece; int pieces;            /* from a week before `from` to a week behind `to` */
  const struct duty_gap_row *gap; int gaps;
  const struct duty_breach_row *breach; int breaches;
  const struct duty_swap *swap; int swaps;               /* that wait for an answer */
  int64_t unconfirmed;                       /* items of handover sheets: see handover_store.h */
};
void *duty_read(struct db *db, const void *duty_args, GError **error);
#endif
