/* measure_store.h: the newest figures of servers and clients, judged. They come by `toban import measures`. */
#ifndef TOBAN_MEASURE_STORE_H
#define TOBAN_MEASURE_STORE_H
#include "toban/measure.h"
#include "toban/read.h"

struct measure_row { enum measure_kind kind; const char *subject; struct measure_finding finding; };
struct measure_args { utc_t now; };
struct measure_list {
  struct snapshot s;
  const struct measure_row *row; int rows;     /* what is over first, then what will be, then by kind and subject */
  int over, soon;
};
void *measure_list_read(struct db *db, const void *measure_args, GError **error);
#endif
