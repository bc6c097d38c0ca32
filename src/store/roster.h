/* roster.h: the register of shifts, leave, swaps and warnings of gaps (toban/duty_store.h). */
#ifndef STORE_ROSTER_H
#define STORE_ROSTER_H
#include "record.h"

extern const struct record_ops record_roster;
extern const char *const schema_roster[];        /* its tables: schema_duty.c */
enum { ROSTER_SHIFT_DAYS = 31 /* the longest shift */, ROSTER_KEY = 128 };
/* "LOGIN@2026-11-22T00:00:00Z" */
void roster_key(const char *login, utc_t from, char out[static ROSTER_KEY]);
#endif
