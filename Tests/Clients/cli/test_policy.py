"""`stormdrill policy`: explanations, batches and checks, as a person or a CI job calls them."""

import json
import subprocess

import pytest
from conftest import Emulator

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


@pytest.mark.parametrize(
    ("principal", "decision"),
    [
        ("arn:aws:iam::111122223333:user/alice", "allowed"),
        ("arn:aws:sts::111122223333:assumed-role/Ops/night", "allowed"),
        ("arn:aws:iam::999988887777:root", "implicitDeny"),
        ("ec2.amazonaws.com", "implicitDeny"),
        ("*", "implicitDeny"),
    ],
)
def test_a_principal_may_be_named_by_its_arn_alone(policy, tmp_path, principal, decision):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case(identity=[ALLOW_READ]) | {"principal": principal}))
    answer = json.loads(policy("explain", file, "--json")[1])
    assert answer["decision"] == decision


def test_a_role_alone_makes_no_requests(policy, tmp_path):
    file = tmp_path / "case.json"
    role = "arn:aws:iam::111122223333:role/Ops"
    file.write_text(json.dumps(case(identity=[ALLOW_READ]) | {"principal": role}))
    status, _, err = policy("explain", file)
    assert status == 2
    assert "case.json:1:" in err and "an assumed role" in err


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


@pytest.fixture
def world(stormdrill, tmp_path):
    """A kept world with a user, a bucket and a key."""
    file = tmp_path / "world.db"
    emulator = Emulator(stormdrill, "--database", str(file))
    iam = emulator.client("iam")
    user = iam.create_user(UserName="alice", Tags=[{"Key": "team", "Value": "blue"}])
    iam.put_user_policy(
        UserName="alice",
        PolicyName="own",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::drill/${aws:PrincipalTag/team}/*",
                    "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
                },
            }
        ),
    )
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="drill")
    s3.put_bucket_policy(
        Bucket="drill",
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Sid": "NoSecrets",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::drill/blue/secret",
                },
            }
        ),
    )
    key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
    emulator.stop()
    return file, user["User"]["Arn"], key


def test_world_answers_by_its_policies(policy, world):
    file, alice, _ = world
    before = file.read_bytes()

    def ask(key, *more):
        return policy(
            "explain", "--database", file, "--principal", alice, "--action", "s3:GetObject",
            "--resource", f"arn:aws:s3:::drill/{key}", "--json", *more,
        )

    here = ("--context", "aws:SourceIp=10.1.2.3")
    status, out, err = ask("blue/x", *here)
    assert (status, err) == (0, "")
    assert json.loads(out)["policy"] == "own"
    status, out, _ = ask("blue/secret", *here, "--expect", "allowed")
    assert status == 1
    assert {"kind": "resource", "policy": "arn:aws:s3:::drill", "sid": "NoSecrets"}.items() <= (
        json.loads(out).items()
    )
    assert json.loads(ask("blue/x")[1])["missing"] == "identity"
    assert file.read_bytes() == before


def test_key_policy_must_allow(policy, world):
    file, alice, key = world
    asked = ("--action", "kms:Decrypt", "--resource", key, "--json")
    _, out, _ = policy("explain", "--database", file, "--principal", alice, *asked)
    # Its policy lets the account's own policies decide, and alice has none for it.
    told = json.loads(out)
    assert told["missing"] == "identity"
    (kind,) = [kind for kind in told["kinds"] if kind["kind"] == "resource"]
    assert kind["verdict"] == "allows"
    assert kind["policies"][0]["policy"] == f"key policy of {key}"


def test_world_knows_whom_it_has(policy, world):
    file, alice, _ = world
    status, _, err = policy(
        "explain", "--database", file, "--principal", alice + "x", "--action", "s3:GetObject"
    )
    assert (status, err) == (2, f"{file}: The user with name alicex cannot be found.\n")
