/* check_option.h: what a check does beside the usual, from one text: the column `options` of endpoints. Pure.
 *
 * Words as a shell splits them (quotes and backslashes keep blanks), each NAME=VALUE:
 *
 *   method=HEAD                of the request (http)
 *   header="Name: value"       one more header, as often as needed (http)
 *   data=TEXT                  the body of the request (http)
 *   login=USER:PASSWORD        Basic for http; LOGIN or AUTH for imap and smtp; a simple bind for ldap
 *   absent=TEXT                the body must not have it (http)
 *   match=REGEX                the body must match (http), PCRE
 *   json=PATH[=VALUE]          a field of a JSON body (http): "db.nodes[0].state=ok", "queue<100", "free>=5"; without
 *                              a value it must be there and neither null nor false
 *   ip=4, ip=6                 only over this family
 *   cert-days=N                degraded when the certificate ends in less than N days (21; 0: never)
 *   votes=N                    down only when N sites see it so
 *   ticket=no, priority=1..4   no ticket of its own; the ticket's priority (2)
 *
 * In the value of a header and in a password ${env:NAME} and ${file:/PATH} stand for a secret: read when the check
 * begins, from a file of mode 0600; it is never stored, logged nor shown. Something that looks like a secret and is
 * written out is refused. Owner: src/domain/check_option.c; the secrets: src/net/secret.c. */
#ifndef TOBAN_CHECK_OPTION_H
#define TOBAN_CHECK_OPTION_H
#include <glib.h>
#include <stdbool.h>
#include "toban/health.h"

enum { CERT_DAYS_USUAL = 21, ALERT_PRIORITY_USUAL = 2 };
struct check_options {
  char *method, *data, *login, *absent, *match, *json;      /* NULL: not given */
  GPtrArray *headers;                  /* of char *; never NULL */
  int ip;                              /* 4, 6, or 0: either */
  int cert_days, votes, priority;
  bool ticket;
};
/* TE_DATA says which word is wrong. *out is filled either way (with the usual), clear it. text may be NULL. */
bool check_options_parse(const char *text, enum endpoint_kind kind, struct check_options *out, GError **error);
void check_options_clear(struct check_options *options);

/* Of PATH[OP VALUE]; op is one of "" = != < > <= >=. false: cannot be understood. Free path with g_free; value points
 * into text. */
bool check_json_split(const char *text, char **path, char op[static 3], const char **value);
/* Does a target carry a user or a password ("https://user:secret@host/")? */
bool check_target_has_secret(const char *target);
#endif
