#include "toban/action.h"

#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "toban/error.h"
#include "toban/pane.h"

#define ACTIONS(name) &actions_##name,
static const struct action_part *const parts[] = {
#include "actions.list"
};
#undef ACTIONS

enum { MOST = 400 };

static int total_of_parts(void)
{
  int total = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    total += parts[i]->count;
  return total;
}

/* The parts, one after the other; made when it is first asked for, by the loop thread. */
const struct action *action_table(int *count)
{
  static struct action all[MOST];
  static int made;
  for (size_t i = 0; made < total_of_parts(); i++) {
    g_assert(made + parts[i]->count <= MOST);
    memcpy(&all[made], parts[i]->row, (size_t)parts[i]->count * sizeof all[0]);
    made += parts[i]->count;
  }
  *count = made;
  return all;
}

const struct action *action_find(const char *id)
{
  int count;
  const struct action *all = action_table(&count);
  for (int i = 0; i < count; i++)
    if (strcmp(all[i].id, id) == 0)
      return &all[i];
  return NULL;
}

const char *action_group_title(enum action_group group)
{
  static const char *const titles[GROUPS] = {N_("The desk"), N_("Moving about"), N_("Work on a ticket"),
                                             N_("The program")};
  return titles[group];
}

static bool ticket_fits(const struct action *action, const struct model *model)
{
  const struct ticket *ticket = model_subject(model);
  if (ticket == NULL)
    return (action->needs & NEED_TICKET) == 0;
  bool open = ticket_state_is_open(ticket->state), merged = ticket->merged_into != NULL;
  bool held = ticket->state == TICKET_WAITING_USER || ticket->state == TICKET_WAITING_VENDOR ||
              ticket->state == TICKET_ESCALATED;
  if ((action->needs & NEED_OTHERS) && g_strcmp0(ticket->assignee, model->actor) == 0)
    return false;
  if (((action->needs & NEED_OPEN) && !open) || (action->right != RIGHT_READ && merged))
    return false;
  if (((action->needs & NEED_HELD) && !held) || ((action->needs & NEED_DONE) && open))
    return false;
  return action->next == 0 || (ticket_next_states(ticket) & action->next) != 0;
}

bool action_permitted(const struct action *action, const struct model *model, char **why)
{
  GError *error = NULL;
  if (action->right == RIGHT_READ)
    return true;
  if (model->read_only)
    error_set(&error, TE_READONLY, "%s", _("read-only: nothing can be written from this console"));
  else if (!right_may(model->roles, action->right))
    right_refuse(model->roles, action->right, &error);
  if (error != NULL && why != NULL)
    *why = g_strdup(error->message);
  bool permitted = error == NULL;
  g_clear_error(&error);
  return permitted;
}

bool action_has_place(const struct action *action, const struct model *model)
{
  if (action->panes != 0 && (action->panes & PANE_BIT(model->focus)) == 0)
    return false;
  if (!action_permitted(action, model, NULL))
    return false;
  if ((action->needs & NEED_FILTER) && !pane_get(model->focus)->filter)
    return false;
  if ((action->needs & NEED_ROWS) && model_rows(model) == 0)
    return false;
  if ((action->needs & NEED_OPENS) && pane_get(model->focus)->open == NULL)
    return false;
  bool earlier = model->focus == PANE_ARTICLE && model->article_version != 0;
  if (((action->needs & NEED_EARLIER) && !earlier) || ((action->needs & NEED_PRESENT) && earlier))
    return false;
  if ((action->needs & NEED_BACK) && !model_has_back(model))
    return false;
  if ((action->needs & NEED_TICKET) == 0)
    return true;
  return model_subject(model) != NULL && ((action->needs & (NEED_HELD | NEED_DONE)) == 0 || ticket_fits(action, model));
}

bool action_works(const struct action *action, const struct model *model)
{
  return action_has_place(action, model) && ((action->needs & NEED_TICKET) == 0 || ticket_fits(action, model)) &&
         (action->works == NULL || action->works(model));
}
