/* toban remote: starts the configured remote tool for an asset, and notes who did it. */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "commands.h"
#include "ticket_write.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/record.h"
#include "toban/remote.h"
#include "toban/safety.h"

static char *opt_ticket;
static const GOptionEntry options[] = {
    {"ticket", 0, 0, G_OPTION_ARG_STRING, &opt_ticket, N_("the ticket that it is for: noted there"), "KEY"}, {NULL}};

/* In the child, before the program: a session of its own, nothing of ours. */
static void on_its_own(gpointer unused)
{
  (void)unused;
  setsid();
  if (getegid() != getgid() && setegid(getgid()) != 0)
    _exit(1);
}

static bool start(char **words, GError **error)
{
  GError *why = NULL;
  char **environment = safety_environment();
  GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
  bool ok = g_spawn_async(NULL, words, environment, flags, on_its_own, NULL, NULL, &why);
  g_strfreev(environment);
  if (!ok)
    error_set(error, TE_UNAVAILABLE, _("%s: cannot be started: %s"), words[0], why->message);
  g_clear_error(&why);
  return ok;
}

static const struct asset *asset_of(const struct asset_list *list, const char *tag)
{
  for (int i = 0; i < list->rows; i++)
    if (strcmp(list->row[i].tag, tag) == 0)
      return &list->row[i];
  return NULL;
}

static struct command *record(const char *actor, const char *tag)
{
  struct ticket_event event = {.ticket = opt_ticket, .at = UTC_NONE, .kind = EVENT_REMOTE, .channel = CHANNEL_NONE,
                               .target = tag};
  if (opt_ticket != NULL)
    return command_ticket(actor, clock_now(), 0, &event);
  char *subject = g_strconcat("remote:", tag, NULL);
  struct command *command = record_command(actor, clock_now(), 0, subject, "remote-started", NULL);
  g_free(subject);
  return command;
}

/* The record comes first: what cannot be noted, for lack of a right say, is not started. */
static bool run_in(const struct cli *cli, struct db *db, const struct asset *asset, GError **error)
{
  const struct remote_target target = {asset->tag, asset->host, asset->serial, asset->user, asset->office, asset->kind};
  char *template_ = g_key_file_get_string(cli->settings, "remote", "command", NULL);
  char **words = remote_words(template_, &target, error);
  char *actor = words == NULL ? NULL : cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : record(actor, asset->tag);
  struct command_outcome outcome;
  bool ok = command != NULL && command_run(db, command, &outcome, error) && start(words, error);
  if (ok && cli->json)
    ok = cli_json(json_pack("{s:o, s:o, s:o}", "asset", json_text(asset->tag), "ticket", json_text(opt_ticket),
                            "program", json_text(words[0])), error);
  command_free(command);
  g_free(actor);
  g_strfreev(words);
  g_free(template_);
  return ok;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  enum { FOUND = 500 };
  struct asset_args args = {.limit = FOUND};
  (void)argc;
  g_strlcpy(args.text, argv[0], sizeof args.text);
  struct db *db = cli_open(cli, 0, error);
  struct asset_list *list = db == NULL ? NULL : asset_find_read(db, &args, error);
  const struct asset *asset = list == NULL ? NULL : asset_of(list, argv[0]);
  if (list != NULL && asset == NULL)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), argv[0]);
  bool ok = asset != NULL && run_in(cli, db, asset, error);
  snapshot_free(list);
  db_close(db);
  return ok;
}

const struct cli_command command_remote = {
    .name = "remote", .args = "TAG", .min_args = 1, .max_args = 1, .options = options, .run = run, .wants_json = true,
    .summary = N_("starts the configured remote tool for an asset"),
    .detail = N_("[remote] command of the configuration file is the program with its arguments; {host} {tag} {serial}"
                 " {user} {office} {kind} are filled in. It is never given to a shell.")};
