/* handover.h: the register of handover sheets (toban/handover_store.h). */
#ifndef STORE_HANDOVER_H
#define STORE_HANDOVER_H
#include "record.h"
#include "toban/handover_store.h"

extern const struct record_ops record_handover;
extern const char *const schema_handover[];      /* its tables: schema_duty.c */
/* A sheet that is kept, into an arena; its number 0: there is none. */
bool handover_load(struct db *db, int64_t number, struct arena *arena, struct handover_sheet *out, GError **error);
/* What there is to hand over at `now` (handover_compose.c). */
bool handover_compose(struct db *db, utc_t now, struct arena *arena, struct handover_sheet *out, GError **error);
#endif
