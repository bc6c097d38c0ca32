#include "net.h"

#include <signal.h>

struct net *net_new(uv_loop_t *loop, const struct net_options *options)
{
  struct net *net = g_new0(struct net, 1);
  signal(SIGPIPE, SIG_IGN); /* a server that hangs up is an error to report, for libcurl and OpenSSL too */
  net->loop = loop;
  net->multi = multi_new(loop);
  net->names = names_new(loop, options == NULL ? NULL : options->name_servers);
  net->ca_file = options == NULL ? NULL : g_strdup(options->ca_file);
  return net;
}

static char *setting(GKeyFile *settings, const char *key)
{
  return settings == NULL ? NULL : g_key_file_get_string(settings, "network", key, NULL);
}

struct net *net_from_settings(uv_loop_t *loop, GKeyFile *settings)
{
  char *servers = setting(settings, "name_servers"), *ca_file = setting(settings, "ca_file");
  struct net *net = net_new(loop, &(struct net_options){.name_servers = servers, .ca_file = ca_file});
  g_free(servers);
  g_free(ca_file);
  return net;
}

void net_free(struct net *net)
{
  if (net == NULL)
    return;
  names_free(net->names);
  multi_free(net->multi);
  g_free(net->ca_file);
  g_free(net);
}
