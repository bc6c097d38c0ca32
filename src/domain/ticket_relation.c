#include <string.h>

#include "toban/ticket_work.h"

static const struct { const char *id, *text; enum ticket_relation back; } relations[RELATIONS] = {
  {"parent", NC_("relation", "parent"), RELATION_CHILD},
  {"child", NC_("relation", "child"), RELATION_PARENT},
  {"related", NC_("relation", "related"), RELATION_RELATED},
  {"split-from", NC_("relation", "split from"), RELATION_SPLIT_TO},
  {"split-to", NC_("relation", "split off"), RELATION_SPLIT_FROM},
};

const char *ticket_relation_id(enum ticket_relation relation)
{
  return relations[relation].id;
}

const char *ticket_relation_text(enum ticket_relation relation)
{
  return lang_text_context(relations[relation].text);
}

bool ticket_relation_parse(const char *id, enum ticket_relation *out)
{
  for (int i = 0; id != NULL && i < RELATIONS; i++)
    if (strcmp(relations[i].id, id) == 0) {
      *out = (enum ticket_relation)i;
      return true;
    }
  return false;
}

enum ticket_relation ticket_relation_back(enum ticket_relation relation)
{
  return relations[relation].back;
}

void ticket_link_pair(const char *key, enum ticket_relation relation, const char *other, bool unlink,
                      struct ticket_event out[static 2])
{
  enum event_kind kind = unlink ? EVENT_UNLINKED : EVENT_LINKED;
  out[0] = (struct ticket_event){.ticket = key, .kind = kind, .channel = CHANNEL_NONE, .target = other,
                                 .reason = relations[relation].id};
  out[1] = (struct ticket_event){.ticket = other, .kind = kind, .channel = CHANNEL_NONE, .target = key,
                                 .reason = relations[relations[relation].back].id};
}
