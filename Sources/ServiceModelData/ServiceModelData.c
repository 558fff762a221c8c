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
// In part: AWS/Model/PartialModels.swift.
static const unsigned char accessanalyzer[] = {
#embed "data/accessanalyzer.json"
};
static const unsigned char autoscaling[] = {
#embed "data/autoscaling.json"
};
static const unsigned char batch[] = {
#embed "data/batch.json"
};
static const unsigned char bedrock[] = {
#embed "data/bedrock.json"
};
static const unsigned char cloudwatch[] = {
#embed "data/cloudwatch.json"
};
static const unsigned char codebuild[] = {
#embed "data/codebuild.json"
};
static const unsigned char cost_optimization_hub[] = {
#embed "data/cost-optimization-hub.json"
};
static const unsigned char ecs[] = {
#embed "data/ecs.json"
};
static const unsigned char elb[] = {
#embed "data/elb.json"
};
static const unsigned char emr[] = {
#embed "data/emr.json"
};
static const unsigned char health[] = {
#embed "data/health.json"
};
static const unsigned char lambda[] = {
#embed "data/lambda.json"
};
static const unsigned char logs[] = {
#embed "data/logs.json"
};
static const unsigned char macie2[] = {
#embed "data/macie2.json"
};
static const unsigned char route53resolver[] = {
#embed "data/route53resolver.json"
};
static const unsigned char s3control[] = {
#embed "data/s3control.json"
};
static const unsigned char securityhub[] = {
#embed "data/securityhub.json"
};
static const unsigned char shield[] = {
#embed "data/shield.json"
};
static const unsigned char sns[] = {
#embed "data/sns.json"
};
static const unsigned char ssm[] = {
#embed "data/ssm.json"
};
static const unsigned char stepfunctions[] = {
#embed "data/stepfunctions.json"
};
static const unsigned char support[] = {
#embed "data/support.json"
};
static const unsigned char xray[] = {
#embed "data/xray.json"
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
  {"accessanalyzer", accessanalyzer, sizeof accessanalyzer},
  {"autoscaling", autoscaling, sizeof autoscaling},
  {"batch", batch, sizeof batch},
  {"bedrock", bedrock, sizeof bedrock},
  {"cloudwatch", cloudwatch, sizeof cloudwatch},
  {"codebuild", codebuild, sizeof codebuild},
  {"cost-optimization-hub", cost_optimization_hub, sizeof cost_optimization_hub},
  {"ecs", ecs, sizeof ecs},
  {"elb", elb, sizeof elb},
  {"emr", emr, sizeof emr},
  {"health", health, sizeof health},
  {"lambda", lambda, sizeof lambda},
  {"logs", logs, sizeof logs},
  {"macie2", macie2, sizeof macie2},
  {"route53resolver", route53resolver, sizeof route53resolver},
  {"s3control", s3control, sizeof s3control},
  {"securityhub", securityhub, sizeof securityhub},
  {"shield", shield, sizeof shield},
  {"sns", sns, sizeof sns},
  {"ssm", ssm, sizeof ssm},
  {"stepfunctions", stepfunctions, sizeof stepfunctions},
  {"support", support, sizeof support},
  {"xray", xray, sizeof xray},
};

const service_model_data *service_model_data_named(const char *name) {
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].name, name) == 0) return &all[i];
  return NULL;
}
