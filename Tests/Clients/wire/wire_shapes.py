"""Random values made from botocore's shapes, and what of a value the wire can carry."""

import datetime

# Members that share their element's name with a sibling: nobody can tell them apart on the wire.
AMBIGUOUS = {
    ("CloudFunctionConfiguration", "Event"),
    ("QueueConfigurationDeprecated", "Event"),
    ("TopicConfigurationDeprecated", "Event"),
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
        return {name: self.structure(shape.members[name], 1)}

    def member(self, shape, name, depth):
        member = shape.members[name]
        location = member.serialization.get("location")
        if location == "uri":
            return self.rng.choice(KEYS) if name == "Key" else "bucket-" + str(self.rng.randint(1, 9))
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


def carried(value, shape, protocol, is_output, location=None):
    """What of a value can be on the wire; None for nothing at all."""
    kind = shape.type_name
    form = protocol in ("ec2", "query") and not is_output
    if kind == "structure":
        if shape.serialization.get("eventstream"):
            return value
        out = {}
        for name, item in value.items():
            member = shape.members[name]
            place = member.serialization.get("location")
            kept = carried(item, member, protocol, is_output, place)
            if kept is not None:
                out[name] = kept
        return None if form and not out else out
    if kind == "list":
        if location == "header" and not value:
            return None
        items = [carried(item, shape.member, protocol, is_output, location) for item in value]
        items = [item for item in items if item is not None]
        if protocol == "ec2" and not is_output and not items:
            return None
        # A list that lost its items is not even written as an empty one.
        if protocol == "query" and not is_output and value and not items:
            return None
        if protocol == "rest-xml" and shape.serialization.get("flattened") and not items:
            return None
        return items
    if kind == "map":
        out = {}
        for name, item in value.items():
            kept = carried(item, shape.value, protocol, is_output, location)
            if kept is not None:
                out[name] = kept
        return None if form and not out else out
    if kind == "timestamp":
        formats = shape.serialization.get("timestampFormat")
        whole = location == "header" if not is_output else formats == "rfc822"
        whole = whole or (location == "header" and formats is None)
        whole = whole or (protocol == "json" and not is_output)
        return value.replace(microsecond=0) if whole else value
    return value
