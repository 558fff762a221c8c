"""Services that are modelled in part: calls are refused by name, in the protocol of the caller."""

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

CALLS = [
    ("cloudwatch", "list_dashboards", {}, "ListDashboards"),
    ("cloudwatch", "describe_alarms", {}, "DescribeAlarms"),
    ("ssm", "describe_instance_information", {}, "DescribeInstanceInformation"),
    ("ssm", "list_documents", {}, "ListDocuments"),
    ("sns", "publish", {"TopicArn": "arn:aws:sns:us-east-1:1:t", "Message": "m"}, "Publish"),
    ("lambda", "list_functions", {}, "ListFunctions"),
    ("lambda", "list_layers", {}, "GET /2018-10-31/layers"),
    ("stepfunctions", "list_activities", {}, "ListActivities"),
]


@pytest.mark.parametrize("service, method, params, operation", CALLS)
def test_a_call_that_only_rules_make_is_refused_by_name(
    emulator, service, method, params, operation
):
    # Step Functions puts a word before the host, which has no name here.
    client = emulator.client(service, config=Config(inject_host_prefix=False))
    with pytest.raises(ClientError) as refused:
        getattr(client, method)(**params)
    error = refused.value.response
    assert error["Error"]["Code"] == "NotImplemented"
    assert f"{service}:{operation}" in error["Error"]["Message"]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 501
