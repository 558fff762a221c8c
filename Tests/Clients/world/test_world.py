"""What holds for all services: what was acknowledged stays, and what is missing says so."""

import pytest
from botocore.exceptions import ClientError


def test_what_was_acknowledged_survives_a_crash(start, tmp_path):
    database = tmp_path / "world.sqlite"
    first = start("--database", str(database))
    sqs = first.client("sqs")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    sent = [
        sqs.send_message(QueueUrl=url, MessageBody=str(n))["MessageId"] for n in range(50)
    ]
    first.kill()

    second = start("--database", str(database))
    sqs = second.client("sqs")
    url = sqs.get_queue_url(QueueName="inbox")["QueueUrl"]
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [message["MessageId"] for message in messages]
    assert sorted(found) == sorted(sent)
    # New identifiers don't repeat the old ones.
    fresh = sqs.send_message(QueueUrl=url, MessageBody="new")["MessageId"]
    assert fresh not in sent


@pytest.mark.parametrize(
    "service, operation, arguments",
    [
        ("globalaccelerator", "list_accelerators", {}),
        ("config", "describe_config_rules", {}),
        ("resourcegroupstaggingapi", "get_resources", {}),
        ("ec2", "create_transit_gateway", {}),
        ("sqs", "list_message_move_tasks", {"SourceArn": "arn:aws:sqs:us-east-1:1:q"}),
    ],
)
def test_what_is_not_served_says_so(emulator, service, operation, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client(service), operation)(**arguments)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert "stormdrill services" in response["Error"]["Message"]


def test_unsupported_member_is_named(emulator):
    with pytest.raises(ClientError) as caught:
        emulator.client("events").put_rule(Name="tick", ScheduleExpression="rate(1 minute)")
    assert "`ScheduleExpression` of events:PutRule" in caught.value.response["Error"]["Message"]
