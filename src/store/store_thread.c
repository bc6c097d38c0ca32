/* The store thread: the only one that uses the connection of a console.
 *
 * In each turn: a command if one waits and is not backing off, else a read, else a look at the feed, else
 * sleep until there is something to do, at most POLL_MS. A command is tried for a short time only, so that
 * reads go on while another program holds the lock; its key makes trying again safe. */
#include "store_thread.h"

#include <string.h>

#include "feed.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/log.h"

enum {
  POLL_MS = 1000,    /* writers that do not ring, a file that was replaced */
  PATIENCE_MS = 100, /* for the lock, in one try */
  BREATH_MS = 20,    /* between two tries for the lock: reads have their turn */
  RETRY_MS = 1000,   /* after a full or read-only disk, a file that cannot be opened */
};

struct worker {
  struct link *link;
  struct db *db;                     /* NULL while it cannot be opened */
  bool fallback;                     /* open for reading only because writing was refused */
  int64_t open_at, poll_at, tell_at; /* clock_mono_ms() from which to try again */
  struct feed_place feed;
  struct store_status status;
  bool was_open;
};

/* --- what is freed where -------------------------------------------------------------------------------- */
void ask_free(struct ask *ask)
{
  if (ask->job.free_args != NULL)
    ask->job.free_args(ask->job.args);
  g_free(ask);
}

void tell_free(struct tell *tell)
{
  command_free(tell->command);
  g_free(tell);
}

void result_free(struct result *result)
{
  if (result->value != NULL && result->job.free_result != NULL)
    result->job.free_result(result->value);
  if (result->tell != NULL)
    tell_free(result->tell);
  if (result->keys != NULL)
    g_ptr_array_unref(result->keys);
  g_clear_error(&result->error);
  g_free(result);
}

static void post(struct worker *worker, struct result *result)
{
  uv_mutex_lock(&worker->link->lock);
  g_queue_push_tail(&worker->link->results, result);
  uv_mutex_unlock(&worker->link->lock);
  uv_async_send(&worker->link->wake);
}

static struct result *result_new(enum result_kind kind)
{
  struct result *result = g_new0(struct result, 1);
  result->kind = kind;
  return result;
}

/* --- status --------------------------------------------------------------------------------------------- */
static const struct {
  enum toban_error code;
  enum store_condition condition;
} conditions[] = {
    {TE_BUSY, STORE_BUSY},           {TE_FULL, STORE_FULL},         {TE_READONLY, STORE_READONLY},
    {TE_PERMISSION, STORE_READONLY}, {TE_REPLACED, STORE_REPLACED},
};

static enum store_condition condition_of(const struct worker *worker, const GError *error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(conditions); i++)
    if (error_is(error, conditions[i].code))
      return conditions[i].condition;
  return worker->was_open && worker->db == NULL ? STORE_REPLACED : STORE_FAILED;
}

static void set_status(struct worker *worker, enum store_condition condition, const char *message)
{
  struct store_status *status = &worker->status;
  if (status->condition == condition && strcmp(status->message, message) == 0)
    return;
  if (status->condition != condition)
    status->since = clock_now();
  status->condition = condition;
  g_strlcpy(status->message, message, sizeof status->message);
  if (condition != STORE_OK)
    log_warn("store: %s", message);
  struct result *result = result_new(RESULT_STATUS);
  result->status = *status;
  post(worker, result);
}

static void set_trouble(struct worker *worker, const GError *error)
{
  set_status(worker, condition_of(worker, error), error->message);
}

/* What holds when nothing is wrong: writing works, or the database is open for reading only. */
static void set_calm(struct worker *worker)
{
  if (worker->db != NULL && !worker->fallback)
    set_status(worker, STORE_OK, "");
}

/* --- opening -------------------------------------------------------------------------------------------- */
static void close_db(struct worker *worker)
{
  db_close(worker->db);
  worker->db = NULL;
}

static void adopt(struct worker *worker, struct db *db, bool fallback)
{
  bool again = worker->was_open;
  if (worker->db != NULL)
    db_close(worker->db);
  worker->db = db;
  worker->fallback = fallback;
  worker->was_open = true;
  db_set_patience(db, PATIENCE_MS);
  feed_place_init(db, &worker->feed);
  post(worker, result_new(RESULT_OPENED));
  if (again) { /* another file, or the same one after a time: nothing that was read before holds */
    struct result *result = result_new(RESULT_FEED);
    result->feed = (struct store_feed){.everything = true, .seq = worker->feed.seq};
    post(worker, result);
  }
}

/* For writing; where that is refused for reading, so that there is something to see meanwhile. */
static void open_db(struct worker *worker)
{
  struct link *link = worker->link;
  GError *error = NULL;
  struct db *db = db_open(link->db_path, link->db_flags, &error);
  worker->open_at = clock_mono_ms() + RETRY_MS;
  if (db != NULL) {
    adopt(worker, db, false);
    set_calm(worker);
    return;
  }
  if (worker->db == NULL && (error_is(error, TE_READONLY) || error_is(error, TE_PERMISSION)) &&
      (db = db_open(link->db_path, link->db_flags | DB_READONLY, NULL)) != NULL)
    adopt(worker, db, true);
  set_trouble(worker, error);
  g_error_free(error);
}

static bool needs_opening(const struct worker *worker)
{
  return worker->db == NULL || worker->fallback;
}

/* --- commands ------------------------------------------------------------------------------------------- */
/* An I/O error may have come after the commit was safe: only trying again, with the same key, tells. */
static bool may_try_again(const struct worker *worker, const GError *error)
{
  return (worker->link->db_flags & DB_READONLY) == 0 && (error_is_transient(error) || error_is(error, TE_IO));
}

static void answer(struct worker *worker, struct tell *tell, const struct command_outcome *outcome, GError *take_error)
{
  struct result *result = result_new(RESULT_TELL);
  result->tell = tell;
  result->outcome = *outcome;
  result->error = take_error;
  post(worker, result);
}

static void put_back(struct worker *worker, struct tell *tell)
{
  uv_mutex_lock(&worker->link->lock);
  g_queue_push_head(&worker->link->tells, tell);
  uv_mutex_unlock(&worker->link->lock);
}

static bool is_ending(struct worker *worker)
{
  uv_mutex_lock(&worker->link->lock);
  bool ending = worker->link->closing && clock_mono_ms() >= worker->link->close_until;
  uv_mutex_unlock(&worker->link->lock);
  return ending;
}

static void look_at_feed(struct worker *worker);

static void run_tell(struct worker *worker, struct tell *tell)
{
  GError *error = NULL;
  struct command_outcome outcome = {.result = COMMAND_DONE};
  if (command_run(worker->db, tell->command, &outcome, &error)) {
    set_calm(worker);
    answer(worker, tell, &outcome, NULL);
    look_at_feed(worker);
    return;
  }
  if (!may_try_again(worker, error))
    set_calm(worker); /* the database can be used; it is the command that cannot */
  if (!may_try_again(worker, error) || is_ending(worker)) {
    answer(worker, tell, &outcome, error);
    return;
  }
  put_back(worker, tell);
  set_trouble(worker, error);
  if (error_is(error, TE_REPLACED))
    worker->poll_at = 0;
  worker->tell_at = clock_mono_ms() + (error_is(error, TE_BUSY) ? BREATH_MS : RETRY_MS);
  g_error_free(error);
}

/* --- reads ---------------------------------------------------------------------------------------------- */
static void run_ask(struct worker *worker, struct ask *ask)
{
  struct result *result = result_new(RESULT_ASK);
  result->job = ask->job;
  result->value = ask->job.run(worker->db, ask->job.args, &result->error);
  db_rollback(worker->db); /* a read that gave up leaves no transaction behind */
  ask_free(ask);
  post(worker, result);
  look_at_feed(worker); /* it may have been a write */
}

/* --- the feed ------------------------------------------------------------------------------------------- */
static void look_at_feed(struct worker *worker)
{
  struct result *result = result_new(RESULT_FEED);
  GError *error = NULL;
  bool news = worker->db != NULL && feed_read(worker->db, &worker->feed, &result->feed, &result->keys, &error);
  if (error != NULL)
    log_warn("store: %s", error->message);
  g_clear_error(&error);
  if (news)
    post(worker, result);
  else
    result_free(result);
}

static void look_at_file(struct worker *worker)
{
  if (worker->db == NULL || db_is_current(worker->db))
    return;
  char *text = g_strdup_printf(_("%s: the file was moved or replaced while in use"), worker->link->db_path);
  close_db(worker); /* moves what is still in the log into the file that went away */
  set_status(worker, STORE_REPLACED, text);
  g_free(text);
  worker->open_at = 0;
  worker->fallback = false;
}

static void poll_all(struct worker *worker)
{
  worker->poll_at = clock_mono_ms() + POLL_MS;
  look_at_file(worker);
  look_at_feed(worker);
}

/* --- turns ---------------------------------------------------------------------------------------------- */
enum turn { TURN_END, TURN_OPEN, TURN_TELL, TURN_ASK, TURN_LOOK, TURN_POLL, TURN_SLEEP };

/* What to do now; takes the work from its queue. Under the lock. */
static enum turn choose(struct worker *worker, void **work, int64_t now)
{
  struct link *link = worker->link;
  bool may_tell = !g_queue_is_empty(&link->tells) && now >= worker->tell_at;
  if (link->closing && (g_queue_is_empty(&link->tells) || now >= link->close_until))
    return TURN_END;
  if (needs_opening(worker) && now >= worker->open_at)
    return TURN_OPEN;
  if (worker->db != NULL && may_tell) {
    *work = g_queue_pop_head(&link->tells);
    return TURN_TELL;
  }
  if (worker->db != NULL && !link->closing && (*work = g_queue_pop_head(&link->asks)) != NULL)
    return TURN_ASK;
  if (link->look) {
    link->look = false;
    return TURN_LOOK;
  }
  return now >= worker->poll_at ? TURN_POLL : TURN_SLEEP;
}

static int64_t sleep_until(const struct worker *worker, int64_t now)
{
  int64_t until = worker->poll_at;
  if (needs_opening(worker))
    until = MIN(until, worker->open_at);
  if (!g_queue_is_empty(&worker->link->tells))
    until = MIN(until, worker->tell_at);
  if (worker->link->closing)
    until = MIN(until, worker->link->close_until);
  return MAX(until - now, 1);
}

static enum turn next_turn(struct worker *worker, void **work)
{
  struct link *link = worker->link;
  enum turn turn;
  uv_mutex_lock(&link->lock);
  while ((turn = choose(worker, work, clock_mono_ms())) == TURN_SLEEP)
    uv_cond_timedwait(&link->work, &link->lock, (uint64_t)sleep_until(worker, clock_mono_ms()) * 1000000);
  uv_mutex_unlock(&link->lock);
  return turn;
}

static void run_turn(struct worker *worker, enum turn turn, void *work)
{
  switch (turn) {
  case TURN_OPEN: open_db(worker); break;
  case TURN_TELL: run_tell(worker, work); break;
  case TURN_ASK: run_ask(worker, work); break;
  case TURN_LOOK: look_at_feed(worker); break;
  case TURN_POLL: poll_all(worker); break;
  case TURN_END:
  case TURN_SLEEP: break;
  }
}

/* Nothing will be carried out any more: the authors are told, so that their words are kept. */
static void give_back(struct worker *worker)
{
  struct link *link = worker->link;
  struct command_outcome outcome = {.result = COMMAND_DONE};
  for (struct tell *tell; (tell = g_queue_pop_head(&link->tells)) != NULL;) {
    GError *error = NULL;
    error_set(&error, TE_BUSY, _("%s: not written: the program ended while the database could not be used"),
              link->db_path);
    answer(worker, tell, &outcome, error);
  }
  for (struct ask *ask; (ask = g_queue_pop_head(&link->asks)) != NULL;)
    ask_free(ask);
}

void store_thread_run(void *link)
{
  struct worker worker = {.link = link, .status = {.condition = STORE_OPENING, .since = clock_now()}};
  void *work = NULL;
  for (enum turn turn; (turn = next_turn(&worker, &work)) != TURN_END;)
    run_turn(&worker, turn, work);
  close_db(&worker);
  give_back(&worker);
  post(&worker, result_new(RESULT_ENDED));
}
