/* From the form to a ticket, and to a draft and back. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "form.h"

enum { HOUR = 3600, MINUTE = 60 };

/* "9:05" is the last time that it was so in Japan; "11/22 9:05" of this year, or of the last one. */
static bool short_time(const char *text, utc_t now, utc_t *out)
{
  const struct zone *japan = zone_tokyo();
  int month, dom, hour, minute, used = 0;
  day_t today;
  int second;
  zone_local(japan, now, &today, &second);
  day_t day = today;
  bool dated = sscanf(text, "%2d%*1[/-]%2d %2d:%2d%n", &month, &dom, &hour, &minute, &used) == 4;
  if (!dated && sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2)
    return false;
  if (text[used] != '\0' || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return false;
  if (dated) {
    int year = civil_from_day(today).year;
    if (!civil_valid(year, month, dom))
      return false;
    day = day_from_civil(year, month, dom);
    if (day > today && civil_valid(year - 1, month, dom))
      day = day_from_civil(year - 1, month, dom);
  }
  *out = zone_instant(japan, day, hour * HOUR + minute * MINUTE, false);
  if (*out > now && !dated)
    *out = zone_instant(japan, day - 1, hour * HOUR + minute * MINUTE, false);
  return true;
}

bool form_received(const char *text, utc_t now, utc_t *out)
{
  char *clean = g_strstrip(g_strdup(text));
  bool fine = true;
  if (*clean == '\0')
    *out = now;
  else
    fine = short_time(clean, now, out) || utc_parse(clean, out, NULL);
  g_free(clean);
  return fine && *out <= now;
}

static const char *text_of(const struct form *form, int field)
{
  return prompt_text(&form->text[field]);
}

static bool refuse(struct model *model, int field, const char *why)
{
  model->form->at = field;
  model_say(model, ROLE_BAD, "%s", why);
  return false;
}

static bool is_blank(const char *text)
{
  return text[strspn(text, " \t\n")] == '\0';
}

static bool complete(struct model *model, utc_t *received)
{
  const struct form *form = model->form;
  if (*form->value[FIELD_OFFICE] == '\0')
    return refuse(model, FIELD_OFFICE, _("which office? Type a part of its name, then Enter"));
  if (is_blank(text_of(form, FIELD_TITLE)))
    return refuse(model, FIELD_TITLE, _("a title is needed: what is it about?"));
  if (*form->value[FIELD_CATEGORY] == '\0' && !is_blank(text_of(form, FIELD_CATEGORY)))
    return refuse(model, FIELD_CATEGORY, _("there is no such category; leave it empty when unsure"));
  if (!form_received(text_of(form, FIELD_RECEIVED), model->now, received))
    return refuse(model, FIELD_RECEIVED, _("when was it received? Not later than now: 9:05 or 11/22 9:05, Japan time"));
  return true;
}

void form_send(struct model *model, struct effects *effects)
{
  struct form *form = model->form;
  utc_t received;
  enum channel channel = CHANNEL_PHONE;
  if (!complete(model, &received))
    return;
  form_keep(model, effects);
  channel_parse(form->value[FIELD_CHANNEL], &channel);
  struct ticket_event event = {
    .at = received, .by = model->actor, .kind = EVENT_RECEIVED, .channel = channel,
    .priority = *form->value[FIELD_PRIORITY] - '0',
    .category = *form->value[FIELD_CATEGORY] == '\0' ? NULL : form->value[FIELD_CATEGORY],
    .office = form->value[FIELD_OFFICE], .title = text_of(form, FIELD_TITLE),
    .requester = is_blank(text_of(form, FIELD_REQUESTER)) ? NULL : text_of(form, FIELD_REQUESTER),
    .lang = form->value[FIELD_LANG],
    .body = is_blank(text_of(form, FIELD_BODY)) ? NULL : text_of(form, FIELD_BODY),
  };
  model_tell(model, &event, 0, N_("%s: taken in"), "new", effects);
  form_close(model);
}

/* --- the draft ------------------------------------------------------------------------------------ */
void form_keep(struct model *model, struct effects *effects)
{
  const struct form *form = model->form;
  json_t *all = json_object();
  bool typed = false;
  for (int i = 0; i < FIELDS; i++) {
    const char *value = form_fields[i].kind == FORM_TEXT ? text_of(form, i) : form->value[i];
    json_object_set_new(all, form_fields[i].id, json_string(value));
    typed = typed || (form_fields[i].kind == FORM_TEXT && !is_blank(value));
  }
  char *text = json_dumps(all, JSON_COMPACT);
  draft_put(model, "new", typed ? text : "", effects);
  free(text);
  json_decref(all);
}

void form_restore(struct model *model, const char *draft)
{
  json_t *all = json_loads(draft, 0, NULL);
  for (int i = 0; i < FIELDS; i++) {
    const char *value = json_string_value(json_object_get(all, form_fields[i].id));
    if (value == NULL || *value == '\0')
      continue;
    if (form_fields[i].kind == FORM_TEXT)
      prompt_set(&model->form->text[i], value);
    else
      form_set(model, i, value);
  }
  json_decref(all);
}
