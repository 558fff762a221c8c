"""Principal Mapper decides generated cases as Stormdrill and the plain evaluator do.

Principal Mapper (PyPI: principalmapper, by NCC Group) simulates authorization by itself and was
written against AWS's policy simulator, by people who know neither of the two evaluators here. It
decides for users, roles and, from a resource's policy, AWS services: identity policies, permissions
boundary, one session policy, SCPs by level and the resource's policy, in one account and across.

It can be trusted for the interplay of these, for actions, resources and plain conditions. It cannot
for the rest: what it is known to decide otherwise than AWS's pages is in peer_cases.py, each with
its page and a case, and is left out here. Where they differ, AWS's page decides.
"""

import json
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from differential import decisions_of
from generator import Generator
from peer_cases import ALWAYS, KNOWN_DIFFERENCES, for_peer, reads_case, reads_document
from plain_evaluator import Evaluator

SEED = 20261123
CASES = 20_000
PEER = pathlib.Path(__file__).with_name("peer_principalmapper.py")


def ask_one(cases) -> list:
    done = subprocess.run(
        [sys.executable, PEER], capture_output=True, text=True, timeout=300,
        input="".join(json.dumps(for_peer(case)) + "\n" for case in cases),
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ask_peer(cases: list) -> list:
    """Whether Principal Mapper allows each case; two processes share the work."""
    half = len(cases) // 2
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(ask_one, [cases[:half], cases[half:]])
    return first + second


@pytest.fixture(scope="module")
def cases() -> list:
    generator = Generator(SEED, reads_document, ALWAYS)
    drawn = []
    while len(drawn) < CASES:
        case, line = generator.case()
        if reads_case(case):
            drawn.append((case, line))
    return drawn


@pytest.fixture(scope="module")
def peer(cases) -> list:
    return ask_peer([case for case, _ in cases])


def agree(answers, peer, cases) -> None:
    assert len(answers) == len(peer) == CASES
    differing = [
        f"principalmapper: {'allowed' if allows else 'denied'}, other: {answer}\n{line}"
        for (_, line), answer, allows in zip(cases, answers, peer)
        if (answer["decision"] == "allowed") != allows
    ]
    assert not differing, f"{len(differing)} cases differ, such as:\n" + "\n".join(differing[:3])


def test_stormdrill_agrees(stormdrill, cases, peer):
    agree(decisions_of(stormdrill, [line for _, line in cases]), peer, cases)


def test_plain_evaluator_agrees(cases, peer):
    evaluator = Evaluator()
    agree([evaluator.decide(case) for case, _ in cases], peer, cases)


def test_both_decisions_are_frequent(peer):
    assert 0.25 < sum(peer) / len(peer) < 0.75


def test_known_differences_are_all_there(stormdrill):
    """Each left-out difference is one still, and Stormdrill decides it as the plain evaluator."""
    assert len(KNOWN_DIFFERENCES) == 23
    samples = [case for _, case in KNOWN_DIFFERENCES.values()]
    told = ask_peer(samples)
    answers = decisions_of(stormdrill, [json.dumps(case) for case in samples])
    for name, case, allows, answer in zip(KNOWN_DIFFERENCES, samples, told, answers):
        decided = Evaluator().decide(case)["decision"]
        assert (decided == "allowed") != allows, f"no difference any more: {name}"
        assert answer.get("decision") == decided, f"{name}: {answer}"
