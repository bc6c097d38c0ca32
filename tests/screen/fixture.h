/* fixture.h: a console without a store: a small desk made by hand at Tuesday 2026-11-24 23:41:07 in Japan.
 * Reads that the model asks for are answered at once from tables, or from a database (fixture_db); commands are kept for
 * looking at. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H
#include "toban/keymap.h"
#include "toban/pane.h"

struct fixture {
  struct model model;
  struct effects effects;           /* of the last message, without the asks */
  struct grid grid;
  struct keymap *keymap;
  int rows;                         /* tickets in the queue */
  int gone;                         /* position of one that has left it; 0: none */
  bool no_views;                    /* nobody saved a view */
  bool no_rights;                   /* of the operator */
  bool mute;                        /* asks stay unanswered */
  const char *warning;              /* that is due on one ticket, "late"; NULL: none */
  utc_t warning_since;
  const char *warning_assignee;
  bool company;                     /* other people are at the desk, and there is news */
  int asked[SLOTS];                 /* how often each was asked for */
  struct db *db; struct tempdb *temp;       /* of fixture_db() */
  bool live;                        /* fixture_live() */
};
#define FIXTURE_NOW 1795531267      /* 2026-11-24T14:41:07Z */

/* A test that runs in each language: its data is the enum lang. */
void fixture_test(const char *path, GTestDataFunc run);
void fixture_init(struct fixture *f, int rows, int cols, enum lang lang);
void fixture_clear(struct fixture *f);
void fixture_send(struct fixture *f, const struct message *message);    /* effects of before are dropped */
void fixture_keys(struct fixture *f, const char *names);                /* "j j Enter Ctrl-D" */
void fixture_type(struct fixture *f, const char *text);
void fixture_paste(struct fixture *f, const char *text);
void fixture_tick(struct fixture *f, int seconds);
char *fixture_screen(struct fixture *f);                                /* drawn anew; free with g_free */
void fixture_has(struct fixture *f, const char *text);                  /* on the screen, else the test fails */
/* The same for a text of the catalogue, in the language of the screen, with its values: fixture_tells(f, "%s: yours now",
 * key). With a context: NC_("state", "open"). */
void fixture_tells(struct fixture *f, const char *format, ...);
void fixture_lacks(struct fixture *f, const char *text);
const struct effect *fixture_effect(const struct fixture *f, enum effect_type type);    /* NULL: none */
void fixture_outcome(struct fixture *f, unsigned tag, enum command_result result, const char *conflict);

/* fixture_data.c: NULL without an error: it has none made by hand */
struct reference *fixture_reference(void);
void *fixture_answer(struct fixture *f, enum slot slot, const void *args, GError **error);

/* fixture_db.c: what has no answer made by hand is read here; made when it is first needed. */
struct db *fixture_db(struct fixture *f);
struct command_outcome fixture_do(struct fixture *f, struct command *take_command);     /* must succeed */
/* fixture_intake.c: people, a vendor, assets and tickets into the database */
void fixture_intake(struct fixture *f);
void fixture_import(struct fixture *f, const char *kind, const char *text);
void fixture_burst(struct fixture *f);                              /* and calls that are owed a call-back */
/* From now on nothing is made by hand: all reads come from the database, commands are carried out at once and their
 * outcome and the news of it come back. The clock of the process stands at FIXTURE_NOW until fixture_db_free(). */
void fixture_live(struct fixture *f);
void fixture_carry_out(struct fixture *f);              /* of fixture_send(): what the model tells the store */
void fixture_db_free(struct fixture *f);
/* A roster of four people over the week of the fixture, with leave that leaves a gap and a swap that waits. */
void fixture_roster(struct fixture *f);
void fixture_register(struct fixture *f);                               /* assets, loans, licences, a stock-take, a survey */
/* The articles of the demonstration, and three tickets to be found. */
void fixture_knowledge(struct fixture *f);
#endif
