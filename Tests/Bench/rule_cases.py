"""The resources and policies that `make bench` times rules on."""

import json
import pathlib
import random

SECURITY_GROUPS = 10_000
POLICIES = 300

#: What is promised of each kind, in resources a second and core.
FLOORS = {"simple": 3_000_000, "ingress": 500_000, "list": 500_000}
LOADING_LIMIT_MS = 100

CASES = {
    "simple-name": [{"GroupName": "web"}],
    "simple-absent-tag": [{"tag:Owner": "absent"}],
    "simple-in": [{"type": "value", "key": "VpcId", "op": "in", "value": ["vpc-1", "vpc-2"]}],
    "simple-not-equal": [{"type": "value", "key": "GroupName", "op": "ne", "value": "default"}],
    "ingress-ssh": [{"type": "ingress", "Ports": [22], "Cidr": {"value": "0.0.0.0/0"}}],
    "ingress-any": [{"type": "ingress", "Cidr": {"value_type": "cidr", "op": "in",
                     "value": "0.0.0.0/0"}}],
    "list-item": [{"type": "list-item", "key": "IpPermissions", "attrs": [
        {"type": "value", "key": "FromPort", "value": 22},
        {"type": "value", "key": "IpProtocol", "value": "tcp"}]}],
}


def security_groups() -> list:
    rng = random.Random(20261123)
    made = []
    for number in range(SECURITY_GROUPS):
        permissions = []
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            port = rng.choice([22, 80, 443, 3389, 5432])
            ranges = rng.sample(["0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/16", "203.0.113.7/32"],
                                rng.choice([1, 1, 2]))
            permissions.append({
                "IpProtocol": "tcp", "FromPort": port, "ToPort": port,
                "IpRanges": [{"CidrIp": each, "Description": "bench"} for each in ranges],
                "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []})
        tags = [{"Key": "Name", "Value": f"group-{number}"}, {"Key": "Team", "Value": "platform"}]
        if rng.random() < 0.5:
            tags.append({"Key": "Owner", "Value": "someone"})
        made.append({
            "GroupId": f"sg-{number:017x}", "GroupName": rng.choice(["web", "default", "db"]),
            "OwnerId": "123456789012", "VpcId": f"vpc-{rng.randrange(8)}",
            "Description": "made for a measurement", "IpPermissions": permissions,
            "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
                                     "Ipv6Ranges": [], "PrefixListIds": [],
                                     "UserIdGroupPairs": []}],
            "Tags": tags})
    return made


#: One policy in YAML as people write it.
POLICY = """\
- name: security-group-{number}
  resource: aws.security-group
  description: groups that let anybody in from the internet
  filters:
    - or:
        - "tag:Owner": absent
        - type: value
          key: GroupName
          op: regex
          value: "^(web|db)-[a-z0-9]+$"
    - not:
        - VpcId: vpc-{number}
    - type: ingress
      Ports: [22, 3389, {number}]
      Cidr:
        value: 0.0.0.0/0
  actions:
    - type: remove-permissions
      ingress: matched
    - type: tag
      key: reviewed
      value: "yes"
"""


def write(folder: pathlib.Path) -> None:
    """resources.json, cases.json (a policy for each case) and policies.yml (many, to be loaded)."""
    (folder / "resources.json").write_text(json.dumps(security_groups()))
    (folder / "cases.json").write_text(json.dumps({"policies": [
        {"name": name, "resource": "aws.security-group", "filters": filters}
        for name, filters in CASES.items()]}))
    (folder / "policies.yml").write_text(
        "policies:\n" + "".join(POLICY.format(number=number) for number in range(POLICIES)))
    (folder / "none.json").write_text("[]")
