/* Articles as JSON Lines: id, category, use_case, status, ja and en {question, answer, steps, updated_at}; offices and
 * links where there are some. What is in review goes out as a draft, what is retired does not go out. */
#include <stdlib.h>
#include <string.h>

#include "knowledge.h"
#include "record.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "transfer_kind.h"

enum { ID, CATEGORY, USE_CASE, STATUS, JA, EN, OFFICES, LINKS, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [ID] = {"id", true, COLUMN_TEXT},        [CATEGORY] = {"category", false, COLUMN_TEXT},
    [USE_CASE] = {"use_case", false, COLUMN_TEXT}, [STATUS] = {"status", true, COLUMN_TEXT},
    [JA] = {"ja", false, COLUMN_JSON},       [EN] = {"en", false, COLUMN_JSON},
    [OFFICES] = {"offices", false, COLUMN_LIST}, [LINKS] = {"links", false, COLUMN_JSON}};

static bool begin(struct transfer *transfer, GError **error)
{
  struct record_batch *batch = g_new0(struct record_batch, 1);
  transfer->data = batch;
  return record_batch_open(batch, transfer->db, NULL, error);
}

static void clear(struct transfer *transfer)
{
  if (transfer->data != NULL)
    record_batch_close(transfer->data, false, NULL);
  g_clear_pointer(&transfer->data, g_free);
}

static bool end(struct transfer *transfer, GError **error)
{
  bool done = record_batch_close(transfer->data, true, error);
  g_clear_pointer(&transfer->data, g_free);
  return done;
}

/* --- in ------------------------------------------------------------------------------------------------------ */
static bool take_member(const struct csv_row *row, const char *column, const char *name, const json_t *value,
                        struct knowledge_side *out, struct arena *arena, GError **error)
{
  static const char *const names[] = {"question", "answer", "steps"};
  const char **const texts[] = {&out->question, &out->answer, &out->steps};
  const char *text = json_string_value(value);
  text = text != NULL && strlen(text) == json_string_length(value) ? text : NULL;
  for (size_t i = 0; text != NULL && i < G_N_ELEMENTS(names); i++)
    if (strcmp(name, names[i]) == 0) {
      *texts[i] = arena_strdup(arena, text);
      return true;
    }
  if (text != NULL && strcmp(name, "updated_at") == 0) {
    GError *why = NULL;
    if (utc_parse(text, &out->at, &why))
      return true;
    csv_fail(row, column, error, "%s", why->message);
    g_error_free(why);
    return false;
  }
  return csv_fail(row, column, error, _("“%s” is none of question, answer, steps, updated_at, or no text"), name);
}

static bool take_side(const struct csv_row *row, int field, struct knowledge_side *out, struct arena *arena,
                      GError **error)
{
  const char *name;
  json_t *value;
  json_t *object = json_loads(*row->field[field] == '\0' ? "null" : row->field[field], JSON_DECODE_ANY, NULL);
  bool good = json_is_object(object) || json_is_null(object);
  *out = (struct knowledge_side){"", "", "", UTC_NONE};
  if (!good) /* of a CSV file too: its text is JSON */
    csv_fail(row, columns[field].name, error, _("not an object with question, answer, updated_at"));
  json_object_foreach(object, name, value)
    good = good && take_member(row, columns[field].name, name, value, out, arena, error);
  json_decref(object);
  return good;
}

static bool take_links(const struct csv_row *row, const char **out, struct arena *arena, GError **error)
{
  json_t *list = json_loads(*row->field[LINKS] == '\0' ? "null" : row->field[LINKS], JSON_DECODE_ANY, NULL);
  bool good = json_is_array(list) || json_is_null(list);
  g_autoptr(GString) text = g_string_new(NULL);
  for (size_t i = 0; good && i < json_array_size(list); i++) {
    const char *link = json_string_value(json_array_get(list, i));
    good = link != NULL && strchr(link, '\n') == NULL;
    if (good)
      g_string_append_printf(text, "%s%s", text->len == 0 ? "" : "\n", link);
  }
  *out = arena_strdup(arena, text->str);
  json_decref(list);
  return good || csv_fail(row, "links", error, _("not a list of texts, one line each"));
}

static bool same_side(const struct knowledge_side *a, const struct knowledge_side *b)
{
  return strcmp(a->question, b->question) == 0 && strcmp(a->answer, b->answer) == 0 &&
         strcmp(a->steps, b->steps) == 0 &&
         (b->at == UTC_NONE || a->at == b->at);
}

/* Nothing to write down: the same article again. */
static bool same(const struct knowledge *a, const struct knowledge *b)
{
  return a->id != NULL && strcmp(a->category, b->category) == 0 && strcmp(a->use_case, b->use_case) == 0 &&
         strcmp(a->offices, b->offices) == 0 && strcmp(a->links, b->links) == 0 && a->status == b->status &&
         same_side(&a->side[0], &b->side[0]) && same_side(&a->side[1], &b->side[1]);
}

/* Who may publish and imports what is published has decided about the words in it. */
static bool consent(struct transfer *transfer, const struct knowledge *article, struct arena *arena, json_t *data,
                    GError **error)
{
  struct knowledge_row row = {.a = *article, .allowed = ""};
  GArray *findings = knowledge_findings(transfer->db, &row, arena, error);
  if (findings == NULL)
    return false;
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf(words, "%s%s", i == 0 ? "" : "\n",
                           g_array_index(findings, struct knowledge_finding, i).words);
  json_object_set_new(data, "words", json_text(words->str));
  g_array_free(findings, TRUE);
  return true;
}

static bool put_article(struct transfer *transfer, const struct csv_row *row, struct knowledge *article,
                        struct arena *arena, GError **error)
{
  struct knowledge_row before;
  if (!knowledge_load(transfer->db, article->id, arena, &before, error))
    return false;
  if (before.a.id != NULL && before.a.status == KNOWLEDGE_REVIEW)
    before.a.status = KNOWLEDGE_DRAFT; /* as it goes out */
  article->source = before.a.id == NULL ? "" : before.a.source;
  if (same(&before.a, article))
    return true;
  json_t *data = knowledge_data(article);
  g_autofree char *subject = g_strconcat("knowledge:", article->id, NULL);
  json_object_set_new(data, "status", json_string(knowledge_status_id(article->status)));
  bool published = (KNOWLEDGE_BIT(article->status) & KNOWLEDGE_PUBLISHED) != 0;
  bool done = (!published || consent(transfer, article, arena, data, error)) &&
              record_batch_put(transfer->data, subject, "knowledge-imported", transfer->input->at, transfer->input->by,
                               data, NULL, NULL, error);
  if (!done)
    g_prefix_error(error, "%s:%d: ", row->file, row->line);
  json_decref(data);
  return done;
}

static bool take_article(const struct csv_row *row, struct knowledge *out, struct arena *arena, GError **error)
{
  *out = (struct knowledge){.id = row->field[ID], .category = row->field[CATEGORY], .use_case = row->field[USE_CASE],
                            .offices = row->field[OFFICES]};
  if (!knowledge_status_parse(row->field[STATUS], &out->status) || out->status == KNOWLEDGE_RETIRED ||
      out->status == KNOWLEDGE_REVIEW)
    return csv_fail(row, "status", error, _("“%s” is none of draft, internal, public"), row->field[STATUS]);
  if (!take_side(row, JA, &out->side[LANG_JA], arena, error) ||
      !take_side(row, EN, &out->side[LANG_EN], arena, error) || !take_links(row, &out->links, arena, error))
    return false;
  if ((KNOWLEDGE_BIT(out->status) & KNOWLEDGE_PUBLISHED) != 0 && *out->side[LANG_JA].question == '\0' &&
      *out->side[LANG_EN].question == '\0')
    return csv_fail(row, NULL, error, _("the question is missing in both languages"));
  return true;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  struct arena *arena = arena_new();
  struct knowledge article;
  bool done = transfer_key(transfer, row, "id", row->field[ID], error) &&
              take_article(row, &article, arena, error) &&
              put_article(transfer, row, &article, arena, error);
  arena_free(arena);
  return done;
}

/* --- out ----------------------------------------------------------------------------------------------------- */
static char *side_text(const struct knowledge *a, enum lang lang)
{
  const struct knowledge_side *side = &a->side[lang];
  if (!knowledge_has(a, lang))
    return g_strdup("null");
  json_t *object = json_pack("{s:o, s:o}", "question", json_text(side->question), "answer", json_text(side->answer));
  if (*side->steps != '\0')
    json_object_set_new(object, "steps", json_text(side->steps));
  json_object_set_new(object, "updated_at", json_utc(side->at));
  char *text = json_dumps(object, JSON_COMPACT), *out = g_strdup(text);
  free(text);
  json_decref(object);
  return out;
}

static char *links_text(const char *links)
{
  json_t *list = json_lines(links);
  char *text = json_dumps(list, JSON_COMPACT), *out = g_strdup(text);
  free(text);
  json_decref(list);
  return out;
}

static bool put_row(void *user, const struct knowledge_row *row, GError **error)
{
  const struct knowledge *a = &row->a;
  enum knowledge_status status = a->status == KNOWLEDGE_REVIEW ? KNOWLEDGE_DRAFT : a->status;
  g_autofree char *ja = side_text(a, LANG_JA), *en = side_text(a, LANG_EN);
  g_autofree char *links = *a->links == '\0' ? NULL : links_text(a->links);
  const char *const fields[COLUMNS] = {
      [ID] = a->id, [CATEGORY] = a->category, [USE_CASE] = a->use_case, [STATUS] = knowledge_status_id(status),
      [JA] = ja,    [EN] = en,                [OFFICES] = *a->offices == '\0' ? NULL : a->offices, [LINKS] = links};
  return transfer_sink_row(user, fields, error);
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  return knowledge_each(db, put_row, sink, error);
}

const struct transfer_kind transfer_knowledge = {.id = "knowledge", .columns = columns, .count = COLUMNS,
                                                 .sparse = true, .may_be_empty = true, .begin = begin, .put = put,
                                                 .end = end,
                                                 .clear = clear, .each = each};
