/* queue_columns.h: columns of the queue: which are there at a width, and what they say of a row. */
#ifndef CONSOLE_QUEUE_COLUMNS_H
#define CONSOLE_QUEUE_COLUMNS_H
#include "toban/model.h"

enum queue_column { COLUMN_DUE, COLUMN_KEY, COLUMN_PRIORITY, COLUMN_CHANNEL, COLUMN_OFFICE, COLUMN_THERE, COLUMN_STATE,
                    COLUMN_ASSIGNEE, COLUMN_TITLE, COLUMN_REQUESTER, COLUMN_CATEGORY, COLUMN_CHANGED, COLUMN_RECEIVED,
                    COLUMN_LANG, COLUMN_TAGS, COLUMNS };
struct queue_columns {
  enum queue_column column[COLUMNS]; int count;   /* those that may be there, from the left */
  int width[COLUMNS];           /* by column; 0: not there */
  bool short_key, short_state;
};
/* For `width` columns of the screen in the current language: the title has 40 % or more; the others go by rank.
 * chosen: ids of a view, joined by blanks; "" the usual ones. */
void queue_columns(int width, const char *chosen, struct queue_columns *out);
const char *queue_column_id(enum queue_column column);        /* "due": as in view_column_at() */
const char *queue_column_title(const struct queue_columns *columns, enum queue_column column);
const char *queue_state_text(enum ticket_state state);        /* in one word: "working" */
bool queue_column_right(enum queue_column column);            /* right-aligned */
/* What stands in a cell, clean; *role as far as the column has its own. */
void queue_cell(const struct model *model, const struct queue_columns *columns, const struct queue_row *row,
                enum queue_column column, GString *out, enum role *role);
#endif
