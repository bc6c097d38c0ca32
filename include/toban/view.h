/* view.h: saved views: filters with a name, an order and columns; a person's own, and shared ones.
 *
 * A view is a record (record.h): its events are the truth, the table saved_view is made from them. How many tickets it
 * has is kept beside, without looking at tickets: each change of one adds what the change does to the count, and a
 * count that the passing time moves (due<2h) is kept as the steps that it takes, at which instants; so the count at
 * any "now" is a sum over days and the steps of one day (table view_day, view_step). A new view, or one whose
 * reference data changed, is counted from the tickets bit by bit (COMMAND_COUNT_VIEWS); until then it has no count. */
#ifndef TOBAN_VIEW_H
#define TOBAN_VIEW_H
#include "toban/command.h"
#include "toban/read.h"

enum { VIEW_NAME_MAX = 60 /* bytes */, VIEW_COLUMNS_MAX = 200, VIEW_COUNT_STEP = 4000 /* tickets in a transaction */ };
#define VIEW_UNCOUNTED (-1)
struct saved_view {
  const char *key;                      /* "LOGIN/NAME"; "/NAME" is shared */
  const char *name;                     /* one word, for commands */
  const char *title[LANG_COUNT];        /* "": the name */
  const char *owner;                    /* login; "": shared */
  const char *filter;                   /* canonical; "": everything */
  const char *columns;                  /* ids, joined by blanks; "": the usual ones */
  enum queue_order order; bool falling;
  int64_t count;                        /* at args.now, for args.actor; VIEW_UNCOUNTED */
  int64_t seq;                          /* of the event that it comes from */
};
const char *saved_view_title(const struct saved_view *view);       /* in the current language */
bool saved_view_name_valid(const char *name);                      /* no blanks, no '/', none of the program's views */

/* Ids of columns, as they may stand in a view; NULL after the last. And a list of them (commas or blanks between), in
 * canonical form; TE_USAGE names what is none. g_free. */
const char *view_column_at(int index);
char *view_columns_parse(const char *text, GError **error);

struct view_args { char actor[64]; utc_t now; };
struct view_list {
  struct snapshot s;
  struct view_args args;
  const struct saved_view *row; int rows;        /* the actor's own, then shared ones; by name */
  int64_t total[VIEWS];                          /* of the program's views */
  bool uncounted;                                /* some wait for COMMAND_COUNT_VIEWS */
  bool unread;                                   /* some depend on what the actor has read */
  utc_t turns_at;                                /* when the time moves a count next; UTC_NONE */
};
void *view_list_read(struct db *db, const void *view_args, GError **error);
/* An own one before a shared one of this name; NULL: there is none. */
const struct saved_view *view_find(const struct view_list *list, const char *name);

/* Keeps a view; its key is made of owner and name. The store writes the filter in its canonical form and refuses a
 * wrong one (TE_DATA). Shared ones ask for RIGHT_VIEW_SHARE; an own one is its owner's alone. */
struct command *view_save(const char *actor, utc_t at, const struct saved_view *view);
struct command *view_remove(const char *actor, utc_t at, const char *key);
/* Fills args with what the view shows. */
void view_to_args(const struct saved_view *view, struct queue_args *args);
/* The same by name, of one of the program's views or one that args->actor sees; TE_USAGE: there is none. */
bool view_choose(struct db *db, const char *name, struct queue_args *args, GError **error);
#endif
