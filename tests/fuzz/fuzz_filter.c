/* Any bytes as a filter: refused with a place inside the text and a reason, or understood; what is understood is written
 * again to the same filter, and answers without reading beyond its ticket.
 * usage: fuzz_filter [-max_total_time=60] [CORPUS]   (libFuzzer) */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/small_desk.h"
#include "toban/filter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1795617667)
static const struct ticket ticket = {
  .key = "261125-0014", .title = "会議室のプリンター", .requester = "A. Rivera", .lang = "en", .category = "5.1.2",
  .office = "40", .assignee = "ichiro", .state = TICKET_OPEN, .channel = CHANNEL_MAIL, .priority = 2,
  .received_at = NOW - 3000, .changed_at = NOW - 10, .answered_at = UTC_NONE, .closed_at = UTC_NONE,
  .expected_at = NOW + 60, .callback_at = UTC_NONE,
};

static bool matches(const struct filter *filter)
{
  struct filter_ticket facts = {&ticket, "261125-0014\na. rivera\n会議室ノプリンタ", NOW + 3600, NOW + 3601, true, false, ";vip;プリンター;", true};
  struct filter_eyes eyes = {NOW, "ichiro"};
  struct filter_narrow narrow;
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(utc_t));
  filter_turns(filter, &facts, turns);
  filter_narrow(filter, &eyes, &narrow);
  bool result = filter_matches(filter, &facts, &eyes);
  if (result && !narrow.open)
    abort();
  g_array_unref(turns);
  return result;
}

static void check_fault(const char *text, struct filter_fault *fault)
{
  GString *mark = g_string_new(NULL);
  if (fault->text == NULL || fault->at > strlen(text) || fault->at + fault->length > strlen(text))
    abort();
  filter_fault_mark(text, fault, mark);
  if (!g_utf8_validate(mark->str, -1, NULL))
    abort();
  g_string_free(mark, TRUE);
  g_clear_pointer(&fault->text, g_free);
}

/* Written again it may have grown over the limit; then it is not read again. */
static void check_print(const struct filter *filter, const struct reference *ref)
{
  struct filter_fault fault;
  char *print = filter_print(filter);
  struct filter *again = strlen(print) > FILTER_MAX ? NULL : filter_parse(print, ref, false, &fault);
  if (again != NULL) {
    char *twice = filter_print(again);
    if (strcmp(print, twice) != 0 || matches(filter) != matches(again))
      abort();
    g_free(twice);
  } else if (strlen(print) <= FILTER_MAX) {
    abort();
  }
  filter_free(again);
  g_free(print);
}

static void check(const char *text, const struct reference *ref, bool typing)
{
  struct filter_fault fault;
  struct filter *filter = filter_parse(text, ref, typing, &fault);
  if (filter == NULL || fault.text != NULL)
    check_fault(text, &fault);
  if (filter != NULL)
    check_print(filter, ref);
  filter_free(filter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0 || size > 2 * FILTER_MAX)
    return 0;
  char *text = g_strndup((const char *)data + 1, size - 1);
  const struct reference *ref = (*data & 1) != 0 ? &small_desk : NULL;
  check(text, ref, (*data & 2) != 0);
  if (g_utf8_validate(text, -1, NULL)) {
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    size_t from;
    filter_complete(text, ref, &from, found);
    if (from > strlen(text))
      abort();
    g_ptr_array_unref(found);
  }
  g_free(text);
  return 0;
}
