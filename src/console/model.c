#include "toban/model.h"

#include <stdarg.h>
#include <string.h>

#include "lock.h"
#include "look.h"
#include "together.h"
#include "agenda_edit.h"
#include "article_edit.h"
#include "model_parts.h"
#include "work.h"
#include "toban/text.h"

enum { NOTICE_SECONDS = 6, MINUTE = 60, BUSY_TOLD_S = 3 };

/* --- effects -------------------------------------------------------------------------------------- */
static void effect_clear(gpointer data)
{
  struct effect *effect = data;
  g_free(effect->take_args);
  g_free(effect->text);
  g_free(effect->ticket);
  command_free(effect->take_command);
}

void effects_init(struct effects *effects)
{
  effects->list = g_array_new(FALSE, TRUE, sizeof(struct effect));
  g_array_set_clear_func(effects->list, effect_clear);
}

void effects_clear(struct effects *effects)
{
  g_array_unref(effects->list);
  effects->list = NULL;
}

void effects_add(struct effects *effects, enum effect_type type)
{
  struct effect effect = {.type = type};
  g_array_append_val(effects->list, effect);
}

/* --- the model ------------------------------------------------------------------------------------ */
void model_init(struct model *model, const char *actor, const struct keymap *keymap, int rows, int cols)
{
  *model = (struct model){.keymap = keymap, .rows = rows, .cols = cols, .seconds = true, .dirty = DIRTY_ALL};
  g_strlcpy(model->actor, actor, sizeof model->actor);
  g_strlcpy(model->theme, "dark", sizeof model->theme);
  model->queue.cursor = -1;
  model->alert.next = UTC_NONE;
  model->lock = lock_new();
  model->store.condition = STORE_OPENING;
  prompt_init(&model->line, false);
  model->drafts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  model->pending = g_array_new(FALSE, TRUE, sizeof(struct pending));
  model->looked = looked_new();
  model->together = together_new();
  model->split = g_array_new(FALSE, FALSE, sizeof(int64_t));
  model_place(model);
}

void model_clear(struct model *model)
{
  model_ask_free(model);
  editor_close(model);
  menu_close(model);
  form_close(model);
  article_edit_close(model);
  agenda_edit_free(model);
  prompt_clear(&model->line);
  lock_free(model->lock);
  g_hash_table_unref(model->drafts);
  looked_free(model->looked);
  together_free(model->together);
  meet_free(model->meet);
  for (guint i = 0; i < model->pending->len; i++)
    command_free(g_array_index(model->pending, struct pending, i).edit);
  g_array_unref(model->split);
  marks_free(model);
  g_array_unref(model->pending);
}

void model_touch(struct model *model, uint64_t dirty)
{
  model->dirty |= dirty;
}

void model_unsay(struct model *model)
{
  if (*model->notice.text == '\0')
    return;
  *model->notice.text = '\0';
  model_touch(model, DIRTY_ALL); /* it may have stood over panes */
}

void model_say(struct model *model, enum role role, const char *format, ...)
{
  va_list args;
  model_unsay(model);
  va_start(args, format);
  g_vsnprintf(model->notice.text, sizeof model->notice.text, format, args);
  va_end(args);
  model->notice.role = role;
  model->notice.until = role == ROLE_BAD ? UTC_NONE : model->now + NOTICE_SECONDS;
  model_touch(model, DIRTY_FOOTER);
}

void model_refuse(struct model *model, const struct action *action)
{
  char *why = NULL;
  if (action_permitted(action, model, &why))
    model_say(model, ROLE_QUIET, _("“%s” does not work here now"), lang_text_context(action->name));
  else
    model_say(model, ROLE_BAD, "%s", why);
  g_free(why);
}

const struct calendar *model_calendar(const struct model *model, const char *id)
{
  return model->ref == NULL || id == NULL ? NULL : calendar_find(model->ref->calendars, id);
}

const struct ticket *model_subject(const struct model *model)
{
  if (model->focus == PANE_TICKET)
    return model->ticket != NULL && strcmp(model->ticket->t.key, model->ticket_key) == 0 ? &model->ticket->t : NULL;
  const struct queue_row *row = model->focus == PANE_QUEUE ? queue_current(model) : NULL;
  return row == NULL ? NULL : &row->t;
}

bool model_filter_fits(const char *filter, const char *const *text)
{
  if (*filter == '\0')
    return true;
  GString *all = g_string_new(NULL);
  for (; *text != NULL; text++) {
    char *folded = text_fold(*text, -1);
    g_string_append_printf(all, "%s\n", folded);
    g_free(folded);
  }
  char *wanted = text_fold(filter, -1), **word = g_strsplit(wanted, " ", -1);
  bool fits = true;
  for (int i = 0; word[i] != NULL && fits; i++)
    fits = strstr(all->str, word[i]) != NULL;
  g_strfreev(word);
  g_free(wanted);
  g_string_free(all, TRUE);
  return fits;
}

/* --- time ----------------------------------------------------------------------------------------- */
static utc_t next_minute(utc_t at)
{
  return at - ((at % MINUTE) + MINUTE) % MINUTE + MINUTE;
}

utc_t model_wakes_at(const struct model *model)
{
  if (model->seconds)
    return model->now + 1;
  utc_t at = MIN(next_minute(model->now), alert_wakes_at(model));
  if (*model->notice.text != '\0' && model->notice.until != UTC_NONE)
    at = MIN(at, MAX(model->notice.until, model->now + 1));
  if (model->store.condition == STORE_BUSY && model->busy_told != model->store.since)
    at = MIN(at, MAX(model->store.since + BUSY_TOLD_S, model->now + 1));
  if (queue_turns(model, INT64_MAX))
    at = MIN(at, MAX(model->queue.window->turns_at, model->now + 1));
  for (int i = 0; model->due != NULL && i < model->due->rows; i++)
    if (model->due->row[i].clock.due > model->now)
      return MIN(at, model->due->row[i].clock.due + 1); /* late a second after it is due */
  return at;
}

static void touch_time(struct model *model, utc_t before)
{
  bool minute = next_minute(before) != next_minute(model->now);
  for (int id = 0; id < PANES; id++) {
    enum pane_time time = pane_get((enum pane_id)id)->time;
    if (id == PANE_CLOCK && id == (int)model->focus && model->seconds) /* the office under the cursor, to the second */
      model_touch(model, PANE_BIT(id));
    if ((time == PANE_TIME_SECONDS && (model->seconds || minute)) || (time == PANE_TIME_MINUTES && minute))
      model_touch(model, PANE_BIT(id));
  }
  if (model->seconds || minute)
    model_touch(model, DIRTY_HEADER);
  if (*model->notice.text != '\0' && model->notice.until != UTC_NONE && model->now >= model->notice.until)
    model_unsay(model);
}

static void pass_time(struct model *model, utc_t now, struct effects *effects)
{
  utc_t before = model->now;
  if (now == before)
    return;
  model->now = now;
  touch_time(model, before);
  lock_tick(model);
  model_tick(model, before, effects);
}

/* --- messages ------------------------------------------------------------------------------------- */
static void on_start(struct model *model, const struct message *message, struct effects *effects)
{
  (void)message;
  model_ask_all(model, effects);
  model_touch(model, DIRTY_ALL);
}

static void on_input(struct model *model, const struct message *message, struct effects *effects)
{
  if (!lock_input(model, message->input, effects))
    model_input(model, message->input, effects);
}

static void on_resize(struct model *model, const struct message *message, struct effects *effects)
{
  (void)effects;
  model->rows = message->rows;
  model->cols = message->cols;
  model_touch(model, DIRTY_ALL);
}

static void on_feed(struct model *model, const struct message *message, struct effects *effects)
{
  model_feed(model, message->feed, effects);
}

static bool says_busy(const struct model *model)
{
  return model->store.condition == STORE_BUSY && strcmp(model->notice.text, model->store.message) == 0;
}

/* Waiting is told in the header at once; after a while also for whom, unless something else is being told. */
static void tell_busy(struct model *model)
{
  bool long_enough = model->store.condition == STORE_BUSY && model->now >= model->store.since + BUSY_TOLD_S;
  if (!long_enough || model->busy_told == model->store.since || *model->notice.text != '\0')
    return;
  model_say(model, ROLE_SOON, "%s", model->store.message);
  model->notice.until = UTC_NONE; /* a key takes it away */
  model->busy_told = model->store.since;
}

static void on_status(struct model *model, const struct message *message, struct effects *effects)
{
  (void)effects;
  if (message->status->condition == STORE_REPLACED && model->store.condition != STORE_REPLACED)
    model_say(model, ROLE_BAD, _("The database file was moved or replaced: you see what lies there now"));
  if (message->status->condition != STORE_BUSY && says_busy(model))
    model_unsay(model);
  model->store = *message->status;
  model_touch(model, DIRTY_HEADER);
}

static void on_drafts(struct model *model, const struct message *message, struct effects *effects)
{
  draft_load(model, message->text, effects);
}

static void on_notice(struct model *model, const struct message *message, struct effects *effects)
{
  (void)effects;
  if (message->error != NULL)
    model_say(model, ROLE_BAD, "%s", message->error->message);
  else
    model_say(model, ROLE_NORMAL, "%s", message->text);
}

void model_update(struct model *model, const struct message *message, struct effects *effects)
{
  typedef void message_fn(struct model *, const struct message *, struct effects *);
  static message_fn *const on[] = {
    [MESSAGE_START] = on_start, [MESSAGE_INPUT] = on_input, [MESSAGE_RESIZE] = on_resize,
    [MESSAGE_SNAPSHOT] = model_snapshot, [MESSAGE_FEED] = on_feed, [MESSAGE_STATUS] = on_status,
    [MESSAGE_OUTCOME] = model_outcome, [MESSAGE_DRAFTS] = on_drafts, [MESSAGE_NOTICE] = on_notice,
    [MESSAGE_UNLOCK] = lock_answer, [MESSAGE_EDITED] = editor_edited,
  };
  if (message->type == MESSAGE_START)
    model->now = message->now;
  pass_time(model, message->now, effects);
  if (message->type != MESSAGE_TICK)
    on[message->type](model, message, effects);
  tell_busy(model);
  model_place(model);
  model_settle(model);
  meet_settle(model, effects);
  look_settle(model, effects);
  together_settle(model, effects);
}
