// libcurl for Swift: its variadic functions behind fixed signatures.
#ifndef STORMDRILL_CCURL_H
#define STORMDRILL_CCURL_H
#include <curl/curl.h>

typedef size_t (*ccurl_write)(char *bytes, size_t size, size_t count, void *context);

typedef struct {
  const char *url;
  const char *method;
  struct curl_slist *headers;
  const void *body;  // copied
  size_t body_count;
  long timeout_ms;
  long connect_timeout_ms;
  ccurl_write on_body;
  ccurl_write on_header;
  void *context;
} ccurl_request;

/// Sets an easy handle up; CURLE_OK or what libcurl said.
CURLcode ccurl_prepare(CURL *easy, const ccurl_request *request);
long ccurl_status(CURL *easy);
void *ccurl_context(CURL *easy);
#endif
