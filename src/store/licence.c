/* Licences and the contract's base among the registers. */
#include <string.h>

#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/licence_store.h"
#include "toban/store.h"

/* --- may it be done? -------------------------------------------------------------------------------------- */
static bool load(struct db *db, const char *product, int64_t *seats, int64_t *given, bool *there, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT seats, (SELECT count(*) FROM licence_seat s WHERE s.product = l.product)"
                                  " FROM licence l WHERE product = $1", "t", product);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *there = got > 0;
  *seats = got > 0 ? db_int(stmt, 0) : 0;
  *given = got > 0 ? db_int(stmt, 1) : 0;
  db_done(stmt);
  return got >= 0;
}

static bool may_give(struct db *db, const struct record *record, GError **error)
{
  int64_t seats, given, held = 0;
  bool there;
  const char *holder = record_text(record, "holder");
  if (!load(db, record->key, &seats, &given, &there, error) ||
      !db_get_int(db, &held, 0, error, "SELECT count(*) FROM licence_seat WHERE product = $1 AND holder = $2", "tt",
                  record->key, holder))
    return false;
  bool give = strcmp(record->kind, "licence-given") == 0;
  if (!there)
    error_set(error, TE_NOINPUT, _("there is no licence “%s”"), record->key);
  else if (*holder == '\0')
    error_set(error, TE_DATA, _("%s: say who gets it"), record->key);
  else if (give && held > 0)
    error_set(error, TE_DATA, _("%s has a seat of %s already"), holder, record->key);
  else if (!give && held == 0)
    error_set(error, TE_NOINPUT, _("%s has no seat of %s"), holder, record->key);
  else if (give && given >= seats)
    error_set(error, TE_DATA, _("%s: no seat is left (%ld owned, %ld handed out)"), record->key, (long)seats,
              (long)given);
  else
    return true;
  return false;
}

static bool may_set(const struct record *record, GError **error)
{
  day_t day;
  const char *renewal = record_text(record, "renewal_on");
  if (record_int(record, "seats", -1) >= 0)
    return *renewal == '\0' || day_parse(renewal, &day, error);
  error_set(error, TE_DATA, _("%s: the seats are a number from 0"), record->key);
  return false;
}

static bool may_change(struct db *db, const struct record *record, GError **error)
{
  int64_t seats, given;
  bool there;
  if (strcmp(record->kind, "licence-set") == 0)
    return may_set(record, error);
  if (strcmp(record->kind, "licence-removed") != 0)
    return may_give(db, record, error);
  if (!load(db, record->key, &seats, &given, &there, error))
    return false;
  if (!there)
    error_set(error, TE_NOINPUT, _("there is no licence “%s”"), record->key);
  return there;
}

/* --- events ----------------------------------------------------------------------------------------------- */
static bool apply(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind, *holder = record_text(record, "holder");
  if (strcmp(kind, "licence-set") == 0)
    return db_exec(db, error,
                   "INSERT INTO licence (product, seats, renewal_on) VALUES ($1, $2, $3)"
                   " ON CONFLICT (product) DO UPDATE SET seats = $2, renewal_on = $3",
                   "tit", record->key, record_int(record, "seats", 0), record_text(record, "renewal_on"));
  if (strcmp(kind, "licence-given") == 0)
    return db_exec(db, error,
                   "INSERT INTO licence_seat (product, holder, since, by_) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (product, holder) DO NOTHING",
                   "ttut", record->key, holder, record->at, record->by);
  if (strcmp(kind, "licence-taken") == 0)
    return db_exec(db, error, "DELETE FROM licence_seat WHERE product = $1 AND holder = $2", "tt", record->key, holder);
  return db_exec(db, error, "DELETE FROM licence_seat WHERE product = $1", "t", record->key) &&
         db_exec(db, error, "DELETE FROM licence WHERE product = $1", "t", record->key);
}

static bool apply_base(struct db *db, const struct record *record, GError **error)
{
  bool done = true;
  for (int i = 0; done && i < GROWTHS; i++)
    if (record_has(record, growth_id((enum growth_of)i)))
      done = db_exec(db, error,
                     "INSERT INTO contract_base (name, value) VALUES ($1, $2)"
                     " ON CONFLICT (name) DO UPDATE SET value = $2",
                     "ti", growth_id((enum growth_of)i), record_int(record, growth_id((enum growth_of)i), 0));
  return done;
}

/* --- commands --------------------------------------------------------------------------------------------- */
static struct command *change(const char *actor, utc_t at, const char *prefix, const char *key, const char *kind,
                              json_t *take_data)
{
  char *subject = g_strconcat(prefix, ":", key, NULL);
  struct command *command = record_command(actor, at, 0, subject, kind, take_data);
  g_free(subject);
  return command;
}

struct command *licence_set(const char *actor, utc_t at, const char *product, int64_t seats, day_t renewal)
{
  char day[16] = "";
  if (renewal != DAY_NONE)
    day_format(renewal, day);
  return change(actor, at, "licence", product, "licence-set",
                json_pack("{s:I, s:s}", "seats", (json_int_t)seats, "renewal_on", day));
}

struct command *licence_step(const char *actor, utc_t at, const char *product, const char *kind, const char *holder)
{
  return change(actor, at, "licence", product, kind, holder == NULL ? NULL : json_pack("{s:s}", "holder", holder));
}

struct command *growth_base(const char *actor, utc_t at, const int64_t base[GROWTHS])
{
  json_t *data = json_object();
  for (int i = 0; i < GROWTHS; i++)
    if (base[i] >= 0)
      json_object_set_new(data, growth_id((enum growth_of)i), json_integer(base[i]));
  return change(actor, at, "base", "contract", "base-set", data);
}

static const struct record_kind kinds[] = {{"licence-set", RIGHT_ASSET},
                                           {"licence-given", RIGHT_LOAN},
                                           {"licence-taken", RIGHT_LOAN},
                                           {"licence-removed", RIGHT_ASSET}};
static const char *const tables[] = {"licence", "licence_seat", NULL};
const struct record_ops record_licences = {.prefix = "licence", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                           .tables = tables, .topic = TOPIC_ASSET, .may = may_change,
                                           .apply = apply};
static const struct record_kind base_kinds[] = {{"base-set", RIGHT_ASSET}};
static const char *const base_tables[] = {"contract_base", NULL};
const struct record_ops record_base = {.prefix = "base", .kind = base_kinds, .kinds = G_N_ELEMENTS(base_kinds),
                                       .tables = base_tables, .topic = TOPIC_ASSET, .apply = apply_base};
