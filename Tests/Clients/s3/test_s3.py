"""boto3 against the served S3 operations: success, errors as AWS words them, pages."""

import gzip
import http.client
import json
import urllib.request

import boto3
import pytest
from botocore import UNSIGNED
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

OWNER = "123456789012"
STRANGER = "999988887777"


def client(emulator, account=OWNER, region="us-east-1", **config):
    return emulator.client("s3", region, account, config=Config(**config))


def anonymous(emulator):
    return boto3.client(
        "s3",
        endpoint_url=emulator.url,
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )


@pytest.fixture()
def s3(emulator):
    reset = urllib.request.Request(emulator.url + "/_stormdrill/reset", method="POST")
    with urllib.request.urlopen(reset) as answer:
        assert answer.status < 300
    return client(emulator)


@pytest.fixture()
def bucket(s3):
    s3.create_bucket(Bucket="bucket")
    return "bucket"


def error(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return (
        response["Error"]["Code"],
        response["Error"].get("Message"),
        response["ResponseMetadata"]["HTTPStatusCode"],
    )


def test_bucket_life(s3):
    assert s3.create_bucket(Bucket="life")["Location"] == "/life"
    assert s3.head_bucket(Bucket="life")["BucketRegion"] == "us-east-1"
    assert s3.get_bucket_location(Bucket="life")["LocationConstraint"] is None
    assert [b["Name"] for b in s3.list_buckets()["Buckets"]] == ["life"]
    s3.put_object(Bucket="life", Key="k", Body=b"x")
    assert error(s3.delete_bucket, Bucket="life") == (
        "BucketNotEmpty",
        "The bucket you tried to delete is not empty",
        409,
    )
    s3.delete_object(Bucket="life", Key="k")
    s3.delete_bucket(Bucket="life")
    assert error(s3.head_bucket, Bucket="life") == ("404", "Not Found", 404)
    assert error(s3.get_bucket_acl, Bucket="life") == (
        "NoSuchBucket",
        "The specified bucket does not exist",
        404,
    )


def test_list_buckets_pages(s3):
    for name in ["aaa", "bbb", "ccc"]:
        s3.create_bucket(Bucket=name)
    pages = list(s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2}))
    assert [[b["Name"] for b in page["Buckets"]] for page in pages] == [["aaa", "bbb"], ["ccc"]]


def test_virtual_host_style(emulator, s3, bucket):
    """The bucket in the host name, as signed by botocore and sent to the loopback address."""
    request = AWSRequest(
        "PUT", "http://bucket.s3.us-east-1.amazonaws.com/a//b%20%2Bc/%C3%A9", data=b"hello"
    )
    S3SigV4Auth(Credentials(OWNER, "secret"), "s3", "us-east-1").add_auth(request)
    prepared = request.prepare()
    connection = http.client.HTTPConnection(emulator.url.removeprefix("http://"))
    headers = {k: v for k, v in prepared.headers.items()} | {
        "Host": "bucket.s3.us-east-1.amazonaws.com"
    }
    connection.request("PUT", "/a//b%20%2Bc/%C3%A9", prepared.body, headers)
    assert connection.getresponse().status == 200
    assert s3.get_object(Bucket=bucket, Key="a//b +c/é")["Body"].read() == b"hello"


def test_object_with_everything(s3, bucket):
    put = s3.put_object(
        Bucket=bucket,
        Key="k",
        Body=gzip.compress(b"hello", mtime=0),
        ContentType="text/plain",
        ContentEncoding="gzip",
        CacheControl="no-cache",
        Metadata={"Owner": "alice"},
        ChecksumAlgorithm="SHA256",
    )
    got = s3.get_object(Bucket=bucket, Key="k")
    assert gzip.decompress(got["Body"].read()) == b"hello"
    assert got["ETag"] == put["ETag"]
    assert got["ContentType"] == "text/plain"
    assert got["ContentEncoding"] == "gzip"
    assert got["CacheControl"] == "no-cache"
    assert got["Metadata"] == {"owner": "alice"}
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head["ContentLength"] == got["ContentLength"] > 0
    assert head["ChecksumSHA256"] == put["ChecksumSHA256"]
    part = s3.get_object(Bucket=bucket, Key="k", Range="bytes=0-1")
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert part["Body"].read() == b"\x1f\x8b"
    assert error(s3.get_object, Bucket=bucket, Key="k", Range="bytes=999-")[::2] == (
        "InvalidRange",
        416,
    )
    assert error(s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=put["ETag"])[2] == 304
    assert error(s3.get_object, Bucket=bucket, Key="k", IfMatch='"x"')[2] == 412
    assert error(s3.get_object, Bucket=bucket, Key="nothing") == (
        "NoSuchKey",
        "The specified key does not exist.",
        404,
    )
    assert error(s3.head_object, Bucket=bucket, Key="nothing") == ("404", "Not Found", 404)


def test_chunked_upload_with_a_trailing_checksum(s3, bucket, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 20000)
    with path.open("rb") as stream:
        s3.put_object(Bucket=bucket, Key="k", Body=stream)
    got = s3.get_object(Bucket=bucket, Key="k")
    assert got["Body"].read() == path.read_bytes()
    assert "ContentEncoding" not in got


def test_copy_and_delete_objects(s3, bucket):
    s3.put_object(Bucket=bucket, Key="from", Body=b"x", Metadata={"a": "b"})
    s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from"})
    assert s3.get_object(Bucket=bucket, Key="to")["Metadata"] == {"a": "b"}
    answer = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "from"}, {"Key": "to"}]}
    )
    assert [d["Key"] for d in answer["Deleted"]] == ["from", "to"]
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0


def test_listing_pages_with_a_delimiter(s3, bucket):
    for key in ["a b/1", "a b/2", "c", "d/é/1", "e"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    for operation in ["list_objects_v2", "list_objects"]:
        keys, prefixes = [], []
        pages = s3.get_paginator(operation).paginate(
            Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}
        )
        for page in pages:
            keys += [c["Key"] for c in page.get("Contents", [])]
            prefixes += [p["Prefix"] for p in page.get("CommonPrefixes", [])]
        assert (keys, prefixes) == (["c", "e"], ["a b/", "d/"]), operation
    inside = s3.list_objects_v2(Bucket=bucket, Prefix="d/")
    assert [c["Key"] for c in inside["Contents"]] == ["d/é/1"]


def test_versions_of_an_unversioned_bucket(s3, bucket):
    for key in ["a", "b", "c"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    pages = s3.get_paginator("list_object_versions").paginate(
        Bucket=bucket, PaginationConfig={"PageSize": 2}
    )
    versions = [v for page in pages for v in page["Versions"]]
    assert [(v["Key"], v["VersionId"], v["IsLatest"]) for v in versions] == [
        (key, "null", True) for key in ["a", "b", "c"]
    ]
    objects = [{"Key": v["Key"], "VersionId": v["VersionId"]} for v in versions]
    assert len(s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})["Deleted"]) == 3
    s3.delete_bucket(Bucket=bucket)


def test_policy(emulator, s3, bucket):
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::bucket/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    code, message, status = error(s3.put_bucket_policy, Bucket=bucket, Policy=policy)
    assert (code, status) == ("AccessDenied", 403)
    assert message == (
        f"User: arn:aws:iam::{OWNER}:root is not authorized to perform: s3:PutBucketPolicy on "
        'resource: "arn:aws:s3:::bucket" because public policies are prevented by the '
        "BlockPublicPolicy setting in S3 Block Public Access."
    )
    assert error(s3.get_bucket_policy, Bucket=bucket) == (
        "NoSuchBucketPolicy",
        "The bucket policy does not exist",
        404,
    )
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.delete_public_access_block(Bucket=bucket)
    assert error(anonymous(emulator).get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"] == [statement]
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": True}
    assert anonymous(emulator).get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": False}
    assert error(anonymous(emulator).get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    s3.delete_bucket_policy(Bucket=bucket)
    assert error(s3.put_bucket_policy, Bucket=bucket, Policy="{")[:2] == (
        "MalformedPolicy",
        "This policy contains invalid Json",
    )


def test_public_access_block(s3, bucket):
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True} and len(block) == 4
    s3.delete_public_access_block(Bucket=bucket)
    assert error(s3.get_public_access_block, Bucket=bucket) == (
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
        404,
    )


def test_acls_and_ownership(emulator, s3, bucket):
    assert error(s3.put_bucket_acl, Bucket=bucket, ACL="private") == (
        "AccessControlListNotSupported",
        "The bucket does not allow ACLs",
        400,
    )
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    )
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    acl = s3.get_bucket_acl(Bucket=bucket)
    assert [g["Permission"] for g in acl["Grants"]] == ["FULL_CONTROL", "READ"]
    assert acl["Grants"][1]["Grantee"] == {
        "Type": "Group",
        "URI": "http://acs.amazonaws.com/groups/global/AllUsers",
    }
    anonymous(emulator).list_objects_v2(Bucket=bucket)
    s3.put_bucket_acl(
        Bucket=bucket,
        AccessControlPolicy={"Owner": acl["Owner"], "Grants": acl["Grants"][:1]},
    )
    assert error(anonymous(emulator).list_objects_v2, Bucket=bucket)[0] == "AccessDenied"
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", ACL="public-read")
    assert len(s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]) == 2
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="private")
    assert error(anonymous(emulator).get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "ObjectWriter"}]
    s3.delete_bucket_ownership_controls(Bucket=bucket)
    assert error(s3.get_bucket_ownership_controls, Bucket=bucket)[::2] == (
        "OwnershipControlsNotFoundError",
        404,
    )


def test_tags(s3, bucket):
    assert error(s3.get_bucket_tagging, Bucket=bucket) == (
        "NoSuchTagSet",
        "The TagSet does not exist",
        404,
    )
    tags = [{"Key": "team", "Value": "blue"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags
    s3.delete_bucket_tagging(Bucket=bucket)
    assert error(s3.get_bucket_tagging, Bucket=bucket)[0] == "NoSuchTagSet"


def test_what_is_never_configured(s3, bucket):
    for operation, code in [
        ("get_bucket_website", "NoSuchWebsiteConfiguration"),
        ("get_bucket_cors", "NoSuchCORSConfiguration"),
        ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration"),
        ("get_bucket_replication", "ReplicationConfigurationNotFoundError"),
        ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError"),
    ]:
        assert error(getattr(s3, operation), Bucket=bucket)[::2] == (code, 404)
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)
    assert "Status" not in s3.get_bucket_accelerate_configuration(Bucket=bucket)
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    notifications = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert set(notifications) == {"ResponseMetadata"}
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_versioning_is_refused(s3, bucket):
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    code, _, status = error(
        s3.put_bucket_versioning,
        Bucket=bucket,
        VersioningConfiguration={"Status": "Enabled"},
    )
    assert (code, status) == ("NotImplemented", 501)


def test_wrong_region_is_found_by_the_client(emulator, s3):
    frankfurt = client(emulator, region="eu-central-1")
    frankfurt.create_bucket(
        Bucket="frankfurt", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    frankfurt.put_object(Bucket="frankfurt", Key="k", Body=b"x")
    follows = boto3.client(
        "s3",
        endpoint_url=emulator.url,
        region_name="us-east-1",
        aws_access_key_id=OWNER,
        aws_secret_access_key="secret",
    )
    assert follows.get_object(Bucket="frankfurt", Key="k")["Body"].read() == b"x"


def test_presigned_get(emulator, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    signer = client(emulator, signature_version="s3v4")
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"x"


def test_another_account(emulator, s3, bucket):
    other = client(emulator, account=STRANGER)
    assert error(other.create_bucket, Bucket=bucket)[::2] == ("BucketAlreadyExists", 409)
    assert error(other.list_objects_v2, Bucket=bucket) == ("AccessDenied", "Access Denied", 403)
    assert error(other.head_bucket, Bucket=bucket) == ("403", "Forbidden", 403)
