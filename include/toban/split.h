/* split.h: a new ticket out of a part of another one, in one command. */
#ifndef TOBAN_SPLIT_H
#define TOBAN_SPLIT_H
#include "toban/command.h"

struct split {
  const struct ticket *from;
  const struct ticket_event *const *event; int events;       /* whose words go along; may be none */
  const char *title, *body;                                  /* of the new ticket; body: more words, or NULL */
};
/* The new ticket has the channel, priority, category, office, requester and language of the other, was received when
 * the first of the chosen events happened (none: now), and begins with their words. Both tickets name each other. */
struct command *command_split(const char *actor, utc_t at, int64_t revision, const struct split *split);
#endif
