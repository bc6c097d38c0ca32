/* ares_loop.h: a c-ares channel on the loop. Loop thread.
 *
 * Its handles do not keep the loop alive: whoever waits for an answer has a timer that does, and look-ups that
 * nobody waits for any more must not hold up an exit. */
#ifndef NET_ARES_LOOP_H
#define NET_ARES_LOOP_H
#include <ares.h>
#include <stdbool.h>
#include <uv.h>

struct ares_loop;
struct ares_loop_options {
  const char *servers;         /* "192.0.2.1:53,[::1]:5353"; NULL: the system's */
  int timeout_ms, tries;       /* first wait for one server, doubled with each try */
  int flags;                   /* ARES_FLAG_ */
};
/* NULL: the servers cannot be understood, or there is no memory. */
struct ares_loop *ares_loop_new(uv_loop_t *loop, const struct ares_loop_options *options);
/* Ends all queries (their callbacks are called with ARES_EDESTRUCTION) and closes. */
void ares_loop_free(struct ares_loop *al);
ares_channel ares_loop_channel(struct ares_loop *al);
void ares_loop_kick(struct ares_loop *al);                       /* after each new query */
#endif
