#include "toban/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read_rows.h"
#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "toban/zone.h"

enum { ROWS_MOST = 500, DAY_S = 86400 };

/* --- writing ------------------------------------------------------------------------------------------------- */
struct command *board_post(const char *actor, utc_t now, const char *text, utc_t until, bool pinned)
{
  json_t *data = json_pack("{s:s, s:b}", "text", text, "pinned", pinned);
  if (until != UTC_NONE)
    json_object_set_new(data, "until", json_integer(until));
  return record_command(actor, now, 0, "note:", "note-posted", data);
}

struct command *board_take(const char *actor, utc_t now, enum board_step step, int64_t number)
{
  static const char *const kinds[] = {
      [BOARD_PIN] = "note-pinned", [BOARD_UNPIN] = "note-unpinned", [BOARD_DONE] = "note-done"};
  char *subject = g_strdup_printf("note:%" G_GINT64_FORMAT, number);
  struct command *command = record_command(actor, now, 0, subject, kinds[step], NULL);
  g_free(subject);
  return command;
}

static bool may_post(const struct record *record, GError **error)
{
  const char *text = record_text(record, "text");
  if (*text == '\0' || text[strspn(text, " \t\r\n")] == '\0')
    error_set(error, TE_DATA, _("a note on the board has words"));
  else if (strlen(text) > BOARD_TEXT_MOST)
    error_set(error, TE_DATA, _("too long for the board: at most %d bytes"), BOARD_TEXT_MOST);
  else if (record_has(record, "until") && record_int(record, "until", 0) <= record->at)
    error_set(error, TE_DATA, _("its time would be over at once"));
  else
    return true;
  return false;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  int64_t open = 0;
  if (strcmp(record->kind, "note-posted") == 0)
    return may_post(record, error);
  if (!db_get_int(db, &open, 0, error, "SELECT count(*) FROM desk_note WHERE number = $1 AND done_at IS NULL", "i",
                  g_ascii_strtoll(record->key, NULL, 10)))
    return false;
  if (open == 0)
    error_set(error, TE_NOINPUT, _("there is no open note %s on the board"), record->key);
  return open > 0;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  int64_t number = g_ascii_strtoll(record->key, NULL, 10);
  if (strcmp(record->kind, "note-posted") == 0)
    return db_exec(db, error,
                   "INSERT INTO desk_note (number, text, by_, at, pinned, until_, done_at, done_by)"
                   " VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL) ON CONFLICT (number) DO NOTHING",
                   "ittuiu", number, record_text(record, "text"), record->by, record->at,
                   (int64_t)(record_int(record, "pinned", 0) != 0), record_int(record, "until", UTC_NONE));
  if (strcmp(record->kind, "note-done") == 0)
    return db_exec(db, error, "UPDATE desk_note SET done_at = $1, done_by = $2 WHERE number = $3 AND done_at IS NULL",
                   "uti", record->at, record->by, number);
  return db_exec(db, error, "UPDATE desk_note SET pinned = $1 WHERE number = $2", "ii",
                 (int64_t)(strcmp(record->kind, "note-pinned") == 0), number);
}

static const struct record_kind kinds[] = {{"note-posted", RIGHT_BOARD}, {"note-pinned", RIGHT_BOARD},
                                           {"note-unpinned", RIGHT_BOARD}, {"note-done", RIGHT_BOARD}};
static const char *const tables[] = {"desk_note", NULL};
const struct record_ops record_board = {.prefix = "note", .kind = kinds, .kinds = G_N_ELEMENTS(kinds), .tables = tables,
                                        .topic = TOPIC_BOARD,
                                        .next = "SELECT coalesce(max(number), 0) + 1 FROM desk_note", .may = may,
                                        .apply = apply};

/* --- reading ------------------------------------------------------------------------------------------------- */
static void note_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct board_note *)out = (struct board_note){.number = db_int(stmt, 0),
                                                  .text = read_text(arena, stmt, 1),
                                                  .by = read_text(arena, stmt, 2),
                                                  .at = db_utc(stmt, 3),
                                                  .pinned = db_int(stmt, 4) != 0,
                                                  .until = db_utc(stmt, 5),
                                                  .done_at = db_utc(stmt, 6),
                                                  .done_by = read_text(arena, stmt, 7),
                                                  .over = db_int(stmt, 8) != 0};
}

void *board_list_read(struct db *db, const void *board_args, GError **error)
{
  const struct board_args *args = board_args;
  struct arena *arena = arena_new();
  struct board_list *list = arena_new0(arena, struct board_list, 1);
  list->s.arena = arena;
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT number, text, by_, at, pinned, until_, done_at, done_by,"
      " CASE WHEN until_ IS NOT NULL AND until_ <= $1 THEN 1 ELSE 0 END FROM desk_note"
      " WHERE $2 = 1 OR (done_at IS NULL AND (until_ IS NULL OR until_ > $1))"
      " ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, pinned DESC, number DESC LIMIT $3",
      "uii", args->now, (int64_t)args->all, (int64_t)(args->limit > 0 ? args->limit : ROWS_MOST));
  list->row = read_rows(arena, stmt, sizeof(struct board_note), note_row, &list->rows, error);
  if (list->row != NULL)
    return list;
  arena_free(arena);
  return NULL;
}

/* --- times ---------------------------------------------------------------------------------------------------- */
static bool relative(const char *text, utc_t now, utc_t *out)
{
  long count;
  char unit, rest;
  if (sscanf(text, "+%5ld%c%c", &count, &unit, &rest) != 2 || count <= 0 || (unit != 'h' && unit != 'd'))
    return false;
  *out = now + count * (unit == 'h' ? 3600 : DAY_S);
  return true;
}

static bool short_date(const char *text, day_t today, day_t *out)
{
  int month, dom, used = 0;
  if (sscanf(text, "%2d/%2d%n", &month, &dom, &used) != 2 || text[used] != '\0')
    return false;
  int year = civil_from_day(today).year;
  for (int later = 0; later < 2; later++)
    if (civil_valid(year + later, month, dom) && day_from_civil(year + later, month, dom) >= today) {
      *out = day_from_civil(year + later, month, dom);
      return true;
    }
  return false;
}

static bool short_time(const char *text, utc_t now, day_t today, utc_t *out)
{
  int hour, minute, used = 0;
  if (sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2 || text[used] != '\0' || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59)
    return false;
  *out = zone_instant(zone_tokyo(), today, hour * 3600 + minute * 60, false);
  if (*out <= now)
    *out += DAY_S;
  return true;
}

bool board_until(const char *text, utc_t now, utc_t *out, GError **error)
{
  day_t today, day;
  int second;
  zone_local(zone_tokyo(), now, &today, &second);
  if (relative(text, now, out) || short_time(text, now, today, out))
    return true;
  if (short_date(text, today, &day) || day_parse(text, &day, NULL)) {
    *out = zone_instant(zone_tokyo(), day + 1, 0, false);
    return true;
  }
  if (utc_parse(text, out, NULL))
    return true;
  error_set(error, TE_DATA, _("“%s” is no end: write 18:00, 11/30, 2026-11-30, +8h or +3d"), text);
  return false;
}
