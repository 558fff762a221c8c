"""Random resources: what AWS's describe calls give, with the members that hydration adds.

A type of resource is one entry of `TYPES`: how a document is made, which fields its value filters
look at, and (in custodian_filters.py) which filters only it has.
"""

import dataclasses
import json
import typing

from custodian_vocabulary import (
    ACCOUNT, RANGES6, REGION, TAG_KEYS, Draw,
)

FOREIGN = ["210987654321", "333333333333"]
GROUPS = ["sg-0001", "sg-0002", "sg-0003"]


def common(draw: Draw) -> dict:
    """Members that no type of AWS's has, one for each kind of value that filters compare."""
    document = {}
    for member, kind in [
        ("Alpha", "word"), ("Beta", "word"), ("Count", "number"), ("Size", "number"),
        ("When", "date"), ("Until", "date"), ("Net", "range"), ("Nets", "ranges"),
        ("Release", "release"), ("Items", "words"), ("Numbers", "numbers"), ("Flag", "flag"),
        ("Line", "line"), ("Text", "text"), ("Any", "any"),
    ]:
        draw.put(document, member, draw.one(kind))
    nested = {}
    draw.put(nested, "Name", draw.word())
    draw.put(nested, "Level", draw.number())
    draw.put(nested, "Items", draw.one("words"))
    draw.put(document, "Nested", nested)
    draw.put(document, "Rows", [row(draw) for _ in range(draw.randint(0, 3))])
    if draw.chance(0.3):
        document["a.b"] = draw.word()
    tags(document, draw)
    return document


def row(draw: Draw) -> dict:
    made = {}
    for member, kind in [
        ("Name", "word"), ("Port", "number"), ("On", "flag"), ("Made", "date"), ("Nums", "numbers"),
    ]:
        draw.put(made, member, draw.one(kind), odd=0.03)
    return made


def tags(document: dict, draw: Draw) -> None:
    if draw.chance(0.12):
        return
    made = []
    for key in draw.some(TAG_KEYS, 0, 5):
        made.append({"Key": key, "Value": draw.word()})
    if draw.chance(0.85):
        made.append({"Key": draw.often(["maid_status"], ["mark"], 0.3), "Value": mark(draw)})
    if draw.chance(0.01):
        made.append(draw.choice([{"Key": "Env"}, {"Key": "Owner", "Value": None}]))
    if draw.chance(0.01):
        made = draw.choice([None, {"Env": "prod"}, "Env"])
    document["Tags"] = made


#: The operations that marks name.
MARKED = ["notify", "stop", "terminate", "delete"]


def mark(draw: Draw) -> str:
    op = draw.often(MARKED[:1], MARKED[1:], 0.5)
    return draw.often(
        [f"Resource does not meet policy: {op}@2026/03/14", f"{op}: {op}@2026/03/15",
         f"a: b: {op}@2026/03/16", f"due: {op}@2026/03/15 1130 UTC",
         f"due: {op}@2026/03/15 1230 UTC",
         f"due: {op}@2026/03/19 0500 UTC"],
        [f"{op}@2026/03/14", f"due: {op}@", f"due: {op}", f"due: {op}@never",
            f"due:{op}@2026-03-10 ",
         f"due: {op} @2026/03/10", "prod", f"x@y: {op}@2026/02/30", f"x: {op}@2026/03/15 EST"], 0.2)


def permission(draw: Draw, own: str) -> dict:
    protocol = draw.choice(["tcp", "tcp", "udp", "-1", "icmp", "6"])
    made = {"IpProtocol": protocol}
    if protocol != "-1" or draw.chance(0.1):
        first = draw.choice([0, 22, 22, 80, 443, 1024, -1])
        made["FromPort"] = first
        made["ToPort"] = draw.choice([first, first, max(first, 443), 65535])
    if draw.chance(0.01):
        made["ToPort"] = draw.odd()
    lists = {
        "IpRanges": [described(draw, "CidrIp", draw.range()) for _ in range(draw.randint(0, 2))],
        "Ipv6Ranges": [described(draw, "CidrIpv6", draw.choice(RANGES6))
                       for _ in range(draw.choice([0, 0, 1]))],
        "PrefixListIds": [described(draw, "PrefixListId", draw.choice(["pl-1", "pl-2"]))
                          for _ in range(draw.choice([0, 0, 1]))],
        "UserIdGroupPairs": [described(draw, "GroupId", draw.choice(GROUPS + [own]))
                             | {"UserId": draw.choice([ACCOUNT, ACCOUNT, FOREIGN[0]])}
                             for _ in range(draw.choice([0, 0, 1, 2]))],
    }
    for name, items in lists.items():
        if items or draw.chance(0.9):
            made[name] = items
    return made


def described(draw: Draw, member: str, value) -> dict:
    made = {member: value}
    if draw.chance(0.4):
        made["Description"] = draw.word()
    return made


def security_group(draw: Draw, number: int) -> dict:
    own = f"sg-{number:04}"
    document = common(draw) | {
        "GroupId": own, "GroupName": draw.word(), "OwnerId": ACCOUNT,
        "Description": draw.word(), "VpcId": draw.choice(["vpc-1", "vpc-2"]),
        "IpPermissions": [permission(draw, own) for _ in range(draw.randint(0, 3))],
        "IpPermissionsEgress": [permission(draw, own) for _ in range(draw.randint(0, 2))],
        "stormdrill:DefaultVpc": "vpc-1", "stormdrill:Groups": REFERENCED,
    }
    if draw.chance(0.05):
        del document["VpcId"]
    return document


#: What the rules of groups refer to, by Alpha, Tags and Description.
REFERENCED = [
    {"GroupId": group, "GroupName": name, "Description": name, "VpcId": "vpc-1",
     "OwnerId": ACCOUNT, "Tags": [{"Key": "Env", "Value": name}]}
    for group, name in zip(GROUPS, ["prod", "dev", "prod-1"])
]


def instance(draw: Draw, number: int) -> dict:
    document = common(draw) | {
        "InstanceId": f"i-{number:04}", "InstanceType": draw.choice(["t3.micro", "m5.large"]),
        "State": {"Code": 16, "Name": draw.choice(["running", "stopped"])},
        "MetadataOptions": {"HttpTokens": draw.choice(["optional", "required"]),
                            "HttpPutResponseHopLimit": draw.choice([1, 2])},
        "SecurityGroups": [{"GroupId": group, "GroupName": draw.word()}
                           for group in draw.some(GROUPS)],
        "stormdrill:DefaultVpc": "vpc-1",
    }
    draw.put(document, "VpcId", draw.choice(["vpc-1", "vpc-2"]))
    draw.put(document, "LaunchTime", draw.date())
    draw.put(document, "PublicIpAddress", "203.0.113.9", odd=0.2)
    return document


def network(draw: Draw, number: int) -> dict:
    return common(draw) | {
        "VpcId": f"vpc-{number:04}", "CidrBlock": draw.range(), "IsDefault": draw.flag(),
        "State": draw.choice(["available", "pending"]),
        "CidrBlockAssociationSet": [{"CidrBlock": draw.range(), "AssociationId": draw.word()}
                                    for _ in range(draw.randint(0, 2))],
    }


def principal(draw: Draw):
    single = [
        "*", ACCOUNT, FOREIGN[0], f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{FOREIGN[0]}:root",
        f"arn:aws:iam::{FOREIGN[1]}:user/prod", "AIDAEXAMPLE", "127311923021",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
    ]
    kinds = [
        lambda: "*", lambda: {"AWS": draw.choice(single)},
        lambda: {"AWS": draw.some(single, 1, 3)}, lambda: {"Service": "ec2.amazonaws.com"},
        lambda: {"AWS": draw.choice(single), "Service": ["lambda.amazonaws.com"]},
        lambda: {"Federated": "cognito-identity.amazonaws.com"},
        lambda: {"CanonicalUser": "79a59df9"},
    ]
    return draw.choice(kinds)()


CONDITIONS = [
    {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    {"StringEquals": {"aws:SourceAccount": FOREIGN[0]}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-abc"}},
    {"StringEquals": {"aws:PrincipalOrgID": ["o-abc", "o-other"]}},
    {"StringLike": {"aws:PrincipalArn": f"arn:aws:iam::{FOREIGN[0]}:role/*"}},
    {"StringLike": {"aws:PrincipalArn": "*"}, "StringEquals": {"aws:PrincipalOrgID": "o-abc"}},
    {"StringLike": {"AWS:PrincipalArn": f"arn:aws:iam::{FOREIGN[0]}:role/a"},
     "StringEquals": {"aws:PrincipalOrgID": "o-abc"}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abc/r-ab/ou-ab-prod/*"}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-abc/r-ab/*", "o-other/r-cd/*"]}},
    {"StringEquals": {"aws:sourceVpce": "vpce-1"}}, {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
    {"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"StringLike": {"aws:userid": "AROA*"}}, {"Bool": {"aws:SecureTransport": "false"}},
    {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"s3:x-amz-acl": "private"}},
    {"ArnLike": {"aws:SourceArn": f"arn:aws:s3:us-east-1:{ACCOUNT}:b"}},
    {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"}},
    {"StringNotEquals": {"aws:PrincipalOrgID": "o-abc"}},
    {"StringEquals": {"s3:DataAccessPointAccount": [ACCOUNT, FOREIGN[0]]}},
    {"StringEquals": {"aws:ResourceOrgID": "o-abc"}},
    {"StringEquals": {"kms:CallerAccount": ACCOUNT}},
    {},
]
ACTIONS = ["s3:GetObject", "S3:getobject", "s3:PutObject", "s3:*", "s3:Get*", "*", "sts:AssumeRole"]
RESOURCES = ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "*"]


def statement(draw: Draw) -> dict:
    made = {"Effect": draw.choice(["Allow", "Allow", "Deny"])}
    if draw.chance(0.5):
        made["Sid"] = draw.choice(["One", "Two", "Three"])
    if draw.chance(0.05):
        made["NotPrincipal"] = {"AWS": draw.choice(["*", ACCOUNT, FOREIGN[0]])}
    else:
        draw.put(made, "Principal", principal(draw), odd=0.015)
    made["NotAction" if draw.chance(0.06) else "Action"] = draw.choice(
        [draw.choice(ACTIONS), draw.some(ACTIONS, 1, 3)])
    made["Resource"] = draw.choice([draw.choice(RESOURCES), draw.some(RESOURCES, 1, 2)])
    if draw.chance(0.5):
        made["Condition"] = draw.choice(CONDITIONS)
    if draw.chance(0.01):
        made[draw.choice(["Effect", "Action", "Condition"])] = draw.odd()
    return made


def policy(draw: Draw) -> dict:
    return {"Version": "2012-10-17", "Statement": [statement(draw) for _ in range(draw.randint(0,
        3))]}


def bucket(draw: Draw, number: int) -> dict:
    text = json.dumps(policy(draw))
    everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
    grantees = [
        {"Type": "CanonicalUser", "ID": "abc"}, {"Type": "Group", "URI": everyone},
        {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"},
        {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"},
    ]
    grants = [{"Grantee": draw.choice(grantees),
               "Permission": draw.choice(["READ", "READ", "WRITE", "READ_ACP", "FULL_CONTROL"])}
              for _ in range(draw.randint(0, 3))]
    keys = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    block = {key: draw.chance(0.75) for key in keys}
    if draw.chance(0.02):
        del block[draw.choice(keys)]
    return common(draw) | {
        "Name": f"b-{number:04}",
        "Policy": draw.often([text, text, text, None], ["", "no json", "[]"], 0.02),
        "Acl": draw.often([{"Owner": {"ID": "abc"}, "Grants": grants}], [None, {}], 0.01),
        "Website": draw.choice([None, None, {"IndexDocument": {"Suffix": "i"}}]),
        "Location": {"LocationConstraint": draw.choice([None, "eu-west-1"])},
        "Versioning": draw.choice([{}, {"Status": "Enabled"}, {"Status": "Suspended"}]),
        "Logging": draw.choice([{}, {"TargetBucket": "b-0001", "TargetPrefix": draw.word()}]),
        "Replication": None, "Notification": {}, "Lifecycle": draw.choice([None, {"Rules": []}]),
        "c7n:PublicAccessBlock": block,
    }


def attached(draw: Draw) -> list:
    names = draw.some(["AdministratorAccess", "ReadOnlyAccess", "prod", "dev"], 0, 3)
    return [{"PolicyName": name, "PolicyArn": f"arn:aws:iam::aws:policy/{name}"} for name in names]


def user(draw: Draw, number: int) -> dict:
    name = f"user-{number:04}"
    keys = [{"UserName": name, "AccessKeyId": f"AKIA{number}{index}",
             "Status": draw.choice(["Active", "Inactive"]), "CreateDate": draw.date()}
            for index in range(draw.randint(0, 2))]
    document = common(draw) | {
        "UserName": name, "Arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", "Path": "/",
        "UserId": "AIDA", "c7n:AccessKeys": keys,
        "c7n:Groups": [{"GroupName": group, "Arn": f"arn:aws:iam::{ACCOUNT}:group/{group}",
                        "AttachedPolicies": []} for group in draw.some(["Admins", "prod", "dev"])],
        "c7n:Policies": [{"PolicyName": one["PolicyName"], "Arn": one["PolicyArn"],
                          "AttachmentCount": draw.number(), "CreateDate": draw.date()}
                         for one in attached(draw)],
        "MFADevices": [{"UserName": name, "SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/{index}"}
                       for index in range(draw.choice([0, 0, 1, 2]))],
        "stormdrill:Detail": True, "stormdrill:AttachedPolicies": attached(draw),
    }
    draw.put(document, "CreateDate", draw.date())
    draw.put(document, "PasswordLastUsed", draw.date(), odd=0.2)
    return document


def role(draw: Draw, number: int) -> dict:
    name = f"role-{number:04}"
    document = common(draw) | {
        "RoleName": name, "Arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "Path": "/",
        "AssumeRolePolicyDocument": policy(draw), "c7n:AttachedPolicies": attached(draw),
        "MaxSessionDuration": draw.choice([3600, 7200]), "stormdrill:Detail": True,
    }
    draw.put(document, "CreateDate", draw.date())
    draw.put(document, "RoleLastUsed", {"LastUsedDate": draw.date(), "Region": REGION}, odd=0.15)
    return document


def trail(draw: Draw, number: int) -> dict:
    owner = draw.choice([ACCOUNT, ACCOUNT, FOREIGN[0]])
    status, selectors = {"IsLogging": draw.flag()}, {}
    draw.put(status, "LatestDeliveryTime", draw.date())
    draw.put(status, "LatestDeliveryError", "AccessDenied", odd=0.25)
    draw.put(selectors, "EventSelectors", [
        {"ReadWriteType": draw.choice(["All", "WriteOnly"]), "IncludeManagementEvents": draw.flag(),
         "DataResources": []} for _ in range(draw.randint(0, 2))])
    document = common(draw) | {
        "TrailARN": f"arn:aws:cloudtrail:us-east-1:{owner}:trail/t-{number:04}",
        "Name": f"t-{number:04}", "S3BucketName": draw.word(), "IsMultiRegionTrail": draw.flag(),
        "IsOrganizationTrail": draw.chance(0.4), "LogFileValidationEnabled": draw.flag(),
        "c7n:TrailStatus": status, "c7n:TrailEventSelectors": selectors,
    }
    draw.put(document, "HomeRegion", draw.choice([REGION, REGION, "eu-west-1"]), odd=0.01)
    # A call of its own tells them: where they are missing, nobody asked.
    document.setdefault("Tags", [])
    return document


@dataclasses.dataclass
class Type:
    """A type of resource: its documents, the member that names them, fields worth comparing."""
    id: str
    make: typing.Callable[[Draw, int], dict]
    fields: list
    #: Actions of Cloud Custodian's, which `marked-for-op` checks its `op` against.
    ops: list
    #: What AWS answers to further reads about these resources (see custodian_aws.py); None where
    #: the documents hold all that filters need.
    answers: typing.Callable[[Draw, list], list] | None = None
    #: Members that Cloud Custodian adds to a resource when it reads on: no annotations of filters.
    completed: frozenset = frozenset()
    #: The operation and the member of its answer that lists them, where Cloud Custodian needs times
    #: as boto3 gives them; their documents are texts else.
    listing: tuple | None = None
    #: Resources of a batch, and batches; None for as many as others have.
    count: int | None = None
    batches: int | None = None


TYPES = {
    "aws.security-group": Type("GroupId", security_group, [
        ("GroupName", "word"), ("length(IpPermissions)", "number"),
        ("IpPermissions[].IpRanges[].CidrIp", "ranges"), ("IpPermissions[].FromPort", "numbers"),
        ("Description", "word")], ["delete", "notify"]),
    "aws.s3": Type("Name", bucket, [
        ("Location.LocationConstraint", "word"), ("Versioning.Status", "word"),
        ("Logging.TargetPrefix", "word"), ("Acl.Grants[].Permission", "words"),
        ("from_json(Policy).Statement[].Sid", "words"), ("Website", "any")], ["delete", "notify"]),
    "aws.iam-user": Type("UserName", user, [
        ("CreateDate", "date"), ("PasswordLastUsed", "date"), ("Path", "word")], ["delete",
        "notify"]),
    "aws.cloudtrail": Type("TrailARN", trail, [
        ("IsMultiRegionTrail", "flag"), ("S3BucketName", "word"), ("HomeRegion", "word")],
        ["notify"]),
    "aws.vpc": Type("VpcId", network, [
        ("CidrBlock", "range"), ("IsDefault", "flag"), ("State", "word"),
        ("CidrBlockAssociationSet[].CidrBlock", "ranges")], ["notify"]),
    "aws.ec2": Type("InstanceId", instance, [
        ("LaunchTime", "date"), ("State.Name", "word"), ("PublicIpAddress", "range"),
        ("MetadataOptions.HttpPutResponseHopLimit", "number"),
        ("SecurityGroups[].GroupId", "words")], ["stop", "terminate", "notify"]),
    "aws.iam-role": Type("RoleName", role, [
        ("RoleLastUsed.LastUsedDate", "date"), ("MaxSessionDuration", "number")],
        ["delete", "notify"]),
}
