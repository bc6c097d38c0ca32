/* demo_random.h: numbers that look random and are the same on every machine, for the demonstration.
 *
 * xoshiro256** 1.0 seeded by SplitMix64 (David Blackman and Sebastiano Vigna, public domain,
 * https://prng.di.unimi.it/). Integers only: no result depends on floating point. A stream of its own for
 * each ticket, so that what one ticket draws never shifts another. */
#ifndef STORE_DEMO_RANDOM_H
#define STORE_DEMO_RANDOM_H
#include <stdbool.h>
#include <stdint.h>

struct demo_random { uint64_t s[4]; };
uint64_t demo_mix(uint64_t x);                                     /* one step of SplitMix64: a good hash */
void demo_random_init(struct demo_random *random, uint64_t seed, uint64_t stream);
uint64_t demo_random_next(struct demo_random *random);
int64_t demo_below(struct demo_random *random, int64_t n);         /* 0 .. n-1; 0 when n < 2 */
int64_t demo_between(struct demo_random *random, int64_t low, int64_t high);   /* both may come */
int64_t demo_lower(struct demo_random *random, int64_t low, int64_t high);     /* the lower of two such draws */
bool demo_chance(struct demo_random *random, int per_mille);
#endif
