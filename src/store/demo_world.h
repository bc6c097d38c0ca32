/* demo_world.h: the stage of the demonstration: offices with their size and local day, and who works there. */
#ifndef STORE_DEMO_WORLD_H
#define STORE_DEMO_WORLD_H
#include "demo_words.h"
#include "toban/demo.h"

struct demo_office {
  const struct office *office;
  const struct calendar *calendar;     /* NULL: Monday to Friday */
  struct zone *zone;                   /* borrowed; Tokyo's where the office has none */
  bool domestic;
  int people;                          /* who ask: the weight of the office */
  int pcs, servers, printers;          /* in the register; table 3-5, own numbers for the domestic sites */
  char code[24];                       /* begins host names: "newyork" */
};
struct demo_world {
  const struct reference *ref;
  const struct demo_options *options;
  struct demo_words words;
  struct demo_office *office; int offices;
  utc_t start;
};
bool demo_world_init(struct demo_world *world, const struct reference *ref, const struct demo_options *options,
                     GError **error);
void demo_world_clear(struct demo_world *world);

/* Person `n` of an office: fictitious, the same each time; the language that this person writes. */
enum lang demo_person(const struct demo_world *world, int office, int n, char *name, size_t size);
/* The same person's reading in kana; "" for one who writes English. */
void demo_person_reading(const struct demo_world *world, int office, int n, char *reading, size_t size);
/* One of the office's people, and the host name of a PC, server or printer (from 1). */
int demo_any_person(const struct demo_world *world, int office, struct demo_random *random);
void demo_host(const struct demo_office *office, const char *kind, int n, char *out, size_t size);
/* Who is on duty then and speaks the language; near the office where there is a choice. A login. */
const char *demo_on_duty(const struct demo_world *world, int office, enum lang lang, utc_t at,
                         struct demo_random *random);
bool demo_is_open(const struct demo_office *office, utc_t at);
/* One of the offices that are at work at `at`, the larger the likelier; -1 when none is. */
int demo_open_office(const struct demo_world *world, utc_t at, enum demo_scope scope, struct demo_random *random);
#endif
