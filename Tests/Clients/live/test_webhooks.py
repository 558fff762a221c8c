"""What leaves by HTTP: the `webhook` action, and alerts."""

import collections
import http.server
import json
import subprocess
import urllib.parse

import pytest

from loopback import LoopbackServer

ACCOUNT = "123456789012"


class Hook(LoopbackServer):
    """Keeps what it is sent, and answers as it is told."""

    def __init__(self):
        self.received, self.answers = [], {}
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                hook.received.append(
                    (self.command, self.path, dict(self.headers), self.rfile.read(length)))
                status = hook.answers.get(self.path, 200)
                if status is None:
                    return self.connection.close()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        super().__init__(Handler)


@pytest.fixture
def hook():
    served = Hook()
    yield served
    served.end()


@pytest.fixture(scope="module")
def group(emulator) -> str:
    made = emulator.client("ec2").create_security_group(GroupName="hooked", Description="a b&c")
    return made["GroupId"]


def scan(stormdrill, emulator, folder, *actions: dict, more=(), name="hooked"):
    policies = folder / "policies.json"
    policies.write_text(json.dumps({"policies": [{
        "name": "hooked", "resource": "security-group", "filters": [{"GroupName": name}],
        "actions": actions}]}))
    return subprocess.run(
        [stormdrill, "scan", "--rules", policies, "--ledger", folder / "ledger.sqlite", *more],
        env=emulator.environment(), capture_output=True, text=True, timeout=120)


def test_a_webhook_gets_what_the_policy_selects(stormdrill, emulator, tmp_path, hook, group):
    done = scan(stormdrill, emulator, tmp_path, {
        "type": "webhook", "batch": True, "method": "PUT",
        "url": f"{hook.url}/in?kept=1&dropped=&name=old",
        "query-params": {"name": "resources[0].Description", "policy": "policy.name"},
        "headers": {"X-Account": "account_id", "X-Fixed": "`\"yes\"`"},
        "body": "{{policy: policy.name, ids: resources[].GroupId, region: region}}"})
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(hook.received) == 1, done.stdout + done.stderr
    method, path, headers, body = hook.received[0]
    assert method == "PUT"
    address = urllib.parse.urlsplit(path)
    assert address.path == "/in"
    assert urllib.parse.parse_qs(address.query, keep_blank_values=True) == {
        "kept": ["1"], "name": ["a b&c"], "policy": ["hooked"]}
    assert headers["X-Account"] == ACCOUNT and headers["X-Fixed"] == "yes"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"policy": "hooked", "ids": [group], "region": "us-east-1"}
    assert "warning" not in done.stdout


def test_without_a_body_nothing_but_the_request_is_sent(
    stormdrill, emulator, tmp_path, hook, group
):
    done = scan(stormdrill, emulator, tmp_path, {
        "type": "webhook", "url": hook.url, "method": "GET",
        "query-params": {"id": "resource.GroupId"}})
    assert [each[:2] for each in hook.received] == [("GET", f"/?id={group}")], done.stderr
    assert "Content-Type" not in hook.received[0][2] and hook.received[0][3] == b""


def test_what_a_server_refuses_is_tried_again_and_said(
    stormdrill, emulator, tmp_path, hook, group
):
    hook.answers = {"/500": 500, "/302": 302, "/none": None}
    done = scan(stormdrill, emulator, tmp_path, *[
        {"type": "webhook", "url": hook.url + path, "method": "POST"}
        for path in ["/500", "/302", "/none", "/fine"]])
    assert done.returncode == 1, done.stdout + done.stderr
    asked = collections.Counter(path for _, path, _, _ in hook.received)
    assert asked == {"/500": 3, "/302": 3, "/none": 3, "/fine": 1}
    place = hook.url.removeprefix("http://")
    said = [line for line in done.stdout.splitlines() if "warning" in line]
    assert sorted(said) == sorted(
        f"warning: a notice to {place} could not be sent: {why}"
        for why in ["HTTP status 500", "HTTP status 302",
                    "Server returned nothing (no headers, no data)"])


def test_an_alert_reaches_a_webhook(stormdrill, emulator, tmp_path, hook, group):
    # AWS never deletes the group that a network comes with.
    done = scan(stormdrill, emulator, tmp_path, "delete", name="default",
                more=("--mode", "enforce", "--alert", f"{hook.url}/alerts?key=secret"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert [each[:2] for each in hook.received] == [("POST", "/alerts?key=secret")], done.stdout
    _, _, headers, body = hook.received[0]
    assert headers["Content-Type"] == "application/json"
    alert = json.loads(body)
    assert alert["rule"] == "hooked" and "CannotDelete" in alert["message"]
