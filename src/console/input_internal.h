/* input_internal.h: the decoder in three files: bytes (input.c), sequences (input_csi.c), key names
 * (input_key.c). */
#ifndef TOBAN_INPUT_INTERNAL_H
#define TOBAN_INPUT_INTERNAL_H
#include "toban/input.h"

enum { SEQUENCE_MAX = 64, KEY_ENTER_CHAR = '\r', KEY_TAB_CHAR = '\t', KEY_ESCAPE_CHAR = 27, KEY_BACKSPACE_CHAR = 127 };

/* What a finished sequence means; the event is INPUT_NONE when it means nothing to us. */
enum sequence_kind { SEQUENCE_EVENT, SEQUENCE_PASTE };
/* CSI: text is what stood between "ESC [" and the final byte. */
enum sequence_kind input_csi(const char *text, char final, struct input_event *event);
/* SS3: text is the modifier digit that some terminals put between "ESC O" and the final byte, or "". */
void input_ss3(const char *text, char final, struct input_event *event);
/* "ESC [ [ A" ... "E" of the Linux console. */
void input_linux(char final, struct input_event *event);
/* A character with modifiers as the rest of the program knows it: ^C is 'c' with MOD_CTRL, ^H Backspace. */
void input_character(uint32_t code, unsigned mods, struct input_event *event);
#endif
