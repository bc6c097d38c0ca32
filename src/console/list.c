#include "list.h"

#include <glib.h>

int list_step(enum move move, int height)
{
  int page = MAX(height - 1, 1), half = MAX(height / 2, 1);
  const int steps[] = {-1, 1, -page, page, -half, half, -LIST_END, LIST_END};
  return steps[move];
}

void list_settle(struct list *list, int count, int height)
{
  height = MAX(height, 1);
  list->cursor = CLAMP(list->cursor, 0, MAX(count - 1, 0));
  list->top = CLAMP(list->top, list->cursor - height + 1, list->cursor);
  list->top = CLAMP(list->top, 0, MAX(count - height, 0));
}

void list_move(struct list *list, enum move move, int count, int height)
{
  list->cursor += list_step(move, height);
  list_settle(list, count, height);
}

void list_scroll(struct list *list, enum move move, int count, int height)
{
  list->top += list_step(move, height);
  list_clamp(list, count, height);
}

void list_clamp(struct list *list, int count, int height)
{
  list->top = CLAMP(list->top, 0, MAX(count - height, 0));
}
