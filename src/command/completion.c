/* toban completion: words for bash, from the tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/lang.h"

static void print_options(const GOptionEntry *options)
{
  for (; options != NULL && options->long_name != NULL; options++)
    printf(" --%s", options->long_name);
}

/* Words that may follow `family` ("" or "ticket"): the next word of each command that begins so. */
static void print_words(const char *family)
{
  const struct cli_command *command;
  char last[64] = "";
  size_t length = strlen(family);
  for (int i = 0; (command = cli_command_at(i)) != NULL; i++) {
    const char *name = command->name;
    if (length > 0 && (strncmp(name, family, length) != 0 || name[length] != ' '))
      continue;
    const char *word = name + length + (length > 0);
    char next[64];
    g_strlcpy(next, word, MIN(sizeof next, strcspn(word, " ") + 1));
    if (strcmp(next, last) != 0)
      printf(" %s", next);
    g_strlcpy(last, next, sizeof last);
  }
}

static void print_case(const struct cli_command *command)
{
  printf("    '%s') words='", command->name);
  print_options(command->options);
  puts("' ;;");
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)cli, (void)argc, (void)argv, (void)error;
  const struct cli_command *command;
  puts("# bash completion of toban: eval \"$(toban completion)\"\n_toban()\n{\n"
       "  local cur=${COMP_WORDS[COMP_CWORD]} path= words= word\n"
       "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
       "    case $word in -*) ;; *) path=${path:+$path }$word ;; esac\n  done\n  case $path in");
  fputs("    '') words='", stdout);
  print_words("");
  puts("' ;;");
  char family[64] = "";
  for (int i = 0; (command = cli_command_at(i)) != NULL; i++) {
    const char *blank = strchr(command->name, ' ');
    print_case(command);
    if (blank == NULL || strncmp(family, command->name, (size_t)(blank - command->name) + 1) == 0)
      continue;
    g_strlcpy(family, command->name, MIN(sizeof family, (size_t)(blank - command->name) + 1));
    printf("    '%s') words='", family);
    print_words(family);
    puts("' ;;");
    g_strlcat(family, " ", sizeof family);
  }
  fputs("  esac\n  words+='", stdout);
  print_options(cli_global_options());
  puts("'\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
       "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n}\n"
       "complete -o filenames -F _toban toban");
  return true;
}

const struct cli_command command_completion = {
    .name = "completion", .args = "", .run = run, .summary = N_("prints the completion of these commands for bash")};
