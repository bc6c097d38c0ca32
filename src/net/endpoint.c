#include "endpoint.h"

#include <stdlib.h>
#include <string.h>

#include "toban/check_option.h"
#include "toban/health_store.h"

static void take_status(struct check_status *status, const struct endpoint_row *row)
{
  check_status_init(status);
  status->state = (enum check_state)row->state;
  status->klass = (enum check_class)row->class_;
  status->base = (enum check_state)row->base;
  status->base_since = row->base_since;
  status->flaps = row->flaps == 0 ? status->flaps : row->flaps;
  status->soft = row->soft;
  status->since = row->since;
  status->checked_at = row->checked_at;
  status->latency_ms = row->latency_ms;
  status->tls_days = row->tls_days;
  g_strlcpy(status->message, row->message == NULL ? "" : row->message, sizeof status->message);
}

struct endpoint *endpoint_new(const struct endpoint_row *row)
{
  enum endpoint_kind kind;
  char host[256];
  if (!endpoint_kind_parse(row->kind, &kind))
    return NULL;
  struct endpoint *endpoint = g_new0(struct endpoint, 1);
  int interval_s = MAX(row->interval_s, 1);
  probe_target_host(kind, row->target, host, sizeof host);
  *endpoint = (struct endpoint){.id = g_strdup(row->id), .target = g_strdup(row->target), .kind = kind,
                                .expect_status = g_strdup(row->expect_status), .host = g_strdup(host),
                                .expect_body = g_strdup(row->expect_body), .options = g_strdup(row->options),
                                .parent = g_strdup(row->parent == NULL ? "" : row->parent),
                                .rule = {row->down_after, row->up_after, row->slow_ms, interval_s, 0}};
  struct check_options options;
  check_options_parse(row->options, kind, &options, NULL); /* what is wrong with them, the check itself says */
  endpoint->rule.cert_days = options.cert_days;
  endpoint->votes_wanted = options.votes;
  check_options_clear(&options);
  /* Below the interval, so that one run is over before the next is due. */
  endpoint->timeout_ms = CLAMP(row->timeout_s * 1000, 100, interval_s * 900);
  take_status(&endpoint->status, row);
  latency_line_parse(row->line, &endpoint->line);
  return endpoint;
}

void endpoint_free(struct endpoint *endpoint)
{
  if (endpoint == NULL)
    return;
  if (endpoint->probe != NULL)
    probe_cancel(endpoint->probe);
  g_free(endpoint->id);
  g_free(endpoint->target);
  g_free(endpoint->expect_status);
  g_free(endpoint->expect_body);
  g_free(endpoint->options);
  g_free(endpoint->parent);
  g_free(endpoint->window);
  g_free(endpoint->vote);
  g_free(endpoint->host);
  g_free(endpoint);
}

bool endpoint_same(const struct endpoint *a, const struct endpoint *b)
{
  return a->kind == b->kind && a->timeout_ms == b->timeout_ms && strcmp(a->target, b->target) == 0 &&
         g_strcmp0(a->expect_status, b->expect_status) == 0 && g_strcmp0(a->expect_body, b->expect_body) == 0 &&
         g_strcmp0(a->options, b->options) == 0 && g_strcmp0(a->parent, b->parent) == 0 &&
         memcmp(&a->rule, &b->rule, sizeof a->rule) == 0;
}

void endpoint_plan(const struct endpoint *endpoint, struct probe_plan *out)
{
  *out = (struct probe_plan){.kind = endpoint->kind, .target = endpoint->target, .timeout_ms = endpoint->timeout_ms,
                             .expect_status = endpoint->expect_status, .expect_body = endpoint->expect_body,
                             .options = endpoint->options};
}

/* FNV-1a, 64 bits. */
static uint64_t print_text(uint64_t print, const char *text)
{
  for (const char *c = text == NULL ? "" : text;; c++) {
    print = (print ^ (unsigned char)*c) * 0x100000001b3u;
    if (*c == '\0')
      return print;
  }
}

static uint64_t print_number(uint64_t print, int64_t number)
{
  return (print ^ (uint64_t)number) * 0x100000001b3u;
}

static uint64_t print_row(uint64_t print, const struct endpoint_row *row)
{
  const int64_t numbers[] = {row->interval_s, row->timeout_s,    row->down_after, row->up_after,
                             row->slow_ms,    row->paused_until, row->acked_until};
  const char *const texts[] = {row->id,          row->kind,    row->target, row->expect_status,
                               row->expect_body, row->options, row->parent, row->paused_by};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    print = print_text(print, texts[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    print = print_number(print, numbers[i]);
  return print;
}

uint64_t endpoint_list_print(uint64_t print, const struct endpoint_list *list)
{
  for (int i = 0; i < list->rows; i++)
    print = print_row(print, &list->row[i]);
  for (int i = 0; i < list->windows; i++) {
    const struct maintenance *m = &list->window[i];
    print = print_number(print_number(print, m->calendar ? -m->number : m->number), m->start);
    print = print_number(print_number(print, m->cancelled ? 0 : m->end), m->told[OUTAGE_BEGINS]);
    print = print_number(print, m->told[OUTAGE_ENDS]);
    for (int k = 0; m->target[k] != NULL; k++)
      print = print_text(print, m->target[k]);
  }
  for (int i = 0; i < list->votes; i++)
    print = print_number(print_text(print, list->vote[i].id), list->vote[i].bad ? -list->vote[i].at : list->vote[i].at);
  return print;
}

static int by_id(const void *a, const void *b)
{
  return strcmp(((const struct endpoint_vote *)a)->id, ((const struct endpoint_vote *)b)->id);
}

/* Votes are in the order of ids: the first of ours, found by halves. */
static void take_votes(struct endpoint *endpoint, const struct endpoint_list *list)
{
  struct endpoint_vote key = {.id = endpoint->id};
  const struct endpoint_vote *at = list->votes == 0
                                       ? NULL
                                       : bsearch(&key, list->vote, (size_t)list->votes, sizeof *list->vote, by_id);
  endpoint->votes = 0;
  while (at != NULL && at > list->vote && strcmp(at[-1].id, endpoint->id) == 0)
    at--;
  for (; at != NULL && at < list->vote + list->votes && strcmp(at->id, endpoint->id) == 0; at++) {
    endpoint->vote = g_renew(struct vote, endpoint->vote, endpoint->votes + 1);
    endpoint->vote[endpoint->votes++] = (struct vote){at->at, at->bad};
  }
}

struct window window_of(const struct maintenance *m)
{
  return (struct window){m->start, m->cancelled ? m->start : m->end, m->calendar, m->number};
}

void endpoint_decide(struct endpoint *endpoint, const struct endpoint_list *list, const struct endpoint_row *row)
{
  endpoint->paused = row->paused_by != NULL && *row->paused_by != '\0';
  endpoint->paused_until = row->paused_until;
  endpoint->windows = 0;
  for (int i = 0; i < list->windows; i++)
    if (maintenance_names(&list->window[i], row->id, row->group, row->office)) {
      endpoint->window = g_renew(struct window, endpoint->window, endpoint->windows + 1);
      endpoint->window[endpoint->windows++] = window_of(&list->window[i]);
    }
  take_votes(endpoint, list);
}
