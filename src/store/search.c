/* One question over all kinds: asked, put in order, shown. */
#include "toban/search.h"

#include <string.h>

#include "search_ask.h"
#include "toban/lang.h"
#include "toban/migemo.h"

static const struct { const char *id, *plural, *text; bool (*run)(struct search_ask *ask, GError **error); }
kinds[SEARCH_KINDS] = {
  [SEARCH_KNOWLEDGE_KIND] = {"knowledge", "knowledge", NC_("kind", "knowledge"), search_knowledge},
  [SEARCH_ASSET_KIND] = {"asset", "assets", NC_("kind", "asset"), search_assets},
  [SEARCH_TICKET_KIND] = {"ticket", "tickets", NC_("kind", "ticket"), search_tickets},
};

const char *search_kind_id(enum search_kind kind)
{
  return kinds[kind].id;
}

const char *search_kind_text(enum search_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

bool search_kind_parse(const char *plural, enum search_kind *out)
{
  for (int i = 0; i < SEARCH_KINDS; i++)
    if (strcmp(plural, kinds[i].plural) == 0) {
      *out = (enum search_kind)i;
      return true;
    }
  return false;
}

/* --- what is shown ----------------------------------------------------------------------------------------- */
static char *own(struct arena *arena, char *take_text)
{
  char *text = arena_strdup(arena, take_text == NULL ? "" : take_text);
  g_free(take_text);
  return text;
}

static int terms_in(const struct search_ask *ask, const char *text)
{
  struct tokens tokens;
  tokens_init(&tokens);
  tokens_read(&tokens, text, -1);
  int found = find_count(ask->query, &tokens);
  tokens_clear(&tokens);
  return found;
}

void search_show(struct search_ask *ask, struct search_hit *hit, const char *const *part, guint parts)
{
  const char *best = NULL;
  int most = 0;
  for (guint i = 0; i < parts && most < ask->query->terms; i++) {
    int found = part[i] == NULL || *part[i] == '\0' ? 0 : terms_in(ask, part[i]);
    if (found > most) {
      most = found;
      best = part[i];
    }
  }
  hit->marked = own(ask->arena, find_marked(ask->query, hit->title));
  hit->snippet = own(ask->arena, best == NULL ? NULL : find_snippet(ask->query, best, SEARCH_SNIPPET));
}

/* --- all ------------------------------------------------------------------------------------------------------ */
/* Of equal ones what was written to help comes first, and what is only a thing last. */
static int better(gconstpointer a, gconstpointer b)
{
  static const int place[SEARCH_KINDS] = {
      [SEARCH_KNOWLEDGE_KIND] = 0, [SEARCH_TICKET_KIND] = 1, [SEARCH_ASSET_KIND] = 2};
  const struct search_hit *x = a, *y = b;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return place[x->kind] - place[y->kind];
}

static bool ask_all(struct search_ask *ask, GError **error)
{
  for (int kind = 0; kind < SEARCH_KINDS; kind++)
    if ((ask->args->kinds & 1u << kind) != 0 && kinds[kind].run != NULL && !kinds[kind].run(ask, error))
      return false;
  return true;
}

/* Japanese for romaji, while there is room: those found without it come first. */
static bool ask_romaji(struct search_ask *ask, struct find_query *query, GString *words, GError **error)
{
  for (int i = 0; i < query->terms; i++) {
    g_autoptr(GPtrArray) more = migemo_words(query->term[i].text);
    for (guint j = 0; more != NULL && j < more->len; j++) {
      find_query_also(query, i, g_ptr_array_index(more, j));
      g_string_append_printf(words, "%s%s", words->len == 0 ? "" : " ", (char *)g_ptr_array_index(more, j));
    }
  }
  if (words->len == 0)
    return true;
  g_array_set_size(ask->hits, 0);
  ask->more = false;
  return ask_all(ask, error);
}

static bool fill(struct search_ask *ask, struct find_query *query, struct search_result *result, GError **error)
{
  g_autoptr(GString) romaji = g_string_new(NULL);
  bool done = ask_all(ask, error);
  if (done && !ask->more && (int)ask->hits->len < ask->args->limit)
    done = ask_romaji(ask, query, romaji, error);
  g_array_sort(ask->hits, better); /* keeps the order of equal ones: g_array_sort is stable */
  int hits = MIN((int)ask->hits->len, ask->args->limit);
  struct search_hit *hit = arena_new0(ask->arena, struct search_hit, hits + 1);
  if (hits > 0)
    memcpy(hit, ask->hits->data, (size_t)hits * sizeof *hit);
  result->hit = hit;
  result->hits = hits;
  result->more = ask->more || hits < (int)ask->hits->len;
  result->romaji = arena_strdup(ask->arena, romaji->str);
  return done;
}

static bool ask(struct db *db, struct search_result *result, GError **error)
{
  struct find_query *query = find_query_new(result->args.text);
  struct search_ask one = {.db = db, .args = &result->args, .query = query, .arena = result->s.arena,
                           .hits = g_array_new(FALSE, TRUE, sizeof(struct search_hit))};
  result->empty = query->terms == 0;
  result->romaji = "";
  bool done = result->empty || fill(&one, query, result, error);
  g_array_free(one.hits, TRUE);
  find_query_free(query);
  return done;
}

void *search_read(struct db *db, const void *search_args, GError **error)
{
  struct arena *arena = arena_new();
  struct search_result *result = arena_new0(arena, struct search_result, 1);
  result->s.arena = arena;
  result->args = *(const struct search_args *)search_args;
  if (ask(db, result, error))
    return result;
  arena_free(arena);
  return NULL;
}
