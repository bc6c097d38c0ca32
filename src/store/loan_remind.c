/* Reminders of loans: whom, when, and the message in the outbox. */
#include <string.h>

#include "loan.h"
#include "read_rows.h"
#include "reference.h"
#include "toban/escalation.h"

static const struct calendar *hours_of(const struct reminding *r, const struct office *office)
{
  const struct calendar *own = office == NULL ? NULL : calendar_find(r->ref->calendars, office->calendar);
  return own != NULL ? own : calendar_find(r->ref->calendars, REACH_CALENDAR);
}

static enum lang language_of(const struct loan_person *person, const struct office *office)
{
  const char *code = *person->language != '\0' ? person->language : office == NULL ? "ja" : office->languages;
  return strncmp(code, "ja", 2) == 0 ? LANG_JA : LANG_EN;
}

bool reminding_begin(struct reminding *r, struct db *db, struct arena *arena, utc_t now, GError **error)
{
  *r = (struct reminding){.db = db, .arena = arena, .ref = reference_cached(db, error), .now = now};
  return r->ref != NULL && loan_steps_read(db, &r->steps, error);
}

bool reminding_fill(const struct reminding *r, struct loan *loan, int sent, GError **error)
{
  struct loan_reminder *reminder = &loan->reminder;
  struct loan_person person;
  day_t due;
  if (!loan_person_find(r->db, r->arena, loan->borrower, loan->office, &person, error))
    return false;
  const struct office *office = reference_office(r->ref, *person.office != '\0' ? person.office : loan->office);
  reminder->mail = person.mail;
  reminder->address = person.address;
  reminder->name = person.name;
  reminder->lang = language_of(&person, office);
  reminder->next = (struct loan_step){LOAN_STEP_NONE, UTC_NONE};
  const struct zone *zone = office != NULL && office->zone != NULL ? office->zone : zone_tokyo();
  if (person.mail == LOAN_MAIL && day_parse(loan->due_on, &due, NULL))
    reminder->next = loan_step_next(&r->steps, due, sent, zone, hours_of(r, office), r->now);
  return true;
}

/* --- the message -------------------------------------------------------------------------------------------- */
/* Letters and digits alone: it is part of a Message-ID. */
static void make_key(const struct loan *loan, int days, char out[static 40])
{
  char *text = g_strdup_printf("%s\n%" G_GINT64_FORMAT "\n%s\n%d", loan->tag, (gint64)loan->out_at, loan->due_on, days);
  char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  g_snprintf(out, 40, "loan%.32s", sum);
  g_free(sum);
  g_free(text);
}

/* Days behind the due day, in Japan, as everywhere in loans. */
static int days_behind(const struct loan *loan, utc_t at)
{
  day_t due;
  return day_parse(loan->due_on, &due, NULL) ? CLAMP(japan_day(at) - due, -LOAN_STEP_FAR, LOAN_STEP_FAR) : 0;
}

bool loan_mailed_today(const struct loan *loan, utc_t now)
{
  return *loan->reminder.message != '\0' && japan_day(loan->reminder.sent_at) == japan_day(now);
}

struct command *loan_remind_mail(const char *actor, utc_t at, const struct loan *loan, int days)
{
  const struct loan_reminder *reminder = &loan->reminder;
  char out_on[16], key[40], *subject = g_strconcat("loan:", loan->tag, NULL);
  char *origin = g_strconcat("loan:", loan->tag, NULL);
  struct loan_letter letter = {.name = reminder->name, .tag = loan->tag, .host = loan->host, .due_on = loan->due_on,
                               .out_on = day_format(japan_day(loan->out_at), out_on), .days = days_behind(loan, at)};
  int since_out = MIN(japan_day(at) - japan_day(loan->out_at), LOAN_STEP_FAR); /* where no day is due */
  int step = days != LOAN_STEP_NONE ? days : *loan->due_on != '\0' ? letter.days : since_out;
  make_key(loan, step, key);
  struct command *command = record_command(
      actor, at, 0, subject, "loan-reminded",
      json_pack("{s:s, s:i, s:s, s:s}", "due_on", loan->due_on, "days", step, "address", reminder->address, "message",
                key));
  char *title = loan_letter_subject(&letter, reminder->lang), *body = loan_letter_body(&letter, reminder->lang);
  g_strlcpy(command->key, key, sizeof command->key);
  outbox_add(command, key, &(struct outbox_message){.via = REACH_EMAIL, .address = reminder->address, .subject = title,
                                                    .body = body, .origin = origin});
  g_free(body);
  g_free(title);
  g_free(origin);
  g_free(subject);
  return command;
}

/* --- what is due -------------------------------------------------------------------------------------------- */
void *loan_remind_due_read(struct db *db, const void *loan_remind_args, GError **error)
{
  const struct loan_remind_args *args = loan_remind_args;
  struct loan_args all = {.choice = LOANS_OPEN, .now = args->now, .limit = G_MAXINT};
  struct loan_list *list = loan_list_read(db, &all, error);
  if (list == NULL)
    return NULL;
  struct loan_remind_due *due = arena_new0(list->s.arena, struct loan_remind_due, 1);
  struct loan *row = arena_new0(list->s.arena, struct loan, list->rows + 1);
  *due = (struct loan_remind_due){.s = list->s, .row = row, .next = UTC_NONE};
  for (int i = 0; i < list->rows; i++) {
    utc_t at = list->row[i].reminder.next.at;
    if (at == UTC_NONE)
      continue;
    if (at <= args->now)
      row[due->rows++] = list->row[i];
    else if (due->next == UTC_NONE || at < due->next)
      due->next = at;
  }
  return due;
}
