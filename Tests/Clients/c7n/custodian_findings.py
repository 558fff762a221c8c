"""Findings that policies post to Security Hub, about all types of resource."""

from custodian_filters import Filters
from custodian_vocabulary import Draw

KINDS = ["aws.s3", "aws.ec2", "aws.iam-user", "aws.iam-role", "aws.iam-policy", "aws.iam-group",
         "aws.security-group", "aws.vpc", "aws.ebs", "aws.account", "aws.subnet", "aws.cloudtrail"]
NAMESPACES = ["Software and Configuration Checks/AWS Security Best Practices", "TTPs", "Effects/a/b"]


def finding(draw: Draw) -> dict:
    made = {"type": "post-finding", "types": draw.some(NAMESPACES, 1, 2)}
    for name, share, make in [
        ("title", 0.4, lambda: draw.choice(["open to all", "due"])),
        ("description", 0.5, lambda: draw.choice(["  of {account_id}\n", "é \"x\""])),
        ("severity", 0.3, lambda: draw.choice([0, 2.5, 10])),
        ("severity_label", 0.5, lambda: draw.choice(["LOW", "CRITICAL"])),
        ("severity_normalized", 0.3, lambda: draw.choice([0, 70])),
        ("confidence", 0.3, lambda: draw.choice([0, 100])),
        ("criticality", 0.3, lambda: draw.choice([0, 50])),
        ("region", 0.2, lambda: "eu-west-1"),
        ("recommendation", 0.3, lambda: draw.choice(["close it", ""])),
        ("recommendation_url", 0.3, lambda: "https://example.com"),
        ("fields", 0.3, lambda: draw.choice([{"team": "a", "ProviderName": "b"}, {}])),
        ("batch_size", 0.2, lambda: draw.choice([1, 100])),
        ("compliance_status", 0.3, lambda: draw.choice(["PASSED", "FAILED"])),
        ("record_state", 0.3, lambda: draw.choice(["ACTIVE", "ARCHIVED"])),
    ]:
        if draw.chance(share):
            made[name] = make()
    if draw.chance(0.1):
        made |= draw.choice([{"types": ["Nothing/a"]}, {"types": []}, {"severity_label": "BAD"},
                             {"batch_size": 101}, {"types": ["TTPs/a/b/c"]}])
    return made


def post(filters: Filters) -> dict:
    draw = filters.draw
    if filters.kind == "aws.iam-user" and draw.chance(0.4):
        return {"filters": [{"type": "access-key", "key": "Status", "value": "Active"}],
                "actions": [finding(draw)]}
    # Few filters: some write into the policy, whose digest is in the finding's id.
    return {"filters": [], "actions": [finding(draw)]}


ACTIONS = [("post-finding", KINDS, post)]
