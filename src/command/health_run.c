/* toban health run: polls without a screen and prints each change of a state. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "service.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/text.h"
#include "toban/zone.h"

enum { SLOT_LIST = 1 };

struct view { GHashTable *states; /* int by id */ bool known; char poller[160]; /* the last line about it */ };

static void print_line(const char *text)
{
  char at[16];
  utc_t now = clock_now();
  time_text(now, zone_offset(zone_tokyo(), now), true, at, sizeof at);
  printf("%s  %s\n", at, text);
  fflush(stdout);
}

static void print_row(const struct endpoint_row *row)
{
  GString *line = g_string_new(NULL), *message = check_message_text(g_string_new(NULL), row->message);
  text_fit(line, check_state_text((enum check_state)row->state), 14, false);
  text_clean(line, row->name[lang_get()], -1);
  g_string_append(line, message->len > 0 ? "  " : "");
  text_clean(line, message->str, (gssize)message->len);
  print_line(line->str);
  g_string_free(message, TRUE);
  g_string_free(line, TRUE);
}

/* The first list tells what is bad already, later ones what is another now. */
static void listed(void *user, void *take_result, const GError *error)
{
  struct view *view = ((struct service *)user)->user;
  struct endpoint_list *list = take_result;
  if (error != NULL || list == NULL)
    return;
  for (int i = 0; i < list->rows; i++) {
    const struct endpoint_row *row = &list->row[i];
    void *before;
    bool seen = g_hash_table_lookup_extended(view->states, row->id, NULL, &before);
    bool news = seen ? GPOINTER_TO_INT(before) != row->state
                     : view->known || !check_state_is_good((enum check_state)row->state);
    if (news)
      print_row(row);
    g_hash_table_replace(view->states, g_strdup(row->id), GINT_TO_POINTER(row->state));
  }
  view->known = true;
  snapshot_free(list);
}

static void feed(struct service *service, const struct store_feed *feed)
{
  if (!feed->everything && (feed->topics & TOPIC_ENDPOINT) == 0)
    return;
  struct store_job job = {.slot = SLOT_LIST, .run = endpoint_list_read, .free_result = snapshot_free, .done = listed,
                          .user = service};
  store_ask(service->store, &job);
}

static void poller(struct service *service)
{
  struct view *view = service->user;
  struct poller_status status;
  char text[sizeof view->poller];
  poller_status(service->poller, &status);
  if (status.polling)
    g_snprintf(text, sizeof text, _("polling %d endpoints"), status.endpoints);
  else if (*status.who != '\0')
    g_snprintf(text, sizeof text, _("standing by: %s polls"), status.who);
  else
    g_snprintf(text, sizeof text, _("standing by, %d endpoints to poll"), status.endpoints);
  if (g_strcmp0(text, view->poller) == 0)
    return;
  g_strlcpy(view->poller, text, sizeof view->poller);
  print_line(text);
}

static char *opt_site;
static const GOptionEntry options[] = {
    {"site", 0, 0, G_OPTION_ARG_STRING, &opt_site,
     N_("only votes for this site, on the endpoints that ask for it (votes=N), beside the poller of the desk"),
     "SITE"},
    {NULL}};

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct service_hooks hooks = {.feed = feed, .poller = poller, .site = opt_site};
  (void)argc, (void)argv;
  if (opt_site != NULL && (*opt_site == '\0' || strlen(opt_site) > 16)) {
    error_set(error, TE_USAGE, "%s", _("--site is a name of at most 16 bytes"));
    return false;
  }
  struct view view = {.states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  bool done = service_run(cli, &hooks, &view, error);
  g_hash_table_destroy(view.states);
  return done;
}

const struct cli_command command_health_run = {
    .name = "health run",
    .args = "",
    .summary = N_("polls without a screen, and prints each change of a state"),
    .detail = N_("Stands by while another console or daemon of the same database polls, and takes over within "
                 "10 seconds when that one dies. Ends on SIGINT or SIGTERM."),
    .options = options,
    .run = run,
};
