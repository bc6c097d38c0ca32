#include "toban/reference.h"

#include <string.h>

#include "toban/asset.h"

const struct office *reference_office(const struct reference *ref, const char *id_or_code)
{
  for (int i = 0; id_or_code != NULL && i < ref->offices; i++)
    if (strcmp(ref->office[i].id, id_or_code) == 0 || strcmp(ref->office[i].code, id_or_code) == 0)
      return &ref->office[i];
  return NULL;
}

const struct category *reference_category(const struct reference *ref, const char *code)
{
  for (int i = 0; code != NULL && i < ref->categories; i++)
    if (strcmp(ref->category[i].code, code) == 0)
      return &ref->category[i];
  return NULL;
}

const struct operator_ *reference_operator(const struct reference *ref, const char *login)
{
  for (int i = 0; login != NULL && i < ref->operators; i++)
    if (strcmp(ref->operator_[i].login, login) == 0)
      return &ref->operator_[i];
  return NULL;
}

const struct cause *reference_cause(const struct reference *ref, const char *code)
{
  for (int i = 0; code != NULL && i < ref->causes; i++)
    if (strcmp(ref->cause[i].code, code) == 0)
      return &ref->cause[i];
  return NULL;
}

const struct section *reference_section(const struct reference *ref, const char *code)
{
  for (int i = 0; code != NULL && i < ref->sections; i++)
    if (strcmp(ref->section[i].code, code) == 0)
      return &ref->section[i];
  return NULL;
}

const struct check_item *reference_check(const struct reference *ref, const char *id)
{
  for (int i = 0; id != NULL && i < ref->checks; i++)
    if (strcmp(ref->check[i].id, id) == 0)
      return &ref->check[i];
  return NULL;
}

bool category_covers(const char *covering, const char *category)
{
  size_t length = strlen(covering);
  if (length == 0 || strcmp(covering, "*") == 0)
    return true;
  return category != NULL && strncmp(covering, category, length) == 0 &&
         (category[length] == '\0' || category[length] == '.');
}

const char *reference_name(const char *const name[LANG_COUNT])
{
  enum lang lang = lang_get();
  const char *mine = name[lang], *other = name[lang == LANG_JA ? LANG_EN : LANG_JA];
  return mine != NULL && *mine != '\0' ? mine : other != NULL && *other != '\0' ? other : "?";
}

const char *office_name(const struct office *office)
{
  return office == NULL ? "?" : reference_name(office->name);
}

const char *category_name(const struct category *category)
{
  return category == NULL ? "?" : reference_name(category->name);
}

const char *operator_name(const struct operator_ *person)
{
  return person == NULL ? "?" : reference_name(person->name);
}

struct reference *reference_ref(struct reference *ref)
{
  g_atomic_int_inc(&ref->refs);
  return ref;
}

void reference_free(struct reference *ref)
{
  if (ref == NULL || !g_atomic_int_dec_and_test(&ref->refs))
    return;
  for (int i = 0; i < ref->offices; i++)
    if (ref->office[i].zone != NULL)
      zone_unref(ref->office[i].zone);
  if (ref->calendars != NULL)
    calendar_set_unref(ref->calendars);
  if (ref->policies != NULL)
    policy_set_unref(ref->policies);
  duty_rules_unref(ref->duty);
  escalation_book_free(ref->book);
  arena_free(ref->arena); /* holds the structure too */
}

static const char *office_calendar(void *user, const char *office)
{
  const struct office *found = reference_office(user, office);
  return found == NULL ? NULL : found->calendar;
}

struct sla_context sla_context_of(const struct reference *ref)
{
  return (struct sla_context){.calendars = ref->calendars,
                              .policies = ref->policies,
                              .office_calendar = office_calendar,
                              .user = (void *)(uintptr_t)ref};
}

/* --- assets ----------------------------------------------------------------------------------------------- */
const char *reference_asset_word(const struct reference *ref, enum asset_word_of of, const char *id)
{
  for (int i = 0; ref != NULL && i < ref->asset_words; i++)
    if (ref->asset_word[i].of == of && strcmp(ref->asset_word[i].id, id) == 0)
      return ref->asset_word[i].name[lang_get()];
  return of == WORD_KIND ? asset_kind_text(id) : of == WORD_STATE ? asset_state_text(id) : id;
}

const char *reference_asset_id(const struct reference *ref, enum asset_word_of of, const char *word)
{
  for (int i = 0; ref != NULL && i < ref->asset_words; i++) {
    const struct asset_word *w = &ref->asset_word[i];
    if (w->of == of && (strcmp(w->name[LANG_JA], word) == 0 || strcmp(w->name[LANG_EN], word) == 0))
      return w->id;
  }
  return of == WORD_KIND ? asset_kind_of(word) : of == WORD_STATE ? asset_state_of(word) : word;
}
