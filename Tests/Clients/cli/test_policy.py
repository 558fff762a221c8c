"""`stormdrill policy`: explanations, batches and checks, as a person or a CI job calls them."""

import json
import subprocess

import pytest

ALLOW_READ = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
}
DENY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}],
}
SCP_ARN = "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1"


def case(**policies) -> dict:
    return {
        "principal": {
            "type": "User",
            "account": "111122223333",
            "arn": "arn:aws:iam::111122223333:user/alice",
            "userId": "AIDACKCEVSQ6C2EXAMPLE",
        },
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::bucket/key",
        "resourceAccount": "111122223333",
        "resourcePolicyMustAllow": False,
        "context": {"aws:SourceIp": ["10.0.0.1"]},
        "policies": {
            "identity": [], "boundary": None, "session": None, "serviceControl": [],
            "resourceControl": [], "resource": None, **policies,
        },
    }


@pytest.fixture
def policy(stormdrill):
    """Runs `stormdrill policy`; answers status, output and errors."""

    def run(*arguments, stdin=None):
        done = subprocess.run(
            [stormdrill, "policy", *map(str, arguments)],
            input=stdin, capture_output=True, text=True, timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_explanation_names_what_decided(policy, tmp_path):
    file = tmp_path / "case.json"
    scp = {"name": "Locked", "arn": SCP_ARN, "document": DENY}
    file.write_text(json.dumps(case(identity=[ALLOW_READ], serviceControl=[[ALLOW_READ, scp]])))
    status, out, err = policy("explain", file)
    assert (status, err) == (0, "")
    assert out.startswith(
        "explicitDeny: statement 1 of the service control policy `Locked` explicitly denies"
    )
    assert "    statement 1 `Read`, Allow: matches\n" in out
    status, out, _ = policy("explain", file, "--json")
    told = json.loads(out)
    assert told["message"] == f"with an explicit deny in a service control policy: {SCP_ARN}"
    assert [kind["verdict"] for kind in told["kinds"] if kind["kind"] == "identity"] == ["allows"]


def test_expectation_sets_the_exit_status(policy, tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case(identity=[ALLOW_READ])))
    assert policy("explain", file, "--expect", "allowed")[0] == 0
    status, _, err = policy("explain", file, "--expect", "denied")
    assert (status, err) == (1, "1 case is not `denied`\n")


def test_yaml_case_may_name_roles_and_levels(policy, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(
        """
principal:
  type: AssumedRole
  account: "111122223333"
  arn: arn:aws:sts::111122223333:assumed-role/Ops/alice
  roleArn: arn:aws:iam::111122223333:role/Ops
  userId: AROAEXAMPLE:alice
action: s3:GetObject
resource: arn:aws:s3:::bucket/key
policies:
  identity:
    - Version: "2012-10-17"
      Statement:
        Effect: Allow
        Action: s3:*
        Resource: "*"
        Condition: {ArnEquals: {aws:PrincipalArn: "arn:aws:iam::111122223333:role/Ops"}}
  session: []
"""
    )
    status, out, _ = policy("explain", file)
    assert status == 0
    assert out.startswith("implicitDeny: no session policy allows s3:GetObject\n")


def test_broken_case_is_told_with_all_its_errors(policy, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(
        """principal: {type: Anonymus}
action: s3:GetObject
policies:
  identity:
    - {Version: "2012-10-17", Statement: [{Effect: Allow, Action: List, Resource: "*"}]}
  bondary: null
"""
    )
    status, out, err = policy("explain", file)
    assert (status, out) == (2, "")
    assert err.splitlines() == [
        f"{file}:1:1: error: a case has no `resource`; expected `resource`",
        f"{file}:1:19: error: `type` can't be `Anonymus`; did you mean `Anonymous`?",
        f"{file}:5:67: error: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, "
        "ec2, etc.; expected `*` or an action such as `s3:GetObject`",
        f"{file}:6:3: error: unknown key `bondary` in policies; did you mean `boundary`?",
    ]


def test_batch_answers_each_line(policy):
    broken = case(identity=[{**ALLOW_READ, "Version": "2020-01-01"}])
    lines = [
        json.dumps(case(identity=[{"name": "Readers", "document": ALLOW_READ}])),
        json.dumps(case()),
        json.dumps(broken),
        json.dumps(case(boundary=DENY)),
        "{",
    ]
    status, out, err = policy("explain", "--batch", "-", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers[0] == {
        "decision": "allowed", "kind": "identity", "policy": "Readers", "statement": 1,
        "sid": "Read",
    }
    assert answers[1] == {"decision": "implicitDeny", "missing": "identity"}
    assert "The policy must contain a valid version string." in answers[2]["error"]
    assert answers[3] == {"decision": "explicitDeny", "kind": "boundary", "statement": 1}
    assert "not JSON" in answers[4]["error"]
    assert (status, err) == (2, "-: 2 lines are no case\n")


def test_check_gives_awss_message_at_its_place(policy, tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(ALLOW_READ))
    bad.write_text('{"Version":"2012-10-17",\n "Statement":[{"Effect":"Allow","Action":"s3:*"}]}')
    assert policy("check", good) == (0, "1 policy can be used\n", "")
    status, out, err = policy("check", good, bad)
    assert (status, out) == (2, "")
    assert err == (
        f"{bad}:2:15: error: Policy statement must contain resources.; expected `Resource`\n"
    )
    status, _, err = policy("check", good, "--as", "resource")
    assert status == 2 and "Missing required field Principal" in err
