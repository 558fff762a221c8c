"""Random filters in Cloud Custodian's dialect, over the fields of random resources.

A filter that only some types have is one entry of `SPECIFIC`.
"""

from custodian_comparisons import (
    CAPTURES, EQUALITIES, EVERY_OP, MEMBERSHIPS, ORDERS, SENTINELS, Comparisons,
)
from custodian_resources import ACTIONS, FOREIGN, MARKED, Type, permission, statement
from custodian_vocabulary import ACCOUNT, RANGES, RANGES6, TAG_KEYS, Draw

#: What value filters look at on resources of every type: a key and the kind of value there.
FIELDS = [
    ("Alpha", "word"), ("Beta", "word"), ("Count", "number"), ("Size", "number"), ("When", "date"),
    ("Until", "date"), ("Net", "range"), ("Nets", "ranges"), ("Release", "release"),
    ("Items", "words"), ("Numbers", "numbers"), ("Flag", "flag"), ("Line", "line"), ("Any", "any"),
    ("Nested.Name", "word"), ("Nested.Level", "number"), ("Rows[].Name", "words"), ("a.b", "word"),
    ("tag:Env", "word"), ("tag:Owner", "word"), ("tag:Cost Center", "word"), ("tag:Missing",
        "word"),
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
    ("Missing.Deep", "any"), ("not_null(Missing, Alpha)", "word"), ("starts_with(Alpha, 'p')",
        "flag"),
    ("sum(Numbers)", "number"), ("avg(Numbers)", "number"), ("type(Count)", "word"),
    ("reverse(Items)", "words"), ("map(&Port, Rows)", "numbers"), ("to_number(Alpha)", "number"),
    ("floor(Count)", "number"), ("Tags[?Key=='Env'].Value | [0]", "word"), ("length(Tags)",
        "number"),
    ("Rows[?contains(Name, 'prod')] | length(@)", "number"), ("sort_by(Rows, &Name)[].Port",
        "numbers"),
    ("Rows[?Port==`22` || On].Name | [0]", "word"), ("Items[::2]", "words"), ("abs(Count)",
        "number"),
    ("to_array(Alpha)", "words"), ("values(Nested)", "any"), ("min(Numbers)", "number"),
    ("merge(Nested, `{\"x\": 1}`).x", "number"), ("ends_with(Alpha, '1')", "flag"),
    ("c7n:MatchedFilters", "words"), ('"c7n:MatchedFilters"', "words"),
]
BROKEN_KEYS = ["Rows[", "Nested..Name", "no_such(Alpha)", "Rows[?Port > 22]"]

TRANSFORMS = ["lower", "upper", "capitalize", "title", "strip", "nospaces", "nounderscores",
              "nodashes", "noop"]
SHAPED_TAGS = ["env", "ENV", "Env", "costcenter", "cost_center", "COST CENTER", "Cost_Center",
               "Costcenter", "CostCenter"]


class Filters(Comparisons):
    """Makes filters for resources of one type."""

    def __init__(self, draw: Draw, kind: str, type_of: Type, specific: dict, files: dict):
        super().__init__(draw, files)
        self.kind, self.type_of, self.specific = kind, type_of, specific
        self.fields = FIELDS + type_of.fields * 2

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
        made = self.specific.get(name)
        return made(self) if made else getattr(self, name.replace("-", "_"))()

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
        # Mostly the one that marks name most, so that it matches now and then.
        named = [op for op in MARKED if op in self.type_of.ops][:1] or self.type_of.ops
        made = {"type": "marked-for-op", "op": draw.often(named, self.type_of.ops, 0.3)}
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
            ("Nested.Level", "number"), ("Size", "string"), ("Flag", "string"), ("Rows[0].Port",
                "number"),
            ("Alpha", "number"), ("sort(Items)[0]", "string"), ("Until", "date"), ("Nested.Name",
                "string"), ("Release",
                "string")])
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
        key = draw.choice(lists) if draw.chance(0.97) else draw.choice(["Items", "Nested",
            "Missing"])
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
            return {name: draw.choice([draw.choice(SENTINELS), self.scalar(kind),
                self.scalar(kind)])}
        return {"type": "value", "key": name} | self.comparison(kind)

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
            case "Ports" | "OnlyPorts": return draw.some([0, 22, 80, 443, 1024, 3389, 65535, -1], 1,
                3)
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
            made["statement_ids"] = draw.some(["One", "Two", "Three"], 1, draw.often([1], [2], 0.3))
        if len(made) == 1 or draw.chance(0.4):
            made["statements"] = [self.required() for _ in range(draw.choice([1, 1, 1, 2]))]
        return made

    def required(self) -> dict:
        draw, whole = self.draw, statement(self.draw)
        kept = draw.some(
            [key for key in whole if key != "Effect" and whole[key]], 0, draw.often([1], [2], 0.3))
        made = {"Effect": draw.choice(["Allow", "Deny"])} | {key: whole[key] for key in kept}
        if draw.chance(0.15):
            made["Action"] = draw.choice(["s3:GetObject", ["S3:GETOBJECT"], "*", draw.some(ACTIONS,
                1, 2)])
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


#: What only some types have: its name, the types, and how one is made.
SPECIFIC = [
    ("ingress", ["aws.security-group"], lambda f: f.permissions("ingress")),
    ("egress", ["aws.security-group"], lambda f: f.permissions("egress")),
    ("default-vpc", ["aws.security-group", "aws.ec2"],
                    lambda f: f.draw.choice(["default-vpc", {"type": "default-vpc"}])),
    ("tag-count", ["aws.security-group", "aws.ec2", "aws.vpc"], lambda f: {
        "type": "tag-count", "count": f.draw.randint(0, 4)} | (
            {"op": f.draw.often(EQUALITIES + ORDERS, EVERY_OP,
                0.04)} if f.draw.chance(0.8) else {})),
    ("check-public-block", ["aws.s3"], Filters.public_block),
    ("global-grants", ["aws.s3"], Filters.grants),
    ("has-statement", ["aws.s3"], Filters.statements),
    ("cross-account", ["aws.s3", "aws.iam-role"], Filters.cross_account),
    ("policy", ["aws.iam-user"], policies),
    ("group", ["aws.iam-user"], lambda f: {"type": "group", "key": "GroupName"} | named(f)),
    ("access-key", ["aws.iam-user"], Filters.access_key),
    ("mfa-device", ["aws.iam-user"], lambda f: {"type": "mfa-device"} | f.draw.choice([
        {"value": "empty"}, {"value": []}, {"value": "not-null"},
        {"value_type": "size", "op": f.draw.choice(ORDERS), "value": f.draw.randint(0, 2)}])),
    ("has-specific-managed-policy", ["aws.iam-role"], lambda f: {
        "type": "has-specific-managed-policy"} | named(f) | (
            {"key": "PolicyName"} if f.draw.chance(0.5) else {})),
    ("status", ["aws.cloudtrail"], lambda f: f.nested("status", [
        ("IsLogging", "flag"), ("LatestDeliveryTime", "date"), ("LatestDeliveryError", "word")])),
    ("event-selectors", ["aws.cloudtrail"], lambda f: f.nested("event-selectors", [
        ("EventSelectors[].IncludeManagementEvents", "any"), ("length(EventSelectors)", "number"),
        ("EventSelectors[].ReadWriteType", "words")])),
    ("is-shadow", ["aws.cloudtrail"], lambda f: {"type": "is-shadow"} | (
        {"state": f.draw.flag()} if f.draw.chance(0.7) else {})),
]
