/* Work on a ticket beside its states: tags, links, call-backs, checklists, time, splits, undo. */
#include <string.h>

#include "actions.h"
#include "names.h"
#include "toban/event_text.h"
#include "toban/split.h"
#include "toban/text.h"
#include "toban/ticket_work.h"
#include "work.h"

struct menu *work_menu(struct model *model, const char *title_format, const char *key, int64_t revision,
                       menu_fn *chosen)
{
  char *about = g_strdup(key), **part = g_strsplit(title_format, "%s", 2), *title = g_strjoinv(about, part);
  struct menu *menu = menu_open(model, title, chosen);
  g_strlcpy(menu->ticket, about, sizeof menu->ticket);
  menu->revision = revision;
  g_strfreev(part);
  g_free(title);
  g_free(about);
  return menu;
}

static struct ticket_event event_of(const struct model *model, enum event_kind kind, const char *key,
                                    const char *target)
{
  return (struct ticket_event){.ticket = key, .at = model->now, .by = model->actor, .kind = kind,
                               .channel = CHANNEL_NONE, .target = target};
}

void work_tell(struct model *model, enum event_kind kind, const char *key, int64_t revision, const char *target,
               const char *body, const char *done, struct effects *effects)
{
  struct ticket_event event = event_of(model, kind, key, target);
  event.body = body;
  model_tell(model, &event, revision, done, NULL, effects);
}

const struct ticket_view *work_view(struct model *model, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (model->ticket != NULL && strcmp(model->ticket->t.key, ticket->key) == 0)
    return model->ticket;
  model_open(model, ticket->key, effects);
  model_focus(model, PANE_TICKET);
  model_say(model, ROLE_NORMAL, "%s", _("the ticket is opened first: the same key again when it is there"));
  return NULL;
}

/* --- tags and time -------------------------------------------------------------------------------------- */
static void act_tag(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "tag ");
    return;
  }
  bool off = *arg == '-';
  work_tell(model, off ? EVENT_UNTAGGED : EVENT_TAGGED, ticket->key, ticket->revision, arg + off, NULL,
            off ? N_("%s: tag taken off") : N_("%s: tag put on"), effects);
}

static void act_spend(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "spend ");
    return;
  }
  char *words;
  struct ticket_event event = event_of(model, EVENT_SPENT, ticket->key, NULL);
  event.amount = g_ascii_strtoll(arg, &words, 10);
  if (words == arg || (*words != '\0' && *words != ' ')) {
    model_say(model, ROLE_BAD, "%s", _("write the minutes, then what for: spend 15 by phone"));
    return;
  }
  while (*words == ' ')
    words++;
  event.body = *words == '\0' ? NULL : words;
  model_tell(model, &event, ticket->revision, N_("%s: time written down"), NULL, effects);
}

/* --- links ------------------------------------------------------------------------------------------------ */
static void send_pair(struct model *model, const struct ticket_event pair[static 2], int64_t revision,
                      const char *done, struct effects *effects)
{
  struct command *command = command_ticket(model->actor, model->now, revision, &pair[0]);
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, pair[0].ticket, sizeof pending.ticket);
  command_ticket_add(command, 0, &pair[1]);
  model_send(model, command, &pending, effects);
}

static void act_link(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  enum ticket_relation relation;
  struct ticket_event pair[2];
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "link ");
    return;
  }
  char **word = g_strsplit(arg, " ", 2);
  if (word[0] == NULL || word[1] == NULL || !ticket_relation_parse(word[0], &relation)) {
    model_say(model, ROLE_BAD, "%s", _("write: link parent KEY, link child KEY or link related KEY"));
  } else {
    ticket_link_pair(ticket->key, relation, g_strstrip(word[1]), false, pair);
    send_pair(model, pair, ticket->revision, N_("%s: linked"), effects);
  }
  g_strfreev(word);
}

static void link_chosen(struct model *model, const char *value, struct effects *effects)
{
  struct ticket_event pair[2];
  enum ticket_relation relation;
  char **word = g_strsplit(value, " ", 2);
  if (ticket_relation_parse(word[0], &relation)) {
    ticket_link_pair(model->menu->ticket, relation, word[1], true, pair);
    send_pair(model, pair, model->menu->revision, N_("%s: link taken away"), effects);
  }
  g_strfreev(word);
}

static void act_unlink(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  const struct ticket_view *view = work_view(model, effects);
  if (view == NULL)
    return;
  GArray *links = ticket_links(view->event, view->events);
  if (links->len == 0)
    model_say(model, ROLE_NORMAL, _("%s has no link"), view->t.key);
  else {
    struct menu *menu = work_menu(model, _("Take which link of %s away?"), view->t.key, view->t.revision, link_chosen);
    for (guint i = 0; i < links->len; i++) {
      const struct ticket_link *link = &g_array_index(links, struct ticket_link, i);
      char *value = g_strdup_printf("%s %s", ticket_relation_id(link->relation), link->other);
      char *label = g_strdup_printf("%s %s", ticket_relation_text(link->relation), link->other);
      menu_add(menu, value, label);
      g_free(value);
      g_free(label);
    }
    menu_ready(model, false);
  }
  g_array_free(links, TRUE);
}

static void act_merge(struct model *model, const char *arg, struct effects *effects)
{
  struct plan_step step = {.kind = EVENT_MERGED};
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "merge ");
    return;
  }
  GPtrArray *keys = g_ptr_array_new();
  g_strlcpy(step.target, arg, sizeof step.target);
  g_ptr_array_add(keys, (void *)(uintptr_t)model_subject(model)->key);
  bulk_preview_of(model, &step, NULL, NULL, keys, effects); /* nothing takes it back: it is shown first */
  g_ptr_array_unref(keys);
}

/* --- call-backs --------------------------------------------------------------------------------------------- */
static void promise(struct model *model, const char *key, int64_t revision, const char *office, const char *text,
                    struct effects *effects)
{
  struct ticket_event event = event_of(model, EVENT_CALLBACK_PROMISED, key, NULL);
  if (when_read(model, office, text, &event.until))
    model_tell(model, &event, revision, N_("%s: call-back promised"), NULL, effects);
}

static void end_promise(struct model *model, const char *key, int64_t revision, bool kept, struct effects *effects)
{
  work_tell(model, kept ? EVENT_CALLBACK_KEPT : EVENT_CALLBACK_CANCELLED, key, revision, NULL, NULL,
            kept ? N_("%s: call-back kept") : N_("%s: call-back cancelled"), effects);
}

static void callback_word(struct model *model, const char *key, int64_t revision, const char *value,
                          struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  if (strcmp(value, "?") == 0)
    line_open(model, LINE_COMMAND, "callback ");
  else if (strcmp(value, "kept") == 0 || strcmp(value, "cancelled") == 0)
    end_promise(model, key, revision, *value == 'k', effects);
  else
    promise(model, key, revision, ticket == NULL ? NULL : ticket->office, value, effects);
}

static void callback_chosen(struct model *model, const char *value, struct effects *effects)
{
  char key[32];
  int64_t revision = model->menu->revision;
  g_strlcpy(key, model->menu->ticket, sizeof key);
  if (strcmp(value, "new") == 0)
    when_menu(model, _("Call back about %s when?"), key, revision, false, "?", callback_chosen);
  else
    callback_word(model, key, revision, value, effects);
}

static void act_callback(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket *ticket = model_subject(model);
  g_autoptr(GString) when = g_string_new(NULL);
  if (arg != NULL) {
    callback_word(model, ticket->key, ticket->revision, arg, effects);
    return;
  }
  if (ticket->callback_at == UTC_NONE) {
    when_menu(model, _("Call back about %s when?"), ticket->key, ticket->revision, false, "?", callback_chosen);
    return;
  }
  event_time_both(place_of(model, ticket->office), ticket->callback_at, when);
  struct menu *menu = work_menu(model, _("The call-back about %s"), ticket->key, ticket->revision, callback_chosen);
  menu->info = g_strdup_printf(_("promised for %s"), when->str);
  menu_add(menu, "kept", _("kept: they were called"));
  menu_add(menu, "new", _("promise another time"));
  menu_add(menu, "cancelled", _("not needed any more"));
  menu_ready(model, false);
}

/* --- checklists --------------------------------------------------------------------------------------------- */
/* The box stays open, and shows at once what is sent. */
static bool flip(struct menu_item *item)
{
  bool was = g_str_has_prefix(item->label, "[x]");
  item->label[1] = was ? ' ' : 'x';
  return !was;
}

static void check_chosen(struct model *model, const char *value, struct effects *effects)
{
  struct menu *menu = model->menu;
  bool done = flip(menu->shown->pdata[menu->list.cursor]);
  work_tell(model, done ? EVENT_CHECKED : EVENT_UNCHECKED, menu->ticket, 0, value, NULL,
            done ? N_("%s: ticked") : N_("%s: tick taken away"), effects);
}

static void open_checks(struct model *model, const struct ticket_view *view)
{
  const struct reference *ref = model->ref;
  struct menu *menu = work_menu(model, _("Checks of %s"), view->t.key, view->t.revision, check_chosen);
  const char *list = "";
  for (int i = 0; ref != NULL && i < ref->checks; i++) {
    const struct check_item *item = &ref->check[i];
    bool done = ticket_checked(view->event, view->events, item->id, NULL, NULL);
    if (!done && !category_covers(item->category, view->t.category))
      continue;
    g_autoptr(GString) label = g_string_new(done ? "[x] " : "[ ] ");
    text_clean(label, reference_name(item->text), -1);
    if (strcmp(list, item->list) != 0)
      g_string_append_printf(label, "  (%s)", reference_name(item->name));
    list = item->list;
    menu_add(menu, item->id, label->str);
  }
  menu->stays = true;
  if (menu->item->len > 0) {
    menu_ready(model, false);
    return;
  }
  menu_close(model);
  model_say(model, ROLE_NORMAL, "%s", _("there is no checklist for this category"));
}

static void act_check(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket_view *view = work_view(model, effects);
  if (view == NULL)
    return;
  if (arg == NULL)
    open_checks(model, view);
  else
    work_tell(model, EVENT_CHECKED, view->t.key, view->t.revision, arg, NULL, N_("%s: ticked"), effects);
}

/* --- undo --------------------------------------------------------------------------------------------------- */
static void act_undo(struct model *model, const char *arg, struct effects *effects)
{
  struct ticket_event event;
  char *said;
  GError *why = NULL;
  const struct ticket_view *view = work_view(model, effects);
  (void)arg;
  if (view == NULL)
    return;
  if (!ticket_undo(view->event, view->events, model->actor, model->now, &event, &said, &why)) {
    model_say(model, ROLE_BAD, "%s", why->message);
    g_error_free(why);
    return;
  }
  struct pending pending = {.done = NULL};
  g_strlcpy(pending.ticket, view->t.key, sizeof pending.ticket);
  g_snprintf(pending.told, sizeof pending.told, "%s: %s", view->t.key, said);
  model_send(model, command_ticket(model->actor, model->now, view->t.revision, &event), &pending, effects);
  g_free(said);
}

/* --- splits ------------------------------------------------------------------------------------------------- */
static void toggle(GArray *chosen, int64_t seq)
{
  for (guint i = 0; i < chosen->len; i++)
    if (g_array_index(chosen, int64_t, i) == seq) {
      g_array_remove_index(chosen, i);
      return;
    }
  g_array_append_val(chosen, seq);
}

static void part_chosen(struct model *model, const char *value, struct effects *effects)
{
  struct menu *menu = model->menu;
  (void)effects;
  if (*value == '\0') {
    menu_close(model);
    line_open(model, LINE_COMMAND, "split ");
    return;
  }
  toggle(model->split, g_ascii_strtoll(value, NULL, 10));
  flip(menu->shown->pdata[menu->list.cursor]);
}

static void open_split(struct model *model, const struct ticket_view *view)
{
  enum { PART_WORDS = 48 };
  struct menu *menu = work_menu(model, _("Which texts of %s go to the new ticket?"), view->t.key, view->t.revision,
                                part_chosen);
  menu_add(menu, "", _("next: the title of the new ticket"));
  for (int i = 0; i < view->events; i++) {
    const struct ticket_event *event = &view->event[i];
    g_autoptr(GString) clean = g_string_new(NULL), label = g_string_new("[ ] ");
    char seq[24];
    if (event->body == NULL || *event->body == '\0')
      continue;
    g_snprintf(seq, sizeof seq, "%" G_GINT64_FORMAT, event->seq);
    text_clean(clean, event->body, -1);
    g_string_append_printf(label, "%s ", event_kind_text(event->kind));
    text_fit(label, clean->str, PART_WORDS, false);
    menu_add(menu, seq, label->str);
  }
  menu->stays = true;
  menu_ready(model, false);
}

static bool is_chosen(const struct model *model, int64_t seq)
{
  for (guint i = 0; i < model->split->len; i++)
    if (g_array_index(model->split, int64_t, i) == seq)
      return true;
  return false;
}

static void send_split(struct model *model, const struct ticket_view *view, const char *title, struct effects *effects)
{
  GPtrArray *events = g_ptr_array_new();
  for (int i = 0; i < view->events; i++)
    if (is_chosen(model, view->event[i].seq))
      g_ptr_array_add(events, (void *)(uintptr_t)&view->event[i]);
  struct split split = {&view->t, (const struct ticket_event *const *)events->pdata, (int)events->len, title, NULL};
  struct pending pending = {.done = N_("split off as %s")};
  model_send(model, command_split(model->actor, model->now, view->t.revision, &split), &pending, effects);
  g_array_set_size(model->split, 0);
  g_ptr_array_free(events, TRUE);
}

static void act_split(struct model *model, const char *arg, struct effects *effects)
{
  const struct ticket_view *view = work_view(model, effects);
  if (view == NULL)
    return;
  if (arg != NULL) {
    send_split(model, view, arg, effects);
    return;
  }
  g_array_set_size(model->split, 0);
  open_split(model, view);
}

static const struct action rows[] = {
  {"tag", "+", NC_("action", "tag"), N_("put a tag on the ticket (“-tag” takes it off)"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0, ARG_TEXT, 0, act_tag, RIGHT_TICKET_CHANGE},
  {"callback", "C", NC_("action", "call back"), N_("promise a call-back, or say that it was kept"), GROUP_TICKET,
   TICKETS, NEED_TICKET, 0, ARG_TEXT, 0, act_callback, RIGHT_TICKET_ANSWER},
  {"check", ",", NC_("action", "checks"), N_("tick items of the checklists"), GROUP_TICKET, TICKETS, NEED_TICKET, 0,
   ARG_TEXT, 0, act_check, RIGHT_TICKET_CHANGE},
  {"spend", "$", NC_("action", "time"), N_("write down time spent: minutes, then what for"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0, ARG_TEXT, 0, act_spend, RIGHT_TICKET_CHANGE},
  {"link", "&", NC_("action", "link"), N_("link with another ticket: parent, child or related"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0, ARG_TEXT, 0, act_link, RIGHT_TICKET_CHANGE},
  {"unlink", "", NC_("action", "unlink"), N_("take a link away"), GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 0,
   act_unlink, RIGHT_TICKET_CHANGE},
  {"merge", "", NC_("action", "merge"), N_("the same inquiry twice: merge into another ticket, for good"),
   GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_TICKET, 0, act_merge, RIGHT_TICKET_MERGE},
  {"split", "S", NC_("action", "split"), N_("make a new ticket of a part of this one"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0, ARG_TEXT, 0, act_split, RIGHT_TICKET_NEW},
  {"undo", "Z", NC_("action", "undo"), N_("take back your last step, where that is possible"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0, ARG_NONE, 0, act_undo, RIGHT_TICKET_CHANGE},
};
const struct action_part actions_work = {rows, (int)G_N_ELEMENTS(rows)};
