#include <string.h>

#include "approval.h"
#include "toban/lang.h"
#include "toban/sla_store.h"

enum { MOST = 1000 };

struct reading { const struct approval_args *args; struct arena *arena; GArray *rows; int mine; };

static int by_age(const void *a, const void *b)
{
  const struct approval_row *x = a, *y = b;
  if (x->a.asked_at != y->a.asked_at)
    return x->a.asked_at < y->a.asked_at ? -1 : 1;
  return strcmp(x->name, y->name);
}

static void add(struct reading *r, struct approval_row *row)
{
  const struct approval_args *args = r->args;
  row->state = approval_state_at(&row->a, args->now);
  row->mine = right_may(args->roles, row->a.kind->decide) &&
              approval_may(&row->a, STEP_GRANT, args->actor, "-", args->now, NULL);
  bool wanted = args->choice == APPROVALS_ALL || (args->choice == APPROVALS_MINE ? row->mine
                                                                                 : row->state == APPROVAL_WAITING);
  r->mine += row->mine;
  if (wanted)
    g_array_append_val(r->rows, *row);
}

static bool add_exclusions(struct reading *r, struct db *db, GError **error)
{
  struct exclusion_args args = {.limit = MOST};
  struct exclusion_list *list = exclusion_list_read(db, &args, error);
  for (int i = 0; list != NULL && i < list->rows; i++) {
    const struct exclusion_row *x = &list->row[i];
    char *name = g_strconcat(APPROVAL_EXCLUSION "-", x->key, NULL);
    const char *words = x->body != NULL && *x->body != '\0' ? x->body : exclusion_reason_text(x->reason);
    struct approval_row row = {.name = arena_strdup(r->arena, name), .clocks = x->clocks};
    row.ticket = arena_strdup(r->arena, x->key);
    row.a = (struct approval){.kind = approval_kind_find(APPROVAL_EXCLUSION), .subject = row.ticket,
                              .words = arena_strdup(r->arena, words == NULL ? "" : words),
                              .asked_by = arena_strdup(r->arena, x->requester == NULL ? "" : x->requester),
                              .asked_at = x->at, .until = UTC_NONE, .decided_at = UTC_NONE};
    add(r, &row);
    g_free(name);
  }
  if (list != NULL)
    arena_free(list->s.arena);
  return list != NULL;
}

static struct db_stmt *select_rows(struct db *db, enum approval_choice choice, GError **error)
{
  if (choice == APPROVALS_ALL)
    return db_query(db, error, "SELECT " APPROVAL_COLUMNS " FROM approval a ORDER BY a.number DESC LIMIT $1", "i",
                    (int64_t)MOST);
  return db_query(db, error,
                  "SELECT " APPROVAL_COLUMNS " FROM approval a WHERE a.state = 'waiting' ORDER BY a.number LIMIT $1",
                  "i", (int64_t)MOST);
}

static bool add_approvals(struct reading *r, struct db *db, GError **error)
{
  GArray *found = g_array_new(FALSE, TRUE, sizeof(struct approval_row));
  struct db_stmt *stmt = select_rows(db, r->args->choice, error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct approval_row row = {0};
    approval_from_row(stmt, r->arena, &row.a);
    if (row.a.kind != NULL) /* a kind of a later program */
      g_array_append_val(found, row);
  }
  db_done(stmt);
  bool done = got == 0;
  for (guint i = 0; done && i < found->len; i++) {
    struct approval_row *row = &g_array_index(found, struct approval_row, i);
    char *name = approval_name(&row->a);
    row->name = arena_strdup(r->arena, name);
    g_free(name);
    done = approval_load_votes(db, r->arena, &row->a, error);
    if (done)
      add(r, row);
  }
  g_array_free(found, TRUE);
  return done;
}

void *approval_list_read(struct db *db, const void *approval_args, GError **error)
{
  struct reading r = {.args = approval_args, .arena = arena_new()};
  struct approval_list *list = arena_new0(r.arena, struct approval_list, 1);
  r.rows = g_array_new(FALSE, TRUE, sizeof(struct approval_row));
  bool done = add_exclusions(&r, db, error) && add_approvals(&r, db, error);
  g_array_sort(r.rows, by_age);
  int limit = r.args->limit > 0 ? MIN(r.args->limit, (int)r.rows->len) : (int)r.rows->len;
  struct approval_row *row = arena_new0(r.arena, struct approval_row, MAX(limit, 1));
  if (limit > 0)
    memcpy(row, r.rows->data, (size_t)limit * sizeof *row);
  *list = (struct approval_list){.s = {r.arena}, .row = row, .rows = limit, .mine = r.mine};
  g_array_free(r.rows, TRUE);
  if (done)
    return list;
  arena_free(r.arena);
  return NULL;
}

bool approval_of(struct db *db, const char *kind, const char *subject, utc_t now, enum approval_state *out,
                 GError **error)
{
  struct arena *arena = arena_new();
  struct approval approval;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT " APPROVAL_COLUMNS " FROM approval a WHERE a.kind = $1 AND a.subject = $2"
                                  " ORDER BY a.number DESC LIMIT 1",
                                  "tt", kind, subject);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = APPROVAL_WITHDRAWN;
  if (got > 0) {
    approval_from_row(stmt, arena, &approval);
    *out = approval_state_at(&approval, now);
  }
  db_done(stmt);
  arena_free(arena);
  return got >= 0;
}
