/* Reads: what is asked of the store, when, and where the answers go. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "together.h"
#include "toban/alert.h"
#include "toban/intake.h"
#include "toban/knowledge_store.h"
#include "toban/person.h"

enum { DUE_LIMIT = 60, ASSET_LIMIT = 200, MINUTE = 60 };


/* --- arguments ------------------------------------------------------------------------------------ */
static void *counts_args(const struct model *model)
{
  struct desk_args *args = g_new0(struct desk_args, 1);
  args->now = model->now;
  return args;
}

static void *due_args(const struct model *model)
{
  struct due_args *args = g_new0(struct due_args, 1);
  *args = (struct due_args){.now = model->now, .limit = DUE_LIMIT};
  return args;
}

static void *ticket_args(const struct model *model)
{
  struct ticket_args *args = g_new0(struct ticket_args, 1);
  g_strlcpy(args->key, model->ticket_key, sizeof args->key);
  args->now = model->now;
  return args;
}

static void *asset_args(const struct model *model)
{
  struct asset_args *args = g_new0(struct asset_args, 1);
  g_strlcpy(args->text, model->filter[PANE_ASSET], sizeof args->text);
  args->limit = ASSET_LIMIT;
  return args;
}

struct rights_args { char actor[64]; utc_t now; };

static void *rights_args(const struct model *model)
{
  struct rights_args *args = g_new0(struct rights_args, 1);
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  args->now = model->now;
  return args;
}

/* On the store's thread. */
static void *rights_read(struct db *db, const void *rights_args, GError **error)
{
  const struct rights_args *args = rights_args;
  struct person person;
  GError *refusal = NULL;
  if (!person_read(db, args->actor, args->now, &person, error))
    return NULL;
  struct arena *arena = arena_new();
  struct rights_view *view = arena_new0(arena, struct rights_view, 1);
  *view = (struct rights_view){.s = {arena}, .roles = person.self || person.demo ? person.roles : 0};
  if (!person_permit(db, args->actor, RIGHT_PRESENCE, args->now, &refusal))
    view->refusal = arena_strdup(arena, refusal->message);
  g_clear_error(&refusal);
  return view;
}

/* --- answers -------------------------------------------------------------------------------------- */
/* Puts the new snapshot where the old one was. */
static void replace(void *place, void *take)
{
  void **slot = place;
  snapshot_free(*slot);
  *slot = take;
}

static void counts_arrived(struct model *model, void *take, struct effects *effects)
{
  (void)effects;
  replace(&model->counts, take);
  model_touch(model, DIRTY_HEADER | PANE_BIT(PANE_CLOCK));
}

static void due_arrived(struct model *model, void *take, struct effects *effects)
{
  (void)effects;
  replace(&model->due, take);
  model_touch(model, PANE_BIT(PANE_DUE));
}

static void ticket_arrived(struct model *model, void *take, struct effects *effects)
{
  struct ticket_view *view = take;
  (void)effects;
  const char *number = strchr(view->t.key, '-');
  if (number != NULL && strchr(model->ticket_key, '-') == NULL && /* it was asked for by its number alone */
      g_ascii_strtoll(number + 1, NULL, 10) == g_ascii_strtoll(model->ticket_key, NULL, 10))
    g_strlcpy(model->ticket_key, view->t.key, sizeof model->ticket_key);
  bool other = model->ticket == NULL || strcmp(model->ticket->t.key, view->t.key) != 0;
  bool grew = !other && view->events > model->ticket->events;
  replace(&model->ticket, take);
  if ((other || grew) && !model->explain)
    model->list[PANE_TICKET].top = LIST_END;
  model_touch(model, PANE_BIT(PANE_TICKET) | DIRTY_FOOTER);
}

static void assets_arrived(struct model *model, void *take, struct effects *effects)
{
  replace(&model->assets, take);
  model_touch(model, PANE_BIT(PANE_ASSET));
  card_scanned(model, effects);
}

static void endpoints_arrived(struct model *model, void *take, struct effects *effects)
{
  bool first = model->endpoints == NULL;
  replace(&model->endpoints, take);
  outages_told(model, first, effects);
  model_touch(model, PANE_BIT(PANE_HEALTH));
}

static void reference_arrived(struct model *model, void *take, struct effects *effects)
{
  (void)effects;
  reference_free(model->ref);
  model->ref = take;
  model_touch(model, DIRTY_ALL);
}

static void window_arrived(struct model *model, void *take, struct effects *effects)
{
  queue_arrived(model, take, effects);
}

static void rights_arrived(struct model *model, void *take, struct effects *effects)
{
  const struct rights_view *view = take;
  model->roles = view->roles;
  if (view->refusal != NULL && !model->read_only)
    model_say(model, ROLE_BAD, "%s", view->refusal);
  else if (view->refusal == NULL)
    effects_add(effects, EFFECT_PRESENT);
  snapshot_free(take);
  model_touch(model, DIRTY_ALL);
  alert_look(model, effects);
  duty_look(model, effects);
}

static void free_reference(void *ref)
{
  reference_free(ref);
}

static void *views_args(const struct model *model)
{
  struct view_args *args = g_new0(struct view_args, 1);
  args->now = model->now;
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  return args;
}

static void views_arrived(struct model *model, void *take, struct effects *effects)
{
  replace(&model->views, take);
  saved_views_arrived(model, effects);
}

static const struct read_ops {
  store_run_fn *run;
  args_fn *args;
  GDestroyNotify free_result;
  arrived_fn *arrived;
  enum pane_id pane;                /* that tells of a failure; PANE_NONE: the last line does */
  unsigned topics;                  /* of the feed: read again */
} reads[SLOT_OF_PANES] = {
  [SLOT_QUEUE] = {queue_window_read, NULL, snapshot_free, window_arrived, PANE_QUEUE, TOPIC_TICKET | TOPIC_REFERENCE},
  [SLOT_COUNTS] = {desk_counts_read, counts_args, snapshot_free, counts_arrived, PANE_NONE,
                   TOPIC_TICKET | TOPIC_ENDPOINT | TOPIC_PRESENCE | TOPIC_REFERENCE},
  [SLOT_DUE] = {due_list_read, due_args, snapshot_free, due_arrived, PANE_DUE, TOPIC_TICKET | TOPIC_REFERENCE},
  [SLOT_TICKET] = {ticket_view_read, ticket_args, snapshot_free, ticket_arrived, PANE_TICKET, TOPIC_REFERENCE},
  [SLOT_ASSET] = {asset_find_read, asset_args, snapshot_free, assets_arrived, PANE_ASSET, TOPIC_ASSET},
  [SLOT_ENDPOINT] = {endpoint_list_read, NULL, snapshot_free, endpoints_arrived, PANE_HEALTH,
                     TOPIC_ENDPOINT | TOPIC_CALENDAR},
  [SLOT_VIEWS] = {view_list_read, views_args, snapshot_free, views_arrived, PANE_NONE,
                  TOPIC_VIEW | TOPIC_TICKET | TOPIC_REFERENCE},
  [SLOT_REFERENCE] = {reference_read, NULL, free_reference, reference_arrived, PANE_NONE, TOPIC_REFERENCE},
  [SLOT_RIGHTS] = {rights_read, rights_args, snapshot_free, rights_arrived, PANE_NONE, TOPIC_REFERENCE},
  [SLOT_LANG] = {setting_read, lang_args, snapshot_free, lang_arrived, PANE_NONE, 0},
  [SLOT_THEME] = {setting_read, theme_args, snapshot_free, theme_arrived, PANE_NONE, 0},
  [SLOT_SECONDS] = {setting_read, seconds_args, snapshot_free, seconds_arrived, PANE_NONE, 0},
  [SLOT_BORDERS] = {setting_read, borders_args, snapshot_free, borders_arrived, PANE_NONE, 0},
  [SLOT_NOTIFY] = {setting_read, notify_args, snapshot_free, notify_arrived, PANE_NONE, 0},
  [SLOT_TOGETHER] = {together_read, together_args, snapshot_free, together_arrived, PANE_NONE,
                     TOPIC_TICKET | TOPIC_PRESENCE | TOPIC_SEEN},
  [SLOT_CALLER] = {caller_find_read, caller_args, snapshot_free, caller_arrived, PANE_NONE, 0},
  [SLOT_SIMILAR] = {similar_read, similar_args, snapshot_free, similar_arrived, PANE_NONE, 0},
  [SLOT_SUGGEST] = {knowledge_suggest_read, suggestion_args, snapshot_free, suggestion_arrived, PANE_NONE, 0},
  [SLOT_TEMPLATE] = {template_list_read, NULL, snapshot_free, template_arrived, PANE_NONE, 0},
  [SLOT_REMOTE] = {asset_of_ticket_read, remote_args, snapshot_free, remote_arrived, PANE_NONE, 0},
  [SLOT_DUTY] = {duty_read, duty_args, snapshot_free, duty_arrived, PANE_DUTY,
                 TOPIC_DUTY | TOPIC_REFERENCE | TOPIC_HANDOVER},
  [SLOT_ALERT] = {alert_list_read, alert_args, snapshot_free, alert_arrived, PANE_NONE, TOPIC_TICKET},
};

static void add_ask(struct model *model, enum slot slot, void *take_args, struct effects *effects)
{
  const struct pane_read *pane = slot < SLOT_OF_PANES ? NULL : pane_get((enum pane_id)(slot - SLOT_OF_PANES))->read;
  struct effect effect = {.type = EFFECT_ASK, .slot = slot, .run = pane != NULL ? pane->run : reads[slot].run,
                          .take_args = take_args,
                          .free_result = pane != NULL ? snapshot_free : reads[slot].free_result};
  g_array_append_val(effects->list, effect);
  if (!model->ask[slot].waits)
    model->ask[slot].since = model->now;
  model->ask[slot].waits = true;
}

void model_ask(struct model *model, enum slot slot, struct effects *effects)
{
  if (slot == SLOT_QUEUE)
    queue_ask(model, QUEUE_KEY, effects);
  else if (slot != SLOT_TICKET || *model->ticket_key != '\0')
    add_ask(model, slot, reads[slot].args == NULL ? NULL : reads[slot].args(model), effects);
}

void pane_ask_now(struct model *model, enum pane_id pane, struct effects *effects)
{
  const struct pane_read *read = pane_get(pane)->read;
  if (read != NULL)
    add_ask(model, SLOT_PANE(pane), read->args == NULL ? NULL : read->args(model), effects);
}

void pane_ask(struct model *model, enum pane_id pane, struct effects *effects)
{
  if (pane_in_use(model, pane) || pane_on_screen(model, pane))
    pane_ask_now(model, pane, effects);
}

void pane_show(struct model *model, enum pane_id pane, struct effects *effects)
{
  model->zoom = false;
  model_focus(model, pane);
  pane_ask(model, pane, effects);
  model_touch(model, DIRTY_ALL);
}

void queue_ask_args(struct model *model, struct queue_args *take_args, struct effects *effects)
{
  add_ask(model, SLOT_QUEUE, take_args, effects);
}

void pane_forget(struct model *model, enum pane_id pane)
{
  replace(&model->view[pane], NULL);
  model->list[pane] = (struct list){0};
}

/* The reference comes first: rows are drawn with its names and calendars. */
void model_ask_all(struct model *model, struct effects *effects)
{
  static const enum slot order[] = {SLOT_LANG, SLOT_THEME, SLOT_SECONDS, SLOT_BORDERS, SLOT_NOTIFY, SLOT_REFERENCE,
                                    SLOT_RIGHTS,
                                    SLOT_QUEUE, SLOT_COUNTS, SLOT_DUE, SLOT_ENDPOINT, SLOT_TICKET, SLOT_ASSET,
                                    SLOT_DUTY, SLOT_TOGETHER, SLOT_VIEWS};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    if ((model->fixed & (1u << order[i])) == 0)
      model_ask(model, order[i], effects);
}

static void pane_arrived(struct model *model, enum pane_id pane, void *take, struct effects *effects)
{
  const struct pane_read *read = pane_get(pane)->read;
  if (read->arrived != NULL)
    read->arrived(model, take, effects);
  else
    replace(&model->view[pane], take);
  model_touch(model, PANE_BIT(pane) | DIRTY_FOOTER);
}

void model_snapshot(struct model *model, const struct message *message, struct effects *effects)
{
  enum slot slot = message->slot;
  enum pane_id pane = slot < SLOT_OF_PANES ? reads[slot].pane : (enum pane_id)(slot - SLOT_OF_PANES);
  struct ask_state *ask = &model->ask[slot];
  ask->waits = false;
  g_clear_pointer(&ask->error, g_free);
  if (message->take != NULL && slot < SLOT_OF_PANES)
    reads[slot].arrived(model, message->take, effects);
  else if (message->take != NULL)
    pane_arrived(model, pane, message->take, effects);
  if (message->take != NULL)
    return;
  const char *why = message->error == NULL ? _("the store gave no answer") : message->error->message;
  ask->error = g_strdup(why);
  if (pane == PANE_NONE)
    model_say(model, ROLE_BAD, "%s", why);
  else
    model_touch(model, PANE_BIT(pane));
}

/* --- when to read again --------------------------------------------------------------------------- */
static bool ticket_changed(const struct model *model, const struct store_feed *feed)
{
  if (feed->everything || feed->many)
    return true;
  for (int i = 0; i < feed->ticket_count; i++)
    if (strcmp(feed->tickets[i], model->ticket_key) == 0)
      return true;
  return false;
}

/* Panes that are in use and show something of these topics, or a minute. */
static void panes_ask(struct model *model, unsigned topics, bool minute, struct effects *effects)
{
  for (int pane = 0; pane < PANES; pane++) {
    const struct pane_read *read = pane_get((enum pane_id)pane)->read;
    if (read != NULL && ((read->topics & topics) != 0 || (minute && read->minutes)))
      pane_ask(model, (enum pane_id)pane, effects);
  }
}

/* Lists and counts that ask for what is unread change when one reads. */
static bool read_by_one(const struct model *model, enum slot slot)
{
  return (slot == SLOT_QUEUE && model->queue.window != NULL && model->queue.window->unread) ||
         (slot == SLOT_VIEWS && model->views != NULL && model->views->unread);
}

void model_feed(struct model *model, const struct store_feed *feed, struct effects *effects)
{
  static const enum slot order[] = {SLOT_REFERENCE, SLOT_RIGHTS, SLOT_QUEUE, SLOT_COUNTS, SLOT_DUE, SLOT_ENDPOINT,
                                    SLOT_TICKET, SLOT_ASSET, SLOT_DUTY, SLOT_TOGETHER, SLOT_VIEWS};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
    bool again = feed->everything || (feed->topics & reads[order[i]].topics) != 0;
    if (order[i] == SLOT_TICKET && (feed->topics & TOPIC_TICKET))
      again = again || ticket_changed(model, feed);
    if (again || (read_by_one(model, order[i]) && (feed->topics & TOPIC_SEEN) != 0))
      model_ask(model, order[i], effects);
  }
  panes_ask(model, feed->everything ? ~0u : feed->topics, false, effects);
  if (feed->everything || (feed->topics & reads[SLOT_ALERT].topics) != 0)
    alert_look(model, effects);
}

/* A deadline passes without any event in the store (edge case 19): the counters, and a view of the late,
 * are read again at that second; every minute they are in any case. */
static bool breach_between(const struct model *model, utc_t before, utc_t now)
{
  for (int i = 0; model->due != NULL && i < model->due->rows; i++) {
    utc_t due = model->due->row[i].clock.due;
    if (due != UTC_NONE && due >= before && due < now)
      return true;
  }
  return false;
}

void model_tick(struct model *model, utc_t before, struct effects *effects)
{
  alert_tick(model, effects);
  duty_tick(model, before, effects);
  if (queue_turns(model, model->now) && !model->ask[SLOT_QUEUE].waits)
    model_ask(model, SLOT_QUEUE, effects);
  if (before / MINUTE != model->now / MINUTE)
    panes_ask(model, 0, true, effects);
  bool breach = breach_between(model, before, model->now);
  if (model->counts == NULL || (!breach && before / MINUTE == model->now / MINUTE))
    return;
  model_ask(model, SLOT_COUNTS, effects);
  if (!breach)
    return;
  model_ask(model, SLOT_DUE, effects);
  if (model->queue.view == VIEW_LATE)
    model_ask(model, SLOT_QUEUE, effects);
}

void model_ask_free(struct model *model)
{
  void *held[] = {model->counts,    model->due,          model->ticket,      model->assets,
                  model->endpoints, model->queue.window, model->month.report, model->views, model->duty};
  for (size_t i = 0; i < G_N_ELEMENTS(held); i++)
    snapshot_free(held[i]);
  for (int pane = 0; pane < PANES; pane++)
    snapshot_free(model->view[pane]);
  reference_free(model->ref);
  for (int slot = 0; slot < SLOTS; slot++)
    g_free(model->ask[slot].error);
}
