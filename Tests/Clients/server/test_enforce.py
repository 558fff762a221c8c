"""`stormdrill serve --iam enforce`: who gets in, and where a call says that it comes from."""

import json

import pytest
from botocore.exceptions import ClientError

from conftest import ACCOUNT, Emulator


@pytest.fixture(scope="module")
def enforcing(stormdrill):
    started = Emulator(stormdrill, "--iam", "enforce")
    yield started
    assert started.stop() == 0


def refused(call, **parameters) -> str:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return caught.value.response["Error"]["Code"]


def statement(effect: str, action: str, resource, **more) -> dict:
    return {"Effect": effect, "Action": action, "Resource": resource} | more


def document(*statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def test_a_key_that_nobody_issued_is_refused(enforcing):
    assert refused(enforcing.client("sts", account="test").get_caller_identity) == (
        "InvalidClientTokenId"
    )
    identity = enforcing.client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_a_user_may_do_what_his_policy_allows(enforcing):
    iam = enforcing.client("iam")
    iam.create_user(UserName="alice")
    key = iam.create_access_key(UserName="alice")["AccessKey"]
    keys = {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }
    alice = enforcing.client("ec2", **keys)
    assert refused(alice.describe_vpcs) == "UnauthorizedOperation"
    allowed = document(statement("Allow", "ec2:Describe*", "*"))
    iam.put_user_policy(UserName="alice", PolicyName="read", PolicyDocument=allowed)
    assert alice.describe_vpcs()["Vpcs"]
    assert refused(alice.create_vpc, CidrBlock="10.0.0.0/16") == "UnauthorizedOperation"


def test_a_call_says_where_it_comes_from(enforcing):
    owner = enforcing.client("s3")
    owner.create_bucket(Bucket="inner")
    owner.put_object(Bucket="inner", Key="k", Body=b"x")
    inside = {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    objects = "arn:aws:s3:::inner/*"
    friend = {"AWS": "999988887777"}
    owner.put_bucket_policy(
        Bucket="inner",
        Policy=document(
            statement("Allow", "s3:GetObject", objects, Principal=friend, Condition=inside),
            statement("Allow", "s3:GetObject", objects, Principal=friend, Condition=office),
        ),
    )

    def reads(**headers) -> bool:
        client = enforcing.client("s3", account="999988887777")
        named = {f"X-Stormdrill-{k.replace('_', '-')}": v for k, v in headers.items()}
        client.meta.events.register(
            "before-send.s3", lambda request, **_: request.headers.update(named)
        )
        try:
            return client.get_object(Bucket="inner", Key="k")["Body"].read() == b"x"
        except ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDenied"
            return False

    assert not reads()
    assert reads(Source_Ip="203.0.113.9")
    assert not reads(Source_Ip="198.51.100.9")
    assert reads(Source_Vpce="vpce-1a2b3c4d", Source_Vpc="vpc-1")
    assert not reads(Source_Vpce="vpce-other", Source_Vpc="vpc-1")
    # Through an endpoint the address is a private one, under another key.
    assert not reads(Source_Ip="203.0.113.9", Source_Vpce="vpce-other", Source_Vpc="vpc-1")
