#include "names.h"

#include <string.h>

#include "model_parts.h"
#include "toban/text.h"

static const struct operator_ *operator_of(const struct model *model, const char *login)
{
  return model->ref == NULL ? NULL : reference_operator(model->ref, login);
}

void person_full(const struct model *model, const char *login, GString *out)
{
  const struct operator_ *person = login == NULL ? NULL : operator_of(model, login);
  text_clean(out, person != NULL ? operator_name(person) : login == NULL ? "-" : login, -1);
}

void person_short(const struct model *model, const char *login, GString *out)
{
  gsize from = out->len;
  person_full(model, login, out);
  char *blank = strchr(out->str + from, ' ');
  if (login != NULL && operator_of(model, login) != NULL && blank != NULL)
    g_string_truncate(out, (gsize)(blank - out->str));
}

const struct office *place_of(const struct model *model, const char *id)
{
  return model->ref == NULL || id == NULL ? NULL : reference_office(model->ref, id);
}

void place_name(const struct model *model, const char *id, GString *out)
{
  const struct office *office = place_of(model, id);
  text_clean(out, office != NULL ? office_name(office) : id == NULL ? "-" : id, -1);
}

void japan_time(const struct model *model, utc_t at, GString *out)
{
  const struct zone *japan = zone_tokyo();
  char date[32], time[16];
  day_t today, day;
  int second, offset = zone_offset(japan, at);
  zone_local(japan, model->now, &today, &second);
  zone_local(japan, at, &day, &second);
  time_text(at, offset, false, time, sizeof time);
  date_text(at, offset, DATE_MINIMAL, date, sizeof date);
  g_string_append_printf(out, "%s%s%s", day == today ? "" : date, day == today ? "" : " ", time);
}

const char *site_short(const char *site)
{
  static const struct { const char *id, *name; } sites[] = {
    {"tokyo", NC_("site", "Tokyo")}, {"osaka", NC_("site", "Osaka")}, {"ide", NC_("site", "IDE")},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    if (strcmp(sites[i].id, site) == 0)
      return lang_text_context(sites[i].name);
  return site;
}

const char *site_letter(const char *site)
{
  static const struct { const char *id, *name; } sites[] = {
    {"tokyo", NC_("letter", "T")}, {"osaka", NC_("letter", "O")}, {"ide", NC_("letter", "I")},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(sites); i++)
    if (strcmp(sites[i].id, site) == 0)
      return lang_text_context(sites[i].name);
  return site;
}

void asset_word(const char *id, GString *out)
{
  static const struct { const char *id, *word; } words[] = {
    {"pc", NC_("asset", "pc")}, {"server", NC_("asset", "server")}, {"printer", NC_("asset", "printer")},
    {"router", NC_("asset", "router")}, {"monitor", NC_("asset", "monitor")}, {"phone", NC_("asset", "phone")},
    {"media", NC_("asset", "media")}, {"in-use", NC_("asset", "in use")}, {"stock", NC_("asset", "in stock")},
    {"repair", NC_("asset", "in repair")}, {"loan", NC_("asset", "on loan")}, {"lost", NC_("asset", "lost")},
    {"disposed", NC_("asset", "disposed of")},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(words) && id != NULL; i++)
    if (strcmp(words[i].id, id) == 0) {
      g_string_append(out, lang_text_context(words[i].word));
      return;
    }
  text_clean(out, id == NULL ? "" : id, -1);
}
