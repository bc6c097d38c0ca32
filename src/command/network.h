/* network.h: the network as the configuration file wants it. */
#ifndef COMMAND_NETWORK_H
#define COMMAND_NETWORK_H
#include "toban/http.h"

/* Group [network], keys name_servers and ca_file; the system's where they are not set. */
struct net *net_from_settings(uv_loop_t *loop, GKeyFile *settings);
#endif
