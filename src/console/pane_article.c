/* One article: both sides, beside each other where there is room; what stands in the way of publishing it. */
#include <string.h>

#include "article_edit.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/knowledge_store.h"
#include "toban/text.h"

enum { BESIDE = 100 /* columns from which both sides stand beside each other */ };

/* A line over the whole width (right NULL), or one of each side. */
struct line { char *left, *right; enum role role; };

static void line_free(void *user)
{
  struct line *line = user;
  g_free(line->left);
  g_free(line->right);
  g_free(line);
}

static const struct knowledge_view *view_of(const struct model *model)
{
  const struct knowledge_view *view = model->view[PANE_ARTICLE];
  return view != NULL && strcmp(view->row.a.id, model->article) == 0 ? view : NULL;
}

/* The version that is shown; NULL: the article as it is. */
static const struct knowledge_version *version_of(const struct model *model, const struct knowledge_view *view)
{
  for (int i = 0; model->article_version != 0 && i < view->versions; i++)
    if (view->version[i].number == model->article_version)
      return &view->version[i];
  return NULL;
}

static struct rect inside_of(const struct model *model)
{
  struct rect inside = rect_inside(model->place.pane[PANE_ARTICLE]);
  return (struct rect){inside.y, inside.x + 1, inside.h, MAX(inside.w - 2, 0)};
}

/* --- lines ------------------------------------------------------------------------------------------------ */
static void add(GPtrArray *lines, enum role role, const char *left, const char *right)
{
  struct line *line = g_new0(struct line, 1);
  *line = (struct line){g_strdup(left), g_strdup(right), role};
  g_ptr_array_add(lines, line);
}

static void wrapped(const char *line, size_t bytes, void *user)
{
  g_ptr_array_add(user, g_strndup(line, bytes));
}

static void wrap(GPtrArray *out, const char *text, int width)
{
  g_autoptr(GString) clean = text_clean_lines(g_string_new(NULL), text, -1);
  if (clean->len > 0)
    text_wrap(clean->str, MAX(width, 10), wrapped, out);
}

/* A side in lines: its name, question, answer, numbered steps. */
static GPtrArray *side_lines(const struct knowledge *a, enum lang lang, int width)
{
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  const struct knowledge_side *side = &a->side[lang];
  g_autofree char *head = g_strdup_printf("%s%s", knowledge_side_name(lang),
                                          knowledge_older(a) == (int)lang ? _(" (older than the other side)") : "");
  char **steps = g_strsplit(side->steps, "\n", -1);
  g_ptr_array_add(out, g_strdup(head));
  if (!knowledge_has(a, lang))
    wrap(out, _("Not written yet: the other language is shown instead, marked."), width);
  wrap(out, side->question, width);
  g_ptr_array_add(out, g_strdup(""));
  wrap(out, side->answer, width);
  for (int i = 0; steps[i] != NULL; i++) {
    g_autofree char *numbered = g_strdup_printf("%d. %s", i + 1, steps[i]);
    if (*steps[i] != '\0')
      wrap(out, numbered, width);
  }
  g_strfreev(steps);
  return out;
}

static void add_sides(GPtrArray *lines, const struct knowledge *a, int width)
{
  bool beside = width >= BESIDE;
  int half = beside ? (width - 3) / 2 : width;
  g_autoptr(GPtrArray) ja = side_lines(a, LANG_JA, half), en = side_lines(a, LANG_EN, half);
  for (guint i = 0; beside && i < MAX(ja->len, en->len); i++)
    add(lines, i == 0 ? ROLE_TITLE : ROLE_NORMAL, i < ja->len ? ja->pdata[i] : "", i < en->len ? en->pdata[i] : "");
  if (beside)
    return;
  GPtrArray *const order[] = {lang_get() == LANG_JA ? ja : en, lang_get() == LANG_JA ? en : ja};
  for (int s = 0; s < 2; s++) {
    for (guint i = 0; i < order[s]->len; i++)
      add(lines, i == 0 ? ROLE_TITLE : ROLE_NORMAL, order[s]->pdata[i], NULL);
    if (s == 0)
      add(lines, ROLE_NORMAL, "", NULL);
  }
}

static void add_wrapped(GPtrArray *lines, enum role role, const char *text, int width)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
  wrap(out, text, width);
  for (guint i = 0; i < out->len; i++)
    add(lines, role, out->pdata[i], NULL);
}

static void add_version_head(GPtrArray *lines, const struct model *model, const struct knowledge_version *version,
                             int width)
{
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL), at = g_string_new(NULL);
  person_short(model, version->by, by);
  japan_time(model, version->at, at);
  g_string_printf(text, _("An earlier version: %d, %s, by %s. u takes it back as a new draft, v shows another one."),
                  version->number, at->str, by->str);
  add_wrapped(lines, ROLE_SOON, text->str, width);
  add(lines, ROLE_NORMAL, "", NULL);
}

static void add_head(GPtrArray *lines, const struct model *model, const struct knowledge_view *view, int width)
{
  const struct knowledge *a = &view->row.a;
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL);
  knowledge_use_case(a, lang_get(), text);
  if (text->len > 0)
    add_wrapped(lines, ROLE_QUIET, text->str, width);
  person_short(model, view->row.changed_by, by);
  g_string_printf(text, _("%s, version %d, last by %s; helped %d, did not %d"), knowledge_status_text(a->status),
                  view->row.versions, by->str, view->row.helped, view->row.useless);
  add_wrapped(lines, ROLE_QUIET, text->str, width);
  if (*a->source != '\0') {
    g_string_printf(text, _("from the ticket %s (not shown to users)"), a->source);
    add_wrapped(lines, ROLE_QUIET, text->str, width);
  }
  for (int i = 0; i < view->findings; i++) {
    g_string_printf(text, _("Not dealt with: %s “%s” (%s)\n"), scrub_kind_text(view->finding[i].kind),
                    view->finding[i].words, view->finding[i].where);
    add_wrapped(lines, ROLE_SOON, g_strchomp(text->str), width);
  }
  add(lines, ROLE_NORMAL, "", NULL);
}

static GPtrArray *lines_of(const struct model *model, int width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
  const struct knowledge_view *view = view_of(model);
  if (view == NULL)
    return lines;
  const struct knowledge_version *version = version_of(model, view);
  const struct knowledge *a = version != NULL ? &version->a : &view->row.a;
  if (version != NULL)
    add_version_head(lines, model, version, width);
  else
    add_head(lines, model, view, width);
  add_sides(lines, a, width);
  if (*a->links != '\0') {
    add(lines, ROLE_NORMAL, "", NULL);
    add_wrapped(lines, ROLE_NORMAL, a->links, width);
  }
  return lines;
}

/* --- the pane ---------------------------------------------------------------------------------------------- */
static int rows(const struct model *model)
{
  g_autoptr(GPtrArray) lines = lines_of(model, inside_of(model).w);
  return (int)lines->len;
}

static void title(const struct model *model, GString *out)
{
  g_string_append_printf(out, _("Article %s"), model->article);
  if (model->article_version != 0)
    g_string_append_printf(out, _(" version %d"), model->article_version);
}

static void place(const struct model *model, GString *out)
{
  int all = rows(model), height = inside_of(model).h, top = model->list[PANE_ARTICLE].top;
  if (all > height && model->article_edit == NULL)
    g_string_append_printf(out, "%d-%d/%d", top + 1, MIN(top + height, all), all);
}

static void draw_line(struct grid *grid, struct rect area, int y, const struct line *line)
{
  int half = (area.w - 3) / 2;
  if (line->right == NULL) {
    grid_put(grid, y, area.x, area.w, (style_t)line->role, line->left);
    return;
  }
  grid_put(grid, y, area.x, half, (style_t)line->role, line->left);
  grid_put(grid, y, area.x + half + 1, 1, ROLE_FRAME, "│"); /* lint: data */
  grid_put(grid, y, area.x + half + 3, area.w - half - 3, (style_t)line->role, line->right);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  area.x++;
  area.w = MAX(area.w - 2, 0);
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_ARTICLE), view_of(model) != NULL))
    return;
  if (model->article_edit != NULL) {
    article_edit_draw(model, grid, area);
    return;
  }
  g_autoptr(GPtrArray) lines = lines_of(model, area.w);
  for (int i = 0; i < area.h && model->list[PANE_ARTICLE].top + i < (int)lines->len; i++)
    draw_line(grid, area, area.y + i, lines->pdata[model->list[PANE_ARTICLE].top + i]);
}

static void *args(const struct model *model)
{
  struct knowledge_one_args *args = g_new0(struct knowledge_one_args, 1);
  g_strlcpy(args->id, model->article, sizeof args->id);
  args->versions = true;
  return args;
}

void article_open(struct model *model, const char *id, struct effects *effects)
{
  g_strlcpy(model->article, id, sizeof model->article);
  model->list[PANE_ARTICLE] = (struct list){0};
  model->article_version = 0;
  pane_show(model, PANE_ARTICLE, effects);
}

static const struct pane_read read = {.run = knowledge_view_read, .args = args, .topics = TOPIC_KNOWLEDGE};
const struct pane_ops pane_article = {
  .id = PANE_ARTICLE, .name = "article", .time = PANE_TIME_NONE, .title = title, .place = place, .draw = draw,
  .rows = rows, .text = true, .read = &read,
};
