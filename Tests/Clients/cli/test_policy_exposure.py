"""`stormdrill policy exposure`: whom outside its account a resource's policy lets in."""

import json
import subprocess

import pytest

ACCOUNT = "111122223333"
BUCKET = "arn:aws:s3:::files"


@pytest.fixture
def ask(stormdrill, tmp_path):
    def ask(statement: dict, *options: str, kind="bucket", arn=BUCKET, status=0) -> dict:
        file = tmp_path / "policy.json"
        file.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        arguments = ["--of", kind, "--arn", arn, "--account", ACCOUNT, "--json", *options]
        done = subprocess.run(
            [stormdrill, "policy", "exposure", file, *arguments], capture_output=True, text=True
        )
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout)

    return ask


def read(condition: dict | None = None, principal="*") -> dict:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject"}
    statement["Resource"] = BUCKET + "/*"
    return statement | ({"Condition": condition} if condition else {})


def test_conditions_decide_and_not_the_star(ask):
    assert ask(read(), "--expect", "public")["IsPublic"]
    everywhere = {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}
    assert ask(read(everywhere))["IsPublic"]
    inside = {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
    assert not ask(read(inside), "--expect", "not-public")["IsPublic"]
    ask(read(), "--expect", "private", status=1)


def test_blocks_and_foreign_accounts_are_told(ask):
    blocked = ask(read(), "--public-access-block", "--expect", "not-public")
    assert blocked["Blocked"]
    shared = ask(read(principal={"AWS": "999988887777"}), "--expect", "not-public")
    assert "999988887777" in shared["Accesses"][0]["Party"]


def test_a_role_asks_for_its_trust(ask):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    role = f"arn:aws:iam::{ACCOUNT}:role/deploy"
    assert ask(trust, kind="role", arn=role)["IsPublic"]


def test_a_broken_file_is_named_with_its_place(stormdrill, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text('{"Version": "2012-10-17",\n "Statement": [{"Effect": "Maybe"}]}')
    done = subprocess.run(
        [stormdrill, "policy", "exposure", file, "--of", "bucket", "--arn", BUCKET]
        + ["--account", ACCOUNT],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "policy.json:2:" in done.stderr
