"""CloudTrail through boto3: every served operation, its errors and its pages."""

import json

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"


def bucket_policy(bucket):
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:GetBucketAcl",
                "Resource": f"arn:aws:s3:::{bucket}",
            },
            {
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{bucket}/AWSLogs/{ACCOUNT}/*",
                "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
            },
        ],
    }


@pytest.fixture(scope="module")
def bucket(emulator):
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="trail-logs")
    s3.put_bucket_policy(Bucket="trail-logs", Policy=json.dumps(bucket_policy("trail-logs")))
    return "trail-logs"


@pytest.fixture
def trail(emulator, bucket):
    """A client and a logging trail's ARN; the trail is gone after the test."""
    client = emulator.client("cloudtrail")
    arn = client.create_trail(Name="audit", S3BucketName=bucket)["TrailARN"]
    client.start_logging(Name="audit")
    yield client, arn
    if client.describe_trails(trailNameList=["audit"])["trailList"]:
        client.delete_trail(Name="audit")


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return response["Error"]["Message"]


def test_trail_lives_and_dies(emulator, trail):
    client, arn = trail
    assert arn == f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/audit"
    status = client.get_trail_status(Name="audit")
    assert status["IsLogging"] and status["StartLoggingTime"]
    client.update_trail(Name="audit", EnableLogFileValidation=True, IsMultiRegionTrail=True)
    assert client.get_trail(Name=arn)["Trail"]["LogFileValidationEnabled"]
    listed = client.list_trails()["Trails"]
    assert {"TrailARN": arn, "Name": "audit", "HomeRegion": "us-east-1"} in listed
    elsewhere = emulator.client("cloudtrail", region="eu-west-1")
    assert [t["TrailARN"] for t in elsewhere.describe_trails()["trailList"]] == [arn]
    refused("InvalidHomeRegionException", elsewhere.stop_logging, Name=arn)
    refused("TrailNotFoundException", elsewhere.stop_logging, Name="audit")
    client.stop_logging(Name="audit")
    status = client.get_trail_status(Name="audit")
    assert not status["IsLogging"] and status["TimeLoggingStopped"]
    client.delete_trail(Name="audit")
    message = refused("TrailNotFoundException", client.get_trail, Name="audit")
    assert message == f"Unknown trail: {arn} for the user: {ACCOUNT}"


def test_trail_needs_its_bucket(emulator, bucket):
    client = emulator.client("cloudtrail")
    refused("S3BucketDoesNotExistException", client.create_trail, Name="t-x", S3BucketName="none-x")
    emulator.client("s3").create_bucket(Bucket="closed-logs")
    message = refused(
        "InsufficientS3BucketPolicyException",
        client.create_trail,
        Name="t-x",
        S3BucketName="closed-logs",
    )
    assert message == "Incorrect S3 bucket policy is detected for bucket: closed-logs"
    message = refused(
        "InvalidTrailNameException", client.create_trail, Name="-bad", S3BucketName=bucket
    )
    assert message == "Trail name must starts with a letter or number."


def test_selectors(trail):
    client, arn = trail
    basic = [
        {
            "ReadWriteType": "WriteOnly",
            "IncludeManagementEvents": True,
            "DataResources": [
                {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::secrets/"]}
            ],
            "ExcludeManagementEventSources": [],
        }
    ]
    put = client.put_event_selectors(TrailName="audit", EventSelectors=basic)
    assert put["EventSelectors"] == basic
    assert client.get_event_selectors(TrailName=arn)["EventSelectors"] == basic
    advanced = [
        {
            "Name": "all",
            "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
        }
    ]
    client.put_event_selectors(TrailName="audit", AdvancedEventSelectors=advanced)
    got = client.get_event_selectors(TrailName="audit")
    assert got["AdvancedEventSelectors"] == advanced and "EventSelectors" not in got
    assert client.get_trail(Name="audit")["Trail"]["HasCustomEventSelectors"]
    bad = [{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::*"]}]}]
    message = refused(
        "InvalidEventSelectorsException",
        client.put_event_selectors,
        TrailName="audit",
        EventSelectors=bad,
    )
    assert message == "Value arn:aws:s3:::* for DataResources.Values is invalid."
    refused("InsightNotEnabledException", client.get_insight_selectors, TrailName="audit")


def test_tags(trail):
    client, arn = trail
    client.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "1"}])
    client.add_tags(ResourceId=arn, TagsList=[{"Key": "b", "Value": "2"}])
    client.remove_tags(ResourceId=arn, TagsList=[{"Key": "a"}])
    tags = client.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    assert tags == [{"ResourceId": arn, "TagsList": [{"Key": "b", "Value": "2"}]}]
    ghost = arn.replace("audit", "ghost")
    refused("ResourceNotFoundException", client.list_tags, ResourceIdList=[ghost])


def test_lookup_refuses_what_aws_refuses(emulator):
    client = emulator.client("cloudtrail")
    refused("InvalidNextTokenException", client.lookup_events, NextToken="bm8=")
    refused("InvalidMaxResultsException", client.lookup_events, MaxResults=50 + 1)
    two = [
        {"AttributeKey": "EventName", "AttributeValue": "A"},
        {"AttributeKey": "EventId", "AttributeValue": "B"},
    ]
    refused("InvalidLookupAttributesException", client.lookup_events, LookupAttributes=two)
    refused(
        "InvalidTimeRangeException", client.lookup_events, StartTime=2_000_000_000, EndTime=1_000
    )
    assert client.lookup_events(EventCategory="insight")["Events"] == []
