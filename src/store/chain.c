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

void chain_begin(struct chain *chain, const char *before)
{
  g_string_assign(chain->text, "toban 1 ");
  g_string_append(chain->text, before);
  g_string_append_c(chain->text, '\n');
}

void chain_put(struct chain *chain, const char *name, const char *value, size_t bytes)
{
  char length[32];
  g_snprintf(length, sizeof length, ":%zu:", bytes);
  g_string_append(chain->text, name);
  g_string_append(chain->text, length);
  g_string_append_len(chain->text, value, (gssize)bytes);
  g_string_append_c(chain->text, '\n');
}

void chain_end(struct chain *chain, char out[static CHAIN_HASH])
{
  guint8 digest[32];
  gsize length = sizeof digest;
  g_checksum_reset(chain->sum);
  g_checksum_update(chain->sum, (const guchar *)chain->text->str, (gssize)chain->text->len);
  g_checksum_get_digest(chain->sum, digest, &length);
  char *text = g_base64_encode(digest, length);
  memcpy(out, text, CHAIN_HASH - 1); /* the 44th character is the padding */
  out[CHAIN_HASH - 1] = '\0';
  g_free(text);
}

static void put_text(struct chain *chain, const char *name, const char *value)
{
  if (value != NULL)
    chain_put(chain, name, value, strlen(value));
}

static void put_int(struct chain *chain, const char *name, int64_t value)
{
  char text[32];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, value);
  put_text(chain, name, text);
}

static void put_record(struct chain *chain, const struct event_record *r)
{
  const struct ticket_event *e = &r->e;
  put_int(chain, "seq", e->seq);
  put_text(chain, "ticket", e->ticket);
  put_text(chain, "subject", r->subject);
  put_int(chain, "at", e->at);
  put_text(chain, "by", e->by);
  put_text(chain, "kind", r->kind != NULL ? r->kind : event_kind_id(e->kind));
  put_text(chain, "channel", e->channel == CHANNEL_NONE ? NULL : channel_id(e->channel));
  if (e->priority != PRIORITY_NONE)
    put_int(chain, "priority", e->priority);
  put_text(chain, "category", e->category);
  put_text(chain, "office", e->office);
  put_text(chain, "title", e->title);
  put_text(chain, "requester", e->requester);
  put_text(chain, "lang", e->lang);
  put_text(chain, "body", e->body);
  put_text(chain, "target", e->target);
  put_text(chain, "clocks", clocks_text(e->clocks));
  put_text(chain, "reason", e->reason);
  put_text(chain, "data", r->data);
  put_int(chain, "recorded_at", r->recorded_at);
  put_text(chain, "command", r->command);
  if (e->until != 0)
    put_int(chain, "until", e->until);
  if (e->amount != 0)
    put_int(chain, "amount", e->amount);
}

void chain_hash(struct chain *chain, const char *before, const struct event_record *record,
                char out[static CHAIN_HASH])
{
  chain_begin(chain, before);
  put_record(chain, record);
  chain_end(chain, out);
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
