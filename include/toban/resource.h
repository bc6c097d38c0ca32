/* resource.h: the files of data/ that are part of the program itself, so that one binary is enough.
 * $(resource_files) in Makefile.am lists them; the bytes come by .incbin from src/base/resources.S. */
#ifndef TOBAN_RESOURCE_H
#define TOBAN_RESOURCE_H
#include <stddef.h>
/* Bytes of data/NAME (not terminated by NUL; length in *length), or NULL when there is no such file. */
const char *resource_find(const char *name, size_t *length);
/* The names, in the order of the list; NULL after the last one. */
const char *resource_name(int index);
#endif
