/* net.h: what the files of this folder share. Loop thread. */
#ifndef NET_NET_H
#define NET_NET_H
#include "multi.h"
#include "names.h"
#include "toban/http.h"

struct net {
  uv_loop_t *loop;
  struct multi *multi;
  struct names *names;
  char *ca_file;
};
#endif
