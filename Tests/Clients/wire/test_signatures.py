"""Signatures against botocore's: by header, by query, chunk by chunk."""

import base64
import hashlib
import io
import os
import random

import pytest
from botocore.awsrequest import AWSRequest
from botocore.httpchecksum import AwsChunkedWrapper, Crc32Checksum, Sha256Checksum

import wire_botocore as boto
from wire_dev import ask, message

SEED = int(os.environ.get("WIRE_SEED", "20230710"))
COUNT = 120
SERVICES = ["s3", "ec2", "sts", "iam", "sqs", "events"]
TIME = 1688991008  # boto.NOW
PATHS = ["/", "/bucket", "/bucket/a/b", "/bucket/a//b", "/b/with%20space", "/b/%E6%97%A5", "/b/~x",
         "/b/plus%2Bsign", "/b/trail/"]
QUERIES = ["", "policy", "list-type=2&prefix=a%2Fb", "x=1&a=2&a=1", "b=%20%2B&a=", "acl&versionId=3",
           "marker=%E6%97%A5", "Action=GetCallerIdentity&Version=2011-06-15"]


def cases(purpose):
    rng = random.Random(f"{SEED}:{purpose}")
    for _ in range(COUNT):
        service = rng.choice(SERVICES)
        body = bytes(rng.randrange(256) for _ in range(rng.choice([0, 1, 64, 1000])))
        headers = [("Host", rng.choice(["127.0.0.1:4566", "my.bucket.s3.localhost", "localhost"]))]
        headers += rng.sample(
            [
                ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AWSEvents.PutRule"),
                ("x-amz-meta-note", "  two   spaces "), ("X-Amz-Acl", "private"),
            ],
            rng.randint(0, 3),
        )
        path = rng.choice(PATHS) if service == "s3" else "/"
        token = rng.choice([None, "FwoGZXIvYXdzE+/=="])
        yield service, rng.choice(["GET", "PUT", "POST"]), path, rng.choice(QUERIES), headers, body, token


def signed_by_botocore(service, method, path, query, headers, body, token, expires=None):
    url = f"http://{dict(headers)['Host']}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method=method, url=url, headers=dict(headers), data=body)
    boto.sign(request, service, token, expires)
    return request


def line(case, **more):
    service, method, path, query, headers, body, token = case
    return {
        "command": "sign", "service": service, "region": boto.REGION, "time": TIME,
        "accessKeyID": boto.ACCESS_KEY, "secret": boto.SECRET, "token": token,
        "request": message(method, path, query, headers, body), **more,
    }


def test_authorization_header_is_botocores():
    made = list(cases("header"))
    for case, answer in zip(made, ask([line(case) for case in made])):
        wanted = signed_by_botocore(*case).headers
        got = {name.lower(): value for name, value in answer["headers"]}
        assert got["authorization"] == wanted["Authorization"], case
        assert got["x-amz-date"] == wanted["X-Amz-Date"]
        assert got.get("x-amz-security-token") == wanted.get("X-Amz-Security-Token")
        assert got.get("x-amz-content-sha256") == wanted.get("X-Amz-Content-SHA256")


def test_presigned_query_is_botocores():
    # botocore turns a body into a query and keeps one of several equal names: neither is asked here.
    made = [
        (service, "GET", path, "" if "a=2" in query else query, headers[:1], b"", token)
        for service, _, path, query, headers, _, token in cases("query")
    ]
    for case, answer in zip(made, ask([line(case, expires=900) for case in made])):
        wanted = signed_by_botocore(*case, expires=900).url.partition("?")[2]
        assert sorted(answer["query"].split("&")) == sorted(
            part for part in wanted.replace("policy=&", "policy&").replace("acl=&", "acl&").split("&")
        ), case


class Chunks:
    """A body signed chunk by chunk with botocore's own key and arithmetic."""

    def __init__(self, body, size, trailer=None):
        import botocore.auth
        from botocore.credentials import Credentials

        self.signer = botocore.auth.S3SigV4Auth(
            Credentials(boto.ACCESS_KEY, boto.SECRET), "s3", boto.REGION
        )
        kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + ("-TRAILER" if trailer else "")
        self.headers = {
            "Host": "127.0.0.1:4566", "Content-Encoding": "aws-chunked",
            "x-amz-decoded-content-length": str(len(body)),
        }
        if trailer:
            self.headers["x-amz-trailer"] = trailer[0]
        self.request = AWSRequest("PUT", "http://127.0.0.1:4566/bucket/key", headers=self.headers)
        self.signer.payload = lambda _: kind
        self.signer.add_auth(self.request)
        self.request.headers["X-Amz-Content-SHA256"] = kind
        self.previous = self.request.headers["Authorization"].rpartition("Signature=")[2]
        out = b""
        for start in [*range(0, len(body), size), None]:
            chunk = b"" if start is None else body[start : start + size]
            hashes = [hashlib.sha256(b"").hexdigest(), hashlib.sha256(chunk).hexdigest()]
            out += b"%x;chunk-signature=%s\r\n" % (len(chunk), self.next("PAYLOAD", hashes))
            if chunk:
                out += chunk + b"\r\n"
        if trailer:
            text = f"{trailer[0]}:{trailer[1]}"
            signature = self.next("TRAILER", [hashlib.sha256(f"{text}\n".encode()).hexdigest()])
            out += text.encode() + b"\r\nx-amz-trailer-signature:" + signature + b"\r\n"
        self.body = out + b"\r\n"

    def next(self, kind, hashes):
        timestamp = self.request.context["timestamp"]
        scope = self.signer.credential_scope(self.request)
        text = [f"AWS4-HMAC-SHA256-{kind}", timestamp, scope, self.previous, *hashes]
        self.previous = self.signer.signature("\n".join(text), self.request)
        return self.previous.encode()

    def line(self, body=None):
        headers = list(self.request.headers.items())
        return {
            "command": "open", "secret": boto.SECRET,
            "request": message("PUT", "/bucket/key", "", headers, body or self.body),
        }


BODY = bytes(range(256)) * 10


def test_signed_chunks_are_verified_and_joined():
    (answer,) = ask([Chunks(BODY, 1000).line()])
    assert base64.b64decode(answer["body"]) == BODY
    assert "content-encoding" not in {name.lower() for name, _ in answer["headers"]}


def test_signed_trailer_is_verified_and_its_checksum_held():
    checksum = Crc32Checksum()
    checksum.update(BODY)
    trailer = ("x-amz-checksum-crc32", checksum.b64digest())
    (answer,) = ask([Chunks(BODY, 1024, trailer).line()])
    assert base64.b64decode(answer["body"]) == BODY
    assert answer["checksums"] == ["CRC32"]


@pytest.mark.parametrize("trailer", [None, ("x-amz-checksum-crc32", "AAAAAA==")])
def test_a_changed_byte_in_a_chunk_is_refused(trailer):
    chunks = Chunks(BODY, 1000, trailer)
    middle = len(chunks.body) // 2
    changed = chunks.body[:middle] + bytes([chunks.body[middle] ^ 1]) + chunks.body[middle + 1 :]
    (answer,) = ask([chunks.line(changed)])
    assert answer["error"]["code"] == "SignatureDoesNotMatch"


@pytest.mark.parametrize("kind, name", [(Crc32Checksum, "crc32"), (Sha256Checksum, "sha256")])
def test_botocores_chunks_with_a_trailing_checksum_are_joined(kind, name):
    wrapped = AwsChunkedWrapper(
        io.BytesIO(BODY), checksum_cls=kind, checksum_name=f"x-amz-checksum-{name}", chunk_size=777
    )
    headers = [
        ("Host", "h"), ("Content-Encoding", "gzip,aws-chunked"),
        ("X-Amz-Content-SHA256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", str(len(BODY))),
    ]
    body = wrapped.read()
    wrong = body.replace(b"x-amz-checksum-" + name.encode() + b":", b"x-amz-checksum-%s:AA" % name.encode())
    good, bad, cut = ask(
        [
            {"command": "open", "request": message("PUT", "/b/k", "", headers, body)},
            {"command": "open", "request": message("PUT", "/b/k", "", headers, wrong)},
            {"command": "open", "request": message("PUT", "/b/k", "", headers, body[:1500])},
        ]
    )
    assert base64.b64decode(good["body"]) == BODY
    assert good["checksums"] == [name.upper()]
    assert ["Content-Encoding", "gzip"] in good["headers"]
    assert bad["error"]["code"] == "BadDigest"
    assert cut["error"]["code"] == "IncompleteBody"
