#include <unistd.h>

#include "desk.h"
#include "store/record.h"
#include "toban/check_store.h"
#include "toban/identity.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/verify.h"

/* The table once more, written out by hand from table 6-1 and doc/security.md: a letter for each role that may.
 * a agent, h leader of HQ, i leader of IDE, d deputy, g general manager, s IS section, p IDE planning,
 * v viewer, x administrator; * anybody. */
static const char letters[] = "ahidgspvx";
static const struct { const char *right, *who; } wanted[] = {
    {"read", "*"}, {"audit-verify", "*"}, {"export-rules", "*"},
    {"ticket-new", "ahidgx"}, {"ticket-answer", "ahidgx"}, {"ticket-note", "ahidgspx"}, {"ticket-assign", "ahidgx"},
    {"ticket-change", "ahidgx"}, {"ticket-state", "ahidgx"}, {"ticket-merge", "ahidgx"}, {"escalate", "ahidgx"}, {"remote", "ahidgx"},
    {"exclusion-request", "ahidgx"}, {"exclusion-decide", "dgspx"}, {"exclusion-withdraw", "hidgspx"},
    {"setting", "ahidgspx"}, {"view-share", "hidgx"}, {"presence", "ahidgspx"}, {"warn", "ahidgx"},
    {"approval-ask", "ahidgx"}, {"approval-withdraw", "ahidgx"}, {"decide-work", "sp"}, {"decide-trip", "s"},
    {"decide-document", "sp"}, {"decide-erasure", "dgsp"},
    {"month-close", "hidgx"}, {"cause", "hidgx"}, {"report", "hidgspx"}, {"knowledge-edit", "ahidgx"}, {"knowledge-publish", "hidgx"},
    {"duty-plan", "hidgx"}, {"swap", "ahidgx"}, {"agenda", "ahidgx"}, {"handover", "ahidgx"}, {"survey", "ahidgx"},
    {"loan", "ahidgx"}, {"asset", "hidgx"},
    {"board", "ahidgx"},
    {"health-work", "ahidgx"}, {"health-run", "ahidgx"}, {"endpoint", "hidgx"},
    {"template", "hidgx"}, {"requester", "hidgx"}, {"export-requester", "hidgspx"},
    {"rules", "dgx"}, {"people", "x"}, {"events", "x"},
    {"export-people", "hidgspx"}, {"export-events", "hidgspx"}, {"export-assets", "ahidgspx"},
    {"audit-read", "hidgspx"}, {"backup", "hidgx"}, {"restore", "x"}, {"rebuild", "x"},
};

static void table(void)
{
  g_assert_cmpint(G_N_ELEMENTS(wanted), ==, RIGHTS);
  for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
    enum right right;
    g_assert_true(right_parse(wanted[i].right, &right));
    bool anybody = strcmp(wanted[i].who, "*") == 0;
    g_assert_cmpint(right_may(0, right), ==, anybody);
    for (int role = 0; role < PERSON_ROLES; role++)
      g_assert_cmpint(right_may(ROLE_BIT(role), right), ==, anybody || strchr(wanted[i].who, letters[role]) != NULL);
  }
}

static void viewers_write_nothing(void)
{
  for (int i = 0; i < RIGHTS; i++)
    if (right_may(ROLE_BIT(ROLE_VIEWER), (enum right)i))
      g_assert_true(i == RIGHT_READ || i == RIGHT_AUDIT_VERIFY || i == RIGHT_EXPORT_RULES);
}

static void role_words(void)
{
  char *unknown;
  g_assert_cmpuint(roles_parse("agent; leader-hq", "tokyo", NULL), ==, ROLE_BIT(ROLE_AGENT) | ROLE_BIT(ROLE_LEADER_HQ));
  g_assert_cmpuint(roles_parse("leader", "ide", NULL), ==, ROLE_BIT(ROLE_LEADER_IDE));
  g_assert_cmpuint(roles_parse("leader;staff;manager", "osaka", &unknown), ==,
                   ROLE_BIT(ROLE_LEADER_HQ) | ROLE_BIT(ROLE_AGENT) | ROLE_BIT(ROLE_GENERAL_MANAGER));
  g_assert_null(unknown);
  g_assert_cmpuint(roles_parse("Agent;boss;", "tokyo", &unknown), ==, 0);
  g_assert_cmpstr(unknown, ==, "Agent");
  g_free(unknown);
  g_assert_cmpuint(roles_parse(NULL, NULL, NULL), ==, 0);
}

/* --- through the command layer ----------------------------------------------------------------------------- */
static void work_of(struct ticket_event *e)
{
  static const char *const targets[EVENT_KINDS] = {
      [EVENT_TAGGED] = "vip", [EVENT_UNTAGGED] = "vip", [EVENT_LINKED] = "OTHER", [EVENT_UNLINKED] = "OTHER",
      [EVENT_CHECKED] = "pc-boot/power", [EVENT_UNCHECKED] = "pc-boot/power", [EVENT_HANDED_OVER] = "admin",
      [EVENT_REMOTE] = "PC-1"};
  if (targets[e->kind] != NULL)
    e->target = targets[e->kind];
  if (e->kind == EVENT_LINKED || e->kind == EVENT_UNLINKED)
    e->reason = "related";
  e->until = e->kind == EVENT_CALLBACK_PROMISED ? NOON + 9000 : 0;
  e->amount = e->kind == EVENT_SPENT ? 5 : 0;
}

/* An event of each kind that the desk would take from somebody with the right. */
static struct ticket_event event_of(enum event_kind kind, const char *key)
{
  struct ticket_event e = kind == EVENT_RECEIVED ? desk_received("new", NOON, 2) : desk_event(key, kind, NOON + 900, NULL);
  e.body = kind == EVENT_RECEIVED ? NULL : "text";
  e.target = kind == EVENT_ASSIGNED ? "sato" : kind == EVENT_STATE ? "open" : kind == EVENT_MERGED ? "OTHER" : NULL;
  e.priority = kind == EVENT_RECEIVED ? 2 : kind == EVENT_CHANGED ? 1 : PRIORITY_NONE;
  e.channel = kind == EVENT_RECEIVED || kind == EVENT_ANSWERED ? CHANNEL_MAIL : CHANNEL_NONE;
  if (kind >= EVENT_EXCLUSION_REQUESTED && kind <= EVENT_EXCLUSION_WITHDRAWN)
    e.clocks = CLOCK_BIT(CLOCK_RESPONSE);
  e.reason = kind == EVENT_EXCLUSION_REQUESTED ? "other" : NULL;
  work_of(&e);
  return e;
}

/* What must have happened before: by sato, who tries nothing here. */
static enum event_kind before(enum event_kind kind)
{
  switch (kind) {
  case EVENT_EXCLUSION_APPROVED: case EVENT_EXCLUSION_REJECTED: case EVENT_EXCLUSION_WITHDRAWN:
    return EVENT_EXCLUSION_REQUESTED;
  case EVENT_UNTAGGED: return EVENT_TAGGED;
  case EVENT_UNLINKED: return EVENT_LINKED;
  case EVENT_CALLBACK_KEPT: case EVENT_CALLBACK_CANCELLED: return EVENT_CALLBACK_PROMISED;
  default: return EVENT_KINDS;
  }
}

static void prepare(struct db *db, const char *key, enum event_kind kind)
{
  struct ticket_event event = desk_received("title", NOON, 2);
  event.ticket = key;
  desk_do(db, &event);
  if (before(kind) == EVENT_KINDS)
    return;
  event = event_of(before(kind), key);
  event.at = NOON + 60;
  desk_do(db, &event);
}

struct attempt { const char *login; bool may; struct command *command; };

static int64_t denied(struct db *db, const char *login, const char *right)
{
  int64_t n = -1;
  GError *error = NULL;
  char *subject = g_strconcat("denied:", right, NULL);
  desk_ok(db_get_int(db, &n, -1, &error, "SELECT count(*) FROM event WHERE subject = $1 AND by_ = $2 AND kind = 'denied'",
                     "tt", subject, login), error);
  g_free(subject);
  return n;
}

static bool has_japanese(const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if (g_utf8_get_char(text) >= 0x3040 && g_utf8_get_char(text) < 0xa000)
      return true;
  return false;
}

static void check_refusal(const GError *error, enum right right)
{
  g_assert_cmpint(has_japanese(error->message), ==, lang_get() == LANG_JA);
  g_assert_nonnull(strstr(error->message, right_text(right)));
}

/* The same in the other language; the repeat is counted, and not told again. */
static void refused_in_both(struct db *db, const struct attempt *attempt, enum right right)
{
  struct command_outcome outcome;
  GError *error = NULL;
  lang_set(lang_get() == LANG_JA ? LANG_EN : LANG_JA);
  g_assert_false(command_run(db, attempt->command, &outcome, &error));
  check_refusal(error, right);
  assert_error(error, TE_PERMISSION);
}

/* Carried out, or refused in both languages with a record. */
static void try(struct db *db, const struct attempt *attempt)
{
  struct command_outcome outcome;
  GError *error = NULL;
  enum right right = command_right(attempt->command);
  int64_t events = desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'");
  bool done = command_run(db, attempt->command, &outcome, &error);
  if (attempt->may)
    g_assert_no_error(error);
  g_assert_cmpint(done, ==, attempt->may);
  if (done) {
    g_assert_no_error(error);
    g_assert_cmpint(denied(db, attempt->login, right_id(right)), ==, 0);
    return;
  }
  check_refusal(error, right);
  assert_error(error, TE_PERMISSION);
  refused_in_both(db, attempt, right);
  /* Told at the first and at the tenth time of an hour. */
  static GHashTable *tries;
  if (tries == NULL)
    tries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  char *who = g_strdup_printf("%s %s", attempt->login, right_id(right));
  int times = GPOINTER_TO_INT(g_hash_table_lookup(tries, who)) + 2;
  g_hash_table_insert(tries, who, GINT_TO_POINTER(times));
  g_assert_cmpint(denied(db, attempt->login, right_id(right)), ==, times < 10 ? 1 : 2);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'"), ==, events);
}

static void try_event(struct db *db, enum person_role role, enum event_kind kind)
{
  char key[32];
  g_snprintf(key, sizeof key, "%s-%d", role_id(role), (int)kind);
  prepare(db, key, kind);
  struct ticket_event event = event_of(kind, key);
  struct attempt attempt = {role_id(role), right_may(ROLE_BIT(role), right_of_event(kind)),
                            command_ticket(role_id(role), NOON + 900, 0, &event)};
  lang_set(((int)role + (int)kind) % 2 == 0 ? LANG_JA : LANG_EN);
  try(db, &attempt);
  command_free(attempt.command);
}

static void try_small(struct db *db, enum person_role role, enum command_kind kind)
{
  struct attempt attempt = {role_id(role), false, command_new(kind, role_id(role), NOON)};
  attempt.may = right_may(ROLE_BIT(role), command_right(attempt.command));
  command_set(attempt.command, &attempt.command->name, kind == COMMAND_SETTING ? "lang" : role_id(role));
  command_set(attempt.command, &attempt.command->value, "ja");
  try(db, &attempt);
  command_free(attempt.command);
}

/* What needs more than a right to be carried out: here only that who has none is refused. */
static void try_refused(struct db *db, enum person_role role, enum command_kind kind)
{
  struct attempt attempt = {role_id(role), false, command_new(kind, role_id(role), NOON)};
  command_set(attempt.command, &attempt.command->name, kind == COMMAND_APPROVAL ? "grant trip-1" : "2020-01");
  if (!right_may(ROLE_BIT(role), command_right(attempt.command)))
    try(db, &attempt);
  command_free(attempt.command);
}

static void every_action_by_every_role(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event other = desk_received("other", NOON, 3);
  other.ticket = "OTHER";
  desk_do(db, &other);
  GError *unwritten = NULL;
  desk_ok(db_exec(db, &unwritten,
                  "INSERT INTO asset (tag, kind, host, serial, user_, office, department, state, bought_on,"
                  " warranty_until, renewal_on, supplier, note, folded, key, revision) VALUES"
                  " ('PC-1', 'pc', '', '', '', '', '', '', '', '', '', '', '', '', 'PC-1', 1)", ""), unwritten);
  for (int role = 0; role < PERSON_ROLES; role++) {
    desk_person(db, role_id((enum person_role)role), role_id((enum person_role)role));
    for (int kind = 0; kind < EVENT_KINDS; kind++)
      try_event(db, (enum person_role)role, (enum event_kind)kind);
    try_small(db, (enum person_role)role, COMMAND_SETTING);
    try_small(db, (enum person_role)role, COMMAND_PRESENCE);
    try_small(db, (enum person_role)role, COMMAND_ALERT);
    try_small(db, (enum person_role)role, COMMAND_LOOK); /* anybody's are recorded */
    for (int kind = COMMAND_CLOSE; kind <= COMMAND_APPROVAL; kind++)
      try_refused(db, (enum person_role)role, (enum command_kind)kind);
  }
  struct chain_report chain;
  GError *error = NULL;
  desk_ok(chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpint(chain.first_bad, ==, 0);
  lang_set(LANG_EN);
  db_close(db);
  tempdb_free(&temp);
}

/* --- who somebody is ----------------------------------------------------------------------------------------- */
static bool note(struct db *db, const char *login, GError **error)
{
  struct ticket_event event = desk_event("T", EVENT_NOTE, NOON + 60, NULL);
  event.body = "text";
  struct command *command = command_ticket(login, NOON + 60, 0, &event);
  struct command_outcome outcome;
  bool done = command_run(db, command, &outcome, error);
  command_free(command);
  return done;
}

static struct db *real_desk(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  struct ticket_event event = desk_received("title", NOON, 2);
  GError *error = NULL;
  event.ticket = "T";
  desk_do(db, &event);
  desk_ok(db_exec(db, &error, "DELETE FROM meta WHERE name = 'demo'", ""), error);
  return db;
}

static void only_as_oneself(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = real_desk(&temp);
  GError *error = NULL;
  g_assert_false(note(db, "sato", &error)); /* in the list, but not who runs this */
  assert_error(error, TE_PERMISSION);
  g_assert_false(note(db, identity_login(), &error)); /* not in the list, and there is an administrator */
  g_assert_nonnull(strstr(error->message, "toban operator set"));
  assert_error(error, TE_PERMISSION);
  g_assert_cmpint(denied(db, identity_login(), "ticket-note"), ==, 1);
  desk_person(db, identity_login(), "agent");
  desk_ok(note(db, identity_login(), &error), error);
  desk_ok(db_exec(db, &error, "UPDATE operator SET valid_to = '2020-01-01' WHERE login = $1", "t", identity_login()), error);
  g_assert_false(note(db, identity_login(), &error));
  assert_error(error, TE_PERMISSION);
  db_close(db);
  tempdb_free(&temp);
}

/* The environment says nothing about who somebody is. */
static void no_variable_counts(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = real_desk(&temp);
  GError *error = NULL;
  struct person person;
  g_setenv("USER", "sato", TRUE);
  g_setenv("LOGNAME", "sato", TRUE);
  g_assert_cmpstr(identity_login(), !=, "sato");
  desk_ok(person_read(db, "sato", NOON, &person, &error), error);
  g_assert_false(person.self);
  db_close(db);
  tempdb_free(&temp);
}

static void owner_stands_in(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = real_desk(&temp);
  GError *error = NULL;
  struct person person;
  desk_ok(db_exec(db, &error, "DELETE FROM operator", ""), error);
  desk_ok(person_read(db, identity_login(), NOON, &person, &error), error);
  g_assert_cmpuint(person.roles, ==, ROLE_BIT(ROLE_ADMINISTRATOR));
  g_assert_false(person_keeps_administrator(db, NOON, &error));
  assert_error(error, TE_DATA);
  desk_ok(db_begin(db, &error) && person_found(db, identity_login(), NOON, &error) && db_commit(db, &error), error);
  desk_ok(person_keeps_administrator(db, NOON, &error), error);
  desk_ok(note(db, identity_login(), &error), error);
  desk_ok(db_exec(db, &error, "UPDATE operator SET roles = 'agent'", ""), error);
  desk_ok(db_begin(db, &error) && person_found(db, identity_login(), NOON, &error) && db_commit(db, &error), error);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM operator WHERE roles = 'agent;administrator'"), ==, 1);
  db_close(db);
  tempdb_free(&temp);
}

/* Programs of people who may not check endpoints leave the lease to others, without a word in the log. */
static void viewers_do_not_poll(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = real_desk(&temp);
  GError *error = NULL;
  struct lease lease;
  desk_person(db, identity_login(), "viewer");
  desk_ok(lease_take(db, LEASE_POLLER, "me", NOON, 60, &lease, &error), error);
  g_assert_cmpstr(lease.holder, ==, "");
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM lease"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind = 'denied'"), ==, 0);
  desk_ok(db_exec(db, &error, "UPDATE operator SET roles = 'agent' WHERE login = $1", "t", identity_login()), error);
  desk_ok(lease_take(db, LEASE_POLLER, "me", NOON, 60, &lease, &error), error);
  g_assert_cmpstr(lease.holder, ==, "me");
  db_close(db);
  tempdb_free(&temp);
}

/* A refusal that is tried again and again is counted, and the log grows by the powers of ten. */
static void repeats_are_folded(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  desk_person(db, "gast", "viewer");
  for (int i = 0; i < 250; i++)
    person_refused(db, "gast", RIGHT_TICKET_NOTE, "T", NOON + i);
  g_assert_cmpint(denied(db, "gast", "ticket-note"), ==, 3); /* 1, 10, 100 */
  person_refused(db, "gast", RIGHT_TICKET_NOTE, NULL, NOON + 3600);
  g_assert_cmpint(denied(db, "gast", "ticket-note"), ==, 4);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE data = '{\"count\":1,\"earlier\":250}'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE data = '{\"on\":\"T\",\"count\":100}'"), ==, 1);
  db_close(db);
  tempdb_free(&temp);
}

/* Who asked for an exclusion does not decide on it, whatever the role; the attempt is in the log. */
static void not_on_one_s_own(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  prepare(db, "T", EVENT_EXCLUSION_APPROVED);
  struct ticket_event approve = event_of(EVENT_EXCLUSION_APPROVED, "T");
  struct command *own = command_ticket("sato", NOON + 900, 0, &approve), *other = command_ticket("yamada", NOON + 900, 0, &approve);
  struct command_outcome outcome;
  GError *error = NULL;
  g_assert_false(command_run(db, own, &outcome, &error));
  assert_error(error, TE_PERMISSION);
  g_assert_cmpint(denied(db, "sato", "exclusion-decide"), ==, 1);
  desk_ok(command_run(db, other, &outcome, &error), error);
  command_free(own);
  command_free(other);
  db_close(db);
  tempdb_free(&temp);
}

/* Each change of each register by each role, with nothing in it: who has no right is refused before anything is looked at;
 * who has it is told something else, or has done it. */
static void every_register_by_every_role(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  const struct record_ops *ops;
  int tried = 0;
  for (int role = 0; role < PERSON_ROLES; role++)
    desk_person(db, role_id((enum person_role)role), role_id((enum person_role)role));
  for (int i = 0; (ops = record_ops_at(i)) != NULL; i++)
    for (int k = 0; k < ops->kinds; k++)
      for (int role = 0; role < PERSON_ROLES; role++, tried++) {
        char *subject = g_strconcat(ops->prefix, ":x", NULL);
        struct command *command = record_command(role_id((enum person_role)role), NOON, 0, subject, ops->kind[k].id, NULL);
        struct command_outcome outcome;
        GError *error = NULL;
        int64_t events = desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'");
        bool done = command_run(db, command, &outcome, &error);
        if (error_is(error, TE_PERMISSION) == right_may(ROLE_BIT(role), ops->kind[k].right))
          g_error("%s %s by %s: %s", subject, ops->kind[k].id, role_id((enum person_role)role),
                  error == NULL ? "done" : error->message);
        if (!done)
          g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'"), ==, events);
        g_clear_error(&error);
        command_free(command);
        g_free(subject);
      }
  g_assert_cmpint(tried, >, 300);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/right/table", table);
  g_test_add_func("/right/viewers-write-nothing", viewers_write_nothing);
  g_test_add_func("/right/role-words", role_words);
  g_test_add_func("/right/every-action-by-every-role", every_action_by_every_role);
  g_test_add_func("/right/only-as-oneself", only_as_oneself);
  g_test_add_func("/right/no-variable-counts", no_variable_counts);
  g_test_add_func("/right/owner-stands-in", owner_stands_in);
  g_test_add_func("/right/viewers-do-not-poll", viewers_do_not_poll);
  g_test_add_func("/right/repeats-are-folded", repeats_are_folded);
  g_test_add_func("/right/not-on-ones-own", not_on_one_s_own);
  g_test_add_func("/right/every-register-by-every-role", every_register_by_every_role);
  return g_test_run();
}
