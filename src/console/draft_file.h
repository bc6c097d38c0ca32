/* draft_file.h: unsent texts on disk: $XDG_STATE_HOME/toban/draft.ACTOR.PID.
 *
 * Each running console has a file of its own, so two of one operator never overwrite each other. At the
 * start the files of consoles that are gone are taken over. Written beside and renamed: never half a file. */
#ifndef CONSOLE_DRAFT_FILE_H
#define CONSOLE_DRAFT_FILE_H
#include <uv.h>

struct draft_file;
struct draft_file *draft_file_new(uv_loop_t *loop, const char *actor);
/* What ended consoles of this operator left, as one JSON object; NULL: nothing. Their files stay until
 * ours is written. */
char *draft_file_adopt(struct draft_file *file);
/* Writes text (NULL: removes the file) on a thread of the pool; the newest wins. */
void draft_file_save_later(struct draft_file *file, char *take_text);
void draft_file_save_now(struct draft_file *file, const char *text);     /* here and now: before leaving */
void draft_file_free(struct draft_file *file);                           /* after the loop has ended */
#endif
