"""AWS Config through boto3: every served operation and its errors."""

import json

import pytest
from botocore.exceptions import ClientError

SERVICE_LINKED = (
    "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "config.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": "arn:aws:s3:::config-logs/audit/AWSLogs/123456789012/Config/*",
                "Condition": {
                    "StringEquals": {
                        "s3:x-amz-acl": "bucket-owner-full-control",
                        "AWS:SourceAccount": "123456789012",
                    }
                },
            }
        ],
    }
)


@pytest.fixture(scope="module")
def bucket(emulator):
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="config-logs")
    s3.put_bucket_policy(Bucket="config-logs", Policy=POLICY)
    return "config-logs"


@pytest.fixture
def config(emulator):
    client = emulator.client("config")
    yield client
    for recorder in client.describe_configuration_recorders()["ConfigurationRecorders"]:
        client.stop_configuration_recorder(ConfigurationRecorderName=recorder["name"])
        client.delete_configuration_recorder(ConfigurationRecorderName=recorder["name"])
    for channel in client.describe_delivery_channels()["DeliveryChannels"]:
        client.delete_delivery_channel(DeliveryChannelName=channel["name"])


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_recorder_and_channel_live_together(config, bucket):
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": SERVICE_LINKED,
            "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
            "recordingMode": {
                "recordingFrequency": "CONTINUOUS",
                "recordingModeOverrides": [
                    {"resourceTypes": ["AWS::EC2::Instance"], "recordingFrequency": "DAILY"}
                ],
            },
        }
    )
    (recorder,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert recorder["recordingGroup"]["includeGlobalResourceTypes"] is True
    assert recorder["recordingMode"]["recordingModeOverrides"][0]["recordingFrequency"] == "DAILY"
    refused(
        "NoAvailableDeliveryChannelException",
        config.start_configuration_recorder,
        ConfigurationRecorderName="default",
    )
    channel = {
        "name": "default",
        "s3BucketName": bucket,
        "s3KeyPrefix": "audit",
        "configSnapshotDeliveryProperties": {"deliveryFrequency": "Six_Hours"},
    }
    config.put_delivery_channel(DeliveryChannel=channel)
    assert config.describe_delivery_channels()["DeliveryChannels"] == [channel]
    (status,) = config.describe_delivery_channel_status()["DeliveryChannelsStatus"]
    assert status["name"] == "default"
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    (status,) = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"] is True
    assert status["lastStartTime"].tzinfo
    refused(
        "LastDeliveryChannelDeleteFailedException",
        config.delete_delivery_channel,
        DeliveryChannelName="default",
    )
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    config.delete_delivery_channel(DeliveryChannelName="default")
    config.delete_configuration_recorder(ConfigurationRecorderName="default")
    assert config.describe_configuration_recorders()["ConfigurationRecorders"] == []


def test_bucket_must_let_config_in(config, bucket):
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": "default", "roleARN": SERVICE_LINKED}
    )
    assert refused(
        "InsufficientDeliveryPolicyException",
        config.put_delivery_channel,
        DeliveryChannel={"name": "default", "s3BucketName": bucket},
    ).endswith("unable to write to bucket, provided s3 key prefix is 'null'.")


@pytest.mark.parametrize(
    "operation, arguments, code",
    [
        (
            "put_configuration_recorder",
            {"ConfigurationRecorder": {"name": "default", "roleARN": ""}},
            "InvalidRoleException",
        ),
        (
            "put_configuration_recorder",
            {
                "ConfigurationRecorder": {
                    "name": "default",
                    "roleARN": SERVICE_LINKED,
                    "recordingGroup": {"allSupported": False},
                }
            },
            "InvalidRecordingGroupException",
        ),
        (
            "put_delivery_channel",
            {"DeliveryChannel": {"name": "default", "s3BucketName": "config-logs"}},
            "NoAvailableConfigurationRecorderException",
        ),
        ("start_configuration_recorder", {}, "NoSuchConfigurationRecorderException"),
        ("stop_configuration_recorder", {}, "NoSuchConfigurationRecorderException"),
        ("delete_configuration_recorder", {}, "NoSuchConfigurationRecorderException"),
        (
            "describe_configuration_recorders",
            {"ConfigurationRecorderNames": ["none"]},
            "NoSuchConfigurationRecorderException",
        ),
        (
            "describe_configuration_recorder_status",
            {"ConfigurationRecorderNames": ["none"]},
            "NoSuchConfigurationRecorderException",
        ),
        (
            "describe_delivery_channels",
            {"DeliveryChannelNames": ["none"]},
            "NoSuchDeliveryChannelException",
        ),
        (
            "describe_delivery_channel_status",
            {"DeliveryChannelNames": ["none"]},
            "NoSuchDeliveryChannelException",
        ),
        (
            "delete_delivery_channel",
            {"DeliveryChannelName": "none"},
            "NoSuchDeliveryChannelException",
        ),
    ],
)
def test_refusals_are_those_of_config(config, operation, arguments, code):
    if operation.endswith("configuration_recorder") and not arguments:
        arguments = {"ConfigurationRecorderName": "none"}
    refused(code, getattr(config, operation), **arguments)


def test_rules_are_not_served_and_say_so(config):
    with pytest.raises(ClientError) as caught:
        config.describe_config_rules()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
