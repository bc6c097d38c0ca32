/* input.h: bytes of a terminal become events: UTF-8, CSI / SS3 keys with modifiers, bracketed paste, mouse
 * (SGR 1006), focus. A pure decoder: no reading, no timers; the owner calls input_timeout() when 40 ms
 * passed after a lone ESC. Characters split over reads are kept. Hostile bytes give INPUT_NONE at worst. */
#ifndef TOBAN_INPUT_H
#define TOBAN_INPUT_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum key_code {                   /* values above Unicode; plain characters are their code point */
  KEYCODE_BASE = 0x110000, KEYCODE_UP = KEYCODE_BASE, KEYCODE_DOWN, KEYCODE_LEFT, KEYCODE_RIGHT, KEYCODE_HOME,
  KEYCODE_END, KEYCODE_PGUP, KEYCODE_PGDN, KEYCODE_INSERT, KEYCODE_DELETE, KEYCODE_BTAB,
  KEYCODE_F1, KEYCODE_F2, KEYCODE_F3, KEYCODE_F4, KEYCODE_F5, KEYCODE_F6, KEYCODE_F7, KEYCODE_F8, KEYCODE_F9,
  KEYCODE_F10, KEYCODE_F11, KEYCODE_F12, KEYCODE_LAST
};
/* Enter is '\r', Tab '\t', Escape 27, Backspace 127 (also for ^H); control characters are with MOD_CTRL
 * and the letter: ^C is 'c' | MOD_CTRL. */
enum { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };

enum input_type { INPUT_NONE, INPUT_KEY, INPUT_PASTE, INPUT_MOUSE, INPUT_FOCUS };
struct input_event {
  enum input_type type;
  uint32_t key; unsigned mods;                  /* KEY */
  const char *text; size_t length;              /* PASTE: cleaned UTF-8, may have \n; valid during the call */
  bool truncated;                               /* PASTE: it was longer than INPUT_PASTE_MAX */
  int row, col, button; bool press;             /* MOUSE: from 0; 1 left 2 middle 3 right 4 wheel up 5 down */
  bool focused;                                 /* FOCUS */
};
#define INPUT_PASTE_MAX (1 << 20)               /* bytes that are kept of one paste */
struct input;
typedef void input_fn(const struct input_event *event, void *user);
struct input *input_new(input_fn *each, void *user);
void input_free(struct input *input);
void input_feed(struct input *input, const char *bytes, size_t length);
bool input_waits(const struct input *input);    /* a lone ESC is held: start the timer */
void input_timeout(struct input *input);

/* Names for keymaps and help: "j", "Ctrl-C", "Alt-x", "F1", "PgDn", "Space". */
char *key_label(uint32_t key, unsigned mods);   /* newly allocated (curses has a key_name() of its own) */
bool key_parse(const char *name, uint32_t *key, unsigned *mods); /* also C-x, M-x, S-Tab; case of names is free */
/* ｊ -> j, ？ -> ?, and what a Japanese input method makes of / - , . [ ]: for command mode. */
uint32_t key_half_width(uint32_t key);
#endif
