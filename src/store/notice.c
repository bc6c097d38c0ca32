#include "toban/notice.h"

#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

struct command *notice_put(const char *actor, utc_t at, const char *office, const char *words, utc_t until)
{
  json_t *data = json_pack("{s:s, s:s, s:o}", "office", office, "words", words, "until",
                           until == UTC_NONE ? json_null() : json_integer(until));
  return record_command(actor, at, 0, "notice:", "notice-put", data);
}

struct command *notice_end(const char *actor, utc_t at, int64_t number)
{
  char *subject = g_strdup_printf("notice:%" G_GINT64_FORMAT, number);
  struct command *command = record_command(actor, at, 0, subject, "notice-end", NULL);
  g_free(subject);
  return command;
}

static bool is_blank(const char *text)
{
  return text[strspn(text, " \t\r\n")] == '\0';
}

static bool may_put(struct db *db, const struct record *record, GError **error)
{
  int64_t there = 0;
  const char *words = record_text(record, "words"), *office = record_text(record, "office");
  if (is_blank(words) || strlen(words) > NOTICE_WORDS) {
    error_set(error, TE_DATA, _("a notice has words, %d bytes at most"), NOTICE_WORDS);
    return false;
  }
  if (!db_get_int(db, &there, 0, error, "SELECT 1 FROM office WHERE id = $1", "t", office))
    return false;
  if (there == 0)
    error_set(error, TE_DATA, _("no such office: “%s”"), office);
  return there != 0;
}

static bool may_end(struct db *db, const struct record *record, GError **error)
{
  int64_t there = 0;
  if (!db_get_int(db, &there, 0, error,
                  "SELECT 1 FROM notice WHERE number = $1 AND (until_ IS NULL OR until_ > $2)", "iu",
                  g_ascii_strtoll(record->key, NULL, 10), record->at))
    return false;
  if (there == 0)
    error_set(error, TE_NOINPUT, _("there is no such notice, or it is over: %s"), record->key);
  return there != 0;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  return strcmp(record->kind, "notice-put") == 0 ? may_put(db, record, error) : may_end(db, record, error);
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  int64_t number = g_ascii_strtoll(record->key, NULL, 10);
  if (strcmp(record->kind, "notice-end") == 0)
    return db_exec(db, error, "UPDATE notice SET until_ = $1 WHERE number = $2", "ui", record->at, number);
  utc_t until = record_has(record, "until") ? record_int(record, "until", 0) : UTC_NONE;
  return db_exec(db, error,
                 "INSERT INTO notice (number, office, words, by_, at, until_) VALUES ($1, $2, $3, $4, $5, $6)"
                 " ON CONFLICT (number) DO UPDATE SET office = $2, words = $3, by_ = $4, at = $5, until_ = $6",
                 "itttuu", number, record_text(record, "office"), record_text(record, "words"), record->by, record->at,
                 until);
}

static const struct record_kind kinds[] = {{"notice-put", RIGHT_TICKET_NOTE}, {"notice-end", RIGHT_TICKET_NOTE}};
static const char *const tables[] = {"notice", NULL};
const struct record_ops record_notices = {.prefix = "notice", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                          .tables = tables, .topic = TOPIC_REFERENCE,
                                          .next = "SELECT coalesce(max(number), 0) + 1 FROM notice", .may = may,
                                          .apply = apply};
