"""Random actions in Cloud Custodian's dialect, of the types that custodian_resources.py makes."""

from custodian_filters import Filters

#: The types whose tags are compared by the tag actions.
TAGGED = ["aws.security-group", "aws.ec2", "aws.vpc", "aws.s3", "aws.iam-role"]
#: What removes tags of types where it has not all names; there `mark` isn't one for `tag` either.
FEW_NAMES = {"aws.s3": ["remove-tag", "unmark"], "aws.iam-role": ["remove-tag"]}
POLICIES = ["AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess", "prod", "other"]


def tag(filters: Filters) -> dict:
    draw = filters.draw
    if draw.chance(0.5):
        return {"type": draw.choice(["tag"] if filters.kind in FEW_NAMES else ["tag", "mark"]),
                "tags": {key: draw.choice(["x", "{account_id}", "{region}-1"])
                         for key in draw.some(["Env", "Owner", "New"], 1, 3)}}
    made = {"type": "tag", "value": draw.choice(["x", "due {account_id}"])}
    if draw.chance(0.7):
        made[draw.choice(["tag", "key"])] = draw.choice(["Env", "New"])
    return made


#: What `tz` of marks may name, and one that Cloud Custodian takes for the machine's clock.
ZONES = ["utc", "et", "pst", "jst", "brt", "nzst", "it", "cet", "us/eastern", "Europe/Paris"]


def mark_for_op(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "mark-for-op", "op": filters.type_of.ops[0]}
    for name, share, make in [
        ("tag", 0.4, lambda: "mark"), ("days", 0.6, lambda: draw.randint(0, 14)),
        ("hours", 0.3, lambda: draw.randint(0, 30)), ("tz", 0.4, lambda: draw.choice(ZONES)),
        ("msg", 0.3, lambda: "bad since {op}@{action_date}"),
    ]:
        if draw.chance(share):
            made[name] = make()
    return made


def remove_tag(filters: Filters) -> dict:
    draw = filters.draw
    names = FEW_NAMES.get(filters.kind, ["remove-tag", "unmark", "untag"])
    made = {"type": draw.choice(names)}
    if draw.chance(0.8):
        made["tags"] = draw.some(["Env", "Owner", "mark", "Missing"], 1, 3)
    return made


def remove_permissions(filters: Filters) -> dict:
    draw = filters.draw
    action = {"type": "remove-permissions"} | draw.choice([
        {"ingress": "matched"}, {"ingress": "all"}, {"ingress": "all", "egress": "all"},
        {"egress": "matched"}, {}])
    return {"filters": [filters.permissions(draw.choice(["ingress", "ingress", "egress"]))],
            "actions": [action]}


def set_policy(filters: Filters) -> dict:
    draw = filters.draw
    state = draw.choice(["attached", "detached"])
    arn = draw.choice(POLICIES + (["*"] * 2 if state == "detached" else []))
    return {"type": "set-policy", "state": state, "arn": arn}


ACTIONS = [
    ("tag", TAGGED, tag), ("mark-for-op", TAGGED, mark_for_op), ("remove-tag", TAGGED, remove_tag),
    ("remove-permissions", ["aws.security-group"], remove_permissions),
    ("set-policy", ["aws.iam-role"], set_policy),
    ("set-logging", ["aws.cloudtrail"], lambda f: {
        "type": "set-logging", "enabled": f.draw.flag()}),
    ("set-public-block", ["aws.s3"], lambda f: {"type": "set-public-block"} | f.draw.choice([
        {}, {"state": False}, {"BlockPublicAcls": True}, {
            "BlockPublicPolicy": False, "IgnorePublicAcls": True}])),
    ("delete-global-grants", ["aws.s3"], lambda f: {"type": "delete-global-grants"} | (
        {"grantees": ["http://acs.amazonaws.com/groups/global/AllUsers"]}
        if f.draw.chance(0.4) else {})),
]
