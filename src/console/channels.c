#include "channels.h"

#include "model_parts.h"

/* Teams and mail any time; voice and phone in the office hours of the section (table 3-8). */
static const char *const any_time[] = {NC_("channel", "Teams"), NC_("channel", "mail")};
static const char *const in_hours[] = {NC_("channel", "voice"), NC_("channel", "phone")};

static void append_all(GString *out, const char *const *name, size_t count, bool begun)
{
  for (size_t i = 0; i < count; i++)
    g_string_append_printf(out, "%s%s", begun || i > 0 ? " " : "", lang_text_context(name[i]));
}

static void append_opening(utc_t opens, utc_t now, bool brief, GString *out)
{
  const struct zone *japan = zone_tokyo();
  int offset = zone_offset(japan, opens), second;
  char date[64] = "", time[16];
  day_t today, day;
  zone_local(japan, now, &today, &second);
  zone_local(japan, opens, &day, &second);
  time_text(opens, offset, false, time, sizeof time);
  if (day != today && brief)
    g_strlcpy(date, weekday_text(day_weekday(day)), sizeof date);
  else if (day != today)
    date_text(opens, offset, DATE_SHORT, date, sizeof date);
  g_string_append_printf(out, brief ? "%s%s%s" : _("from %s%s%s"), date, *date == '\0' ? "" : " ", time);
}

void channels_text(const struct model *model, bool brief, GString *out)
{
  const struct calendar *hours = model_calendar(model, "jetro-weekday");
  append_all(out, any_time, G_N_ELEMENTS(any_time), false);
  if (hours == NULL)
    return;
  struct calendar_now now = calendar_at(hours, model->now);
  if (now.open) {
    append_all(out, in_hours, G_N_ELEMENTS(in_hours), true);
    return;
  }
  g_string_append(out, " (");
  append_all(out, in_hours + (brief ? 1 : 0), G_N_ELEMENTS(in_hours) - (brief ? 1 : 0), false);
  if (now.opens_at != UTC_NONE) {
    g_string_append_c(out, ' ');
    append_opening(now.opens_at, model->now, brief, out);
  }
  g_string_append_c(out, ')');
}
