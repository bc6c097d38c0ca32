/* Notes for everybody and for one: the board, mentions; changing the fields of a ticket. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "table.h"
#include "together.h"
#include "toban/board.h"

static void act_mentions(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_MENTION, effects);
}

static void act_board(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_BOARD, effects);
}

/* "words // 11/30": behind the last // stands when it ends. */
static void act_post(struct model *model, const char *arg, struct effects *effects)
{
  utc_t until = UTC_NONE;
  GError *error = NULL;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "post ");
    return;
  }
  const char *mark = g_strrstr(arg, " // ");
  char *text = g_strstrip(mark == NULL ? g_strdup(arg) : g_strndup(arg, (gsize)(mark - arg)));
  char *end = mark == NULL ? NULL : g_strstrip(g_strdup(mark + strlen(" // ")));
  if (end != NULL && !board_until(end, model->now, &until, &error)) {
    char *line = g_strconcat("post ", arg, NULL);
    draft_put(model, DRAFT_COMMAND "~post", line, effects); /* no typed word is lost */
    model_say(model, ROLE_BAD, _("%s (your text is kept: D)"), error->message);
    g_free(line);
  } else {
    model_send(model, board_post(model->actor, model->now, text, until, false),
               &(struct pending){.done = N_("note %s is on the board")}, effects);
  }
  g_clear_error(&error);
  g_free(end);
  g_free(text);
}

static void take(struct model *model, enum board_step step, const char *done, struct effects *effects)
{
  const struct board_note *note = table_current(model, PANE_BOARD);
  if (note != NULL)
    model_send(model, board_take(model->actor, model->now, step, note->number), &(struct pending){.done = done},
               effects);
}

static void act_pin(struct model *model, const char *arg, struct effects *effects)
{
  const struct board_note *note = table_current(model, PANE_BOARD);
  (void)arg;
  if (note != NULL && note->pinned)
    take(model, BOARD_UNPIN, N_("note %s is no longer pinned"), effects);
  else
    take(model, BOARD_PIN, N_("note %s is pinned"), effects);
}

static void act_note_done(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  take(model, BOARD_DONE, N_("note %s is done"), effects);
}

/* --- fields of a ticket ------------------------------------------------------------------------------------ */
enum { SETTABLE = FIELD_OF_PRIORITY + 1 };

static void field_chosen(struct model *model, const char *value, struct effects *effects)
{
  (void)effects;
  char *line = g_strdup_printf("set %s", value);
  menu_close(model);
  line_open(model, LINE_COMMAND, line);
  g_free(line);
}

/* Each item is the line that is edited then: the field and its present value. */
static void ask_field(struct model *model, const struct ticket *ticket)
{
  char priority[8], *title = g_strdup_printf(_("Change what of %s?"), ticket->key);
  g_snprintf(priority, sizeof priority, "%d", ticket->priority);
  const char *const now[SETTABLE] = {
    [FIELD_OF_TITLE] = ticket->title, [FIELD_OF_CATEGORY] = ticket->category, [FIELD_OF_OFFICE] = ticket->office,
    [FIELD_OF_CHANNEL] = ticket->channel == CHANNEL_NONE ? NULL : channel_id(ticket->channel),
    [FIELD_OF_PRIORITY] = priority};
  struct menu *menu = menu_open(model, title, field_chosen);
  for (int field = 0; field < SETTABLE; field++) {
    char *line = g_strdup_printf("%s %s", ticket_field_id((enum ticket_field)field),
                                 now[field] == NULL ? "" : now[field]);
    g_autoptr(GString) label = g_string_new(ticket_field_text((enum ticket_field)field));
    g_string_append(label, ": ");
    if (now[field] == NULL)
      g_string_append_c(label, '-');
    else
      field_value_text(model, (enum ticket_field)field, now[field], label);
    menu_add(menu, line, label->str);
    g_free(line);
  }
  menu_ready(model, false);
  g_free(title);
}

static bool fill(struct ticket_event *event, enum ticket_field field, const char *value)
{
  switch (field) {
  case FIELD_OF_TITLE: event->title = value; return true;
  case FIELD_OF_CATEGORY: event->category = value; return true;
  case FIELD_OF_OFFICE: event->office = value; return true;
  case FIELD_OF_CHANNEL: return channel_parse(value, &event->channel);
  case FIELD_OF_PRIORITY:
    event->priority = *value - '0';
    return strlen(value) == 1 && event->priority >= 1 && event->priority <= 4;
  default: return false;
  }
}

static void act_set(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  struct ticket_event event = {.ticket = ticket->key, .at = model->now, .by = model->actor, .kind = EVENT_CHANGED,
                               .channel = CHANNEL_NONE};
  enum ticket_field field;
  if (arg == NULL) {
    ask_field(model, ticket);
    return;
  }
  char **word = g_strsplit(arg, " ", 2);
  const char *value = word[1] == NULL ? "" : g_strstrip(word[1]);
  if (ticket_field_parse(word[0], &field) && *value != '\0' && fill(&event, field, value))
    model_tell(model, &event, ticket->revision, N_("%s: changed"), NULL, effects);
  else
    model_say(model, ROLE_BAD, "%s",
              _("set FIELD VALUE: title, category (5.1), office (number), channel (phone), priority (1 to 4)"));
  g_strfreev(word);
}

static const struct action rows[] = {
  {"mentions", "@", NC_("action", "to me"), N_("notes that speak to you (@login)"), GROUP_DESK, .run = act_mentions},
  {"board", "B", NC_("action", "board"), N_("the desk's notes for everybody on duty"), GROUP_DESK, .foot = 25,
   .run = act_board},
  {"post", "", NC_("action", "post"), N_("put a note on the board: words // until (18:00, 11/30, +3d)"), GROUP_DESK,
   .arg = ARG_TEXT, .run = act_post, .right = RIGHT_BOARD},
  {"post-here", "+", NC_("action", "post"), N_("put a note on the board"), GROUP_DESK, PANE_BIT(PANE_BOARD), 0, 0,
   ARG_TEXT, -1, act_post, RIGHT_BOARD},
  {"pin", "p", NC_("action", "pin"), N_("pin the note to the top, or no longer"), GROUP_DESK, PANE_BIT(PANE_BOARD),
   NEED_ROWS, 0, ARG_NONE, -2, act_pin, RIGHT_BOARD},
  {"note-done", "x", NC_("action", "done"), N_("the note is done"), GROUP_DESK, PANE_BIT(PANE_BOARD), NEED_ROWS, 0,
   ARG_NONE, -3, act_note_done, RIGHT_BOARD},
  {"set", "i", NC_("action", "fields"), N_("change the title, category, office, channel or priority"), GROUP_TICKET,
   TICKETS, NEED_TICKET | NEED_OPEN, 0, ARG_TEXT, 0, act_set, RIGHT_TICKET_CHANGE},
};
const struct action_part actions_together = {rows, (int)G_N_ELEMENTS(rows)};
