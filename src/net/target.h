/* target.h: what an endpoint's target says (probe.h has the table for people). Pure. */
#ifndef NET_TARGET_H
#define NET_TARGET_H
#include "toban/health.h"

struct target_scheme {
  const char *name;            /* as written: "smtps" */
  const char *curl;            /* what curl is told: "smtps"; NULL: not curl's */
  int port;                    /* 0: must be written */
  bool starttls, tls;
};
struct target {
  const struct target_scheme *scheme;
  char host[256];              /* without brackets */
  int port;
  char name[256], type[16];    /* dns: what is asked for */
};
bool target_parse(enum endpoint_kind kind, const char *text, struct target *out);
/* "scheme://host:port/rest" for curl; free with g_free. */
char *target_url(const struct target *target, const char *rest);
#endif
