"""What `value_from` names: files on the web and in S3, and what isn't there."""

import gzip
import http.server
import json
import os
import pathlib
import socket
import subprocess

import pytest

from loopback import LoopbackServer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
#: Which of them match tells which values were read.
GROUPS = [{"GroupId": f"sg-{each}", "GroupName": each} for each in "abc"]
TABLE = "name,owner\na,x\nb,y\n"


class Web(LoopbackServer):
    """Has pages by their paths, and keeps what it was asked."""

    def __init__(self):
        self.pages, self.asked = {}, []
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((self.path, dict(self.headers)))
                status, headers, body = web.pages.get(self.path, (404, {}, b"no"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Handler)

    def put(self, path: str, body, status: int = 200, **headers) -> str:
        body = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        return self.url + path


@pytest.fixture
def web():
    served = Web()
    yield served
    served.end()


def policies(folder, **sources) -> str:
    """A file with a policy for each source, a line each after the first."""
    lines = [
        json.dumps({"name": name, "resource": "security-group", "filters": [
            {"type": "value", "key": "GroupName", "op": "in", "value_from": source}
            if source else {"GroupName": "c"}]})
        for name, source in sources.items()]
    file = folder / "policies.json"
    file.write_text('{"policies": [\n' + ",\n".join(lines) + "\n]}\n")
    return file


def evaluate(stormdrill, folder, environment=None, **sources):
    (folder / "groups.json").write_text(json.dumps(GROUPS))
    return subprocess.run(
        [stormdrill, "rules", "evaluate", "--policy", policies(folder, **sources),
         "--resources", folder / "groups.json"],
        capture_output=True, text=True, timeout=60, env=environment or bare())


def bare() -> dict:
    """No credentials and no region."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return kept | {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/nonexistent",
                   "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"}


def matched(done) -> dict:
    """By policy the names of the groups that match."""
    return {each["policy"]: "".join(one["id"][-1] for one in each["matched"])
            for each in json.loads(done.stdout)}


#: Sources by what they are, each with what it selects: the body, what else `value_from` says.
BODIES = {
    "list": (b'["a", "b"]', {"format": "json"}, "ab"),
    "selected": (b'{"x": [{"y": "a"}, {"y": "c"}]}', {"format": "json", "expr": "x[].y"}, "ac"),
    "lines": (b" a \nb\n", {"format": "txt"}, "ab"),
    "cells": (TABLE.encode(), {"format": "csv"}, "ab"),
    "column": (TABLE.encode(), {"format": "csv", "expr": 0}, "ab"),
    "row": (TABLE.encode(), {"format": "csv", "expr": "[1]"}, "a"),
    "table": (TABLE.encode(), {"format": "csv2dict", "expr": "name[1]"}, None),
    "packed": (gzip.compress(b"b\nc\n"), {"format": "txt"}, "bc"),
}


def test_every_format_is_read_off_the_web(stormdrill, tmp_path, web):
    sources = {name: {"url": web.put(f"/{name}", body)} | more
               for name, (body, more, _) in BODIES.items()}
    # The format may be in the name, too.
    sources["named"] = {"url": web.put("/names.json", b'["c"]')}
    done = evaluate(stormdrill, tmp_path, **sources)
    assert done.returncode == 0, done.stderr
    found = matched(done)
    assert found.pop("named") == "c" and found.pop("table") == "b"
    assert found == {name: ids for name, (_, _, ids) in BODIES.items() if ids}
    # One policy's page is asked for once.
    assert len(web.asked) == len(sources)


def test_every_format_is_read_from_s3(stormdrill, tmp_path, emulator):
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="values")
    for name, (body, _, _) in BODIES.items():
        s3.put_object(Bucket="values", Key=f"in/{name}", Body=body)
    sources = {name: {"url": f"s3://values/in/{name}"} | more
               for name, (_, more, _) in BODIES.items()}
    sources["placed"] = {"url": "s3://values/in/lines?region=us-east-1", "format": "txt"}
    done = evaluate(stormdrill, tmp_path, emulator.environment(), **sources)
    assert done.returncode == 0, done.stderr
    found = matched(done)
    assert found.pop("placed") == "ab" and found.pop("table") == "b"
    assert found == {name: ids for name, (_, _, ids) in BODIES.items() if ids}


def test_an_address_may_say_the_region(stormdrill, tmp_path, emulator):
    emulator.client("s3").create_bucket(Bucket="placed")
    emulator.client("s3").put_object(Bucket="placed", Key="a.txt", Body=b"a\n")
    regionless = {key: value for key, value in emulator.environment().items()
                  if key not in ("AWS_REGION", "AWS_DEFAULT_REGION")}
    done = evaluate(stormdrill, tmp_path, regionless,
                    one={"url": "s3://placed/a.txt?region=us-east-1", "format": "txt"})
    assert (done.returncode, matched(done)) == (0, {"one": "a"}), done.stderr
    done = evaluate(stormdrill, tmp_path, regionless, one={"url": "s3://placed/a.txt"})
    assert done.returncode == 2
    assert "no region: set AWS_REGION, or name it in the address as `?region=us-east-1`" in \
        done.stderr


def test_headers_go_to_the_server_that_is_named_alone(stormdrill, tmp_path, web):
    other = Web()
    try:
        other.put("/end.txt", "a\n")
        web.put("/near", b"", 302, Location="/kept")
        web.put("/kept", b"", 302, Location=f"{other.url}/end.txt")
        done = evaluate(stormdrill, tmp_path, one={
            "url": f"{web.url}/near", "format": "txt", "headers": {"Authorization": "secret"}})
        assert (done.returncode, matched(done)) == (0, {"one": "a"}), done.stderr
        assert [path for path, _ in web.asked] == ["/near", "/kept"]
        assert all(headers["Authorization"] == "secret" for _, headers in web.asked)
        assert [path for path, _ in other.asked] == ["/end.txt"]
        assert "Authorization" not in other.asked[0][1]
    finally:
        other.end()


def test_what_is_not_there_stops_its_policy_alone(stormdrill, tmp_path, web):
    web.put("/broken.json", '["a"')
    web.put("/narrow.csv", "a\n")
    web.put("/odd.txt", b"\xff\xfe")
    web.put("/large.txt", b"a\n" * (9 << 20))
    web.put("/bomb.txt", gzip.compress(b"a\n" * (9 << 20)))
    web.put("/round.txt", b"", 302, Location="/round.txt")
    web.put("/elsewhere.txt", b"", 302, Location="ftp://127.0.0.1/x")
    problems = {
        "none.txt": "HTTP status 404", "broken.json": "is no JSON: mistake at byte 4",
        "narrow.csv": "not every line of the file has a column 1", "odd.txt": "it is no UTF-8",
        "large.txt": "more than 16777216 bytes", "bomb.txt": "it can't be unpacked",
        "round.txt": "more than 5 redirections", "elsewhere.txt": "is no http or https address"}
    sources = {"before": None}
    for name in problems:
        own = {"url": f"{web.url}/{name}"}
        sources[name.split(".")[0]] = own | ({"expr": 1} if name.endswith("csv") else {})
    # Nobody listens there.
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        sources["closed"] = {"url": f"http://127.0.0.1:{held.getsockname()[1]}/a.txt"}
        sources["nowhere"] = {"url": "http://host.invalid/a.txt"}
        sources["file"] = {"url": "none.txt"}
        done = evaluate(stormdrill, tmp_path, **sources, after=None)
    assert done.returncode == 2
    assert matched(done) == {"before": "c", "after": "c"}
    problems |= {"closed": "can't be read: ", "nowhere": "can't be read: ", "file": "no such file"}
    lines = done.stderr.splitlines()
    assert len(lines) == len(problems), done.stderr
    for place, (name, problem) in enumerate(problems.items()):
        line, name = lines[place], name.split(".")[0]
        assert line.startswith(f"{tmp_path}/policies.json:{place + 3}:"), line
        assert problem in line and f", so policy `{name}` is left out" in line


def test_a_server_that_never_answers_is_not_waited_for(stormdrill, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/a.txt"
        done = evaluate(stormdrill, tmp_path, silent={"url": url}, other=None)
    assert (done.returncode, matched(done)) == (2, {"other": "c"})
    assert "so policy `silent` is left out" in done.stderr


def test_what_s3_refuses_stops_its_policy_alone(stormdrill, tmp_path, emulator):
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="refused")
    done = evaluate(
        stormdrill, tmp_path, emulator.environment(), key={"url": "s3://refused/none.txt"},
        bucket={"url": "s3://no-such-bucket-here/a.txt"}, empty={"url": "s3:///a.txt"}, other=None)
    assert (done.returncode, matched(done)) == (2, {"other": "c"})
    told = done.stderr.splitlines()
    assert "NoSuchKey" in told[0] and "so policy `key` is left out" in told[0]
    assert "NoSuchBucket" in told[1] and "so policy `bucket` is left out" in told[1]
    assert "expected `s3://BUCKET/KEY`" in told[2]


def test_without_credentials_it_is_said_what_this_command_takes(stormdrill, tmp_path, emulator):
    environment = bare() | {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": emulator.url}
    done = evaluate(stormdrill, tmp_path, environment, key={"url": "s3://b/a.txt"}, other=None)
    assert (done.returncode, matched(done)) == (2, {"other": "c"})
    assert "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE" \
        in done.stderr
    assert "--profile" not in done.stderr
    # Where there is such an option, it is named.
    file = policies(tmp_path, key={"url": "s3://b/a.txt"})
    done = subprocess.run(
        [stormdrill, "scan", "--rules", file, "--ledger", tmp_path / "ledger.sqlite"],
        env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "or name a profile with --profile" in done.stderr


def test_a_file_with_nothing_else_wrong_is_still_broken_by_a_mistake(stormdrill, tmp_path):
    done = evaluate(stormdrill, tmp_path, gone={"url": "none.txt"}, wrong={"url": "a.jsonl"},
                    other=None)
    assert (done.returncode, done.stdout) == (2, "")
    assert "so policy `gone` is left out" in done.stderr
    assert "can't read the format `jsonl`" in done.stderr


def test_a_rehearsal_goes_on_without_the_policy(stormdrill, tmp_path):
    scenario = ROOT / "Scenarios" / "baseline" / "quiet-day.yaml"

    def rehearse(**sources):
        return subprocess.run(
            [stormdrill, "run", scenario, "--rules", policies(tmp_path, **sources), "--output",
             tmp_path / "reports"], env=bare(), capture_output=True, text=True, timeout=120)

    done = rehearse(gone={"url": "none.txt"}, other=None)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "so policy `gone` is left out" in done.stderr
    assert (tmp_path / "reports" / "junit.xml").exists()
    done = rehearse(gone={"url": "none.txt"})
    assert (done.returncode, done.stdout) == (2, "")


def test_a_scan_goes_on_without_the_policy(stormdrill, tmp_path, emulator):
    emulator.client("ec2").create_security_group(GroupName="c", Description="d")
    done = subprocess.run(
        [stormdrill, "scan", "--rules", policies(tmp_path, gone={"url": "none.txt"}, other=None),
         "--ledger", tmp_path / "ledger.sqlite"], env=emulator.environment(),
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "so policy `gone` is left out" in done.stderr
    assert "1 found" in done.stdout
