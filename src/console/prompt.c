#include "toban/prompt.h"

#include <string.h>

#include "toban/text.h"

enum { HISTORY_LIMIT = 100, DEFAULT_WIDTH = 72, PROLONGED = 0x30fc /* the mark of long vowels */ };

void prompt_init(struct prompt *prompt, bool lines)
{
  *prompt = (struct prompt){.text = g_string_new(NULL), .lines = lines, .width = DEFAULT_WIDTH,
                            .history = g_ptr_array_new_with_free_func(g_free)};
}

void prompt_clear(struct prompt *prompt)
{
  if (prompt->text == NULL)
    return;
  g_string_free(prompt->text, TRUE);
  g_ptr_array_unref(prompt->history);
  g_free(prompt->killed);
  g_free(prompt->typed);
  *prompt = (struct prompt){0};
}

const char *prompt_text(const struct prompt *prompt)
{
  return prompt->text->str;
}

void prompt_set(struct prompt *prompt, const char *text)
{
  g_string_assign(prompt->text, text == NULL ? "" : text);
  prompt->at = prompt->text->len;
  prompt->recall = (int)prompt->history->len;
}

static size_t next_of(const struct prompt *prompt, size_t at)
{
  const char *text = prompt->text->str;
  if (at >= prompt->text->len)
    return prompt->text->len;
  const char *next = g_utf8_next_char(text + at);
  while (*next != '\0' && *next != '\n' && text_char_width(g_utf8_get_char(next)) == 0)
    next = g_utf8_next_char(next);
  return (size_t)(next - text);
}

static size_t previous_of(const struct prompt *prompt, size_t at)
{
  const char *text = prompt->text->str, *here = text + at;
  while (here > text) {
    here = g_utf8_prev_char(here);
    if (*here == '\n' || text_char_width(g_utf8_get_char(here)) > 0)
      break;
  }
  return (size_t)(here - text);
}

enum script { SCRIPT_BLANK, SCRIPT_WORD, SCRIPT_KANJI, SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_SIGN };

static enum script script_at(const struct prompt *prompt, size_t at)
{
  gunichar c = g_utf8_get_char(prompt->text->str + at);
  if (g_unichar_isspace(c))
    return SCRIPT_BLANK;
  if (c == PROLONGED)
    return SCRIPT_KATAKANA;
  switch (g_unichar_get_script(c)) {
  case G_UNICODE_SCRIPT_HAN: return SCRIPT_KANJI;
  case G_UNICODE_SCRIPT_HIRAGANA: return SCRIPT_HIRAGANA;
  case G_UNICODE_SCRIPT_KATAKANA: return SCRIPT_KATAKANA;
  default: return g_unichar_isalnum(c) || c == '_' ? SCRIPT_WORD : SCRIPT_SIGN;
  }
}

static size_t word_end(const struct prompt *prompt)
{
  size_t at = prompt->at, end = prompt->text->len;
  while (at < end && script_at(prompt, at) == SCRIPT_BLANK)
    at = next_of(prompt, at);
  if (at == end)
    return at;
  enum script script = script_at(prompt, at);
  while (at < end && script_at(prompt, at) == script)
    at = next_of(prompt, at);
  return at;
}

static size_t word_start(const struct prompt *prompt)
{
  size_t at = prompt->at;
  while (at > 0 && script_at(prompt, previous_of(prompt, at)) == SCRIPT_BLANK)
    at = previous_of(prompt, at);
  if (at == 0)
    return at;
  enum script script = script_at(prompt, previous_of(prompt, at));
  while (at > 0 && script_at(prompt, previous_of(prompt, at)) == script)
    at = previous_of(prompt, at);
  return at;
}

/* The text's line (between line breaks) that has the cursor. */
static size_t line_start(const struct prompt *prompt)
{
  size_t at = prompt->at;
  while (at > 0 && prompt->text->str[at - 1] != '\n')
    at--;
  return at;
}

static size_t line_end(const struct prompt *prompt)
{
  size_t at = prompt->at;
  while (at < prompt->text->len && prompt->text->str[at] != '\n')
    at++;
  return at;
}

static enum prompt_result move_to(struct prompt *prompt, size_t at)
{
  prompt->at = at;
  return PROMPT_MOVED;
}

static enum prompt_result cut(struct prompt *prompt, size_t from, size_t to, bool keep)
{
  if (from >= to)
    return PROMPT_MOVED;
  if (keep) {
    g_free(prompt->killed);
    prompt->killed = g_strndup(prompt->text->str + from, to - from);
  }
  g_string_erase(prompt->text, (gssize)from, (gssize)(to - from));
  prompt->at = from;
  return PROMPT_EDITED;
}

bool prompt_insert(struct prompt *prompt, const char *text, size_t length)
{
  if (prompt->text->len + length > PROMPT_LIMIT)
    return false;
  g_string_insert_len(prompt->text, (gssize)prompt->at, text, (gssize)length);
  if (!prompt->lines)
    for (size_t i = prompt->at; i < prompt->at + length; i++)
      if (prompt->text->str[i] == '\n')
        prompt->text->str[i] = ' ';
  prompt->at += length;
  return true;
}

void prompt_remember(struct prompt *prompt)
{
  const char *text = prompt_text(prompt);
  GPtrArray *history = prompt->history;
  if (*text != '\0' && (history->len == 0 || strcmp(history->pdata[history->len - 1], text) != 0)) {
    if (history->len == HISTORY_LIMIT)
      g_ptr_array_remove_index(history, 0);
    g_ptr_array_add(history, g_strdup(text));
  }
  prompt->recall = (int)history->len;
}

static enum prompt_result recall(struct prompt *prompt, int step)
{
  int length = (int)prompt->history->len, to = prompt->recall + step;
  if (to < 0 || to > length || length == 0)
    return PROMPT_IGNORED;
  if (prompt->recall == length) {
    g_free(prompt->typed);
    prompt->typed = g_strdup(prompt_text(prompt));
  }
  prompt_set(prompt, to == length ? prompt->typed : prompt->history->pdata[to]);
  prompt->recall = to;
  return PROMPT_EDITED;
}

/* --- several lines: the visual line above or below ------------------------------------------------ */
struct lines {
  size_t at;
  int line;                 /* being visited */
  int want;                 /* find this line ... */
  size_t from, to;          /* ... its bytes */
  int cursor;               /* line that has `at` */
  size_t cursor_from;
};

static void visit(size_t from, size_t to, void *user)
{
  struct lines *lines = user;
  if (lines->at >= from && lines->at <= to) {
    lines->cursor = lines->line;
    lines->cursor_from = from;
  }
  if (lines->line == lines->want) {
    lines->from = from;
    lines->to = to;
  }
  lines->line++;
}

static enum prompt_result move_line(struct prompt *prompt, int step)
{
  struct lines lines = {.at = prompt->at, .want = -1};
  int count = prompt_lines(prompt, prompt->width, visit, &lines);
  lines.want = lines.cursor + step;
  if (lines.want < 0 || lines.want >= count)
    return PROMPT_IGNORED;
  char *before = g_strndup(prompt->text->str + lines.cursor_from, prompt->at - lines.cursor_from);
  int column = text_width(before), used;
  g_free(before);
  lines.line = 0;
  prompt_lines(prompt, prompt->width, visit, &lines);
  char *line = g_strndup(prompt->text->str + lines.from, lines.to - lines.from);
  size_t bytes = text_bytes_for(line, column, &used);
  g_free(line);
  return move_to(prompt, lines.from + bytes);
}

static enum prompt_result vertical(struct prompt *prompt, int step)
{
  return prompt->lines ? move_line(prompt, step) : recall(prompt, step);
}

/* --- keys ----------------------------------------------------------------------------------------- */
static enum prompt_result control_key(struct prompt *prompt, uint32_t key)
{
  switch (key) {
  case 'a': return move_to(prompt, line_start(prompt));
  case 'e': return move_to(prompt, line_end(prompt));
  case 'b': return move_to(prompt, previous_of(prompt, prompt->at));
  case 'f': return move_to(prompt, next_of(prompt, prompt->at));
  case 'h': return cut(prompt, previous_of(prompt, prompt->at), prompt->at, false);
  case 'd': return prompt->lines ? PROMPT_ACCEPT : cut(prompt, prompt->at, next_of(prompt, prompt->at), false);
  case 'w': return cut(prompt, word_start(prompt), prompt->at, true);
  case 'u': return cut(prompt, line_start(prompt), prompt->at, true);
  case 'k': return cut(prompt, prompt->at, line_end(prompt), true);
  case 'p': return vertical(prompt, -1);
  case 'n': return vertical(prompt, 1);
  case 'y':
    if (prompt->killed == NULL || !prompt_insert(prompt, prompt->killed, strlen(prompt->killed)))
      return PROMPT_IGNORED;
    return PROMPT_EDITED;
  case 'c': case 'g': return PROMPT_CANCEL;
  case KEYCODE_LEFT: return move_to(prompt, word_start(prompt));
  case KEYCODE_RIGHT: return move_to(prompt, word_end(prompt));
  case KEYCODE_HOME: return move_to(prompt, 0);
  case KEYCODE_END: return move_to(prompt, prompt->text->len);
  default: return PROMPT_IGNORED;
  }
}

static enum prompt_result alt_key(struct prompt *prompt, uint32_t key)
{
  switch (key) {
  case 'b': case KEYCODE_LEFT: return move_to(prompt, word_start(prompt));
  case 'f': case KEYCODE_RIGHT: return move_to(prompt, word_end(prompt));
  case 'd': return cut(prompt, prompt->at, word_end(prompt), true);
  case 127: return cut(prompt, word_start(prompt), prompt->at, true);
  default: return PROMPT_IGNORED;
  }
}

static enum prompt_result type(struct prompt *prompt, uint32_t key)
{
  char bytes[6];
  if (key < 32 || key >= KEYCODE_BASE || key == 127)
    return PROMPT_IGNORED;
  int length = g_unichar_to_utf8(key, bytes);
  return prompt_insert(prompt, bytes, (size_t)length) ? PROMPT_EDITED : PROMPT_IGNORED;
}

enum prompt_result prompt_key(struct prompt *prompt, uint32_t key, unsigned mods)
{
  if (mods & MOD_CTRL)
    return control_key(prompt, key);
  if (mods & MOD_ALT)
    return alt_key(prompt, key);
  switch (key) {
  case '\r':
    if (!prompt->lines)
      return PROMPT_ACCEPT;
    return prompt_insert(prompt, "\n", 1) ? PROMPT_EDITED : PROMPT_IGNORED;
  case 27: return PROMPT_CANCEL;
  case '\t': return PROMPT_COMPLETE;
  case 127: return cut(prompt, previous_of(prompt, prompt->at), prompt->at, false);
  case KEYCODE_F2: return PROMPT_ACCEPT;
  case KEYCODE_DELETE: return cut(prompt, prompt->at, next_of(prompt, prompt->at), false);
  case KEYCODE_LEFT: return move_to(prompt, previous_of(prompt, prompt->at));
  case KEYCODE_RIGHT: return move_to(prompt, next_of(prompt, prompt->at));
  case KEYCODE_UP: return vertical(prompt, -1);
  case KEYCODE_DOWN: return vertical(prompt, 1);
  case KEYCODE_HOME: return move_to(prompt, line_start(prompt));
  case KEYCODE_END: return move_to(prompt, line_end(prompt));
  default: return type(prompt, key);
  }
}
