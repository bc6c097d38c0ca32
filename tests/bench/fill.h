/* fill.h: a database of many tickets for the benchmarks, made by the bulk path: 2 of 100 open, 5.5 events
 * for each, 13 months that end at FILL_END. Plain on purpose: the demonstration's history is richer. */
#ifndef BENCH_FILL_H
#define BENCH_FILL_H
#include "toban/bulk.h"

#define FILL_END INT64_C(1795358467) /* 2026-11-22T23:41:07+09:00 */
bool fill_database(const char *path, int tickets, GError **error);
#endif
