"""SQS through boto3: every served operation, its errors, its pages and its long polls."""

import json
import threading
import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def sqs(emulator):
    return emulator.client("sqs")


@pytest.fixture
def queue(sqs, request):
    url = sqs.create_queue(QueueName=request.node.name[:80].replace("[", "-").replace("]", ""))
    yield url["QueueUrl"]
    try:
        sqs.delete_queue(QueueUrl=url["QueueUrl"])
    except sqs.exceptions.QueueDoesNotExist:
        pass


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_unknown_queue_is_the_exception_that_boto3_names(sqs):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as caught:
        sqs.get_queue_url(QueueName="nowhere")
    error = caught.value.response["Error"]
    assert error["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error["QueryErrorCode"] == "QueueDoesNotExist"
    assert error["Message"] == "The specified queue does not exist."


def test_queue_keeps_its_attributes(sqs, queue):
    assert sqs.get_queue_url(QueueName=queue.split("/")[-1])["QueueUrl"] == queue
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "7"})
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "7"
    assert attributes["QueueArn"].endswith(":123456789012:" + queue.split("/")[-1])
    refused(
        "InvalidAttributeName",
        sqs.set_queue_attributes,
        QueueUrl=queue,
        Attributes={"Colour": "red"},
    )
    with pytest.raises(sqs.exceptions.QueueNameExists):
        sqs.create_queue(QueueName=queue.split("/")[-1], Attributes={"VisibilityTimeout": "8"})


def test_message_goes_through_with_the_digests_that_boto3_checks(sqs, queue):
    attributes = {
        "colour": {"DataType": "String", "StringValue": "rouge é"},
        "count": {"DataType": "Number", "StringValue": "42"},
        "blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sqs.send_message(QueueUrl=queue, MessageBody="héllo <&>\n", MessageAttributes=attributes)
    message = sqs.receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
    )["Messages"][0]
    assert message["Body"] == "héllo <&>\n"
    assert message["MessageAttributes"] == attributes
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    sqs.change_message_visibility(
        QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
    )
    again = sqs.receive_message(QueueUrl=queue)["Messages"][0]
    assert again["MessageId"] == message["MessageId"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=again["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    refused(
        "ReceiptHandleIsInvalid", sqs.delete_message, QueueUrl=queue, ReceiptHandle="nonsense"
    )


def test_batches_answer_for_each_entry(sqs, queue):
    sent = sqs.send_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": "one", "MessageBody": "1"},
            {"Id": "two", "MessageBody": "2"},
            {"Id": "bad", "MessageBody": "3", "DelaySeconds": 901},
        ],
    )
    assert [entry["Id"] for entry in sent["Successful"]] == ["one", "two"]
    assert sent["Failed"][0]["Code"] == "InvalidParameterValue"
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    entries = [
        {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 60}
        for index, message in enumerate(messages)
    ]
    changed = sqs.change_message_visibility_batch(QueueUrl=queue, Entries=entries)
    assert len(changed["Successful"]) == 2
    for entry in entries:
        del entry["VisibilityTimeout"]
    assert len(sqs.delete_message_batch(QueueUrl=queue, Entries=entries)["Successful"]) == 2
    with pytest.raises(sqs.exceptions.TooManyEntriesInBatchRequest):
        sqs.send_message_batch(
            QueueUrl=queue, Entries=[{"Id": str(n), "MessageBody": "x"} for n in range(11)]
        )


def test_long_poll_ends_with_the_message_that_comes(sqs, queue, emulator):
    timer = threading.Timer(
        0.5, lambda: emulator.client("sqs").send_message(QueueUrl=queue, MessageBody="late")
    )
    timer.start()
    began = time.monotonic()
    messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    took = time.monotonic() - began
    timer.join()
    assert messages[0]["Body"] == "late"
    assert 0.4 < took < 5


def test_empty_long_poll_ends_in_time(sqs, queue):
    began = time.monotonic()
    assert "Messages" not in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1)
    assert 0.9 < time.monotonic() - began < 5


def test_queues_are_listed_in_pages(sqs):
    urls = [sqs.create_queue(QueueName=f"page-{n}")["QueueUrl"] for n in range(5)]
    pages = sqs.get_paginator("list_queues").paginate(
        QueueNamePrefix="page-", PaginationConfig={"PageSize": 2}
    )
    counts = [len(page["QueueUrls"]) for page in pages]
    assert counts == [2, 2, 1]
    for url in urls:
        sqs.delete_queue(QueueUrl=url)


def test_dead_letters_and_fifo(sqs):
    dead = sqs.create_queue(QueueName="dead.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:dead.fifo"
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    source = sqs.create_queue(
        QueueName="source.fifo",
        Attributes={
            "FifoQueue": "true",
            "ContentBasedDeduplication": "true",
            "RedrivePolicy": redrive,
            "VisibilityTimeout": "0",
        },
    )["QueueUrl"]
    first = sqs.send_message(QueueUrl=source, MessageBody="poison", MessageGroupId="g")
    again = sqs.send_message(QueueUrl=source, MessageBody="poison", MessageGroupId="g")
    assert first["SequenceNumber"] == again["SequenceNumber"]
    assert len(sqs.receive_message(QueueUrl=source)["Messages"]) == 1
    assert "Messages" not in sqs.receive_message(QueueUrl=source)
    assert sqs.receive_message(QueueUrl=dead)["Messages"][0]["Body"] == "poison"
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [source]
    refused(
        "MissingParameter", sqs.send_message, QueueUrl=source, MessageBody="no group"
    )


def test_tags_and_purge(sqs, queue):
    sqs.tag_queue(QueueUrl=queue, Tags={"team": "blue", "stage": "dev"})
    sqs.untag_queue(QueueUrl=queue, TagKeys=["stage"])
    assert sqs.list_queue_tags(QueueUrl=queue)["Tags"] == {"team": "blue"}
    sqs.send_message(QueueUrl=queue, MessageBody="x")
    sqs.purge_queue(QueueUrl=queue)
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=queue)


def test_other_account_needs_the_policy(sqs, queue, emulator):
    other = emulator.client("sqs", account="999988887777")
    message = {"QueueUrl": queue, "MessageBody": "hello"}
    assert "no resource-based policy allows" in refused(
        "AccessDenied", other.send_message, **message
    )
    name = queue.split("/")[-1]
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "999988887777"},
                "Action": "sqs:SendMessage",
                "Resource": f"arn:aws:sqs:us-east-1:123456789012:{name}",
            }
        ],
    }
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    other.send_message(**message)
    refused("AccessDenied", other.receive_message, QueueUrl=queue)
