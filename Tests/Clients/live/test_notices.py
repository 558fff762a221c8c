"""A `notify` that reaches a queue, read as Cloud Custodian's mailer reads it."""

import base64
import json
import subprocess
import zlib

ACCOUNT = "123456789012"


def test_a_notice_arrives_in_a_queue_and_reads_as_the_mailer_reads_it(
    emulator, stormdrill, tmp_path
):
    sqs, ec2 = emulator.client("sqs"), emulator.client("ec2")
    queue = sqs.create_queue(QueueName="mailer")["QueueUrl"]
    group = ec2.create_security_group(GroupName="told", Description="d")["GroupId"]
    policies = tmp_path / "policies.json"
    policies.write_text(json.dumps({"policies": [{
        "name": "told", "resource": "security-group", "filters": [{"GroupName": "told"}],
        "actions": [{"type": "notify", "to": ["a@example.com"], "subject": "{{ account }}",
                     "transport": {"type": "sqs", "queue": "mailer"}}]}]}))
    done = subprocess.run(
        [stormdrill, "scan", "--rules", policies, "--ledger", tmp_path / "ledger.sqlite"],
        env=emulator.environment(), capture_output=True, text=True, timeout=120,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    received = sqs.receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], MaxNumberOfMessages=10)["Messages"]
    assert len(received) == 1, done.stdout + done.stderr
    assert received[0]["MessageAttributes"]["mtype"]["StringValue"] == "maidmsg/1.0"
    message = json.loads(zlib.decompress(base64.b64decode(received[0]["Body"])))
    assert message["account_id"] == ACCOUNT and message["region"] == "us-east-1"
    assert message["policy"]["name"] == "told"
    assert message["action"]["subject"] == "{{ account }}"
    assert [each["GroupId"] for each in message["resources"]] == [group]
