"""Condition blocks, after AWS's pages and without a look at Stormdrill's own evaluator.

The pages, under https://docs.aws.amazon.com/IAM/latest/UserGuide/:
reference_policies_elements_condition_operators.html,
reference_policies_condition-logic-multiple-context-keys-or-values.html,
reference_policies_condition-single-vs-multi-valued-context-keys.html,
reference_policies_variables.html.
"""

import base64
import binascii
import functools
import ipaddress
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

#: `*` and `?` of a policy's text while its variables are put in: a value's own stay literal.
ANY, ONE = "\ue000", "\ue001"
VARIABLE = re.compile(r"\$\{([^}]*)\}")
DEFAULTED = re.compile(r"^(.*?),\s*'(.*)'$")


def as_list(value):
    return value if isinstance(value, list) else [value]


def as_text(value) -> str:
    """A JSON value as a policy compares it: true is "true", 10 is "10"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def wild(text: str) -> str:
    return text.replace("*", ANY).replace("?", ONE)


def variable(body: str, context: dict):
    """What `${body}` stands for; None when its key has no value, or more than one."""
    if body in ("*", "?", "$"):
        return body
    named = DEFAULTED.match(body)
    name, default = named.groups() if named else (body, None)
    values = context.get(name.strip().lower())
    if values and len(values) == 1:
        return values[0]
    return default


def expand(text: str, context: dict, has_variables: bool, wildcards: bool):
    """The text with its variables put in, wildcards as ANY and ONE; None if one has no value."""
    mark = wild if wildcards else str
    if not has_variables:
        return mark(text)
    pieces, end = [], 0
    for found in VARIABLE.finditer(text):
        value = variable(found.group(1), context)
        if value is None:
            return None
        pieces += [mark(text[end:found.start()]), value]
        end = found.end()
    return "".join(pieces) + mark(text[end:])


@functools.lru_cache(maxsize=None)
def glob(pattern: str):
    """A pattern with ANY and ONE as a test of a whole string."""
    shape = re.escape(pattern).replace(ANY, ".*").replace(ONE, ".")
    return re.compile(shape, re.DOTALL).fullmatch


# One test an operator: does a request's value match one value of the policy?


def string_like(wanted: str, value: str) -> bool:
    return glob(wanted)(value) is not None


def arn_like(wanted: str, value: str) -> bool:
    """Each of the six parts between colons by itself."""
    patterns, parts = wanted.split(":", 5), value.split(":", 5)
    if len(patterns) != 6 or len(parts) != 6:
        return False
    return all(glob(pattern)(part) for pattern, part in zip(patterns, parts))


@functools.lru_cache(maxsize=None)
def number(text: str):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


MOMENT = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?)?"
)


@functools.lru_cache(maxsize=None)
def moment(text: str):
    """A W3C date (https://www.w3.org/TR/NOTE-datetime) or seconds since 1970."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    found = MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        shift = timedelta()
        if zone and zone != "Z":
            shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:])) * int(zone[0] + "1")
        start = datetime(
            int(year), int(month), int(day or 1), int(hour or 0), int(minute or 0),
            int(second or 0), tzinfo=timezone.utc,
        ) - shift
    except ValueError:
        return None
    return Decimal(int(start.timestamp())) + Decimal("0." + (fraction or "0"))


@functools.lru_cache(maxsize=None)
def network(text: str):
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


@functools.lru_cache(maxsize=None)
def in_network(wanted: str, value: str) -> bool:
    inside = network(wanted)
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return inside is not None and address.version == inside.version and address in inside


@functools.lru_cache(maxsize=None)
def decoded(text: str):
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None


def compared(read, test):
    def matches(wanted: str, value: str) -> bool:
        one, other = read(wanted), read(value)
        return one is not None and other is not None and test(other, one)

    return matches


COMPARISONS = {
    "Equals": lambda value, wanted: value == wanted,
    "LessThan": lambda value, wanted: value < wanted,
    "LessThanEquals": lambda value, wanted: value <= wanted,
    "GreaterThan": lambda value, wanted: value > wanted,
    "GreaterThanEquals": lambda value, wanted: value >= wanted,
}

#: Each operator: its test, whether it is negated, and what of variables and wildcards it reads.
LITERAL, WILD, NEITHER = (True, False), (True, True), (False, False)
OPERATORS = {
    "StringEquals": (lambda wanted, value: wanted == value, False, LITERAL),
    "StringEqualsIgnoreCase": (lambda wanted, value: wanted.lower() == value.lower(), False,
                               LITERAL),
    "StringLike": (string_like, False, WILD),
    "ArnEquals": (arn_like, False, WILD),
    "ArnLike": (arn_like, False, WILD),
    "Bool": (lambda wanted, value: wanted == value, False, LITERAL),
    "BinaryEquals": (compared(decoded, COMPARISONS["Equals"]), False, NEITHER),
    "IpAddress": (in_network, False, NEITHER),
}
for name, test in COMPARISONS.items():
    OPERATORS["Numeric" + name] = (compared(number, test), False, NEITHER)
    OPERATORS["Date" + name] = (compared(moment, test), False, NEITHER)
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
for name, positive in NEGATED.items():
    OPERATORS[name] = (OPERATORS[positive][0], True, OPERATORS[positive][2])


class Condition:
    """One key under one operator."""

    def __init__(self, operator: str, key: str, values, variables: bool):
        self.quantifier, _, rest = operator.rpartition(":")
        self.if_exists = rest.endswith("IfExists")
        base = rest[: -len("IfExists")] if self.if_exists else rest
        self.key = key.lower()
        wanted = [as_text(value) for value in as_list(values)]
        self.is_null = base == "Null"
        if self.is_null:
            self.wanted = wanted
            return
        self.test, self.negated, (reads_variables, self.wildcards) = OPERATORS[base]
        self.has_variables = (
            reads_variables and variables and any("${" in value for value in wanted)
        )
        self.wanted = wanted if self.has_variables else [
            expand(value, {}, False, self.wildcards) for value in wanted
        ]

    def holds(self, context: dict) -> bool:
        values = context.get(self.key)
        # The pages call an empty string a null value too, but for plain comparisons with it.
        is_null = not values or all(value == "" for value in values)
        if self.is_null:
            return any((value == "true") == is_null for value in self.wanted)
        if not values and self.if_exists:
            return True
        if self.quantifier and is_null:
            return self.quantifier == "ForAllValues"
        if not values:
            return self.negated
        wanted = self.wanted
        if self.has_variables:
            expanded = [expand(text, context, True, self.wildcards) for text in wanted]
            wanted = [text for text in expanded if text is not None]
        matches = [any(self.test(each, value) for each in wanted) for value in values]
        if self.quantifier == "ForAllValues":
            return all(found != self.negated for found in matches)
        if self.quantifier == "ForAnyValue":
            return any(found != self.negated for found in matches)
        return any(matches) != self.negated


def conditions(block: dict, variables: bool) -> list:
    """All of a block's conditions; every one has to hold."""
    return [
        Condition(operator, key, values, variables)
        for operator, keys in block.items()
        for key, values in keys.items()
    ]
