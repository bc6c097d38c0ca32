/* What stands in the way of publishing: by form (scrub.h), and by the lists of people and things. */
#include <string.h>

#include "knowledge.h"
#include "toban/text.h"

struct scan { struct db *db; struct arena *arena; GArray *findings; GHashTable *seen; };

static void add(struct scan *scan, enum scrub_kind kind, const char *words, gsize length, const char *where)
{
  g_autofree char *folded = text_fold(words, (gssize)length);
  if (*folded == '\0' || g_hash_table_contains(scan->seen, folded))
    return;
  g_hash_table_add(scan->seen, g_steal_pointer(&folded));
  struct knowledge_finding one = {.kind = kind, .where = where};
  one.words = arena_strndup(scan->arena, words, length);
  g_array_append_val(scan->findings, one);
}

static void scan_form(struct scan *scan, const char *text, const char *where)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct scrub_finding));
  scrub_find(text, found);
  for (guint i = 0; i < found->len; i++) {
    const struct scrub_finding *f = &g_array_index(found, struct scrub_finding, i);
    add(scan, f->kind, text + f->from, f->to - f->from, where);
  }
}

/* Names with and without the blank between their parts. */
static bool scan_people(struct scan *scan, const char *text, const char *where, GError **error)
{
  struct db_stmt *stmt = db_query(
      scan->db, error,
      "SELECT name FROM (SELECT name FROM requester UNION SELECT requester FROM caller UNION SELECT name_ja FROM"
      " operator UNION SELECT name_en FROM operator) AS people WHERE length(name) > 1 AND ($1 LIKE '%' || name || '%'"
      " OR $1 LIKE '%' || replace(name, ' ', '') || '%') ORDER BY name",
      "t", text);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add(scan, SCRUB_NAME, db_text(stmt, 0), strlen(db_text(stmt, 0)), where);
  db_done(stmt);
  return got == 0;
}

static bool scan_things(struct scan *scan, const char *text, const char *where, GError **error)
{
  g_autoptr(GPtrArray) words = scrub_words(text);
  bool done = true;
  for (guint i = 0; done && i < words->len; i++) {
    int64_t there = 0;
    const char *word = g_ptr_array_index(words, i);
    done = db_get_int(scan->db, &there, 0, error, "SELECT count(*) FROM asset WHERE tag = $1", "t", word);
    if (there > 0)
      add(scan, SCRUB_TAG, word, strlen(word), where);
  }
  return done;
}

static bool scan_text(struct scan *scan, const char *bytes, const char *where, GError **error)
{
  if (*bytes == '\0')
    return true;
  g_autofree char *text = g_utf8_make_valid(bytes, -1);
  scan_form(scan, text, where);
  return scan_people(scan, text, where, error) && scan_things(scan, text, where, error);
}

/* What was allowed counts as seen. */
static void note_allowed(struct scan *scan, const char *allowed)
{
  char **lines = g_strsplit(allowed, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    g_hash_table_add(scan->seen, text_fold(lines[i], -1));
  g_strfreev(lines);
}

GArray *knowledge_findings(struct db *db, const struct knowledge_row *row, struct arena *arena, GError **error)
{
  const struct knowledge *a = &row->a;
  const struct knowledge_side *ja = &a->side[LANG_JA], *en = &a->side[LANG_EN];
  const struct { const char *text, *where; } texts[] = {
      {ja->question, "ja question"}, {ja->answer, "ja answer"}, {ja->steps, "ja steps"},
      {en->question, "en question"}, {en->answer, "en answer"}, {en->steps, "en steps"},
      {a->use_case, "use case"},     {a->links, "links"}};
  struct scan scan = {.db = db, .arena = arena,
                      .findings = g_array_new(FALSE, FALSE, sizeof(struct knowledge_finding)),
                      .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  bool done = true;
  note_allowed(&scan, row->allowed);
  for (size_t i = 0; done && i < G_N_ELEMENTS(texts); i++)
    done = scan_text(&scan, texts[i].text, texts[i].where, error);
  g_hash_table_unref(scan.seen);
  if (done)
    return scan.findings;
  g_array_free(scan.findings, TRUE);
  return NULL;
}
