"""Regular expressions match what Python's `re` matches, or are refused.

The expressions stand in resources and the texts in policies (`value_type: swap`), so that nothing
else looks into them. How many of each kind there are is printed (`pytest -s`).
"""

import collections
import json
import os
import random
import subprocess

import pytest
from custodian_differential import HERE, PYTHON
from custodian_vocabulary import ACCOUNT, NOW, REGION
from expression_generator import patterns, texts

SEED = int(os.environ.get("EXPRESSION_SEED", "20261123"))
ROUNDS, EXPRESSIONS, TEXTS = 6, 1000, 25
LEAST_PAIRS = 20_000
#: Known to Python, refused here, by what is said of it.
REFUSED = ["by name", "repeats more than", "too large", "is not fixed length",
           "stand deeper than"]
#: Where the two engines go different ways: by what the expression holds.
DEPARTURES = {}


def asked(stormdrill, folder, expressions: list, given: list) -> list:
    """For each expression why it is refused, or the numbers of the texts that it matches."""
    answers = [set() for _ in expressions]
    for is_caseless in (True, False):
        mine = [number for number, (_, caseless) in enumerate(expressions)
                if caseless == is_caseless]
        resources = [
            {"GroupId": f"sg-{number}", "OwnerId": ACCOUNT, "GroupName": expressions[number][0]}
            for number in mine]
        (folder / "resources.json").write_text(json.dumps(resources))
        (folder / "policies.json").write_text(json.dumps({"policies": [
            {"name": f"text-{number}", "resource": "aws.security-group", "filters": [
                {"type": "value", "key": "GroupName", "value_type": "swap",
                 "op": "regex" if is_caseless else "regex-case", "value": text}]}
            for number, text in enumerate(given)]}))
        done = subprocess.run(
            [stormdrill, "rules", "evaluate", "--policy", folder / "policies.json", "--resources",
             folder / "resources.json", "--now", NOW, "--account", ACCOUNT, "--region", REGION],
            capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        for policy in json.loads(done.stdout):
            for match in policy["matched"]:
                answers[int(match["id"][3:])].add(int(policy["policy"][5:]))
            for problem in policy["problems"]:
                answers[int(problem["resource"][3:])] = problem["problem"]
    return answers


@pytest.fixture(scope="module")
def compared(stormdrill, tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("expressions"), []
    for number in range(ROUNDS):
        rng = random.Random(SEED + number)
        # Braces in a policy's value are variables.
        given = [text for text in texts(rng, TEXTS) if not set(text) & set("{}")]
        expressions = [[source, rng.random() < 0.5] for source in patterns(rng, EXPRESSIONS)]
        done = subprocess.run(
            [PYTHON, HERE / "expression_reference.py"], input=json.dumps([expressions, given]),
            capture_output=True, text=True, check=True, timeout=300)
        ours = asked(stormdrill, folder, expressions, given)
        for expression, mine, theirs in zip(expressions, ours, json.loads(done.stdout)):
            made.append((expression, mine, theirs, given))
    return made


def test_python_matches_the_same(compared):
    counts, differing = collections.Counter(), []
    for expression, ours, theirs, given in compared:
        if isinstance(theirs, str):
            counts["refused by both" if isinstance(ours, str) else "refused by Python"] += 1
            if not isinstance(ours, str):
                differing.append((expression, "ours matches", theirs))
        elif isinstance(ours, str):
            kind = next((each for each in REFUSED if each in ours), None)
            counts[f"refused here: {kind}"] += 1
            if not kind:
                differing.append((expression, ours, theirs))
        else:
            counts["pairs"] += len(given)
            counts["matches"] += len(theirs)
            if ours != set(theirs):
                kind = next(
                    (name for name, holds in DEPARTURES.items() if holds(expression[0])), None)
                counts[f"differing: {kind}"] += 1
                if not kind:
                    texts = [given[number] for number in sorted(ours ^ set(theirs))]
                    differing.append((expression, texts, "ours" if ours - set(theirs) else "theirs"))
    print("\n" + "\n".join(f"{count:8} {name}" for name, count in sorted(counts.items())))
    assert not differing, f"{len(differing)} differ, such as {differing[:8]}"
    assert counts["pairs"] >= LEAST_PAIRS
    assert counts["refused by both"] >= 100
    assert 0.1 <= counts["matches"] / counts["pairs"] <= 0.9
