/* chain.h: the audit chain: each event carries a hash over itself and the hash of the event before it.
 *
 * hash = base64 without '=' of SHA-256 over these bytes (doc/events.md has the same words):
 *   "toban 1 " + hash of the event with the next smaller seq ("" for the first) + "\n", then for each of
 *   seq ticket subject at by kind channel priority category office title requester lang body target clocks
 *   reason data recorded_at command until amount, in this order, if it is there (not NULL, not 0 for priority, until
 *   and amount):
 *   name + ":" + length of the value in bytes, decimal + ":" + value + "\n"
 * Numbers are decimal, times seconds UTC, clocks ids joined by ";". */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H
#include <glib.h>

#include "toban/ticket.h"

enum { CHAIN_HASH = 44 };          /* 43 characters and NUL */

/* An event as the log has it: a ticket's (e.ticket is set), or another subject's. */
struct event_record {
  struct ticket_event e;
  const char *kind;                /* id; NULL: that of e.kind */
  const char *subject, *data;      /* of others; data is JSON */
  utc_t recorded_at;
  const char *command;             /* idempotency key of the command; NULL: none */
  char hash[CHAIN_HASH];
};

struct chain { GChecksum *sum; GString *text; };
void chain_init(struct chain *chain);
void chain_clear(struct chain *chain);
/* Sets out to the hash of the record after `before`. */
void chain_hash(struct chain *chain, const char *before, const struct event_record *record,
                char out[static CHAIN_HASH]);
/* The same from values one by one, in the order above. */
void chain_begin(struct chain *chain, const char *before);
void chain_put(struct chain *chain, const char *name, const char *value, size_t bytes);
void chain_end(struct chain *chain, char out[static CHAIN_HASH]);
/* "response;resolution" for a set of CLOCK_BITs, NULL for none; and back (unknown words are left out). */
const char *clocks_text(unsigned clocks);
unsigned clocks_parse(const char *text);
#endif
