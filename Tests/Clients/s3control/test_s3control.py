"""S3's block of public access for a whole account through boto3."""

import json
import socket

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
ALL = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::account-block/*",
        }
    ],
}


@pytest.fixture
def control(emulator, monkeypatch):
    """boto3 puts the account before any host, 127.0.0.1 included, where nobody resolves it."""
    resolve = socket.getaddrinfo

    def without_account(host, *arguments, **more):
        prefix, _, rest = host.partition(".")
        return resolve(rest if prefix.isdigit() and len(prefix) == 12 else host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", without_account)
    return emulator.client("s3control")


@pytest.fixture
def unblocked(control):
    yield
    control.delete_public_access_block(AccountId=ACCOUNT)


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response


def test_account_block_lives_and_dies(control, unblocked):
    answer = refused(
        "NoSuchPublicAccessBlockConfiguration", control.get_public_access_block, AccountId=ACCOUNT
    )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert answer["Error"]["AccountId"] == ACCOUNT
    control.put_public_access_block(
        AccountId=ACCOUNT, PublicAccessBlockConfiguration={"BlockPublicAcls": True}
    )
    shown = control.get_public_access_block(AccountId=ACCOUNT)["PublicAccessBlockConfiguration"]
    assert shown == {name: name == "BlockPublicAcls" for name in ALL}
    control.delete_public_access_block(AccountId=ACCOUNT)
    refused(
        "NoSuchPublicAccessBlockConfiguration", control.get_public_access_block, AccountId=ACCOUNT
    )


def test_nobody_touches_another_account(control):
    other = {"AccountId": "999988887777"}
    refused("AccessDenied", control.get_public_access_block, **other)
    refused("AccessDenied", control.delete_public_access_block, **other)
    refused(
        "AccessDenied",
        control.put_public_access_block,
        PublicAccessBlockConfiguration=ALL,
        **other,
    )


def test_account_block_acts_on_buckets(emulator, control, unblocked):
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="account-block")
    s3.delete_public_access_block(Bucket="account-block")
    s3.put_object(Bucket="account-block", Key="key", Body=b"hello")
    policy = {"Bucket": "account-block", "Policy": json.dumps(POLICY)}
    s3.put_bucket_policy(**policy)
    stranger = emulator.client("s3", account="999988887777")
    assert stranger.get_object(Bucket="account-block", Key="key")["Body"].read() == b"hello"
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=ALL)
    refused("AccessDenied", stranger.get_object, Bucket="account-block", Key="key")
    refused("AccessDenied", s3.put_bucket_policy, **policy)
    status = s3.get_bucket_policy_status(Bucket="account-block")
    assert status["PolicyStatus"]["IsPublic"] is False
    s3.delete_object(Bucket="account-block", Key="key")
    s3.delete_bucket(Bucket="account-block")
