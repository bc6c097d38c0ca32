/* struct reference out of the tables: offices, categories, people, calendars and policies in force. */
#include <string.h>

#include "asset.h"
#include "read_rows.h"
#include "reference.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/read.h"
#include "toban/resource.h"

static const char no_policies[] =
    "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n";

static int count_or_unknown(struct db_stmt *stmt, int column)
{
  return db_is_null(stmt, column) ? COUNT_UNKNOWN : (int)db_int(stmt, column);
}

static void read_office(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct office *o = item;
  *o = (struct office){.no = (int)db_int(stmt, 1),
                       .pcs = count_or_unknown(stmt, 11),
                       .servers = count_or_unknown(stmt, 12),
                       .printers = count_or_unknown(stmt, 13)};
  o->id = read_text(arena, stmt, 0);
  o->code = read_text(arena, stmt, 2);
  o->region[LANG_JA] = read_text(arena, stmt, 3);
  o->region[LANG_EN] = read_text(arena, stmt, 4);
  o->name[LANG_JA] = read_text(arena, stmt, 5);
  o->name[LANG_EN] = read_text(arena, stmt, 6);
  o->country = read_text(arena, stmt, 7);
  o->tz = read_text(arena, stmt, 8);
  o->calendar = read_text(arena, stmt, 9);
  o->languages = read_text(arena, stmt, 10);
}

static void read_category(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct category *c = item;
  *c = (struct category){.code = read_text(arena, stmt, 0), .depth = 1};
  c->name[LANG_JA] = read_text(arena, stmt, 1);
  c->name[LANG_EN] = read_text(arena, stmt, 2);
  for (const char *dot = strchr(c->code, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
    c->depth++;
}

static void read_operator(struct arena *arena, struct db_stmt *stmt, void *item)
{
  struct operator_ *p = item;
  *p = (struct operator_){.login = read_text(arena, stmt, 0)};
  p->name[LANG_JA] = read_text(arena, stmt, 1);
  p->name[LANG_EN] = read_text(arena, stmt, 2);
  p->site = read_text(arena, stmt, 3);
  p->languages = read_text(arena, stmt, 4);
  p->roles = read_text(arena, stmt, 5);
  p->qualifications = read_text(arena, stmt, 6);
  if (!day_parse(read_text(arena, stmt, 7), &p->from, NULL))
    p->from = DAY_NONE;
  if (!day_parse(read_text(arena, stmt, 8), &p->to, NULL))
    p->to = DAY_NONE;
}

static bool read_tables(struct reference *ref, struct db *db, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT id, no, code, region_ja, region_en, name_ja, name_en, country, tz,"
                                    " calendar, languages, pcs, servers, printers FROM office ORDER BY position",
                                    error);
  struct office *office = read_rows(ref->arena, stmt, sizeof *office, read_office, &ref->offices, error);
  ref->office = office;
  if (office == NULL)
    return false;
  for (int i = 0; i < ref->offices; i++) /* only now: reference_free() gives them back */
    office[i].zone = *office[i].tz == '\0' ? NULL : zone_new(office[i].tz);
  stmt = db_prepare(db, "SELECT code, name_ja, name_en FROM category ORDER BY position", error);
  ref->category = read_rows(ref->arena, stmt, sizeof(struct category), read_category, &ref->categories, error);
  if (ref->category == NULL)
    return false;
  stmt = db_prepare(db,
                    "SELECT login, name_ja, name_en, site, languages, roles, qualifications, valid_from, valid_to"
                    " FROM operator ORDER BY position",
                    error);
  ref->operator_ = read_rows(ref->arena, stmt, sizeof(struct operator_), read_operator, &ref->operators, error);
  return ref->operator_ != NULL;
}

static struct calendar_file file_of(const char *name, const char *bytes)
{
  return (struct calendar_file){.name = name, .bytes = bytes, .length = bytes == NULL ? 0 : strlen(bytes)};
}

/* What the desk needs; of a database that is older than these files, as the program has them. */
static bool read_duty(struct reference *ref, struct db *db, GError **error)
{
  static const char *const kinds[] = {"needs", "qualifications"};
  struct calendar_file file[G_N_ELEMENTS(kinds)];
  char *texts[G_N_ELEMENTS(kinds)] = {NULL};
  bool done = true;
  for (size_t i = 0; done && i < G_N_ELEMENTS(kinds); i++) {
    done = document_get(db, kinds[i], &texts[i], NULL, error);
    file[i] = file_of(kinds[i], texts[i]);
    if (texts[i] == NULL)
      file[i].bytes = resource_find(i == 0 ? "needs.csv" : "qualifications.csv", &file[i].length);
  }
  if (done)
    ref->duty = duty_rules_new(&file[0], &file[1], NULL, error);
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    g_free(texts[i]);
  return ref->duty != NULL;
}

static bool read_rules(struct reference *ref, struct db *db, GError **error)
{
  static const char *const kinds[] = {"calendars", "holidays", "special-dates", "policies"};
  char *texts[G_N_ELEMENTS(kinds)] = {NULL};
  bool done = true;
  for (size_t i = 0; done && i < G_N_ELEMENTS(kinds); i++)
    done = document_get(db, kinds[i], &texts[i], NULL, error);
  struct calendar_files files = {.calendars = file_of(kinds[0], texts[0]),
                                 .holidays = file_of(kinds[1], texts[1]),
                                 .special_dates = file_of(kinds[2], texts[2])};
  struct calendar_file policies = file_of(kinds[3], texts[3] == NULL ? no_policies : texts[3]);
  if (done)
    ref->calendars = calendar_set_new(&files, error);
  if (ref->calendars != NULL)
    ref->policies = policy_set_new(&policies, NULL, error); /* checked when they were imported */
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    g_free(texts[i]);
  return ref->policies != NULL;
}

static bool read_book(struct reference *ref, struct db *db, GError **error)
{
  char *contacts = NULL, *rules = NULL;
  if (document_get(db, "contacts", &contacts, NULL, error) &&
      document_get(db, "escalation-rules", &rules, NULL, error)) {
    struct calendar_file of_contacts = file_of("contacts", contacts), of_rules = file_of("escalation-rules", rules);
    ref->book = escalation_book_new(&of_contacts, &of_rules, error);
  }
  g_free(contacts);
  g_free(rules);
  return ref->book != NULL;
}

static bool read_version(struct db *db, int64_t *version, GError **error)
{
  return db_get_int(db, version, 0, error, "SELECT value FROM meta WHERE name = 'reference'", "");
}

static struct reference *read_all(struct db *db, GError **error)
{
  struct arena *arena = arena_new();
  struct reference *ref = arena_new0(arena, struct reference, 1);
  int64_t demo = 0;
  ref->arena = arena;
  ref->refs = 1;
  ref->zones = zone_generation();
  if (read_version(db, &ref->version, error) &&
      db_get_int(db, &demo, 0, error, "SELECT value FROM meta WHERE name = 'demo'", "") &&
      read_tables(ref, db, error) && read_rules(ref, db, error) && read_duty(ref, db, error) &&
      read_book(ref, db, error) &&
      reference_words(ref, db, error) &&
      asset_words_read(db, arena, &ref->asset_word, &ref->asset_words, error)) {
    ref->demo = demo != 0;
    return ref;
  }
  reference_free(ref);
  return NULL;
}

/* One view, so that version and contents belong together. */
static struct reference *read_consistent(struct db *db, GError **error)
{
  if (db_in_transaction(db))
    return read_all(db, error);
  if (!db_begin_read(db, error))
    return NULL;
  struct reference *ref = read_all(db, error);
  db_rollback(db);
  return ref;
}

const struct reference *reference_cached(struct db *db, GError **error)
{
  struct reference *ref = db_data(db, DB_DATA_REFERENCE);
  int64_t version;
  if (!read_version(db, &version, error))
    return NULL;
  if (ref != NULL && ref->version == version && ref->zones == zone_generation())
    return ref;
  if (ref != NULL && ref->version != version)
    zone_refresh(); /* that may be why: what is computed from now on goes by what is on disk (zone_store.h) */
  ref = read_consistent(db, error);
  if (ref != NULL)
    db_set_data(db, DB_DATA_REFERENCE, ref, (GDestroyNotify)reference_free);
  return ref;
}

void *reference_read(struct db *db, const void *unused, GError **error)
{
  (void)unused;
  const struct reference *ref = reference_cached(db, error);
  return ref == NULL ? NULL : reference_ref(db_data(db, DB_DATA_REFERENCE));
}
