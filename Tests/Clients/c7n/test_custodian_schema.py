"""Stormdrill takes the policies that Cloud Custodian takes, and refuses what it refuses.

Policies are made at random from Cloud Custodian's own schema and damaged; both judge each. What
differs on purpose is named below, with its reason; how often each happens is printed (`pytest -s`).
To look at one seed: `python test_custodian_schema.py STORMDRILL SEED`.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import pytest
from custodian_differential import PYTHON

HERE = pathlib.Path(__file__).resolve().parent
SEED, COUNT = 20261123, 12_000
#: A file with too many problems isn't read to its end.
POLICIES_A_FILE = 100

#: Where only Stormdrill refuses: what all of its messages about the policy must match.
STRICTER = {
    "unsupported": (
        "the policy asks for something that is not supported, and the message says so",
        r"not supported|can't ask DynamoDB|a run must be repeatable|can't be exempted"),
    "ends the run": (
        "Cloud Custodian takes it, and Python raises as soon as the policy runs",
        r"is no JMESPath|has no `|names no tags|has \d+ members|counts nothing in a condition|"
        r"is no regular expression|groups; expected one|can't be asked of|unknown transform|"
        r"can't be `.*`; expected (a date|a string|whole)|format of|read the format|"
        r"a regular expression can't be|sets too little|no address of the web|"
        r"a dimension's value|expected a list of filters|`headers` can't be|can't be used as it|"
        r"can't be a mapping; expected a string|"
        r"(SGReferences|Description)` can't be|`value` can't be a list|is no date|"
        r"there is no function|`(start|end)` can't be|of a query can't be|no `Name` and `Values`"),
    "not there": (
        "a file that `value_from` names is looked for at once",
        r"can't be read: "),
    "unread": (
        "a member that Cloud Custodian ignores is refused, not ignored",
        r"unknown key `|means nothing beside"),
    "of another filter": (
        "a list passes as a short value since some filter's schema asks for no type",
        r"can't be compared with a "),
}


def judged(stormdrill: pathlib.Path, folder: pathlib.Path, seed: int, count: int) -> list:
    """Each policy with why Cloud Custodian refuses it, and with Stormdrill's errors."""
    subprocess.run([PYTHON, HERE / "custodian_schema.py", folder, str(seed), str(count)],
                   check=True, cwd=HERE)
    policies = json.loads((folder / "policies.json").read_text())
    verdicts = json.loads((folder / "verdicts.json").read_text())
    files = folder / "files"
    files.mkdir()
    for start in range(0, len(policies), POLICIES_A_FILE):
        lines = map(json.dumps, policies[start:start + POLICIES_A_FILE])
        (files / f"{start:06}.json").write_text('{"policies": [\n' + ",\n".join(lines) + "\n]}")
    run = subprocess.run([stormdrill, "rules", "check", files], capture_output=True, text=True,
                         check=False)
    assert run.returncode in (0, 2), run.stderr
    errors = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        found = re.match(r".*/(\d+)\.json:(\d+):\d+: error: (.*)", line)
        if found:
            errors[int(found[1]) + int(found[2]) - 2].append(found[3])
    return [(policy, verdict, errors[index])
            for index, (policy, verdict) in enumerate(zip(policies, verdicts, strict=True))]


def departure(errors: list) -> str | None:
    """The name of the first departure that an error falls under, where all fall under some."""
    found = [next((name for name, (_, pattern) in STRICTER.items() if re.search(pattern, each)),
                  None) for each in errors]
    return None if None in found else found[0]


def compare(stormdrill, folder, seed, count):
    counts, differing = collections.Counter(), []
    for policy, refused, errors in judged(stormdrill, folder, seed, count):
        name = "both take it" if not refused else "both refuse it"
        if bool(refused) != bool(errors):
            name = None if refused else departure(errors)
        if name is None:
            differing.append((policy, refused, errors))
        counts[name or "differing"] += 1
    return counts, differing


@pytest.fixture(scope="module")
def compared(stormdrill, tmp_path_factory):
    assert PYTHON.exists(), f"{PYTHON} is not there: run `make test-deps`"
    counts, differing = compare(stormdrill, tmp_path_factory.mktemp("schema"), SEED, COUNT)
    print("\n" + "\n".join(f"{count:6} {name}: {STRICTER.get(name, [''])[0]}"
                           for name, count in counts.most_common()))
    return counts, differing


def test_both_take_the_same_policies(compared):
    shown = "\n\n".join(str(each) for each in compared[1][:8])
    assert not compared[1], f"{len(compared[1])} policies differ, such as:\n{shown}"


def test_policies_of_every_kind_are_judged(compared):
    counts = compared[0]
    assert counts["both take it"] > COUNT / 20
    assert counts["both refuse it"] > COUNT / 4
    assert all(counts[name] for name in STRICTER if name != "of another filter"), counts


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found, different = compare(
            pathlib.Path(sys.argv[1]), pathlib.Path(made), int(sys.argv[2]),
            int(sys.argv[3]) if len(sys.argv) > 3 else COUNT)
    for one in different:
        print(*one, sep="\n  ")
    print(found)
