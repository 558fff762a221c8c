"""The engine over real HTTP: on an AWS that nobody here wrote, and on our own in real time."""

import json
import subprocess
import sys
import time

import boto3
import pytest

ACCOUNT = "123456789012"
PUBLIC_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::drill-public/*",
        }
    ],
}


def environment(url: str, **more: str) -> dict:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    } | more


def client(service: str, url: str, key: str = "AKIAIOSFODNN7EXAMPLE"):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key="secret",
    )


@pytest.fixture(scope="module")
def moto():
    """A moto server of its own on a free port of the loopback address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    for line in process.stderr:
        if "Running on " in line:
            yield line.split("Running on ")[1].strip()
            break
    process.terminate()
    process.wait(10)


def open_group(ec2, name: str) -> str:
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName=name, Description="drill", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": f"for {port}"}],
            }
            for port in (22, 443)
        ],
    )
    return group


def ports(ec2, group: str) -> dict:
    permissions = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"]
    return {p["FromPort"]: p["IpRanges"] for p in permissions}


def engine(stormdrill, folder, url: str, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [stormdrill, *arguments, "--ledger", str(folder / "ledger.sqlite")],
        env=environment(url), capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def findings(stormdrill, folder) -> list:
    out = subprocess.run(
        [stormdrill, "ledger", "--json", "--ledger", str(folder / "ledger.sqlite")],
        capture_output=True, text=True, check=True,
    ).stdout
    return [json.loads(line) for line in out.splitlines()]


def test_scan_fixes_moto_and_undo_puts_it_back(stormdrill, moto, tmp_path):
    ec2, s3 = client("ec2", moto), client("s3", moto)
    group = open_group(ec2, "drill")
    s3.create_bucket(Bucket="drill-public")
    s3.put_bucket_policy(Bucket="drill-public", Policy=json.dumps(PUBLIC_POLICY))
    before = ports(ec2, group)

    # notify finds both and changes nothing
    out = engine(stormdrill, tmp_path, moto, "scan", status=1)
    assert group in out and "drill-public" in out
    assert ports(ec2, group) == before

    # what is still there is still left, though the ledger knows of it
    out = engine(stormdrill, tmp_path, moto, "scan", status=1)
    assert "2 left" in out

    out = engine(stormdrill, tmp_path, moto, "scan", "--mode", "enforce")
    assert "2 fixed" in out
    assert list(ports(ec2, group)) == [443]
    block = s3.get_public_access_block(Bucket="drill-public")["PublicAccessBlockConfiguration"]
    assert all(block.values()) and len(block) == 4

    fixed = {row["resource"]: row for row in findings(stormdrill, tmp_path)}
    assert fixed[group]["calls"] == ["ec2:RevokeSecurityGroupIngress"]
    ids = [fixed[name]["finding"] for name in (group, "drill-public")]
    engine(stormdrill, tmp_path, moto, "undo", *ids)
    assert ports(ec2, group) == before
    with pytest.raises(s3.exceptions.ClientError) as error:
        s3.get_public_access_block(Bucket="drill-public")
    assert error.value.response["Error"]["Code"] == "NoSuchPublicAccessBlockConfiguration"
    states = {row["finding"]: row["status"] for row in findings(stormdrill, tmp_path)}
    assert [states[finding] for finding in ids] == ["undone", "undone"]


def set_up_event_queue(emulator) -> str:
    """A trail, and a rule that sends what it records to a queue, as a user of AWS sets them up."""
    s3, trail = emulator.client("s3"), emulator.client("cloudtrail")
    s3.create_bucket(Bucket="drill-logs")
    s3.put_bucket_policy(
        Bucket="drill-logs",
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudtrail.amazonaws.com"},
                        "Action": "s3:GetBucketAcl",
                        "Resource": "arn:aws:s3:::drill-logs",
                    },
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudtrail.amazonaws.com"},
                        "Action": "s3:PutObject",
                        "Resource": f"arn:aws:s3:::drill-logs/AWSLogs/{ACCOUNT}/*",
                        "Condition": {
                            "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}
                        },
                    },
                ],
            }
        ),
    )
    trail.create_trail(Name="main", S3BucketName="drill-logs", IsMultiRegionTrail=True)
    trail.start_logging(Name="main")
    sqs, events = emulator.client("sqs"), emulator.client("events")
    url = sqs.create_queue(QueueName="drill-events")["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:drill-events"
    rule = events.put_rule(
        Name="drill-calls",
        EventPattern=json.dumps({"detail-type": ["AWS API Call via CloudTrail"]}),
    )["RuleArn"]
    sqs.set_queue_attributes(
        QueueUrl=url,
        Attributes={
            "Policy": json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "events.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": arn,
                            "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
                        }
                    ],
                }
            )
        },
    )
    events.put_targets(Rule="drill-calls", Targets=[{"Id": "queue", "Arn": arn}])
    return url


def wait_until(condition, seconds: float) -> float:
    """Asks again until it is true; answers how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


def test_watch_fixes_within_seconds_over_eventbridge_and_sqs(stormdrill, start, tmp_path):
    emulator = start("--no-throttling")
    url = set_up_event_queue(emulator)
    watch = subprocess.Popen(
        [
            stormdrill, "watch", "--mode", "enforce", "--queue-url", url, "--no-lookup-events",
            "--scan-every", "never", "--ledger", str(tmp_path / "ledger.sqlite"),
        ],
        env=environment(emulator.url, AWS_ACCESS_KEY_ID=ACCOUNT),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    try:
        assert "watching account" in watch.stderr.readline()
        ec2 = emulator.client("ec2")
        group = open_group(ec2, "drill")
        took = wait_until(lambda: list(ports(ec2, group)) == [443], 20)
        print(f"fixed after {took:.1f} s")
    finally:
        watch.terminate()
        out, err = watch.communicate(timeout=40)
    assert watch.returncode == 0, err
    assert "found by event-queue" in out
    assert "fixed, read again to be sure" in out


def test_off_loopback_the_account_must_be_named(stormdrill, moto, tmp_path):
    wrong = subprocess.run(
        [stormdrill, "scan", "--account", "999999999999", "--ledger", str(tmp_path / "l.sqlite")],
        env=environment(moto), capture_output=True, text=True,
    )
    assert wrong.returncode == 2
    assert "belong to account 123456789012, not to 999999999999: nothing was done" in wrong.stderr
