"""STS through boto3: who calls, sessions, and how bad credentials are refused."""

import json

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::123456789012:role/Ops"


@pytest.fixture(scope="module")
def role(emulator):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": "123456789012"},
            }
        ],
    }
    emulator.client("iam").create_role(
        RoleName="Ops", AssumeRolePolicyDocument=json.dumps(trust)
    )
    return ROLE


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def keys(credentials):
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def test_caller_is_the_root_user_of_the_account_that_the_key_names(emulator):
    identity = emulator.client("sts", account="111122223333").get_caller_identity()
    assert identity["Arn"] == "arn:aws:iam::111122223333:root"
    assert identity["Account"] == identity["UserId"] == "111122223333"


def test_session_acts_as_the_role(emulator, role):
    answer = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="alice")
    session = emulator.client("sts", **keys(answer["Credentials"]))
    identity = session.get_caller_identity()
    assert identity["Arn"] == "arn:aws:sts::123456789012:assumed-role/Ops/alice"
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    assert "Cannot call GetSessionToken" in refused("AccessDenied", session.get_session_token)


def test_wrong_secret_is_refused_by_each_service_in_its_way(emulator, role):
    credentials = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="alice")
    stolen = keys(credentials["Credentials"]) | {"aws_secret_access_key": "guess"}
    refused(
        "SignatureDoesNotMatch", emulator.client("sts", **stolen).get_caller_identity
    )
    refused("AuthFailure", emulator.client("ec2", **stolen).describe_vpcs)
    refused("SignatureDoesNotMatch", emulator.client("s3", **stolen).list_buckets)
    refused(
        "InvalidSignatureException", emulator.client("cloudtrail", **stolen).describe_trails
    )
    del stolen["aws_session_token"]
    refused("InvalidClientTokenId", emulator.client("sts", **stolen).get_caller_identity)


def test_role_that_does_not_trust_the_caller_is_denied(emulator, role):
    other = emulator.client("sts", account="999988887777")
    message = refused(
        "AccessDenied", other.assume_role, RoleArn=role, RoleSessionName="mallory"
    )
    assert message == (
        "User: arn:aws:iam::999988887777:root is not authorized to perform: sts:AssumeRole "
        f"on resource: {role}"
    )


def test_users_key_and_session_are_the_users(emulator):
    iam = emulator.client("iam")
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    bob = {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }
    client = emulator.client("sts", **bob)
    assert client.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/bob"
    session = emulator.client("sts", **keys(client.get_session_token()["Credentials"]))
    assert session.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:user/bob"
    account = client.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"]
    assert account == "123456789012"
    forger = emulator.client("sts", **bob | {"aws_secret_access_key": "guess"})
    refused(
        "SignatureDoesNotMatch", forger.get_access_key_info, AccessKeyId=key["AccessKeyId"]
    )
    iam.update_access_key(UserName="bob", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    refused("InvalidClientTokenId", client.get_caller_identity)


def test_unsigned_call_is_refused(emulator):
    client = emulator.client("sts", config=Config(signature_version=UNSIGNED))
    refused("MissingAuthenticationToken", client.get_caller_identity)
