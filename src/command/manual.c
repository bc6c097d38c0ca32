/* toban manual: the manual page as roff, made from the same tables that parse the command line. */
#include <stdio.h>

#include "commands.h"
#include "config.h"
#include "toban/action.h"
#include "toban/lang.h"

/* Exit statuses as error.h gives them out. */
static const struct { int status; const char *meaning;
} statuses[] = {
    {0, "Done."},
    {1, "It says no: a difference was found, or nothing matched where something must."},
    {64, "Wrong usage."},
    {65,
     "Bad input data, with file, line and reason, and nothing half done. A file that is no toban database."},
    {66, "No such file, ticket, asset, office."},
    {69, "Something that it needs is not there; the database was made by a newer toban."},
    {70, "Our own fault."},
    {73, "Cannot create a file; it exists already."},
    {74, "Input/output error; the disk is full; the database is damaged."},
    {75, "Busy, or somebody else changed it first: look again and repeat."},
    {77, "Not permitted; the database cannot be written."},
};

static const struct { const char *name, *meaning; } variables[] = {
    {"TOBAN_DB", "The database, when there is no --db."},
    {"TOBAN_DEBUG", "When set, the log has debug lines too."},
    {"LC_ALL, LC_MESSAGES, LANG", "ja or en in the first that is set choose the language; Japanese otherwise."},
    {"NO_COLOR", "When set, the console draws without colours."},
    {"XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME", "Where the files below are."},
};

static const struct { const char *name, *meaning;
} files[] = {
    {"$XDG_DATA_HOME/toban/toban.db",
     "The database, when nothing else is named. FILE-wal, FILE-shm, FILE-gate and FILE-bell belong to it."},
    {"$XDG_CONFIG_HOME/toban/toban.conf",
     "Group [toban]: db, lang, theme, keys; ascii, no-mouse, no-seconds, no-poll, read-only (true or false);"
     " lock-minutes (0: the screen never locks by itself)."
     " Group [network]: name_servers, ca_file."},
    {"$XDG_CONFIG_HOME/toban/keys.conf", "Own keys of the console."},
    {"$XDG_STATE_HOME/toban/", "The log of the console, and drafts that were not sent."},
};

/* Roff reads a leading dot or quote as a command, a backslash as an escape, and a bare minus as a hyphen. */
static void roff(const char *text)
{
  if (*text == '.' || *text == '\'')
    fputs("\\&", stdout);
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (c == '\n' && text[1] == '\n') {
      fputs("\n.PP", stdout); /* a paragraph */
      continue;
    }
    if (c == '\\')
      fputs("\\e", stdout);
    else if (c == '-')
      fputs("\\-", stdout);
    else if (c >= 0x80)
      printf("\\[u%04X]", c);
    else
      putchar((int)c);
  }
}

static void item(const char *name, const char *text)
{
  fputs(".TP\n.B ", stdout);
  roff(name);
  putchar('\n');
  roff(text);
  putchar('\n');
}

static void print_options(const GOptionEntry *options)
{
  for (; options != NULL && options->long_name != NULL; options++) {
    char *text = option_text(options);
    if (!(options->flags & G_OPTION_FLAG_HIDDEN))
      item(text, lang_text(options->description));
    g_free(text);
  }
}

static void print_command(const struct cli_command *command)
{
  fputs(".SS toban ", stdout);
  roff(command->name);
  if (*command->args != '\0') {
    putchar(' ');
    roff(command->args);
  }
  putchar('\n');
  roff(lang_text(command->summary));
  fputs(".\n", stdout);
  char *values = command->values == NULL ? NULL : command->values();
  const char *const paragraphs[] = {values, command->detail == NULL ? NULL : lang_text(command->detail)};
  for (size_t i = 0; i < G_N_ELEMENTS(paragraphs); i++)
    if (paragraphs[i] != NULL) {
      fputs(".PP\n", stdout);
      roff(paragraphs[i]);
      putchar('\n');
    }
  g_free(values);
  print_options(command->options);
}

/* What the console can do: its table of actions (action.h), group by group. */
static void print_actions(void)
{
  int count;
  const struct action *table = action_table(&count);
  puts(".SH KEYS OF THE CONSOLE\n"
       "Each action has a name for\n.B :\nand for the file of own keys; these are its keys at first.");
  for (int group = 0; group < GROUPS; group++) {
    fputs(".SS ", stdout);
    roff(lang_text(action_group_title((enum action_group)group)));
    putchar('\n');
    for (int i = 0; i < count; i++)
      if ((int)table[i].group == group) {
        char *name = *table[i].keys == '\0' ? g_strdup(table[i].id)
                                            : g_strdup_printf("%s (%s)", table[i].id, table[i].keys);
        item(name, lang_text(table[i].help));
        g_free(name);
      }
  }
}

static void print_tables(void)
{
  puts(".SH EXIT STATUS");
  for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
    char number[16];
    g_snprintf(number, sizeof number, "%d", statuses[i].status);
    item(number, statuses[i].meaning);
  }
  puts(".SH ENVIRONMENT");
  for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
    item(variables[i].name, variables[i].meaning);
  puts(".SH FILES");
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
    item(files[i].name, files[i].meaning);
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)cli, (void)argc, (void)argv, (void)error;
  lang_set(LANG_EN);
  puts(".\\\" Made by `toban manual`; change the tables of src/command/ instead.\n"
       ".TH TOBAN 1 \"\" \"toban " PACKAGE_VERSION "\" \"User Commands\"\n.SH NAME\n"
       "toban \\- console of a help desk that never closes\n.SH SYNOPSIS\n.B toban\n"
       "[\\fIOPTION\\fR]... [\\fICOMMAND\\fR ...]\n.SH DESCRIPTION\n"
       "Without a command,\n.B toban\nopens the console: the live queue of tickets, the clocks of all offices, the\n"
       "deadlines, the register of assets and the checked endpoints, in Japanese or English.\n"
       "Every command below does one thing of it for scripts.\n.SH OPTIONS");
  print_options(cli_global_options());
  print_options(console_options());
  puts(".SH COMMANDS");
  const struct cli_command *command;
  for (int i = 0; (command = cli_command_at(i)) != NULL; i++)
    print_command(command);
  print_actions();
  print_tables();
  return true;
}

const struct cli_command command_manual = {
    .name = "manual", .args = "", .summary = N_("prints the manual page (roff)"), .run = run};
