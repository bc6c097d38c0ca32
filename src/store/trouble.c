/* Alerts of endpoints: one open ticket for each trouble, notes of what follows, its end.
 *
 *   down, flapping            a trouble: its ticket is opened, or the one of a moment ago again
 *   ok, slow                  its end: the ticket is resolved if nobody has touched it
 *   soft, stale, unreachable, maintenance, paused: neither; a trouble that is open stays open
 * A certificate that ends soon is an alert of its own, once until there is a new one. */
#include "trouble.h"

#include <string.h>

#include "command.h"
#include "event.h"
#include "health_record.h"
#include "project.h"
#include "toban/check_option.h"
#include "toban/error.h"
#include "toban/lang.h"

struct alert {
  const struct check_write *write;
  const char *name;                    /* ALERT_TROUBLE, ALERT_CERTIFICATE */
  utc_t now;
  struct arena *arena;
  bool known, open;
  const char *ticket, *message;        /* of the last one */
  utc_t opened_at, ended_at;
  /* of the endpoint, when a ticket is written */
  const char *names[LANG_COUNT], *target, *kind, *group, *office;
  bool wants_ticket;
  int priority;
};

static bool load_alert(struct db *db, struct alert *alert, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT ticket, opened_at, ended_at, message FROM endpoint_alert"
                                             " WHERE id = $1 AND alert = $2", "tt", alert->write->id, alert->name);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    alert->known = true;
    alert->ticket = arena_strdup(alert->arena, db_text(stmt, 0));
    alert->opened_at = db_utc(stmt, 1);
    alert->ended_at = db_utc(stmt, 2);
    alert->open = alert->ended_at == UTC_NONE;
    alert->message = arena_strdup(alert->arena, db_text(stmt, 3));
  }
  db_done(stmt);
  return got >= 0;
}

/* false without an error: the endpoint is gone meanwhile. */
static bool load_endpoint(struct db *db, struct alert *alert, bool *there, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT name_ja, name_en, target, kind, group_, office, options"
                                             " FROM endpoint WHERE id = $1", "t", alert->write->id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *there = got > 0;
  if (got > 0) {
    const char **const texts[] = {&alert->names[LANG_JA], &alert->names[LANG_EN], &alert->target,
                                  &alert->kind,           &alert->group,          &alert->office};
    for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
      *texts[i] = arena_strdup(alert->arena, db_text(stmt, i));
    struct check_options options;
    enum endpoint_kind kind = ENDPOINT_HTTP;
    endpoint_kind_parse(alert->kind, &kind);
    check_options_parse(db_text(stmt, 6), kind, &options, NULL);
    alert->wants_ticket = options.ticket;
    alert->priority = options.priority;
    check_options_clear(&options);
  }
  db_done(stmt);
  return got >= 0;
}

/* --- what is written into a ticket ----------------------------------------------------------------------- */
/* Both languages, whoever polls: who takes it may speak either. */
static char *in_both(const struct alert *alert, const char *what)
{
  GString *out = g_string_new(NULL);
  for (int i = 0; i < LANG_COUNT; i++) {
    g_string_append(out, i == 0 ? "" : " / ");
    g_string_append_printf(out, "%s %s", alert->names[i], lang_text_in((enum lang)i, what));
  }
  return g_string_free(out, FALSE);
}

static void append_sentences(GString *out, const char *message)
{
  for (int i = 0; i < LANG_COUNT && *message != '\0'; i++) {
    check_message_text_in(out, (enum lang)i, message);
    g_string_append_c(out, '\n');
  }
}

static bool write_event(struct db *db, const struct alert *alert, struct ticket_event *event, char key[static 32],
                        GError **error)
{
  struct command_outcome outcome = {.result = COMMAND_DONE};
  struct command *command = command_ticket(ALERT_AUTHOR, alert->now, 0, event);
  bool done = command_run_ticket(db, command, &outcome, error);
  if (done)
    g_strlcpy(key, outcome.ticket, 32);
  command_free(command);
  return done;
}

static bool note(struct db *db, const struct alert *alert, const char *ticket, const char *what, const char *message,
                 GError **error)
{
  char key[32];
  GString *body = g_string_new(NULL);
  for (int i = 0; i < LANG_COUNT; i++)
    g_string_append_printf(body, "%s%s", i == 0 ? "" : " / ", lang_text_in((enum lang)i, what));
  g_string_append_c(body, '\n');
  append_sentences(body, message);
  struct ticket_event event = {.ticket = ticket, .kind = EVENT_NOTE, .channel = CHANNEL_NONE, .body = body->str};
  bool done = write_event(db, alert, &event, key, error);
  g_string_free(body, TRUE);
  return done;
}

static bool open_ticket(struct db *db, const struct alert *alert, const char *earlier, char key[static 32],
                        GError **error)
{
  bool certificate = strcmp(alert->name, ALERT_CERTIFICATE) == 0;
  char *title = in_both(alert, certificate                               ? N_("certificate ends soon")
                               : alert->write->status.state == CHECK_FLAPPING ? N_("goes up and down")
                                                                              : N_("does not answer"));
  GString *body = g_string_new(NULL);
  append_sentences(body, alert->write->status.message);
  g_string_append_printf(body, "%s  %s  %s\n", alert->write->id, alert->kind, alert->target);
  if (earlier != NULL)
    g_string_append_printf(body, "← %s\n", earlier);
  struct ticket_event event = {.kind = EVENT_RECEIVED, .channel = CHANNEL_WEB, .priority = alert->priority,
                               .office = *alert->office == '\0' ? "tokyo" : alert->office, .title = title,
                               .requester = alert->write->id, .lang = "ja", .body = body->str};
  struct db_stmt *stmt = db_query(db, error, "SELECT code FROM category WHERE code = $1", "t", "6");
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  db_done(stmt);
  event.category = got > 0 ? "6" : NULL; /* 監視作業 of table 3-4, where the list has it. lint: data */
  bool done = got >= 0 && write_event(db, alert, &event, key, error);
  g_string_free(body, TRUE);
  g_free(title);
  return done;
}

/* --- the log of the endpoint ------------------------------------------------------------------------------ */
static bool tell(struct db *db, const struct alert *alert, const char *kind, const char *ticket, GError **error)
{
  struct record_batch batch;
  char *subject = g_strconcat("endpoint:", alert->write->id, NULL);
  json_t *data = json_pack("{s:s, s:s, s:s}", "alert", alert->name, "ticket", ticket, "message",
                           alert->write->status.message);
  bool done = record_batch_open(&batch, db, NULL, error);
  done = done && record_batch_put(&batch, subject, kind, alert->now, ALERT_AUTHOR, data, NULL, NULL, error);
  done = record_batch_close(&batch, done, error) && done;
  json_decref(data);
  g_free(subject);
  return done;
}

/* --- begin and end ------------------------------------------------------------------------------------------ */
static bool load_ticket(struct db *db, const struct alert *alert, struct ticket_row *row, GError **error)
{
  *row = (struct ticket_row){0};
  return *alert->ticket == '\0' || row_load(db, alert->ticket, alert->arena, row, error);
}

static bool set_state(struct db *db, const struct alert *alert, const char *state, GError **error)
{
  char key[32];
  struct ticket_event event = {.ticket = alert->ticket, .kind = EVENT_STATE, .channel = CHANNEL_NONE, .target = state};
  return write_event(db, alert, &event, key, error);
}

/* Trouble again within a moment of its end, and its ticket still there: the same one. */
static bool begin_again(struct db *db, const struct alert *alert, const struct ticket_row *row, GError **error)
{
  if (row->t.state == TICKET_RESOLVED && !set_state(db, alert, ticket_state_id(TICKET_OPEN), error))
    return false;
  return note(db, alert, alert->ticket, N_("It is back."), alert->write->status.message, error);
}

static bool begin(struct db *db, const struct alert *alert, GError **error)
{
  struct ticket_row row;
  char key[32] = "";
  if (!load_ticket(db, alert, &row, error))
    return false;
  bool recent = alert->known && alert->now - alert->ended_at <= REOPEN_MINUTES * 60;
  bool same = recent && row.id != 0 && row.t.merged_into == NULL && row.t.state != TICKET_CLOSED;
  const char *earlier = row.id == 0 ? NULL : alert->ticket;
  if (!alert->wants_ticket)
    return tell(db, alert, "alert-opened", "", error);
  if (same)
    return begin_again(db, alert, &row, error) && tell(db, alert, "alert-opened", alert->ticket, error);
  return open_ticket(db, alert, earlier, key, error) && tell(db, alert, "alert-opened", key, error);
}

static bool is_untouched(struct db *db, const struct alert *alert, const struct ticket_row *row, bool *untouched,
                         GError **error)
{
  int64_t others = 0;
  if (!db_get_int(db, &others, 0, error, "SELECT count(*) FROM event WHERE ticket = $1 AND by_ <> $2", "tt",
                  alert->ticket, ALERT_AUTHOR))
    return false;
  *untouched = others == 0 && row->t.assignee == NULL && ticket_state_is_open(row->t.state);
  return true;
}

static bool end(struct db *db, const struct alert *alert, GError **error)
{
  struct ticket_row row;
  bool untouched = false;
  if (!load_ticket(db, alert, &row, error))
    return false;
  if (row.id != 0 && (!note(db, alert, alert->ticket, N_("It is good again."), "", error) ||
                      !is_untouched(db, alert, &row, &untouched, error)))
    return false;
  if (untouched && row.t.merged_into == NULL && !set_state(db, alert, ticket_state_id(TICKET_RESOLVED), error))
    return false;
  return tell(db, alert, "alert-ended", alert->ticket, error);
}

/* Another reason than before, by its code: figures in it may change with each check. */
static bool is_another_reason(const char *a, const char *b)
{
  size_t x = strcspn(a, " "), y = strcspn(b, " ");
  return x != y || strncmp(a, b, x) != 0;
}

static bool go_on(struct db *db, const struct alert *alert, GError **error)
{
  const char *message = alert->write->status.message;
  if (strcmp(alert->name, ALERT_CERTIFICATE) == 0 || *message == '\0' ||
      alert->write->status.klass == CLASS_INTERNAL || !is_another_reason(alert->message, message))
    return true;
  return (*alert->ticket == '\0' || note(db, alert, alert->ticket, N_("Another reason."), message, error)) &&
         tell(db, alert, "alert-changed", alert->ticket, error);
}

static bool step(struct db *db, struct alert *alert, bool bad, bool good, GError **error)
{
  bool there = true;
  if ((!bad && !good) || !load_alert(db, alert, error))
    return !bad && !good;
  if (bad == alert->open && !bad)
    return true;
  if (!load_endpoint(db, alert, &there, error))
    return false;
  if (!there)
    return true;
  if (bad)
    return alert->open ? go_on(db, alert, error) : begin(db, alert, error);
  return end(db, alert, error);
}

bool trouble_step(struct db *db, const struct check_write *write, utc_t now, GError **error)
{
  const struct check_status *s = &write->status;
  enum check_reason reason;
  const char *detail;
  struct arena *arena = arena_new();
  struct alert trouble = {.write = write, .name = ALERT_TROUBLE, .now = now, .arena = arena, .ticket = "",
                          .message = ""};
  struct alert certificate = {.write = write, .name = ALERT_CERTIFICATE, .now = now, .arena = arena,
                              .ticket = "", .message = ""};
  bool soon = s->state == CHECK_DEGRADED && check_reason_parse(s->message, &reason, &detail) &&
              reason == REASON_CERT_SOON;
  bool done = step(db, &trouble, s->state == CHECK_DOWN || s->state == CHECK_FLAPPING, check_state_is_good(s->state),
                   error) &&
              (s->tls_days == TLS_DAYS_UNKNOWN || step(db, &certificate, soon, s->state == CHECK_OK, error));
  arena_free(arena);
  return done;
}
