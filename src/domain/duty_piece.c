/* Shifts, less leave, double entries and the days on which somebody is not in the list: who is really there. */
#include <stdlib.h>
#include <string.h>

#include "duty_impl.h"

GHashTable *duty_people(const struct duty_plan *plan)
{
  GHashTable *people = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = plan->persons - 1; i >= 0; i--)
    g_hash_table_insert(people, (void *)(uintptr_t)plan->person[i].login, GINT_TO_POINTER(i + 1));
  return people;
}

int duty_person_at(GHashTable *people, const char *login)
{
  return login == NULL ? -1 : GPOINTER_TO_INT(g_hash_table_lookup(people, login)) - 1;
}

int duty_house(const char *site)
{
  if (strcmp(site, "tokyo") == 0 || strcmp(site, "osaka") == 0)
    return 1;
  return strcmp(site, "ide") == 0 ? 2 : 0;
}

struct making {
  const struct duty_plan *plan;
  GHashTable *people;
  GArray **leaves;                 /* of each person: struct leave, in order, without overlaps; NULL: none */
  GArray *pieces;
};
struct leave { utc_t from, to; int substitute; };

static int by_leave(const void *a, const void *b)
{
  const struct duty_leave *x = *(const struct duty_leave *const *)a, *y = *(const struct duty_leave *const *)b;
  return x->from != y->from ? (x->from < y->from ? -1 : 1) : x < y ? -1 : x > y;
}

/* Of leaves that overlap the one that began first counts. */
static void read_leaves(struct making *making)
{
  const struct duty_plan *plan = making->plan;
  GPtrArray *sorted = g_ptr_array_new();
  for (int i = 0; i < plan->leaves; i++)
    g_ptr_array_add(sorted, (void *)(uintptr_t)&plan->leave[i]);
  g_ptr_array_sort(sorted, by_leave);
  for (guint i = 0; i < sorted->len; i++) {
    const struct duty_leave *leave = sorted->pdata[i];
    int person = duty_person_at(making->people, leave->login);
    if (person < 0)
      continue;
    GArray **list = &making->leaves[person];
    if (*list == NULL)
      *list = g_array_new(FALSE, FALSE, sizeof(struct leave));
    utc_t before = (*list)->len == 0 ? INT64_MIN : g_array_index(*list, struct leave, (*list)->len - 1).to;
    struct leave one = {MAX(leave->from, before), leave->to, duty_person_at(making->people, leave->substitute)};
    if (one.from < one.to)
      g_array_append_val(*list, one);
  }
  g_ptr_array_unref(sorted);
}

/* Only the days on which the person is in the list. */
static void add_piece(struct making *making, struct duty_piece piece)
{
  const struct duty_person *person = &making->plan->person[piece.person];
  if (person->from != DAY_NONE)
    piece.from = MAX(piece.from, zone_instant(zone_tokyo(), person->from, 0, false));
  if (person->to != DAY_NONE)
    piece.to = MIN(piece.to, zone_instant(zone_tokyo(), person->to, UTC_DAY, true));
  if (piece.from < piece.to)
    g_array_append_val(making->pieces, piece);
}

/* What leave takes out goes to the substitute, who may be away too. */
static void add_shift(struct making *making, struct duty_piece piece)
{
  GArray *leaves = making->leaves[piece.person];
  for (guint i = 0; leaves != NULL && i < leaves->len && piece.from < piece.to; i++) {
    const struct leave *leave = &g_array_index(leaves, struct leave, i);
    if (leave->to <= piece.from || leave->from >= piece.to)
      continue;
    struct duty_piece before = piece, away = piece;
    before.to = leave->from;
    away.from = MAX(piece.from, leave->from);
    away.to = MIN(piece.to, leave->to);
    if (before.from < before.to)
      add_piece(making, before);
    if (leave->substitute >= 0 && !piece.substitute) {
      away.person = leave->substitute;
      away.substitute = true;
      add_shift(making, away);
    }
    piece.from = leave->to;
  }
  if (piece.from < piece.to)
    add_piece(making, piece);
}

static int by_person(const void *a, const void *b)
{
  const struct duty_piece *x = a, *y = b;
  if (x->person != y->person)
    return x->person - y->person;
  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  return x->shift - y->shift;
}

/* At one place at a time: who is somewhere stays there until that shift ends. */
static GArray *without_overlaps(GArray *take_pieces)
{
  GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(struct duty_piece), take_pieces->len);
  int person = -1;
  utc_t busy = INT64_MIN;
  for (guint i = 0; i < take_pieces->len; i++) {
    struct duty_piece piece = g_array_index(take_pieces, struct duty_piece, i);
    if (piece.person != person)
      busy = INT64_MIN;
    person = piece.person;
    piece.from = MAX(piece.from, busy);
    busy = MAX(busy, piece.to);
    if (piece.from < piece.to)
      g_array_append_val(out, piece);
  }
  g_array_unref(take_pieces);
  return out;
}

GArray *duty_pieces(const struct duty_plan *plan, utc_t from, utc_t to)
{
  struct making making = {.plan = plan, .people = duty_people(plan),
                          .leaves = g_new0(GArray *, plan->persons + 1),
                          .pieces = g_array_new(FALSE, FALSE, sizeof(struct duty_piece))};
  read_leaves(&making);
  for (int i = 0; i < plan->shifts; i++) {
    const struct duty_shift *shift = &plan->shift[i];
    int person = shift->to <= from || shift->from >= to ? -1 : duty_person_at(making.people, shift->login);
    if (person >= 0)
      add_shift(&making, (struct duty_piece){person, i, false, shift->from, shift->to});
  }
  for (int i = 0; i < plan->persons; i++)
    if (making.leaves[i] != NULL)
      g_array_unref(making.leaves[i]);
  g_free(making.leaves);
  g_hash_table_unref(making.people);
  g_array_sort(making.pieces, by_person);
  return without_overlaps(making.pieces);
}

/* --- now ------------------------------------------------------------------------------------------ */
static bool goes_on(const struct duty_plan *plan, const struct duty_piece *a, const struct duty_piece *b)
{
  return a->person == b->person && a->to == b->from &&
         strcmp(plan->shift[a->shift].site, plan->shift[b->shift].site) == 0;
}

void duty_unbroken(const struct duty_plan *plan, const struct duty_piece *piece, int pieces, int index, utc_t *from,
                   utc_t *until)
{
  int first = index, last = index;
  while (first > 0 && goes_on(plan, &piece[first - 1], &piece[first]))
    first--;
  while (last + 1 < pieces && goes_on(plan, &piece[last], &piece[last + 1]))
    last++;
  *from = piece[first].from;
  *until = piece[last].to;
}

/* --- warnings ------------------------------------------------------------------------------------- */
utc_t duty_warn_at(const struct calendar *office, utc_t gap)
{
  utc_t due = gap - DUTY_WARN_S;
  if (office == NULL || calendar_is_always_open(office))
    return due;
  struct calendar_now now = calendar_at(office, due);
  if (now.open || now.opens_at == UTC_NONE)
    return due;
  if (now.opens_at < gap)
    return now.opens_at;
  for (utc_t before = due; before > due - 30 * UTC_DAY; before -= 900)
    if (calendar_business(office, before - 900, due) > 0)
      return calendar_add(office, before - 900, calendar_business(office, before - 900, due) - 1);
  return due;
}
