"""AWS's documented cases: what its pages say of a situation, in words and JSON of our own.

Each case of aws_documented_cases.json names its page; `case` is what `stormdrill policy explain
--batch` takes. Both evaluators have to give the documented decision.
"""

import json
import pathlib

import pytest
from differential import decisions_of
from plain_evaluator import Evaluator

CASES = json.loads(pathlib.Path(__file__).with_name("aws_documented_cases.json").read_text())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


@pytest.fixture(scope="module")
def decided(stormdrill) -> dict:
    """Stormdrill's answers by name."""
    answers = decisions_of(stormdrill, [json.dumps(case["case"]) for case in CASES])
    return {case["name"]: answer for case, answer in zip(CASES, answers, strict=True)}


def test_names_are_unique():
    assert len({case["name"] for case in CASES}) == len(CASES)


@each_case
def test_plain_evaluator(case):
    decision = Evaluator().decide(case["case"])["decision"]
    assert decision == case["decision"], f"{case['says']}: {case['page']}"


@each_case
def test_stormdrill(decided, case):
    answer = decided[case["name"]]
    assert answer.get("decision") == case["decision"], f"{case['says']}: {case['page']}: {answer}"
