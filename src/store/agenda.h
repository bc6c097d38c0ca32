/* agenda.h: the register of the calendar (toban/agenda_store.h). */
#ifndef STORE_AGENDA_H
#define STORE_AGENDA_H
#include "record.h"
#include "toban/agenda_store.h"

extern const struct record_ops record_agenda;
extern const char *const schema_agenda[], *const schema_outages[];       /* its tables: schema_duty.c */
/* The seasons in force: of the document "seasons", else as the program has them. */
struct agenda_seasons *agenda_seasons_load(struct db *db, GError **error);
json_t *agenda_json(const struct agenda_entry *entry);
#endif
