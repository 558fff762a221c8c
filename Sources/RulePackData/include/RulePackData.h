// The rules that ship, compiled in.
#ifndef STORMDRILL_RULE_PACK_DATA_H
#define STORMDRILL_RULE_PACK_DATA_H
#include <stddef.h>
typedef struct {
  const char *name;  // "foundational/ec2-open-admin-port"
  const unsigned char *bytes;
  size_t count;
} rule_pack_data;
/// The rule files in order of their names; an entry without a name ends the list.
extern const rule_pack_data rule_pack_files[];
#endif
