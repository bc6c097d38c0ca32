#include "toban/courier.h"

#include <string.h>
#include <unistd.h>

#include "courier_settings.h"
#include "names.h"
#include "secret.h"
#include "teams.h"
#include "toban/error.h"
#include "toban/escalation_store.h"
#include "toban/loan_store.h"
#include "toban/log.h"
#include "toban/summary.h"

enum { AT_ONCE = 4, LOOK_MOST = 20, HTTP_TIMEOUT_MS = 30000, LOOK_S = 60 /* at the latest */, BUSY_S = 5,
       LOANS_S = 3600 /* at the latest */ };

struct courier {
  uv_loop_t *loop;
  struct store *store;
  struct net *net;
  struct courier_settings settings;
  struct mailer *mailer;
  uv_timer_t timer;
  char *actor, holder[96];
  bool demo, looking, again, closing, timer_gone;
  int asked;                   /* answers of the store that will still come */
  GPtrArray *sends;            /* of struct send: messages under way */
  utc_t next;                  /* the earliest of the reads' answers; UTC_NONE */
  utc_t loans_at;              /* when to look at loans again */
  void (*closed)(void *user);
  void *closed_user;
};
struct send {
  struct courier *courier;
  char *key, *address, *subject, *body;
  enum reach via;
  utc_t queued_at;
  bool again, claimed;
  struct http_transfer *transfer;
};

static void look(struct courier *courier);

static void send_free(struct send *send)
{
  g_free(send->key);
  g_free(send->address);
  g_free(send->subject);
  g_free(send->body);
  g_free(send);
}

static void end_if_done(struct courier *courier)
{
  if (!courier->closing || courier->asked > 0 || !courier->timer_gone)
    return;
  void (*closed)(void *user) = courier->closed;
  void *user = courier->closed_user;
  courier_settings_clear(&courier->settings);
  g_ptr_array_free(courier->sends, TRUE);
  g_free(courier->actor);
  g_free(courier);
  closed(user);
}

/* --- what came of a message ------------------------------------------------------------------------------ */
static void noted(void *user, const struct command_outcome *outcome, const GError *error)
{
  struct courier *courier = user;
  (void)outcome;
  if (error != NULL)
    log_warn("outbox: %s", error->message);
  courier->asked--;
  end_if_done(courier);
}

static void tell(struct courier *courier, struct command *take_command, store_told_fn *done, void *user)
{
  courier->asked++;
  store_tell(courier->store, take_command, done, user);
}

static void finish(struct send *send, const struct send_end *end)
{
  struct courier *courier = send->courier;
  char problem[CHECK_MESSAGE_SIZE];
  utc_t now = clock_now();
  check_message_make(end->reason, end->detail, problem);
  if (end->reason == REASON_NONE)
    tell(courier, outbox_sent(courier->actor, now, send->key, courier->holder, end->answer), noted, courier);
  else
    tell(courier, outbox_problem(courier->actor, now, send->key, courier->holder, problem, end->answer, end->final,
                                 end->doubt), noted, courier);
  g_ptr_array_remove_fast(courier->sends, send);
  send_free(send);
  look(courier);
}

static void mail_ended(void *user, const struct send_end *end)
{
  finish(user, end);
}

static void teams_ended(void *user, const struct http_reply *reply)
{
  struct send_end end;
  struct send *send = user;
  send->transfer = NULL;
  teams_judge(reply, &end);
  finish(send, &end);
}

static void fail(struct send *send, enum check_reason reason, const char *detail)
{
  struct send_end end = {.reason = reason, .final = true};
  g_strlcpy(end.detail, detail, sizeof end.detail);
  finish(send, &end);
}

/* --- sending ------------------------------------------------------------------------------------------- */
static bool is_local(const char *url)
{
  GUri *uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
  bool local = uri != NULL && g_uri_get_host(uri) != NULL && host_is_loopback(g_uri_get_host(uri));
  if (uri != NULL)
    g_uri_unref(uri);
  return local;
}

static void send_mail(struct send *send)
{
  struct courier *courier = send->courier;
  const struct mail mail = {.to = send->address, .subject = send->subject, .body = send->body, .id = send->key,
                            .at = send->queued_at, .again = send->again};
  if (courier->demo && !is_local(courier->settings.mail.url))
    fail(send, REASON_DEMO, "");
  else
    mailer_send(courier->mailer, &courier->settings.mail, &mail, mail_ended, send);
}

static void post(struct send *send, const char *url)
{
  static const char *const headers[] = {"Content-Type: application/json", NULL};
  char *card = teams_card(send->subject, send->body, send->again);
  const struct http_request request = {.url = url, .headers = headers, .body = card, .timeout_ms = HTTP_TIMEOUT_MS,
                                       .keep_body = true, .max_body = 64 * 1024};
  if (send->courier->demo && !is_local(url))
    fail(send, REASON_DEMO, "");
  else if ((send->transfer = http_send(send->courier->net, &request, teams_ended, send)) == NULL)
    fail(send, REASON_TARGET, send->address);
  g_free(card);
}

/* The address itself is the secret: it is read now, and never told. */
static void send_teams(struct send *send)
{
  GError *error = NULL;
  GPtrArray *used = g_ptr_array_new_with_free_func(secret_free);
  char *url = secret_expand(g_hash_table_lookup(send->courier->settings.teams, send->address), used, &error);
  if (url != NULL)
    post(send, url);
  else
    fail(send, REASON_TARGET, error->message);
  g_clear_error(&error);
  secret_free(url);
  g_ptr_array_unref(used);
}

static void claimed(void *user, const struct command_outcome *outcome, const GError *error)
{
  struct send *send = user;
  struct courier *courier = send->courier;
  courier->asked--;
  if (courier->closing || error != NULL || outcome->result != COMMAND_DONE) { /* somebody else sends it, or it waits */
    g_ptr_array_remove_fast(courier->sends, send);
    send_free(send);
    end_if_done(courier);
    return;
  }
  send->claimed = true;
  if (send->via == REACH_EMAIL)
    send_mail(send);
  else
    send_teams(send);
}

static bool can_send(const struct courier *courier, const struct outbox_row *row)
{
  return row->via == REACH_EMAIL ? courier->settings.mail.url != NULL
                                 : g_hash_table_contains(courier->settings.teams, row->address);
}

static bool under_way(const struct courier *courier, const char *key)
{
  for (guint i = 0; i < courier->sends->len; i++)
    if (strcmp(((const struct send *)courier->sends->pdata[i])->key, key) == 0)
      return true;
  return false;
}

static void claim(struct courier *courier, const struct outbox_row *row)
{
  struct send *send = g_new0(struct send, 1);
  *send = (struct send){.courier = courier, .key = g_strdup(row->key), .address = g_strdup(row->address),
                        .subject = g_strdup(row->subject), .body = g_strdup(row->body), .via = row->via,
                        .queued_at = row->queued_at, .again = row->doubt || row->state == OUTBOX_SENDING};
  g_ptr_array_add(courier->sends, send);
  tell(courier, outbox_claim(courier->actor, clock_now(), send->key, courier->holder), claimed, send);
}

/* --- looking ------------------------------------------------------------------------------------------- */
static void tick(uv_timer_t *timer)
{
  look(timer->data);
}

/* The store's times are the wall clock's; the timer only says when to look, at the latest in a minute. */
static void set_timer(struct courier *courier)
{
  utc_t now = clock_now();
  int64_t wait = courier->next == UTC_NONE ? LOOK_S : CLAMP(courier->next - now, 1, LOOK_S);
  if (!courier->closing)
    uv_timer_start(&courier->timer, tick, (uint64_t)wait * 1000, 0);
}

static void soon(struct courier *courier, utc_t at)
{
  if (at != UTC_NONE && (courier->next == UTC_NONE || at < courier->next))
    courier->next = at;
}

static void looked(struct courier *courier)
{
  courier->looking = false;
  set_timer(courier);
  if (courier->again && !courier->closing)
    look(courier);
}

/* One automatic step: the next contact is told, or there is none left. */
static void carry_out(struct courier *courier, const struct escalation_due *due, const struct escalation_due_row *row)
{
  utc_t now = clock_now();
  struct summary_source source = {.ticket = &row->view->t, .clock = row->view->clock, .event = row->view->event,
                                  .events = row->view->events, .ref = due->ref, .now = now};
  if (row->contact == NULL) {
    tell(courier, escalation_step(courier->actor, now, row->after, STEP_EXHAUSTED, "", UTC_NONE), noted, courier);
    return;
  }
  char *text = ticket_summary(&source, 1u << row->rule->lang), *subject = ticket_summary_subject(&source,
                                                                                                 row->rule->lang);
  struct escalation_order order = {.ticket = row->view->t.key, .contact = row->contact, .lang = row->rule->lang,
                                   .subject = subject, .text = text, .rule = row->rule, .clock = row->clock,
                                   .level = row->level};
  tell(courier, escalate(courier->actor, now, 0, &row->view->t, &order), noted, courier);
  g_free(subject);
  g_free(text);
}

/* Borrowers are reminded by whoever can send mail; of several, the first. */
static void loans_read(void *user, void *take_due, const GError *error)
{
  struct courier *courier = user;
  struct loan_remind_due *due = take_due;
  utc_t now = clock_now();
  courier->asked--;
  if (error != NULL)
    log_warn("loans: %s", error->message);
  for (int i = 0; due != NULL && !courier->closing && i < MIN(due->rows, LOOK_MOST); i++)
    tell(courier, loan_remind_mail(courier->actor, now, &due->row[i], due->row[i].reminder.next.days), noted, courier);
  bool more = due == NULL || due->rows > 0;
  courier->loans_at = more ? now + LOOK_S : due->next == UTC_NONE ? now + LOANS_S : MIN(due->next, now + LOANS_S);
  snapshot_free(due);
  soon(courier, courier->loans_at);
  looked(courier);
  end_if_done(courier);
}

static void ask_loans(struct courier *courier)
{
  struct loan_remind_args *args = g_new0(struct loan_remind_args, 1);
  args->now = clock_now();
  struct store_job job = {.run = loan_remind_due_read, .args = args, .free_args = g_free, .free_result = snapshot_free,
                          .done = loans_read, .user = courier};
  courier->loans_at = G_MAXINT64; /* changes from now on make it look again */
  courier->asked++;
  store_ask(courier->store, &job);
}

static bool loans_wait(const struct courier *courier)
{
  const char *url = courier->settings.mail.url;
  return !courier->closing && url != NULL && (!courier->demo || is_local(url)) && clock_now() >= courier->loans_at;
}

static void rules_read(void *user, void *take_due, const GError *error)
{
  struct courier *courier = user;
  struct escalation_due *due = take_due;
  courier->asked--;
  if (error != NULL)
    log_warn("escalation: %s", error->message);
  for (int i = 0; due != NULL && !courier->closing && i < due->rows; i++)
    carry_out(courier, due, &due->row[i]);
  if (due != NULL)
    soon(courier, due->rows > 0 ? clock_now() + BUSY_S : due->next);
  escalation_due_free(due);
  if (loans_wait(courier)) {
    ask_loans(courier);
    return;
  }
  if (courier->settings.mail.url != NULL && courier->loans_at < G_MAXINT64)
    soon(courier, courier->loans_at);
  looked(courier);
  end_if_done(courier);
}

static void ask_rules(struct courier *courier)
{
  struct escalation_due_args *args = g_new0(struct escalation_due_args, 1);
  *args = (struct escalation_due_args){.now = clock_now(), .limit = LOOK_MOST};
  struct store_job job = {.run = escalation_due_read, .args = args, .free_args = g_free,
                          .free_result = escalation_due_free, .done = rules_read, .user = courier};
  courier->asked++;
  store_ask(courier->store, &job);
}

static void outbox_read(void *user, void *take_due, const GError *error)
{
  struct courier *courier = user;
  struct outbox_due *due = take_due;
  courier->asked--;
  if (error != NULL)
    log_warn("outbox: %s", error->message);
  for (int i = 0; due != NULL && !courier->closing && i < due->rows && courier->sends->len < AT_ONCE; i++)
    if (can_send(courier, &due->row[i]) && !under_way(courier, due->row[i].key))
      claim(courier, &due->row[i]);
  courier->next = UTC_NONE;
  if (due != NULL)
    soon(courier, due->rows > 0 ? clock_now() + BUSY_S : due->next);
  snapshot_free(due);
  if (courier->closing)
    end_if_done(courier);
  else
    ask_rules(courier);
}

static void ask_outbox(struct courier *courier)
{
  struct outbox_due_args *args = g_new0(struct outbox_due_args, 1);
  *args = (struct outbox_due_args){.now = clock_now(), .limit = LOOK_MOST};
  struct store_job job = {.run = outbox_due_read, .args = args, .free_args = g_free, .free_result = snapshot_free,
                          .done = outbox_read, .user = courier};
  courier->asked++;
  store_ask(courier->store, &job);
}

static void look(struct courier *courier)
{
  courier->again = courier->looking;
  if (courier->looking || courier->closing || courier->actor == NULL || clock_is_pinned())
    return;
  courier->looking = true;
  ask_outbox(courier);
}

/* --- from outside ------------------------------------------------------------------------------------------ */
static void demo_read(void *user, void *take_ref, const GError *error)
{
  struct courier *courier = user;
  struct reference *ref = take_ref;
  courier->asked--;
  courier->demo = ref == NULL || error != NULL || ref->demo;
  reference_free(ref);
  look(courier);
  end_if_done(courier);
}

static void free_reference(void *ref)
{
  reference_free(ref);
}

static void start(struct courier *courier)
{
  struct store_job job = {.run = reference_read, .free_result = free_reference, .done = demo_read, .user = courier};
  courier->asked++;
  store_ask(courier->store, &job);
}

struct courier *courier_new(uv_loop_t *loop, struct store *store, struct net *net, GKeyFile *settings,
                            const char *actor)
{
  struct courier *courier = g_new0(struct courier, 1);
  GError *error = NULL;
  *courier = (struct courier){.loop = loop, .store = store, .net = net, .demo = true, .next = UTC_NONE,
                              .mailer = mailer_new(loop), .sends = g_ptr_array_new()};
  g_snprintf(courier->holder, sizeof courier->holder, "%.40s:%d:%08x", g_get_host_name(), (int)getpid(),
             g_random_int());
  if (!courier_settings_read(settings, &courier->settings, &error)) {
    log_warn("%s", error->message);
    g_clear_error(&error);
    courier_settings_read(NULL, &courier->settings, NULL);
  }
  uv_timer_init(loop, &courier->timer);
  courier->timer.data = courier;
  if (actor != NULL)
    courier_actor(courier, actor);
  return courier;
}

void courier_actor(struct courier *courier, const char *actor)
{
  bool first = courier->actor == NULL;
  g_free(courier->actor);
  courier->actor = g_strdup(actor);
  if (first)
    start(courier);
}

void courier_feed(struct courier *courier, const struct store_feed *feed)
{
  if (feed->everything || (feed->topics & (TOPIC_LOAN | TOPIC_REFERENCE)) != 0)
    courier->loans_at = 0;
  if (feed->everything || (feed->topics & (TOPIC_ESCALATION | TOPIC_TICKET | TOPIC_REFERENCE | TOPIC_LOAN)) != 0)
    look(courier);
}

static void timer_closed(uv_handle_t *handle)
{
  struct courier *courier = handle->data;
  courier->timer_gone = true;
  end_if_done(courier);
}

void courier_free(struct courier *courier, void (*closed)(void *user), void *user)
{
  courier->closing = true;
  courier->closed = closed;
  courier->closed_user = user;
  mailer_free(courier->mailer);
  for (guint i = courier->sends->len; i > 0; i--) {
    struct send *send = courier->sends->pdata[i - 1];
    if (!send->claimed) /* the answer of the store will come */
      continue;
    if (send->transfer != NULL)
      http_cancel(send->transfer);
    g_ptr_array_remove_index_fast(courier->sends, i - 1);
    send_free(send);
  }
  uv_close((uv_handle_t *)&courier->timer, timer_closed);
}
