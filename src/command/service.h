/* service.h: the console's loop without a screen: store, network, poller, courier, until a signal ends it. */
#ifndef COMMAND_SERVICE_H
#define COMMAND_SERVICE_H
#include "toban/cli.h"
#include "toban/courier.h"
#include "toban/poller.h"
#include "toban/zone_watch.h"

struct service {
  uv_loop_t loop;
  struct store *store;
  struct net *net;
  struct poller *poller;
  struct courier *courier;
  struct zone_watch *zones;    /* deadlines after an upgrade of time zones */
  uv_signal_t signals[3];
  const struct service_hooks *hooks;
  void *user;
  bool stopping;
  const char *textfile;        /* `textfile` of the configuration: the states for Prometheus; NULL */
  uv_timer_t textfile_timer;
};
struct service_hooks {
  bool sends;                                                              /* also what is in the outbox */
  const char *site;            /* of poller_hooks; NULL: the poller of the desk */
  void (*feed)(struct service *service, const struct store_feed *feed);    /* something changed; may be NULL */
  void (*poller)(struct service *service);                                 /* who polls changed; may be NULL */
};
/* Runs until SIGINT, SIGTERM or SIGHUP, then ends in order; false: the database could not be opened. */
bool service_run(const struct cli *cli, const struct service_hooks *hooks, void *user, GError **error);
#endif
