"""Random filters in Cloud Custodian's dialect, over the fields of random resources.

A filter that only some types have is one entry of `SPECIFIC`.
"""

from custodian_resources import ACTIONS, FOREIGN, TYPES, permission, statement
from custodian_vocabulary import (
    ACCOUNT, RANGES, RANGES6, TAG_KEYS, TEMPLATES, Draw,
)

#: What value filters look at on resources of every type: a key and the kind of value there.
FIELDS = [
    ("Alpha", "word"), ("Beta", "word"), ("Count", "number"), ("Size", "number"), ("When", "date"),
    ("Until", "date"), ("Net", "range"), ("Nets", "ranges"), ("Release", "release"),
    ("Items", "words"), ("Numbers", "numbers"), ("Flag", "flag"), ("Line", "line"), ("Any", "any"),
    ("Nested.Name", "word"), ("Nested.Level", "number"), ("Rows[].Name", "words"), ("a.b", "word"),
    ("tag:Env", "word"), ("tag:Owner", "word"), ("tag:Cost Center", "word"), ("tag:Missing", "word"),
]
#: Expressions, as the keys of value filters: what they find is of this kind on most resources.
EXPRESSIONS = [
    ("length(Items || `[]`)", "number"), ("Rows[?Port>`22`].Name", "words"),
    ("Rows[?On].Port", "numbers"), ("Items[0]", "word"), ("Items[-1]", "word"),
    ("Rows[0].Made", "date"), ("to_string(Count)", "word"), ("sort(Items)", "words"),
    ("keys(Nested)", "words"), ("max_by(Rows, &Port).Name", "word"), ("join('-', Items)", "word"),
    ("split('-', Alpha)", "words"), ("from_json(Text).a", "word"), ("Nested.*", "any"),
    ("@.Alpha", "word"), ('"Alpha"', "word"), ("Alpha || Beta", "word"), ("Flag && Count", "any"),
    ("!Flag", "flag"), ("contains(Items, 'prod')", "flag"), ("Rows[*].Nums[]", "numbers"),
    ("Rows[1:].Name", "words"), ("{n: Alpha, c: Count}", "any"), ("[Alpha, Beta]", "words"),
    ("Missing.Deep", "any"), ("not_null(Missing, Alpha)", "word"), ("starts_with(Alpha, 'p')", "flag"),
    ("sum(Numbers)", "number"), ("avg(Numbers)", "number"), ("type(Count)", "word"),
    ("reverse(Items)", "words"), ("map(&Port, Rows)", "numbers"), ("to_number(Alpha)", "number"),
    ("floor(Count)", "number"), ("Tags[?Key=='Env'].Value | [0]", "word"), ("length(Tags)", "number"),
    ("Rows[?contains(Name, 'prod')] | length(@)", "number"), ("sort_by(Rows, &Name)[].Port", "numbers"),
    ("Rows[?Port==`22` || On].Name | [0]", "word"), ("Items[::2]", "words"), ("abs(Count)", "number"),
    ("to_array(Alpha)", "words"), ("values(Nested)", "any"), ("min(Numbers)", "number"),
    ("merge(Nested, `{\"x\": 1}`).x", "number"), ("ends_with(Alpha, '1')", "flag"),
    ("c7n:MatchedFilters", "words"), ('"c7n:MatchedFilters"', "words"),
]
BROKEN_KEYS = ["Rows[", "Nested..Name", "no_such(Alpha)", "Rows[?Port > 22]"]

SENTINELS = ["absent", "present", "not-null", "empty"]
EQUALITIES = ["eq", "equal", "ne", "not-equal"]
ORDERS = ["gt", "greater-than", "ge", "gte", "lt", "less-than", "le", "lte"]
MEMBERSHIPS = ["in", "ni", "not-in"]
EVERY_OP = EQUALITIES + ORDERS + MEMBERSHIPS + [
    "contains", "glob", "regex", "regex-case", "difference", "intersect", "mod"]
REGEXES = ["prod", "^PROD", "(dev|qa).\\d+", ".*-1$", "^(?!prod).*", "[a-d].*", "\\w+-\\w+$", "$",
           "", ".{3,4}$", "(?i)Dev", "\\s*dev\\s*$", "(?P<w>[a-z]+)-(?P<n>\\d+)", "[^-]+$", "x{2,}",
           "\\Aprod\\Z", "(?:prod|dev)-?", ".*\\bdev\\b", "[\\w.-]*$", "p.*d", "(?<=x)y|p", "\\x70"]
RARE_REGEXES = ["[]a]+", "(.)\\1", "(?s).*b", "(?m)^b", "\\d+", "stra\u00dfe", "STRASSE", "\u0130x",
                "(?#note)prod", "x*+", "(?>p)rod", "[[:alpha:]]+", "(?x) p r o d # word", "{,2}", "a{,2}",
                "\\u00e9", "(?P<a>p)(?P=a)?r", "(p)?(?(1)rod|dev)", "\\.", "[a\\-z]+"]
BROKEN_REGEXES = ["(", "[a", "*a", "a**", "(?<n>a)", "\\h", "(?P<1>a)", "a{2}{3}", "(?<=a+)b", "\\p{L}"]
GLOBS = ["prod*", "*-1", "?ev", "[a-d]*", "[!p]*", "*", "", "*[0-9]", "PROD", "p?o*", "[]x]*", "[z-a]",
         "qa[_]x", "dev-1[12]", " *", "[!]*", "*\n*"]
CAPTURES = ["^([a-zA-Z]+)-?.*", ".*-(\\d+)$", "(x)?.*", ".*owner=([^;]*);?.*", ".*tier=(\\d+)",
            ".*delete_after=([0-9]{4}-[0-9]{2}-[0-9]{2}).*", "(.{2}).*"]
TRANSFORMS = ["lower", "upper", "capitalize", "title", "strip", "nospaces", "nounderscores",
              "nodashes", "noop"]
SHAPED_TAGS = ["env", "ENV", "Env", "costcenter", "cost_center", "COST CENTER", "Cost_Center",
               "Costcenter", "CostCenter"]


class Filters:
    """Makes filters for resources of one type; `files` are what `value_from` may name."""

    def __init__(self, draw: Draw, kind: str, files: dict):
        self.draw, self.kind, self.files = draw, kind, files
        self.fields = FIELDS + TYPES[kind].fields * 2
        self.specific = {
            name: make for name, (kinds, make) in SPECIFIC.items() if kind in kinds
        }

    def names(self) -> list:
        """Each kind of filter as often as it deserves."""
        generic = ["short"] * 3 + ["value"] * 10 + ["tag"] * 2 + ["list-item"] * 3 + [
            "reduce", "marked-for-op", "event", "resource_count"]
        return generic + list(self.specific) * 3

    def any(self, depth=0) -> dict | str:
        """A filter of any kind, or up to three in a group."""
        if depth < 3 and self.draw.chance(0.25):
            # What comes after a group has no order there: Python goes through a set.
            return {self.draw.choice(["or", "and", "not"]): [
                self.any(depth + 1) for _ in range(self.draw.randint(1, 3))]}
        return self.one(self.draw.choice([name for name in self.names() if name != "reduce"]))

    def together(self) -> list:
        """Up to three filters, each of what the one before left."""
        draw = self.draw
        if "ingress" in self.specific and draw.chance(0.15):
            # What the first leaves on the rules gets into what the second notes.
            ports = {"type": "value", "key": "FromPort"} | self.order("number")
            return [{"type": "list-item", "key": "IpPermissions", "attrs": [ports]},
                    {"type": "ingress", "Ports": [draw.choice([22, 443])],
                     "IpProtocol": draw.choice(["tcp", "-1"]), "match-operator": "or"}]
        return [self.any() for _ in range(draw.randint(1, 3))]

    def one(self, name: str):
        made = getattr(self, name.replace("-", "_"), None)
        return made() if made else self.specific[name](self)

    # The filters of every type

    def short(self) -> dict:
        key, kind = self.draw.choice(self.fields)
        value = self.draw.choice(
            [self.draw.choice(SENTINELS), self.scalar(kind), self.scalar(kind), None])
        if self.draw.chance(0.03):
            value = []
        return {key: value}

    def value(self) -> dict:
        draw = self.draw
        key, kind = draw.choice(EXPRESSIONS if draw.chance(0.25) else self.fields)
        if draw.chance(0.01):
            key = draw.choice(BROKEN_KEYS)
        return {"type": "value", "key": key} | self.comparison(kind)

    def tag(self) -> dict:
        draw = self.draw
        made = {"type": "value", "key": "tag:" + draw.choice(SHAPED_TAGS + TAG_KEYS)}
        if draw.chance(0.7):
            made["tag_key_transforms"] = draw.some(TRANSFORMS, 1, 3)
        return made | self.comparison("word")

    def resource_count(self) -> dict:
        draw = self.draw
        op = draw.choice(EQUALITIES + ORDERS + MEMBERSHIPS)
        wanted = [draw.randint(0, 25) for _ in range(8)]
        return {"type": "value", "value_type": "resource_count", "op": op,
                "value": wanted if op in MEMBERSHIPS else draw.randint(0, 22)}

    def event(self) -> dict:
        key, kind = self.draw.choice([
            ("detail.eventName", "word"), ("detail.userIdentity.type", "word"),
            ("detail.requestParameters.name", "word"), ("detail.requestParameters.count", "number"),
            ("detail.requestParameters.items", "words"), ("region", "word"), ("time", "date")])
        return {"type": "event", "key": key} | self.comparison(kind)

    def marked_for_op(self) -> dict:
        draw = self.draw
        made = {"type": "marked-for-op", "op": draw.choice(TYPES[self.kind].ops)}
        if draw.chance(0.3):
            made["tag"] = "mark"
        if draw.chance(0.3):
            made["skew"] = draw.choice([0, 1, 2, 4, 0.5])
        if draw.chance(0.2):
            made["skew_hours"] = draw.choice([0, 1, 12, 48, 1.5])
        if draw.chance(0.2):
            made["tz"] = draw.choice(["utc", "et", "pt"])
        return made

    def reduce(self) -> dict:
        draw, made = self.draw, {"type": "reduce"}
        for name in draw.some(["group-by", "sort-by", "sort-by"], 0, 3):
            made[name] = self.sort_key()
        if draw.chance(0.7):
            made["order"] = draw.choice(["asc", "desc", "reverse"])
        if draw.chance(0.4):
            made["null-order"] = draw.choice(["first", "last"])
        for name, most in [("limit", 4), ("discard", 3), ("limit-percent", 100),
                           ("discard-percent", 60)]:
            if draw.chance(0.4):
                made[name] = draw.randint(0, most)
        return made

    def sort_key(self):
        draw = self.draw
        key, kind = draw.choice([
            ("Alpha", "string"), ("Count", "number"), ("When", "date"), ("tag:Env", "string"),
            ("Nested.Level", "number"), ("Size", "string"), ("Flag", "string"), ("Rows[0].Port", "number"),
            ("Alpha", "number"), ("Until", "date"), ("Nested.Name", "string"), ("Release", "string")])
        if kind == "string" and draw.chance(0.6):
            return key
        made = {"key": key}
        if draw.chance(0.8):
            made["value_type"] = kind
        if key == "Alpha" and draw.chance(0.4):
            made["value_regex"] = draw.choice(CAPTURES[:3])
        return made

    def list_item(self) -> dict:
        draw = self.draw
        lists = ["Rows", "Rows", "Rows", "Rows[]", "Rows[?On]", "Tags"]
        if self.kind == "aws.security-group":
            lists += ["IpPermissions", "IpPermissions", "IpPermissions[].IpRanges[]"]
        key = draw.choice(lists) if draw.chance(0.97) else draw.choice(["Items", "Nested", "Missing"])
        made = {"type": "list-item", "key": key,
                "attrs": [self.item(key) for _ in range(draw.choice([1, 1, 1, 2]))]}
        if draw.chance(0.35):
            made["count"] = draw.choice([0, 1, 1, 2, 1.0])
            if draw.chance(0.7):
                made["count_op"] = draw.often(EQUALITIES + ORDERS, EVERY_OP, 0.04)
        return made

    def item(self, key: str, depth=0):
        draw = self.draw
        if depth < 2 and draw.chance(0.2):
            return {draw.choice(["or", "and", "not"]): [
                self.item(key, depth + 1) for _ in range(draw.randint(1, 2))]}
        fields = {
            "Tags": [("Key", "word"), ("Value", "word")],
            "IpPermissions": [("FromPort", "number"), ("ToPort", "number"), ("IpProtocol", "word"),
                              ("IpRanges[].CidrIp", "ranges"), ("length(IpRanges)", "number")],
            "IpPermissions[].IpRanges[]": [("CidrIp", "range"), ("Description", "word")],
        }.get(key, [("Name", "word"), ("Port", "number"), ("On", "flag"), ("Made", "date"),
                    ("Nums", "numbers"), ("length(Nums)", "number"), ("Nums[0]", "number")])
        name, kind = draw.choice(fields)
        if draw.chance(0.3):
            return {name: draw.choice([draw.choice(SENTINELS), self.scalar(kind), self.scalar(kind)])}
        return {"type": "value", "key": name} | self.comparison(kind)

    # The value side of value filters

    def scalar(self, kind: str):
        single = {"words": "word", "numbers": "number", "ranges": "range", "line": "word",
                  "any": self.draw.choice(["word", "number", "flag"])}.get(kind, kind)
        return self.draw.one(single)

    def several(self, kind: str) -> list:
        made = [self.scalar(kind) for _ in range(self.draw.randint(1, 4))]
        if self.draw.chance(0.04):
            made.append(self.draw.choice([None, [1], True]))
        return made

    def comparison(self, kind: str) -> dict:
        """`op`, `value_type`, `value` and what can stand in its place."""
        draw = self.draw
        if draw.chance(0.08):
            made = {"value": draw.choice(SENTINELS)}
            if draw.chance(0.3):
                made["op"] = draw.choice(EQUALITIES + MEMBERSHIPS)
            return made
        if draw.chance(0.05):
            return self.unlikely(kind)
        ways = {
            "word": [self.equality, self.order, self.membership, self.part, self.regex, self.regex,
                     self.glob, self.sets, self.length, self.normal, self.capture, self.path,
                     self.expr, self.source, self.number_type],
            "line": [self.capture, self.regex, self.part],
            "number": [self.equality, self.order, self.order, self.membership, self.modulo,
                       self.number_type, self.path, self.expr, self.source],
            "date": [self.age, self.expiration, self.dated, self.dated, self.order],
            "range": [self.equality, self.cidr, self.cidr, self.cidr, self.cidr_size, self.membership,
                      self.source],
            "release": [self.version, self.version, self.equality, self.order],
            "flag": [self.equality, self.equality, self.membership],
            "words": [self.part, self.sets, self.sets, self.length, self.swap, self.equality, self.path],
            "numbers": [self.part, self.sets, self.length, self.swap],
            "ranges": [self.part, self.sets, self.length, self.cidr_list, self.swap],
            "any": [self.equality, self.order, self.membership, self.part, self.length, self.sets,
                    self.number_type],
        }
        made = draw.choice(ways[kind])(kind)
        if draw.chance(0.02):
            made["default"] = {"x": 1}
        return made

    def unlikely(self, kind: str) -> dict:
        """Any op and value type on anything: what Python makes of it, TypeError often."""
        draw = self.draw
        value = draw.choice([self.scalar(kind), self.several(kind), draw.word(), draw.number(), None])
        op = draw.choice(EVERY_OP)
        if op in ("regex", "regex-case"):
            value = draw.choice(REGEXES)
        made = {"op": op, "value": value}
        if draw.chance(0.5):
            made["value_type"] = draw.choice([
                "normalize", "integer", "float", "size", "unique_size", "swap", "date", "age",
                "expiration", "cidr", "cidr_size", "version"])
        if made.get("value_type") == "date":
            made["value"] = draw.choice(["2026-03-15", "2026-01-01"])
        if made.get("value_type") == "cidr" and op in ("difference", "intersect"):
            made["op"] = "in"  # Python would go through each of up to four billion addresses.
        return made

    def equality(self, kind):
        made = {"value": self.scalar(kind)}
        if self.draw.chance(0.1):
            made["value"] = self.draw.choice([[], None, True, self.several(kind)])
        if self.draw.chance(0.75):
            made["op"] = self.draw.choice(EQUALITIES)
        if self.draw.chance(0.05):
            made["value"] = self.draw.choice(TEMPLATES)
        return made

    def order(self, kind):
        return {"op": self.draw.choice(ORDERS), "value": self.scalar(kind)}

    def membership(self, kind):
        value = self.several(kind)
        if kind == "word" and self.draw.chance(0.1):
            value += self.draw.some(TEMPLATES, 1, 2)
        if kind == "word" and self.draw.chance(0.15):
            value = self.draw.choice(["prod-1 dev", "dev-12", ""])
        return {"op": self.draw.choice(MEMBERSHIPS), "value": value}

    def part(self, kind):
        value = self.draw.choice([self.scalar(kind), self.scalar(kind), "r", "-"])
        return {"op": "contains", "value": value}

    def regex(self, _):
        draw = self.draw
        pattern = draw.often(REGEXES, RARE_REGEXES, 0.2)
        if draw.chance(0.03):
            pattern = draw.choice(BROKEN_REGEXES)
        elif draw.chance(0.05):
            pattern = draw.choice(["{region}", ".*{region}$", "(us|eu)-{region}", "{region}{{1,2}}",
                                   ".{{2}}-east-\\d", "[a-z]{2}-{region}"])
        return {"op": draw.choice(["regex", "regex-case"]), "value": pattern}

    def glob(self, _):
        return {"op": "glob", "value": self.draw.choice(GLOBS)}

    def sets(self, kind):
        value = self.several(kind)
        if kind == "word":
            value = self.draw.some("prodev-12", 1, 5)
        return {"op": self.draw.choice(["difference", "intersect"]), "value": value}

    def length(self, _):
        return {"value_type": self.draw.choice(["size", "size", "unique_size"]),
                "op": self.draw.choice(ORDERS + EQUALITIES), "value": self.draw.randint(0, 6)}

    def normal(self, _):
        op = self.draw.choice(["eq", "ne", "in", "contains", None])
        word = self.draw.choice(["prod", "dev", "prod-1"])
        made = {"value_type": "normalize", "value": [word, "x"] if op == "in" else word}
        return made | ({"op": op} if op else {})

    def capture(self, kind):
        made = {"value_regex": self.draw.choice(CAPTURES)}
        way = self.draw.choice([self.equality, self.membership, self.number_type, self.dated])
        return made | way("date" if way == self.dated else "word")

    def path(self, kind):
        draw = self.draw
        paths = {"word": ["Beta", "Nested.Name", "Items", "Missing"], "number": ["Size", "Numbers"]}
        ops = EQUALITIES + MEMBERSHIPS + ORDERS + ["contains", "intersect", "difference"]
        return {"op": draw.choice(ops), "value_path": draw.choice(
            paths.get(kind, ["Items", "Nested.Items", "Rows[].Name"]))}

    def expr(self, kind):
        value = self.draw.choice(["Beta", "Nested.Name"] if kind == "word" else ["Size", "Nested.Level"])
        return {"value_type": "expr", "op": self.draw.choice(EQUALITIES + ORDERS), "value": value}

    def source(self, kind):
        name = {"word": ["words.txt", "words.csv", "words.json", "table.csv"], "range": ["ranges.txt"],
                "number": ["numbers.json"]}[kind]
        name = self.draw.choice(name)
        made = {"url": f"file://{self.files[name]}"}
        if name == "words.csv":
            made["expr"] = self.draw.choice([0, 1, "[0]", "[*][1]"])
        elif name == "words.json" and self.draw.chance(0.7):
            made["expr"] = self.draw.choice(["names", "more[].name"])
        elif name == "table.csv":
            made |= {"format": "csv2dict"}
            if self.draw.chance(0.7):
                made["expr"] = self.draw.choice(["name", "team[0]"])
        return {"op": self.draw.choice(MEMBERSHIPS + ["intersect"]), "value_from": made}

    def number_type(self, _):
        draw = self.draw
        kind = draw.choice(["integer", "float"])
        op = draw.choice(EQUALITIES + ORDERS + MEMBERSHIPS + ["mod"])
        if op in MEMBERSHIPS:
            return {"value_type": kind, "op": op, "value": [draw.number() for _ in range(4)]}
        return {"value_type": kind, "op": op, "value": draw.choice([1, 2, 3, 7, 12, 22, 0.5])}

    def modulo(self, _):
        return {"op": "mod", "value": self.draw.choice([2, 3, 7, 10, 1.5, -2, 0])}

    def swap(self, kind):
        op = self.draw.choice(["in", "ni", "not-in", "contains", "eq", "intersect"])
        return {"value_type": "swap", "op": op, "value": self.scalar(kind)}

    def age(self, _):
        return {"value_type": "age", "op": self.draw.choice(ORDERS),
                "value": self.draw.choice([0, 1, 30, 60, 365, 0.5, 74])}

    def expiration(self, _):
        return {"value_type": "expiration", "op": self.draw.choice(ORDERS),
                "value": self.draw.choice([0, 1, 5, 30, 365, 0.5])}

    def dated(self, _):
        return {"value_type": "date", "op": self.draw.choice(ORDERS + EQUALITIES),
                "value": self.draw.choice(["2026-03-15", "2026/03/10", "2026-03-14T11:59:59Z", 1773489600,
                                           "2026-01-01T00:00:00Z", "May 6, 2024"])}

    def version(self, _):
        return {"value_type": "version", "op": self.draw.choice(ORDERS + EQUALITIES + [None] * 2),
                "value": self.draw.choice(["1.2.3", "1.10", "1.9", "2.0", "1.2.3-beta", "1.2b3"])
                } if self.draw.chance(0.85) else {"value_type": "version", "value": "1.10"}

    def cidr(self, _):
        draw = self.draw
        op = draw.choice(["in", "ni", "not-in", "in", "not-in", "contains", "eq", "ne", "lt", "ge"])
        value = draw.choice(RANGES + ["10.1.2.3", "2001:db8::1"])
        if op in MEMBERSHIPS and draw.chance(0.6):
            value = [draw.range() for _ in range(draw.randint(1, 3))]
        return {"value_type": "cidr", "op": op, "value": value}

    def cidr_size(self, _):
        return {"value_type": "cidr_size", "op": self.draw.choice(ORDERS + EQUALITIES),
                "value": self.draw.choice([0, 1, 8, 16, 24, 32])}

    def cidr_list(self, _):
        return {"value_type": "cidr", "op": self.draw.choice(["in", "contains", "intersect", "eq"]),
                "value": self.draw.choice([self.draw.range(), [self.draw.range()]])}

    # The filters of some types

    def permissions(self, side: str) -> dict:
        draw, made = self.draw, {"type": side}
        clauses = draw.some([
            "Ports", "Ports", "Cidr", "Cidr", "OnlyPorts", "CidrV6", "FromPort", "ToPort",
            "IpProtocol", "Description", "SelfReference", "SGReferences", "IpRanges",
            "UserIdGroupPairs", "PrefixListIds"], 1, draw.choice([1, 2, 3]))
        for clause in clauses if draw.chance(0.97) else []:
            made[clause] = self.clause(clause)
        if draw.chance(0.35):
            made["match-operator"] = draw.choice(["or", "or", "and"])
        return made

    def clause(self, name: str):
        draw = self.draw
        match name:
            case "Ports" | "OnlyPorts": return draw.some([0, 22, 80, 443, 1024, 3389, 65535, -1], 1, 3)
            case "SelfReference": return draw.flag()
            case "Cidr":
                return draw.choice([draw.choice(RANGES), {"value": draw.choice(RANGES)}]) \
                    if draw.chance(0.5) else {"key": "CidrIp"} | self.comparison("range")
            case "CidrV6":
                return draw.choice(RANGES6) if draw.chance(0.5) else draw.choice([
                    {"value": "::/0"}, {"op": "in", "value": RANGES6[:2]},
                    {"op": "not-in", "value_type": "cidr", "value": ["2001:db8::/32"]},
                    {"value_type": "cidr_size", "op": "lt", "value": 8}])
            case "FromPort" | "ToPort":
                return draw.choice([22, 80, 443, 0]) if draw.chance(0.5) else {
                    "type": "value"} | self.comparison("number")
            case "IpProtocol":
                return draw.choice(["tcp", "udp", "-1", -1, {"type": "value"} | draw.choice([
                    {"op": "in", "value": ["tcp", "6", "-1"]}, {"op": "ne", "value": "icmp"},
                    {"op": "not-in", "value": ["tcp"]}])])
            case "Description": return self.comparison("word")
            case "SGReferences":
                key = draw.choice(["tag:Env", "Description", "VpcId", "GroupName"])
                return {"key": key} | (self.equality("word") if key != "VpcId" else
                                       {"value": draw.choice(["vpc-1", "vpc-2"])})
            case _:
                return draw.choice([
                    {"value": "not-null"}, {"value": "empty"}, {"value": "present"},
                    {"value_type": "size", "op": "gt", "value": 0},
                    {"value": [draw.choice(permission(draw, "sg-0001").get(name) or [{}])]}])

    def public_block(self) -> dict:
        keys = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        return {"type": "check-public-block"} | {
            key: self.draw.flag() for key in self.draw.some(keys, 0, 2)}

    def grants(self) -> dict:
        draw, made = self.draw, {"type": "global-grants"}
        if draw.chance(0.5):
            made["allow_website"] = draw.flag()
        if draw.chance(0.4):
            made["permissions"] = draw.some(["READ", "WRITE", "READ_ACP", "FULL_CONTROL"], 1, 2)
        if draw.chance(0.1):
            made["operator"] = draw.choice(["or", "and"])
        return made

    def statements(self) -> dict:
        draw, made = self.draw, {"type": "has-statement"}
        if draw.chance(0.35):
            made["statement_ids"] = draw.some(["One", "Two", "Three"], 1, 2)
        if len(made) == 1 or draw.chance(0.4):
            made["statements"] = [self.required() for _ in range(draw.choice([1, 1, 1, 2]))]
        return made

    def required(self) -> dict:
        draw, whole = self.draw, statement(self.draw)
        kept = draw.some([key for key in whole if key != "Effect" and whole[key]], 0, 2)
        made = {"Effect": draw.choice(["Allow", "Deny"])} | {key: whole[key] for key in kept}
        if draw.chance(0.3):
            made["Action"] = draw.choice(["s3:GetObject", ["S3:GETOBJECT"], "*", draw.some(ACTIONS, 1, 2)])
        if draw.chance(0.1):
            made["Resource"] = draw.choice(
                ["arn:aws:s3:::{bucket_name}", "arn:{partition}:s3:::b", "arn:aws:s3:::b"])
        partial = draw.some([key for key in made if key not in ("Effect", "Sid")], 0, 2)
        if partial and draw.chance(0.6):
            made["PartialMatch"] = partial if draw.chance(0.5) else partial[0]
        if not isinstance(made.get("Sid", ""), str):
            del made["Sid"]
        return made

    def cross_account(self) -> dict:
        draw, made = self.draw, {"type": "cross-account"}
        if draw.chance(0.4):
            made["whitelist"] = draw.some([ACCOUNT, "{account_id}"] + FOREIGN, 1, 2)
        if self.kind == "aws.iam-role":
            return made
        for name, share, make in [
            ("everyone_only", 0.15, draw.flag), ("return_allowed", 0.15, draw.flag),
            ("actions", 0.3, lambda: draw.some(ACTIONS, 1, 2)),
            ("whitelist_conditions", 0.2, lambda: draw.some(
                ["aws:userid", "AWS:SecureTransport", "kms:calleraccount", "aws:sourceip"], 0, 2)),
            ("whitelist_orgids", 0.35, lambda: draw.some(["o-abc", "o-other"], 1, 2)),
            ("whitelist_org_units", 0.2, lambda: draw.some(
                ["o-abc/r-ab/ou-ab-prod", "o-other/r-cd", "o-x/r-y/ou-z"], 1, 2)),
            ("whitelist_vpc", 0.2, lambda: ["vpc-1"]), ("whitelist_vpce", 0.2, lambda: ["vpce-2"]),
            ("whitelist_patterns", 0.2, lambda: draw.some(
                ["AIDA*", "arn:{partition}:iam::*:root", "arn:aws:iam::*:root", "2*"], 1, 2)),
        ]:
            if draw.chance(share):
                made[name] = make()
        return made

    def nested(self, name: str, fields: list, more=lambda draw: {}) -> dict:
        key, kind = self.draw.choice(fields)
        return {"type": name, "key": key} | self.comparison(kind) | more(self.draw)

    def access_key(self) -> dict:
        draw = self.draw
        made = draw.choice([
            lambda: {"key": "Status", "value": draw.choice(["Active", "Inactive"])},
            lambda: {"key": "CreateDate"} | self.age("date"),
            lambda: {"key": "CreateDate"} | self.dated("date"),
            lambda: {"key": "Status", "op": draw.choice(MEMBERSHIPS), "value": ["Active"]}])()
        if draw.chance(0.4):
            made["match-operator"] = draw.choice(["and", "or"])
        return {"type": "access-key"} | made


NAMES = ["AdministratorAccess", "ReadOnlyAccess", "prod", "dev", "Admins"]


def named(filters: Filters) -> dict:
    """A comparison with names of policies or groups."""
    draw = filters.draw
    return draw.choice([
        lambda: {"value": draw.choice(NAMES)},
        lambda: {"op": draw.choice(MEMBERSHIPS), "value": draw.some(NAMES, 1, 3)},
        lambda: {"op": "regex", "value": draw.choice(["admin.*", ".*access$", "p"])},
        lambda: {"op": "glob", "value": draw.choice(["*Access", "[a-z]*", "*"])},
        lambda: {"op": draw.choice(EQUALITIES), "value": draw.choice(NAMES)},
    ])()


def policies(filters: Filters) -> dict:
    via = {"include-via": True} if filters.draw.chance(0.3) else {}
    if filters.draw.chance(0.6):
        return {"type": "policy", "key": "PolicyName"} | named(filters) | via
    return filters.nested("policy", [("AttachmentCount", "number"), ("CreateDate", "date")]) | via


#: What only some types have: the types, and how one is made.
SPECIFIC = {
    "ingress": (["aws.security-group"], lambda f: f.permissions("ingress")),
    "egress": (["aws.security-group"], lambda f: f.permissions("egress")),
    "default-vpc": (["aws.security-group", "aws.ec2"],
                    lambda f: f.draw.choice(["default-vpc", {"type": "default-vpc"}])),
    "tag-count": (["aws.security-group", "aws.ec2", "aws.vpc"], lambda f: {
        "type": "tag-count", "count": f.draw.randint(0, 4)} | (
            {"op": f.draw.often(EQUALITIES + ORDERS, EVERY_OP, 0.04)} if f.draw.chance(0.8) else {})),
    "check-public-block": (["aws.s3"], Filters.public_block),
    "global-grants": (["aws.s3"], Filters.grants),
    "has-statement": (["aws.s3"], Filters.statements),
    "cross-account": (["aws.s3", "aws.iam-role"], Filters.cross_account),
    "policy": (["aws.iam-user"], policies),
    "group": (["aws.iam-user"], lambda f: {"type": "group", "key": "GroupName"} | named(f)),
    "access-key": (["aws.iam-user"], Filters.access_key),
    "mfa-device": (["aws.iam-user"], lambda f: {"type": "mfa-device"} | f.draw.choice([
        {"value": "empty"}, {"value": []}, {"value": "not-null"},
        {"value_type": "size", "op": f.draw.choice(ORDERS), "value": f.draw.randint(0, 2)}])),
    "has-specific-managed-policy": (["aws.iam-role"], lambda f: {
        "type": "has-specific-managed-policy"} | named(f) | (
            {"key": "PolicyName"} if f.draw.chance(0.5) else {})),
    "status": (["aws.cloudtrail"], lambda f: f.nested("status", [
        ("IsLogging", "flag"), ("LatestDeliveryTime", "date"), ("LatestDeliveryError", "word")])),
    "event-selectors": (["aws.cloudtrail"], lambda f: f.nested("event-selectors", [
        ("EventSelectors[].IncludeManagementEvents", "any"), ("length(EventSelectors)", "number"),
        ("EventSelectors[].ReadWriteType", "words")])),
    "is-shadow": (["aws.cloudtrail"], lambda f: {"type": "is-shadow"} | (
        {"state": f.draw.flag()} if f.draw.chance(0.7) else {})),
}
