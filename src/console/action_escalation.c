/* Escalating a ticket, and what came of it. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "table.h"
#include "toban/escalation_store.h"
#include "toban/summary.h"
#include "toban/text.h"

enum { CALL_AGAIN_S = 600 };

/* --- escalating --------------------------------------------------------------------------------------------- */
static const struct calendar *hours_of(const struct model *model)
{
  return model_calendar(model, REACH_CALENDAR);
}

/* "電話  情報システム課 電話窓口  18:00まで" or "... 水 9:00から": which way, who, until or from when. */
static void append_choice(const struct model *model, const struct contact *contact, GString *out)
{
  enum { WAY = 11, HOURS = 31, AROUND = 11 };         /* of the label; of the menu and between */
  struct reach_now now = reach_at(contact->via, hours_of(model), model->now);
  const char *name = contact->name[lang_get()];
  char time[16], date[64];
  utc_t at = now.open ? now.closes_at : now.opens_at;
  text_fit(out, reach_text(contact->via), WAY, false);
  g_string_append(out, "  ");
  text_fit(out, *name == '\0' ? contact->id : name, CLAMP(model->place.body.w - WAY - HOURS - AROUND, 8, 40), false);
  if (at != UTC_NONE) {
    int offset = zone_offset(zone_tokyo(), at);
    time_text(at, offset, false, time, sizeof time);
    date_text(at, offset, DATE_SHORT, date, sizeof date);
    g_string_append_printf(out, now.open ? _("  open until %s %s") : _("  closed until %s %s"), date, time);
  } else if (!now.open) {
    g_string_append(out, _("  closed"));
  }
}

/* The summary is made from what the ticket pane has: it is read when the ticket is opened. */
static bool summary_of(const struct model *model, const char *key, enum lang lang, char **subject, char **text)
{
  if (model->ticket == NULL || model->ref == NULL || strcmp(model->ticket->t.key, key) != 0)
    return false;
  struct summary_source source = {.ticket = &model->ticket->t, .clock = model->ticket->clock,
                                  .event = model->ticket->event, .events = model->ticket->events, .ref = model->ref,
                                  .now = model->now};
  *text = ticket_summary(&source, 1u << lang);
  *subject = ticket_summary_subject(&source, lang);
  return true;
}

static void send_to(struct model *model, const char *key, const struct contact *contact, enum lang lang,
                 const char *reason, struct effects *effects)
{
  char *subject = NULL, *text = NULL;
  struct pending pending = {.done = N_("%s: escalated")};
  if (!summary_of(model, key, lang, &subject, &text)) {
    model_say(model, ROLE_QUIET, "%s", _("the ticket is still being read: press E again"));
    return;
  }
  struct escalation_order order = {.ticket = key, .contact = contact, .lang = lang, .subject = subject, .text = text,
                                   .reason = reason};
  g_strlcpy(pending.ticket, key, sizeof pending.ticket);
  model_send(model, escalate(model->actor, model->now, model->ticket->t.revision, &model->ticket->t, &order), &pending,
             effects);
  g_free(subject);
  g_free(text);
}

/* value: "CONTACT LANG". A closed way asks for words first. */
static void language_chosen(struct model *model, const char *value, struct effects *effects)
{
  char **word = g_strsplit(value, " ", 2), key[32];
  const struct contact *contact = escalation_contact(model->ref->book, word[0]);
  enum lang lang = LANG_JA;
  g_strlcpy(key, model->menu->ticket, sizeof key);
  lang_parse(word[1], &lang);
  bool open = contact != NULL && reach_at(contact->via, hours_of(model), model->now).open;
  if (open) {
    send_to(model, key, contact, lang, NULL, effects);
  } else if (contact != NULL) {
    char *line = g_strdup_printf("escalate %s %s ", word[0], word[1]);
    menu_close(model);
    line_open(model, LINE_COMMAND, line);
    model_say(model, ROLE_SOON, "%s", _("It is closed now: add the reason why it is taken nonetheless"));
    g_free(line);
  }
  g_strfreev(word);
}

static void contact_chosen(struct model *model, const char *value, struct effects *effects)
{
  (void)effects;
  char key[32], *id = g_strdup(value);
  g_strlcpy(key, model->menu->ticket, sizeof key);
  struct menu *menu = menu_open(model, _("In which language?"), language_chosen);
  g_strlcpy(menu->ticket, key, sizeof menu->ticket);
  for (int i = 0; i < LANG_COUNT; i++) {
    char *words = g_strdup_printf("%s %s", id, lang_id((enum lang)i));
    menu_add(menu, words, i == LANG_JA ? _("Japanese") : _("English"));
    g_free(words);
  }
  menu_ready(model, false);
  g_free(id);
}

/* Contacts in the order in which somebody is reached soonest. */
static void add_contacts(const struct model *model, struct menu *menu)
{
  enum reach order[REACHES];
  const struct escalation_book *book = model->ref->book;
  reach_order(hours_of(model), model->now, order);
  for (int i = 0; i < REACHES; i++)
    for (int j = 0; j < book->contacts; j++)
      if (book->contact[j].via == order[i]) {
        g_autoptr(GString) label = g_string_new(NULL);
        append_choice(model, &book->contact[j], label);
        menu_add(menu, book->contact[j].id, label->str);
      }
}

/* "CONTACT LANG REASON", as the menus build it. */
static void escalate_line(struct model *model, const char *key, const char *arg, struct effects *effects)
{
  char **word = g_strsplit(arg, " ", 3);
  const struct contact *contact = escalation_contact(model->ref->book, word[0]);
  enum lang lang = lang_get();
  bool language = word[0] != NULL && word[1] != NULL && lang_parse(word[1], &lang);
  const char *reason = language ? word[2] : NULL;
  if (contact == NULL)
    model_say(model, ROLE_BAD, _("there is no contact “%s”"), word[0] == NULL ? "" : word[0]);
  else
    send_to(model, key, contact, lang, reason == NULL ? NULL : g_strstrip(word[2]), effects);
  g_strfreev(word);
}

static void act_escalate(struct model *model, const char *arg, struct effects *effects)
{
  char key[32];
  g_strlcpy(key, model_subject(model)->key, sizeof key);
  if (model->ref == NULL || model->ref->book->contacts == 0) {
    model_say(model, ROLE_BAD, "%s", _("nobody is named to escalate to: toban import contacts FILE"));
    return;
  }
  if (model->focus != PANE_TICKET)
    model_open(model, key, effects); /* for the summary */
  if (arg != NULL) {
    escalate_line(model, key, arg, effects);
    return;
  }
  char *title = g_strdup_printf(_("Escalate %s to"), key);
  struct menu *menu = menu_open(model, title, contact_chosen);
  menu->info = g_strdup(_("Who is reached soonest comes first. The summary of the ticket goes along."));
  g_strlcpy(menu->ticket, key, sizeof menu->ticket);
  add_contacts(model, menu);
  menu_ready(model, false);
  g_free(title);
}

/* --- the pane ----------------------------------------------------------------------------------------------- */
static void act_escalations(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_ESCALATION, effects);
}

static void step(struct model *model, enum escalation_step what, const char *words, utc_t next, const char *done,
                 struct effects *effects)
{
  const struct escalation_row *row = table_current(model, PANE_ESCALATION);
  struct pending pending = {.done = done};
  if (row == NULL)
    return;
  g_strlcpy(pending.ticket, row->ticket, sizeof pending.ticket);
  model_send(model, escalation_step(model->actor, model->now, row->number, what, words, next), &pending, effects);
}

static void act_acknowledged(struct model *model, const char *arg, struct effects *effects)
{
  step(model, STEP_ACKNOWLEDGED, arg == NULL ? "" : arg, UTC_NONE, N_("%s: acknowledged"), effects);
}

static void act_answered(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "answered ");
  else
    step(model, STEP_ANSWERED, arg, UTC_NONE, N_("%s: the answer is written down"), effects);
}

static void act_called(struct model *model, const char *arg, struct effects *effects)
{
  step(model, STEP_CALLED, arg == NULL ? _("nobody was reached") : arg, model->now + CALL_AGAIN_S,
       N_("%s: call again in 10 minutes"), effects);
}

static void act_end_escalation(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "end-escalation ");
  else
    step(model, STEP_ENDED, arg, UTC_NONE, N_("%s: the escalation is over"), effects);
}

static void act_resend(struct model *model, const char *arg, struct effects *effects)
{
  const struct escalation_row *row = table_current(model, PANE_ESCALATION);
  struct pending pending = {.done = N_("%s: it is sent again")};
  (void)arg;
  if (row == NULL || !row->has_message)
    return;
  g_strlcpy(pending.ticket, row->ticket, sizeof pending.ticket);
  model_send(model, outbox_retry(model->actor, model->now, row->message.key), &pending, effects);
}

#define HERE PANE_BIT(PANE_ESCALATION)
static const struct action rows[] = {
  {"escalate", "E", NC_("action", "escalate"), N_("escalate to the information systems section"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, 0, ARG_TEXT, 10, act_escalate, RIGHT_ESCALATE},
  {"escalations", "!", NC_("action", "escalations"), N_("what was escalated, and what came of it"), GROUP_DESK,
   .foot = 27, .run = act_escalations},
  {"answered", "a", NC_("action", "answered"), N_("what the other side said"), GROUP_DESK, HERE, NEED_ROWS, 0, ARG_TEXT,
   -2, act_answered, RIGHT_ESCALATE},
  {"acknowledge", "y", NC_("action", "acknowledged"), N_("somebody has taken it: the rule goes no further"), GROUP_DESK,
   HERE, NEED_ROWS, 0, ARG_TEXT, -3, act_acknowledged, RIGHT_ESCALATE},
  {"called", "c", NC_("action", "not reached"), N_("called, and nobody was reached: again in 10 minutes"), GROUP_DESK,
   HERE, NEED_ROWS, 0, ARG_TEXT, -4, act_called, RIGHT_ESCALATE},
  {"resend", "r", NC_("action", "send again"), N_("try the message again now"), GROUP_DESK, HERE, NEED_ROWS, 0,
   ARG_NONE, -5, act_resend, RIGHT_ESCALATE},
  {"end-escalation", "x", NC_("action", "end"), N_("it is over without an answer, and why"), GROUP_DESK, HERE,
   NEED_ROWS, 0, ARG_TEXT, -6, act_end_escalation, RIGHT_ESCALATE},
};
const struct action_part actions_escalation = {rows, (int)G_N_ELEMENTS(rows)};
