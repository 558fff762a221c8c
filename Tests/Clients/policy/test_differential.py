"""Stormdrill's evaluator and the plain one decide 200,000 generated cases alike.

`python generator.py SEED COUNT` says how a seed's decisions fall. To ask about one case again:
`stormdrill policy explain --batch FILE`, with the line that a failure shows in FILE.
"""

import pytest
from differential import compare_all

SEED = 20261123
CASES = 200_000
#: At least this share of the cases has each decision, and each of these layers decides some.
LEAST_SHARE = 0.15
LEAST_OF_A_LAYER = 300
LAYERS = {
    "allowed": ["identity", "resource", "root"],
    "explicitDeny": ["identity", "boundary", "session", "serviceControl", "resourceControl",
                     "resource", "endpoint"],
    "implicitDeny": ["identity", "boundary", "session", "serviceControl", "resource", "endpoint"],
}


@pytest.fixture(scope="module")
def compared(stormdrill):
    return compare_all(stormdrill, SEED, CASES)


def test_evaluators_agree(compared):
    _, differing = compared
    shown = [f"plain: {plain}\nstormdrill: {answer}\n{line}"
             for line, plain, answer in sorted(differing, key=lambda case: len(case[0]))[:3]]
    assert not differing, f"{len(differing)} cases differ, such as:\n" + "\n\n".join(shown)


def test_cases_are_not_decided_trivially(compared):
    counted, _ = compared
    assert sum(counted.values()) == CASES
    for decision, layers in LAYERS.items():
        share = sum(count for (each, _), count in counted.items() if each == decision) / CASES
        assert share >= LEAST_SHARE, f"{decision}: {share:.1%}"
        few = {layer: counted[decision, layer] for layer in layers
               if counted[decision, layer] < LEAST_OF_A_LAYER}
        assert not few, f"{decision} is rarely due to {few}"
