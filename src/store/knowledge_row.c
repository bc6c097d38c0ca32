/* Articles between rows, events and structures. */
#include <string.h>

#include "knowledge.h"
#include "read_rows.h"
#include "toban/json.h"

void knowledge_from_stmt(struct db_stmt *stmt, struct arena *arena, struct knowledge_row *out)
{
  *out = (struct knowledge_row){.number = db_int(stmt, 1), .helped = (int)db_int(stmt, 17)};
  struct knowledge *a = &out->a;
  struct knowledge_side *ja = &a->side[LANG_JA], *en = &a->side[LANG_EN];
  const struct { const char **text; int column; } texts[] = {
      {&a->id, 0},          {&a->category, 2},   {&a->use_case, 3},      {&a->offices, 4}, {&a->links, 5},
      {&a->source, 6},      {&ja->question, 8},  {&ja->answer, 9},       {&ja->steps, 10}, {&en->question, 12},
      {&en->answer, 13},    {&en->steps, 14},    {&out->allowed, 16},    {&out->changed_by, 22}};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i].text = read_text(arena, stmt, texts[i].column);
  knowledge_status_parse(db_text(stmt, 7), &a->status);
  ja->at = db_utc(stmt, 11);
  en->at = db_utc(stmt, 15);
  out->useless = (int)db_int(stmt, 18);
  out->versions = (int)db_int(stmt, 19);
  out->revision = db_int(stmt, 20);
  out->changed_at = db_utc(stmt, 21);
}

bool knowledge_load(struct db *db, const char *id, struct arena *arena, struct knowledge_row *out, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT " KNOWLEDGE_COLUMNS " FROM knowledge k WHERE k.id = $1", "t", id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct knowledge_row){.number = 0};
  if (got > 0)
    knowledge_from_stmt(stmt, arena, out);
  db_done(stmt);
  return got >= 0;
}

bool knowledge_write(struct db *db, const struct knowledge_row *row, GError **error)
{
  const struct knowledge *a = &row->a;
  const struct knowledge_side *ja = &a->side[LANG_JA], *en = &a->side[LANG_EN];
  return db_exec(
      db, error,
      "INSERT INTO knowledge (id, number, category, use_case, offices, links, source, status, ja_question, ja_answer,"
      " ja_steps, ja_at, en_question, en_answer, en_steps, en_at, allowed, helped, useless, versions, seq, changed_at,"
      " changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,"
      " $21, $22, $23) ON CONFLICT (id) DO UPDATE SET category = $3, use_case = $4, offices = $5, links = $6,"
      " source = $7, status = $8, ja_question = $9, ja_answer = $10, ja_steps = $11, ja_at = $12, en_question = $13,"
      " en_answer = $14, en_steps = $15, en_at = $16, allowed = $17, helped = $18, useless = $19, versions = $20,"
      " seq = $21, changed_at = $22, changed_by = $23",
      "titttttttttutttutiiiiut", a->id, row->number, a->category, a->use_case,
      a->offices, a->links, a->source, knowledge_status_id(a->status), ja->question, ja->answer, ja->steps, ja->at,
      en->question, en->answer, en->steps, en->at, row->allowed, (int64_t)row->helped, (int64_t)row->useless,
      (int64_t)row->versions, row->revision, row->changed_at, row->changed_by);
}

/* --- data of events ------------------------------------------------------------------------------------------ */
static json_t *side_data(const struct knowledge_side *side)
{
  json_t *data = json_pack("{s:o, s:o, s:o}", "question", json_text(side->question), "answer", json_text(side->answer),
                           "steps", json_text(side->steps));
  if (side->at != UTC_NONE)
    json_object_set_new(data, "at", json_integer(side->at));
  return data;
}

json_t *knowledge_data(const struct knowledge *a)
{
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "category", json_text(a->category), "use_case",
                   json_text(a->use_case), "offices", json_text(a->offices), "links", json_text(a->links), "source",
                   json_text(a->source), "ja", side_data(&a->side[LANG_JA]), "en", side_data(&a->side[LANG_EN]));
}

static const char *text_of(const json_t *data, const char *name, struct arena *arena)
{
  const char *text = json_string_value(json_object_get(data, name));
  return text == NULL ? "" : arena_strdup(arena, text);
}

static void side_from(const json_t *data, struct arena *arena, struct knowledge_side *out)
{
  const json_t *at = json_object_get(data, "at");
  *out = (struct knowledge_side){.question = text_of(data, "question", arena), .answer = text_of(data, "answer", arena),
                                 .steps = text_of(data, "steps", arena),
                                 .at = json_is_integer(at) ? json_integer_value(at) : UTC_NONE};
}

void knowledge_from_data(const json_t *data, struct arena *arena, struct knowledge *out)
{
  *out = (struct knowledge){.category = text_of(data, "category", arena), .use_case = text_of(data, "use_case", arena),
                            .offices = text_of(data, "offices", arena), .links = text_of(data, "links", arena),
                            .source = text_of(data, "source", arena)};
  side_from(json_object_get(data, "ja"), arena, &out->side[LANG_JA]);
  side_from(json_object_get(data, "en"), arena, &out->side[LANG_EN]);
}

/* --- the search index ------------------------------------------------------------------------------------------ */
void knowledge_document(struct search_writer *writer, const struct knowledge_row *row)
{
  const struct knowledge *a = &row->a;
  search_writer_start(writer);
  search_writer_title(writer, a->id);
  search_writer_title(writer, a->use_case);
  for (int i = 0; i < LANG_COUNT; i++)
    search_writer_title(writer, a->side[i].question);
  for (int i = 0; i < LANG_COUNT; i++) {
    search_writer_body(writer, a->side[i].answer);
    search_writer_body(writer, a->side[i].steps);
  }
}

bool knowledge_each(struct db *db, knowledge_fn *each, void *user, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db, "SELECT " KNOWLEDGE_COLUMNS " FROM knowledge k WHERE k.status <> 'retired' ORDER BY k.number", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct arena *arena = arena_new();
    struct knowledge_row row;
    knowledge_from_stmt(stmt, arena, &row);
    got = each(user, &row, error) ? 1 : -1;
    arena_free(arena);
  }
  db_done(stmt);
  return got == 0;
}
