/* store_thread.h: what the loop side (store.c) and the thread (store_thread.c) share.
 *
 * Everything in `struct link` but `wake`, `db_path` and `db_flags` is under `lock`. The thread takes work
 * from `asks` and `tells` and posts results; the loop posts work and takes results. */
#ifndef STORE_THREAD_H
#define STORE_THREAD_H
#include <uv.h>

#include "toban/store.h"

struct ask { struct store_job job; };
struct tell {
  struct command *command;
  store_told_fn *done;
  void *user;
};

/* What the thread has to say to the loop, in order. */
enum result_kind { RESULT_ASK, RESULT_TELL, RESULT_STATUS, RESULT_FEED, RESULT_OPENED, RESULT_ENDED };
struct result {
  enum result_kind kind;
  struct store_job job;                /* RESULT_ASK: whose; args are freed */
  void *value;
  struct tell *tell;                   /* RESULT_TELL */
  struct command_outcome outcome;
  GError *error;
  struct store_status status;          /* RESULT_STATUS; `waiting` is the loop's to fill in */
  struct store_feed feed;              /* RESULT_FEED; keys in `keys` */
  GPtrArray *keys;
};

struct link {
  uv_mutex_t lock;
  uv_cond_t work;                      /* something to do */
  GQueue asks, tells, results;         /* struct ask *, struct tell *, struct result * */
  bool look;                           /* the bell rang */
  bool closing;
  int64_t close_until;                 /* clock_mono_ms() at which waiting for a lock ends */
  uv_async_t wake;                     /* the thread sends, the loop takes results */
  char *db_path;
  unsigned db_flags;
};

/* The thread: opens, works until `closing`, posts RESULT_ENDED last. */
void store_thread_run(void *link);
void result_free(struct result *result);
void ask_free(struct ask *ask);
void tell_free(struct tell *tell);
#endif
