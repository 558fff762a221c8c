// Exposure questions: who outside can reach a resource, and is a port reachable from the internet?
//
// Purpose: take together what decides (policy, ACL, ownership, public access blocks, grants;
// security groups, routes, gateways, network ACLs, addresses) and answer with the reason: what
// grants, what narrows the grant, what blocks it. Answers about policies come from witness requests
// that the real evaluator of PolicyLanguage judges, answers about addresses from arithmetic on
// sets of them.
// Neighbours: the remediation engine's filters and the command line ask. It reads documents as
// Describe calls return them and knows no service's client. The harness must not ask: its checkers
// are the truth that rules are measured against. It is a target of its own since half of it is
// about networks, which is no part of a policy language, and so that the import table can keep the
// harness out.
// Invariants: pure; an exposure is only ever claimed with a witness that the evaluator lets in;
// where a search was cut short, the report says so; the work is bounded.
//
// `PolicyLanguage.PublicStatus` is another question: whether S3 calls a policy public
// (GetBucketPolicyStatus, and what RestrictPublicBuckets goes by). It looks at statements one by
// one, ignores denials, ACLs and actions, and takes an address range up to /8 as private. A bucket
// may be public there and exposed to nobody here (a denial takes all back), or not public there and
// exposed here (a foreign account, an ACL, sixty-four ranges of /8).
