/* Entries of the calendar: what their events may say and the table that they make. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "approval.h"
#include "health_record.h"
#include "reference.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/resource.h"
#include "toban/store.h"

enum { LONGEST_DAYS = 366, TEXT_MOST = 500 };

/* --- commands ------------------------------------------------------------------------------------------- */
json_t *agenda_json(const struct agenda_entry *e)
{
  return json_pack("{s:s, s:s, s:I, s:I, s:s, s:s, s:s, s:b, s:s, s:s, s:s}", "kind", agenda_kind_id(e->kind), "site",
                   e->site, "from", (json_int_t)e->from, "to", (json_int_t)e->to, "ja", e->title[LANG_JA], "en",
                   e->title[LANG_EN], "note", e->note, "stops", e->stops, "reason", e->reason, "approval", e->approval,
                   "targets", e->targets == NULL ? "" : e->targets);
}

static struct command *command(const char *actor, utc_t at, int64_t number, int64_t revision, const char *kind,
                               json_t *take_data)
{
  char subject[64] = "agenda:";
  if (number > 0)
    g_snprintf(subject, sizeof subject, "agenda:%" G_GINT64_FORMAT, number);
  return record_command(actor, at, revision, subject, kind, take_data);
}

struct command *agenda_put(const char *actor, utc_t at, const struct agenda_entry *entry)
{
  return command(actor, at, entry->number, entry->revision, "agenda-put", agenda_json(entry));
}

struct command *agenda_drop(const char *actor, utc_t at, int64_t number, const char *reason)
{
  return command(actor, at, number, 0, "agenda-dropped", json_pack("{s:s}", "reason", reason == NULL ? "" : reason));
}

/* --- what may be said ------------------------------------------------------------------------------------- */
struct agenda_seasons *agenda_seasons_load(struct db *db, GError **error)
{
  char *text = NULL;
  struct calendar_file file = {.name = "seasons"};
  if (!document_get(db, "seasons", &text, NULL, error))
    return NULL;
  file.bytes = text;
  file.length = text == NULL ? 0 : strlen(text);
  if (text == NULL)
    file.bytes = resource_find("seasons.csv", &file.length);
  struct agenda_seasons *seasons = agenda_seasons_new(&file, error);
  g_free(text);
  return seasons;
}

static int64_t number_of(const struct record *record)
{
  char *end;
  int64_t number = strtoll(record->key, &end, 10);
  return *end == '\0' && number > 0 ? number : 0;
}

static bool entry_of(const struct record *record, struct agenda_entry *out)
{
  *out = (struct agenda_entry){.number = number_of(record), .site = record_text(record, "site"),
                               .from = record_int(record, "from", 0), .to = record_int(record, "to", 0),
                               .note = record_text(record, "note"), .stops = record_int(record, "stops", 0) != 0,
                               .submitted = record->at, .by = record->by, .reason = record_text(record, "reason"),
                               .approval = record_text(record, "approval"),
                               .targets = record_text(record, "targets")};
  out->title[LANG_JA] = record_text(record, "ja");
  out->title[LANG_EN] = record_text(record, "en");
  return out->number > 0 && agenda_kind_parse(record_text(record, "kind"), &out->kind);
}

static bool check_form(const struct agenda_entry *e, bool sound, GError **error)
{
  static const char *const sites[] = {"", "tokyo", "osaka", "ide"};
  bool known = false;
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    known = known || strcmp(sites[i], e->site) == 0;
  if (!sound)
    error_set(error, TE_DATA, "%s", _("a kind is one of outage maintenance work emergency event"));
  else if (!known)
    error_set(error, TE_DATA, _("“%s” is none of hq tokyo osaka ide"), e->site);
  else if (e->from >= e->to || e->to - e->from > (utc_t)LONGEST_DAYS * UTC_DAY)
    error_set(error, TE_DATA, "%s", _("it must begin before it ends, and not last longer than a year"));
  else if (*e->title[LANG_JA] == '\0' && *e->title[LANG_EN] == '\0')
    error_set(error, TE_DATA, "%s", _("it needs a title"));
  else if (strlen(e->title[LANG_JA]) > TEXT_MOST || strlen(e->title[LANG_EN]) > TEXT_MOST ||
           strlen(e->targets) > TEXT_MOST)
    error_set(error, TE_DATA, "%s", _("the text is too long"));
  else
    return true;
  return false;
}

/* Endpoints that it names itself are there. */
static bool check_targets(struct db *db, const struct agenda_entry *e, GError **error)
{
  char **target = *e->targets == '\0' ? NULL : agenda_targets(e);
  bool good = true;
  for (int i = 0; good && target != NULL && target[i] != NULL; i++)
    good = maintenance_target_check(db, target[i], error);
  g_strfreev(target);
  return good;
}

/* Was such an approval granted? */
static bool is_granted(struct db *db, const struct agenda_entry *e, bool *out, GError **error)
{
  const struct approval_kind *kind;
  int64_t number = 0;
  const char *rest;
  struct arena *arena = arena_new();
  struct approval approval = {0};
  *out = false;
  bool named = *e->approval != '\0' && approval_name_parse(e->approval, &kind, &number, &rest) && number > 0 &&
               strcmp(kind->id, agenda_approval(e)) == 0;
  bool done = !named || approval_load(db, number, arena, &approval, error);
  if (done && named)
    *out = approval.number > 0 && approval.kind == kind && approval.state == APPROVAL_GRANTED;
  arena_free(arena);
  return done;
}

static bool check_rules(struct db *db, const struct agenda_entry *e, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct agenda_seasons *seasons = ref == NULL ? NULL : agenda_seasons_load(db, error);
  bool granted = false;
  if (seasons == NULL)
    return false;
  unsigned broken = agenda_check(e, seasons, ref->calendars);
  agenda_seasons_unref(seasons);
  if (!is_granted(db, e, &granted, error))
    return false;
  if (*e->approval != '\0' && !granted) {
    error_set(error, TE_DATA, _("“%s” is no granted approval of the kind %s"), e->approval, agenda_approval(e));
    return false;
  }
  if (broken == 0 || (granted && *e->reason != '\0'))
    return true;
  char *text = agenda_rules_text(broken);
  error_set(error, TE_DATA,
            _("it breaks a rule (%s): that needs a reason and a granted approval (toban approval ask %s)"), text,
            agenda_approval(e));
  g_free(text);
  return false;
}

/* When it was entered first: that counts, not a later change. */
static bool first_submitted(struct db *db, struct agenda_entry *e, GError **error)
{
  return db_get_int(db, &e->submitted, e->submitted, error, "SELECT submitted FROM agenda WHERE number = $1", "i",
                    e->number);
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  struct agenda_entry entry;
  bool sound = entry_of(record, &entry);
  if (strcmp(record->kind, "agenda-put") == 0)
    return check_form(&entry, sound, error) && check_targets(db, &entry, error) &&
           first_submitted(db, &entry, error) && check_rules(db, &entry, error);
  int64_t there;
  if (!db_get_int(db, &there, 0, error, "SELECT count(*) FROM agenda WHERE number = $1 AND dropped = 0", "i",
                  number_of(record)))
    return false;
  if (there == 0)
    error_set(error, TE_NOINPUT, _("there is no entry %s in the calendar"), record->key);
  return there > 0;
}

/* --- the table --------------------------------------------------------------------------------------------- */
static bool apply(struct db *db, const struct record *record, GError **error)
{
  struct agenda_entry e;
  bool sound = entry_of(record, &e);
  if (strcmp(record->kind, "agenda-dropped") == 0)
    return db_exec(db, error, "UPDATE agenda SET dropped = 1, reason = $1, seq = $2 WHERE number = $3", "tii",
                   record_text(record, "reason"), record->seq, number_of(record));
  if (!sound) {
    error_set(error, TE_DATA, _("“%s” is no name for an entry"), record->key);
    return false;
  }
  return db_exec(db, error,
                 "INSERT INTO agenda (number, kind, site, from_, to_, title_ja, title_en, note, stops, submitted, by_,"
                 " reason, approval, dropped, seq, targets) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                 " $13, 0, $14, $15) ON CONFLICT (number) DO UPDATE SET kind = $2, site = $3, from_ = $4, to_ = $5,"
                 " title_ja = $6, title_en = $7, note = $8, stops = $9, by_ = $11, reason = $12, approval = $13,"
                 " dropped = 0, seq = $14, targets = $15",
                 "ittiitttiutttit", e.number, agenda_kind_id(e.kind), e.site, e.from, e.to, e.title[LANG_JA],
                 e.title[LANG_EN], e.note, (int64_t)e.stops, e.submitted, e.by, e.reason, e.approval, record->seq,
                 e.targets);
}

static const struct record_kind kinds[] = {{"agenda-put", RIGHT_AGENDA}, {"agenda-dropped", RIGHT_AGENDA}};
static const char *const tables[] = {"agenda", NULL};
const struct record_ops record_agenda = {.prefix = "agenda", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                         .tables = tables, .topic = TOPIC_CALENDAR, .may = may, .apply = apply,
                                         .next = "SELECT coalesce(max(number), 0) + 1 FROM agenda"};
