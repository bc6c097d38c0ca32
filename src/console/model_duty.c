/* The roster in the console: read at the start, when it changes, and each quarter of an hour; gaps that begin within a
 * day are claimed, and the console that was first rings (duty_store.h). */
#include <string.h>

#include "model_parts.h"
#include "names.h"

enum { QUARTER = 900 };

void *duty_args(const struct model *model)
{
  struct duty_args *args = g_new0(struct duty_args, 1);
  utc_t from = model->now - model->now % QUARTER;
  *args = (struct duty_args){.from = from, .to = from + (utc_t)DUTY_AHEAD_DAYS * UTC_DAY};
  return args;
}

void duty_period(const struct model *model, utc_t from, utc_t to, GString *out)
{
  int offset = zone_offset(zone_tokyo(), from);
  char date[48], begin[16], end[16];
  day_t first, last;
  int second;
  (void)model;
  zone_local(zone_tokyo(), from, &first, &second);
  zone_local(zone_tokyo(), to, &last, &second);
  date_text(from, offset, DATE_SHORT, date, sizeof date);
  time_text(from, offset, false, begin, sizeof begin);
  time_text(to, offset, false, end, sizeof end);
  g_string_append_printf(out, "%s %s-", date, begin);
  if (first != last) {
    date_text(to, offset, DATE_SHORT, date, sizeof date);
    g_string_append_printf(out, "%s ", date);
  }
  g_string_append(out, end);
}

static bool is_time_to_warn(const struct model *model, const struct duty_gap_row *row)
{
  utc_t from = row->gap.from;
  return !row->warned && from > model->now && duty_warn_at(model_calendar(model, "tokyo"), from) <= model->now;
}

static void warn(struct model *model, const struct duty_gap_row *row, struct effects *effects)
{
  struct pending pending = {.alert = ALERT_SOON};
  g_autoptr(GString) when = g_string_new(NULL);
  duty_period(model, row->gap.from, row->gap.to, when);
  char *text = g_strdup_printf(_("nobody on: %s, %s (%d of %d)"), row->label[lang_get()], when->str, row->gap.have,
                               row->gap.want);
  g_strlcpy(pending.text, text, sizeof pending.text);
  model_send(model, duty_warn(model->actor, model->now, &row->gap), &pending, effects);
  g_free(text);
}

void duty_look(struct model *model, struct effects *effects)
{
  if (model->duty == NULL || model->read_only || model->pinned || !right_may(model->roles, RIGHT_WARN))
    return;
  for (int i = 0; i < model->duty->gaps; i++)
    if (is_time_to_warn(model, &model->duty->gap[i]))
      warn(model, &model->duty->gap[i], effects);
}

void duty_arrived(struct model *model, void *take, struct effects *effects)
{
  snapshot_free(model->duty);
  model->duty = take;
  model_touch(model, DIRTY_HEADER | PANE_BIT(PANE_DUTY) | DIRTY_FOOTER);
  duty_look(model, effects);
}

/* A quarter of an hour before the operator's own time at a site ends: once. */
static void remind(struct model *model)
{
  const struct duty_view *view = model->duty;
  for (int i = 0; view != NULL && !model->read_only && i < view->pieces; i++) {
    const struct duty_piece *p = &view->piece[i];
    utc_t from, until;
    if (model->now < p->from || model->now >= p->to || strcmp(view->plan.person[p->person].login, model->actor) != 0)
      continue;
    duty_unbroken(&view->plan, view->piece, view->pieces, i, &from, &until);
    if (until - model->now > QUARTER || model->reminded == until)
      continue;
    g_autoptr(GString) at = g_string_new(NULL);
    model->reminded = until;
    japan_time(model, until, at);
    model_say(model, ROLE_SOON, _("your shift ends at %s: H opens the handover sheet"), at->str);
    model->notice.until = until;
  }
}

void duty_tick(struct model *model, utc_t before, struct effects *effects)
{
  if (before / 60 != model->now / 60)
    remind(model);
  if (before / QUARTER != model->now / QUARTER)
    model_ask(model, SLOT_DUTY, effects);
}
