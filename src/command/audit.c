/* toban audit verify, audit head, audit log: proof of what was done. */
#include <stdio.h>

#include "commands.h"
#include "toban/arena.h"
#include "toban/audit.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/look.h"
#include "toban/person.h"
#include "toban/read.h"
#include "toban/verify.h"

static const size_t ANCHORS_LIMIT = (size_t)16 << 20;

/* --- verify ------------------------------------------------------------------------------------------- */
static char *opt_anchors;
static const GOptionEntry verify_options[] = {
    {"anchors", 0, 0, G_OPTION_ARG_FILENAME, &opt_anchors,
     N_("heads that were noted elsewhere: a handover sheet, a report, what audit head printed"), "FILE"},
    {NULL}};

static bool read_anchors(GArray **out, GError **error)
{
  char *bytes;
  size_t length;
  *out = NULL;
  if (opt_anchors == NULL)
    return true;
  if (!file_read_all(opt_anchors, ANCHORS_LIMIT, &bytes, &length, error))
    return false;
  *out = chain_anchors_parse(opt_anchors, bytes, length, error);
  g_free(bytes);
  return *out != NULL;
}

static void print_fault(const struct chain_report *r)
{
  long bad = (long)r->first_bad;
  if (r->fault == CHAIN_BROKEN)
    printf(_("event %ld was changed, removed, added or moved; the %ld before it are whole\n"), bad, bad - 1);
  else if (r->fault == CHAIN_REWRITTEN)
    printf(_("event %ld is not the one that an anchor names: the log was written anew\n"), bad);
  else
    printf(_("event %ld is missing, and what followed: an anchor names a later one\n"), bad);
}

static void print_verdict(const struct chain_report *report, const GArray *anchors)
{
  if (report->fault != CHAIN_WHOLE)
    print_fault(report);
  else
    printf(_("the chain of %ld events is whole\n"), (long)report->events);
  if (anchors != NULL)
    printf(_("compared with %u anchors\n"), anchors->len);
  if (*report->head != '\0')
    printf("%ld %s\n", (long)report->events, report->head);
}

static bool verdict(const struct cli *cli, const struct chain_report *report, const GArray *anchors, GError **error)
{
  bool whole = report->fault == CHAIN_WHOLE;
  if (!cli->json)
    print_verdict(report, anchors);
  else if (!cli_json(json_pack("{s:I, s:b, s:o, s:s}", "events", (json_int_t)report->rows, "ok", whole, "first_bad",
                               whole ? json_null() : json_integer(report->first_bad), "head", report->head),
                     error))
    return false;
  if (!whole)
    error_set(error, TE_NO, "%s", "");
  return whole;
}

static bool verify(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  GArray *anchors;
  struct chain_report report;
  if (!read_anchors(&anchors, error))
    return false;
  struct db *db = cli_open(cli, DB_READONLY, error);
  bool ok = db != NULL && chain_verify(db, anchors, &report, error) && verdict(cli, &report, anchors, error);
  db_close(db);
  if (anchors != NULL)
    g_array_free(anchors, TRUE);
  return ok;
}

/* --- head --------------------------------------------------------------------------------------------- */
static bool head(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct chain_anchor anchor;
  struct db *db = cli_open(cli, DB_READONLY, error);
  bool ok = db != NULL && chain_head(db, &anchor, error);
  db_close(db);
  if (ok && cli->json)
    return cli_json(json_pack("{s:I, s:s}", "events", (json_int_t)anchor.seq, "head", anchor.hash), error);
  if (ok)
    printf("%ld %s\n", (long)anchor.seq, anchor.hash);
  return ok;
}

/* --- log ---------------------------------------------------------------------------------------------- */
static char *opt_subject, *opt_by;
static int opt_limit = 50;
static const GOptionEntry log_options[] = {
    {"subject", 0, 0, G_OPTION_ARG_STRING, &opt_subject, N_("only these: denied, read, operators, ..."), "WORD"},
    {"by", 0, 0, G_OPTION_ARG_STRING, &opt_by, N_("only what this person did"), "LOGIN"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many, the newest (50)"), "N"},
    {NULL}};

static json_t *entry_json(const struct audit_entry *e)
{
  json_t *data = e->data == NULL ? NULL : json_loads(e->data, JSON_DECODE_ANY, NULL);
  return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o}", "seq", (json_int_t)e->seq, "at", json_utc(e->recorded_at), "by",
                   json_text(e->by), "kind", json_text(e->kind), "subject", json_text(e->subject), "data",
                   data == NULL ? json_null() : data);
}

static void print_entries(const struct audit_log *log)
{
  static const char *const titles[] = {N_(">event"), N_("time (UTC)"), N_("who"), N_("subject"), N_("detail")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < log->rows; i++) {
    char number[32], at[32];
    g_snprintf(number, sizeof number, "%ld", (long)log->row[i].seq);
    cli_table_add(table, number);
    cli_table_add(table, utc_format(log->row[i].recorded_at, at));
    cli_table_add(table, log->row[i].by);
    cli_table_add(table, log->row[i].subject);
    cli_table_add(table, log->row[i].data);
  }
  cli_table_print(table);
}

static bool show_log(const struct cli *cli, const struct audit_log *log, GError **error)
{
  if (!cli->json) {
    print_entries(log);
    return true;
  }
  json_t *list = json_array();
  for (int i = 0; i < log->rows; i++)
    json_array_append_new(list, entry_json(&log->row[i]));
  return cli_json(list, error);
}

/* What was looked at a moment ago is part of the answer. */
static bool flush(struct db *db, GError **error)
{
  if (!db_begin(db, error))
    return false;
  if (look_flush(db, clock_now(), true, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

static struct audit_log *read_log(const struct cli *cli, struct db *db, GError **error)
{
  struct audit_args args = {.limit = opt_limit, .subject = opt_subject, .by = opt_by};
  char *actor = cli_actor(cli, db, error);
  bool may = actor != NULL && person_demand(db, actor, RIGHT_AUDIT_READ, opt_subject, clock_now(), error) &&
             person_reads(db, actor, RIGHT_AUDIT_READ, opt_subject, clock_now(), error);
  g_free(actor);
  return may && flush(db, error) ? audit_log_read(db, &args, error) : NULL;
}

static bool log_(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct db *db = cli_open(cli, 0, error);
  struct audit_log *log = db == NULL ? NULL : read_log(cli, db, error);
  bool ok = log != NULL && show_log(cli, log, error);
  if (log != NULL)
    arena_free(log->s.arena);
  db_close(db);
  return ok;
}

const struct cli_command command_audit_verify = {
    .name = "audit verify", .args = "", .options = verify_options, .run = verify, .wants_json = true,
    .summary = N_("checks that no event was changed, removed, added or moved"),
    .detail = N_("Exit status 1 when the chain is broken. A tail that was cut off, or a log that was written anew as a "
                 "whole, is seen only with --anchors: a file with lines in which the number of an event and its hash "
                 "stand side by side, or what this command prints with --json.")};
const struct cli_command command_audit_head = {
    .name = "audit head", .args = "", .run = head, .wants_json = true,
    .summary = N_("prints the number and the hash of the last event, to be noted elsewhere")};
const struct cli_command command_audit_log = {
    .name = "audit log", .args = "", .options = log_options, .run = log_, .wants_json = true,
    .summary = N_("what was done beside tickets: refusals, readings, imports, changes of people")};
