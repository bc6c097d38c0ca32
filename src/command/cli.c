#include "toban/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "config.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/paths.h"
#include "toban/safety.h"
#include "toban/utc.h"

/* Options are read twice: those before the command, then all others, which may name global ones again. */
static char *opt_db, *opt_config, *opt_lang, *opt_at, *opt_as;
static gboolean opt_json, opt_version, opt_help, opt_read_only;
static const GOptionEntry global_options[] = {
    {"db", 0, 0, G_OPTION_ARG_FILENAME, &opt_db, N_("the database (also TOBAN_DB)"), "FILE"},
    {"config", 0, 0, G_OPTION_ARG_FILENAME, &opt_config, N_("the configuration file"), "FILE"},
    {"lang", 0, 0, G_OPTION_ARG_STRING, &opt_lang, N_("language of the screen and of messages"), "ja|en"},
    {"at", 0, 0, G_OPTION_ARG_STRING, &opt_at, N_("pins “now”: for rehearsals and for looking back"), "TIME"},
    {"as", 0, 0, G_OPTION_ARG_STRING, &opt_as, N_("in a demonstration: who you play"), "LOGIN"},
    {"read-only", 0, 0, G_OPTION_ARG_NONE, &opt_read_only, N_("writes nothing to the database"), NULL},
    {"json", 0, 0, G_OPTION_ARG_NONE, &opt_json, N_("one JSON document instead of text"), NULL},
    {"version", 0, 0, G_OPTION_ARG_NONE, &opt_version, N_("says which version this is"), NULL},
    {"help", 'h', 0, G_OPTION_ARG_NONE, &opt_help, N_("this help"), NULL},
    {NULL}};

const GOptionEntry *cli_global_options(void)
{
  return global_options;
}

/* GLib's messages come in whatever language its catalogue has; ours in the operator's. The option that
 * is wrong is the word with the dash. */
static void own_words(GError **error)
{
  if (error == NULL || *error == NULL || (*error)->domain != G_OPTION_ERROR)
    return;
  const char *message = (*error)->message, *dash = strstr(message, "--");
  if (dash == NULL)
    dash = strchr(message, '-');
  size_t length = dash == NULL ? 0 : strspn(dash, "-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  char *option = g_strndup(dash == NULL ? "" : dash, length);
  bool unknown = (*error)->code == G_OPTION_ERROR_UNKNOWN_OPTION;
  g_clear_error(error);
  if (unknown)
    error_set(error, TE_USAGE, _("unknown option %s"), option);
  else
    error_set(error, TE_USAGE, _("option %s: the value is missing or wrong"), option);
  g_free(option);
}

static bool parse_options(const GOptionEntry *own, bool stop_at_word, int *argc, char ***argv, GError **error)
{
  GOptionContext *context = g_option_context_new(NULL);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_strict_posix(context, stop_at_word);
  g_option_context_add_main_entries(context, global_options, NULL);
  if (own != NULL)
    g_option_context_add_main_entries(context, own, NULL);
  GError *problem = NULL;
  bool ok = g_option_context_parse(context, argc, argv, &problem);
  g_option_context_free(context);
  own_words(&problem);
  if (!ok)
    g_propagate_error(error, problem);
  return ok;
}

/* The language must be known before the first message, wherever --lang stands. */
static void early_language(int argc, char **argv)
{
  enum lang lang;
  for (int i = 1; i < argc; i++) {
    const char *text = g_str_has_prefix(argv[i], "--lang=") ? argv[i] + 7
                       : strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1] : NULL;
    if (text != NULL && lang_parse(text, &lang))
      lang_set(lang);
  }
}

static bool load_settings(struct cli *cli, GError **error)
{
  cli->settings = g_key_file_new();
  char *path = opt_config != NULL ? g_strdup(opt_config) : path_config();
  GError *problem = NULL;
  bool ok = g_key_file_load_from_file(cli->settings, path, G_KEY_FILE_NONE, &problem);
  if (!ok && opt_config == NULL && g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_clear_error(&problem);
    g_free(path);
    return true; /* the file is optional where nobody named it */
  }
  cli->config = g_intern_string(path);
  if (!ok && problem->domain == G_FILE_ERROR)
    error_set_errno(error, g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? ENOENT : EACCES, path);
  else if (!ok)
    error_set(error, TE_DATA, _("%s: not a configuration file (a line [toban], then lines NAME = VALUE)"), path);
  g_clear_error(&problem);
  g_free(path);
  return ok && (!safety_holds_secret(cli->settings) || safety_check_secret(cli->config, error));
}

const char *cli_setting(const struct cli *cli, const char *key)
{
  char *text = g_key_file_get_string(cli->settings, "toban", key, NULL);
  const char *kept = text == NULL ? NULL : g_intern_string(text);
  g_free(text);
  return kept;
}

bool cli_switch(const struct cli *cli, const char *key)
{
  return g_key_file_get_boolean(cli->settings, "toban", key, NULL);
}

/* The first that is set: option, environment, configuration file, otherwise; never NULL unless that is. */
static const char *first_of(const struct cli *cli, const char *option, const char *variable, const char *key,
                            const char *otherwise)
{
  if (option != NULL)
    return option;
  const char *value = variable == NULL ? NULL : g_getenv(variable);
  if (value != NULL && *value != '\0')
    return value;
  value = cli_setting(cli, key);
  return value != NULL ? value : otherwise;
}

static bool apply_globals(struct cli *cli, bool wants_both, GError **error)
{
  if (!load_settings(cli, error))
    return false;
  char *fallback = path_default_db();
  cli->db = first_of(cli, opt_db, "TOBAN_DB", "db", g_intern_string(fallback));
  g_free(fallback);
  cli->as = opt_as;
  cli->read_only = opt_read_only || cli_switch(cli, "read-only");
  cli->json = opt_json;
  cli->lang_given = opt_lang != NULL;
  const char *language = first_of(cli, opt_lang, NULL, "lang", NULL);
  enum lang lang;
  cli->lang_both = wants_both && g_strcmp0(opt_lang, "both") == 0;
  if (cli->lang_both)
    language = NULL;
  if (language != NULL && !lang_parse(language, &lang)) {
    error_set(error, TE_USAGE, _("--lang is ja or en, not “%s”"), language);
    return false;
  }
  if (language != NULL)
    lang_set(lang);
  utc_t at;
  if (opt_at == NULL)
    return true;
  if (!utc_parse(opt_at, &at, error)) {
    (*error)->code = TE_USAGE;
    return false;
  }
  clock_pin(at);
  return true;
}

static bool check_arguments(const struct cli_command *command, int count, GError **error)
{
  if (count >= command->min_args && count <= command->max_args)
    return true;
  error_set(error, TE_USAGE, _("write it so: toban %s%s%s (toban %s --help tells more)"), command->name,
            *command->args == '\0' ? "" : " ", command->args, command->name);
  return false;
}

static bool run_command(struct cli *cli, int argc, char **argv, GError **error)
{
  int words;
  const struct cli_command *command = command_find(argc - 1, argv + 1, &words);
  if (command == NULL) {
    bool help = opt_help || (argc > 2 && strcmp(argv[2], "--help") == 0);
    if (help || strcmp(argv[1], "help") == 0)
      help_overview(help ? argv[1] : NULL);
    else
      error_set(error, TE_USAGE, _("unknown command “%s” (toban --help lists them)"), argv[1]);
    return help || strcmp(argv[1], "help") == 0;
  }
  argv[words] = argv[0];
  argc -= words;
  argv += words;
  if (!parse_options(command->options, false, &argc, &argv, error) || !apply_globals(cli, command->wants_both, error))
    return false;
  if (argc > 1 && strcmp(argv[1], "--") == 0)
    argc--, argv++;
  if (opt_help) {
    help_command(command);
    return true;
  }
  return check_arguments(command, argc - 1, error) && command->run(cli, argc - 1, argv + 1, error);
}

/* The exit status, -1 with an error. */
static int run(struct cli *cli, int argc, char **argv, GError **error)
{
  if (!parse_options(console_options(), true, &argc, &argv, error))
    return -1;
  if (opt_version) {
    printf("toban %s\n", PACKAGE_VERSION);
    return 0;
  }
  if (argc > 1)
    return run_command(cli, argc, argv, error) ? 0 : -1;
  if (opt_help) {
    help_overview(NULL);
    return 0;
  }
  return apply_globals(cli, false, error) ? console_start(cli, error) : -1;
}

int cli_main(int argc, char **argv)
{
  lang_init();
  early_language(argc, argv);
  struct cli cli = {0};
  GError *error = NULL;
  int status = run(&cli, argc, argv, &error);
  if (fflush(stdout) != 0 && error == NULL)
    error_set_errno(&error, errno, _("output"));
  if (error != NULL)
    status = error_exit_status(error);
  if (error != NULL && *error->message != '\0')
    fprintf(stderr, "toban: %s\n", error->message);
  g_clear_error(&error);
  g_clear_pointer(&cli.settings, g_key_file_unref);
  return status;
}
