"""A session of the aws CLI's own: what an operator would type."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

AWS = pathlib.Path(sys.executable).with_name("aws")
ACCOUNT = "123456789012"


@pytest.fixture
def aws(emulator):
    """Runs `aws` against the emulator; answers what it prints, JSON read."""

    def run(*arguments, status=0):
        done = subprocess.run(
            # Version 1 of the CLI calls AWS's own SQS in spite of AWS_ENDPOINT_URL.
            [AWS, "--endpoint-url", emulator.url, *arguments],
            env=emulator.environment() | {"AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == status, done.stdout + done.stderr
        if status:
            return done.stderr
        try:
            return json.loads(done.stdout) if done.stdout else None
        except ValueError:
            return done.stdout

    return run


def test_caller(aws):
    assert aws("sts", "get-caller-identity", "--query", "Account") == ACCOUNT
    told = aws(
        "sts", "assume-role", "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/none",
        "--role-session-name", "me", status=255,
    )
    assert "An error occurred (AccessDenied) when calling the AssumeRole operation" in told


def test_security_groups(aws):
    made = [
        aws("ec2", "create-security-group", "--group-name", name, "--description", "d",
            "--query", "GroupId")
        for name in ("web", "app", "data")
    ]
    aws("ec2", "authorize-security-group-ingress", "--group-id", made[0],
        "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0")
    found = aws("ec2", "describe-security-groups",
                "--filters", "Name=ip-permission.cidr,Values=0.0.0.0/0",
                "--query", "SecurityGroups[].[GroupId,IpPermissions[0].FromPort]")
    assert found == [[made[0], 22]]
    listed, token = [], []
    while True:
        page = aws("ec2", "describe-security-groups", "--filters",
                   "Name=group-name,Values=web,app,data", "--max-items", "2", *token)
        listed += [group["GroupId"] for group in page["SecurityGroups"]]
        if "NextToken" not in page:
            break
        token = ["--starting-token", page["NextToken"]]
    assert sorted(listed) == sorted(made)
    told = aws("ec2", "delete-security-group", "--group-id", "sg-0123456789abcdef0", status=255)
    assert "(InvalidGroup.NotFound)" in told
    assert "The security group 'sg-0123456789abcdef0' does not exist" in told


def test_files_go_to_a_bucket_and_come_back(aws, tmp_path):
    small, large = tmp_path / "small.txt", tmp_path / "large.bin"
    small.write_text("héllo\n")
    large.write_bytes(os.urandom(3 << 20))
    aws("s3", "mb", "s3://cli-bucket")
    aws("s3", "cp", str(small), "s3://cli-bucket/in/small.txt", "--no-progress")
    aws("s3", "cp", str(large), "s3://cli-bucket/in/large.bin", "--no-progress")
    listed = aws("s3", "ls", "s3://cli-bucket/in/")
    assert [line.split()[2:] for line in listed.splitlines()] == [
        [str(3 << 20), "large.bin"],
        ["7", "small.txt"],
    ]
    aws("s3", "cp", "s3://cli-bucket/in/", str(tmp_path / "back"), "--recursive", "--no-progress")
    assert (tmp_path / "back" / "large.bin").read_bytes() == large.read_bytes()
    assert (tmp_path / "back" / "small.txt").read_text() == "héllo\n"
    head = aws("s3api", "head-object", "--bucket", "cli-bucket", "--key", "in/small.txt")
    assert head["ContentLength"] == 7
    told = aws("s3api", "get-bucket-policy", "--bucket", "cli-bucket", status=255)
    assert "(NoSuchBucketPolicy)" in told
    assert "BucketNotEmpty" in aws("s3", "rb", "s3://cli-bucket", status=1)
    aws("s3", "rb", "s3://cli-bucket", "--force")
    assert not aws("s3", "ls")


def test_users_and_their_policies(aws):
    aws("iam", "create-user", "--user-name", "cli", "--tags", "Key=team,Value=blue")
    aws("iam", "attach-user-policy", "--user-name", "cli",
        "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess")
    attached = aws("iam", "list-attached-user-policies", "--user-name", "cli",
                   "--query", "AttachedPolicies[].PolicyName")
    assert attached == ["AdministratorAccess"]
    told = aws("iam", "create-user", "--user-name", "cli", status=255)
    assert "(EntityAlreadyExists)" in told and "User with name cli already exists." in told
    page = aws("iam", "list-policies", "--max-items", "1")
    assert len(page["Policies"]) == 1


def test_messages_and_rules(aws):
    url = aws("sqs", "create-queue", "--queue-name", "cli", "--query", "QueueUrl")
    sent = aws("sqs", "send-message", "--queue-url", url, "--message-body", "hello")
    message = aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5")
    assert message["Messages"][0]["MessageId"] == sent["MessageId"]
    aws("sqs", "delete-message", "--queue-url", url,
        "--receipt-handle", message["Messages"][0]["ReceiptHandle"])
    assert aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "1") is None
    told = aws("sqs", "get-queue-url", "--queue-name", "nowhere", status=255)
    assert "The specified queue does not exist." in told
    arn = aws("events", "put-rule", "--name", "cli", "--event-pattern",
              '{"source": ["aws.ec2"]}', "--query", "RuleArn")
    assert arn == f"arn:aws:events:us-east-1:{ACCOUNT}:rule/cli"
    put = aws("events", "put-targets", "--rule", "cli", "--targets",
              f"Id=1,Arn=arn:aws:sqs:us-east-1:{ACCOUNT}:cli")
    assert put["FailedEntryCount"] == 0


def test_event_history(aws):
    events = aws("cloudtrail", "lookup-events", "--max-items", "5")
    assert isinstance(events["Events"], list)
    told = aws("cloudtrail", "get-trail-status", "--name", "none", status=255)
    assert "(TrailNotFoundException)" in told
