#include "toban/check_store.h"

#include <limits.h>
#include <string.h>

#include "feed.h"
#include "trouble.h"
#include "toban/error.h"
#include "toban/identity.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/store.h"

/* --- the lease ---------------------------------------------------------------------------------------- */
static bool lease_load(struct db *db, const char *name, struct lease *out, GError **error)
{
  struct lease lease = {.until = UTC_NONE}; /* name may be that of *out */
  g_strlcpy(lease.name, name, sizeof lease.name);
  *out = lease;
  struct db_stmt *stmt = db_query(db, error, "SELECT holder, epoch, until_ FROM lease WHERE name = $1", "t", out->name);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    g_strlcpy(out->holder, db_text(stmt, 0), sizeof out->holder);
    out->epoch = db_int(stmt, 1);
    out->until = db_utc(stmt, 2);
  }
  db_done(stmt);
  return got >= 0;
}

static bool lease_store(struct db *db, const struct lease *lease, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO lease (name, holder, epoch, until_) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (name) DO UPDATE SET holder = $2, epoch = $3, until_ = $4",
                 "ttiu", lease->name, lease->holder, lease->epoch, lease->until) &&
         feed_put(db, 0, lease->name, error);
}

static bool is_free_for(const struct lease *lease, const char *holder, utc_t now)
{
  return lease->until == UTC_NONE || lease->until <= now || strcmp(lease->holder, holder) == 0;
}

/* The history is kept 400 days, and of each endpoint its last change before that. */
static bool forget_old(struct db *db, GError **error)
{
  enum { HISTORY_DAYS = 400 };
  return db_exec(db, error,
                 "DELETE FROM endpoint_change WHERE at < $1 AND at < (SELECT max(c.at) FROM endpoint_change c"
                 " WHERE c.id = endpoint_change.id AND c.at < $1)",
                 "u", clock_now() - HISTORY_DAYS * UTC_DAY);
}

static bool take_locked(struct db *db, const char *holder, utc_t now, int seconds, struct lease *lease, GError **error)
{
  if (!lease_load(db, lease->name, lease, error))
    return false;
  if (!is_free_for(lease, holder, now))
    return true;
  if (lease->until <= now || strcmp(lease->holder, holder) != 0) {
    lease->epoch++;
    if (!forget_old(db, error))
      return false;
  }
  g_strlcpy(lease->holder, holder, sizeof lease->holder);
  lease->until = now + seconds;
  return lease_store(db, lease, error);
}

/* Who checks endpoints writes what they answered: the account that runs this needs the right, whoever is played. */
static bool may_check(struct db *db, utc_t now, bool *may, GError **error)
{
  struct person person;
  if (!person_read(db, identity_login(), now, &person, error))
    return false;
  *may = person.demo || right_may(person.roles, RIGHT_HEALTH_RUN);
  return true;
}

bool lease_take(struct db *db, const char *name, const char *holder, utc_t now, int seconds, struct lease *out,
                GError **error)
{
  if (!lease_load(db, name, out, error))
    return false;
  if (!is_free_for(out, holder, now))
    return true; /* looked without a lock: the others ask often */
  bool may = false;
  if (!may_check(db, now, &may, error))
    return false;
  if (!may) {
    *out->holder = '\0'; /* nobody's, and not for us: no refusal, since nobody asked for it by hand */
    return true;
  }
  if (!db_begin(db, error))
    return false;
  if (take_locked(db, holder, now, seconds, out, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

bool lease_check(struct db *db, const char *name, const char *holder, int64_t epoch, GError **error)
{
  struct lease lease;
  if (!lease_load(db, name, &lease, error))
    return false;
  if (strcmp(lease.holder, holder) == 0 && lease.epoch == epoch)
    return true;
  error_set(error, TE_CONFLICT, _("another process checks the endpoints now: %s"), lease.holder);
  return false;
}

static bool release_locked(struct db *db, const char *holder, int64_t epoch, utc_t now, struct lease *lease,
                           GError **error)
{
  if (!lease_load(db, lease->name, lease, error))
    return false;
  if (strcmp(lease->holder, holder) != 0 || lease->epoch != epoch || lease->until <= now)
    return true;
  lease->until = now;
  return lease_store(db, lease, error);
}

bool lease_release(struct db *db, const char *name, const char *holder, int64_t epoch, utc_t now, GError **error)
{
  struct lease lease;
  g_strlcpy(lease.name, name, sizeof lease.name);
  if (!db_begin(db, error))
    return false;
  if (release_locked(db, holder, epoch, now, &lease, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

void *lease_run(struct db *db, const void *lease_args, GError **error)
{
  const struct lease_args *args = lease_args;
  struct lease *lease = g_new0(struct lease, 1);
  bool done = args->release ? lease_release(db, args->name, args->holder, args->epoch, args->now, error)
                            : lease_take(db, args->name, args->holder, args->now, args->seconds, lease, error);
  if (done)
    return lease;
  g_free(lease);
  return NULL;
}

/* --- results ------------------------------------------------------------------------------------------- */
/* What is another than before. news: a viewer would see it. */
struct difference { bool news, state; utc_t gap /* nobody polled since; UTC_NONE */; };

static bool compare(struct db *db, const struct check_write *write, struct difference *out, GError **error)
{
  const struct check_status *s = &write->status;
  *out = (struct difference){true, true, UTC_NONE};
  struct db_stmt *stmt = db_query(db, error, "SELECT state, class, message, base, checked_at FROM endpoint_state"
                                             " WHERE id = $1", "t", write->id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    utc_t stale = db_is_null(stmt, 4) ? UTC_NONE : db_utc(stmt, 4) + 3 * (utc_t)write->interval_s;
    bool covered = s->state == CHECK_PAUSED || strcmp(db_text(stmt, 0), check_state_id(CHECK_PAUSED)) == 0;
    out->state = strcmp(db_text(stmt, 0), check_state_id(s->state)) != 0 ||
                 strcmp(db_text(stmt, 3), check_state_id(s->base)) != 0;
    out->news = out->state || strcmp(db_text(stmt, 1), check_class_id(s->klass)) != 0 ||
                strcmp(db_text(stmt, 2), s->message) != 0;
    out->gap = stale != UTC_NONE && !covered && s->checked_at != UTC_NONE && s->checked_at > stale ? stale : UTC_NONE;
  }
  db_done(stmt);
  return got >= 0;
}

static bool put_change(struct db *db, const char *id, utc_t at, enum check_state state, enum check_state base,
                       const char *message, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO endpoint_change (id, at, state, base, message) VALUES ($1, $2, $3, $4, $5)"
                 " ON CONFLICT (id, at) DO UPDATE SET state = $3, base = $4, message = $5",
                 "tuttt", id, at, check_state_id(state), check_state_id(base), message);
}

/* The history: what changed, and how long nobody looked. */
static bool write_history(struct db *db, const struct check_write *write, const struct difference *is, utc_t now,
                          GError **error)
{
  const struct check_status *s = &write->status;
  if (is->gap != UTC_NONE && !put_change(db, write->id, is->gap, CHECK_STALE, CHECK_UNKNOWN, "", error))
    return false;
  return (!is->state && is->gap == UTC_NONE) ||
         put_change(db, write->id, is->gap == UTC_NONE ? now : s->checked_at, s->state, s->base, s->message, error);
}

static bool write_status(struct db *db, const struct check_write *write, GError **error)
{
  const struct check_status *s = &write->status;
  return db_exec(
      db, error,
      "INSERT INTO endpoint_state (id, state, class, soft, since, checked_at, latency_ms, tls_days, message, base,"
      " base_since, flaps, line) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id)"
      " DO UPDATE SET state = $2, class = $3, soft = $4, since = $5, checked_at = $6, latency_ms = $7, tls_days = $8,"
      " message = $9, base = $10, base_since = $11, flaps = $12, line = $13",
      "tttiuuiuttuit", write->id, check_state_id(s->state), check_class_id(s->klass), (int64_t)s->soft, s->since,
      s->checked_at, (int64_t)s->latency_ms, s->tls_days == INT_MIN ? UTC_NONE : (int64_t)s->tls_days, s->message,
      check_state_id(s->base), s->base_since, (int64_t)s->flaps, write->line);
}

static bool write_one(struct db *db, const struct check_write *write, utc_t now, int *told, GError **error)
{
  struct difference is;
  if (!compare(db, write, &is, error) || !write_status(db, write, error) ||
      !write_history(db, write, &is, now, error))
    return false;
  *told += is.news;
  return !is.news || (trouble_step(db, write, now, error) && feed_put(db, TOPIC_ENDPOINT, write->id, error));
}

/* A site's poller only says what it sees. */
static bool write_vote(struct db *db, const char *site, const struct check_write *write, int *told, GError **error)
{
  const struct check_status *s = &write->status;
  *told += 1;
  return db_exec(db, error,
                 "INSERT INTO endpoint_vote (id, site, base, message, at) VALUES ($1, $2, $3, $4, $5)"
                 " ON CONFLICT (id, site) DO UPDATE SET base = $3, message = $4, at = $5",
                 "ttttu", write->id, site, check_state_id(s->base), s->message, s->checked_at) &&
         feed_put(db, TOPIC_ENDPOINT, write->id, error);
}

static bool write_locked(struct db *db, const struct check_batch *batch, GError **error)
{
  int told = 0;
  char name[32];
  check_lease_name(batch->site, name);
  if (!lease_check(db, name, batch->holder, batch->epoch, error))
    return false;
  for (int i = 0; i < batch->count; i++)
    if (*batch->site != '\0' ? !write_vote(db, batch->site, &batch->write[i], &told, error)
                              : !write_one(db, &batch->write[i], batch->now, &told, error))
      return false;
  return told > 0 || feed_put(db, 0, NULL, error);
}

bool check_write_batch(struct db *db, const struct check_batch *batch, GError **error)
{
  if (!db_begin(db, error))
    return false;
  if (write_locked(db, batch, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

void *check_batch_run(struct db *db, const void *check_batch, GError **error)
{
  return check_write_batch(db, check_batch, error) ? g_malloc0(1) : NULL;
}
