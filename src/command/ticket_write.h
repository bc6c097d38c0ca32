/* ticket_write.h: what the commands that write to tickets share: options, texts from standard input, the outcome. */
#ifndef COMMAND_TICKET_WRITE_H
#define COMMAND_TICKET_WRITE_H
#include "toban/cli.h"
#include "toban/command.h"

extern const char ticket_body_help[], ticket_once_help[], ticket_revision_help[], ticket_field_help[];
extern struct ticket_option { char *body, *once; gint64 revision; gboolean by_field; } ticket_option;
#define TICKET_BODY_OPTION \
  { \
    "body", 0, 0, G_OPTION_ARG_STRING, &ticket_option.body, ticket_body_help, "TEXT" \
  }
#define TICKET_ONCE_OPTION \
  { \
    "once", 0, 0, G_OPTION_ARG_STRING, &ticket_option.once, \
        ticket_once_help, "KEY" \
  }
#define TICKET_COMMON_OPTIONS \
  {"revision", 0, 0, G_OPTION_ARG_INT64, &ticket_option.revision, ticket_revision_help, \
   "N"}, \
      {"by-field", 0, 0, G_OPTION_ARG_NONE, &ticket_option.by_field, ticket_field_help, NULL}, \
      TICKET_ONCE_OPTION, \
  { \
    NULL \
  }

/* Sets event->body from --body; "-", there or in event->body, is standard input. */
bool ticket_take_body(struct ticket_event *event, GError **error);
bool ticket_check_once(GError **error);
/* Runs the command (it is taken) and tells what came of it; with `fresh` the key of the new ticket. */
bool ticket_carry_out(const struct cli *cli, struct db *db, struct command *take, bool fresh, GError **error);
/* The ticket in full, for commands that look before they write; snapshot_free(). */
struct ticket_view *ticket_look(struct db *db, const char *key, GError **error);
/* The text of a template for this ticket, in `lang`; g_free. NULL: TE_NOINPUT. */
char *ticket_reply_text(const struct reference *ref, const struct ticket *ticket, const char *id, enum lang lang,
                           const char *actor, GError **error);
/* The language of --language (NULL: the requester's); TE_USAGE. */
bool ticket_reply_lang(const struct ticket *ticket, const char *option, enum lang *out, GError **error);
#endif
