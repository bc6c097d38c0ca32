/* States of the checked endpoints, the worst first; what is not well says why. */
#include <stdlib.h>
#include <string.h>

#include "endpoint_row.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/health_store.h"
#include "toban/latency_line.h"
#include "toban/text.h"

enum { TABLE_FROM = 90 /* columns: a table, one line each */, STATE_WIDTH = 8 };

struct shown { const struct endpoint_row *row; enum check_state state; int index; bool acked; };

static enum check_state state_of(const struct model *model, const struct endpoint_row *row)
{
  return endpoint_shown(row, model->now);
}

static int severity(enum check_state state)
{
  static const int order[CHECK_STATES] = {
    [CHECK_DOWN] = 0, [CHECK_UNREACHABLE] = 1, [CHECK_FLAPPING] = 2, [CHECK_DEGRADED] = 3, [CHECK_SOFT] = 4,
    [CHECK_STALE] = 5, [CHECK_MAINTENANCE] = 6, [CHECK_UNKNOWN] = 7, [CHECK_OK] = 8, [CHECK_PAUSED] = 9,
  };
  return order[state];
}

static bool has_reason(enum check_state state)
{
  return severity(state) < severity(CHECK_STALE);
}

/* What is wrong comes first, the gravest at the top and what is acknowledged after it; the rest by its group. */
static int by_severity(const void *a, const void *b)
{
  const struct shown *x = a, *y = b;
  bool wrong = MIN(severity(x->state), severity(y->state)) <= severity(CHECK_STALE);
  int order = wrong ? severity(x->state) - severity(y->state) : g_strcmp0(x->row->group, y->row->group);
  if (wrong && x->acked != y->acked && has_reason(x->state) && has_reason(y->state))
    return x->acked - y->acked;
  return order != 0 ? order : x->index - y->index;
}

static bool fits(const struct model *model, const struct endpoint_row *row)
{
  const char *text[] = {row->id, row->group == NULL ? "" : row->group, row->name[LANG_JA] == NULL ? ""
                        : row->name[LANG_JA],
                        row->name[LANG_EN] == NULL ? "" : row->name[LANG_EN], row->target, NULL};
  return model_filter_fits(model->filter[PANE_HEALTH], text);
}

static GArray *collect(const struct model *model)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(struct shown));
  for (int i = 0; model->endpoints != NULL && i < model->endpoints->rows; i++) {
    const struct endpoint_row *row = &model->endpoints->row[i];
    struct shown shown = {row, state_of(model, row), i, endpoint_is_acknowledged(row, model->now)};
    if (fits(model, row))
      g_array_append_val(out, shown);
  }
  g_array_sort(out, by_severity);
  return out;
}

static int rows(const struct model *model)
{
  g_autoptr(GArray) all = collect(model);
  return (int)all->len;
}

static bool is_table(const struct model *model)
{
  return model->place.pane[PANE_HEALTH].w >= TABLE_FROM;
}

/* Rows with a reason take two lines unless there is room for a table; so fewer are seen than fit at best. */
static int seen(const struct model *model)
{
  g_autoptr(GArray) all = collect(model);
  int height = rect_inside(model->place.pane[PANE_HEALTH]).h, bad = 0;
  for (guint i = 0; i < all->len; i++)
    bad += has_reason(g_array_index(all, struct shown, i).state);
  return is_table(model) ? MAX(height - 1, 1) : MAX(height - bad, MAX(height / 2, 1));
}

static void title(const struct model *model, GString *out)
{
  int good = 0, all = 0;
  for (int i = 0; model->endpoints != NULL && i < model->endpoints->rows; i++) {
    enum check_state state = state_of(model, &model->endpoints->row[i]);
    all += state != CHECK_PAUSED;
    good += state != CHECK_PAUSED && check_state_is_good(state);
  }
  g_string_append(out, _("Checks"));
  if (model->endpoints != NULL)
    g_string_append_printf(out, " %d/%d", good, all);
  if (*model->filter[PANE_HEALTH] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_HEALTH], -1);
  }
}

static void append_since(const struct model *model, utc_t since, GString *out)
{
  g_autoptr(GString) time = g_string_new(NULL);
  if (since == UTC_NONE)
    return;
  japan_time(model, since, time);
  g_string_append_printf(out, _("since %s"), time->str);
}

static const struct maintenance *window_of(const struct model *model, const struct shown *shown)
{
  return shown->state == CHECK_MAINTENANCE ? maintenance_at(model->endpoints, shown->row, model->now) : NULL;
}

/* Its end first: what is cut where it is narrow is the name. */
static void append_window(const struct model *model, const struct maintenance *window, GString *out)
{
  g_autoptr(GString) until = g_string_new(NULL);
  japan_time(model, window->end, until);
  g_string_append_printf(out, _("until %s"), until->str);
  g_string_append_c(out, ' ');
  text_clean(out, maintenance_title(window), -1);
}

static void append_reason(const struct endpoint_row *row, GString *out)
{
  g_autoptr(GString) sentence = g_string_new(NULL);
  if (row->message != NULL && *row->message != '\0')
    check_message_text(sentence, row->message);
  else
    g_string_append(sentence, check_class_text((enum check_class)row->class_));
  text_clean(out, sentence->str, -1);
}

static void append_latency(const struct endpoint_row *row, GString *out)
{
  if (row->latency_ms >= 0)
    g_string_append_printf(out, "%d ms", row->latency_ms);
}

/* Two lines where something is wrong: what; then since when and why. Returns the lines used. */
static int draw_short(const struct model *model, struct grid *grid, struct rect at, const struct shown *shown,
                      style_t select)
{
  g_autoptr(GString) text = g_string_new(NULL), right = g_string_new(NULL);
  int x = at.x + 2 + STATE_WIDTH, room = at.w - 2 - STATE_WIDTH;
  bool reason = has_reason(shown->state);
  if (window_of(model, shown) != NULL)
    append_window(model, window_of(model, shown), right);
  else if (!reason)
    append_latency(shown->row, right);
  int tail = MIN(text_width(right->str), room / 2);
  grid_fill(grid, (struct rect){at.y, at.x, 1, at.w}, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | select, select != 0 ? ">" : " ");
  grid_fit(grid, at.y, at.x + 1, STATE_WIDTH, false, (style_t)(endpoint_role(shown->state) | select),
           check_state_text(shown->state));
  text_clean(text, endpoint_name(shown->row), -1);
  grid_fit(grid, at.y, x, room - tail, false, ROLE_NORMAL | select, text->str);
  grid_fit(grid, at.y, at.x + at.w - tail, tail, true, ROLE_QUIET | select, right->str);
  if (!reason || at.h < 2)
    return 1;
  g_string_truncate(text, 0);
  append_since(model, shown->row->since, text);
  g_string_append(text, text->len > 0 ? " " : "");
  append_reason(shown->row, text);
  grid_fit(grid, at.y + 1, at.x + 3, at.w - 3, false, ROLE_QUIET, text->str);
  return 2;
}

/* --- as a table ----------------------------------------------------------------------------------- */
enum { HOUR_CELLS = 15 };
enum { COL_STATE, COL_NAME, COL_GROUP, COL_SINCE, COL_ANSWER, COL_HOUR, COL_DAYS, COL_WHY };
/* from: shown where the pane is at least so wide. */
static const struct { const char *title; int width, from; bool right; } columns[] = {
  [COL_STATE] = {NC_("column", "State"), 11, 0, false},
  [COL_NAME] = {NC_("column", "Endpoint"), 24, 0, false},
  [COL_GROUP] = {NC_("column", "Group"), 10, 120, false},
  [COL_SINCE] = {NC_("column", "Since"), 12, 0, true},
  [COL_ANSWER] = {NC_("column", "Answer"), 8, 0, true},
  [COL_HOUR] = {NC_("column", "Last hour"), HOUR_CELLS, 120, false},
  [COL_DAYS] = {NC_("column", "TLS days"), 8, 0, true},
  [COL_WHY] = {NC_("column", "Target, or why"), 0, 0, false},
};

static void append_hour(const struct model *model, const struct endpoint_row *row, GString *out)
{
  struct latency_line line;
  latency_line_parse(row->line, &line);
  latency_line_draw(&line, model->now, HOUR_CELLS, out);
}

/* Who takes care of it comes before why: the next one need not ask. */
static void append_why(const struct model *model, const struct shown *shown, GString *out)
{
  const struct endpoint_row *row = shown->row;
  g_autoptr(GString) who = g_string_new(NULL);
  bool paused = shown->state == CHECK_PAUSED && *row->paused_by != '\0';
  if (paused || (shown->acked && has_reason(shown->state))) {
    person_short(model, paused ? row->paused_by : row->acked_by, who);
    g_string_append_printf(out, "[%s] ", who->str);
  }
  if (paused)
    text_clean(out, row->paused_why, -1);
  else if (window_of(model, shown) != NULL)
    append_window(model, window_of(model, shown), out);
  else if (has_reason(shown->state))
    append_reason(row, out);
  else
    text_clean(out, row->target, -1);
}

static void cell(const struct model *model, const struct shown *shown, size_t column, GString *out)
{
  const struct endpoint_row *row = shown->row;
  switch (column) {
  case COL_STATE: endpoint_state_words(row, shown->state, out); break;
  case COL_NAME: text_clean(out, endpoint_name(row), -1); break;
  case COL_GROUP: text_clean(out, row->group == NULL ? "" : row->group, -1); break;
  case COL_SINCE: if (row->since != UTC_NONE) japan_time(model, row->since, out); break;
  case COL_ANSWER: append_latency(row, out); break;
  case COL_HOUR: append_hour(model, row, out); break;
  case COL_DAYS: if (row->tls_days != TLS_DAYS_UNKNOWN) g_string_append_printf(out, "%d", row->tls_days); break;
  default: append_why(model, shown, out);
  }
}

static void draw_table_line(const struct model *model, struct grid *grid, struct rect at, const struct shown *shown,
                            style_t select)
{
  g_autoptr(GString) text = g_string_new(NULL);
  int x = at.x + 1;
  grid_fill(grid, at, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | select, select != 0 ? ">" : " ");
  for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
    int width = columns[i].width > 0 ? columns[i].width : at.x + at.w - x;
    if (at.w < columns[i].from)
      continue;
    g_string_truncate(text, 0);
    if (shown == NULL)
      g_string_append(text, lang_text_context(columns[i].title));
    else
      cell(model, shown, i, text);
    enum role role = shown == NULL || i == COL_HOUR ? ROLE_QUIET : i == COL_STATE ? endpoint_role(shown->state)
                                                                                  : ROLE_NORMAL;
    grid_fit(grid, at.y, x, width, columns[i].right, (style_t)(role | select), text->str);
    x += width + 1;
  }
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_HEALTH];
  bool table = is_table(model);
  if (state_not_there(model, grid, area, SLOT_ENDPOINT, model->endpoints != NULL))
    return;
  g_autoptr(GArray) all = collect(model);
  if (all->len == 0)
    state_line(grid, area, ROLE_QUIET, *model->filter[PANE_HEALTH] != '\0'
               ? _("No endpoint has these words. Esc shows all.")
               : _("Nothing is checked yet. `toban import endpoints FILE` says what shall be."));
  else if (table)
    draw_table_line(model, grid, (struct rect){area.y, area.x, 1, area.w}, NULL, 0);
  int line = table ? 1 : 0;
  for (int i = list->top; i < (int)all->len && line < area.h; i++) {
    const struct shown *shown = &g_array_index(all, struct shown, i);
    style_t select = model->focus == PANE_HEALTH && i == list->cursor ? STYLE_SELECTED : 0;
    struct rect at = {area.y + line, area.x, table ? 1 : area.h - line, area.w};
    if (table)
      draw_table_line(model, grid, at, shown, select), line++;
    else
      line += draw_short(model, grid, at, shown, select);
  }
}

static int row_at(const struct model *model, int y, int x)
{
  g_autoptr(GArray) all = collect(model);
  int line = is_table(model) ? 1 : 0;
  (void)x;
  for (int i = model->list[PANE_HEALTH].top; i < (int)all->len && y >= line; i++) {
    line += !is_table(model) && has_reason(g_array_index(all, struct shown, i).state) ? 2 : 1;
    if (y < line)
      return i;
  }
  return -1;
}

const struct endpoint_row *health_row(const struct model *model)
{
  g_autoptr(GArray) all = collect(model);
  int cursor = model->list[PANE_HEALTH].cursor;
  return cursor < 0 || cursor >= (int)all->len ? NULL : g_array_index(all, struct shown, cursor).row;
}

static void open_row(struct model *model, struct effects *effects)
{
  if (health_row(model) != NULL)
    pane_show(model, PANE_ENDPOINT, effects);
}

const struct pane_ops pane_health = {
  .id = PANE_HEALTH, .name = "health", .digit = 4, .filter = true, .time = PANE_TIME_MINUTES,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at, .open = open_row,
};
