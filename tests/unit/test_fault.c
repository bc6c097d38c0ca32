/* The store on a machine that fails: each allocation of the engine and each call to the disk of a representative run
 * fails once, or from then on. Every failure is an error or none: no crash, no leak, no wrong answer, and what was
 * acknowledged is there, once, afterwards.
 * FAULT_SAMPLES: how many of the calls of each part are tried (60); 0 all of them (`make fault-long`). FAULT_AT: only
 * this call, to look at one failure (-p /fault/write/disk names the part). */
#include <stdio.h>
#include <stdlib.h>

#include "desk.h"
#include "fault.h"
#include "toban/approval_store.h"
#include "toban/audit.h"
#include "toban/lang.h"
#include "toban/look.h"
#include "toban/person.h"
#include "toban/read.h"
#include "toban/sla_store.h"
#include "toban/transfer.h"
#include "toban/verify.h"

struct run {
  struct tempdb temp;
  char *copy;                          /* of backup */
  GPtrArray *acknowledged;             /* keys of tickets whose events were acknowledged */
  int errors;
  bool whole;                          /* this part was done */
};
static struct tempdb model;            /* every run begins with a copy of this database */

static void check_told(struct run *run, bool done, GError **error)
{
  g_assert_cmpint(done, ==, *error == NULL); /* a failure has its reason, a success has none */
  run->errors += !done;
  g_clear_error(error);
}

/* --- the parts of a run ------------------------------------------------------------------------------------- */
static void part_init(struct run *run)
{
  GError *error = NULL;
  g_remove(run->temp.path);
  struct db *db = db_build_open(run->temp.path, &error);
  bool done = db != NULL && db_begin(db, &error) && transfer_initial(db, "init", NOON, &error) &&
              person_found(db, "sato", NOON, &error) && db_commit(db, &error);
  if (done)
    done = db_build_finish(db, &error);
  else
    db_close(db);
  run->whole = done;
  check_told(run, done, &error);
}

static void write_one(struct run *run, struct db *db, struct command *take_command, const char *key)
{
  struct command_outcome outcome;
  GError *error = NULL;
  bool done = command_run(db, take_command, &outcome, &error);
  if (done && key != NULL)
    g_ptr_array_add(run->acknowledged, g_strdup(take_command->key));
  check_told(run, done, &error);
  command_free(take_command);
}

static void part_write(struct run *run)
{
  GError *error = NULL;
  struct db *db = db_open(run->temp.path, 0, &error);
  check_told(run, db != NULL, &error);
  if (db == NULL)
    return;
  struct ticket_event made = desk_received("件名", NOON + 1000, 1), step;
  made.ticket = "F-1";
  write_one(run, db, command_ticket("sato", NOON + 1000, 0, &made), "F-1");
  static const struct { enum event_kind kind; const char *target; } steps[] = {
      {EVENT_ASSIGNED, "sato"}, {EVENT_NOTE, NULL}, {EVENT_STATE, "waiting-user"}, {EVENT_STATE, "resolved"}};
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
    step = desk_event("T-1", steps[i].kind, NOON + 2000 + (utc_t)i, steps[i].target);
    write_one(run, db, command_ticket("sato", step.at, 0, &step), "T-1");
  }
  write_one(run, db, command_ticket("fumi", NOON + 3000, 0, &step), NULL); /* refused, with a record */
  write_one(run, db, approval_ask("sato", NOON + 3000, "trip", "osaka", "parts", UTC_NONE), "trip");
  struct command *setting = command_new(COMMAND_SETTING, "sato", NOON);
  command_set(setting, &setting->name, "lang");
  command_set(setting, &setting->value, "en");
  write_one(run, db, setting, NULL);
  char what[8] = "T-0";
  for (int i = 0; i < 20; i++) { /* the last one brings them all into the log */
    what[2] = (char)('a' + i);
    write_one(run, db, look_command("sato", NOON + 3000, LOOK_TICKET, what), NULL);
  }
  db_close(db);
}

typedef void *read_fn(struct db *db, const void *args, GError **error);

static void part_read(struct run *run)
{
  static const struct queue_args queue = {.view = VIEW_OPEN, .now = NOON, .where = QUEUE_TOP, .after = 50};
  static const struct desk_args desk = {.now = NOON};
  static const struct due_args due = {.now = NOON, .limit = 10};
  static const struct ticket_args ticket = {.key = "T-1", .now = NOON};
  static const struct approval_args approval = {.actor = "chief", .roles = ~0u, .now = NOON, .choice = APPROVALS_ALL};
  static const struct audit_args audit = {.limit = 20};
  static const struct exclusion_args exclusion = {.limit = 5};
  static const struct { read_fn *read; const void *args; } reads[] = {
      {queue_window_read, &queue}, {desk_counts_read, &desk}, {due_list_read, &due}, {ticket_view_read, &ticket},
      {approval_list_read, &approval}, {audit_log_read, &audit}, {exclusion_list_read, &exclusion}};
  GError *error = NULL;
  struct db *db = db_open(run->temp.path, DB_READONLY, &error);
  check_told(run, db != NULL, &error);
  for (size_t i = 0; db != NULL && i < G_N_ELEMENTS(reads); i++) {
    void *result = reads[i].read(db, reads[i].args, &error);
    if (result != NULL && reads[i].read == queue_window_read)
      g_assert_cmpint(((struct queue_window *)result)->total, ==, 12); /* what is answered is right */
    if (result != NULL && reads[i].read == ticket_view_read)
      g_assert_cmpstr(((struct ticket_view *)result)->t.title, ==, "title 1");
    check_told(run, result != NULL, &error);
    snapshot_free(result);
  }
  db_close(db);
}

/* "All is well" must be true even on a machine that fails. */
static void part_verify(struct run *run)
{
  GError *error = NULL;
  struct chain_report chain;
  struct verify_report report;
  struct db *db = db_open(run->temp.path, DB_READONLY, &error);
  check_told(run, db != NULL, &error);
  if (db == NULL)
    return;
  bool done = chain_verify(db, NULL, &chain, &error);
  g_assert_true(!done || (chain.first_bad == 0 && chain.events == chain.rows));
  check_told(run, done, &error);
  verify_report_init(&report);
  done = verify_run(db, &report, &error);
  if (done)
    g_assert_cmpstr(report.text->str, ==, "");
  check_told(run, done, &error);
  verify_report_clear(&report);
  db_close(db);
}

static const char assets[] = "tag,kind,host,serial,user,office,department,state\nPC-1,pc,h1,s1,u,12,d,in-use\n"
                             "PC-2,pc,h2,s2,u,12,d,in-use\nPC-3,pc,h3,s3,u,12,d,in-use\n";
static const char events[] =
    "{\"ticket\":\"I-1\",\"at\":\"2026-11-22T00:00:00Z\",\"by\":\"ken\",\"kind\":\"received\",\"channel\":\"phone\","
    "\"priority\":1,\"category\":\"5.1\",\"office\":\"12\",\"title\":\"t\",\"requester\":\"r\"}\n"
    "{\"ticket\":\"I-2\",\"at\":\"2026-11-22T00:00:01Z\",\"by\":\"ken\",\"kind\":\"received\",\"channel\":\"phone\","
    "\"priority\":1,\"category\":\"5.1\",\"office\":\"12\",\"title\":\"t\",\"requester\":\"r\"}\n";

static bool import(struct run *run, struct db *db, const char *kind, const char *bytes)
{
  struct transfer_input input = {.kind = kind, .name = "file", .bytes = bytes, .length = strlen(bytes), .by = "sato",
                                 .at = NOON};
  GError *error = NULL;
  int64_t rows;
  bool done = transfer_import(db, &input, &rows, &error);
  check_told(run, done, &error);
  return done;
}

static void part_import(struct run *run)
{
  GError *error = NULL;
  struct db *db = db_open(run->temp.path, 0, &error);
  check_told(run, db != NULL, &error);
  if (db == NULL)
    return;
  bool first = import(run, db, "assets", assets), second = import(run, db, "events", events);
  run->whole = first && second;
  FILE *nowhere = fopen("/dev/null", "we");
  bool done = transfer_export(db, "sato", "events", FORMAT_JSONL, nowhere, &error);
  check_told(run, done, &error);
  fclose(nowhere);
  db_close(db);
}

static void part_backup(struct run *run)
{
  GError *error = NULL;
  struct db *db = db_open(run->temp.path, 0, &error);
  run->whole = db != NULL && db_backup(db, run->copy, &error);
  check_told(run, run->whole, &error);
  db_close(db);
}

/* --- afterwards, on a machine that works ------------------------------------------------------------------- */
static int64_t count_text(struct db *db, const char *sql, const char *value)
{
  int64_t n = -1;
  GError *error = NULL;
  desk_ok(db_get_int(db, &n, -1, &error, sql, "t", value), error);
  return n;
}

static struct db *open_sound(const char *path)
{
  GError *error = NULL;
  struct chain_report chain;
  struct verify_report report;
  GString *file = g_string_new(NULL);
  struct db *db = db_open(path, 0, &error);
  g_assert_no_error(error);
  verify_report_init(&report);
  desk_ok(chain_verify(db, NULL, &chain, &error) && verify_run(db, &report, &error) && db_integrity(db, file, &error),
          error);
  g_assert_cmpint(chain.first_bad, ==, 0);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpstr(file->str, ==, "");
  verify_report_clear(&report);
  g_string_free(file, TRUE);
  return db;
}

static void check_written(struct run *run)
{
  struct db *db = open_sound(run->temp.path);
  for (guint i = 0; i < run->acknowledged->len; i++)
    g_assert_cmpint(count_text(db, "SELECT count(*) FROM event WHERE command = $1", run->acknowledged->pdata[i]), ==, 1);
  db_close(db);
}

static void check_init(struct run *run)
{
  if (!run->whole && !g_file_test(run->temp.path, G_FILE_TEST_EXISTS))
    return;
  struct db *db = open_sound(run->temp.path); /* a failed one is not there, or it is whole */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM operator"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM office"), >, 70);
  db_close(db);
}

static void check_import(struct run *run)
{
  struct db *db = open_sound(run->temp.path);
  int64_t tags = desk_count(db, "SELECT count(*) FROM asset"), tickets = count_text(db, "SELECT count(*) FROM ticket"
                                                                                        " WHERE key >= $1 AND key < 'J'", "I-");
  g_assert_true(tags == 3 || (!run->whole && tags == 0)); /* all or nothing */
  g_assert_true(tickets == 2 || (!run->whole && tickets == 0));
  db_close(db);
}

static void check_backup(struct run *run)
{
  g_assert_cmpint(g_file_test(run->copy, G_FILE_TEST_EXISTS), ==, run->whole);
  if (run->whole)
    db_close(open_sound(run->copy));
  check_written(run);
}

static const struct part { const char *name; void (*run)(struct run *); void (*check)(struct run *); } parts[] = {
    {"init", part_init, check_init},       {"write", part_write, check_written},
    {"read", part_read, check_written},    {"verify", part_verify, check_written},
    {"import", part_import, check_import}, {"backup", part_backup, check_backup},
};

/* --- running ------------------------------------------------------------------------------------------------ */
static void run_begin(struct run *run)
{
  char *bytes;
  gsize length;
  *run = (struct run){.temp = tempdb_new(), .acknowledged = g_ptr_array_new_with_free_func(g_free)};
  run->copy = g_strconcat(run->temp.path, ".copy", NULL);
  g_assert_true(g_file_get_contents(model.path, &bytes, &length, NULL));
  g_assert_true(g_file_set_contents(run->temp.path, bytes, (gssize)length, NULL));
  g_free(bytes);
}

static void run_end(struct run *run)
{
  g_ptr_array_free(run->acknowledged, TRUE);
  g_free(run->copy);
  tempdb_free(&run->temp);
}

/* One run in which the n-th call fails; n 0: none. Returns how many calls there were. */
static int64_t try(const struct part *part, enum fault_kind kind, int64_t n, bool stays)
{
  struct run run;
  run_begin(&run);
  int64_t before = fault_memory_used();
  fault_arm(kind, n, stays);
  part->run(&run);
  int64_t calls = fault_disarm();
  g_assert_cmpint(fault_memory_used(), ==, before);
  if (n == 0)
    g_assert_cmpint(run.errors, ==, part->run == part_write ? 1 : 0);
  part->check(&run);
  run_end(&run);
  return calls;
}

static int64_t number(const char *variable, int64_t otherwise)
{
  const char *text = g_getenv(variable);
  return text == NULL ? otherwise : g_ascii_strtoll(text, NULL, 10);
}

static void each_call(const void *which)
{
  const struct part *part = &parts[GPOINTER_TO_INT(which) / FAULT_KINDS];
  enum fault_kind kind = (enum fault_kind)(GPOINTER_TO_INT(which) % FAULT_KINDS);
  int64_t calls = try(part, kind, 0, false), samples = number("FAULT_SAMPLES", 60);
  int64_t step = samples <= 0 ? 1 : MAX(calls / samples, 1), at = number("FAULT_AT", 0);
  g_test_message("%s: %ld calls", part->name, (long)calls);
  g_assert_cmpint(calls, >, 5);
  for (int64_t n = at == 0 ? 1 : at; n <= (at == 0 ? calls : at); n += step) {
    g_test_message("%s %s: call %ld", part->name, kind == FAULT_IO ? "disk" : "memory", (long)n);
    try(part, kind, n, (n / step) % 2 == 0);
    if (samples <= 0 || at != 0)
      try(part, kind, n, (n / step) % 2 != 0);
  }
}

static void make_model(void)
{
  model = tempdb_new();
  struct db *db = desk_open(&model);
  desk_person(db, "fumi", "viewer");
  char key[16], title[16];
  for (int i = 0; i < 12; i++) {
    struct ticket_event event = desk_received(title, NOON + i, 1 + i % 4);
    g_snprintf(key, sizeof key, "T-%d", i);
    g_snprintf(title, sizeof title, "title %d", i);
    event.ticket = key;
    desk_do(db, &event);
  }
  db_close(db);
}

int main(int argc, char **argv)
{
  fault_install();
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  make_model();
  for (int part = 0; part < (int)G_N_ELEMENTS(parts); part++)
    for (int kind = FAULT_MEMORY; kind < FAULT_KINDS; kind++) {
      char *path = g_strdup_printf("/fault/%s/%s", parts[part].name, kind == FAULT_IO ? "disk" : "memory");
      g_test_add_data_func(path, GINT_TO_POINTER(part * FAULT_KINDS + kind), each_call);
      g_free(path);
    }
  int status = g_test_run();
  tempdb_free(&model);
  return status;
}
