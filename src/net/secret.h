/* secret.h: ${env:NAME} and ${file:/PATH} in what a check sends. Loop thread; reads small files at once. */
#ifndef NET_SECRET_H
#define NET_SECRET_H
#include <glib.h>

/* The text with its references replaced; NULL with a reason that names the reference, never the secret. What was put in
 * is added to `used` (of char *, wiped by secret_free). A file: regular, of this account or root, mode 0600 or less, at
 * most 4 KB; its last line end does not count. Control characters in a secret are refused: they could add a header. */
char *secret_expand(const char *text, GPtrArray *used, GError **error);
void secret_free(void *text);                  /* wipes first; NULL-safe */
/* Replaces every secret in a text that will be stored or shown. */
void secret_mask(char *text, const GPtrArray *used);
#endif
