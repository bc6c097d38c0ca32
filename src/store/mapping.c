#include "toban/mapping.h"

#include <string.h>

#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

struct mapping *mapping_parse(const char *columns, GError **error)
{
  struct mapping *mapping = g_new0(struct mapping, 1);
  mapping->text = g_strsplit(columns, ";", -1);
  mapping->rename = g_new0(struct csv_rename, g_strv_length(mapping->text) + 1);
  for (int i = 0; mapping->text[i] != NULL; i++) {
    char *equals = strchr(mapping->text[i], '=');
    if (*g_strstrip(mapping->text[i]) == '\0')
      continue;
    if (equals == NULL || equals == mapping->text[i]) {
      error_set(error, TE_USAGE, _("“%s”: write it so: theirs=ours"), mapping->text[i]);
      mapping_free(mapping);
      return NULL;
    }
    *equals = '\0';
    mapping->rename[mapping->renames++] =
        (struct csv_rename){g_strstrip(mapping->text[i]), g_strstrip(equals + 1)};
  }
  return mapping;
}

void mapping_free(struct mapping *mapping)
{
  if (mapping == NULL)
    return;
  g_strfreev(mapping->text);
  g_free(mapping->rename);
  g_free(mapping);
}

struct mapping *mapping_load(struct db *db, const char *kind, const char *name, GError **error)
{
  char *key = g_strconcat(kind, " ", name, NULL);
  struct db_stmt *stmt = db_query(db, error, "SELECT columns FROM mapping WHERE key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  char *columns = got > 0 ? g_strdup(db_text(stmt, 0)) : NULL;
  db_done(stmt);
  if (got == 0)
    error_set(error, TE_NOINPUT, _("no columns were kept as “%s” for %s"), name, kind);
  struct mapping *mapping = columns == NULL ? NULL : mapping_parse(columns, error);
  g_free(columns);
  g_free(key);
  return mapping;
}

bool mapping_keep(struct db *db, const char *by, const char *kind, const char *name, const char *columns,
                  GError **error)
{
  char *subject = g_strdup_printf("mapping:%s %s", kind, name);
  struct command *command =
      record_command(by, clock_now(), 0, subject, "mapping-kept", json_pack("{s:s}", "columns", columns));
  struct command_outcome outcome;
  bool done = command_run(db, command, &outcome, error);
  command_free(command);
  g_free(subject);
  return done;
}

/* --- the register ------------------------------------------------------------------------------------------- */
static bool apply(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO mapping (key, columns) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET columns = $2",
                 "tt", record->key, record_text(record, "columns"));
}

static const struct record_kind kinds[] = {{"mapping-kept", RIGHT_SETTING}};
static const char *const tables[] = {"mapping", NULL};
const struct record_ops record_mappings = {.prefix = "mapping", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                           .tables = tables, .topic = TOPIC_SETTING, .apply = apply};
