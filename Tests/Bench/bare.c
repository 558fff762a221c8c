// Bare libmicrohttpd: one epoll thread that answers 500 bytes of XML, the floor of any server
// built on it. Prints its port; ends when its standard input closes.
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

static char body[500];

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *count, void **state) {
  (void)context; (void)url; (void)method; (void)version; (void)data;
  static int seen;
  if (!*state) {
    *state = &seen;
    return MHD_YES;
  }
  if (*count) {
    *count = 0;
    return MHD_YES;
  }
  struct MHD_Response *response =
      MHD_create_response_from_buffer(sizeof body, body, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(response, "Content-Type", "text/xml");
  enum MHD_Result result = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return result;
}

int main(void) {
  memset(body, 'x', sizeof body);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct MHD_Daemon *daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL,
                       MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
  if (!daemon) return 1;
  printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush(stdout);
  while (getchar() != EOF) {
  }
  MHD_stop_daemon(daemon);
  return 0;
}
