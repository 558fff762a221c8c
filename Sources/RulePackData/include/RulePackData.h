// The rules that ship, compiled in: a folder each, with its policy and its cases.
#ifndef STORMDRILL_RULE_PACK_DATA_H
#define STORMDRILL_RULE_PACK_DATA_H
#include <stddef.h>
typedef struct {
  const char *name;  // "foundational/ec2-open-admin-port"
  const unsigned char *policy;
  size_t policy_count;
  const unsigned char *cases;
  size_t cases_count;
} rule_pack_data;
/// The rules in order of their names; NULL after the last.
const rule_pack_data *rule_pack_at(size_t index);
#endif
