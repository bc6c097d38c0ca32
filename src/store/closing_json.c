#include "closing_json.h"

#include <string.h>

#include "toban/json.h"
#include "toban/lang.h"

/* The counts of a row, by name. */
static const struct count { const char *name; size_t figure, row; } counts[] = {
#define COUNT(name) {#name, offsetof(struct sla_figure, name), offsetof(struct sla_report_row, name)}
    COUNT(met), COUNT(missed), COUNT(excluded), COUNT(excluded_met), COUNT(excluded_missed),
#undef COUNT
};

static int *at(void *base, size_t offset)
{
  return (int *)(void *)((char *)base + offset);
}

json_t *figures_to_json(const struct sla_month *month)
{
  json_t *policies = json_array();
  for (int i = 0; i < sla_month_figures(month); i++) {
    struct sla_figure figure = *sla_month_figure(month, i);
    json_t *row = json_pack("{s:o, s:s, s:f}", "id", json_text(figure.policy->id), "clock",
                            sla_clock_id(figure.policy->clock), "goal", figure.policy->goal);
    for (size_t c = 0; c < G_N_ELEMENTS(counts); c++)
      json_object_set_new(row, counts[c].name, json_integer(*at(&figure, counts[c].figure)));
    json_array_append_new(policies, row);
  }
  struct sla_answers answers = sla_month_answers(month);
  return json_pack("{s:o, s:{s:i, s:i}}", "policies", policies, "answer", "received", answers.received, "answered",
                   answers.answered);
}

static bool counted_nothing(const json_t *row)
{
  for (size_t c = 0; c < G_N_ELEMENTS(counts); c++)
    if (json_integer_value(json_object_get(row, counts[c].name)) != 0)
      return false;
  return true;
}

static json_t *rows_that_count(const json_t *figures)
{
  json_t *rows = json_array(), *row;
  size_t i;
  json_array_foreach(json_object_get(figures, "policies"), i, row)
    if (!counted_nothing(row))
      json_array_append(rows, row);
  return rows;
}

bool figures_same(const json_t *a, const json_t *b)
{
  json_t *left = rows_that_count(a), *right = rows_that_count(b);
  bool same = json_equal(left, right) && json_equal(json_object_get(a, "answer"), json_object_get(b, "answer"));
  json_decref(left);
  json_decref(right);
  return same;
}

static utc_t time_of(const json_t *object, const char *name)
{
  utc_t time = UTC_NONE;
  const char *text = json_string_value(json_object_get(object, name));
  return text != NULL && utc_parse(text, &time, NULL) ? time : UTC_NONE;
}

static void rows_from_json(const json_t *policies, struct arena *arena, struct sla_closing *out)
{
  struct sla_report_row *rows = arena_new0(arena, struct sla_report_row, json_array_size(policies) + 1);
  size_t i;
  json_t *from;
  json_array_foreach(policies, i, from) {
    struct sla_report_row *row = &rows[out->rows++];
    row->policy = arena_strdup(arena, json_string_value(json_object_get(from, "id")));
    row->goal = json_number_value(json_object_get(from, "goal"));
    row->cause_at = UTC_NONE;
    sla_clock_parse(json_string_value(json_object_get(from, "clock")), &row->clock_kind);
    for (size_t c = 0; c < G_N_ELEMENTS(counts); c++)
      *at(row, counts[c].row) = (int)json_integer_value(json_object_get(from, counts[c].name));
  }
  out->row = rows;
}

bool closing_from_json(const json_t *data, struct arena *arena, struct sla_closing *out)
{
  const json_t *figures = json_object_get(data, "figures"), *answer = json_object_get(figures, "answer");
  if (!json_is_object(figures))
    return false;
  char *why = closing_why(json_object_get(data, "why"));
  out->version = (int)json_integer_value(json_object_get(data, "version"));
  out->as_of = time_of(data, "as_of");
  out->digest = arena_strdup(arena, json_string_value(json_object_get(data, "digest")));
  out->why = arena_strdup(arena, why);
  out->answers.received = (int)json_integer_value(json_object_get(answer, "received"));
  out->answers.answered = (int)json_integer_value(json_object_get(answer, "answered"));
  rows_from_json(json_object_get(figures, "policies"), arena, out);
  g_free(why);
  return true;
}

char *closing_why(const json_t *why)
{
  if (!json_is_object(why))
    return NULL;
  const char *ticket = json_string_value(json_object_get(why, "ticket"));
  const char *subject = json_string_value(json_object_get(why, "subject"));
  const char *kind = json_string_value(json_object_get(why, "kind"));
  const char *by = json_string_value(json_object_get(why, "by"));
  int64_t seq = json_integer_value(json_object_get(why, "event"));
  enum event_kind event = EVENT_KINDS;
  if (kind != NULL && event_kind_parse(kind, &event))
    kind = event_kind_text(event);
  return g_strdup_printf(_("%s: %s by %s (event %ld)"), ticket != NULL ? ticket : subject, kind, by, (long)seq);
}
