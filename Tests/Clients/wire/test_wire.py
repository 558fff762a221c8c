"""The wire protocols against botocore: every operation of every model, both directions.

WIRE_SEED repeats another run; WIRE_ROUNDS sets how many values are made for each operation.
"""

import base64
import functools
import json
import os
import random
import re
import urllib.parse

import pytest

import wire_botocore as boto
from wire_dev import ask, from_wire, message, to_wire
from wire_shapes import AMBIGUOUS, Values, carried, timed

SEED = int(os.environ.get("WIRE_SEED", "20230710"))
ROUNDS = int(os.environ.get("WIRE_ROUNDS", "6"))
SERVICES = [
    "ec2", "s3", "iam", "sts", "cloudtrail", "organizations", "sqs", "events",
    "resourcegroupstaggingapi", "guardduty", "config", "kms", "globalaccelerator",
]
# Modelled in part: the operations that rules call.
PARTS = [
    "accessanalyzer", "autoscaling", "batch", "bedrock", "cloudwatch", "codebuild",
    "cost-optimization-hub", "ecs", "elb", "emr", "health", "lambda", "logs", "macie2",
    "route53resolver", "s3control", "securityhub", "shield", "sns", "ssm", "stepfunctions", "support", "xray",
]
# Compiled in nowhere: they prove the places of rest-json that GuardDuty's members don't use, which
# are headers, statuses, times and maps in queries, payloads and greedy labels.
ALSO = ["apigateway", "appconfig", "codeguruprofiler", "iot", "mediastore-data"]
# Deprecated names whose requests are the same bytes as their successors': they decode and encode,
# but a request is identified as the successor.
SAME_REQUEST = {
    "GetBucketLifecycle": "GetBucketLifecycleConfiguration",
    "GetBucketNotification": "GetBucketNotificationConfiguration",
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}


@functools.cache
def info():
    (found,) = ask([{"command": "info"}])
    return found


def model_of(service):
    return boto.model(service, info()[service] if service in PARTS else None)


def random_for(*names):
    return random.Random(":".join([str(SEED), *map(str, names)]))


def cases(service, direction):
    """operation, value made from its input or output shape, that value as the wire carries it."""
    model = model_of(service)
    protocol = boto.protocol(model)
    for name in model.operation_names:
        operation = model.operation_model(name)
        is_output = direction == "output"
        shape = operation.output_shape if is_output else operation.input_shape
        for round in range(ROUNDS):
            if shape is None:
                yield model, operation, {}, {}
                break
            values = Values(random_for(service, name, direction, round), protocol, is_output)
            value = timed(values.structure(shape), shape, protocol, is_output)
            yield model, operation, value, carried(value, shape, protocol, is_output) or {}


def also(service):
    return [service] if service in ALSO else []


DEFAULT_TYPES = [
    ("ContentType", "binary/octet-stream"),
    ("ContentType", "application/octet-stream"),
    ("contentType", "application/octet-stream"),
]


def report(capsys, service, what, model, failures):
    failed = {name for name, _ in failures}
    total = len(model.operation_names)
    with capsys.disabled():
        print(f"\n{service}: {total - len(failed)} of {total} operations, {what}", end="")
    details = "\n".join(f"{name}: {text}" for name, text in failures[:8])
    assert not failures, f"{len(failures)} cases differ, seed {SEED}:\n{details}"


def differ(got, wanted):
    return f"\n  got    {str(got)[:1500]}\n  wanted {str(wanted)[:1500]}"


def complete(value, operation, is_output):
    """With what either side adds for members that are not there."""
    shape = operation.output_shape if is_output else operation.input_shape
    out = dict(value)
    for name, member in shape.members.items() if shape is not None else []:
        payload = shape.serialization.get("payload") == name
        if payload and member.type_name == "blob":
            out.setdefault(name, b"")
        if is_output and payload and member.type_name == "string":
            out.setdefault(name, "")
        if not is_output and payload and out.get(name) == "":
            del out[name]
        if is_output and payload and member.type_name == "structure":
            out.setdefault(name, [] if member.serialization.get("eventstream") else {})
        if is_output and member.serialization.get("location") == "statusCode":
            out.setdefault(name, operation.http.get("responseCode", 200))
        if is_output and member.serialization.get("location") == "headers":
            out.setdefault(name, {})
    return out


def test_models_are_those_of_this_botocore():
    found = info()
    assert list(found) == SERVICES + PARTS
    for service in SERVICES + PARTS:
        assert found[service]["botocore"] == boto.version()
        assert found[service]["operations"] == model_of(service).operation_names
        assert found[service]["partial"] == (service in PARTS)


def test_members_left_out_are_those_that_share_an_element():
    model = boto.model("s3")
    shared = set()
    for name in model.shape_names:
        shape = model.shape_for(name)
        names = {}
        for member, target in getattr(shape, "members", {}).items():
            if "location" not in target.serialization:
                names.setdefault(target.serialization.get("name", member), []).append(member)
        for members in names.values():
            if len(members) > 1:
                shared |= {(name, member) for member in members}
    assert shared == AMBIGUOUS


@pytest.mark.parametrize("service", SERVICES + PARTS + ALSO)
def test_what_botocore_sends_decodes_to_the_same_values(service, capsys):
    lines, wanted = [], []
    for model, operation, params, expected in cases(service, "input"):
        request = boto.request(model, operation, params)
        boto.sign(request, boto.signing_name(model, operation))
        parts = boto.parts(request)
        lines.append(
            {
                "command": "decode", "service": service, "operation": operation.name,
                "secret": boto.SECRET, "request": message(*parts),
            }
        )
        wanted.append((operation, complete(expected, operation, False), len(parts[-1])))
    failures = []
    for (operation, expected, length), answer in zip(wanted, ask(lines, also(service))):
        if "error" in answer:
            failures.append((operation.name, answer["error"]))
            continue
        identity = service, operation.name, boto.REGION
        if service not in ALSO:
            identity = answer["service"], answer["operation"], answer["region"]
        name = SAME_REQUEST.get(operation.name, operation.name)
        if identity != (service, name, boto.REGION):
            failures.append((operation.name, f"identified as {identity}"))
        got = from_wire(answer["input"])
        # botocore's HTTP layer says the length, which two operations know as a member.
        if "ContentLength" not in expected and got.pop("ContentLength", length) != length:
            failures.append((operation.name, f"length {answer['input']['ContentLength']}"))
        if got != expected:
            failures.append((operation.name, differ(got, expected)))
    report(capsys, service, "requests decoded", model, failures)


def instant(text):
    """A time written to the millisecond or to the second is the same as to the microsecond."""
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?Z", text):
        return f"{found[1]}{found[2] or '.000'}000Z"
    return text


def instants(tree):
    tag, attributes, text, children = tree
    return tag, attributes, instant(text), [instants(child) for child in children]


def comparable(protocol, method, path, query, headers, body):
    ignored = {"content-length", "user-agent", "host", "accept-encoding"}
    kept = sorted((n.lower(), v) for n, v in headers if n.lower() not in ignored)
    if protocol in ("ec2", "query"):
        pairs = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)
        content = sorted((name, instant(value)) for name, value in pairs)
    elif protocol == "json":
        content = json.loads(body)
    elif protocol == "rest-json" and ("content-type", "application/json") in kept:
        content = json.loads(body)
    elif protocol == "rest-xml" and body.startswith(b"<"):
        content = instants(boto.tree(body))
    else:
        content = body
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    return method, path, pairs, kept, content


@pytest.mark.parametrize("service", SERVICES + PARTS + ALSO)
def test_what_we_send_means_what_botocore_sends(service, capsys):
    lines, wanted = [], []
    for model, operation, params, _ in cases(service, "input"):
        protocol = boto.protocol(model)
        sent = boto.parts(boto.request(model, operation, params))
        wanted.append((operation, comparable(protocol, *sent)))
        lines.append(
            {
                "command": "encode", "service": service, "operation": operation.name,
                "input": to_wire(params),
            }
        )
    failures = []
    for (operation, expected), answer in zip(wanted, ask(lines, also(service))):
        if "error" in answer:
            failures.append((operation.name, answer["error"]))
            continue
        body = base64.b64decode(answer["body"])
        parts = (answer["method"], answer["path"], answer["query"], answer["headers"], body)
        got = comparable(protocol, *parts)
        if got != expected:
            failures.append((operation.name, differ(got, expected)))
    report(capsys, service, "requests encoded", model, failures)


@pytest.mark.parametrize("service", SERVICES + PARTS + ALSO)
def test_what_we_answer_botocore_parses_to_the_same_values(service, capsys):
    lines, wanted = [], []
    for model, operation, output, expected in cases(service, "output"):
        wanted.append((operation, expected))
        lines.append(
            {
                "command": "answer", "service": service, "operation": operation.name,
                "output": to_wire(output), "requestID": "c4c1e5ea-1c1b-4f4c-9c2e-0123456789ab",
            }
        )
    failures = []
    for (operation, expected), answer in zip(wanted, ask(lines, also(service))):
        if "error" in answer:
            failures.append((operation.name, answer["error"]))
            continue
        response = answer["response"]
        try:
            got = boto.parse(model, operation, response, base64.b64decode(response["body"]))
        except Exception as error:
            failures.append((operation.name, f"botocore: {error!r}"))
            continue
        metadata = got.pop("ResponseMetadata")
        back = complete(from_wire(answer["back"]), operation, True)
        for read in (got, back):
            # There is always a type.
            for name, default in DEFAULT_TYPES:
                if read.get(name) == default and name not in expected:
                    del read[name]
        if metadata.get("RequestId") != "c4c1e5ea-1c1b-4f4c-9c2e-0123456789ab":
            failures.append((operation.name, f"request id: {metadata}"))
        if got != complete(expected, operation, True):
            failures.append((operation.name, differ(got, complete(expected, operation, True))))
        if back != got:
            failures.append((operation.name, "read back: " + differ(back, got)))
    report(capsys, service, "answers parsed", model, failures)


def errors(model, operation):
    """code on the wire and status of each error that the model names, and one of none."""
    yield "SomethingUnmodelled", 400
    yield "InternalFailure", 500
    for shape in operation.error_shapes:
        traits = shape.metadata.get("error", {})
        yield traits.get("code", shape.name), traits.get("httpStatusCode", 400)


@pytest.mark.parametrize("service", SERVICES + PARTS + ALSO)
def test_our_errors_botocore_parses_with_code_message_and_status(service, capsys):
    model = model_of(service)
    lines, wanted = [], []
    for name in model.operation_names:
        operation = model.operation_model(name)
        for code, status in errors(model, operation):
            text = random_for(service, name, code).choice(
                ["The specified thing does not exist.", "a < b & \"c\"", "Größe: 5 µm", "line\nbreak"]
            )
            wanted.append((operation, code, text, status))
            lines.append(
                {
                    "command": "fail", "service": service, "operation": name, "code": code,
                    "message": text, "status": status, "requestID": "4442587FB7D0A2F9",
                }
            )
    failures = []
    for (operation, code, text, status), answer in zip(wanted, ask(lines, also(service))):
        response = answer["response"]
        body = base64.b64decode(response["body"])
        parsed = boto.parse(model, operation, response, body)
        got = (
            parsed["Error"]["Code"], parsed["Error"]["Message"],
            parsed["ResponseMetadata"]["HTTPStatusCode"],
        )
        expected = (code, text, status)
        if model.is_query_compatible:
            # Code is that of the protocol that SQS once spoke; the shape's name is beside it.
            shapes = {
                shape.metadata.get("error", {}).get("code", shape.name): shape.name
                for shape in operation.error_shapes
            }
            assert parsed["Error"]["QueryErrorCode"] == shapes.get(code, code)
            side = "Sender" if status < 500 else "Receiver"
            old = dict(response["headers"])["x-amzn-query-error"]
            assert old.endswith(f";{side}") and old.removesuffix(f";{side}")
            expected = (old.partition(";")[0], text, status)
        if operation.http["method"] == "HEAD":
            # Without a body only the status is left, in rest-json the header with the code.
            left = code if boto.protocol(model) == "rest-json" else str(status)
            expected = (left, parsed["Error"]["Message"], status)
            assert body == b""
            if status >= 500 and left == code:
                # botocore doesn't look at the headers of a 5xx without a body.
                continue
        if got != expected:
            failures.append((operation.name, differ(got, expected)))
        back = (answer["back"]["code"], answer["back"]["message"], answer["back"]["status"])
        if back != got:
            failures.append((operation.name, "read back: " + differ(back, got)))
        # botocore doesn't look at the headers of a 5xx without a body.
        has_id = parsed["ResponseMetadata"].get("RequestId") == "4442587FB7D0A2F9"
        if not has_id and not (status >= 500 and body == b""):
            failures.append((operation.name, f"request id: {parsed['ResponseMetadata']}"))
    report(capsys, service, "errors parsed", model, failures)
