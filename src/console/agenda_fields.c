#include <string.h>

#include "agenda_edit.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/error.h"
#include "toban/moment.h"
#include "toban/text.h"

enum { LABEL = 14, MESSAGE_LINES = 3 };

static const struct { const char *label, *hint; bool choice; } fields[AGENDA_FIELDS] = {
  [AGENDA_FIELD_KIND] = {NC_("calendar", "Kind"), N_("Left, Right or Space chooses"), true},
  [AGENDA_FIELD_SITE] = {NC_("calendar", "Site"), N_("Left, Right or Space chooses"), true},
  [AGENDA_FIELD_FROM] = {NC_("calendar", "From (Japan)"), N_("2026-12-09 20:00, or +2h"), false},
  [AGENDA_FIELD_TO] = {NC_("calendar", "To (Japan)"), N_("2026-12-09 20:00; +2h: after the beginning"), false},
  [AGENDA_FIELD_JA] = {NC_("calendar", "Title (ja)"), N_("one of both is enough"), false},
  [AGENDA_FIELD_EN] = {NC_("calendar", "Title (en)"), N_("one of both is enough"), false},
  [AGENDA_FIELD_STOPS] = {NC_("calendar", "Services"), N_("Left, Right or Space chooses"), true},
  [AGENDA_FIELD_TARGETS] = {NC_("calendar", "Endpoints"),
                            N_("silent meanwhile: group:NAME, office:ID, endpoint:ID, all; empty: the site’s, when "
                               "services stand still"), false},
  [AGENDA_FIELD_NOTE] = {NC_("calendar", "Note"), N_("what others should know"), false},
  [AGENDA_FIELD_REASON] = {NC_("calendar", "Reason"), N_("why a rule is broken"), false},
  [AGENDA_FIELD_APPROVAL] = {NC_("calendar", "Approval"), N_("one that was granted; Ctrl-R asks for one"), true},
};

bool agenda_field_is_choice(int field)
{
  return fields[field].choice;
}

static const char *value(const struct model *model, int field)
{
  return prompt_text(&model->agenda_edit->text[field]);
}

/* --- choices ------------------------------------------------------------------------------------------ */
static enum agenda_kind kind_of(const struct model *model)
{
  enum agenda_kind kind;
  return agenda_kind_parse(value(model, AGENDA_FIELD_KIND), &kind) ? kind : AGENDA_OUTAGE;
}

static const struct agenda_view *view_of(const struct model *model)
{
  return model->view[PANE_AGENDA];
}

/* Those of its kind that were granted or wait. */
static void add_approvals(const struct model *model, GPtrArray *out)
{
  const struct agenda_view *view = view_of(model);
  struct agenda_entry entry = {.kind = kind_of(model)};
  g_ptr_array_add(out, g_strdup(""));
  for (int i = 0; view != NULL && i < view->approvals; i++)
    if (strcmp(view->approval[i].kind, agenda_approval(&entry)) == 0)
      g_ptr_array_add(out, g_strdup(view->approval[i].name));
}

char **agenda_field_choices(const struct model *model, int field)
{
  static const char *const sites[] = {"", "tokyo", "osaka", "ide"}, *const stops[] = {"no", "yes"};
  GPtrArray *out = g_ptr_array_new();
  for (int i = 0; field == AGENDA_FIELD_KIND && i < AGENDA_KINDS; i++)
    g_ptr_array_add(out, g_strdup(agenda_kind_id((enum agenda_kind)i)));
  for (size_t i = 0; field == AGENDA_FIELD_SITE && i < G_N_ELEMENTS(sites); i++)
    g_ptr_array_add(out, g_strdup(sites[i]));
  for (size_t i = 0; field == AGENDA_FIELD_STOPS && i < G_N_ELEMENTS(stops); i++)
    g_ptr_array_add(out, g_strdup(stops[i]));
  if (field == AGENDA_FIELD_APPROVAL)
    add_approvals(model, out);
  g_ptr_array_add(out, NULL);
  return (char **)g_ptr_array_free(out, FALSE);
}

static void approval_label(const struct model *model, const char *name, GString *out)
{
  const struct agenda_view *view = view_of(model);
  g_string_append(out, *name == '\0' ? C_("calendar", "none") : name);
  for (int i = 0; view != NULL && i < view->approvals; i++)
    if (strcmp(view->approval[i].name, name) == 0) {
      g_string_append_printf(out, "  %s  ", approval_state_text(view->approval[i].state));
      text_clean(out, view->approval[i].subject, -1);
    }
}

static void label_of(const struct model *model, int field, GString *out)
{
  const char *id = value(model, field);
  switch (field) {
  case AGENDA_FIELD_KIND: g_string_append(out, agenda_kind_text(kind_of(model))); break;
  case AGENDA_FIELD_SITE: g_string_append(out, *id == '\0' ? C_("calendar", "all sites") : site_short(id)); break;
  case AGENDA_FIELD_STOPS:
    g_string_append(out, strcmp(id, "yes") == 0 ? C_("calendar", "stand still") : C_("calendar", "go on"));
    break;
  default: approval_label(model, id, out);
  }
}

/* --- the entry ---------------------------------------------------------------------------------------- */
bool agenda_edit_entry(const struct model *model, struct agenda_entry *out, GError **error)
{
  const struct agenda_edit *edit = model->agenda_edit;
  *out = (struct agenda_entry){.number = edit->number, .revision = edit->revision, .kind = kind_of(model),
                               .site = value(model, AGENDA_FIELD_SITE),
                               .note = value(model, AGENDA_FIELD_NOTE), .reason = value(model, AGENDA_FIELD_REASON),
                               .approval = value(model, AGENDA_FIELD_APPROVAL), .by = "",
                               .targets = value(model, AGENDA_FIELD_TARGETS),
                               .stops = strcmp(value(model, AGENDA_FIELD_STOPS), "yes") == 0,
                               .submitted = edit->submitted == UTC_NONE ? model->now : edit->submitted};
  out->title[LANG_JA] = value(model, AGENDA_FIELD_JA);
  out->title[LANG_EN] = value(model, AGENDA_FIELD_EN);
  if (!moment_parse(value(model, AGENDA_FIELD_FROM), model->now, zone_tokyo(), false, &out->from, error) ||
      !moment_parse(value(model, AGENDA_FIELD_TO), out->from, zone_tokyo(), true, &out->to, error))
    return false;
  if (out->to <= out->from)
    error_set(error, TE_DATA, "%s", _("it must begin before it ends, and not last longer than a year"));
  else if (*out->title[LANG_JA] == '\0' && *out->title[LANG_EN] == '\0')
    error_set(error, TE_DATA, "%s", _("it needs a title"));
  else
    return true;
  return false;
}

unsigned agenda_edit_broken(const struct model *model, const struct agenda_entry *entry)
{
  const struct agenda_view *view = view_of(model);
  return view == NULL || model->ref == NULL ? 0 : agenda_check(entry, view->seasons, model->ref->calendars);
}

/* --- drawing ------------------------------------------------------------------------------------------ */
static void draw_field(const struct model *model, struct grid *grid, struct rect line, int field)
{
  const struct agenda_edit *edit = model->agenda_edit;
  bool here = edit->at == field;
  struct rect area = {line.y, line.x + 2 + LABEL, 1, MAX(line.w - 3 - LABEL, 1)};
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL, here ? ">" : " ");
  grid_fit(grid, line.y, line.x + 1, LABEL, false, here ? ROLE_TITLE : ROLE_QUIET,
           lang_text_context(fields[field].label));
  if (!fields[field].choice) {
    prompt_draw(&edit->text[field], grid, area, ROLE_NORMAL, here);
    return;
  }
  g_autoptr(GString) text = g_string_new(here ? "< " : "");
  label_of(model, field, text);
  g_string_append(text, here ? " >" : "");
  grid_fit(grid, area.y, area.x, area.w, false, here ? ROLE_KEY : ROLE_NORMAL, text->str);
}

/* What is missing, or which rules it breaks, or what it silences. */
static enum role message_of(const struct model *model, GString *out)
{
  struct agenda_entry entry;
  GError *error = NULL;
  if (!agenda_edit_entry(model, &entry, &error)) {
    g_string_append(out, error->message);
    g_error_free(error);
    return ROLE_QUIET;
  }
  unsigned broken = agenda_edit_broken(model, &entry);
  if (broken != 0) {
    char *rules = agenda_rules_text(broken);
    g_string_append_printf(out, _("breaks a rule: %s; that needs a reason and a granted approval"), rules);
    g_free(rules);
    return *entry.reason != '\0' && *entry.approval != '\0' ? ROLE_SOON : ROLE_LATE;
  }
  char **target = agenda_targets(&entry), *joined = g_strjoinv(", ", target);
  if (*joined != '\0')
    g_string_append_printf(out, _("it breaks no rule; silent meanwhile: %s"), joined);
  else
    g_string_append(out, _("it breaks no rule, and silences no endpoint"));
  g_strfreev(target);
  g_free(joined);
  return ROLE_GOOD;
}

struct lines { struct grid *grid; struct rect area; enum role role; int line; };

static void put_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line++, lines->area.x + 1, lines->area.w - 2, (style_t)lines->role,
             text);
  g_free(text);
}

/* Where there is no room for all fields, those around the cursor. */
void agenda_edit_draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct agenda_edit *edit = model->agenda_edit;
  int room = MAX(area.h - 2 - MESSAGE_LINES, 1), shown = MIN(room, (int)AGENDA_FIELDS);
  int top = CLAMP(edit->at - shown + 1, 0, (int)AGENDA_FIELDS - shown);
  g_autoptr(GString) message = g_string_new(NULL), clean = g_string_new(NULL), hint = g_string_new(NULL);
  rule_draw(model, grid, area, edit->number == 0 ? _("a new entry. Tab: next, F2 keeps it, Esc leaves ")
                                                 : _("a change. Tab: next, F2 keeps it, Esc leaves "));
  for (int i = 0; i < shown; i++)
    draw_field(model, grid, (struct rect){area.y + 1 + i, area.x, 1, area.w}, top + i);
  struct rect below = {area.y + 1 + shown, area.x, area.h - 1 - shown, area.w};
  g_string_append_printf(hint, "%s ", _(fields[edit->at].hint));
  rule_draw(model, grid, below, hint->str);
  struct lines lines = {grid, {below.y + 1, below.x, below.h - 1, below.w}, message_of(model, message), 0};
  text_clean(clean, message->str, -1);
  text_wrap(clean->str, MAX(area.w - 2, 20), put_line, &lines);
}
