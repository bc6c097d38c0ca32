/* cli.h: the command line: one table of commands (src/command/main.c), one file for each.
 *
 * A command is a constant of its own file, with its options as a GLib table; help, the manual page and
 * the check of the arguments come from it. It prints its result on stdout (people's text, or one JSON
 * document with --json), and returns false with an error that becomes a line on stderr and an exit status
 * (error.h). All texts are in the operator's language; msgids are marked with N_() in the tables. */
#ifndef TOBAN_CLI_H
#define TOBAN_CLI_H
#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include "toban/db.h"
#include "toban/look.h"
#include "toban/reference.h"

/* What the global options, the environment and the configuration file say. Valid for the whole run. */
struct cli {
  const char *db;               /* --db, TOBAN_DB, `db` of the file, else the default */
  const char *config;           /* the file that was read; NULL: none */
  const char *as;               /* --as: who is played in a demonstration; NULL */
  bool read_only;               /* --read-only, `read-only` of the file: nothing is written */
  GKeyFile *settings;           /* the file; never NULL */
  bool json;
  bool lang_given;              /* --lang was there */
  bool lang_both;               /* and it was "both", which cli_command.wants_both allows */
};

struct cli_command {
  const char *name;             /* "clock", "ticket list" */
  const char *args;             /* "KEY", "KIND FILE", "" */
  int min_args, max_args;
  const char *summary;          /* one line */
  const char *detail;           /* paragraphs for the manual and --help; NULL */
  char *(*values)(void);        /* "KIND: offices ...": what an argument may be, from its table; g_free; NULL */
  const GOptionEntry *options;  /* ended by {NULL}; NULL: none. Their variables are the file's own statics */
  bool (*run)(const struct cli *cli, int argc, char **argv, GError **error);   /* argv: the arguments only */
  bool wants_json;              /* --json has a meaning here */
  bool wants_both;              /* makes a text in both languages with --lang both */
};
const struct cli_command *cli_command_at(int index);       /* in the order of the manual; NULL after the last */
const GOptionEntry *cli_global_options(void);
int cli_main(int argc, char **argv);

/* The database, opened with flags of db.h (read_only: for reading); TE_NOINPUT that names `toban init` when there is no
 * file; TE_PERMISSION when --as plays somebody and it is no demonstration, or nobody in its list. */
struct db *cli_open(const struct cli *cli, unsigned flags, GError **error);
/* Who does it: the account of this process (identity.h). In a demonstration --as plays anybody of the list, and
 * an account that is not in it plays the first one. g_free; NULL with an error. */
char *cli_actor(const struct cli *cli, struct db *db, GError **error);
char *cli_actor_alone(const struct cli *cli, GError **error);             /* opens the database only for this */
/* Writes down that who runs this looked at it (look.h). What was asked for has been shown already: a database that
 * cannot be written now goes without, with a line in the program's log. */
void cli_looked(const struct cli *cli, enum look_area area, const char *what);
/* Group [toban] of the configuration file: NULL / false when it does not say. */
const char *cli_setting(const struct cli *cli, const char *key);
bool cli_switch(const struct cli *cli, const char *key);
/* Read one thing and close again: run is a function of read.h; the result is the caller's. */
void *cli_read(const struct cli *cli, void *(*run)(struct db *, const void *, GError **), const void *args,
               GError **error);
/* The office that a person named: number, code, or name in either language. TE_DATA when none is. */
const struct office *cli_office(const struct reference *ref, const char *text, GError **error);
/* --from and --to (NULL: not given): now, and so many days later. TE_DATA: no time; TE_USAGE: the end is not behind. */
bool cli_period(const char *from, const char *to, int days, utc_t *out_from, utc_t *out_to, GError **error);
/* Prints the document and frees it. */
bool cli_json(json_t *take, GError **error);
/* A table for people: rows of `columns` cells, aligned by columns; cells are any foreign text, cleaned here.
 * A column whose title begins with ">" is aligned to the right. */
struct cli_table;
struct cli_table *cli_table_new(const char *const *titles, int columns);
void cli_table_add(struct cli_table *table, const char *cell);        /* row by row; NULL is empty */
void cli_table_print(struct cli_table *take);                         /* to stdout; frees it */
void cli_table_free(struct cli_table *table);                         /* NULL-safe */
/* A whole file, atomically: beside it under another name, synced, renamed. Never follows into a half file. */
bool cli_write_file(const char *path, const char *bytes, size_t length, GError **error);
#endif
