#include "network.h"

struct net *net_from_settings(uv_loop_t *loop, GKeyFile *settings)
{
  char *servers = g_key_file_get_string(settings, "network", "name_servers", NULL);
  char *ca_file = g_key_file_get_string(settings, "network", "ca_file", NULL);
  struct net_options options = {.name_servers = servers, .ca_file = ca_file};
  struct net *net = net_new(loop, &options);
  g_free(servers);
  g_free(ca_file);
  return net;
}
