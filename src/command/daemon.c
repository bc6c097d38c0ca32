/* toban daemon: the console's loop without a screen, for a machine where nobody looks at one. */
#include "commands.h"
#include "service.h"
#include "toban/lang.h"
#include "toban/log.h"
#include "toban/paths.h"

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const struct service_hooks hooks = {.sends = true};
  (void)argc, (void)argv;
  char *folder = path_state_dir();
  char *path = g_build_filename(folder, "daemon.log", NULL);
  log_open(path);
  log_info("daemon begins");
  bool done = service_run(cli, &hooks, NULL, error);
  log_info("daemon ends");
  log_close();
  g_free(path);
  g_free(folder);
  return done;
}

const struct cli_command command_daemon = {
    .name = "daemon",
    .args = "",
    .summary = N_("the console's loop without a screen"),
    .detail = N_("Checks the endpoints unless another console or daemon of the same database does already, and takes "
                 "over within 10 seconds when that one dies. Sends what is in the outbox, and carries out the rules of "
                 "escalation. Ends on SIGTERM. Writes its log to daemon.log in the "
                 "folder of states."),
    .run = run,
};
