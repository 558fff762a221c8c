"""AWS's documented cases: what its pages say of a situation, in words and JSON of our own.

Each case of aws_documented_cases.json names its page; `case` is what `stormdrill policy explain
--batch` takes.
"""

import json
import pathlib

import pytest
from plain_evaluator import Evaluator

CASES = json.loads(pathlib.Path(__file__).with_name("aws_documented_cases.json").read_text())


def test_names_are_unique():
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_plain_evaluator(case):
    decided = Evaluator().decide(case["case"])
    assert decided["decision"] == case["decision"], f"{case['says']}: {case['page']}"
