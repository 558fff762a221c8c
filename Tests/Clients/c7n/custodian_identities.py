"""IAM's users, roles, groups and policies, with what AWS answers to further reads about them."""

import base64
import json

from custodian_actions import mark_for_op, set_policy, tag
from custodian_comparisons import EQUALITIES, MEMBERSHIPS, ORDERS
from custodian_departures import Departure
from custodian_filters import Filters, named
from custodian_resources import Type, attached, common, policy
from custodian_vocabulary import ACCOUNT, NOW, REGION, Draw

#: Times as AWS gives them: with a zone, and to the second.
TIMES = ["2026-03-15T11:00:00Z", "2026-03-14T12:00:00Z", "2026-03-01T00:00:00Z",
         "2026-01-10T08:30:00Z", "2025-12-15T12:00:00Z", "2025-03-15T12:00:01Z",
         "2023-06-01T00:00:00Z"]
GROUPS = ["Admins", "prod", "dev"]
MANAGED = ["AdministratorAccess", "ReadOnlyAccess", "prod", "dev"]
ASKED = [["iam:CreateUser"], ["s3:GetObject", "s3:PutObject"], ["*:*"]]
DECISIONS = ["allowed", "explicitDeny", "implicitDeny"]
QUERIES = [{}, {"RecordState": [{"Comparison": "EQUALS", "Value": "ACTIVE"}]}]
MISSING = {"code": "NoSuchEntity"}


def answer(service: str, operation: str, given: dict, output: dict) -> dict:
    return {"service": service, "operation": operation, "input": given, "output": output}


def iam(operation: str, given: dict, output: dict) -> dict:
    return answer("iam", operation, given, output)


def refused(operation: str, given: dict) -> dict:
    return {"service": "iam", "operation": operation, "input": given, "error": MISSING}


def arn(kind: str, name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


# Documents


def bounded(document: dict, draw: Draw) -> dict:
    if draw.chance(0.4):
        document["PermissionsBoundary"] = {
            "PermissionsBoundaryType": "Policy",
            "PermissionsBoundaryArn": draw.choice([arn("policy", "prod"), arn("policy", "dev")])}
    return document


def user(draw: Draw, number: int) -> dict:
    name = f"user-{number:04}"
    document = common(draw) | {
        "UserName": name, "Arn": arn("user", name), "Path": "/", "UserId": f"AIDA{number}",
        "stormdrill:Detail": True}
    draw.put(document, "CreateDate", draw.date())
    draw.put(document, "PasswordLastUsed", draw.date(), odd=0.2)
    return bounded(document, draw)


def role(draw: Draw, number: int) -> dict:
    name = f"role-{number:04}"
    document = common(draw) | {
        "RoleName": name, "Arn": arn("role", name), "Path": "/", "RoleId": f"AROA{number}",
        "AssumeRolePolicyDocument": policy(draw), "MaxSessionDuration": draw.choice([3600, 7200]),
        "stormdrill:Detail": True}
    draw.put(document, "CreateDate", draw.date())
    draw.put(document, "RoleLastUsed", {"LastUsedDate": draw.date(), "Region": REGION}, odd=0.15)
    return bounded(document, draw)


def group(draw: Draw, number: int) -> dict:
    name = f"group-{number:04}"
    document = common(draw) | {
        "GroupName": name, "Arn": arn("group", name), "Path": draw.choice(["/", "/team/"]),
        "GroupId": f"AGPA{number}"}
    draw.put(document, "CreateDate", draw.date())
    return document


def managed_policy(draw: Draw, number: int) -> dict:
    name = f"policy-{number:04}"
    owner = "aws" if draw.chance(0.1) else ACCOUNT
    document = common(draw) | {
        "PolicyName": name, "PolicyId": f"ANPA{number:04}", "Path": "/",
        "Arn": f"arn:aws:iam::{owner}:policy/{name}",
        "DefaultVersionId": draw.choice(["v1", "v2", "v3"]),
        "AttachmentCount": draw.choice([0, 0, 1, 2, 7]), "IsAttachable": True}
    document.setdefault("Tags", [])
    if draw.chance(0.7):
        document["PermissionsBoundaryUsageCount"] = draw.choice([0, 0, 0, 1])
    draw.put(document, "CreateDate", draw.date())
    return document


# Answers


def user_answers(draw: Draw, users: list) -> list:
    made, lines, credentials = [], [COLUMNS], []
    for each in users:
        name = each["UserName"]
        given = {"UserName": name}
        keys = access_keys(draw, name)
        made += [
            iam("ListAccessKeys", given, {"AccessKeyMetadata": keys}),
            iam("ListGroupsForUser", given, {"Groups": [
                {"GroupName": one, "GroupId": one, "Path": "/", "Arn": arn("group", one),
                 "CreateDate": draw.choice(TIMES)} for one in draw.some(GROUPS)]}),
            iam("ListMFADevices", given, {"MFADevices": [
                {"UserName": name, "SerialNumber": arn("mfa", f"{name}-{index}"),
                 "EnableDate": draw.choice(TIMES)} for index in range(draw.choice([0, 0, 1, 2]))]}),
            iam("ListSSHPublicKeys", given, {"SSHPublicKeys": ssh_keys(draw, name)}),
            iam("ListSigningCertificates", given, {"Certificates": [
                {"UserName": name, "CertificateId": f"CERT{name}", "CertificateBody": "x",
                 "Status": "Active"} for _ in range(draw.choice([0, 0, 1]))]}),
            refused("GetLoginProfile", given) if draw.chance(0.4) else iam(
                "GetLoginProfile", given,
                {"LoginProfile": {"UserName": name, "CreateDate": draw.choice(TIMES)}}),
        ]
        own = [{"UserName": name, "ServiceUserName": f"{name}-at", "Status": draw.choice(STATES),
                "ServiceSpecificCredentialId": f"ACCA{name}{index}",
                "ServiceName": draw.choice(SERVICES_OF_CREDENTIALS),
                "CreateDate": draw.choice(TIMES)} for index in range(draw.choice([0, 0, 1, 2]))]
        credentials += own
        made.append(iam("ListServiceSpecificCredentials", given,
                        {"ServiceSpecificCredentials": own}))
        if draw.chance(0.9):
            lines.append(report_line(draw, each, keys))
    made.append(iam("ListServiceSpecificCredentials", {"AllUsers": True},
                    {"ServiceSpecificCredentials": credentials}))
    made += report_answers(draw, "\n".join(lines))
    made += [iam("ListAttachedGroupPolicies", {"GroupName": one},
                 {"AttachedPolicies": attached(draw)}) for one in GROUPS]
    made += [iam("GetPolicy", {"PolicyArn": f"arn:aws:iam::aws:policy/{one}"}, {"Policy": {
        "PolicyName": one, "Arn": f"arn:aws:iam::aws:policy/{one}",
        "AttachmentCount": draw.choice([0, 1, 7]), "CreateDate": draw.choice(TIMES)}})
        for one in MANAGED]
    return made + identity_answers(draw, users, "User")


STATES = ["Active", "Inactive"]
SERVICES_OF_CREDENTIALS = ["codecommit.amazonaws.com", "cassandra.amazonaws.com"]


def access_keys(draw: Draw, name: str) -> list:
    # All of a user's keys in one state: what would change nothing is left out as a whole.
    state = draw.choice(["Active", "Active", "Inactive"])
    return [{"UserName": name, "AccessKeyId": f"AKIA{name}{index}", "Status": state,
             "CreateDate": draw.choice(TIMES)} for index in range(draw.randint(0, 2))]


def ssh_keys(draw: Draw, name: str) -> list:
    state = draw.choice(["Active", "Active", "Inactive"])
    return [{"UserName": name, "SSHPublicKeyId": f"APKA{name}{index}", "Status": state,
             "UploadDate": draw.choice(TIMES)} for index in range(draw.choice([0, 1, 1, 2]))]


COLUMNS = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated")


def report_line(draw: Draw, user: dict, keys: list) -> str:
    def time(missing: str = "N/A") -> str:
        return missing if draw.chance(0.3) else draw.choice(TIMES).replace("Z", "+00:00")

    has_password = draw.flag()
    cells = [user["UserName"], user["Arn"], time("2020-01-01T00:00:00+00:00"),
             str(has_password).lower(),
             time("no_information") if has_password else "N/A",
             time() if has_password else "N/A", "N/A", str(draw.flag()).lower()]
    for index in range(2):
        if index < len(keys):
            cells += [str(keys[index]["Status"] == "Active").lower(),
                      keys[index]["CreateDate"].replace("Z", "+00:00"), time(),
                      draw.choice(["us-east-1", "eu-west-1", "N/A"]),
                      draw.choice(["s3", "iam", "N/A"])]
        else:
            cells += ["false", "N/A", "N/A", "N/A", "N/A"]
    for _ in range(2):
        is_active = draw.chance(0.4)
        cells += [str(is_active).lower(), time("2024-01-01T00:00:00+00:00") if is_active else "N/A"]
    return ",".join(cells)


def report_answers(draw: Draw, report: str) -> list:
    content = base64.b64encode(report.encode()).decode()
    # An old report is still the only one after a new one was asked for: it is taken then.
    time = draw.choice(["2026-03-15T11:00:00Z", "2026-03-10T11:00:00Z"])
    return [iam("GetCredentialReport", {}, {"Content": content, "GeneratedTime": time,
                                            "ReportFormat": "text/csv"}),
            iam("GenerateCredentialReport", {}, {"State": "STARTED"})]


def identity_answers(draw: Draw, items: list, kind: str) -> list:
    """What is asked of users, roles and groups alike."""
    made = []
    for each in items:
        given = {f"{kind}Name": each[f"{kind}Name"]}
        names = draw.some(["inline", "other"], 0, draw.choice([0, 1, 2]))
        made += [
            iam(f"ListAttached{kind}Policies", given, {"AttachedPolicies": attached(draw)}),
            iam(f"List{kind}Policies", given, {"PolicyNames": names})]
        made += [iam(f"Get{kind}Policy", given | {"PolicyName": name},
                     given | {"PolicyName": name, "PolicyDocument": "%7B%22Version%22%3A%201%7D"})
                 for name in names]
        made += simulated(draw, "SimulatePrincipalPolicy", {"PolicySourceArn": each["Arn"]})
    return made + usage_answers(draw, items) + finding_answers(draw, items)


def simulated(draw: Draw, operation: str, given: dict) -> list:
    if draw.chance(0.05):
        return [refused(operation, given)]
    return [iam(operation, given | {"ActionNames": actions}, {"EvaluationResults": [
        {"EvalActionName": action, "EvalResourceName": "*", "EvalDecision": draw.choice(DECISIONS),
         "MissingContextValues": []} for action in actions]}) for actions in ASKED]


def usage_answers(draw: Draw, items: list) -> list:
    made = []
    for index, each in enumerate(items):
        if draw.chance(0.05):
            made.append(refused("GenerateServiceLastAccessedDetails", {"Arn": each["Arn"]}))
            continue
        services = []
        for name in draw.some(["s3", "iam", "dynamodb"], 0, 3):
            service = {"ServiceName": name.upper(), "ServiceNamespace": name,
                       "TotalAuthenticatedEntities": draw.choice([0, 1, 2])}
            if draw.chance(0.6):
                service["LastAuthenticated"] = draw.choice(TIMES)
                service["LastAuthenticatedEntity"] = each["Arn"]
            services.append(service)
        made += [iam("GenerateServiceLastAccessedDetails", {"Arn": each["Arn"]},
                     {"JobId": f"job-{index}"}),
                 iam("GetServiceLastAccessedDetails", {"JobId": f"job-{index}"}, {
                     "JobStatus": "COMPLETED", "JobCreationDate": NOW, "JobCompletionDate": NOW,
                     "ServicesLastAccessed": services})]
    return made


def finding_answers(draw: Draw, items: list) -> list:
    made = []
    for each in items:
        for query in QUERIES:
            about = [{"Value": each["Arn"], "Comparison": "EQUALS"}]
            found = [{"Id": f"finding-{index}", "Title": draw.word()}
                     for index in range(draw.choice([0, 0, 1, 2]))]
            made.append(answer("securityhub", "GetFindings",
                               {"Filters": query | {"ResourceId": about}}, {"Findings": found}))
    return made


def role_answers(draw: Draw, roles: list) -> list:
    made = identity_answers(draw, roles, "Role")
    names = [each["RoleName"] for each in roles]

    def some(share: float) -> list:
        return [name for name in names if draw.chance(share)]

    profiles = [{"InstanceProfileName": f"profile-{name}", "InstanceProfileId": f"AIPA{name}",
                 "Path": "/", "Arn": arn("instance-profile", f"profile-{name}"),
                 "CreateDate": TIMES[0], "Roles": [{"RoleName": name}]} for name in some(0.5)]
    for name in names:
        own = [each for each in profiles if each["Roles"][0]["RoleName"] == name]
        made.append(iam("ListInstanceProfilesForRole", {"RoleName": name},
                        {"InstanceProfiles": own}))
    instances = [{"InstanceId": f"i-{index}", "Tags": [],
                  "State": {"Name": draw.choice(["running", "stopped", "terminated"])},
                  "IamInstanceProfile": {"Arn": each["Arn"], "Id": "x"}}
                 for index, each in enumerate(profiles) if draw.chance(0.4)]
    clusters = draw.choice([[], ["default"]])
    services = [f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{name}" for name in some(0.15)][:10]
    made += [
        iam("ListInstanceProfiles", {}, {"InstanceProfiles": profiles}),
        answer("lambda", "ListFunctions", {}, {"Functions": [
            {"FunctionName": name, "FunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:"
             + name, "Role": arn("role", name)} for name in some(0.15)]}),
        answer("resourcegroupstaggingapi", "GetResources", {}, {"ResourceTagMappingList": []}),
        answer("ecs", "DescribeClusters", {}, {"clusters": [
            {"clusterName": name} for name in clusters]}),
        answer("ecs", "ListServices", {}, {"serviceArns": services}),
        answer("ecs", "DescribeServices", {}, {"services": [
            {"serviceArn": each, "roleArn": arn("role", each.split("/")[-1])}
            for each in services]}),
        answer("autoscaling", "DescribeLaunchConfigurations", {}, {"LaunchConfigurations": [
            {"LaunchConfigurationName": each["InstanceProfileName"], "CreatedTime": TIMES[0],
             "IamInstanceProfile": each["InstanceProfileName"]}
            for each in profiles if draw.chance(0.2)]}),
        answer("ec2", "DescribeInstances", {}, {"Reservations": [{"Instances": instances}]}),
    ]
    return made


def group_answers(draw: Draw, groups: list) -> list:
    made = identity_answers(draw, groups, "Group")
    for each in groups:
        users = [{"UserName": name, "Arn": arn("user", name)}
                 for name in draw.some(["ann", "bob", "eve"], 0, draw.choice([0, 3]))]
        made.append(iam("GetGroup", {"GroupName": each["GroupName"]}, {
            "Group": {"GroupName": each["GroupName"]}, "Users": users}))
    return made


def policy_answers(draw: Draw, items: list) -> list:
    made = usage_answers(draw, items) + finding_answers(draw, items)
    for each in items:
        versions = [{"VersionId": f"v{number}", "IsDefaultVersion": False}
                    for number in range(1, 4) if draw.chance(0.5)]
        current = each["DefaultVersionId"]
        versions = [one for one in versions if one["VersionId"] != current]
        versions.append({"VersionId": current, "IsDefaultVersion": True})
        made.append(iam("ListPolicyVersions", {"PolicyArn": each["Arn"]}, {"Versions": versions}))
        made += [iam("GetPolicyVersion", {"PolicyArn": each["Arn"], "VersionId": one["VersionId"]},
                     {"PolicyVersion": one | {"Document": allowing(draw)}}) for one in versions]
    made += [iam("SimulateCustomPolicy", {"ActionNames": actions}, {"EvaluationResults": [
        {"EvalActionName": action, "EvalDecision": draw.choice(DECISIONS)} for action in actions]})
        for actions in ASKED]
    return made


def allowing(draw: Draw) -> dict:
    statements = []
    for _ in range(draw.randint(1, 3)):
        made = {"Effect": draw.choice(["Allow", "Allow", "Deny"]),
                draw.often(["Action"], ["NotAction"], 0.1):
                    draw.choice(["*", ["*"], ["s3:*"], "s3:Get*", ["iam:PassRole", "*"]]),
                draw.often(["Resource"], ["NotResource"], 0.1):
                    draw.choice(["*", ["*"], "arn:aws:s3:::b/*"])}
        if draw.chance(0.2):
            made["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
        statements.append(made)
    whole = {"Version": "2012-10-17", "Statement": statements}
    if len(statements) == 1 and draw.flag():
        whole["Statement"] = statements[0]
    return whole


# Filters


def boolean(name: str):
    def make(filters: Filters) -> dict | str:
        return filters.draw.choice([
            name, {"type": name}, {"type": name, "value": True}, {"type": name, "value": False},
            {"type": name, "value": False}])
    return make


def word(*names: str):
    return lambda filters: filters.draw.choice([*names, {"type": names[0]}])


def credential(filters: Filters) -> dict:
    draw = filters.draw
    key = draw.choice([
        "password_enabled", "mfa_active", "password_last_used", "user", "access_keys", "certs",
        "access_keys.active", "access_keys.active", "access_keys.last_rotated",
        "access_keys.last_rotated", "access_keys.last_used_date", "access_keys.last_used_region",
        "certs.active"])
    kind = key.split(".")[-1]
    if kind in ("password_enabled", "mfa_active", "active"):
        made = draw.choice([{"value": draw.flag()}, {"op": "ne", "value": draw.flag()}])
    elif kind in ("access_keys", "certs"):
        made = draw.choice([{"value": "present"}, {"value": "absent"}, {
            "value_type": "size", "op": draw.choice(ORDERS), "value": draw.randint(0, 2)}])
    elif kind in ("user", "last_used_region"):
        made = draw.choice([{"op": "regex", "value": "(user-000[1-9]|us-).*"}, {
            "op": draw.choice(MEMBERSHIPS), "value": ["user-0003", "us-east-1", "eu-west-1"]}])
    else:
        made = draw.choice([
            {"value_type": "age", "op": draw.choice(ORDERS), "value": draw.choice([1, 30, 90])},
            {"value": "absent"}, {"value": "present"}, {"value": None},
            {"value_type": "age", "op": "gt", "value": draw.choice([1, 30, 90])}])
    if draw.chance(0.2):
        made["report_max_age"] = draw.choice([3600, 864000])
    return {"type": "credential", "key": key} | made


def usage(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "usage", "match-operator": filters.draw.choice(
        ["all", "any", "any"])}
    for name in draw.some(["LastAuthenticated", "LastAuthenticated", "ServiceNamespace",
                           "TotalAuthenticatedEntities"], 0 if draw.chance(0.1) else 1, 2):
        made[name] = {
            "LastAuthenticated": lambda: draw.choice([None, "present", "absent", {
                "type": "value", "value_type": "age", "op": draw.choice(["gt", "lt"]),
                "value": draw.choice([1, 30, 90])}]),
            "ServiceNamespace": lambda: draw.choice(["s3", "iam", {
                "type": "value", "op": "in", "value": ["s3", "dynamodb"]}]),
            "TotalAuthenticatedEntities": lambda: draw.choice([0, 1, {
                "type": "value", "op": draw.choice(ORDERS), "value": 1}]),
        }[name]()
    if draw.chance(0.2):
        made["poll-delay"] = draw.choice([0, 0.5, 3])
    return made


def check_permissions(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "check-permissions", "actions": draw.choice(ASKED), "match": draw.choice([
        "allowed", "denied", {"EvalDecision": "allowed"}, {"EvalDecision": "implicitDeny"},
        {"type": "value", "key": "EvalDecision", "op": draw.choice(EQUALITIES),
         "value": "explicitDeny"}])}
    if draw.chance(0.4):
        made["match-operator"] = draw.choice(["and", "or"])
    if draw.chance(0.3):
        made["boundaries"] = draw.flag()
    return made


def items(name: str, times: str, words: dict):
    """A value filter on the items of a list: their state, their age, their words."""
    def make(filters: Filters) -> dict:
        draw = filters.draw
        key = draw.choice(list(words))
        return {"type": name} | draw.choice([
            {"key": key, "value": draw.choice(words[key])},
            {"key": key, "op": draw.choice(MEMBERSHIPS), "value": draw.some(words[key], 1, 2)},
            {"key": times, "value_type": "age", "op": draw.choice(ORDERS),
             "value": draw.choice([1, 30, 90])}])
    return make


def finding(filters: Filters) -> dict | str:
    query = filters.draw.choice(QUERIES)
    return {"type": "finding", "query": query} if query else filters.draw.choice(
        ["finding", {"type": "finding"}])


def login_profile(filters: Filters) -> dict | str:
    return filters.draw.choice([
        "login-profile", {"type": "login-profile"},
        {"type": "login-profile", "key": "UserName", "value": "not-null"}])


USER, ROLE, GROUP, POLICY = "aws.iam-user", "aws.iam-role", "aws.iam-group", "aws.iam-policy"
IDENTITIES = [USER, ROLE, GROUP]

SPECIFIC = [
    ("credential", [USER], credential),
    ("ssh-key", [USER], items("ssh-key", "UploadDate", {"Status": STATES})),
    ("service-specific-credentials", [USER], items(
        "service-specific-credentials", "CreateDate",
        {"Status": STATES, "ServiceName": SERVICES_OF_CREDENTIALS})),
    ("login-profile", [USER], login_profile),
    ("has-inline-policy", IDENTITIES, boolean("has-inline-policy")),
    ("usage", [*IDENTITIES, POLICY], usage),
    ("check-permissions", [*IDENTITIES, POLICY], check_permissions),
    ("finding", [*IDENTITIES, POLICY], finding),
    ("used", [ROLE], lambda f: {"type": "used"} | f.draw.choice(
        [{}, {"state": True}, {"state": False}])),
    ("used", [POLICY], word("used")), ("unused", [ROLE, POLICY], word("unused")),
    ("no-specific-managed-policy", [ROLE], lambda f: {
        "type": "no-specific-managed-policy", "value": f.draw.choice(MANAGED)}),
    ("has-specific-managed-policy", [GROUP], lambda f: {
        "type": "has-specific-managed-policy", "value": f.draw.choice(MANAGED)}),
    ("has-users", [GROUP], boolean("has-users")),
    ("has-allow-all", [POLICY], word("has-allow-all")),
]


# Actions


def remove_keys(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "remove-keys"} | draw.choice([{}, {"disable": True}, {"disable": True}])
    if draw.chance(0.5):
        key = draw.choice(["active", "last_rotated"])
        noting = draw.choice([
            filters.access_key(), {"type": "credential", "key": f"access_keys.{key}"} | (
                {"value": True} if key == "active" else
                {"value_type": "age", "op": "gt", "value": draw.choice([1, 30, 90])})])
        return {"filters": [noting], "actions": [made | {"matched": True}]}
    if draw.chance(0.5):
        made["age"] = draw.choice([0, 1, 30, 90.5])
    return {"filters": [], "actions": [made]}


def delete_ssh_keys(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "delete-ssh-keys"} | draw.choice([{}, {"disable": True}])
    noting = draw.some([items("ssh-key", "UploadDate", {"Status": STATES})(filters)], 0, 1)
    if noting and draw.chance(0.7):
        made["matched"] = True
    return {"filters": noting, "actions": [made]}


OPTIONS = ["console-access", "access-keys", "attached-user-policies", "inline-user-policies",
           "mfa-devices", "groups", "ssh-keys", "signing-certificates",
           "service-specific-credentials", "user-policies"]


def delete_user(filters: Filters) -> dict | str:
    draw = filters.draw
    if draw.chance(0.4):
        return {"type": "delete"}
    return {"type": "delete", "options": draw.some(OPTIONS, 1, 4)}


def forced(filters: Filters) -> dict:
    return {"type": "delete"} | filters.draw.choice([{}, {"force": True}, {"force": True}])


def set_boundary(filters: Filters) -> dict:
    if filters.draw.chance(0.4):
        return {"type": "set-boundary", "state": "absent"}
    made = {"type": "set-boundary", "policy": filters.draw.choice(
        ["prod", arn("policy", "dev"), "arn:aws:iam::aws:policy/ReadOnlyAccess"])}
    return made | ({"state": "present"} if filters.draw.flag() else {})


ACTIONS = [
    ("set-policy", [USER, GROUP], set_policy), ("mark-for-op", [USER, POLICY], mark_for_op),
    ("tag", [USER, POLICY], lambda f: tag(f) | {"type": "tag"}),
    ("remove-tag", [USER, POLICY], lambda f: {"type": "remove-tag"} | (
        {"tags": f.draw.some(["Env", "Owner", "mark", "Missing"], 1, 3)})),
    ("remove-keys", [USER], remove_keys), ("delete-ssh-keys", [USER], delete_ssh_keys),
    ("set-groups", [USER], lambda f: {
        "type": "set-groups", "state": f.draw.choice(["add", "remove"]),
        "group": f.draw.choice(GROUPS)}),
    ("set-boundary", [USER, ROLE], set_boundary),
    ("delete", [USER], delete_user), ("delete", [ROLE, GROUP], forced),
    ("delete", [POLICY], lambda f: {"type": "delete"}),
    ("delete-inline-policies", [GROUP], lambda f: {"type": "delete-inline-policies"}),
]

COMPLETED = frozenset([
    "c7n:AccessKeys", "c7n:Groups", "c7n:Policies", "MFADevices", "c7n:SSHKeys", "c7n:LoginProfile",
    "c7n:ServiceSpecificCredentials", "c7n:InlinePolicies", "c7n:AttachedPolicies", "c7n:policy",
    "ManagedPolicies"])

TYPES = {
    USER: Type("UserName", user, [
        ("CreateDate", "date"), ("PasswordLastUsed", "date"), ("Path", "word")],
        ["delete", "notify"], user_answers, COMPLETED),
    ROLE: Type("RoleName", role, [
        ("RoleLastUsed.LastUsedDate", "date"), ("MaxSessionDuration", "number")],
        ["delete", "notify"], role_answers, COMPLETED),
    GROUP: Type("GroupName", group, [("CreateDate", "date"), ("Path", "word")],
                ["delete", "notify"], group_answers, COMPLETED),
    POLICY: Type("PolicyId", managed_policy, [
        ("AttachmentCount", "number"), ("DefaultVersionId", "word"), ("CreateDate", "date")],
        ["delete", "notify"], policy_answers, COMPLETED),
}


def without_passwords(calls: list | None) -> list:
    return [each for each in calls or [] if each["operation"] != "DeleteLoginProfile"]


DEPARTURES = [
    Departure(
        "no password", "a password is deleted where there is one; Cloud Custodian tries it anyway",
        lambda pair: pair.ours == pair.theirs and pair.our_calls == without_passwords(
            pair.their_calls)),
]
