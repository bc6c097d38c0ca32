#include "chain.h"

#include <string.h>

void chain_init(struct chain *chain)
{
  chain->sum = g_checksum_new(G_CHECKSUM_SHA256);
  chain->text = g_string_sized_new(1024);
}

void chain_clear(struct chain *chain)
{
  g_checksum_free(chain->sum);
  g_string_free(chain->text, TRUE);
}

static void put_text(GString *out, const char *name, const char *value)
{
  char length[32];
  if (value == NULL)
    return;
  size_t bytes = strlen(value);
  g_snprintf(length, sizeof length, ":%zu:", bytes);
  g_string_append(out, name);
  g_string_append(out, length);
  g_string_append_len(out, value, (gssize)bytes);
  g_string_append_c(out, '\n');
}

static void put_int(GString *out, const char *name, int64_t value)
{
  char text[32];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, value);
  put_text(out, name, text);
}

static void put_record(GString *out, const struct event_record *r)
{
  const struct ticket_event *e = &r->e;
  put_int(out, "seq", e->seq);
  put_text(out, "ticket", e->ticket);
  put_text(out, "subject", r->subject);
  put_int(out, "at", e->at);
  put_text(out, "by", e->by);
  put_text(out, "kind", r->kind != NULL ? r->kind : event_kind_id(e->kind));
  put_text(out, "channel", e->channel == CHANNEL_NONE ? NULL : channel_id(e->channel));
  if (e->priority != PRIORITY_NONE)
    put_int(out, "priority", e->priority);
  put_text(out, "category", e->category);
  put_text(out, "office", e->office);
  put_text(out, "title", e->title);
  put_text(out, "requester", e->requester);
  put_text(out, "lang", e->lang);
  put_text(out, "body", e->body);
  put_text(out, "target", e->target);
  put_text(out, "clocks", clocks_text(e->clocks));
  put_text(out, "reason", e->reason);
  put_text(out, "data", r->data);
  put_int(out, "recorded_at", r->recorded_at);
  put_text(out, "command", r->command);
}

void chain_hash(struct chain *chain, const char *before, const struct event_record *record,
                char out[static CHAIN_HASH])
{
  guint8 digest[32];
  gsize length = sizeof digest;
  g_string_assign(chain->text, "toban 1 ");
  g_string_append(chain->text, before);
  g_string_append_c(chain->text, '\n');
  put_record(chain->text, record);
  g_checksum_reset(chain->sum);
  g_checksum_update(chain->sum, (const guchar *)chain->text->str, (gssize)chain->text->len);
  g_checksum_get_digest(chain->sum, digest, &length);
  char *text = g_base64_encode(digest, length);
  memcpy(out, text, CHAIN_HASH - 1); /* the 44th character is the padding */
  out[CHAIN_HASH - 1] = '\0';
  g_free(text);
}

const char *clocks_text(unsigned clocks)
{
  static const char *const texts[] = {NULL, "response", "resolution", "response;resolution"};
  return texts[clocks & (CLOCK_BIT(CLOCKS) - 1)];
}

unsigned clocks_parse(const char *text)
{
  unsigned clocks = 0;
  char **words = g_strsplit(text == NULL ? "" : text, ";", -1);
  for (int i = 0; words[i] != NULL; i++) {
    int clock;
    if (sla_clock_parse(words[i], &clock))
      clocks |= CLOCK_BIT(clock);
  }
  g_strfreev(words);
  return clocks;
}
