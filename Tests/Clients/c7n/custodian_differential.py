"""Asks Cloud Custodian and Stormdrill the same, and sorts what they answer apart.

`python custodian_differential.py STORMDRILL [SEED [TYPE ...]]` prints the counts and some
differences, of all types of resource or of these.
"""

import base64
import collections
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib
from concurrent.futures import ThreadPoolExecutor

from custodian_families import DEPARTURES, TYPES
from custodian_generator import write
from custodian_vocabulary import ACCOUNT, NOW, REGION

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = HERE.parent.parent.parent / ".venv-c7n" / "bin" / "python"
WORKERS = 2
#: Annotations that Python makes of sets.
UNORDERED = re.compile(r"c7n:(matched-(vpcs|subnets|security-groups|vpc-endpoint)"
                       r"|CrossAccountViolations|MatchedVpcs.*|InstanceOwnerIds|Interface(Resource)?Types)$")


@dataclasses.dataclass
class Pair:
    """A policy and a resource, with both answers: annotations where it matched, else None."""
    batch: str
    policy: dict
    resource: str
    ours: dict | None
    theirs: dict | None
    #: The calls that each wants made of it; None where the policy has no actions.
    our_calls: list | None = None
    their_calls: list | None = None
    #: Why Stormdrill does less than the policy says.
    remarks: list = dataclasses.field(default_factory=list)
    #: Stormdrill's diagnostic about this resource.
    problem: str | None = None
    #: Whether Stormdrill has a diagnostic about this policy and any resource.
    diagnosed: bool = False
    #: What Python raised.
    raised: str | None = None
    #: Whether what Python raised ended the run for all resources.
    ended: bool = False
    #: Texts that Python read as dates though they stand in no stated form.
    dates: list = dataclasses.field(default_factory=list)
    #: Why either would not load the policy.
    refused: str | None = None
    theirs_refused: str | None = None

    @property
    def text(self) -> str:
        return json.dumps(self.policy["filters"] + self.policy.get("actions", []))

    @property
    def same_calls(self) -> bool:
        return same(self.our_calls, self.their_calls)

    @property
    def is_spared(self) -> bool:
        """Whether nothing is called, with a reason."""
        return bool(self.remarks) and not self.our_calls

    @property
    def agrees(self) -> bool:
        return self.ours == self.theirs and self.same_calls

    def __str__(self) -> str:
        return "\n  ".join([
            f"{self.batch} {self.policy['name']} {self.resource}: {self.text}",
            f"custodian:  {self.theirs_refused or self.raised or self.theirs}",
            *[f"  {each}" for each in self.their_calls or []],
            f"stormdrill: {self.refused or self.problem or self.ours}",
            *[f"  {each}" for each in self.our_calls or []]])


def same(ours, theirs) -> bool:
    """Whether two calls are the same; what an earlier call's answer will tell is anything."""
    if isinstance(ours, dict) and "stormdrill:answer" in ours:
        return True
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(
            same(each, theirs[key]) for key, each in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs


@dataclasses.dataclass
class Comparison:
    pairs: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    matches: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    departures: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    examples: dict = dataclasses.field(default_factory=dict)
    differing: list = dataclasses.field(default_factory=list)
    seconds: dict = dataclasses.field(default_factory=dict)


def reference(folders: list) -> None:
    subprocess.run(
        [PYTHON, HERE / "custodian_reference.py", *folders], check=True, timeout=600,
        env={"PYTHONHASHSEED": "0", "TZ": "UTC", "PATH": "/usr/bin:/bin"})


def answered(folder: pathlib.Path) -> list:
    answers = folder / "answers.json"
    return ["--answers", answers] if answers.exists() else []


def evaluate(stormdrill: pathlib.Path, folder: pathlib.Path) -> dict:
    """By policy its answer, or why it was refused."""
    lines = (folder / "policies.json").read_text().splitlines()[1:-1]
    policies = [json.loads(line.rstrip(",")) for line in lines]
    refused, file = {}, folder / "accepted.json"
    for _ in range(2):
        kept = [each for each in policies if each["name"] not in refused]
        file.write_text('{"policies": [\n' + ",\n".join(map(json.dumps, kept)) + "\n]}\n")
        done = subprocess.run(
            [stormdrill, "rules", "evaluate", "--policy", file, "--now", NOW, "--account", ACCOUNT,
             "--region", REGION, "--resources", folder / "resources.json",
             "--event", folder / "event.json", *answered(folder)],
            capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            answers = {each["policy"]: each for each in json.loads(done.stdout)}
            assert set(answers) == {each["name"] for each in kept}
            return answers | refused
        for place, message in re.findall(r"accepted\.json:(\d+):\d+: error: (.*)", done.stderr):
            refused.setdefault(kept[int(place) - 2]["name"], message)
        assert refused, done.stderr
    raise AssertionError(done.stderr)


def pairs(folder: pathlib.Path, answers: dict):
    """Each policy with each resource."""
    policies = json.loads((folder / "policies.json").read_text())["policies"]
    resources = json.loads((folder / "resources.json").read_text())
    theirs = json.loads((folder / "reference.json").read_text())
    kind = TYPES["aws." + policies[0]["resource"].removeprefix("aws.")]
    ids = [each[kind.id] for each in resources]

    def noted(annotations: dict | None) -> dict | None:
        return annotations and {key: sorted(value) if UNORDERED.match(key) else zulu(value)
                                for key, value in annotations.items()
                                if key not in kind.completed}

    for policy in policies:
        ours, other = answers[policy["name"]], theirs[policy["name"]]
        refused = ours if isinstance(ours, str) else None
        matched, problems, calls, remarks = {}, {}, {}, {}
        if not refused:
            matched = {each["id"]: each["annotations"] for each in ours["matched"]}
            problems = {each["resource"]: each["problem"] for each in ours["problems"]}
        if "actions" in policy and not refused:
            calls = {each["id"]: [step["call"] for step in each["calls"]]
                     + [one for one in each["messages"] if "service" in one]
                     for each in ours["matched"]}
            remarks = {each["id"]: each["remarks"] for each in ours["matched"]}
        for each in ids:
            yield Pair(
                folder.name, policy, each, noted(matched.get(each)),
                noted(other.get("matched", {}).get(each)), comparable(calls.get(each)),
                comparable(other.get("calls", {}).get(each)),
                remarks.get(each, []),
                problems.get(each), bool(problems),
                other.get("ended") or other.get("raised", {}).get(each), "ended" in other,
                other.get("dates", {}).get(each, []), refused, other.get("refused"))


def zulu(value):
    """A value with its times in UTC written in one way."""
    if isinstance(value, dict):
        return {key: zulu(each) for key, each in value.items()}
    if isinstance(value, list):
        return [zulu(each) for each in value]
    if isinstance(value, str):
        return re.sub(r"^(\d{4}-\d\d-\d\dT[\d:.]+)\+00:00$", r"\1Z", value)
    return value


def comparable(calls: list | None) -> list | None:
    """Calls without what says nothing, in the order in which they are made."""
    return calls and [
        {"service": each["service"], "operation": each["operation"], "region": each["region"],
         "input": {key: policy(value) if key == "Policy" else told(key, value)
                   for key, value in each["input"].items() if (key, value) != ("DryRun", False)}}
        for each in calls]


def policy(text):
    """A policy document without the spaces between its parts."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


#: What two messages about the same need not share: who sends them, and in which run.
OWN = {"version", "execution_id", "execution_start"}


def told(key: str, value):
    """A message as what it says, without what was read on the way."""
    if key == "CopySource":
        return urllib.parse.unquote(value)
    if key == "MetricData":
        return [{name: each for name, each in one.items() if name != "Timestamp"} for one in value]
    if key == "Findings":
        return [found(one) for one in value]
    if key not in ("MessageBody", "Message", "Payload", "input") or not isinstance(value, str):
        return value
    if key in ("MessageBody", "Message"):
        value = zlib.decompress(base64.b64decode(value)).decode()
    elif not value.startswith("{"):
        value = base64.b64decode(value).decode()
    said = {name: each for name, each in json.loads(value).items() if name not in OWN}
    # A policy inside another is given a name when it is checked.
    said.get("policy", {}).pop("filters", None)
    for one in [*said.get("resources", []), said.get("resource"), said.get("event")]:
        for name in [name for name in one or {} if isinstance(one, dict) and "c7n" in name]:
            del one[name]
    return said


def found(finding: dict) -> dict:
    """A finding without who makes it, and without what was read on the way."""
    made = json.loads(json.dumps(zulu(finding)))
    made["ProductFields"].pop("ProviderVersion")
    for resource in made["Resources"]:
        details = resource["Details"].get("Other", {})
        for name in [name for name in details if ("c7n" in name or "stormdrill" in name)
                     and name != "c7n:resource-type"]:
            del details[name]
    return made


def kinds(filters: list):
    """The kinds of all filters, with the ops and value types of value filters."""
    for each in filters:
        if isinstance(each, str):
            yield each
        elif len(each) == 1 and "type" not in each:
            key = next(iter(each))
            if key in ("and", "or", "not"):
                yield key
                yield from kinds(each[key])
            else:
                yield "short"
        else:
            yield from kinds_of(each)


def kinds_of(each: dict):
    kind = each["type"]
    yield kind
    if kind == "value":
        for part in ("op", "value_type"):
            if part in each:
                yield f"{kind} {part} {each[part]}"
        for part in ("value_regex", "value_path", "value_from", "tag_key_transforms"):
            if part in each:
                yield f"{kind} {part}"
    if kind in ("ingress", "egress"):
        for part in set(each) - {"type"}:
            yield f"{kind} {part}"
    if kind == "list-item":
        yield from (f"item {part}" for part in kinds(each["attrs"]))


def compare(stormdrill: pathlib.Path, folder: pathlib.Path, seed: int, only=()) -> Comparison:
    started = time.monotonic()
    folders = write(folder, seed, only)
    made = Comparison()
    made.seconds["generate"] = time.monotonic() - started
    with ThreadPoolExecutor(WORKERS) as workers:
        for who, ask, work in [
            ("custodian", reference, [folders[part::WORKERS] for part in range(WORKERS)]),
            ("stormdrill", lambda one: evaluate(stormdrill, one), folders),
        ]:
            started = time.monotonic()
            answers = list(workers.map(ask, work))
            made.seconds[who] = time.monotonic() - started
    for one, answer in zip(folders, answers):
        for pair in pairs(one, answer):
            count(made, pair)
    return made


def count(made: Comparison, pair: Pair) -> None:
    kind = pair.policy["resource"].removeprefix("aws.")
    alone = len(pair.policy["filters"]) == 1
    actions = {f"action {each['type']}" for each in pair.policy.get("actions", [])}
    used = set(kinds(pair.policy["filters"]))
    used |= {f"{kind} {each}" for each in used}
    for each in {f"type {kind}", "all", *used}:
        made.pairs[each] += 1
        if alone and not actions or each in ("all", f"type {kind}"):
            made.pairs[each, "alone"] += 1
            made.matches[each] += pair.theirs is not None
    for each in actions:
        made.pairs[f"{kind} {each}"] += 1
        made.matches[f"{kind} {each}"] += bool(pair.their_calls)
    if pair.agrees and not (
            pair.raised or pair.problem or pair.refused or pair.theirs_refused):
        return
    departure = next((each for each in DEPARTURES if each.explains(pair)), None)
    if departure:
        made.departures[departure.name] += 1
        made.examples.setdefault(departure.name, []).append(pair)
    else:
        made.differing.append(pair)


def main(stormdrill: str, seed: str = "1", *only: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = compare(pathlib.Path(stormdrill), pathlib.Path(folder), int(seed), only)
    for each, number in sorted(made.pairs.items(), key=str):
        if isinstance(each, str) and not re.search(r"\bvalue (op|value_)", each):
            alone = made.pairs[each, "alone"]
            share = f"{made.matches[each] / alone:6.1%} of {alone}" if alone else ""
            print(f"{number:7} {each:40} {share}")
    print(dict(made.departures), {who: round(time, 1) for who, time in made.seconds.items()})
    shown = set()
    for pair in made.differing:
        if (pair.batch, pair.policy["name"]) not in shown and len(shown) < 25:
            shown.add((pair.batch, pair.policy["name"]))
            print(pair)
    print(len(made.differing), "pairs differ, of",
          len({(each.batch, each.policy["name"]) for each in made.differing}), "policies")


if __name__ == "__main__":
    main(*sys.argv[1:])
