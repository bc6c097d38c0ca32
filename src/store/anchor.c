/* Files of anchors: heads of the chain that were noted outside of the database. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/verify.h"

static bool add(GArray *anchors, int64_t seq, const char *hash, size_t length)
{
  struct chain_anchor anchor = {.seq = seq};
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (seq < 1 || length != CHAIN_HASH - 1 || strspn(hash, letters) < length)
    return false;
  memcpy(anchor.hash, hash, length);
  g_array_append_val(anchors, anchor);
  return true;
}

/* What `toban audit verify --json` and `toban audit head --json` print; a list of them too. */
static bool add_json(GArray *anchors, const json_t *value)
{
  if (json_is_array(value)) {
    bool done = json_array_size(value) > 0;
    for (size_t i = 0; done && i < json_array_size(value); i++)
      done = add_json(anchors, json_array_get(value, i));
    return done;
  }
  const char *head = json_string_value(json_object_get(value, "head"));
  return head != NULL && add(anchors, json_integer_value(json_object_get(value, "events")), head, strlen(head));
}

/* "SEQ HASH", alone or at the end of other words ("anchor: 812 kR3..."), so a printed sheet can be given back. */
static bool add_line(GArray *anchors, const char *line)
{
  char **words = g_strsplit_set(line, " \t", -1);
  int count = 0;
  for (int i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      words[count++] = words[i];
    else
      g_free(words[i]);
  words[count] = NULL;
  char *end = NULL;
  bool done = false;
  for (int i = 0; !done && i + 1 < count; i++) {
    int64_t seq = g_ascii_strtoll(words[i], &end, 10);
    done = *end == '\0' && add(anchors, seq, words[i + 1], strlen(words[i + 1]));
  }
  g_strfreev(words);
  return done;
}

static bool read_lines(GArray *anchors, const char *name, const char *text, GError **error)
{
  char **lines = g_strsplit(text, "\n", -1);
  bool any = false;
  for (int i = 0; lines[i] != NULL; i++)
    any |= add_line(anchors, g_strstrip(lines[i]));
  g_strfreev(lines);
  if (!any)
    error_set(error, TE_DATA, _("%s: holds no anchor: a line with the number and the hash of an event"
                                " (toban audit head prints one)"), name);
  return any;
}

static gint by_seq(gconstpointer a, gconstpointer b)
{
  const struct chain_anchor *x = a, *y = b;
  return (x->seq > y->seq) - (x->seq < y->seq);
}

GArray *chain_anchors_parse(const char *name, const char *text, size_t length, GError **error)
{
  GArray *anchors = g_array_new(FALSE, FALSE, sizeof(struct chain_anchor));
  json_t *document = json_loadb(text, length, 0, NULL);
  char *whole = g_strndup(text, length);
  bool done = (document != NULL && add_json(anchors, document)) || read_lines(anchors, name, whole, error);
  g_free(whole);
  json_decref(document);
  if (done) {
    g_array_sort(anchors, by_seq);
    return anchors;
  }
  g_array_free(anchors, TRUE);
  return NULL;
}
