"""The generated cases tell a right evaluator from a wrong one.

Each mistake is put into the plain evaluator by a change of its text; decisions have to change. A
mistake that changes none would go unseen in Stormdrill's evaluator too.
"""

import pathlib
import sys
import types

import pytest
from generator import Generator
from plain_evaluator import Evaluator

HERE = pathlib.Path(__file__).parent
MODULES = ("plain_conditions", "plain_statements", "plain_evaluator")
CASES = 5_000

CONDITIONS, STATEMENTS, EVALUATOR = MODULES
#: What is wrong: the module, its text and what it becomes.
MISTAKES = {
    "IfExists is not read": (CONDITIONS, "if not values and self.if_exists:", "if False:"),
    "ForAllValues of a missing key is false": (
        CONDITIONS, 'return self.quantifier == "ForAllValues"', "return False"),
    "ForAnyValue of a missing key is true": (
        CONDITIONS, 'return self.quantifier == "ForAllValues"', "return True"),
    "a negated operator does not match a missing key": (
        CONDITIONS, "return self.negated\n", "return False\n"),
    "a policy's values are ANDed": (
        CONDITIONS, "any(self.test(each, value) for", "all(self.test(each, value) for"),
    "StringEquals has wildcards": (
        CONDITIONS, "(lambda wanted, value: wanted == value, False, LITERAL)",
        "(string_like, False, WILD)"),
    "an address is no range": (
        CONDITIONS, "address.version == inside.version and address in inside", "wanted == value"),
    "there are no variables": (
        STATEMENTS, 'document.get("Version") == "2012-10-17"', "False"),
    "a variable without value is empty text": (
        CONDITIONS, "        if value is None:\n            return None",
        '        if value is None:\n            value = ""'),
    "NotAction is Action": (STATEMENTS, "= named != self.negates_action", "= named"),
    "actions are case-sensitive": (STATEMENTS, "test(action.lower())", "test(action)"),
    "an account's grant is enough by itself": (
        STATEMENTS, 'return DIRECTLY if self.type == "Root" else ACCOUNT', "return DIRECTLY"),
    "a role's grant needs an identity policy": (STATEMENTS, "return ROLE\n", "return ACCOUNT\n"),
    "a role's grant passes boundary and session": (
        STATEMENTS, "return ROLE\n", "return DIRECTLY\n"),
    "NotPrincipal's account spares its users": (
        STATEMENTS, "chain = [self.arn] if self.is_identity else []", "chain = []"),
    "service-linked roles are limited": (
        STATEMENTS, 'bool(self.role) and ":role/aws-service-role/" in self.role', "False"),
    "AWS: * is not everyone": (
        STATEMENTS, 'if "*" in names:\n            return DIRECTLY',
        'if "*" in names:\n            return NOTHING'),
    "one level's SCP is enough": (
        EVALUATOR, "for level in service_control:\n", "for level in service_control[-1:]:\n"),
    "RCPs pass services by": (
        EVALUATOR, "[] if principal.is_service_linked else levels",
        "[] if principal.is_service_linked or not limits_principal else levels"),
    "RCPs have to allow": (
        EVALUATOR, "for level in service_control:\n",
        "for level in service_control + resource_control:\n"),
    "another account's grant is enough": (
        EVALUATOR, "if request.is_same_account and grant == DIRECTLY", "if grant == DIRECTLY"),
    "keys and roles need no policy of their own": (
        EVALUATOR, 'case.get("resourcePolicyMustAllow", False)', "False"),
    "a federated user needs no session policy": (
        EVALUATOR, 'if principal.type == "FederatedUser" and not has_session', "if False"),
    "session policies intersect": (
        EVALUATOR, "if has_session and not any(", "if has_session and not all("),
    "a boundary's Deny is not read": (
        EVALUATOR, '("boundary", [boundary] if boundary else []),', ""),
    "a boundary limits a direct grant": (
        EVALUATOR, "if request.is_same_account and grant == DIRECTLY",
        "if request.is_same_account and grant == DIRECTLY and not boundary"),
}


def evaluator_with(module: str, text: str, wrong: str):
    """An evaluator of modules of its own, one of which is changed."""
    kept = {name: sys.modules.get(name) for name in MODULES}
    try:
        for name in MODULES:
            source = (HERE / f"{name}.py").read_text()
            if name == module:
                assert text in source, f"{module} no longer says {text}"
                source = source.replace(text, wrong, 1)
            sys.modules[name] = types.ModuleType(name)
            exec(compile(source, name, "exec"), sys.modules[name].__dict__)
        return sys.modules[EVALUATOR].Evaluator()
    finally:
        sys.modules.update({name: found for name, found in kept.items() if found})


@pytest.fixture(scope="module")
def decided() -> list:
    generator, evaluator = Generator(7), Evaluator()
    cases = [generator.case()[0] for _ in range(CASES)]
    return [(case, evaluator.decide(case)["decision"]) for case in cases]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_seen(decided, mistake):
    wrong = evaluator_with(*MISTAKES[mistake])
    assert any(wrong.decide(case)["decision"] != decision for case, decision in decided)
