"""KMS through boto3: every served operation and its errors."""

import json

import pytest
from botocore.exceptions import ClientError

ABSENT = "12345678-1234-1234-1234-123456789012"
NOT_FOUND = "NotFoundException"


@pytest.fixture(scope="module")
def kms(emulator):
    return emulator.client("kms")


@pytest.fixture
def key(kms):
    metadata = kms.create_key(Description="test")["KeyMetadata"]
    yield metadata["KeyId"]
    if kms.describe_key(KeyId=metadata["KeyId"])["KeyMetadata"]["KeyState"] != "PendingDeletion":
        kms.schedule_key_deletion(KeyId=metadata["KeyId"], PendingWindowInDays=7)


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_key_lives_and_goes(kms, key):
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["Arn"] == f"arn:aws:kms:us-east-1:123456789012:key/{key}"
    assert metadata["KeyManager"] == "CUSTOMER"
    assert key in [found["KeyId"] for found in kms.list_keys()["Keys"]]
    kms.disable_key(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    assert "is disabled" in refused("DisabledException", kms.encrypt, KeyId=key, Plaintext=b"a")
    kms.enable_key(KeyId=key)
    scheduled = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert scheduled["KeyState"] == "PendingDeletion"
    assert scheduled["DeletionDate"].tzinfo
    for call in (kms.enable_key, kms.disable_key, kms.schedule_key_deletion):
        assert "is pending deletion" in refused("KMSInvalidStateException", call, KeyId=key)
    assert kms.cancel_key_deletion(KeyId=key)["KeyId"] == metadata["Arn"]
    message = refused("KMSInvalidStateException", kms.cancel_key_deletion, KeyId=key)
    assert message == f"{metadata['Arn']} is not pending deletion."


def test_policy_is_put_and_got(kms, key):
    usual = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    assert usual["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    usual["Statement"].append(
        {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
    )
    text = json.dumps(usual)
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=text)
    assert kms.get_key_policy(KeyId=key)["Policy"] == text
    assert kms.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    del usual["Statement"][0]
    message = refused(
        "MalformedPolicyDocumentException",
        kms.put_key_policy,
        KeyId=key,
        Policy=json.dumps(usual),
    )
    assert message == (
        "The new key policy will not allow you to update the key policy in the future."
    )
    refused("MalformedPolicyDocumentException", kms.create_key, Policy="{}")


def test_aliases(kms, key):
    kms.create_alias(AliasName="alias/one", TargetKeyId=key)
    refused("AlreadyExistsException", kms.create_alias, AliasName="alias/one", TargetKeyId=key)
    assert kms.describe_key(KeyId="alias/one")["KeyMetadata"]["KeyId"] == key
    assert [alias["AliasName"] for alias in kms.list_aliases(KeyId=key)["Aliases"]] == ["alias/one"]
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.update_alias(AliasName="alias/one", TargetKeyId=other)
    pages = kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1})
    targets = {alias["AliasName"]: alias["TargetKeyId"] for page in pages for alias in page["Aliases"]}
    assert targets["alias/one"] == other
    kms.delete_alias(AliasName="alias/one")
    message = refused(NOT_FOUND, kms.delete_alias, AliasName="alias/one")
    assert message == "Alias arn:aws:kms:us-east-1:123456789012:alias/one is not found."
    refused(NOT_FOUND, kms.update_alias, AliasName="alias/one", TargetKeyId=key)


def test_tags(kms, key):
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": n, "TagValue": n * 2} for n in "ab"])
    kms.untag_resource(KeyId=key, TagKeys=["a"])
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "b", "TagValue": "bb"}]
    refused("TagException", kms.tag_resource, KeyId=key, Tags=[{"TagKey": "aws:a", "TagValue": ""}])


def test_encryption(kms, key):
    context = {"tenant": "blue"}
    sealed = kms.encrypt(KeyId=key, Plaintext=b"\x00secret\xff", EncryptionContext=context)
    opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
    assert opened["Plaintext"] == b"\x00secret\xff"
    assert opened["KeyId"] == sealed["KeyId"]
    refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=sealed["CiphertextBlob"])
    data = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    assert len(data["Plaintext"]) == 32
    assert kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"] == data["Plaintext"]
    blob = kms.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=10)["CiphertextBlob"]
    assert len(kms.decrypt(CiphertextBlob=blob, KeyId=key)["Plaintext"]) == 10


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("describe_key", {}),
        ("get_key_policy", {}),
        ("put_key_policy", {"Policy": "{}"}),
        ("list_key_policies", {}),
        ("enable_key", {}),
        ("disable_key", {}),
        ("schedule_key_deletion", {}),
        ("cancel_key_deletion", {}),
        ("list_resource_tags", {}),
        ("tag_resource", {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
        ("untag_resource", {"TagKeys": ["a"]}),
        ("encrypt", {"Plaintext": b"a"}),
        ("generate_data_key", {"KeySpec": "AES_256"}),
        ("generate_data_key_without_plaintext", {"KeySpec": "AES_256"}),
    ],
)
def test_absent_key_is_not_found(kms, operation, arguments):
    message = refused(NOT_FOUND, getattr(kms, operation), KeyId=ABSENT, **arguments)
    assert message == f"Key 'arn:aws:kms:us-east-1:123456789012:key/{ABSENT}' does not exist"


def test_wrong_marker_is_refused(kms):
    refused("InvalidMarkerException", kms.list_keys, Marker="?")
    refused("InvalidMarkerException", kms.list_aliases, Marker="?")


def test_grants_are_not_served_and_say_so(kms, key):
    with pytest.raises(ClientError) as caught:
        kms.list_grants(KeyId=key)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
