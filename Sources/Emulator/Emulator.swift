// The local AWS: many accounts and regions in one SQLite database, asked with HTTP requests.
//
// A request passes the gateway's stages (Gateway/, one file each): identify the service and the
// operation, resolve the principal, decode, validate, throttle, authorise. Then its operation
// (Services/<Service>/<Resource>/<Operation>.swift) runs, and what it changed commits in one
// transaction with its CloudTrail record (Records/) and the deliveries that the outbox plans for
// that record. The answer is encoded last.
//
// Neighbours: AWS gives the vocabulary and the wire, PolicyLanguage judges policies, Delivery
// implements `Outbox`. Nothing here knows faults, rules or the engine.
//
// Invariant: what was answered is committed; what was refused changed nothing but its record.
// Invariant: ground truth is never faulted; a fault judges calls before their effect
// (`World.apiFaults`) or deliveries after it, in Delivery.
// Invariant: no clock, no randomness and no order but those that the owner gives.
