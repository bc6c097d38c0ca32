#include "toban/asset.h"

#include <string.h>

#include "toban/lang.h"

static const struct { const char *id, *text; } fields[ASSET_FIELDS] = {
  [ASSET_TAG] = {"tag", NC_("column", "Tag")},
  [ASSET_KIND] = {"kind", NC_("column", "Kind")},
  [ASSET_HOST] = {"host", NC_("column", "Host")},
  [ASSET_SERIAL] = {"serial", NC_("column", "Serial")},
  [ASSET_USER] = {"user", NC_("column", "User")},
  [ASSET_OFFICE] = {"office", NC_("column", "Office")},
  [ASSET_DEPARTMENT] = {"department", NC_("column", "Department")},
  [ASSET_STATE] = {"state", NC_("column", "State")},
  [ASSET_BOUGHT] = {"bought_on", NC_("column", "Bought")},
  [ASSET_WARRANTY] = {"warranty_until", NC_("column", "Warranty")},
  [ASSET_RENEWAL] = {"renewal_on", NC_("column", "Renewal")},
  [ASSET_SUPPLIER] = {"supplier", NC_("column", "Supplier")},
  [ASSET_NOTE] = {"note", NC_("column", "Note")},
};

const char *asset_field_id(enum asset_field field)
{
  return fields[field].id;
}

const char *asset_field_text(enum asset_field field)
{
  return lang_text_context(fields[field].text);
}

bool asset_field_parse(const char *id, enum asset_field *out)
{
  for (int i = 0; i < ASSET_FIELDS; i++)
    if (strcmp(fields[i].id, id) == 0) {
      *out = (enum asset_field)i;
      return true;
    }
  return false;
}

bool asset_field_is_date(enum asset_field field)
{
  return field == ASSET_BOUGHT || field == ASSET_WARRANTY || field == ASSET_RENEWAL;
}

/* --- kinds and states ----------------------------------------------------------------------------------- */
struct word { const char *id, *text; bool hardware; };

static const struct word kinds[] = {
  {"pc", NC_("asset", "PC"), true},           {"server", NC_("asset", "server"), true},
  {"printer", NC_("asset", "printer"), true}, {"network", NC_("asset", "network"), true},
  {"router", NC_("asset", "router"), true},   {"phone", NC_("asset", "telephone"), true},
  {"medium", NC_("asset", "medium"), true},   {"software", NC_("asset", "software"), false},
  {"licence", NC_("asset", "licence"), false}, {"contract", NC_("asset", "contract"), false},
  {NULL, NULL, false},
};
static const struct word states[] = {
  {"in-use", NC_("asset", "in use"), false},    {"stock", NC_("asset", "in stock"), false},
  {"lent", NC_("asset", "lent"), false},        {"repair", NC_("asset", "in repair"), false},
  {"broken", NC_("asset", "broken"), false},    {"lost", NC_("asset", "lost"), false},
  {"retired", NC_("asset", "retired"), false},  {NULL, NULL, false},
};

static const struct word *find(const struct word *words, const char *id)
{
  for (; words->id != NULL; words++)
    if (strcmp(words->id, id) == 0)
      return words;
  return NULL;
}

static const char *text_of(const struct word *words, const char *id)
{
  const struct word *word = find(words, id);
  return word == NULL ? id : lang_text_context(word->text);
}

/* Words of either language: people's spreadsheets have the one that they read. */
static const char *id_of(const struct word *words, const char *text)
{
  for (; words->id != NULL; words++) {
    const char *english = strchr(words->text, '\004') + 1;
    if (strcmp(english, text) == 0 || strcmp(lang_text_in(LANG_JA, words->text), text) == 0)
      return words->id;
  }
  return text;
}

const char *asset_kind_text(const char *id)
{
  return text_of(kinds, id);
}

const char *asset_state_text(const char *id)
{
  return text_of(states, id);
}

const char *asset_kind_of(const char *word)
{
  return find(kinds, word) != NULL ? word : id_of(kinds, word);
}

const char *asset_state_of(const char *word)
{
  return find(states, word) != NULL ? word : id_of(states, word);
}

bool asset_kind_is_hardware(const char *id)
{
  const struct word *word = find(kinds, id);
  return word == NULL || word->hardware; /* a kind of one's own is a thing */
}

const char *asset_kind_at(int index)
{
  return index >= 0 && index < (int)(sizeof kinds / sizeof *kinds) ? kinds[index].id : NULL;
}

const char *asset_state_at(int index)
{
  return index >= 0 && index < (int)(sizeof states / sizeof *states) ? states[index].id : NULL;
}

/* --- relations -------------------------------------------------------------------------------------------- */
static const struct word relations[] = {
  {"runs-on", NC_("relation", "runs on"), false},
  {"connected-to", NC_("relation", "connected to"), false},
  {"part-of", NC_("relation", "part of"), false},
  {NULL, NULL, false},
};
static const struct word backwards[] = {
  {"runs-on", NC_("relation", "runs here"), false},
  {"connected-to", NC_("relation", "connected to"), false},
  {"part-of", NC_("relation", "has the part"), false},
  {NULL, NULL, false},
};

const char *asset_relation_at(int index)
{
  return index >= 0 && index < (int)(sizeof relations / sizeof *relations) ? relations[index].id : NULL;
}

const char *asset_relation_text(const char *id)
{
  return text_of(relations, id);
}

const char *asset_relation_back_text(const char *id)
{
  return text_of(backwards, id);
}
