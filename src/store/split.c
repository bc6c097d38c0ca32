#include "toban/split.h"

#include "toban/ticket_work.h"

static void append_words(GString *out, const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  if (out->len > 0)
    g_string_append(out, "\n\n");
  g_string_append(out, words);
}

struct command *command_split(const char *actor, utc_t at, int64_t revision, const struct split *split)
{
  const struct ticket *from = split->from;
  struct ticket_event pair[2];
  GString *words = g_string_new(NULL);
  utc_t received_at = at;
  for (int i = 0; i < split->events; i++) {
    received_at = MIN(received_at, split->event[i]->at);
    append_words(words, split->event[i]->body);
  }
  append_words(words, split->body);
  struct ticket_event received = {.at = received_at, .kind = EVENT_RECEIVED, .channel = from->channel,
                                  .priority = from->priority, .category = from->category, .office = from->office,
                                  .title = split->title, .requester = from->requester, .lang = from->lang,
                                  .body = words->len == 0 ? NULL : words->str};
  struct command *command = command_ticket(actor, at, 0, &received);
  ticket_link_pair(from->key, RELATION_SPLIT_TO, COMMAND_NEW, false, pair);
  command_ticket_add(command, revision, &pair[0]);
  command_ticket_add(command, 0, &pair[1]);
  g_string_free(words, TRUE);
  return command;
}
