#include "draft_file.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>

#include "toban/log.h"
#include "toban/paths.h"

enum { PRIVATE = 0600 };

struct draft_file {
  uv_loop_t *loop;
  char *folder, *prefix, *path;
  GPtrArray *adopted;           /* paths of ended consoles, removed once ours is written */
  uv_mutex_t lock;              /* for what follows: the pool's thread writes too */
  uint64_t newest, written;     /* numbers of saves */
};

struct save { uv_work_t work; struct draft_file *file; char *text; uint64_t number; };

struct draft_file *draft_file_new(uv_loop_t *loop, const char *actor)
{
  struct draft_file *file = g_new0(struct draft_file, 1);
  char *safe = g_strcanon(g_strdup(actor), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '_');
  file->loop = loop;
  file->folder = path_state_dir();
  file->prefix = g_strdup_printf("draft.%s.", safe);
  char *name = g_strdup_printf("%s%d", file->prefix, (int)uv_os_getpid());
  file->path = g_build_filename(file->folder, name, NULL);
  file->adopted = g_ptr_array_new_with_free_func(g_free);
  uv_mutex_init(&file->lock);
  g_free(name);
  g_free(safe);
  return file;
}

/* The process id in a draft's name, when that process is no more; else 0. *part: what it was writing when it was
 * killed. */
static int ended_process(const struct draft_file *file, const char *name, bool *part)
{
  if (!g_str_has_prefix(name, file->prefix))
    return 0;
  int64_t pid;
  char **piece = g_strsplit(name + strlen(file->prefix), ".", 2);
  bool number = piece[0] != NULL && g_ascii_string_to_signed(piece[0], 10, 1, G_MAXINT, &pid, NULL);
  *part = number && piece[1] != NULL;
  g_strfreev(piece);
  return number && kill((pid_t)pid, 0) != 0 && errno == ESRCH ? (int)pid : 0;
}

/* Two consoles may have ended over the same text ("answer/KEY"): both stay, the second as "answer/KEY~PROCESS". */
static void merge(json_t *all, json_t *one, int process)
{
  const char *id;
  json_t *text;
  json_object_foreach(one, id, text) {
    const json_t *there = json_object_get(all, id);
    char *other = there == NULL || json_equal(there, text) ? g_strdup(id) : g_strdup_printf("%s~%d", id, process);
    json_object_set(all, other, text);
    g_free(other);
  }
}

/* One pass over the folder: what ended processes were writing (parts), or what they had written. A part that is whole
 * is newer than the file beside it. */
static void adopt(struct draft_file *file, bool parts, GHashTable *done, json_t *all)
{
  GDir *dir = g_dir_open(file->folder, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    bool part;
    int process = ended_process(file, name, &part);
    if (process == 0 || part != parts)
      continue;
    char *path = g_build_filename(file->folder, name, NULL);
    json_t *one = json_load_file(path, 0, NULL);
    if (json_is_object(one) && g_hash_table_add(done, GINT_TO_POINTER(process)))
      merge(all, one, process);
    else if (!part && !json_is_object(one))
      log_warn("%s is no draft file", path);
    json_decref(one);
    g_ptr_array_add(file->adopted, path);
  }
  if (dir != NULL)
    g_dir_close(dir);
}

char *draft_file_adopt(struct draft_file *file)
{
  GHashTable *done = g_hash_table_new(NULL, NULL);
  json_t *all = json_object();
  adopt(file, true, done, all);
  adopt(file, false, done, all);
  char *dumped = json_object_size(all) > 0 ? json_dumps(all, JSON_COMPACT) : NULL, *out = g_strdup(dumped);
  free(dumped);
  json_decref(all);
  g_hash_table_unref(done);
  return out;
}

static void write_text(struct draft_file *file, const char *text, uint64_t number)
{
  GError *error = NULL;
  uv_mutex_lock(&file->lock);
  if (number > file->written) {
    file->written = number;
    if (text == NULL)
      g_unlink(file->path);
    else if (!g_file_set_contents_full(file->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, PRIVATE, &error))
      log_error("%s", error->message);
    if (error == NULL) {
      for (guint i = 0; i < file->adopted->len; i++)
        g_unlink(file->adopted->pdata[i]);
      g_ptr_array_set_size(file->adopted, 0);
    }
  }
  uv_mutex_unlock(&file->lock);
  g_clear_error(&error);
}

static void work(uv_work_t *request)
{
  struct save *save = request->data;
  write_text(save->file, save->text, save->number);
}

static void worked(uv_work_t *request, int status)
{
  struct save *save = request->data;
  (void)status;
  g_free(save->text);
  g_free(save);
}

void draft_file_save_later(struct draft_file *file, char *take_text)
{
  struct save *save = g_new0(struct save, 1);
  *save = (struct save){.file = file, .text = take_text, .number = ++file->newest};
  save->work.data = save;
  uv_queue_work(file->loop, &save->work, work, worked);
}

void draft_file_save_now(struct draft_file *file, const char *text)
{
  write_text(file, text, ++file->newest);
}

void draft_file_free(struct draft_file *file)
{
  if (file == NULL)
    return;
  uv_mutex_destroy(&file->lock);
  g_ptr_array_unref(file->adopted);
  g_free(file->folder);
  g_free(file->prefix);
  g_free(file->path);
  g_free(file);
}
