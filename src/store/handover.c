/* Handover sheets: what their events may say and the tables that they make. */
#include "handover.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/store.h"
#include "toban/text.h"

enum { ITEMS_MOST = 999, WORDS_MOST = 20000 };

/* --- commands ------------------------------------------------------------------------------------------- */
static struct command *command(const char *actor, utc_t at, int64_t number, const char *kind, json_t *take_data)
{
  char subject[64] = "handover:";
  if (number > 0)
    g_snprintf(subject, sizeof subject, "handover:%" G_GINT64_FORMAT, number);
  return record_command(actor, at, 0, subject, kind, take_data);
}

struct command *handover_write(const char *actor, utc_t at, int64_t number, const char *lang, const char *text)
{
  return command(actor, at, number, "handover-words", json_pack("{s:s, s:s}", "lang", lang, "text", text));
}

static json_t *time_json(utc_t at)
{
  return at == UTC_NONE ? json_null() : json_integer(at);
}

static json_t *item_json(const struct handover_item *i)
{
  return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:i, s:i}", "kind", handover_kind_id(i->kind), "ref",
                   i->ref, "ja", i->title[LANG_JA], "en", i->title[LANG_EN], "state", i->state, "office", i->office,
                   "words", i->words, "at", time_json(i->at), "until", time_json(i->until), "have", i->have, "want",
                   i->want);
}

struct command *handover_give(const char *actor, utc_t at, const struct handover_sheet *sheet)
{
  json_t *items = json_array();
  for (int i = 0; i < sheet->items; i++)
    json_array_append_new(items, item_json(&sheet->item[i]));
  return command(actor, at, sheet->number, "handover-given",
                 json_pack("{s:o, s:o}", "until", time_json(sheet->until), "items", items));
}

struct command *handover_confirm(const char *actor, utc_t at, int64_t number, int place)
{
  return command(actor, at, number, "handover-confirmed", json_pack("{s:i}", "place", place));
}

struct command *handover_confirm_rest(const char *actor, utc_t at, const struct handover_sheet *sheet)
{
  struct command *out = NULL;
  for (int i = 0; i < sheet->items; i++) {
    const struct handover_item *item = &sheet->item[i];
    if (item->confirmed_by != NULL)
      continue;
    if (out == NULL) {
      out = handover_confirm(actor, at, sheet->number, item->place);
      continue;
    }
    char *subject = g_strdup_printf("handover:%" G_GINT64_FORMAT, sheet->number);
    record_command_add(out, subject, "handover-confirmed", json_pack("{s:i}", "place", item->place));
    g_free(subject);
  }
  return out;
}

struct command *handover_end(const char *actor, utc_t at, int64_t number, const char *reason)
{
  return command(actor, at, number, "handover-ended", json_pack("{s:s}", "reason", reason == NULL ? "" : reason));
}

/* --- what may be said ------------------------------------------------------------------------------------- */
static int64_t number_of(const struct record *record)
{
  char *end;
  int64_t number = strtoll(record->key, &end, 10);
  return *end == '\0' && number > 0 ? number : 0;
}

/* Only one draft at a time: a number of which nothing is kept begins one. */
static bool may_begin(struct db *db, int64_t number, GError **error)
{
  int64_t draft, last;
  if (!db_get_int(db, &draft, 0, error, "SELECT number FROM handover WHERE state = 'draft'", "") ||
      !db_get_int(db, &last, 0, error, "SELECT max(number) FROM handover", ""))
    return false;
  if (draft > 0)
    error_set(error, TE_NO, _("sheet %ld is being written: add to that one"), (long)draft);
  else if (number != last + 1)
    error_set(error, TE_NOINPUT, _("there is no handover sheet %ld"), (long)number);
  return draft == 0 && number == last + 1;
}

static bool may_words(const struct handover_sheet *sheet, const struct record *record, GError **error)
{
  const char *text = record_text(record, "text");
  if (sheet->state == HANDOVER_ENDED) {
    error_set(error, TE_NO, _("sheet %ld was not handed over, or is ended"), (long)sheet->number);
    return false;
  }
  if (*text == '\0' || strlen(text) > WORDS_MOST) {
    error_set(error, TE_DATA, "%s", _("some words, please, not too many"));
    return false;
  }
  return true;
}

static bool may_give(const struct handover_sheet *sheet, const struct record *record, GError **error)
{
  size_t items = json_array_size(json_object_get(record->data, "items"));
  if (sheet->state != HANDOVER_DRAFT) {
    error_set(error, TE_NO, _("sheet %ld was handed over already"), (long)sheet->number);
    return false;
  }
  if (items == 0 || items > ITEMS_MOST) {
    error_set(error, TE_DATA, "%s", _("a sheet has some items, not more than 999"));
    return false;
  }
  return true;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  int64_t number = number_of(record);
  struct arena *arena = arena_new();
  struct handover_sheet sheet;
  bool ok = number > 0 && handover_load(db, number, arena, &sheet, error);
  bool begins = strcmp(record->kind, "handover-words") == 0 || strcmp(record->kind, "handover-given") == 0;
  if (ok && sheet.number == 0 && begins)
    ok = may_begin(db, number, error);
  else if (number == 0 || (ok && sheet.number == 0))
    error_set(error, TE_NOINPUT, _("there is no handover sheet %ld"), (long)number), ok = false;
  if (ok && strcmp(record->kind, "handover-words") == 0)
    ok = may_words(&sheet, record, error);
  else if (ok && strcmp(record->kind, "handover-given") == 0)
    ok = may_give(&sheet, record, error);
  else if (ok && strcmp(record->kind, "handover-confirmed") == 0)
    ok = handover_may_confirm(&sheet, (int)record_int(record, "place", 0), record->by, error);
  else if (ok)
    ok = handover_may_end(&sheet, record_text(record, "reason"), error);
  arena_free(arena);
  return ok;
}

/* --- the tables -------------------------------------------------------------------------------------------- */
static bool fold(struct db *db, int64_t number, const char *text, GError **error)
{
  char *folded = text_fold(text, -1);
  bool done = db_exec(db, error, "UPDATE handover SET folded = folded || $1 || ' ' WHERE number = $2", "ti", folded,
                      number);
  g_free(folded);
  return done;
}

static bool begin(struct db *db, const struct record *record, int64_t number, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO handover (number, state, made_at, reason, folded, seq)"
                 " VALUES ($1, 'draft', $2, '', '', $3) ON CONFLICT (number) DO UPDATE SET seq = $3",
                 "iui", number, record->at, record->seq);
}

static bool put_words(struct db *db, const struct record *record, int64_t number, GError **error)
{
  return begin(db, record, number, error) &&
         db_exec(db, error,
                 "INSERT INTO handover_words (number, place, by_, at, lang, words) VALUES ($1,"
                 " (SELECT coalesce(max(place), 0) + 1 FROM handover_words WHERE number = $1), $2, $3, $4, $5)",
                 "itutt", number, record->by, record->at, record_text(record, "lang"), record_text(record, "text")) &&
         fold(db, number, record_text(record, "text"), error);
}

static const char *text_in(const json_t *object, const char *name)
{
  const char *text = json_string_value(json_object_get(object, name));
  return text == NULL ? "" : text;
}

static utc_t time_in(const json_t *object, const char *name)
{
  const json_t *value = json_object_get(object, name);
  return json_is_integer(value) ? json_integer_value(value) : UTC_NONE;
}

static bool put_item(struct db *db, int64_t number, size_t place, const json_t *i, GError **error)
{
  enum handover_kind kind;
  if (!handover_kind_parse(text_in(i, "kind"), &kind))
    return true; /* of a later program */
  const char *ja = text_in(i, "ja"), *en = text_in(i, "en"), *ref = text_in(i, "ref"), *words = text_in(i, "words");
  char *all = g_strjoin(" ", ref, ja, strcmp(ja, en) == 0 ? "" : en, words, NULL);
  bool done = db_exec(db, error,
                      "INSERT INTO handover_item (number, place, kind, ref, title_ja, title_en, state, office, words,"
                      " at, until_, have, want) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                      "iitttttttuuii", number, (int64_t)place, text_in(i, "kind"), ref, ja, en, text_in(i, "state"),
                      text_in(i, "office"), words, time_in(i, "at"), time_in(i, "until"),
                      (int64_t)json_integer_value(json_object_get(i, "have")),
                      (int64_t)json_integer_value(json_object_get(i, "want"))) &&
              fold(db, number, all, error);
  g_free(all);
  return done;
}

static bool put_given(struct db *db, const struct record *record, int64_t number, GError **error)
{
  const json_t *items = json_object_get(record->data, "items"), *item;
  size_t i;
  bool done = begin(db, record, number, error) &&
              db_exec(db, error,
                      "UPDATE handover SET state = 'given', given_by = $1, given_at = $2, until_ = $3, seq = $4"
                      " WHERE number = $5",
                      "tuuii", record->by, record->at, time_in(record->data, "until"), record->seq, number) &&
              db_exec(db, error, "DELETE FROM handover_item WHERE number = $1", "i", number);
  json_array_foreach(items, i, item)
    done = done && put_item(db, number, i + 1, item, error);
  return done;
}

static bool put_confirmed(struct db *db, const struct record *record, int64_t number, GError **error)
{
  return db_exec(db, error,
                 "UPDATE handover_item SET confirmed_by = $1, confirmed_at = $2 WHERE number = $3 AND place = $4"
                 " AND confirmed_by IS NULL",
                 "tuii", record->by, record->at, number, record_int(record, "place", 0)) &&
         db_exec(db, error, "UPDATE handover SET seq = $1 WHERE number = $2", "ii", record->seq, number);
}

static bool put_ended(struct db *db, const struct record *record, int64_t number, GError **error)
{
  const char *reason = record_text(record, "reason");
  return db_exec(db, error,
                 "UPDATE handover SET state = 'ended', ended_by = $1, ended_at = $2, reason = $3, seq = $4"
                 " WHERE number = $5",
                 "tutii", record->by, record->at, reason, record->seq, number) &&
         fold(db, number, reason, error);
}

static const struct record_kind kinds[] = {{"handover-words", RIGHT_HANDOVER}, {"handover-given", RIGHT_HANDOVER},
                                           {"handover-confirmed", RIGHT_HANDOVER}, {"handover-ended", RIGHT_HANDOVER}};
static bool (*const put[G_N_ELEMENTS(kinds)])(struct db *, const struct record *, int64_t, GError **) = {
    put_words, put_given, put_confirmed, put_ended};

static bool apply(struct db *db, const struct record *record, GError **error)
{
  int64_t number = number_of(record);
  for (size_t i = 0; number > 0 && i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].id, record->kind) == 0)
      return put[i](db, record, number, error);
  error_set(error, TE_DATA, _("“%s” is no name for an entry"), record->key);
  return false;
}

/* The draft that is open, else a new one. */
static const char next[] =
    "SELECT coalesce((SELECT number FROM handover WHERE state = 'draft'), (SELECT coalesce(max(number), 0) + 1"
    " FROM handover))";
static const char *const tables[] = {"handover", "handover_item", "handover_words", NULL};
const struct record_ops record_handover = {.prefix = "handover", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                           .tables = tables, .topic = TOPIC_HANDOVER, .may = may, .apply = apply,
                                           .next = next};
