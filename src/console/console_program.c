/* Programs beside the console: the operator's editor for long texts, the remote tool for an asset. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "console_internal.h"
#include "program.h"
#include "toban/csv.h"
#include "toban/log.h"
#include "toban/record.h"
#include "toban/remote.h"
#include "toban/text.h"

enum { EDITED_MOST = 1 << 20, REMOTES = 8 };

static void notice(struct console *console, const GError *error)
{
  console_message(console, &(struct message){.type = MESSAGE_NOTICE, .now = clock_now(), .error = error});
}

/* --- the editor -------------------------------------------------------------------------------------- */
/* The file lies in a folder of its own that nobody else can enter, and goes with it. */
struct outside { struct program *program; char *folder, *path; };

static void remove_file(struct outside *outside)
{
  unlink(outside->path);
  if (rmdir(outside->folder) != 0) { /* an editor may leave a copy or a swap file beside it */
    GDir *folder = g_dir_open(outside->folder, 0, NULL);
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
      char *path = g_build_filename(outside->folder, name, NULL);
      unlink(path);
      g_free(path);
    }
    if (folder != NULL)
      g_dir_close(folder);
    rmdir(outside->folder);
  }
}

static void outside_free(struct console *console)
{
  g_free(console->outside->folder);
  g_free(console->outside->path);
  g_clear_pointer(&console->outside, g_free);
}

/* The text as it was left: UTF-8, without the line break that editors add at the end. */
static char *read_text(const char *path, GError **error)
{
  char *bytes = NULL;
  size_t length;
  if (!file_read_all(path, EDITED_MOST, &bytes, &length, error))
    return NULL;
  g_autoptr(GString) clean = g_string_new(NULL);
  text_clean_lines(clean, bytes, (gssize)length);
  g_free(bytes);
  while (clean->len > 0 && clean->str[clean->len - 1] == '\n')
    g_string_truncate(clean, clean->len - 1);
  return g_strdup(clean->str);
}

static void on_edited(void *user, int status, const char *said)
{
  struct console *console = user;
  GError *error = NULL;
  char *text = NULL;
  (void)said;
  if (status != 0)
    error_set(&error, TE_IO, _("the editor ended with status %d: the text is as it was"), status);
  else
    text = read_text(console->outside->path, &error);
  remove_file(console->outside);
  outside_free(console);
  if (!console->leaving) {
    term_return(console->term);
    console->model.dirty = DIRTY_ALL;
    console_message(console, &(struct message){.type = MESSAGE_EDITED, .now = clock_now(), .text = text,
                                               .error = error});
  }
  g_clear_error(&error);
  g_free(text);
}

static char **editor_words(const char *path, GError **error)
{
  const char *const names[] = {"VISUAL", "EDITOR"};
  const char *command = "vi";
  char **words = NULL;
  int count;
  for (int i = G_N_ELEMENTS(names) - 1; i >= 0; i--)
    if (g_getenv(names[i]) != NULL && *g_getenv(names[i]) != '\0')
      command = g_getenv(names[i]);
  GError *why = NULL;
  if (!g_shell_parse_argv(command, &count, &words, &why)) {
    error_set(error, TE_USAGE, _("$VISUAL or $EDITOR: %s"), why->message);
    g_error_free(why);
    return NULL;
  }
  words = g_renew(char *, words, count + 2);
  words[count] = g_strdup(path);
  words[count + 1] = NULL;
  return words;
}

static bool write_text(struct outside *outside, const char *text, GError **error)
{
  const char *runtime = g_getenv("XDG_RUNTIME_DIR");
  char *pattern = runtime != NULL && *runtime != '\0' ? g_build_filename(runtime, "toban-XXXXXX", NULL)
                                                      : g_build_filename(g_get_tmp_dir(), "toban-XXXXXX", NULL);
  outside->folder = g_mkdtemp(pattern); /* 0700 */
  int n = errno;
  if (outside->folder == NULL) {
    error_set_errno(error, n, pattern);
    g_free(pattern);
    return false;
  }
  outside->path = g_build_filename(outside->folder, "text.txt", NULL);
  GError *why = NULL;
  if (g_file_set_contents(outside->path, text, -1, &why))
    return true;
  error_set(error, TE_IO, "%s", why->message);
  g_error_free(why);
  return false;
}

static bool start_editor(struct console *console, const char *text, GError **error)
{
  struct outside *outside = console->outside;
  if (!write_text(outside, text, error))
    return false;
  char **words = editor_words(outside->path, error);
  int terminal = words == NULL ? -1 : open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (words != NULL && terminal < 0)
    error_set_errno(error, errno, "/dev/tty");
  if (terminal >= 0) {
    term_leave(console->term);
    outside->program = program_start(&console->loop, words, terminal, on_edited, console, error);
    if (outside->program == NULL)
      term_return(console->term);
    close(terminal);
  }
  g_strfreev(words);
  return outside->program != NULL;
}

void console_edit(struct console *console, const char *text)
{
  GError *error = NULL;
  if (console->outside != NULL)
    return;
  console->outside = g_new0(struct outside, 1);
  if (start_editor(console, text, &error))
    return;
  if (console->outside->path != NULL)
    remove_file(console->outside);
  outside_free(console);
  console->model.dirty = DIRTY_ALL;
  console_message(console, &(struct message){.type = MESSAGE_EDITED, .now = clock_now(), .error = error});
  g_clear_error(&error);
}

/* --- the remote tool ---------------------------------------------------------------------------------- */
struct remote { struct console *console; struct program *program; char *tag, *ticket; };

static void remote_free(struct remote *remote)
{
  g_free(remote->tag);
  g_free(remote->ticket);
  g_free(remote);
}

static void on_ended(void *user, int status, const char *said)
{
  struct remote *remote = user;
  struct console *console = remote->console;
  GError *error = NULL;
  g_ptr_array_remove_fast(console->remotes, remote);
  if (status != 0 && !console->leaving) {
    error_set(&error, TE_UNAVAILABLE, _("the remote tool for %s ended with status %d%s%s"), remote->tag, status,
              *said == '\0' ? "" : ": ", said);
    notice(console, error);
  }
  g_clear_error(&error);
  remote_free(remote);
}

static void record_told(void *user, const struct command_outcome *outcome, const GError *error)
{
  (void)user, (void)outcome;
  if (error != NULL)
    log_warn("no record of a remote session: %s", error->message);
}

/* In the ticket's own log, or in the log of the asset. */
static void record(struct console *console, const char *tag, const char *ticket)
{
  const char *actor = console->model.actor;
  struct ticket_event event = {.ticket = ticket, .kind = EVENT_REMOTE, .channel = CHANNEL_NONE, .target = tag};
  char *subject = g_strconcat("remote:", tag, NULL);
  store_tell(console->store,
             ticket != NULL ? command_ticket(actor, clock_now(), 0, &event)
                            : record_command(actor, clock_now(), 0, subject, "remote-started", NULL),
             record_told, NULL);
  g_free(subject);
}

static bool start_remote(struct console *console, const struct asset *asset, const char *ticket, GError **error)
{
  const struct remote_target target = {asset->tag, asset->host, asset->serial, asset->user, asset->office, asset->kind};
  GKeyFile *settings = console->options->settings;
  char *template_ = settings == NULL ? NULL : g_key_file_get_string(settings, "remote", "command", NULL);
  char **words = remote_words(template_, &target, error);
  struct remote *remote = g_new0(struct remote, 1);
  *remote = (struct remote){console, NULL, g_strdup(asset->tag), g_strdup(ticket)};
  if (words != NULL)
    remote->program = program_start(&console->loop, words, -1, on_ended, remote, error);
  bool started = remote->program != NULL;
  if (started) {
    g_ptr_array_add(console->remotes, remote);
    record(console, asset->tag, ticket);
  } else
    remote_free(remote);
  g_strfreev(words);
  g_free(template_);
  return started;
}

struct looking { struct console *console; char *tag, *ticket; };

static void on_found(void *user, void *take_result, const GError *problem)
{
  struct looking *looking = user;
  struct asset_list *list = take_result;
  GError *error = NULL;
  const struct asset *asset = NULL;
  for (int i = 0; list != NULL && i < list->rows; i++)
    if (strcmp(list->row[i].tag, looking->tag) == 0)
      asset = &list->row[i];
  if (problem != NULL)
    error = g_error_copy(problem);
  else if (asset == NULL)
    error_set(&error, TE_NOINPUT, _("there is no asset “%s”"), looking->tag);
  else if (looking->console->remotes->len >= REMOTES)
    error_set(&error, TE_BUSY, "%s", _("enough remote tools run already: end one first"));
  else if (start_remote(looking->console, asset, looking->ticket, &error)) {
    char *text = g_strdup_printf(_("the remote tool for %s was started"), asset->tag);
    console_message(looking->console, &(struct message){.type = MESSAGE_NOTICE, .now = clock_now(), .text = text});
    g_free(text);
  }
  if (error != NULL)
    notice(looking->console, error);
  g_clear_error(&error);
  snapshot_free(list);
  g_free(looking->tag);
  g_free(looking->ticket);
  g_free(looking);
}

void console_remote(struct console *console, const char *tag, const char *ticket)
{
  enum { FOUND = 200 };
  struct asset_args *args = g_new0(struct asset_args, 1);
  struct looking *looking = g_new0(struct looking, 1);
  *looking = (struct looking){console, g_strdup(tag), g_strdup(ticket)};
  g_strlcpy(args->text, tag, sizeof args->text);
  args->limit = FOUND;
  struct store_job job = {.slot = 0, .run = asset_find_read, .args = args, .free_args = g_free,
                          .free_result = snapshot_free, .done = on_found, .user = looking};
  store_ask(console->store, &job);
}

/* What the editor has written so far becomes the draft; then nothing of it stays behind. */
static void take_unfinished(struct console *console)
{
  char *text = read_text(console->outside->path, NULL);
  program_forget(console->outside->program);
  if (text != NULL)
    console_message(console, &(struct message){.type = MESSAGE_EDITED, .now = clock_now(), .text = text});
  remove_file(console->outside);
  outside_free(console);
  g_free(text);
}

/* The programs live on, or end with the terminal; nobody is told. */
void console_programs_forget(struct console *console)
{
  for (guint i = 0; i < console->remotes->len; i++) {
    struct remote *remote = console->remotes->pdata[i];
    program_forget(remote->program);
    remote_free(remote);
  }
  g_ptr_array_set_size(console->remotes, 0);
  if (console->outside != NULL)
    take_unfinished(console);
}
