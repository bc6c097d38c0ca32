/* The form on the screen: fields, some of them side by side, below them what is found, and the office card beside it
 * where there is room. */
#include <string.h>

#include "card_lines.h"
#include "form.h"
#include "office_time.h"
#include "state_line.h"
#include "toban/received.h"
#include "toban/text.h"

enum { LABEL = 10, WIDE = 120 /* columns from which the card stands beside */, FORM_WIDTH = 78, FORM_HEIGHT = 30,
       BODY_ROWS = 5, SUGGESTIONS = 6, FIXED = 8 /* rows of the fields but the body, and the rule */ };

static int label_width(void)
{
  int width = LABEL;
  for (int i = 0; i < FIELDS; i++)
    width = MAX(width, text_width(_(form_fields[i].label)) + 1);
  return width;
}

static void draw_field(const struct model *model, struct grid *grid, int field, struct rect area)
{
  const struct form *form = model->form;
  bool here = form->at == field && !form->card;
  int label = label_width();
  struct rect text = {area.y, area.x + label + 2, area.h, area.w - label - 2};
  grid_put(grid, area.y, area.x, 1, ROLE_KEY, here ? ">" : " ");
  grid_fit(grid, area.y, area.x + 1, label, false, here ? ROLE_TITLE : ROLE_QUIET, _(form_fields[field].label));
  if (form_fields[field].kind == FORM_CHOICE) {
    char *shown = g_strdup_printf(here ? "< %s >" : "%s", prompt_text(&form->text[field]));
    grid_fit(grid, text.y, text.x, text.w, false, ROLE_NORMAL | (here ? STYLE_SELECTED : 0), shown);
    g_free(shown);
    return;
  }
  if (here || field == FIELD_BODY)
    prompt_draw(&form->text[field], grid, text, ROLE_NORMAL, here);
  else /* from its beginning, wherever the cursor was left */
    grid_fit(grid, text.y, text.x, text.w, false, ROLE_NORMAL, prompt_text(&form->text[field]));
  if (!here && *prompt_text(&form->text[field]) == '\0')
    grid_put(grid, text.y, text.x, text.w, ROLE_QUIET, "-");
}

static void draw_pair(const struct model *model, struct grid *grid, int left, int right, struct rect area)
{
  int half = area.w / 2;
  draw_field(model, grid, left, (struct rect){area.y, area.x, 1, half - 1});
  draw_field(model, grid, right, (struct rect){area.y, area.x + half, 1, area.w - half});
}

/* Behind the office: what time it is there, and whether somebody is at work. */
static void draw_office(const struct model *model, struct grid *grid, struct rect area)
{
  const struct office *office =
      model->ref == NULL ? NULL : reference_office(model->ref, model->form->value[FIELD_OFFICE]);
  int half = area.w / 2;
  draw_field(model, grid, FIELD_OFFICE, (struct rect){area.y, area.x, 1, office == NULL ? area.w : half - 1});
  if (office == NULL)
    return;
  struct office_time time = office_time(model, office);
  g_autoptr(GString) text = g_string_new(NULL);
  int width = area.w - half;
  g_string_append_printf(text, "%s %s  ", time.weekday, time.clock);
  office_status(model, office, &time, width - text_width(text->str), text);
  grid_fit(grid, area.y, area.x + half, width, false,
           !time.known ? ROLE_UNKNOWN : time.now.open ? ROLE_GOOD : ROLE_NORMAL, text->str);
}

static void draw_known(const struct model *model, struct grid *grid, struct rect area)
{
  int label = label_width();
  grid_fit(grid, area.y, area.x + label + 2, area.w - label - 2, false, ROLE_TITLE, model->form->known);
}

/* What the words about the time mean. */
static void draw_received(const struct model *model, struct grid *grid, struct rect area)
{
  const char *text = prompt_text(&model->form->text[FIELD_RECEIVED]);
  draw_pair(model, grid, FIELD_LANG, FIELD_RECEIVED, area);
  utc_t at;
  int used = area.w / 2 + label_width() + 3 + text_width(text) + 1;
  if (*text == '\0' || used >= area.w - 4)
    return;
  if (!received_parse(text, model->now, &at)) {
    grid_fit(grid, area.y, area.x + used, area.w - used, false, ROLE_BAD, "?");
    return;
  }
  char date[64], time[16], *shown;
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_MINIMAL, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  shown = g_strdup_printf("= %s %s", date, time);
  grid_fit(grid, area.y, area.x + used, area.w - used, false, ROLE_QUIET, shown);
  g_free(shown);
}

static void draw_fields(const struct model *model, struct grid *grid, struct rect inside)
{
  int body = CLAMP(inside.h - FIXED - SUGGESTIONS, 1, BODY_ROWS), y = inside.y, w = inside.w - 1, x = inside.x;
  draw_pair(model, grid, FIELD_CHANNEL, FIELD_PRIORITY, (struct rect){y++, x, 1, w});
  draw_field(model, grid, FIELD_REQUESTER, (struct rect){y++, x, 1, w});
  draw_known(model, grid, (struct rect){y++, x, 1, w});
  draw_office(model, grid, (struct rect){y++, x, 1, w});
  draw_field(model, grid, FIELD_TITLE, (struct rect){y++, x, 1, w});
  draw_field(model, grid, FIELD_BODY, (struct rect){y, x, body, w});
  y += body;
  draw_pair(model, grid, FIELD_CATEGORY, FIELD_TEMPLATE, (struct rect){y++, x, 1, w});
  draw_received(model, grid, (struct rect){y++, x, 1, w});
  form_suggest_draw(model, grid, (struct rect){y, inside.x, inside.y + inside.h - y, inside.w});
}

static void draw_card(const struct model *model, struct grid *grid, struct rect frame, const char *foot)
{
  g_autoptr(GString) title = g_string_new(NULL);
  struct rect inside = rect_inside(frame);
  const char *office = model->form->value[FIELD_OFFICE];
  bool known = *office != '\0' && strcmp(model->office, office) == 0;
  card_title(model, title);
  grid_fill(grid, frame, ROLE_NORMAL);
  grid_box(grid, frame, false, title->str, known ? foot : NULL);
  if (!known) {
    state_line(grid, inside, ROLE_QUIET, _("The card comes with the office."));
    return;
  }
  struct rect area = {inside.y, inside.x + 1, inside.h, MAX(inside.w - 2, 0)};
  if (!state_not_there(model, grid, area, SLOT_PANE(PANE_OFFICE), card_there(model)))
    card_draw(model, grid, area, model->form->card_top);
}

void form_draw(const struct model *model, struct grid *grid)
{
  struct rect body = model->place.body;
  bool wide = body.w >= WIDE;
  struct rect frame = rect_centre(body, wide ? FORM_HEIGHT : FORM_HEIGHT - 6, wide ? body.w : FORM_WIDTH + 2);
  struct rect card = frame;
  if (wide) {
    frame.w = FORM_WIDTH;
    card.x += FORM_WIDTH;
    card.w -= FORM_WIDTH;
  }
  grid_fill(grid, frame, ROLE_NORMAL);
  grid_box(grid, frame, true, _("New ticket"),
           wide ? _("Enter, Tab next  F2 take in  Esc later  Ctrl-T other draft")
                : _("Enter, Tab next  F2 take in  Esc later  Ctrl-O office"));
  draw_fields(model, grid, rect_inside(frame));
  if (wide)
    draw_card(model, grid, card, _("PgUp, PgDn"));
  else if (model->form->card)
    draw_card(model, grid, frame, _("PgUp, PgDn  Esc back to the form"));
}
