#include "demo_random.h"

uint64_t demo_mix(uint64_t x)
{
  x += UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

void demo_random_init(struct demo_random *random, uint64_t seed, uint64_t stream)
{
  uint64_t x = demo_mix(seed) ^ demo_mix(stream ^ UINT64_C(0x746f62616e));
  for (int i = 0; i < 4; i++)
    random->s[i] = demo_mix(x + (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t rotate(uint64_t x, int bits)
{
  return (x << bits) | (x >> (64 - bits));
}

uint64_t demo_random_next(struct demo_random *random)
{
  uint64_t *s = random->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

/* The tiny preference of a modulo (2^64 is no multiple of n) does not matter for a demonstration. */
int64_t demo_below(struct demo_random *random, int64_t n)
{
  return n < 2 ? 0 : (int64_t)(demo_random_next(random) % (uint64_t)n);
}

int64_t demo_between(struct demo_random *random, int64_t low, int64_t high)
{
  return high <= low ? low : low + demo_below(random, high - low + 1);
}

int64_t demo_lower(struct demo_random *random, int64_t low, int64_t high)
{
  int64_t a = demo_between(random, low, high), b = demo_between(random, low, high);
  return a < b ? a : b;
}

bool demo_chance(struct demo_random *random, int per_mille)
{
  return demo_below(random, 1000) < per_mille;
}
