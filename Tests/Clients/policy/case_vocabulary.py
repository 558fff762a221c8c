"""The few names that generated cases are made of: few, so that policies meet requests often.

Left out is what AWS's pages leave open, for there a second evaluator proves nothing:

- a NotPrincipal that names a user but not its account, or a session but not its role ("might
  deny"), and one with Allow;
- {"AWS": "*"} and the keys of a principal (aws:PrincipalArn ...) where an AWS service asks;
- a variable in the first five parts of an ARN, and one whose value is an empty string;
- a value of another type than its operator, a Bool in capitals, an ARN of fewer than six parts;
- an asterisk inside a part of Resource's ARN that would have to match a colon;
- root users and federated users calling sts, which AWS refuses for other reasons.
"""

A, B, C = "111122223333", "444455556666", "777788889999"
ACCOUNTS = (A, B, C)
#: S3's other name of each account.
CANONICAL = {account: account[:4] * 16 for account in ACCOUNTS}


def _user(account, path, name, number):
    return {"type": "User", "account": account, "arn": f"arn:aws:iam::{account}:user{path}{name}",
            "userId": f"AIDAEXAMPLE{number}", "canonicalUserId": CANONICAL[account]}


def _session(account, path, role, session, number):
    return {"type": "AssumedRole", "account": account,
            "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session}",
            "roleArn": f"arn:aws:iam::{account}:role{path}{role}",
            "userId": f"AROAEXAMPLE{number}:{session}", "canonicalUserId": CANONICAL[account]}


def _root(account):
    return {"type": "Root", "account": account, "arn": f"arn:aws:iam::{account}:root",
            "userId": account, "canonicalUserId": CANONICAL[account]}


def _federated(account, name):
    return {"type": "FederatedUser", "account": account,
            "arn": f"arn:aws:sts::{account}:federated-user/{name}", "userId": f"{account}:{name}"}


USERS = [_user(A, "/", "alice", 1), _user(A, "/team/", "bob", 2), _user(B, "/", "alice", 3)]
SESSIONS = [
    _session(A, "/", "app", "one", 4),
    _session(A, "/", "app", "two", 4),
    _session(B, "/ops/", "deploy", "one", 5),
]
SERVICE_LINKED = _session(
    A, "/aws-service-role/sqs.amazonaws.com/", "AWSServiceRoleForQueues", "one", 6
)
FEDERATED = [_federated(A, "alice"), _federated(B, "bob")]
ROOTS = [_root(A), _root(B)]
SERVICES = [{"type": "Service", "arn": name}
            for name in ("cloudtrail.amazonaws.com", "events.amazonaws.com")]
ANONYMOUS = {"type": "Anonymous"}

#: Principals and how often each kind asks.
ASKING = [(USERS, 34), (SESSIONS, 34), ([SERVICE_LINKED], 3), (FEDERATED, 9), (ROOTS, 8),
          (SERVICES, 6), ([ANONYMOUS], 6)]

#: What a resource policy's Principal may name, a few of them at a time.
NAMED = (
    [principal["arn"] for principal in USERS + SESSIONS + FEDERATED]
    + [session["roleArn"] for session in SESSIONS] * 2
    + [f"arn:aws:iam::{account}:root" for account in ACCOUNTS] * 2
    + list(ACCOUNTS) + [f"arn:aws:iam::{A}:user/Alice"]
)
EVERYONE = ["*", {"AWS": "*"}]

#: What its NotPrincipal may: with each name those that it stands under.
SPARED = [
    {"AWS": [USERS[0]["arn"], f"arn:aws:iam::{A}:root"]},
    {"AWS": [USERS[2]["arn"], B]},
    {"AWS": [f"arn:aws:iam::{A}:root"]},
    {"AWS": [SESSIONS[0]["arn"], SESSIONS[0]["roleArn"], f"arn:aws:iam::{A}:root"]},
    {"AWS": [SESSIONS[0]["roleArn"], A]},
    {"AWS": [USERS[0]["arn"], A, SESSIONS[2]["arn"], SESSIONS[2]["roleArn"], B]},
    {"AWS": [FEDERATED[0]["arn"], A]},
    {"AWS": [A], "Service": SERVICES[0]["arn"]},
]


class Theme:
    """One service's actions and resources, and the patterns that policies name them by."""

    def __init__(self, actions, action_patterns, resources, resource_patterns, **options):
        self.actions = actions
        self.action_patterns = action_patterns
        self.resources = resources
        self.resource_patterns = resource_patterns
        self.must_allow = options.get("must_allow", False)
        self.has_resource_policy = options.get("has_resource_policy", True)
        #: A role's trust policy names no resource, no NotPrincipal, and only sts's own actions.
        self.is_trust = options.get("is_trust", False)
        #: Actions and resources that are asked for often by root users.
        self.of_owners = options.get("of_owners")
        self.not_asking = options.get("not_asking", ())


QUEUES = f"arn:aws:sqs:us-east-1:{A}:"
KEYS = f"arn:aws:kms:us-east-1:{A}:key/"
THEMES = {
    "s3": Theme(
        ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:ListBucket",
         "s3:PutBucketPolicy"],
        ["s3:GetObject", "s3:Get*", "s3:*Object", "s3:getobject", "S3:PUTOBJECT", "s3:?etObject",
         "s3:*Object*", "s3:ListBucket*", "s3:*Policy", "s3:List?ucket", "s3:GetObject?",
         "s3:Put*"],
        ["arn:aws:s3:::data", "arn:aws:s3:::data/alice/a.txt", "arn:aws:s3:::data/bob/a*b",
         "arn:aws:s3:::data/bob/aXb", "arn:aws:s3:::data/red/what?", "arn:aws:s3:::data//x",
         "arn:aws:s3:::Data/alice/a.txt", "arn:aws:s3:::data/team/t"],
        ["arn:aws:s3:::data", "arn:aws:s3:::data/*", "arn:aws:s3:::data*", "arn:aws:s3:::*",
         "arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data/a*/?.txt",
         "arn:aws:s3:::data/bob/a${*}b", "arn:aws:s3:::data/bob/a*b", "arn:aws:s3:::data/bob/aXb",
         "arn:aws:s3:::data/${aws:PrincipalTag/team}/*", "arn:aws:s3:::data/red/what${?}",
         "arn:aws:s3:::data/${aws:PrincipalTag/team, 'red'}/*", "arn:aws:s3:::?ata/*",
         "arn:aws:s3:::data/${AWS:UserName, 'alice'}/*", "arn:aws:s3:::data/${aws:TagKeys}/*",
         "arn:aws:s3:::dat", "arn:aws:s3:::data/alice/?.tx"],
        of_owners=(["s3:GetBucketPolicy", "s3:PutBucketPolicy"], ["arn:aws:s3:::data"]),
    ),
    "sqs": Theme(
        ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue"],
        ["sqs:SendMessage", "sqs:*Message", "SQS:Send*", "sqs:R*", "sqs:*Queue",
         "sqs:SendMessages"],
        [QUEUES + "alice-queue", QUEUES + "orders", QUEUES + "orders-dead"],
        [QUEUES + "orders", QUEUES + "orders*", QUEUES + "*", "arn:aws:sqs:*:*:orders",
         "arn:aws:sqs:*:" + A + ":*-queue", QUEUES + "${aws:username}-queue",
         "arn:aws:sqs:us-west-?:*:*", "arn:aws:sqs:us-*-?:*:orders", QUEUES + "order?"],
    ),
    "kms": Theme(
        ["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"],
        ["kms:Decrypt", "kms:*crypt", "kms:Create*", "KMS:decrypt", "kms:Decrypt?"],
        [KEYS + "one", KEYS + "two"],
        [KEYS + "one", KEYS + "*", "arn:aws:kms:*:*:key/t*", KEYS + "tw"],
        must_allow=True,
    ),
    "sts": Theme(
        ["sts:AssumeRole", "sts:TagSession"],
        ["sts:AssumeRole", "sts:assumerole", "sts:TagSession", "sts:AssumeRoleWithSAML"],
        [f"arn:aws:iam::{A}:role/target"],
        [f"arn:aws:iam::{A}:role/target", f"arn:aws:iam::{A}:role/*", "arn:aws:iam::*:role/t*",
         f"arn:aws:iam::{B}:role/target"],
        must_allow=True, is_trust=True, not_asking=("Root", "FederatedUser"),
    ),
    "ec2": Theme(
        ["ec2:RunInstances", "ec2:DescribeInstances"],
        ["ec2:RunInstances", "ec2:Describe*", "ec2:*Instances", "ec2:RunInstance"],
        ["*", f"arn:aws:ec2:us-east-1:{A}:instance/i-1"],
        ["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:us-east-1:" + A + ":*",
         "arn:aws:ec2:*:" + B + ":*"],
        has_resource_policy=False, not_asking=("Service", "Anonymous"),
    ),
}

#: Operators by the type of a key's values; each may be negated where AWS has a negated form.
OPERATORS = {
    "string": ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase",
               "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
    "number": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
               "NumericGreaterThan", "NumericGreaterThanEquals"],
    "date": ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals",
             "DateGreaterThan", "DateGreaterThanEquals"],
    "bool": ["Bool"],
    "binary": ["BinaryEquals"],
    "address": ["IpAddress", "NotIpAddress"],
    "arn": ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringLike", "StringNotEquals"],
}
PRINCIPAL_KEYS = ("aws:principalarn", "aws:principalaccount", "aws:userid", "aws:username",
                  "aws:principaltype")
_TEAMS = ["red", "blue", "Red", "re*d"]
_TRAIL = "arn:aws:cloudtrail:us-east-1:" + A + ":trail/main"

#: Each key: its type, the values that a request has (None for those of its principal), those that
#: a policy names, and whether a request has many of them.
CONDITION_KEYS = {
    "aws:SourceIp": ("address", ["10.0.0.1", "203.0.113.7", "2001:db8::1"],
                     ["10.0.0.0/8", "203.0.113.0/24", "203.0.113.7", "2001:DB8::/32", "0.0.0.0/0",
                      "203.0.113.8/31"], False),
    "aws:SourceVpce": ("string", ["vpce-1", "vpce-2"], ["vpce-1", "vpce-?", "vpce-*", "VPCE-1"],
                       False),
    "aws:PrincipalTag/team": ("string", _TEAMS, ["red", "r*", "blue", "??d", "re${*}d"], False),
    "aws:ResourceTag/team": ("string", _TEAMS + [""], ["red", "${aws:PrincipalTag/team}", "B*",
                                                "${aws:PrincipalTag/team, 'blue'}"], False),
    "aws:PrincipalOrgID": ("string", ["o-mine", "o-theirs"], ["o-mine", "o-*"], False),
    "aws:TagKeys": ("string", ["team", "cost", "Team", ""], ["team", "cost", "t*", "TEAM"], True),
    "aws:CalledVia": ("string", ["athena.amazonaws.com", "cloudformation.amazonaws.com"],
                      ["athena.amazonaws.com", "*.amazonaws.com"], True),
    "s3:prefix": ("string", ["", "home/", "home/alice/", "home/bob/", "home//"],
                  ["", "home/", "home/*", "home/${aws:username}/"], False),
    "aws:SecureTransport": ("bool", ["true", "false"], ["true", "false", True, False], False),
    "aws:PrincipalIsAWSService": ("bool", None, ["true", "false"], False),
    "aws:MultiFactorAuthPresent": ("bool", ["true", "false"], ["true", "false"], False),
    "aws:MultiFactorAuthAge": ("number", ["10", "3600", "10.5"], ["10", "3600", "10.50", 3600],
                               False),
    "s3:max-keys": ("number", ["10", "100", "-1"], ["10", "10.0", "99", "-2"], False),
    "aws:CurrentTime": (
        "date", ["2026-01-01T00:00:00Z", "1767225600", "2026-06-01T12:30:00+02:00"],
        ["2026-01-01T00:00:00Z", "1767225600", "2026-06-01", "2026-06-01T10:30:00Z",
         "2025-12-31T19:00:00-05:00", "2026-06-01T10:30Z"], False),
    "aws:SourceArn": ("arn", [_TRAIL, "arn:aws:s3:::data", "arn:aws:x:y:z:a:b/c"],
                      [_TRAIL, "arn:aws:cloudtrail:*:*:trail/*", "arn:aws:s3:::d?ta",
                       "arn:aws:x:*:a:b/c", "arn:aws:x:y:z:a*/c", "arn:aws:*:*:*:*"], False),
    "aws:SourceAccount": ("string", [A, B], [A, "1111*", "${aws:PrincipalAccount}"], False),
    "custom:blob": ("binary", ["QQ==", "QkI="], ["QQ==", "QkI="], False),
    "aws:PrincipalArn": ("arn", None, [
        USERS[0]["arn"], f"arn:aws:iam::{A}:*", "arn:aws:iam::*:user/*", SESSIONS[0]["roleArn"],
        "arn:aws:iam::*:role/*", SESSIONS[0]["arn"], "arn:aws:iam::*:root", FEDERATED[0]["arn"],
        "arn:aws:iam::" + B + ":*/${aws:username}"], False),
    "aws:PrincipalAccount": ("string", None, [A, B, "4*", "anonymous"], False),
    "aws:userid": ("string", None, ["AIDAEXAMPLE1", "AROAEXAMPLE4:*", A, "*:alice", "anonymous"],
                   False),
    "aws:username": ("string", None, ["alice", "Alice", "b?b", "*"], False),
    "aws:PrincipalType": ("string", None, ["User", "AssumedRole", "Account", "*User", "Anonymous"],
                          False),
}
