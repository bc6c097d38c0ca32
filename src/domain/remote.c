#include "toban/remote.h"

#include <stdbool.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

static const char *value_of(const struct remote_target *target, const char *name, size_t length)
{
  const struct { const char *name, *value; } fields[] = {
      {"tag", target->tag},   {"host", target->host},     {"serial", target->serial},
      {"user", target->user}, {"office", target->office}, {"kind", target->kind}};
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    if (strlen(fields[i].name) == length && strncmp(fields[i].name, name, length) == 0)
      return fields[i].value == NULL ? "" : fields[i].value;
  return NULL;
}

static bool check_value(const char *name, size_t length, const char *value, GError **error)
{
  bool control = false;
  for (const char *at = value; *at != '\0'; at++)
    control |= (unsigned char)*at < 0x20 || *at == 0x7f;
  if (*value != '\0' && *value != '-' && !control)
    return true;
  error_set(error, TE_DATA,
            _("the asset’s “%.*s” cannot be given to the remote tool: it is empty, begins with “-” or has control"
              " characters"),
            (int)length, name);
  return false;
}

/* One word of the template, filled in; NULL with an error. */
static char *fill(const char *word, const struct remote_target *target, GError **error)
{
  GString *out = g_string_new(NULL);
  while (*word != '\0') {
    const char *end = *word == '{' ? strchr(word, '}') : NULL;
    size_t length = end == NULL ? 0 : (size_t)(end - word - 1);
    const char *value = end == NULL ? NULL : value_of(target, word + 1, length);
    if (end != NULL && value == NULL)
      error_set(error, TE_DATA, _("[remote] command: there is no field {%.*s}"), (int)length, word + 1);
    if (end != NULL && (value == NULL || !check_value(word + 1, length, value, error))) {
      g_string_free(out, TRUE);
      return NULL;
    }
    g_string_append_len(out, value != NULL ? value : word, value != NULL ? (gssize)strlen(value) : 1);
    word = end != NULL ? end + 1 : word + 1;
  }
  return g_string_free(out, FALSE);
}

char **remote_words(const char *template_, const struct remote_target *target, GError **error)
{
  char **words = NULL;
  GError *why = NULL;
  if (template_ == NULL || *template_ == '\0') {
    error_set(error, TE_UNAVAILABLE, "%s",
              _("no remote tool is configured: write [remote] and command = PROGRAM {host} into the configuration"
                " file"));
    return NULL;
  }
  if (!g_shell_parse_argv(template_, NULL, &words, &why)) {
    error_set(error, TE_DATA, _("[remote] command: %s"), why->message);
    g_error_free(why);
    return NULL;
  }
  for (int i = 0; words[i] != NULL; i++) {
    char *filled = fill(words[i], target, error);
    if (filled == NULL) {
      g_strfreev(words);
      return NULL;
    }
    g_free(words[i]);
    words[i] = filled;
  }
  return words;
}
