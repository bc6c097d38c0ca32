/* agenda_store.h: the desk's calendar in the store (agenda.h). The events are the truth (subjects "agenda:NUMBER"), the
 * table agenda is made from them (record.h). */
#ifndef TOBAN_AGENDA_STORE_H
#define TOBAN_AGENDA_STORE_H
#include "toban/agenda.h"
#include "toban/approval.h"
#include "toban/command.h"
#include "toban/read.h"

/* For command_run() or store_tell(). number 0: a new entry; the outcome's `ticket` is its number; COMMAND_CONFLICT when
 * another change came in between (revision). An entry that breaks
 * a rule needs a reason and the name of a granted approval: TE_DATA says which rule. */
struct command *agenda_put(const char *actor, utc_t at, const struct agenda_entry *entry);
struct command *agenda_drop(const char *actor, utc_t at, int64_t number, const char *reason);

struct agenda_args { utc_t from, to; };
/* Holidays of Japan are rows of their own: number 0, kind AGENDA_KINDS. */
struct agenda_row { struct agenda_entry entry; unsigned broken; bool approved /* by a granted approval */, holiday; };
/* One that an entry may name: newest first. */
struct agenda_approval_row { const char *name, *kind, *subject; enum approval_state state; };
struct agenda_view {
  struct snapshot s;
  struct agenda_args args;
  const struct agenda_row *row; int rows;    /* that touch the time, by beginning */
  const char *busy[LANG_COUNT][12];          /* the seasons of each month, joined; "" none */
  const struct agenda_seasons *seasons;      /* in force */
  const struct agenda_approval_row *approval; int approvals;     /* granted ones, and those that wait */
};
void *agenda_read(struct db *db, const void *agenda_args, GError **error);
#endif
