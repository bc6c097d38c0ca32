#define _GNU_SOURCE /* strerrordesc_np() */
#include "toban/error.h"

#include <errno.h>
#include <string.h>

#include "toban/lang.h"

/* One row for each code: what the shell sees, and whether trying again can help. */
static const struct { enum toban_error code; int status; bool transient; } map[] = {
  {TE_NO, 1, false},          {TE_USAGE, 64, false},       {TE_DATA, 65, false},
  {TE_NOINPUT, 66, false},    {TE_UNAVAILABLE, 69, false}, {TE_INTERNAL, 70, false},
  {TE_CANTCREATE, 73, false}, {TE_IO, 74, false},          {TE_BUSY, 75, true},
  {TE_PERMISSION, 77, false}, {TE_FULL, 74, true},         {TE_READONLY, 77, true},
  {TE_NOT_DATABASE, 65, false}, {TE_NEWER, 69, false},     {TE_CORRUPT, 74, false},
  {TE_REPLACED, 75, true},    {TE_CONFLICT, 75, false},
};

/* errno values that have a code of their own; everything else is TE_IO. */
static const struct { int number; enum toban_error code; } errnos[] = {
  {ENOENT, TE_NOINPUT},  {ENOTDIR, TE_NOINPUT},   {EACCES, TE_PERMISSION}, {EPERM, TE_PERMISSION},
  {EROFS, TE_READONLY},  {ENOSPC, TE_FULL},       {EDQUOT, TE_FULL},       {EEXIST, TE_CANTCREATE},
  {EISDIR, TE_NOINPUT},  {EAGAIN, TE_BUSY},       {EBUSY, TE_BUSY},
};

G_DEFINE_QUARK(toban-error-quark, toban_error)

int error_exit_status(const GError *error)
{
  if (error == NULL)
    return 0;
  if (error->domain == G_OPTION_ERROR)
    return 64;
  if (error->domain != TOBAN_ERROR)
    return 70;
  for (size_t i = 0; i < G_N_ELEMENTS(map); i++)
    if ((int)map[i].code == error->code)
      return map[i].status;
  return 70;
}

bool error_is_transient(const GError *error)
{
  if (error == NULL || error->domain != TOBAN_ERROR)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(map); i++)
    if ((int)map[i].code == error->code)
      return map[i].transient;
  return false;
}

bool error_is(const GError *error, enum toban_error code)
{
  return error != NULL && error->domain == TOBAN_ERROR && error->code == (int)code;
}

/* Not strerror(): its language is the machine's choice (LANGUAGE is ja for our catalogue), not the operator's.
 * The texts are glibc's own; these have their Japanese in po/ja/common.po. */
const char *error_text_of(int n)
{
  static const char *const known[] = {
      N_("No such file or directory"), N_("Permission denied"),     N_("Operation not permitted"),
      N_("Is a directory"),            N_("Not a directory"),       N_("File exists"),
      N_("No space left on device"),   N_("Disk quota exceeded"),   N_("Read-only file system"),
      N_("Input/output error"),        N_("Too many open files"),   N_("File name too long"),
      N_("Device or resource busy"),   N_("Resource temporarily unavailable"), N_("Broken pipe"),
      N_("Invalid argument")};
  const char *text = strerrordesc_np(n);
  for (size_t i = 0; text != NULL && i < G_N_ELEMENTS(known); i++)
    if (strcmp(known[i], text) == 0)
      return lang_text(text);
  return text == NULL ? "?" : text;
}

void error_set_errno(GError **out, int n, const char *path)
{
  enum toban_error code = TE_IO;
  for (size_t i = 0; i < G_N_ELEMENTS(errnos); i++)
    if (errnos[i].number == n)
      code = errnos[i].code;
  error_set(out, code, "%s: %s", path, error_text_of(n));
}
