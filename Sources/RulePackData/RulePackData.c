#include "RulePackData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char cloudtrail_not_logging_policy[] = {
#embed "foundational/cloudtrail-not-logging/policy.yml"
};
static const unsigned char cloudtrail_not_logging_cases[] = {
#embed "foundational/cloudtrail-not-logging/cases.yml"
};
static const unsigned char ec2_open_admin_port_policy[] = {
#embed "foundational/ec2-open-admin-port/policy.yml"
};
static const unsigned char ec2_open_admin_port_cases[] = {
#embed "foundational/ec2-open-admin-port/cases.yml"
};
static const unsigned char exclusion_left_open_policy[] = {
#embed "foundational/exclusion-left-open/policy.yml"
};
static const unsigned char exclusion_left_open_cases[] = {
#embed "foundational/exclusion-left-open/cases.yml"
};
static const unsigned char iam_user_admin_policy_policy[] = {
#embed "foundational/iam-user-admin-policy/policy.yml"
};
static const unsigned char iam_user_admin_policy_cases[] = {
#embed "foundational/iam-user-admin-policy/cases.yml"
};
static const unsigned char s3_bucket_public_policy[] = {
#embed "foundational/s3-bucket-public/policy.yml"
};
static const unsigned char s3_bucket_public_cases[] = {
#embed "foundational/s3-bucket-public/cases.yml"
};

#define RULE(name, files)                                                     \
  {                                                                           \
    name, files##_policy, sizeof files##_policy, files##_cases,               \
        sizeof files##_cases                                                  \
  }

static const rule_pack_data files[] = {
    RULE("foundational/cloudtrail-not-logging", cloudtrail_not_logging),
    RULE("foundational/ec2-open-admin-port", ec2_open_admin_port),
    RULE("foundational/exclusion-left-open", exclusion_left_open),
    RULE("foundational/iam-user-admin-policy", iam_user_admin_policy),
    RULE("foundational/s3-bucket-public", s3_bucket_public),
};

const rule_pack_data *rule_pack_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
