/* The letters of a survey on their way: messages of the outbox, in the same command as what they tell. */
#include "toban/outbox.h"
#include "toban/survey_store.h"

static const char *name_of(const struct reference *ref, const char *id, enum lang lang)
{
  const struct office *office = ref == NULL ? NULL : reference_office(ref, id);
  return office == NULL ? id : office->name[lang];
}

int survey_mail(struct command *command, const struct survey_view *view, const struct reference *ref, bool reminder)
{
  char *subject = survey_subject(view, reminder), *origin = g_strdup_printf("survey:%ld", (long)view->one->number);
  int letters = 0;
  for (int i = 0; i < view->offices; i++) {
    const struct survey_office *o = &view->office[i];
    if (*o->address == '\0' || o->answered_at != UTC_NONE)
      continue;
    char *body = survey_letter(view, name_of(ref, o->office, LANG_JA), name_of(ref, o->office, LANG_EN), reminder);
    char *key = g_strdup_printf("survey-%ld-%s-%d", (long)view->one->number, o->office,
                                reminder ? o->reminders + 1 : 0);
    outbox_add(command, key, &(struct outbox_message){.via = REACH_EMAIL, .address = o->address, .subject = subject,
                                                      .body = body, .origin = origin});
    g_free(key);
    g_free(body);
    letters++;
  }
  g_free(origin);
  g_free(subject);
  return letters;
}
