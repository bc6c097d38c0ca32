#include "toban/similar.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

struct pairs pairs_of(const char *folded)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(uint64_t));
  gunichar before = ' ';
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    uint64_t pair = (uint64_t)before << 32 | c;
    bool blank = g_unichar_isspace(c) || g_unichar_ispunct(c);
    if (!blank && before != ' ')
      g_array_append_val(all, pair);
    before = blank ? ' ' : c;
  }
  int count = 0;
  uint64_t *pair = (uint64_t *)(void *)all->data;
  if (all->len > 0)
    qsort(pair, all->len, sizeof *pair, by_value);
  for (guint i = 0; i < all->len; i++)
    if (i == 0 || pair[i] != pair[count - 1])
      pair[count++] = pair[i];
  return (struct pairs){(uint64_t *)(void *)g_array_free(all, FALSE), count};
}

void pairs_clear(struct pairs *pairs)
{
  g_free(pairs->pair);
  *pairs = (struct pairs){0};
}

int pairs_shared(const struct pairs *a, const struct pairs *b)
{
  int shared = 0;
  for (int i = 0, j = 0; i < a->count && j < b->count;) {
    if (a->pair[i] == b->pair[j]) {
      shared++, i++, j++;
      continue;
    }
    if (a->pair[i] < b->pair[j])
      i++;
    else
      j++;
  }
  return shared;
}

int pairs_score(const struct pairs *a, const struct pairs *b)
{
  int least = MIN(a->count, b->count);
  return pairs_shared(a, b) * PAIRS_FULL / MAX(least, PAIRS_LEAST);
}
