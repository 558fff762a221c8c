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


def test_a_file_is_called_as_it_is_named(stormdrill, files):
    done = run(
        stormdrill, "explain", "--policy", files / "policy.yml", "--resources", files / "policy.yml"
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"{files}/policy.yml:2:1: error: not JSON")


def test_query_evaluates_jmespath(stormdrill):
    document = json.dumps({"a": [{"b": 1}, {"b": 2}]})
    done = run(stormdrill, "query", "a[?b > `1`].b", input=document)
    assert (done.returncode, done.stdout) == (0, "[2]\n")
    done = run(stormdrill, "query", "a[?", input=document)
    assert done.returncode == 2
    assert "column 4" in done.stderr


FLOW_LOGS = """
policies:
  - name: no-flow-logs
    resource: aws.vpc
    filters:
      - "tag:team": red
      - {type: flow-logs, enabled: false}
    actions: [{type: tag, key: flow, value: none}]
"""


@pytest.fixture
def vpcs(tmp_path):
    (tmp_path / "policy.yml").write_text(FLOW_LOGS)
    tags = {"Tags": [{"Key": "team", "Value": "red"}]}
    resources = [{"VpcId": "vpc-1"} | tags, {"VpcId": "vpc-2"}, {"VpcId": "vpc-3"} | tags]
    (tmp_path / "vpcs.json").write_text(json.dumps(resources))
    return ["--policy", tmp_path / "policy.yml", "--resources", tmp_path / "vpcs.json"]


def test_matches_that_hang_on_missing_answers_are_undecided(stormdrill, vpcs):
    done = run(stormdrill, "evaluate", *vpcs)
    assert done.returncode == 1
    assert "can't decide on 2 resources without the answers to ec2:DescribeFlowLogs" in done.stderr
    (answer,) = json.loads(done.stdout)
    assert answer["matched"] == []
    lacking = ["ec2:DescribeFlowLogs"]
    assert answer["undecided"] == [{"id": f"vpc-{i}", "unread": lacking} for i in (1, 3)]
    done = run(stormdrill, "explain", *vpcs)
    assert done.returncode == 1
    assert "vpc-1 is undecided by no-flow-logs\n  lacks the answers to ec2:Des" in done.stdout
    assert "vpc-2 does not match no-flow-logs" in done.stdout
    assert 'undecided: {"type":"flow-logs"' in done.stdout


def test_answers_decide(stormdrill, vpcs, tmp_path):
    answers = [{"service": "ec2", "operation": "DescribeFlowLogs", "output": {"FlowLogs": []}}]
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    done = run(stormdrill, "evaluate", *vpcs, "--answers", tmp_path / "answers.json")
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(done.stdout)
    assert [match["id"] for match in answer["matched"]] == ["vpc-1", "vpc-3"]
    assert [len(match["calls"]) for match in answer["matched"]] == [1, 1]
    assert answer["undecided"] == answer["unread"] == []


def test_no_plan_is_made_of_what_actions_have_not_read(stormdrill, tmp_path):
    policy = {"name": "p", "resource": "aws.iam-role", "filters": [{"RoleName": "a"}]}
    policy["actions"] = [{"type": "set-policy", "state": "detached", "arn": "*"}]
    (tmp_path / "policy.json").write_text(json.dumps({"policies": [policy]}))
    arn = "arn:aws:iam::123456789012:role/a"
    (tmp_path / "roles.json").write_text(json.dumps([{"RoleName": "a", "Arn": arn}]))
    done = run(
        stormdrill, "evaluate", "--policy", tmp_path / "policy.json",
        "--resources", tmp_path / "roles.json",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (answer,) = json.loads(done.stdout)
    (match,) = answer["matched"]
    assert match["calls"] == []
    assert match["unread"] == answer["unread"] == ["iam:ListAttachedRolePolicies"]


def test_all_missing_answers_are_named_at_once(stormdrill, tmp_path):
    policy = {"name": "p", "resource": "aws.iam-role", "filters": ["has-inline-policy"]}
    policy["filters"] += [{"type": "has-specific-managed-policy", "value": "x"}]
    (tmp_path / "policy.json").write_text(json.dumps({"policies": [policy]}))
    roles = [{"RoleName": n, "Arn": f"arn:aws:iam::123456789012:role/{n}"} for n in "ab"]
    (tmp_path / "roles.json").write_text(json.dumps(roles))
    (tmp_path / "answers.json").write_text("[]")
    done = run(
        stormdrill, "evaluate", "--policy", tmp_path / "policy.json",
        "--resources", tmp_path / "roles.json", "--answers", tmp_path / "answers.json",
    )  # fmt: skip
    assert done.returncode == 2
    assert "answers.json: no answer to " in done.stderr
    for operation in ["ListRolePolicies", "ListAttachedRolePolicies"]:
        for name in "ab":
            assert f'  iam:{operation} with {{"RoleName":"{name}"}}' in done.stderr


def test_regions_and_events_are_checked(stormdrill, vpcs, tmp_path):
    done = run(stormdrill, "explain", *vpcs, "--region", "us-esat-1")
    assert "warning: --region: `us-esat-1` is no region that is known here; did you mean " \
        "`us-east-1`?" in done.stderr
    (tmp_path / "event.json").write_text('{"eventSource": "ec2.amazonaws.com"}')
    done = run(stormdrill, "explain", *vpcs, "--event", tmp_path / "event.json")
    assert done.returncode == 2
    assert "event.json: no CloudTrail record and no event; expected" in done.stderr
    help = run(stormdrill, "explain", "--help").stdout
    assert "without it they pass everything, as in a scan" in " ".join(help.split())


def test_files_in_the_way_are_told_in_plain_words(stormdrill, tmp_path):
    (tmp_path / "taken").write_text("")
    taken = tmp_path / "taken"
    for command in (["run", "--output", taken], ["report", tmp_path, "--output", taken / "x"]):
        done = subprocess.run([stormdrill, *command], capture_output=True, text=True)
        assert done.returncode == 2
        assert done.stderr == (
            f"--output: `{taken}` is a file; expected a folder, or a name that is not taken\n"
        )
    policy = ["--policy", "foundational/s3-bucket-public", "--resources"]
    done = run(stormdrill, "explain", *policy, tmp_path)
    assert (done.returncode, done.stderr) == (2, f"{tmp_path}: it is a folder; expected a file\n")
    done = run(stormdrill, "explain", *policy, taken / "x.json")
    assert done.returncode == 2
    assert done.stderr == f"{taken}/x.json: a part of the path is a file; expected folders\n"
    done = run(stormdrill, "explain", *policy, tmp_path / "nothing.json")
    assert done.stderr == f"{tmp_path}/nothing.json: no such file\n"


def test_files_without_policies_are_said_to_be_empty(stormdrill, tmp_path):
    done = run(stormdrill, "check", "/dev/null")
    assert done.returncode == 2
    assert done.stdout == (
        "/dev/null:1:1: error: the file has no policies: it is empty, or comments only; "
        "expected a list `policies`\n0 policies can be used, 1 remark\n"
    )
    (tmp_path / "p.yml").write_text("policies: []")
    done = run(stormdrill, "check", tmp_path)
    assert (done.returncode, done.stderr) == (2, f"no policy in {tmp_path}\n")


def test_schema_says_how_policies_are_written(stormdrill, tmp_path):
    types = run(stormdrill, "schema").stdout
    assert "aws.security-group    ec2:DescribeSecurityGroups" in types
    listed = run(stormdrill, "schema", "security-group").stdout
    assert "\n+ reachable-from-internet  whether the internet gets in" in listed
    assert "\n  ingress " in listed
    page = run(stormdrill, "schema", "aws.s3", "exposed").stdout
    assert "  to: public, accounts, services, anyone (anyone without it)\n" in page
    assert "s3:GetBucketPolicy" in page
    example = page.partition("Example:\n")[2].replace("\n  ", "\n").removeprefix("  ")
    (tmp_path / "policy.yml").write_text(example)
    done = run(stormdrill, "check", tmp_path / "policy.yml")
    assert (done.returncode, done.stdout) == (0, "1 policy can be used, 0 remarks\n")


def test_schema_leads_on_from_wrong_names(stormdrill):
    wrong = {
        ("ingress",): "`ingress` is no type of resource: aws.security-group has it; expected "
        "`stormdrill rules schema aws.security-group ingress`",
        ("s4",): "`s4` is no type of resource that rules know; did you mean `aws.s3`?",
        ("s3", "exposd"): "there is no filter and no action `exposd` on aws.s3; "
        "did you mean `exposed`?",
    }
    for names, message in wrong.items():
        done = run(stormdrill, "schema", *names)
        assert (done.returncode, done.stderr) == (2, message + "\n")
