/* The explanation of a clock in words. Columns are by the terminal's width (text.h). */
#include <stdio.h>
#include <string.h>

#include "toban/sla_explain.h"
#include "toban/text.h"

struct writing {
  const struct sla_explanation *e;
  const struct zone *zone;
  sla_line_fn *each;
  void *user;
  GString *line;
};

static void end_line(struct writing *w)
{
  w->each(w->line->str, w->user);
  g_string_truncate(w->line, 0);
}

/* "11/20(金) 16:00:00", with the calendar's own clock. */
static void add_time(struct writing *w, utc_t at)
{
  char date[48], time[16];
  int offset = zone_offset(w->zone, at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, true, time, sizeof time);
  g_string_append_printf(w->line, "%s %s", date, time);
}

static void add_duration(struct writing *w, int64_t seconds)
{
  g_string_append_printf(w->line, "%" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
                         (int)(seconds % 60));
}

static void add_cell(struct writing *w, const char *text, int columns)
{
  text_fit(w->line, text, columns, false);
  g_string_append(w->line, "  ");
}

static void labelled_time(struct writing *w, const char *label, utc_t at)
{
  if (at == UTC_NONE)
    return;
  add_cell(w, label, 10);
  add_time(w, at);
  end_line(w);
}

static const char *standing_text(enum sla_state standing)
{
  switch (standing) {
    case SLA_RUNNING: return C_("standing", "counted");
    case SLA_PAUSED: return C_("standing", "on hold");
    default: return C_("standing", "stopped");
  }
}

static void write_head(struct writing *w)
{
  const struct policy *policy = w->e->policy;
  char day[16];
  day_t first;
  int second;
  zone_local(zone_tokyo(), policy->from, &first, &second);
  add_cell(w, sla_clock_text(policy->clock), 10);
  g_string_append_printf(w->line, "%s (%s, %s %s)", policy->label[lang_get()], policy->id, C_("explain", "from"),
                         day_format(first, day));
  end_line(w);
  add_cell(w, C_("explain", "calendar"), 10);
  g_string_append_printf(w->line, "%s (%s)", w->e->clock.calendar, zone_id(w->zone));
  if (!calendar_has_holidays(w->e->calendar))
    g_string_append_printf(w->line, "  %s", C_("explain", "holidays unknown"));
  if (w->e->stand_in)
    g_string_append_printf(w->line, "  %s", _("stands in for a calendar that is not there"));
  end_line(w);
}

static void write_stretches(struct writing *w)
{
  for (int i = 0; i < w->e->stretches; i++) {
    const struct sla_stretch *s = &w->e->stretch[i];
    add_time(w, s->from);
    g_string_append(w->line, " - ");
    add_time(w, s->to);
    g_string_append(w->line, "  ");
    add_cell(w, ticket_state_text(s->state), 20);
    add_cell(w, standing_text(s->standing), 10);
    add_duration(w, s->counted);
    if (s->open != s->to - s->from) {
      g_string_append_printf(w->line, "  (%s ", C_("explain", "open"));
      add_duration(w, s->open);
      g_string_append_c(w->line, ')');
    }
    end_line(w);
  }
}

static void write_days(struct writing *w)
{
  for (int i = 0; i < w->e->days; i++) {
    const struct sla_day *d = &w->e->day[i];
    char date[48];
    date_text((utc_t)d->day * UTC_DAY, 0, DATE_SHORT, date, sizeof date);
    add_cell(w, date, 14);
    if (d->about.name[lang_get()] != NULL)
      add_cell(w, d->about.name[lang_get()], 26);
    if (d->about.no_day_off)
      add_cell(w, C_("explain", "no day off"), 12);
    if (d->about.shift != 0)
      add_cell(w, d->about.shift > 0 ? C_("explain", "clocks forward") : C_("explain", "clocks back"), 16);
    g_string_append_printf(w->line, "%s ", C_("explain", "open"));
    add_duration(w, d->about.open);
    if (d->about.open != d->about.usual) {
      g_string_append_printf(w->line, " (%s ", C_("explain", "usually"));
      add_duration(w, d->about.usual);
      g_string_append_c(w->line, ')');
    }
    end_line(w);
  }
}

static void write_sum(struct writing *w)
{
  const struct sla_clock *clock = &w->e->clock;
  add_cell(w, C_("explain", "in all"), 10);
  add_duration(w, clock->elapsed);
  g_string_append_printf(w->line, " / %s ", C_("explain", "target"));
  add_duration(w, clock->target);
  if (clock->state == SLA_NOT_MEASURED)
    g_string_append_printf(w->line, "  %s", _("merged: not measured from then on"));
  else if (clock->state == SLA_EXCLUDED)
    g_string_append_printf(w->line, "  %s", _("excluded: counted apart"));
  end_line(w);
  labelled_time(w, C_("explain", "due"), clock->due);
  labelled_time(w, C_("explain", "met"), clock->met_at);
  labelled_time(w, C_("explain", "missed"), clock->missed_at);
}

void sla_explain_text(const struct sla_explanation *explanation, sla_line_fn *each, void *user)
{
  if (explanation->policy == NULL) {
    each(_("no policy row holds for this ticket: not measured"), user);
    return;
  }
  struct writing w = {explanation, calendar_zone(explanation->calendar), each, user, g_string_new(NULL)};
  write_head(&w);
  write_stretches(&w);
  write_days(&w);
  write_sum(&w);
  g_string_free(w.line, TRUE);
}
