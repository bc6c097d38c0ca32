/* duty_impl.h: the inside of duty.h. */
#ifndef DUTY_IMPL_H
#define DUTY_IMPL_H
#include "toban/duty.h"

/* Index of the person, or -1; the table is made by duty_people(). */
GHashTable *duty_people(const struct duty_plan *plan);
int duty_person_at(GHashTable *people, const char *login);
/* Is `word` in the list "a;b"? */
bool duty_list_has(const char *list, const char *word);
/* The house of a site: 1 the head office (Tokyo, Osaka), 2 the institute, 0 another. */
int duty_house(const char *site);
/* The times of a need's row in [from, to), without overlaps. GArray of struct calendar_span. */
GArray *duty_need_spans(const struct duty_plan *plan, const struct duty_need *need, utc_t from, utc_t to);
#endif
