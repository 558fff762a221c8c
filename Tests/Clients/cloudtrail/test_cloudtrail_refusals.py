"""CloudTrail's refusals: each operation on a trail that isn't there."""

import pytest
from botocore.exceptions import ClientError

ARN = "arn:aws:cloudtrail:us-east-1:123456789012:trail/nothing"
TAGS = {"TagsList": [{"Key": "a", "Value": "b"}]}


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("delete_trail", {"Name": "nothing"}),
        ("get_trail", {"Name": "nothing"}),
        ("get_trail_status", {"Name": "nothing"}),
        ("get_event_selectors", {"TrailName": "nothing"}),
        ("start_logging", {"Name": "nothing"}),
        ("stop_logging", {"Name": "nothing"}),
        ("update_trail", {"Name": "nothing", "IsMultiRegionTrail": True}),
    ],
)
def test_trail_that_is_not_there(emulator, operation, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("cloudtrail"), operation)(**arguments)
    error = caught.value.response["Error"]
    assert error["Code"] == "TrailNotFoundException"
    assert error["Message"] == f"Unknown trail: {ARN} for the user: 123456789012"


@pytest.mark.parametrize("operation", ["add_tags", "remove_tags"])
def test_tags_of_a_trail_that_is_not_there(emulator, operation):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("cloudtrail"), operation)(ResourceId=ARN, **TAGS)
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize("operation", ["list_trails", "describe_trails"])
def test_wrong_secret(emulator, operation):
    iam = emulator.client("iam")
    user = f"victim-of-{operation}"
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    keys = {"aws_access_key_id": key, "aws_secret_access_key": "guess"}
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("cloudtrail", **keys), operation)()
    assert caught.value.response["Error"]["Code"] == "InvalidSignatureException"
