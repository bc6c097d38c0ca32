/* The office card: what one has to know of an office while the phone rings. */
#include <string.h>

#include "card_lines.h"
#include "model_parts.h"
#include "state_line.h"
#include "toban/office_card.h"

static struct rect inside_of(const struct model *model)
{
  struct rect inside = rect_inside(model->place.pane[PANE_OFFICE]);
  inside.x++;
  inside.w = MAX(inside.w - 2, 0);
  return inside;
}

static int rows(const struct model *model)
{
  GPtrArray *lines = card_lines(model, inside_of(model).w);
  int count = (int)lines->len;
  g_ptr_array_unref(lines);
  return count;
}

static void title(const struct model *model, GString *out)
{
  card_title(model, out);
}

static void place(const struct model *model, GString *out)
{
  int all = rows(model), height = inside_of(model).h, top = model->list[PANE_OFFICE].top;
  if (all > height)
    g_string_append_printf(out, "%d-%d/%d", top + 1, MIN(top + height, all), all);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  if (*model->office == '\0') {
    state_line(grid, area, ROLE_QUIET, _("No office was chosen. O on a ticket or a clock shows its card."));
    return;
  }
  if (!state_not_there(model, grid, area, SLOT_PANE(PANE_OFFICE), card_there(model)))
    card_draw(model, grid, inside_of(model), model->list[PANE_OFFICE].top);
}

static void *args(const struct model *model)
{
  struct office_card_args *args = g_new0(struct office_card_args, 1);
  g_strlcpy(args->office, model->office, sizeof args->office);
  args->now = model->now;
  return args;
}

static const struct pane_read read = {.run = office_card_read, .args = args, .minutes = true,
                                      .topics = TOPIC_TICKET | TOPIC_ENDPOINT | TOPIC_ASSET | TOPIC_REFERENCE};
const struct pane_ops pane_office = {
  .id = PANE_OFFICE, .name = "office", .time = PANE_TIME_MINUTES, .text = true,
  .title = title, .place = place, .draw = draw, .rows = rows, .read = &read,
};
