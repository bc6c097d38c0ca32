/* Tickets, assets and articles that match. */
#include <string.h>

#include "event.h"
#include "knowledge.h"
#include "search_ask.h"
#include "toban/asset.h"
#include "toban/text.h"
#include "toban/ticket.h"

int search_score(const struct search_ask *ask, const char *key, const char *title)
{
  struct tokens tokens;
  g_autofree char *asked = g_strstrip(g_strdup(ask->args->text));
  if (g_ascii_strcasecmp(asked, key) == 0)
    return 1000;
  tokens_init(&tokens);
  tokens_read(&tokens, title == NULL ? "" : title, -1);
  int score = find_count(ask->query, &tokens);
  tokens_clear(&tokens);
  return score;
}

/* --- tickets ------------------------------------------------------------------------------------------------ */
static bool load_ticket(struct search_ask *ask, int64_t id, bool ranked, struct search_hit *hit, GError **error)
{
  struct db_stmt *stmt = db_query(
      ask->db, error, "SELECT key, title, merged_into, state, received_at FROM ticket WHERE id = $1", "i", id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    *hit = (struct search_hit){.kind = SEARCH_TICKET_KIND, .at = db_utc(stmt, 4)};
    hit->key = arena_strdup(ask->arena, db_text(stmt, 0));
    hit->title = arena_strdup(ask->arena, db_is_null(stmt, 1) ? "" : db_text(stmt, 1));
    hit->merged_into = arena_strdup(ask->arena, db_text(stmt, 2));
    hit->state = ticket_state_id((enum ticket_state)db_int(stmt, 3));
    hit->score = ranked ? search_score(ask, hit->key, hit->title) : 0;
  }
  db_done(stmt);
  return got >= 0;
}

/* The newest words first. */
static bool show_ticket(struct search_ask *ask, struct search_hit *hit, GError **error)
{
  struct arena *arena = arena_new();
  GArray *events = events_of_ticket(ask->db, hit->key, arena, error);
  if (events != NULL) {
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    for (guint i = events->len; i-- > 0;) {
      const struct ticket_event *e = &g_array_index(events, struct ticket_event, i);
      g_ptr_array_add(parts, (void *)(uintptr_t)e->body);
      g_ptr_array_add(parts, (void *)(uintptr_t)e->requester);
      g_ptr_array_add(parts, (void *)(uintptr_t)(i > 0 ? e->title : NULL));
    }
    search_show(ask, hit, (const char *const *)parts->pdata, parts->len);
    g_array_free(events, TRUE);
  }
  arena_free(arena);
  return events != NULL;
}

static int by_score(gconstpointer a, gconstpointer b)
{
  const struct search_hit *x = a, *y = b;
  return (x->score < y->score) - (x->score > y->score);
}

static bool show_tickets(struct search_ask *ask, GArray *found, GError **error)
{
  bool done = true;
  for (guint i = 0; done && i < found->len && (int)i < ask->args->limit; i++) {
    struct search_hit *hit = &g_array_index(found, struct search_hit, i);
    done = show_ticket(ask, hit, error);
    g_array_append_val(ask->hits, *hit);
  }
  return done;
}

static bool find_tickets(struct search_ask *ask, GError **error)
{
  int most = MAX(ask->args->limit, SEARCH_RANKED) + 1;
  GArray *ids = search_ids(ask, SEARCH_TICKETS, most, error);
  if (ids == NULL)
    return false;
  bool ranked = ids->len <= SEARCH_RANKED, done = true;
  guint wanted = ranked ? ids->len : MIN(ids->len, (guint)ask->args->limit);
  GArray *found = g_array_new(FALSE, TRUE, sizeof(struct search_hit));
  for (guint i = 0; done && i < wanted; i++) {
    struct search_hit hit = {.key = NULL};
    done = load_ticket(ask, g_array_index(ids, int64_t, i), ranked, &hit, error);
    if (hit.key != NULL)
      g_array_append_val(found, hit);
  }
  ask->more = ask->more || (int)ids->len > ask->args->limit;
  if (ranked)
    g_array_sort(found, by_score);
  done = done && show_tickets(ask, found, error);
  g_array_free(found, TRUE);
  g_array_free(ids, TRUE);
  return done;
}

bool search_tickets(struct search_ask *ask, GError **error)
{
  bool done = db_begin_read(ask->db, error) && find_tickets(ask, error);
  db_rollback(ask->db);
  return done;
}

/* --- assets ---------------------------------------------------------------------------------------------------- */
enum { ASSETS_LOOKED_AT = 1000 };

/* The register finds any part of a word; here a word begins so. */
static bool asset_matches(const struct find_query *query, const char *const *field, size_t fields)
{
  struct tokens tokens[16];
  int found = 0;
  for (size_t i = 0; i < fields; i++) {
    tokens_init(&tokens[i]);
    tokens_read(&tokens[i], field[i], -1);
  }
  for (int t = 0; t < query->terms; t++) {
    struct find_span span;
    bool there = false;
    for (size_t i = 0; !there && i < fields; i++)
      there = find_term_in(&query->term[t], &tokens[i], 0, &span);
    found += there;
  }
  for (size_t i = 0; i < fields; i++)
    tokens_clear(&tokens[i]);
  return found == query->terms;
}

static void show_asset(struct search_ask *ask, const struct asset *a)
{
  g_autoptr(GString) title = g_string_new(a->host);
  const char *const rest[] = {a->serial, a->department, a->supplier, a->note};
  if (*a->user != '\0')
    g_string_append_printf(title, "%s%s", title->len == 0 ? "" : "  ", a->user);
  if (title->len == 0)
    g_string_append(title, a->tag);
  struct search_hit hit = {.kind = SEARCH_ASSET_KIND, .at = UTC_NONE};
  hit.key = arena_strdup(ask->arena, a->tag);
  hit.title = arena_strdup(ask->arena, title->str);
  hit.state = arena_strdup(ask->arena, a->state);
  hit.score = search_score(ask, hit.key, hit.title);
  search_show(ask, &hit, rest, G_N_ELEMENTS(rest));
  g_array_append_val(ask->hits, hit);
}

/* The words without their quotes. */
static void words_of(const struct find_query *query, char *out, gsize size)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (int i = 0; i < query->terms; i++)
    g_string_append_printf(words, "%s%s", i == 0 ? "" : " ", query->term[i].text);
  g_strlcpy(out, words->str, size);
}

bool search_assets(struct search_ask *ask, GError **error)
{
  struct asset_args args = {.limit = ASSETS_LOOKED_AT};
  words_of(ask->query, args.text, sizeof args.text);
  struct asset_list *list = asset_find_read(ask->db, &args, error);
  int found = 0;
  for (int i = 0; list != NULL && i < list->rows; i++) {
    const struct asset *a = &list->row[i];
    const char *const fields[] = {a->tag, a->host, a->serial, a->user};
    if (!asset_matches(ask->query, fields, G_N_ELEMENTS(fields)))
      continue;
    if (found++ < ask->args->limit)
      show_asset(ask, a);
  }
  ask->more = ask->more || found > ask->args->limit;
  bool done = list != NULL;
  snapshot_free(list);
  return done;
}

/* --- articles -------------------------------------------------------------------------------------------------- */
static void show_article(struct search_ask *ask, const struct knowledge_row *row)
{
  const struct knowledge *a = &row->a;
  g_autoptr(GString) title = g_string_new(NULL);
  enum lang shown = knowledge_shown(a, lang_get()), other = shown == LANG_JA ? LANG_EN : LANG_JA;
  const struct knowledge_side *near = &a->side[shown], *far = &a->side[other];
  const char *const parts[] = {near->answer, near->steps, a->use_case, far->question, far->answer, far->steps};
  knowledge_title(a, lang_get(), title);
  struct search_hit hit = {.kind = SEARCH_KNOWLEDGE_KIND, .key = a->id, .at = row->changed_at};
  hit.title = arena_strdup(ask->arena, title->str);
  hit.state = knowledge_status_id(a->status);
  hit.score = search_score(ask, hit.key, hit.title);
  search_show(ask, &hit, parts, G_N_ELEMENTS(parts));
  g_array_append_val(ask->hits, hit);
}

static bool show_number(struct search_ask *ask, int64_t number, GError **error)
{
  struct knowledge_row row;
  struct db_stmt *stmt =
      db_query(ask->db, error, "SELECT " KNOWLEDGE_COLUMNS " FROM knowledge k WHERE k.number = $1", "i", number);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    knowledge_from_stmt(stmt, ask->arena, &row);
    show_article(ask, &row);
  }
  db_done(stmt);
  return got >= 0;
}

static bool find_articles(struct search_ask *ask, GError **error)
{
  GArray *ids = search_ids(ask, SEARCH_KNOWLEDGE, ask->args->limit + 1, error);
  bool done = ids != NULL;
  for (guint i = 0; done && i < ids->len && (int)i < ask->args->limit; i++)
    done = show_number(ask, g_array_index(ids, int64_t, i), error);
  ask->more = ask->more || (done && (int)ids->len > ask->args->limit);
  if (ids != NULL)
    g_array_free(ids, TRUE);
  return done;
}

bool search_knowledge(struct search_ask *ask, GError **error)
{
  bool done = db_begin_read(ask->db, error) && find_articles(ask, error);
  db_rollback(ask->db);
  return done;
}
