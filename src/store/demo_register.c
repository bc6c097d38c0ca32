/* People, assets and endpoints of the demonstration: made as files and imported like anybody's. */
#include <stdlib.h>
#include <string.h>

#include "demo_world.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/latency_line.h"
#include "toban/resource.h"
#include "toban/transfer.h"
#include "demo_register.h"

bool demo_register_bytes(struct db *db, const char *kind, const char *name, const char *bytes, size_t length, utc_t at,
                         GError **error)
{
  int64_t rows;
  struct transfer_input input = {.kind = kind, .name = name, .bytes = bytes, .length = length, .by = "init", .at = at};
  return transfer_import(db, &input, &rows, error);
}

bool demo_register_file(struct db *db, const char *kind, const char *resource, utc_t at, GError **error)
{
  size_t length = 0;
  const char *bytes = resource_find(resource, &length);
  if (bytes == NULL) {
    error_set(error, TE_INTERNAL, "%s", resource);
    return false;
  }
  return demo_register_bytes(db, kind, resource, bytes, length, at, error);
}

/* --- assets ------------------------------------------------------------------------------------------- */
struct asset_kind { const char *kind, *prefix, *host; int years; const char *suppliers[3]; };
static const struct asset_kind asset_kinds[] = {
    {"pc", "PC", "pc", 4, {"Sample Systems", "Example Computers", "Specimen Trading"}},
    {"server", "SV", "sv", 5, {"Example Servers", "Sample Systems", "Example Servers"}},
    {"printer", "PR", "mfp", 6, {"Example Imaging", "Placeholder Office Supply", "Example Imaging"}},
};

static void date(day_t day, char out[static 16])
{
  day_format(day, out);
}

static void asset_row(const struct demo_world *world, int office, const struct asset_kind *kind, int n, GString *out)
{
  const struct demo_office *o = &world->office[office];
  struct demo_random random;
  demo_random_init(&random, world->options->seed,
                   (uint64_t)office << 32 | (uint64_t)(kind->prefix[1]) << 24 | (uint64_t)n);
  char tag[32], host[64], serial[32], person[64] = "", bought[16], warranty[16], renewal[16];
  day_t today = (day_t)(world->options->now / UTC_DAY),
        day = today - (day_t)demo_between(&random, 20, kind->years * 365 + 200);
  if (o->office->no > 0)
    g_snprintf(tag, sizeof tag, "%s-%02d-%04d", kind->prefix, o->office->no, n);
  else
    g_snprintf(tag, sizeof tag, "%s-%.3s-%04d", kind->prefix, o->code, n);
  demo_host(o, kind->host, n, host, sizeof host);
  g_snprintf(serial, sizeof serial, "SN%010" G_GINT64_MODIFIER "X", demo_random_next(&random) & 0xffffffffff);
  bool pc = kind == &asset_kinds[0];
  enum lang lang = LANG_JA;
  if (pc && !demo_chance(&random, 80))
    lang = demo_person(world, office, n - 1, person, sizeof person);
  date(day, bought);
  date(day + kind->years * 365, warranty);
  date(day + kind->years * 365 + 90, renewal);
  const char *state = *person == '\0' && pc ? "stock" : demo_chance(&random, 12) ? "repair" : "in-use";
  const char *department =
      pc && o->domestic ? demo_word(&world->words, "department", demo_mix((uint64_t)n - 1))->text[lang] : "";
  csv_write_row(out,
                (const char *const[]){tag, kind->kind, host, serial, person, o->office->id, department, state, bought,
                                      warranty, renewal, kind->suppliers[demo_below(&random, 3)], ""},
                13);
}

static bool fill_assets(struct db *db, const struct demo_world *world, GError **error)
{
  GString *out = g_string_new("tag,kind,host,serial,user,office,department,state,bought_on,warranty_until,renewal_on,"
                              "supplier,note\n");
  for (int office = 0; office < world->offices; office++) {
    const struct demo_office *o = &world->office[office];
    const int count[G_N_ELEMENTS(asset_kinds)] = {o->pcs, o->servers, o->printers};
    for (size_t k = 0; k < G_N_ELEMENTS(asset_kinds); k++)
      for (int n = 1; n <= count[k]; n++)
        asset_row(world, office, &asset_kinds[k], n, out);
  }
  bool ok = demo_register_bytes(db, "assets", "assets", out->str, out->len, world->options->now, error);
  g_string_free(out, TRUE);
  return ok;
}

/* --- endpoints and what their last checks said ---------------------------------------------------------- */
struct checks { struct db *db; const struct demo_world *world; struct demo_random random; };
enum { CHECK_ID, CHECK_STATE, CHECK_CLASS, CHECK_MINUTES, CHECK_LATENCY, CHECK_TLS, CHECK_MESSAGE, CHECK_COLUMNS };
static const struct csv_column check_columns[CHECK_COLUMNS] = {
    {"id", true},         {"state", true},    {"class", true},  {"minutes", true},
    {"latency_ms", true}, {"tls_days", true}, {"message", true}};

static bool put_check(const struct csv_row *row, void *user, GError **error)
{
  struct checks *checks = user;
  const char *const *field = row->field;
  enum check_state state;
  enum check_class klass;
  if (!check_state_parse(field[CHECK_STATE], &state) || !check_class_parse(field[CHECK_CLASS], &klass))
    return csv_fail(row, "state", error, "%s", field[CHECK_STATE]);
  utc_t now = checks->world->options->now;
  return db_exec(checks->db, error,
                 "UPDATE endpoint_state SET state = $1, base = $1, class = $2, since = $3, base_since = $3,"
                 " latency_ms = $4, tls_days = $5, message = $6 WHERE id = $7",
                 "ttuuutt", field[CHECK_STATE], field[CHECK_CLASS], now - 60 * (utc_t)atoi(field[CHECK_MINUTES]),
                 *field[CHECK_LATENCY] == '\0' ? UTC_NONE : atoi(field[CHECK_LATENCY]),
                 *field[CHECK_TLS] == '\0' ? UTC_NONE : atoi(field[CHECK_TLS]), field[CHECK_MESSAGE], field[CHECK_ID]);
}

/* Everything answered well in the last minute; checks.csv says what did not. */
static bool put_good(struct checks *checks, const char *id, bool tls, GError **error)
{
  utc_t now = checks->world->options->now;
  int64_t since = now - demo_between(&checks->random, 2, 400) * 3600, at = now - demo_below(&checks->random, 60);
  int64_t ms = demo_between(&checks->random, 8, 380), days = tls ? demo_between(&checks->random, 30, 360) : UTC_NONE;
  struct latency_line line;
  char text[LATENCY_TEXT];
  latency_line_init(&line);
  for (int i = LATENCY_PLACES - 1; i >= 0; i--) {
    struct check_result result;
    check_result_init(&result, at - i * LATENCY_PLACE_S);
    result.latency_ms = (int)(i == 0 ? ms : ms + ms * ((int64_t)g_str_hash(id) * (i + 7) % 89 - 40) / 100);
    latency_line_add(&line, &result);
  }
  latency_line_format(&line, text);
  return db_exec(checks->db, error,
                 "INSERT INTO endpoint_state (id, state, class, soft, since, checked_at, latency_ms, tls_days, message,"
                 " base, base_since, line) VALUES ($1, 'ok', '', 0, $2, $3, $4, $5, '', 'ok', $2, $6)",
                 "tuuuut", id, since, at, ms, days, text);
}

/* What is not well was well for some weeks before. */
static bool fill_history(struct db *db, GError **error)
{
  return db_run(db, "UPDATE endpoint_state SET line = '' WHERE state = 'down'", error) &&
         db_run(db, "INSERT INTO endpoint_change (id, at, state, base, message) SELECT id, since, state, base, message"
                    " FROM endpoint_state", error) &&
         db_run(db, "INSERT INTO endpoint_change (id, at, state, base, message) SELECT id, since - 2592000, 'ok',"
                    " 'ok', '' FROM endpoint_state WHERE state <> 'ok'", error);
}

static bool fill_checks(struct db *db, const struct demo_world *world, GError **error)
{
  struct checks checks = {.db = db, .world = world};
  demo_random_init(&checks.random, world->options->seed, 3);
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(db, "SELECT id, kind FROM endpoint ORDER BY position", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    g_ptr_array_add(ids, g_strdup_printf("%c%s", *db_text(stmt, 1), db_text(stmt, 0)));
  db_done(stmt);
  bool ok = got == 0;
  for (guint i = 0; ok && i < ids->len; i++) {
    const char *id = ids->pdata[i];
    ok = put_good(&checks, id + 1, strchr("thi", *id) != NULL && !g_str_has_prefix(id + 1, "sv-"), error);
  }
  g_ptr_array_free(ids, TRUE);
  size_t length = 0;
  const char *bytes = resource_find("demo/checks.csv", &length);
  ok = ok && csv_read("demo/checks.csv", bytes, length, check_columns, CHECK_COLUMNS, put_check, &checks, error);
  return ok && fill_history(db, error);
}

/* Who sits at a console at this moment: a night watch of three sites. They fade as nobody renews them. */
static bool fill_presence(struct db *db, utc_t now, GError **error)
{
  static const struct { const char *login, *site, *lang; int hours; } people[] = {
      {"ken", "tokyo", "ja", 3}, {"naomi", "tokyo", "en", 2}, {"ren", "osaka", "ja", 5}, {"kei", "ide", "ja", 1}};
  bool ok = true;
  for (size_t i = 0; ok && i < G_N_ELEMENTS(people); i++) {
    char console[16];
    g_snprintf(console, sizeof console, "demo-%zu", i + 1);
    ok = db_exec(db, error,
                 "INSERT INTO presence (console, login, site, lang, since, seen_at) VALUES ($1, $2, $3, $4, $5, $6)",
                 "ttttuu", console, people[i].login, people[i].site, people[i].lang, now - people[i].hours * 3600, now);
  }
  return ok;
}

bool demo_registers(struct db *db, const struct demo_world *world, GError **error)
{
  return fill_assets(db, world, error) && demo_lent(db, world, error) && demo_people(db, world, error) &&
         demo_vendors(db, world, error) &&
         demo_register_file(db, "endpoints", "demo/endpoints.csv", world->options->now, error) &&
         fill_checks(db, world, error) && fill_presence(db, world->options->now, error) &&
         demo_roster(db, world->ref, world->options->now, error) &&
         demo_agenda(db, world->options->now, error);
}
