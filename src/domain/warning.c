#include "toban/warning.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { MINUTES_MAX = 9999 };

static bool read_one(const char *text, struct warning *out)
{
  size_t digits = strspn(text, "0123456789");
  int number = digits == 0 || digits > 4 ? 0 : atoi(text);
  *out = (struct warning){0};
  g_strlcpy(out->id, text, sizeof out->id);
  if (strcmp(text + digits, "%") == 0)
    out->percent = number;
  else if (strcmp(text + digits, "m") == 0)
    out->minutes = number;
  return (out->percent >= 1 && out->percent <= 100) || (out->minutes >= 1 && out->minutes <= MINUTES_MAX);
}

static bool is_new(const struct warning_list *list, const struct warning *warning)
{
  for (int i = 0; i < list->count; i++)
    if (list->warning[i].percent == warning->percent && list->warning[i].minutes == warning->minutes)
      return false;
  return true;
}

bool warnings_parse(const char *text, struct warning_list *out, GError **error)
{
  char **words = g_strsplit(text, ";", -1);
  const char *bad = NULL;
  out->count = 0;
  for (char **word = words; bad == NULL && *word != NULL; word++) {
    struct warning warning;
    if (*g_strstrip(*word) == '\0' || strcmp(*word, "late") == 0)
      continue;
    if (!read_one(*word, &warning) || !is_new(out, &warning) || out->count == WARNINGS_MAX - 1)
      bad = *word;
    else
      out->warning[out->count++] = warning;
  }
  out->warning[out->count++] = (struct warning){.id = "late"};
  if (bad != NULL)
    error_set(error, TE_DATA, _("not a list of thresholds: “%s” (write 50%%;90%%;15m, none twice)"), bad);
  g_strfreev(words);
  return bad == NULL;
}

int64_t warning_elapsed(const struct warning *warning, int64_t target)
{
  if (warning->percent > 0)
    return (target * warning->percent + 99) / 100;
  if (warning->minutes > 0)
    return target > warning->minutes * 60 ? target - warning->minutes * 60 : -1;
  return target + 1;
}

unsigned warnings_reached(const struct warning_list *list, int64_t target, int64_t elapsed)
{
  unsigned reached = 0;
  for (int i = 0; i < list->count; i++) {
    int64_t at = warning_elapsed(&list->warning[i], target);
    if (at >= 0 && elapsed >= at)
      reached |= 1u << i;
  }
  return reached;
}

utc_t warnings_next(const struct warning_list *list, unsigned wanted, const struct sla_clock *clock,
                    const struct calendar *calendar)
{
  int64_t least = INT64_MAX;
  for (int i = 0; i < list->count; i++) {
    int64_t at = warning_elapsed(&list->warning[i], clock->target);
    if ((wanted & 1u << i) != 0 && at >= 0)
      least = MIN(least, at);
  }
  return least == INT64_MAX ? UTC_NONE : sla_reaches(clock, calendar, least);
}

int warnings_gravest(const struct warning_list *list, unsigned set, int64_t target)
{
  int gravest = -1;
  for (int i = 0; i < list->count; i++)
    if ((set & 1u << i) != 0 && (gravest < 0 || warning_elapsed(&list->warning[i], target) >=
                                                    warning_elapsed(&list->warning[gravest], target)))
      gravest = i;
  return gravest;
}

void warning_text(const struct warning *warning, char *out, size_t size)
{
  if (warning->percent == 100)
    g_strlcpy(out, _("due now"), size);
  else if (warning->percent > 0)
    g_snprintf(out, size, _("%d%% of the time is used"), warning->percent);
  else if (warning->minutes > 0)
    g_snprintf(out, size, _("%d min left"), warning->minutes);
  else
    g_strlcpy(out, _("missed"), size);
}
