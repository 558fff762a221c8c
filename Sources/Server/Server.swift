// The emulator over HTTP: a libmicrohttpd listener on the loopback address, and a thread that
// advances the world on the real clock.
//
// Neighbours: Emulator (what is asked), Delivery (what the world hands its records to).
// Invariant: the world is touched only behind `WorldHost`'s Mutex, and every entry advances it
// to the time of the clock first.
//
// libmicrohttpd 0.9.75 tolerates two Content-Length headers, and Content-Length beside
// Transfer-Encoding: don't put it behind a proxy that others use. It listens on 127.0.0.1 only.
