#include "channels.h"

#include "model_parts.h"
#include "toban/escalation.h"

static const char *const names[REACHES] = {
  [REACH_TEAMS] = NC_("channel", "Teams"), [REACH_TEAMS_VOICE] = NC_("channel", "voice"),
  [REACH_EMAIL] = NC_("channel", "mail"), [REACH_PHONE] = NC_("channel", "phone"),
};

/* The ways that are open, or those that are not; in short only the telephone of the closed ones. Returns how many. */
static int append_ways(const struct model *model, const struct calendar *hours, bool open, bool brief, GString *out)
{
  int some = 0;
  for (int i = 0; i < REACHES; i++)
    if (reach_at((enum reach)i, hours, model->now).open == open && (open || !brief || i == REACH_PHONE))
      g_string_append_printf(out, "%s%s", some++ > 0 ? " " : "", lang_text_context(names[i]));
  return some;
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
  const struct calendar *hours = model_calendar(model, REACH_CALENDAR);
  g_autoptr(GString) closed = g_string_new(NULL);
  append_ways(model, hours, true, brief, out);
  if (hours == NULL || append_ways(model, hours, false, brief, closed) == 0)
    return;
  struct reach_now phone = reach_at(REACH_PHONE, hours, model->now);
  g_string_append_printf(out, " (%s", closed->str);
  if (phone.opens_at != UTC_NONE) {
    g_string_append_c(out, ' ');
    append_opening(phone.opens_at, model->now, brief, out);
  }
  g_string_append_c(out, ')');
}
