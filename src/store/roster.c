/* Shifts, leave, swaps, warnings: what their events may say and the tables that they make. */
#include "roster.h"

#include <string.h>

#include "toban/duty_store.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

void roster_key(const char *login, utc_t from, char out[static ROSTER_KEY])
{
  char time[32];
  g_snprintf(out, ROSTER_KEY, "%s@%s", login, utc_format(from, time));
}

/* --- commands ------------------------------------------------------------------------------------------- */
static struct command *command(const char *actor, utc_t at, const char *what, const char *login, utc_t from,
                               const char *kind, json_t *take_data)
{
  char key[ROSTER_KEY], subject[ROSTER_KEY + 32];
  roster_key(login, from, key);
  g_snprintf(subject, sizeof subject, "roster:%s/%s", what, key);
  return record_command(actor, at, 0, subject, kind, take_data);
}

struct command *duty_put_shift(const char *actor, utc_t at, const struct duty_shift *s)
{
  return command(actor, at, "shift", s->login, s->from, "shift-put",
                 json_pack("{s:s, s:s, s:I, s:I, s:s, s:s}", "login", s->login, "site", s->site, "from",
                           (json_int_t)s->from, "to", (json_int_t)s->to, "role", s->role, "note", s->note));
}

struct command *duty_drop_shift(const char *actor, utc_t at, const char *login, utc_t from)
{
  return command(actor, at, "shift", login, from, "shift-drop", NULL);
}

struct command *duty_put_leave(const char *actor, utc_t at, const struct duty_leave *l)
{
  return command(actor, at, "leave", l->login, l->from, "leave-put",
                 json_pack("{s:s, s:I, s:I, s:s, s:s}", "login", l->login, "from", (json_int_t)l->from, "to",
                           (json_int_t)l->to, "substitute", l->substitute, "note", l->note));
}

struct command *duty_drop_leave(const char *actor, utc_t at, const char *login, utc_t from)
{
  return command(actor, at, "leave", login, from, "leave-drop", NULL);
}

struct command *duty_swap_ask(const char *actor, utc_t at, utc_t shift, const char *whom, utc_t back, const char *words)
{
  char other[ROSTER_KEY] = "";
  if (back != UTC_NONE)
    roster_key(whom, back, other);
  return command(actor, at, "swap", actor, shift, "swap-ask",
                 json_pack("{s:s, s:s, s:s}", "asks", whom, "back", other, "words", words));
}

struct command *duty_swap_answer(const char *actor, utc_t at, const char *asked_by, utc_t shift,
                                 enum duty_answer answer)
{
  static const char *const kinds[] = {"swap-agree", "swap-refuse", "swap-withdraw"};
  return command(actor, at, "swap", asked_by, shift, kinds[answer], NULL);
}

struct command *duty_warn(const char *actor, utc_t at, const struct duty_gap *gap)
{
  return command(actor, at, "warn", gap->need, gap->from, "gap-warned",
                 json_pack("{s:s, s:I, s:I}", "need", gap->need, "from", (json_int_t)gap->from, "to",
                           (json_int_t)gap->to));
}

/* --- what may be said ------------------------------------------------------------------------------------- */
/* The name behind "shift/"; NULL: the subject is of another kind. */
static const char *key_of(const struct record *record, const char *what)
{
  size_t length = strlen(what);
  return strncmp(record->key, what, length) == 0 && record->key[length] == '/' ? record->key + length + 1 : NULL;
}

static bool count_of(struct db *db, const char *sql, const char *key, int64_t *out, GError **error)
{
  return db_get_int(db, out, 0, error, sql, "t", key);
}

/* -1: error; 0: there is none. */
static int look(struct db *db, const char *sql, const char *key, GError **error)
{
  int64_t n;
  return !count_of(db, sql, key, &n, error) ? -1 : n > 0;
}

/* `why` is a literal with one %s, for the key. */
#define must_be(db, sql, key, why, error) \
  (look(db, sql, key, error) > 0 || \
   ((error) != NULL && *(error) == NULL && (error_set(error, TE_DATA, why, key), false)))
#define OPERATOR "SELECT count(*) FROM operator WHERE login = $1"
#define SITE "SELECT count(*) FROM office WHERE id = $1"
#define SHIFT "SELECT count(*) FROM duty_shift WHERE key = $1"
#define LEAVE "SELECT count(*) FROM duty_leave WHERE key = $1"

static bool check_times(const struct record *record, const char *what, GError **error)
{
  char key[ROSTER_KEY];
  int64_t from = record_int(record, "from", 0), to = record_int(record, "to", 0);
  const char *mine = key_of(record, what);
  roster_key(record_text(record, strcmp(what, "warn") == 0 ? "need" : "login"), from, key);
  if (mine == NULL || strcmp(mine, key) != 0)
    error_set(error, TE_DATA, _("“%s” is no name for an entry"), record->key);
  else if (from >= to)
    error_set(error, TE_DATA, "%s", _("it must begin before it ends"));
  else if (strcmp(what, "shift") == 0 && to - from > (int64_t)ROSTER_SHIFT_DAYS * UTC_DAY)
    error_set(error, TE_DATA, _("a shift is not longer than %d days"), (int)ROSTER_SHIFT_DAYS);
  else
    return true;
  return false;
}

static bool may_shift(struct db *db, const struct record *record, GError **error)
{
  char *unknown = NULL;
  roles_parse(record_text(record, "role"), "", &unknown);
  if (unknown != NULL)
    error_set(error, TE_DATA, _("there is no role “%s”"), unknown);
  bool known = unknown == NULL;
  g_free(unknown);
  return known && check_times(record, "shift", error) &&
         must_be(db, OPERATOR, record_text(record, "login"), _("there is no operator “%s”"), error) &&
         must_be(db, SITE, record_text(record, "site"), _("there is no office “%s”"), error);
}

static bool may_leave(struct db *db, const struct record *record, GError **error)
{
  const char *substitute = record_text(record, "substitute"), *login = record_text(record, "login");
  if (strcmp(substitute, login) == 0) {
    error_set(error, TE_DATA, "%s", _("nobody stands in for himself"));
    return false;
  }
  return check_times(record, "leave", error) && must_be(db, OPERATOR, login, _("there is no operator “%s”"), error) &&
         (*substitute == '\0' || must_be(db, OPERATOR, substitute, _("there is no operator “%s”"), error));
}

/* The key that a shift has when it goes to another person. */
static bool changed_key(struct db *db, const char *key, const char *login, char out[static ROSTER_KEY], GError **error)
{
  int64_t from;
  if (!db_get_int(db, &from, 0, error, "SELECT from_ FROM duty_shift WHERE key = $1", "t", key))
    return false;
  roster_key(login, from, out);
  return true;
}

/* Nobody begins two shifts at the same moment: their names would be the same. */
static bool is_free(struct db *db, const char *key, const char *login, const char *gives, GError **error)
{
  char then[ROSTER_KEY];
  int64_t taken;
  if (!changed_key(db, key, login, then, error) || !count_of(db, SHIFT, then, &taken, error))
    return false;
  if (taken > 0 && strcmp(then, gives) != 0) {
    error_set(error, TE_NO, _("%s has a shift that begins then already"), login);
    return false;
  }
  return true;
}

static bool may_ask(struct db *db, const struct record *record, GError **error)
{
  const char *key = key_of(record, "swap"), *asks = record_text(record, "asks"), *back = record_text(record, "back");
  size_t length = strlen(record->by);
  if (key == NULL || strncmp(key, record->by, length) != 0 || key[length] != '@') {
    error_set(error, TE_PERMISSION, "%s", _("one offers one’s own shifts only"));
    return false;
  }
  if (strcmp(asks, record->by) == 0) {
    error_set(error, TE_DATA, "%s", _("one swaps with somebody else"));
    return false;
  }
  return must_be(db, SHIFT, key, _("there is no such shift: %s"), error) &&
         must_be(db, OPERATOR, asks, _("there is no operator “%s”"), error) &&
         (*back == '\0' || must_be(db, SHIFT, back, _("there is no such shift: %s"), error)) &&
         is_free(db, key, asks, back, error) && (*back == '\0' || is_free(db, back, record->by, key, error));
}

struct swap { char asked_by[64], asks[64], back[ROSTER_KEY]; bool open; };

static bool read_swap(struct db *db, const char *key, struct swap *out, GError **error)
{
  *out = (struct swap){.open = false};
  struct db_stmt *stmt =
      db_query(db, error, "SELECT asked_by, asks, back, state FROM duty_swap WHERE key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    g_strlcpy(out->asked_by, db_text(stmt, 0), sizeof out->asked_by);
    g_strlcpy(out->asks, db_text(stmt, 1), sizeof out->asks);
    g_strlcpy(out->back, db_text(stmt, 2), sizeof out->back);
    out->open = strcmp(db_text(stmt, 3), "asked") == 0;
  }
  db_done(stmt);
  return got >= 0;
}

static bool may_answer(struct db *db, const struct record *record, GError **error)
{
  struct swap swap;
  const char *key = key_of(record, "swap");
  bool withdraws = strcmp(record->kind, "swap-withdraw") == 0, agrees = strcmp(record->kind, "swap-agree") == 0;
  if (key == NULL || !read_swap(db, key, &swap, error))
    return false;
  if (!swap.open) {
    error_set(error, TE_NO, _("no swap of %s waits for an answer"), key);
    return false;
  }
  if (strcmp(record->by, withdraws ? swap.asked_by : swap.asks) != 0) {
    error_set(error, TE_PERMISSION, _("that is for %s"), withdraws ? swap.asked_by : swap.asks);
    return false;
  }
  return !agrees || (must_be(db, SHIFT, key, _("there is no such shift: %s"), error) &&
                     (*swap.back == '\0' || must_be(db, SHIFT, swap.back, _("there is no such shift: %s"), error)) &&
                     is_free(db, key, swap.asks, swap.back, error) &&
                     (*swap.back == '\0' || is_free(db, swap.back, swap.asked_by, key, error)));
}

static bool may_warn(struct db *db, const struct record *record, GError **error)
{
  int64_t told;
  if (!check_times(record, "warn", error) ||
      !db_get_int(db, &told, 0, error,
                  "SELECT count(*) FROM duty_warned WHERE need = $1 AND from_ <= $2 AND to_ >= $3", "tii",
                  record_text(record, "need"), record_int(record, "from", 0), record_int(record, "to", 0)))
    return false;
  if (told > 0)
    error_set(error, TE_NO, "%s", _("the desk was warned of that before"));
  return told == 0;
}

/* --- the tables -------------------------------------------------------------------------------------------- */
static bool put_shift(struct db *db, const struct record *record, GError **error)
{
  return check_times(record, "shift", error) &&
         db_exec(db, error,
                 "INSERT INTO duty_shift (key, login, site, from_, to_, role, note, seq)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key) DO UPDATE SET login = $2, site = $3,"
                 " from_ = $4, to_ = $5, role = $6, note = $7, seq = $8",
                 "tttiitti", key_of(record, "shift"), record_text(record, "login"), record_text(record, "site"),
                 record_int(record, "from", 0), record_int(record, "to", 0), record_text(record, "role"),
                 record_text(record, "note"), record->seq);
}

static bool drop_shift(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "DELETE FROM duty_shift WHERE key = $1", "t", key_of(record, "shift"));
}

static bool may_drop_shift(struct db *db, const struct record *record, GError **error)
{
  const char *key = key_of(record, "shift");
  return must_be(db, SHIFT, key == NULL ? "" : key, _("there is no such shift: %s"), error);
}

static bool put_leave(struct db *db, const struct record *record, GError **error)
{
  return check_times(record, "leave", error) &&
         db_exec(db, error,
                 "INSERT INTO duty_leave (key, login, from_, to_, substitute, note, seq)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE SET login = $2, from_ = $3,"
                 " to_ = $4, substitute = $5, note = $6, seq = $7",
                 "ttiitti", key_of(record, "leave"), record_text(record, "login"), record_int(record, "from", 0),
                 record_int(record, "to", 0), record_text(record, "substitute"), record_text(record, "note"),
                 record->seq);
}

static bool drop_leave(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "DELETE FROM duty_leave WHERE key = $1", "t", key_of(record, "leave"));
}

static bool may_drop_leave(struct db *db, const struct record *record, GError **error)
{
  const char *key = key_of(record, "leave");
  return must_be(db, LEAVE, key == NULL ? "" : key, _("there is no such leave: %s"), error);
}

static bool ask_swap(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO duty_swap (key, asked_by, asked_at, asks, back, words, state, seq)"
                 " VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7) ON CONFLICT (key) DO UPDATE SET asked_by = $2,"
                 " asked_at = $3, asks = $4, back = $5, words = $6, state = 'asked', answered_at = NULL, seq = $7",
                 "ttuttti", key_of(record, "swap"), record->by, record->at, record_text(record, "asks"),
                 record_text(record, "back"), record_text(record, "words"), record->seq);
}

static bool give_shift(struct db *db, const char *key, const char *login, int64_t seq, GError **error)
{
  char then[ROSTER_KEY];
  return changed_key(db, key, login, then, error) &&
         db_exec(db, error, "UPDATE duty_shift SET key = $1, login = $2, seq = $3 WHERE key = $4", "ttit", then, login,
                 seq, key);
}

/* Both shifts may begin at the same moment: then one steps aside meanwhile. */
static bool exchange(struct db *db, const char *key, const struct swap *swap, int64_t seq, GError **error)
{
  static const char aside[] = "@";
  if (*swap->back == '\0')
    return give_shift(db, key, swap->asks, seq, error);
  char mine[ROSTER_KEY];
  return changed_key(db, key, swap->asks, mine, error) &&
         db_exec(db, error, "UPDATE duty_shift SET key = $1 WHERE key = $2", "tt", aside, key) &&
         give_shift(db, swap->back, swap->asked_by, seq, error) &&
         db_exec(db, error, "UPDATE duty_shift SET key = $1, login = $2, seq = $3 WHERE key = $4", "ttit", mine,
                 swap->asks, seq, aside);
}

static bool answer_swap(struct db *db, const struct record *record, GError **error)
{
  struct swap swap;
  const char *key = key_of(record, "swap"), *state = record->kind + strlen("swap-");
  if (!read_swap(db, key, &swap, error))
    return false;
  if (!swap.open) {
    error_set(error, TE_DATA, "%s", key);
    return false;
  }
  return db_exec(db, error, "UPDATE duty_swap SET state = $1, answered_at = $2, seq = $3 WHERE key = $4", "tuit", state,
                 record->at, record->seq, key) &&
         (strcmp(state, "agree") != 0 || exchange(db, key, &swap, record->seq, error));
}

static bool put_warning(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO duty_warned (key, need, from_, to_, at) VALUES ($1, $2, $3, $4, $5)"
                 " ON CONFLICT (key) DO UPDATE SET to_ = $4, at = $5",
                 "ttiiu", key_of(record, "warn"), record_text(record, "need"), record_int(record, "from", 0),
                 record_int(record, "to", 0), record->at);
}

/* --- the register ------------------------------------------------------------------------------------------- */
typedef bool roster_fn(struct db *db, const struct record *record, GError **error);
static const struct record_kind kinds[] = {
    {"shift-put", RIGHT_DUTY_PLAN}, {"shift-drop", RIGHT_DUTY_PLAN}, {"leave-put", RIGHT_DUTY_PLAN},
    {"leave-drop", RIGHT_DUTY_PLAN}, {"swap-ask", RIGHT_SWAP},       {"swap-agree", RIGHT_SWAP},
    {"swap-refuse", RIGHT_SWAP},    {"swap-withdraw", RIGHT_SWAP},   {"gap-warned", RIGHT_WARN}};
static const struct { const char *what; roster_fn *may, *apply; } table[G_N_ELEMENTS(kinds)] = {
    {"shift", may_shift, put_shift},  {"shift", may_drop_shift, drop_shift}, {"leave", may_leave, put_leave},
    {"leave", may_drop_leave, drop_leave}, {"swap", may_ask, ask_swap},      {"swap", may_answer, answer_swap},
    {"swap", may_answer, answer_swap}, {"swap", may_answer, answer_swap},    {"warn", may_warn, put_warning}};

static int row_of(const struct record *record)
{
  for (int i = 0; i < (int)G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].id, record->kind) == 0 && key_of(record, table[i].what) != NULL)
      return i;
  return -1;
}

static bool no_such(const struct record *record, GError **error)
{
  error_set(error, TE_DATA, _("“%s” is no name for an entry"), record->key);
  return false;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  int row = row_of(record);
  return row < 0 ? no_such(record, error) : table[row].may(db, record, error);
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  int row = row_of(record);
  return row < 0 ? no_such(record, error) : table[row].apply(db, record, error);
}

static const char *const tables[] = {"duty_shift", "duty_leave", "duty_swap", "duty_warned", NULL};
const struct record_ops record_roster = {.prefix = "roster", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                         .tables = tables, .topic = TOPIC_DUTY, .may = may, .apply = apply};
