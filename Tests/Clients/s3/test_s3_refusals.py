"""S3's refusals: each operation on a bucket that isn't there."""

import pytest
from botocore.exceptions import ClientError

KEY = {"Key": "k"}
OWNERSHIP = {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}
ENCRYPTION = {
    "ServerSideEncryptionConfiguration": {
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    }
}
LIFECYCLE = {
    "LifecycleConfiguration": {
        "Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""},
                   "Expiration": {"Days": 30}}]
    }
}
BLOCK = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("copy_object", KEY | {"CopySource": "nowhere-either/k"}),
        ("delete_bucket_encryption", {}),
        ("delete_bucket_lifecycle", {}),
        ("delete_bucket_ownership_controls", {}),
        ("delete_bucket_policy", {}),
        ("delete_bucket_tagging", {}),
        ("delete_object", KEY),
        ("delete_objects", {"Delete": {"Objects": [KEY]}}),
        ("delete_public_access_block", {}),
        ("get_bucket_accelerate_configuration", {}),
        ("get_bucket_encryption", {}),
        ("get_bucket_location", {}),
        ("get_bucket_logging", {}),
        ("get_bucket_notification_configuration", {}),
        ("get_bucket_policy_status", {}),
        ("get_bucket_request_payment", {}),
        ("get_bucket_versioning", {}),
        ("get_object_acl", KEY),
        ("list_multipart_uploads", {}),
        ("list_object_versions", {}),
        ("list_objects", {}),
        ("put_bucket_encryption", ENCRYPTION),
        ("put_bucket_lifecycle_configuration", LIFECYCLE),
        ("put_bucket_logging", {"BucketLoggingStatus": {}}),
        ("put_bucket_ownership_controls", OWNERSHIP),
        ("put_bucket_tagging", {"Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}),
        ("put_object", KEY | {"Body": b"x"}),
        ("put_object_acl", KEY | {"ACL": "private"}),
        ("put_public_access_block", BLOCK),
    ],
)
def test_bucket_that_is_not_there(emulator, operation, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("s3"), operation)(Bucket="nowhere-at-all", **arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == "NoSuchBucket"
    assert response["Error"]["Message"] == "The specified bucket does not exist"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 404
