// What every call of the engine goes through, on both transports: encoded by the service models,
// signed, paced, retried as AWS's SDKs do, walked through its pages. Pure: a value told of calls,
// answers and the time, that answers with what to put on the wire and when to be asked again.
//
// It knows AWS only. Who calls and what the answers mean is not its matter; sockets are LiveAWS's,
// virtual time the harness's.
//
// Invariant: each submitted call ends in exactly one `finished`, and every queue has a bound.
