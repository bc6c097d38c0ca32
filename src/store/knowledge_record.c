/* The register of articles: what may be done, what it does to the rows, and the commands that ask for it. */
#include <string.h>

#include "knowledge.h"
#include "record.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "toban/text.h"

enum { SAVED, IMPORTED, MOVED_DRAFT, MOVED_REVIEW, MOVED_INTERNAL, MOVED_PUBLIC, MOVED_RETIRED, ALLOWED, HELPED,
       USELESS, KINDS };
static const struct record_kind kinds[KINDS] = {
  [SAVED] = {"knowledge-saved", RIGHT_KNOWLEDGE_EDIT},
  [IMPORTED] = {"knowledge-imported", RIGHT_KNOWLEDGE_PUBLISH},
  [MOVED_DRAFT] = {"knowledge-draft", RIGHT_KNOWLEDGE_EDIT},
  [MOVED_REVIEW] = {"knowledge-review", RIGHT_KNOWLEDGE_EDIT},
  [MOVED_INTERNAL] = {"knowledge-internal", RIGHT_KNOWLEDGE_PUBLISH},
  [MOVED_PUBLIC] = {"knowledge-public", RIGHT_KNOWLEDGE_PUBLISH},
  [MOVED_RETIRED] = {"knowledge-retired", RIGHT_KNOWLEDGE_PUBLISH},
  [ALLOWED] = {"knowledge-allowed", RIGHT_KNOWLEDGE_EDIT},
  [HELPED] = {"knowledge-helped", RIGHT_KNOWLEDGE_EDIT},
  [USELESS] = {"knowledge-useless", RIGHT_KNOWLEDGE_EDIT},
};

static int kind_of(const char *id)
{
  for (int i = 0; i < KINDS; i++)
    if (strcmp(kinds[i].id, id) == 0)
      return i;
  return -1;
}

static enum knowledge_status status_of(int kind)
{
  return (enum knowledge_status)(KNOWLEDGE_DRAFT + (kind - MOVED_DRAFT));
}

/* --- may it be done? -------------------------------------------------------------------------------------- */
static bool refuse(GError **error, const char *text)
{
  error_set(error, TE_DATA, "%s", text);
  return false;
}

/* Names the first things that stand in the way. */
static bool check_findings(struct db *db, const struct knowledge_row *row, struct arena *arena, GError **error)
{
  GArray *findings = knowledge_findings(db, row, arena, error);
  if (findings == NULL)
    return false;
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < findings->len && i < 5; i++) {
    const struct knowledge_finding *f = &g_array_index(findings, struct knowledge_finding, i);
    g_string_append_printf(words, "%s%s: %s", i == 0 ? "" : ", ", scrub_kind_text(f->kind), f->words);
  }
  bool none = findings->len == 0;
  if (!none)
    error_set(error, TE_DATA, _("not published: take out or allow what may say who or which machine (%d: %s)"),
              (int)findings->len, words->str);
  g_array_free(findings, TRUE);
  return none;
}

static bool may_move(struct db *db, const struct knowledge_row *row, enum knowledge_status to, struct arena *arena,
                     GError **error)
{
  if (row->a.status == to)
    return refuse(error, _("it is in this state already"));
  if (!knowledge_status_may(row->a.status, to)) {
    error_set(error, TE_DATA, _("an article that is “%s” cannot become “%s”: it goes draft, review, published"),
              knowledge_status_text(row->a.status), knowledge_status_text(to));
    return false;
  }
  if ((KNOWLEDGE_BIT(to) & (KNOWLEDGE_PUBLISHED | KNOWLEDGE_BIT(KNOWLEDGE_REVIEW))) == 0)
    return true;
  enum lang lang = knowledge_shown(&row->a, LANG_JA);
  if (*row->a.side[lang].question == '\0' || *row->a.side[lang].answer == '\0')
    return refuse(error, _("a question and its answer are needed, in one language at least"));
  return (KNOWLEDGE_BIT(to) & KNOWLEDGE_PUBLISHED) == 0 || check_findings(db, row, arena, error);
}

static bool may_save(const struct record *record, const struct knowledge_row *row, struct arena *arena, GError **error)
{
  struct knowledge article;
  knowledge_from_data(record->data, arena, &article);
  if (strcspn(record->key, " \t\r\n/\\") != strlen(record->key))
    return refuse(error, _("the name of an article has no blanks and no slashes"));
  if (record_int(record, "fresh", 0) != 0 && row->a.id != NULL)
    return refuse(error, _("an article of this name is there already"));
  if (record_int(record, "fresh", 0) == 0 && kind_of(record->kind) == SAVED && row->a.id == NULL)
    return refuse(error, _("there is no such article"));
  return true;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  struct arena *arena = arena_new();
  struct knowledge_row row;
  int kind = kind_of(record->kind);
  bool good = knowledge_load(db, record->key, arena, &row, error);
  if (good && (kind == SAVED || kind == IMPORTED))
    good = may_save(record, &row, arena, error);
  else if (good && row.a.id == NULL)
    good = refuse(error, _("there is no such article"));
  else if (good && kind >= MOVED_DRAFT && kind <= MOVED_RETIRED)
    good = may_move(db, &row, status_of(kind), arena, error);
  arena_free(arena);
  return good;
}

/* --- what it does ----------------------------------------------------------------------------------------- */
/* A side that stays as it was keeps its time. */
static void settle_side(const struct record *record, const struct knowledge_side *before, struct knowledge_side *side)
{
  bool same = before->question != NULL && strcmp(before->question, side->question) == 0 &&
              strcmp(before->answer, side->answer) == 0 && strcmp(before->steps, side->steps) == 0;
  if (kind_of(record->kind) == IMPORTED && side->at != UTC_NONE)
    return;
  side->at = same ? before->at : record->at;
}

static void take_content(struct knowledge_row *row, const struct record *record, struct arena *arena)
{
  struct knowledge fresh;
  knowledge_from_data(record->data, arena, &fresh);
  fresh.id = record->key;
  fresh.status = KNOWLEDGE_DRAFT;
  if (kind_of(record->kind) == IMPORTED)
    knowledge_status_parse(record_text(record, "status"), &fresh.status);
  for (int i = 0; i < LANG_COUNT; i++)
    settle_side(record, &row->a.side[i], &fresh.side[i]);
  row->a = fresh;
  row->versions++;
}

static void add_allowed(struct knowledge_row *row, const struct record *record, struct arena *arena)
{
  const char *between = *row->allowed == '\0' ? "" : "\n";
  g_autofree char *all = g_strconcat(row->allowed, between, record_text(record, "words"), NULL);
  row->allowed = arena_strdup(arena, all);
}

static bool rewrite(struct db *db, const struct record *record, struct knowledge_row *row, struct arena *arena)
{
  int kind = kind_of(record->kind);
  (void)db;
  if (kind < 0 || (row->a.id == NULL && kind != SAVED && kind != IMPORTED))
    return false;
  if (row->a.id == NULL)
    *row = (struct knowledge_row){.number = record->seq, .allowed = ""};
  if (kind == SAVED || kind == IMPORTED)
    take_content(row, record, arena);
  else if (kind <= MOVED_RETIRED)
    row->a.status = status_of(kind);
  else if (kind == ALLOWED)
    add_allowed(row, record, arena);
  else
    *(kind == HELPED ? &row->helped : &row->useless) += 1;
  if (kind == IMPORTED)
    add_allowed(row, record, arena);
  row->revision = record->seq;
  row->changed_at = kind <= MOVED_RETIRED ? record->at : row->changed_at;
  row->changed_by = kind <= MOVED_RETIRED ? record->by : row->changed_by;
  return true;
}

/* The index follows the rows; a replay has its own way (search_index.h). */
static bool index_change(struct db *db, const struct knowledge_row *before, const struct knowledge_row *after,
                         GError **error)
{
  struct search_writer writer;
  bool done = true;
  search_writer_init(&writer);
  if (before->a.id != NULL && before->a.status != KNOWLEDGE_RETIRED) {
    knowledge_document(&writer, before);
    g_ptr_array_set_size(writer.fresh, 0);
    done = search_writer_remove(&writer, db, SEARCH_KNOWLEDGE, before->number, error);
  }
  if (done && after->a.status != KNOWLEDGE_RETIRED) {
    knowledge_document(&writer, after);
    done = search_writer_put(&writer, db, SEARCH_KNOWLEDGE, after->number, error);
  }
  search_writer_clear(&writer);
  return done;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  struct arena *arena = arena_new();
  struct knowledge_row before, row;
  bool done = knowledge_load(db, record->key, arena, &before, error);
  row = before;
  if (done && rewrite(db, record, &row, arena))
    done = knowledge_write(db, &row, error) && (record->replay || index_change(db, &before, &row, error));
  arena_free(arena);
  return done;
}

static const char *const tables[] = {"knowledge", NULL};
const struct record_ops record_knowledge = {
  .prefix = "knowledge", .kind = kinds, .kinds = KINDS, .tables = tables, .topic = TOPIC_KNOWLEDGE,
  .next = "SELECT max(seq) + 1 FROM event", .may = may, .apply = apply,
};

/* --- commands --------------------------------------------------------------------------------------------- */
static struct command *change(const char *actor, utc_t at, int64_t revision, const char *id, int kind,
                              json_t *take_data)
{
  g_autofree char *subject = g_strconcat("knowledge:", id == NULL ? "" : id, NULL);
  return record_command(actor, at, revision, subject, kinds[kind].id, take_data);
}

struct command *knowledge_save(const char *actor, utc_t at, int64_t revision, const struct knowledge *article)
{
  json_t *data = knowledge_data(article);
  if (article->id == NULL)
    json_object_set_new(data, "fresh", json_true());
  return change(actor, at, revision, article->id, SAVED, data);
}

struct command *knowledge_move(const char *actor, utc_t at, int64_t revision, const char *id,
                               enum knowledge_status status)
{
  return change(actor, at, revision, id, MOVED_DRAFT + (int)status, NULL);
}

struct command *knowledge_vote(const char *actor, utc_t at, const char *id, bool helped, const char *ticket)
{
  return change(actor, at, 0, id, helped ? HELPED : USELESS, json_pack("{s:o}", "ticket", json_text(ticket)));
}

struct command *knowledge_allow(const char *actor, utc_t at, const char *id, const char *words)
{
  return change(actor, at, 0, id, ALLOWED, json_pack("{s:o}", "words", json_text(words)));
}

/* The article for users says what helped, in words of its own: only what the desk wrote for itself comes along. */
struct command *knowledge_from_ticket(const char *actor, utc_t at, const struct reference *ref,
                                      const struct ticket_view *view)
{
  g_autoptr(GString) notes = g_string_new(NULL);
  for (int i = 0; i < view->events; i++) {
    const struct ticket_event *e = &view->event[i];
    if (e->kind == EVENT_NOTE && e->body != NULL && *e->body != '\0')
      g_string_append_printf(notes, "%s%s", notes->len == 0 ? "" : "\n", e->body);
  }
  const struct category *category = view->t.category == NULL ? NULL : reference_category(ref, view->t.category);
  bool japanese = text_is_japanese(notes->str) || notes->len == 0;
  struct knowledge article = {.category = view->t.category == NULL ? "" : view->t.category,
                              .use_case = category == NULL ? "" : category->name[japanese ? LANG_JA : LANG_EN],
                              .offices = "", .links = "", .source = view->t.key};
  for (int i = 0; i < LANG_COUNT; i++)
    article.side[i] = (struct knowledge_side){"", "", "", UTC_NONE};
  article.side[japanese ? LANG_JA : LANG_EN].answer = notes->str;
  return knowledge_save(actor, at, 0, &article);
}
