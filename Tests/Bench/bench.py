"""Speed, as CPU time a request and ratios within one run: `make bench`.

Each figure of the server stands beside bare libmicrohttpd in C under the same load, since absolute
times of a shared machine say little. The load is bounded and goes to 127.0.0.1 only.
"""

import datetime
import hashlib
import hmac
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import rule_cases

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
BIN = pathlib.Path(os.environ["STORMDRILL_BIN"])
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
CONNECTIONS = 32
TICKS = os.sysconf("SC_CLK_TCK")

GET_CALLER_IDENTITY = """
wrk.method = "POST"
wrk.body = "Action=GetCallerIdentity&Version=2011-06-15"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
wrk.headers["X-Amz-Date"] = "20261123T000000Z"
wrk.headers["User-Agent"] = "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.1"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=123456789012/20261123/us-east-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000"
"""


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load(pid: int, port: int, script: str | None) -> dict:
    """Drives one address with wrk; answers CPU microseconds a request, rate and p99."""
    arguments = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            arguments += ["-s", file.name]
        before = cpu_seconds(pid)
        out = subprocess.run(
            arguments + [f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
        ).stdout
        used = cpu_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if errors:
        sys.exit(f"bench: {errors.group(1)} of {requests} answers were errors")
    return {
        "cpu_us": used / requests * 1e6,
        "rate": requests / SECONDS,
        "p99": re.search(r"99%\s+(\S+)", out).group(1),
    }


def bare() -> dict:
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/bare"
        subprocess.run(
            ["cc", "-O2", str(HERE / "bare.c"), "-o", program, "-lmicrohttpd"], check=True
        )
        server = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            return load(server.pid, int(server.stdout.readline()), GET_CALLER_IDENTITY)
        finally:
            server.stdin.close()
            server.wait(5)


def start(*arguments: str) -> tuple[subprocess.Popen, int, float]:
    """Starts `stormdrill serve` on a free port; answers how long it took to be ready."""
    began = time.perf_counter()
    server = subprocess.Popen(
        [BIN / "stormdrill", "serve", "--port", "0", *arguments], stdout=subprocess.PIPE, text=True
    )
    line = server.stdout.readline()
    ready = time.perf_counter() - began
    return server, int(line.rsplit(":", 1)[1]), ready


def stop(server: subprocess.Popen) -> None:
    server.terminate()
    server.wait(10)


def served() -> dict:
    server, port, _ = start("--no-throttling")
    try:
        return load(server.pid, port, GET_CALLER_IDENTITY)
    finally:
        stop(server)


FORM = "application/x-www-form-urlencoded; charset=utf-8"


def signed(port: int, service: str, body: str, key: str, secret: str) -> dict:
    """The headers of a query call, by Signature Version 4."""
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/us-east-1/{service}/aws4_request"
    headers = {"content-type": FORM, "host": f"127.0.0.1:{port}", "x-amz-date": stamp}
    names = ";".join(headers)
    canonical = "\n".join(
        ["POST", "/", "", *(f"{name}:{value}" for name, value in headers.items()), "", names]
        + [hashlib.sha256(body.encode()).hexdigest()]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    link = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        link = hmac.new(link, part.encode(), hashlib.sha256).digest()
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}".encode()
    signature = hmac.new(link, text, hashlib.sha256).hexdigest()
    del headers["host"]
    return headers | {
        "authorization": f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}"
    }


def iam(port: int, action: str, **members: str) -> str:
    """An IAM call as the account's root user."""
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-08"} | members)
    headers = signed(port, "iam", body, "123456789012", "secret")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", body.encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


#: Ten policies of usual size; the last one allows the call.
SERVICES = ["s3", "sqs", "iam", "sts", "kms", "events", "cloudtrail", "config", "guardduty", "ec2"]


def enforced(mode: str) -> dict:
    """DescribeVpcs by a user with ten policies, signed anew for each load."""
    server, port, _ = start("--no-throttling", "--iam", mode)
    try:
        iam(port, "CreateUser", UserName="bench")
        for name in SERVICES:
            statements = [
                {"Effect": "Allow", "Action": [f"{name}:Get*", f"{name}:List*"], "Resource": "*"},
                {
                    "Effect": "Deny",
                    "Action": f"{name}:Delete*",
                    "Resource": "*",
                    "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "ops"}},
                },
            ]
            if name == "ec2":
                statements[0]["Action"].append("ec2:Describe*")
            document = json.dumps({"Version": "2012-10-17", "Statement": statements})
            made = iam(port, "CreatePolicy", PolicyName=name, PolicyDocument=document)
            arn = re.search(r"<Arn>(.*?)</Arn>", made).group(1)
            iam(port, "AttachUserPolicy", UserName="bench", PolicyArn=arn)
        key = iam(port, "CreateAccessKey", UserName="bench")
        body = "Action=DescribeVpcs&Version=2016-11-15"
        headers = signed(
            port,
            "ec2",
            body,
            re.search(r"<AccessKeyId>(.*?)<", key).group(1),
            re.search(r"<SecretAccessKey>(.*?)<", key).group(1),
        )
        lines = [f'wrk.headers["{name}"] = "{value}"' for name, value in headers.items()]
        script = "\n".join(['wrk.method = "POST"', f'wrk.body = "{body}"', *lines])
        return load(server.pid, port, script)
    finally:
        stop(server)


def readiness(times: int = 15) -> float:
    """Milliseconds from start to `listening on`, the median."""
    found = []
    for _ in range(times):
        server, _, ready = start()
        stop(server)
        found.append(ready * 1000)
    return statistics.median(found)


def decision() -> float:
    """Microseconds of one decision over ten policies: identity, boundary, session, SCPs."""
    out = subprocess.run(
        [BIN / "stormdrill", "policy", "explain", "--measure", HERE / "decision.json"],
        capture_output=True, text=True, check=True,
    ).stdout
    found = re.search(r"(\d+) ns a decision over (\d+) policies, allowed", out)
    if not found or found.group(2) != "10":
        sys.exit(f"bench: not the decision that was asked for: {out}")
    return int(found.group(1)) / 1000


def rules() -> None:
    """Resources a second that filters look at, in memory, and how long policies take to load."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rule_cases.write(folder)

        def measure(policies: str, resources: str) -> str:
            return subprocess.run(
                [BIN / "stormdrill", "rules", "evaluate", "--measure", "--policy",
                 folder / policies, "--resources", folder / resources],
                capture_output=True, text=True, check=True,
            ).stdout

        print(f"\n{'filter on 10,000 security groups':<32} {'resources/s':>12} {'annotated':>12} "
              f"{'match':>6}")
        for line in measure("cases.json", "resources.json").splitlines()[1:]:
            case, ns, annotated, matched = re.match(
                r"(\S+): ([0-9.]+) ns a resource, with annotations ([0-9.]+), (\d+) of", line,
            ).groups()
            floor = rule_cases.FLOORS[case.partition("-")[0]]
            print(f"{case:<32} {1e9 / float(ns):>12,.0f} {1e9 / float(annotated):>12,.0f} "
                  f"{matched:>6}  (at least {floor:,})")
        loading = measure("policies.yml", "none.json").splitlines()[0]
        print(f"{loading} (limit {rule_cases.LOADING_LIMIT_MS})")


def scenarios() -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        done = subprocess.run(
            [BIN / "stormdrill", "run", "--json", "--output", folder],
            cwd=ROOT, capture_output=True, text=True,
        )
        wall = time.perf_counter() - began
    if done.returncode not in (0, 1):
        sys.exit(f"bench: run failed: {done.stderr}")
    print(f"\n{'scenario':<52} {'wall s':>7} {'calls':>8} {'calls/s':>9}")
    for run in json.loads(done.stdout)["runs"]:
        seconds = run["wallSeconds"]
        calls = run["simulatedCalls"]
        print(f"{run['scenario']:<52} {seconds:>7.2f} {calls:>8} {calls / seconds:>9.0f}")
    print(f"{'all default scenarios':<52} {wall:>7.2f}  (limit 20)")


def main() -> None:
    floor = bare()
    ours = served()
    print(f"{'CPU us a request':<32} {'us':>7} {'x bare':>7} {'req/s':>9} {'p99':>8}")
    free, asked = enforced("allow"), enforced("enforce")
    rows = (
        ("bare libmicrohttpd (C)", floor),
        ("GetCallerIdentity, recorded", ours),
        ("DescribeVpcs, signature checked", free),
        ("DescribeVpcs, 10 policies asked", asked),
    )
    for name, figures in rows:
        ratio = figures["cpu_us"] / floor["cpu_us"]
        print(
            f"{name:<32} {figures['cpu_us']:>7.1f} {ratio:>7.1f} "
            f"{figures['rate']:>9.0f} {figures['p99']:>8}"
        )
    print(f"policies cost {asked['cpu_us'] - free['cpu_us']:.1f} us a call")
    print("limit 60; published for others: MiniStack 377, moto 2,361")
    print(f"serve is ready after {readiness():.1f} ms (median of 15; limit 50)")
    print(f"a decision over ten policies takes {decision():.2f} us (limit 5)")
    rules()
    scenarios()


if __name__ == "__main__":
    main()
