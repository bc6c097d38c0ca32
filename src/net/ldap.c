#include "ldap.h"

#include <string.h>

/* Tag, length (short or two bytes), content: BER as far as RFC 4511, 5.1 needs it. */
static void put(GByteArray *out, guint8 tag, const void *content, gsize length)
{
  const guint8 brief[] = {tag, (guint8)length}, wide[] = {tag, 0x82, (guint8)(length >> 8), (guint8)length};
  g_byte_array_append(out, length < 0x80 ? brief : wide, length < 0x80 ? sizeof brief : sizeof wide);
  g_byte_array_append(out, content, (guint)length);
}

static GByteArray *message(guint8 tag, GByteArray *take_operation)
{
  static const guint8 number[] = {0x02, 0x01, 0x01};
  GByteArray *body = g_byte_array_new(), *out = g_byte_array_new();
  g_byte_array_append(body, number, sizeof number);
  put(body, tag, take_operation->data, take_operation->len);
  put(out, 0x30, body->data, body->len);
  g_byte_array_unref(take_operation);
  g_byte_array_unref(body);
  return out;
}

GByteArray *ldap_bind_message(const char *login)
{
  static const guint8 version[] = {0x02, 0x01, 0x03};
  const char *name = login == NULL ? "" : login, *colon = strchr(name, ':');
  gsize length = colon == NULL ? strlen(name) : (gsize)(colon - name);
  const char *password = colon == NULL ? "" : colon + 1;
  GByteArray *bind = g_byte_array_new();
  g_byte_array_append(bind, version, sizeof version);
  put(bind, 0x04, name, MIN(length, 4096));
  put(bind, 0x80, password, MIN(strlen(password), 8192));
  return message(0x60, bind);
}

GByteArray *ldap_starttls_message(void)
{
  static const char name[] = "1.3.6.1.4.1.1466.20037";
  GByteArray *request = g_byte_array_new();
  put(request, 0x80, name, sizeof name - 1);
  return message(0x77, request);
}

/* Past a tag and its length; 0: more must come; -1: nonsense. */
static int skip_head(const guint8 *in, gsize length, gsize *at)
{
  if (length < *at + 2)
    return 0;
  gsize more = in[*at + 1] < 0x80 ? 0 : in[*at + 1] & 0x7fu;
  *at += 2 + more;
  return more > 4 ? -1 : length >= *at ? 1 : 0;
}

int ldap_answer(const char *bytes, gsize length, int operation, int *code)
{
  const guint8 *in = (const guint8 *)bytes;
  gsize at = 0;
  if (length > 0 && in[0] != 0x30)
    return -1;
  int got = skip_head(in, length, &at);
  if (got <= 0 || length < at + 4)
    return got < 0 ? -1 : 0;
  if (memcmp(in + at, "\x02\x01\x01", 3) != 0 || in[at + 3] != operation)
    return -1;
  at += 3;
  got = skip_head(in, length, &at);
  if (got <= 0 || length < at + 3)
    return got < 0 ? -1 : 0;
  if (in[at] != 0x0a || in[at + 1] != 1)
    return -1;
  *code = in[at + 2];
  return 1;
}
