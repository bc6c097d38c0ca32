/* The chain of the log, computed anew from what is stored, byte by byte: nothing is read as an event first, so no
 * change of a value hides behind how the program would read it. */
#include <string.h>

#include "chain.h"
#include "toban/verify.h"

/* The columns in the order of the canonical form (chain.h), which calls by_ "by" and until_ "until". */
static const char sql[] =
    "SELECT seq, ticket, subject, at, by_, kind, channel, priority, category, office, title, requester, lang, body,"
    " target, clocks, reason, data, recorded_at, command, until_, amount, hash FROM event ORDER BY seq";
static const char *const names[] = {"seq",      "ticket", "subject", "at",          "by",     "kind",   "channel",
                                    "priority", "category", "office", "title",      "requester", "lang", "body",
                                    "target",   "clocks", "reason",  "data",        "recorded_at", "command",
                                    "until",    "amount"};
enum { NAMES = G_N_ELEMENTS(names) };

/* False: the row holds what no event of ours has. */
static bool hash_row(struct db_stmt *stmt, struct chain *chain, const char *before, char out[static CHAIN_HASH])
{
  bool foreign = false;
  chain_begin(chain, before);
  for (int i = 0; i < NAMES && !foreign; i++) {
    size_t length;
    const char *value = db_raw(stmt, i, &length, &foreign);
    if (value != NULL)
      chain_put(chain, names[i], value, length);
  }
  chain_end(chain, out);
  return !foreign;
}

static bool row_is_whole(struct db_stmt *stmt, struct chain *chain, const struct chain_report *report,
                         char hash[static CHAIN_HASH])
{
  size_t length = 0;
  bool foreign, known = hash_row(stmt, chain, report->head, hash);
  const char *stored = db_raw(stmt, NAMES, &length, &foreign);
  return known && db_int(stmt, 0) == report->events + 1 && stored != NULL && length == CHAIN_HASH - 1 &&
         memcmp(stored, hash, length) == 0;
}

/* Anchors are in the order of seq; *next is the first that was not met. */
static bool fits_anchors(const struct chain_report *report, const GArray *anchors, guint *next)
{
  for (; anchors != NULL && *next < anchors->len; ++*next) {
    const struct chain_anchor *anchor = &g_array_index(anchors, struct chain_anchor, *next);
    if (anchor->seq > report->events)
      return true;
    if (strcmp(anchor->hash, report->head) != 0)
      return false;
  }
  return true;
}

static bool walk(struct db_stmt *stmt, struct chain *chain, const GArray *anchors, struct chain_report *report,
                 GError **error)
{
  int got;
  guint next = 0;
  while ((got = db_step(stmt, error)) > 0) {
    char hash[CHAIN_HASH];
    if (!row_is_whole(stmt, chain, report, hash)) {
      report->first_bad = report->events + 1;
      report->fault = CHAIN_BROKEN;
      return true;
    }
    report->events++;
    memcpy(report->head, hash, sizeof hash);
    if (!fits_anchors(report, anchors, &next)) {
      report->first_bad = report->events;
      report->fault = CHAIN_REWRITTEN;
      return true;
    }
  }
  if (got == 0 && anchors != NULL && next < anchors->len) {
    report->first_bad = report->events + 1;
    report->fault = CHAIN_CUT;
  }
  return got == 0;
}

bool chain_verify(struct db *db, const GArray *anchors, struct chain_report *report, GError **error)
{
  struct chain chain;
  *report = (struct chain_report){0};
  struct db_stmt *stmt = db_get_int(db, &report->rows, 0, error, "SELECT count(*) FROM event", "")
                             ? db_prepare(db, sql, error)
                             : NULL;
  if (stmt == NULL)
    return false;
  chain_init(&chain);
  bool done = walk(stmt, &chain, anchors, report, error);
  chain_clear(&chain);
  db_done(stmt);
  return done;
}

bool chain_head(struct db *db, struct chain_anchor *out, GError **error)
{
  *out = (struct chain_anchor){0};
  struct db_stmt *stmt = db_prepare(db, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", error);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    out->seq = db_int(stmt, 0);
    g_strlcpy(out->hash, db_text(stmt, 1), sizeof out->hash);
  }
  db_done(stmt);
  return got >= 0;
}
