#include "CCurl.h"

#include <string.h>

#define SET(option, value)                                      \
  do {                                                          \
    CURLcode code = curl_easy_setopt(easy, option, value);      \
    if (code != CURLE_OK) return code;                          \
  } while (0)

CURLcode ccurl_prepare(CURL *easy, const ccurl_request *r) {
  SET(CURLOPT_URL, r->url);
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_HTTPHEADER, r->headers);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_TIMEOUT_MS, r->timeout_ms);
  SET(CURLOPT_CONNECTTIMEOUT_MS, r->connect_timeout_ms);
  SET(CURLOPT_WRITEFUNCTION, r->on_body);
  SET(CURLOPT_WRITEDATA, r->context);
  SET(CURLOPT_HEADERFUNCTION, r->on_header);
  SET(CURLOPT_HEADERDATA, r->context);
  SET(CURLOPT_PRIVATE, r->context);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  if (strcmp(r->method, "HEAD") == 0) {
    SET(CURLOPT_NOBODY, 1L);
  } else {
    SET(CURLOPT_CUSTOMREQUEST, r->method);
  }
  if (r->body_count > 0 || strcmp(r->method, "POST") == 0 || strcmp(r->method, "PUT") == 0) {
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_count);
    SET(CURLOPT_COPYPOSTFIELDS, r->body_count ? r->body : "");
  }
  return CURLE_OK;
}

long ccurl_status(CURL *easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

void *ccurl_context(CURL *easy) {
  char *context = NULL;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &context);
  return context;
}
