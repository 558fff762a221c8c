"""Asks Cloud Custodian itself: `python custodian_reference.py FOLDER...`, in its own environment.

Each folder holds a batch (policies.json, resources.json, event.json); what Cloud Custodian answers
goes to its reference.json: by policy {"refused": why}, or {"matched": {id: annotations},
"raised": {id: exception}, "dates": {id: texts}, "calls": {id: [call]}}, or {"ended": exception}
where only the whole run can be asked and Python raised. No call leaves: resources hold what
augmentation would have added, and answers.json what AWS answers to further reads.
"""

import copy
import json
import logging
import os
import pathlib
import re
import sys
import tempfile
import time
import types

os.environ["TZ"] = "UTC"
time.tzset()

import freezegun  # noqa: E402
import jsonschema  # noqa: E402
from c7n import schema, tags, utils  # noqa: E402
from c7n.actions import EventAction  # noqa: E402
from c7n.config import Config  # noqa: E402
from c7n.element import Element  # noqa: E402
from c7n.exceptions import PolicyValidationError  # noqa: E402
from c7n.executor import MainThreadExecutor  # noqa: E402
from c7n.filters import core  # noqa: E402
from c7n.policy import Policy  # noqa: E402
from c7n.resources import load_resources  # noqa: E402
from dateutil.parser import isoparse  # noqa: E402
from custodian_aws import (  # noqa: E402
    Session, UnexpectedCall, World, plain, stand_in, typed)
from custodian_families import TYPES  # noqa: E402
from custodian_vocabulary import ACCOUNT, NOW, REGION  # noqa: E402

SESSION = Session(REGION)
OUTPUT = tempfile.TemporaryDirectory()
#: Filters that look at all resources together, so that one resource can't be asked alone.
TOGETHER = re.compile(
    r'"reduce"|"resource_count"|"(aws\.)?route-table".*"(subnet|cross-az-nat-gateway-route)"')


#: What a filter asks though it stands in a resource that was completed before.
def completed(resources: list) -> list:
    vpcs = [{"VpcId": each["stormdrill:DefaultVpc"], "IsDefault": True}
            for each in resources[:1] if "stormdrill:DefaultVpc" in each]
    answers = [("ec2", "DescribeVpcs", {}, {"Vpcs": vpcs}),
               ("iam", "ListAccountAliases", {}, {"AccountAliases": []}),
               ("iam", "ListAttachedUserPolicies", {}, {"AttachedPolicies": []}),
               ("iam", "ListAttachedGroupPolicies", {}, {"AttachedPolicies": []})]
    answers += [("iam", "ListGroupsForUser", {"UserName": each["UserName"]},
                 {"Groups": each["c7n:Groups"]}) for each in resources if "c7n:Groups" in each]
    for each in resources:
        for member, operation, answer in [("Tags", "GetBucketTagging", "TagSet"), (
                "c7n:PublicAccessBlock", "GetPublicAccessBlock",
                "PublicAccessBlockConfiguration")]:
            if "Name" in each and "Acl" in each:
                answers.append(
                    ("s3", operation, {"Bucket": each["Name"]}, {answer: each.get(member) or []}))
    if "RoleName" in resources[0]:
        answers += [("iam", "ListAttachedRolePolicies", {"RoleName": each["RoleName"]},
                     {"AttachedPolicies": each["c7n:AttachedPolicies"]}) for each in resources]
    return [{"service": service, "operation": operation, "input": given, "output": output}
            for service, operation, given, output in answers]


class Dates:
    """Notes which texts dateutil read, those in Stormdrill's stated forms left out."""

    months = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    zone = r"(?:\s*(?:Z|UTC|GMT|[+-]\d{1,2}(?::?\d\d)?))?"
    clock = r"(?:\d{1,2}:\d\d(?::\d\d)?|\d{4}|\d{6})(?:\.\d+)?(?:\s*[AP]M)?"
    day = (
        r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{8}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\d{1,2}-\d{4}"
        rf"|\d{{1,2}}-{months}-\d{{4}}|{months}\s+\d{{1,2}},?\s*\d{{4}}"
        rf"|\d{{1,2}}\s+{months},?\s+\d{{4}})"
    )
    stated = re.compile(
        rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{day}(?:(?:T|,?\s+){clock}{zone})?",
        re.IGNORECASE)
    free: set = set()

    @classmethod
    def watch(cls, parse):
        def watched(text, *more, **options):
            read = parse(text, *more, **options)
            if not isinstance(text, str) or not cls.stated.fullmatch(text.strip(" ")):
                cls.free.add(str(text))
            return read
        return watched


def annotations(before: dict, after: dict) -> dict:
    """What the filters left on a resource."""
    return {key: value for key, value in after.items() if key not in before}


def timed(resources: list) -> list:
    """The resources with the times that filters and actions take from boto3 as they are."""
    for each in resources:
        for device in each.get("BlockDeviceMappings") or []:
            if "InstanceId" in each and "Ebs" in device:
                device["Ebs"]["AttachTime"] = isoparse(device["Ebs"]["AttachTime"])
    return resources


class Moment(str):
    """A time that is written as the batch has it."""

    def isoformat(self) -> str:
        return str(self)


def dated(resources: list) -> None:
    """Makes times of the texts that findings take for some."""
    for each in resources:
        for name in ("CreateDate", "CreateTime", "LaunchTime"):
            if isinstance(each.get(name), str):
                each[name] = Moment(each[name])


def run(policy: Policy, resources: list, event: dict) -> tuple[dict, dict]:
    """What matches with its annotations, and what the actions ask to be changed of each."""
    given = listed(policy, timed(copy.deepcopy(resources)))
    name = policy.resource_manager.get_model().id
    originals = {each[name]: each for each in resources}
    matched = policy.resource_manager.filter_resources(given, event)
    noted = {each[name]: copy.deepcopy(annotations(originals[each[name]], each))
             for each in matched}
    calls = {}
    if any(each.type == "post-finding" for each in policy.resource_manager.actions):
        dated(matched)
    for each in matched if policy.resource_manager.actions else []:
        World.changes = []
        for action in policy.resource_manager.actions:
            if isinstance(action, EventAction):
                action.process([each], event)
            else:
                action.process([each])
        calls[each[name]], World.changes = World.changes, []
    return noted, calls


def listed(policy: Policy, resources: list) -> list:
    """Documents as boto3 would have listed them."""
    listing = TYPES["aws." + policy.resource_type.removeprefix("aws.")].listing
    if not listing:
        return resources
    model = SESSION.client(policy.resource_manager.get_model().service).meta.service_model
    shape = model.operation_model(listing[0]).output_shape
    return typed({listing[1]: resources}, shape)[listing[1]]


def load(data: dict, options, checked=None) -> Policy:
    """As `custodian run` does: schema, variables, checks of the filters."""
    problem = checked and next(checked(data["resource"]).iter_errors(data), None)
    if problem:
        raise PolicyValidationError(problem.message)
    policy = Policy(copy.deepcopy(data), options, session_factory=SESSION)
    policy.expand_variables(policy.get_variables())
    policy.validate()
    # What a run would open: actions that go through objects write their keys and counts there.
    policy.ctx.output = types.SimpleNamespace(root_dir=OUTPUT.name)
    policy.ctx.metrics = types.SimpleNamespace(put_metric=lambda *_, **__: 0, flush=lambda: 0)
    return policy


def answer(data: dict, resources: list, event: dict, options, checked) -> dict:
    try:
        policy = load(data, options, checked)
    except Exception as problem:
        return {"refused": named(problem)}
    if "stormdrill:Groups" in resources[0]:
        groups = {each["GroupId"]: each for each in (resources[0]["stormdrill:Groups"] or [])}
        policy.resource_manager.get_resources = lambda ids: [
            copy.deepcopy(groups[each]) for each in dict.fromkeys(ids) if each in groups]
    Dates.free = set()
    try:
        return asked(policy, data, resources, event, options)
    except UnexpectedCall as problem:
        return {"refused": f"the batch has no answer to {problem}"}


def asked(policy: Policy, data: dict, resources: list, event: dict, options) -> dict:
    try:
        matched, calls = run(policy, resources, event)
        if not Dates.free:
            return {"matched": matched, "raised": {}, "dates": {}, "calls": calls}
    except Exception as problem:
        matched = named(problem)
    if TOGETHER.search(json.dumps(data)):
        if isinstance(matched, str):
            return {"ended": matched}
        texts = sorted(Dates.free)
        return {"matched": matched, "raised": {}, "calls": calls, "dates": {
            each[policy.resource_manager.get_model().id]: texts for each in resources}}
    # One by one: who raised, and who has which dates.
    found = {"matched": {}, "raised": {}, "dates": {}, "calls": {}}
    for each in resources:
        own, Dates.free = each[policy.resource_manager.get_model().id], set()
        # Some filters keep what they made of the first resources that they saw.
        policy = load(data, options)
        try:
            matched, calls = run(policy, [each], event)
            found["matched"] |= matched
            found["calls"] |= calls
        except Exception as problem:
            found["raised"][own] = named(problem)
        if Dates.free:
            found["dates"][own] = sorted(Dates.free)
    return found


def named(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:300]


def checkers():
    """The schema's part for a type of resource, which is quicker than the whole."""
    known = {}

    def checked(kind: str):
        kind = kind if kind.startswith("aws.") else f"aws.{kind}"
        if kind not in known:
            load_resources((kind,))
            whole = schema.generate((kind,))
            known[kind] = jsonschema.Draft7Validator(
                {"$ref": f"#/definitions/resources/{kind}/policy",
                    "definitions": whole["definitions"]})
        return known[kind]

    return checked


def main(folders: list) -> None:
    logging.disable(logging.CRITICAL)
    Element.executor_factory = MainThreadExecutor
    stand_in()
    time.sleep = lambda _: None
    core.parse_date.__globals__["parse"] = Dates.watch(utils.parse)
    tags.parse = Dates.watch(tags.parse)
    # A policy inside another writes what it finds.
    written = tempfile.TemporaryDirectory()
    options = Config.empty(region=REGION, regions=[REGION], account_id=ACCOUNT, cache=None,
                           output_dir=written.name)
    checked = checkers()
    with freezegun.freeze_time(NOW):
        for folder in map(pathlib.Path, folders):
            policies = json.loads((folder / "policies.json").read_text())["policies"]
            resources = json.loads((folder / "resources.json").read_text())
            event = json.loads((folder / "event.json").read_text())
            known = folder / "answers.json"
            World.answers = (
                json.loads(known.read_text()) if known.exists() else completed(resources))
            answers = {
                each["name"]: answer(each, resources, event, options, checked) for each in policies}
            (folder / "reference.json").write_text(json.dumps(answers, default=plain))


if __name__ == "__main__":
    main(sys.argv[1:])
