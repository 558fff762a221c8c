"""EventBridge through boto3: every served operation, its errors and its pages."""

import json

import pytest
from botocore.exceptions import ClientError

QUEUE = "arn:aws:sqs:us-east-1:123456789012:inbox"
PATTERN = json.dumps({"source": ["aws.ec2"], "detail": {"eventName": [{"prefix": "Run"}]}})


@pytest.fixture(scope="module")
def events(emulator):
    return emulator.client("events")


@pytest.fixture
def rule(events):
    arn = events.put_rule(Name="watch", EventPattern=PATTERN, Description="d")["RuleArn"]
    yield arn
    ids = [target["Id"] for target in events.list_targets_by_rule(Rule="watch")["Targets"]]
    if ids:
        events.remove_targets(Rule="watch", Ids=ids)
    events.delete_rule(Name="watch")


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_rule_is_described(events, rule):
    assert rule == "arn:aws:events:us-east-1:123456789012:rule/watch"
    described = events.describe_rule(Name="watch")
    assert described["EventPattern"] == PATTERN
    assert described["State"] == "ENABLED"
    events.disable_rule(Name="watch")
    assert events.describe_rule(Name="watch")["State"] == "DISABLED"
    events.enable_rule(Name="watch")
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.describe_rule(Name="nowhere")


def test_wrong_pattern_is_refused(events):
    message = refused(
        "InvalidEventPatternException", events.put_rule, Name="bad", EventPattern='{"a": "b"}'
    )
    assert message.startswith("Event pattern is not valid. Reason:")
    refused("ValidationException", events.put_rule, Name="bad")
    refused("ValidationException", events.put_rule, Name="a b", EventPattern=PATTERN)


def test_targets_are_kept_as_they_were_put(events, rule):
    target = {
        "Id": "1",
        "Arn": QUEUE,
        "InputTransformer": {
            "InputPathsMap": {"name": "$.detail.eventName"},
            "InputTemplate": '{"name": <name>}',
        },
        "DeadLetterConfig": {"Arn": QUEUE + "-dead"},
        "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60},
    }
    assert events.put_targets(Rule="watch", Targets=[target])["FailedEntryCount"] == 0
    assert events.list_targets_by_rule(Rule="watch")["Targets"] == [target]
    assert events.list_rule_names_by_target(TargetArn=QUEUE)["RuleNames"] == ["watch"]
    assert "since it has targets" in refused(
        "ValidationException", events.delete_rule, Name="watch"
    )
    assert "SQS queues only" in refused(
        "NotImplemented",
        events.put_targets,
        Rule="watch",
        Targets=[{"Id": "2", "Arn": "arn:aws:lambda:us-east-1:123456789012:function:f"}],
    )


def test_rules_are_listed_in_pages(events):
    names = [f"page-{n}" for n in range(5)]
    for name in names:
        events.put_rule(Name=name, EventPattern=PATTERN)
    first = events.list_rules(NamePrefix="page-", Limit=3)
    second = events.list_rules(NamePrefix="page-", Limit=3, NextToken=first["NextToken"])
    assert [rule["Name"] for rule in first["Rules"] + second["Rules"]] == names
    assert "NextToken" not in second
    for name in names:
        events.delete_rule(Name=name)


def test_tags_of_a_rule(events, rule):
    events.tag_resource(ResourceARN=rule, Tags=[{"Key": "team", "Value": "blue"}])
    assert events.list_tags_for_resource(ResourceARN=rule)["Tags"] == [
        {"Key": "team", "Value": "blue"}
    ]
    events.untag_resource(ResourceARN=rule, TagKeys=["team"])
    assert events.list_tags_for_resource(ResourceARN=rule)["Tags"] == []


def test_pattern_can_be_tried_out(events):
    event = {
        "id": "1",
        "account": "123456789012",
        "source": "aws.ec2",
        "time": "2026-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail-type": "x",
        "detail": {"eventName": "RunInstances"},
    }
    tried = events.test_event_pattern(EventPattern=PATTERN, Event=json.dumps(event))
    assert tried["Result"] is True
    event["source"] = "aws.s3"
    tried = events.test_event_pattern(EventPattern=PATTERN, Event=json.dumps(event))
    assert tried["Result"] is False


def test_default_bus_is_there_and_no_other(events):
    assert [bus["Name"] for bus in events.list_event_buses()["EventBuses"]] == ["default"]
    assert events.describe_event_bus()["Arn"].endswith(":event-bus/default")
    refused("ResourceNotFoundException", events.describe_event_bus, Name="orders")
