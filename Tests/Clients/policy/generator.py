"""A seeded generator of cases in which policies of all kinds meet.

Documents are made first, a pool for each service and kind of policy; cases are drawn from them, so
that an evaluator reads each document once. Run by itself it says how the decisions fall:
`python generator.py [SEED] [COUNT]`.
"""

import collections
import json
import random
import sys

from case_vocabulary import (
    A, ASKING, B, CANONICAL, CONDITION_KEYS, EVERYONE, NAMED, OPERATORS, PRINCIPAL_KEYS, SERVICES,
    SPARED, THEMES,
)

FULL_ACCESS = {"Version": "2012-10-17",
               "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
FULL_RESOURCE_ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
FULL_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*",
                   "Action": ["sts:AssumeRole", "sts:TagSession"]}],
}
#: How many documents of a kind a service's pool has, and the share of Deny among statements.
POOLS = {"identity": (160, 0.2), "boundary": (60, 0.2), "session": (60, 0.2),
         "serviceControl": (60, 0.4), "resourceControl": (60, 1.0), "resource": (300, 0.27),
         "endpoint": (60, 0.2)}


class Pooled:
    """A document, its JSON, and whether it asks what AWS's pages leave open for services."""

    def __init__(self, document: dict):
        self.document = document
        self.json = json.dumps(document, separators=(",", ":"))
        text = self.json.lower()
        self.suits_services = '{"aws":"*"}' not in text and not any(
            key in text for key in PRINCIPAL_KEYS
        )


class Generator:
    """`admits` says which documents may be used; `always` names keys that all requests have."""

    def __init__(self, seed: int, admits=lambda document: True, always=()):
        self.random = random.Random(seed)
        self.always = always
        # Keys with many values are few, and most is to be known of them.
        self.keys = [key for key, (_, _, _, many) in CONDITION_KEYS.items()
                     for _ in range(4 if many else 1)]
        self.full_access = Pooled(FULL_ACCESS)
        self.full_resource_access = Pooled(FULL_RESOURCE_ACCESS)
        self.full_trust = Pooled(FULL_TRUST)
        self.pools = {
            (name, kind): [self.pooled(theme, kind, deny, admits) for _ in range(count)]
            for name, theme in THEMES.items()
            for kind, (count, deny) in POOLS.items()
        }
        self.themes = list(THEMES.items())
        self.groups = [group for group, _ in ASKING]
        self.weights = [weight for _, weight in ASKING]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, values: list, most: int):
        """One value, or a list of a few."""
        count = self.random.choice([1] * 3 + list(range(1, most + 1)))
        chosen = self.random.sample(values, min(count, len(values)))
        return chosen[0] if len(chosen) == 1 and self.chance(0.7) else chosen

    # Documents

    def pooled(self, theme, kind: str, deny: float, admits) -> Pooled:
        while True:
            document = self.document(theme, kind, deny)
            if admits(document):
                return Pooled(document)

    def document(self, theme, kind: str, deny: float) -> dict:
        count = self.random.choice([2, 3, 3, 4] if kind == "resource" else [1, 1, 2, 2, 3])
        statements = [self.statement(theme, kind, self.chance(deny)) for _ in range(count)]
        for number, statement in enumerate(statements):
            if self.chance(0.2):
                statement["Sid"] = f"S{number}"
        document = {}
        if kind in ("serviceControl", "resourceControl") or self.chance(0.86):
            document["Version"] = "2012-10-17"
        elif self.chance(0.5):
            document["Version"] = "2008-10-17"
        single = len(statements) == 1 and self.chance(0.3)
        document["Statement"] = statements[0] if single else statements
        return document

    def statement(self, theme, kind: str, denies: bool) -> dict:
        statement = {"Effect": "Deny" if denies else "Allow"}
        if kind == "resourceControl":
            statement["Principal"] = "*"
        is_trust = theme.is_trust and kind == "resource"
        if kind in ("resource", "endpoint"):
            self.add_principal(statement, theme, denies, is_trust)
        # A Deny that names everything would leave nothing to decide.
        wide = 0.16 if denies else 0.5
        actions = "*" if self.chance(wide / 3) else theme.actions[0].split(":")[0] + ":*"
        if is_trust or not self.chance(wide):
            actions = self.some(theme.action_patterns, 3)
        negated = actions != "*" and not is_trust and self.chance(0.08)
        statement["NotAction" if negated else "Action"] = actions
        if not is_trust:
            resources = "*" if self.chance(wide) else self.some(theme.resource_patterns, 3)
            negated = resources != "*" and self.chance(0.1)
            statement["NotResource" if negated else "Resource"] = resources
        # Often, for it's in conditions that evaluators differ; most of all where they deny.
        if self.chance(0.75 if kind == "resourceControl" else 0.6 if denies else 0.4):
            statement["Condition"] = self.condition()
        return statement

    def add_principal(self, statement: dict, theme, denies: bool, names_only: bool) -> None:
        if denies and not names_only and self.chance(0.4):
            statement["NotPrincipal"] = self.random.choice(SPARED)
        elif self.chance(0.6 if denies else 0.25):
            statement["Principal"] = self.random.choice(EVERYONE)
        else:
            count = self.random.choice([1, 2, 3, 5])
            names = self.random.sample(NAMED, count)
            principal = {"AWS": names[0] if count == 1 else sorted(set(names))}
            if theme.of_owners and self.chance(0.15):
                principal["CanonicalUser"] = self.some(list(CANONICAL.values()), 2)
            if self.chance(0.35):
                services = [service["arn"] for service in SERVICES]
                service = {"Service": self.some(services, 2)}
                principal = service if self.chance(0.3) else principal | service
            statement["Principal"] = principal

    def condition(self) -> dict:
        block = {}
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            key = self.random.choice(self.keys)
            kind, _, named, many = CONDITION_KEYS[key]
            written = self.random.choice([key, key, key, key.lower(), key.upper()])
            if self.chance(0.12):
                block.setdefault("Null", {})[written] = self.random.choice(["true", "false"])
                continue
            operator = self.random.choice(OPERATORS[kind])
            if self.chance(0.25):
                operator += "IfExists"
            if self.chance(0.75 if many else 0.15):
                operator = self.random.choice(["ForAllValues:", "ForAnyValue:"]) + operator
            keys = block.setdefault(operator, {})
            if key.lower() not in (other.lower() for other in keys):
                keys[written] = self.some(named, 3)
        return block

    # Requests

    def context(self) -> dict:
        context = {}
        for key, (_, values, _, many) in CONDITION_KEYS.items():
            if values is None or not (key in self.always or self.chance(0.5)):
                continue
            if many:
                count = self.random.choice([0, 1, 1, 2, 2, 3])
                chosen = self.random.sample(values, min(count, len(values)))
            else:
                chosen = [self.random.choice(values)]
            context[key if self.chance(0.8) else key.lower()] = chosen
        return context

    def principal(self, theme) -> dict:
        while True:
            group = self.random.choices(self.groups, self.weights)[0]
            if group[0]["type"] not in theme.not_asking:
                return self.random.choice(group)

    def draw(self, name: str, kind: str, for_service: bool) -> Pooled:
        while True:
            drawn = self.random.choice(self.pools[name, kind])
            if drawn.suits_services or not for_service:
                return drawn

    def case(self):
        """A case, and the line of JSON that says it."""
        name, theme = self.random.choice(self.themes)
        principal = self.principal(theme)
        own = principal.get("account")
        # Most requests stay in their account; the rest are of two others.
        account = own if own and self.chance(0.72) else self.random.choice([A, B])
        actions, resources = theme.actions, theme.resources
        if principal["type"] == "Root" and theme.of_owners and self.chance(0.5):
            actions, resources = theme.of_owners
        case = {
            "principal": principal,
            "action": self.random.choice(actions),
            "resource": self.random.choice(resources),
            "resourceAccount": account,
            "resourcePolicyMustAllow": theme.must_allow,
            "context": self.context(),
        }
        # Where many policies meet, few of them matter: half of the cases are about one of them.
        if self.chance(0.5):
            policies = self.policies(name, theme, principal, own == account)
        else:
            policies = self.focused_policies(name, theme, principal, own == account)
        head = json.dumps(case, separators=(",", ":"))
        body = ",".join(f'"{layer}":{as_json(given)}' for layer, given in policies.items())
        case["policies"] = {layer: as_documents(given) for layer, given in policies.items()}
        return case, f'{head[:-1]},"policies":{{{body}}}}}'

    def policies(self, name: str, theme, principal: dict, is_own: bool) -> dict:
        """Policies of all kinds."""
        kind = principal["type"]
        is_service = kind == "Service"
        policies = {}
        if kind in ("User", "AssumedRole", "FederatedUser"):
            count = self.random.choice([0, 1, 1, 2, 2])
            policies["identity"] = [self.draw(name, "identity", False) for _ in range(count)]
            if self.chance(0.3):
                policies["identity"].append(self.full_access)
            if self.chance(0.3):
                policies["boundary"] = self.limit(name, "boundary")
            federated = kind == "FederatedUser"
            if federated and self.chance(0.75) or kind == "AssumedRole" and self.chance(0.35):
                count = self.random.choice([1, 1, 2])
                policies["session"] = [self.limit(name, "session") for _ in range(count)]
        if self.chance(0.35):
            policies["serviceControl"] = self.levels(name, "serviceControl", False)
        if theme.has_resource_policy:
            if self.chance(0.3):
                policies["resourceControl"] = self.levels(name, "resourceControl", is_service)
            if self.chance(0.55 if is_own and not theme.must_allow else 0.9):
                policies["resource"] = self.draw(name, "resource", is_service)
        # Services don't call through a customer's endpoint.
        if not is_service and self.chance(0.1):
            policies["endpoint"] = self.draw(name, "endpoint", False)
        return policies

    def focused_policies(self, name: str, theme, principal: dict, is_own: bool) -> dict:
        """One kind of policy decides; what else has to allow, allows everything."""
        kind = principal["type"]
        is_service = kind == "Service"
        kinds = ["serviceControl"] + ([] if is_service else ["endpoint"])
        if theme.has_resource_policy:
            kinds += ["resource", "resource", "resourceControl"]
        policies = {}
        if kind in ("User", "AssumedRole", "FederatedUser"):
            kinds += ["identity", "identity", "boundary"]
            policies["identity"] = [self.full_access]
            if kind != "User":
                kinds.append("session")
            if kind == "FederatedUser":
                policies["session"] = [self.full_access]
        if theme.has_resource_policy and not (is_own and not theme.must_allow):
            full = self.full_trust if theme.is_trust else self.full_resource_access
            policies["resource"] = full
        focus = self.random.choice(kinds)
        if focus in ("serviceControl", "resourceControl"):
            policies[focus] = self.levels(name, focus, is_service)
        elif focus in ("identity", "session"):
            policies[focus] = [self.draw(name, focus, False)]
        else:
            policies[focus] = self.draw(name, focus, is_service)
            # Else the identity policy would hide what the resource's grants.
            if focus == "resource" and "identity" in policies and self.chance(0.5):
                policies["identity"] = []
            if focus == "resource" and self.chance(0.2) and "identity" in policies:
                policies["boundary"] = self.limit(name, "boundary")
        return policies

    def limit(self, name: str, kind: str) -> Pooled:
        return self.full_access if self.chance(0.3) else self.draw(name, kind, False)

    def levels(self, name: str, kind: str, for_service: bool) -> list:
        """Control policies of one to three levels, most with the one that allows everything."""
        is_resource_control = kind == "resourceControl"
        full = self.full_resource_access if is_resource_control else self.full_access
        levels = []
        for _ in range(self.random.choice([1, 2, 3])):
            some = [self.draw(name, kind, for_service)] if self.chance(0.45) else []
            levels.append(some + [full] if self.chance(0.8) else some)
        return levels


def as_json(given) -> str:
    if isinstance(given, list):
        return "[" + ",".join(map(as_json, given)) + "]"
    return given.json


def as_documents(given):
    return [as_documents(each) for each in given] if isinstance(given, list) else given.document


def main(seed: int, count: int) -> None:
    from plain_evaluator import Evaluator

    generator, evaluator = Generator(seed), Evaluator()
    decisions, layers, principals = (collections.Counter() for _ in range(3))
    for _ in range(count):
        case, _ = generator.case()
        decided = evaluator.decide(case)
        decisions[decided["decision"]] += 1
        layers[decided["decision"], decided["layer"]] += 1
        principals[case["principal"]["type"], decided["decision"]] += 1
    for counted in (decisions, layers, principals):
        for key, number in sorted(counted.items()):
            print(f"{number / count:7.2%}  {key}")
        print()


if __name__ == "__main__":
    main(*map(int, (sys.argv[1:] + ["1", "20000"][len(sys.argv) - 1:])[:2]))
