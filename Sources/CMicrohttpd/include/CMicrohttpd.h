// libmicrohttpd for Swift: its variadic functions behind fixed signatures.
#ifndef STORMDRILL_CMICROHTTPD_H
#define STORMDRILL_CMICROHTTPD_H
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdint.h>

typedef struct {
  uint16_t port;             // 0 takes a free one
  unsigned int connections;  // at most, at a time
  size_t header_bytes;       // memory a connection, which bounds its request line and headers
  unsigned int idle_seconds; // after which a silent connection is closed
  MHD_AccessHandlerCallback access;
  void *access_context;
  // Gets the whole request target as sent; what it returns is the request's context.
  void *(*uri)(void *context, const char *uri, struct MHD_Connection *connection);
  MHD_RequestCompletedCallback completed;
} cmicrohttpd_options;

/// Starts one epoll thread that listens on 127.0.0.1 only; NULL when the port is taken.
struct MHD_Daemon *cmicrohttpd_start(const cmicrohttpd_options *options);

/// The port that a daemon listens on.
uint16_t cmicrohttpd_port(struct MHD_Daemon *daemon);

/// The peer's address, in text.
void cmicrohttpd_peer(struct MHD_Connection *connection, char *text, size_t count);
#endif
