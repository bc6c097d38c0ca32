#include "commands.h"

#include <string.h>

#include "toban/lang.h"

static const struct cli_command *const table[] = {
#define COMMAND(name) &command_##name,
#include "commands.list"
#undef COMMAND
};

const struct cli_command *cli_command_at(int index)
{
  return index >= 0 && index < (int)G_N_ELEMENTS(table) ? table[index] : NULL;
}

/* How many words of argv the name takes: 0 when it is another command. */
static int words_of(const char *name, int argc, char **argv)
{
  int words = 0;
  for (const char *at = name; *at != '\0'; words++) {
    size_t length = strcspn(at, " ");
    if (words == argc || strlen(argv[words]) != length || strncmp(argv[words], at, length) != 0)
      return 0;
    at += length + (at[length] == ' ');
  }
  return words;
}

const struct cli_command *command_find(int argc, char **argv, int *words)
{
  const struct cli_command *best = NULL;
  *words = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    int fit = words_of(table[i]->name, argc, argv);
    if (fit > *words) {
      *words = fit;
      best = table[i];
    }
  }
  return best;
}
