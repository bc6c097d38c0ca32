/* store.h: the database of a running console: a thread of its own, a queue in, results on the loop.
 *
 *   loop thread                          store thread
 *   store_ask(job) ---- queue ---->      job->run(db, job->args)        reads: latest ask of a slot wins
 *   store_tell(command) -- queue ->      command_run(db, command)       writes: in order, once each
 *   done(user, result, error) <---- uv_async ----
 *   hooks.changed(feed)       <---- doorbell / data_version / our own commits
 *
 * Nothing here blocks the loop thread. A command whose database is locked, full or gone waits in the
 * queue (visible in store_status) and is then carried out once: the idempotency key decides.
 * All functions are called on the loop thread; callbacks run on it. */
#ifndef TOBAN_STORE_H
#define TOBAN_STORE_H
#include <uv.h>
#include "toban/command.h"
#include "toban/db.h"

struct store;

enum store_condition {        /* shown in the header, worst wins */
  STORE_OPENING, STORE_OK, STORE_BUSY /* a write waits for a lock */, STORE_FULL, STORE_READONLY,
  STORE_REPLACED /* the file is another one now: reopened or gone */, STORE_FAILED
};
struct store_status {
  enum store_condition condition;
  utc_t since;
  int waiting;                /* commands not yet carried out, without presence and looks */
  char message[400];          /* the reason, in the operator's language */
};

/* What changed since the last call, from the feed (db table `feed`). `topics` is a set of TOPIC_ bits;
 * `everything` when the feed no longer reaches back far enough, or the file was replaced. */
enum { TOPIC_TICKET = 1, TOPIC_ENDPOINT = 2, TOPIC_ASSET = 4, TOPIC_PRESENCE = 8, TOPIC_REFERENCE = 16,
       TOPIC_SETTING = 32, TOPIC_APPROVAL = 64, TOPIC_DUTY = 128, TOPIC_CALENDAR = 256, TOPIC_HANDOVER = 512,
       TOPIC_BOARD = 1024, TOPIC_KNOWLEDGE = 2048, TOPIC_LOAN = 4096, TOPIC_ESCALATION = 8192, TOPIC_MEASURE = 16384,
       TOPIC_SURVEY = 32768, TOPIC_VIEW = 65536,
       TOPIC_SEEN = 131072 };
struct store_feed {
  unsigned topics; bool everything;
  int64_t seq;                                    /* newest */
  const char *const *tickets; int ticket_count;   /* keys, at most 64; more: see `many` */
  bool many;
};
struct store_hooks {
  void *user;
  void (*changed)(void *user, const struct store_feed *feed);
  void (*status)(void *user, const struct store_status *status);
};

/* A read. `run` is one of the functions of read.h; `args` is given to it on the store thread and freed
 * with free_args; the result is handed to `done`, which owns it (NULL with an error). Slot: a new ask of
 * the same slot replaces one that waits (its done is never called; args freed). Slot 0: never replaced. */
typedef void *store_run_fn(struct db *db, const void *args, GError **error);
struct store_job {
  int slot;
  store_run_fn *run;
  void *args; GDestroyNotify free_args;
  GDestroyNotify free_result;
  void (*done)(void *user, void *take_result, const GError *error);
  void *user;
};

struct store *store_new(uv_loop_t *loop, const char *path, unsigned db_flags, const struct store_hooks *hooks);
/* Finishes what was told, closes, then calls closed(user); waits at most patience_ms for a lock. */
void store_close(struct store *store, int patience_ms, void (*closed)(void *user), void *user);
void store_ask(struct store *store, const struct store_job *job);
typedef void store_told_fn(void *user, const struct command_outcome *outcome, const GError *error);
void store_tell(struct store *store, struct command *take_command, store_told_fn *done, void *user);
const struct store_status *store_status(const struct store *store);
#endif
