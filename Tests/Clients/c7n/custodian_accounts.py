"""The account itself: what AWS answers about it, its filters and actions, and messages of policies.

A batch has one account, since Cloud Custodian's filters on accounts look at the first one only.
"""

import base64

from custodian_departures import Departure
from custodian_comparisons import MEMBERSHIPS
from custodian_filters import Filters
from custodian_resources import Type, common
from custodian_vocabulary import ACCOUNT, NOW, REGION, Draw

TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/"
KEY = "11111111-2222-3333-4444-555555555555"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{KEY}"
PATTERNS = ["{ ($.eventName = ConsoleLogin) }", "{ $.userIdentity.type = Root }"]
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarm"
CHECKS = [("c1", "VPC"), ("c2", "EBS Active Volumes"), ("c3", "IAM Roles")]


def account(draw: Draw, number: int) -> dict:
    return common(draw) | {"account_id": ACCOUNT, "account_name": draw.choice(["", "main"])}


class Answers:
    """A list of answers, made call by call."""

    def __init__(self, draw: Draw):
        self.draw, self.made = draw, []

    def add(self, service: str, operation: str, output: dict, given: dict | None = None):
        self.made.append({"service": service, "operation": operation, "input": given or {},
                          "output": output})

    def refuse(self, service: str, operation: str, code: str):
        self.made.append({"service": service, "operation": operation, "error": {"code": code}})

    def either(self, share: float, code: str, service: str, operation: str, output: dict):
        if self.draw.chance(share):
            self.refuse(service, operation, code)
        else:
            self.add(service, operation, output)


def answers(draw: Draw, resources: list) -> list:
    made = Answers(draw)
    for part in (identity, report, defaults, detection, trails, recorders, limits, networks):
        part(made, draw)
    return made.made


def identity(made: Answers, draw: Draw) -> None:
    made.add("iam", "ListAccountAliases", {"AccountAliases": draw.choice([[], ["main"]])})
    made.add("iam", "GetAccountSummary", {"SummaryMap": {
        "AccountMFAEnabled": draw.randint(0, 1), "AccountAccessKeysPresent": draw.randint(0, 1),
        "Users": draw.choice([0, 3, 12]), "GlobalEndpointTokenVersion": draw.randint(1, 2)}})
    policy = {"MinimumPasswordLength": draw.choice([6, 8, 14, 20]), "RequireSymbols": draw.flag(),
              "RequireNumbers": draw.flag(), "ExpirePasswords": draw.flag()}
    if draw.chance(0.6):
        policy["MaxPasswordAge"] = draw.choice([30, 90])
    made.either(0.3, "NoSuchEntity", "iam", "GetAccountPasswordPolicy", {"PasswordPolicy": policy})
    made.add("iam", "ListVirtualMFADevices", {"VirtualMFADevices": draw.some([
        {"SerialNumber": "a", "User": {"Arn": f"arn:aws:iam::{ACCOUNT}:root"}},
        {"SerialNumber": "b", "User": {"Arn": f"arn:aws:iam::{ACCOUNT}:user/root"}},
        {"SerialNumber": "c"}])})
    made.either(0.2, draw.choice(["AWSOrganizationsNotInUseException", "AccessDeniedException"]),
                "organizations", "DescribeOrganization", {"Organization": {
                    "Id": "o-1", "FeatureSet": draw.choice(["ALL", "CONSOLIDATED_BILLING"])}})


def report(made: Answers, draw: Draw) -> None:
    columns = {"user": "<root_account>", "arn": f"arn:aws:iam::{ACCOUNT}:root",
               "user_creation_time": "2020-01-01T00:00:00+00:00",
               "password_enabled": "not_supported",
               "password_last_used": draw.choice(["no_information", "2026-03-10T00:00:00+00:00"]),
               "password_last_changed": "not_supported",
               "password_next_rotation": "not_supported",
               "mfa_active": draw.choice(["true", "false"])}
    for key in ["access_key_1", "access_key_2"]:
        columns |= {f"{key}_active": draw.choice(["true", "false"]),
                    f"{key}_last_rotated": draw.choice(["N/A", "2025-01-01T00:00:00+00:00"]),
                    f"{key}_last_used_date": "N/A", f"{key}_last_used_region": "N/A",
                    f"{key}_last_used_service": "N/A"}
    for key in ["cert_1", "cert_2"]:
        columns |= {f"{key}_active": "false", f"{key}_last_rotated": "N/A"}
    text = ",".join(columns) + "\n" + ",".join(columns.values()) + "\n"
    made.add("iam", "GetCredentialReport", {
        "Content": base64.b64encode(text.encode()).decode(), "ReportFormat": "text/csv",
        "GeneratedTime": NOW})


def defaults(made: Answers, draw: Draw) -> None:
    keys = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    made.either(0.3, "NoSuchPublicAccessBlockConfiguration", "s3control", "GetPublicAccessBlock", {
        "PublicAccessBlockConfiguration": {key: draw.flag() for key in keys}})
    made.add("emr", "GetBlockPublicAccessConfiguration", {"BlockPublicAccessConfiguration": {
        "BlockPublicSecurityGroupRules": draw.flag(),
        "PermittedPublicSecurityGroupRuleRanges": [{"MinRange": 22, "MaxRange": 22}]}})
    level = {}
    if draw.chance(0.7):
        level["HttpTokens"] = draw.choice(["optional", "required"])
    if draw.chance(0.5):
        level["HttpPutResponseHopLimit"] = draw.randint(1, 3)
    made.add("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": level})
    made.add("ec2", "GetImageBlockPublicAccessState", {
        "ImageBlockPublicAccessState": draw.choice(["unblocked", "block-new-sharing"])})
    made.add("ec2", "GetEbsEncryptionByDefault", {"EbsEncryptionByDefault": draw.chance(0.7)})
    made.add("ec2", "GetEbsDefaultKmsKeyId", {
        "KmsKeyId": draw.choice(["alias/aws/ebs", KEY_ARN, f"arn:aws:kms:{REGION}:{ACCOUNT}:"
                                 "alias/aws/ebs", KEY])})
    made.add("kms", "ListAliases", {"Aliases": [
        {"AliasName": draw.choice(["alias/aws/ebs", "alias/own"]), "AliasArn": "a",
         "TargetKeyId": KEY}, {"AliasName": "alias/free", "AliasArn": "b"}]})
    made.add("resourcegroupstaggingapi", "GetResources", {"ResourceTagMappingList": []})
    if draw.chance(0.9):
        made.add("kms", "DescribeKey", {"KeyMetadata": {
            "KeyId": KEY, "Arn": KEY_ARN, "Origin": draw.choice(["AWS_KMS", "EXTERNAL"]),
            "KeyManager": "AWS"}})
    else:
        made.refuse("kms", "DescribeKey", "NotFoundException")
    traces = {"Type": draw.choice(["NONE", "KMS"]), "Status": "ACTIVE"}
    if traces["Type"] == "KMS":
        traces["KeyId"] = draw.choice([KEY_ARN, KEY_ARN, "other"])
    made.add("xray", "GetEncryptionConfig", {"EncryptionConfig": traces})
    made.add("bedrock", "GetModelInvocationLoggingConfiguration", draw.choice([{}, {
        "loggingConfig": {"textDataDeliveryEnabled": draw.flag(),
                          "imageDataDeliveryEnabled": draw.flag()}}]))
    made.either(0.5, "ResourceNotFoundException", "shield", "DescribeSubscription", {
        "Subscription": {"TimeCommitmentInSeconds": 31536000}})


def detection(made: Answers, draw: Draw) -> None:
    made.either(0.2, "AccessDeniedException", "macie2", "GetMacieSession", {
        "status": draw.choice(["ENABLED", "PAUSED"]),
        "findingPublishingFrequency": "ONE_HOUR"})
    made.either(0.3, "ResourceNotFoundException", "macie2", "GetAdministratorAccount",
                draw.choice([{}, {"administrator": {
                    "accountId": "1", "relationshipStatus": "Enabled"}}]))
    made.add("guardduty", "ListDetectors", {
        "DetectorIds": ["d1"] if draw.chance(0.85) else []})
    made.add("guardduty", "GetDetector", {"Status": draw.choice(["ENABLED", "DISABLED"])})
    made.add("guardduty", "GetAdministratorAccount", draw.choice([{}, {"Administrator": {
        "AccountId": "1", "RelationshipStatus": draw.choice(["Enabled", "Disabled"])}}]))
    made.either(0.4, "InvalidAccessException", "securityhub", "DescribeHub", {"HubArn": "hub"})
    made.add("accessanalyzer", "ListAnalyzers", {"analyzers": [
        {"arn": name, "name": name, "type": draw.choice(["ACCOUNT", "ORGANIZATION"]),
         "status": draw.choice(["ACTIVE", "CREATING"])}
        for name in draw.some(["a", "b", "c"])]})


def trails(made: Answers, draw: Draw) -> None:
    listed = []
    for name in draw.some(["t1", "t2", "t3"], 0, 3):
        arn = TRAIL + name
        trail = {
            "Name": name, "TrailARN": arn, "HomeRegion": draw.choice([REGION, "eu-west-1"]),
            "IsMultiRegionTrail": draw.chance(0.7), "IncludeGlobalServiceEvents": draw.chance(0.7),
            "LogFileValidationEnabled": draw.chance(0.7)}
        if draw.chance(0.6):
            trail["KmsKeyId"] = draw.choice([KEY_ARN, "other"])
        if draw.chance(0.5):
            trail["SnsTopicARN"] = TOPIC
        if draw.chance(0.8):
            trail["CloudWatchLogsLogGroupArn"] = (
                f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{draw.choice(['g1', 'g2'])}:*")
        listed.append(trail)
        status = {"IsLogging": draw.chance(0.8)}
        if draw.chance(0.2):
            status["LatestDeliveryError"] = "AccessDenied"
        made.add("cloudtrail", "GetTrailStatus", status, {"Name": arn})
        made.add("cloudtrail", "GetEventSelectors", draw.choice([
            {"EventSelectors": [{"ReadWriteType": draw.choice(["All", "All", "WriteOnly"]),
                                 "IncludeManagementEvents": draw.chance(0.8)}]},
            {"AdvancedEventSelectors": [{"FieldSelectors": draw.choice([
                [{"Field": "eventCategory", "Equals": ["Management"]}],
                [{"Field": "eventCategory", "Equals": ["Management"]},
                 {"Field": "readOnly", "Equals": ["true"]}],
                [{"Field": "eventCategory", "Equals": ["Data"]}]])}]}, {}]), {"TrailName": arn})
    made.add("cloudtrail", "DescribeTrails", {"trailList": listed})
    for group in ["g1", "g2"]:
        if draw.chance(0.1):
            made.made.append({"service": "logs", "operation": "DescribeMetricFilters",
                              "input": {"logGroupName": group},
                              "error": {"code": "ResourceNotFoundException"}})
        else:
            made.add("logs", "DescribeMetricFilters", {"metricFilters": [
                {"filterName": "f", "filterPattern": draw.choice(PATTERNS),
                 "metricTransformations": [{"metricName": "m", "metricNamespace": "n",
                                            "metricValue": "1"}]}
                for _ in range(draw.randint(0, 2))]}, {"logGroupName": group})
    made.add("cloudwatch", "DescribeAlarmsForMetric", {"MetricAlarms": [
        {"AlarmName": "a", "AlarmActions": draw.some([TOPIC, TOPIC + "2"], 0, 2)}]})
    made.add("sns", "GetTopicAttributes", {"Attributes": {
        "SubscriptionsConfirmed": draw.choice(["0", "1", "2"])}})


def recorders(made: Answers, draw: Draw) -> None:
    made.add("config", "DescribeDeliveryChannels", {
        "DeliveryChannels": [{"name": "default"}] if draw.chance(0.8) else []})
    names = draw.some(["default", "second"], 0, 2)
    made.add("config", "DescribeConfigurationRecorders", {"ConfigurationRecorders": [
        {"name": name, "recordingGroup": {
            "allSupported": draw.flag(), "includeGlobalResourceTypes": draw.flag()}}
        for name in names]})
    made.add("config", "DescribeConfigurationRecorderStatus", {"ConfigurationRecordersStatus": [
        {"name": name, "recording": draw.chance(0.8),
         "lastStatus": draw.choice(["SUCCESS", "PENDING", "FAILURE"])} for name in names]})


def limits(made: Answers, draw: Draw) -> None:
    made.add("support", "DescribeTrustedAdvisorChecks", {"checks": [
        {"id": id, "name": name, "category": "service_limits", "description": "", "metadata": []}
        for id, name in CHECKS] + [
        {"id": "eW7HH0l7J9", "name": "old", "category": "service_limits", "description": "",
         "metadata": []},
        {"id": "s1", "name": "VPC of others", "category": "security", "description": "",
         "metadata": []}]})
    for id, name in CHECKS:
        service = name.split()[0]
        flagged = [{
            "status": draw.choice(["ok", "warning", "error"]), "resourceId": "r",
            "isSuppressed": False, "metadata": [
                draw.choice([REGION, REGION, "-", "eu-west-1"]), service, draw.choice(
                    [name, "Volumes"]), draw.choice(["5", "20", "100"]),
                draw.choice(["0", "4", "50", None]), "Green"]} for _ in range(draw.randint(0, 3))]
        made.add("support", "DescribeTrustedAdvisorCheckResult", {"result": {
            "checkId": id, "status": "ok", "resourcesSummary": {},
            "timestamp": draw.choice([NOW, "2026-03-01T00:00:00Z"]),
            "categorySpecificSummary": {}, "flaggedResources": flagged}}, {"checkId": id})
    made.either(0.2, "InvalidParameterValueException", "support", "RefreshTrustedAdvisorCheck", {
        "status": {"checkId": "c", "status": "enqueued", "millisUntilNextRefreshable": 1}})


def networks(made: Answers, draw: Draw) -> None:
    made.add("ec2", "DescribeVpcs", {"Vpcs": [
        {"VpcId": name, "IsDefault": draw.flag(), "State": "available",
         "Tags": [{"Key": "Env", "Value": draw.choice(["prod", "dev"])}]}
        for name in draw.some(["vpc-1", "vpc-2"], 0, 2)]})
    made.add("ec2", "DescribeSecurityGroups", {"SecurityGroups": [
        {"GroupId": name, "GroupName": draw.choice(["default", "web"]), "OwnerId": ACCOUNT,
         "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [
             {"CidrIp": draw.choice(["0.0.0.0/0", "10.0.0.0/8"])}]}], "IpPermissionsEgress": []}
        for name in draw.some(["sg-1", "sg-2"], 0, 2)]})


TYPES = {
    "aws.account": Type("account_id", account, [("account_name", "word")], ["notify"], answers,
        frozenset({
            "c7n:iam_summary", "c7n:password_policy", "c7n:org", "c7n:macie", "c7n:cloudtrails",
            "c7n:s3-public-block", "c7n:emr-block-public-access", "c7n:EC2MetadataDefaults",
            "c7n:VirtualMFADevices", "c7n:config_recorders", "c7n:config_channels",
            "c7n:config_status", "c7n:guard-duty", "c7n:XrayEncryptionConfig",
            "c7n:ShieldSubscription", "c7n:BedrockModelInvocationLogging"}),
        count=1, batches=30),
}


def flags(filters: Filters, name: str, keys: list, share: float = 0.4) -> dict:
    draw = filters.draw
    return {"type": name} | {key: draw.chance(0.8) for key in keys if draw.chance(share)}


def setting(name: str, choices: list):
    def make(filters: Filters) -> dict:
        draw = filters.draw
        key, values = draw.choice(choices)
        made = {"type": name, "key": key, "value": draw.choice(values)}
        if draw.chance(0.3):
            made |= draw.choice([{"op": "ne"}, {"op": draw.choice(MEMBERSHIPS), "value": values}])
        elif isinstance(values[0], int) and not isinstance(values[0], bool):
            made["op"] = draw.choice(["lt", "gte", "eq", "gt"])
        return made
    return make


def check_trail(filters: Filters) -> dict:
    draw = filters.draw
    made = flags(filters, "check-cloudtrail", [
        "multi-region", "global-events", "current-region", "running", "notifies", "file-digest",
        "kms", "include-management-events"], 0.2)
    if draw.chance(0.1):
        made["kms-key"] = KEY_ARN
    if draw.chance(0.3):
        made["log-metric-filter-pattern"] = draw.choice([
            PATTERNS[0], {"type": "value", "op": "regex", "value": ".*ConsoleLogin.*"}])
    return made


def guard_duty(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "guard-duty"}
    for key, values in [("Detector.Status", ["ENABLED", "DISABLED"]),
                        ("Administrator.RelationshipStatus", ["Enabled", "absent"])]:
        if draw.chance(0.7):
            value = draw.choice(values)
            made[key] = draw.choice([value, {"op": "ne", "value": value}])
    if draw.chance(0.3):
        made["match-operator"] = draw.choice(["and", "or"])
    return made


def encryption(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "default-ebs-encryption"}
    if draw.chance(0.85):
        made["state"] = draw.chance(0.8)
    if draw.chance(0.4):
        made["key"] = draw.choice([
            "alias/aws/ebs", "alias/own",
            {"type": "value", "key": "Origin", "value": "AWS_KMS"},
            {"type": "value", "key": "KeyManager", "op": "ne", "value": "AWS"}])
    return made


def missing(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "missing", "policy": draw.choice([
        {"resource": "vpc", "filters": [{"IsDefault": True}]},
        {"resource": "aws.vpc", "filters": [{"tag:Env": "prod"}]},
        {"resource": "security-group", "filters": [
            {"type": "ingress", "Cidr": {"value": "0.0.0.0/0"}}]},
        {"resource": "aws.security-group", "filters": [{"not": [{"GroupName": "default"}]}]},
        {"resource": "vpc"}])}


def service_limit(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "service-limit"}
    for name, share, values in [
        ("threshold", 0.5, [10, 50.5, 80, 0]), ("refresh_period", 0.3, [1, 30]),
        ("names", 0.4, [["VPC*"], ["ebs*", "IAM Roles"], ["nothing"]]),
        ("services", 0.3, [["EBS"], ["VPC", "EC2"]]), ("limits", 0.2, [["vol*"], ["VPC"]]),
    ]:
        if draw.chance(share):
            made[name] = draw.choice(values)
    return made


def credential(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "credential"} | draw.choice([
        {"key": "mfa_active", "value": draw.flag()},
        {"key": "access_keys.active", "value": draw.flag()},
        {"key": "access_keys.last_rotated", "value_type": "age", "op": "gte", "value": 90},
        {"key": "password_last_used", "value_type": "age", "op": "lte", "value": 30}])


def trace_key(filters: Filters) -> dict:
    return {"type": "xray-encrypt-key",
            "key": filters.draw.choice(["default", "kms", "alias/own", KEY_ARN])}


def invocation_logging(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "bedrock-model-invocation-logging", "attrs": [
        {draw.choice(["textDataDeliveryEnabled", "imageDataDeliveryEnabled"]): draw.flag()}]}
    if draw.chance(0.4):
        made |= {"count": draw.randint(0, 1), "count_op": draw.choice(["eq", "lt", "gte"])}
    return made


ACCOUNTS = ["aws.account"]
FLAGS = [True, False]
SPECIFIC = [
    ("iam-summary", ACCOUNTS, setting("iam-summary", [
        ("AccountMFAEnabled", [0, 1]), ("Users", [0, 3, 12]), ("Nothing", ["absent", 1])])),
    ("password-policy", ACCOUNTS, setting("password-policy", [
        ("MinimumPasswordLength", [8, 14]), ("RequireSymbols", FLAGS),
        ("PasswordPolicyConfigured", FLAGS), ("MaxPasswordAge", ["absent", 90])])),
    ("organization", ACCOUNTS, setting("organization", [
        ("Id", ["absent", "o-1"]), ("FeatureSet", ["ALL", "CONSOLIDATED_BILLING"])])),
    ("check-macie", ACCOUNTS, setting("check-macie", [
        ("status", ["ENABLED", "PAUSED", "absent"]),
        ("administrator.relationshipStatus", ["Enabled", "absent"])])),
    ("s3-public-block", ACCOUNTS, setting("s3-public-block", [
        ("BlockPublicAcls", FLAGS), ("RestrictPublicBuckets", [True, "absent"])])),
    ("emr-block-public-access", ACCOUNTS, setting("emr-block-public-access", [
        ("BlockPublicAccessConfiguration.BlockPublicSecurityGroupRules", FLAGS)])),
    ("ec2-metadata-defaults", ACCOUNTS, setting("ec2-metadata-defaults", [
        ("HttpTokens", ["required", "optional", "absent"]), ("HttpPutResponseHopLimit", [1, 2])])),
    ("access-analyzer", ACCOUNTS, setting("access-analyzer", [
        ("status", ["ACTIVE", "CREATING"]), ("type", ["ACCOUNT", "ORGANIZATION"])])),
    ("has-virtual-mfa", ACCOUNTS, lambda f: flags(f, "has-virtual-mfa", ["value"])),
    ("securityhub", ACCOUNTS, lambda f: flags(f, "securityhub", ["enabled"])),
    ("shield-enabled", ACCOUNTS, lambda f: flags(f, "shield-enabled", ["state"])),
    ("ami-block-public-access", ACCOUNTS, lambda f: flags(
        f, "ami-block-public-access", ["value"])),
    ("check-config", ACCOUNTS, lambda f: flags(
        f, "check-config", ["all-resources", "running", "global-resources"])),
    ("check-cloudtrail", ACCOUNTS, check_trail),
    ("credential", ACCOUNTS, credential), ("guard-duty", ACCOUNTS, guard_duty),
    ("default-ebs-encryption", ACCOUNTS, encryption),
    ("missing", ACCOUNTS, missing),
    ("service-limit", ACCOUNTS, service_limit),
    ("xray-encrypt-key", ACCOUNTS, trace_key),
    ("bedrock-model-invocation-logging", ACCOUNTS, invocation_logging),
]


def raise_limits(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "request-limit-increase"} | draw.choice([
        {"percent-increase": 50}, {"percent-increase": 12.5, "minimum-increase": 10},
        {"amount-increase": 7}])
    for name, share, value in [("subject", 0.3, "raise {service} of {account} in {region}"),
                               ("notify", 0.4, ["a@example.com"]), ("severity", 0.3, "urgent")]:
        if draw.chance(share):
            action[name] = value
    return {"filters": [{"type": "service-limit", "threshold": 1}], "actions": [action]}


def public_block(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "set-s3-public-block"} | draw.choice([
        {"state": False}, {"BlockPublicAcls": True},
        {"RestrictPublicBuckets": True, "BlockPublicPolicy": False}, {"state": True}])
    return action


def notify(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "notify", "to": ["a@example.com"]}
    for name, share, value in [
        ("cc", 0.3, ["b@example.com"]), ("subject", 0.5, "about {{ account }}"),
        ("template", 0.5, "default.html"), ("cc_manager", 0.2, True), ("from", 0.2, "c@example.com"),
        ("owner_absent_contact", 0.2, ["d@example.com"]), ("priority_header", 0.2, "1"),
    ]:
        if draw.chance(share):
            action[name] = value
    action["transport"] = draw.choice([
        {"type": "sqs", "queue": "mailer"},
        {"type": "sqs", "queue": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:mailer", "region": "x"},
        {"type": "sqs", "queue": f"https://sqs.eu-central-1.amazonaws.com/{ACCOUNT}/mailer"},
        {"type": "sqs", "queue": f"https://us-west-2.queue.amazonaws.com/{ACCOUNT}/mailer"},
        {"type": "sqs", "queue": f"https://queue.amazonaws.com/{ACCOUNT}/mailer"},
        {"type": "sns", "topic": "alerts"},
        {"type": "sns", "topic": f"arn:aws:sns:eu-west-1:{ACCOUNT}:alerts",
         "attributes": {"team": "security", "tier": "one"}},
    ])
    return action


def metric(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "put-metric", "key": draw.choice(["Rows[].Port", "Items[]", "Count"]),
              "namespace": "Own", "metric_name": "Things"}
    if draw.chance(0.6):
        action["op"] = draw.choice(["count", "sum", "average", "distinct_count"])
    if draw.chance(0.4):
        action["units"] = draw.choice(["Count", "Bytes", "Kilobits/Second"])
    if draw.chance(0.4):
        action["dimensions"] = [{"a": "1"}, {"b": "2", "c": "3"}]
    return action


TOLD = ["aws.account", "aws.cloudtrail"]
ACTIONS = [
    ("set-password-policy", ACCOUNTS, lambda f: {"type": "set-password-policy", "policy": {
        "MinimumPasswordLength": f.draw.choice([14, 20]), "RequireNumbers": True}}),
    ("set-ebs-encryption", ACCOUNTS, lambda f: {"type": "set-ebs-encryption"} | f.draw.choice([
        {"state": True}, {"state": False}, {}, {"state": True, "key": "alias/own"}])),
    ("set-s3-public-block", ACCOUNTS, public_block),
    ("set-ec2-metadata-defaults", ACCOUNTS, lambda f: {"type": "set-ec2-metadata-defaults"} |
        f.draw.choice([{"HttpTokens": "required"}, {"HttpPutResponseHopLimit": 1,
                       "HttpEndpoint": "enabled"}, {"InstanceMetadataTags": "disabled"}])),
    ("set-xray-encrypt", ACCOUNTS, lambda f: {
        "type": "set-xray-encrypt", "key": f.draw.choice(["default", "alias/own"])}),
    ("set-bedrock-model-invocation-logging", ACCOUNTS, lambda f: {
        "type": "set-bedrock-model-invocation-logging"} | f.draw.choice([
            {"enabled": False}, {"enabled": True, "loggingConfig": {
                "textDataDeliveryEnabled": True, "s3Config": {"bucketName": "logs"}}}])),
    ("set-emr-block-public-access", ACCOUNTS, lambda f: {
        "type": "set-emr-block-public-access", "config": {
            "BlockPublicSecurityGroupRules": f.draw.flag()}}),
    ("set-shield-advanced", ACCOUNTS, lambda f: flags(f, "set-shield-advanced", ["state"])),
    ("set-security-token-service-preferences", ACCOUNTS, lambda f: {
        "type": "set-security-token-service-preferences"} | f.draw.choice([
            {}, {"token_version": "v1Token"}])),
    ("request-limit-increase", ACCOUNTS, raise_limits),
    ("update-trail", ["aws.cloudtrail"], lambda f: {"type": "update-trail", "attributes":
        f.draw.choice([{"EnableLogFileValidation": True}, {"KmsKeyId": KEY_ARN,
                       "IsMultiRegionTrail": True}, {"S3KeyPrefix": "a", "SnsTopicName": "t"}])}),
    ("delete", ["aws.cloudtrail"], lambda f: {"type": "delete"}),
    ("notify", TOLD, notify),
    ("invoke-lambda", TOLD, lambda f: {"type": "invoke-lambda", "function": "fix"} | f.draw.choice([
        {}, {"async": False}, {"batch_size": 10, "vars": {"a": 1}}])),
    ("invoke-sfn", TOLD, lambda f: {"type": "invoke-sfn"} | f.draw.choice([
        {"state-machine": "fix"}, {"state-machine": "fix", "bulk": True},
        {"state-machine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:x", "policy": False}])),
    ("put-metric", TOLD, metric),
]

DEPARTURES = [
    Departure(
        "account in a set", "Python raises over the account that a `not` or `or` around a filter of "
        "accounts has left without its id; here it is judged",
        lambda pair: "KeyError: 'account_id'" in (pair.raised or ""), is_rare=True),
]
