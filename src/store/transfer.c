#include "toban/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "transfer_kind.h"

static const struct transfer_kind *const kinds[] = {
#define TRANSFER(name) &transfer_##name,
#include "transfer.list"
#undef TRANSFER
};
static const char *const formats[FORMATS] = {"csv", "jsonl", "json"};

static const struct transfer_kind *find(const char *id)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i]->id, id) == 0)
      return kinds[i];
  return NULL;
}

const char *transfer_kind_id(int index)
{
  return index >= 0 && index < (int)G_N_ELEMENTS(kinds) ? kinds[index]->id : NULL;
}

bool transfer_kind_known(const char *kind)
{
  return find(kind) != NULL;
}

bool transfer_format_parse(const char *id, enum transfer_format *out)
{
  for (int i = 0; i < FORMATS; i++)
    if (strcmp(formats[i], id) == 0) {
      *out = (enum transfer_format)i;
      return true;
    }
  return false;
}

enum transfer_format transfer_usual_format(const char *kind)
{
  return find(kind) == &transfer_events || find(kind) == &transfer_knowledge ? FORMAT_JSONL : FORMAT_CSV;
}

static enum transfer_format format_of(const struct transfer_kind *kind, const struct transfer_input *input)
{
  size_t at = 0;
  while (at < input->length && strchr(" \t\r\n", input->bytes[at]) != NULL && input->bytes[at] != '\0')
    at++;
  if (at < input->length && input->bytes[at] == '{')
    return FORMAT_JSONL;
  if (at < input->length && input->bytes[at] == '[')
    return FORMAT_JSON;
  /* Nothing at all is JSON Lines without a line. Where that would take every calendar or policy away it is
   * rather a table that lost its header. */
  return at == input->length && kind->may_be_empty ? FORMAT_JSONL : FORMAT_CSV;
}

/* --- taking away what the file does not have ---------------------------------------------------------- */
static bool delete_others(struct transfer *transfer, GError **error)
{
  GPtrArray *gone = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(transfer->db, transfer->kind->keys_sql, error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!g_hash_table_contains(transfer->keys, db_text(stmt, 0)))
      g_ptr_array_add(gone, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  bool ok = got == 0;
  for (guint i = 0; ok && i < gone->len; i++)
    ok = transfer->kind->remove != NULL
             ? transfer->kind->remove(transfer, gone->pdata[i], error)
             : db_exec(transfer->db, error, transfer->kind->delete_sql, "t", (const char *)gone->pdata[i]);
  g_ptr_array_free(gone, TRUE);
  return ok;
}

static bool run(struct transfer *transfer, GError **error)
{
  const struct transfer_kind *kind = transfer->kind;
  if (transfer->input->replace && kind->keys_sql == NULL && !kind->replaces) {
    error_set(error, TE_USAGE, _("--replace makes no sense for %s"), kind->id);
    return false;
  }
  return (kind->begin == NULL || kind->begin(transfer, error)) && transfer_source(transfer, error) &&
         (!transfer->input->replace || kind->replaces || delete_others(transfer, error)) && kind->end(transfer, error);
}

/* The kind as this database has it: some columns are data. */
struct extended { struct transfer_kind kind; struct transfer_column column[64]; struct arena *arena; };

static const struct transfer_kind *extend(struct extended *extended, struct db *db, const struct transfer_kind *kind,
                                          GError **error)
{
  extended->arena = arena_new();
  if (kind->extend == NULL)
    return kind;
  extended->kind = *kind;
  memcpy(extended->column, kind->columns, kind->count * sizeof *kind->columns);
  extended->kind.columns = extended->column;
  return kind->extend(db, &extended->kind, extended->column, extended->arena, error) ? &extended->kind : NULL;
}

/* With a preview, the rows from before are held against those after. */
static bool run_watched(struct transfer *transfer, GError **error)
{
  if (transfer->input->preview == NULL)
    return run(transfer, error);
  GHashTable *before = transfer_preview_before(transfer->db, transfer->kind, error);
  bool ok = before != NULL && run(transfer, error) && transfer_preview_after(transfer, before, error);
  if (before != NULL)
    g_hash_table_unref(before);
  return ok;
}

bool transfer_import(struct db *db, const struct transfer_input *input, int64_t *rows, GError **error)
{
  struct transfer transfer = {.db = db, .kind = find(input->kind), .input = input};
  if (transfer.kind == NULL) {
    error_set(error, TE_USAGE, _("there is no kind of data called “%s”"), input->kind);
    return false;
  }
  transfer.format = format_of(transfer.kind, input);
  bool nested = db_in_transaction(db); /* then the caller has asked for the right */
  if (!nested && !person_begin(db, input->by, right_of_import(input->kind), input->name, error))
    return false;
  struct extended extended;
  const struct transfer_kind *kind = transfer.kind;
  transfer.kind = extend(&extended, db, kind, error);
  transfer.keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  transfer.text = g_string_new(NULL);
  bool ok = transfer.kind != NULL && run_watched(&transfer, error);
  if (!ok && transfer.kind != NULL && transfer.kind->clear != NULL)
    transfer.kind->clear(&transfer);
  g_string_free(transfer.text, TRUE);
  g_hash_table_destroy(transfer.keys);
  arena_free(extended.arena);
  *rows = transfer.rows;
  if (nested)
    return ok;
  if (ok && input->preview == NULL)
    return db_commit(db, error);
  db_rollback(db);
  return ok;
}

/* Reading people's data in bulk leaves a record, before the first byte is given out. */
static bool may_export(struct db *db, const char *by, const char *kind, GError **error)
{
  enum right right = right_of_export(kind);
  if (!person_demand(db, by, right, kind, clock_now(), error))
    return false;
  return !right_is_personal(right) || person_reads(db, by, right, kind, clock_now(), error);
}

bool transfer_export(struct db *db, const char *by, const char *kind, enum transfer_format format, FILE *out,
                     GError **error)
{
  struct transfer_sink sink = {.out = out, .kind = find(kind), .format = format};
  if (sink.kind == NULL) {
    error_set(error, TE_USAGE, _("there is no kind of data called “%s”"), kind);
    return false;
  }
  if (!may_export(db, by, kind, error) || !db_begin_read(db, error))
    return false;
  struct extended extended;
  sink.kind = extend(&extended, db, sink.kind, error);
  errno = 0;
  bool ok = sink.kind != NULL && transfer_sink_begin(&sink, error) && sink.kind->each(db, &sink, error) &&
            transfer_sink_end(&sink, error);
  arena_free(extended.arena);
  db_rollback(db);
  return ok;
}
