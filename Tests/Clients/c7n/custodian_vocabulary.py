"""The few words that generated policies and resources share, so that they meet often."""

import random

NOW = "2026-03-15T12:00:00Z"
ACCOUNT = "123456789012"
REGION = "us-east-1"

WORDS = ["prod", "PROD", "prod-1", "dev", "dev-12", "qa_x", " Dev "]
RARE_WORDS = ["", "absent", "present", "empty", "not-null", "None", "true", "12", "{region}",
    "us-east-1", "{x}", "a\nb",
              "Stra\u00dfe", "\u00e9", "e\u0301", "\u0131x", "\U0001f680", "x" * 40]
NUMBERS = [0, 1, 2, 3, 7, 12, 22, 80, 443]
RARE_NUMBERS = [-1, 1.0, 1.5, 0.0, -2.5, 65535, 9007199254740993, 1e21]
DATES = ["2026-03-15", "2026-03-14T11:59:59Z", "2026-03-16T00:00:00+02:00", "2026-01-01T00:00:00Z",
         "2025-03-15", "2026-03-20 08:30:00", "2026/03/10", "2026-04-14T12:00:00.250Z"]
RARE_DATES = ["03/14/2026", "May 6, 2024", "6 May 2024", "Mon, 06 May 2024 12:00:00 GMT",
              "20260314T120000Z", 1773489600, "1773489600", 1773489600000, 1773489600.5,
              "2026-03-14 1:30 PM", "2026/03/10 0500 UTC", "2026-03-15T12:00:00-05:00"]
#: What dateutil takes for dates and Stormdrill, which reads a stated list of forms, does not.
FREE_DATES = ["noon", "Friday", "10:30", "2026", "March 2026", "15", "14th of March 2026",
              "2026-03", "2026-W11-1", "20260314", "3/4/26", "2026-03-14 EST"]
NO_DATES = ["never", "", "2026-13-45", "2026-02-30", "soon"]
RANGES = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.168.0.0/16", "0.0.0.0/1",
          "203.0.113.7/32"]
RARE_RANGES = ["10.1.2.3", "10.0.0.1/8", "::/0", "2001:db8::/32", "2001:db8::1",
    "10.0.0.0/255.0.0.0",
               "300.1.1.1/8", "010.0.0.0/8", "10.0.0.0/33", "x"]
RANGES6 = ["::/0", "2001:db8::/32", "fd00::/8", "2000::/3"]
RELEASES = ["1.2.3", "1.10", "1.9", "2.0", "1.2.3-beta", "v2"]
RARE_RELEASES = ["", "1.2.3.4", "10", "1.2b3", "1..2", "1.2 "]
TAG_KEYS = ["Env", "env", "Owner", "Cost Center", "cost_center", "Team", "aws:stack"]
#: Values with fields to fill in: known ones, unknown ones, doubled braces, patterns.
TEMPLATES = ["{region}", "{account_id}", "{partition}", "{{x}}", "{x}", "{region}{x}", "{op}",
             "us-{{region}}", "x{2}{region}", "arn:{partition}:s3:{region}", "{region}{{1,2}}"]
FILLED = ["us-east-1", "us-{region}", "x{2}{region}", "arn:aws:s3:us-east-1", "{op}"]
LINES = ["delete_after=2026-03-10;owner=dev", "owner=prod;tier=1", "tier=22", "owner=;x", "none"]
TEXTS = ['{"a": "prod", "b": [1, 2]}', '{"a": {"c": 7}}', "[1, 2]", "no json", "", '"dev"', "null"]

#: Values of a kind that a member does not have in AWS's answers.
ODD = [None, "", 0, 1, True, False, [], {}, [None], ["prod"], {"a": 1}, 1.5, "prod", [[1], 2], -1]


class Draw(random.Random):
    """Random choices in the vocabulary, the same for the same seed."""

    def chance(self, share: float) -> bool:
        return self.random() < share

    def some(self, items, least=0, most=3) -> list:
        """Some of the items in a random order, each at most once."""
        items = list(items)
        return self.sample(items, min(len(items), self.randint(least, most)))

    def often(self, common, rare, share=0.12):
        return self.choice(rare if self.chance(share) else common)

    def word(self):
        if self.chance(0.04):
            return self.choice(FILLED)
        return self.often(WORDS, RARE_WORDS)

    def number(self):
        return self.often(NUMBERS, RARE_NUMBERS)

    def date(self):
        if self.chance(0.06):
            return self.choice(NO_DATES)
        if self.chance(0.05):
            return self.choice(FREE_DATES)
        return self.often(DATES, RARE_DATES, 0.3)

    def range(self):
        return self.often(RANGES, RARE_RANGES, 0.15)

    def release(self):
        return self.often(RELEASES, RARE_RELEASES)

    def flag(self):
        return self.chance(0.5)

    def odd(self):
        return self.choice(ODD)

    def one(self, kind: str):
        """A value of a kind of field."""
        match kind:
            case "word": return self.word()
            case "number": return self.number()
            case "date": return self.date()
            case "range": return self.range()
            case "release": return self.release()
            case "flag": return self.flag()
            case "words": return [self.word() for _ in range(self.randint(0, 3))]
            case "numbers": return [self.number() for _ in range(self.randint(0, 3))]
            case "ranges": return [self.range() for _ in range(self.randint(0, 3))]
            case "line": return self.choice(LINES)
            case "text": return self.choice(TEXTS)
            case "any": return self.choice([self.word, self.number, self.flag, self.odd])()
        raise ValueError(kind)

    def put(self, document: dict, member: str, value, odd=0.05) -> None:
        """Sets a member, which is missing, null or of another kind now and then."""
        roll = self.random()
        if roll < odd:
            return
        if roll < 2 * odd:
            document[member] = None
        elif roll < 2.6 * odd:
            document[member] = self.odd()
        else:
            document[member] = value
