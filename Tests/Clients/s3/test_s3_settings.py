"""A bucket's encryption, logging and lifecycle, kept as they are put."""

import pytest
from test_s3_refusals import ENCRYPTION, LIFECYCLE


@pytest.fixture()
def s3(emulator):
    made = emulator.client("s3")
    made.create_bucket(Bucket="settings")
    yield made
    made.delete_bucket(Bucket="settings")


def test_encryption_is_put_and_taken_away(s3):
    rules = ENCRYPTION["ServerSideEncryptionConfiguration"]["Rules"]
    s3.put_bucket_encryption(Bucket="settings", **ENCRYPTION)
    read = s3.get_bucket_encryption(Bucket="settings")["ServerSideEncryptionConfiguration"]
    assert read["Rules"][0]["ApplyServerSideEncryptionByDefault"] == rules[0][
        "ApplyServerSideEncryptionByDefault"]
    s3.delete_bucket_encryption(Bucket="settings")


def test_lifecycle_is_put_and_taken_away(s3):
    s3.put_bucket_lifecycle_configuration(Bucket="settings", **LIFECYCLE)
    read = s3.get_bucket_lifecycle_configuration(Bucket="settings")
    assert read["Rules"][0]["Expiration"] == {"Days": 30}
    s3.delete_bucket_lifecycle(Bucket="settings")


def test_logging_is_put(s3):
    s3.put_bucket_logging(Bucket="settings", BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket="settings")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="settings")
