#define _GNU_SOURCE /* memmem */
#include "content.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* PCRE2 takes its bound from the pattern: a hostile body must not hold the loop with backtracking. */
#define REGEX_BOUND "(*LIMIT_MATCH=50000)"

bool content_is_asked(const struct check_options *options)
{
  return options->absent != NULL || options->match != NULL || options->json != NULL;
}

static enum check_reason judge_match(const char *pattern, const char *body, size_t length, char *detail, size_t size)
{
  char *bounded = g_strconcat(REGEX_BOUND, pattern, NULL);
  GError *why = NULL;
  enum check_reason reason = REASON_REGEX;
  GRegex *regex = g_regex_new(bounded, G_REGEX_RAW | G_REGEX_MULTILINE, 0, &why);
  g_free(bounded);
  g_strlcpy(detail, pattern, size);
  if (regex != NULL) {
    bool found = g_regex_match_full(regex, body, (gssize)length, 0, 0, NULL, &why);
    reason = why != NULL ? REASON_REGEX : found ? REASON_NONE : REASON_MATCH;
    g_regex_unref(regex);
  }
  g_clear_error(&why);
  return reason;
}

/* "db.nodes[0].state": names, and places in lists. NULL: not there. */
static json_t *find(json_t *at, const char *path)
{
  while (at != NULL && *path != '\0') {
    if (*path == '[') {
      char *end;
      unsigned long index = strtoul(path + 1, &end, 10);
      at = *end == ']' ? json_array_get(at, index) : NULL;
      path = *end == ']' ? end + 1 : "";
    } else {
      size_t length = strcspn(path, ".[");
      char *name = g_strndup(path, length);
      at = json_object_get(at, name);
      g_free(name);
      path += length;
    }
    path += *path == '.' ? 1 : 0;
  }
  return at;
}

/* A plain value as text; NULL for lists and objects. Free with free(). */
static char *plain_text(const json_t *value)
{
  if (json_is_string(value))
    return strdup(json_string_value(value));
  return json_is_array(value) || json_is_object(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
}

/* Numbers by their size, everything else by its text. */
static bool compare(const json_t *value, const char *text, const char *op, const char *want)
{
  char *end;
  double number = g_ascii_strtod(want, &end);
  bool numeric = json_is_number(value) && *want != '\0' && *end == '\0';
  double difference = numeric ? json_number_value(value) - number : 0;
  int order = numeric ? (difference > 0) - (difference < 0) : strcmp(text, want);
  switch (op[0]) {
  case '=': return order == 0;
  case '!': return order != 0;
  case '<': return numeric && (order < 0 || (order == 0 && op[1] == '='));
  default: return numeric && (order > 0 || (order == 0 && op[1] == '='));
  }
}

static enum check_reason judge_json(const char *rule, const char *body, size_t length, char *detail, size_t size)
{
  char *path, op[3];
  const char *want;
  json_error_t why;
  json_t *document = json_loadb(body, length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &why);
  if (document == NULL) {
    g_strlcpy(detail, "JSON", size);
    return REASON_ANSWER;
  }
  check_json_split(rule, &path, op, &want);
  json_t *value = find(document, path);
  char *text = value == NULL ? NULL : plain_text(value);
  bool good = op[0] == '\0' ? value != NULL && !json_is_null(value) && !json_is_false(value)
                            : text != NULL && compare(value, text, op, want);
  g_snprintf(detail, (gulong)size, "%s=%.80s", path, text != NULL ? text : value != NULL ? "{}" : "");
  free(text);
  g_free(path);
  json_decref(document);
  return good ? REASON_NONE : REASON_JSON;
}

enum check_reason content_judge(const struct check_options *options, const char *body, size_t length, char *detail,
                                size_t size)
{
  enum check_reason reason = REASON_NONE;
  *detail = '\0';
  if (options->absent != NULL && memmem(body, length, options->absent, strlen(options->absent)) != NULL) {
    g_strlcpy(detail, options->absent, size);
    return REASON_BODY_HAS;
  }
  if (options->match != NULL)
    reason = judge_match(options->match, body, length, detail, size);
  if (reason == REASON_NONE && options->json != NULL)
    reason = judge_json(options->json, body, length, detail, size);
  return reason;
}
