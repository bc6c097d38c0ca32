#include "toban/asset.h"

#include <string.h>

#include "toban/lang.h"

struct word { const char *id, *text; };

static const struct word kinds[] = {
  {"pc", NC_("asset", "PC")},           {"server", NC_("asset", "server")},   {"printer", NC_("asset", "printer")},
  {"network", NC_("asset", "network")}, {"router", NC_("asset", "router")},   {"phone", NC_("asset", "telephone")},
  {"medium", NC_("asset", "medium")},   {"software", NC_("asset", "software")}, {NULL, NULL},
};
static const struct word states[] = {
  {"in-use", NC_("asset", "in use")},   {"stock", NC_("asset", "in stock")},  {"lent", NC_("asset", "lent")},
  {"repair", NC_("asset", "in repair")}, {"broken", NC_("asset", "broken")},  {"lost", NC_("asset", "lost")},
  {"retired", NC_("asset", "retired")}, {NULL, NULL},
};

static const char *find(const struct word *words, const char *id)
{
  for (const struct word *word = words; word->id != NULL; word++)
    if (strcmp(word->id, id) == 0)
      return lang_text_context(word->text);
  return id;
}

const char *asset_kind_text(const char *id)
{
  return find(kinds, id);
}

const char *asset_state_text(const char *id)
{
  return find(states, id);
}
