/* Filters made by chance against tests/lib/slow_filter.h: what they match, whether written again they mean the same,
 * when their answer turns, and that what an index would leave out never matches. TOBAN_TEST_SEED asks for others. */
#include <locale.h>
#include <stdlib.h>

#include "slow_filter.h"
#include "small_desk.h"

#define NOW INT64_C(1795617667)
enum { FILTERS = 6000, TICKETS = 12, LOOKS = 6, SEED = 20261126 };

static struct filter *parse(const char *text)
{
  struct filter_fault fault;
  struct filter *filter = filter_parse(text, &small_desk, false, &fault);
  if (filter == NULL)
    g_error("%s: at %zu: %s", text, fault.at, fault.text);
  return filter;
}

static void check_narrow(const struct filter *filter, const struct filter_ticket *f, const struct filter_eyes *eyes,
                         const char *text)
{
  struct filter_narrow n;
  filter_narrow(filter, eyes, &n);
  const struct ticket *t = f->t;
  bool in = (f->open ? n.open : n.done) && t->received_at >= n.received.from && t->received_at < n.received.to &&
            t->changed_at >= n.changed.from && t->changed_at < n.changed.to &&
            (n.assignee == NULL || g_strcmp0(n.assignee, t->assignee) == 0) &&
            ((n.due.from == INT64_MIN && n.due.to == INT64_MAX) ||
             (f->due != UTC_NONE && f->due >= n.due.from && f->due < n.due.to));
  if (!in)
    g_error("too narrow: %s", text);
}

static int by_time(const void *a, const void *b)
{
  utc_t x = *(const utc_t *)a, y = *(const utc_t *)b;
  return (x > y) - (x < y);
}

/* Between two turns the answer is that at the first of them. */
static void check_turns(const struct filter *filter, const struct filter_ticket *f, const char *me, GRand *rand,
                        const char *text)
{
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(utc_t));
  filter_turns(filter, f, turns);
  g_array_sort(turns, by_time);
  g_assert_true(turns->len == 0 || filter_has_time(filter));
  for (int i = 0; i < LOOKS; i++) {
    utc_t at = NOW + g_rand_int_range(rand, -50 * 86400, 50 * 86400), before = NOW - 1000 * (utc_t)86400;
    if (turns->len > 0 && i % 2 == 0) /* near one of them */
      at = g_array_index(turns, utc_t, (guint)g_rand_int_range(rand, 0, (gint32)turns->len)) - 1 + i % 3;
    for (guint k = 0; k < turns->len && g_array_index(turns, utc_t, k) <= at; k++)
      before = g_array_index(turns, utc_t, k);
    if (filter_matches(filter, f, &(struct filter_eyes){at, me}) !=
        filter_matches(filter, f, &(struct filter_eyes){before, me}))
      g_error("turns unseen: %s", text);
  }
  g_array_unref(turns);
}

static int check_filter(GRand *rand, const struct slow_node *node, struct filter *filter, struct filter *again,
                        const char *text)
{
  static const char *const mes[] = {"ichiro", "hanako", NULL};
  struct arena *arena = arena_new();
  int matched = 0;
  for (int i = 0; i < TICKETS; i++) {
    struct ticket t;
    struct filter_ticket f;
    struct filter_eyes eyes = {NOW, mes[g_rand_int_range(rand, 0, 3)]};
    slow_ticket(rand, arena, NOW, &t, &f);
    bool want = slow_matches(node, &f, NOW, eyes.me);
    if (filter_matches(filter, &f, &eyes) != want || filter_matches(again, &f, &eyes) != want)
      g_error("%s (%s, %s): should be %d", text, t.key, f.folded, want);
    if (want)
      check_narrow(filter, &f, &eyes, text);
    check_turns(filter, &f, eyes.me, rand, text);
    matched += want;
  }
  arena_free(arena);
  return matched;
}

static void test_random(void)
{
  const char *seed = g_getenv("TOBAN_TEST_SEED");
  GRand *rand = g_rand_new_with_seed(seed == NULL ? SEED : (guint32)atoi(seed));
  struct arena *arena = arena_new();
  int matched = 0;
  struct ticket t;
  struct filter_ticket f;
  slow_ticket(rand, arena, NOW, &t, &f); /* dates are written around now */
  for (int i = 0; i < FILTERS; i++) {
    struct slow_node *node = slow_make(rand, g_rand_int_range(rand, 0, 4));
    GString *text = g_string_new(NULL);
    slow_write(node, rand, text);
    if (text->len <= FILTER_MAX) {
      struct filter *filter = parse(text->str);
      char *print = filter_print(filter);
      struct filter *again = parse(print);
      char *twice = filter_print(again);
      g_assert_cmpstr(print, ==, twice);
      matched += check_filter(rand, node, filter, again, text->str);
      g_free(print);
      g_free(twice);
      filter_free(filter);
      filter_free(again);
    }
    g_string_free(text, TRUE);
    slow_free(node);
  }
  g_assert_cmpint(matched, >, FILTERS); /* it is not all about nothing */
  g_assert_cmpint(matched, <, FILTERS * (TICKETS - 1));
  arena_free(arena);
  g_rand_free(rand);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8"); /* failures name Japanese expressions */
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/filter/random", test_random);
  return g_test_run();
}
