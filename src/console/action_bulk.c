/* Marks, one change to many tickets, the preview, one's last tickets, the summary. */
#include <string.h>

#include "actions.h"
#include "names.h"
#include "work.h"

static void act_mark(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  mark_toggle(model, model_subject(model)->key);
  model_move(model, MOVE_DOWN, effects);
}

static void act_unmark(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  mark_clear(model);
  model_say(model, ROLE_NORMAL, "%s", _("no ticket is marked any more"));
}

/* --- what to do with them ------------------------------------------------------------------------------- */
static void preview(struct model *model, enum event_kind kind, const char *target, struct effects *effects)
{
  struct plan_step step = {.kind = kind};
  g_strlcpy(step.target, target, sizeof step.target);
  if (kind == EVENT_CHANGED) {
    step.priority = *target - '0';
    *step.target = '\0';
  }
  bulk_preview(model, &step, NULL, NULL, effects);
}

static const struct { const char *id, *label; enum event_kind kind; } ways[] = {
  {"assign", N_("assign to an operator"), EVENT_ASSIGNED},
  {"state", N_("another state"), EVENT_STATE},
  {"priority", N_("another priority"), EVENT_CHANGED},
  {"tag", N_("put a tag on"), EVENT_TAGGED},
  {"untag", N_("take a tag off"), EVENT_UNTAGGED},
  {"answer", N_("the same answer to all"), EVENT_ANSWERED},
  {"note", N_("the same note to all"), EVENT_NOTE},
  {"merge", N_("merge them into one ticket"), EVENT_MERGED},
};

static enum event_kind kind_of(const char *id)
{
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
    if (strcmp(ways[i].id, id) == 0)
      return ways[i].kind;
  return EVENT_KINDS;
}

static void operator_chosen(struct model *model, const char *value, struct effects *effects)
{
  preview(model, EVENT_ASSIGNED, value, effects);
}

static void state_chosen(struct model *model, const char *value, struct effects *effects)
{
  preview(model, EVENT_STATE, value, effects);
}

static void priority_chosen(struct model *model, const char *value, struct effects *effects)
{
  preview(model, EVENT_CHANGED, value, effects);
}

static void ask_operator(struct model *model)
{
  struct menu *menu = menu_open(model, _("Assign all to"), operator_chosen);
  for (int i = 0; model->ref != NULL && i < model->ref->operators; i++) {
    const struct operator_ *person = &model->ref->operator_[i];
    char *label = g_strdup_printf("%s  %s", operator_name(person), person->login);
    menu_add(menu, person->login, label);
    g_free(label);
  }
  menu_add(menu, "", _("nobody"));
  menu_ready(model, true);
}

static void ask_state(struct model *model)
{
  struct menu *menu = menu_open(model, _("The state of all"), state_chosen);
  for (int state = TICKET_OPEN; state < TICKET_STATES; state++)
    menu_add(menu, ticket_state_id((enum ticket_state)state), ticket_state_text((enum ticket_state)state));
  menu_ready(model, false);
}

static void ask_priority(struct model *model)
{
  struct menu *menu = menu_open(model, _("The priority of all"), priority_chosen);
  menu_add(menu, "1", C_("priority", "highest"));
  menu_add(menu, "2", C_("priority", "high"));
  menu_add(menu, "3", C_("priority", "normal"));
  menu_add(menu, "4", C_("priority", "low"));
  menu_ready(model, false);
}

/* `:bulk tag vip`: what a menu cannot ask for. */
static void say_in_line(struct model *model, const char *way)
{
  char *line = g_strdup_printf("bulk %s ", way);
  menu_close(model);
  line_open(model, LINE_COMMAND, line);
  g_free(line);
}

static void way_chosen(struct model *model, const char *value, struct effects *effects)
{
  enum event_kind kind = kind_of(value);
  const struct ticket *ticket = model_subject(model);
  if (kind == EVENT_ASSIGNED)
    ask_operator(model);
  else if (kind == EVENT_STATE)
    ask_state(model);
  else if (kind == EVENT_CHANGED)
    ask_priority(model);
  else if (kind != EVENT_ANSWERED && kind != EVENT_NOTE)
    say_in_line(model, value);
  else if (ticket != NULL) {
    char *key = g_strdup(ticket->key);
    menu_close(model);
    editor_open(model, kind == EVENT_NOTE ? EDIT_BULK_NOTE : EDIT_BULK_ANSWER, key, 0, effects);
    g_free(key);
  }
}

static void act_bulk(struct model *model, const char *arg, struct effects *effects)
{
  if (arg != NULL) {
    char **word = g_strsplit(arg, " ", 2);
    enum event_kind kind = word[0] == NULL ? EVENT_KINDS : kind_of(word[0]);
    bool priority = kind != EVENT_CHANGED || (word[1] != NULL && strchr("1234", word[1][0]) != NULL);
    if (kind == EVENT_KINDS || kind == EVENT_ANSWERED || kind == EVENT_NOTE || word[1] == NULL || *word[1] == '\0' ||
        !priority)
      model_say(model, ROLE_BAD, "%s", _("write: bulk assign LOGIN, state STATE, priority N, tag TAG, untag TAG or"
                                         " merge KEY"));
    else
      preview(model, kind, g_strstrip(word[1]), effects);
    g_strfreev(word);
    return;
  }
  int marked = mark_count(model);
  char *title = marked > 0 ? g_strdup_printf(_("Change the %d marked tickets"), marked)
                           : g_strdup(_("Change all tickets of this view and filter"));
  struct menu *menu = menu_open(model, title, way_chosen);
  menu->info = g_strdup(_("What would change is shown first; nothing is done yet."));
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
    menu_add(menu, ways[i].id, _(ways[i].label));
  menu_ready(model, false);
  g_free(title);
}

/* --- doing it ---------------------------------------------------------------------------------------------- */
static void act_do(struct model *model, const char *arg, struct effects *effects)
{
  const struct plan *plan = model->view[PANE_PLAN];
  (void)arg;
  if (plan == NULL || plan->able == 0 || model->bulk == NULL) {
    model_say(model, ROLE_BAD, "%s", _("no ticket to change"));
    return;
  }
  struct pending pending = {.done = NULL};
  unsigned long count = (unsigned long)plan->able;
  g_snprintf(pending.told, sizeof pending.told, lang_plural("done: %d ticket", "done: %d tickets", count), plan->able);
  g_strlcpy(pending.draft, model->bulk->draft, sizeof pending.draft);
  model_send(model, plan_command(plan, model->actor, model->now, model->bulk->body), &pending, effects);
  for (int i = 0; i < plan->rows; i++) /* others stay marked */
    if (mark_has(model, plan->row[i].key))
      mark_toggle(model, plan->row[i].key);
  model_back(model, effects);
}

static void act_recent(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_RECENT, effects);
}

static void act_summary(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  (void)arg;
  if (strcmp(model->ticket_key, ticket->key) != 0)
    model_open(model, ticket->key, effects);
  model->list[PANE_SUMMARY] = (struct list){0};
  model_focus(model, PANE_SUMMARY);
}

static bool plan_can_be_done(const struct model *model)
{
  const struct plan *plan = model->view[PANE_PLAN];
  return plan != NULL && plan->able > 0;
}

static const struct action rows[] = {
  {"mark", ".", NC_("action", "mark"), N_("mark the ticket for a change to many"), GROUP_TICKET, PANE_BIT(PANE_QUEUE),
   NEED_TICKET, 0, ARG_NONE, 0, act_mark, RIGHT_READ},
  {"unmark", "", NC_("action", "unmark"), N_("take all marks away"), GROUP_TICKET, PANE_BIT(PANE_QUEUE), 0, 0, ARG_NONE,
   0, act_unmark, RIGHT_READ},
  {"bulk", "*", NC_("action", "many"), N_("change all marked tickets, or all of the view and its filter"), GROUP_TICKET,
   PANE_BIT(PANE_QUEUE), NEED_TICKET, 0, ARG_TEXT, 0, act_bulk, RIGHT_TICKET_CHANGE},
  {"do", "y F2", NC_("action", "do it"), N_("carry out what the preview shows"), GROUP_TICKET, PANE_BIT(PANE_PLAN), 0,
   0, ARG_NONE, -1, act_do, RIGHT_TICKET_CHANGE, plan_can_be_done},
  {"recent", "'", NC_("action", "my last"), N_("the tickets that you worked on last"), GROUP_DESK, 0, 0, 0, ARG_NONE, 0,
   act_recent, RIGHT_READ},
  {"summary", "s", NC_("action", "summary"), N_("the ticket as a text for another section, in both languages"),
   GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 0, act_summary, RIGHT_READ},
};
const struct action_part actions_bulk = {rows, (int)G_N_ELEMENTS(rows)};
