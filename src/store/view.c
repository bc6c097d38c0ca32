/* Saved views as records. */
#include "view.h"

#include <string.h>

#include "record.h"
#include "reference.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

bool saved_view_name_valid(const char *name)
{
  enum queue_view view;
  if (*name == '\0' || strlen(name) > VIEW_NAME_MAX || !g_utf8_validate(name, -1, NULL) ||
      queue_view_parse(name, &view))
    return false;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at))
    if (!g_unichar_isalnum(g_utf8_get_char(at)) && strchr("-_.", *at) == NULL)
      return false;
  return true;
}

const char *saved_view_title(const struct saved_view *view)
{
  const char *mine = view->title[lang_get()];
  return *mine != '\0' ? mine : view->name;
}

/* --- columns -------------------------------------------------------------------------------------------- */
const char *view_column_at(int index)
{
  static const char *const ids[] = {"due", "key", "priority", "channel", "office", "there", "state", "assignee",
                                    "title", "requester", "category", "changed", "received", "lang", "tags", NULL};
  return ids[index];
}

static bool is_column(const char *word)
{
  for (int i = 0; view_column_at(i) != NULL; i++)
    if (strcmp(view_column_at(i), word) == 0)
      return true;
  return false;
}

char *view_columns_parse(const char *text, GError **error)
{
  char **words = g_strsplit_set(text, ", ", -1);
  GString *out = g_string_new(NULL);
  const char *wrong = NULL;
  for (int i = 0; words[i] != NULL && wrong == NULL; i++)
    if (*words[i] != '\0' && !is_column(words[i]))
      wrong = words[i];
    else if (*words[i] != '\0')
      g_string_append_printf(out, "%s%s", out->len == 0 ? "" : " ", words[i]);
  if (wrong != NULL)
    error_set(error, TE_USAGE, _("there is no column “%s”"), wrong);
  g_strfreev(words);
  return g_string_free(out, wrong != NULL);
}

/* --- what is written ------------------------------------------------------------------------------------ */
struct command *view_save(const char *actor, utc_t at, const struct saved_view *view)
{
  char *subject = g_strdup_printf("view:%s/%s", view->owner, view->name);
  struct command *command = record_command(
      actor, at, 0, subject, *view->owner == '\0' ? "view-shared" : "view-saved",
      json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "ja", view->title[LANG_JA], "en", view->title[LANG_EN], "filter",
                view->filter, "columns", view->columns, "order", queue_order_id(view->order), "falling",
                view->falling));
  g_free(subject);
  return command;
}

struct command *view_remove(const char *actor, utc_t at, const char *key)
{
  char *subject = g_strconcat("view:", key, NULL);
  struct command *command = record_command(actor, at, 0, subject, *key == '/' ? "view-unshared" : "view-removed", NULL);
  g_free(subject);
  return command;
}

static bool is_removal(const struct record *record)
{
  return strcmp(record->kind, "view-removed") == 0 || strcmp(record->kind, "view-unshared") == 0;
}

static bool is_shared(const struct record *record)
{
  return strcmp(record->kind, "view-shared") == 0 || strcmp(record->kind, "view-unshared") == 0;
}

/* The name behind the owner; NULL: the key has none. */
static const char *name_of(const char *key)
{
  const char *slash = strchr(key, '/');
  return slash == NULL || !saved_view_name_valid(slash + 1) ? NULL : slash + 1;
}

static bool check_owner(const struct record *record, GError **error)
{
  const char *name = name_of(record->key);
  size_t owner = name == NULL ? 0 : (size_t)(name - 1 - record->key);
  if (name == NULL)
    error_set(error, TE_DATA, _("“%s” is no name for a view: one word, none of the program’s own views"), record->key);
  else if (is_shared(record) != (owner == 0))
    error_set(error, TE_DATA, _("“%s” is no name for a view: one word, none of the program’s own views"), record->key);
  else if (owner > 0 && (strlen(record->by) != owner || strncmp(record->by, record->key, owner) != 0))
    error_set(error, TE_PERMISSION, _("a view of another person’s own is theirs"));
  else
    return true;
  return false;
}

static bool check_columns(const char *columns, GError **error)
{
  char *parsed = strlen(columns) < VIEW_COLUMNS_MAX ? view_columns_parse(columns, error) : NULL;
  bool good = parsed != NULL;
  if (!good && error != NULL && *error == NULL)
    error_set(error, TE_DATA, _("these are too many columns"));
  g_free(parsed);
  return good;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  int64_t there = 0;
  struct filter_fault fault;
  enum queue_order order;
  if (!check_owner(record, error))
    return false;
  if (is_removal(record)) {
    if (!db_get_int(db, &there, 0, error, "SELECT count(*) FROM saved_view WHERE key = $1", "t", record->key))
      return false;
    if (there == 0)
      error_set(error, TE_NOINPUT, _("there is no view “%s”"), name_of(record->key));
    return there > 0;
  }
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL || !check_columns(record_text(record, "columns"), error))
    return false;
  if (!queue_order_parse(record_text(record, "order"), &order)) {
    error_set(error, TE_DATA, _("a list is ordered by due, received, changed or priority"));
    return false;
  }
  struct filter *filter = filter_parse(record_text(record, "filter"), ref, false, &fault);
  if (filter == NULL)
    filter_fault_set(error, record_text(record, "filter"), &fault);
  filter_free(filter);
  return filter != NULL;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  const char *name = name_of(record->key);
  enum queue_order order = ORDER_DUE;
  if (name == NULL) {
    error_set(error, TE_DATA, _("“%s” is no name for a view: one word, none of the program’s own views"), record->key);
    return false;
  }
  if (is_removal(record))
    return db_exec(db, error, "DELETE FROM saved_view WHERE key = $1", "t", record->key);
  queue_order_parse(record_text(record, "order"), &order);
  char *owner = g_strndup(record->key, (gsize)(name - 1 - record->key));
  bool done = db_exec(db, error,
                      "INSERT INTO saved_view (key, name, owner, ja, en, filter, columns, order_, falling, seq)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO UPDATE SET ja = $4,"
                      " en = $5, filter = $6, columns = $7, order_ = $8, falling = $9, seq = $10",
                      "ttttttttii", record->key, name, owner, record_text(record, "ja"), record_text(record, "en"),
                      record_text(record, "filter"), record_text(record, "columns"), queue_order_id(order),
                      record_int(record, "falling", 0), record->seq);
  g_free(owner);
  return done;
}

static const struct record_kind kinds[] = {
  {"view-saved", RIGHT_SETTING}, {"view-removed", RIGHT_SETTING}, {"view-shared", RIGHT_VIEW_SHARE},
  {"view-unshared", RIGHT_VIEW_SHARE},
};
static const char *const tables[] = {"saved_view", NULL};
const struct record_ops record_views = {.prefix = "view", .kind = kinds, .kinds = G_N_ELEMENTS(kinds), .tables = tables,
                                        .topic = TOPIC_VIEW, .may = may, .apply = apply};

/* --- what it shows ---------------------------------------------------------------------------------------- */
void view_to_args(const struct saved_view *view, struct queue_args *args)
{
  args->view = VIEW_ALL;
  args->saved = true;
  args->order = view->order;
  args->falling = view->falling;
  g_strlcpy(args->expression, view->filter, sizeof args->expression);
}

const struct saved_view *view_find(const struct view_list *list, const char *name)
{
  for (int i = 0; list != NULL && i < list->rows; i++)
    if (strcmp(list->row[i].name, name) == 0 || strcmp(list->row[i].title[LANG_JA], name) == 0 ||
        strcmp(list->row[i].title[LANG_EN], name) == 0)
      return &list->row[i];
  return NULL;
}
