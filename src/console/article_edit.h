/* article_edit.h: both sides of an article, typed beside each other. A side is one text: the question in its first
 * line, the answer below, the steps behind a line of three hyphens. */
#ifndef CONSOLE_ARTICLE_EDIT_H
#define CONSOLE_ARTICLE_EDIT_H
#include "toban/lang.h"
#include "toban/model.h"
#include "toban/prompt.h"

struct article_edit {
  char id[64]; int64_t revision;
  enum lang side;                       /* that is typed into */
  struct prompt prompt[LANG_COUNT];
};
void article_edit_open(struct model *model, struct effects *effects);
void article_edit_close(struct model *model);
void article_edit_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects);
void article_edit_paste(struct model *model, const char *text, size_t length, struct effects *effects);
void article_edit_draw(const struct model *model, struct grid *grid, struct rect area);
#endif
