/* Handover sheets out of the tables. */
#include <string.h>

#include "handover.h"
#include "read_rows.h"
#include "toban/error.h"
#include "toban/text.h"

#define SHEET_COLUMNS "number, state, made_at, given_by, given_at, until_, ended_by, ended_at, reason"

static const char *text_or_null(struct arena *arena, struct db_stmt *stmt, int column)
{
  return db_is_null(stmt, column) ? NULL : arena_strdup(arena, db_text(stmt, column));
}

static void read_sheet(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct handover_sheet *s = out;
  const char *state = db_text(stmt, 1);
  *s = (struct handover_sheet){.number = db_int(stmt, 0), .made_at = db_utc(stmt, 2), .given_at = db_utc(stmt, 4),
                               .until = db_utc(stmt, 5), .ended_at = db_utc(stmt, 7)};
  for (int i = 0; i < HANDOVER_STATES; i++)
    if (strcmp(handover_state_id((enum handover_state)i), state) == 0)
      s->state = (enum handover_state)i;
  s->given_by = text_or_null(arena, stmt, 3);
  s->ended_by = text_or_null(arena, stmt, 6);
  s->reason = read_text(arena, stmt, 8);
}

static void read_item(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct handover_item *i = out;
  i->place = (int)db_int(stmt, 0);
  if (!handover_kind_parse(read_text(arena, stmt, 1), &i->kind))
    i->kind = HANDOVER_BOARD;
  i->ref = read_text(arena, stmt, 2);
  i->title[LANG_JA] = read_text(arena, stmt, 3);
  i->title[LANG_EN] = read_text(arena, stmt, 4);
  i->state = read_text(arena, stmt, 5);
  i->office = read_text(arena, stmt, 6);
  i->words = read_text(arena, stmt, 7);
  i->at = db_utc(stmt, 8);
  i->until = db_utc(stmt, 9);
  i->have = (int)db_int(stmt, 10);
  i->want = (int)db_int(stmt, 11);
  i->confirmed_by = text_or_null(arena, stmt, 12);
  i->confirmed_at = db_utc(stmt, 13);
}

static void read_words(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct handover_words *w = out;
  w->by = read_text(arena, stmt, 0);
  w->at = db_utc(stmt, 1);
  w->lang = read_text(arena, stmt, 2);
  w->text = read_text(arena, stmt, 3);
}

static bool load_parts(struct db *db, struct arena *arena, struct handover_sheet *out, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT place, kind, ref, title_ja, title_en, state, office, words, at, until_, have,"
                                  " want, confirmed_by, confirmed_at FROM handover_item WHERE number = $1"
                                  " ORDER BY place",
                                  "i", out->number);
  out->item = read_rows(arena, stmt, sizeof *out->item, read_item, &out->items, error);
  if (out->item == NULL)
    return false;
  stmt = db_query(db, error, "SELECT by_, at, lang, words FROM handover_words WHERE number = $1 ORDER BY place", "i",
                  out->number);
  out->words = read_rows(arena, stmt, sizeof *out->words, read_words, &out->words_count, error);
  return out->words != NULL;
}

bool handover_load(struct db *db, int64_t number, struct arena *arena, struct handover_sheet *out, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT " SHEET_COLUMNS " FROM handover WHERE number = $1", "i", number);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct handover_sheet){.made_at = UTC_NONE, .given_at = UTC_NONE, .until = UTC_NONE, .ended_at = UTC_NONE};
  if (got > 0)
    read_sheet(arena, stmt, out);
  db_done(stmt);
  return got == 0 || (got > 0 && load_parts(db, arena, out, error));
}

/* A draft is its words, and what there is to hand over at this moment. */
static bool fill_draft(struct db *db, utc_t now, struct arena *arena, struct handover_sheet *sheet, GError **error)
{
  if (sheet->made_at == UTC_NONE)
    sheet->made_at = now;
  return handover_compose(db, now, arena, sheet, error);
}

static bool find(struct db *db, const struct handover_args *args, struct arena *arena, struct handover_sheet *out,
                 GError **error)
{
  int64_t number = args->number;
  if (number == HANDOVER_NOW &&
      !db_get_int(db, &number, 0, error, "SELECT min(number) FROM handover WHERE state = 'given'", ""))
    return false;
  if (number <= 0 && !db_get_int(db, &number, 0, error, "SELECT number FROM handover WHERE state = 'draft'", ""))
    return false;
  if (!handover_load(db, number, arena, out, error))
    return false;
  if (args->number > 0 && out->number == 0) {
    error_set(error, TE_NOINPUT, _("there is no handover sheet %ld"), (long)args->number);
    return false;
  }
  return out->state != HANDOVER_DRAFT || fill_draft(db, args->now, arena, out, error);
}

void *handover_read(struct db *db, const void *handover_args, GError **error)
{
  struct arena *arena = arena_new();
  struct handover_view *view = arena_new0(arena, struct handover_view, 1);
  view->s.arena = arena;
  if (find(db, handover_args, arena, &view->sheet, error))
    return view;
  arena_free(arena);
  return NULL;
}

/* --- the list --------------------------------------------------------------------------------------------- */
static bool has_all(const char *folded, char **word)
{
  for (; *word != NULL; word++)
    if (strstr(folded, *word) == NULL)
      return false;
  return true;
}

static bool read_list(struct db *db, const struct handover_list_args *args, struct handover_list *list, GError **error)
{
  struct arena *arena = list->s.arena;
  struct handover_sheet *row = arena_new0(arena, struct handover_sheet, args->limit + 1);
  char *folded = text_fold(args->text, -1), **word = g_strsplit(folded, " ", -1);
  struct db_stmt *stmt = db_prepare(db, "SELECT " SHEET_COLUMNS ", folded FROM handover ORDER BY number DESC", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && list->rows < args->limit && (got = db_step(stmt, error)) > 0)
    if (has_all(db_text(stmt, 9), word))
      read_sheet(arena, stmt, &row[list->rows++]);
  db_done(stmt);
  list->row = row;
  g_strfreev(word);
  g_free(folded);
  return got >= 0;
}

void *handover_list_read(struct db *db, const void *handover_list_args, GError **error)
{
  struct arena *arena = arena_new();
  struct handover_list *list = arena_new0(arena, struct handover_list, 1);
  list->s.arena = arena;
  if (read_list(db, handover_list_args, list, error))
    return list;
  arena_free(arena);
  return NULL;
}

bool handover_count(struct db *db, int64_t *out, GError **error)
{
  return db_get_int(db, out, 0, error,
                    "SELECT count(*) FROM handover_item i JOIN handover h ON h.number = i.number"
                    " WHERE h.state = 'given' AND i.confirmed_by IS NULL",
                    "");
}
