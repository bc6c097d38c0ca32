/* painter_bytes.h: what curses writes too much. It cares for terminals whose reset forgets colours or leaves a line
 * drawing set on; on those of today each change of style has up to eight bytes that change nothing. */
#ifndef TOBAN_PAINTER_BYTES_H
#define TOBAN_PAINTER_BYTES_H
#include <glib.h>
#include <stdbool.h>

/* Is it a terminal of today? By its capabilities: op is "ESC [39;49m", sgr0 is "ESC [m" apart from charsets. */
bool painter_can_shorten(const char *op, const char *sgr0);
/* The same screen with fewer bytes, in place. */
void painter_shorten(GString *bytes);
#endif
