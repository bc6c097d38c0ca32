#include <stdlib.h>
#include <string.h>

#include "calendar_impl.h"

/* "9:00", "09:00", "24:00" at *text, moved on. -1: not a time of the day. */
static int clock_time(const char **text)
{
  int field[2] = {0, 0};
  for (int i = 0; i < 2; i++) {
    int digits = 0;
    for (; g_ascii_isdigit(**text) && digits < 2; (*text)++, digits++)
      field[i] = field[i] * 10 + (**text - '0');
    if (digits == 0 || (i == 1 && digits != 2))
      return -1;
    if (i == 0 && **text != ':')
      return -1;
    if (i == 0)
      (*text)++;
  }
  int second = field[0] * 3600 + field[1] * 60;
  return field[1] > 59 || second > UTC_DAY ? -1 : second;
}

static const char *blanks(const char *text)
{
  return text + strspn(text, " ");
}

/* One interval at *text. NULL when it is good, else what is wrong. */
static const char *interval(const char **text, struct opening *out)
{
  *text = blanks(*text);
  out->from = clock_time(text);
  *text = blanks(*text);
  if (out->from < 0 || **text != '-')
    return N_("hours read 09:00-12:00;13:00-18:00, up to 24:00");
  *text = blanks(*text + 1);
  out->to = clock_time(text);
  *text = blanks(*text);
  if (out->to < 0 || (**text != ';' && **text != '\0'))
    return N_("hours read 09:00-12:00;13:00-18:00, up to 24:00");
  if (out->to <= out->from)
    return N_("an interval ends after it begins; 24:00 is the end of the day");
  return NULL;
}

static int by_from(const void *a, const void *b)
{
  return ((const struct opening *)a)->from - ((const struct opening *)b)->from;
}

static int merge(struct opening *opening, int count)
{
  int kept = 0;
  qsort(opening, (size_t)count, sizeof *opening, by_from);
  for (int i = 0; i < count; i++)
    if (kept > 0 && opening[i].from <= opening[kept - 1].to)
      opening[kept - 1].to = MAX(opening[kept - 1].to, opening[i].to);
    else
      opening[kept++] = opening[i];
  return kept;
}

bool hours_parse(const char *text, struct hours *out, const char **why)
{
  GArray *found = g_array_new(FALSE, FALSE, sizeof(struct opening));
  *why = NULL;
  for (text = blanks(text); *text != '\0' && *why == NULL;) {
    struct opening one;
    *why = interval(&text, &one);
    g_array_append_val(found, one);
    text += *text == ';';
    text = blanks(text);
  }
  if (*why != NULL) {
    g_array_unref(found);
    return false;
  }
  int count = (int)found->len;
  out->opening = (struct opening *)(void *)g_array_free(found, count == 0);
  out->count = count == 0 ? 0 : merge(out->opening, count);
  return true;
}

void hours_clear(struct hours *hours)
{
  g_free(hours->opening);
  *hours = (struct hours){0};
}
