/* The office card out of one view of the database: each part is a small query over an index. */
#include "toban/office_card.h"

#include <string.h>

#include "read_rows.h"
#include "reference.h"
#include "table_file.h"
#include "toban/error.h"
#include "toban/health.h"

enum { OPEN_SHOWN = 8, RECENT_SEEN = 40, RECENT_SHOWN = 4, TROUBLE_SHOWN = 8, NOTICES_SHOWN = 5,
       DAYS_AHEAD = 14 };

struct reader {
  struct db *db;
  struct office_card *card;
  const char *office;
  utc_t now;
};

/* --- tickets ---------------------------------------------------------------------------------------- */
static void read_ticket(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct card_ticket *)out = (struct card_ticket){.key = read_text(arena, stmt, 0),
                                                    .title = read_text(arena, stmt, 1),
                                                    .assignee = arena_strdup(arena, db_text(stmt, 2)),
                                                    .requester = arena_strdup(arena, db_text(stmt, 3)),
                                                    .state = (enum ticket_state)db_int(stmt, 4),
                                                    .priority = (int)db_int(stmt, 5),
                                                    .received_at = db_utc(stmt, 6),
                                                    .changed_at = db_utc(stmt, 7),
                                                    .late_at = db_utc(stmt, 8)};
}

#define CARD_COLUMNS "key, title, assignee, requester, state, priority, received_at, changed_at, late_at"

static bool read_open(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  struct db_stmt *stmt =
      db_query(reader->db, error,
               "SELECT " CARD_COLUMNS " FROM ticket WHERE open = 1 AND office = $1 ORDER BY rank_at, id LIMIT $2", "ti",
               reader->office, (int64_t)OPEN_SHOWN);
  card->open = read_rows(card->arena, stmt, sizeof *card->open, read_ticket, &card->opens, error);
  return card->open != NULL &&
         db_get_int(reader->db, &card->open_total, 0, error,
                    "SELECT value FROM tally WHERE kind = 'office' AND name = $1", "t", reader->office) &&
         db_get_int(reader->db, &card->late_total, 0, error,
                    "SELECT count(*) FROM ticket WHERE open = 1 AND office = $1 AND late_at <= $2", "tu",
                    reader->office, reader->now);
}

/* Of the newest tickets of the office those that are done, by their last change. */
static bool read_recent(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  struct db_stmt *stmt = db_query(
      reader->db, error,
      "SELECT " CARD_COLUMNS " FROM (SELECT " CARD_COLUMNS ", open, merged_into FROM ticket WHERE office = $1"
      " AND received_at <= $2 ORDER BY received_at DESC LIMIT $3) AS newest WHERE open = 0 AND merged_into IS NULL"
      " ORDER BY changed_at DESC, key DESC LIMIT $4",
      "tuii", reader->office, reader->now, (int64_t)RECENT_SEEN, (int64_t)RECENT_SHOWN);
  card->recent = read_rows(card->arena, stmt, sizeof *card->recent, read_ticket, &card->recents, error);
  return card->recent != NULL;
}

/* --- devices ---------------------------------------------------------------------------------------- */
static void count_state(struct card_devices *kind, const char *state, int count)
{
  static const struct { const char *state; size_t place; } states[] = {
      {"in-use", offsetof(struct card_devices, in_use)}, {"stock", offsetof(struct card_devices, stock)},
      {"repair", offsetof(struct card_devices, trouble)}, {"broken", offsetof(struct card_devices, trouble)},
      {"lost", offsetof(struct card_devices, trouble)}};
  if (strcmp(state, "retired") == 0)
    return; /* no longer there */
  kind->total += count;
  for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
    if (strcmp(states[i].state, state) == 0) {
      *(int *)(void *)((char *)kind + states[i].place) += count;
      return;
    }
  kind->other += count;
}

static bool read_devices(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  GArray *kinds = g_array_new(FALSE, FALSE, sizeof(struct card_devices));
  struct db_stmt *stmt = db_query(reader->db, error,
                                  "SELECT kind, state, count(*) FROM asset WHERE office = $1 GROUP BY kind, state"
                                  " ORDER BY kind, state", "t", reader->office);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    const char *kind = read_text(card->arena, stmt, 0);
    struct card_devices *last =
        kinds->len == 0 ? NULL : &g_array_index(kinds, struct card_devices, kinds->len - 1);
    if (last == NULL || strcmp(last->kind, kind) != 0) {
      g_array_append_val(kinds, (struct card_devices){.kind = kind});
      last = &g_array_index(kinds, struct card_devices, kinds->len - 1);
    }
    count_state(last, read_text(card->arena, stmt, 1), (int)db_int(stmt, 2));
  }
  db_done(stmt);
  struct card_devices *kept = arena_new0(card->arena, struct card_devices, kinds->len + 1);
  if (kinds->len > 0)
    memcpy(kept, kinds->data, kinds->len * sizeof *kept);
  card->devices = kept;
  card->kinds = (int)kinds->len;
  g_array_free(kinds, TRUE);
  return got == 0;
}

static void read_asset(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct card_asset *a = out;
  const char **const fields[] = {&a->tag, &a->kind, &a->host, &a->state, &a->user, &a->note};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    *fields[i] = read_text(arena, stmt, (int)i);
}

static bool read_trouble(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  struct db_stmt *stmt = db_query(reader->db, error,
                                  "SELECT tag, kind, host, state, user_, note FROM asset WHERE office = $1"
                                  " AND state IN ('repair', 'broken', 'lost') ORDER BY state, tag LIMIT $2",
                                  "ti", reader->office, (int64_t)TROUBLE_SHOWN);
  card->trouble = read_rows(card->arena, stmt, sizeof *card->trouble, read_asset, &card->troubles, error);
  return card->trouble != NULL;
}

static void read_endpoint(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct card_endpoint *e = out;
  enum check_state state = CHECK_UNKNOWN;
  if (!db_is_null(stmt, 3))
    check_state_parse(db_text(stmt, 3), &state);
  *e = (struct card_endpoint){.id = read_text(arena, stmt, 0),
                              .name = {read_text(arena, stmt, 1), read_text(arena, stmt, 2)},
                              .message = read_text(arena, stmt, 4),
                              .state = (int)state,
                              .since = db_utc(stmt, 5)};
}

static bool read_endpoints(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  struct db_stmt *stmt = db_query(reader->db, error,
                                  "SELECT e.id, e.name_ja, e.name_en, s.state, s.message, s.since FROM endpoint e"
                                  " LEFT JOIN endpoint_state s ON s.id = e.id WHERE e.office = $1 ORDER BY e.position",
                                  "t", reader->office);
  card->endpoint = read_rows(card->arena, stmt, sizeof *card->endpoint, read_endpoint, &card->endpoints, error);
  return card->endpoint != NULL;
}

static void read_notice(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct card_notice *)out = (struct card_notice){.number = db_int(stmt, 0), .words = read_text(arena, stmt, 1),
                                                    .by = read_text(arena, stmt, 2), .at = db_utc(stmt, 3),
                                                    .until = db_utc(stmt, 4)};
}

static bool read_notices(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  struct db_stmt *stmt = db_query(reader->db, error,
                                  "SELECT number, words, by_, at, until_ FROM notice WHERE office = $1 AND at <= $2"
                                  " AND (until_ IS NULL OR until_ > $2) ORDER BY at DESC, number DESC LIMIT $3",
                                  "tui", reader->office, reader->now, (int64_t)NOTICES_SHOWN);
  card->notice = read_rows(card->arena, stmt, sizeof *card->notice, read_notice, &card->notices, error);
  return card->notice != NULL;
}

/* --- files ------------------------------------------------------------------------------------------ */
static bool take_vendor(const struct csv_row *row, void *user, GError **error)
{
  struct reader *reader = user;
  struct office_card *card = reader->card;
  struct vendor *vendor = (struct vendor *)(uintptr_t)card->vendor;
  const char **const fields[] = {&vendor[card->vendors].office, &vendor[card->vendors].name,
                                 &vendor[card->vendors].contact, &vendor[card->vendors].contract,
                                 &vendor[card->vendors].hours, &vendor[card->vendors].tz,
                                 &vendor[card->vendors].languages, &vendor[card->vendors].note};
  (void)error;
  if (strcmp(row->field[0], reader->office) != 0 || card->vendors == CARD_VENDORS)
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    *fields[i] = arena_strdup(card->arena, row->field[i]);
  card->vendors++;
  return true;
}

static bool take_section(const struct csv_row *row, void *user, GError **error)
{
  struct reader *reader = user;
  struct office_card *card = reader->card;
  struct card_section *section = (struct card_section *)(uintptr_t)card->section;
  (void)error;
  if (card->sections == CARD_SECTIONS)
    return true;
  const char *field[6];
  for (size_t i = 0; i < G_N_ELEMENTS(field); i++)
    field[i] = arena_strdup(card->arena, row->field[i]);
  section[card->sections++] = (struct card_section){.code = field[0], .name = {field[1], field[2]},
                                                    .applications = field[3], .contact = field[4], .hours = field[5]};
  return true;
}

static bool read_files(struct reader *reader, GError **error)
{
  struct office_card *card = reader->card;
  card->vendor = arena_new0(card->arena, struct vendor, CARD_VENDORS + 1);
  card->section = arena_new0(card->arena, struct card_section, CARD_SECTIONS + 1);
  return table_file_each(reader->db, &transfer_vendors, take_vendor, reader, error) &&
         table_file_each(reader->db, &transfer_sections, take_section, reader, error);
}

/* --- days ------------------------------------------------------------------------------------------- */
static void read_days(struct reader *reader)
{
  struct office_card *card = reader->card;
  const struct calendar *calendar = calendar_find(card->ref->calendars, card->office->calendar);
  struct card_day *day = arena_new0(card->arena, struct card_day, DAYS_AHEAD + 1);
  day_t today;
  int second;
  card->day = day;
  if (calendar == NULL || card->office->zone == NULL)
    return;
  zone_local(card->office->zone, reader->now, &today, &second);
  for (int ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    struct calendar_about about;
    if (!calendar_about(calendar, today + ahead, &about) || about.name[LANG_JA] == NULL)
      continue;
    day[card->days++] = (struct card_day){.day = today + ahead,
                                          .name = {arena_strdup(card->arena, about.name[LANG_JA]),
                                                   arena_strdup(card->arena, about.name[LANG_EN])},
                                          .closed = about.open == 0};
  }
}

static void give_back(void *ref)
{
  reference_free(ref);
}

static bool find_office(struct reader *reader, const struct office_card_args *args, GError **error)
{
  struct office_card *card = reader->card;
  if (reference_cached(reader->db, error) == NULL)
    return false;
  card->ref = reference_ref(db_data(reader->db, DB_DATA_REFERENCE));
  arena_hold(card->arena, card->ref, give_back);
  card->office = reference_office(card->ref, args->office);
  if (card->office == NULL) {
    error_set(error, TE_NOINPUT, _("no such office: “%s”"), args->office);
    return false;
  }
  reader->office = card->office->id;
  return true;
}

static bool read_card(struct reader *reader, const struct office_card_args *args, GError **error)
{
  if (!find_office(reader, args, error))
    return false;
  read_days(reader);
  return read_open(reader, error) && read_recent(reader, error) && read_devices(reader, error) &&
         read_trouble(reader, error) && read_endpoints(reader, error) && read_notices(reader, error) &&
         read_files(reader, error);
}

void *office_card_read(struct db *db, const void *office_card_args, GError **error)
{
  const struct office_card_args *args = office_card_args;
  struct arena *arena = arena_new();
  struct office_card *card = arena_new0(arena, struct office_card, 1);
  card->arena = arena;
  struct reader reader = {.db = db, .card = card, .now = args->now};
  bool nested = db_in_transaction(db), done = (nested || db_begin_read(db, error)) && read_card(&reader, args, error);
  if (!nested)
    db_rollback(db);
  if (done)
    return card;
  arena_free(arena);
  return NULL;
}
