"""Random regular expressions over a small alphabet, and texts for them."""

import random

LITERALS = ["a", "b", "A", "B", "1", "_", "-", " ", "\\n", "\n", "i", "é", "ß", "\\.", "\\-", "\\/",
            "]", "}", ",", "#", "\\x61", "\\u0131", "\\U00000061", "\\07", "\\101", "\\t", "\\'"]
CLASSES = [".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S"]
ANCHORS = ["^", "$", "\\A", "\\Z", "\\b", "\\B"]
COUNTS = ["*", "+", "?", "{2}", "{1,2}", "{,2}", "{1,}", "{0}", "{,}", "{2,1}", "{a}", "{", "{}"]
#: What other dialects know, or what Python refuses.
STRANGE = [
    "\\h", "\\K", "\\Q.\\E", "\\R", "\\X", "\\pL", "\\N", "\\G", "\\z", "\\C", "\\8", "\\400",
    "(*ACCEPT)", "(*UTF)", "(?R)", "(?1)", "(?&n)", "(?|a|b)", "(?'n'a)", "(?<n>a)", "(?P>n)",
    "(?C)", "(?#c)", "(?i)", "(?-i)", "(?^a)", "(?L)", "(?m)", "[[:alpha:]]", "[[.a.]]", "[[=a=]]",
    "[a-\\d]", "[b-a]", "[]", "[^]", "[", "(", ")", "*", "+", "?", "|", "a**", "a{2}{3}", "^*",
    "a*?+", "\\", "(?P<n>a)(?P<n>b)", "(?P=n)", "\\1", "\\2", "(?(1)a|b)", "(?(1)a|b|c)", "(?(n)a)",
    "(?<=a*)", "(?<!ab|c)", "(?<=(a))\\1", "(a\\1)", "(?<=\\1)(a)", "(?P<1>a)", "\\u12", "\\xg",
    "a{70000}", "(?a)", "(?u)", "(?x) a b # c", "(?s).", "(?i:a)B", "(?-i:a)", "(?i-s:a.)",
    "(?a:\\w)", "(?au:a)", "\\N{BULLET}", "x{1,2}+", "(?>a|ab)b", "a++a", "[a&&b]", "[a--b]",
]
WORDS = ["a", "b", "A", "B", "1", "_", "-", " ", "\n", "i", "I", "İ", "ı", "é", "É", "ß", "ẞ", "ſ",
         "s", "K", "k", "µ", "μ", "ς", "Σ", "ﬅ", "ﬆ", "ΐ", "ΐ", "\u0301", "\u0663", "٣", "\x1c",
         "\u2028", "\xa0", "\u203f", "🙂", "²", "ª", "ǅ", "ϐ", "β", "]", ".", "#", "\x07", "\t"]


class Patterns:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.groups = 0

    def text(self) -> str:
        rng = self.rng
        self.groups = 0
        start = rng.choice(["", "", "", "", "(?i)", "(?m)", "(?s)", "(?x)", "(?a)", "(?ai)", "(?im)"])
        made = start + self.branches(rng.randrange(4))
        kind = rng.random()
        if kind < 0.1:
            place = rng.randrange(len(made) + 1)
            made = made[:place] + rng.choice(STRANGE) + made[place:]
        elif kind < 0.15:
            place = rng.randrange(len(made) + 1)
            made = made[:place] + made[place + 1:]
        return made

    def branches(self, depth: int) -> str:
        count = self.rng.choice([1, 1, 1, 2, 3])
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth: int) -> str:
        count = self.rng.choice([0, 1, 1, 2, 2, 3])
        return "".join(self.repeated(depth) for _ in range(count))

    def repeated(self, depth: int) -> str:
        rng = self.rng
        item = self.item(depth)
        if rng.random() < 0.35:
            item += rng.choice(COUNTS) + rng.choice(["", "", "", "?", "+"])
        return item

    def item(self, depth: int) -> str:
        rng = self.rng
        kind = rng.random()
        if depth == 0 or kind < 0.4:
            if kind < 0.3:
                return rng.choice(LITERALS + WORDS[:24])
            return rng.choice(CLASSES if rng.random() < 0.7 else ANCHORS)
        if kind < 0.55:
            return self.set()
        if kind < 0.62 and self.groups:
            return f"\\{rng.randrange(1, self.groups + 1)}"
        starts = ["(", "(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?-i:",
                  "(?s:", "(?a:", "(?m:"]
        start = rng.choice(starts)
        if start == "(":
            self.groups += 1
        if start in ("(?<=", "(?<!"):
            return start + rng.choice(["a", "b", "\\w", "[ab]", "ab", ".", "\\b", "\n", "i"]) + ")"
        return start + self.branches(depth - 1) + ")"

    def set(self) -> str:
        rng = self.rng
        members = []
        for _ in range(rng.randrange(1, 4)):
            kind = rng.random()
            if kind < 0.3:
                low, high = sorted([rng.choice("aAbBi1_-é"), rng.choice("zZbBjkl9~é")])
                members.append(f"{low}-{high}" if low != "-" else low)
            elif kind < 0.5:
                members.append(rng.choice(CLASSES[1:]))
            else:
                members.append(rng.choice(["a", "b", "I", "i", "\\b", "\\n", "-", "^", "\\]", "[", ".",
                                           "é", "ſ", "K", "\\x41", "\\0", "\\101", "&", "\\-"]))
        return "[" + rng.choice(["", "", "^"]) + rng.choice(["", "", "]"]) + "".join(members) + "]"


def texts(rng: random.Random, count: int) -> list[str]:
    made = ["", "a", "ab", "aab", "a\n", "\n", "a\nb", "ab ab"]
    while len(made) < count:
        letters = WORDS if rng.random() < 0.5 else WORDS[:9]
        text = "".join(rng.choice(letters) for _ in range(rng.randrange(1, 8)))
        if text not in made:
            made.append(text)
    return made


def patterns(rng: random.Random, count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made[Patterns(rng).text() if len(made) >= len(STRANGE) else STRANGE[len(made)]] = None
    return list(made)
