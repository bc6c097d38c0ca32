/* screen: one frame of the console as text. And the console itself, which is what `toban` alone opens. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "toban/console.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/pane.h"
#include "toban/read.h"
#include "toban/safety.h"

static char *opt_theme, *opt_size, *opt_pane;
static gboolean opt_ascii, opt_no_mouse, opt_no_seconds, opt_no_poll;

static const GOptionEntry console_entries[] = {
    {"theme", 0, 0, G_OPTION_ARG_STRING, &opt_theme, N_("console: a theme’s name, or the path of a theme file"),
     "NAME"},
    {"ascii", 0, 0, G_OPTION_ARG_NONE, &opt_ascii, N_("console: frames of + - | instead of lines"), NULL},
    {"no-mouse", 0, 0, G_OPTION_ARG_NONE, &opt_no_mouse, N_("console: leaves the mouse to the terminal"), NULL},
    {"no-seconds", 0, 0, G_OPTION_ARG_NONE, &opt_no_seconds, N_("console: clocks without seconds; wakes once a minute"),
     NULL},
    {"no-poll", 0, 0, G_OPTION_ARG_NONE, &opt_no_poll, N_("console: never checks endpoints from here"), NULL},
    {NULL}};

static const GOptionEntry screen_entries[] = {
    {"size", 0, 0, G_OPTION_ARG_STRING, &opt_size, N_("columns and rows"), "132x43"},
    {"pane", 0, 0, G_OPTION_ARG_STRING, &opt_pane, N_("only this pane: queue due clock health asset help"), "NAME"},
    {"ascii", 0, 0, G_OPTION_ARG_NONE, &opt_ascii, N_("console: frames of + - | instead of lines"), NULL},
    {NULL}};

const GOptionEntry *console_options(void)
{
  return console_entries;
}

static struct console_options options_of(const struct cli *cli, const char *actor)
{
  return (struct console_options){
      .settings = cli->settings,
      .db = cli->db,
      .actor = actor,
      .theme = opt_theme != NULL ? opt_theme : cli_setting(cli, "theme"),
      .keys = cli_setting(cli, "keys"),
      .lang_given = cli->lang_given,
      .read_only = cli->read_only,
      .ascii = opt_ascii || cli_switch(cli, "ascii"),
      .no_mouse = opt_no_mouse || cli_switch(cli, "no-mouse"),
      .no_seconds = opt_no_seconds || cli_switch(cli, "no-seconds"),
      .no_poll = opt_no_poll || cli_switch(cli, "no-poll"),
      .lock_minutes = g_key_file_get_integer(cli->settings, "toban", "lock-minutes", NULL),
  };
}

static bool is_demo(const struct cli *cli)
{
  struct reference *ref = cli_read(cli, reference_read, NULL, NULL);
  bool demo = ref != NULL && ref->demo;
  reference_free(ref);
  return demo;
}

/* The console of another person in this one's place: in a demonstration as whoever is played; else the host's su asks
 * for the password (PAM) and changes the account, which is who somebody is. Comes back only with an error. */
static void hand_over(const struct cli *cli, const char *login, GError **error)
{
  char *program = g_file_read_link("/proc/self/exe", NULL), *db = g_canonicalize_filename(cli->db, NULL);
  char *quoted_program = g_shell_quote(program == NULL ? "toban" : program), *quoted_db = g_shell_quote(db);
  char *line = g_strdup_printf("%s --db %s", quoted_program, quoted_db);
  const char *const play[] = {program, "--db", db, "--as", login, NULL};
  const char *const su[] = {"su", "-l", login, "-c", line, NULL};
  safety_seal();
  if (program != NULL && is_demo(cli))
    execv(program, (char **)(uintptr_t)play);
  else if (*login != '-')
    execvp("su", (char **)(uintptr_t)su);
  error_set_errno(error, errno, "su");
  g_free(line);
  g_free(quoted_db);
  g_free(quoted_program);
  g_free(db);
  g_free(program);
}

int console_start(const struct cli *cli, GError **error)
{
  char *actor = cli_actor_alone(cli, error);
  if (actor == NULL)
    return -1;
  struct console_options options = options_of(cli, actor);
  char *successor = NULL;
  options.successor = &successor;
  int status = console_run(&options, error);
  g_free(actor);
  if (successor != NULL)
    hand_over(cli, successor, error);
  g_free(successor);
  return successor == NULL ? status : -1;
}

/* "132x43", at most as large as any terminal. */
static bool parse_size(const char *text, int *cols, int *rows, GError **error)
{
  char end;
  if (text == NULL || (sscanf(text, "%4dx%4d%c", cols, rows, &end) == 2 && *cols >= 1 && *rows >= 1 && *cols <= 1000 &&
                       *rows <= 1000))
    return true;
  error_set(error, TE_USAGE, _("--size is COLUMNSxROWS, from 1x1 to 1000x1000, not “%s”"), text);
  return false;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  int cols = 132, rows = 43;
  if (!parse_size(opt_size, &cols, &rows, error))
    return false;
  if (opt_pane != NULL && pane_by_name(opt_pane) == NULL) {
    error_set(error, TE_USAGE, _("there is no pane “%s”"), opt_pane);
    return false;
  }
  char *actor = cli_actor_alone(cli, error);
  if (actor == NULL)
    return false;
  struct console_options options = options_of(cli, actor);
  char *text = console_screen(&options, rows, cols, opt_pane, error);
  if (text != NULL)
    fputs(text, stdout);
  g_free(text);
  g_free(actor);
  return text != NULL;
}

const struct cli_command command_screen = {.name = "screen",
                                           .args = "",
                                           .options = screen_entries,
                                           .run = run,
                                           .summary = N_("one frame of the console as text, no terminal needed")};
