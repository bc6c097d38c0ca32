#include "toban/keymap.h"

#include <string.h>

#include "toban/csv.h"
#include "toban/error.h"

enum { KEYS_LIMIT = 1 << 20 }; /* bytes of keys.conf */

struct stroke { uint32_t key; unsigned mods; };
struct keymap { GArray **strokes; /* of struct stroke, by action */ };

/* A letter says by itself whether it is a capital. */
static struct stroke normal(uint32_t key, unsigned mods)
{
  if (key > 32 && key < KEYCODE_BASE && key != 127)
    mods &= ~(unsigned)MOD_SHIFT;
  return (struct stroke){key_half_width(key), mods};
}

static bool parse_keys(const char *names, GArray *out, const char **bad)
{
  char **name = g_strsplit_set(names, " \t", -1);
  bool fine = true;
  for (int i = 0; name[i] != NULL && fine; i++) {
    uint32_t key;
    unsigned mods;
    if (*name[i] == '\0')
      continue;
    fine = key_parse(name[i], &key, &mods);
    if (fine) {
      struct stroke stroke = normal(key, mods);
      g_array_append_val(out, stroke);
    } else if (bad != NULL) {
      *bad = g_intern_string(name[i]);
    }
  }
  g_strfreev(name);
  return fine;
}

struct keymap *keymap_new(void)
{
  int count;
  const struct action *table = action_table(&count);
  struct keymap *map = g_new0(struct keymap, 1);
  map->strokes = g_new0(GArray *, (size_t)count);
  for (int i = 0; i < count; i++) {
    map->strokes[i] = g_array_new(FALSE, FALSE, sizeof(struct stroke));
    if (!parse_keys(table[i].keys, map->strokes[i], NULL))
      g_error("action %s: bad default keys", table[i].id);
  }
  return map;
}

void keymap_free(struct keymap *map)
{
  int count;
  if (map == NULL)
    return;
  action_table(&count);
  for (int i = 0; i < count; i++)
    g_array_unref(map->strokes[i]);
  g_free(map->strokes);
  g_free(map);
}

static void forget(GArray *strokes, struct stroke stroke)
{
  for (guint i = strokes->len; i > 0; i--) {
    struct stroke *old = &g_array_index(strokes, struct stroke, i - 1);
    if (old->key == stroke.key && old->mods == stroke.mods)
      g_array_remove_index(strokes, i - 1);
  }
}

static bool share_panes(const struct action *a, const struct action *b)
{
  return a->panes == 0 || b->panes == 0 || (a->panes & b->panes) != 0;
}

/* Gives an action these keys and takes them from the others that work in the same panes. */
static void rebind(struct keymap *map, const struct action *table, int count, int action, GArray *take)
{
  for (int i = 0; i < count; i++)
    for (guint k = 0; k < take->len && i != action; k++)
      if (share_panes(&table[i], &table[action]))
        forget(map->strokes[i], g_array_index(take, struct stroke, k));
  g_array_unref(map->strokes[action]);
  map->strokes[action] = take;
}

static bool load_line(struct keymap *map, const char *place, char *line, GError **error)
{
  int count;
  const struct action *table = action_table(&count);
  const char *bad = NULL;
  g_strstrip(line);
  if (*line == '\0' || *line == '#')
    return true;
  char *sign = strchr(line, '=');
  if (sign == NULL) {
    error_set(error, TE_DATA, _("%s: “%s”: write ACTION = KEY KEY ..."), place, line);
    return false;
  }
  *sign = '\0';
  const struct action *action = action_find(g_strstrip(line));
  if (action == NULL) {
    error_set(error, TE_DATA, _("%s: there is no action “%s”; the help (?) names them"), place, line);
    return false;
  }
  GArray *strokes = g_array_new(FALSE, FALSE, sizeof(struct stroke));
  if (!parse_keys(sign + 1, strokes, &bad)) {
    g_array_unref(strokes);
    error_set(error, TE_DATA, _("%s: there is no key “%s”; write j, Ctrl-J, Alt-j, F1, PgDn, Space ..."), place, bad);
    return false;
  }
  rebind(map, table, count, (int)(action - table), strokes);
  return true;
}

static bool load_text(struct keymap *map, const char *path, char *text, GError **error)
{
  char **line = g_strsplit(text, "\n", -1);
  bool fine = true;
  for (int i = 0; line[i] != NULL && fine; i++) {
    char *place = g_strdup_printf("%s:%d", path, i + 1);
    fine = load_line(map, place, line[i], error);
    g_free(place);
  }
  g_strfreev(line);
  return fine;
}

bool keymap_load(struct keymap *map, const char *path, GError **error)
{
  char *text;
  size_t length;
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  if (!file_read_all(path, KEYS_LIMIT, &text, &length, error))
    return false;
  struct keymap *fresh = keymap_new();
  bool fine = load_text(fresh, path, text, error);
  if (fine) {
    GArray **old = map->strokes;
    map->strokes = fresh->strokes;
    fresh->strokes = old;
  }
  keymap_free(fresh);
  g_free(text);
  return fine;
}

static bool has(const GArray *strokes, struct stroke stroke)
{
  for (guint i = 0; i < strokes->len; i++) {
    const struct stroke *mine = &g_array_index(strokes, struct stroke, i);
    if (mine->key == stroke.key && mine->mods == stroke.mods)
      return true;
  }
  return false;
}

static bool is_here(const struct action *action, const struct model *model)
{
  return action->panes == 0 || (action->panes & PANE_BIT(model->focus)) != 0;
}

const struct action *keymap_find(const struct keymap *map, const struct model *model, uint32_t key, unsigned mods,
                                 bool *works)
{
  int count;
  const struct action *table = action_table(&count), *idle = NULL;
  struct stroke stroke = normal(key, mods);
  for (int i = 0; i < count; i++) {
    if (!has(map->strokes[i], stroke))
      continue;
    if (action_works(&table[i], model)) {
      *works = true;
      return &table[i];
    }
    if (idle == NULL || is_here(&table[i], model)) /* what is told about is what one would expect here */
      idle = &table[i];
  }
  *works = false;
  return idle;
}

static char *join(const struct keymap *map, const struct action *action, guint most)
{
  int count;
  const GArray *strokes = map->strokes[action - action_table(&count)];
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < strokes->len && i < most; i++) {
    const struct stroke *stroke = &g_array_index(strokes, struct stroke, i);
    char *name = key_label(stroke->key, stroke->mods);
    g_string_append_printf(out, "%s%s", i > 0 ? " " : "", name);
    g_free(name);
  }
  return g_string_free(out, FALSE);
}

char *keymap_first(const struct keymap *map, const struct action *action)
{
  return join(map, action, 1);
}

char *keymap_all(const struct keymap *map, const struct action *action)
{
  return join(map, action, G_MAXUINT);
}
