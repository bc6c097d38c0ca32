/* The event log of tickets: the export is the import (doc/service-levels.md, "Events"). */
#include <string.h>

#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/ticket.h"
#include "transfer_kind.h"

enum { TICKET, AT, BY, KIND, CHANNEL, PRIORITY, CATEGORY, OFFICE, TITLE, REQUESTER, LANGUAGE, BODY, TO, INTO, CLOCKS_,
       REASON, UNTIL, CAUSE, TAG, RELATION, ITEM, MINUTES, SECTION, ASSET, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [TICKET] = {"ticket", true, COLUMN_TEXT},      [AT] = {"at", true, COLUMN_TEXT},
    [BY] = {"by", true, COLUMN_TEXT},              [KIND] = {"kind", true, COLUMN_TEXT},
    [CHANNEL] = {"channel", false, COLUMN_TEXT},   [PRIORITY] = {"priority", false, COLUMN_INT},
    [CATEGORY] = {"category", false, COLUMN_TEXT}, [OFFICE] = {"office", false, COLUMN_TEXT},
    [TITLE] = {"title", false, COLUMN_TEXT},       [REQUESTER] = {"requester", false, COLUMN_TEXT},
    [LANGUAGE] = {"lang", false, COLUMN_TEXT},     [BODY] = {"body", false, COLUMN_TEXT},
    [TO] = {"to", false, COLUMN_NULLABLE},         [INTO] = {"into", false, COLUMN_TEXT},
    [CLOCKS_] = {"clocks", false, COLUMN_LIST},    [REASON] = {"reason", false, COLUMN_TEXT},
    [UNTIL] = {"until", false, COLUMN_TEXT},       [CAUSE] = {"cause", false, COLUMN_TEXT},
    [TAG] = {"tag", false, COLUMN_TEXT},           [RELATION] = {"relation", false, COLUMN_TEXT},
    [ITEM] = {"item", false, COLUMN_TEXT},         [MINUTES] = {"minutes", false, COLUMN_INT},
    [SECTION] = {"section", false, COLUMN_TEXT},   [ASSET] = {"asset", false, COLUMN_TEXT}};

/* Fields that a kind may have beside ticket, at, by, kind and body. */
#define F(field) (1u << (field))
static const unsigned fields_of[EVENT_KINDS] = {
    [EVENT_RECEIVED] = F(CHANNEL) | F(PRIORITY) | F(CATEGORY) | F(OFFICE) | F(TITLE) | F(REQUESTER) | F(LANGUAGE),
    [EVENT_ANSWERED] = F(CHANNEL),
    [EVENT_ASSIGNED] = F(TO),
    [EVENT_CHANGED] = F(PRIORITY) | F(CHANNEL) | F(CATEGORY) | F(OFFICE) | F(TITLE),
    [EVENT_STATE] = F(TO) | F(UNTIL) | F(CAUSE),
    [EVENT_MERGED] = F(INTO),
    [EVENT_EXCLUSION_REQUESTED] = F(CLOCKS_) | F(REASON),
    [EVENT_EXCLUSION_APPROVED] = F(CLOCKS_),
    [EVENT_EXCLUSION_REJECTED] = F(CLOCKS_),
    [EVENT_EXCLUSION_WITHDRAWN] = F(CLOCKS_),
    [EVENT_TAGGED] = F(TAG),
    [EVENT_UNTAGGED] = F(TAG),
    [EVENT_LINKED] = F(TO) | F(RELATION),
    [EVENT_UNLINKED] = F(TO) | F(RELATION),
    [EVENT_CALLBACK_PROMISED] = F(UNTIL),
    [EVENT_CHECKED] = F(ITEM),
    [EVENT_UNCHECKED] = F(ITEM),
    [EVENT_SPENT] = F(MINUTES),
    [EVENT_HANDED_OVER] = F(SECTION),
    [EVENT_REMOTE] = F(ASSET)};

/* Where a kind's `target` and `reason` stand. */
static int target_column(enum event_kind kind)
{
  static const int others[] = {INTO, TAG, ITEM, SECTION, ASSET};
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    if (kind < EVENT_KINDS && (fields_of[kind] & F(others[i])) != 0)
      return others[i];
  return TO;
}

static int reason_column(enum event_kind kind)
{
  unsigned fields = kind < EVENT_KINDS ? fields_of[kind] : 0;
  return (fields & F(CAUSE)) != 0 ? CAUSE : (fields & F(RELATION)) != 0 ? RELATION : REASON;
}

struct import { struct bulk *bulk; GArray *lines; /* int, by event: where it stood */ };

static bool begin(struct transfer *transfer, GError **error)
{
  struct bulk *bulk = bulk_begin(transfer->db, transfer->input->at, error);
  if (bulk == NULL)
    return false;
  struct import *import = g_new0(struct import, 1);
  import->bulk = bulk;
  import->lines = g_array_new(FALSE, FALSE, sizeof(int));
  transfer->data = import;
  return true;
}

static void clear(struct transfer *transfer)
{
  struct import *import = transfer->data;
  if (import == NULL)
    return;
  if (import->bulk != NULL)
    bulk_free(import->bulk);
  g_array_free(import->lines, TRUE);
  g_free(import);
  transfer->data = NULL;
}

static bool check_fields(const struct csv_row *row, enum event_kind kind, GError **error)
{
  for (int i = CHANNEL; i < COLUMNS; i++)
    if (i != BODY && *row->field[i] != '\0' && (fields_of[kind] & F(i)) == 0)
      return csv_fail(row, columns[i].name, error, _("a “%s” event has no such field"), row->field[KIND]);
  return true;
}

static bool parse_clocks(const struct csv_row *row, unsigned *out, GError **error)
{
  char **names = g_strsplit(row->field[CLOCKS_], ";", -1);
  bool ok = true;
  *out = 0;
  for (int i = 0; ok && names[i] != NULL; i++) {
    int clock;
    if (*names[i] == '\0')
      continue;
    ok = sla_clock_parse(names[i], &clock) || csv_fail(row, "clocks", error, _("there is no clock “%s”"), names[i]);
    if (ok)
      *out |= CLOCK_BIT(clock);
  }
  g_strfreev(names);
  return ok;
}

static bool parse_work(const struct csv_row *row, struct ticket_event *event, GError **error)
{
  enum { MOST = 24 * 60 };
  return (*row->field[UNTIL] == '\0' || transfer_time(row, UNTIL, columns[UNTIL].name, &event->until, error)) &&
         transfer_number(row, MINUTES, "minutes", 0, -MOST, MOST, &event->amount, error);
}

static bool parse_ids(const struct csv_row *row, struct ticket_event *event, GError **error)
{
  int64_t priority;
  enum lang lang;
  if (!event_kind_parse(row->field[KIND], &event->kind))
    return csv_fail(row, "kind", error, _("there is no kind of event “%s”"), row->field[KIND]);
  if (!transfer_time(row, AT, columns[AT].name, &event->at, error) || !parse_work(row, event, error))
    return false;
  if (*row->field[CHANNEL] != '\0' && !channel_parse(row->field[CHANNEL], &event->channel))
    return csv_fail(row, "channel", error, _("there is no channel “%s”"), row->field[CHANNEL]);
  if (!transfer_number(row, PRIORITY, "priority", PRIORITY_NONE, 1, 4, &priority, error))
    return false;
  event->priority = (int)priority;
  const char *category = row->field[CATEGORY];
  if (strspn(category, "0123456789.") != strlen(category))
    return csv_fail(row, "category", error, _("“%s” is no category: numbers with dots, like 5.1.2"), category);
  if (*row->field[LANGUAGE] != '\0' && (!lang_parse(row->field[LANGUAGE], &lang) || row->field[LANGUAGE][2] != '\0'))
    return csv_fail(row, "lang", error, _("“%s” is neither ja nor en"), row->field[LANGUAGE]);
  return parse_clocks(row, &event->clocks, error);
}

static const char *text_or_null(const struct csv_row *row, int field)
{
  return *row->field[field] == '\0' ? NULL : row->field[field];
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  struct import *import = transfer->data;
  struct ticket_event event = {.channel = CHANNEL_NONE};
  char office[64];
  if (!transfer_need(row, TICKET, "ticket", error) || !transfer_need(row, BY, "by", error) ||
      !parse_ids(row, &event, error) || !check_fields(row, event.kind, error) ||
      !transfer_office_id(transfer, row, OFFICE, "office", office, error))
    return false;
  event.ticket = row->field[TICKET];
  event.by = row->field[BY];
  event.category = text_or_null(row, CATEGORY);
  event.office = *office == '\0' ? NULL : office;
  event.title = row->given[TITLE] && (fields_of[event.kind] & F(TITLE)) ? text_or_null(row, TITLE) : NULL;
  event.requester = text_or_null(row, REQUESTER);
  event.lang = text_or_null(row, LANGUAGE);
  event.body = text_or_null(row, BODY);
  event.target = text_or_null(row, target_column(event.kind));
  event.reason = text_or_null(row, reason_column(event.kind));
  g_array_append_val(import->lines, row->line);
  if (bulk_event(import->bulk, &event, error))
    return true;
  g_prefix_error(error, "%s:%d: ", row->file, row->line);
  return false;
}

static bool end(struct transfer *transfer, GError **error)
{
  struct import *import = transfer->data;
  struct bulk *bulk = import->bulk;
  int64_t bad = -1;
  import->bulk = NULL;
  bool ok = bulk_end(bulk, &bad, error);
  if (!ok && bad >= 0 && bad < import->lines->len)
    g_prefix_error(error, "%s:%d: ", transfer->input->name, g_array_index(import->lines, int, bad));
  if (ok)
    clear(transfer);
  return ok;
}

/* --- out ---------------------------------------------------------------------------------------------- */
static char *number_text(int64_t number)
{
  return number == 0 ? NULL : g_strdup_printf("%" G_GINT64_FORMAT, number);
}

/* Columns of the query up to amount; target and reason have other names by kind. */
static bool put_event(struct db_stmt *stmt, struct transfer_sink *sink, GError **error)
{
  enum { TARGET = 12, CLOCKS_AT, REASON_AT, UNTIL_AT, AMOUNT_AT };
  char *fields[COLUMNS] = {NULL};
  char at[32];
  enum event_kind kind = EVENT_KINDS;
  for (int i = TICKET; i <= BODY; i++)
    if (i != AT && i != PRIORITY && !db_is_null(stmt, i))
      fields[i] = g_strdup(db_text(stmt, i));
  event_kind_parse(fields[KIND], &kind);
  fields[target_column(kind)] = g_strdup(db_text(stmt, TARGET));
  if (kind == EVENT_ASSIGNED && fields[TO] == NULL)
    fields[TO] = g_strdup("");
  fields[CLOCKS_] = g_strdup(db_text(stmt, CLOCKS_AT));
  fields[reason_column(kind)] = g_strdup(db_text(stmt, REASON_AT));
  fields[AT] = g_strdup(utc_format(db_utc(stmt, AT), at));
  fields[PRIORITY] = number_text(db_int(stmt, PRIORITY));
  fields[MINUTES] = number_text(db_int(stmt, AMOUNT_AT));
  if (db_int(stmt, UNTIL_AT) != 0)
    fields[UNTIL] = g_strdup(utc_format(db_int(stmt, UNTIL_AT), at));
  bool ok = transfer_sink_row(sink, (const char *const *)fields, error);
  for (int i = 0; i < COLUMNS; i++)
    g_free(fields[i]);
  return ok;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt =
      db_prepare(db,
                 "SELECT ticket, at, by_, kind, channel, priority, category, office, title, requester,"
                 " lang, body, target, clocks, reason, until_, amount FROM event WHERE ticket IS NOT NULL"
                 " ORDER BY at, seq",
                 error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!put_event(stmt, sink, error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_events = {.id = "events",
                                              .columns = columns,
                                              .count = COLUMNS,
                                              .sparse = true,
                                              .may_be_empty = true,
                                              .begin = begin,
                                              .put = put,
                                              .end = end,
                                              .clear = clear,
                                              .each = each};
