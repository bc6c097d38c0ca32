/* The index compared with the log: for each document a sum over all its tokens and their places, from both sides. */
#include <string.h>

#include "event.h"
#include "knowledge.h"
#include "search_index.h"
#include "toban/lang.h"

enum { NAMED = 20 };

struct sums {
  struct db *db;
  struct search_writer writer;
  GHashTable *left;                /* id -> what the log comes to less what is stored; 0: the same */
  int64_t id;                      /* of `sum` */
  guint64 *sum;
  guint64 hash;                    /* of the token at hand, while the index is read */
};

static guint64 mix(guint64 x)
{
  x = (x ^ x >> 30) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
  return x ^ x >> 31;
}

static guint64 token_hash(const char *token, gsize bytes)
{
  guint64 hash = G_GUINT64_CONSTANT(0xCBF29CE484222325);
  for (gsize i = 0; i < bytes; i++)
    hash = (hash ^ (unsigned char)token[i]) * G_GUINT64_CONSTANT(0x100000001B3);
  return hash;
}

static guint64 place_sum(guint64 hash, int field, int64_t place)
{
  return mix(hash ^ mix((guint64)place * 4 + (guint64)field));
}

static guint64 *sum_of(struct sums *sums, int64_t id)
{
  if (sums->sum != NULL && sums->id == id)
    return sums->sum;
  sums->id = id;
  sums->sum = g_hash_table_lookup(sums->left, &id);
  if (sums->sum == NULL) {
    gint64 *entry = g_new0(gint64, 2);
    entry[0] = id;
    sums->sum = (guint64 *)(void *)(entry + 1);
    g_hash_table_insert(sums->left, entry, sums->sum);
  }
  return sums->sum;
}

static guint64 field_sum(const GString *tokens, int field)
{
  guint64 sum = 0;
  int64_t place = 0;
  for (const char *at = tokens->str; *at == ' '; place++) {
    size_t bytes = strcspn(at + 1, " ");
    sum += place_sum(token_hash(at + 1, bytes), field, place);
    at += bytes + 1;
  }
  return sum;
}

static void add_document(struct sums *sums, int64_t id)
{
  const struct search_document *d = &sums->writer.document;
  g_ptr_array_set_size(sums->writer.fresh, 0);
  *sum_of(sums, id) += field_sum(d->title, 0) + field_sum(d->body, 1) + field_sum(d->letters, 2);
}

static bool add_ticket(void *user, const struct ticket_event *event, int events, GError **error)
{
  struct sums *sums = user;
  (void)error;
  search_ticket_document(&sums->writer, event, events);
  add_document(sums, event->seq);
  return true;
}

static bool add_article(void *user, const struct knowledge_row *row, GError **error)
{
  struct sums *sums = user;
  (void)error;
  knowledge_document(&sums->writer, row);
  add_document(sums, row->number);
  return true;
}

static void take_place(void *user, const char *token, bool same, int64_t id, int field, int64_t place)
{
  struct sums *sums = user;
  if (!same)
    sums->hash = token_hash(token, strlen(token));
  *sum_of(sums, id) -= place_sum(sums->hash, field, place);
}

/* --- words ------------------------------------------------------------------------------------------------- */
static bool has_word(struct db *db, const char *word, bool *out, GError **error)
{
  int64_t there = 0;
  if (!db_get_int(db, &there, 0, error, "SELECT count(*) FROM search_word WHERE word = $1", "t", word))
    return false;
  *out = there > 0;
  return true;
}

/* Each word that the documents have is in the list of words. */
static bool check_words(struct sums *sums, GString *out, int64_t *differences, GError **error)
{
  GHashTableIter iter;
  void *word;
  g_hash_table_iter_init(&iter, sums->writer.words);
  while (g_hash_table_iter_next(&iter, &word, NULL)) {
    bool there = false;
    if (!has_word(sums->db, word, &there, error))
      return false;
    if (!there && ++*differences <= NAMED)
      g_string_append_printf(out, "search_word %s: %s\n", (const char *)word, _("is missing from the list of words"));
  }
  return true;
}

static void tell(struct sums *sums, const char *table, GString *out, int64_t *differences)
{
  GHashTableIter iter;
  void *id, *sum;
  g_hash_table_iter_init(&iter, sums->left);
  while (g_hash_table_iter_next(&iter, &id, &sum))
    if (*(guint64 *)sum != 0 && ++*differences <= NAMED)
      g_string_append_printf(out, "%s %" G_GINT64_FORMAT ": %s\n", table, *(gint64 *)id,
                             _("the search index has it otherwise"));
}

static void sums_init(struct sums *sums, struct db *db)
{
  *sums = (struct sums){.db = db, .left = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
  search_writer_init(&sums->writer);
}

static bool verify_index(struct db *db, enum search_index index, GString *out, int64_t *differences, GError **error)
{
  struct sums sums;
  sums_init(&sums, db);
  bool tickets = index == SEARCH_TICKETS;
  bool done = (tickets ? events_by_ticket(db, add_ticket, &sums, error)
                       : knowledge_each(db, add_article, &sums, error)) &&
              search_engine_places(db, index, take_place, &sums, error) &&
              check_words(&sums, out, differences, error);
  if (done)
    tell(&sums, tickets ? "search_ticket" : "search_knowledge", out, differences);
  search_writer_clear(&sums.writer);
  g_hash_table_unref(sums.left);
  return done;
}

bool search_index_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  return verify_index(db, SEARCH_TICKETS, out, differences, error) &&
         verify_index(db, SEARCH_KNOWLEDGE, out, differences, error);
}
