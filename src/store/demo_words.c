#include "demo_words.h"

#include <stdlib.h>
#include <string.h>

#include "toban/csv.h"
#include "toban/error.h"
#include "toban/resource.h"

static const char *const hold_ids[] = {"none", "user", "vendor", "escalated"};
static const char *const scope_ids[] = {"all", "overseas", "domestic", "office", "tokyo", "ide"};
static const char *const slot_names[SLOTS] = {"host", "server", "printer", "office", "person", "ext", "room",
                                              "folder", "code", "date", "n"};

static const struct csv_column case_columns[] = {
    {"code", true},    {"category", true}, {"priority", true}, {"weight", true},  {"hold", true},
    {"title_ja", true}, {"title_en", true}, {"body_ja", true},  {"body_en", true}, {"note_ja", true},
    {"note_en", true}, {"answer_ja", true}, {"answer_en", true}};
static const struct csv_column incident_columns[] = {
    {"code", true},      {"category", true},  {"priority", true}, {"scope", true},   {"titles_ja", true},
    {"titles_en", true}, {"body_ja", true},   {"body_en", true},  {"note_ja", true}, {"note_en", true},
    {"answer_ja", true}, {"answer_en", true}};
static const struct csv_column word_columns[] = {{"list", true}, {"ja", true}, {"en", true}};

static bool choose(const struct csv_row *row, int field, const char *column, const char *const *ids, size_t count,
                   int *out, GError **error)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(row->field[field], ids[i]) == 0) {
      *out = (int)i;
      return true;
    }
  return csv_fail(row, column, error, "%s", row->field[field]);
}

/* Titles, body, note and answer stand side by side in both tables, in both languages. */
static void take_texts(struct demo_case *c, const char *const *field)
{
  for (int i = 0; i < LANG_COUNT; i++) {
    c->titles[i] = g_strsplit(field[i], "|", -1);
    c->body[i] = g_strdup(field[2 + i]);
    c->note[i] = g_strdup(field[4 + i]);
    c->answer[i] = g_strdup(field[6 + i]);
    c->needs_server |= strstr(c->body[i], "{server}") != NULL;
    c->needs_printer |= strstr(c->body[i], "{printer}") != NULL;
  }
}

static bool add_case(const struct csv_row *row, void *user, GError **error)
{
  struct demo_words *words = user;
  int hold = 0;
  if (!choose(row, 4, "hold", hold_ids, G_N_ELEMENTS(hold_ids), &hold, error))
    return false;
  struct demo_case c = {.code = g_strdup(row->field[0]), .category = g_strdup(row->field[1]),
                        .priority = atoi(row->field[2]), .weight = atoi(row->field[3]), .hold = (enum demo_hold)hold};
  take_texts(&c, row->field + 5);
  words->weight += c.weight;
  g_array_append_val(words->cases, c);
  return true;
}

static bool add_incident(const struct csv_row *row, void *user, GError **error)
{
  struct demo_words *words = user;
  int scope = 0;
  if (!choose(row, 3, "scope", scope_ids, G_N_ELEMENTS(scope_ids), &scope, error))
    return false;
  struct demo_case c = {.code = g_strdup(row->field[0]), .category = g_strdup(row->field[1]),
                        .priority = atoi(row->field[2]), .scope = (enum demo_scope)scope};
  take_texts(&c, row->field + 4);
  g_array_append_val(words->incidents, c);
  return true;
}

static bool add_word(const struct csv_row *row, void *user, GError **error)
{
  (void)error;
  struct demo_words *words = user;
  struct demo_word w = {.list = g_strdup(row->field[0]), .text = {g_strdup(row->field[1]), g_strdup(row->field[2])}};
  g_array_append_val(words->words, w);
  if (!g_hash_table_contains(words->lists, w.list))
    g_hash_table_insert(words->lists, w.list, GUINT_TO_POINTER(words->words->len));
  return true;
}

static bool read_table(const char *name, const struct csv_column *columns, size_t count, csv_row_fn *each,
                       struct demo_words *words, GError **error)
{
  size_t length;
  const char *bytes = resource_find(name, &length);
  if (bytes == NULL) {
    error_set(error, TE_INTERNAL, "%s", name);
    return false;
  }
  return csv_read(name, bytes, length, columns, count, each, words, error);
}

static void case_clear(void *data)
{
  struct demo_case *c = data;
  g_free(c->code);
  g_free(c->category);
  for (int i = 0; i < LANG_COUNT; i++) {
    g_strfreev(c->titles[i]);
    g_free(c->body[i]);
    g_free(c->note[i]);
    g_free(c->answer[i]);
  }
}

static void word_clear(void *data)
{
  struct demo_word *w = data;
  g_free(w->list);
  for (int i = 0; i < LANG_COUNT; i++)
    g_free(w->text[i]);
}

bool demo_words_init(struct demo_words *words, GError **error)
{
  *words = (struct demo_words){.cases = g_array_new(FALSE, FALSE, sizeof(struct demo_case)),
                               .incidents = g_array_new(FALSE, FALSE, sizeof(struct demo_case)),
                               .words = g_array_new(FALSE, FALSE, sizeof(struct demo_word)),
                               .lists = g_hash_table_new(g_str_hash, g_str_equal)};
  g_array_set_clear_func(words->cases, case_clear);
  g_array_set_clear_func(words->incidents, case_clear);
  g_array_set_clear_func(words->words, word_clear);
  const size_t cases = G_N_ELEMENTS(case_columns), incidents = G_N_ELEMENTS(incident_columns);
  return read_table("demo/cases.csv", case_columns, cases, add_case, words, error) &&
         read_table("demo/incidents.csv", incident_columns, incidents, add_incident, words, error) &&
         read_table("demo/words.csv", word_columns, G_N_ELEMENTS(word_columns), add_word, words, error);
}

void demo_words_clear(struct demo_words *words)
{
  g_array_free(words->cases, TRUE);
  g_array_free(words->incidents, TRUE);
  g_hash_table_destroy(words->lists);
  g_array_free(words->words, TRUE);
}

const struct demo_case *demo_case_pick(const struct demo_words *words, struct demo_random *random)
{
  int64_t at = demo_below(random, words->weight);
  for (guint i = 0; i < words->cases->len; i++) {
    const struct demo_case *c = &g_array_index(words->cases, struct demo_case, i);
    if ((at -= c->weight) < 0)
      return c;
  }
  return &g_array_index(words->cases, struct demo_case, 0);
}

const struct demo_word *demo_word(const struct demo_words *words, const char *list, uint64_t n)
{
  guint first = GPOINTER_TO_UINT(g_hash_table_lookup(words->lists, list)) - 1, count = 0;
  const struct demo_word *row = &g_array_index(words->words, struct demo_word, first);
  while (first + count < words->words->len && strcmp(row[count].list, list) == 0)
    count++;
  return &row[n % count];
}

const char *demo_phrase(const struct demo_words *words, const char *list, struct demo_random *random, enum lang lang)
{
  return demo_word(words, list, demo_random_next(random))->text[lang];
}

static const char *slot_value(const char *name, size_t length, const struct demo_slots *slots)
{
  for (int i = 0; i < SLOTS; i++)
    if (strlen(slot_names[i]) == length && strncmp(slot_names[i], name, length) == 0)
      return slots->value[i];
  return NULL;
}

char *demo_fill_in(const char *pattern, const struct demo_slots *slots)
{
  GString *out = g_string_sized_new(strlen(pattern) + 64);
  for (const char *open; (open = strchr(pattern, '{')) != NULL;) {
    const char *close = strchr(open, '}');
    const char *value = close == NULL ? NULL : slot_value(open + 1, (size_t)(close - open) - 1, slots);
    g_string_append_len(out, pattern, open - pattern + (value == NULL));
    if (value != NULL)
      g_string_append(out, value);
    pattern = value == NULL ? open + 1 : close + 1;
  }
  g_string_append(out, pattern);
  return g_string_free(out, FALSE);
}
