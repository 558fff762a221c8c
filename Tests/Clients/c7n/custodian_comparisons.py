"""The value side of random value filters: `op`, `value_type`, `value` and what stands for it."""

from custodian_vocabulary import RANGES, TEMPLATES, Draw

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
                "(?#note)prod", "x*+", "(?>p)rod", "[[:alpha:]]+", "(?x) p r o d # word", "{,2}",
                "a{,2}",
                "\\u00e9", "(?P<a>p)(?P=a)?r", "(p)?(?(1)rod|dev)", "\\.", "[a\\-z]+"]
BROKEN_REGEXES = ["(", "[a", "*a", "a**", "(?<n>a)", "\\h", "(?P<1>a)", "a{2}{3}", "(?<=a+)b",
    "\\p{L}"]
GLOBS = ["prod*", "*-1", "?ev", "[a-d]*", "[!p]*", "*", "", "*[0-9]", "PROD", "p?o*", "[]x]*",
"[z-a]",
         "qa[_]x", "dev-1[12]", " *", "[!]*", "*\n*"]
CAPTURES = ["^([a-zA-Z]+)-?.*", ".*-(\\d+)$", "(x)?.*", ".*owner=([^;]*);?.*", ".*tier=(\\d+)",
            ".*delete_after=([0-9]{4}-[0-9]{2}-[0-9]{2}).*", "(.{2}).*"]


class Comparisons:
    """Makes comparisons with values of a kind; `files` are what `value_from` may name."""

    def __init__(self, draw: Draw, files: dict):
        self.draw, self.files = draw, files

    def scalar(self, kind: str):
        single = {"words": "word", "numbers": "number", "ranges": "range", "line": "word",
                  "any": self.draw.choice(["word", "number", "flag"])}.get(kind, kind)
        return self.draw.one(single)

    def several(self, kind: str) -> list:
        made = [self.scalar(kind) for _ in range(self.draw.randint(1, 4))]
        if self.draw.chance(0.04):
            made.append(self.draw.choice([None, True]))
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
            "range": [self.equality, self.cidr, self.cidr, self.cidr, self.cidr_size,
                self.membership,
                      self.source],
            "release": [self.version, self.version, self.equality, self.order],
            "flag": [self.equality, self.equality, self.membership],
            "words": [self.part, self.sets, self.sets, self.length, self.swap, self.equality,
                self.path],
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
        value = draw.choice([self.scalar(kind), self.several(kind), draw.word(), draw.number(),
            None])
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
        value = self.draw.choice(["Beta", "Nested.Name"] if kind == "word" else ["Size",
            "Nested.Level"])
        return {"value_type": "expr", "op": self.draw.choice(EQUALITIES + ORDERS), "value": value}

    def source(self, kind):
        name = {"word": ["words.txt", "words.csv", "words.json", "table.csv"],
            "range": ["ranges.txt"],
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
                "value": self.draw.choice(["2026-03-15", "2026/03/10", "2026-03-14T11:59:59Z",
                    1773489600,
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
