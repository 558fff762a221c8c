// libcurl for Swift: its variadic functions behind fixed signatures.
#ifndef STORMDRILL_CCURL_H
#define STORMDRILL_CCURL_H
#include <curl/curl.h>
#endif
