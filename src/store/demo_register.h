/* demo_register.h: people, assets and endpoints of the demonstration. */
#ifndef STORE_DEMO_REGISTER_H
#define STORE_DEMO_REGISTER_H
#include "demo_world.h"

/* Imports a file of data/ as the given kind. */
bool demo_register_file(struct db *db, const char *kind, const char *resource, utc_t at, GError **error);
bool demo_register_bytes(struct db *db, const char *kind, const char *name, const char *bytes, size_t length, utc_t at,
                         GError **error);
/* demo_people.c */
bool demo_people(struct db *db, const struct demo_world *world, GError **error);
bool demo_vendors(struct db *db, const struct demo_world *world, GError **error);
/* demo_duty.c: shifts and leave around `now`; the calendar of this year and the next. */
bool demo_agenda(struct db *db, utc_t now, GError **error);
bool demo_roster(struct db *db, const struct reference *ref, utc_t now, GError **error);
/* Assets in the numbers of table 3-5, endpoints, and what their last checks said. */
bool demo_registers(struct db *db, const struct demo_world *world, GError **error);
/* demo_lent.c: loans, licences */
bool demo_lent(struct db *db, const struct demo_world *world, GError **error);
#endif
