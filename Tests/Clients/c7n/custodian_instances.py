"""Instances, with their volumes, images, profiles and networks, and what AWS's other services say
of them."""

import base64
import gzip
import json

from custodian_comparisons import EQUALITIES, ORDERS
from custodian_departures import Departure
from custodian_filters import Filters, named
from custodian_resources import GROUPS, Type, common
from custodian_vocabulary import ACCOUNT, REGION, Draw

EC2 = "aws.ec2"
VPCS = ["vpc-1", "vpc-2"]
SUBNETS = ["subnet-1", "subnet-2", "subnet-3", "subnet-4", "subnet-gone"]
IMAGES = ["ami-1", "ami-2", "ami-3", "ami-gone"]
PROFILES = ["web", "batch", "bare", "gone"]
POLICIES = ["AdministratorAccess", "ReadOnlyAccess", "prod", "dev", "Admins"]
STATES = ["running"] * 7 + ["stopped"] * 5 + ["pending", "stopping", "shutting-down", "terminated"]
ATTRIBUTES = ["instanceType", "disableApiTermination", "ebsOptimized", "groupSet", "kernel",
              "instanceInitiatedShutdownBehavior"]
#: When things were made, in the form of AWS's answers.
MOMENTS = ["2026-03-15T11:40:00Z", "2026-03-14T11:59:59Z", "2026-03-01T00:00:00Z",
           "2026-01-01T00:00:00Z", "2025-03-15T00:00:00Z"]
SCHEDULES = [
    "", "on", "off", "OFF", "tz=pt", "tz=utc", "tz=Europe/Berlin", "tz=nowhere", "off=(m-u,8)",
    "on=(m-u,8)", "off=(m-u,8);on=(m-u,8)", "off=(m-f,8);on=(m-f,8)", "off=[(m-f,19),(u,8)]",
    "on=[(s,7),(u,8)];off=[(f-m,8)]", "off=(m-u,12);on=(u,12);tz=utc",
    "off=(m-u,17);on=(m-u,17);tz=it", "off=(m-u,13);on=(m-u,13);tz=europe/berlin",
    "off=(m-u,5);on=(s-u,5);tz=pt;", "'off=(m-u,8);on=(m-u,8)'", "off=(m-u,8) on=(m-u,8)",
    "offu3du28m-uu2c8u29u3bonu3du28u,8u29", "off=(x,8)", "off=(m-u,24)", "off=(m-u,8", "off=8",
    "off=(m-u,8);on", "up=(m-u,8)", "off=(m-x-u,8);on=(m-x-u,08)", "off=(u,8);on=(u,8);tz=",
    "off=(u,8);on=(u,8);tz=Us/Eastern", "off=(u,8);on=(u,8);tz=america/argentina/buenos_aires",
    "off=(u,22);on=(u,22);tz=australia/lord_howe;off=(u,23)", "off=(u,23);on=(u,23);tz=aet",
]
ZONES = ["et", "et", "utc", "Europe/Berlin", "asia/kathmandu", "it"]


# Resources


def instance(draw: Draw, number: int) -> dict:
    own = f"i-{number:04}"
    vpc = draw.choice(VPCS)
    document = common(draw) | {
        "InstanceId": own, "InstanceType": draw.choice(["t3.micro", "m5.large", "c5.xlarge"]),
        "ImageId": draw.choice(IMAGES), "RootDeviceName": "/dev/sda1",
        "State": {"Code": 16, "Name": draw.choice(STATES)},
        "Monitoring": {"State": draw.choice(["disabled", "enabled"])},
        "Placement": {"AvailabilityZone": "us-east-1a"},
        "MetadataOptions": {
            "HttpTokens": draw.choice(["optional", "optional", "required"]),
            "HttpPutResponseHopLimit": draw.choice([1, 2]),
            "HttpEndpoint": draw.choice(["enabled", "enabled", "disabled"]),
            "InstanceMetadataTags": draw.choice(["enabled", "disabled"])},
        "SecurityGroups": [{"GroupId": group, "GroupName": draw.word()}
                           for group in draw.some(GROUPS)],
        "LaunchTime": draw.choice(MOMENTS), "BlockDeviceMappings": devices(draw, number),
        "NetworkInterfaces": [interface(draw, f"eni-{number}-{place}", vpc)
                              for place in range(draw.choice([0, 1, 1, 1, 2]))],
    }
    draw.put(document, "VpcId", vpc)
    draw.put(document, "PublicIpAddress", "203.0.113.9", odd=0.2)
    if draw.chance(0.7):
        document["StateTransitionReason"] = draw.often(
            ["User initiated (2026-03-14 11:59:59 GMT)", "User initiated (2026-01-01 00:00:00 GMT)",
             "User initiated (2025-03-15 00:00:00 GMT)", "", "User initiated"],
            ["(soon)", "x (2026-03-01) (2025-01-01)"], 0.05)
    if draw.chance(0.6):
        name = draw.choice(PROFILES)
        document["IamInstanceProfile"] = {
            "Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/{name}", "Id": f"AIPA{name}"}
    if draw.chance(0.8):
        document["HibernationOptions"] = {"Configured": draw.flag()}
    if draw.chance(0.2):
        document["InstanceLifecycle"] = "spot"
        document["SpotInstanceRequestId"] = f"sir-{number}"
    if isinstance(document.get("Tags"), list):
        if draw.chance(0.8):
            document["Tags"].append({"Key": draw.choice(["maid_offhours", "Maid_OffHours"]),
                                     "Value": draw.choice(SCHEDULES)})
        if draw.chance(0.3):
            document["Tags"].append({"Key": "aws:autoscaling:groupName", "Value": "asg"})
    return document


def devices(draw: Draw, number: int) -> list:
    made = []
    for place, name in enumerate(["/dev/sda1", "/dev/sdb", "/dev/sdc"][:draw.randint(0, 3)]):
        device = {"DeviceName": name}
        if draw.chance(0.8):
            device["Ebs"] = {"VolumeId": f"vol-{number}-{place}", "Status": "attached",
                             "AttachTime": draw.choice(MOMENTS)}
        made.append(device)
    return made


def interface(draw: Draw, own: str, vpc: str) -> dict:
    return {"NetworkInterfaceId": own, "VpcId": vpc, "SubnetId": draw.often(SUBNETS[:4], SUBNETS),
            "Groups": [{"GroupId": group, "GroupName": group}
                       for group in draw.some(GROUPS + ["sg-gone"] * draw.chance(0.2), 1, 3)],
            "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.4"}]}


# What AWS answers


def tagged(draw: Draw) -> dict:
    return {"Tags": [{"Key": key, "Value": draw.word()} for key in draw.some(["Env", "Team"], 0, 2)]}


def answers(draw: Draw, resources: list) -> list:
    made = []

    def add(service: str, operation: str, output: dict, given=None, error=None):
        answer = {"error": error} if error else {"output": output}
        made.append({"service": service, "operation": operation, "input": given or {}} | answer)

    region(draw, add)
    for each in resources:
        own = each["InstanceId"]
        attributes(draw, add, own, each)
        for name in ["CPUUtilization", "NetworkIn"]:
            points = [{"Timestamp": moment, "Average": draw.choice([0.0, 5.0, 20.0]),
                       "Maximum": draw.choice([5.0, 20.0, 60.0])}
                      for moment in MOMENTS[:draw.choice([0, 1, 1, 2])]]
            add("cloudwatch", "GetMetricStatistics", {"Label": name, "Datapoints": points},
                {"MetricName": name, "Dimensions": [{"Name": "InstanceId", "Value": own}]})
        actions = draw.some(["arn:aws:automate:us-east-1:ec2:recover", "arn:aws:sns:us-east-1:x"])
        add("cloudwatch", "DescribeAlarmsForMetric", {"MetricAlarms": [
            {"AlarmName": "a", "AlarmActions": actions}] if draw.chance(0.7) else []},
            {"Dimensions": [{"Name": "InstanceId", "Value": own}]})
        entries = [{"Name": name, "Version": "1.2"} for name in draw.some(["docker", "ssh"], 0, 2)]
        for query in [{"Filters": QUERY}, {}]:
            add("ssm", "ListInventoryEntries", {"Entries": entries if draw.chance(0.6) else []},
                {"InstanceId": own} | query)
        if "IamInstanceProfile" in each:
            add("ec2", "DescribeIamInstanceProfileAssociations", {"IamInstanceProfileAssociations": [
                {"AssociationId": f"iip-{own}", "InstanceId": own, "State": "associated",
                 "IamInstanceProfile": each["IamInstanceProfile"]}] if draw.chance(0.9) else []},
                {"Filters": [{"Name": "instance-id", "Values": [own]},
                             {"Name": "state", "Values": ["associating", "associated"]}]})
    services(draw, add, [each["InstanceId"] for each in resources])
    volumes = []
    for each in resources:
        for device in each["BlockDeviceMappings"]:
            if "Ebs" not in device or draw.chance(0.1):
                continue
            volumes.append({
                "VolumeId": device["Ebs"]["VolumeId"], "Encrypted": draw.flag(),
                "VolumeType": draw.choice(["gp2", "gp3"]), "Size": draw.choice([8, 100, 500]),
                "Attachments": [{"InstanceId": each["InstanceId"], "Device": device["DeviceName"]}]
                if draw.chance(0.9) else []} | tagged(draw))
    add("ec2", "DescribeVolumes", {"Volumes": volumes})
    add("ec2", "CreateSnapshots", {"Snapshots": [{"SnapshotId": "snap-1"}]})
    return made


QUERY = [{"Key": "Name", "Values": ["docker"], "Type": "Equal"}]


def attributes(draw: Draw, add, own: str, resource: dict) -> None:
    texts = ["password=prod\necho", "#!/bin/sh\nprod", "dev"]
    data = draw.choice(texts).encode()
    text = base64.b64encode(gzip.compress(data, mtime=0) if draw.chance(0.2) else data).decode()
    for name, output in [
        ("userData", {"UserData": {"Value": text} if draw.chance(0.8) else {}}),
        ("disableApiStop", {"DisableApiStop": {"Value": draw.flag()}}),
        ("disableApiTermination", {"DisableApiTermination": {"Value": draw.flag()}}),
        ("instanceType", {"InstanceType": {"Value": resource["InstanceType"]}}),
        ("ebsOptimized", {"EbsOptimized": {"Value": draw.flag()}}),
        ("groupSet", {"Groups": [{"GroupId": each} for each in draw.some(GROUPS)]}),
        ("kernel", {"KernelId": {"Value": "aki-1"} if draw.flag() else {}}),
        ("instanceInitiatedShutdownBehavior", {"InstanceInitiatedShutdownBehavior": {
            "Value": draw.choice(["stop", "terminate"])}}),
    ]:
        add("ec2", "DescribeInstanceAttribute", {"InstanceId": own} | output,
            {"InstanceId": own, "Attribute": name})


def region(draw: Draw, add) -> None:
    """What all instances share."""
    groups = [{"GroupId": each, "GroupName": name, "VpcId": draw.choice(VPCS),
               "Description": draw.word()} | tagged(draw)
              for each, name in zip(GROUPS + ["sg-9"], ["prod", "dev", "prod-1", "closed"])]
    groups += [{"GroupId": "sg-8", "GroupName": "closed", "VpcId": vpc, "Tags": []}
               for vpc in VPCS if vpc != groups[-1]["VpcId"]]
    for name in ["closed", "prod"]:
        add("ec2", "DescribeSecurityGroups",
            {"SecurityGroups": [each for each in groups if each["GroupName"] == name]},
            {"Filters": [{"Name": "group-name", "Values": [name]}]})
    add("ec2", "DescribeSecurityGroups", {"SecurityGroups": groups[:2]},
        {"Filters": [{"Name": "tag:Env", "Values": ["prod", "dev"]}]})
    add("ec2", "DescribeSecurityGroups", {"SecurityGroups": groups})
    add("ec2", "DescribeSubnets", {"Subnets": [
        {"SubnetId": each, "VpcId": VPCS[place % 2], "MapPublicIpOnLaunch": draw.flag(),
         "AvailableIpAddressCount": draw.choice([5, 11, 250])} | tagged(draw)
        for place, each in enumerate(SUBNETS[:4])]})
    add("ec2", "DescribeVpcs", {"Vpcs": [
        {"VpcId": each, "IsDefault": each == "vpc-1", "CidrBlock": draw.range()} | tagged(draw)
        for each in VPCS]})
    gateways = [{"GatewayId": "igw-1"}, {"NatGatewayId": "nat-1"}, {"GatewayId": "local"}]
    add("ec2", "DescribeRouteTables", {"RouteTables": [
        {"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": draw.some(gateways),
         "Associations": [{"Main": True}]},
        {"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Routes": draw.some(gateways),
         "Associations": [{"Main": False, "SubnetId": "subnet-1"}]},
        {"RouteTableId": "rtb-3", "VpcId": "vpc-2", "Routes": draw.some(gateways),
         "Associations": [{"Main": draw.flag()}, {"Main": False, "SubnetId": "subnet-2"}]}]})
    images = [{"ImageId": each, "Name": draw.word(), "Public": draw.flag(), "CreationDate":
               draw.choice(MOMENTS).replace("Z", ".000Z"), "OwnerId": ACCOUNT} | tagged(draw)
              for each in IMAGES[:3]]
    for each in images:
        add("ec2", "DescribeImages", {"Images": [each]}, {"ImageIds": [each["ImageId"]]})
    add("ec2", "DescribeImages", {}, {"ImageIds": ["ami-gone"]}, {
        "code": "InvalidAMIID.NotFound",
        "message": "The image id '[ami-gone]' does not exist"})
    add("ec2", "DescribeImages", {"Images": images})
    roles = {"web": "reader", "batch": "writer"}
    add("iam", "ListInstanceProfiles", {"IsTruncated": False, "InstanceProfiles": [
        {"InstanceProfileName": each, "InstanceProfileId": f"AIPA{each}", "Path": "/",
         "Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/{each}", "Roles": [
             {"RoleName": roles[each], "Arn": f"arn:aws:iam::{ACCOUNT}:role/{roles[each]}"}]
         if each in roles else []} for each in PROFILES[:3]]})
    for each in roles.values():
        add("iam", "ListAttachedRolePolicies", {"IsTruncated": False, "AttachedPolicies": [
            {"PolicyName": name, "PolicyArn": f"arn:aws:iam::aws:policy/{name}"}
            for name in draw.some(POLICIES, 0, 2)]}, {"RoleName": each})
        add("iam", "SimulatePrincipalPolicy", {"IsTruncated": False, "EvaluationResults": [
            {"EvalActionName": name, "EvalDecision": draw.choice(["allowed", "implicitDeny"])}
            for name in ["iam:CreateUser", "s3:GetObject"]]},
            {"PolicySourceArn": f"arn:aws:iam::{ACCOUNT}:role/{each}"})
        add("iam", "GetRole", {"Role": {
            "RoleName": each, "Arn": f"arn:aws:iam::{ACCOUNT}:role/{each}", "Path": "/",
            "AssumeRolePolicyDocument": "%7B%7D"} | tagged(draw)}, {"RoleName": each})


def services(draw: Draw, add, ids: list) -> None:
    """What services other than EC2 say of all instances at once."""
    def chosen() -> list:
        return [each for each in ids if draw.chance(0.5)]

    add("ssm", "DescribeInstanceInformation", {"InstanceInformationList": [
        {"InstanceId": each, "PingStatus": draw.choice(["Online", "Inactive"]),
         "PlatformName": draw.word(), "AgentVersion": "3.1.0"} for each in chosen()]})
    add("ssm", "ListResourceComplianceSummaries", {"ResourceComplianceSummaryItems": [
        {"ResourceId": each, "ComplianceType": draw.choice(["Patch", "Association"]),
         "Status": "NON_COMPLIANT", "OverallSeverity": draw.choice(["HIGH", "LOW"]),
         "ExecutionSummary": {"ExecutionTime": draw.choice(MOMENTS)}}
        for each in chosen() + chosen()]})
    for rule in ["encrypted", "tagged"]:
        add("config", "GetComplianceDetailsByConfigRule", {"EvaluationResults": [
            {"EvaluationResultIdentifier": {"EvaluationResultQualifier": {
                "ConfigRuleName": rule, "ResourceType": draw.often(
                    ["AWS::EC2::Instance"], ["AWS::EC2::Volume"]),
                "ResourceId": draw.often([each], [f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{each}"])}},
             "ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": draw.choice(MOMENTS)}
            for each in chosen()]}, {"ConfigRuleName": rule})
    add("cost-optimization-hub", "ListRecommendations", {"items": [
        {"recommendationId": f"r-{place}", "actionType": draw.choice(["Rightsize", "Stop"]),
         "resourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{each}",
         "estimatedMonthlySavings": draw.choice([5.0, 40.0]),
         "recommendedResourceSummary": draw.choice(["t3.nano", "m5.large"])}
        for place, each in enumerate(chosen() + chosen())]})
    events = [{"arn": f"arn:aws:health:{REGION}::event/EC2/{place}", "service": "EC2",
               "statusCode": "open"} for place in range(12)]
    add("health", "DescribeEvents", {"events": events})
    add("health", "DescribeEventDetails", {"successfulSet": [
        {"event": each, "eventDescription": {"latestDescription": f"about {place}"}}
        for place, each in enumerate(events[:10])]}, {"eventArns": [
            each["arn"] for each in events[:10]]})
    add("health", "DescribeEventDetails", {"successfulSet": []})
    for part in [events[:10], events[10:]]:
        add("health", "DescribeAffectedEntities", {"entities": [
            {"entityArn": f"e-{each}", "entityValue": each,
             "eventArn": draw.choice(part)["arn"]} for each in draw.some(ids, 2, 5)]},
            {"filter": {"eventArns": [each["arn"] for each in part]}})
    add("ec2", "DescribeInstanceImageMetadata", {"InstanceImageMetadata": [
        {"InstanceId": each, "ImageMetadata": {
            "ImageId": "ami-1", "State": draw.choice(["available", "deregistered"]),
            "IsPublic": draw.flag()}} for each in chosen()]})


# Filters


def hours(side: str):
    def make(filters: Filters) -> dict:
        draw = filters.draw
        made = {"type": f"{side}hour", f"{side}hour": draw.choice([8, 8, 12, 13, 17, 19]),
                "default_tz": draw.choice(ZONES)}
        for key, share, chosen in [
            ("opt-out", 0.7, lambda: draw.chance(0.9)), ("weekends", 0.8, lambda: draw.chance(0.1)),
            ("weekends-only", 0.1, draw.flag), ("state-filter", 0.6, lambda: draw.chance(0.2)),
            ("skip-days", 0.1, lambda: draw.some(["2026-03-15", "2026-12-25"], 1, 2)),
            ("fallback-schedule", 0.2, lambda: draw.choice(SCHEDULES)),
            ("tag", 0.1, lambda: "MAID_OFFHOURS"),
        ]:
            if draw.chance(share):
                made[key] = chosen()
        return made
    return make


def age(name: str):
    def make(filters: Filters) -> dict:
        draw = filters.draw
        made = {"type": name, "days": draw.choice([0, 1, 10, 30, 30.5, 100])}
        if draw.chance(0.6):
            made["op"] = draw.often(ORDERS, EQUALITIES, 0.1)
        if name == "instance-age" and draw.chance(0.4):
            made |= {"hours": draw.choice([0, 12, 36]), "minutes": draw.choice([0, 30])}
        return made
    return make


def related(name: str, fields: list):
    def make(filters: Filters) -> dict:
        draw = filters.draw
        made = {"type": name}
        if draw.chance(0.1):
            made |= {"value_type": "resource_count", "op": draw.choice(["ge", "lt", "eq"]),
                     "value": draw.randint(0, 2), "key": fields[0][0]}
        else:
            key, kind = draw.choice(fields)
            made |= {"key": key} | filters.comparison(kind)
        if draw.chance(0.5):
            made["operator"] = draw.choice(["and", "or"])
        return made
    return make


def subnet(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "subnet"}
    for key in ["igw", "nat"]:
        if draw.chance(0.5):
            made[key] = draw.flag()
    if len(made) == 1 or draw.chance(0.5):
        made |= related("subnet", [("tag:Env", "word"), ("MapPublicIpOnLaunch", "flag"),
                                   ("AvailableIpAddressCount", "number")])(filters)
    if draw.chance(0.4):
        made["operator"] = draw.choice(["and", "or"])
    return made


def ebs(filters: Filters) -> dict:
    draw = filters.draw
    key, kind = draw.choice([("Encrypted", "flag"), ("Size", "number"), ("tag:Env", "word"),
                             ("Attachments[].Device", "words")])
    made = {"type": "ebs", "key": key} | filters.comparison(kind)
    if draw.chance(0.4):
        made["operator"] = draw.choice(["and", "or"])
    if draw.chance(0.3):
        made["skip-devices"] = draw.some(["/dev/sda1", "/dev/sdb", "/dev/xvda"], 1, 2)
    return made


def user_data(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "user-data"} | draw.choice([
        {"op": "regex", "value": "(?smi).*password="}, {"op": "regex", "value": ".*prod"},
        {"value": "absent"}, {"op": "contains", "value": "prod"}, {"value": "dev"},
        {"op": "glob", "value": "*prod"}, {"value_type": "size", "op": "gt", "value": 10}])


def attribute(filters: Filters) -> dict:
    draw = filters.draw
    name = draw.choice(ATTRIBUTES)
    made = {"type": "instance-attribute", "attribute": name, "key": "Value"}
    match name:
        case "instanceType": made |= {"op": "in", "value": ["t3.micro", "m5.large"]}
        case "groupSet": made |= {"key": draw.choice(["[].GroupId", "length(@)"])} | draw.choice([
            {"op": "contains", "value": "sg-0001"}, {"op": "gt", "value": 1}, {"value": "empty"}])
        case "kernel": made |= {"value": draw.choice(["absent", "aki-1"])}
        case "instanceInitiatedShutdownBehavior":
            made |= {"value": draw.choice(["stop", "terminate"])}
        case _: made |= {"value": draw.flag()}
    return made


def metrics(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "metrics", "name": draw.choice(["CPUUtilization", "NetworkIn"]),
            "value": draw.choice([5, 10, 30, 60.5])}
    for key, share, chosen in [
        ("days", 0.6, lambda: draw.choice([0.1, 1, 14, 30, 90])), ("period", 0.4, lambda: 86400),
        ("op", 0.6, lambda: draw.choice(ORDERS)), ("missing-value", 0.4, lambda: draw.choice([0, 50])),
        ("statistics", 0.4, lambda: draw.choice(["Average", "Maximum"])),
        ("namespace", 0.1, lambda: "AWS/EC2"),
        ("period-start", 0.2, lambda: draw.choice(["auto", "start-of-day"])),
        ("percent-attr", 0.1, lambda: "Count"), ("attr-multiplier", 0.1, lambda: 10),
    ]:
        if draw.chance(share):
            made[key] = chosen()
    return made


def conditions(draw: Draw, key: str) -> dict:
    """`eval_filters` on a date."""
    if draw.chance(0.4):
        return {}
    made = {"eval_filters": [
        {"type": "value", "key": key, "value_type": "age", "op": draw.choice(["lt", "ge"]),
         "value": draw.choice([1, 30])},
        {"ComplianceType": draw.choice(["NON_COMPLIANT", "Patch"])}][:draw.randint(1, 2)]}
    return made | ({"op": draw.choice(["and", "or"])} if draw.chance(0.6) else {})


def compliance(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "config-compliance", "rules": draw.some(["encrypted", "tagged"], 1, 2)}
    if draw.chance(0.3):
        made["states"] = ["NON_COMPLIANT"]
    return made | conditions(draw, "ResultRecordedTime")


def summaries(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "ssm-compliance", "compliance_types": ["Patch", "Association"]}
    if draw.chance(0.4):
        made["severity"] = ["CRITICAL", "HIGH"]
    if draw.chance(0.4):
        made["states"] = ["NON_COMPLIANT"]
    return made | conditions(draw, "ExecutionSummary.ExecutionTime")


def cost(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "cost-optimization"}
    attrs = draw.some([
        {"actionType": "Rightsize"}, {"type": "value", "key": "estimatedMonthlySavings",
                                      "op": "gte", "value": 30},
        {"or": [{"recommendedResourceSummary": "t3.nano"}, {"actionType": "Stop"}]}], 0, 2)
    if attrs:
        made["attrs"] = attrs
    if draw.chance(0.3):
        made["action"] = draw.choice(["Stop", "Rightsize"])
    if draw.chance(0.2):
        made["efforts"] = ["Low"]
    return made


def health(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "health-event"}
    if draw.chance(0.4):
        made["statuses"] = draw.some(["open", "upcoming", "closed"], 1, 2)
    if draw.chance(0.3):
        made["types"] = ["AWS_EC2_INSTANCE_RETIREMENT"]
    return made


def ssm(filters: Filters) -> dict:
    key, kind = filters.draw.choice([
        ("PingStatus", "word"), ("PlatformName", "word"), ("AgentVersion", "release")])
    value = {"value": filters.draw.choice(["Online", "absent"])} if key == "PingStatus" else \
        filters.comparison(kind)
    return {"type": "ssm", "key": key} | value


def location(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "network-location", "key": draw.choice(["tag:Env", "tag:Team"]),
            "match": draw.choice(["equal", "not-equal", "in"])}
    for key, share, chosen in [
        ("compare", 0.6, lambda: draw.some(["resource", "subnet", "security-group"], 1, 3)),
        ("missing-ok", 0.6, draw.flag), ("max-cardinality", 0.3, lambda: draw.randint(1, 2)),
        ("ignore", 0.4, lambda: [{"tag:Env": draw.word()}, {"GroupName": "prod"}]),
        ("value", 0.6, lambda: ["prod", "PROD", "dev", "qa_x", "prod-1", "dev-12"]),
    ]:
        if draw.chance(share):
            made[key] = chosen()
    return made


def role_tags(filters: Filters) -> dict:
    made = {"missing-ok": True} | location(filters) | {"type": "iam-role-tag-mirror"}
    return {key: value for key, value in made.items() if key not in ("compare", "max-cardinality")}


def only(name: str):
    return lambda filters: {"type": name}


SPECIFIC = [
    (name, [EC2], make) for name, make in [
        ("offhour", hours("off")), ("onhour", hours("on")),
        *[(name, age(name)) for name in [
            "instance-age", "instance-uptime", "state-age", "image-age"]],
        *[(name, only(name)) for name in [
            "ephemeral", "singleton", "stop-protected", "termination-protected"]],
        ("security-group", related("security-group", [
            ("tag:Env", "word"), ("GroupName", "word"), ("VpcId", "word")])),
        ("vpc", related("vpc", [("tag:Env", "word"), ("IsDefault", "flag"), ("CidrBlock", "range")])),
        ("iam-role", related("iam-role", [("tag:Env", "word"), ("RoleName", "word")])),
        ("subnet", subnet), ("ebs", ebs), ("user-data", user_data),
        ("instance-attribute", attribute), ("metrics", metrics), ("config-compliance", compliance),
        ("ssm-compliance", summaries), ("cost-optimization", cost), ("health-event", health),
        ("ssm", ssm), ("network-location", location), ("iam-role-tag-mirror", role_tags),
        ("ssm-inventory", lambda f: {"type": "ssm-inventory"} | (
            {"query": QUERY} if f.draw.flag() else {})),
        ("image", lambda f: f.nested("image", [
            ("Name", "word"), ("Public", "flag"), ("CreationDate", "date"), ("tag:Env", "word")])),
        ("image-metadata", lambda f: {"type": "image-metadata"} | f.draw.choice([
            {"key": "State", "value": f.draw.choice(["deregistered", "absent"])},
            {"key": "IsPublic", "value": f.draw.flag()}])),
        ("check-permissions", lambda f: {
            "type": "check-permissions", "match": f.draw.choice(["allowed", "denied"]),
            "actions": ["iam:CreateUser", "s3:GetObject"]} | (
                {"match-operator": f.draw.choice(["and", "or"])} if f.draw.chance(0.7) else {})),
        ("has-specific-managed-policy", lambda f: {
            "type": "has-specific-managed-policy"} | named(f) | (
                {"key": "PolicyName"} if f.draw.chance(0.5) else {})),
    ]
]


# Actions


def metadata_access(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "set-metadata-access"}
    for key, share, chosen in [
        ("tokens", 0.8, lambda: draw.often(["required"], ["optional"])),
        ("endpoint", 0.3, lambda: draw.choice(["enabled", "disabled"])),
        ("hop-limit", 0.3, lambda: draw.choice([1, 2])),
        ("metadata-tags", 0.2, lambda: draw.choice(["enabled", "disabled"])),
    ]:
        if draw.chance(share):
            made[key] = chosen()
    return made


def security_groups(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "modify-security-groups"}
    filtered = [related("security-group", [("GroupName", "word")])(filters)
                | {"key": "GroupName", "op": "in", "value": ["prod", "dev"]}]
    filtered[0].pop("value_type", None)
    for key, share, chosen in [
        ("add", 0.5, lambda: draw.choice(["sg-9", ["sg-9", GROUPS[0]], "closed"])),
        ("remove", 0.7, lambda: draw.choice([
            "matched", "all", [GROUPS[0]], GROUPS, [GROUPS[1], "sg-x"]])),
        ("isolation-group", 0.8, lambda: draw.choice(["sg-9", ["sg-9"], "closed"])),
        ("add-by-tag", 0.2, lambda: {"key": "Env", "values": ["prod", "dev"]}),
    ]:
        if draw.chance(share):
            made[key] = chosen()
    if "add" not in made and "add-by-tag" not in made:
        made |= {"remove": made.get("remove", "all"), "isolation-group": "sg-9"}
    if made.get("remove") == "all":
        made.setdefault("isolation-group", "sg-9")
    for key in ("value_regex", "value_path", "value_from", "match-resource"):
        filtered[0].pop(key, None)
    return {"filters": filtered if made.get("remove") == "matched" else [], "actions": [made]}


def snapshot(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "snapshot"}
    if draw.chance(0.5):
        made["copy-tags"] = draw.choice([["Env"], ["*"], ["Env", "Owner"], []])
    elif draw.chance(0.5):
        made["copy-volume-tags"] = draw.flag()
    if draw.chance(0.4):
        made["tags"] = {"Env": "x", "Made": "by"}
    if draw.chance(0.4):
        made["exclude-boot"] = draw.flag()
    return made


def user_tag(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "auto-tag-user", "tag": draw.choice(["Owner", "By"])}
    for key, share, chosen in [
        ("update", 0.4, draw.flag), ("principal_id_tag", 0.4, lambda: "Id"),
        ("user-type", 0.3, lambda: draw.some(["IAMUser", "AssumedRole", "FederatedUser"], 1, 2)),
        ("value", 0.5, lambda: draw.choice(["userName", "arn", "sourceIPAddress", "principalId"])),
    ]:
        if draw.chance(share):
            made[key] = chosen()
    return made


def flags(name: str, *keys: str):
    return lambda filters: {"type": name} | {
        key: filters.draw.flag() for key in keys if filters.draw.chance(0.6)}


def normalize(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "normalize-tag", "key": draw.choice(["Env", "Owner"]),
            "action": draw.choice(["lower", "upper", "upper", "title", "strip", "replace"])}
    return made | ({"value": draw.choice(["p", "prod", " "])} if draw.chance(0.7) else {})


ACTIONS = [
    (name, [EC2], make) for name, make in [
        ("start", only("start")), ("reboot", only("reboot")),
        ("stop", flags("stop", "hibernate", "terminate-ephemeral")),
        ("terminate", flags("terminate")),
        ("set-monitoring", lambda f: {
            "type": "set-monitoring", "state": f.draw.choice(["enable", "disable"])}),
        ("set-metadata-access", metadata_access),
        ("set-instance-profile", lambda f: {"type": "set-instance-profile"} | (
            {"name": f.draw.choice(["web", "batch", "other"])} if f.draw.chance(0.7) else {})),
        ("modify-security-groups", security_groups), ("snapshot", snapshot),
        ("auto-tag-user", user_tag), ("normalize-tag", normalize),
        ("rename-tag", lambda f: {"type": "rename-tag", "old_key": f.draw.choice(["Env", "Owner"]),
                                  "new_key": f.draw.choice(["New", "Team"])}),
    ]
]


TYPES = {
    EC2: Type("InstanceId", instance, [
        ("InstanceType", "word"), ("State.Name", "word"), ("LaunchTime", "date"), ("VpcId", "word"),
        ("MetadataOptions.HttpTokens", "word"), ("PublicIpAddress", "word")],
        ["stop", "terminate", "notify"], answers,
        frozenset({"c7n:instance-image", "c7n:image-metadata", "c7n:SsmState", "c7n.metrics",
                   "c7n:user-data"} | {f"c7n:attribute-{name}" for name in ATTRIBUTES})),
}


DEPARTURES = [
    Departure(
        "match-resource", "each resource is compared with its own value; Cloud Custodian keeps "
        "the first's for the whole run",
        lambda pair: '"match-resource": true' in pair.text, is_rare=True),
    Departure(
        "shared metrics", "two `metrics` filters with other spans or periods see their own data "
        "each; Cloud Custodian shows both what the first has read",
        lambda pair: pair.text.count('"type": "metrics"') > 1, is_rare=True),
    Departure(
        "actions together", "Python raises within an action on another of the resources that are "
        "looked at together", lambda pair: pair.ended and "actions" in pair.policy, is_rare=True),
    Departure(
        "groups by tag", "what `add-by-tag` finds for one interface Cloud Custodian puts into the "
        "policy's own list `add`, from where all later ones get it; here each gets its own",
        lambda pair: '"add-by-tag"' in pair.text and '"add": [' in pair.text, is_rare=True),
    Departure(
        "metrics in sets", "where Python raises on one resource's metrics, Cloud Custodian drops "
        "the fifty that it reads with it, and says so in its log",
        lambda pair: '"percent-attr"' in pair.text and pair.theirs is None, is_rare=True),
    Departure(
        "naive times", "Python raises over a transition's time that it has read without a zone; "
        "here it is UTC, as EC2 writes it",
        lambda pair: "offset-naive" in (pair.raised or "") and '"state-age"' in pair.text,
        is_rare=True),
    Departure(
        "nothing to compare", "Python raises over an instance without groups or subnets; here "
        "nothing differs",
        lambda pair: "IndexError" in (pair.raised or "") and '"network-location"' in pair.text,
        is_rare=True),
    Departure(
        "unknown zones", "zones by offset, or without a name, are diagnosed",
        lambda pair: "time zone" in (pair.problem or ""), is_rare=True),
]
