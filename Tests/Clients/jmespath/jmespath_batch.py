"""Asks `stormdrill rules query --batch` many questions at once."""

import json
import pathlib
import subprocess


def ask(stormdrill: pathlib.Path, questions: list) -> list[dict]:
    """Of (expression, document) pairs the answers, in their order."""
    lines = "".join(
        json.dumps({"expression": expression, "document": document}) + "\n"
        for expression, document in questions)
    done = subprocess.run(
        [stormdrill, "rules", "query", "--batch", "-"], input=lines.encode(),
        capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(questions)
    return answers


def is_same(one, other) -> bool:
    """Python's `==`, but `True` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return one == other
