/* Assets: type and see. The row under the cursor is spelled out below where there is room. */
#include <string.h>

#include "card.h"
#include "flow.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/asset.h"
#include "toban/text.h"

enum { HEADING = 1, DETAIL = 4, DETAIL_FROM = 12 };

/* Columns go from the right as it narrows; the last one that is there takes the rest. */
static const struct column { const char *title; int width; } columns[] = {
  {NC_("column", "Tag"), 12}, {NC_("column", "Host"), 14}, {NC_("column", "User"), 12}, {NC_("column", "Office"), 12},
  {NC_("column", "Kind"), 10}, {NC_("column", "State"), 10}, {NC_("column", "Serial"), 14},
  {NC_("column", "Department"), 14}, {NC_("column", "Warranty"), 10}, {NC_("column", "Supplier"), 16},
};

static int rows(const struct model *model)
{
  return model->assets == NULL ? 0 : model->assets->rows;
}

static int detail_rows(struct rect inside)
{
  return inside.h >= DETAIL_FROM ? DETAIL : 0;
}

static int seen(const struct model *model)
{
  struct rect inside = rect_inside(model->place.pane[PANE_ASSET]);
  return MAX(inside.h - HEADING - detail_rows(inside), 1);
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Assets"));
  if (model->assets != NULL)
    g_string_append_printf(out, C_("count of assets", " %ld"), (long)model->assets->total);
  if (model->assets != NULL && model->assets->more)
    g_string_append_c(out, '+');
  if (*model->filter[PANE_ASSET] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_ASSET], -1);
  }
}

static void place(const struct model *model, GString *out)
{
  if (rows(model) > 0)
    g_string_append_printf(out, "%d/%ld", model->list[PANE_ASSET].cursor + 1, (long)model->assets->total);
}

static void cell(const struct model *model, const struct asset *asset, size_t column, GString *out)
{
  const char *kind = reference_asset_word(model->ref, WORD_KIND, asset->kind);
  const char *state = reference_asset_word(model->ref, WORD_STATE, asset->state);
  const char *text[] = {asset->tag,    asset->host,       asset->user,           NULL, kind, state,
                        asset->serial, asset->department, asset->warranty_until, asset->supplier};
  if (column == 3)
    place_name(model, asset->office, out);
  else
    text_clean(out, text[column] == NULL ? "" : text[column], -1);
}

static void draw_line(const struct model *model, struct grid *grid, struct rect at, const struct asset *asset,
                      style_t select)
{
  g_autoptr(GString) text = g_string_new(NULL);
  int x = at.x + 1, end = at.x + at.w;
  grid_fill(grid, at, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | select, select != 0 ? ">" : " ");
  for (size_t i = 0; i < G_N_ELEMENTS(columns) && x + columns[i].width <= end; i++) {
    bool last = i + 1 == G_N_ELEMENTS(columns) || x + columns[i].width + 1 + columns[i + 1].width > end;
    g_string_truncate(text, 0);
    if (asset == NULL)
      g_string_append(text, lang_text_context(columns[i].title));
    else
      cell(model, asset, i, text);
    grid_fit(grid, at.y, x, last ? end - x : columns[i].width, false, (style_t)((asset == NULL ? ROLE_QUIET
                                                                                 : ROLE_NORMAL) | select),
             text->str);
    x += columns[i].width + 1;
  }
}

static void detail(struct flow *flow, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    flow_labelled(flow, label, value);
}

struct lines { struct grid *grid; struct rect area; int line; };

static void detail_line(void *user, const char *line, gsize bytes)
{
  struct lines *lines = user;
  (void)bytes;
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line, lines->area.x + 1, lines->area.w - 1, ROLE_NORMAL, line);
  lines->line++;
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area, const struct asset *asset)
{
  g_autoptr(GString) office = g_string_new(NULL), kind = g_string_new(NULL), state = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  struct flow flow;
  rule_draw(model, grid, area, NULL);
  place_name(model, asset->office, office);
  asset_word(asset->kind, kind);
  asset_word(asset->state, state);
  flow_init(&flow, area.w - 2, detail_line, &lines);
  detail(&flow, C_("column", "Tag"), asset->tag);
  detail(&flow, C_("column", "Kind"), reference_asset_word(model->ref, WORD_KIND, asset->kind));
  detail(&flow, C_("column", "Host"), asset->host);
  detail(&flow, C_("column", "Serial"), asset->serial);
  detail(&flow, C_("column", "User"), asset->user);
  detail(&flow, C_("column", "Office"), office->str);
  detail(&flow, C_("column", "Department"), asset->department);
  detail(&flow, C_("column", "State"), reference_asset_word(model->ref, WORD_STATE, asset->state));
  detail(&flow, C_("column", "Bought"), asset->bought_on);
  detail(&flow, C_("column", "Warranty"), asset->warranty_until);
  detail(&flow, C_("column", "Renewal"), asset->renewal_on);
  detail(&flow, C_("column", "Supplier"), asset->supplier);
  detail(&flow, C_("column", "Note"), asset->note);
  flow_end(&flow);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_ASSET];
  if (state_not_there(model, grid, area, SLOT_ASSET, model->assets != NULL))
    return;
  draw_line(model, grid, (struct rect){area.y, area.x, 1, area.w}, NULL, 0);
  if (rows(model) == 0)
    state_line(grid, (struct rect){area.y + 1, area.x, area.h - 1, area.w}, ROLE_QUIET,
               *model->filter[PANE_ASSET] != '\0' ? _("No asset has these words. Type fewer of them.")
               : _("No asset is registered. `toban import assets FILE` reads a register."));
  for (int i = 0; i < seen(model) && list->top + i < rows(model); i++) {
    bool selected = model->focus == PANE_ASSET && list->top + i == list->cursor;
    draw_line(model, grid, (struct rect){area.y + HEADING + i, area.x, 1, area.w}, &model->assets->row[list->top + i],
              selected ? STYLE_SELECTED : 0);
  }
  int below = detail_rows(area);
  if (below > 0 && list->cursor < rows(model))
    draw_detail(model, grid, (struct rect){area.y + area.h - below, area.x, below, area.w},
                &model->assets->row[list->cursor]);
}

static int row_at(const struct model *model, int y, int x)
{
  (void)x;
  return y < HEADING || y - HEADING >= seen(model) ? -1 : model->list[PANE_ASSET].top + y - HEADING;
}

static void open_row(struct model *model, struct effects *effects)
{
  int cursor = model->list[PANE_ASSET].cursor;
  if (cursor < rows(model))
    card_show(model, model->assets->row[cursor].tag, effects);
}

const struct pane_ops pane_asset = {
  .id = PANE_ASSET, .name = "asset", .digit = 5, .filter = true, .time = PANE_TIME_NONE,
  .title = title, .place = place, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at, .open = open_row,
};
