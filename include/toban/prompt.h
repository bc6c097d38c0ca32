/* prompt.h: text that a person types: one line (commands, filters, fields) or several (answers, notes).
 *
 * Pure state: keys in, text out; drawing reads only. Moves and deletes by whole characters (a base with
 * its combining marks), knows wide ones, breaks words where the script changes. A paste is inserted and
 * never does anything else (edge case 56). The cursor is left where the input method shall draw. */
#ifndef TOBAN_PROMPT_H
#define TOBAN_PROMPT_H
#include "toban/grid.h"
#include "toban/input.h"

enum { PROMPT_LIMIT = 16384 };          /* bytes; more typed or pasted text is refused with a bell */
struct prompt {
  GString *text;
  size_t at;                            /* byte offset of the cursor */
  bool lines;                           /* several lines: Enter breaks, F2 or Ctrl-D accepts */
  int width;                            /* columns of the area when `lines`: for moving up and down */
  char *killed;                         /* what Ctrl-K, Ctrl-U, Ctrl-W took; Ctrl-Y puts it back */
  GPtrArray *history;                   /* of char *, oldest first; one line only */
  int recall;                           /* index in history, or history->len: the text being typed */
  char *typed;                          /* that text while another is recalled */
};
enum prompt_result { PROMPT_IGNORED, PROMPT_MOVED, PROMPT_EDITED, PROMPT_ACCEPT, PROMPT_CANCEL, PROMPT_COMPLETE };

void prompt_init(struct prompt *prompt, bool lines);
void prompt_clear(struct prompt *prompt);
const char *prompt_text(const struct prompt *prompt);
void prompt_set(struct prompt *prompt, const char *text);        /* cursor at the end */
/* Up, Down and Tab are IGNORED, MOVED or COMPLETE as far as the prompt has no use for them. */
enum prompt_result prompt_key(struct prompt *prompt, uint32_t key, unsigned mods);
bool prompt_insert(struct prompt *prompt, const char *text, size_t length);     /* false: too long */
void prompt_remember(struct prompt *prompt);                     /* put the text into the history */

/* Visual lines of the text at a width: calls each with [from, to) byte offsets, top to bottom. */
typedef void prompt_line_fn(size_t from, size_t to, void *user);
int prompt_lines(const struct prompt *prompt, int width, prompt_line_fn *each, void *user);
/* Draws into area and, when `cursor`, places the grid's cursor. */
void prompt_draw(const struct prompt *prompt, struct grid *grid, struct rect area, style_t style, bool cursor);
#endif
