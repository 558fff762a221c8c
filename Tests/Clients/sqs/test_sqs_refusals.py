"""SQS's refusals: queues that aren't there, handles that are none."""

import pytest
from botocore.exceptions import ClientError

ABSENT = "AWS.SimpleQueueService.NonExistentQueue"
HANDLE = {"ReceiptHandle": "nonsense"}


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("change_message_visibility", HANDLE | {"VisibilityTimeout": 0}),
        (
            "change_message_visibility_batch",
            {"Entries": [HANDLE | {"Id": "1", "VisibilityTimeout": 0}]},
        ),
        ("delete_message", HANDLE),
        ("delete_message_batch", {"Entries": [HANDLE | {"Id": "1"}]}),
        ("delete_queue", {}),
        ("get_queue_attributes", {"AttributeNames": ["All"]}),
        ("list_dead_letter_source_queues", {}),
        ("list_queue_tags", {}),
        ("purge_queue", {}),
        ("receive_message", {}),
        ("send_message", {"MessageBody": "x"}),
        ("send_message_batch", {"Entries": [{"Id": "1", "MessageBody": "x"}]}),
        ("set_queue_attributes", {"Attributes": {"DelaySeconds": "1"}}),
        ("tag_queue", {"Tags": {"a": "b"}}),
        ("untag_queue", {"TagKeys": ["a"]}),
    ],
)
def test_queue_that_is_not_there(emulator, operation, arguments):
    url = f"{emulator.url}/123456789012/nowhere"
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("sqs"), operation)(QueueUrl=url, **arguments)
    error = caught.value.response["Error"]
    assert error["Code"] == ABSENT
    assert error["QueryErrorCode"] == "QueueDoesNotExist"
    assert error["Message"] == "The specified queue does not exist."


def test_list_takes_no_more_than_a_thousand(emulator):
    with pytest.raises(ClientError) as caught:
        emulator.client("sqs").list_queues(MaxResults=1001)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterValue"
