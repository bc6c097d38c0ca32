/* Work on a ticket: each of these is one event, sent with the revision that the operator saw. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "names.h"
#include "what_if.h"
#include "work.h"

static void assign(struct model *model, const char *key, int64_t revision, const char *to, const char *done,
                   struct effects *effects)
{
  struct ticket_event event = {.ticket = key, .at = model->now, .by = model->actor, .kind = EVENT_ASSIGNED,
                               .channel = CHANNEL_NONE, .target = to};
  model_tell(model, &event, revision, done, NULL, effects);
}

static void change_state(struct model *model, const char *key, int64_t revision, enum ticket_state to,
                         struct effects *effects)
{
  static const char *const done[TICKET_STATES] = {
    [TICKET_NEW] = NULL,
    [TICKET_OPEN] = N_("%s: being worked on"),
    [TICKET_WAITING_USER] = N_("%s: waits for the user"),
    [TICKET_WAITING_VENDOR] = N_("%s: waits for a vendor"),
    [TICKET_ESCALATED] = N_("%s: escalated"),
    [TICKET_RESOLVED] = N_("%s: resolved"),
    [TICKET_CLOSED] = N_("%s: closed"),
  };
  struct ticket_event event = {.ticket = key, .at = model->now, .by = model->actor, .kind = EVENT_STATE,
                               .channel = CHANNEL_NONE, .target = ticket_state_id(to)};
  model_tell(model, &event, revision, done[to], NULL, effects);
}

static void act_take(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  (void)arg;
  assign(model, ticket->key, ticket->revision, model->actor, N_("%s: yours now"), effects);
}

static void operator_chosen(struct model *model, const char *value, struct effects *effects)
{
  const struct menu *menu = model->menu;
  assign(model, menu->ticket, menu->revision, *value == '\0' ? NULL : value, N_("%s: assigned"), effects);
}

static void act_assign(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (arg != NULL) {
    assign(model, ticket->key, ticket->revision, arg, N_("%s: assigned"), effects);
    return;
  }
  char *title = g_strdup_printf(_("Assign %s"), ticket->key);
  struct menu *menu = menu_open(model, title, operator_chosen);
  for (int i = 0; model->ref != NULL && i < model->ref->operators; i++) {
    const struct operator_ *person = &model->ref->operator_[i];
    char *label = g_strdup_printf("%s  %s  %s  %s", operator_name(person), person->login, site_short(person->site),
                                  person->languages);
    menu_add(menu, person->login, label);
    g_free(label);
  }
  menu_add(menu, "", _("nobody"));
  menu_ready(model, true);
  g_free(title);
}

static void edit(struct model *model, enum edit_kind kind, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  char *key = g_strdup(ticket->key);
  editor_open(model, kind, key, ticket->revision, effects);
  g_free(key);
}

static void act_answer(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  edit(model, EDIT_ANSWER, effects);
}

static void act_note(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  edit(model, EDIT_NOTE, effects);
}

/* --- states --------------------------------------------------------------------------------------- */
static void state_chosen(struct model *model, const char *value, struct effects *effects)
{
  enum ticket_state state;
  if (ticket_state_parse(value, &state))
    change_state(model, model->menu->ticket, model->menu->revision, state, effects);
}

/* A box with the states of `bits` that the ticket may take now. */
static void ask_state(struct model *model, const char *title_format, unsigned bits, char *take_info)
{
  const struct ticket *ticket = model_subject(model);
  unsigned next = ticket_next_states(ticket) & bits;
  char **part = g_strsplit(title_format, "%s", 2), *title = g_strjoinv(ticket->key, part);
  struct menu *menu = menu_open(model, title, state_chosen);
  menu->info = take_info;
  for (int state = 0; state < TICKET_STATES; state++)
    if (next & (1u << state))
      menu_add(menu, ticket_state_id((enum ticket_state)state), ticket_state_text((enum ticket_state)state));
  menu_ready(model, false);
  g_free(title);
  g_strfreev(part);
}

static const struct sla_clock *subject_clocks(const struct model *model)
{
  return model->focus == PANE_TICKET ? model->ticket->clock : queue_current(model)->clock;
}

/* --- hold: for whom, until when, why ------------------------------------------------------------------- */
static void hold(struct model *model, const char *key, int64_t revision, const char *office, const char *to,
                 const char *until, struct effects *effects)
{
  struct plan_step step = {.kind = EVENT_STATE};
  g_strlcpy(step.target, to, sizeof step.target);
  if (*until == '\0' || when_read(model, office, until, &step.until))
    editor_open_for(model, EDIT_HOLD, key, revision, &step, effects);
}

static void until_chosen(struct model *model, const char *value, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  struct menu *menu = model->menu;
  char *key = g_strdup(menu->ticket), *to = g_strdup(menu->note);
  int64_t revision = menu->revision;
  menu_close(model);
  if (strcmp(value, "?") == 0) {
    char *line = g_strdup_printf("hold %s ", strcmp(to, "waiting-user") == 0 ? "user" : "vendor");
    line_open(model, LINE_COMMAND, line);
    g_free(line);
  } else
    hold(model, key, revision, ticket == NULL ? NULL : ticket->office, to, value, effects);
  g_free(key);
  g_free(to);
}

static void waits_for(struct model *model, const char *value, struct effects *effects)
{
  char key[32], to[32];
  int64_t revision = model->menu->revision;
  (void)effects;
  g_strlcpy(key, model->menu->ticket, sizeof key);
  g_strlcpy(to, value, sizeof to);
  when_menu(model, _("When is work on %s expected to resume?"), key, revision, true, "?", until_chosen);
  g_strlcpy(model->menu->note, to, sizeof model->menu->note);
}

static void act_hold(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  unsigned bits = (1u << TICKET_WAITING_USER | 1u << TICKET_WAITING_VENDOR) & ticket_next_states(ticket);
  if (arg == NULL) {
    ask_state(model, _("What does %s wait for?"), bits, what_if_text(model, ticket, subject_clocks(model), bits));
    model->menu->chosen = waits_for;
    return;
  }
  size_t word = strcspn(arg, " ");
  bool user = word == 4 && strncmp(arg, "user", word) == 0, vendor = word == 6 && strncmp(arg, "vendor", word) == 0;
  if (!user && !vendor) {
    model_say(model, ROLE_BAD, "%s", _("write: hold user or hold vendor, then until when"));
    return;
  }
  char *key = g_strdup(ticket->key), *until = g_strstrip(g_strdup(arg + word));
  hold(model, key, ticket->revision, ticket->office,
       ticket_state_id(user ? TICKET_WAITING_USER : TICKET_WAITING_VENDOR), until, effects);
  g_free(until);
  g_free(key);
}

static void act_resume(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  (void)arg;
  change_state(model, ticket->key, ticket->revision, TICKET_OPEN, effects);
}

static void act_reopen(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  ask_state(model, _("Reopen %s as"), 1u << TICKET_OPEN | 1u << TICKET_WAITING_USER | 1u << TICKET_WAITING_VENDOR,
            NULL);
}

/* --- resolve, with its cause ------------------------------------------------------------------------------ */
static void resolve(struct model *model, const char *key, int64_t revision, const char *cause,
                    struct effects *effects)
{
  struct ticket_event event = {.ticket = key, .at = model->now, .by = model->actor, .kind = EVENT_STATE,
                               .channel = CHANNEL_NONE, .target = ticket_state_id(TICKET_RESOLVED), .reason = cause};
  model_tell(model, &event, revision, N_("%s: resolved"), NULL, effects);
}

static void cause_chosen(struct model *model, const char *value, struct effects *effects)
{
  resolve(model, model->menu->ticket, model->menu->revision, value, effects);
}

static void act_resolve(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  const struct reference *ref = model->ref;
  if (arg != NULL) {
    resolve(model, ticket->key, ticket->revision, arg, effects);
    return;
  }
  char *info = g_strdup_printf("%s\n%s", ticket->title, ticket->answered_at == UTC_NONE
                                 ? _("No answer to the requester is written down yet.") : "");
  if (ref == NULL || ref->causes == 0) {
    ask_state(model, _("Resolve %s?"), 1u << TICKET_RESOLVED, g_strchomp(info));
    return;
  }
  struct menu *menu = work_menu(model, _("Resolve %s: what was the cause?"), ticket->key, ticket->revision,
                                cause_chosen);
  menu->info = g_strchomp(info);
  for (int i = 0; i < ref->causes; i++)
    menu_add(menu, ref->cause[i].code, reference_name(ref->cause[i].name));
  menu_ready(model, true);
}

/* --- hand over to the section in charge ---------------------------------------------------------------------- */
static void section_chosen(struct model *model, const char *value, struct effects *effects)
{
  struct plan_step step = {.kind = EVENT_HANDED_OVER};
  char *key = g_strdup(model->menu->ticket);
  int64_t revision = model->menu->revision;
  g_strlcpy(step.target, value, sizeof step.target);
  menu_close(model);
  editor_open_for(model, EDIT_HANDOVER, key, revision, &step, effects);
  g_free(key);
}

static void act_handover(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  const struct reference *ref = model->ref;
  (void)arg, (void)effects;
  if (ref == NULL || ref->sections == 0) {
    model_say(model, ROLE_BAD, "%s", _("no section is known: toban import sections FILE"));
    return;
  }
  struct menu *menu = work_menu(model, _("Hand %s over to"), ticket->key, ticket->revision, section_chosen);
  for (int i = 0; i < ref->sections; i++) {
    const struct section *section = &ref->section[i];
    char **parts = g_strsplit(section->applications, ";", -1), *all = g_strjoinv(C_("between names", ", "), parts);
    char *label = g_strdup_printf("%s  %s  %s", reference_name(section->name), all, section->contact);
    menu_add(menu, section->code, label);
    g_strfreev(parts);
    g_free(all);
    g_free(label);
  }
  menu_ready(model, true);
}

static void act_close(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  ask_state(model, _("Close %s?"), 1u << TICKET_CLOSED, g_strdup(model_subject(model)->title));
}

/* --- priority ------------------------------------------------------------------------------------- */
static void set_priority(struct model *model, const char *key, int64_t revision, const char *value,
                         struct effects *effects)
{
  struct ticket_event event = {.ticket = key, .at = model->now, .by = model->actor, .kind = EVENT_CHANGED,
                               .channel = CHANNEL_NONE, .priority = *value - '0'};
  model_tell(model, &event, revision, N_("%s: priority changed"), NULL, effects);
}

static void priority_chosen(struct model *model, const char *value, struct effects *effects)
{
  set_priority(model, model->menu->ticket, model->menu->revision, value, effects);
}

static void act_priority(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (arg != NULL && strlen(arg) == 1 && *arg >= '1' && *arg <= '4') {
    set_priority(model, ticket->key, ticket->revision, arg, effects);
    return;
  }
  char *title = g_strdup_printf(_("Priority of %s (now %d)"), ticket->key, ticket->priority);
  struct menu *menu = menu_open(model, title, priority_chosen);
  menu_add(menu, "1", C_("priority", "highest"));
  menu_add(menu, "2", C_("priority", "high"));
  menu_add(menu, "3", C_("priority", "normal"));
  menu_add(menu, "4", C_("priority", "low"));
  menu_ready(model, false);
  g_free(title);
}

static const struct action rows[] = {
  {"take", "t", NC_("action", "take"), N_("take the ticket: it is yours"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN | NEED_OTHERS, 0, ARG_NONE, 5, act_take, RIGHT_TICKET_ASSIGN},
  {"assign", "T", NC_("action", "assign"), N_("give the ticket to an operator"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, 0,
   ARG_OPERATOR, 13, act_assign, RIGHT_TICKET_ASSIGN},
  {"answer", "a", NC_("action", "answer"), N_("write down the answer to the requester"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0,
   ARG_NONE, 6, act_answer, RIGHT_TICKET_ANSWER},
  {"note", "m", NC_("action", "note"), N_("write an internal note"), GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 7,
   act_note, RIGHT_TICKET_NOTE},
  {"hold", "h", NC_("action", "hold"), N_("wait for the user or for a vendor"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN,
   ON(TICKET_WAITING_USER) | ON(TICKET_WAITING_VENDOR), ARG_NONE, 8, act_hold, RIGHT_TICKET_STATE},
  {"resume", "u", NC_("action", "resume"), N_("go on with a ticket that waited or was escalated"), GROUP_TICKET,
   TICKETS,
   NEED_TICKET | NEED_HELD, ON(TICKET_OPEN), ARG_NONE, 5, act_resume, RIGHT_TICKET_STATE},
  {"resolve", "r", NC_("action", "resolve"), N_("the ticket is resolved"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN,
   ON(TICKET_RESOLVED), ARG_NONE, 9, act_resolve, RIGHT_TICKET_STATE},
  {"section", ">", NC_("action", "to section"), N_("hand the ticket over to the section in charge"), GROUP_TICKET,
   TICKETS,
   NEED_TICKET | NEED_OPEN, 0, ARG_NONE, 0, act_handover, RIGHT_TICKET_STATE},
  {"close", "c", NC_("action", "close"), N_("close the ticket for good"), GROUP_TICKET, TICKETS, NEED_TICKET,
   ON(TICKET_CLOSED),
   ARG_NONE, 15, act_close, RIGHT_TICKET_STATE},
  {"reopen", "R", NC_("action", "reopen"), N_("work on a resolved or closed ticket again"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_DONE, OPEN_STATES, ARG_NONE, 5, act_reopen, RIGHT_TICKET_STATE},
  {"priority", "p", NC_("action", "priority"), N_("change the priority"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, 0,
   ARG_PRIORITY, 14, act_priority, RIGHT_TICKET_CHANGE},
};
const struct action_part actions_ticket = {rows, (int)G_N_ELEMENTS(rows)};
