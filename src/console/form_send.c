/* From the form to a ticket, and to a draft and back. */
#include <jansson.h>
#include <string.h>

#include "form.h"
#include "toban/received.h"

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
  if (!received_parse(text_of(form, FIELD_RECEIVED), model->now, received))
    return refuse(model, FIELD_RECEIVED,
                  _("when was it received? Not later than now: -15m, 9:05 or 11/22 9:05, Japan time"));
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
  model_tell(model, &event, 0, N_("%s: taken in"), form->draft, effects);
  form_close(model);
}

/* --- the draft ------------------------------------------------------------------------------------ */
bool form_is_empty(const struct form *form)
{
  for (int i = 0; i < FIELDS; i++)
    if (form_fields[i].kind == FORM_TEXT ? !is_blank(text_of(form, i))
                                         : form_fields[i].kind == FORM_PICK && *form->value[i] != '\0')
      return false;
  return true;
}

void form_keep(struct model *model, struct effects *effects)
{
  const struct form *form = model->form;
  json_t *all = json_pack("{s:I, s:s}", "begun", (json_int_t)form->begun, "known", form->known);
  for (int i = 0; i < FIELDS; i++)
    json_object_set_new(all, form_fields[i].id,
                        json_string(form_fields[i].kind == FORM_TEXT ? text_of(form, i) : form->value[i]));
  char *text = json_dumps(all, JSON_COMPACT);
  draft_put(model, form->draft, form_is_empty(form) || text == NULL ? "" : text, effects);
  free(text);
  json_decref(all);
}

/* Templates are not known yet: their names come later. */
void form_restore(struct model *model, const char *draft)
{
  struct form *form = model->form;
  json_t *all = json_loads(draft, 0, NULL);
  for (int i = 0; i < FIELDS; i++) {
    const char *value = json_string_value(json_object_get(all, form_fields[i].id));
    if (value == NULL || *value == '\0')
      continue;
    if (form_fields[i].kind == FORM_TEXT)
      prompt_set(&form->text[i], value);
    else if (i == FIELD_TEMPLATE)
      g_strlcpy(form->value[i], value, sizeof form->value[i]);
    else
      form_set(model, i, value);
  }
  const char *known = json_string_value(json_object_get(all, "known"));
  g_strlcpy(form->known, known == NULL ? "" : known, sizeof form->known);
  const json_t *begun = json_object_get(all, "begun");
  if (json_is_integer(begun))
    form->begun = MIN((utc_t)json_integer_value(begun), model->now);
  json_decref(all);
}
