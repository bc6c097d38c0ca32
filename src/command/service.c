#include "service.h"

#include <signal.h>

#include "health_prometheus.h"
#include "toban/log.h"
#include "toban/person.h"
#include "toban/read.h"

enum { CLOSE_PATIENCE_MS = 2000, SLOT_TEXTFILE = 9, TEXTFILE_FIRST_MS = 2000, TEXTFILE_MS = 15000 };

static void store_closed(void *user)
{
  struct service *service = user;
  net_free(service->net);
  for (size_t i = 0; i < G_N_ELEMENTS(service->signals); i++)
    uv_close((uv_handle_t *)&service->signals[i], NULL);
  uv_close((uv_handle_t *)&service->textfile_timer, NULL);
}

static void poller_closed(void *user)
{
  struct service *service = user;
  store_close(service->store, CLOSE_PATIENCE_MS, store_closed, service);
}

static void courier_closed(void *user)
{
  struct service *service = user;
  service->courier = NULL;
  poller_free(service->poller, poller_closed, service);
}

static void stop(uv_signal_t *handle, int number)
{
  struct service *service = handle->data;
  if (service->stopping)
    return;
  service->stopping = true;
  log_info("ending on signal %d", number);
  zone_watch_free(service->zones);
  courier_free(service->courier, courier_closed, service);
}

static void changed(void *user, const struct store_feed *feed)
{
  struct service *service = user;
  if (service->stopping || service->poller == NULL)
    return;
  poller_feed(service->poller, feed);
  courier_feed(service->courier, feed);
  if (service->hooks->feed != NULL)
    service->hooks->feed(service, feed);
}

static void status(void *user, const struct store_status *status)
{
  (void)user;
  if (status->condition != STORE_OK && status->condition != STORE_OPENING)
    log_warn("store: %s", status->message);
}

static void who_polls(void *user)
{
  struct service *service = user;
  if (service->hooks->poller != NULL)
    service->hooks->poller(service);
}

/* Who runs this, if that person may send; else NULL, with a line in the log. */
static char *sender(const struct cli *cli, struct db *db)
{
  GError *error = NULL;
  char *actor = cli_actor(cli, db, &error);
  if (actor != NULL && !person_permit(db, actor, RIGHT_ESCALATE, clock_now(), &error))
    g_clear_pointer(&actor, g_free);
  if (actor == NULL)
    log_warn("nothing is sent from here: %s", error->message);
  g_clear_error(&error);
  return actor;
}

/* For node_exporter's textfile collector: a reader sees the old file or the new one. */
static void write_textfile(void *user, void *take_result, const GError *error)
{
  struct service *service = user;
  struct endpoint_list *list = take_result;
  GError *why = NULL;
  if (list == NULL) {
    log_warn("textfile: %s", error == NULL ? "?" : error->message);
    return;
  }
  GString *text = health_prometheus(list, clock_now());
  if (!g_file_set_contents_full(service->textfile, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                &why)) {
    log_warn("textfile: %s", why->message);
    g_clear_error(&why);
  }
  g_string_free(text, TRUE);
  snapshot_free(list);
}

static void ask_textfile(uv_timer_t *timer)
{
  struct service *service = timer->data;
  struct store_job job = {.slot = SLOT_TEXTFILE, .run = endpoint_list_read, .free_result = snapshot_free,
                          .done = write_textfile, .user = service};
  if (!service->stopping)
    store_ask(service->store, &job);
}

static void start_textfile(struct service *service, const struct cli *cli)
{
  service->textfile = cli_setting(cli, "textfile");
  uv_timer_init(&service->loop, &service->textfile_timer);
  service->textfile_timer.data = service;
  if (service->textfile != NULL)
    uv_timer_start(&service->textfile_timer, ask_textfile, TEXTFILE_FIRST_MS, TEXTFILE_MS);
}

bool service_run(const struct cli *cli, const struct service_hooks *hooks, void *user, GError **error)
{
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  struct db *db = cli_open(cli, 0, error); /* says what is wrong with it, and migrates it, before anything runs */
  if (db == NULL)
    return false;
  char *actor = hooks->sends ? sender(cli, db) : NULL;
  db_close(db);
  struct service service = {.hooks = hooks, .user = user};
  struct store_hooks of_store = {.user = &service, .changed = changed, .status = status};
  struct poller_hooks of_poller = {.user = &service, .changed = who_polls, .site = hooks->site};
  uv_loop_init(&service.loop);
  service.store = store_new(&service.loop, cli->db, 0, &of_store);
  service.net = net_from_settings(&service.loop, cli->settings);
  service.poller = poller_new(&service.loop, service.store, service.net, &of_poller);
  service.courier = courier_new(&service.loop, service.store, service.net, cli->settings, actor);
  service.zones = zone_watch_new(&service.loop, service.store, 0, NULL);
  zone_watch_actor(service.zones, actor);
  g_free(actor);
  start_textfile(&service, cli);
  for (size_t i = 0; i < G_N_ELEMENTS(service.signals); i++) {
    uv_signal_init(&service.loop, &service.signals[i]);
    service.signals[i].data = &service;
    uv_signal_start(&service.signals[i], stop, numbers[i]);
  }
  uv_run(&service.loop, UV_RUN_DEFAULT);
  uv_loop_close(&service.loop);
  return true;
}
