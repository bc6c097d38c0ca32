/* States of the checked endpoints, the worst first; what is not well says why. */
#include <stdlib.h>
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { TABLE_FROM = 90 /* columns: a table, one line each */, STATE_WIDTH = 8 };

struct shown { const struct endpoint_row *row; enum check_state state; int index; };

static enum check_state state_of(const struct model *model, const struct endpoint_row *row)
{
  struct check_status status = {.state = (enum check_state)row->state, .klass = (enum check_class)row->class_,
                                .soft = row->soft, .since = row->since, .checked_at = row->checked_at,
                                .latency_ms = row->latency_ms, .tls_days = row->tls_days};
  struct check_rule rule = {.down_after = row->down_after, .up_after = row->up_after, .slow_ms = row->slow_ms,
                            .interval_s = row->interval_s};
  return check_shown(&status, &rule, model->now);
}

static int severity(enum check_state state)
{
  static const int order[CHECK_STATES] = {
    [CHECK_DOWN] = 0, [CHECK_UNREACHABLE] = 1, [CHECK_FLAPPING] = 2, [CHECK_DEGRADED] = 3, [CHECK_SOFT] = 4,
    [CHECK_STALE] = 5, [CHECK_MAINTENANCE] = 6, [CHECK_UNKNOWN] = 7, [CHECK_OK] = 8, [CHECK_PAUSED] = 9,
  };
  return order[state];
}

static int by_severity(const void *a, const void *b)
{
  const struct shown *x = a, *y = b;
  int order = severity(x->state) - severity(y->state);
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
    struct shown shown = {row, state_of(model, row), i};
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

static bool has_reason(enum check_state state)
{
  return severity(state) < severity(CHECK_STALE);
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

static enum role role_of(enum check_state state)
{
  switch (state) {
  case CHECK_DOWN: case CHECK_UNREACHABLE: return ROLE_BAD;
  case CHECK_FLAPPING: case CHECK_DEGRADED: case CHECK_SOFT: case CHECK_STALE: return ROLE_SOON;
  case CHECK_OK: return ROLE_NORMAL;
  default: return ROLE_UNKNOWN;
  }
}

static const char *name_of(const struct endpoint_row *row)
{
  const char *name = row->name[lang_get()];
  return name != NULL && *name != '\0' ? name : row->name[LANG_EN] != NULL ? row->name[LANG_EN] : row->id;
}

static void append_since(const struct model *model, utc_t since, GString *out)
{
  g_autoptr(GString) time = g_string_new(NULL);
  if (since == UTC_NONE)
    return;
  japan_time(model, since, time);
  g_string_append_printf(out, _("since %s"), time->str);
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
  if (!reason)
    append_latency(shown->row, right);
  int tail = MIN(text_width(right->str), room / 2);
  grid_fill(grid, (struct rect){at.y, at.x, 1, at.w}, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | select, select != 0 ? ">" : " ");
  grid_fit(grid, at.y, at.x + 1, STATE_WIDTH, false, (style_t)(role_of(shown->state) | select),
           check_state_text(shown->state));
  text_clean(text, name_of(shown->row), -1);
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
static const struct { const char *title; int width; bool right; } columns[] = {
  {NC_("column", "State"), 10, false}, {NC_("column", "Endpoint"), 26, false}, {NC_("column", "Kind"), 5, false},
  {NC_("column", "Since"), 12, true}, {NC_("column", "Answer"), 8, true}, {NC_("column", "TLS days"), 8, true},
  {NC_("column", "Target, or why"), 0, false},
};

static void cell(const struct model *model, const struct shown *shown, size_t column, GString *out)
{
  const struct endpoint_row *row = shown->row;
  switch (column) {
  case 0: g_string_append(out, check_state_text(shown->state)); break;
  case 1: text_clean(out, name_of(row), -1); break;
  case 2: text_clean(out, row->kind, -1); break;
  case 3: if (row->since != UTC_NONE) japan_time(model, row->since, out); break;
  case 4: append_latency(row, out); break;
  case 5: if (row->tls_days != TLS_DAYS_UNKNOWN) g_string_append_printf(out, "%d", row->tls_days); break;
  default:
    if (has_reason(shown->state))
      append_reason(row, out);
    else
      text_clean(out, row->target, -1);
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
    g_string_truncate(text, 0);
    if (shown == NULL)
      g_string_append(text, lang_text_context(columns[i].title));
    else
      cell(model, shown, i, text);
    enum role role = shown == NULL ? ROLE_QUIET : i == 0 ? role_of(shown->state) : ROLE_NORMAL;
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

const struct pane_ops pane_health = {
  .id = PANE_HEALTH, .name = "health", .digit = 4, .filter = true, .time = PANE_TIME_MINUTES,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at,
};
