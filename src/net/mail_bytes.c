/* A mail as bytes, by GMime: headers in UTF-8 by encoded words, the text as base64. */
#include <gmime/gmime.h>
#include <string.h>

#include "mail.h"
#include "toban/lang.h"

static void add_address(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  InternetAddress *mailbox = internet_address_mailbox_new(name, address);
  InternetAddressList *list = g_mime_message_get_addresses(message, type);
  internet_address_list_add(list, mailbox);
  g_object_unref(mailbox);
}

/* The part behind the "@": what makes a Message-ID ours. */
static const char *domain_of(const char *address)
{
  const char *at = strrchr(address, '@');
  return at == NULL || at[1] == '\0' ? "localhost" : at + 1;
}

static GMimeTextPart *text_part(const struct mail *mail)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
  char *again = mail->again ? g_strdup_printf("%s\n%s\n\n", lang_text_in(LANG_JA, N_("(sent again: you may have had "
                                                                                   "this mail already)")),
                                              lang_text_in(LANG_EN, N_("(sent again: you may have had this mail "
                                                                       "already)"))) : NULL;
  char *body = g_strconcat(again == NULL ? "" : again, mail->body, NULL);
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, body);
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_BASE64);
  g_free(body);
  g_free(again);
  return part;
}

static void set_headers(GMimeMessage *message, const struct mail_server *server, const struct mail *mail)
{
  GDateTime *utc = g_date_time_new_from_unix_utc(mail->at);
  GTimeZone *japan = g_time_zone_new_offset(9 * 3600);
  GDateTime *date = g_date_time_to_timezone(utc, japan);
  char *id = g_strdup_printf("%s.toban@%s", mail->id, domain_of(server->from));
  add_address(message, GMIME_ADDRESS_TYPE_FROM, "toban", server->from);
  add_address(message, GMIME_ADDRESS_TYPE_TO, NULL, mail->to);
  g_mime_message_set_subject(message, mail->subject, "utf-8");
  g_mime_message_set_date(message, date);
  g_mime_message_set_message_id(message, id);
  /* RFC 3834: nobody's absence notice answers this. */
  g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", "utf-8");
  if (mail->again)
    g_mime_object_set_header(GMIME_OBJECT(message), "X-Toban-Sent-Again", "yes", "utf-8");
  g_free(id);
  g_date_time_unref(date);
  g_time_zone_unref(japan);
  g_date_time_unref(utc);
}

char *mail_bytes(const struct mail_server *server, const struct mail *mail, size_t *length)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    g_mime_init();
    g_once_init_leave(&once, 1);
  }
  GMimeMessage *message = g_mime_message_new(TRUE);
  GMimeTextPart *part = text_part(mail);
  set_headers(message, server, mail);
  g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
  GMimeFormatOptions *format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  GMimeStream *stream = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  char *out = g_strndup((const char *)bytes->data, bytes->len);
  *length = bytes->len;
  g_object_unref(stream);
  g_mime_format_options_free(format);
  g_object_unref(part);
  g_object_unref(message);
  return out;
}
