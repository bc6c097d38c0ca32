/* Any bytes to the decoder of the terminal's input, in reads of any length, with the timer at any moment.
 * usage: fuzz_input [-max_total_time=60] [CORPUS]   (libFuzzer) */
#include <stdlib.h>

#include "toban/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct input_event *event, void *user)
{
  size_t *events = user;
  ++*events;
  if (event->type == INPUT_PASTE && !g_utf8_validate(event->text, (gssize)event->length, NULL))
    abort();
  if (event->type == INPUT_MOUSE && (event->row < 0 || event->col < 0 || event->button < 1 || event->button > 5))
    abort();
  if (event->type != INPUT_KEY)
    return;
  uint32_t key;
  unsigned mods;
  char *name = key_label(event->key, event->mods);
  if (!g_utf8_validate(name, -1, NULL) || event->key >= KEYCODE_LAST)
    abort();
  key_parse(name, &key, &mods);
  key_half_width(event->key);
  g_free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  size_t events = 0;
  struct input *input = input_new(check, &events);
  while (size > 1) {
    size_t length = *data & 0x0F;
    bool late = (*data & 0x10) != 0;
    data++, size--;
    length = length < size ? length : size;
    input_feed(input, (const char *)data, length);
    data += length, size -= length;
    if (late && input_waits(input))
      input_timeout(input);
  }
  input_free(input);
  return 0;
}
