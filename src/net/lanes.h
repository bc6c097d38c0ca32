/* lanes.h: how many checks run at once: in all, and on one host. Who is over a cap waits its turn. */
#ifndef NET_LANES_H
#define NET_LANES_H
#include <glib.h>

enum { LANES_ALL = 200, LANES_HOST = 6 };

struct lanes;
typedef void lanes_go_fn(void *item);
struct lanes *lanes_new(lanes_go_fn *go);
void lanes_free(struct lanes *lanes);
void lanes_enter(struct lanes *lanes, const char *host, void *item);   /* go(item): now or later */
void lanes_leave(struct lanes *lanes, const char *host);               /* one that went has ended */
void lanes_forget(struct lanes *lanes, const char *host, void *item);  /* it waits no more */
int lanes_running(const struct lanes *lanes);
int lanes_waiting(const struct lanes *lanes);
#endif
