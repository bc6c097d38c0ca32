#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { NAME_COLUMNS = 30 };

static void print_pair(const char *name, const char *text)
{
  int pad = NAME_COLUMNS - text_width(name);
  if (pad > 0)
    printf("  %s%*s%s\n", name, pad, "", text);
  else
    printf("  %s\n  %*s%s\n", name, NAME_COLUMNS, "", text);
}

char *option_text(const GOptionEntry *option)
{
  GString *text = g_string_new(NULL);
  if (option->short_name != '\0')
    g_string_append_printf(text, "-%c, ", option->short_name);
  g_string_append_printf(text, "--%s", option->long_name);
  if (option->arg_description != NULL)
    g_string_append_printf(text, " %s", option->arg_description);
  return g_string_free(text, FALSE);
}

static void print_options(const GOptionEntry *options)
{
  for (; options != NULL && options->long_name != NULL; options++) {
    if (options->flags & G_OPTION_FLAG_HIDDEN)
      continue;
    char *text = option_text(options);
    print_pair(text, lang_text(options->description));
    g_free(text);
  }
}

void help_overview(const char *family)
{
  printf("%s toban [%s] [%s]\n", _("Usage:"), _("OPTION..."), _("COMMAND ..."));
  if (family == NULL)
    printf("%s\n", _("Without a command: the console of the help desk."));
  printf("\n%s\n", _("Commands:"));
  const struct cli_command *command;
  for (int i = 0; (command = cli_command_at(i)) != NULL; i++) {
    size_t length = family == NULL ? 0 : strlen(family);
    if (family != NULL && (strncmp(command->name, family, length) != 0 || command->name[length] != ' '))
      continue;
    char *name = g_strconcat(command->name, *command->args == '\0' ? "" : " ", command->args, NULL);
    print_pair(name, lang_text(command->summary));
    g_free(name);
  }
  printf("\n%s\n", _("Options:"));
  print_options(cli_global_options());
  print_options(console_options());
  printf("\n%s\n", _("“toban COMMAND --help” tells more about one; “man toban” about all."));
}

void help_command(const struct cli_command *command)
{
  printf("%s toban %s%s%s%s\n%s\n", _("Usage:"), command->name,
         command->options == NULL && !command->wants_json ? "" : _(" [OPTION...]"), *command->args == '\0' ? "" : " ",
         command->args, lang_text(command->summary));
  if (command->values != NULL) {
    char *values = command->values();
    printf("\n%s\n", values);
    g_free(values);
  }
  if (command->detail != NULL)
    printf("\n%s\n", lang_text(command->detail));
  if (command->options != NULL) {
    printf("\n%s\n", _("Options of this command:"));
    print_options(command->options);
  }
  printf("\n%s\n", _("Options:"));
  print_options(cli_global_options());
}
