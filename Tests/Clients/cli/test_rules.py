"""`stormdrill rules evaluate | explain | query`: what a policy says of resources in a file."""

import json
import subprocess

import pytest

POLICY = """
policies:
  - name: open-ssh
    resource: aws.security-group
    filters:
      - or:
          - GroupName: web
          - "tag:team": red
      - type: ingress
        Ports: [22]
        Cidr: {value: 0.0.0.0/0}
    actions:
      - type: remove-permissions
        ingress: matched
"""


def group(number: int, name: str, port: int, **more) -> dict:
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
    permission["IpRanges"] = [{"CidrIp": "0.0.0.0/0"}]
    group = {"GroupId": f"sg-{number}", "OwnerId": "123456789012", "GroupName": name}
    return group | {"IpPermissions": [permission]} | more


GROUPS = [
    group(1, "web", 22),
    group(2, "web", 443),
    group(3, "db", 22, Tags=[{"Key": "team", "Value": "red"}]),
    group(4, "db", 22),
]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "policy.yml").write_text(POLICY)
    (tmp_path / "groups.json").write_text(json.dumps(GROUPS))
    return tmp_path


def run(stormdrill, *arguments, **options):
    return subprocess.run(
        [stormdrill, "rules", *map(str, arguments)], capture_output=True, text=True, **options
    )


def test_evaluate_prints_matches_annotations_and_calls(stormdrill, files):
    arguments = ["--policy", files / "policy.yml", "--resources", files / "groups.json"]
    done = run(stormdrill, "evaluate", *arguments)
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(done.stdout)
    assert answer["policy"] == "open-ssh"
    assert [match["id"] for match in answer["matched"]] == ["sg-1", "sg-3"]
    first = answer["matched"][0]
    assert first["annotations"]["MatchedIpPermissions"][0]["FromPort"] == 22
    (step,) = first["calls"]
    assert step["call"]["operation"] == "RevokeSecurityGroupIngress"
    assert step["call"]["input"]["GroupId"] == "sg-1"
    assert step["undo"][0]["operation"] == "AuthorizeSecurityGroupIngress"


def test_explain_says_clause_by_clause_why(stormdrill, files):
    arguments = ["--policy", files / "policy.yml", "--resources", files / "groups.json"]
    done = run(stormdrill, "explain", *arguments)
    assert done.returncode == 0, done.stderr
    told = done.stdout.split("\nsg-")
    assert told[0].startswith("sg-1 matches open-ssh\n  passed: or")
    assert told[1].startswith("2 does not match open-ssh")
    assert "failed: {\"type\":\"ingress\"" in told[1]
    assert "passed: {\"tag:team\":\"red\"}" in told[2]
    assert "not asked" in told[3]


def test_broken_input_is_named(stormdrill, files):
    (files / "bad.json").write_text('[{"GroupName": "x"}]')
    policy = ["--policy", files / "policy.yml"]
    done = run(stormdrill, "evaluate", *policy, "--resources", files / "bad.json")
    assert done.returncode == 2
    assert "resource 1 has no `GroupId`" in done.stderr
    (files / "bad.json").write_text('[{"GroupName": }]')
    done = run(stormdrill, "explain", *policy, "--resources", files / "bad.json")
    assert done.returncode == 2
    assert "bad.json:1:16" in done.stderr


def test_query_evaluates_jmespath(stormdrill):
    document = json.dumps({"a": [{"b": 1}, {"b": 2}]})
    done = run(stormdrill, "query", "a[?b > `1`].b", input=document)
    assert (done.returncode, done.stdout) == (0, "[2]\n")
    done = run(stormdrill, "query", "a[?", input=document)
    assert done.returncode == 2
    assert "column 4" in done.stderr
