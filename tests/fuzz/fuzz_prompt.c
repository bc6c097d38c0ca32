/* The line editor: any keys, pastes and widths. Its text stays UTF-8 without control characters but line breaks, the
 * cursor stays between characters and inside the text, lines cover the text, drawing stays inside its area. */
#include <stdlib.h>
#include <string.h>

#include "toban/prompt.h"
#include "toban/text.h"

struct state { struct prompt prompt; struct grid grid; int width; };

static void check(bool holds)
{
  if (!holds)
    abort();
}

struct seen { const struct prompt *prompt; size_t next; };

static void line_seen(size_t from, size_t to, void *user)
{
  struct seen *seen = user;
  check(from <= to && to <= seen->prompt->text->len && from >= seen->next);
  seen->next = from;
}

static void check_whole(struct state *s)
{
  const struct prompt *p = &s->prompt;
  const char *text = prompt_text(p);
  struct seen seen = {p, 0};
  check(strlen(text) == p->text->len && g_utf8_validate(text, -1, NULL) && p->text->len <= PROMPT_LIMIT);
  check(p->at <= p->text->len && (p->at == p->text->len || (text[p->at] & 0xc0) != 0x80));
  check(p->lines || strchr(text, '\n') == NULL);
  check(prompt_lines(p, s->width, line_seen, &seen) > 0);
}

static void draw(struct state *s, unsigned char byte)
{
  struct rect area = {1, 1, 1 + byte % 6, MIN(s->width, s->grid.cols - 2)};
  prompt_draw(&s->prompt, &s->grid, area, 0, true);
}

/* What the terminal's decoder gives: valid text without control characters. */
static void insert(struct state *s, const unsigned char *bytes, size_t length)
{
  char *valid = g_utf8_make_valid((const char *)bytes, (gssize)length);
  for (char *at = valid; *at != '\0'; at++)
    if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
      *at = '\n';
  size_t before = s->prompt.text->len, size = strlen(valid);
  bool fits = prompt_insert(&s->prompt, valid, size);
  check(s->prompt.text->len == before + (fits ? size : 0) && fits == (before + size <= PROMPT_LIMIT));
  g_free(valid);
}

static uint32_t key_of(unsigned char byte, const unsigned char *more)
{
  if (byte < 0x80)
    return byte;
  if (byte < 0xc0)
    return (uint32_t)(KEYCODE_BASE + byte % (KEYCODE_LAST - KEYCODE_BASE));
  uint32_t key = (uint32_t)(more[0] << 8 | more[1]) + (byte == 0xff ? 0x10000u : 0);
  return g_unichar_validate(key) && key != 0 ? key : 0x3042;
}

/* One step; returns the bytes that it took. */
static size_t step(struct state *s, const unsigned char *data, size_t size)
{
  size_t length = MIN((size_t)data[1], size - 4);
  switch (data[0] % 8) {
  case 0: insert(s, data + 4, length); return 4 + length;
  case 1: s->width = 1 + data[1] % 60; s->prompt.width = s->width; return 4;
  case 2: prompt_remember(&s->prompt); return 4;
  case 3: draw(s, data[1]); return 4;
  case 4:
    for (int i = 0; i < data[1]; i++)
      insert(s, data + 4, MIN(size - 4, 64));
    return 4;
  default: prompt_key(&s->prompt, key_of(data[1], data + 2), data[0] >> 3 & (MOD_CTRL | MOD_ALT | MOD_SHIFT)); return 4;
  }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
  struct state s = {.width = 20};
  if (size == 0)
    return 0;
  prompt_init(&s.prompt, (data[0] & 1) != 0);
  s.prompt.width = s.width;
  grid_init(&s.grid, 8, 62);
  for (size_t at = 1; at + 4 <= size;) {
    at += step(&s, data + at, size - at);
    check_whole(&s);
  }
  grid_clear(&s.grid);
  prompt_clear(&s.prompt);
  return 0;
}
