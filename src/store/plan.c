#include "toban/plan.h"

#include <string.h>

#include "project.h"
#include "reference.h"
#include "toban/error.h"
#include "toban/event_text.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "toban/ticket_work.h"

struct planning {
  struct db *db;
  const struct plan_args *args;
  const struct reference *ref;
  struct plan *plan;
  GArray *rows; /* struct plan_row */
};

static struct ticket_event event_of(const struct plan_step *step, const char *key, const char *by, utc_t at)
{
  bool nobody = *step->target == '\0';
  return (struct ticket_event){.ticket = key,
                               .at = at,
                               .by = by,
                               .kind = step->kind,
                               .channel = CHANNEL_NONE,
                               .priority = step->priority,
                               .target = nobody ? NULL : step->target,
                               .reason = *step->reason == '\0' ? NULL : step->reason,
                               .until = step->until};
}

/* --- what is, and what will be -------------------------------------------------------------------- */
static void tell_state(const struct ticket *ticket, GString *out)
{
  g_string_append(out, ticket_state_text(ticket->state));
}

static void tell(const struct planning *planning, const struct ticket *ticket, GString *out)
{
  switch (planning->args->step.kind) {
  case EVENT_ASSIGNED: event_person(planning->ref, ticket->assignee, out); break;
  case EVENT_STATE: tell_state(ticket, out); break;
  case EVENT_CHANGED: g_string_append_printf(out, _("priority %d"), ticket->priority); break;
  case EVENT_MERGED: text_clean(out, ticket->merged_into == NULL ? "" : ticket->merged_into, -1); break;
  case EVENT_TAGGED: case EVENT_UNTAGGED:
    for (int i = 0; i < ticket->tags; i++)
      g_string_append_printf(out, "%s%s", i > 0 ? " " : "", ticket->tag[i]);
    break;
  case EVENT_ANSWERED:
    g_string_append(out, ticket->answered_at == UTC_NONE ? C_("plan", "not answered") : C_("plan", "answered"));
    break;
  default: break;
  }
}

/* Would anything change? An answer or a note is always new. */
static bool changes(const struct ticket *a, const struct ticket *b, enum event_kind kind)
{
  switch (kind) {
  case EVENT_ASSIGNED: return g_strcmp0(a->assignee, b->assignee) != 0;
  case EVENT_CHANGED: return a->priority != b->priority;
  case EVENT_TAGGED: case EVENT_UNTAGGED: return a->tags != b->tags;
  default: return true;
  }
}

static void add_row(struct planning *planning, const struct ticket *ticket)
{
  struct arena *arena = planning->plan->s.arena;
  struct ticket_event event = event_of(&planning->args->step, ticket->key, planning->args->actor, planning->args->now);
  struct plan_row row = {.key = ticket->key, .title = ticket->title, .revision = ticket->revision, .after = ""};
  struct ticket then = *ticket;
  GError *why = NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  tell(planning, ticket, text);
  row.before = arena_strdup(arena, text->str);
  if (!ticket_may_choose(ticket, &event, &why)) {
    row.refusal = arena_strdup(arena, why->message);
  } else {
    ticket_apply(&then, &event);
    if (!changes(ticket, &then, event.kind))
      row.refusal = arena_strdup(arena, _("nothing would change"));
    g_string_truncate(text, 0);
    tell(planning, &then, text);
    row.after = arena_strdup(arena, text->str);
  }
  g_clear_error(&why);
  planning->plan->able += row.refusal == NULL;
  g_array_append_val(planning->rows, row);
}

static bool named_before(const struct plan_args *args, int i)
{
  for (int k = 0; k < i; k++)
    if (strcmp(args->key[k], args->key[i]) == 0)
      return true;
  return false;
}

/* --- which tickets ------------------------------------------------------------------------------------ */
static bool read_named(struct planning *planning, GError **error)
{
  for (int i = 0; i < MIN(planning->args->keys, PLAN_MOST); i++) {
    struct ticket_row row;
    const char *key = planning->args->key[i];
    if (named_before(planning->args, i))
      continue;
    if (!row_load(planning->db, key, planning->plan->s.arena, &row, error))
      return false;
    if (row.id == 0) {
      error_set(error, TE_NOINPUT, _("no such ticket: “%s”"), key);
      return false;
    }
    add_row(planning, &row.t);
  }
  return true;
}

static bool read_view(struct planning *planning, GError **error)
{
  struct queue_args queue = planning->args->queue;
  queue.where = QUEUE_TOP;
  queue.before = 0;
  queue.after = PLAN_MOST;
  struct queue_window *window = queue_window_read(planning->db, &queue, error);
  if (window == NULL)
    return false;
  planning->plan->more = window->more || window->total > PLAN_MOST;
  for (int i = 0; i < MIN(window->rows, PLAN_MOST); i++) {
    struct ticket_row row;
    if (row_load(planning->db, window->row[i].t.key, planning->plan->s.arena, &row, NULL) && row.id != 0)
      add_row(planning, &row.t);
  }
  snapshot_free(window);
  return true;
}

static bool read_target(struct planning *planning, GError **error)
{
  struct ticket_row row;
  const struct plan_step *step = &planning->args->step;
  if (step->kind != EVENT_MERGED)
    return true;
  if (!row_load(planning->db, step->target, planning->plan->s.arena, &row, error))
    return false;
  planning->plan->into = row.id == 0 ? NULL : row.t.title == NULL ? "" : row.t.title;
  return true;
}

void *plan_read(struct db *db, const void *plan_args, GError **error)
{
  const struct plan_args *args = plan_args;
  struct arena *arena = arena_new();
  struct plan *plan = arena_new0(arena, struct plan, 1);
  struct planning planning = {db, args, reference_cached(db, error), plan,
                              g_array_new(FALSE, FALSE, sizeof(struct plan_row))};
  plan->s.arena = arena;
  plan->step = args->step;
  bool done = planning.ref != NULL && read_target(&planning, error) &&
              (args->keys > 0 ? read_named(&planning, error) : read_view(&planning, error));
  struct plan_row *row = arena_new0(arena, struct plan_row, MAX(planning.rows->len, 1));
  if (planning.rows->len > 0)
    memcpy(row, planning.rows->data, planning.rows->len * sizeof *row);
  plan->row = row;
  plan->rows = (int)planning.rows->len;
  g_array_free(planning.rows, TRUE);
  if (done)
    return plan;
  arena_free(arena);
  return NULL;
}

struct command *plan_command(const struct plan *plan, const char *actor, utc_t at, const char *body)
{
  struct command *command = NULL;
  for (int i = 0; i < plan->rows; i++) {
    if (plan->row[i].refusal != NULL)
      continue;
    struct ticket_event event = event_of(&plan->step, plan->row[i].key, actor, at);
    event.body = body;
    if (command == NULL)
      command = command_ticket(actor, at, plan->row[i].revision, &event);
    else
      command_ticket_add(command, plan->row[i].revision, &event);
  }
  return command;
}
