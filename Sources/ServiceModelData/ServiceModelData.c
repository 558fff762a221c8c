#include "ServiceModelData.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char ec2[] = {
#embed "data/ec2.json"
};
static const unsigned char s3[] = {
#embed "data/s3.json"
};
static const unsigned char iam[] = {
#embed "data/iam.json"
};
static const unsigned char sts[] = {
#embed "data/sts.json"
};
static const unsigned char cloudtrail[] = {
#embed "data/cloudtrail.json"
};
static const unsigned char organizations[] = {
#embed "data/organizations.json"
};
static const unsigned char sqs[] = {
#embed "data/sqs.json"
};
static const unsigned char events[] = {
#embed "data/events.json"
};
static const unsigned char resourcegroupstaggingapi[] = {
#embed "data/resourcegroupstaggingapi.json"
};
static const unsigned char guardduty[] = {
#embed "data/guardduty.json"
};
static const unsigned char config[] = {
#embed "data/config.json"
};
static const unsigned char kms[] = {
#embed "data/kms.json"
};
static const unsigned char globalaccelerator[] = {
#embed "data/globalaccelerator.json"
};

static const service_model_data all[] = {
  {"ec2", ec2, sizeof ec2},
  {"s3", s3, sizeof s3},
  {"iam", iam, sizeof iam},
  {"sts", sts, sizeof sts},
  {"cloudtrail", cloudtrail, sizeof cloudtrail},
  {"organizations", organizations, sizeof organizations},
  {"sqs", sqs, sizeof sqs},
  {"events", events, sizeof events},
  {"resourcegroupstaggingapi", resourcegroupstaggingapi, sizeof resourcegroupstaggingapi},
  {"guardduty", guardduty, sizeof guardduty},
  {"config", config, sizeof config},
  {"kms", kms, sizeof kms},
  {"globalaccelerator", globalaccelerator, sizeof globalaccelerator},
};

const service_model_data *service_model_data_named(const char *name) {
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].name, name) == 0) return &all[i];
  return NULL;
}
