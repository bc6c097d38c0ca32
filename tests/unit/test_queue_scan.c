/* Filtered lists against the plain way: while tickets change and time passes, a list read a few rows at a time is what
 * looking at every row anew gives, in every order; and it never looks at all of them again for one change. */
#include "desk_random.h"
#include "store/project.h"
#include "store/queue_facts.h"
#include "store/reference.h"
#include "toban/arena.h"
#include "toban/read.h"

enum { TICKETS = DESK_TICKETS, ROUNDS = 60, SEED = 20261126 };
static GError *error;

/* --- the plain way -------------------------------------------------------------------------------------- */
struct found { struct queue_place place; char key[16]; };

static int by_place(const void *a, const void *b)
{
  const struct queue_place *x = &((const struct found *)a)->place, *y = &((const struct found *)b)->place;
  return x->rank_at != y->rank_at ? (x->rank_at > y->rank_at) - (x->rank_at < y->rank_at) : (x->id > y->id) - (x->id < y->id);
}

static GArray *plainly(struct db *db, const struct queue_args *args)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(struct found));
  struct filter_fault fault;
  const struct reference *ref = reference_cached(db, &error);
  struct filter *filter = filter_parse(args->expression, ref, false, &fault);
  g_assert_nonnull(filter);
  for (int i = 0; i < TICKETS; i++) {
    struct arena *arena = arena_new();
    struct ticket_row row;
    struct filter_ticket facts;
    char key[16];
    g_snprintf(key, sizeof key, "T-%03d", i);
    g_assert_true(row_load(db, key, arena, &row, &error));
    char *folded = row_folded(&row.t);
    char *tags = row_tags(&row.t);
    facts_of_row(&row, folded, tags, &facts);
    facts.unread = desk_unread(db, key, args->actor);
    if (filter_matches(filter, &facts, &(struct filter_eyes){args->now, args->actor})) {
      struct found found = {.place = {facts_order(args->order, row.rank_at, &row.t), row.id}};
      g_strlcpy(found.key, key, sizeof found.key);
      g_array_append_val(all, found);
    }
    g_free(folded);
    g_free(tags);
    arena_free(arena);
  }
  g_array_sort(all, by_place);
  for (guint i = 0; args->falling && i < all->len / 2; i++) {
    struct found *a = &g_array_index(all, struct found, i), *b = &g_array_index(all, struct found, all->len - 1 - i);
    struct found other = *a;
    *a = *b;
    *b = other;
  }
  filter_free(filter);
  return all;
}

static void compare(struct db *db, struct queue_args *args)
{
  struct queue_window *w = NULL;
  int64_t looked = -1;
  do { /* a few rows at a time */
    snapshot_free(w);
    w = queue_window_read(db, args, &error);
    g_assert_no_error(error);
    g_assert_cmpint(w->looked, >=, looked);
    looked = w->looked;
  } while (w->more);
  GArray *want = plainly(db, args);
  if (w->total != want->len)
    g_error("%s: %d, not %d", args->expression, (int)w->total, (int)want->len);
  g_assert_cmpint(w->rows, ==, want->len);
  for (int i = 0; i < w->rows; i++)
    g_assert_cmpstr(w->row[i].t.key, ==, g_array_index(want, struct found, (guint)i).key);
  if (w->turns_at != UTC_NONE)
    g_assert_cmpint(w->turns_at, >, args->now);
  g_array_unref(want);
  snapshot_free(w);
}

static const char *const expressions[] = {
  "", "is:open", "is:done", "state:open,waiting-user", "due<2h", "due<1d is:open", "received<6h", "received<4h or is:late",
  "is:mine", "assignee:yamada -state:closed", "vpn", "title:printer or priority<2", "changed<30m", "-is:open changed<1h",
  "answered:none", "due:none", "london", "office:tokyo priority:1..2", "is:held or due>20h", "key:T-01",
  "received>-3h is:open", "is:late", "is:done is:open", "is:unread", "-is:unread is:open", "is:unread or due<1h",
  "is:unread -is:mine", "区分:未読 priority<3",
};

static void lists(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp), *other = tempdb_open(&temp, 0);
  GRand *rand = g_rand_new_with_seed(SEED);
  desk_random(db, rand);
  for (size_t e = 0; e < G_N_ELEMENTS(expressions); e++) {
    utc_t now = NOON + 22000;
    struct queue_args args = {.view = VIEW_ALL, .actor = "sato", .saved = true, .after = TICKETS,
                              .order = (enum queue_order)(e % QUEUE_ORDERS), .falling = e % 3 == 1, .look = 7};
    g_strlcpy(args.expression, expressions[e], sizeof args.expression);
    for (int round = 0; round < ROUNDS / 4; round++) {
      now += g_rand_int_range(rand, 0, 1800);
      args.now = now;
      args.look = round % 3 == 0 ? 7 : 1000;
      compare(db, &args);
      for (int i = g_rand_int_range(rand, 0, 4); i > 0; i--)
        desk_change(i % 2 == 0 ? db : other, rand, g_rand_int_range(rand, 0, TICKETS), now);
      for (int i = g_rand_int_range(rand, 0, 4); i > 0; i--)
        desk_read(i % 2 == 0 ? db : other, rand, g_rand_int_range(rand, 0, TICKETS), now);
      if (round % 5 == 4) { /* a change between two steps of a search */
        struct queue_args first = args;
        first.order = ORDER_PRIORITY;
        first.look = 7;
        snapshot_free(queue_window_read(db, &first, &error));
        desk_change(other, rand, g_rand_int_range(rand, 0, TICKETS), now);
        compare(db, &first);
      }
    }
  }
  g_rand_free(rand);
  db_close(other);
  db_close(db);
  tempdb_free(&temp);
}

/* One change costs one row, not all of them; a turn of time, a new search. */
static void little_is_looked_at(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GRand *rand = g_rand_new_with_seed(SEED);
  desk_random(db, rand);
  struct queue_args args = {.view = VIEW_ALL, .actor = "sato", .now = NOON + 50000, .after = TICKETS, .look = 10};
  g_strlcpy(args.filter, "vpn", sizeof args.filter);
  for (int i = 1; i <= TICKETS / 10 + 1; i++) {
    struct queue_window *w = queue_window_read(db, &args, &error);
    g_assert_cmpint(w->looked, ==, MIN(i * 10, TICKETS));
    g_assert_cmpint(w->more, ==, i <= TICKETS / 10);
    snapshot_free(w);
  }
  desk_change(db, rand, 1, NOON + 50000);
  struct queue_window *w = queue_window_read(db, &args, &error);
  g_assert_cmpint(w->looked, ==, TICKETS); /* did not begin anew */
  g_assert_false(w->more);
  g_assert_cmpint(w->turns_at, ==, UTC_NONE);
  snapshot_free(w);
  g_strlcpy(args.filter, "due<", sizeof args.filter);
  args.strict = true; /* a wrong one says so */
  g_assert_null(queue_window_read(db, &args, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_clear_error(&error);
  g_rand_free(rand);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/queue-scan/lists", lists);
  g_test_add_func("/queue-scan/little-is-looked-at", little_is_looked_at);
  return g_test_run();
}
