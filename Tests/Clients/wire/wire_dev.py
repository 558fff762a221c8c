"""`dev wire` as a process, and values in its JSON."""

import base64
import datetime
import json
import math
import os
import pathlib
import subprocess

import botocore

ROOT = pathlib.Path(__file__).resolve().parents[3]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def binary():
    """STORMDRILL_DEV, or beside the binaries of STORMDRILL_BIN, or what `swift build` has made."""
    if path := os.environ.get("STORMDRILL_DEV"):
        return path
    if folder := os.environ.get("STORMDRILL_BIN"):
        return os.path.join(folder, "dev")
    shown = subprocess.run(
        ["swift", "build", "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return os.path.join(shown.stdout.strip(), "dev")


def ask(lines, also=()):
    """One process for a batch of lines; an answer a line. `also`: services read from botocore."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    options = ["--botocore", os.path.dirname(botocore.__file__)] if also else []
    for service in also:
        options += ["--also", service]
    done = subprocess.run([binary(), "wire", *options], input=text, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(lines):
        asked = lines[len(answers)] if len(answers) < len(lines) else None
        raise AssertionError(f"dev wire ended at {json.dumps(asked)[:2000]}:\n{done.stderr[:4000]}")
    return answers


def to_wire(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$time": (value - EPOCH) // datetime.timedelta(microseconds=1)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$double": "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, list):
        return [to_wire(item) for item in value]
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in value.items()}
    return value


def from_wire(value):
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    if isinstance(value, dict):
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        if "$time" in value:
            return EPOCH + datetime.timedelta(microseconds=value["$time"])
        if "$double" in value:
            return float(value["$double"])
        return {key: from_wire(item) for key, item in value.items()}
    return value


def message(method, path, query, headers, body):
    return {
        "method": method,
        "path": path,
        "query": query,
        "headers": [[name, value] for name, value in headers],
        "body": base64.b64encode(body).decode(),
    }
