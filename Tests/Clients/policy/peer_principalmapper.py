"""Decides cases with Principal Mapper: a line `true` or `false` (allowed or not) for each case.

A process of its own, for two reasons: Principal Mapper 1.1.5 imports names from `collections` that
Python 3.10 moved to `collections.abc`, which are put back here before it is imported; and it is
under the AGPL, and so stays a program that is called.
"""

import collections
import collections.abc
import json
import logging
import sys

collections.Mapping = collections.abc.Mapping
collections.MutableMapping = collections.abc.MutableMapping

from principalmapper.common import Node, Policy  # noqa: E402
from principalmapper.querying import query_interface as query  # noqa: E402

logging.disable(logging.CRITICAL)


def policy(document: dict) -> Policy:
    return Policy("arn:aws:iam::000000000000:policy/peer", "peer", document)


def node(principal: dict, policies: dict) -> Node:
    is_role = principal["type"] == "AssumedRole"
    boundary = policies.get("boundary")
    return Node(
        principal["roleArn" if is_role else "arn"], principal["userId"],
        [policy(document) for document in policies.get("identity") or []],
        None, {} if is_role else None, None, 0, False, False,
        policy(boundary) if boundary else None, False, None,
    )


def is_allowed(case: dict) -> bool:
    principal, policies = case["principal"], case["policies"]
    action, resource = case["action"], case["resource"]
    # It takes a key's single value bare, and reads no empty list.
    context = {
        key: values[0] if len(values) == 1 else values
        for key, values in case["context"].items() if values
    }
    owner = case["resourceAccount"]
    # No policy means for it that none has to be asked.
    attached = policies.get("resource") or {"Statement": []}
    if principal["type"] == "Service":
        found = query.resource_policy_authorization(
            principal["arn"], owner, attached, action, resource, context
        )
        return found == query.ResourcePolicyEvalResult.SERVICE_MATCH
    levels = policies.get("serviceControl")
    return query.local_check_authorization_full(
        node(principal, policies), action, resource, context, attached, owner,
        levels and [[policy(document) for document in level] for level in levels],
        policies["session"][0] if policies.get("session") else None,
    )


for line in sys.stdin:
    print(json.dumps(is_allowed(json.loads(line))))
