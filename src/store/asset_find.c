/* Finding assets by any part of tag, host, serial number and user: the index proposes, the text decides. */
#include <stdlib.h>
#include <string.h>

#include "asset.h"
#include "read_rows.h"
#include "toban/text.h"

static void asset_from_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct asset *a = out;
  const char **const fields[] = {&a->tag,        &a->kind,       &a->host,     &a->serial,    &a->user,
                                 &a->office,     &a->department, &a->state,    &a->bought_on, &a->warranty_until,
                                 &a->renewal_on, &a->supplier,   &a->note};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    *fields[i] = read_text(arena, stmt, (int)i);
}

static bool has_all(const char *folded, char **words)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strstr(folded, words[i]) == NULL)
      return false;
  return true;
}

/* --- which ------------------------------------------------------------------------------------------------ */
struct hit { int64_t id; int rank; char *tag; };
enum { RANK_TAG, RANK_BEGIN, RANK_ANY };

static int rank_of(const char *folded, const char *question)
{
  size_t length = strlen(question);
  if (strncmp(folded, question, length) != 0)
    return RANK_ANY;
  return folded[length] == '\n' ? RANK_TAG : RANK_BEGIN;
}

static int by_rank(const void *a, const void *b)
{
  const struct hit *x = a, *y = b;
  return x->rank != y->rank ? x->rank - y->rank : strcmp(x->tag, y->tag);
}

static void add(GArray *hits, int64_t id, int rank, const char *tag)
{
  struct hit hit = {id, rank, g_strdup(tag)};
  g_array_append_val(hits, hit);
}

/* The one whose tag it is: a barcode reader's question finds it among any number. */
static bool find_tag(struct db *db, const char *question, GArray *hits, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT id, tag FROM asset WHERE key = $1 ORDER BY tag", "t", question);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add(hits, db_int(stmt, 0), RANK_TAG, db_text(stmt, 1));
  db_done(stmt);
  return got == 0;
}

/* Those of a ticket, when the question is its key. */
static bool find_of_ticket(struct db *db, const char *text, GArray *hits, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT a.id, a.tag FROM asset_ticket t JOIN asset a ON a.tag = t.tag"
                                  " WHERE t.ticket = $1 ORDER BY a.tag", "t", text);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add(hits, db_int(stmt, 0), RANK_TAG, db_text(stmt, 1));
  db_done(stmt);
  return got == 0;
}

static bool find_words(struct db *db, const char *question, guint most, GArray *hits, bool *more, GError **error)
{
  char **words = g_strsplit(question, " ", -1);
  struct db_stmt *stmt = asset_index_ask(db, words, error);
  int got = stmt == NULL ? -1 : 1, looked = 0;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    const char *folded = db_text(stmt, 1);
    bool ours = has_all(folded, words);
    int rank = ours ? rank_of(folded, question) : RANK_ANY;
    *more = (ours && hits->len >= most) || ++looked > MAX((int)most, ASSET_LOOKED_AT);
    if (*more)
      break;
    if (ours && rank != RANK_TAG) /* that one was found first of all */
      add(hits, db_int(stmt, 0), rank, db_text(stmt, 2));
  }
  db_done(stmt);
  g_strfreev(words);
  return got >= 0;
}

static bool add_other(void *data, int64_t id, const char *tag)
{
  GArray *hits = data;
  for (guint i = 0; i < hits->len; i++)
    if (g_array_index(hits, struct hit, i).id == id)
      return true;
  add(hits, id, RANK_ANY, tag);
  return hits->len < ASSET_COUNTED;
}

static bool find(struct db *db, const struct asset_args *args, GArray *hits, bool *more, GError **error)
{
  char *question = text_fold(args->text, -1);
  bool done = find_of_ticket(db, args->text, hits, error) && (hits->len > 0 || find_tag(db, question, hits, error)) &&
              find_words(db, question, (guint)MAX(args->limit, ASSET_COUNTED), hits, more, error) &&
              (*more || asset_find_readings(db, question, add_other, hits, error));
  if (hits->len > 0)
    qsort(hits->data, hits->len, sizeof(struct hit), by_rank);
  g_free(question);
  return done;
}

/* --- their rows ------------------------------------------------------------------------------------------- */
static bool load_hits(struct db *db, struct asset_list *list, const GArray *hits, int limit, GError **error)
{
  int count = MIN((int)hits->len, limit);
  struct asset *rows = arena_new0(list->s.arena, struct asset, count + 1);
  list->row = rows;
  bool done = true;
  for (int i = 0; done && i < count; i++) {
    struct db_stmt *stmt = db_query(db, error, "SELECT " ASSET_SHOWN " FROM asset a WHERE a.id = $1", "i",
                                    g_array_index(hits, struct hit, i).id);
    int got = stmt == NULL ? -1 : db_step(stmt, error);
    if (got > 0)
      asset_from_row(list->s.arena, stmt, &rows[list->rows++]);
    db_done(stmt);
    done = got >= 0;
  }
  return done;
}

static bool load_first(struct db *db, struct asset_list *list, int limit, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT " ASSET_SHOWN " FROM asset a ORDER BY a.tag LIMIT $1", "i", (int64_t)limit);
  list->row = read_rows(list->s.arena, stmt, sizeof(struct asset), asset_from_row, &list->rows, error);
  return list->row != NULL && db_get_int(db, &list->total, 0, error, "SELECT count(*) FROM asset", "");
}

/* --- of a ticket ------------------------------------------------------------------------------------------ */
/* As a register of machines may name the person: by name, mail address, or what stands before its sign. */
static bool find_of_requester(struct db *db, const char *key, GArray *hits, GError **error)
{
  GPtrArray *users = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT t.requester, r.mail FROM ticket t LEFT JOIN requester r ON r.mail <> '' AND"
                                  " (r.name = t.requester OR r.name || ' (' || r.extension || ')' = t.requester)"
                                  " AND r.office = t.office WHERE t.key = $1 AND t.requester IS NOT NULL", "t", key);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    const char *name = db_text(stmt, 0), *mail = db_text(stmt, 1), *number = strstr(name, " (");
    g_ptr_array_add(users, number == NULL ? g_strdup(name) : g_strndup(name, (gsize)(number - name)));
    if (mail != NULL) {
      g_ptr_array_add(users, g_strdup(mail));
      g_ptr_array_add(users, g_strndup(mail, strcspn(mail, "@")));
    }
  }
  db_done(stmt);
  for (guint i = 0; got == 0 && i < users->len && hits->len == 0; i++)
    got = asset_find_user(db, users->pdata[i], add_other, hits, error) ? 0 : -1;
  g_ptr_array_unref(users);
  return got == 0;
}

/* Two people of one name are told apart by their offices, where that helps. */
static bool keep_office(struct db *db, const char *key, GArray *hits, GError **error)
{
  struct hit *hit = (struct hit *)(void *)hits->data;
  for (guint i = 0; i < hits->len; i++) {
    int64_t same = 0;
    if (!db_get_int(db, &same, 0, error,
                    "SELECT count(*) FROM asset a JOIN ticket t ON t.office = a.office WHERE a.id = $1 AND t.key = $2",
                    "it", hit[i].id, key))
      return false;
    hit[i].rank = same > 0 ? RANK_TAG : RANK_ANY;
  }
  if (hits->len > 0)
    qsort(hit, hits->len, sizeof *hit, by_rank);
  while (hits->len > 0 && hit[0].rank == RANK_TAG && hit[hits->len - 1].rank != RANK_TAG) {
    g_free(hit[hits->len - 1].tag);
    g_array_set_size(hits, hits->len - 1);
  }
  return true;
}

static bool find_own(struct db *db, struct asset_list *list, GArray *hits, GError **error)
{
  const char *key = list->args.text;
  return find_of_ticket(db, key, hits, error) &&
         (hits->len > 0 || (find_of_requester(db, key, hits, error) && keep_office(db, key, hits, error)));
}

static bool find_any(struct db *db, struct asset_list *list, GArray *hits, GError **error)
{
  return find(db, &list->args, hits, &list->more, error);
}

/* --- reading ---------------------------------------------------------------------------------------------- */
typedef bool find_fn(struct db *db, struct asset_list *list, GArray *hits, GError **error);

static bool load(struct db *db, struct asset_list *list, find_fn *find_them, GError **error)
{
  GArray *hits = g_array_new(FALSE, FALSE, sizeof(struct hit));
  bool done = find_them(db, list, hits, error) && load_hits(db, list, hits, list->args.limit, error);
  list->total = hits->len;
  for (guint i = 0; i < hits->len; i++)
    g_free(g_array_index(hits, struct hit, i).tag);
  g_array_free(hits, TRUE);
  return done;
}

static void *read_list(struct db *db, const struct asset_args *args, find_fn *find_them, GError **error)
{
  struct arena *arena = arena_new();
  struct asset_list *list = arena_new0(arena, struct asset_list, 1);
  bool all = strspn(args->text, " ") == strlen(args->text);
  list->s.arena = arena;
  list->args = *args;
  bool done = db_begin_read(db, error) &&
              (all ? load_first(db, list, args->limit, error) : load(db, list, find_them, error));
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}

void *asset_find_read(struct db *db, const void *asset_args, GError **error)
{
  return read_list(db, asset_args, find_any, error);
}

void *asset_of_ticket_read(struct db *db, const void *asset_args, GError **error)
{
  return read_list(db, asset_args, find_own, error);
}
