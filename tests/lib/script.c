#include "script.h"

#include <stdlib.h>
#include <string.h>

utc_t script_time(const char *text)
{
  utc_t at;
  GError *error = NULL;
  char *full = strchr(text, 'T') != NULL      ? g_strdup(text)
               : strlen(text) == strlen("2026-11-20 09:00") ? g_strconcat(text, ":00+09:00", NULL)
                                                            : g_strconcat(text, "+09:00", NULL);
  utc_parse(full, &at, &error);
  g_assert_no_error(error);
  g_free(full);
  return at;
}

char *script_text(utc_t at, char buffer[static 32])
{
  return at == UTC_NONE ? strcpy(buffer, "none") : utc_format(at, buffer);
}

static const char *keep(struct script *script, const char *text)
{
  char *copy = g_strdup(text);
  g_ptr_array_add(script->strings, copy);
  return copy;
}

static void channel_of(struct ticket_event *event, const char *text)
{
  g_assert_true(channel_parse(text, &event->channel));
}

static unsigned clocks_of(const char *text)
{
  int clock;
  if (strcmp(text, "both") == 0)
    return CLOCK_BIT(CLOCK_RESPONSE) | CLOCK_BIT(CLOCK_RESOLUTION);
  g_assert_true(sla_clock_parse(text, &clock));
  return CLOCK_BIT(clock);
}

static void changes(struct script *script, struct ticket_event *event, char **word)
{
  for (; *word != NULL; word++) {
    char *value = strchr(*word, '=');
    *value++ = '\0';
    if (strcmp(*word, "priority") == 0)
      event->priority = atoi(value);
    else if (strcmp(*word, "channel") == 0)
      channel_of(event, value);
    else if (strcmp(*word, "office") == 0)
      event->office = keep(script, value);
    else
      event->category = keep(script, value);
  }
}

static void fields(struct script *script, struct ticket_event *event, char **word)
{
  if (event->kind == EVENT_RECEIVED) {
    event->priority = atoi(word[0]);
    channel_of(event, word[1]);
    event->category = keep(script, word[2]);
    event->office = keep(script, word[3]);
  } else if (event->kind == EVENT_CHANGED) {
    changes(script, event, word);
  } else if (event->kind >= EVENT_EXCLUSION_REQUESTED) {
    event->clocks = clocks_of(word[0]);
    event->by = keep(script, word[1]);
    event->reason = "other";
  } else if (word[0] != NULL) {
    event->target = keep(script, word[0]);
  }
}

static void read_line(struct script *script, const char *line)
{
  struct ticket_event *event = &script->event[script->events++];
  char **word = g_strsplit(line, " ", -1), **rest = word + 1;
  *event = (struct ticket_event){.ticket = "T1", .by = "toban1", .channel = CHANNEL_NONE};
  if (strchr(word[0], 'T') != NULL) {
    event->at = script_time(word[0]);
  } else {
    char *time = g_strjoin(" ", word[0], word[1], NULL);
    event->at = script_time(time);
    g_free(time);
    rest++;
  }
  g_assert_true(event_kind_parse(rest[0], &event->kind));
  fields(script, event, rest + 1);
  g_strfreev(word);
}

void script_init(struct script *script, const char *text)
{
  *script = (struct script){.strings = g_ptr_array_new_with_free_func(g_free)};
  char **lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      read_line(script, *line);
  g_strfreev(lines);
}

void script_clear(struct script *script)
{
  g_ptr_array_unref(script->strings);
}

/* --- the world ------------------------------------------------------------------------------------ */
static const char *office_calendar(void *user, const char *office)
{
  static _Thread_local char id[32];
  (void)user;
  g_snprintf(id, sizeof id, g_ascii_isdigit(*office) ? "office-%s" : "%s", office);
  return id;
}

static struct calendar_file file(const char *name, const char *header, const char *rows, char **text)
{
  *text = g_strconcat(header, "\n", rows == NULL ? "" : rows, NULL);
  return (struct calendar_file){name, *text, strlen(*text)};
}

void world_init(struct world *world, const char *calendars, const char *holidays, const char *specials, const char *policies)
{
  char *text[4];
  GError *error = NULL;
  struct calendar_files files = {
    file("calendars", "id,tz,mon,tue,wed,thu,fri,sat,sun,holidays", calendars, &text[0]),
    file("holidays", "set,date,name_ja,name_en", holidays, &text[1]),
    file("special-dates", "calendar,date,hours,name_ja,name_en", specials, &text[2]), true};
  struct calendar_file rows =
    file("policies", "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en",
         policies, &text[3]);
  world->calendars = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  world->policies = policy_set_new(&rows, world->calendars, &error);
  g_assert_no_error(error);
  world->context = (struct sla_context){world->calendars, world->policies, office_calendar, NULL};
  for (int i = 0; i < 4; i++)
    g_free(text[i]);
}

void world_clear(struct world *world)
{
  policy_set_unref(world->policies);
  calendar_set_unref(world->calendars);
}
