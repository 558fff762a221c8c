"""`stormdrill serve` as a process: its start, its end, its crash, and input that nobody meant."""

import http.client
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.request

import botocore.auth
import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"


def port(emulator) -> int:
    return int(emulator.url.rsplit(":", 1)[1])


def set_up_trail(emulator) -> str:
    """A trail and a rule that sends what it records to a queue; answers the queue's URL."""
    trust = {"Service": "cloudtrail.amazonaws.com"}
    statements = [
        {
            "Effect": "Allow",
            "Principal": trust,
            "Action": "s3:GetBucketAcl",
            "Resource": "arn:aws:s3:::logs",
        },
        {
            "Effect": "Allow",
            "Principal": trust,
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::logs/AWSLogs/{ACCOUNT}/*",
            "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
        },
    ]
    s3, trail = emulator.client("s3"), emulator.client("cloudtrail")
    s3.create_bucket(Bucket="logs")
    s3.put_bucket_policy(Bucket="logs", Policy=policy(statements))
    trail.create_trail(Name="main", S3BucketName="logs")
    trail.start_logging(Name="main")
    events, sqs = emulator.client("events"), emulator.client("sqs")
    pattern = {"detail": {"eventName": ["CreateSecurityGroup"]}}
    rule = events.put_rule(Name="groups", EventPattern=json.dumps(pattern))["RuleArn"]
    arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:records"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    url = sqs.create_queue(QueueName="records", Attributes={"Policy": policy([statement])})
    events.put_targets(Rule="groups", Targets=[{"Id": "1", "Arn": arn}])
    return url["QueueUrl"]


def policy(statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def test_it_listens_on_the_loopback_alone(emulator):
    table = open(f"/proc/{emulator.process.pid}/net/tcp").read().splitlines()[1:]
    wanted = f"{port(emulator):04X}"
    local = [row.split()[1] for row in table if row.split()[3] == "0A"]
    assert [address for address in local if address.endswith(":" + wanted)] == [
        "0100007F:" + wanted
    ]
    six = open(f"/proc/{emulator.process.pid}/net/tcp6").read().splitlines()[1:]
    assert not [
        row for row in six if row.split()[1].endswith(":" + wanted) and row.split()[3] == "0A"
    ]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_though_a_long_poll_waits(start, how):
    emulator = start()
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName="quiet")["QueueUrl"]
    outcome = []

    def wait():
        try:
            outcome.append(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20))
        except Exception as error:
            outcome.append(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    time.sleep(0.5)
    assert not outcome
    began = time.monotonic()
    emulator.process.send_signal(how)
    assert emulator.process.wait(10) == 0
    assert time.monotonic() - began < 5
    waiter.join(10)
    assert not waiter.is_alive()


def test_reset_empties_the_world(start):
    emulator = start()
    sqs = emulator.client("sqs")
    sqs.create_queue(QueueName="gone")
    with urllib.request.urlopen(emulator.url + "/_stormdrill/reset", data=b"") as answer:
        assert json.load(answer) == {"status": "reset"}
    assert "QueueUrls" not in sqs.list_queues()
    with urllib.request.urlopen(emulator.url + "/_stormdrill/health") as answer:
        assert json.load(answer)["status"] == "ok"
    # What a new world gets, it has again.
    assert len(emulator.client("ec2").describe_vpcs()["Vpcs"]) == 1


def test_crash_amid_calls_of_several_threads_loses_nothing_acknowledged(start, tmp_path):
    arguments = ("--no-throttling", "--database", str(tmp_path / "world.sqlite"))
    first = start(*arguments)
    url = first.client("sqs").create_queue(QueueName="inbox")["QueueUrl"]
    acknowledged = {"group": [], "message": [], "object": [], "user": []}
    first.client("s3").create_bucket(Bucket="crash-objects")

    def make(kind, client, call):
        number = 0
        while True:
            try:
                acknowledged[kind].append(call(client, f"{kind}-{number}"))
            except Exception:
                return
            number += 1

    def put(s3, name):
        s3.put_object(Bucket="crash-objects", Key=name, Body=name.encode())
        return name

    makers = [
        ("group", "ec2", lambda c, n: c.create_security_group(GroupName=n, Description="d")),
        ("message", "sqs", lambda c, n: c.send_message(QueueUrl=url, MessageBody=n)),
        ("object", "s3", put),
        ("user", "iam", lambda c, n: c.create_user(UserName=n)["User"]["UserId"]),
    ]
    threads = [
        threading.Thread(target=make, args=(kind, first.client(service), call))
        for kind, service, call in makers
    ]
    for thread in threads:
        thread.start()
    while min(len(made) for made in acknowledged.values()) < 20:
        assert first.process.poll() is None and all(thread.is_alive() for thread in threads)
        time.sleep(0.05)
    first.kill()
    for thread in threads:
        thread.join(30)

    second = start(*arguments)
    ec2, sqs, iam = (second.client(service) for service in ("ec2", "sqs", "iam"))
    groups = {group["GroupId"] for group in ec2.describe_security_groups()["SecurityGroups"]}
    kept = {made["GroupId"] for made in acknowledged["group"]}
    assert kept <= groups
    bodies = set()
    url = sqs.get_queue_url(QueueName="inbox")["QueueUrl"]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies |= {message["MessageId"] for message in found}
    sent = {made["MessageId"] for made in acknowledged["message"]}
    assert sent <= bodies
    s3 = second.client("s3")
    for name in acknowledged["object"]:
        assert s3.get_object(Bucket="crash-objects", Key=name)["Body"].read() == name.encode()
    pages = iam.get_paginator("list_users").paginate()
    users = {user["UserId"] for page in pages for user in page["Users"]}
    assert set(acknowledged["user"]) <= users
    # At most one call of each thread was under way, and no identifier comes twice.
    assert len(bodies) <= len(sent) + 1 and len(users) <= len(acknowledged["user"]) + 1
    fresh = [
        ec2.create_security_group(GroupName=f"new-{n}", Description="d")["GroupId"]
        for n in range(50)
    ]
    assert len(set(fresh)) == 50 and not set(fresh) & groups


def test_records_on_their_way_arrive_after_a_crash(start, tmp_path):
    faults = tmp_path / "faults.yaml"
    faults.write_text("faults:\n  - event-delay: {channel: event-queue, latency: 4s}\n")
    arguments = ("--database", str(tmp_path / "world.sqlite"), "--faults", str(faults))
    first = start(*arguments)
    url = set_up_trail(first)
    names = [f"late-{n}" for n in range(3)]
    for name in names:
        first.client("ec2").create_security_group(GroupName=name, Description="d")
    assert "Messages" not in first.client("sqs").receive_message(QueueUrl=url)
    first.kill()

    second = start(*arguments)
    sqs, arrived = second.client("sqs"), []
    url = sqs.get_queue_url(QueueName="records")["QueueUrl"]
    deadline = time.monotonic() + 30
    while len(arrived) < 3 and time.monotonic() < deadline:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
        arrived += [json.loads(message["Body"]) for message in answer.get("Messages", [])]
    assert sorted(
        event["detail"]["requestParameters"]["groupName"] for event in arrived
    ) == names
    assert len({event["detail"]["eventID"] for event in arrived}) == 3


def talk(emulator, sent: bytes) -> bytes:
    """What the server answers to these bytes before it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port(emulator)), timeout=5) as connection:
        connection.sendall(sent)
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""


@pytest.mark.parametrize(
    "sent, status",
    [
        (bytes(range(256)) * 8, b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", None),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + b"a" * 200_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
    ],
    ids=["bytes", "tls", "headers", "length", "chunks"],
)
def test_what_is_no_http_is_refused(emulator, sent, status):
    answer = talk(emulator, sent)
    assert status is None or answer.split()[1] == status, answer
    assert emulator.client("sts").get_caller_identity()["Account"] == ACCOUNT


def send(emulator, service, body, headers=None, method="POST", path="/"):
    """A call with a body of ours; the key names its account, so the signature isn't held."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{ACCOUNT}/{stamp[:8]}/us-east-1/{service}/aws4_request"
    signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature="
    connection = http.client.HTTPConnection("127.0.0.1", port(emulator), timeout=60)
    all_headers = {"Authorization": signed + "0" * 64, "X-Amz-Date": stamp} | (headers or {})
    connection.request(method, path, body, all_headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def target(name: str, version: str) -> dict:
    return {"Content-Type": f"application/x-amz-json-{version}", "X-Amz-Target": name}


@pytest.mark.parametrize(
    "service, body, headers, code",
    [
        ("ec2", "Action=Fly&Version=2016-11-15", FORM, "InvalidAction"),
        ("ec2", "Action=DescribeVpcs&Version=2016-11-15&MaxResults=x", FORM, None),
        ("iam", "Action=Fly&Version=2010-05-08", FORM, "InvalidAction"),
        ("iam", "%%%=&&&", FORM, "MissingAction"),
        ("sts", b"\xff\xfe\x00", FORM, "MissingAction"),
        ("sqs", "{", target("AmazonSQS.SendMessage", "1.0"), "SerializationException"),
        ("sqs", "{}", target("AmazonSQS.Fly", "1.0"), "UnknownOperationException"),
        ("events", "[1", target("AWSEvents.PutRule", "1.1"), "SerializationException"),
        ("events", '{"Name":5}', target("AWSEvents.PutRule", "1.1"), "SerializationException"),
        ("events", "[" * 100_000, target("AWSEvents.PutRule", "1.1"), "SerializationException"),
        ("events", "{}", target("AWSEvents.Fly", "1.1"), "UnknownOperationException"),
    ],
)
def test_malformed_calls_get_the_services_own_error(emulator, service, body, headers, code):
    status, text = send(emulator, service, body, headers)
    assert status == 400
    assert code is None or code in text, text
    assert emulator.process.poll() is None


def test_malformed_xml_is_refused(emulator):
    emulator.client("s3").create_bucket(Bucket="malformed-xml")
    for body in ("<Tagging><oops", b"\xff\xfe\x00", "<a>" * 100_000):
        status, text = send(emulator, "s3", body, method="PUT", path="/malformed-xml?tagging")
        assert (status, "<Code>MalformedXML</Code>" in text) == (400, True), text


def test_body_over_the_limit_is_413_and_the_next_call_is_answered(emulator):
    def body():
        piece = b"x" * (1 << 20)
        for _ in range(129):
            yield piece

    length = {"Content-Length": str(129 << 20)}
    status, _ = send(emulator, "s3", body(), length, method="PUT", path="/any/large")
    assert status == 413
    assert emulator.client("sts").get_caller_identity()["Account"] == ACCOUNT


def test_old_signature_of_a_known_key_is_refused(emulator, monkeypatch):
    iam = emulator.client("iam")
    iam.create_user(UserName="late")
    key = iam.create_access_key(UserName="late")["AccessKey"]
    keys = {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }
    client = emulator.client("sts", **keys)
    assert client.get_caller_identity()["Arn"].endswith(":user/late")
    now = botocore.auth.get_current_datetime

    def an_hour_ago(*arguments, **options):
        from datetime import timedelta

        return now(*arguments, **options) - timedelta(hours=1)

    monkeypatch.setattr(botocore.auth, "get_current_datetime", an_hour_ago)
    with pytest.raises(ClientError) as caught:
        client.get_caller_identity()
    error = caught.value.response["Error"]
    assert error["Code"] == "SignatureDoesNotMatch"
    assert error["Message"].startswith("Signature expired: ")


BROKEN = {
    "scenario": (
        ["run"],
        "title: x\nduration: 4x\nengine:\n  feeds: [event-queu]\nfaults:\n"
        "  - event-loss: {channel: event-queue, loss: lots}\nexpect:\n  missed: 0\n",
        [
            "2:11: error: `duration` can't be `4x`; expected a duration such as `30s`",
            "4:11: error: `event-queu` is no feed; did you mean `event-queue`?",
            "6:46: error: `loss` can't be `lots`; expected a percentage",
        ],
    ),
    "faults": (
        ["serve", "--port", "0", "--faults"],
        "faults:\n  - event-delay: {channel: event-queu, latency: 3 parsecs}\n  - event-dely: {}\n",
        [
            "2:28: error: `event-queu` is no channel; did you mean `event-queue`?",
            "2:49: error: `latency` can't be `3 parsecs`; expected a duration",
            "3:5: error: unknown fault `event-dely`; did you mean `event-delay`?",
        ],
    ),
    "rules": (
        ["rules", "check"],
        "policies:\n  - name: x\n    resource: aws.security-grup\n  - name: y\n"
        "    resource: aws.iam-usr\n",
        [
            "3:15: error: there is no resource type `aws.security-grup`; did you mean "
            "`aws.security-group`?",
            "5:15: error: there is no resource type `aws.iam-usr`; did you mean",
        ],
    ),
    "exemptions": (
        ["scan", "--exemptions"],
        "exemptions:\n  - rule: x\n    until: lunch\n  - colour: red\n",
        [
            "2:5: error: an exemption has no `approver`; expected `approver`",
            "3:5: error: unknown key `until` in an exemption; expected one of ",
            "4:5: error: an exemption of nothing in particular; name a ",
        ],
    ),
    "yaml": (
        ["run"],
        "title: [x\nduration: 4h\n",
        ["error: "],
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_file_is_refused_with_all_that_is_wrong(stormdrill, emulator, tmp_path, kind):
    arguments, text, problems = BROKEN[kind]
    file = tmp_path / "broken.yaml"
    file.write_text(text)
    done = subprocess.run(
        [stormdrill, *arguments, str(file)],
        capture_output=True, text=True, timeout=60, cwd=tmp_path, env=emulator.environment(),
    )
    assert done.returncode == 2, done.stdout + done.stderr
    lines = (done.stdout + done.stderr if kind == "rules" else done.stderr).splitlines()
    for problem in problems:
        assert [
            line
            for line in lines
            if problem in line and line.split(":")[0].endswith("broken.yaml")
        ], (problem, lines)


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["serve", "--prt", "0"], "Did you mean '--port'?"),
        (["serve", "--port", "70000"], "'70000' is invalid for '--port <port>'"),
        (["serve", "--port", "0", "--database", "/nonexistent/x"], "can't open `/nonexistent/x`"),
        (["run", "nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["fly"], "fly"),
    ],
)
def test_wrong_usage_is_2(stormdrill, tmp_path, arguments, told):
    done = subprocess.run(
        [stormdrill, *arguments], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert done.returncode == 2
    assert told in done.stderr
