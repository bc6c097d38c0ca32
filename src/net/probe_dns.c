/* The probe of a DNS server: a question of our own, sent to that server only, whatever the system's are. */
#include <arpa/nameser.h>
#include <string.h>

#include "ares_loop.h"
#include "probe_kind.h"

struct question {
  struct probe *probe;
  struct name_query *server;   /* while the server's own name is looked up */
  struct ares_loop *ares;
};

static const struct { const char *name; int type; } types[] = {
  {"A", ns_t_a}, {"AAAA", ns_t_aaaa}, {"CNAME", ns_t_cname}, {"MX", ns_t_mx}, {"NS", ns_t_ns},
  {"PTR", ns_t_ptr}, {"SOA", ns_t_soa}, {"SRV", ns_t_srv}, {"TXT", ns_t_txt},
};

static int type_of(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
    if (g_str_equal(types[i].name, name))
      return types[i].type;
  return -1;
}

/* How far into a record's data its name is; -1: it has none. */
static int name_offset(int type)
{
  switch (type) {
  case ns_t_cname: case ns_t_ns: case ns_t_ptr: case ns_t_soa: return 0;
  case ns_t_mx: return 2;
  case ns_t_srv: return 6;
  default: return -1;
  }
}

/* A record's data as text: an address, a name, or the strings of TXT. */
static void value_text(GString *out, int type, const unsigned char *data, int length, const unsigned char *all,
                       int all_length)
{
  char address[64], *name = NULL;
  long used;
  int offset = name_offset(type);
  if ((type == ns_t_a && length == 4) || (type == ns_t_aaaa && length == 16)) {
    g_string_append(out, ares_inet_ntop(type == ns_t_a ? AF_INET : AF_INET6, data, address, sizeof address));
  } else if (offset >= 0 && offset < length &&
             ares_expand_name(data + offset, all, all_length, &name, &used) == ARES_SUCCESS) {
    g_string_append(out, name);
    ares_free_string(name);
  } else if (type == ns_t_txt) {
    for (int at = 0; at < length && at + 1 + data[at] <= length; at += 1 + data[at])
      g_string_append_len(out, (const char *)data + at + 1, data[at]);
  }
}

static int u16(const unsigned char *at)
{
  return at[0] << 8 | at[1];
}

/* The values of all records of the type, one a line; -1: the message cannot be read (RFC 1035, 4.1). */
static int read_values(GString *out, int type, const unsigned char *all, int length)
{
  int at = 12, found = 0;
  char *name;
  long used;
  if (length < at)
    return -1;
  for (int left = u16(all + 4) + u16(all + 6), questions = u16(all + 4); left > 0; left--, questions--) {
    if (ares_expand_name(all + at, all, length, &name, &used) != ARES_SUCCESS)
      return -1;
    ares_free_string(name);
    at += (int)used;
    if (questions > 0) {
      at += 4;
      continue;
    }
    int size = at + 10 <= length ? u16(all + at + 8) : 0;
    if (at + 10 + size > length)
      return -1;
    if (u16(all + at) == type) {
      g_string_append(out, found++ > 0 ? "\n" : "");
      value_text(out, type, all + at + 10, size, all, length);
    }
    at += 10 + size;
  }
  return found;
}

static void judge(struct probe *probe, const unsigned char *all, int length)
{
  GString *values = g_string_new(NULL);
  int found = read_values(values, type_of(probe->target.type), all, length);
  if (found < 0)
    probe_fail(probe, REASON_ANSWER, "DNS");
  else if (found == 0)
    probe_fail(probe, REASON_NO_RECORD, probe->target.name);
  else if (probe_expects_body(probe) && strstr(values->str, probe->expect_body) == NULL)
    probe_fail(probe, REASON_NO_RECORD, values->str);
  else
    probe_good(probe);
  g_string_free(values, TRUE);
}

static const struct { int status; enum check_reason reason; const char *detail; } outcomes[] = {
  {ARES_ENOTFOUND, REASON_RCODE, "NXDOMAIN"}, {ARES_ESERVFAIL, REASON_RCODE, "SERVFAIL"},
  {ARES_EREFUSED, REASON_RCODE, "REFUSED"},   {ARES_ENOTIMP, REASON_RCODE, "NOTIMP"},
  {ARES_EFORMERR, REASON_RCODE, "FORMERR"},   {ARES_EBADRESP, REASON_ANSWER, "DNS"},
  {ARES_ENODATA, REASON_NO_RECORD, NULL},     {ARES_ECONNREFUSED, REASON_REFUSED, NULL},
};

static void answered(void *user, int status, int timeouts, unsigned char *all, int length)
{
  struct probe *probe = user;
  (void)timeouts;
  if (status == ARES_EDESTRUCTION) /* the probe ends */
    return;
  if (status == ARES_SUCCESS) {
    judge(probe, all, length);
    return;
  }
  if (status == ARES_ETIMEOUT) {
    probe_late(probe, REASON_TIMEOUT);
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
    if (outcomes[i].status == status) {
      probe_fail(probe, outcomes[i].reason, outcomes[i].detail != NULL ? outcomes[i].detail : probe->target.name);
      return;
    }
  probe_fail(probe, REASON_FAULT, ares_strerror(status));
}

static void late(uv_timer_t *timer)
{
  probe_late(timer->data, REASON_TIMEOUT);
}

static void query(struct probe *probe, const char *server)
{
  struct question *question = probe->state;
  char *servers = g_strdup_printf(strchr(server, ':') ? "[%s]:%d" : "%s:%d", server, probe->target.port);
  /* Three questions within the limit, each wait twice the one before: 1 + 2 + 4 parts. */
  struct ares_loop_options options = {.servers = servers,
                                      .timeout_ms = (int)MAX(probe_left_ms(probe) / 7, 1), .tries = 3,
                                      .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP};
  question->ares = ares_loop_new(probe->net->loop, &options);
  if (question->ares == NULL) {
    probe_fail(probe, REASON_TARGET, probe->url);
  } else {
    uv_timer_start(&probe->timer, late, (uint64_t)probe_left_ms(probe), 0);
    ares_query(ares_loop_channel(question->ares), probe->target.name, ns_c_in, type_of(probe->target.type), answered,
               probe);
    ares_loop_kick(question->ares);
  }
  g_free(servers);
}

static void named(void *user, enum check_reason reason, const char *const *addresses)
{
  struct probe *probe = user;
  ((struct question *)probe->state)->server = NULL;
  if (reason == REASON_NONE)
    query(probe, addresses[0]);
  else
    probe_fail(probe, reason, probe->target.host);
}

static void start(struct probe *probe)
{
  struct question *question = g_new0(struct question, 1);
  question->probe = probe;
  probe->state = question;
  if (type_of(probe->target.type) < 0)
    probe_fail(probe, REASON_TARGET, probe->target.type);
  else if (host_is_address(probe->target.host))
    query(probe, probe->target.host);
  else
    question->server = names_ask(probe->net->names, probe->target.host, probe->options.ip, (int)probe_left_ms(probe),
                                 named, probe);
}

static void stop(struct probe *probe)
{
  struct question *question = probe->state;
  name_query_cancel(question->server);
  ares_loop_free(question->ares);
  g_free(question);
}

const struct probe_kind probe_dns = {start, stop};
