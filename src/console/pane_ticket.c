/* A ticket in full: its head, its timeline, and the area where an answer or a note is typed. */
#include <string.h>

#include "model_parts.h"
#include "state_line.h"
#include "ticket_lines.h"

static bool there(const struct model *model)
{
  return model->ticket != NULL && strcmp(model->ticket->t.key, model->ticket_key) == 0;
}

static struct rect inside_of(const struct model *model)
{
  struct rect inside = rect_inside(model->place.pane[PANE_TICKET]);
  inside.x++;
  inside.w = MAX(inside.w - 2, 0);
  return inside;
}

static int editor_rows(const struct model *model, struct rect inside)
{
  return model->editor == NULL ? 0 : editor_height(model, inside.h) + 1;
}

/* The head gives way when the pane is low: two lines of the timeline stay in any case. */
static int head_rows(const struct model *model, struct rect inside, const GPtrArray *head)
{
  int room = inside.h - editor_rows(model, inside) - 3;
  return CLAMP((int)head->len, 1, MAX(room, 1));
}

static GPtrArray *body_of(const struct model *model, int width)
{
  return model->explain ? ticket_explanation(model, width) : ticket_timeline(model, width);
}

static int rows(const struct model *model)
{
  struct rect inside = inside_of(model);
  if (!there(model) || inside.w <= 0)
    return 0;
  GPtrArray *lines = body_of(model, inside.w);
  int count = (int)lines->len;
  g_ptr_array_unref(lines);
  return count;
}

static int seen(const struct model *model)
{
  struct rect inside = inside_of(model);
  if (!there(model) || inside.w <= 0)
    return 1;
  GPtrArray *head = ticket_head(model, inside.w);
  int left = inside.h - head_rows(model, inside, head) - 1 - editor_rows(model, inside);
  g_ptr_array_unref(head);
  return MAX(left, 1);
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Ticket"));
  if (*model->ticket_key != '\0')
    g_string_append_printf(out, " %s", model->ticket_key);
}

static void place(const struct model *model, GString *out)
{
  int all = rows(model), height = seen(model);
  if (all > height)
    g_string_append_printf(out, "%d-%d/%d", model->list[PANE_TICKET].top + 1, MIN(model->list[PANE_TICKET].top + height,
                                                                                  all), all);
}

static void draw_editor(const struct model *model, struct grid *grid, struct rect area)
{
  char *title = g_strdup_printf(_("%s: F2/Ctrl-D send, ^T texts, ^X $EDITOR, Esc keep "),
                                _(editor_title(model->editor->kind)));
  rule_draw(model, grid, area, title);
  g_free(title);
  prompt_draw(&model->editor->prompt, grid, (struct rect){area.y + 1, area.x, area.h - 1, area.w}, ROLE_NORMAL, true);
}

static void draw_line(struct grid *grid, struct rect area, int y, const struct ticket_line *line, bool timeline)
{
  int lead = timeline ? ticket_lead_width() : 0;
  bool whole = timeline && line->role == ROLE_QUIET; /* a date */
  if (line->lead != NULL)
    grid_put(grid, y, area.x, lead, ROLE_QUIET, line->lead);
  grid_put(grid, y, area.x + (whole ? 0 : lead), area.w - (whole ? 0 : lead), (style_t)line->role, line->text);
}

static void draw_timeline(const struct model *model, struct grid *grid, struct rect area)
{
  GPtrArray *lines = body_of(model, area.w);
  for (int i = 0; i < area.h && model->list[PANE_TICKET].top + i < (int)lines->len; i++)
    draw_line(grid, area, area.y + i, lines->pdata[model->list[PANE_TICKET].top + i], !model->explain);
  g_ptr_array_unref(lines);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  area.x++;
  area.w = MAX(area.w - 2, 0);
  if (*model->ticket_key == '\0') {
    state_line(grid, area, ROLE_QUIET, _("No ticket is open. Enter on a row of the queue opens it."));
    return;
  }
  if (state_not_there(model, grid, area, SLOT_TICKET, there(model)))
    return;
  GPtrArray *head = ticket_head(model, area.w);
  int top = head_rows(model, area, head), bottom = editor_rows(model, area);
  for (int i = 0; i < top; i++)
    draw_line(grid, area, area.y + i, head->pdata[i], false);
  g_ptr_array_unref(head);
  rule_draw(model, grid, (struct rect){area.y + top, area.x, 1, area.w}, NULL);
  draw_timeline(model, grid, (struct rect){area.y + top + 1, area.x, area.h - top - 1 - bottom, area.w});
  if (bottom > 0)
    draw_editor(model, grid, (struct rect){area.y + area.h - bottom, area.x, bottom, area.w});
}

const struct pane_ops pane_ticket = {
  .id = PANE_TICKET, .name = "ticket", .digit = 6, .time = PANE_TIME_SECONDS, .text = true,
  .title = title, .place = place, .draw = draw, .rows = rows, .seen = seen,
};
