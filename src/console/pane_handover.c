/* The handover sheet: what waits to be confirmed, item by item; else the draft, which fills itself. */
#include <string.h>

#include "handover_rows.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { DETAIL = 4 };

static const struct handover_sheet *sheet_of(const struct model *model)
{
  const struct handover_view *view = model->view[PANE_HANDOVER];
  return view == NULL ? NULL : &view->sheet;
}

/* --- rows --------------------------------------------------------------------------------------------- */
static void add(struct handover_row *row, int *count, enum handover_row_kind kind, int index)
{
  if (*count < HANDOVER_ROWS)
    row[(*count)++] = (struct handover_row){kind, index};
}

int handover_rows(const struct model *model, struct handover_row row[static HANDOVER_ROWS])
{
  const struct handover_sheet *sheet = sheet_of(model);
  int count = 0;
  for (int i = 0; sheet != NULL && i < sheet->words_count; i++) {
    if (i == 0)
      add(row, &count, HANDOVER_ROW_WORDS_HEAD, 0);
    add(row, &count, HANDOVER_ROW_WORDS, i);
  }
  for (int kind = 0; sheet != NULL && kind < HANDOVER_KINDS; kind++) {
    bool first = true;
    for (int i = 0; i < sheet->items; i++) {
      if (sheet->item[i].kind != (enum handover_kind)kind)
        continue;
      if (first)
        add(row, &count, HANDOVER_ROW_HEAD, kind);
      first = false;
      add(row, &count, HANDOVER_ROW_ITEM, i);
    }
  }
  return count;
}

bool handover_current(const struct model *model, struct handover_row *out)
{
  static struct handover_row row[HANDOVER_ROWS];
  int cursor = model->list[PANE_HANDOVER].cursor;
  if (cursor >= handover_rows(model, row))
    return false;
  *out = row[cursor];
  return true;
}

static int rows(const struct model *model)
{
  static struct handover_row row[HANDOVER_ROWS];
  return handover_rows(model, row);
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_HANDOVER]).h - DETAIL - 1, 1);
}

static void title(const struct model *model, GString *out)
{
  const struct handover_sheet *sheet = sheet_of(model);
  g_string_append(out, _("Handover"));
  if (sheet == NULL)
    return;
  if (sheet->number > 0)
    g_string_append_printf(out, " %ld", (long)sheet->number);
  g_string_append_printf(out, " (%s)", handover_state_text(sheet->state));
  if (sheet->state == HANDOVER_GIVEN)
    g_string_append_printf(out, _("  not confirmed %d of %d"), handover_unconfirmed(sheet), sheet->items);
}

/* --- drawing ------------------------------------------------------------------------------------------ */
static void draw_about(const struct model *model, struct grid *grid, struct rect line)
{
  const struct handover_sheet *sheet = sheet_of(model);
  g_autoptr(GString) text = g_string_new(NULL), until = g_string_new(NULL);
  if (sheet->until != UTC_NONE)
    japan_time(model, sheet->until, until);
  if (sheet->state == HANDOVER_DRAFT) {
    g_string_printf(text, _("for the shift until %s; w adds words, S hands it over"), until->str);
  } else {
    g_autoptr(GString) by = g_string_new(NULL), at = g_string_new(NULL);
    person_short(model, sheet->given_by, by);
    japan_time(model, sheet->given_at, at);
    g_string_printf(text, _("from %s, %s, for the shift until %s"), by->str, at->str, until->str);
  }
  grid_put(grid, line.y, line.x + 1, line.w - 2, ROLE_QUIET, text->str);
}

static void row_text(const struct model *model, const struct handover_row *row, GString *out, enum role *role)
{
  const struct handover_sheet *sheet = sheet_of(model);
  if (row->kind == HANDOVER_ROW_WORDS) {
    person_short(model, sheet->words[row->index].by, out);
    g_string_append(out, ": ");
    text_clean(out, sheet->words[row->index].text, -1);
    return;
  }
  const struct handover_item *item = &sheet->item[row->index];
  if (sheet->state != HANDOVER_DRAFT)
    g_string_append(out, item->confirmed_by != NULL ? "x " : "- ");
  if (item->kind == HANDOVER_DUE && item->have > 0)
    *role = ROLE_LATE;
  if (item->confirmed_by != NULL)
    *role = ROLE_QUIET;
  handover_item_text(item, model->ref, out);
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct handover_row *row,
                     bool selected)
{
  style_t select = selected ? STYLE_SELECTED : 0;
  grid_fill(grid, line, ROLE_NORMAL);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL, selected ? ">" : " ");
  if (row->kind == HANDOVER_ROW_HEAD || row->kind == HANDOVER_ROW_WORDS_HEAD) {
    const char *text = row->kind == HANDOVER_ROW_HEAD ? handover_kind_text((enum handover_kind)row->index)
                                                      : C_("handover", "In words");
    char *heading = g_strdup_printf("%s ", text);
    rule_draw(model, grid, (struct rect){line.y, line.x + 1, 1, line.w - 2}, heading);
    g_free(heading);
    return;
  }
  g_autoptr(GString) text = g_string_new(NULL);
  enum role role = ROLE_NORMAL;
  row_text(model, row, text, &role);
  grid_fit(grid, line.y, line.x + 1, line.w - 1, false, (style_t)role | select, text->str);
}

struct lines { struct grid *grid; struct rect area; int line; };

static void detail_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line++, lines->area.x + 1, lines->area.w - 2, ROLE_NORMAL, text);
  g_free(text);
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area)
{
  const struct handover_sheet *sheet = sheet_of(model);
  g_autoptr(GString) text = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  struct handover_row row;
  enum role role;
  rule_draw(model, grid, area, NULL);
  if (!handover_current(model, &row) || (row.kind != HANDOVER_ROW_ITEM && row.kind != HANDOVER_ROW_WORDS))
    return;
  row_text(model, &row, text, &role);
  if (row.kind == HANDOVER_ROW_ITEM && sheet->item[row.index].confirmed_by != NULL) {
    g_autoptr(GString) at = g_string_new(NULL), by = g_string_new(NULL);
    person_short(model, sheet->item[row.index].confirmed_by, by);
    japan_time(model, sheet->item[row.index].confirmed_at, at);
    g_string_append_c(text, '\n');
    g_string_append_printf(text, _("confirmed by %s, %s"), by->str, at->str);
  }
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  static struct handover_row row[HANDOVER_ROWS];
  const struct list *list = &model->list[PANE_HANDOVER];
  int count = handover_rows(model, row), room = seen(model);
  if (state_not_there(model, grid, area, SLOT_PANE(PANE_HANDOVER), sheet_of(model) != NULL))
    return;
  draw_about(model, grid, (struct rect){area.y, area.x, 1, area.w});
  for (int i = 0; i < room && list->top + i < count; i++)
    draw_row(model, grid, (struct rect){area.y + 1 + i, area.x, 1, area.w}, &row[list->top + i],
             list->top + i == list->cursor);
  if (area.h > DETAIL + 2)
    draw_detail(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w});
}

static int row_at(const struct model *model, int y, int x)
{
  int index = model->list[PANE_HANDOVER].top + y - 1;
  (void)x;
  return y < 1 || y > seen(model) || index >= rows(model) ? -1 : index;
}

/* --- the pane ----------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  struct handover_args *args = g_new0(struct handover_args, 1);
  *args = (struct handover_args){.number = model->handover, .now = model->now};
  return args;
}

/* The ticket of the item. */
static void open_row(struct model *model, struct effects *effects)
{
  struct handover_row row;
  if (!handover_current(model, &row) || row.kind != HANDOVER_ROW_ITEM)
    return;
  const struct handover_item *item = &sheet_of(model)->item[row.index];
  if (item->kind > HANDOVER_ESCALATION)
    return;
  model_open(model, item->ref, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = handover_read, .args = args, .minutes = true,
                                      .topics = TOPIC_HANDOVER | TOPIC_TICKET | TOPIC_ENDPOINT | TOPIC_DUTY};
const struct pane_ops pane_handover = {
  .id = PANE_HANDOVER, .name = "handover", .time = PANE_TIME_MINUTES, .title = title, .draw = draw, .rows = rows,
  .seen = seen, .row_at = row_at, .open = open_row, .read = &read,
};
