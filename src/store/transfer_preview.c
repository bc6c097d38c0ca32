/* What an import would do: the export of before against the export of after, within its transaction. */
#include <string.h>

#include "toban/lang.h"
#include "transfer_kind.h"

/* Fields of a row in one string: no field has a NUL, none of ours this byte. */
#define BETWEEN "\x1f"

void transfer_preview_init(struct transfer_preview *preview)
{
  *preview = (struct transfer_preview){.lines = g_array_new(FALSE, TRUE, sizeof(struct transfer_line))};
}

void transfer_preview_clear(struct transfer_preview *preview)
{
  for (guint i = 0; i < preview->lines->len; i++) {
    struct transfer_line *line = &g_array_index(preview->lines, struct transfer_line, i);
    g_free(line->key);
    g_free(line->what);
  }
  g_array_free(preview->lines, TRUE);
}

static char *joined(const struct transfer_kind *kind, const char *const *fields, unsigned columns, const char *between)
{
  GString *out = g_string_new(NULL);
  bool any = false;
  for (size_t i = 0; i < kind->count; i++)
    if (columns == 0 || (columns >> i & 1u) != 0) {
      g_string_append_printf(out, "%s%s", any ? between : "", fields[i]);
      any = true;
    }
  return g_string_free(out, FALSE);
}

struct side {
  const struct transfer_kind *kind;
  GHashTable *before;                 /* key -> row; what is left after the second pass is removed */
  struct transfer_preview *preview;   /* NULL in the first pass */
};

static void tell(struct transfer_preview *preview, enum transfer_change change, char *take_key, char *take_what)
{
  struct transfer_line line = {change, take_key, take_what};
  if (preview->count[change]++ < PREVIEW_NAMED) {
    g_array_append_val(preview->lines, line);
    return;
  }
  g_free(take_key);
  g_free(take_what);
}

static bool remember(void *user, const char *const *fields, GError **error)
{
  struct side *side = user;
  (void)error;
  g_hash_table_insert(side->before, joined(side->kind, fields, side->kind->key, BETWEEN),
                      joined(side->kind, fields, 0, BETWEEN));
  return true;
}

static char *what_changed(const struct transfer_kind *kind, const char *before, const char *const *fields)
{
  GString *out = g_string_new(NULL);
  char **old = g_strsplit(before, BETWEEN, (int)kind->count);
  for (size_t i = 0; i < kind->count && old[i] != NULL; i++)
    if (strcmp(old[i], fields[i]) != 0)
      g_string_append_printf(out, "%s%s: %s -> %s", out->len == 0 ? "" : "; ", kind->columns[i].name,
                             *old[i] == '\0' ? "-" : old[i], *fields[i] == '\0' ? "-" : fields[i]);
  g_strfreev(old);
  return g_string_free(out, FALSE);
}

static bool compare(void *user, const char *const *fields, GError **error)
{
  struct side *side = user;
  (void)error;
  char *key = joined(side->kind, fields, side->kind->key, BETWEEN), *row = joined(side->kind, fields, 0, BETWEEN);
  const char *before = g_hash_table_lookup(side->before, key);
  char *shown = joined(side->kind, fields, side->kind->key, " ");
  if (before == NULL)
    tell(side->preview, CHANGE_ADDED, shown, joined(side->kind, fields, 0, ", "));
  else if (strcmp(before, row) != 0)
    tell(side->preview, CHANGE_CHANGED, shown, what_changed(side->kind, before, fields));
  else {
    side->preview->same++;
    g_free(shown);
  }
  g_hash_table_remove(side->before, key);
  g_free(key);
  g_free(row);
  return true;
}

static bool walk(struct db *db, struct side *side, bool (*take)(void *, const char *const *, GError **), GError **error)
{
  struct transfer_sink sink = {.kind = side->kind, .format = FORMAT_CSV, .take = take, .user = side};
  return side->kind->each(db, &sink, error);
}

GHashTable *transfer_preview_before(struct db *db, const struct transfer_kind *kind, GError **error)
{
  struct side side = {.kind = kind, .before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
  if (walk(db, &side, remember, error))
    return side.before;
  g_hash_table_unref(side.before);
  return NULL;
}

static int by_key(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In the order of keys: a table has none of its own. */
static void tell_removed(struct side *side)
{
  guint count;
  char **keys = (char **)g_hash_table_get_keys_as_array(side->before, &count);
  qsort(keys, count, sizeof *keys, by_key);
  for (guint i = 0; i < count; i++) {
    char **part = g_strsplit(keys[i], BETWEEN, -1), **row;
    row = g_strsplit(g_hash_table_lookup(side->before, keys[i]), BETWEEN, -1);
    tell(side->preview, CHANGE_REMOVED, g_strjoinv(" ", part), g_strjoinv(", ", row));
    g_strfreev(part);
    g_strfreev(row);
  }
  g_free(keys);
}

bool transfer_preview_after(struct transfer *transfer, GHashTable *before, GError **error)
{
  struct side side = {transfer->kind, before, transfer->input->preview};
  if (!walk(transfer->db, &side, compare, error))
    return false;
  tell_removed(&side);
  return true;
}
