"""A server on the loopback that tests tell what to answer."""

import contextlib
import http.server
import threading


class LoopbackServer:
    """Serves in a thread until `end`; clients that hang up are nothing to speak of."""

    def __init__(self, handler: type):
        class Quiet(handler):
            def handle(self):
                with contextlib.suppress(ConnectionError, ValueError):
                    super().handle()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()
