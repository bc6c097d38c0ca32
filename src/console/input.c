#include "toban/input.h"

#include <string.h>

#include "input_internal.h"
#include "toban/text.h"

enum state { GROUND, ESCAPE, ESCAPE_TWICE, CSI, LINUX, SS3, MOUSE_X10, PASTE };

struct input {
  input_fn *each;
  void *user;
  enum state state;
  bool alt;                      /* an ESC came before what is being read */
  char utf8[8];                  /* a character that is not complete yet */
  size_t have, need;
  char sequence[SEQUENCE_MAX];   /* between the introducer and the final byte */
  size_t length;
  bool overlong;                 /* it had no room: it means nothing */
  int skip;                      /* bytes of an X10 mouse report still to come */
  GString *paste;
  size_t matched;                /* bytes of paste_end that were seen */
  bool truncated;
};

static const char paste_end[] = "\033[201~";

struct input *input_new(input_fn *each, void *user)
{
  struct input *input = g_new0(struct input, 1);
  input->each = each;
  input->user = user;
  input->paste = g_string_new(NULL);
  return input;
}

void input_free(struct input *input)
{
  if (input == NULL)
    return;
  g_string_free(input->paste, TRUE);
  g_free(input);
}

static void emit(struct input *input, struct input_event *event)
{
  if (input->alt && (event->type == INPUT_KEY || event->type == INPUT_MOUSE))
    event->mods |= MOD_ALT;
  input->alt = false;
  if (event->type != INPUT_NONE)
    input->each(event, input->user);
}

static void emit_character(struct input *input, uint32_t code)
{
  struct input_event event = {INPUT_NONE};
  input_character(code, 0, &event);
  emit(input, &event);
}

static void enter(struct input *input, enum state state)
{
  input->state = state;
  input->length = 0;
  input->overlong = false;
}

/* --- plain characters ------------------------------------------------------------------------------ */

static void drop_character(struct input *input)
{
  if (input->need > 0)
    input->alt = false;
  input->have = input->need = 0;
}

static size_t utf8_length(unsigned char lead)
{
  return lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* A byte of 0x80 and above. Overlong forms, surrogates and stray bytes are dropped without an event. */
static void high_byte(struct input *input, unsigned char byte)
{
  bool continues = (byte & 0xC0) == 0x80;
  if (!continues || input->need == 0) {
    drop_character(input);
    input->need = utf8_length(byte);
    if (input->need == 0) {
      input->alt = false;
      return;
    }
  }
  input->utf8[input->have++] = (char)byte;
  if (input->have < input->need)
    return;
  gunichar c = g_utf8_get_char_validated(input->utf8, (gssize)input->have);
  input->have = input->need = 0;
  if (c < 0x110000 && c >= 0xA0)
    emit_character(input, c);
  else
    input->alt = false;
}

static void ground(struct input *input, unsigned char byte)
{
  if (byte >= 0x80) {
    high_byte(input, byte);
    return;
  }
  drop_character(input);
  if (byte == KEY_ESCAPE_CHAR)
    enter(input, ESCAPE);
  else
    emit_character(input, byte);
}

/* --- what follows an ESC --------------------------------------------------------------------------- */

static void escape(struct input *input, unsigned char byte)
{
  bool twice = input->state == ESCAPE_TWICE;
  if (byte == '[' || byte == 'O') {
    input->alt = twice;
    enter(input, byte == '[' ? CSI : SS3);
    return;
  }
  if (twice)
    emit_character(input, KEY_ESCAPE_CHAR);
  if (byte == KEY_ESCAPE_CHAR) {
    enter(input, ESCAPE_TWICE);
    return;
  }
  enter(input, GROUND);
  input->alt = true;
  ground(input, byte);
}

/* The sequence breaks off; the byte is read anew. */
static void abandon(struct input *input, unsigned char byte)
{
  enter(input, GROUND);
  input->alt = false;
  ground(input, byte);
}

static void collect(struct input *input, unsigned char byte)
{
  if (input->length + 1 < sizeof input->sequence)
    input->sequence[input->length++] = (char)byte;
  else
    input->overlong = true;
}

static void finish_csi(struct input *input, char final)
{
  struct input_event event = {INPUT_NONE};
  input->sequence[input->length] = '\0';
  enum sequence_kind kind = input->overlong ? SEQUENCE_EVENT : input_csi(input->sequence, final, &event);
  enter(input, kind == SEQUENCE_PASTE ? PASTE : GROUND);
  g_string_truncate(input->paste, 0);
  input->matched = 0;
  input->truncated = false;
  emit(input, &event);
}

/* rxvt ends "ESC [ 3 $" (Shift-Delete) with what ECMA-48 calls an intermediate byte. */
static bool is_rxvt_shift(const struct input *input, unsigned char byte)
{
  return byte == '$' && input->length > 0 && input->sequence[0] >= '0' && input->sequence[0] <= '9';
}

static void csi(struct input *input, unsigned char byte)
{
  if (byte < 0x20 || byte >= 0x7F)
    abandon(input, byte);
  else if (input->length == 0 && byte == '[')
    enter(input, LINUX);
  else if (input->length == 0 && byte == 'M') {
    enter(input, MOUSE_X10);
    input->skip = 3;
  } else if (byte >= 0x40 || is_rxvt_shift(input, byte))
    finish_csi(input, (char)byte);
  else
    collect(input, byte);
}

static void linux_console(struct input *input, unsigned char byte)
{
  if (byte < 0x20 || byte >= 0x7F) {
    abandon(input, byte);
    return;
  }
  struct input_event event = {INPUT_NONE};
  input_linux((char)byte, &event);
  enter(input, GROUND);
  emit(input, &event);
}

static void ss3(struct input *input, unsigned char byte)
{
  if (byte < 0x20 || byte >= 0x7F) {
    abandon(input, byte);
    return;
  }
  if (byte >= '0' && byte <= '9') {
    collect(input, byte);
    return;
  }
  struct input_event event = {INPUT_NONE};
  input->sequence[input->length] = '\0';
  input_ss3(input->sequence, (char)byte, &event);
  enter(input, GROUND);
  emit(input, &event);
}

static void mouse_x10(struct input *input, unsigned char byte)
{
  (void)byte; /* never asked for: but its bytes must not become keys */
  if (--input->skip == 0)
    enter(input, GROUND);
  input->alt = false;
}

/* --- paste ----------------------------------------------------------------------------------------- */

static void keep(struct input *input, const char *bytes, size_t length)
{
  size_t room = INPUT_PASTE_MAX - input->paste->len;
  if (length > room)
    input->truncated = true;
  g_string_append_len(input->paste, bytes, (gssize)MIN(length, room));
}

static void finish_paste(struct input *input)
{
  const char *end;
  if (input->truncated && !g_utf8_validate(input->paste->str, (gssize)input->paste->len, &end) &&
      input->paste->str + input->paste->len - end < 4)
    g_string_truncate(input->paste, (gsize)(end - input->paste->str)); /* the character that was cut */
  GString *text = text_clean_lines(g_string_sized_new(input->paste->len), input->paste->str, (gssize)input->paste->len);
  struct input_event event = {INPUT_PASTE, .text = text->str, .length = text->len, .truncated = input->truncated};
  enter(input, GROUND);
  if (input->paste->allocated_len > SEQUENCE_MAX * 64) {
    g_string_free(input->paste, TRUE);
    input->paste = g_string_new(NULL);
  }
  emit(input, &event);
  g_string_free(text, TRUE);
}

static void paste(struct input *input, unsigned char byte)
{
  if ((char)byte != paste_end[input->matched] && input->matched > 0) {
    keep(input, paste_end, input->matched); /* no other byte of the mark is an ESC: it can start only here */
    input->matched = 0;
  }
  if ((char)byte != paste_end[input->matched]) {
    keep(input, (const char *)&byte, 1);
    return;
  }
  if (++input->matched == sizeof paste_end - 1)
    finish_paste(input);
}

/* --- the whole ------------------------------------------------------------------------------------- */

typedef void state_fn(struct input *input, unsigned char byte);
static state_fn *const states[] = {
  [GROUND] = ground, [ESCAPE] = escape, [ESCAPE_TWICE] = escape, [CSI] = csi,
  [LINUX] = linux_console, [SS3] = ss3, [MOUSE_X10] = mouse_x10, [PASTE] = paste,
};

void input_feed(struct input *input, const char *bytes, size_t length)
{
  for (size_t i = 0; i < length; i++)
    states[input->state](input, (unsigned char)bytes[i]);
}

bool input_waits(const struct input *input)
{
  bool introduced = input->state == CSI || input->state == SS3; /* ESC [ is Alt-[ when nothing follows */
  return input->state == ESCAPE || input->state == ESCAPE_TWICE || (introduced && input->length == 0);
}

void input_timeout(struct input *input)
{
  if (!input_waits(input))
    return;
  enum state state = input->state;
  bool alt = input->alt;
  enter(input, GROUND);
  input->alt = false;
  if (state == ESCAPE_TWICE || alt)
    emit_character(input, KEY_ESCAPE_CHAR);
  input->alt = state == CSI || state == SS3;
  emit_character(input, state == CSI ? '[' : state == SS3 ? 'O' : KEY_ESCAPE_CHAR);
}
