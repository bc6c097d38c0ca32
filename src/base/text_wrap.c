#include <string.h>

#include "text_internal.h"

/* A small kinsoku (JIS X 4051, 6.1): what may not start a line, what may not end one. */
static const char no_start[] = "、。，．：；？！）」』】〕］｝〉》’”,.:;?!)]}%％〜～…"
                               "・々ーゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"; /* lint: data */
static const char no_end[] = "（「『【〔［｛〈《‘“([{＃№￥＄";

static bool is_one_of(gunichar c, const char *set)
{
  char bytes[8] = "";
  g_unichar_to_utf8(c, bytes);
  return c != 0 && strstr(set, bytes) != NULL;
}

/* May a line end between these two? */
static bool may_break(gunichar before, gunichar after)
{
  if (before == ' ' || before == 0x3000)
    return after != ' ';
  if (text_char_width(before) < 2 && text_char_width(after) < 2)
    return false;
  return !is_one_of(after, no_start) && !is_one_of(before, no_end);
}

struct line {
  const char *start;   /* of the line that is being filled */
  const char *breaks;  /* where it can end; NULL: nowhere yet */
  int columns;         /* filled so far */
  int since_break;     /* of these, behind `breaks` */
};

static void emit(const char *start, const char *end, text_line_fn *each, void *user)
{
  while (end > start && end[-1] == ' ')
    end--;
  each(start, (size_t)(end - start), user);
}

/* Ends the full line before the character at `at`. */
static void turn(struct line *line, const char *at, text_line_fn *each, void *user)
{
  const char *end = line->breaks != NULL ? line->breaks : at;
  int rest = line->breaks != NULL ? line->since_break : 0;
  emit(line->start, end, each, user);
  *line = (struct line){.start = end, .columns = rest, .since_break = rest};
}

void text_wrap(const char *text, int columns, text_line_fn *each, void *user)
{
  const char *end = text + strlen(text);
  struct line line = {.start = text};
  gunichar before = 0;
  columns = MAX(columns, 2);
  for (const char *at = text; at < end;) {
    gunichar c;
    size_t bytes = text_decode(at, end, &c);
    if (c == '\n') {
      emit(line.start, at, each, user);
      line = (struct line){.start = at + 1};
      before = 0;
      at += bytes;
      continue;
    }
    int width = text_char_width(c);
    if (width > 0 && at > line.start && may_break(before, c)) {
      line.breaks = at;
      line.since_break = 0;
    }
    while (line.columns + width > columns && c != ' ' && at > line.start)
      turn(&line, at, each, user);
    line.columns += width;
    line.since_break += width;
    before = width > 0 ? c : before;
    at += bytes;
  }
  emit(line.start, end, each, user);
}
