"""JMESPath answers as jmespath.py does under Cloud Custodian, on random expressions and documents.

What differs on purpose is named below, with its reason; how often each happens is printed
(`pytest -s`).
"""

import collections
import json
import os
import pathlib
import re
import subprocess

import pytest
from jmespath_batch import ask, is_same
from jmespath_generator import FUNCTIONS, pairs

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = HERE.parent.parent.parent / ".venv-c7n" / "bin" / "python"
SEED = int(os.environ.get("JMESPATH_SEED", "20261123"))
PAIRS = 40_000
#: Of all pairs at least this many give a value.
LEAST_VALUES = 8_000
MOST_DEPARTING = 0.02


def refuses(*parts):
    return lambda question, ours, theirs: any(part in ours.get("message", "") for part in parts)


DEPARTURES = {
    "expressions as values": (
        "`&x` is a value in jmespath.py, which nothing but a function can use; here it stands only "
        "before an argument that is one",
        refuses("stands only before an argument", "takes no expression")),
    "merge of no objects": (
        "Python's `dict.update` takes pairs too, and says of what is no pair that its value is "
        "wrong; here the type is, as the specification has it",
        refuses("`merge` can't take")),
    "beyond 64 bits": (
        "Python's integers have no end; here larger ones become doubles",
        lambda question, ours, theirs: re.search("[0-9]{19}", json.dumps(theirs.get("result")))),
    "half characters": (
        "Python's strings hold half of a surrogate pair; here it is U+FFFD",
        lambda question, ours, theirs: re.search(
            "[\ud800-\udfff]", json.dumps(theirs, ensure_ascii=False))),
    "not finite": (
        "Python reads and writes numbers that JSON can't say",
        lambda question, ours, theirs: "not JSON compliant" in theirs.get("message", "")
        or "infinity" in theirs.get("message", "")),
}


@pytest.fixture(scope="module")
def compared(stormdrill):
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-deps`"
    questions = pairs(SEED, PAIRS)
    lines = "".join(
        json.dumps({"expression": expression, "document": document}) + "\n"
        for expression, document in questions)
    done = subprocess.run(
        [PYTHON, HERE / "jmespath_reference.py"], input=lines.encode(), capture_output=True,
        timeout=300, check=True)
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    return list(zip(questions, ask(stormdrill, questions), theirs, strict=True))


def agree(ours, theirs) -> bool:
    if "error" in ours or "error" in theirs:
        return ours.get("error") == theirs.get("error")
    return is_same(ours["result"], theirs["result"])


def test_results_and_errors_are_those_of_jmespath_py(compared):
    departures, differing = collections.Counter(), []
    for question, ours, theirs in compared:
        if agree(ours, theirs):
            continue
        name = next(
            (name for name, (_, explains) in DEPARTURES.items()
             if explains(question, ours, theirs)), None)
        if name:
            departures[name] += 1
        else:
            differing.append((question, ours, theirs))
    print(f"\n{len(compared)} pairs, {len(differing)} unexplained")
    for name, (why, _) in DEPARTURES.items():
        print(f"{departures[name]:6} {name}: {why}")
    assert not differing, f"{len(differing)} differ, such as {differing[:3]}"
    assert sum(departures.values()) <= MOST_DEPARTING * len(compared)


def test_pairs_reach_every_function_and_kind_of_answer(compared):
    kinds = collections.Counter(
        theirs.get("error", "null" if theirs.get("result") is None else "value")
        for _, _, theirs in compared)
    print("\n" + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    assert kinds["value"] >= LEAST_VALUES
    for kind in ["syntax", "invalid-type", "invalid-arity", "invalid-value", "unknown-function"]:
        assert kinds[kind] >= 20, kind
    for function in FUNCTIONS:
        answered = sum(
            f"{function}(" in question[0] and theirs.get("result") is not None
            for question, _, theirs in compared)
        assert answered >= 20 or function == "nope", function
