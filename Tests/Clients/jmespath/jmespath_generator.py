"""Random JMESPath expressions and documents for them, the same for the same seed."""

import json
import random

NAMES = ["a", "b", "c", "Tags", "Key", "Value", "name_1", "x"]
QUOTED = ['"a"', '"d e"', '"\\u00e9"', '"a\\"b"', '"\\n"', '""']
TEXTS = ["", "a", "b", "aa", "ab", "abab", "é", "e\u0301", "Ü", "\U0001f600x", "a b", " 12 ", "7",
         "-0.5", "1e3", "1_0", "\u0663", "\x1f5", "null", "[1, 2]", '{"a": [true]}', "2024-05-06",
         "\\", '"', "'", "`", "\n", "\t\x01", "a,b,,c", "sg-0a1b2c3d"]
NUMBERS = [0, 1, 2, -1, 7, 10, -3, 0.0, 1.0, 1.5, -2.5, 1e16, 1.7e16, 12345678901234567890.0,
           1e-5, 0.0001, 1e300, 2**53, -(2**63), 2**63 - 1, 100]
FUNCTIONS = {
    "abs": "n", "avg": "l", "ceil": "n", "contains": "lv", "ends_with": "ss", "floor": "n",
    "from_json": "s", "join": "sl", "keys": "o", "length": "v", "map": "el", "max": "l",
    "max_by": "le", "merge": "oo", "min": "l", "min_by": "le", "not_null": "vvv", "reverse": "l",
    "sort": "l", "sort_by": "le", "split": "ss", "starts_with": "ss", "sum": "l", "to_array": "v",
    "to_number": "v", "to_string": "v", "type": "v", "values": "o", "nope": "v",
}
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]


def document(rng: random.Random, depth: int = 4):
    kind = rng.random()
    if depth == 0 or kind < 0.3:
        return scalar(rng)
    if kind < 0.6:
        if rng.random() < 0.4:
            one = rng.choice([TEXTS, NUMBERS])
            return [rng.choice(one) for _ in range(rng.randrange(5))]
        return [document(rng, depth - 1) for _ in range(rng.randrange(5))]
    names = rng.sample(NAMES + ["d e", "é"], rng.randrange(6))
    return {name: document(rng, depth - 1) for name in names}


def scalar(rng: random.Random):
    return rng.choice([rng.choice(TEXTS), rng.choice(NUMBERS), True, False, None])


class Expressions:
    """Writes expressions by the grammar, so that most of them mean something."""

    def __init__(self, rng: random.Random):
        self.rng = rng

    def text(self) -> str:
        made = self.expression(self.rng.randrange(1, 6))
        return broken(self.rng, made) if self.rng.random() < 0.06 else made

    def expression(self, depth: int) -> str:
        rng = self.rng
        if depth <= 0:
            return self.atom()
        inner = depth - 1
        ways = [
            (16, lambda: self.atom()),
            (18, lambda: f"{self.expression(inner)}.{self.after_dot(inner)}"),
            (16, lambda: self.expression(inner) + self.bracket(inner)),
            (6, lambda: f"{self.expression(inner)} | {self.expression(inner)}"),
            (5, lambda: f"{self.expression(inner)} || {self.expression(inner)}"),
            (5, lambda: f"{self.expression(inner)} && {self.expression(inner)}"),
            (4, lambda: f"!{self.expression(inner)}"),
            (8, lambda: self.comparison(inner)),
            (5, lambda: f"({self.expression(inner)})"),
            (18, lambda: self.call(inner)),
            (4, lambda: self.many(inner)),
            (4, lambda: self.hash(inner)),
            (3, lambda: self.bracket(inner)),
            (3, lambda: "*"),
            (1, lambda: f"&{self.expression(inner)}"),
        ]
        weights = [weight for weight, _ in ways]
        return rng.choices([way for _, way in ways], weights)[0]()

    def atom(self) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.5:
            return rng.choice(NAMES)
        if kind < 0.56:
            return rng.choice(QUOTED)
        if kind < 0.66:
            return "@"
        if kind < 0.76:
            return self.raw(rng.choice(TEXTS))
        return self.literal(document(rng, 2))

    def raw(self, text: str) -> str:
        return "'" + text.replace("'", "\\'") + "'"

    def literal(self, value) -> str:
        rng = self.rng
        if rng.random() < 0.05:
            return rng.choice(["`foo`", "` foo`", "`\u00a0x`", "`fo\"o`", "`[1`", "`01`", "`'a'`"])
        text = json.dumps(value, ensure_ascii=rng.random() < 0.5)
        return "`" + text.replace("`", "\\`") + "`"

    def after_dot(self, depth: int) -> str:
        kind = self.rng.random()
        if kind < 0.6:
            return self.rng.choice(NAMES + QUOTED[:2])
        if kind < 0.7:
            return "*"
        if kind < 0.8:
            return self.many(depth)
        if kind < 0.9:
            return self.hash(depth)
        return self.call(depth)

    def bracket(self, depth: int) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return f"[{rng.randrange(-4, 5)}]"
        if kind < 0.4:
            return "[*]"
        if kind < 0.6:
            return "[]"
        if kind < 0.8:
            return f"[?{self.expression(depth)}]"
        ends = ["", "", "0", "1", "2", "-1", "-3", "5", "99999999999999999999", "-10"]
        slice_ = f"{rng.choice(ends)}:{rng.choice(ends)}"
        if rng.random() < 0.5:
            slice_ += f":{rng.choice(['', '1', '2', '-1', '-2', '0'])}"
        return f"[{slice_}]"

    def comparison(self, depth: int) -> str:
        sign = self.rng.choice(COMPARISONS)
        return f"{self.expression(depth)} {sign} {self.expression(depth)}"

    def many(self, depth: int) -> str:
        items = [self.expression(depth) for _ in range(self.rng.randrange(1, 4))]
        return f"[{', '.join(items)}]"

    def hash(self, depth: int) -> str:
        names = self.rng.sample(NAMES + QUOTED[:2], self.rng.randrange(1, 4))
        return "{" + ", ".join(f"{name}: {self.expression(depth)}" for name in names) + "}"

    def call(self, depth: int) -> str:
        rng = self.rng
        name = rng.choice(list(FUNCTIONS))
        arguments = [self.argument(kind, depth) for kind in FUNCTIONS[name]]
        if rng.random() < 0.04:
            arguments = arguments[1:] or arguments * 2
        return f"{name}({', '.join(arguments)})"

    def argument(self, kind: str, depth: int) -> str:
        """Usually what the function takes."""
        rng = self.rng
        if kind == "e":
            return "&" + self.expression(depth) if rng.random() < 0.95 else self.atom()
        if rng.random() < 0.4:
            return self.expression(depth)
        if kind == "s":
            return self.raw(rng.choice(TEXTS))
        if kind == "n":
            return f"`{rng.choice(NUMBERS)}`"
        if kind == "l":
            one = rng.choice([TEXTS, NUMBERS, [[1], {"a": 1}, {"a": 2, "b": "x"}, {"a": 0}]])
            return self.literal([rng.choice(one) for _ in range(rng.randrange(6))])
        if kind == "o":
            return self.literal({rng.choice(NAMES): scalar(rng) for _ in range(3)})
        return self.expression(depth)


def broken(rng: random.Random, text: str) -> str:
    """One character more, less or other."""
    place = rng.randrange(len(text) + 1)
    other = rng.choice("()[]{}.,:*|&!<>=@'\"`\\?-0a #\u00e9")
    return rng.choice([
        text[:place] + other + text[place:], text[:place] + text[place + 1:],
        text[:place] + other + text[place + 1:], text[:place]])


def pairs(seed: int, count: int) -> list:
    """Some expressions over each document."""
    rng = random.Random(seed)
    made = []
    while len(made) < count:
        given = document(rng, rng.randrange(1, 6))
        for _ in range(8):
            made.append((Expressions(rng).text(), given))
    return made[:count]
