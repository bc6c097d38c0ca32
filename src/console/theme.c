#include "toban/theme.h"

#include <stdlib.h>
#include <string.h>

#include "toban/lang.h"
#include "toban/resource.h"

static const char *const built_in[] = {"dark", "light", "safe", "mono"};

/* Groups of a theme file, by role. [selected] is also laid over the roles of the row the cursor is on. */
static const char *const groups[ROLES] = {
  [ROLE_NORMAL] = "normal",   [ROLE_QUIET] = "quiet", [ROLE_TITLE] = "title",       [ROLE_FRAME] = "frame",
  [ROLE_FRAME_ACTIVE] = "frame-active", [ROLE_KEY] = "key", [ROLE_LATE] = "late",   [ROLE_SOON] = "soon",
  [ROLE_GOOD] = "good",       [ROLE_BAD] = "bad",     [ROLE_UNKNOWN] = "unknown",   [ROLE_MINE] = "mine",
  [ROLE_SELECTED] = "selected", [ROLE_HEADER] = "header", [ROLE_MATCH] = "match",
};

/* The sixteen colours of every terminal, 0-15. */
static const char *const basic[] = {
  "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
  "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
};

struct source { const char *name; GKeyFile *file; };

static bool parse_rgb(const char *text, int *out)
{
  char *end;
  if (strcmp(text, "default") == 0) {
    *out = COLOUR_DEFAULT;
    return true;
  }
  if (text[0] != '#' || strlen(text) != 7 || !g_ascii_isxdigit(text[1]))
    return false;
  *out = (int)strtol(text + 1, &end, 16);
  return *end == '\0';
}

static bool parse_basic(const char *text, int *out)
{
  *out = COLOUR_DEFAULT;
  if (strcmp(text, "default") == 0)
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(basic); i++)
    if (strcmp(text, basic[i]) == 0) {
      *out = (int)i;
      return true;
    }
  return false;
}

static bool parse_attributes(const char *text, struct look *look)
{
  g_auto(GStrv) words = g_strsplit(text, ";", -1);
  const struct { const char *name; bool *flag; } flags[] = {
    {"bold", &look->bold}, {"dim", &look->dim}, {"reverse", &look->reverse}, {"underline", &look->underline}};
  for (char **word = words; *word != NULL; word++) {
    bool found = **word == '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(flags) && !found; i++)
      if ((found = strcmp(flags[i].name, *word) == 0))
        *flags[i].flag = true;
    if (!found)
      return false;
  }
  return true;
}

static bool set_value(struct look *look, const char *key, const char *value, bool *known)
{
  *known = true;
  if (strcmp(key, "fg") == 0)
    return parse_rgb(value, &look->fg);
  if (strcmp(key, "bg") == 0)
    return parse_rgb(value, &look->bg);
  if (strcmp(key, "fg16") == 0)
    return parse_basic(value, &look->fg16);
  if (strcmp(key, "bg16") == 0)
    return parse_basic(value, &look->bg16);
  if (strcmp(key, "attributes") == 0)
    return parse_attributes(value, look);
  *known = false;
  return false;
}

static bool read_look(const struct source *source, const char *group, struct look *look, GError **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys(source->file, group, NULL, NULL);
  for (char **key = keys; key != NULL && *key != NULL; key++) {
    g_autofree char *value = g_key_file_get_value(source->file, group, *key, NULL);
    bool known;
    if (set_value(look, *key, g_strstrip(value), &known))
      continue;
    if (known)
      error_set(error, TE_DATA, _("%s: group [%s], key “%s”: “%s” is no value for it"), source->name, group, *key,
                value);
    else
      error_set(error, TE_DATA, _("%s: group [%s]: there is no key “%s” (fg, bg, fg16, bg16, attributes)"),
                source->name, group, *key);
    return false;
  }
  return true;
}

static const struct look plain = {.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT,
                                  .fg16 = COLOUR_DEFAULT, .bg16 = COLOUR_DEFAULT};

static bool read_groups(const struct source *source, struct theme *theme, GError **error)
{
  g_auto(GStrv) names = g_key_file_get_groups(source->file, NULL);
  for (int role = 0; role < ROLES; role++)
    theme->role[role] = plain;
  for (char **name = names; *name != NULL; name++) {
    int role = 0;
    while (role < ROLES && strcmp(groups[role], *name) != 0)
      role++;
    if (role == ROLES) {
      error_set(error, TE_DATA, _("%s: there is no role [%s]"), source->name, *name);
      return false;
    }
    if (!read_look(source, *name, &theme->role[role], error))
      return false;
  }
  theme->selected = theme->role[ROLE_SELECTED];
  return true;
}

static const char *find_built_in(const char *name, size_t *length)
{
  for (size_t i = 0; i < G_N_ELEMENTS(built_in); i++)
    if (strcmp(built_in[i], name) == 0) {
      g_autofree char *path = g_strdup_printf("themes/%s.theme", name);
      return resource_find(path, length);
    }
  return NULL;
}

static bool parse_theme(struct theme *theme, const char *name, const char *bytes, size_t length, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autoptr(GError) why = NULL;
  if (!g_key_file_load_from_data(file, bytes, length, G_KEY_FILE_NONE, &why)) {
    error_set(error, TE_DATA, _("%s: not a theme: %s"), name, why->message);
    return false;
  }
  struct source source = {name, file};
  return read_groups(&source, theme, error);
}

bool theme_load(struct theme *theme, const char *name, GError **error)
{
  const char *no_colour = g_getenv("NO_COLOR"); /* no-color.org: set and not empty */
  struct theme loaded = {.name = ""};
  g_autofree char *bytes = NULL;
  size_t length = 0;
  const char *data;
  if (no_colour != NULL && *no_colour != '\0')
    name = "mono";
  if (strchr(name, '/') != NULL) {
    g_autoptr(GError) why = NULL;
    if (!g_file_get_contents(name, &bytes, &length, &why)) {
      error_set(error, TE_NOINPUT, "%s", why->message);
      return false;
    }
    data = bytes;
  } else if ((data = find_built_in(name, &length)) == NULL) {
    error_set(error, TE_NOINPUT,
              _("there is no theme “%s” (there are dark, light, safe, mono; a file has a / in its name)"), name);
    return false;
  }
  if (!parse_theme(&loaded, name, data, length, error))
    return false;
  g_autofree char *base = g_path_get_basename(name);
  g_strlcpy(loaded.name, base, sizeof loaded.name);
  *theme = loaded;
  return true;
}

int theme_count(void)
{
  return G_N_ELEMENTS(built_in);
}

const char *theme_name(int index)
{
  return index >= 0 && index < theme_count() ? built_in[index] : NULL;
}
