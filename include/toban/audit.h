/* audit.h: the part of the log that is not about tickets: refusals, readings of personal data, imports, changes to the
 * list of operators, approvals, closed months. Newest first. Callers ask for RIGHT_AUDIT_READ and write the reading
 * down (person.h). Requirements P9, D6. */
#ifndef TOBAN_AUDIT_H
#define TOBAN_AUDIT_H
#include "toban/read.h"

struct audit_args {
  const char *subject;        /* "denied" finds "denied" and "denied:ticket-new"; NULL: all */
  const char *by;             /* NULL: anybody */
  int limit;
};
struct audit_entry { int64_t seq; utc_t at, recorded_at; const char *by, *kind, *subject, *data /* JSON or NULL */; };
struct audit_log { struct snapshot s; const struct audit_entry *row; int rows; };
void *audit_log_read(struct db *db, const void *audit_args, GError **error);
#endif
