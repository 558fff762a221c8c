"""Random batches: policies of one type of resource and resources to ask them about.

`python custodian_generator.py FOLDER SEED` writes them as files, to look at.
"""

import json
import pathlib
import sys

from custodian_families import ACTIONS, SPECIFIC, TYPES, of
from custodian_filters import Filters
from custodian_vocabulary import ACCOUNT, NOW, REGION, Draw

RESOURCES = 20
POLICIES = 52
#: Batches of each type.
BATCHES = {"aws.security-group": 6, "aws.s3": 4}
BATCHES_OF_OTHERS = 3
#: Policies of each action in a batch.
ACTING = 3

FILES = {
    "words.txt": "prod\n dev \nqa_x\n\n",
    "words.csv": "prod,dev-12\nqa_x,PROD\n\"a,b\",prod-1\n",
    "words.json": json.dumps({"names": ["prod", "dev-12"], "more": [{"name": "qa_x"},
        {"name": 12}]}),
    "table.csv": "name,team\nprod,dev\nprod-1,PROD\n",
    "ranges.txt": "10.0.0.0/8\n0.0.0.0/0\n203.0.113.7/32\n",
    "numbers.json": "[1, 2, 22, 443]",
}


def write(folder: pathlib.Path, seed: int, only=()) -> list:
    """Writes all batches below a folder, or those of some types, each in one of its own; their
    folders."""
    files = {}
    for name, text in FILES.items():
        files[name] = folder / name
        files[name].write_text(text)
    made = []
    for kind in only or TYPES:
        for number in range(TYPES[kind].batches or BATCHES.get(kind, BATCHES_OF_OTHERS)):
            batch = folder / f"{kind.removeprefix('aws.')}-{number}"
            batch.mkdir()
            write_batch(batch, kind, Draw(f"{seed} {kind} {number}"), files)
            made.append(batch)
    return made


def write_batch(folder: pathlib.Path, kind: str, draw: Draw, files: dict) -> None:
    filters = Filters(draw, kind, TYPES[kind], of(SPECIFIC, kind), files)
    names = filters.names()
    policies = []
    count = max(POLICIES, len(names) * 3 // 2)
    for number in range(count):
        if number < 0.65 * count:
            # Alone, so that what each kind of filter matches can be counted.
            chosen = [filters.one(names[number] if number < len(names) else draw.choice(names))]
        else:
            chosen = filters.together()
        policies.append(policy(f"p{number}", kind, {"filters": chosen}, draw))
    makers = of(ACTIONS, kind)
    findings = makers.pop("post-finding", None)
    for name, make in makers.items():
        for number in range(ACTING):
            policies.append(policy(f"{name}{number}", kind, acting(filters, make), draw))
    resources = [TYPES[kind].make(draw, number) for number in range(TYPES[kind].count or RESOURCES)]
    draw.shuffle(resources)
    (folder / "resources.json").write_text(json.dumps(resources))
    (folder / "event.json").write_text(json.dumps(event(draw)))
    if TYPES[kind].answers:
        (folder / "answers.json").write_text(json.dumps(TYPES[kind].answers(draw, resources)))
    # Drawn last, so that all else is the same with them and without.
    for number in range(ACTING if findings else 0):
        policies.append(policy(f"post-finding{number}", kind, acting(filters, findings), draw))
    # A policy a line, so that a diagnostic's line says whose it is.
    lines = ",\n".join(json.dumps(each) for each in policies)
    (folder / "policies.json").write_text('{"policies": [\n' + lines + "\n]}\n")


def acting(filters: Filters, make) -> dict:
    """Filters and one action."""
    made = make(filters)
    if "actions" in made:
        return made
    return {"filters": filters.together() if filters.draw.chance(0.3) else [], "actions": [made]}


def policy(name: str, kind: str, parts: dict, draw: Draw) -> dict:
    made = {"name": name, "resource": kind.removeprefix("aws.") if draw.chance(0.3) else kind}
    if '"type": "event"' in json.dumps(parts["filters"]) or "auto-tag-user" in json.dumps(parts):
        made["mode"] = {"type": "cloudtrail", "role": "arn:aws:iam::123456789012:role/c",
            "events": [
            {"source": "ec2.amazonaws.com", "event": "RunInstances", "ids": "detail.ids"}]}
    return made | parts


def identity(draw: Draw) -> dict:
    """Who caused an event."""
    session = draw.often(["ann", "bob@example.com"], ["i-0123", "awslambda_1"])
    return draw.choice([
        {"type": draw.word()},
        {"type": "IAMUser", "userName": "ann", "principalId": "AIDA1",
         "arn": f"arn:aws:iam::{ACCOUNT}:user/ann"},
        {"type": draw.choice(["AssumedRole", "FederatedUser"]), "principalId": f"AROA1:{session}",
         "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/{session}",
         "sessionContext": {"sessionIssuer": {"userName": "reader"}}}])


def event(draw: Draw) -> dict:
    parameters = {"name": draw.word(), "count": draw.number(), "items": draw.one("words")}
    return {
        "detail-type": "AWS API Call via CloudTrail", "source": "aws.ec2", "account": ACCOUNT,
        "region": REGION, "time": NOW,
        "detail": {"eventSource": "ec2.amazonaws.com", "eventName": draw.word(),
                   "userIdentity": identity(draw), "requestParameters": parameters,
                   "sourceIPAddress": "192.0.2.1"},
    }


if __name__ == "__main__":
    print(*write(pathlib.Path(sys.argv[1]), int(sys.argv[2])), sep="\n")
