"""Random values made from botocore's shapes, and what of a value the wire can carry."""

import datetime

# Members that share their element's name with a sibling: nobody can tell them apart on the wire.
AMBIGUOUS = {
    ("CloudFunctionConfiguration", "Event"),
    ("CloudFunctionConfiguration", "Events"),
    ("QueueConfigurationDeprecated", "Event"),
    ("QueueConfigurationDeprecated", "Events"),
    ("TopicConfigurationDeprecated", "Event"),
    ("TopicConfigurationDeprecated", "Events"),
}
TEXTS = [
    "", "a", "web-1", "a b", "0", "true", "null", "<tag attr='1'>&amp;</tag>", "a=b&c=d+e%20f",
    "Grüße", "日本語", "\U0001f600 smile", "line\nbreak", "tab\there", 'quote"d\\', "  padded  ",
    "]]>", "arn:aws:iam::123456789012:role/x", "{\"Version\": \"2012-10-17\"}", "é" * 40,
]
HEADER_TEXTS = ["a", "web-1", "a b", "0", "true", "W/\"tag\"", "x=y; z", "2012-10-17", "a,b", "/b/k"]
KEYS = [
    "a", "a/b/c", "a//b", "/lead", "trail/", "with space", "plus+sign", "per%20cent", "q?x=1&y",
    "hash#tag", "Grüße/日本", "~tilde-._", "a:b@c;d,e!f*g'(h)", "emoji\U0001f600", "\"<&>\"",
]


class Values:
    """`is_output`: the values must survive botocore's parser as well."""

    def __init__(self, rng, protocol, is_output):
        self.rng = rng
        self.protocol = protocol
        self.is_output = is_output
        self.budget = 120

    def structure(self, shape, depth=0):
        if shape.serialization.get("eventstream"):
            return [self.event(shape) for _ in range(self.rng.randint(1, 4))]
        if shape.is_tagged_union:
            name = self.rng.choice(list(shape.members))
            return {name: self.member(shape, name, depth)}
        required = set(shape.metadata.get("required", []))
        odds = 0.75 if depth == 0 else 0.6 if depth < 4 else 0.15
        value = {}
        for name, member in shape.members.items():
            if (shape.name, name) in AMBIGUOUS:
                continue
            wanted = self.budget > 0 and self.rng.random() < odds
            if name in required or (wanted and depth < 7):
                value[name] = self.member(shape, name, depth)
        return value

    def event(self, shape):
        name = self.rng.choice(list(shape.members))
        event = shape.members[name]
        value = self.structure(event, 1)
        for part, member in event.members.items():
            if member.serialization.get("eventpayload"):
                value[part] = self.member(event, part, 1)
        return {name: value}

    def member(self, shape, name, depth):
        member = shape.members[name]
        location = member.serialization.get("location")
        if location == "statusCode":
            return self.rng.choice([200, 201, 202])
        if location == "uri" and self.protocol == "rest-json":
            if member.type_name != "string":
                return self.value(member, depth + 1)
            return self.rng.choice(KEYS + ["arn:aws:guardduty:eu-west-1:123456789012:detector/d1"])
        if location == "uri":
            return self.rng.choice(KEYS) if name == "Key" else "bucket-" + str(self.rng.randint(1, 9))
        if member.serialization.get("hostLabel"):
            return self.rng.choice(["route-1", "io.cell1"])
        if member.serialization.get("xmlAttribute"):
            return self.rng.choice(["CanonicalUser", "Group"])
        if location in ("header", "headers"):
            return self.header(member)
        return self.value(member, depth + 1)

    def header(self, shape):
        if shape.type_name == "map":
            names = self.rng.sample(["a", "b-c", "owner", "x1"], self.rng.randint(1, 3))
            return {name: self.rng.choice(HEADER_TEXTS) for name in names}
        if shape.type_name == "list":
            texts = ["a", "bc", "d-e"] + ([] if self.is_output else ["f,g", 'h"i'])
            return [self.rng.choice(texts) for _ in range(self.rng.randint(1, 3))]
        if shape.type_name == "string":
            return self.rng.choice(HEADER_TEXTS)
        return self.value(shape, 1)

    def value(self, shape, depth):
        self.budget -= 1
        return getattr(self, shape.type_name)(shape, depth)

    def list(self, shape, depth):
        most = 0 if depth > 7 or self.budget < 0 else 3
        return [self.value(shape.member, depth + 1) for _ in range(self.rng.randint(0, most))]

    def map(self, shape, depth):
        most = 0 if depth > 7 or self.budget < 0 else 3
        names = ["key", "Ключ", "a b", "x.y", "&", "path/1"]
        if enum := shape.key.metadata.get("enum"):
            names = enum
        names = self.rng.sample(names, min(len(names), self.rng.randint(0, most)))
        return {name: self.value(shape.value, depth + 1) for name in names}

    def string(self, shape, depth):
        if (enum := shape.metadata.get("enum")) and self.rng.random() < 0.7:
            return self.rng.choice(enum)
        return self.rng.choice(TEXTS)

    def integer(self, shape, depth):
        return self.rng.choice([0, 1, -1, 22, 65535, 2**31 - 1, -(2**31), self.rng.randint(0, 10**6)])

    def long(self, shape, depth):
        return self.rng.choice([0, 1, 2**53 + 1, 2**63 - 1, -(2**63), self.rng.randint(0, 10**12)])

    def double(self, shape, depth):
        finite = [0.0, 1.0, -2.5, 0.1, 1e-7, 1e22, 123456789.125, self.rng.random()]
        # botocore's JSON parser hands out the words for what is not finite.
        word = self.protocol == "json" and self.is_output
        return self.rng.choice(finite + ([] if word else [float("inf"), float("-inf")]))

    float = double

    def boolean(self, shape, depth):
        return self.rng.random() < 0.5

    def blob(self, shape, depth):
        return bytes(self.rng.randrange(256) for _ in range(self.rng.choice([0, 1, 2, 3, 40])))

    def timestamp(self, shape, depth):
        seconds = self.rng.randint(0, 4_000_000_000)
        micros = self.rng.choice([0, 0, 250_000, 1, 999_999, 123_456])
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).replace(
            microsecond=micros
        )


def timed(value, shape, protocol, is_output, location=None):
    """The value with timestamps cut to what the format of their place can hold."""
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        out = {}
        for name, item in value.items():
            member = shape.members[name]
            place = member.serialization.get("location")
            out[name] = timed(item, member, protocol, is_output, place)
        return out
    if kind == "list":
        return [timed(item, shape.member, protocol, is_output, location) for item in value]
    if kind == "map":
        return {
            name: timed(item, shape.value, protocol, is_output) for name, item in value.items()
        }
    if kind == "timestamp":
        wanted = shape.serialization.get("timestampFormat")
        in_header = location == "header"
        seconds = wanted == "rfc822" or (in_header and wanted is None)
        # botocore itself cuts these, though their format could hold a fraction.
        whole = in_header or protocol in ("json", "rest-json")
        seconds = seconds or (not is_output and whole)
        return value.replace(microsecond=0) if seconds else value
    return value


def carried(value, shape, protocol, is_output, location=None):
    """What of a value can be on the wire; None for nothing at all."""
    kind = shape.type_name
    form = protocol in ("ec2", "query") and not is_output
    if kind == "structure" and isinstance(value, dict):
        out = {}
        for name, item in value.items():
            member = shape.members[name]
            place = member.serialization.get("location")
            kept = carried(item, member, protocol, is_output, place)
            if kept is not None:
                out[name] = kept
        return None if form and not out else out
    if kind == "list":
        items = [carried(item, shape.member, protocol, is_output, location) for item in value]
        items = [item for item in items if item is not None]
        if items:
            return items
        flattened = shape.serialization.get("flattened") and protocol == "rest-xml"
        # In a query an empty list is written, but one that only loses its items is not.
        lost = form and (protocol == "ec2" or value)
        return None if location in ("header", "querystring") or flattened or lost else items
    if kind == "map":
        kept = {n: carried(v, shape.value, protocol, is_output) for n, v in value.items()}
        out = {name: item for name, item in kept.items() if item is not None}
        return None if (form or location == "querystring") and not out else out
    return value
