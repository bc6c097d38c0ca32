/* Lists of HTTP statuses: "200,204,300-399". */
#include <stdlib.h>

#include "toban/http.h"

/* One item "N" or "N-M" at *text, followed by a comma or the end, which *text then is at. */
static bool item(const char **text, long *from, long *to)
{
  char *end;
  while (**text == ' ')
    (*text)++;
  if (!g_ascii_isdigit(**text))
    return false;
  *from = *to = strtol(*text, &end, 10);
  if (*end == '-') {
    if (!g_ascii_isdigit(end[1]))
      return false;
    *to = strtol(end + 1, &end, 10);
  }
  while (*end == ' ')
    end++;
  *text = end;
  return (*end == ',' || *end == '\0') && *from >= 100 && *to <= 599 && *from <= *to;
}

static const char *list_or_default(const char *list)
{
  return list == NULL || *list == '\0' ? "200-299" : list;
}

bool http_status_in(const char *list, int status)
{
  long from, to;
  for (const char *at = list_or_default(list); item(&at, &from, &to); at++) {
    if (status >= from && status <= to)
      return true;
    if (*at == '\0')
      break;
  }
  return false;
}

bool http_status_list_valid(const char *list)
{
  long from, to;
  for (const char *at = list_or_default(list); item(&at, &from, &to); at++)
    if (*at == '\0')
      return true;
  return false;
}
