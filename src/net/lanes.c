#include "lanes.h"

#include <stdbool.h>

/* `ready` has each host once that has somebody waiting and room for him: hosts take turns. */
struct host { char *name; int running; GQueue waiting; bool ready; };
struct lanes {
  lanes_go_fn *go;
  GHashTable *hosts;           /* by name; only those with something running or waiting */
  GQueue ready;
  int running, waiting;
  bool pumping;
};

static void free_host(gpointer data)
{
  struct host *host = data;
  g_queue_clear(&host->waiting);
  g_free(host->name);
  g_free(host);
}

struct lanes *lanes_new(lanes_go_fn *go)
{
  struct lanes *lanes = g_new0(struct lanes, 1);
  lanes->go = go;
  lanes->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_host);
  g_queue_init(&lanes->ready);
  return lanes;
}

void lanes_free(struct lanes *lanes)
{
  g_queue_clear(&lanes->ready);
  g_hash_table_destroy(lanes->hosts);
  g_free(lanes);
}

/* After any change of a host: into `ready` or out of it, or forgotten when it has nothing left. */
static void settle(struct lanes *lanes, struct host *host)
{
  bool ready = host->waiting.length > 0 && host->running < LANES_HOST;
  if (ready && !host->ready)
    g_queue_push_tail(&lanes->ready, host);
  if (!ready && host->ready)
    g_queue_remove(&lanes->ready, host);
  host->ready = ready;
  if (host->running == 0 && host->waiting.length == 0)
    g_hash_table_remove(lanes->hosts, host->name);
}

static void pump(struct lanes *lanes)
{
  if (lanes->pumping) /* go() may end at once and come back here */
    return;
  lanes->pumping = true;
  while (lanes->running < LANES_ALL && lanes->ready.length > 0) {
    struct host *host = g_queue_pop_head(&lanes->ready);
    void *item = g_queue_pop_head(&host->waiting);
    host->ready = false;
    host->running++;
    lanes->running++;
    lanes->waiting--;
    settle(lanes, host);
    lanes->go(item);
  }
  lanes->pumping = false;
}

void lanes_enter(struct lanes *lanes, const char *name, void *item)
{
  struct host *host = g_hash_table_lookup(lanes->hosts, name);
  if (host == NULL) {
    host = g_new0(struct host, 1);
    host->name = g_strdup(name);
    g_hash_table_insert(lanes->hosts, host->name, host);
  }
  g_queue_push_tail(&host->waiting, item);
  lanes->waiting++;
  settle(lanes, host);
  pump(lanes);
}

void lanes_leave(struct lanes *lanes, const char *name)
{
  struct host *host = g_hash_table_lookup(lanes->hosts, name);
  host->running--;
  lanes->running--;
  settle(lanes, host);
  pump(lanes);
}

void lanes_forget(struct lanes *lanes, const char *name, void *item)
{
  struct host *host = g_hash_table_lookup(lanes->hosts, name);
  if (host == NULL || !g_queue_remove(&host->waiting, item))
    return;
  lanes->waiting--;
  settle(lanes, host);
}

int lanes_running(const struct lanes *lanes)
{
  return lanes->running;
}

int lanes_waiting(const struct lanes *lanes)
{
  return lanes->waiting;
}
