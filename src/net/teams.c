#include "teams.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "toban/json.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { BODY_BYTES = 16000, LINES_MOST = 200 };

/* A line as a RichTextBlock: a TextBlock would take the sender's asterisks and brackets for markup. */
static json_t *line_block(const char *text, bool strong)
{
  json_t *run = json_pack("{s:s, s:o}", "type", "TextRun", "text", json_text(*text == '\0' ? " " : text));
  if (strong)
    json_object_set_new(run, "weight", json_string("bolder"));
  return json_pack("{s:s, s:[o]}", "type", "RichTextBlock", "inlines", run);
}

static void add_lines(json_t *blocks, const char *body)
{
  GString *clean = text_clean_lines(g_string_new(NULL), body, (gssize)strlen(body));
  char **line = g_strsplit(clean->str, "\n", -1);
  size_t bytes = 0;
  for (int i = 0; line[i] != NULL; i++) {
    bytes += strlen(line[i]) + 60;
    if (i >= LINES_MOST || bytes > BODY_BYTES) {
      json_array_append_new(blocks, line_block(_("(cut; the whole of it is with the ticket)"), false));
      break;
    }
    json_array_append_new(blocks, line_block(line[i], false));
  }
  g_strfreev(line);
  g_string_free(clean, TRUE);
}

char *teams_card(const char *subject, const char *body, bool again)
{
  json_t *blocks = json_array();
  GString *title = text_clean(g_string_new(NULL), subject, -1);
  json_array_append_new(blocks, line_block(title->str, true));
  if (again)
    json_array_append_new(blocks, line_block(_("(sent again: you may have had this already)"), false));
  add_lines(blocks, body);
  json_t *card = json_pack("{s:s, s:s, s:s, s:o}", "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
                           "type", "AdaptiveCard", "version", "1.4", "body", blocks);
  json_t *document = json_pack("{s:s, s:[{s:s, s:n, s:o}]}", "type", "message", "attachments", "contentType",
                               "application/vnd.microsoft.card.adaptive", "contentUrl", "content", card);
  char *text = json_dumps(document, JSON_COMPACT), *copy = g_strdup(text);
  free(text);
  json_decref(document);
  g_string_free(title, TRUE);
  return copy;
}

/* An old connector answers 200 whatever happens, and says in words that it failed. */
static bool says_failed(const struct http_reply *reply)
{
  static const char words[] = "failed";
  return reply->body != NULL && g_strstr_len(reply->body, (gssize)reply->length, words) != NULL;
}

void teams_judge(const struct http_reply *reply, struct send_end *out)
{
  *out = (struct send_end){.reason = reply->reason};
  g_strlcpy(out->detail, reply->detail == NULL ? "" : reply->detail, sizeof out->detail);
  if (reply->body != NULL) {
    char *valid = g_utf8_make_valid(reply->body, (gssize)MIN(reply->length, sizeof out->answer - 1));
    g_strlcpy(out->answer, valid, sizeof out->answer);
    g_free(valid);
  }
  if (reply->reason != REASON_NONE) {
    out->doubt = reply->sent && reply->status == 0; /* it went out, and no answer came */
    return;
  }
  if (http_status_in("200-299", reply->status) && !says_failed(reply))
    return;
  out->reason = REASON_STATUS;
  g_snprintf(out->detail, sizeof out->detail, "%d", reply->status);
  out->final = reply->status >= 400 && reply->status < 500 && reply->status != 408 && reply->status != 429;
}
