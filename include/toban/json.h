/* json.h: small helpers over jansson for reading and writing documents of the command line. */
#ifndef TOBAN_JSON_H
#define TOBAN_JSON_H
#include <jansson.h>
#include <stdio.h>
#include "toban/utc.h"
json_t *json_text(const char *text);              /* null for NULL */
json_t *json_utc(utc_t at);                       /* RFC 3339 UTC, null for UTC_NONE */
json_t *json_lines(const char *text);             /* a list of the lines that are not empty */
bool json_print(FILE *out, json_t *take, GError **error);       /* one document and a line end; frees it */
bool json_print_line(FILE *out, json_t *take, GError **error);  /* compact, one line; frees it */
/* One document that begins on `line` of the file `name`. TE_DATA "NAME:LINE: not JSON: why"; an object
 * with the same key twice is refused. */
json_t *json_read(const char *name, int line, const char *text, size_t length, GError **error);
#endif
