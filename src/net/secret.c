#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { SECRET_MAX = 4096 };

void secret_free(void *text)
{
  if (text != NULL)
    explicit_bzero(text, strlen(text));
  g_free(text);
}

static bool may_be_read(int fd, const char *path, GError **error)
{
  struct stat st;
  if (fstat(fd, &st) != 0) {
    error_set_errno(error, errno, path);
    return false;
  }
  if (S_ISREG(st.st_mode) && (st.st_mode & 077) == 0 && (st.st_uid == geteuid() || st.st_uid == 0) &&
      st.st_size <= SECRET_MAX)
    return true;
  error_set(error, TE_PERMISSION, _("%s must be a small file of this account, of mode 0600"), path);
  return false;
}

static char *read_file(const char *path, GError **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    error_set_errno(error, errno, path);
    return NULL;
  }
  char *text = NULL;
  if (may_be_read(fd, path, error)) {
    text = g_malloc0(SECRET_MAX + 1);
    ssize_t got = read(fd, text, SECRET_MAX);
    if (got < 0) {
      error_set_errno(error, errno, path);
      g_clear_pointer(&text, g_free);
    }
  }
  close(fd);
  for (size_t n = text == NULL ? 0 : strlen(text); n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'); n--)
    text[n - 1] = '\0';
  return text;
}

static bool is_clean(const char *text)
{
  for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
    if (*c < ' ' || *c == 0x7f)
      return false;
  return *text != '\0';
}

/* name: "env:NAME" or "file:/PATH". */
static char *look_up(const char *name, GError **error)
{
  char *text = NULL;
  if (g_str_has_prefix(name, "file:/"))
    text = read_file(name + strlen("file:"), error);
  else if (g_str_has_prefix(name, "env:") && g_getenv(name + strlen("env:")) != NULL)
    text = g_strdup(g_getenv(name + strlen("env:")));
  else
    error_set(error, TE_NOINPUT, _("%s is not set"), name);
  if (text == NULL || is_clean(text))
    return text;
  error_set(error, TE_DATA, _("%s is empty or has control characters"), name);
  secret_free(text);
  return NULL;
}

char *secret_expand(const char *text, GPtrArray *used, GError **error)
{
  GString *out = g_string_new(NULL);
  for (const char *at; (at = strstr(text, "${")) != NULL;) {
    const char *end = strchr(at, '}');
    if (end == NULL)
      break;
    g_string_append_len(out, text, at - text);
    char *name = g_strndup(at + 2, (gsize)(end - at) - 2), *secret = look_up(name, error);
    g_free(name);
    if (secret == NULL) {
      secret_free(g_string_free(out, FALSE));
      return NULL;
    }
    g_string_append(out, secret);
    g_ptr_array_add(used, secret);
    text = end + 1;
  }
  g_string_append(out, text);
  return g_string_free(out, FALSE);
}

void secret_mask(char *text, const GPtrArray *used)
{
  for (guint i = 0; used != NULL && i < used->len; i++) {
    const char *secret = used->pdata[i];
    for (char *at; (at = strstr(text, secret)) != NULL;)
      memset(at, '*', strlen(secret));
  }
}
