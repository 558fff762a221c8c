"""botocore's side: its models, its requests, its parsers, its signatures."""

import copy
import datetime
import io
import urllib.parse
from xml.etree import ElementTree

import botocore
import botocore.auth
import botocore.parsers
import botocore.serialize
from botocore.awsrequest import HeadersDict, create_request_object, prepare_request_dict
from botocore.credentials import Credentials
from botocore.handlers import parse_get_bucket_location
from botocore.loaders import Loader
from botocore.model import ServiceModel

ACCESS_KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
REGION = "eu-west-1"
NOW = datetime.datetime(2023, 7, 10, 12, 10, 8)
LOADER = Loader()
PROTOCOLS = ["ec2", "query", "json", "rest-xml", "rest-json"]


def model(service, part=None):
    """Whole, or with the operations and members of `part` alone."""
    document = copy.deepcopy(LOADER.load_service_model(service, "service-2"))
    if part:
        document["operations"] = {name: document["operations"][name] for name in part["operations"]}
        for shape, kept in part["members"].items():
            members = document["shapes"][shape]["members"]
            document["shapes"][shape]["members"] = {name: members[name] for name in kept}
    return ServiceModel(document, service)


def protocol(model):
    """The first offered that we speak: CloudWatch offers CBOR before it."""
    offered = model.metadata.get("protocols") or [model.metadata["protocol"]]
    return next(name for name in offered if name in PROTOCOLS)


def signing_name(model, operation):
    # S3 Express has a host and a scope of its own; only they tell ListDirectoryBuckets apart.
    if operation.name == "ListDirectoryBuckets":
        return "s3express"
    return model.signing_name


def request(model, operation, params):
    """What botocore would send, unsigned and unprepared."""
    serializer = botocore.serialize.create_serializer(protocol(model), include_validation=False)
    serialized = serializer.serialize_to_request(params, operation)
    serialized["context"] = {}
    # The prefix would go before an address here.
    serialized.pop("host_prefix", None)
    prepare_request_dict(serialized, endpoint_url="http://127.0.0.1:4566")
    return create_request_object(serialized)


def sign(request, name, token=None, expires=None):
    credentials = Credentials(ACCESS_KEY, SECRET, token)
    kind = botocore.auth.S3SigV4Auth if name.startswith("s3") else botocore.auth.SigV4Auth
    if expires is None:
        kind(credentials, name, REGION).add_auth(request)
    else:
        kind = botocore.auth.S3SigV4QueryAuth if name == "s3" else botocore.auth.SigV4QueryAuth
        kind(credentials, name, REGION, expires=expires).add_auth(request)


def parts(request):
    """method, path, query, headers, body of a request as it goes out."""
    prepared = request.prepare()
    url = urllib.parse.urlsplit(prepared.url)
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    if not isinstance(body, (bytes, bytearray)):
        body = body.read()
    headers = []
    for name, value in prepared.headers.items():
        headers.append((name, value.decode() if isinstance(value, bytes) else value))
    if not any(name.lower() == "host" for name, _ in headers):
        headers.append(("Host", url.netloc))
    return prepared.method, url.path, url.query, headers, bytes(body)


class Stream(io.BytesIO):
    """A body that isn't read ahead, as urllib3's."""

    def stream(self):
        yield self.read()


def parse(model, operation, response, body):
    """The output, or the error, as botocore reads the answer."""
    headers = HeadersDict({name: value for name, value in response["headers"]})
    streams = operation.has_streaming_output or operation.has_event_stream_output
    answer = {
        "status_code": response["status"],
        "headers": headers,
        "body": Stream(body) if streams and response["status"] < 300 else body,
        "context": {"operation_name": operation.name},
    }
    parser = botocore.parsers.create_parser(protocol(model))
    parsed = parser.parse(answer, operation.output_shape)
    if operation.name == "GetBucketLocation":

        class Raw:
            raw = body
            content = body

        parse_get_bucket_location(parsed, Raw)
        # boto3 says None for us-east-1, which S3 answers with an empty element.
        if parsed["LocationConstraint"] is None:
            del parsed["LocationConstraint"]
    for name, value in parsed.items():
        if isinstance(value, Stream):
            parsed[name] = value.read()
        elif operation.has_event_stream_output and name == "Payload":
            parsed[name] = list(value)
    return parsed


def tree(text):
    """XML in a form that compares: tag, attributes, text, children."""

    def canonical(node):
        children = [canonical(child) for child in node]
        text = (node.text or "") if not children else ""
        return (node.tag, sorted(node.attrib.items()), text, children)

    return canonical(ElementTree.fromstring(text))


def version():
    return botocore.__version__
