"""AWS as a batch's answers.json has it, in the place of the network below boto3.

A list of `{"service", "operation", "input"?, "output"}` or `{..., "error": {"code", "message"?}}`, as
`stormdrill rules evaluate --answers` reads it: an entry answers the calls whose input has all
members of its `input`; the first that does counts. Calls that change something needn't be in it:
they are recorded, and answered with nothing.
"""

import base64
import copy
import datetime
import io
import re

import boto3
import botocore.client
import c7n.resources.s3
from dateutil.parser import isoparse

#: How the names of operations that change nothing begin.
READS = re.compile(
    r"(BatchGet|Describe|Get|List|Head|Search|Lookup|Simulate|GenerateCredentialReport"
    r"|GenerateServiceLastAccessedDetails|RefreshTrustedAdvisorCheck)")
#: What Cloud Custodian reads in the answers to its messages, and to what it does in several calls.
TAKEN = {"SendMessage": {"MessageId": "m"}, "Publish": {"MessageId": "m"},
         "Invoke": {"Payload": ""}, "StartExecution": {"executionArn": "e"},
         "BatchImportFindings": {"FailedCount": 0}, "CreateMultipartUpload": {"UploadId": "u"},
         "UploadPartCopy": {"CopyPartResult": {"ETag": "e"}}}


def named_instances(ids: list, output: dict) -> dict:
    """Only those that are asked for: Cloud Custodian takes all for those."""
    for each in output["Reservations"]:
        each["Instances"] = [one for one in each["Instances"] if one["InstanceId"] in ids]
    return output


#: Operations whose answer is narrowed to the ids of an input member.
NARROWED = {"DescribeInstances": ("InstanceIds", named_instances)}


class UnexpectedCall(BaseException):
    """A read that has no answer: what makes the batch should have one."""


class World:
    """The answers of the batch at hand, and the changes that were asked for."""

    answers: list = []
    changes: list = []

    @classmethod
    def call(cls, client, operation: str, given: dict):
        service = client.meta.service_model.service_name
        is_read = READS.match(operation)
        if not is_read:
            cls.changes.append({
                "service": service, "operation": operation, "input": plain(given),
                "region": client.meta.region_name.replace("aws-global", "us-east-1")})
        for entry in cls.answers:
            wanted = entry.get("input", {})
            if entry["service"] == service and entry["operation"] == operation and all(
                    plain(given.get(key)) == value for key, value in wanted.items()):
                break
        else:
            if is_read:
                raise UnexpectedCall(f"{service}:{operation} {given}")
            entry = {"output": TAKEN.get(operation, {})}
        model = client.meta.service_model.operation_model(operation)
        if "error" in entry:
            error = {"Code": entry["error"]["code"],
                     "Message": entry["error"].get("message", entry["error"]["code"])}
            raise client.exceptions.from_code(error["Code"])(
                {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}, operation)
        output = copy.deepcopy(entry["output"])
        member, narrow = NARROWED.get(operation, (None, None))
        if given.get(member):
            output = narrow(given[member], output)
        output = typed(output, model.output_shape)
        if model.get_streaming_output() is not None:
            payload = model.output_shape.serialization["payload"]
            output[payload] = io.BytesIO(output.get(payload, b""))
        output["ResponseMetadata"] = {"HTTPStatusCode": 200, "RequestId": "r"}
        return output


def plain(value):
    """An input as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "isoformat"):
        return moment(value)
    return value


def moment(value) -> str:
    """A time as Stormdrill writes it, to the second, or to the fraction that there is."""
    if getattr(value, "tzinfo", None) is None:
        return value.isoformat()
    value = value.astimezone(datetime.timezone.utc)
    text = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def typed(value, shape):
    """An answer as botocore reads it: times and bytes where the model has them."""
    if shape is None or value is None:
        return value
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            return {key: typed(each, shape.members.get(key)) for key, each in value.items()}
        case "list" if isinstance(value, list):
            return [typed(each, shape.member) for each in value]
        case "map" if isinstance(value, dict):
            return {key: typed(each, shape.value) for key, each in value.items()}
        case "timestamp" if isinstance(value, str):
            return isoparse(value)
        case "blob" if isinstance(value, str):
            return base64.b64decode(value)
    return value


class Session:
    """What Cloud Custodian takes for its session factory: boto3's own clients, without a network."""

    def __init__(self, region: str):
        self.region = region
        self.real = boto3.Session(
            aws_access_key_id="testing", aws_secret_access_key="testing", region_name=region)
        self.clients: dict = {}

    def __call__(self, *_, region=None, **__):
        return self if region in (None, self.region) else Session(region)

    def __getattr__(self, name):
        return getattr(self.real, name)

    def client(self, service: str, region_name: str | None = None, **_):
        key = service, region_name or self.region
        if key not in self.clients:
            self.clients[key] = self.real.client(service, region_name=key[1])
        return self.clients[key]


def inspect_bucket_region(bucket: str, *_) -> str:
    """What Cloud Custodian asks without a client: a bucket's region, off an answer to HEAD."""
    for entry in World.answers:
        if entry["operation"] == "HeadBucket" and entry["input"]["Bucket"] == bucket:
            if "error" in entry:
                raise ValueError(bucket)
            return entry["output"]["BucketRegion"]
    raise UnexpectedCall(f"s3:HeadBucket {bucket}")


def stand_in() -> None:
    """From here on no client of boto3's calls out, nor does anything else."""
    c7n.resources.s3.inspect_bucket_region = inspect_bucket_region
    botocore.client.BaseClient._make_api_call = (
        lambda client, operation, given: World.call(client, operation, given))
