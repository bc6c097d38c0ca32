/* Handing over: looking at the sheet, words, giving, confirming item by item, ending. */
#include <string.h>

#include "actions.h"
#include "handover_rows.h"
#include "model_parts.h"
#include "toban/text.h"

static const struct handover_sheet *sheet_of(const struct model *model)
{
  const struct handover_view *view = model->view[PANE_HANDOVER];
  return view == NULL ? NULL : &view->sheet;
}

static void act_handover(struct model *model, const char *arg, struct effects *effects)
{
  model->handover = arg == NULL || *arg == '\0' ? HANDOVER_NOW : g_ascii_strtoll(arg, NULL, 10);
  pane_show(model, PANE_HANDOVER, effects);
}

static void act_next(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model->handover = model->handover == HANDOVER_NEXT ? HANDOVER_NOW : HANDOVER_NEXT;
  model->list[PANE_HANDOVER] = (struct list){0};
  pane_ask(model, PANE_HANDOVER, effects);
}

static void tell_sheet(struct model *model, struct command *command, const char *done, struct effects *effects)
{
  struct pending pending = {.done = done};
  g_snprintf(pending.ticket, sizeof pending.ticket, "%ld", (long)sheet_of(model)->number);
  model_send(model, command, &pending, effects);
}

/* Words go to the sheet that is seen, unless it is ended. */
static void act_words(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "words ");
    return;
  }
  tell_sheet(model, handover_write(model->actor, model->now, sheet_of(model)->number,
                                   text_is_japanese(arg) ? "ja" : "en", arg),
             N_("written on the handover sheet"), effects);
}

static void act_give(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  tell_sheet(model, handover_give(model->actor, model->now, sheet_of(model)), N_("handed over"), effects);
}

/* The next item that is not confirmed comes under the cursor. */
static void move_on(struct model *model, struct effects *effects)
{
  static struct handover_row row[HANDOVER_ROWS];
  int count = handover_rows(model, row);
  for (int i = model->list[PANE_HANDOVER].cursor + 1; i < count; i++)
    if (row[i].kind == HANDOVER_ROW_ITEM && sheet_of(model)->item[row[i].index].confirmed_by == NULL) {
      for (int steps = i - model->list[PANE_HANDOVER].cursor; steps > 0; steps--)
        model_move(model, MOVE_DOWN, effects);
      return;
    }
}

static void act_confirm(struct model *model, const char *arg, struct effects *effects)
{
  struct handover_row row;
  (void)arg;
  if (!handover_current(model, &row) || row.kind != HANDOVER_ROW_ITEM) {
    move_on(model, effects);
    return;
  }
  const struct handover_sheet *sheet = sheet_of(model);
  GError *error = NULL;
  int place = sheet->item[row.index].place;
  if (!handover_may_confirm(sheet, place, model->actor, &error)) {
    model_say(model, ROLE_BAD, "%s", error->message);
    g_error_free(error);
    return;
  }
  tell_sheet(model, handover_confirm(model->actor, model->now, sheet->number, place), N_("confirmed"), effects);
  move_on(model, effects);
}

static void act_end(struct model *model, const char *arg, struct effects *effects)
{
  if (handover_unconfirmed(sheet_of(model)) > 0 && (arg == NULL || *arg == '\0')) {
    line_open(model, LINE_COMMAND, "end-handover ");
    return;
  }
  tell_sheet(model, handover_end(model->actor, model->now, sheet_of(model)->number, arg), N_("the handover is ended"),
             effects);
}

/* --- when they work --------------------------------------------------------------------------------------- */
static bool is_draft(const struct model *model)
{
  return sheet_of(model) != NULL && sheet_of(model)->state == HANDOVER_DRAFT;
}

static bool is_given(const struct model *model)
{
  return sheet_of(model) != NULL && sheet_of(model)->state == HANDOVER_GIVEN;
}

static bool is_not_ended(const struct model *model)
{
  return is_draft(model) || is_given(model);
}

#define HERE PANE_BIT(PANE_HANDOVER)
static const struct action rows[] = {
  {"handover", "H", NC_("action", "handover"), N_("the handover sheet"), GROUP_DESK, .arg = ARG_TEXT,
   .foot = 23, .run = act_handover},
  {"confirm-item", "+", NC_("action", "confirm"), N_("confirms the item under the cursor"), GROUP_DESK, HERE, NEED_ROWS,
   0, ARG_NONE, -1, act_confirm, RIGHT_HANDOVER, is_given},
  {"words", "w", NC_("action", "words"), N_("words for the next shift, in either language"), GROUP_DESK, HERE, 0, 0,
   ARG_TEXT, -2, act_words, RIGHT_HANDOVER, is_not_ended},
  {"give", "S", NC_("action", "hand over"), N_("hands the draft over"), GROUP_DESK, HERE, 0, 0, ARG_NONE, -3, act_give,
   RIGHT_HANDOVER, is_draft},
  {"end-handover", "e", NC_("action", "end"), N_("ends the sheet; unconfirmed only with a reason"), GROUP_DESK, HERE, 0,
   0, ARG_TEXT, -4, act_end, RIGHT_HANDOVER, is_given},
  {"next-handover", "N", NC_("action", "next draft"), N_("the draft of the next sheet, and back"), GROUP_DESK, HERE,
   .foot = -5, .run = act_next},
};
const struct action_part actions_handover = {rows, (int)G_N_ELEMENTS(rows)};
