/* A database for panes that read what registers keep: the reference data, the operators of the fixture, nothing more.
 * A test writes into it by commands; the reads that the model asks for run on it. */
#include "../unit/desk.h"
#include "fixture.h"
#include "toban/transfer.h"

struct db *fixture_db(struct fixture *f)
{
  static const struct { const char *login, *roles; } people[] = {
    {"ken", "agent;leader-hq;administrator"}, {"sato", "agent"}, {"yamada", "agent;deputy"}, {"joho", "is-section"}};
  GError *error = NULL;
  if (f->db != NULL)
    return f->db;
  f->temp = g_new(struct tempdb, 1);
  *f->temp = tempdb_new();
  f->db = tempdb_open(f->temp, DB_CREATE);
  desk_ok(db_begin(f->db, &error), error);
  desk_ok(transfer_initial(f->db, "init", FIXTURE_NOW, &error), error);
  for (size_t i = 0; i < G_N_ELEMENTS(people); i++)
    desk_person(f->db, people[i].login, people[i].roles);
  desk_ok(db_exec(f->db, &error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", ""), error);
  desk_ok(db_commit(f->db, &error), error);
  return f->db;
}

struct command_outcome fixture_do(struct fixture *f, struct command *take_command)
{
  struct command_outcome outcome;
  GError *error = NULL;
  g_assert_nonnull(take_command);
  desk_ok(command_run(fixture_db(f), take_command, &outcome, &error), error);
  command_free(take_command);
  return outcome;
}

void fixture_db_free(struct fixture *f)
{
  if (f->db == NULL)
    return;
  db_close(f->db);
  tempdb_free(f->temp);
  g_free(f->temp);
}
