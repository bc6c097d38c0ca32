/* endpoint.h: the endpoints that a poller knows: definition, place in the schedule, status. Loop thread. */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H
#include "schedule.h"
#include "toban/latency_line.h"
#include "toban/probe.h"
#include "toban/read.h"

/* Of maintenance; one that was cancelled has no length. Which: health_store.h. */
struct window { utc_t start, end; bool calendar; int64_t number; };
struct vote { utc_t at; bool bad; };            /* of another site */
enum endpoint_phase { ENDPOINT_IDLE, ENDPOINT_WAITING, ENDPOINT_RUNNING };
struct endpoint {
  struct slot slot;            /* first: a slot is its endpoint */
  char *id, *target, *expect_status, *expect_body, *options, *host, *parent;
  enum endpoint_kind kind;
  int timeout_ms;
  struct check_rule rule;
  struct check_status status;
  struct latency_line line;
  /* What people and other sites say: read anew with each list. */
  bool paused;
  utc_t paused_until;          /* UTC_NONE: until it is undone */
  struct window *window;
  struct vote *vote;
  int windows, votes, votes_wanted;
  enum endpoint_phase phase;
  int64_t started_ms;          /* while running */
  bool hurried;                /* it comes sooner, since what lay over it has ended */
  struct probe *probe;         /* while running */
  void *owner;
};
/* NULL: a kind that this version does not know. */
struct endpoint *endpoint_new(const struct endpoint_row *row);
void endpoint_free(struct endpoint *endpoint);                   /* cancels its probe */
bool endpoint_same(const struct endpoint *a, const struct endpoint *b);        /* defined the same way */
/* Pauses, windows and votes of the row, out of its list. */
void endpoint_decide(struct endpoint *endpoint, const struct endpoint_list *list, const struct endpoint_row *row);
struct window window_of(const struct maintenance *maintenance);
/* A fingerprint of all that a poller goes by, but for the states that checks give. Any thread. */
uint64_t endpoint_list_print(uint64_t print, const struct endpoint_list *list);
void endpoint_plan(const struct endpoint *endpoint, struct probe_plan *out);
#endif
