/* toban asset add, change, remove, relate, link: changes of the register, each an event. */
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/asset_store.h"
#include "toban/error.h"
#include "toban/lang.h"

static gboolean opt_undo;
static gint64 opt_revision;
static const GOptionEntry undo_options[] = {
    {"undo", 0, 0, G_OPTION_ARG_NONE, &opt_undo, N_("takes it back"), NULL}, {NULL}};
static const GOptionEntry change_options[] = {
    {"revision", 0, 0, G_OPTION_ARG_INT64, &opt_revision,
     N_("of the asset as you saw it (asset show --json): refused when somebody else was faster"), "N"},
    {NULL}};

static char *fields(void)
{
  GString *known = g_string_new("FIELD:");
  for (int i = ASSET_TAG + 1; i < ASSET_FIELDS; i++)
    g_string_append_printf(known, " %s", asset_field_id((enum asset_field)i));
  return g_string_free(known, FALSE);
}

/* What people write of an office, a kind, a state, as the register has it. */
static const char *value_of(const struct reference *ref, enum asset_field field, const char *text, GError **error)
{
  if (field == ASSET_KIND || field == ASSET_STATE)
    return reference_asset_id(ref, field == ASSET_KIND ? WORD_KIND : WORD_STATE, text);
  if (field != ASSET_OFFICE || *text == '\0')
    return text;
  const struct office *office = cli_office(ref, text, error);
  return office == NULL ? NULL : office->id;
}

/* A field that is data. */
static bool is_extra(const struct reference *ref, const char *name)
{
  for (int i = 0; i < ref->asset_words; i++)
    if (ref->asset_word[i].of == WORD_FIELD && strcmp(ref->asset_word[i].id, name) == 0)
      return true;
  return false;
}

static bool add_value(const struct reference *ref, const char *text, json_t *data, GError **error)
{
  const char *equals = strchr(text, '=');
  char *name = equals == NULL ? NULL : g_strndup(text, (gsize)(equals - text));
  enum asset_field field;
  bool known = name != NULL && asset_field_parse(name, &field) && field != ASSET_TAG;
  if (!known && name != NULL && is_extra(ref, name)) {
    json_object_set_new(data, name, json_string(equals + 1));
    g_free(name);
    return true;
  }
  if (!known) {
    char *list = fields();
    error_set(error, TE_USAGE, _("“%s”: write FIELD=VALUE (%s)"), text, list);
    g_free(list);
  }
  g_free(name);
  const char *value = known ? value_of(ref, field, equals + 1, error) : NULL;
  if (value != NULL)
    json_object_set_new(data, asset_field_id(field), json_string(value));
  return value != NULL;
}

static json_t *values(struct db *db, char **text, GError **error)
{
  struct reference *ref = reference_read(db, NULL, error);
  json_t *data = json_object();
  bool ok = ref != NULL;
  for (int i = 0; ok && text[i] != NULL; i++)
    ok = add_value(ref, text[i], data, error);
  reference_free(ref);
  if (ok)
    return data;
  json_decref(data);
  return NULL;
}

static struct command *make_add(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  json_t *data = values(db, argv + 1, error);
  return data == NULL ? NULL : asset_add(actor, clock_now(), argv[0], data);
}

static struct command *make_change(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  json_t *data = values(db, argv + 1, error);
  return data == NULL ? NULL : asset_set(actor, clock_now(), opt_revision, argv[0], data);
}

static struct command *make_remove(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  (void)db, (void)error;
  return asset_step(actor, clock_now(), argv[0], "asset-removed", NULL, NULL);
}

static struct command *make_relate(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  (void)db, (void)error;
  return asset_relate(actor, clock_now(), argv[0], argv[1], argv[2], opt_undo);
}

static struct command *make_link(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  (void)db, (void)error;
  return asset_step(actor, clock_now(), argv[0], opt_undo ? "asset-unticket" : "asset-ticket", "ticket", argv[1]);
}

#define RUN(name)                                                                         \
  static bool run_##name(const struct cli *cli, int argc, char **argv, GError **error)    \
  {                                                                                       \
    (void)argc;                                                                           \
    return carry_out(cli, make_##name, argv, error);                                      \
  }
RUN(add)
RUN(change)
RUN(remove)
RUN(relate)
RUN(link)

static char *relations(void)
{
  GString *known = g_string_new("RELATION:");
  for (int i = 0; asset_relation_at(i) != NULL; i++)
    g_string_append_printf(known, " %s", asset_relation_at(i));
  return g_string_free(known, FALSE);
}

const struct cli_command command_asset_add = {
    .name = "asset add", .args = "TAG FIELD=VALUE...", .min_args = 2, .max_args = 16, .run = run_add,
    .wants_json = true, .values = fields, .summary = N_("enters an asset; it needs at least its kind")};
const struct cli_command command_asset_change = {
    .name = "asset change", .args = "TAG FIELD=VALUE...", .min_args = 2, .max_args = 16, .options = change_options,
    .run = run_change, .wants_json = true, .values = fields, .summary = N_("changes fields of an asset"),
    .detail = N_("Who changed what, when, from what to what: asset show tells.")};
const struct cli_command command_asset_remove = {
    .name = "asset remove", .args = "TAG", .min_args = 1, .max_args = 1, .run = run_remove, .wants_json = true,
    .summary = N_("takes an asset off the register; its history stays in the log")};
const struct cli_command command_asset_relate = {
    .name = "asset relate", .args = "TAG RELATION TAG", .min_args = 3, .max_args = 3, .options = undo_options,
    .run = run_relate, .wants_json = true, .values = relations,
    .summary = N_("says that one runs on, is connected to or is part of another")};
const struct cli_command command_asset_link = {
    .name = "asset link", .args = "TAG TICKET", .min_args = 2, .max_args = 2, .options = undo_options, .run = run_link,
    .wants_json = true, .summary = N_("says that a ticket is about this asset")};
