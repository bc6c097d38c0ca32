/* The clocks of all offices, by region: their day and time, open or shut and until when, their day as a
 * line where there is room, and how many open tickets they have. */
#include <stdlib.h>
#include <string.h>

#include "clock_about.h"
#include "model_parts.h"
#include "office_time.h"
#include "state_line.h"
#include "toban/text.h"

enum { MOST = 256 /* rows */, WIDE = 64, NARROW = 38, WITH_COUNT = 42, NAME = 12, SOON = 3600,
       DETAIL = 4, DETAIL_FROM = 18, STRIP_FROM = 120 };

/* A region's heading (office NULL) or an office. */
struct line { const char *region; const struct office *office; };

static bool shown(const struct model *model, const struct office *office)
{
  const char *text[] = {office->name[LANG_JA], office->name[LANG_EN], office->region[LANG_JA], office->region[LANG_EN],
                        office->code, office->id, office->country, NULL};
  if (*office->tz == '\0' || !model_filter_fits(model->filter[PANE_CLOCK], text))
    return false;
  return !model->clock.open_only || office_time(model, office).now.open;
}

/* --- by what opens or closes next ----------------------------------------------------------------------- */
struct next { const struct office *office; utc_t at; int place; };

static int by_next(const void *a, const void *b)
{
  const struct next *x = a, *y = b;
  return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->place - y->place;
}

static int collect_by_next(const struct model *model, struct line *line)
{
  struct next next[MOST];
  int count = 0;
  for (int i = 0; model->ref != NULL && i < model->ref->offices && count < MOST; i++) {
    const struct office *office = &model->ref->office[i];
    if (!shown(model, office))
      continue;
    struct office_time time = office_time(model, office);
    utc_t at = !time.known ? UTC_NONE : time.now.open ? time.now.closes_at : time.now.opens_at;
    next[count++] = (struct next){office, at == UTC_NONE ? INT64_MAX : at, i};
  }
  qsort(next, (size_t)count, sizeof *next, by_next);
  for (int i = 0; i < count; i++)
    line[i] = (struct line){"", next[i].office};
  return count;
}

static bool has_region(const struct line *line, int count, const char *region)
{
  for (int i = 0; i < count; i++)
    if (strcmp(line[i].region, region) == 0)
      return true;
  return false;
}

static int add_region(const struct model *model, const char *region, struct line *line, int count)
{
  const struct reference *ref = model->ref;
  int heading = count++;
  line[heading] = (struct line){region, NULL};
  for (int i = 0; i < ref->offices && count < MOST; i++)
    if (strcmp(ref->office[i].region[lang_get()], region) == 0 && shown(model, &ref->office[i]))
      line[count++] = (struct line){region, &ref->office[i]};
  return count == heading + 1 ? heading : count;
}

/* Regions in the order of their first office. */
static int collect(const struct model *model, struct line *line)
{
  int count = 0;
  if (model->clock.by_next)
    return collect_by_next(model, line);
  for (int i = 0; model->ref != NULL && i < model->ref->offices && count < MOST - 1; i++) {
    const char *region = model->ref->office[i].region[lang_get()];
    if (shown(model, &model->ref->office[i]) && !has_region(line, count, region))
      count = add_region(model, region, line, count);
  }
  return count;
}

static int rows(const struct model *model)
{
  struct line line[MOST];
  return collect(model, line);
}

/* How the rows flow: as many columns as fit, the day lines first. */
struct flow { int columns, width, height, lead; bool wide; };

static struct flow flow_of(struct rect area)
{
  bool wide = area.w >= WIDE;
  int columns = MAX(area.w / (wide ? WIDE : NARROW), 1), lead = wide && area.h > 3 ? 1 : 0;
  return (struct flow){columns, area.w / columns, MAX(area.h - lead, 1), lead, wide};
}

/* Lines below the rows, while the pane has the focus and the room: about the office under the cursor, and the world. */
static int detail_of(const struct model *model, struct rect area)
{
  if (model->focus != PANE_CLOCK || area.h < DETAIL_FROM)
    return 0;
  return area.w >= STRIP_FROM ? DETAIL + 2 : DETAIL;
}

static struct rect rows_area(const struct model *model, struct rect area)
{
  area.h -= detail_of(model, area);
  return area;
}

static int seen(const struct model *model)
{
  struct flow flow = flow_of(rows_area(model, rect_inside(model->place.pane[PANE_CLOCK])));
  return flow.columns * flow.height;
}

static void title(const struct model *model, GString *out)
{
  int open = 0, soon = 0, all = 0;
  for (int i = 0; model->ref != NULL && i < model->ref->offices; i++) {
    struct office_time time = office_time(model, &model->ref->office[i]);
    all += model->ref->office[i].no > 0;
    open += time.known && time.now.open;
    soon += time.known && !time.now.open && time.now.opens_at != UTC_NONE && time.now.opens_at - model->now <= SOON;
  }
  g_string_append_printf(out, _("Clocks %d, open %d"), all, open);
  if (soon > 0)
    g_string_append_printf(out, _(", soon %d"), soon);
  clock_changes_text(model, out);
  if (model->clock.by_next)
    g_string_append(out, _(", next ones first"));
  if (model->clock.open_only)
    g_string_append(out, _(", open ones only"));
  if (*model->filter[PANE_CLOCK] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_CLOCK], -1);
  }
}

/* The office of the ticket that is open: kept in sight while the pane is not the focus. It does not run
 * after the queue's cursor: that would move half the screen with each key. */
static const struct office *current_office(const struct model *model)
{
  if (model->focus == PANE_CLOCK || *model->ticket_key == '\0' || model->ticket == NULL || model->ref == NULL ||
      model->ticket->t.office == NULL)
    return NULL;
  return reference_office(model->ref, model->ticket->t.office);
}

static int tickets_of(const struct model *model, const struct office *office)
{
  for (int i = 0; model->counts != NULL && i < model->counts->loads; i++)
    if (strcmp(model->counts->load[i].office, office->id) == 0)
      return model->counts->load[i].open;
  return 0;
}

static void draw_office(const struct model *model, struct grid *grid, const struct flow *flow, struct rect at,
                        const struct office *office, bool marked, style_t select)
{
  struct office_time time = office_time(model, office);
  g_autoptr(GString) text = g_string_new(NULL);
  int weekday = lang_get() == LANG_JA ? 2 : 3, x = at.x + 1, end = at.x + at.w;
  enum role role = !time.known ? ROLE_UNKNOWN : time.now.open ? ROLE_NORMAL : ROLE_QUIET;
  grid_fill(grid, at, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, (marked ? ROLE_KEY : ROLE_NORMAL) | select, marked ? ">" : " ");
  grid_fit(grid, at.y, x, NAME, false, (style_t)(role | select), office_name(office));
  x += NAME + 1;
  grid_fit(grid, at.y, x, weekday, false, (style_t)(role | select), time.weekday);
  x += weekday + 1;
  grid_fit(grid, at.y, x, 5, true, (style_t)(role | select), time.clock);
  x += 6;
  if (at.w >= WITH_COUNT) {
    int open = tickets_of(model, office);
    if (open > 0)
      g_string_append_printf(text, "%d", open);
    grid_fit(grid, at.y, x, 2, true, ROLE_TITLE | select, text->str);
    x += 3;
  }
  if (flow->wide) {
    char line[OFFICE_LINE + 1];
    office_line(model, office, line);
    grid_fit(grid, at.y, x, OFFICE_LINE, false, (style_t)(role | select), line);
    x += OFFICE_LINE + 1;
  }
  g_string_truncate(text, 0);
  office_status(model, office, &time, end - x, text);
  grid_fit(grid, at.y, x, end - x, false, (style_t)(role | select), text->str);
}

static void draw_line(const struct model *model, struct grid *grid, const struct flow *flow, struct rect at,
                      const struct line *line, bool selected)
{
  if (line->office != NULL) {
    draw_office(model, grid, flow, at, line->office, selected,
                selected && model->focus == PANE_CLOCK ? STYLE_SELECTED : 0);
    return;
  }
  char *heading = g_strdup_printf("%s ", line->region);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL, selected ? ">" : " ");
  rule_draw(model, grid, (struct rect){at.y, at.x + 1, 1, at.w - 2}, heading);
  g_free(heading);
}

static void draw_hours(struct grid *grid, struct rect area, const struct flow *flow)
{
  int before = 1 + NAME + 1 + (lang_get() == LANG_JA ? 3 : 4) + 6 + 3;
  for (int i = 0; flow->lead > 0 && i < flow->columns; i++)
    grid_put(grid, area.y, area.x + i * flow->width + before, OFFICE_LINE, ROLE_QUIET, "0     6     12    18    ");
}

/* The first office that is open now, or the heading above it: an operator looks for whom to reach. */
static int first_open(const struct model *model, const struct line *line, int count)
{
  for (int i = 0; i < count; i++) {
    if (line[i].office == NULL)
      continue;
    struct office_time time = office_time(model, line[i].office);
    if (time.known && time.now.open)
      return i > 0 && line[i - 1].office == NULL ? i - 1 : i;
  }
  return 0;
}

/* While another pane has the focus: the open ticket's office is in sight; without one, who is open now. */
static int first_line(const struct model *model, const struct line *line, int count, int room)
{
  const struct office *current = current_office(model);
  int top = model->list[PANE_CLOCK].top;
  if (current == NULL && model->focus != PANE_CLOCK && top == 0)
    return CLAMP(first_open(model, line, count), 0, MAX(count - room, 0));
  for (int i = 0; i < count && current != NULL; i++)
    if (line[i].office == current && (i < top || i >= top + room))
      return CLAMP(i - room / 2, 0, MAX(count - room, 0));
  return top;
}

/* --- below the rows --------------------------------------------------------------------------------------- */
struct below { struct grid *grid; struct rect area; int line; };

static void below_line(const char *line, size_t bytes, void *user)
{
  struct below *below = user;
  char *text = g_strndup(line, bytes);
  if (below->line < below->area.h)
    grid_put(below->grid, below->area.y + below->line++, below->area.x + 1, below->area.w - 2, ROLE_NORMAL, text);
  g_free(text);
}

static void draw_strip(const struct model *model, struct grid *grid, struct rect area)
{
  char strip[STRIP_COLUMNS + 1], hours[STRIP_COLUMNS + 1] = "";
  int x = area.x + 1 + NAME + 1;
  clock_strip(model, strip);
  for (int hour = 0; hour < 24; hour += 3)
    g_snprintf(hours + hour * 4, sizeof hours - (size_t)hour * 4, "%-12d", hour);
  grid_fit(grid, area.y, area.x + 1, NAME, false, ROLE_QUIET, C_("clock board", "hour, Japan"));
  grid_put(grid, area.y, x, STRIP_COLUMNS, ROLE_QUIET, hours);
  grid_fit(grid, area.y + 1, area.x + 1, NAME, false, ROLE_NORMAL, C_("clock board", "tenths open"));
  grid_put(grid, area.y + 1, x, STRIP_COLUMNS, ROLE_NORMAL, strip);
}

static void draw_below(const struct model *model, struct grid *grid, struct rect area, const struct line *line,
                       int count)
{
  g_autoptr(GString) text = g_string_new(NULL);
  int cursor = model->list[PANE_CLOCK].cursor;
  struct below below = {grid, {area.y, area.x, DETAIL, area.w}, 1};
  rule_draw(model, grid, area, NULL);
  if (cursor + 1 < count && line[cursor].office == NULL)
    cursor++; /* of a heading the first one below it */
  if (cursor < count && line[cursor].office != NULL)
    clock_about(model, line[cursor].office, text);
  text_wrap(text->str, MAX(area.w - 2, 20), below_line, &below);
  if (area.h > DETAIL)
    draw_strip(model, grid, (struct rect){area.y + DETAIL, area.x, 2, area.w});
}

static void draw(const struct model *model, struct grid *grid, struct rect whole)
{
  struct line line[MOST];
  struct rect area = rows_area(model, whole);
  struct flow flow = flow_of(area);
  int count = collect(model, line), room = flow.columns * flow.height, top = first_line(model, line, count, room);
  if (state_not_there(model, grid, area, SLOT_REFERENCE, model->ref != NULL))
    return;
  if (count == 0)
    state_line(grid, area, ROLE_QUIET, _("No office has these words. Esc shows all."));
  draw_hours(grid, area, &flow);
  for (int i = 0; i < room && top + i < count; i++) {
    struct rect at = {area.y + flow.lead + i % flow.height, area.x + i / flow.height * flow.width, 1, flow.width};
    bool selected = model->focus == PANE_CLOCK ? top + i == model->list[PANE_CLOCK].cursor
                                               : line[top + i].office != NULL &&
                                                   line[top + i].office == current_office(model);
    draw_line(model, grid, &flow, at, &line[top + i], selected);
  }
  if (whole.h > area.h)
    draw_below(model, grid, (struct rect){whole.y + area.h, whole.x, whole.h - area.h, whole.w}, line, count);
}

static int row_at(const struct model *model, int y, int x)
{
  struct flow flow = flow_of(rows_area(model, rect_inside(model->place.pane[PANE_CLOCK])));
  int column = x / flow.width;
  if (y < flow.lead || column >= flow.columns)
    return -1;
  return model->list[PANE_CLOCK].top + column * flow.height + y - flow.lead;
}

const struct office *clock_current(const struct model *model)
{
  struct line line[MOST];
  int count = collect(model, line), row = model->list[PANE_CLOCK].cursor;
  return row >= 0 && row < count ? line[row].office : NULL;
}

const struct pane_ops pane_clock = {
  .id = PANE_CLOCK, .name = "clock", .digit = 3, .filter = true, .time = PANE_TIME_MINUTES,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at,
};
