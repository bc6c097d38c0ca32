/* A survey: its offices with their answers, those first who have not answered; the questions below. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "stock.h"
#include "table.h"
#include "toban/text.h"

const struct survey_view *survey_shown(const struct model *model)
{
  const struct survey_view *view = model->view[PANE_SURVEY];
  return view == NULL || view->one == NULL ? NULL : view;
}

static int rows(const struct model *model)
{
  return survey_shown(model) == NULL ? 0 : survey_shown(model)->offices;
}

static const void *row_of(const struct model *model, int index)
{
  return &survey_shown(model)->office[index];
}

static void title(const struct model *model, GString *out)
{
  const struct survey_view *view = survey_shown(model);
  g_string_append(out, C_("title", "Survey"));
  if (view == NULL)
    return;
  g_string_append_printf(out, " %ld", (long)view->one->number);
  g_string_append_printf(out, C_("count of answers", " [%s] %ld of %ld answered  "),
                         survey_state_text(view->one->state), (long)view->one->answered, (long)view->one->offices);
  text_clean(out, view->one->title[lang_get()], -1); /* what may be cut stands last */
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  place_name(model, ((const struct survey_office *)row)->office, out);
}

static void at_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct survey_office *office = row;
  *role = office->answered_at == UTC_NONE ? ROLE_SOON : ROLE_QUIET;
  if (office->answered_at == UTC_NONE)
    g_string_append(out, C_("survey", "no answer"));
  else
    japan_time(model, office->answered_at, out);
}

static void reminders_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  if (((const struct survey_office *)row)->reminders > 0)
    g_string_append_printf(out, "%d", ((const struct survey_office *)row)->reminders);
}

static void answers_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct survey_view *view = survey_shown(model);
  const struct survey_office *office = row;
  (void)role;
  for (int i = 0; i < view->questions; i++) {
    if (*office->answer[i] == '\0')
      continue;
    g_string_append_printf(out, "%d: ", view->question[i].place);
    text_clean(out, office->answer[i], -1);
    g_string_append(out, "  ");
  }
}

static const struct table_column columns[] = {
  {NC_("column", "Office"), {16, 18}, .cell = office_cell},
  {NC_("column", "Answered"), {12, 12}, .cell = at_cell},
  {NC_("column", "Reminders"), {6, 9}, .right = true, .rank = 1, .cell = reminders_cell},
  {NC_("column", "Answers"), {0, 0}, .cell = answers_cell},
};

static void detail(const struct model *model, const void *row, GString *out)
{
  const struct survey_view *view = survey_shown(model);
  (void)row;
  if (*view->one->due_on != '\0')
    g_string_append_printf(out, _("answers until %s\n"), view->one->due_on);
  for (int i = 0; i < view->questions; i++) {
    const struct survey_question *q = &view->question[i];
    g_string_append_printf(out, "%s%d. ", i == 0 ? "" : "\n", q->place);
    text_clean(out, q->text[lang_get()], -1);
    if (*q->choices != '\0') {
      g_string_append(out, " (");
      text_clean(out, q->choices, -1);
      g_string_append(out, ")");
    }
  }
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No offices yet. `:survey-make JA // EN`, `:survey-ask JA // EN`, `:survey-to OFFICE=MAIL ...`, then S "
              "sends."),
  .detail = 7, .draw_detail = detail,
};

static void *args(const struct model *model)
{
  struct survey_args *args = g_new0(struct survey_args, 1);
  args->number = model->choice[PANE_SURVEY];
  return args;
}

static const struct pane_read read = {.run = survey_read, .args = args, .topics = TOPIC_SURVEY};
const struct pane_ops pane_survey = {
  .id = PANE_SURVEY, .name = "survey", .time = PANE_TIME_NONE, .title = title, .read = &read, .table = &table,
};
