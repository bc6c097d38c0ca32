/* ticket_lines.h: an open ticket as lines of text, wrapped for a width. */
#ifndef CONSOLE_TICKET_LINES_H
#define CONSOLE_TICKET_LINES_H
#include "toban/model.h"

struct ticket_line {
  char *lead;                   /* "22:58 received  Sato": before the text; NULL: none */
  char *text;
  enum role role;
};
GPtrArray *ticket_lines_new(void);
/* The head: title, then what is known, flowing. Free with g_ptr_array_unref. */
GPtrArray *ticket_head(const struct model *model, int width);
/* The events, oldest first, with a line for each new day. */
GPtrArray *ticket_timeline(const struct model *model, int width);
/* How the clocks came to their figures: what `toban ticket show --explain` prints. */
GPtrArray *ticket_explanation(const struct model *model, int width);
int ticket_lead_width(void);    /* columns of the leads of a timeline */
#endif
