#include "toban/approval.h"

#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

static const struct approval_kind kinds[] = {
    {APPROVAL_EXCLUSION, NC_("approval", "exclusion"), RIGHT_EXCLUSION_REQUEST, RIGHT_EXCLUSION_DECIDE, 1, 0},
    {"work-plan", NC_("approval", "work plan"), RIGHT_APPROVAL_ASK, RIGHT_DECIDE_WORK, 1, 30},
    {"emergency-stop", NC_("approval", "emergency stop"), RIGHT_APPROVAL_ASK, RIGHT_DECIDE_WORK, 1, 1},
    {"trip", NC_("approval", "business trip"), RIGHT_APPROVAL_ASK, RIGHT_DECIDE_TRIP, 1, 30},
    {"document", NC_("approval", "document"), RIGHT_APPROVAL_ASK, RIGHT_DECIDE_DOCUMENT, 1, 60},
    {"erasure", NC_("approval", "erasure of data"), RIGHT_APPROVAL_ASK, RIGHT_DECIDE_ERASURE, 2, 14},
};

const struct approval_kind *approval_kind_at(int index)
{
  return index >= 0 && index < (int)G_N_ELEMENTS(kinds) ? &kinds[index] : NULL;
}

const struct approval_kind *approval_kind_find(const char *id)
{
  for (size_t i = 0; id != NULL && i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].id, id) == 0)
      return &kinds[i];
  return NULL;
}

static const struct {
  const char *id, *text;
} states[APPROVAL_STATES] = {
    [APPROVAL_WAITING] = {"waiting", NC_("approval", "waiting")},
    [APPROVAL_GRANTED] = {"granted", NC_("approval", "granted")},
    [APPROVAL_REFUSED] = {"refused", NC_("approval", "refused")},
    [APPROVAL_WITHDRAWN] = {"withdrawn", NC_("approval", "withdrawn")},
    [APPROVAL_LAPSED] = {"lapsed", NC_("approval", "lapsed")},
};

const char *approval_state_id(enum approval_state state)
{
  return states[state].id;
}

const char *approval_state_text(enum approval_state state)
{
  return lang_text_context(states[state].text);
}

bool approval_state_parse(const char *id, enum approval_state *out)
{
  for (int i = 0; i < APPROVAL_STATES; i++)
    if (strcmp(states[i].id, id) == 0) {
      *out = (enum approval_state)i;
      return true;
    }
  return false;
}

enum approval_state approval_state_at(const struct approval *approval, utc_t now)
{
  bool late = approval->state == APPROVAL_WAITING && approval->until != UTC_NONE && now >= approval->until;
  return late ? APPROVAL_LAPSED : approval->state;
}

/* --- steps ------------------------------------------------------------------------------------------------- */
static const char *const steps[APPROVAL_STEPS] = {"ask", "grant", "refuse", "withdraw"};

const char *approval_step_id(enum approval_step step)
{
  return steps[step];
}

bool approval_step_parse(const char *id, enum approval_step *out)
{
  for (int i = 0; i < APPROVAL_STEPS; i++)
    if (strcmp(steps[i], id) == 0) {
      *out = (enum approval_step)i;
      return true;
    }
  return false;
}

enum right approval_right(const struct approval_kind *kind, enum approval_step step)
{
  return step == STEP_ASK ? kind->ask : step == STEP_WITHDRAW ? RIGHT_APPROVAL_WITHDRAW : kind->decide;
}

static bool refuse(GError **error, enum toban_error code, const char *why)
{
  error_set(error, code, "%s", why);
  return false;
}

static bool right_person(const struct approval *approval, enum approval_step step, const char *by, GError **error)
{
  bool own = strcmp(approval->asked_by, by) == 0;
  if (step == STEP_WITHDRAW)
    return own || refuse(error, TE_PERMISSION, _("only who asked for it takes it back"));
  if (own)
    return refuse(error, TE_PERMISSION, _("nobody decides on what he or she asked for"));
  for (int i = 0; i < approval->votes; i++)
    if (strcmp(approval->vote[i].by, by) == 0)
      return refuse(error, TE_PERMISSION, _("you have agreed already; another person must too"));
  return true;
}

bool approval_may(const struct approval *approval, enum approval_step step, const char *by, const char *words,
                  utc_t now, GError **error)
{
  enum approval_state state = approval_state_at(approval, now);
  if (words == NULL || *words == '\0')
    return refuse(error, TE_DATA, _("an approval needs words: what for, or why"));
  if (step == STEP_ASK)
    return true;
  if (state == APPROVAL_WAITING)
    return right_person(approval, step, by, error);
  error_set(error, TE_NO, _("it waits no longer: %s"), approval_state_text(state));
  return false;
}

void approval_apply(struct approval *approval, enum approval_step step, const char *by, const char *words, utc_t at)
{
  if (step == STEP_ASK)
    return;
  if (step != STEP_WITHDRAW && approval->votes < APPROVAL_PEOPLE)
    approval->vote[approval->votes++] =
        (struct approval_vote){.by = by, .at = at, .grant = step == STEP_GRANT, .words = words};
  if (step == STEP_GRANT && approval->votes < approval->kind->people)
    return;
  approval->state = step == STEP_GRANT ? APPROVAL_GRANTED : step == STEP_REFUSE ? APPROVAL_REFUSED : APPROVAL_WITHDRAWN;
  approval->decided_at = at;
}
