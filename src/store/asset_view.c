/* One asset whole: its row, relations, tickets, and the history of every change. */
#include <string.h>

#include "asset.h"
#include "read_rows.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/loan.h"
#include "toban/utc.h"

/* --- history ---------------------------------------------------------------------------------------------- */
struct history {
  struct arena *arena;
  GArray *changes;                        /* oldest first */
  const char *value[ASSET_FIELDS];        /* as they were before the event at hand */
  GHashTable *extra;                      /* the same of the fields that are data */
};

static void add(struct history *history, struct db_stmt *stmt, const char *what, const char *before, const char *after)
{
  struct asset_change change = {.at = db_utc(stmt, 0), .by = read_text(history->arena, stmt, 1),
                                .kind = read_text(history->arena, stmt, 2), .what = what, .before = before,
                                .after = after};
  g_array_append_val(history->changes, change);
}

static void add_fields(struct history *history, struct db_stmt *stmt, const json_t *data)
{
  for (int i = ASSET_TAG + 1; i < ASSET_FIELDS; i++) {
    const char *now = json_string_value(json_object_get(data, asset_field_id((enum asset_field)i)));
    if (now == NULL || strcmp(now, history->value[i]) == 0)
      continue;
    const char *before = history->value[i];
    history->value[i] = arena_strdup(history->arena, now);
    add(history, stmt, asset_field_id((enum asset_field)i), before, history->value[i]);
  }
}

static void add_extra(struct history *history, struct db_stmt *stmt, const json_t *data, bool tell)
{
  const char *name;
  json_t *value;
  enum asset_field field;
  json_object_foreach((json_t *)(guintptr)data, name, value) {
    if (asset_field_parse(name, &field) || !json_is_string(value))
      continue;
    const char *before = g_hash_table_lookup(history->extra, name);
    char *what = arena_strdup(history->arena, name), *after = arena_strdup(history->arena, json_string_value(value));
    if (tell && g_strcmp0(before == NULL ? "" : before, after) != 0)
      add(history, stmt, what, before == NULL ? "" : before, after);
    g_hash_table_insert(history->extra, what, after);
  }
}

static const char *text_in(struct history *history, const json_t *data, const char *name)
{
  const char *text = json_string_value(json_object_get(data, name));
  return text == NULL ? "" : arena_strdup(history->arena, text);
}

static void add_event(struct history *history, struct db_stmt *stmt, const json_t *data)
{
  const char *kind = db_text(stmt, 2);
  if (strcmp(kind, "asset-added") == 0 || strcmp(kind, "asset-removed") == 0)
    add(history, stmt, "", "", "");
  if (strcmp(kind, "asset-related") == 0)
    add(history, stmt, text_in(history, data, "relation"), "", text_in(history, data, "to"));
  else if (strcmp(kind, "asset-unrelated") == 0)
    add(history, stmt, text_in(history, data, "relation"), text_in(history, data, "to"), "");
  else if (strcmp(kind, "asset-ticket") == 0)
    add(history, stmt, "ticket", "", text_in(history, data, "ticket"));
  else if (strcmp(kind, "asset-unticket") == 0)
    add(history, stmt, "ticket", text_in(history, data, "ticket"), "");
  else if (strcmp(kind, "asset-removed") == 0) {
    g_hash_table_remove_all(history->extra);
    for (int i = 0; i < ASSET_FIELDS; i++)
      history->value[i] = "";
  }
  else if (strcmp(kind, "asset-added") != 0) {
    add_fields(history, stmt, data);
    add_extra(history, stmt, data, true);
  } else { /* what it began with is told once, as a whole */
    for (int i = 0; i < ASSET_FIELDS; i++)
      history->value[i] = text_in(history, data, asset_field_id((enum asset_field)i));
    add_extra(history, stmt, data, false);
  }
}

static bool read_history(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct history history = {view->s.arena, g_array_new(FALSE, FALSE, sizeof(struct asset_change)), {NULL},
                            g_hash_table_new(g_str_hash, g_str_equal)};
  char *subject = g_strconcat(ASSET_SUBJECT, tag, NULL);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT at, by_, kind, data, seq FROM event WHERE subject = $1 ORDER BY seq", "t",
                                  subject);
  int got = stmt == NULL ? -1 : 1;
  for (int i = 0; i < ASSET_FIELDS; i++)
    history.value[i] = "";
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    json_t *data = db_is_null(stmt, 3) ? NULL : json_loads(db_text(stmt, 3), 0, NULL);
    if (json_is_object(data))
      add_event(&history, stmt, data);
    view->revision = db_int(stmt, 4);
    json_decref(data);
  }
  db_done(stmt);
  view->changes = (int)history.changes->len;
  struct asset_change *change = arena_new0(view->s.arena, struct asset_change, view->changes + 1);
  for (int i = 0; i < view->changes; i++)
    change[i] = g_array_index(history.changes, struct asset_change, view->changes - 1 - i);
  view->change = change;
  g_array_free(history.changes, TRUE);
  g_hash_table_unref(history.extra);
  g_free(subject);
  return got == 0;
}

const char *asset_change_text(const struct asset_change *change)
{
  enum asset_field field;
  if (asset_field_parse(change->what, &field))
    return asset_field_text(field);
  if (strcmp(change->what, "ticket") == 0)
    return C_("asset", "ticket");
  if (*change->what != '\0')
    return asset_relation_text(change->what);
  return strcmp(change->kind, "asset-added") == 0 ? C_("asset", "registered") : C_("asset", "removed");
}

/* --- relations, tickets ----------------------------------------------------------------------------------- */
static void link_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct asset_link *)out = (struct asset_link){.relation = read_text(arena, stmt, 0),
                                                  .tag = read_text(arena, stmt, 1),
                                                  .host = read_text(arena, stmt, 2),
                                                  .back = db_int(stmt, 3) != 0};
}

static bool read_links(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error,
               "SELECT r.relation, r.to_, coalesce(a.host, ''), 0 AS back FROM asset_relation r"
               " LEFT JOIN asset a ON a.tag = r.to_ WHERE r.from_ = $1 UNION ALL"
               " SELECT r.relation, r.from_, coalesce(a.host, ''), 1 AS back FROM asset_relation r"
               " LEFT JOIN asset a ON a.tag = r.from_ WHERE r.to_ = $1 ORDER BY 4, 1, 2", "t", tag);
  view->link = read_rows(view->s.arena, stmt, sizeof(struct asset_link), link_row, &view->links, error);
  return view->link != NULL;
}

static void ticket_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct asset_ticket *)out = (struct asset_ticket){.key = read_text(arena, stmt, 0),
                                                      .title = read_text(arena, stmt, 1),
                                                      .state = (int)db_int(stmt, 2),
                                                      .changed_at = db_utc(stmt, 3)};
}

static bool read_tickets(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT t.key, t.title, t.state, t.changed_at FROM asset_ticket l"
                                  " JOIN ticket t ON t.key = l.ticket WHERE l.tag = $1"
                                  " ORDER BY t.changed_at DESC, t.id", "t", tag);
  view->ticket = read_rows(view->s.arena, stmt, sizeof(struct asset_ticket), ticket_row, &view->tickets, error);
  return view->ticket != NULL;
}

static void loan_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct asset_loan *)out = (struct asset_loan){.borrower = read_text(arena, stmt, 0),
                                                  .due_on = read_text(arena, stmt, 1),
                                                  .outcome = read_text(arena, stmt, 2),
                                                  .out_at = db_utc(stmt, 3),
                                                  .back_at = db_utc(stmt, 4)};
}

static bool read_loans(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT borrower, due_on, outcome, out_at, back_at FROM loan WHERE tag = $1"
                                  " ORDER BY out_at DESC", "t", tag);
  view->loan = read_rows(view->s.arena, stmt, sizeof(struct asset_loan), loan_row, &view->loans, error);
  for (int i = 0; view->loan != NULL && i < view->loans; i++)
    if (view->loan[i].back_at == UTC_NONE && *view->loan[i].outcome == '\0')
      view->asset.state = "lent";
  return view->loan != NULL;
}

static void promise_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct asset_promise *)out =
      (struct asset_promise){read_text(arena, stmt, 0), read_text(arena, stmt, 1), read_text(arena, stmt, 2)};
}

static bool read_promises(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  char today[16];
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT borrower, from_on, to_on FROM loan_reservation WHERE tag = $1 AND to_on >= $2"
                                  " ORDER BY from_on", "tt", tag, day_format(japan_day(clock_now()), today));
  view->promise = read_rows(view->s.arena, stmt, sizeof(struct asset_promise), promise_row, &view->promises, error);
  return view->promise != NULL;
}

static void value_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct asset_value *)out = (struct asset_value){read_text(arena, stmt, 0), read_text(arena, stmt, 1)};
}

static bool read_extra(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT field, value FROM asset_extra WHERE tag = $1 ORDER BY field", "t", tag);
  view->extra = read_rows(view->s.arena, stmt, sizeof(struct asset_value), value_row, &view->extras, error);
  return view->extra != NULL;
}

static bool read_all(struct db *db, struct asset_view *view, const char *tag, GError **error)
{
  struct asset_row row;
  if (!asset_load(db, tag, view->s.arena, &row, error))
    return false;
  if (row.id == 0) {
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), tag);
    return false;
  }
  const char **const fields[ASSET_FIELDS] = {
      &view->asset.tag,        &view->asset.kind,  &view->asset.host,      &view->asset.serial,
      &view->asset.user,       &view->asset.office, &view->asset.department, &view->asset.state,
      &view->asset.bought_on,  &view->asset.warranty_until, &view->asset.renewal_on, &view->asset.supplier,
      &view->asset.note};
  for (int i = 0; i < ASSET_FIELDS; i++)
    *fields[i] = row.value[i];
  return read_history(db, view, tag, error) && read_links(db, view, tag, error) && read_tickets(db, view, tag, error) &&
         read_loans(db, view, tag, error) && read_promises(db, view, tag, error) &&
         read_extra(db, view, tag, error);
}

void *asset_view_read(struct db *db, const void *asset_view_args, GError **error)
{
  const struct asset_view_args *args = asset_view_args;
  struct arena *arena = arena_new();
  struct asset_view *view = arena_new0(arena, struct asset_view, 1);
  view->s.arena = arena;
  bool done = db_begin_read(db, error) && read_all(db, view, args->tag, error);
  db_rollback(db);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}
