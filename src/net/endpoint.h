/* endpoint.h: the endpoints that a poller knows: definition, place in the schedule, status. Loop thread. */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H
#include "schedule.h"
#include "toban/latency_line.h"
#include "toban/probe.h"
#include "toban/read.h"

enum endpoint_phase { ENDPOINT_IDLE, ENDPOINT_WAITING, ENDPOINT_RUNNING };
struct endpoint {
  struct slot slot;            /* first: a slot is its endpoint */
  char *id, *target, *expect_status, *expect_body, *options, *host;
  enum endpoint_kind kind;
  int timeout_ms;
  struct check_rule rule;
  struct check_status status;
  struct latency_line line;
  enum endpoint_phase phase;
  struct probe *probe;         /* while running */
  void *owner;
};
/* NULL: a kind that this version does not know. */
struct endpoint *endpoint_new(const struct endpoint_row *row);
void endpoint_free(struct endpoint *endpoint);                   /* cancels its probe */
bool endpoint_same(const struct endpoint *a, const struct endpoint *b);        /* defined the same way */
bool endpoint_state_is_set(enum check_state state);              /* by people, not by checks */
/* A fingerprint over rows: of all that a poller goes by, but for the states that checks give. Any thread. */
uint64_t endpoint_print(uint64_t print, const struct endpoint_row *row);
void endpoint_plan(const struct endpoint *endpoint, struct probe_plan *out);
#endif
