#include <string.h>

#include "toban/input.h"

/* Events as words: "j Ctrl-C <paste:text> <mouse:1+ 3,4> <focus>". */
static void write_down(const struct input_event *event, void *user)
{
  GString *out = user;
  if (out->len > 0)
    g_string_append_c(out, ' ');
  if (event->type == INPUT_KEY) {
    g_autofree char *name = key_label(event->key, event->mods);
    g_string_append(out, name);
  } else if (event->type == INPUT_PASTE) {
    g_assert_true(g_utf8_validate(event->text, (gssize)event->length, NULL));
    g_string_append_printf(out, "<paste%s:%.*s>", event->truncated ? "!" : "", (int)MIN(event->length, 80), event->text);
  } else if (event->type == INPUT_MOUSE) {
    g_string_append_printf(out, "<mouse:%d%c %d,%d %u>", event->button, event->press ? '+' : '-', event->row, event->col,
                           event->mods);
  } else {
    g_assert_cmpint(event->type, ==, INPUT_FOCUS);
    g_string_append(out, event->focused ? "<focus>" : "<blur>");
  }
}

static void expect(const char *bytes, size_t length, const char *want)
{
  GString *got = g_string_new(NULL);
  struct input *input = input_new(write_down, got);
  input_feed(input, bytes, length);
  input_timeout(input);
  g_assert_cmpstr(got->str, ==, want);
  input_free(input);
  g_string_free(got, TRUE);
}

#define EXPECT(bytes, want) expect("" bytes, sizeof bytes - 1, want)

static void characters(void)
{
  EXPECT("jJ ?", "j J Space ?");
  EXPECT("\r\t\x7f\b", "Enter Tab Backspace Backspace");
  EXPECT("\x03\x1a\x00\x1c\x1f\n", "Ctrl-C Ctrl-Z Ctrl-Space Ctrl-\\ Ctrl-_ Ctrl-J");
  EXPECT("漢ｊé🙂", "漢 ｊ é 🙂");
  EXPECT("\xC0\xAF\xE0\x80\xAF\xED\xA0\x80\xF5\x80\x80\x80\xFFx", "x");
  EXPECT("\xE6\xBC" "a\xE6\xBC\xE6\xBC\xA2\xC2\x9B", "a 漢");
}

static void escapes(void)
{
  EXPECT("\033", "Esc");
  EXPECT("\033\033", "Esc Esc");
  EXPECT("\033\033\033", "Esc Esc Esc");
  EXPECT("\033j\033J\033\r\033\x7f\033\x01", "Alt-j Alt-J Alt-Enter Alt-Backspace Ctrl-Alt-A");
  EXPECT("\033漢", "Alt-漢");
  EXPECT("\033\xFFj", "j");
  EXPECT("\033[", "Alt-[");
  EXPECT("\033O", "Alt-O");
  EXPECT("\033\033[A\033\033OA", "Alt-Up Alt-Up");
  EXPECT("\033\033j", "Esc Alt-j");
}

static void sequences(void)
{
  EXPECT("\033[A\033[B\033[C\033[D\033[H\033[F\033[Z", "Up Down Right Left Home End Shift-Tab");
  EXPECT("\033OA\033OB\033OC\033OD\033OH\033OF\033OP\033OS", "Up Down Right Left Home End F1 F4");
  EXPECT("\033[1;5A\033[1;2B\033[1;3C\033[1;8D\033[1;9A", "Ctrl-Up Shift-Down Alt-Right Ctrl-Alt-Shift-Left Alt-Up");
  EXPECT("\033[2~\033[3~\033[5~\033[6~\033[1~\033[4~\033[7~\033[8~", "Ins Del PgUp PgDn Home End Home End");
  EXPECT("\033[11~\033[15~\033[17~\033[21~\033[24~\033[15;5~\033[1;2P\033[1;5R", "F1 F5 F6 F10 F12 Ctrl-F5 Shift-F1 Ctrl-F3");
  EXPECT("\033[[A\033[[E", "F1 F5");
  EXPECT("\033[a\033Oa\033Od\033[3^\033[3$\033[3@\033[25~", "Shift-Up Ctrl-Up Ctrl-Left Ctrl-Del Shift-Del Ctrl-Shift-Del Shift-F3");
  EXPECT("\033[97;5u\033[13;2u\033[97;2u\033[27u\033[9;2u\033[57441;1u\033[97;5:3u", "Ctrl-A Shift-Enter A Esc Shift-Tab");
  EXPECT("\033[27;5;99~\033[27;2;13~", "Ctrl-C Shift-Enter");
  EXPECT("\033OM\033Oj\033Oy\033OX\033O5A", "Enter * 9 = Ctrl-Up");
  EXPECT("\033[I\033[O", "<focus> <blur>");
  EXPECT("\033[24;80Rx\033[?1;2cy\033[?2026;2$yz", "x y z");
  EXPECT("\033[1;1;1;1;1;1;1;1Ax\033[12\rj\033[1\033[A\033[1漢", "x Enter j Up 漢");
}

static void mouse(void)
{
  EXPECT("\033[<0;10;20M\033[<0;10;20m\033[<2;1;1M\033[<64;5;5M\033[<65;5;5M\033[<16;5;5M",
         "<mouse:1+ 19,9 0> <mouse:1- 19,9 0> <mouse:3+ 0,0 0> <mouse:4+ 4,4 0> <mouse:5+ 4,4 0> <mouse:1+ 4,4 4>");
  EXPECT("\033[<32;10;20M\033[<3;1;1M\033[<66;1;1M\033[<0;0;0M\033[<128;1;1M\033[<0;1Mx", "x");
  EXPECT("\033[M !!x", "x");
}

static void pastes(void)
{
  EXPECT("\033[200~:q\nrm\033[201~x", "<paste::q\nrm> x");
  EXPECT("\033[200~\033[201~", "<paste:>");
  EXPECT("\033[200~a\033[31mb\033[20\033[201~", "<paste:ab20>");
  EXPECT("\033[200~a\033[201\033\033[201~y\033[201~z", "<paste:a201�> y z");
  EXPECT("\033[200~ﾌﾟ\xFF\x03\r\n\033[201~", "<paste:プ��\n>");
}

static void long_paste(void)
{
  GString *got = g_string_new(NULL);
  struct input *input = input_new(write_down, got);
  char *block = g_strnfill(65536, 'x');
  input_feed(input, "\033[200~y", 7);
  for (int i = 0; i < 40; i++)
    input_feed(input, block, 65536);
  g_assert_cmpstr(got->str, ==, "");
  g_assert_false(input_waits(input));
  input_feed(input, "漢\033[201~j", 10);
  g_assert_true(g_str_has_prefix(got->str, "<paste!:yxxx"));
  g_assert_true(g_str_has_suffix(got->str, "> j"));
  g_free(block);
  input_free(input);
  g_string_free(got, TRUE);
}

static void timer(void)
{
  GString *got = g_string_new(NULL);
  struct input *input = input_new(write_down, got);
  static const struct { const char *bytes; bool waits; } steps[] = {
    {"\033", true}, {"[", true}, {"1", false}, {";5", false}, {"A", false}, {"\xE6", false}, {"\xBC\xA2", false},
    {"\033", true}, {"\033", true}, {"O", true}, {"A", false}, {"\033[200~\033", false}, {"[201~", false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
    input_feed(input, steps[i].bytes, strlen(steps[i].bytes));
    g_assert_true(input_waits(input) == steps[i].waits);
  }
  g_assert_cmpstr(got->str, ==, "Ctrl-Up 漢 Alt-Up <paste:>");
  input_free(input);
  g_string_free(got, TRUE);
}

static gsize rubbish(char *bytes, gsize size)
{
  static const char *const parts[] = {"\033", "\033[", "\033O", "[", "O", "1;5A", "200~", "201~", "\033[200~", "\033[201~",
                                      "<0;3;4M", "M", "漢", "\xE6", "\xBC", "é", "a", "\r", "$", "^", ";", "27;5;99~", "97;5u", "["};
  gsize length = 0, want = (gsize)g_test_rand_int_range(0, (gint32)size - 16);
  while (length < want) {
    if (g_test_rand_int_range(0, 4) == 0)
      bytes[length++] = (char)g_test_rand_int_range(0, 256);
    else
      length += g_strlcpy(bytes + length, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))], size - length);
  }
  return length;
}

/* However a stream is cut into reads, the events are the same; and no bytes do harm. */
static void chunks_make_no_difference(void)
{
  char bytes[96];
  for (int i = 0; i < 30000; i++) {
    gsize length = rubbish(bytes, sizeof bytes);
    GString *whole = g_string_new(NULL), *cut = g_string_new(NULL);
    struct input *one = input_new(write_down, whole), *other = input_new(write_down, cut);
    input_feed(one, bytes, length);
    for (gsize at = 0; at < length;) {
      gsize want = (gsize)g_test_rand_int_range(1, 6), n = MIN(want, length - at);
      input_feed(other, bytes + at, n);
      at += n;
    }
    g_assert_true(input_waits(one) == input_waits(other));
    input_timeout(one);
    input_timeout(other);
    g_assert_cmpstr(whole->str, ==, cut->str);
    input_free(one);
    input_free(other);
    g_string_free(whole, TRUE);
    g_string_free(cut, TRUE);
  }
}

static void names(void)
{
  static const char *const rows[][2] = {
    {"j", "j"}, {"Ctrl-C", "Ctrl-C"}, {"c-x", "Ctrl-X"}, {"M-x", "Alt-x"}, {"F12", "F12"}, {"pgdn", "PgDn"}, {"PageDown", "PgDn"},
    {"space", "Space"}, {"Shift-Tab", "Shift-Tab"}, {"S-Tab", "Shift-Tab"}, {"Shift-a", "A"}, {"-", "-"}, {"Ctrl--", "Ctrl--"},
    {"Ctrl-H", "Backspace"}, {"Ctrl-I", "Tab"}, {"Ctrl-M", "Enter"}, {"Ctrl-[", "Esc"}, {"Alt-Ctrl-Up", "Ctrl-Alt-Up"}, {"漢", "漢"},
    {"Ctrl-Space", "Ctrl-Space"}, {":", ":"}, {"", NULL}, {"xx", NULL}, {"Ctrl-", NULL}, {"F13", NULL}, {"\xFF", NULL}, {"\n", NULL},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    uint32_t key = 0, again;
    unsigned mods = 0, mods_again;
    g_assert_true(key_parse(rows[i][0], &key, &mods) == (rows[i][1] != NULL));
    if (rows[i][1] == NULL)
      continue;
    g_autofree char *name = key_label(key, mods);
    g_assert_cmpstr(name, ==, rows[i][1]);
    g_assert_true(key_parse(name, &again, &mods_again));
    g_assert_cmpuint(again, ==, key);
    g_assert_cmpuint(mods_again, ==, mods);
  }
}

static void half_width(void)
{
  g_assert_cmpuint(key_half_width(0xFF4A), ==, 'j');
  g_assert_cmpuint(key_half_width(0xFF1F), ==, '?');
  g_assert_cmpuint(key_half_width(0x3000), ==, ' ');
  g_assert_cmpuint(key_half_width(0x30FB), ==, '/');
  g_assert_cmpuint(key_half_width('x'), ==, 'x');
  g_assert_cmpuint(key_half_width(0x6F22), ==, 0x6F22);
  g_assert_cmpuint(key_half_width(KEYCODE_F5), ==, KEYCODE_F5);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/input/characters", characters);
  g_test_add_func("/input/escapes", escapes);
  g_test_add_func("/input/sequences", sequences);
  g_test_add_func("/input/mouse", mouse);
  g_test_add_func("/input/pastes", pastes);
  g_test_add_func("/input/long-paste", long_paste);
  g_test_add_func("/input/timer", timer);
  g_test_add_func("/input/chunks", chunks_make_no_difference);
  g_test_add_func("/input/names", names);
  g_test_add_func("/input/half-width", half_width);
  return g_test_run();
}
