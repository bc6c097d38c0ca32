/* reason_curl.h: what libcurl's outcome means for a check. */
#ifndef NET_REASON_CURL_H
#define NET_REASON_CURL_H
#include <curl/curl.h>
#include "toban/health.h"

/* error: CURLOPT_ERRORBUFFER; host: for messages; limit_s: the whole time limit. Fills detail. */
enum check_reason curl_reason(CURL *easy, CURLcode code, const char *error, const char *host, double limit_s,
                              char *detail, size_t size);
/* Days until the end of the server's own certificate, and that day as YYYY-MM-DD when asked for. false, and
 * nothing changed: there is none. */
bool curl_certificate_days(CURL *easy, int *days, char *ends_on, size_t size);
#endif
