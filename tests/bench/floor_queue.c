/* The least that a listing costs: the fifty most urgent open tickets of a database, by bare SQLite.
 * usage: floor_queue DATABASE */
#include <sqlite3.h>
#include <stdio.h>

static const char sql[] =
    "SELECT key, title, requester, office, assignee, state, priority, rank_at FROM ticket"
    " WHERE open = 1 ORDER BY rank_at, id LIMIT 50";

int main(int argc, char **argv)
{
  sqlite3 *db;
  sqlite3_stmt *stmt;
  if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
    return 1;
  while (sqlite3_step(stmt) == SQLITE_ROW)
    for (int i = 0; i < 8; i++)
      printf("%s%c", sqlite3_column_type(stmt, i) == SQLITE_NULL ? "-" : (const char *)sqlite3_column_text(stmt, i),
             i < 7 ? '\t' : '\n');
  sqlite3_finalize(stmt);
  return sqlite3_close(db) != SQLITE_OK;
}
