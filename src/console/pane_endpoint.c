/* One endpoint: what it says in both languages, what was decided about it, the history of the day, the month. */
#include <string.h>

#include "endpoint_row.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/latency_line.h"
#include "toban/text.h"

static const struct endpoint_view *view_of(const struct model *model)
{
  return model->view[PANE_ENDPOINT];
}

const struct endpoint_row *endpoint_current(const struct model *model)
{
  const struct endpoint_view *view = view_of(model);
  if (model->focus == PANE_ENDPOINT)
    return view == NULL ? NULL : view->row;
  return model->focus == PANE_HEALTH ? health_row(model) : NULL;
}

const char *endpoint_name(const struct endpoint_row *row)
{
  const char *name = row->name[lang_get()];
  return name != NULL && *name != '\0' ? name : row->name[LANG_EN] != NULL ? row->name[LANG_EN] : row->id;
}

enum role endpoint_role(enum check_state state)
{
  switch (state) {
  case CHECK_DOWN: case CHECK_UNREACHABLE: return ROLE_BAD;
  case CHECK_FLAPPING: case CHECK_DEGRADED: case CHECK_SOFT: case CHECK_STALE: return ROLE_SOON;
  case CHECK_OK: return ROLE_NORMAL;
  default: return ROLE_UNKNOWN;
  }
}

void endpoint_state_words(const struct endpoint_row *row, enum check_state state, GString *out)
{
  g_string_append(out, check_state_text(state));
  if (state == CHECK_SOFT && row->soft > 0)
    g_string_append_printf(out, " %d/%d", row->soft, MAX(row->down_after, row->soft));
}

/* --- its lines ---------------------------------------------------------------------------------------- */
struct line { char *text; enum role role; };

static void free_line(void *data)
{
  struct line *line = data;
  g_free(line->text);
  g_free(line);
}

static void add(GPtrArray *lines, enum role role, const char *text)
{
  struct line *line = g_new(struct line, 1);
  *line = (struct line){g_strdup(text), role};
  g_ptr_array_add(lines, line);
}

static void add_state(GPtrArray *lines, const struct model *model, const struct endpoint_row *row)
{
  enum check_state state = endpoint_shown(row, model->now);
  g_autoptr(GString) text = g_string_new(NULL), since = g_string_new(NULL);
  endpoint_state_words(row, state, text);
  if (row->since != UTC_NONE) {
    japan_time(model, row->since, since);
    g_string_append_c(text, ' ');
    g_string_append_printf(text, _("since %s"), since->str);
  }
  if (row->latency_ms >= 0)
    g_string_append_printf(text, "  %d ms", row->latency_ms);
  if (row->tls_days != TLS_DAYS_UNKNOWN)
    g_string_append_printf(text, _("  certificate: %d days"), row->tls_days);
  add(lines, endpoint_role(state), text->str);
  g_string_truncate(text, 0);
  text_clean(text, row->kind, -1);
  g_string_append(text, "  ");
  text_clean(text, row->target, -1);
  add(lines, ROLE_QUIET, text->str);
}

static void add_messages(GPtrArray *lines, const struct endpoint_row *row)
{
  for (int i = 0; i < LANG_COUNT && row->message != NULL && *row->message != '\0'; i++) {
    g_autoptr(GString) sentence = check_message_text_in(g_string_new(NULL), (enum lang)i, row->message);
    g_autoptr(GString) text = text_clean(g_string_new(NULL), sentence->str, -1);
    add(lines, ROLE_NORMAL, text->str);
  }
}

static void add_hold(GPtrArray *lines, const struct model *model, const char *what, const char *by, utc_t until,
                     const char *why)
{
  g_autoptr(GString) text = g_string_new(NULL), who = g_string_new(NULL), end = g_string_new(NULL);
  person_full(model, by, who);
  g_string_append_printf(text, "%s: %s", what, who->str);
  if (until != UTC_NONE) {
    japan_time(model, until, end);
    g_string_append_c(text, ' ');
    g_string_append_printf(text, _("until %s"), end->str);
  }
  g_string_append_c(text, ' ');
  text_clean(text, why == NULL ? "" : why, -1);
  add(lines, ROLE_SOON, text->str);
}

static void add_window(GPtrArray *lines, const struct model *model, const struct maintenance *m)
{
  g_autoptr(GString) text = g_string_new(NULL), from = g_string_new(NULL), to = g_string_new(NULL);
  japan_time(model, m->start, from);
  japan_time(model, m->end, to);
  g_string_append_printf(text, m->calendar ? _("calendar entry %ld: %s to %s ") : _("maintenance %ld: %s to %s "),
                         (long)m->number, from->str, to->str);
  text_clean(text, maintenance_title(m), -1);
  add(lines, m->start <= model->now ? ROLE_SOON : ROLE_QUIET, text->str);
}

static void add_hour(GPtrArray *lines, const struct model *model, const struct endpoint_row *row)
{
  struct latency_line line;
  g_autoptr(GString) text = g_string_new(_("last hour  "));
  latency_line_parse(row->line, &line);
  latency_line_draw(&line, model->now, LATENCY_PLACES, text);
  add(lines, ROLE_NORMAL, text->str);
}

static void add_month(GPtrArray *lines, const struct availability *a)
{
  char down[64], *text;
  duration_text(a->down_s, down, sizeof down);
  if (availability_share(a) < 0)
    text = g_strdup(_("this month: nothing was measured"));
  else
    text = g_strdup_printf(_("this month: %.3f %% available, down %s in %d outages"), availability_share(a) * 100, down,
                           a->outages);
  add(lines, ROLE_NORMAL, text);
  g_free(text);
}

/* The newest first: what has just happened is what is asked for. */
static void add_day(GPtrArray *lines, const struct endpoint_view *view)
{
  add(lines, ROLE_TITLE, _("Today"));
  for (int i = view->spans - 1; i >= 0; i--) {
    const struct check_span *span = &view->span[i];
    char from[16], length[64];
    g_autoptr(GString) text = g_string_new(NULL), sentence = g_string_new(NULL);
    time_text(span->at, zone_offset(zone_tokyo(), span->at), true, from, sizeof from);
    duration_text(MAX(span->end - span->at, 0), length, sizeof length);
    g_string_append_printf(text, "%s ", from);
    text_fit(text, length, 10, true);
    g_string_append(text, "  ");
    text_fit(text, check_state_text(span->state), 12, false);
    check_message_text(sentence, span->message == NULL ? "" : span->message);
    text_clean(text, sentence->str, -1);
    add(lines, endpoint_role(span->state), text->str);
  }
}

static GPtrArray *lines_of(const struct model *model)
{
  const struct endpoint_view *view = view_of(model);
  GPtrArray *lines = g_ptr_array_new_with_free_func(free_line);
  const struct endpoint_row *row = view == NULL ? NULL : view->row;
  if (row == NULL)
    return lines;
  add_state(lines, model, row);
  add_messages(lines, row);
  if (endpoint_is_paused(row, model->now))
    add_hold(lines, model, _("paused"), row->paused_by, row->paused_until, row->paused_why);
  if (endpoint_is_acknowledged(row, model->now))
    add_hold(lines, model, _("acknowledged"), row->acked_by, row->acked_until, row->acked_why);
  for (int i = 0; i < view->windows; i++)
    add_window(lines, model, &view->window[i]);
  if (*row->ticket != '\0') {
    char *ticket = g_strdup_printf(_("ticket %s (Enter opens it)"), row->ticket);
    add(lines, ROLE_NORMAL, ticket);
    g_free(ticket);
  }
  add_hour(lines, model, row);
  add_month(lines, &view->available);
  add_day(lines, view);
  return lines;
}

/* --- the pane ----------------------------------------------------------------------------------------- */
static int rows(const struct model *model)
{
  g_autoptr(GPtrArray) lines = lines_of(model);
  return (int)lines->len;
}

static void title(const struct model *model, GString *out)
{
  const struct endpoint_view *view = view_of(model);
  if (view == NULL || view->row == NULL)
    g_string_append(out, _("Endpoint"));
  else
    text_clean(out, endpoint_name(view->row), -1);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_ENDPOINT), view_of(model) != NULL))
    return;
  g_autoptr(GPtrArray) lines = lines_of(model);
  int top = model->list[PANE_ENDPOINT].top;
  if (lines->len == 0)
    state_line(grid, area, ROLE_QUIET, _("This endpoint is not checked any more. Esc goes back."));
  for (int y = 0; y < area.h && top + y < (int)lines->len; y++) {
    const struct line *line = lines->pdata[top + y];
    grid_fit(grid, area.y + y, area.x + 1, area.w - 2, false, (style_t)line->role, line->text);
  }
}

/* The one that is open stays; else the one under the cursor of the list. */
static void *args(const struct model *model)
{
  const struct endpoint_view *view = view_of(model);
  const struct endpoint_row *row = health_row(model);
  bool stays = model->focus == PANE_ENDPOINT && view != NULL && (row == NULL || strcmp(row->id, view->id) == 0);
  struct endpoint_args *args = g_new0(struct endpoint_args, 1);
  args->now = model->now;
  g_strlcpy(args->id, stays ? view->id : row == NULL ? "" : row->id, sizeof args->id);
  return args;
}

static void open_ticket(struct model *model, struct effects *effects)
{
  const struct endpoint_row *row = endpoint_current(model);
  if (row == NULL || row->ticket == NULL || *row->ticket == '\0')
    return;
  model_open(model, row->ticket, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = endpoint_view_read, .args = args, .topics = TOPIC_ENDPOINT,
                                      .minutes = true};
const struct pane_ops pane_endpoint = {
  .id = PANE_ENDPOINT, .name = "endpoint", .time = PANE_TIME_MINUTES, .text = true,
  .title = title, .draw = draw, .rows = rows, .open = open_ticket, .read = &read,
};
