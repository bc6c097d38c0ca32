/* multi.h: curl_multi on the loop, and easy handles that are used again. Loop thread. */
#ifndef NET_MULTI_H
#define NET_MULTI_H
#include <curl/curl.h>
#include <uv.h>

struct multi;
/* A transfer ended. Called outside curl's own callbacks, so anything may be done from it. */
typedef void multi_done_fn(void *user, CURLcode code);
struct multi_job { multi_done_fn *done; void *user; };

struct multi *multi_new(uv_loop_t *loop);
void multi_free(struct multi *multi);                            /* no handle may be out */
CURL *multi_take(struct multi *multi);                           /* a handle without any option set */
/* Run it; job must live until multi_give(). The handle stays in the multi (a CONNECT_ONLY connection lives
 * as long) until it is given back. */
void multi_run(struct multi *multi, CURL *easy, struct multi_job *job);
void multi_give(struct multi *multi, CURL *easy);                /* back, whatever it was doing */
#endif
