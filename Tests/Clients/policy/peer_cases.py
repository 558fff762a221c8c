"""Cases that Principal Mapper claims to decide, and what it is known to decide otherwise than AWS.

Each difference has AWS's page and a sample case in which the two differ; generated cases for the
comparison leave it out.
"""

import re

from case_vocabulary import CONDITION_KEYS
from plain_evaluator import Request

G = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
OPERATORS = G + "reference_policies_elements_condition_operators.html"
SETS = G + "reference_policies_condition-single-vs-multi-valued-context-keys.html"
VARIABLES = G + "reference_policies_variables.html"
PRINCIPALS = G + "reference_policies_elements_principal.html"
LOGIC = G + "reference_policies_evaluation-logic_policy-eval-denyallow.html"
A = "111122223333"
USER = {"type": "User", "account": A, "arn": f"arn:aws:iam::{A}:user/alice", "userId": "AIDAX"}
ROLE = {"type": "AssumedRole", "account": A, "arn": f"arn:aws:sts::{A}:assumed-role/app/one",
        "roleArn": f"arn:aws:iam::{A}:role/app", "userId": "AROAX:one"}


def sample(statement: dict, context: dict, principal: dict = USER, **more) -> dict:
    """A request that one statement of an identity policy decides, or with `resource` that one."""
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"} | statement
    version = more.pop("version", "2012-10-17")
    document = {"Version": version, "Statement": [statement]}
    named = "Principal" in statement or "NotPrincipal" in statement
    policies = {"resource": document} if named else {"identity": [document]}
    return {
        "principal": principal, "action": more.pop("action", "s3:GetObject"),
        "resourceAccount": A,
        "resource": more.pop("arn", "arn:aws:s3:::data/a"),
        "context": context, "policies": policies | more,
    }


def under(operator: str, key: str, values, context: dict, effect: str = "Allow") -> dict:
    return sample({"Effect": effect, "Condition": {operator: {key: values}}}, context)


ALLOW_ALL = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
ALLOW_NOTHING = {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}

#: What is known to differ: the page that decides, and a case whose decision differs.
KNOWN_DIFFERENCES = {
    "StringNotLike and a missing key: true for AWS": (
        OPERATORS, under("StringNotLike", "aws:SourceVpce", "vpce-1", {})),
    "IfExists of numbers, dates, addresses and binaries is not read": (
        OPERATORS, under("NumericEqualsIfExists", "s3:max-keys", "10", {"s3:max-keys": ["10"]})),
    "set operators of other types than strings are not read": (
        SETS, under("ForAnyValue:NumericEquals", "s3:max-keys", "10", {"s3:max-keys": ["10"]})),
    "ForAnyValue of a negated operator asks it of every value": (
        SETS, under("ForAnyValue:StringNotEquals", "aws:TagKeys", "a",
                    {"aws:TagKeys": ["a", "b"]})),
    "ForAnyValue with IfExists and a missing key: true for AWS": (
        OPERATORS, under("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", "a", {})),
    "ForAnyValue with two keys is satisfied by one": (
        G + "reference_policies_condition-logic-multiple-context-keys-or-values.html",
        sample({"Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "a",
                                                           "aws:CalledVia": "b"}}},
               {"aws:TagKeys": ["a"], "aws:CalledVia": ["c"]})),
    "of several dates only the first is compared, but for equality": (
        OPERATORS, under("DateLessThan", "aws:TokenIssueTime",
                         ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"],
                         {"aws:TokenIssueTime": ["2025-01-01T00:00:00Z"]})),
    "JSON's true is not the string": (
        G + "reference_policies_grammar.html",
        under("Bool", "aws:SecureTransport", True, {"aws:SecureTransport": ["true"]})),
    "ARNs are compared across colons": (
        OPERATORS, under("ArnLike", "aws:SourceArn", "arn:aws:x:*:a:b/c",
                         {"aws:SourceArn": ["arn:aws:x:y:z:a:b/c"]})),
    "ARNs in conditions are compared without regard to case": (
        OPERATORS, under("ArnEquals", "aws:SourceArn", "arn:aws:s3:::data",
                         {"aws:SourceArn": ["arn:aws:s3:::Data"]})),
    "variables in conditions are literal text": (
        VARIABLES, under("StringEquals", "aws:ResourceTag/owner", "${aws:username}",
                         {"aws:ResourceTag/owner": ["alice"]})),
    "variables in Resource are read without Version 2012-10-17": (
        VARIABLES, sample({"Resource": "arn:aws:s3:::data/${aws:username}"}, {},
                          version="2008-10-17", arn="arn:aws:s3:::data/alice")),
    "variables have no default values": (
        VARIABLES, sample({"Resource": "arn:aws:s3:::data/${aws:PrincipalTag/team, 'a'}"}, {})),
    "variables have no special characters": (
        VARIABLES, sample({"Resource": "arn:aws:s3:::data/${*}"}, {}, arn="arn:aws:s3:::data/*")),
    "a queue's policy that writes SQS in capitals allows every action": (
        G + "reference_policies_elements_action.html",
        sample({"Principal": "*", "Action": "SQS:SendMessage"}, {}, action="sqs:DeleteQueue")),
    "resources are compared without regard to case": (
        G + "reference_policies_elements_resource.html",
        sample({"Resource": "arn:aws:s3:::DATA/a"}, {})),
    "a role's session in Principal is not known": (
        PRINCIPALS, sample({"Principal": {"AWS": ROLE["arn"]}}, {}, ROLE)),
    "AWS: * grants nothing to the account's own principals": (
        PRINCIPALS, sample({"Principal": {"AWS": "*"}}, {})),
    "a grant to a role's ARN is not limited by a boundary or a session policy": (
        LOGIC, sample({"Principal": {"AWS": ROLE["roleArn"]}}, {}, ROLE, boundary=ALLOW_NOTHING)),
    "an account in NotPrincipal spares its users": (
        G + "reference_policies_elements_notprincipal.html",
        sample({"Effect": "Deny", "NotPrincipal": {"AWS": A}}, {}, identity=[ALLOW_ALL])),
    "NotPrincipal spares a principal with a boundary": (
        G + "reference_policies_elements_notprincipal.html",
        sample({"Effect": "Deny", "NotPrincipal": {"AWS": [A, USER["arn"]]}}, {},
               identity=[ALLOW_ALL], boundary=ALLOW_ALL)),
    "RCPs are not read": (
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
        sample({}, {}, resourceControl=[[{
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}],
        }]])),
    "of several session policies one is read": (
        G + "access_policies.html#policies_session",
        sample({}, {}, ROLE, session=[ALLOW_NOTHING, ALLOW_ALL])),
}

#: It takes an absent time for now, and an absent aws:SecureTransport for true.
ALWAYS = ("aws:CurrentTime", "aws:SecureTransport")

STRINGS = re.compile(r"String(Not)?(Equals(IgnoreCase)?|Like)(IfExists)?")
BARE = re.compile(r"(Numeric|Date)\w+|BinaryEquals|(Not)?IpAddress|Null|Bool|BoolIfExists")
ARNS = re.compile(r"Arn(Not)?(Equals|Like)(IfExists)?")


def reads_condition(operator: str, keys: dict) -> bool:
    quantifier, _, base = operator.rpartition(":")
    values = [value for given in keys.values()
              for value in (given if isinstance(given, list) else [given])]
    if not all(isinstance(value, str) for value in values):
        return False
    if any("${" in value or value.startswith("arn:aws:x") for value in values):
        return False
    if quantifier:
        any_value = quantifier == "ForAnyValue"
        unread = any_value and ("Not" in base or "IfExists" in base or len(keys) > 1)
        return bool(STRINGS.fullmatch(base)) and "NotLike" not in base and not unread
    if base.startswith("Date"):
        # A day without its hour has no time zone for it, and cannot be compared.
        return "IfExists" not in base and len(values) == len(keys) and "2026-06-01" not in values
    if "IfExists" in base and BARE.fullmatch(base) and base != "BoolIfExists":
        return False
    is_known = STRINGS.fullmatch(base) or BARE.fullmatch(base) or ARNS.fullmatch(base)
    return bool(is_known) and "NotLike" not in base.replace("ArnNotLike", "")


def reads_document(document: dict) -> bool:
    """Whether Principal Mapper reads all that a document says as AWS does."""
    statements = document["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        if "NotPrincipal" in statement or "assumed-role" in str(statement.get("Principal")):
            return False
        if statement.get("Principal") == {"AWS": "*"} or "CanonicalUser" in str(statement):
            return False
        if "Principal" in statement and "'SQS" in str(statement):
            return False
        resources = str(statement.get("Resource", statement.get("NotResource")))
        if "${" in resources and document.get("Version") != "2012-10-17":
            return False
        if any(part in resources for part in ("${*}", "${?}", ", '", "TagKeys")):
            return False
        if not all(reads_condition(*pair) for pair in statement.get("Condition", {}).items()):
            return False
    return True


def reads_case(case: dict) -> bool:
    """Whether Principal Mapper decides such a request, whose documents it reads."""
    principal, policies, context = case["principal"], case["policies"], case["context"]
    if principal["type"] not in ("User", "AssumedRole", "Service"):
        return False
    if "resourceControl" in policies or "endpoint" in policies:
        return False
    if len(policies.get("session") or []) > 1:
        return False
    names_role = principal.get("roleArn") and principal["roleArn"] in str(policies.get("resource"))
    if names_role and (policies.get("boundary") or policies.get("session")):
        return False
    if "Data" in case["resource"] or case["resource"] == "*":
        return False
    # In Resource a variable's asterisk is a wildcard for it, and its case nothing; among several
    # values it passes over an empty string.
    return not any(
        "re*d" in values or "Red" in values or "" in values and len(values) > 1
        for values in context.values()
    )


SPELLING = {key.lower(): key for key in CONDITION_KEYS}


def for_peer(case: dict) -> dict:
    """The case with all of its keys, spelt as policies spell them in variables."""
    context = Request(case).context
    return case | {"context": {SPELLING.get(key, key): values for key, values in context.items()}}
