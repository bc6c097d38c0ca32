/* Who calls: from what is typed to people, through ranges of the lookup keys. */
#include <stdlib.h>
#include <string.h>

#include "caller.h"
#include "lookup.h"
#include "read_rows.h"
#include "reference.h"
#include "toban/intake.h"
#include "toban/text.h"

enum { WORDS_MOST = 6, KEYS_MOST = 600 /* looked at for a word */, LOADED_MOST = 120, ASSETS_MOST = 5,
       OFFICES_MOST = 3 };

/* One typed word: whom its keys name, and which offices have it in their names. */
struct word {
  char *text;
  GHashTable *found;                    /* "KIND REF" -> is it the whole of a key? */
  bool cut;                             /* more begin so than were looked at */
  GHashTable *offices;                  /* ids (borrowed from the reference) */
};
struct finder {
  struct db *db;
  const struct reference *ref;
  struct arena *arena;
  struct word word[WORDS_MOST]; int words;
  GArray *rows;                         /* struct caller_row */
  GHashTable *seen;                     /* name and office, folded */
};

/* --- words ------------------------------------------------------------------------------------------- */
static void note(void *user, enum lookup_kind kind, const char *ref, bool whole)
{
  GHashTable *found = user;
  char *id = g_strdup_printf("%d %s", (int)kind, ref);
  bool was = GPOINTER_TO_INT(g_hash_table_lookup(found, id)) != 0;
  g_hash_table_insert(found, id, GINT_TO_POINTER(was || whole));
}

static bool name_has(const char *name, const char *word)
{
  char *folded = text_fold(name, -1);
  bool has = strstr(folded, word) != NULL;
  g_free(folded);
  return has;
}

static void find_offices(struct finder *finder, struct word *word)
{
  for (int i = 0; i < finder->ref->offices; i++) {
    const struct office *office = &finder->ref->office[i];
    if (strcmp(office->id, word->text) == 0 || name_has(office->name[LANG_JA], word->text) ||
        name_has(office->name[LANG_EN], word->text) || g_str_has_prefix(office->code, word->text))
      g_hash_table_add(word->offices, (void *)(uintptr_t)office->id);
  }
}

static bool word_init(struct finder *finder, struct word *word, const char *text, GError **error)
{
  *word = (struct word){.text = g_strdup(text),
                        .found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                        .offices = g_hash_table_new(g_str_hash, g_str_equal)};
  GPtrArray *wanted = lookup_wanted(text);
  bool done = true;
  for (guint i = 0; done && i < wanted->len; i++) {
    done = lookup_find(finder->db, wanted->pdata[i], KEYS_MOST, note, word->found, error);
    word->cut = word->cut || g_hash_table_size(word->found) >= KEYS_MOST;
  }
  g_ptr_array_unref(wanted);
  find_offices(finder, word);
  return done;
}

static void word_clear(struct word *word)
{
  g_free(word->text);
  g_hash_table_unref(word->found);
  g_hash_table_unref(word->offices);
}

static bool words_init(struct finder *finder, const char *text, GError **error)
{
  char *folded = text_fold(text, -1), **part = g_strsplit(folded, " ", -1);
  bool done = true;
  for (int i = 0; done && part[i] != NULL && finder->words < WORDS_MOST; i++)
    if (*part[i] != '\0')
      done = word_init(finder, &finder->word[finder->words++], part[i], error);
  g_strfreev(part);
  g_free(folded);
  return done;
}

/* --- rows -------------------------------------------------------------------------------------------- */
static bool is_new(struct finder *finder, const struct caller_row *row)
{
  char *bare = caller_bare_name(row->name), *folded = text_fold(bare, -1), *id = caller_ref(folded, row->office);
  bool is_new = g_hash_table_add(finder->seen, id);
  g_free(folded);
  g_free(bare);
  return is_new;
}

/* Do all words fit: by a key of this one, by the office, or, where the keys were too many, by its texts? */
static bool fits(const struct finder *finder, const char *id, const struct caller_row *row, bool *whole)
{
  *whole = false;
  for (int i = 0; i < finder->words; i++) {
    const struct word *word = &finder->word[i];
    void *was = NULL;
    if (g_hash_table_lookup_extended(word->found, id, NULL, &was)) {
      *whole = *whole || GPOINTER_TO_INT(was) != 0;
      continue;
    }
    if (g_hash_table_contains(word->offices, row->office))
      continue;
    if (!word->cut || (!name_has(row->name, word->text) && !name_has(row->reading, word->text) &&
                       !name_has(row->mail, word->text)))
      return false;
  }
  return true;
}

/* How often, when last, and in which language: of the name with and without its extension. */
static bool add_history(struct finder *finder, struct caller_row *row, GError **error)
{
  GString *full = g_string_new(NULL);
  caller_requester(row, full);
  struct db_stmt *stmt = db_query(finder->db, error,
                                  "SELECT sum(tickets), max(newest) FROM caller WHERE requester IN ($1, $2)"
                                  " AND office = $3", "ttt", row->name, full->str, row->office);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0 && !db_is_null(stmt, 1)) {
    row->tickets = db_int(stmt, 0);
    row->newest = db_utc(stmt, 1);
  }
  db_done(stmt);
  g_string_free(full, TRUE);
  return got >= 0;
}

#define PERSON_COLUMNS "name, reading, mail, extension, office, language, department, vip"

static void person_row(struct arena *arena, struct db_stmt *stmt, struct caller_row *row)
{
  const char **const fields[] = {&row->name,   &row->reading, &row->mail,       &row->extension,
                                 &row->office, &row->lang,    &row->department, &row->vip};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    *fields[i] = read_text(arena, stmt, (int)i);
}

static bool load_person(struct finder *finder, const char *key, struct caller_row *row, GError **error)
{
  struct db_stmt *stmt =
      db_query(finder->db, error, "SELECT " PERSON_COLUMNS " FROM requester WHERE key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    person_row(finder->arena, stmt, row);
  db_done(stmt);
  return got == 0 || (got > 0 && add_history(finder, row, error));
}

static bool load_before(struct finder *finder, const char *ref, struct caller_row *row, GError **error)
{
  const char *end = strrchr(ref, '\n');
  char *name = g_strndup(ref, (gsize)(end - ref));
  row->name = arena_strdup(finder->arena, name);
  row->office = arena_strdup(finder->arena, end + 1);
  struct db_stmt *stmt = db_query(finder->db, error,
                                  "SELECT lang, (SELECT tickets FROM caller WHERE requester = $1 AND office = $2),"
                                  " received_at FROM ticket WHERE requester = $1 AND office = $2"
                                  " ORDER BY received_at DESC LIMIT 1",
                                  "tt", name, row->office);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    row->lang = read_text(finder->arena, stmt, 0);
    row->tickets = db_int(stmt, 1);
    row->newest = db_utc(stmt, 2);
  }
  db_done(stmt);
  g_free(name);
  return got >= 0;
}

static struct caller_row blank_row(enum caller_source source)
{
  return (struct caller_row){source, "", "", "", "", "", "", "", "", "", 0, UTC_NONE};
}

static int by_rank(const void *a, const void *b)
{
  const struct caller_row *x = a, *y = b;
  if (x->source != y->source)
    return (int)x->source - (int)y->source;
  if (x->newest != y->newest)
    return x->newest < y->newest ? 1 : -1;
  int by_name = strcmp(x->name, y->name);
  return by_name != 0 ? by_name : strcmp(x->office, y->office);
}

static bool add_found(struct finder *finder, const char *id, GArray *whole, GError **error)
{
  enum lookup_kind kind = (enum lookup_kind)(*id - '0');
  struct caller_row row = blank_row(kind == LOOKUP_REQUESTER ? CALLER_PERSON : CALLER_BEFORE);
  bool exact;
  if (!(kind == LOOKUP_REQUESTER ? load_person(finder, id + 2, &row, error)
                                 : load_before(finder, id + 2, &row, error)))
    return false;
  if (*row.name == '\0' || !fits(finder, id, &row, &exact))
    return true;
  g_array_append_val(exact ? whole : finder->rows, row);
  return true;
}

/* The word that says most gives the candidates. */
static const struct word *choose_word(const struct finder *finder)
{
  const struct word *best = NULL;
  for (int i = 0; i < finder->words; i++) {
    guint size = g_hash_table_size(finder->word[i].found);
    if (size > 0 && (best == NULL || size < g_hash_table_size(best->found)))
      best = &finder->word[i];
  }
  return best;
}

/* People before those of earlier tickets, so that a name is there once (but for two people of one name); whole words
 * before beginnings. */
static void settle(struct finder *finder, GArray *whole)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(struct caller_row));
  GArray *parts[] = {whole, finder->rows};
  for (int i = 0; i < 2; i++) {
    if (parts[i]->len > 0)
      qsort(parts[i]->data, parts[i]->len, sizeof(struct caller_row), by_rank);
    for (guint k = 0; k < parts[i]->len; k++) {
      struct caller_row *row = &g_array_index(parts[i], struct caller_row, k);
      if (is_new(finder, row) || row->source == CALLER_PERSON)
        g_array_append_val(all, *row);
    }
  }
  g_array_unref(finder->rows);
  finder->rows = all;
}

static bool find_people(struct finder *finder, GError **error)
{
  const struct word *word = choose_word(finder);
  GArray *whole = g_array_new(FALSE, FALSE, sizeof(struct caller_row));
  bool done = true;
  int loaded = 0;
  if (word != NULL) {
    GList *ids = g_list_sort(g_hash_table_get_keys(word->found), (GCompareFunc)strcmp);
    for (GList *at = ids; done && at != NULL && loaded < LOADED_MOST; at = at->next, loaded++)
      done = add_found(finder, at->data, whole, error);
    g_list_free(ids);
  }
  settle(finder, whole);
  g_array_unref(whole);
  return done;
}

/* --- machines and places ------------------------------------------------------------------------------- */
static bool asset_fits(const struct finder *finder, const char *folded)
{
  const char *user = strrchr(folded, '\n');
  for (int i = 0; i < finder->words; i++) {
    const char *found = strstr(folded, finder->word[i].text);
    if (found == NULL || (user != NULL && found > user)) /* by its user: that is found among the people */
      return false;
  }
  return true;
}

static bool add_asset(struct finder *finder, const char *tag, GError **error)
{
  struct caller_row row = blank_row(CALLER_ASSET);
  struct db_stmt *stmt =
      db_query(finder->db, error, "SELECT tag, host, user_, office, department FROM asset WHERE tag = $1", "t", tag);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    char *text = g_strdup_printf("%s %s", db_text(stmt, 0), db_text(stmt, 1));
    row.asset = arena_strdup(finder->arena, text);
    row.name = read_text(finder->arena, stmt, 2);
    row.office = read_text(finder->arena, stmt, 3);
    row.department = read_text(finder->arena, stmt, 4);
    g_free(text);
  }
  db_done(stmt);
  if (got <= 0)
    return got == 0;
  stmt = db_query(finder->db, error, "SELECT " PERSON_COLUMNS " FROM requester WHERE name = $1 AND office = $2 LIMIT 1",
                  "tt", row.name, row.office);
  got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    person_row(finder->arena, stmt, &row);
  db_done(stmt);
  bool done = got >= 0 && add_history(finder, &row, error);
  if (done)
    g_array_append_val(finder->rows, row);
  return done;
}

/* Thousands of assets: a walk over an index, as for finding one in the register. */
static bool find_assets(struct finder *finder, GError **error)
{
  GPtrArray *tags = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(finder->db, "SELECT tag, folded FROM asset ORDER BY tag", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && tags->len < ASSETS_MOST && (got = db_step(stmt, error)) > 0)
    if (asset_fits(finder, db_text(stmt, 1)))
      g_ptr_array_add(tags, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  bool done = got >= 0;
  for (guint i = 0; done && i < tags->len; i++)
    done = add_asset(finder, tags->pdata[i], error);
  g_ptr_array_unref(tags);
  return done;
}

static void add_offices(struct finder *finder)
{
  int added = 0;
  for (int i = 0; i < finder->ref->offices && added < OFFICES_MOST; i++) {
    bool all = true;
    for (int w = 0; all && w < finder->words; w++)
      all = g_hash_table_contains(finder->word[w].offices, finder->ref->office[i].id);
    if (!all)
      continue;
    struct caller_row row = blank_row(CALLER_OFFICE);
    row.office = arena_strdup(finder->arena, finder->ref->office[i].id);
    g_array_append_val(finder->rows, row);
    added++;
  }
}

/* A machine's tag and host have a number; without one, half of an office's machines begin like its name. */
static bool names_machine(const char *text)
{
  enum { LEAST = 3 };
  return g_utf8_strlen(text, -1) >= LEAST && strpbrk(text, "0123456789") != NULL;
}

static bool find(struct finder *finder, const char *text, GError **error)
{
  finder->ref = reference_cached(finder->db, error);
  if (finder->ref == NULL || !words_init(finder, text, error))
    return false;
  if (finder->words == 0)
    return true;
  if (!find_people(finder, error) || (names_machine(text) && !find_assets(finder, error)))
    return false;
  add_offices(finder);
  return true;
}

static struct caller_list *to_list(struct finder *finder, const struct caller_args *args)
{
  struct caller_list *list = arena_new0(finder->arena, struct caller_list, 1);
  int count = MIN((int)finder->rows->len, args->limit);
  struct caller_row *row = arena_new0(finder->arena, struct caller_row, count + 1);
  if (count > 0)
    memcpy(row, finder->rows->data, (size_t)count * sizeof *row);
  list->s.arena = finder->arena;
  g_strlcpy(list->text, args->text, sizeof list->text);
  list->row = row;
  list->rows = count;
  return list;
}

void *caller_find_read(struct db *db, const void *caller_args, GError **error)
{
  const struct caller_args *args = caller_args;
  struct finder finder = {.db = db, .arena = arena_new(), .rows = g_array_new(FALSE, FALSE, sizeof(struct caller_row)),
                          .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  bool done = db_begin_read(db, error) && find(&finder, args->text, error);
  db_rollback(db);
  struct caller_list *list = done ? to_list(&finder, args) : NULL;
  if (!done)
    arena_free(finder.arena);
  for (int i = 0; i < finder.words; i++)
    word_clear(&finder.word[i]);
  g_array_unref(finder.rows);
  g_hash_table_unref(finder.seen);
  return list;
}

void caller_requester(const struct caller_row *row, GString *out)
{
  g_string_append(out, row->name);
  if (*row->name != '\0' && *row->extension != '\0' && !g_str_has_suffix(row->name, ")"))
    g_string_append_printf(out, " (%s)", row->extension);
}
