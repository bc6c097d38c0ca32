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

void net_free(struct net *net)
{
  if (net == NULL)
    return;
  names_free(net->names);
  multi_free(net->multi);
  g_free(net->ca_file);
  g_free(net);
}
