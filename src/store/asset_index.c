/* Any part of an asset's names, found among a million: FTS5 of SQLite over runs of one to three characters, which only
 * proposes; who asks looks at the text itself. The tokens are made here, so FTS5 has nothing to decide: what it could
 * split, fold or not know (blanks, quotes, characters newer than its tables) is turned into private characters first.
 * detail=none keeps no places, content='' no text: 1,000,000 assets take about 160 MB. */
#include <string.h>

#include "asset.h"
#include "toban/lang.h"

enum { GRAM = 3, ASKED = 6, PRIVATE = 0xE000, PRIVATE_SIZE = 0x1800 };

/* --- characters and runs ---------------------------------------------------------------------------------- */
static gunichar plain(gunichar c)
{
  bool known = (c > ' ' && c < 0x7F && c != '"') || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE) ||
               (c >= 0x4E00 && c <= 0x9FA5);
  return known ? c : PRIVATE + c % PRIVATE_SIZE;
}

typedef void gram_fn(void *user, const char *gram, size_t bytes);

/* Runs of `from` to `to` characters at each place of each line. */
static void each_gram(const char *folded, int from, int to, gram_fn *each, void *user)
{
  char text[8 * GRAM];
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
    size_t bytes = 0;
    const char *next = at;
    for (int n = 1; n <= to && *next != '\0' && *next != '\n'; n++, next = g_utf8_next_char(next)) {
      bytes += (size_t)g_unichar_to_utf8(plain(g_utf8_get_char(next)), text + bytes);
      if (n >= from)
        each(user, text, bytes);
    }
  }
}

static void print_gram(void *user, const char *gram, size_t bytes)
{
  GString *out = user;
  g_string_append_len(out, gram, (gssize)bytes);
  g_string_append_c(out, ' ');
}

/* --- writing ---------------------------------------------------------------------------------------------- */
static bool write(struct db *db, const char *sql, int64_t id, const char *folded, GError **error)
{
  GString *grams = g_string_sized_new(1024);
  each_gram(folded, 1, GRAM, print_gram, grams);
  struct db_stmt *stmt = db_prepare(db, sql, error);
  int got = -1;
  if (stmt != NULL) {
    db_bind_int(stmt, 1, id);
    db_bind_text(stmt, 2, grams->str);
    got = db_step(stmt, error);
    db_done(stmt);
  }
  g_string_free(grams, TRUE);
  return got >= 0;
}

bool asset_index_put(struct db *db, int64_t id, const char *folded, GError **error)
{
  return write(db, "INSERT INTO asset_gram (rowid, grams) VALUES ($1, $2)", id, folded, error);
}

bool asset_index_drop(struct db *db, int64_t id, const char *folded, GError **error)
{
  return write(db, "INSERT INTO asset_gram (asset_gram, rowid, grams) VALUES ('delete', $1, $2)", id, folded, error);
}

bool asset_index_rebuild(struct db *db, GError **error)
{
  if (!db_exec(db, error, "INSERT INTO asset_gram (asset_gram) VALUES ('delete-all')", ""))
    return false;
  struct db_stmt *stmt = db_prepare(db, "SELECT id, folded FROM asset ORDER BY id", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!asset_index_put(db, db_int(stmt, 0), db_text(stmt, 1), error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

/* --- comparing -------------------------------------------------------------------------------------------- */
/* Sums of what stands in it, in any order: the same entries give the same sum, others hardly ever do. */
struct sum { GHashTable *seen; int64_t id; guint64 sum, count; };

static void add(struct sum *sum, const char *gram, size_t bytes, int64_t id)
{
  guint64 hash = 14695981039346656037u ^ (guint64)id * 0x9E3779B97F4A7C15u;
  for (size_t i = 0; i < bytes; i++)
    hash = (hash ^ (guint8)gram[i]) * 1099511628211u;
  sum->sum += hash ^ hash >> 29;
  sum->count++;
}

static void add_gram(void *user, const char *gram, size_t bytes)
{
  struct sum *sum = user;
  char *word = g_strndup(gram, bytes);
  if (g_hash_table_add(sum->seen, word))
    add(sum, gram, bytes, sum->id);
}

static bool sum_wanted(struct db *db, struct sum *want, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT id, folded FROM asset", error);
  int got = stmt == NULL ? -1 : 1;
  want->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    g_hash_table_remove_all(want->seen);
    want->id = db_int(stmt, 0);
    each_gram(db_text(stmt, 1), 1, GRAM, add_gram, want);
  }
  db_done(stmt);
  g_hash_table_unref(want->seen);
  return got == 0;
}

static bool sum_stored(struct db *db, struct sum *have, GError **error)
{
  if (!db_run(db, "CREATE VIRTUAL TABLE temp.asset_gram_seen USING fts5vocab('main', 'asset_gram', 'instance')", error))
    return false;
  struct db_stmt *stmt = db_prepare(db, "SELECT term, doc FROM temp.asset_gram_seen", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add(have, db_text(stmt, 0), strlen(db_text(stmt, 0)), db_int(stmt, 1));
  db_done(stmt);
  return db_run(db, "DROP TABLE temp.asset_gram_seen", got == 0 ? error : NULL) && got == 0;
}

bool asset_index_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  struct sum want = {0}, have = {0};
  if (!sum_wanted(db, &want, error) || !sum_stored(db, &have, error))
    return false;
  if (want.sum != have.sum || want.count != have.count) {
    ++*differences;
    g_string_append(out, _("asset: the index for finding is not what the register says\n"));
  }
  return true;
}

/* --- asking ----------------------------------------------------------------------------------------------- */
struct question { GString *match; GHashTable *seen; int grams; };

static void ask_gram(void *user, const char *gram, size_t bytes)
{
  struct question *question = user;
  char *word = g_strndup(gram, bytes);
  if (question->grams >= ASKED || g_hash_table_contains(question->seen, word)) {
    g_free(word);
    return;
  }
  g_string_append_printf(question->match, "%s\"%s\"", question->match->len == 0 ? "" : " AND ", word);
  g_hash_table_add(question->seen, word);
  question->grams++;
}

/* The end of a word tells more than its beginning, which many tags share: it is asked for first. */
static void ask_word(struct question *question, const char *word)
{
  long length = g_utf8_strlen(word, -1);
  int gram = (int)MIN(length, GRAM);
  question->grams = 0;
  if (length > GRAM + ASKED)
    each_gram(g_utf8_offset_to_pointer(word, length - GRAM - ASKED + 1), gram, gram, ask_gram, question);
  else
    each_gram(word, gram, gram, ask_gram, question);
}

struct db_stmt *asset_index_ask(struct db *db, char **words, GError **error)
{
  struct question question = {.match = g_string_new(NULL)};
  question.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; words[i] != NULL; i++)
    ask_word(&question, words[i]);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT a.id, a.folded, a.tag FROM asset_gram CROSS JOIN asset a"
                                  " WHERE asset_gram MATCH $1 AND a.id = asset_gram.rowid ORDER BY asset_gram.rowid",
                                  "t", question.match->str);
  g_hash_table_unref(question.seen);
  g_string_free(question.match, TRUE);
  return stmt;
}
