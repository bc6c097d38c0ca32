/* Below the fields of the form: candidates of a field, callers, what is there already, or what may be typed. */
#include <string.h>

#include "form.h"
#include "office_time.h"
#include "state_line.h"
#include "toban/text.h"

static void row_style(struct grid *grid, struct rect area, int y, bool here)
{
  grid_fill(grid, (struct rect){area.y + y, area.x, 1, area.w}, ROLE_NORMAL | (here ? STYLE_SELECTED : 0));
  grid_put(grid, area.y + y, area.x, 1, ROLE_NORMAL | (here ? STYLE_SELECTED : 0), here ? ">" : " ");
}

/* --- candidates ------------------------------------------------------------------------------------- */
static void draw_candidates(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  GPtrArray *found = form_candidates(model, form->at);
  struct list list = form->list;
  struct rect rows = more_room(area, (int)found->len);
  list_settle(&list, (int)found->len, area.h);
  for (int i = 0; i < area.h && list.top + i < (int)found->len; i++) {
    const struct candidate *candidate = found->pdata[list.top + i];
    bool here = list.top + i == list.cursor;
    row_style(grid, rows, i, here);
    grid_fit(grid, area.y + i, area.x + 1, rows.w - 1, false, ROLE_NORMAL | (here ? STYLE_SELECTED : 0),
             candidate->label);
  }
  more_draw(grid, area, list.top, (int)found->len);
  if (found->len == 0)
    grid_fit(grid, area.y, area.x + 1, area.w - 1, false, ROLE_QUIET, _("nothing has these words: delete some"));
  g_ptr_array_unref(found);
}

/* --- callers ---------------------------------------------------------------------------------------- */
static void caller_rest(const struct caller_row *row, GString *out)
{
  const char *const parts[] = {row->asset, row->vip, row->department, row->reading};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    if (*parts[i] != '\0') {
      g_string_append_printf(out, "%s%s", out->len > 0 ? "  " : "", i == 1 ? "* " : "");
      text_clean(out, parts[i], -1);
    }
  if (row->source == CALLER_BEFORE)
    g_string_append(out, _("called before"));
  else if (row->source == CALLER_OFFICE)
    g_string_append(out, _("the office, no name"));
}

static void draw_caller(const struct model *model, struct grid *grid, struct rect area, int y,
                        const struct caller_row *row, bool here)
{
  enum { NAME = 20, OFFICE = 14, TIME = 5, EXTENSION = 6 };
  const struct office *office = model->ref == NULL ? NULL : reference_office(model->ref, row->office);
  style_t style = here ? STYLE_SELECTED : 0;
  g_autoptr(GString) name = g_string_new(NULL), rest = g_string_new(NULL);
  int x = area.x + 1, end = area.x + area.w;
  row_style(grid, area, y, here);
  text_clean(name, *row->name == '\0' ? "-" : row->name, -1);
  grid_fit(grid, area.y + y, x, NAME, false, (style_t)(ROLE_NORMAL | style), name->str);
  x += NAME + 1;
  grid_fit(grid, area.y + y, x, OFFICE, false, (style_t)(ROLE_NORMAL | style),
           office == NULL ? row->office : office_name(office));
  x += OFFICE + 1;
  if (office != NULL) {
    struct office_time time = office_time(model, office);
    enum role role = time.known && time.now.open ? ROLE_NORMAL : ROLE_QUIET;
    grid_fit(grid, area.y + y, x, TIME, true, (style_t)(role | style), time.clock);
  }
  x += TIME + 1;
  grid_fit(grid, area.y + y, x, EXTENSION, true, (style_t)(ROLE_NORMAL | style), row->extension);
  x += EXTENSION + 1;
  caller_rest(row, rest);
  grid_fit(grid, area.y + y, x, end - x, false, (style_t)(ROLE_QUIET | style), rest->str);
}

static void draw_callers(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  struct list list = form->list;
  struct rect rows = more_room(area, form->callers->rows);
  list_settle(&list, form->callers->rows, area.h);
  for (int i = 0; i < area.h && list.top + i < form->callers->rows; i++)
    draw_caller(model, grid, rows, i, &form->callers->row[list.top + i], list.top + i == list.cursor);
  more_draw(grid, area, list.top, form->callers->rows);
}

/* --- what is there already --------------------------------------------------------------------------- */
static void draw_similar_row(const struct model *model, struct grid *grid, struct rect area, int y,
                             const struct similar_row *row, bool here)
{
  enum { KEY = 11, AGE = 6, STATE = 10 };
  style_t style = here ? STYLE_SELECTED : 0;
  g_autoptr(GString) rest = g_string_new(NULL);
  char age[32];
  int x = area.x + 1, end = area.x + area.w;
  int64_t minutes = MAX(model->now - row->received_at, 0) / 60;
  if (minutes < 24 * 60)
    g_snprintf(age, sizeof age, "%d:%02d", (int)(minutes / 60), (int)(minutes % 60));
  else
    g_snprintf(age, sizeof age, C_("age", "%dd"), (int)(minutes / 60 / 24));
  row_style(grid, area, y, here);
  grid_fit(grid, area.y + y, x, KEY, false, (style_t)(ROLE_NORMAL | style), row->key);
  x += KEY + 1;
  grid_fit(grid, area.y + y, x, AGE, true, (style_t)(ROLE_QUIET | style), age);
  x += AGE + 1;
  grid_fit(grid, area.y + y, x, STATE, false,
           (style_t)((ticket_state_is_open(row->state) ? ROLE_SOON : ROLE_QUIET) | style),
           ticket_state_text(row->state));
  x += STATE + 1;
  if (row->same_caller)
    g_string_append(rest, _("same caller: "));
  text_clean(rest, row->title, -1);
  grid_fit(grid, area.y + y, x, end - x, false, (style_t)(ROLE_NORMAL | style), rest->str);
}

static bool has_similar(const struct form *form)
{
  return form->similar != NULL && form->similar->rows > 0;
}

static void draw_similar(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  int from = CLAMP(form->similar_at - area.h + 1, 0, MAX(form->similar->rows - 1, 0));
  struct rect rows = more_room(area, form->similar->rows);
  for (int i = 0; i < area.h && from + i < form->similar->rows; i++)
    draw_similar_row(model, grid, rows, i, &form->similar->row[from + i], from + i == form->similar_at);
  more_draw(grid, area, from, form->similar->rows);
}

static bool has_knowledge(const struct form *form)
{
  return form->knowledge != NULL && form->knowledge->rows > 0;
}

/* Articles that fit, under what is there already: the question in the operator's language, or in the other one. */
static void draw_knowledge(const struct model *model, struct grid *grid, struct rect area)
{
  enum { LABEL = 12 };
  const struct suggest_list *list = model->form->knowledge;
  enum lang lang = lang_get();
  for (int i = 0; i < area.h && i < list->rows; i++) {
    const struct suggest_row *row = &list->row[i];
    const char *title = row->title[lang] != NULL && *row->title[lang] != '\0' ? row->title[lang]
                                                                             : row->title[1 - (int)lang];
    g_autoptr(GString) text = g_string_new(row->id);
    g_string_append(text, "  ");
    text_clean(text, title == NULL ? "" : title, -1);
    grid_fit(grid, area.y + i, area.x + 1, LABEL, false, ROLE_KEY, i == 0 ? _("Knowledge") : "");
    grid_fit(grid, area.y + i, area.x + 1 + LABEL, area.w - 1 - LABEL, false, ROLE_NORMAL, text->str);
  }
}

/* Both share the room; what is there already has the more of it. */
static void draw_found(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  int least = has_similar(form) && area.h < 2 ? 0 : 1;
  int articles = has_knowledge(form) ? MIN(form->knowledge->rows, MAX(area.h / 3, least)) : 0;
  int rows = has_similar(form) ? MIN(form->similar->rows, area.h - articles) : 0;
  if (rows > 0)
    draw_similar(model, grid, (struct rect){area.y, area.x, rows, area.w});
  if (articles > 0)
    draw_knowledge(model, grid, (struct rect){area.y + rows, area.x, MIN(articles, area.h - rows), area.w});
}

static const char *title_of(const struct form *form)
{
  if (form_picking(form))
    return _("Up, Down and Enter choose ");
  if (form_calling(form))
    return _("Who calls? Enter takes the marked one, Tab what is typed ");
  if (has_similar(form))
    return form->at == FIELD_TITLE ? _("There already? Down marks one, Enter opens it ") : _("There already? ");
  return NULL;
}

void form_suggest_draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct form *form = model->form;
  if (area.h <= 1)
    return;
  rule_draw(model, grid, (struct rect){area.y, area.x + 1, 1, area.w - 2}, title_of(form));
  struct rect rest = {area.y + 1, area.x, area.h - 1, area.w};
  if (form_picking(form))
    draw_candidates(model, grid, rest);
  else if (form_calling(form))
    draw_callers(model, grid, rest);
  else if (has_similar(form) || has_knowledge(form))
    draw_found(model, grid, rest);
  else
    grid_fit(grid, rest.y, rest.x + 1, rest.w - 1, false, ROLE_QUIET,
             form_unknown(form) ? _("nobody has these words: Tab keeps what is typed") : _(form_fields[form->at].hint));
}
