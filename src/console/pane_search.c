/* The search: what is typed is looked for in all that was ever written; two lines a match, with the words in sight. */
#include <string.h>

#include "marked.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/find.h"
#include "toban/knowledge.h"
#include "toban/search.h"
#include "toban/text.h"
#include "toban/ticket.h"

enum { LINES = 2, LIMIT = 50, KIND_WIDTH = 10, KEY_WIDTH = 13, DATE_WIDTH = 11 };

int marked_put(struct grid *grid, int y, int x, int width, style_t style, const char *marked)
{
  const char marks[] = {FIND_HIT, FIND_END, '\0'};
  style_t match = (style_t)(ROLE_MATCH | (style & STYLE_SELECTED));
  int used = 0;
  bool hit = false;
  for (const char *at = marked; *at != '\0';) {
    size_t length = strcspn(at, marks);
    g_autofree char *piece = g_strndup(at, length);
    if (length > 0 && used >= width) { /* what was put last fills the line: say that there is more */
      grid_put(grid, y, x + width - 1, 1, style, TEXT_CUT);
      break;
    }
    used += length == 0 ? 0 : grid_put(grid, y, x + used, width - used, hit ? match : style, piece);
    at += length;
    hit = *at == FIND_HIT;
    at += *at != '\0';
  }
  return used;
}

static const struct search_result *result_of(const struct model *model)
{
  return model->view[PANE_SEARCH];
}

static int rows(const struct model *model)
{
  return result_of(model) == NULL ? 0 : result_of(model)->hits;
}

static int seen(const struct model *model)
{
  return MAX((rect_inside(model->place.pane[PANE_SEARCH]).h - 1) / LINES, 1);
}

static int row_at(const struct model *model, int y, int x)
{
  (void)x;
  return y < 1 || (y - 1) / LINES >= seen(model) ? -1 : model->list[PANE_SEARCH].top + (y - 1) / LINES;
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Search"));
  if (*model->filter[PANE_SEARCH] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_SEARCH], -1);
  }
}

static void place(const struct model *model, GString *out)
{
  if (rows(model) > 0)
    g_string_append_printf(out, "%d/%d%s", model->list[PANE_SEARCH].cursor + 1, rows(model),
                           result_of(model)->more ? "+" : "");
}

/* "[tickets] knowledge assets": where it looks; and what romaji were taken for. */
static void draw_kinds(const struct model *model, struct grid *grid, struct rect area)
{
  const struct search_result *result = result_of(model);
  int x = area.x + 1;
  grid_fill(grid, (struct rect){area.y, area.x, 1, area.w}, ROLE_QUIET);
  for (int kind = SEARCH_KINDS - 1; kind >= 0; kind--) {
    bool on = (search_kinds_of(model) & 1u << kind) != 0;
    x += grid_put(grid, area.y, x, area.x + area.w - x, on ? ROLE_KEY : ROLE_QUIET,
                  search_kind_text((enum search_kind)kind)) + 2;
  }
  if (result != NULL && *result->romaji != '\0') {
    g_autofree char *taken = g_strdup_printf(_("also: %s"), result->romaji);
    grid_put(grid, area.y, x, MAX(area.x + area.w - x, 0), ROLE_QUIET, taken);
  }
}

static void state_of(const struct search_hit *hit, GString *out)
{
  enum ticket_state state;
  enum knowledge_status status;
  if (hit->merged_into != NULL)
    g_string_append_printf(out, _("merged into %s"), hit->merged_into);
  else if (hit->kind == SEARCH_TICKET_KIND && ticket_state_parse(hit->state, &state))
    g_string_append(out, ticket_state_text(state));
  else if (hit->kind == SEARCH_KNOWLEDGE_KIND && knowledge_status_parse(hit->state, &status))
    g_string_append(out, knowledge_status_text(status));
  else
    asset_word(hit->state, out);
}

static void draw_hit(const struct model *model, struct grid *grid, struct rect at, const struct search_hit *hit,
                     bool selected)
{
  g_autoptr(GString) key = text_clean(g_string_new(NULL), hit->key, -1), state = g_string_new(NULL);
  style_t bar = selected ? STYLE_SELECTED : 0;
  int x = at.x + 1, end = at.x + at.w;
  grid_fill(grid, at, ROLE_NORMAL | bar);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | bar, selected ? ">" : " ");
  grid_fit(grid, at.y, x, KIND_WIDTH - 1, false, (style_t)(ROLE_QUIET | bar), search_kind_text(hit->kind));
  grid_fit(grid, at.y, x + KIND_WIDTH, KEY_WIDTH, false, ROLE_NORMAL | bar, key->str);
  x += KIND_WIDTH + KEY_WIDTH + 1;
  state_of(hit, state);
  int right = MIN(text_width(state->str), at.w / 3);
  grid_fit(grid, at.y, end - right, right, true, (style_t)(ROLE_QUIET | bar), state->str);
  marked_put(grid, at.y, x, MAX(end - right - 1 - x, 0), ROLE_NORMAL | bar, hit->marked);
  g_string_truncate(state, 0);
  if (hit->at != UTC_NONE)
    japan_time(model, hit->at, state);
  grid_fit(grid, at.y + 1, at.x + 1 + KIND_WIDTH, KEY_WIDTH, false, (style_t)(ROLE_QUIET | bar), state->str);
  marked_put(grid, at.y + 1, x, MAX(end - x, 0), (style_t)(ROLE_QUIET | bar), hit->snippet);
}

static const char *nothing(const struct model *model)
{
  const struct search_result *result = result_of(model);
  if (result == NULL || result->empty)
    return _("Type what you look for: Japanese matches anywhere, other scripts from the beginning of a word; "
             "\"...\" is a phrase.");
  return _("Nothing has all these words. Type fewer of them.");
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_SEARCH];
  draw_kinds(model, grid, area);
  area.y++;
  area.h--;
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_SEARCH), result_of(model) != NULL))
    return;
  if (rows(model) == 0)
    state_line(grid, area, ROLE_QUIET, nothing(model));
  for (int i = 0; (i + 1) * LINES <= area.h && list->top + i < rows(model); i++)
    draw_hit(model, grid, (struct rect){area.y + i * LINES, area.x, LINES, area.w},
             &result_of(model)->hit[list->top + i], list->top + i == list->cursor);
}

static void open_hit(struct model *model, struct effects *effects)
{
  int cursor = model->list[PANE_SEARCH].cursor;
  if (cursor >= rows(model))
    return;
  const struct search_hit *hit = &result_of(model)->hit[cursor];
  if (hit->kind == SEARCH_TICKET_KIND) {
    model_open(model, hit->key, effects);
    model_focus(model, PANE_TICKET);
  } else if (hit->kind == SEARCH_KNOWLEDGE_KIND) {
    article_open(model, hit->key, effects);
  } else {
    model_focus(model, PANE_ASSET);
    filter_set(model, PANE_ASSET, hit->key, effects);
  }
  model_touch(model, DIRTY_ALL);
}

static void *args(const struct model *model)
{
  struct search_args *args = g_new0(struct search_args, 1);
  *args = (struct search_args){.kinds = search_kinds_of(model), .limit = LIMIT};
  g_strlcpy(args->text, model->filter[PANE_SEARCH], sizeof args->text);
  return args;
}

static const struct pane_read read = {.run = search_read, .args = args,
                                      .topics = TOPIC_TICKET | TOPIC_KNOWLEDGE | TOPIC_ASSET};
const struct pane_ops pane_search = {
  .id = PANE_SEARCH, .name = "search", .filter = true, .time = PANE_TIME_NONE, .title = title, .place = place,
  .draw = draw, .rows = rows, .seen = seen, .row_at = row_at, .open = open_hit, .read = &read,
};
