/* intake.h: what is read while a ticket is taken in: who calls, what is there already, what it may begin with.
 *
 * All are store_run_fn (store.h) and give a structure that begins with struct snapshot. They are asked at each
 * keystroke: everything goes through indexes, whatever the number of tickets. Rules of finding: doc/intake.md. */
#ifndef TOBAN_INTAKE_H
#define TOBAN_INTAKE_H
#include "toban/read.h"

/* --- who calls -------------------------------------------------------------------------------------- */
enum caller_source { CALLER_PERSON /* of the list */, CALLER_BEFORE /* of earlier tickets */,
                     CALLER_ASSET /* uses the machine */, CALLER_OFFICE /* only the place is known */ };
struct caller_row {
  enum caller_source source;
  const char *name, *reading, *mail, *extension, *office, *lang, *department, *vip;  /* "" where not known */
  const char *asset;                    /* tag and host by which it was found; "" */
  int64_t tickets;                      /* so far */
  utc_t newest;                         /* the last one was received; UTC_NONE: never */
};
struct caller_args { char text[256]; int limit; };
struct caller_list {
  struct snapshot s;
  char text[256];                       /* as asked */
  const struct caller_row *row; int rows;
};
void *caller_find_read(struct db *db, const void *caller_args, GError **error);
/* What a ticket has as its requester: the name, with the extension where it is known: "田中 太郎 (2041)". Appended. */
void caller_requester(const struct caller_row *row, GString *out);

/* --- what is there already ----------------------------------------------------------------------------- */
/* Open and recent tickets of the office or of the requester, the likeliest first: similar.h of their titles, more for
 * the same person. Without a text: the open ones of the requester. */
struct similar_args { char office[64], requester[128], text[512]; utc_t now; int limit; };
struct similar_row {
  const char *key, *title, *requester, *assignee;     /* requester, assignee: may be NULL */
  enum ticket_state state;
  utc_t received_at;
  int score;                            /* of PAIRS_FULL */
  bool same_caller;
};
struct similar_list { struct snapshot s; const struct similar_row *row; int rows; };
void *similar_read(struct db *db, const void *similar_args, GError **error);

/* --- templates ------------------------------------------------------------------------------------------ */
struct template_row {
  const char *id, *category, *checklist, *name[LANG_COUNT], *title[LANG_COUNT], *body[LANG_COUNT];
  int priority;                         /* PRIORITY_NONE: none */
};
struct template_list { struct snapshot s; const struct template_row *row; int rows; };
void *template_list_read(struct db *db, const void *unused, GError **error);
#endif
