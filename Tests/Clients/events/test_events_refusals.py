"""EventBridge's refusals: rules and buses that aren't there, and events that are none."""

import pytest
from botocore.exceptions import ClientError

ABSENT = "ResourceNotFoundException"
NO_RULE = "Rule nothing does not exist on EventBus default."
NO_BUS = "Event bus orders does not exist."
NO_ARN = {"ResourceARN": "arn:aws:events:us-east-1:123456789012:rule/nothing"}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:inbox"


@pytest.mark.parametrize(
    "operation, arguments, code, message",
    [
        ("disable_rule", {"Name": "nothing"}, ABSENT, NO_RULE),
        ("enable_rule", {"Name": "nothing"}, ABSENT, NO_RULE),
        ("list_event_buses", {"NextToken": "nonsense"}, None, None),
        (
            "list_rule_names_by_target",
            {"TargetArn": QUEUE, "EventBusName": "orders"},
            ABSENT,
            NO_BUS,
        ),
        ("list_rules", {"EventBusName": "orders"}, ABSENT, NO_BUS),
        ("list_targets_by_rule", {"Rule": "nothing"}, ABSENT, NO_RULE),
        ("list_tags_for_resource", NO_ARN, ABSENT, None),
        ("tag_resource", NO_ARN | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, None),
        ("untag_resource", NO_ARN | {"TagKeys": ["a"]}, ABSENT, None),
        ("remove_targets", {"Rule": "nothing", "Ids": ["1"]}, ABSENT, NO_RULE),
        (
            "test_event_pattern",
            {"EventPattern": "{", "Event": "{}"},
            "InvalidEventPatternException",
            None,
        ),
    ],
)
def test_refusals_are_those_of_eventbridge(emulator, operation, arguments, code, message):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("events"), operation)(**arguments)
    error = caught.value.response["Error"]
    assert code is None or error["Code"] == code, error
    assert message is None or error["Message"] == message
