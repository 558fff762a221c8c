"""Buckets: what AWS tells of them beside their augmentation, their filters and their actions."""

import dataclasses
import itertools
import json

import custodian_instances
import custodian_resources
from custodian_comparisons import EQUALITIES, MEMBERSHIPS, ORDERS
from custodian_departures import Departure, marked
from custodian_filters import Filters
from custodian_vocabulary import ACCOUNT, REGION, Draw

BUCKETS = ["aws.s3"]
KEYS = [f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1111", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/2222"]
#: How the names of objects begin.
KEY = "a b/ü+"
#: By what a policy may name a key; the last is none.
KEY_NAMES = ["alias/logs", "1111", KEYS[1], "alias/{account_id}", "alias/none"]
STATEMENTS = [
    {"Sid": "DenyHTTP", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
     "Resource": "arn:aws:s3:::{bucket_name}/*",
     "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    {"Sid": "One", "Effect": "Allow", "Principal": {"AWS": "{account_id}"}, "Action": "s3:GetObject",
     "Resource": ["arn:aws:s3:::{bucket_name}", "arn:{partition}:s3:::{bucket_name}-{bucket_region}"]},
    {"Sid": "Three", "Effect": "Deny", "NotPrincipal": {"AWS": ["*"]}, "NotAction": ["s3:Get*"],
     "NotResource": "arn:aws:s3:::b/*"},
]
ENCRYPTED = {"StringNotEquals": {"s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]}}


# Documents

def bucket(draw: Draw, number: int) -> dict:
    made = custodian_resources.bucket(draw, number)
    name = made["Name"]
    del made["c7n:PublicAccessBlock"]
    if draw.chance(0.5):
        made["Policy"] = json.dumps({"Version": "2012-10-17", "Statement": statements(draw, name)})
    made["Logging"] = draw.choice([
        {}, {}, {"TargetBucket": draw.choice(["logs", name, f"b-{draw.randint(0, 19):04}"]),
                 "TargetPrefix": draw.choice([f"{name}/", "x/", "all-" + REGION])}])
    made["Notification"] = notification(draw)
    made["Replication"] = draw.choice([None, replication(draw)])
    made["Lifecycle"] = draw.choice([None, {"Rules": [
        lifecycle_rule(draw, each, False) for each in draw.some(["old", "logs", "tmp"], 1, 3)]}])
    made.setdefault("Tags", [])
    if isinstance(made["Tags"], list):
        made["Tags"] = [each for each in made["Tags"] if isinstance(each.get("Value"), str)]
    if draw.chance(0.1):
        method, member = draw.choice([
            ("get_bucket_policy", "Policy"), ("get_bucket_logging", "Logging"),
            ("get_bucket_tagging", "Tags"),
            ("get_bucket_lifecycle_configuration", "Lifecycle")])
        made["c7n:DeniedMethods"] = [method]
        made.pop(member, None)
    return made


def statements(draw: Draw, name: str) -> list:
    text = (json.dumps(STATEMENTS).replace("{bucket_name}", name).replace("{account_id}", ACCOUNT)
            .replace("{partition}", "aws").replace("{bucket_region}", REGION))
    encryption = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                  "Resource": f"arn:aws:s3:::{name}/*", "Condition": ENCRYPTED}
    if draw.chance(0.7):
        encryption = {"Sid": draw.often(["RequiredEncryptedPutObject"], ["x"], 0.3)} | encryption
    if draw.chance(0.3):
        encryption |= {"Action": "s3:*"}
    made = draw.some(json.loads(text) + [encryption, encryption], 0, 4)
    for each in made:
        if draw.chance(0.15):
            each.pop("Sid", None)
    return json.loads(json.dumps(made))


def notification(draw: Draw) -> dict:
    made = {}
    for member, target in [("LambdaFunctionConfigurations", "LambdaFunctionArn"),
                           ("TopicConfigurations", "TopicArn"), ("QueueConfigurations", "QueueArn")]:
        if draw.chance(0.5):
            made[member] = [
                {"Id": each, target: f"arn:aws:x:us-east-1:{ACCOUNT}:{each}",
                 "Events": draw.some(["s3:ObjectCreated:*", "s3:ObjectRemoved:*"], 1, 2)}
                for each in draw.some(["prod", "dev", "prod-1"], 1, 2)]
    if draw.chance(0.2):
        made["EventBridgeConfiguration"] = {}
    return made


def replication(draw: Draw) -> dict:
    return {"ReplicationConfiguration": {"Role": "arn:aws:iam::1:role/r", "Rules": [
        {"ID": each, "Status": draw.choice(["Enabled", "Disabled"]), "Prefix": "",
         "Destination": {"Bucket": f"arn:aws:s3:::{each}"}} for each in draw.some("abc", 1, 2)]}}


def lifecycle_rule(draw: Draw, name: str, is_policy: bool) -> dict:
    made = {"ID": name, "Status": draw.choice(["Enabled", "Disabled"])}
    if is_policy and draw.chance(0.3):
        made["Status"] = "absent"
    for member, value in draw.some({
        "Expiration": draw.choice([{"Days": 30}, {"Date": "2027-01-01T00:00:00Z"},
                                   {"ExpiredObjectDeleteMarker": True}]),
        "Filter": draw.choice([{"Prefix": "x/"}, {"Tag": {"Key": "a", "Value": "b"}}, {
            "And": {"Prefix": "y", "Tags": [{"Key": "a", "Value": "{account_id}"}]}}]),
        "Transitions": [{"Days": 10, "StorageClass": "GLACIER"}],
        "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
    }.items(), 0, 3):
        made[member] = value
    return made


# Answers

def answers(draw: Draw, resources: list) -> list:
    made = [
        {"service": service, "operation": operation, "input": {}, "output": output}
        for service, operation, output in [
            ("s3", "ListBuckets", {"Buckets": [{"Name": each["Name"]} for each in resources]}),
            ("iam", "ListAccountAliases", {"AccountAliases": ["acme"]}),
            ("cloudtrail", "DescribeTrails", {"trailList": trails(draw)}),
            ("resourcegroupstaggingapi", "GetResources", {"ResourceTagMappingList": []}),
            ("elb", "DescribeLoadBalancers", {"LoadBalancerDescriptions": [
                {"LoadBalancerName": each} for each in ["one", "two", "three"]]})]]
    targets = [each["Name"] for each in draw.sample(resources, 4)]
    for name, output in [
        ("one", {"Enabled": True, "S3BucketName": targets[0], "S3BucketPrefix": ""}),
        ("two", {"Enabled": False, "S3BucketName": targets[1], "S3BucketPrefix": ""}),
        ("three", None),
    ]:
        made.append(entry("elb", "DescribeLoadBalancerAttributes", {"LoadBalancerName": name}, (
            {"LoadBalancerAttributes": {"AccessLog": output}} if output
            else "LoadBalancerNotFound")))
    for name, values in [("own", [f"arn:aws:s3:::{targets[2]}/", "arn:aws:s3:::{x}/y"]),
                         ("far", [f"arn:aws:s3:::{targets[3]}"])]:
        made.append(entry("cloudtrail", "GetEventSelectors", {"TrailName": name}, {
            "EventSelectors": [
                {"ReadWriteType": "All"},
                {"DataResources": [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]},
                                   {"Type": "AWS::S3::Object", "Values": values}]}]}))
    made += keys() + [
        entry("s3", "HeadBucket", {"Bucket": "a"}, {"BucketRegion": REGION}),
        entry("s3", "HeadBucket", {"Bucket": "b"}, {"BucketRegion": "eu-west-1"}),
        entry("s3", "HeadBucket", {"Bucket": "c"}, "404")]
    made += compliances(draw, resources)
    for each in resources:
        made += settings(draw, each) + contents(draw, each) + findings(draw, each)
    return heads(draw) + made


def entry(service: str, operation: str, given: dict, output) -> dict:
    answer = {"error": {"code": output}} if isinstance(output, str) else {"output": output}
    return {"service": service, "operation": operation, "input": given} | answer


def trails(draw: Draw) -> list:
    return [
        {"Name": name, "HomeRegion": region, "S3BucketName": f"b-{draw.randint(0, 19):04}",
         "TrailARN": f"arn:aws:cloudtrail:{region}:{owner}:trail/{name}"}
        for name, region, owner in [("own", REGION, ACCOUNT), ("far", "eu-west-1", ACCOUNT),
                                    ("foreign", REGION, custodian_resources.FOREIGN[0])]]


def keys() -> list:
    made = []
    for number, names in [(0, ["alias/logs", "1111", KEYS[0], f"alias/{ACCOUNT}"]), (1, [KEYS[1]])]:
        key = KEYS[number].rsplit("/")[-1]
        for name in names:
            made.append(entry("kms", "DescribeKey", {"KeyId": name}, {"KeyMetadata": {
                "KeyId": key, "Arn": KEYS[number], "KeyManager": "CUSTOMER"}}))
        made.append(entry("kms", "ListAliases", {"KeyId": key}, {"Aliases": [
            {"AliasName": name, "AliasArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:{name}"}
            for name in names if name.startswith("alias/")]}))
    return made + [entry("kms", "DescribeKey", {}, "NotFoundException")]


def settings(draw: Draw, resource: dict) -> list:
    name = resource["Name"]

    def own(operation: str, output) -> dict:
        return entry("s3", operation, {"Bucket": name}, output)

    block = {key: draw.chance(0.75) for key in [
        "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]}
    algorithm = draw.choice(["AES256", "aws:kms", "aws:kms:dsse"])
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
    if algorithm == "aws:kms" and draw.chance(0.8):
        rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] = draw.choice(
            KEYS + ["alias/logs", "1111"])
    if draw.chance(0.7):
        rule["BucketKeyEnabled"] = draw.flag()
    encryption = draw.choice([{"Rules": [rule]}, {"Rules": [rule]}, {"Rules": []}, {"Rules": [{}]}])
    lock = {"ObjectLockEnabled": "Enabled"}
    if draw.flag():
        lock["Rule"] = {"DefaultRetention": {
            "Mode": draw.choice(["GOVERNANCE", "COMPLIANCE"]), "Days": draw.choice([7, 30])}}
    tags = resource.get("Tags")
    points = [{"Timestamp": "2026-03-14T00:00:00Z", "Average": each, "Maximum": each}
              for each in draw.choice([[], [0.0], [5.0, 200.0], [300.0]])]
    named = {"Name": "BucketName", "Value": name}
    metrics = [
        entry("cloudwatch", "GetMetricStatistics", {"Dimensions": dimensions}, {
            "Label": "x", "Datapoints": points[:most]})
        for most, dimensions in [
            (2, [named, {"Name": "StorageType", "Value": "AllStorageTypes"}]),
            (1, [named, {"Name": "StorageType", "Value": "StandardStorage"}]), (0, [named])]]
    return metrics + [
        own("GetBucketTagging",
            {"TagSet": tags} if isinstance(tags, list) and tags else "NoSuchTagSet"),
        own("GetPublicAccessBlock", draw.choice([
            {"PublicAccessBlockConfiguration": block}, {"PublicAccessBlockConfiguration": block},
            "NoSuchPublicAccessBlockConfiguration"])),
        own("GetBucketEncryption", draw.often(
            [{"ServerSideEncryptionConfiguration": encryption}],
            ["ServerSideEncryptionConfigurationNotFoundError", "AccessDenied"], 0.3)),
        own("GetBucketOwnershipControls", draw.often(
            [{"OwnershipControls": {"Rules": [{"ObjectOwnership": draw.choice(
                ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"])}]}}],
            ["OwnershipControlsNotFoundError", "AccessDenied"], 0.3)),
        own("GetObjectLockConfiguration", draw.often(
            [{"ObjectLockConfiguration": lock}],
            ["ObjectLockConfigurationNotFoundError", "AccessDenied"], 0.3)),
        own("ListBucketInventoryConfigurations", draw.often(
            [{"InventoryConfigurationList": [inventory(draw, each) for each in draw.some(
                ["all", "own"], 0, 2)]}], ["AccessDenied"], 0.1)),
        own("ListBucketIntelligentTieringConfigurations", draw.often(
            [{"IntelligentTieringConfigurationList": [
                tiering(draw, each) for each in draw.some(["one", "two", "three"], 0, 3)]}],
            ["AccessDenied"], 0.1)),
        own("GetBucketReplication",
            resource["Replication"] or "ReplicationConfigurationNotFoundError"),
        own("GetBucketLocation", resource["Location"]),
        own("GetBucketLogging",
            {"LoggingEnabled": resource["Logging"]} if resource.get("Logging") else {}),
    ]


def inventory(draw: Draw, name: str) -> dict:
    return {"Id": name, "IsEnabled": draw.flag(), "IncludedObjectVersions": draw.choice(
        ["All", "Current"]), "Schedule": {"Frequency": draw.choice(["Daily", "Weekly"])},
        "OptionalFields": draw.choice([["Size", "LastModifiedDate"], ["ETag"]]),
        "Destination": {"S3BucketDestination": {
            "Bucket": "arn:aws:s3:::inventories", "Format": "CSV",
            "Prefix": draw.choice([f"Inventories/{ACCOUNT}", "x"])}}}


def tiering(draw: Draw, name: str) -> dict:
    return {"Id": name, "Status": draw.choice(["Enabled", "Disabled"]), "Tierings": [
        {"Days": draw.choice([90, 180]), "AccessTier": "ARCHIVE_ACCESS"}]}


def contents(draw: Draw, resource: dict) -> list:
    """Pages of objects, of versions and of uploads; the pages behind the first come first, since
    the first one's input is part of theirs."""
    name, made = resource["Name"], []

    def paged(operation: str, pages: list, markers: list) -> None:
        for place in reversed(range(len(pages))):
            given = {"Bucket": name}
            if place:
                given |= {marker: f"{marker}{place}" for marker in markers}
            output = pages[place] | {"IsTruncated": place + 1 < len(pages)}
            if place + 1 < len(pages):
                output |= {f"Next{marker}": f"{marker}{place + 1}" for marker in markers}
            made.append(entry("s3", operation, given, output))

    counts = draw.choice([[0], [3], [120], [101, 2]])
    paged("ListObjects", [{"Contents": [
        {"Key": f"{KEY}{page}-{each}", "Size": 1} for each in range(count)]}
        for page, count in enumerate(counts)], ["Marker"])
    older = draw.choice(["1", "null"])
    paged("ListObjectVersions", [{
        "Versions": [{"Key": f"{KEY}{each}", "VersionId": [draw.choice(["0", "null"]), older][page],
                      "IsLatest": page == 0} for each in range(count)],
        "DeleteMarkers": [{"Key": "d", "VersionId": f"{page}"}]}
        for page, count in enumerate(counts)], ["KeyMarker", "VersionIdMarker"])
    paged("ListMultipartUploads", [{"Uploads": [
        {"Key": "u", "UploadId": f"{page}-{each}"} for each in range(draw.randint(0, 2))]}
        for page in range(draw.choice([1, 2]))], ["KeyMarker", "UploadIdMarker"])
    return made


#: What is asked of Security Hub beside the bucket.
QUERIES = [{}, {"RecordState": [{"Comparison": "EQUALS", "Value": "ACTIVE"}]}]


def findings(draw: Draw, resource: dict) -> list:
    about = [{"Value": f"arn:aws:s3:::{resource['Name']}", "Comparison": "EQUALS"}]
    return [
        entry("securityhub", "GetFindings", {"Filters": query | {"ResourceId": about}}, {
            "Findings": [{"Id": f"finding-{each}", "Title": draw.word()}
                         for each in range(draw.choice([0, 0, 1, 2]))]})
        for query in QUERIES]


def compliances(draw: Draw, resources: list) -> list:
    """What AWS Config says, which knows a bucket by its name or by its ARN."""
    return [
        entry("config", "GetComplianceDetailsByConfigRule", {"ConfigRuleName": rule}, {
            "EvaluationResults": [{
                "EvaluationResultIdentifier": {"EvaluationResultQualifier": {
                    "ConfigRuleName": rule,
                    "ResourceType": draw.often(["AWS::S3::Bucket"], ["AWS::EC2::Instance"]),
                    "ResourceId": draw.often([name], [f"arn:aws:s3:::{name}"])}},
                "ComplianceType": "NON_COMPLIANT",
                "ResultRecordedTime": draw.choice(
                    ["2026-03-14T00:00:00Z", "2025-03-14T00:00:00Z"])}
                for name in draw.sample([each["Name"] for each in resources], 8)]})
        for rule in ["encrypted", "tagged"]]


def heads(draw: Draw) -> list:
    """What HEAD tells of the first objects of a page, in whichever bucket; the others are
    encrypted."""
    made = []
    for page, each, version in itertools.product([0, 1], range(5), [None, "0", "1", "null"]):
        known = {"ContentLength": draw.choice([1, 3 << 30]), "ETag": '"e"', "Metadata": {"a": "b"}}
        known |= draw.choice([
            {}, {"ServerSideEncryption": "AES256"}, {"ServerSideEncryption": "aws:kms:dsse"},
            {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": draw.choice(KEYS)}])
        known |= draw.choice([{}, {}, {"StorageClass": "STANDARD_IA"}, {"StorageClass": "GLACIER"}, {
            "StorageClass": "GLACIER", "Restore": draw.choice([
                'ongoing-request="true"', 'ongoing-request="false", expiry-date="x"'])}])
        key = f"{KEY}{each}" if version else f"{KEY}{page}-{each}"
        made.append(entry("s3", "HeadObject", {"Key": key} | (
            {"VersionId": version} if version else {}), known))
    return made + [entry("s3", "HeadObject", {}, {
        "ContentLength": 1, "ETag": '"e"', "ServerSideEncryption": "AES256"})]


# Filters

def encryption_filter(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "bucket-encryption"}
    if draw.chance(0.5):
        made["state"] = draw.flag()
    if draw.chance(0.5):
        made["crypto"] = draw.choice(["AES256", "aws:kms"])
    if draw.chance(0.5):
        made |= {"crypto": "aws:kms", "key": draw.choice(KEY_NAMES)}
    elif draw.chance(0.4):
        made["bucket_key_enabled"] = draw.flag()
    return made


def logging_filter(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "bucket-logging", "op": draw.choice(
        ["enabled", "disabled", "equal", "not-equal", "eq", "ne"])}
    if draw.chance(0.8):
        made["target_bucket"] = draw.choice(["logs", "{source_bucket_name}", "{bucket_name}"])
    if draw.chance(0.6):
        made["target_prefix"] = draw.choice([
            "x/", "{source_bucket_name}/", "all-{source_bucket_region}", "all-{region}",
            "{account}-{account_id}/"])
    return made


def compared(fields: list, **more):
    """A filter that looks at something of a bucket's as a value filter does."""
    def make(filters: Filters) -> dict:
        key, values = filters.draw.choice(fields)
        value = filters.draw.choice([
            {"value": filters.draw.choice(values)}, {"value": filters.draw.choice(values)},
            {"op": filters.draw.choice(MEMBERSHIPS), "value": filters.draw.some(values, 1, 2)},
            {"op": filters.draw.choice(EQUALITIES), "value": filters.draw.choice(values)},
            {"value": filters.draw.choice(["absent", "present", "not-null", "empty"])}])
        return {"key": key} | value | {
            name: filters.draw.choice(choices) if isinstance(choices, list) else choices
            for name, choices in more.items()}
    return make


def ownership_filter(filters: Filters) -> dict:
    made = compared([("", ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"])],
                    type="ownership")(filters)
    del made["key"]
    return made


def tiering_filter(filters: Filters) -> dict:
    draw = filters.draw
    attrs = [draw.choice([
        {"Status": "Enabled"}, {"type": "value", "key": "Id", "op": "in", "value": ["one", "two"]},
        {"not": [{"Id": "three"}]}, {"type": "value", "key": "Tierings[0].Days", "op": "gt",
                                     "value": 90}]) for _ in range(draw.choice([1, 1, 2]))]
    made = {"type": "intelligent-tiering", "attrs": attrs}
    if draw.chance(0.3):
        made |= {"count": draw.randint(0, 2), "count_op": draw.choice(EQUALITIES + ORDERS)}
    return made


def log_target_filter(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "is-log-target"}
    if draw.chance(0.7):
        made["services"] = draw.some(["s3", "elb", "cloudtrail"], 1, 2)
    if draw.chance(0.3):
        made["self"] = draw.flag()
    if draw.chance(0.5):
        made["value"] = draw.flag()
    return made


def replication_filter(filters: Filters) -> dict:
    draw = filters.draw
    attrs = [draw.choice([
        {"Status": "Enabled"}, {"CrossRegion": draw.flag()},
        {"DestinationBucketAvailable": draw.flag()},
        {"type": "value", "key": "DestinationRegion", "op": "in", "value": [REGION]},
        {"not": [{"Destination.Bucket": "arn:aws:s3:::a"}]}])
        for _ in range(draw.choice([1, 1, 2]))]
    made = {"type": "bucket-replication", "attrs": attrs}
    if draw.chance(0.3):
        made |= {"count": draw.randint(0, 2), "count_op": draw.choice(EQUALITIES + ORDERS)}
    return made


def metrics_filter(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "metrics", "name": draw.choice(["NumberOfObjects", "BucketSizeBytes"]),
            "value": draw.choice([1, 100, 250]), "op": draw.choice(ORDERS)}
    for name, choices in [
        ("namespace", ["AWS/S3"]), ("statistics", ["Average", "Maximum"]), ("days", [1, 14, 30]),
        ("missing-value", [0, 500]), ("dimensions", [{"StorageType": "StandardStorage"}]),
    ]:
        if draw.chance(0.5):
            made[name] = draw.choice(choices)
    return made


def missing_statement(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": draw.choice(["missing-statement", "missing-policy-statement"])}
    if draw.chance(0.95):
        made["statement_ids"] = draw.some(["One", "Two", "DenyHTTP", "Three"], 1, 2)
    return made


def finding(filters: Filters) -> dict | str:
    return filters.draw.choice(["finding", *[
        {"type": "finding"} | ({"query": query} if query else {}) for query in QUERIES]])


SPECIFIC = [
    ("finding", BUCKETS, finding),
    ("config-compliance", BUCKETS, custodian_instances.compliance),
    ("bucket-encryption", BUCKETS, encryption_filter),
    ("bucket-logging", BUCKETS, logging_filter),
    ("bucket-notification", BUCKETS, compared(
        [("Id", ["prod", "dev"]), ("Events[0]", ["s3:ObjectCreated:*"])],
        type="bucket-notification", kind=["lambda", "sns", "sqs"])),
    ("missing-statement", BUCKETS, missing_statement),
    ("missing-policy-statement", BUCKETS, missing_statement),
    ("no-encryption-statement", BUCKETS, lambda f: {"type": "no-encryption-statement"}),
    ("lock-configuration", BUCKETS, compared(
        [("ObjectLockEnabled", ["Enabled"]), ("Rule.DefaultRetention.Mode", ["GOVERNANCE"]),
         ("Rule.DefaultRetention.Days", [7, 30])], type="lock-configuration")),
    ("ownership", BUCKETS, ownership_filter),
    ("intelligent-tiering", BUCKETS, tiering_filter),
    ("inventory", BUCKETS, compared(
        [("Schedule.Frequency", ["Daily", "Weekly"]), ("Id", ["all", "own"]), (
            "IsEnabled", [True, False])], type="inventory")),
    ("is-log-target", BUCKETS, log_target_filter),
    ("bucket-replication", BUCKETS, replication_filter), ("metrics", BUCKETS, metrics_filter),
    ("data-events", BUCKETS, lambda f: {"type": "data-events"} | (
        {"state": f.draw.choice(["present", "absent"])} if f.draw.chance(0.8) else {})),
]


# Actions

def set_statements(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "set-statements"}
    if draw.chance(0.8):
        made["statements"] = draw.some(STATEMENTS, 1, 2)
    if draw.chance(0.5):
        made["remove"] = draw.choice(["*", ["One", "Two"], ["DenyHTTP"]])
    if draw.chance(0.2):
        return {"filters": [{"type": "cross-account"}],
                "actions": [made | {"remove": "matched"}]}
    return made


def remove_statements(filters: Filters) -> dict:
    draw = filters.draw
    if draw.flag():
        return {"filters": [{"type": "cross-account"}], "actions": [
            {"type": "remove-statements", "statement_ids": "matched"}]}
    return {"type": "remove-statements", "statement_ids": draw.choice(
        ["*", ["One"], ["DenyHTTP", "Two"]])}


def set_encryption(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "set-bucket-encryption"}
    if draw.chance(0.2):
        return made | {"enabled": False}
    if draw.chance(0.6):
        made |= {"crypto": "aws:kms", "key": draw.choice(KEY_NAMES)}
    elif draw.flag():
        made["crypto"] = draw.often(["AES256"], ["aws:kms"], 0.1)
    if draw.chance(0.5):
        made["bucket-key"] = draw.flag()
    return made


def toggle_logging(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "toggle-logging"}
    if draw.chance(0.3):
        return made | {"enabled": False}
    made["target_bucket"] = draw.choice(["logs", "{account}-{region}-logs", "{bucket_name}"])
    if draw.chance(0.6):
        made["target_prefix"] = draw.choice([
            "x/", "{account_id}/{source_bucket_name}/", "all-{source_bucket_region}",
            "{target_bucket_name}/{account}"])
    return made


def lifecycle(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "configure-lifecycle", "rules": [
        lifecycle_rule(draw, each, True) for each in draw.some(
            ["old", "logs", "tmp", "new", "old"], 1, 3)]}


def set_tiering(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "set-intelligent-tiering"} | draw.choice([
        {"Id": "matched", "State": "delete"}, {"Id": "one", "State": "delete"},
        {"Id": "two", "IntelligentTieringConfiguration": tiering(draw, "two")}])
    filter = {"type": "intelligent-tiering", "attrs": [draw.choice([
        {"Status": "Enabled"}, {"not": [{"Id": "three"}]}])]}
    return {"filters": [filter], "actions": [action]}


def set_inventory(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "set-inventory", "name": draw.choice(["all", "new"]),
            "destination": "inventories"}
    for name, choices in [
        ("state", ["enabled", "disabled", "absent"]), ("prefix", ["x", ""]),
        ("encryption", ["SSES3", "SSEKMS"]), ("versions", ["All", "Current"]),
        ("schedule", ["Daily", "Weekly"]), ("format", ["CSV", "ORC"]),
        # In order, since Cloud Custodian sorts the policy's own list as it goes.
        ("fields", [["LastModifiedDate", "Size"], ["ETag"]]),
    ]:
        if draw.chance(0.35):
            made[name] = draw.choice(choices)
    if made.get("encryption") == "SSEKMS" and draw.flag():
        made["key_id"] = KEYS[0]
    return made


def delete_notification(filters: Filters) -> dict:
    draw = filters.draw
    if draw.chance(0.4):
        return {"type": "delete-bucket-notification",
                "statement_ids": draw.some(["prod", "dev", "x"], 1, 2)}
    return {"filters": [{"type": "bucket-notification", "kind": draw.choice(
        ["lambda", "sns", "sqs"]), "key": "Id", "value": draw.choice(["prod", "dev", "present"])}],
        "actions": [{"type": "delete-bucket-notification", "statement_ids": "matched"}]}


def encrypt_keys(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "encrypt-keys"}
    if draw.chance(0.4):
        made |= {"crypto": "aws:kms", "key-id": draw.choice(["1111", KEYS[1], "alias/logs"])}
    elif draw.chance(0.4):
        made["crypto"] = draw.choice(["AES256", "aws:kms"])
    for name, share in [("glacier", 0.7), ("large", 0.5), ("report-only", 0.1)]:
        if draw.chance(share):
            made[name] = draw.chance(0.7)
    return made


ACTIONS = [
    ("set-statements", BUCKETS, set_statements), ("remove-statements", BUCKETS, remove_statements),
    ("set-bucket-encryption", BUCKETS, set_encryption), ("toggle-logging", BUCKETS, toggle_logging),
    ("toggle-versioning", BUCKETS, lambda f: {"type": "toggle-versioning"} | (
        {"enabled": f.draw.flag()} if f.draw.chance(0.7) else {})),
    ("configure-lifecycle", BUCKETS, lifecycle), ("set-intelligent-tiering", BUCKETS, set_tiering),
    ("set-inventory", BUCKETS, set_inventory),
    ("delete-bucket-notification", BUCKETS, delete_notification),
    ("encryption-policy", BUCKETS, lambda f: {"type": "encryption-policy"}),
    ("remove-website-hosting", BUCKETS, lambda f: {"type": "remove-website-hosting"}),
    ("set-replication", BUCKETS, lambda f: {"type": "set-replication", "state": f.draw.choice(
        ["enable", "disable", "remove"])}),
    ("encrypt-keys", BUCKETS, encrypt_keys),
    ("delete", BUCKETS, lambda f: {"type": "delete"} | (
        {"remove-contents": f.draw.flag()} if f.draw.flag() else {})),
]

TYPES = {
    "aws.s3": dataclasses.replace(
        custodian_resources.TYPES["aws.s3"], make=bucket, answers=answers,
        completed=frozenset([
            "c7n:PublicAccessBlock", "c7n:bucket-encryption", "c7n:ownership", "c7n:inventories",
            "c7n:IntelligentTiering", "c7n:ObjectLockConfiguration", "c7n:DeniedMethods",
            "c7n.metrics"])),
}

def without_null(pair):
    """The pair without the deletions of versions `null`."""
    def kept(calls: list | None) -> list:
        return [each for each in calls or [] if each["operation"] != "DeleteObject"
                or each["input"]["VersionId"] != "null"]
    return dataclasses.replace(
        pair, our_calls=kept(pair.our_calls), their_calls=kept(pair.their_calls))


DEPARTURES = [
    Departure(
        "overwritten versions",
        "where versioning is suspended a copy is version `null` itself: Cloud Custodian deletes it",
        lambda pair: '"encrypt-keys"' in pair.text and pair.ours == pair.theirs
        and any("overwrote" in each for each in pair.remarks) and without_null(pair).same_calls,
        is_rare=True),
    Departure(
        "marks on tierings",
        "two filters on tierings see one another's marks on them, since they share the items",
        lambda pair: pair.text.count('"intelligent-tiering"') > 1 and pair.ours and pair.theirs
        and marked(pair.ours) == marked(pair.theirs) and (pair.same_calls or pair.is_spared),
        is_rare=True),
    Departure(
        "all log sources",
        "`is-log-target` asks all buckets where they log to, not only those that came through the "
        "filters before it, since the engine judges each bucket by itself",
        lambda pair: '"is-log-target"' in pair.text and len(pair.policy["filters"]) > 1
        and (pair.problem or (pair.ours is None) != (pair.theirs is None)), is_rare=True),
]
