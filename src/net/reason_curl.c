#include "reason_curl.h"

#include <errno.h>
#include <string.h>

/* Of OpenSSL's x509_vfy.h: X509_V_OK, X509_V_ERR_UNSPECIFIED (libcurl's value when only the name is wrong),
 * X509_V_ERR_CERT_HAS_EXPIRED. */
enum { X509_OK = 0, X509_UNSPECIFIED = 1, X509_EXPIRED = 10 };

static bool errno_is_ours(long n)
{
  return n == EMFILE || n == ENFILE || n == ENOBUFS || n == ENOMEM || n == EADDRNOTAVAIL;
}

static enum check_reason no_connection(CURL *easy, const char *error, char *detail, size_t size)
{
  long n = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &n);
  if (n == ECONNREFUSED)
    return REASON_REFUSED;
  if (n == ENETUNREACH || n == EHOSTUNREACH)
    return REASON_NO_ROUTE;
  g_strlcpy(detail, n != 0 ? g_strerror((int)n) : error, size);
  return errno_is_ours(n) ? REASON_RESOURCES : REASON_NOT_CONNECTED;
}

static enum check_reason not_verified(CURL *easy, const char *error, const char *host, char *detail, size_t size)
{
  long verdict = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
  bool named_otherwise = verdict == X509_OK || verdict == X509_UNSPECIFIED;
  g_strlcpy(detail, named_otherwise ? host : error, size);
  return verdict == X509_EXPIRED ? REASON_TLS_EXPIRED : named_otherwise ? REASON_TLS_NAME : REASON_TLS_UNTRUSTED;
}

static enum check_reason timed_out(CURL *easy, double limit_s, char *detail, size_t size)
{
  long port = 0; /* known once a connection stands; CURLINFO_CONNECT_TIME is 0 until TLS is done too */
  curl_easy_getinfo(easy, CURLINFO_LOCAL_PORT, &port);
  g_snprintf(detail, (gulong)size, "%g", limit_s);
  return port == 0 ? REASON_CONNECT_TIMEOUT : REASON_TIMEOUT;
}

/* What is not here is our own fault: REASON_FAULT. */
static const struct { CURLcode code; enum check_reason reason; } plain[] = {
  {CURLE_COULDNT_RESOLVE_HOST, REASON_NAME_FAILED},
  {CURLE_GOT_NOTHING, REASON_CUT},
  {CURLE_PARTIAL_FILE, REASON_CUT},
  {CURLE_RECV_ERROR, REASON_CUT},
  {CURLE_SEND_ERROR, REASON_CUT},
  {CURLE_HTTP2, REASON_ANSWER},
  {CURLE_HTTP2_STREAM, REASON_ANSWER},
  {CURLE_HTTP3, REASON_ANSWER},
  {CURLE_WEIRD_SERVER_REPLY, REASON_ANSWER},
  {CURLE_UNSUPPORTED_PROTOCOL, REASON_ANSWER},
  {CURLE_BAD_CONTENT_ENCODING, REASON_ANSWER},
  {CURLE_REMOTE_ACCESS_DENIED, REASON_ANSWER},
  {CURLE_LOGIN_DENIED, REASON_ANSWER},
  {CURLE_SSL_CONNECT_ERROR, REASON_TLS_FAILED},
  {CURLE_SSL_CIPHER, REASON_TLS_FAILED},
  {CURLE_USE_SSL_FAILED, REASON_TLS_FAILED},
  {CURLE_SSL_ISSUER_ERROR, REASON_TLS_FAILED},
  {CURLE_SSL_INVALIDCERTSTATUS, REASON_TLS_FAILED},
  {CURLE_OUT_OF_MEMORY, REASON_RESOURCES},
};

enum check_reason curl_reason(CURL *easy, CURLcode code, const char *error, const char *host, double limit_s,
                              char *detail, size_t size)
{
  detail[0] = '\0';
  switch (code) {
  case CURLE_OK: return REASON_NONE;
  case CURLE_COULDNT_CONNECT: return no_connection(easy, error, detail, size);
  case CURLE_PEER_FAILED_VERIFICATION: return not_verified(easy, error, host, detail, size);
  case CURLE_OPERATION_TIMEDOUT: return timed_out(easy, limit_s, detail, size);
  default: break;
  }
  g_strlcpy(detail, *error != '\0' ? error : curl_easy_strerror(code), size);
  for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
    if (plain[i].code == code)
      return plain[i].reason;
  return REASON_FAULT;
}

static const char *certificate_end(CURL *easy)
{
  struct curl_certinfo *info = NULL;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL || info->num_of_certs < 1)
    return NULL;
  for (const struct curl_slist *line = info->certinfo[0]; line != NULL; line = line->next)
    if (g_str_has_prefix(line->data, "Expire date:"))
      return line->data + strlen("Expire date:");
  return NULL;
}

bool curl_certificate_days(CURL *easy, int *days, char *ends_on, size_t size)
{
  const char *text = certificate_end(easy);
  time_t end = text == NULL ? -1 : curl_getdate(text, NULL);
  if (end < 0)
    return false;
  int64_t left = (int64_t)end - clock_now();
  *days = (int)(left >= 0 ? left / UTC_DAY : (left - UTC_DAY + 1) / UTC_DAY);
  if (ends_on != NULL) {
    char day[16];
    g_strlcpy(ends_on, day_format((day_t)((int64_t)end / UTC_DAY), day), size);
  }
  return true;
}
