/* toban board list, post, pin, unpin, done: the desk's notes; toban mention list. */
#include <stdio.h>
#include <stdlib.h>

#include "carry.h"
#include "commands.h"
#include "toban/arena.h"
#include "toban/board.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/together.h"

/* --- list ------------------------------------------------------------------------------------------------- */
static gboolean opt_all;
static const GOptionEntry list_options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &opt_all, N_("what is done or over too"), NULL}, {NULL}};

static bool notes_json(const struct board_list *list, GError **error)
{
  json_t *out = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct board_note *n = &list->row[i];
    json_array_append_new(out, json_pack("{s:I, s:o, s:o, s:o, s:b, s:o, s:b, s:o, s:o}", "number",
                                         (json_int_t)n->number, "text", json_text(n->text), "by", json_text(n->by),
                                         "at", json_utc(n->at), "pinned", n->pinned, "until", json_utc(n->until),
                                         "over", n->over, "done_at", json_utc(n->done_at), "done_by",
                                         n->done_at == UTC_NONE ? json_null() : json_text(n->done_by)));
  }
  return cli_json(out, error);
}

static const char *time_cell(utc_t at, char out[static 32])
{
  return at == UTC_NONE ? "" : utc_format(at, out);
}

static void notes_table(const struct board_list *list)
{
  static const char *const titles[] = {N_(">No"), N_("state"), N_("by"), N_("posted (UTC)"), N_("until (UTC)"),
                                       N_("note")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct board_note *n = &list->row[i];
    char number[32], at[32], until[32];
    g_snprintf(number, sizeof number, "%ld", (long)n->number);
    cli_table_add(table, number);
    cli_table_add(table, n->done_at != UTC_NONE ? C_("desk note", "done") : n->over ? C_("desk note", "over")
                         : n->pinned ? C_("desk note", "pin") : "");
    cli_table_add(table, n->by);
    cli_table_add(table, time_cell(n->at, at));
    cli_table_add(table, time_cell(n->until, until));
    cli_table_add(table, n->text);
  }
  cli_table_print(table);
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct board_args args = {.now = clock_now(), .all = opt_all};
  struct board_list *found = cli_read(cli, board_list_read, &args, error);
  bool ok = found != NULL && (!cli->json || notes_json(found, error));
  if (ok && !cli->json)
    notes_table(found);
  snapshot_free(found);
  return ok;
}

/* --- steps ------------------------------------------------------------------------------------------------ */
static char *opt_until;
static gboolean opt_pin;
static const GOptionEntry post_options[] = {
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("when it ends: 18:00, 11/30, 2026-11-30 (Japan), +8h, +3d"),
     "TIME"},
    {"pin", 0, 0, G_OPTION_ARG_NONE, &opt_pin, N_("to the top"), NULL},
    {NULL}};

static bool post(const struct cli *cli, int argc, char **argv, GError **error)
{
  utc_t until = UTC_NONE;
  (void)argc;
  if (opt_until != NULL && !board_until(opt_until, clock_now(), &until, error))
    return false;
  if (!g_utf8_validate(argv[0], -1, NULL)) {
    error_set(error, TE_DATA, "%s", _("the text is not UTF-8"));
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && carry_command(cli, db, board_post(actor, clock_now(), argv[0], until, opt_pin),
                                           "number", true, error);
  g_free(actor);
  db_close(db);
  return ok;
}

static bool step(const struct cli *cli, enum board_step step, const char *number, GError **error)
{
  gint64 n;
  if (!g_ascii_string_to_signed(number, 10, 1, G_MAXINT64, &n, NULL)) {
    error_set(error, TE_USAGE, _("“%s” is no number of a note"), number);
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && carry_command(cli, db, board_take(actor, clock_now(), step, n), "number", true, error);
  g_free(actor);
  db_close(db);
  return ok;
}

static bool pin(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return step(cli, BOARD_PIN, argv[0], error);
}

static bool unpin(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return step(cli, BOARD_UNPIN, argv[0], error);
}

static bool done(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return step(cli, BOARD_DONE, argv[0], error);
}

/* --- mentions --------------------------------------------------------------------------------------------- */
static bool mentions_json(const struct together *t, GError **error)
{
  json_t *out = json_array();
  for (int i = 0; i < t->mentions; i++) {
    const struct together_mention *m = &t->mention[i];
    json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:o, s:b}", "ticket", json_text(m->ticket), "by",
                                         json_text(m->by), "at", json_utc(m->at), "text", json_text(m->body), "unread",
                                         m->unread));
  }
  return cli_json(out, error);
}

static void mentions_table(const struct together *t)
{
  static const char *const titles[] = {N_("new"), N_("time (UTC)"), N_("by"), N_("ticket"), N_("note")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < t->mentions; i++) {
    char at[32];
    cli_table_add(table, t->mention[i].unread ? "@" : "");
    cli_table_add(table, utc_format(t->mention[i].at, at));
    cli_table_add(table, t->mention[i].by);
    cli_table_add(table, t->mention[i].ticket);
    cli_table_add(table, t->mention[i].body);
  }
  cli_table_print(table);
}

static bool mentions(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct together_args args = {.now = clock_now()};
  struct db *db = cli_open(cli, DB_READONLY, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  g_strlcpy(args.actor, actor == NULL ? "" : actor, sizeof args.actor);
  struct together *t = actor == NULL ? NULL : together_read(db, &args, error);
  bool ok = t != NULL && (!cli->json || mentions_json(t, error));
  if (ok && !cli->json)
    mentions_table(t);
  snapshot_free(t);
  g_free(actor);
  db_close(db);
  return ok;
}

const struct cli_command command_board_list = {
    .name = "board list", .args = "", .options = list_options, .run = list, .wants_json = true,
    .summary = N_("the desk's notes to itself: pinned ones first, then the newest")};
const struct cli_command command_board_post = {
    .name = "board post", .args = "TEXT", .min_args = 1, .max_args = 1, .options = post_options, .run = post,
    .wants_json = true, .summary = N_("puts a note on the board; prints its number")};
const struct cli_command command_board_pin = {
    .name = "board pin", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = pin, .wants_json = true,
    .summary = N_("pins a note to the top")};
const struct cli_command command_board_unpin = {
    .name = "board unpin", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = unpin, .wants_json = true,
    .summary = N_("no longer")};
const struct cli_command command_board_done = {
    .name = "board done", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = done, .wants_json = true,
    .summary = N_("takes a note off the board: it is done")};
const struct cli_command command_mention_list = {
    .name = "mention list", .args = "", .run = mentions, .wants_json = true,
    .summary = N_("notes of tickets that speak to you (@login), the newest first")};
