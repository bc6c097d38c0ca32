/* slow_filter.h: expressions made by chance, written down in the language of filters, and what they mean, told by a
 * second, slow implementation that knows neither the parser nor the evaluator. */
#ifndef TESTS_SLOW_FILTER_H
#define TESTS_SLOW_FILTER_H
#include "toban/filter.h"

struct slow_node;
struct slow_node *slow_make(GRand *rand, int depth);
void slow_free(struct slow_node *node);
/* As a person may type it: blanks, Japanese names, full-width signs by chance. */
void slow_write(const struct slow_node *node, GRand *rand, GString *out);
bool slow_matches(const struct slow_node *node, const struct filter_ticket *ticket, utc_t now, const char *me);

/* A ticket by chance around `now`; strings go to the arena. */
void slow_ticket(GRand *rand, struct arena *arena, utc_t now, struct ticket *t, struct filter_ticket *out);
#endif
