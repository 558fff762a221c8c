// libmicrohttpd for Swift: its variadic functions behind fixed signatures.
#ifndef STORMDRILL_CMICROHTTPD_H
#define STORMDRILL_CMICROHTTPD_H
#include <microhttpd.h>
#endif
