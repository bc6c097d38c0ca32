/* Sequences of keys. Sources: ECMA-48; xterm "Control Sequences" (PC-style function keys, SGR mouse 1006,
 * modifyOtherKeys); rxvt-unicode 7; console_codes(4); "fixterms" and kitty for the final u. */
#include <string.h>

#include "input_internal.h"

enum { PARAMETERS = 6 };
struct parameters { char marker; int count; uint32_t value[PARAMETERS]; uint32_t part[PARAMETERS]; };

/* "1;5", "<0;10;20", "97:65;2:1": values and the first sub-parameter of each. False for anything else. */
static bool parse(const char *text, struct parameters *out)
{
  *out = (struct parameters){0};
  if (*text >= '<' && *text <= '?')
    out->marker = *text++;
  bool part = false;
  int parts = 0;
  for (; *text != '\0'; text++) {
    if (*text == ';') {
      part = false;
      parts = 0;
      if (++out->count >= PARAMETERS)
        return false;
    } else if (*text == ':') {
      part = true;
      parts++;
    } else if (*text >= '0' && *text <= '9') {
      uint32_t *number = part ? &out->part[out->count] : &out->value[out->count];
      if (parts <= 1)
        *number = MIN(*number * 10 + (uint32_t)(*text - '0'), 0x1000000U);
    } else {
      return false;
    }
  }
  out->count++;
  return true;
}

/* xterm: 1 + (1 Shift, 2 Alt, 4 Ctrl, 8 Meta). */
static unsigned modifiers(uint32_t value)
{
  unsigned bits = value > 0 ? (unsigned)(value - 1) : 0;
  return (bits & 1 ? MOD_SHIFT : 0) | (bits & (2 | 8) ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
}

static void set_key(struct input_event *event, uint32_t key, unsigned mods)
{
  *event = (struct input_event){INPUT_KEY, .key = key, .mods = mods};
}

static const struct { char final; uint32_t key; unsigned mods; } letters[] = {
  {'A', KEYCODE_UP, 0},           {'B', KEYCODE_DOWN, 0},         {'C', KEYCODE_RIGHT, 0},
  {'D', KEYCODE_LEFT, 0},         {'H', KEYCODE_HOME, 0},         {'F', KEYCODE_END, 0},
  {'P', KEYCODE_F1, 0},           {'Q', KEYCODE_F2, 0},           {'R', KEYCODE_F3, 0},
  {'S', KEYCODE_F4, 0},           {'Z', KEYCODE_BTAB, 0},         {'a', KEYCODE_UP, MOD_SHIFT},
  {'b', KEYCODE_DOWN, MOD_SHIFT}, {'c', KEYCODE_RIGHT, MOD_SHIFT}, {'d', KEYCODE_LEFT, MOD_SHIFT},
};

/* By number, 0 is none: the VT220's, with 7 and 8 of rxvt; 25-34 are its shifted F3-F12. */
static const struct { uint32_t key; unsigned mods; } numbers[] = {
  [1] = {KEYCODE_HOME},   [2] = {KEYCODE_INSERT}, [3] = {KEYCODE_DELETE}, [4] = {KEYCODE_END},
  [5] = {KEYCODE_PGUP},   [6] = {KEYCODE_PGDN},   [7] = {KEYCODE_HOME},   [8] = {KEYCODE_END},
  [11] = {KEYCODE_F1},    [12] = {KEYCODE_F2},    [13] = {KEYCODE_F3},    [14] = {KEYCODE_F4},
  [15] = {KEYCODE_F5},    [17] = {KEYCODE_F6},    [18] = {KEYCODE_F7},    [19] = {KEYCODE_F8},
  [20] = {KEYCODE_F9},    [21] = {KEYCODE_F10},   [23] = {KEYCODE_F11},   [24] = {KEYCODE_F12},
  [25] = {KEYCODE_F3, MOD_SHIFT}, [26] = {KEYCODE_F4, MOD_SHIFT}, [28] = {KEYCODE_F5, MOD_SHIFT},
  [29] = {KEYCODE_F6, MOD_SHIFT}, [31] = {KEYCODE_F7, MOD_SHIFT}, [32] = {KEYCODE_F8, MOD_SHIFT},
  [33] = {KEYCODE_F9, MOD_SHIFT}, [34] = {KEYCODE_F10, MOD_SHIFT},
};

void input_character(uint32_t code, unsigned mods, struct input_event *event)
{
  static const char above[] = {'\\', ']', '^', '_'}; /* of 0x1C-0x1F */
  if (code == '\b')
    code = KEY_BACKSPACE_CHAR;
  else if (code == 0)
    code = ' ', mods |= MOD_CTRL;
  else if (code >= 0x1C && code < 0x20)
    code = (unsigned char)above[code - 0x1C], mods |= MOD_CTRL;
  else if (code < 0x20 && code != KEY_ENTER_CHAR && code != KEY_TAB_CHAR && code != KEY_ESCAPE_CHAR)
    code = code + 'a' - 1, mods |= MOD_CTRL;
  if (code == KEY_TAB_CHAR && mods & MOD_SHIFT)
    code = KEYCODE_BTAB, mods &= ~(unsigned)MOD_SHIFT;
  if (code > 0x20 && code < KEYCODE_BASE && code != KEY_BACKSPACE_CHAR) {
    if (mods & MOD_CTRL)
      code = g_unichar_tolower(code);
    else if (mods & MOD_SHIFT)
      code = g_unichar_toupper(code), mods &= ~(unsigned)MOD_SHIFT;
  }
  set_key(event, code, mods);
}

/* A key by its code point, from modifyOtherKeys or CSI u. Those of kitty's private area are not ours. */
static void by_code(uint32_t code, const struct parameters *p, int modifier_at, struct input_event *event)
{
  bool private = code >= 0xE000 && code <= 0xF8FF, release = p->part[modifier_at] == 3;
  if (!private && !release && g_unichar_validate(code) && (code < 0x80 || code >= 0xA0))
    input_character(code, modifiers(p->value[modifier_at]), event);
}

static void mouse(const struct parameters *p, bool press, struct input_event *event)
{
  enum { SHIFT = 4, ALT = 8, CTRL = 16, MOTION = 32, WHEEL = 64, EXTRA = 128 };
  uint32_t b = p->value[0], low = b & 3;
  bool wheel = (b & WHEEL) != 0;
  if (p->count != 3 || (b & (MOTION | EXTRA)) != 0 || b > EXTRA || low == 3 || (wheel && low > 1) ||
      p->value[1] < 1 || p->value[2] < 1)
    return;
  *event = (struct input_event){
    INPUT_MOUSE,
    .mods = (b & SHIFT ? MOD_SHIFT : 0) | (b & ALT ? MOD_ALT : 0) | (b & CTRL ? MOD_CTRL : 0),
    .row = (int)p->value[2] - 1, .col = (int)p->value[1] - 1,
    .button = (int)low + (wheel ? 4 : 1), .press = press,
  };
}

static void by_letter(const struct parameters *p, char final, struct input_event *event)
{
  bool report = final == 'R' && p->value[0] > 1; /* a cursor position, not F3 */
  for (size_t i = 0; i < G_N_ELEMENTS(letters) && !report; i++) {
    if (letters[i].final != final || p->part[1] == 3)
      continue;
    unsigned mods = letters[i].mods | modifiers(p->value[1]);
    set_key(event, letters[i].key, final == 'Z' ? mods & ~(unsigned)MOD_SHIFT : mods);
  }
}

/* "3~", and rxvt's "3^" (Ctrl), "3$" (Shift), "3@" (both). */
static enum sequence_kind by_number(const struct parameters *p, char final, struct input_event *event)
{
  uint32_t n = p->value[0];
  unsigned mods = modifiers(p->value[1]);
  if (final == '~' && n == 200)
    return SEQUENCE_PASTE;
  if (final == '~' && n == 27 && p->count == 3) {
    by_code(p->value[2], p, 1, event);
    return SEQUENCE_EVENT;
  }
  mods |= final == '^' ? MOD_CTRL : final == '$' ? MOD_SHIFT : final == '@' ? MOD_CTRL | MOD_SHIFT : 0;
  if (n < G_N_ELEMENTS(numbers) && numbers[n].key != 0 && p->part[1] != 3)
    set_key(event, numbers[n].key, numbers[n].mods | mods);
  return SEQUENCE_EVENT;
}

enum sequence_kind input_csi(const char *text, char final, struct input_event *event)
{
  struct parameters p;
  *event = (struct input_event){INPUT_NONE};
  if (!parse(text, &p))
    return SEQUENCE_EVENT;
  if (p.marker == '<' && (final == 'M' || final == 'm'))
    mouse(&p, final == 'M', event);
  if (p.marker != '\0')
    return SEQUENCE_EVENT;
  if (strchr("~^$@", final) != NULL)
    return by_number(&p, final, event);
  if (final == 'u')
    by_code(p.value[0], &p, 1, event);
  else if ((final == 'I' || final == 'O') && *text == '\0')
    *event = (struct input_event){INPUT_FOCUS, .focused = final == 'I'};
  else
    by_letter(&p, final, event);
  return SEQUENCE_EVENT;
}

void input_ss3(const char *text, char final, struct input_event *event)
{
  *event = (struct input_event){INPUT_NONE};
  struct parameters p = {.count = 2};
  for (; *text != '\0'; text++)
    p.value[1] = MIN(p.value[1] * 10 + (uint32_t)(*text - '0'), 16U);
  if (final == 'M')
    set_key(event, KEY_ENTER_CHAR, modifiers(p.value[1]));
  else if (final == 'X')
    set_key(event, '=', 0);
  else if (final >= 'j' && final <= 'y') /* the keypad in its application mode */
    set_key(event, (uint32_t)(final - 'j' + '*'), modifiers(p.value[1]));
  else
    by_letter(&p, final, event);
  if (final >= 'a' && final <= 'd') /* rxvt: Ctrl and an arrow */
    event->mods = MOD_CTRL;
}

void input_linux(char final, struct input_event *event)
{
  if (final >= 'A' && final <= 'E')
    set_key(event, KEYCODE_F1 + (uint32_t)(final - 'A'), 0);
  else
    *event = (struct input_event){INPUT_NONE};
}
