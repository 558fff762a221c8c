#include "RulePackData.h"
const rule_pack_data rule_pack_files[] = {{0, 0, 0}};
