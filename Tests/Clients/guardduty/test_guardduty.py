"""GuardDuty through boto3: every served operation, its errors, and its record."""

import json

import pytest
from botocore.exceptions import ClientError

REJECTED = "The request is rejected because "
NOT_OWNED = REJECTED + "the input detectorId is not owned by the current account."


@pytest.fixture
def guardduty(emulator):
    client = emulator.client("guardduty")
    yield client
    for detector in client.list_detectors()["DetectorIds"]:
        client.delete_detector(DetectorId=detector)


def refused(client, operation, **arguments):
    with pytest.raises(client.exceptions.BadRequestException) as caught:
        getattr(client, operation)(**arguments)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return caught.value.response["Error"]["Message"]


def test_detector_lives_and_goes(guardduty):
    detector = guardduty.create_detector(
        Enable=True,
        FindingPublishingFrequency="FIFTEEN_MINUTES",
        Features=[
            {
                "Name": "RUNTIME_MONITORING",
                "Status": "ENABLED",
                "AdditionalConfiguration": [{"Name": "EC2_AGENT_MANAGEMENT", "Status": "ENABLED"}],
            }
        ],
    )["DetectorId"]
    assert guardduty.list_detectors(MaxResults=50)["DetectorIds"] == [detector]
    shown = guardduty.get_detector(DetectorId=detector)
    assert shown["Status"] == "ENABLED"
    assert shown["FindingPublishingFrequency"] == "FIFTEEN_MINUTES"
    features = {feature["Name"]: feature for feature in shown["Features"]}
    assert features["RUNTIME_MONITORING"]["Status"] == "ENABLED"
    agents = {
        part["Name"]: part["Status"]
        for part in features["RUNTIME_MONITORING"]["AdditionalConfiguration"]
    }
    assert agents == {
        "EKS_ADDON_MANAGEMENT": "DISABLED",
        "ECS_FARGATE_AGENT_MANAGEMENT": "DISABLED",
        "EC2_AGENT_MANAGEMENT": "ENABLED",
    }
    assert features["S3_DATA_EVENTS"]["UpdatedAt"].tzinfo

    assert refused(guardduty, "create_detector", Enable=True) == (
        REJECTED + "a detector already exists for the current account."
    )
    guardduty.update_detector(DetectorId=detector, Enable=False)
    assert guardduty.get_detector(DetectorId=detector)["Status"] == "DISABLED"
    guardduty.delete_detector(DetectorId=detector)
    assert refused(guardduty, "get_detector", DetectorId=detector) == NOT_OWNED
    assert refused(guardduty, "delete_detector", DetectorId=detector) == NOT_OWNED
    assert refused(guardduty, "update_detector", DetectorId=detector, Enable=True) == NOT_OWNED


def test_page_that_is_too_large_is_refused(guardduty):
    message = refused(guardduty, "list_detectors", MaxResults=51)
    assert message.startswith(REJECTED + "an invalid or out-of-range value")


def test_tags_of_a_detector(guardduty):
    detector = guardduty.create_detector(Enable=True, Tags={"team": "blue"})["DetectorId"]
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{detector}"
    guardduty.tag_resource(ResourceArn=arn, Tags={"env": "prod", "a b": "c/d"})
    guardduty.untag_resource(ResourceArn=arn, TagKeys=["team", "env"])
    assert guardduty.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a b": "c/d"}
    other = arn.replace("us-east-1", "eu-west-1")
    assert refused(guardduty, "list_tags_for_resource", ResourceArn=other) == NOT_OWNED
    assert refused(guardduty, "tag_resource", ResourceArn=other, Tags={"a": "b"}) == NOT_OWNED
    assert refused(guardduty, "untag_resource", ResourceArn=other, TagKeys=["a"]) == NOT_OWNED


def test_what_is_not_served_says_so(guardduty):
    with pytest.raises(ClientError) as caught:
        guardduty.list_members(DetectorId="1" * 32)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_calls_are_recorded(emulator, guardduty):
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.delete_detector(DetectorId=detector)
    events = emulator.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "DeleteDetector"}]
    )["Events"]
    records = [json.loads(event["CloudTrailEvent"]) for event in events]
    assert {"detectorId": detector} in [record["requestParameters"] for record in records]
    assert {record["eventSource"] for record in records} == {"guardduty.amazonaws.com"}
