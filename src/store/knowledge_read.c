/* Lists of articles, one in full with its versions, and those that fit what somebody asks. */
#include <string.h>

#include "knowledge.h"
#include "search_ask.h"
#include "toban/error.h"
#include "toban/find.h"
#include "toban/similar.h"
#include "toban/text.h"

/* --- the list ------------------------------------------------------------------------------------------------ */
static bool fits(const struct knowledge_row *row, const struct knowledge_args *args, const struct find_query *query)
{
  const struct knowledge *a = &row->a;
  if ((args->statuses & KNOWLEDGE_BIT(a->status)) == 0)
    return false;
  if (query->terms == 0)
    return true;
  g_autoptr(GString) all = g_string_new(a->id);
  const char *const texts[] = {a->use_case,           a->category,
                               a->side[0].question,   a->side[1].question,
                               a->side[0].answer,     a->side[1].answer,
                               a->side[0].steps,      a->side[1].steps};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    g_string_append_printf(all, "\n%s", texts[i]);
  return find_all(query, all->str);
}

static bool read_rows_of(struct db *db, struct knowledge_list *list, const struct knowledge_args *args, GError **error)
{
  struct find_query *query = find_query_new(args->filter);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct knowledge_row));
  struct db_stmt *stmt = db_prepare(
      db, "SELECT " KNOWLEDGE_COLUMNS " FROM knowledge k ORDER BY k.use_case, k.category, k.number", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct knowledge_row row;
    knowledge_from_stmt(stmt, list->s.arena, &row);
    if (fits(&row, args, query) && list->total++ < args->limit)
      g_array_append_val(rows, row);
  }
  db_done(stmt);
  struct knowledge_row *own = arena_new0(list->s.arena, struct knowledge_row, rows->len + 1);
  if (rows->len > 0)
    memcpy(own, rows->data, rows->len * sizeof *own);
  list->row = own;
  list->rows = (int)rows->len;
  g_array_free(rows, TRUE);
  find_query_free(query);
  return got == 0;
}

void *knowledge_list_read(struct db *db, const void *knowledge_args, GError **error)
{
  struct arena *arena = arena_new();
  struct knowledge_list *list = arena_new0(arena, struct knowledge_list, 1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_rows_of(db, list, knowledge_args, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}

/* --- one ------------------------------------------------------------------------------------------------------ */
static bool is_content(const char *kind)
{
  return strcmp(kind, "knowledge-saved") == 0 || strcmp(kind, "knowledge-imported") == 0;
}

static void add_version(GArray *versions, struct db_stmt *stmt, struct arena *arena)
{
  json_t *data = db_is_null(stmt, 3) ? NULL : json_loads(db_text(stmt, 3), 0, NULL);
  struct knowledge_version one = {.number = (int)versions->len + 1, .at = db_utc(stmt, 0)};
  one.by = arena_strdup(arena, db_text(stmt, 1));
  one.kind = arena_strdup(arena, db_text(stmt, 2));
  knowledge_from_data(data, arena, &one.a);
  g_array_append_val(versions, one);
  json_decref(data);
}

static bool read_versions(struct db *db, struct knowledge_view *view, GError **error)
{
  g_autofree char *subject = g_strconcat("knowledge:", view->row.a.id, NULL);
  GArray *versions = g_array_new(FALSE, FALSE, sizeof(struct knowledge_version));
  struct db_stmt *stmt =
      db_query(db, error, "SELECT at, by_, kind, data FROM event WHERE subject = $1 ORDER BY seq", "t", subject);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (is_content(db_text(stmt, 2)))
      add_version(versions, stmt, view->s.arena);
  db_done(stmt);
  struct knowledge_version *own = arena_new0(view->s.arena, struct knowledge_version, versions->len + 1);
  for (guint i = 0; i < versions->len; i++)
    own[versions->len - 1 - i] = g_array_index(versions, struct knowledge_version, i);
  view->version = own;
  view->versions = (int)versions->len;
  g_array_free(versions, TRUE);
  return got == 0;
}

static bool read_findings(struct db *db, struct knowledge_view *view, GError **error)
{
  GArray *findings = knowledge_findings(db, &view->row, view->s.arena, error);
  if (findings == NULL)
    return false;
  struct knowledge_finding *own = arena_new0(view->s.arena, struct knowledge_finding, findings->len + 1);
  if (findings->len > 0)
    memcpy(own, findings->data, findings->len * sizeof *own);
  view->finding = own;
  view->findings = (int)findings->len;
  g_array_free(findings, TRUE);
  return true;
}

static bool read_one(struct db *db, struct knowledge_view *view, const struct knowledge_one_args *args, GError **error)
{
  if (!knowledge_load(db, args->id, view->s.arena, &view->row, error))
    return false;
  if (view->row.a.id == NULL) {
    error_set(error, TE_NOINPUT, _("there is no article “%s”"), args->id);
    return false;
  }
  return read_findings(db, view, error) && (!args->versions || read_versions(db, view, error));
}

void *knowledge_view_read(struct db *db, const void *knowledge_one_args, GError **error)
{
  struct arena *arena = arena_new();
  struct knowledge_view *view = arena_new0(arena, struct knowledge_view, 1);
  view->s.arena = arena;
  bool done = db_begin_read(db, error) && read_one(db, view, knowledge_one_args, error);
  db_rollback(db);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}

/* --- what fits ------------------------------------------------------------------------------------------------ */
enum { SUGGEST_LEAST = 300, SUGGEST_CATEGORY = 120, SUGGEST_ANSWER = 4 /* an answer counts a fourth */ };

static int alike(const struct pairs *asked, const char *text)
{
  g_autofree char *folded = text_fold(text, -1);
  struct pairs pairs = pairs_of(folded);
  int score = pairs_score(asked, &pairs);
  pairs_clear(&pairs);
  return score;
}

/* The question or the use case decide; an answer and the category only add. */
static int score_of(const struct knowledge *a, const struct pairs *asked, const char *category)
{
  int best = alike(asked, a->use_case), answer = 0;
  for (int i = 0; i < LANG_COUNT; i++) {
    best = MAX(best, alike(asked, a->side[i].question));
    answer = MAX(answer, alike(asked, a->side[i].answer));
  }
  if (best + answer / SUGGEST_ANSWER < SUGGEST_LEAST)
    return 0;
  bool same = *category != '\0' && strcmp(category, a->category) == 0;
  return best + answer / SUGGEST_ANSWER + (same ? SUGGEST_CATEGORY : 0);
}

struct suggesting { const struct suggest_args *args; struct pairs asked; struct arena *arena; GArray *rows; };

static bool suggest_one(void *user, const struct knowledge_row *row, GError **error)
{
  struct suggesting *s = user;
  const struct knowledge *a = &row->a;
  (void)error;
  int score = (KNOWLEDGE_BIT(a->status) & KNOWLEDGE_PUBLISHED) == 0 ? 0 : score_of(a, &s->asked, s->args->category);
  if (score == 0)
    return true;
  int voted = row->helped + row->useless;
  score += voted == 0 ? 0 : 100 * (row->helped - row->useless) / (voted + 5);
  struct suggest_row out = {.status = a->status, .score = score};
  out.id = arena_strdup(s->arena, a->id);
  out.use_case = arena_strdup(s->arena, a->use_case);
  for (int i = 0; i < LANG_COUNT; i++) {
    g_autoptr(GString) title = g_string_new(NULL);
    knowledge_title(a, (enum lang)i, title);
    out.title[i] = arena_strdup(s->arena, title->str);
  }
  g_array_append_val(s->rows, out);
  return true;
}

static int by_score(gconstpointer a, gconstpointer b)
{
  const struct suggest_row *x = a, *y = b;
  return (x->score < y->score) - (x->score > y->score);
}

static void keep_best(struct suggest_list *list, GArray *rows, int limit)
{
  g_array_sort(rows, by_score);
  list->rows = MIN((int)rows->len, MAX(limit, 0));
  struct suggest_row *own = arena_new0(list->s.arena, struct suggest_row, list->rows + 1);
  if (list->rows > 0)
    memcpy(own, rows->data, (size_t)list->rows * sizeof *own);
  list->row = own;
}

void *knowledge_suggest_read(struct db *db, const void *suggest_args, GError **error)
{
  struct arena *arena = arena_new();
  struct suggest_list *list = arena_new0(arena, struct suggest_list, 1);
  struct suggesting s = {.args = suggest_args, .arena = arena,
                         .rows = g_array_new(FALSE, FALSE, sizeof(struct suggest_row))};
  g_autofree char *folded = text_fold(s.args->words, -1);
  list->s.arena = arena;
  s.asked = pairs_of(folded);
  bool done = db_begin_read(db, error) && (s.asked.count < 1 || knowledge_each(db, suggest_one, &s, error));
  db_rollback(db);
  keep_best(list, s.rows, s.args->limit);
  pairs_clear(&s.asked);
  g_array_free(s.rows, TRUE);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
