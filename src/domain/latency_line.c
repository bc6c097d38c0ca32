#include "toban/latency_line.h"

#include <stdlib.h>
#include <string.h>

enum { MS_MAX = 99999 };

void latency_line_init(struct latency_line *line)
{
  line->last = 0;
  for (int i = 0; i < LATENCY_PLACES; i++)
    line->ms[i] = LATENCY_UNKNOWN;
}

/* Moves the line so that `place` is its newest; what is older than an hour falls out. */
static void move_to(struct latency_line *line, int64_t place)
{
  int64_t by = place - line->last;
  if (by >= LATENCY_PLACES || by < 0) { /* a clock that went back by hours begins anew */
    latency_line_init(line);
  } else if (by > 0) {
    memmove(line->ms, line->ms + by, sizeof line->ms[0] * (size_t)(LATENCY_PLACES - by));
    for (int64_t i = LATENCY_PLACES - by; i < LATENCY_PLACES; i++)
      line->ms[i] = LATENCY_UNKNOWN;
  }
  line->last = place;
}

void latency_line_add(struct latency_line *line, const struct check_result *result)
{
  int64_t place = result->at / LATENCY_PLACE_S;
  if (!result->ok && result->klass == CLASS_INTERNAL)
    return;
  if (place > line->last || line->last - place >= LATENCY_PLACES)
    move_to(line, place);
  int *ms = &line->ms[LATENCY_PLACES - 1 - (line->last - place)];
  if (!result->ok)
    *ms = LATENCY_FAILED;
  else if (*ms != LATENCY_FAILED)
    *ms = MAX(*ms, CLAMP(result->latency_ms, 0, MS_MAX));
}

void latency_line_parse(const char *text, struct latency_line *out)
{
  char *end;
  latency_line_init(out);
  if (text == NULL || *text == '\0')
    return;
  int64_t last = strtoll(text, &end, 10);
  if (*end != ':' || last <= 0)
    return;
  out->last = last;
  char **words = g_strsplit(end + 1, ",", LATENCY_PLACES + 1);
  int count = MIN((int)g_strv_length(words), LATENCY_PLACES);
  for (int i = 0; i < count; i++) {
    const char *word = words[i];
    int *ms = &out->ms[LATENCY_PLACES - count + i];
    *ms = *word == 'x' ? LATENCY_FAILED : g_ascii_isdigit(*word) ? CLAMP(atoi(word), 0, MS_MAX) : LATENCY_UNKNOWN;
  }
  g_strfreev(words);
}

void latency_line_format(const struct latency_line *line, char out[static LATENCY_TEXT])
{
  int length = g_snprintf(out, LATENCY_TEXT, "%" G_GINT64_FORMAT ":", line->last), first = 0;
  while (first < LATENCY_PLACES - 1 && line->ms[first] == LATENCY_UNKNOWN)
    first++;
  for (int i = first; i < LATENCY_PLACES; i++) {
    const char *comma = i > first ? "," : "";
    char *at = out + length;
    gulong room = (gulong)(LATENCY_TEXT - length);
    if (line->ms[i] == LATENCY_FAILED)
      length += g_snprintf(at, room, "%sx", comma);
    else if (line->ms[i] == LATENCY_UNKNOWN)
      length += g_snprintf(at, room, "%s", comma);
    else
      length += g_snprintf(at, room, "%s%d", comma, line->ms[i]);
  }
}

/* The slowest of some places, or a failure among them. */
static int worst(const struct latency_line *line, int64_t from, int count)
{
  int ms = LATENCY_UNKNOWN;
  for (int64_t at = MAX(from, 0); at < MIN(from + count, LATENCY_PLACES) && ms != LATENCY_FAILED; at++)
    ms = line->ms[at] == LATENCY_FAILED ? LATENCY_FAILED : MAX(ms, line->ms[at]);
  return ms;
}

void latency_line_draw(const struct latency_line *line, utc_t now, int cells, GString *out)
{
  static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  int slowest = 1;
  int64_t ago = now / LATENCY_PLACE_S - line->last;
  for (int i = 0; i < LATENCY_PLACES; i++)
    slowest = MAX(slowest, line->ms[i]);
  int each = LATENCY_PLACES / cells;
  for (int i = 0; i < cells; i++) {
    int ms = worst(line, ago + i * each, each);
    if (ms == LATENCY_FAILED)
      g_string_append(out, "✗");
    else
      g_string_append(out, ms == LATENCY_UNKNOWN ? " " : bars[(int64_t)ms * 7 / slowest]);
  }
}
