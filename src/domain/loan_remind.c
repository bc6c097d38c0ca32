#include "toban/loan_remind.h"

#include <string.h>

bool loan_steps_add(struct loan_steps *steps, int days)
{
  int at = steps->count;
  while (at > 0 && steps->days[at - 1] > days)
    at--;
  if (steps->count == LOAN_STEPS_MAX || (at > 0 && steps->days[at - 1] == days))
    return false;
  memmove(&steps->days[at + 1], &steps->days[at], sizeof steps->days[0] * (size_t)(steps->count - at));
  steps->days[at] = days;
  steps->count++;
  return true;
}

/* t, or when the office opens after it; UTC_NONE: not within a year. */
static utc_t opening(const struct calendar *hours, utc_t t)
{
  struct calendar_now now = calendar_at(hours, t);
  return now.open ? t : now.opens_at;
}

struct loan_step loan_step_next(const struct loan_steps *steps, day_t due, int sent, const struct zone *zone,
                                const struct calendar *hours, utc_t now)
{
  struct loan_step next = {LOAN_STEP_NONE, UTC_NONE};
  for (int i = 0; hours != NULL && i < steps->count; i++) {
    utc_t at = zone_instant(zone, due + steps->days[i], LOAN_REMIND_HOUR * 3600, false);
    if (steps->days[i] <= sent)
      continue;
    if (next.at != UTC_NONE && at > next.at) /* it has an opening of its own */
      break;
    at = opening(hours, at < now ? now : at);
    if (at == UTC_NONE || (next.at != UTC_NONE && at > next.at))
      break;
    next = (struct loan_step){steps->days[i], at};
  }
  return next;
}

/* --- the letter --------------------------------------------------------------------------------------------- */
char *loan_letter_subject(const struct loan_letter *letter, enum lang lang)
{
  static const char soon[] = N_("Please return %s by %s");
  static const char late[] = N_("Please return %s: it was due on %s");
  static const char open[] = N_("Please return %s when you no longer need it");
  if (*letter->due_on == '\0')
    return g_strdup_printf(lang_text_in(lang, open), letter->tag);
  return g_strdup_printf(lang_text_in(lang, letter->days > 0 ? late : soon), letter->tag, letter->due_on);
}

static void line(GString *out, enum lang lang, const char *name, const char *value)
{
  if (*value != '\0')
    g_string_append_printf(out, "%s: %s\n", lang_text_in(lang, name), value);
}

char *loan_letter_body(const struct loan_letter *letter, enum lang lang)
{
  static const char dear[] = N_("Dear %s,");
  static const char soon[] = N_("this is a reminder of the day on which something that we lent you is due back.");
  static const char late[] = N_("something that we lent you is overdue (days: %d).");
  static const char open[] = N_("this is a reminder that you still have something that we lent you.");
  static const char ask[] = N_("Please bring or send it back, or tell the help desk if you need it longer. If you have "
                               "returned it already, please disregard this mail.");
  static const char desk[] = N_("The help desk");
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, lang_text_in(lang, dear), letter->name);
  g_string_append(out, "\n\n");
  if (letter->days > 0)
    g_string_append_printf(out, lang_text_in(lang, late), letter->days);
  else
    g_string_append(out, lang_text_in(lang, *letter->due_on == '\0' ? open : soon));
  g_string_append(out, "\n\n");
  line(out, lang, N_("Asset tag"), letter->tag);
  line(out, lang, N_("Machine"), letter->host);
  line(out, lang, N_("Lent on"), letter->out_on);
  line(out, lang, N_("Due back on"), letter->due_on);
  g_string_append_printf(out, "\n%s\n\n%s\n", lang_text_in(lang, ask), lang_text_in(lang, desk));
  return g_string_free(out, FALSE);
}
