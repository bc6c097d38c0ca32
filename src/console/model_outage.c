/* The notices of outages on the screen: one line when one begins, one when it is over, however many endpoints are in
 * it (edge case 32). What was told before this console began is not told again. */
#include <string.h>

#include "endpoint_row.h"
#include "model_parts.h"
#include "names.h"
#include "toban/health_store.h"
#include "toban/text.h"

static void append_title(const struct outage_notice *notice, GString *out)
{
  const char *mine = notice->title[lang_get()];
  text_clean(out, *mine != '\0' ? mine : notice->title[1 - lang_get()], -1);
}

/* The names of the endpoints, as far as they were noted; an id that is gone as it is. */
static void append_names(const struct model *model, const struct outage_notice *notice, GString *out)
{
  char **id = g_strsplit(notice->names, " ", -1);
  for (int i = 0; id[i] != NULL && *id[i] != '\0'; i++) {
    const char *name = id[i];
    for (int k = 0; model->endpoints != NULL && k < model->endpoints->rows; k++)
      if (strcmp(model->endpoints->row[k].id, id[i]) == 0)
        name = endpoint_name(&model->endpoints->row[k]);
    g_string_append(out, i == 0 ? "" : C_("between endpoints", ", "));
    text_clean(out, name, -1);
  }
  g_strfreev(id);
}

static char *begins_text(const struct model *model, const struct outage_notice *notice, const char *title)
{
  g_autoptr(GString) until = g_string_new(NULL);
  japan_time(model, notice->end, until);
  return g_strdup_printf(_("Outage begins: %s, until %s; %d endpoints raise nothing"), title, until->str,
                         notice->endpoints);
}

static char *ends_text(const struct model *model, const struct outage_notice *notice, const char *title)
{
  g_autoptr(GString) names = g_string_new(NULL);
  append_names(model, notice, names);
  if (notice->bad == 0)
    return g_strdup_printf(_("Outage over: %s; all %d endpoints answer"), title, notice->endpoints);
  return g_strdup_printf(_("Outage over: %s; %d of %d endpoints fail: %s"), title, notice->bad, notice->endpoints,
                         names->str);
}

static void say(struct model *model, const struct outage_notice *notice, struct effects *effects)
{
  g_autoptr(GString) title = g_string_new(NULL);
  bool begins = notice->what == OUTAGE_BEGINS;
  append_title(notice, title);
  char *text = (begins ? begins_text : ends_text)(model, notice, title->str);
  alert_show(model, begins ? ROLE_SOON : notice->bad > 0 ? ROLE_LATE : ROLE_GOOD, notice->bad > 0, text);
  alert_ring(model, text, effects);
  g_free(text);
}

/* The oldest first, so that the newest stays on the line. */
void outages_told(struct model *model, bool first, struct effects *effects)
{
  const struct endpoint_list *list = model->endpoints;
  for (int i = list->notices - 1; i >= 0; i--) {
    if (list->notice[i].seq <= model->outage_told)
      continue;
    model->outage_told = list->notice[i].seq;
    if (!first)
      say(model, &list->notice[i], effects);
  }
}
