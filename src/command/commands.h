/* commands.h: the constants that the table of commands (commands.c) is made of, each in a file of its own. */
#ifndef COMMAND_COMMANDS_H
#define COMMAND_COMMANDS_H
#include "toban/cli.h"
#include "toban/sla_month.h"

/* commands.list names them: command_NAME. */
#define COMMAND(name) extern const struct cli_command command_##name;
#include "commands.list"
#undef COMMAND

/* The command that the words of argv name (as many as fit), and how many words that were. NULL: none. */
const struct cli_command *command_find(int argc, char **argv, int *words);
/* The month that --month names; TE_USAGE. */
bool sla_month_option(const char *text, struct sla_period *out, GError **error);
/* The kinds of data that go in and out: "KIND: offices ..." (g_free); TE_USAGE that names them. */
char *transfer_kinds(void);
bool transfer_check_kind(const char *kind, GError **error);
void help_overview(const char *family);                    /* NULL: all commands; else those that begin so */
void help_command(const struct cli_command *command);
/* The console (screen.c): its own options, and the exit status when it ends (-1 with an error). */
const GOptionEntry *console_options(void);
int console_start(const struct cli *cli, GError **error);
/* Writes the site of the public articles (knowledge_site.c). */
bool knowledge_publish_site(const struct cli *cli, const char *folder, GError **error);
/* "--size 132x43": an option as one writes it; newly allocated. */
char *option_text(const GOptionEntry *option);
#endif
