#include "toban/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/text.h"

struct cli_table { const char *const *titles; int columns; GPtrArray *cells; };

bool cli_json(json_t *take, GError **error)
{
  return json_print(stdout, take, error);
}

struct cli_table *cli_table_new(const char *const *titles, int columns)
{
  struct cli_table *table = g_new0(struct cli_table, 1);
  table->titles = titles;
  table->columns = columns;
  table->cells = g_ptr_array_new_with_free_func(g_free);
  for (int i = 0; i < columns; i++) {
    const char *title = lang_text(titles[i]); /* the mark is part of the msgid and of its Japanese */
    cli_table_add(table, title + (*title == '>'));
  }
  return table;
}

void cli_table_add(struct cli_table *table, const char *cell)
{
  GString *clean = g_string_new(NULL);
  if (cell != NULL)
    text_clean(clean, cell, -1);
  g_ptr_array_add(table->cells, g_string_free(clean, FALSE));
}

static void print_row(const struct cli_table *table, const int *width, char **cell)
{
  GString *line = g_string_new(NULL);
  for (int c = 0; c < table->columns; c++) {
    bool right = *table->titles[c] == '>';
    int pad = width[c] - text_width(cell[c]);
    if (right)
      g_string_append_printf(line, "%*s", pad, "");
    g_string_append(line, cell[c]);
    if (!right && c + 1 < table->columns)
      g_string_append_printf(line, "%*s", pad, "");
    if (c + 1 < table->columns)
      g_string_append(line, "  ");
  }
  puts(g_strchomp(line->str));
  g_string_free(line, TRUE);
}

void cli_table_print(struct cli_table *take)
{
  int *width = g_new0(int, take->columns);
  guint rows = take->cells->len / (guint)take->columns;
  char **cell = (char **)take->cells->pdata;
  for (guint i = 0; i < take->cells->len; i++)
    width[i % (guint)take->columns] = MAX(width[i % (guint)take->columns], text_width(cell[i]));
  for (guint r = 0; r < rows; r++)
    print_row(take, width, cell + r * (guint)take->columns);
  g_free(width);
  cli_table_free(take);
}

void cli_table_free(struct cli_table *table)
{
  if (table == NULL)
    return;
  g_ptr_array_free(table->cells, TRUE);
  g_free(table);
}

static bool write_all(int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t done = write(fd, bytes, length);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      return false;
    bytes += done;
    length -= (size_t)done;
  }
  return true;
}

bool cli_write_file(const char *path, const char *bytes, size_t length, GError **error)
{
  char *beside = g_strconcat(path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full(beside, O_RDWR | O_CLOEXEC, 0666);
  bool ok = fd >= 0 && write_all(fd, bytes, length) && fsync(fd) == 0;
  int n = errno;
  if (fd >= 0)
    close(fd);
  if (ok && rename(beside, path) != 0) {
    ok = false;
    n = errno;
  }
  if (!ok) {
    error_set_errno(error, n, path);
    if (error != NULL && error_is(*error, TE_NOINPUT))
      (*error)->code = TE_CANTCREATE;
    if (fd >= 0)
      unlink(beside);
  }
  g_free(beside);
  return ok;
}
