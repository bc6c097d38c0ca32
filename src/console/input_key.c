#include <string.h>

#include "input_internal.h"

/* The first name of a key is the one that is shown. */
static const struct { const char *name; uint32_t key; } names[] = {
  {"Space", ' '},           {"Enter", '\r'},          {"Tab", '\t'},            {"Esc", 27},
  {"Backspace", 127},       {"Up", KEYCODE_UP},       {"Down", KEYCODE_DOWN},   {"Left", KEYCODE_LEFT},
  {"Right", KEYCODE_RIGHT}, {"Home", KEYCODE_HOME},   {"End", KEYCODE_END},     {"PgUp", KEYCODE_PGUP},
  {"PgDn", KEYCODE_PGDN},   {"Ins", KEYCODE_INSERT},  {"Del", KEYCODE_DELETE},  {"Shift-Tab", KEYCODE_BTAB},
  {"F1", KEYCODE_F1},       {"F2", KEYCODE_F2},       {"F3", KEYCODE_F3},       {"F4", KEYCODE_F4},
  {"F5", KEYCODE_F5},       {"F6", KEYCODE_F6},       {"F7", KEYCODE_F7},       {"F8", KEYCODE_F8},
  {"F9", KEYCODE_F9},       {"F10", KEYCODE_F10},     {"F11", KEYCODE_F11},     {"F12", KEYCODE_F12},
  {"Return", '\r'},         {"Escape", 27},           {"Insert", KEYCODE_INSERT}, {"Delete", KEYCODE_DELETE},
  {"PageUp", KEYCODE_PGUP}, {"PageDown", KEYCODE_PGDN}, {"BTab", KEYCODE_BTAB}, {"BackTab", KEYCODE_BTAB},
};

static const struct { const char *prefix; unsigned mod; } prefixes[] = {
  {"Ctrl-", MOD_CTRL}, {"Alt-", MOD_ALT}, {"Shift-", MOD_SHIFT},
  {"C-", MOD_CTRL},    {"M-", MOD_ALT},   {"S-", MOD_SHIFT},
};

char *key_label(uint32_t key, unsigned mods)
{
  GString *out = g_string_new(NULL);
  for (size_t i = 0; i < 3; i++)
    if (mods & prefixes[i].mod)
      g_string_append(out, prefixes[i].prefix);
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (names[i].key == key)
      return g_string_free(g_string_append(out, names[i].name), FALSE);
  if (key >= KEYCODE_BASE || !g_unichar_validate(key) || g_unichar_iscntrl(key))
    g_string_append_printf(out, "U+%04X", key);
  else
    g_string_append_unichar(out, mods & MOD_CTRL ? g_unichar_toupper(key) : key);
  return g_string_free(out, FALSE);
}

static bool by_name(const char *name, uint32_t *key)
{
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_ascii_strcasecmp(names[i].name, name) == 0) {
      *key = names[i].key;
      return true;
    }
  gunichar c = g_utf8_get_char_validated(name, -1);
  if (*name == '\0' || c >= 0x110000 || *g_utf8_next_char(name) != '\0' || g_unichar_iscntrl(c))
    return false;
  *key = c;
  return true;
}

/* Takes the prefixes off; "-" and "Ctrl--" are the key "-". */
static const char *skip_prefixes(const char *name, unsigned *mods)
{
  for (bool found = true; found;) {
    found = false;
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes) && !found; i++) {
      size_t length = strlen(prefixes[i].prefix);
      if (g_ascii_strncasecmp(name, prefixes[i].prefix, length) != 0 || name[length] == '\0')
        continue;
      *mods |= prefixes[i].mod;
      name += length;
      found = true;
    }
  }
  return name;
}

bool key_parse(const char *name, uint32_t *key, unsigned *mods)
{
  unsigned with = 0;
  uint32_t code;
  if (!by_name(skip_prefixes(name, &with), &code))
    return false;
  struct input_event event = {INPUT_NONE};
  bool letter = (with & MOD_CTRL) && code < KEYCODE_BASE && code > ' ';
  uint32_t lower = letter ? g_unichar_tolower(code) : code;
  if (letter && strchr("him[", (int)lower) != NULL && lower < 0x80) /* what a terminal sends for these keys */
    input_character(lower & 0x1F, with & ~(unsigned)MOD_CTRL, &event);
  else
    input_character(code, with, &event);
  *key = event.key;
  *mods = event.mods;
  return true;
}

uint32_t key_half_width(uint32_t key)
{
  static const struct { uint32_t from, to; } twins[] = {
    {0x3000, ' '}, {0x30FC, '-'}, {0x3002, '.'}, {0x3001, ','}, {0x30FB, '/'},
    {0x300C, '['}, {0x300D, ']'}, {0x301C, '~'}, {0xFFE5, '\\'}, {0x2019, '\''}, {0x201D, '"'},
  };
  if (key >= 0xFF01 && key <= 0xFF5E)
    return key - 0xFEE0;
  for (size_t i = 0; i < G_N_ELEMENTS(twins); i++)
    if (twins[i].from == key)
      return twins[i].to;
  return key;
}
