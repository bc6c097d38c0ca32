/* names.h: host names to addresses, by c-ares on the loop. Loop thread. */
#ifndef NET_NAMES_H
#define NET_NAMES_H
#include <uv.h>
#include "toban/health.h"

struct names;
struct names *names_new(uv_loop_t *loop, const char *servers /* NULL: the system's */);
void names_free(struct names *names);                            /* no look-up may be waiting for its answer */

/* addresses: texts without brackets, NULL-terminated, until the callback returns; NULL with a reason. */
typedef void names_done_fn(void *user, enum check_reason reason, const char *const *addresses);
struct name_query;
/* ip: 4, 6, or 0 for both. done is called once, later, never from here, at the latest after timeout_ms. */
struct name_query *names_ask(struct names *names, const char *host, int ip, int timeout_ms, names_done_fn *done,
                             void *user);
void name_query_cancel(struct name_query *query);                /* NULL-safe; before done */

bool host_is_address(const char *host);                          /* "192.0.2.1", "2001:db8::1" without brackets */
bool host_is_loopback(const char *host);                         /* 127.0.0.0/8, ::1, localhost */
#endif
