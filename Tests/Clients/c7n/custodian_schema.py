"""Asks Cloud Custodian which policies it takes: `python custodian_schema.py FOLDER SEED COUNT`.

It runs in Cloud Custodian's own environment. Policies are made at random from its schema, for every
filter, action, mode and key that it knows on some types of resource, and damaged: policies.json has
them, and verdicts.json says in the same order why it refuses one, or null.
"""

import copy
import json
import logging
import pathlib
import random
import sys

from c7n import schema
from c7n.config import Config
from c7n.resources import load_resources
from c7n.structure import StructureParser
from custodian_reference import load, named
from custodian_vocabulary import ACCOUNT, REGION
from jsonschema import Draft7Validator

KINDS = [
    "security-group", "ec2", "ebs", "ebs-snapshot", "ami", "vpc", "subnet", "internet-gateway",
    "network-acl", "route-table", "s3", "iam-user", "iam-role", "iam-policy", "iam-group",
    "account", "cloudtrail",
]
#: What stands for a string: names, dates, ranges, expressions, sentinels.
TEXTS = ["Name", "tag:env", "a.b", "Tags[].Key", "absent", "present", "x", "10", "2026-01-31",
         "10.0.0.0/8", "*", "^a.*", "o-abc/r-xyz/ou-target", "us-east-1", "arn:aws:iam::aws:policy/X"]
#: What a node is replaced by.
JUNK = [None, True, False, -1, 0, 1, 2.0, 3.5, "", "x", "absent", [], ["x"], [1], {}, {"a": 1},
        {"key": "x", "value": 1}, [{"Name": "x"}], {"type": "value"}]
#: Of each kind of resource's policies, how many places are damaged.
DAMAGE = [0, 0, 1, 1, 1, 2]


class Maker:
    """Values that a JSON schema takes, at random."""

    def __init__(self, whole: dict, source: random.Random):
        self.whole, self.random = whole, source

    def make(self, part, depth=0):
        if isinstance(part, list):
            part = self.random.choice(part)
        part = self.resolved(part)
        if not isinstance(part, dict) or not part:
            return self.random.choice(TEXTS)
        if "enum" in part:
            return self.random.choice(part["enum"])
        for choice in ("oneOf", "anyOf"):
            if choice in part and "properties" not in part:
                return self.make(self.random.choice(part[choice]), depth)
        kind = part.get("type", "object" if "properties" in part else "string")
        if isinstance(kind, list):
            kind = self.random.choice(kind)
        return getattr(self, kind)(part, depth)

    def resolved(self, part):
        while isinstance(part, dict) and "$ref" in part:
            found = self.whole
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[int(step) if isinstance(found, list) else step]
            part = found
        if isinstance(part, dict) and "allOf" in part:
            merged = {"properties": {}, "required": [], "type": "object"}
            for each in part["allOf"]:
                each = self.resolved(each)
                merged["properties"] |= each.get("properties", {})
                merged["required"] += each.get("required", [])
            return merged
        return part

    def object(self, part, depth):
        known, required = part.get("properties", {}), part.get("required", [])
        chosen = [key for key in known
                  if key in required or key == "type" or self.random.random() < 0.35]
        made = {key: self.make(known[key], depth + 1) for key in chosen}
        if "key" in known and "value" in known and self.random.random() < 0.8:
            # Hardly any filter is taken without both.
            made |= {key: self.make(known[key], depth + 1) for key in ("key", "value")}
        further = part.get("additionalProperties")
        patterns = list(part.get("patternProperties", {}).values())
        if isinstance(further, dict):
            patterns.append(further)
        for each in patterns:
            if part.get("minProperties") or self.random.random() < 0.6:
                made[self.random.choice(["env", "a", "Name", "State.Name"])] = self.make(
                    each, depth + 1)
        return made

    def array(self, part, depth):
        least = part.get("minItems", 0)
        most = min(part.get("maxItems", 3), 1 if depth > 6 else 3)
        count = max(least, self.random.randint(min(1, most), most))
        return [self.make(part.get("items", {}), depth + 1) for _ in range(count)]

    def string(self, part, _):
        if "pattern" in part:
            return self.random.choice([*TEXTS, "a", "on", "10", "13:30"])
        return self.random.choice(TEXTS)

    def number(self, part, _):
        return self.random.choice([part.get("minimum", 1), 1, 7, 0.5])

    def integer(self, part, _):
        return self.random.choice([part.get("minimum", 1), 1, 7])

    def boolean(self, *_):
        return self.random.random() < 0.5

    def null(self, *_):
        return None


def bases(kind: str, maker: Maker):
    """Policies with one filter or action each, of every kind; then with every key and mode."""
    parts = maker.resolved({"$ref": f"#/definitions/resources/aws.{kind}/policy/allOf/1"})
    for each in parts["properties"]["filters"]["items"]["anyOf"]:
        yield {"filters": [maker.make(each)]}
    for each in parts["properties"]["actions"]["items"]["anyOf"]:
        yield {"actions": [maker.make(each)]}
    for key, part in maker.whole["definitions"]["policy"]["properties"].items():
        if key not in ("name", "resource", "filters", "actions", "mode"):
            yield {key: maker.make(part)}
    for each in maker.whole["definitions"]["policy-mode"]["anyOf"]:
        yield {"mode": maker.make(each)}


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(
        value, list) else ()
    for key, each in items:
        yield from places(each, (*path, key))


def damaged(policy: dict, source: random.Random) -> dict:
    """One place replaced, left out, renamed, or with one more member."""
    policy = copy.deepcopy(policy)
    known = [each for each in places(policy) if each and each[0] != "name"]
    path = source.choice([each for each in known if each != ("resource",)] or known)
    holder = policy
    for key in path[:-1]:
        holder = holder[key]
    last, what = path[-1], source.random()
    if what < 0.25:
        del holder[last]
    elif what < 0.35 and isinstance(holder, dict):
        holder[last + "s"] = holder.pop(last)
    elif what < 0.5 and isinstance(holder[last], dict):
        holder[last]["unheard-of"] = source.choice(JUNK)
    else:
        holder[last] = copy.deepcopy(source.choice(JUNK))
    return policy


def policies(seed: int, count: int, whole: dict) -> list:
    source = random.Random(seed)
    maker, made = Maker(whole, source), []
    while len(made) < count:
        for kind in KINDS:
            for base in bases(kind, maker):
                policy = {"name": f"p{len(made)}", "resource": source.choice(["", "aws."]) + kind}
                policy |= base
                if "mode" not in base and source.random() < 0.2:
                    policy["mode"] = {"type": "cloudtrail", "events": ["RunInstances"]}
                for _ in range(source.choice(DAMAGE)):
                    policy = damaged(policy, source)
                policy["name"] = policy.get("name", f"p{len(made)}")
                made.append(policy)
    source.shuffle(made)
    return made[:count]


def main(folder: pathlib.Path, seed: int, count: int) -> None:
    logging.disable(logging.CRITICAL)
    load_resources(tuple(f"aws.{kind}" for kind in KINDS))
    whole = schema.generate(tuple(f"aws.{kind}" for kind in KINDS))
    options = Config.empty(region=REGION, regions=[REGION], account_id=ACCOUNT, cache=None)
    validators = {
        kind: Draft7Validator({"$ref": f"#/definitions/resources/aws.{kind}/policy",
                               "definitions": whole["definitions"]}) for kind in KINDS}

    def checked(name):
        return validators[name.removeprefix("aws.")]

    made, verdicts = policies(seed, count, whole), []
    for policy in made:
        try:
            StructureParser().validate({"policies": [policy]})
            load(copy.deepcopy(policy), options, checked)
            verdicts.append(None)
        except Exception as problem:
            verdicts.append(named(problem))
    (folder / "policies.json").write_text(json.dumps(made))
    (folder / "verdicts.json").write_text(json.dumps(verdicts))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
