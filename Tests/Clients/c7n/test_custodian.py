"""Stormdrill reads policies as Cloud Custodian does: both are asked about the same resources.

What differs on purpose is in custodian_departures.py, by name and with its reason; how often each
happens is printed (`pytest -s`). To look at one seed: `python custodian_differential.py STORMDRILL
SEED`.
"""

import re

import pytest
from custodian_comparisons import EVERY_OP
from custodian_differential import PYTHON, compare
from custodian_families import ACTIONS, DEPARTURES, SPECIFIC, TYPES

SEED = 20261123
LEAST_PAIRS = 20_000
#: Of all pairs at most this share may fall under a departure.
MOST_DEPARTING = 0.08
#: Filters that stand alone in a policy match between these shares of the resources.
LEAST_SHARE, MOST_SHARE = 0.1, 0.9
VALUE_TYPES = ["age", "cidr", "cidr_size", "date", "expiration", "expr", "float", "integer",
               "normalize", "resource_count", "size", "swap", "unique_size", "version"]
GENERIC = ["short", "value", "list-item", "reduce", "event", "marked-for-op", "and", "or", "not"]


@pytest.fixture(scope="module")
def compared(stormdrill, tmp_path_factory):
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-deps`"
    made = compare(stormdrill, tmp_path_factory.mktemp("custodian"), SEED)
    print("\n" + report(made))
    return made


def report(made) -> str:
    """What was compared, in one table."""
    lines = [f"{made.pairs['all']} pairs, {made.matches['all']} matches; seconds: "
             + ", ".join(f"{who} {seconds:.1f}" for who, seconds in made.seconds.items())]
    for each in sorted(key for key in made.pairs if isinstance(key, str) and key != "all"
                       and not re.search(r"\bvalue (op|value_)", key)):
        alone = made.pairs[each, "alone"]
        share = f"{made.matches[each] / alone:4.0%} of {alone} alone" if alone else ""
        lines.append(f"{made.pairs[each]:7} {each:36} {share}")
    for each in DEPARTURES:
        lines.append(f"{made.departures[each.name]:7} {each.name}: {each.why}")
    return "\n".join(lines)


def test_both_match_the_same_and_note_the_same(compared):
    shown = "\n\n".join(str(pair) for pair in compared.differing[:5])
    assert not compared.differing, f"{len(compared.differing)} pairs differ, such as:\n{shown}"
    assert compared.pairs["all"] >= LEAST_PAIRS


def test_departures_are_few_and_each_happens(compared):
    assert sum(compared.departures.values()) <= MOST_DEPARTING * compared.pairs["all"]
    unseen = [each.name for each in DEPARTURES
              if not each.is_rare and not compared.departures[each.name]]
    assert not unseen, f"no pair needs {unseen}: remove them"


def bare(kind: str) -> str:
    return kind.removeprefix("aws.")


def test_every_kind_of_filter_is_compared(compared):
    wanted = GENERIC + [f"type {bare(kind)}" for kind in TYPES]
    wanted += [f"{bare(kind)} {name}" for name, kinds, _ in SPECIFIC for kind in kinds]
    wanted += [f"value op {op}" for op in EVERY_OP]
    wanted += [f"value value_type {kind}" for kind in VALUE_TYPES]
    few = {each: compared.pairs[each] for each in wanted if compared.pairs[each] < 60}
    assert not few


def test_filters_match_neither_all_nor_nothing(compared):
    wanted = ["short", "value", "list-item", "reduce", "marked-for-op"]
    wanted += [f"{bare(kind)} {name}" for name, kinds, _ in SPECIFIC for kind in kinds]
    shares = {each: compared.matches[each] / compared.pairs[each, "alone"] for each in wanted}
    assert not {each: f"{share:.0%}" for each, share in shares.items()
                if not LEAST_SHARE <= share <= MOST_SHARE}


#: What else an action is called.
ALIASES = {"tag": ["mark"], "remove-tag": ["unmark", "untag"]}


def test_every_action_is_compared_and_changes_something(compared):
    changed = {
        f"{bare(kind)} {name}": sum(
            compared.matches[f"{bare(kind)} action {each}"]
            for each in [name, *ALIASES.get(name, [])])
        for name, kinds, _ in ACTIONS for kind in kinds}
    assert not {each: count for each, count in changed.items() if count < 10}
