/* Modes of files, secrets in configurations, and what a started program gets: nothing of ours. */
#define _GNU_SOURCE /* pipe2 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "toban/lang.h"
#include "toban/log.h"
#include "toban/safety.h"

static unsigned mode_of(const char *path)
{
  struct stat status;
  g_assert_cmpint(stat(path, &status), ==, 0);
  return status.st_mode & 07777;
}

/* Files are the group's, whatever the umask. */
static void modes_of_new_files(void)
{
  static const char *const beside[] = {"", "-wal", "-shm", "-gate", "-bell"};
  static const mode_t masks[] = {0, 022, 077};
  for (size_t m = 0; m < G_N_ELEMENTS(masks); m++) {
    struct tempdb temp = tempdb_new();
    mode_t before = umask(masks[m]);
    struct db *db = desk_open(&temp);
    umask(before);
    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
      char *path = g_strconcat(temp.path, beside[i], NULL);
      g_assert_cmpuint(mode_of(path), ==, 0660);
      g_free(path);
    }
    char *copy = g_strconcat(temp.path, ".copy", NULL);
    GError *error = NULL;
    desk_ok(db_backup(db, copy, &error), error);
    g_assert_cmpuint(mode_of(copy), ==, 0600); /* a copy is its maker's */
    g_free(copy);
    db_close(db);
    tempdb_free(&temp);
  }
}

struct seen { int faults, open; GString *text; };

static void note(void *user, const char *path, const char *what, const char *remedy, bool open)
{
  struct seen *seen = user;
  seen->faults++;
  seen->open += open;
  g_string_append_printf(seen->text, "%s: %s (%s)\n", path, what, remedy);
}

static void look(const struct tempdb *temp, int faults, int open, const char *words)
{
  struct seen seen = {.text = g_string_new(NULL)};
  g_assert_cmpint(safety_check_database(temp->path, note, &seen), ==, faults);
  g_test_message("%s", seen.text->str);
  g_assert_cmpint(seen.faults, ==, faults);
  g_assert_cmpint(seen.open, ==, open);
  if (words != NULL)
    g_assert_nonnull(strstr(seen.text->str, words));
  g_string_free(seen.text, TRUE);
}

static void faults_are_named(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *bell = g_strconcat(temp.path, "-bell", NULL);
  g_assert_cmpint(chmod(temp.folder, 0700), ==, 0);
  look(&temp, 0, 0, NULL); /* private */
  chmod(temp.folder, 02770);
  look(&temp, 0, 0, NULL); /* the operators' */
  chmod(temp.folder, 0770);
  look(&temp, 1, 0, "chmod 2770");
  chmod(temp.folder, 01777);
  look(&temp, 1, 0, "mode 1777");
  chmod(temp.folder, 02770);
  chmod(temp.path, 0666);
  look(&temp, 1, 1, "chmod o=");
  chmod(temp.path, 0664);
  look(&temp, 1, 0, "chmod o=");
  chmod(temp.path, 0660);
  chmod(bell, 0600);
  look(&temp, 1, 0, "chmod 660");
  chmod(temp.folder, 0700);
  look(&temp, 0, 0, NULL); /* nobody else is meant to write it */
  if (geteuid() == 0) {
    chmod(bell, 0660);
    chmod(temp.folder, 02770);
    g_assert_cmpint(chown(bell, (uid_t)-1, 1), ==, 0);
    chmod(bell, 0660);
    look(&temp, 1, 0, "chgrp");
  }
  g_free(bell);
  db_close(db);
  tempdb_free(&temp);
}

static void secrets(void)
{
  struct tempdb temp = tempdb_new();
  GError *error = NULL;
  GKeyFile *settings = g_key_file_new();
  g_key_file_set_string(settings, "toban", "lang", "ja");
  g_key_file_set_string(settings, "mail", "password", "");
  g_assert_false(safety_holds_secret(settings));
  g_key_file_set_string(settings, "mail", "password", "${file:/etc/toban/password}");
  g_assert_false(safety_holds_secret(settings));
  g_key_file_set_string(settings, "teams", "webhook", "https://example.invalid/x");
  g_assert_true(safety_holds_secret(settings));
  g_key_file_unref(settings);
  g_assert_true(g_file_set_contents(temp.path, "x", -1, NULL));
  static const struct { unsigned mode; bool fine; } modes[] = {{0600, true}, {0400, true}, {0640, false}, {0604, false},
                                                               {0660, false}, {0666, false}};
  for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
    chmod(temp.path, modes[i].mode);
    g_assert_cmpint(safety_check_secret(temp.path, &error), ==, modes[i].fine);
    if (!modes[i].fine)
      assert_error(error, TE_PERMISSION);
  }
  tempdb_free(&temp);
}

/* What `ls /proc/self/fd` finds in a program that we start. */
static char *descriptors_of_child(void)
{
  char *out = NULL;
  int pipes[2], status;
  g_assert_cmpint(pipe2(pipes, O_CLOEXEC), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(pipes[1], STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", "for fd in /proc/self/fd/*; do readlink $fd; done; true", (char *)NULL);
    _exit(127);
  }
  close(pipes[1]);
  GIOChannel *channel = g_io_channel_unix_new(pipes[0]);
  g_io_channel_read_to_end(channel, &out, NULL, NULL);
  g_io_channel_unref(channel);
  close(pipes[0]);
  waitpid(child, &status, 0);
  g_assert_cmpint(status, ==, 0);
  return out;
}

/* The store opens everything so that it closes by itself; what a library left open is sealed. */
static void a_child_gets_nothing(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp), *reader = tempdb_open(&temp, DB_READONLY);
  char *log = g_build_filename(temp.folder, "log", NULL), *out;
  log_open(log);
  GError *error = NULL;
  desk_ok(db_begin(db, &error), error);
  out = descriptors_of_child();
  g_assert_null(strstr(out, temp.folder));
  g_free(out);
  char *leak = g_build_filename(temp.folder, "leak", NULL);
  int fd = open(leak, O_RDWR | O_CREAT, 0600); /* as a careless library would */
  out = descriptors_of_child();
  g_assert_nonnull(strstr(out, leak)); /* so the test can see one */
  g_free(out);
  safety_seal();
  out = descriptors_of_child();
  g_assert_null(strstr(out, temp.folder));
  g_free(out);
  close(fd);
  log_close();
  db_close(reader);
  db_close(db);
  g_free(leak);
  g_free(log);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/safety/modes-of-new-files", modes_of_new_files);
  g_test_add_func("/safety/faults-are-named", faults_are_named);
  g_test_add_func("/safety/secrets", secrets);
  g_test_add_func("/safety/a-child-gets-nothing", a_child_gets_nothing);
  return g_test_run();
}
