/* record.h: what a register gives, and how imports write many changes at once (toban/record.h). */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H
#include "event.h"
#include "toban/record.h"

/* One change. Strings live during the call. */
struct record {
  const char *key;                     /* behind "PREFIX:" */
  const char *kind;
  utc_t at;                            /* when it was done */
  const char *by;
  const json_t *data;                  /* an object */
  int64_t seq;                         /* of its event */
  bool replay;                         /* out of the log: nothing but the tables is to be made */
};
struct record_kind { const char *id; enum right right; };      /* "loan-out", RIGHT_LOAN */
struct record_ops {
  const char *prefix;                  /* "loan" */
  const struct record_kind *kind; int kinds;
  const char *const *tables;           /* read models, NULL-ended: made from this register's events alone */
  unsigned topic;                      /* of the feed */
  const char *next;                    /* SQL of the next number, for "PREFIX:"; NULL: keys are given */
  /* May it be done now? Reads only; TE_DATA, TE_NO ... with the reason. Not asked on replay. May be NULL. */
  bool (*may)(struct db *db, const struct record *record, GError **error);
  /* Writes the tables: the same rows for the same events, whatever else the database holds. Data come from a file that
   * others can write: what is missing or of another type is as good as empty; TE_DATA (before anything is written)
   * passes over an event on replay. */
  bool (*apply)(struct db *db, const struct record *record, GError **error);
  /* For what hangs on the tables and is none of them (an index for finding), which apply leaves alone on replay: made
   * anew after a rebuild; compared by verify, a line for each difference. May be NULL. */
  bool (*rebuilt)(struct db *db, GError **error);
  bool (*verify)(struct db *db, GString *out, int64_t *differences, GError **error);
};
const struct record_ops *record_ops_at(int index);             /* NULL: no more */
#define REGISTER(name) extern const struct record_ops record_##name;
#include "record.list"
#undef REGISTER

/* Another list, for tests; NULL: ours again. */
void record_ops_use(const struct record_ops *const *list);

/* Text and numbers out of data: "" and `otherwise` where they are missing or of another type. */
const char *record_text(const struct record *record, const char *name);
int64_t record_int(const struct record *record, const char *name, int64_t otherwise);
bool record_has(const struct record *record, const char *name);

/* Many changes within the caller's write transaction (imports); the caller asked for rights, `may` is asked here. */
struct record_batch { struct event_log log; const char *command /* may be NULL */; unsigned topics; };
bool record_batch_open(struct record_batch *batch, struct db *db, const char *command, GError **error);
/* key (RECORD_KEY_MAX, may be NULL) gets the record's key; *seq (may be NULL) its event. */
bool record_batch_put(struct record_batch *batch, const char *subject, const char *kind, utc_t at, const char *by,
                      const json_t *data, char *key, int64_t *seq, GError **error);
/* The same without asking `may`, for who has looked at everything already: an import of many rows. */
bool record_batch_add(struct record_batch *batch, const char *subject, const char *kind, utc_t at, const char *by,
                      const json_t *data, GError **error);
/* Tells the other consoles, when `told`. */
bool record_batch_close(struct record_batch *batch, bool told, GError **error);

bool command_run_record(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
/* The records that go with another kind of command, in its transaction: rights are asked for each. */
bool record_run_with(struct db *db, const struct command *command, GError **error);
enum right record_command_right(const struct command *command);
#endif
