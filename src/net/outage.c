#include "outage.h"

#include <string.h>

#include "cover.h"
#include "endpoint.h"
#include "toban/health_store.h"
#include "toban/log.h"

struct outage {
  struct window window;        /* first: which one it is */
  bool cancelled, begun, ended;
  utc_t over;                  /* when it was seen to be over; UTC_NONE */
};

struct outages {
  struct store *store;
  const struct keeper *keeper;
  GArray *outage;
  bool asking, closing;
  struct outage_args asked;
  void (*closed)(void *user);
  void *closed_user;
};

struct outages *outages_new(struct store *store, const struct keeper *keeper)
{
  struct outages *outages = g_new0(struct outages, 1);
  *outages = (struct outages){.store = store, .keeper = keeper,
                              .outage = g_array_new(FALSE, FALSE, sizeof(struct outage))};
  return outages;
}

static void end_if_done(struct outages *outages)
{
  if (!outages->closing || outages->asking)
    return;
  void (*closed)(void *user) = outages->closed;
  void *user = outages->closed_user;
  g_array_unref(outages->outage);
  g_free(outages);
  closed(user);
}

void outages_free(struct outages *outages, void (*closed)(void *user), void *user)
{
  outages->closing = true;
  outages->closed = closed;
  outages->closed_user = user;
  end_if_done(outages);
}

/* --- the list ------------------------------------------------------------------------------------------ */
static struct outage *find(GArray *array, bool calendar, int64_t number)
{
  for (guint i = 0; i < array->len; i++) {
    struct outage *outage = &g_array_index(array, struct outage, i);
    if (outage->window.calendar == calendar && outage->window.number == number)
      return outage;
  }
  return NULL;
}

void outages_take(struct outages *outages, const struct endpoint_list *list)
{
  GArray *next = g_array_new(FALSE, FALSE, sizeof(struct outage));
  for (int i = 0; i < list->windows; i++) {
    const struct maintenance *m = &list->window[i];
    const struct outage *known = find(outages->outage, m->calendar, m->number);
    struct outage outage = {.window = window_of(m), .cancelled = m->cancelled, .over = UTC_NONE,
                            .begun = m->told[OUTAGE_BEGINS] == m->start, .ended = m->told[OUTAGE_ENDS] == m->end};
    if (known != NULL && known->window.end == outage.window.end)
      outage.over = known->over;
    g_array_append_val(next, outage);
  }
  g_array_unref(outages->outage);
  outages->outage = next;
}

/* --- telling --------------------------------------------------------------------------------------------- */
static bool has_begun(const struct outage *outage, utc_t now)
{
  return !outage->begun && !outage->cancelled && outage->window.start <= now && now < outage->window.end;
}

static bool is_over(const struct outage *outage, utc_t now)
{
  return outage->begun && !outage->ended && now >= outage->window.end;
}

static bool names_it(const struct endpoint *endpoint, const struct outage *outage)
{
  for (int i = 0; i < endpoint->windows; i++)
    if (endpoint->window[i].calendar == outage->window.calendar && endpoint->window[i].number == outage->window.number)
      return true;
  return false;
}

static bool is_covered(enum check_state state)
{
  return state == CHECK_PAUSED || state == CHECK_MAINTENANCE || state == CHECK_UNREACHABLE;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first few names that fit, in order: the same whatever order the table has. */
static void join(GPtrArray *names, char *out, size_t size)
{
  g_ptr_array_sort(names, by_text);
  *out = '\0';
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    if (strlen(out) + strlen(name) + 2 > size)
      return;
    g_strlcat(out, i == 0 ? "" : " ", size);
    g_strlcat(out, name, size);
  }
}

/* Counts what is in it; *fresh: all of them were looked at since it was over. */
static void count(const struct outage *outage, GHashTable *endpoints, struct outage_args *args, bool *fresh)
{
  GHashTableIter iter;
  void *item;
  GPtrArray *bad = g_ptr_array_new();
  *fresh = true;
  g_hash_table_iter_init(&iter, endpoints);
  while (g_hash_table_iter_next(&iter, NULL, &item)) {
    const struct endpoint *endpoint = item;
    const struct check_status *s = &endpoint->status;
    if (!names_it(endpoint, outage))
      continue;
    args->endpoints++;
    bool looked = s->checked_at != UTC_NONE && outage->over != UTC_NONE && s->checked_at >= outage->over &&
                  (s->state != CHECK_MAINTENANCE || cover_in_maintenance(endpoint, args->now)); /* not of before */
    *fresh = *fresh && (looked || s->state == CHECK_PAUSED);
    if (!is_covered(s->state) && (s->base == CHECK_SOFT || s->base == CHECK_DOWN))
      g_ptr_array_add(bad, endpoint->id);
  }
  args->bad = args->what == OUTAGE_ENDS ? (int)bad->len : 0;
  join(bad, args->names, args->what == OUTAGE_ENDS ? sizeof args->names : 1);
  g_ptr_array_unref(bad);
}

static bool *flag_of(struct outage *outage, enum outage_what what)
{
  return what == OUTAGE_BEGINS ? &outage->begun : &outage->ended;
}

static void told(void *user, void *take_result, const GError *error)
{
  struct outages *outages = user;
  struct outage *outage = find(outages->outage, outages->asked.calendar, outages->asked.number);
  outages->asking = false;
  g_free(take_result);
  if (error != NULL)
    log_debug("poller: notice of an outage: %s", error->message);
  if (error != NULL && outage != NULL) /* again, a second later */
    *flag_of(outage, outages->asked.what) = false;
  end_if_done(outages);
}

static void ask(struct outages *outages, const struct outage_args *args)
{
  struct store_job job = {.run = outage_tell_run, .args = g_memdup2(args, sizeof *args), .free_args = g_free,
                          .free_result = g_free, .done = told, .user = outages};
  log_info("poller: outage %s-%" G_GINT64_FORMAT " %s: %d endpoints, %d bad",
           args->calendar ? "calendar" : "maintenance", args->number,
           args->what == OUTAGE_BEGINS ? "begins" : "ends", args->endpoints, args->bad);
  outages->asking = true;
  outages->asked = *args;
  store_ask(outages->store, &job);
}

static void look(struct outages *outages, struct outage *outage, GHashTable *endpoints, utc_t now)
{
  struct outage_args args = {.epoch = keeper_epoch(outages->keeper), .now = now, .calendar = outage->window.calendar,
                             .number = outage->window.number,
                             .what = has_begun(outage, now) ? OUTAGE_BEGINS : OUTAGE_ENDS};
  bool fresh;
  if (args.what == OUTAGE_ENDS && outage->over == UTC_NONE)
    outage->over = now;
  count(outage, endpoints, &args, &fresh);
  if (args.what == OUTAGE_ENDS && !fresh && now < outage->over + END_PATIENCE_S)
    return;
  g_strlcpy(args.holder, keeper_self(outages->keeper), sizeof args.holder);
  *flag_of(outage, args.what) = true; /* asked once; the next list says it again */
  if (args.endpoints > 0)
    ask(outages, &args);
}

void outages_look(struct outages *outages, GHashTable *endpoints, utc_t now)
{
  for (guint i = 0; i < outages->outage->len && !outages->asking && !outages->closing; i++) {
    struct outage *outage = &g_array_index(outages->outage, struct outage, i);
    if (has_begun(outage, now) || is_over(outage, now))
      look(outages, outage, endpoints, now);
  }
}
