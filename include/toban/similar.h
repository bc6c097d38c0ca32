/* similar.h: how alike two texts are, by the pairs of neighbouring characters that they share (pure).
 *
 * Made for short lines (titles) in any script and while one of them is still being typed. Texts are folded (text.h). A
 * pair does not cross a blank. Costs: linear in the lengths. */
#ifndef TOBAN_SIMILAR_H
#define TOBAN_SIMILAR_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct pairs { uint64_t *pair; int count; };      /* each once, in order */
enum { PAIRS_FULL = 1000, PAIRS_LEAST = 4 };
struct pairs pairs_of(const char *folded);
void pairs_clear(struct pairs *pairs);
int pairs_shared(const struct pairs *a, const struct pairs *b);
/* 0 ... PAIRS_FULL: the shared ones as a part of the shorter text's, which counts for PAIRS_LEAST at least: one shared
 * pair alone says little. */
int pairs_score(const struct pairs *a, const struct pairs *b);
#endif
