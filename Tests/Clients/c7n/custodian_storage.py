"""Volumes, snapshots and images: resources, what AWS answers about them, filters and actions."""

import json

import custodian_actions
from custodian_comparisons import EQUALITIES, EVERY_OP, ORDERS
from custodian_departures import Departure
from custodian_filters import Filters
from custodian_resources import FOREIGN, Type, common
from custodian_vocabulary import ACCOUNT, Draw

EBS, SNAPSHOT, IMAGE = KINDS = ["aws.ebs", "aws.ebs-snapshot", "aws.ami"]
INSTANCES = ["i-1", "i-2", "i-3", "i-4", "i-gone"]
VOLUMES = ["vol-0001", "vol-0002", "vol-0003", "vol-ffffffff"]
#: Ids of resources that tags are copied from, as `Alpha` may name them.
NAMED = ["prod", "dev", "PROD"]
TAGS = [{"Key": "Team", "Value": "named"}, {"Key": "Env", "Value": "named"}]
ORGANIZATION = "arn:aws:organizations::112233445566:organization/o-xxyyzzaabb"
UNIT = "arn:aws:organizations::112233445566:ou/o-xxyyzzaabb/ou-xxyy-aabbccdd"
TIMES = ["2026-03-15T11:00:00+00:00", "2026-03-13T12:00:00+00:00", "2026-03-05T00:00:00+00:00",
         "2026-02-01T00:00:00.250000+00:00", "2025-06-01T00:00:00+00:00",
         "2016-10-31T00:00:00+00:00"]
#: What related resources are asked by value filters.
RELATED = [("Alpha", "word"), ("Count", "number"), ("tag:Env", "word"), ("Flag", "flag"),
           ("Nested.Name", "word")]


def document(draw: Draw, **members) -> dict:
    """What every resource has, with tags as AWS gives them, or none."""
    made = common(draw)
    tags = made.pop("Tags", None)
    if isinstance(tags, list):
        kept = [each for each in tags if isinstance(each.get("Value"), str)]
        made["Tags"] = list({each["Key"]: each for each in kept}.values())
    return made | members


# Resources

def attachment(draw: Draw, volume: str) -> dict:
    return {"VolumeId": volume, "InstanceId": draw.often(INSTANCES[:4], INSTANCES, 0.1),
            "Device": draw.choice(["/dev/sda1", "/dev/sdf"]), "State": "attached",
            "AttachTime": draw.choice(TIMES), "DeleteOnTermination": draw.flag()}


def volume(draw: Draw, number: int) -> dict:
    own = f"vol-{number:04}"
    made = document(
        draw, VolumeId=own, VolumeType=draw.choice(["gp2", "gp3", "io1", "standard"]),
        Size=draw.choice([1, 8, 100, 333]), State=draw.choice(["available", "in-use"]),
        AvailabilityZone="us-east-1a", CreateTime=TIMES[number % len(TIMES)],
        SnapshotId=f"snap-{number % 12:04}",
        Encrypted=draw.flag(),
        Attachments=[attachment(draw, own) for _ in range(draw.choice([0, 1, 1, 2]))])
    if made["Encrypted"]:
        made["KmsKeyId"] = "arn:aws:kms:us-east-1:123456789012:key/" + draw.often(
            ["k-1", "k-2"], ["k-3"], 0.05)
    if draw.chance(0.7):
        made["Iops"] = draw.choice([100, 150, 3000, 4000])
    return made


def snapshot(draw: Draw, number: int) -> dict:
    made = document(
        draw, SnapshotId=f"snap-{number:04}", VolumeId=draw.choice(VOLUMES), OwnerId=ACCOUNT,
        StartTime=draw.choice(TIMES), State=draw.choice(["completed", "pending"]),
        VolumeSize=draw.choice([1, 8, 100]), Encrypted=draw.flag())
    if draw.chance(0.6):
        made["Description"] = draw.word()
    return made


def disks(draw: Draw, some: int = 30) -> list:
    made = [{"DeviceName": "/dev/sdf", "Ebs": {"SnapshotId": f"snap-{draw.randint(0, some):04}"}}
            for _ in range(draw.randint(0, 3))]
    return made + draw.choice([[], [{"VirtualName": "ephemeral0"}], [{"Ebs": {"VolumeSize": 8}}]])


def image(draw: Draw, number: int) -> dict:
    made = document(
        draw, ImageId=f"ami-{number:04}", OwnerId=draw.often([ACCOUNT], FOREIGN, 0.2),
        Name=draw.word() or "n", CreationDate=draw.choice(TIMES[:5])[:19] + ".000Z",
        BlockDeviceMappings=disks(draw), Public=draw.flag(),
        State=draw.choice(["available", "disabled"]))
    if draw.chance(0.9):
        made["Description"] = draw.word()
    if draw.chance(0.3):
        made["DeprecationTime"] = "2027-01-01T00:00:00.000Z"
    return made


# What AWS answers

def answer(operation: str, output: dict, given: dict | None = None, service: str = "ec2") -> dict:
    return {"service": service, "operation": operation, "input": given or {}, "output": output}


def instances(draw: Draw) -> dict:
    made = [document(draw, InstanceId=each, ImageId=f"ami-{draw.randint(0, 20):04}",
                     InstanceType=draw.often(["m5.large", "t3.micro"], ["m3.large", "t1.micro"],
                                             0.3))
            for each in INSTANCES[:4]]
    for each in made:
        each.setdefault("Tags", [])
    return answer("DescribeInstances", {"Reservations": [
        {"ReservationId": f"r-{each['InstanceId']}", "Instances": [each]} for each in made]})


def groups(draw: Draw) -> list:
    """Auto Scaling groups, their configurations and templates."""
    made = []
    for number in range(draw.randint(0, 4)):
        template = {"LaunchTemplateId": draw.choice(["lt-1", "lt-2", "lt-gone"])}
        if draw.chance(0.6):
            template["Version"] = draw.choice(["$Latest", "1", "2"])
        made.append({"AutoScalingGroupName": f"g{number}"} | draw.choice([
            {"LaunchConfigurationName": draw.choice(["lc-1", "lc-2"])},
            {"LaunchTemplate": template}, {},
            {"MixedInstancesPolicy": {"LaunchTemplate": {"LaunchTemplateSpecification": template}}},
        ]))
    configurations = [
        {"LaunchConfigurationName": name, "ImageId": f"ami-{draw.randint(0, 20):04}",
         "BlockDeviceMappings": disks(draw, 20)} for name in ["lc-1", "lc-2", "lc-3"]]
    gone = {"code": "InvalidLaunchTemplateId.NotFound"}
    return [
        answer("DescribeAutoScalingGroups", {"AutoScalingGroups": made}, service="autoscaling"),
        answer("DescribeLaunchConfigurations", {"LaunchConfigurations": configurations},
               service="autoscaling"),
        *[answer("DescribeLaunchTemplateVersions", {"LaunchTemplateVersions": [
            {"LaunchTemplateId": name, "VersionNumber": number, "LaunchTemplateData": {
                "ImageId": f"ami-{draw.randint(0, 20):04}",
                "BlockDeviceMappings": disks(draw, 20)}} for number in (1, 2)]},
            {"LaunchTemplateId": name}) for name in ("lt-1", "lt-2")],
        {"service": "ec2", "operation": "DescribeLaunchTemplateVersions", "input": {},
         "error": gone},
    ]


def affected(draw: Draw, ids: list) -> list:
    """Events of AWS Health and whom they affect."""
    arns = ["arn:aws:health:us-east-1::event/EBS/a", "arn:aws:health:us-east-1::event/EBS/b"]
    return [answer(operation, output, service="health") for operation, output in [
        ("DescribeEvents", {"events": [
            {"arn": each, "service": "EBS", "statusCode": "open"} for each in arns]}),
        ("DescribeEventDetails", {"successfulSet": [
            {"event": {"arn": each}, "eventDescription": {"latestDescription": "d"}}
            for each in arns]}),
        ("DescribeAffectedEntities", {"entities": [
            {"entityValue": each, "eventArn": draw.choice(arns)}
            for each in draw.some(ids, 4, 9)]})]]


def of_volumes(draw: Draw, resources: list) -> list:
    ids = [each["VolumeId"] for each in resources]
    snapshots = [snapshot(draw, number) | {"VolumeId": draw.choice(ids)} for number in range(24)]
    snapshots += [snapshot(draw, 0) | {"SnapshotId": each, "Tags": TAGS} for each in NAMED]
    flagged = [{"status": "error", "metadata": ["us-east-1", each, "name", "Red"]}
               for each in draw.some(ids, 6, 12)]
    return [
        answer("RefreshTrustedAdvisorCheck", {}, service="support"),
        answer("DescribeTrustedAdvisorCheckResult", {"result": {"flaggedResources": flagged}},
               service="support"),
        answer("DescribeSnapshots", {"Snapshots": snapshots}), instances(draw),
        answer("ListAliases", {"Aliases": [
            {"AliasName": "alias/other"},
            {"AliasName": "alias/aws/ebs", "TargetKeyId": "k-1", "Alpha": draw.word()},
            {"AliasName": "alias/own", "TargetKeyId": "k-2", "Alpha": draw.word()}]},
            service="kms"),
        *affected(draw, ids),
        answer("DescribeVolumesModifications", {"VolumesModifications": [
            {"VolumeId": each, "ModificationState": "optimizing"}
            for each in draw.some(ids, 0, 5)]}),
        # For who waits until a volume is detached.
        answer("DescribeVolumes", {"Volumes": [{"VolumeId": "vol-1", "State": "available"}]}),
    ]


def permissions(draw: Draw, more: list) -> list:
    return draw.some([{"UserId": ACCOUNT}, {"Group": "all"}] + more + [
        {"UserId": each} for each in FOREIGN], 0, 3)


def of_snapshots(draw: Draw, resources: list) -> list:
    shares = [answer("DescribeSnapshotAttribute", {
        "SnapshotId": each["SnapshotId"], "CreateVolumePermissions": permissions(draw, [])},
        {"SnapshotId": each["SnapshotId"]}) for each in resources]
    arn = "arn:aws:iam::123456789012:role/r"
    return shares + groups(draw) + [
        answer("DescribeVolumes", {"Volumes": [
            volume(draw, number) | {"VolumeId": each}
            for number, each in enumerate(VOLUMES[:3] + NAMED)]}),
        answer("DescribeImages", {"Images": [image(draw, number) for number in range(6)]}),
        answer("CopySnapshot", {"SnapshotId": "snap-copy"}),
        answer("GetResources", {"ResourceTagMappingList": [
            {"ResourceARN": arn, "Tags": [{"Key": "Env", "Value": "prod"}]}]},
            service="resourcegroupstaggingapi"),
    ]


def of_images(draw: Draw, resources: list) -> list:
    more = [{"OrganizationArn": ORGANIZATION}, {"OrganizationalUnitArn": UNIT}]
    attributes = []
    for each in resources:
        own = each["ImageId"]
        for name, value in [
            ("launchPermission", permissions(draw, more)),
            ("bootMode", {"Value": draw.choice(["uefi", "legacy-bios"])}),
            ("lastLaunchedTime", {"Value": draw.choice(TIMES)}),
            ("description", {"Value": draw.word()} if draw.chance(0.8) else {}),
        ]:
            member = "LaunchPermissions" if name == "launchPermission" else (
                name[0].upper() + name[1:])
            attributes.append(answer(
                "DescribeImageAttribute", {"ImageId": own, member: value},
                {"ImageId": own, "Attribute": name}))
    return attributes + groups(draw) + [
        instances(draw), answer("DescribeImages", {"Images": resources}),
        answer("DescribeVolumes", {"Volumes": [
            volume(draw, 0) | {"VolumeId": each, "Tags": TAGS} for each in NAMED]})]


def plain_fields(*more) -> list:
    return [("State", "word"), ("Encrypted", "flag"), *more]


TYPES = {
    EBS: Type(
        "VolumeId", volume,
        plain_fields(("VolumeType", "word"), ("Size", "number"), ("length(Attachments)", "number")),
        ["delete", "notify"], of_volumes, frozenset({"c7n:Snapshots", "KeyAlias"}),
        listing=("DescribeVolumes", "Volumes")),
    SNAPSHOT: Type(
        "SnapshotId", snapshot, plain_fields(("VolumeSize", "number"), ("Description", "word")),
        ["delete", "notify"], of_snapshots, listing=("DescribeSnapshots", "Snapshots")),
    IMAGE: Type(
        "ImageId", image, [("State", "word"), ("Public", "flag"), ("Name", "word"),
                           ("CreationDate", "date"),
                           ("BlockDeviceMappings[].Ebs.SnapshotId", "words")],
        ["notify", "deregister"], of_images, frozenset(
            {"c7n:LaunchPermissions", "c7n:attribute-bootMode", "c7n:attribute-description",
             "c7n:attribute-lastLaunchedTime"})),
}


# Filters

def age(filters: Filters, name: str) -> dict:
    draw = filters.draw
    made = {"type": name}
    if draw.chance(0.9):
        made["days"] = draw.choice([1, 3, 10, 30, 60, 1.5])
    if draw.chance(0.6):
        made["op"] = draw.often(ORDERS, EVERY_OP, 0.06)
    return made


def shared(filters: Filters) -> dict:
    draw = filters.draw
    if filters.kind == SNAPSHOT and draw.chance(0.3):
        # With all that matters for statements only.
        return filters.cross_account()
    made = {"type": "cross-account"}
    if draw.chance(0.6):
        made["whitelist"] = draw.some(
            [*FOREIGN, "all", ORGANIZATION, UNIT, "{account_id}"], 1, 3)
    if filters.kind == SNAPSHOT and draw.chance(0.3):
        made["everyone_only"] = draw.flag()
    return made


def or_word(filters: Filters, name: str, key: str = "value") -> dict | str:
    draw = filters.draw
    return draw.choice([name, {"type": name}, {"type": name, key: draw.flag()}])


def snapshots(filters: Filters) -> dict:
    draw = filters.draw
    attributes = [
        {"type": "value", "key": "StartTime", "value_type": "age",
         "op": draw.choice(["lt", "gt", "less-than"]), "value": draw.choice([2, 20, 100])},
        {"State": draw.choice(["completed", "pending"])},
        {"type": "value", "key": "Alpha"} | filters.comparison("word"),
        {"not": [{"VolumeSize": 8}]},
    ]
    made = {"type": "snapshots", "attrs": draw.some(attributes, 1, 2)}
    if draw.chance(0.4):
        made["count"] = draw.choice([0, 1, 2])
        if draw.chance(0.7):
            made["count_op"] = draw.choice(EQUALITIES + ORDERS)
    return made


def attribute(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "image-attribute"} | draw.choice([
        {"attribute": "bootMode", "key": "Value", "value": draw.choice(["uefi", "legacy-bios"])},
        {"attribute": "lastLaunchedTime", "key": "Value", "op": "gt", "value_type": "age",
         "value": draw.choice([5, 20, 200])},
        {"attribute": "description", "key": "Value"} | filters.comparison("word")])


SPECIFIC = [
    ("tag-count", KINDS, lambda f: {"type": "tag-count", "count": f.draw.randint(0, 4)} | (
        {"op": f.draw.choice(EQUALITIES + ORDERS)} if f.draw.chance(0.8) else {})),
    ("fault-tolerant", [EBS], lambda f: or_word(f, "fault-tolerant", "tolerant")),
    ("instance", [EBS], lambda f: f.nested("instance", RELATED)),
    ("health-event", [EBS], lambda f: {
        "type": "health-event", "types": ["AWS_EBS_DEGRADED_EBS_VOLUME_PERFORMANCE"]} | (
        {"statuses": f.draw.some(["open", "upcoming", "closed"], 1, 2)}
        if f.draw.chance(0.5) else {})),
    ("kms-alias", [EBS], lambda f: f.draw.choice([
        {"type": "kms-alias", "key": "AliasName", "op": "regex", "value": "alias/aws/.*"},
        {"type": "kms-alias", "key": "AliasName", "value": "alias/own"},
        f.nested("kms-alias", [("Alpha", "word")])])),
    ("modifyable", [EBS], lambda f: f.draw.choice(["modifyable", {"type": "modifyable"}])),
    ("snapshots", [EBS], snapshots),
    ("age", [SNAPSHOT], lambda f: age(f, "age")),
    ("image-age", [IMAGE], lambda f: age(f, "image-age")),
    ("cross-account", [SNAPSHOT, IMAGE], shared),
    ("skip-ami-snapshots", [SNAPSHOT], lambda f: or_word(f, "skip-ami-snapshots")),
    ("unused", [SNAPSHOT, IMAGE], lambda f: or_word(f, "unused")),
    ("volume", [SNAPSHOT], lambda f: f.draw.choice([
        lambda: f.nested("volume", RELATED),
        lambda: {"type": "volume", "key": "VolumeId", "value": "absent"},
        lambda: {"type": "volume", "key": "Size", "value": 8}])()),
    ("image-attribute", [IMAGE], attribute),
]


# Actions

def modify(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "modify"}
    for name, make in [
        ("volume-type", lambda: draw.choice(["io1", "io2", "gp2", "gp3", "st1"])),
        ("size-percent", lambda: draw.choice([100, 150, 133.3])),
        ("iops-percent", lambda: draw.choice([10, 200, 33.3]))]:
        if draw.chance(0.6):
            made[name] = make()
    return {"filters": ["modifyable"], "actions": [made]}


def take_snapshot(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "snapshot"}
    if draw.chance(0.5):
        made["tags"] = {key: draw.choice(["x", "{account_id}"])
                        for key in draw.some(["Env", "New"], 0, 2)}
    if draw.chance(0.4):
        made["description"] = draw.choice(["d", "of {account_id}", ""])
    made |= draw.choice([{}, {"copy-tags": draw.some(["Env", "Owner", "*", "Missing"], 0, 2)},
                         {"copy-volume-tags": draw.flag()}])
    return made


def copy_related(filters: Filters) -> dict:
    draw = filters.draw
    own = {SNAPSHOT: ("ebs", "VolumeId"), EBS: ("ebs-snapshot", "SnapshotId")}.get(filters.kind)
    if own and draw.chance(0.8):
        made = {"resource": draw.choice([own[0], f"aws.{own[0]}"]), "key": own[1]}
    else:
        made = {"resource": "ebs-snapshot" if filters.kind == EBS else "ebs",
                "key": draw.often(["Alpha", "tag:Env"], ["Missing"])}
    if draw.chance(0.3):
        made["skip_missing"] = draw.flag()
    return {"type": "copy-related-tag", **made,
            "tags": draw.choice(["*", ["Env"], ["Env", "Owner", "Team"], []])}


def share_snapshot(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "set-permissions"} | draw.choice([
        {}, {"remove": "matched"}, {"remove": "matched"}, {"remove": draw.some(FOREIGN, 1, 2)}])
    if draw.chance(0.3):
        made["add"] = [FOREIGN[0]]
    return {"filters": [shared(filters)], "actions": [made]}


def share_image(filters: Filters) -> dict:
    draw = filters.draw
    names = [*FOREIGN, ORGANIZATION, UNIT, "all", "nobody"]
    made = {"type": "set-permissions"} | draw.choice([
        {}, {"remove": "matched"}, {"remove": "matched"}, {"remove": draw.some(names, 1, 3)}])
    if draw.chance(0.4):
        made["add"] = draw.some(names, 1, 2)
    return {"filters": [shared(filters)], "actions": [made]}


def remove_launch(filters: Filters) -> dict:
    made = {"type": "remove-launch-permissions"} | filters.draw.choice([
        {}, {"accounts": "matched"}, {"accounts": "matched"}, {"accounts": FOREIGN[0]}])
    return {"filters": [shared(filters)], "actions": [made]}


def copy_image(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "copy"}
    for name, make in [
        ("name", lambda: "copy"), ("description", lambda: "d"), ("encrypt", draw.flag),
        ("region", lambda: draw.choice(["eu-west-1", "us-east-1"])), ("key-id", lambda: "k")]:
        if draw.chance(0.5):
            made[name] = make()
    return made


def deprecate(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "set-deprecation"} | draw.choice([
        {}, {"age": draw.choice([0, 5, 60, 4000])}, {"days": draw.choice([0, 30])},
        {"date": draw.choice(["2026-12-01", "2020-01-01T00:00:00Z"])}])


ACTIONS = [
    ("tag", KINDS, custodian_actions.tag), ("mark-for-op", KINDS, custodian_actions.mark_for_op),
    ("remove-tag", KINDS, lambda f: custodian_actions.remove_tag(f) | (
        {"type": "remove-tag"} if f.draw.chance(0.6) else {})),
    ("copy-related-tag", KINDS, copy_related),
    ("copy-instance-tags", [EBS], lambda f: {"type": "copy-instance-tags"} | (
        {"tags": f.draw.some(["Env", "Owner", "Missing"], 0, 2)} if f.draw.chance(0.5) else {})),
    ("delete", [EBS], lambda f: {"type": "delete"} | (
        {"force": f.draw.flag()} if f.draw.chance(0.6) else {})),
    ("detach", [EBS], lambda f: {"type": "detach"} | (
        {"force": f.draw.flag()} if f.draw.chance(0.6) else {})),
    ("modify", [EBS], modify), ("snapshot", [EBS], take_snapshot),
    ("delete", [SNAPSHOT], lambda f: {"type": "delete"} | (
        {"skip-ami-snapshots": f.draw.flag()} if f.draw.chance(0.5) else {})),
    ("set-permissions", [SNAPSHOT], share_snapshot),
    ("copy", [SNAPSHOT], lambda f: {
        "type": "copy", "target_region": f.draw.choice(["eu-west-1", "us-east-1"])} | (
        {"target_key": "k"} if f.draw.chance(0.6) else {"encrypted": False})),
    ("deregister", [IMAGE], lambda f: {"type": "deregister"} | (
        {"delete-snapshots": f.draw.flag()} if f.draw.chance(0.7) else {})),
    ("set-permissions", [IMAGE], share_image),
    ("remove-launch-permissions", [IMAGE], remove_launch),
    ("cancel-launch-permission", [IMAGE], lambda f: {"type": "cancel-launch-permission"} | (
        {"dryrun": f.draw.flag()} if f.draw.chance(0.7) else {})),
    ("copy", [IMAGE], copy_image), ("set-deprecation", [IMAGE], deprecate),
]


# Departures

def ordered(value):
    """The same with what Python holds in sets in one order."""
    if isinstance(value, dict):
        return {key: sorted(map(ordered, each), key=json.dumps)
                if key in ("c7n:CrossAccountViolations", "Remove") else ordered(each)
                for key, each in value.items()}
    if isinstance(value, list):
        return [ordered(each) for each in value]
    return value


def is_of_storage(pair) -> bool:
    return "aws." + pair.policy["resource"].removeprefix("aws.") in KINDS


def is_matched(pair) -> bool:
    """Whether both match, with nothing that either complains of."""
    return pair.ours is not None and pair.theirs is not None and not (
        pair.problem or pair.raised)


def acting(pair, name: str) -> dict:
    """The policy's action where it is of that name."""
    action = (pair.policy.get("actions") or [{}])[0]
    return action if is_of_storage(pair) and action.get("type") == name else {}


def without_all(calls: list) -> list:
    """Calls that change who may launch, `all` and what is left empty by it taken out."""
    made = []
    for each in calls or []:
        changed = each["input"].get("LaunchPermission", {"Reset": []})
        for side, permissions in changed.items():
            made.append((side, [one for one in permissions if one != {"Group": "all"}]))
    return sorted((one for one in made if one[1]), key=json.dumps)


DEPARTURES = [
    Departure(
        "needless description", "Python asks for an image's description before the policy's own",
        lambda pair: acting(pair, "copy") != {} and "'Description'" in (pair.raised or "")
        and pair.ours is not None, is_rare=True),
    Departure(
        "sets in order", "whom a share is with stands in an order of its own, in Python's by hash",
        lambda pair: is_of_storage(pair) and is_matched(pair)
        and ordered(pair.ours) == ordered(pair.theirs) and (
            pair.is_spared or ordered(pair.our_calls) == ordered(pair.their_calls)),
        is_rare=True),
    Departure(
        "forgets all", "having taken `all` from the first image Python doesn't from others",
        lambda pair: is_matched(pair) and ordered(pair.ours) == ordered(pair.theirs) and "all" in [
            *acting(pair, "set-permissions").get("remove", []),
            *acting(pair, "set-permissions").get("add", [])]
        and without_all(ordered(pair.our_calls)) == without_all(ordered(pair.their_calls)),
        is_rare=True),
    Departure(
        "digits", "of one account Python asks to remove each digit's permission",
        lambda pair: is_matched(pair) and ordered(pair.ours) == ordered(pair.theirs)
        and acting(pair, "remove-launch-permissions").get("accounts", "matched") != "matched",
        is_rare=True),
    Departure(
        "shared snapshots", "what another image stands on is left out; AWS would not delete it",
        lambda pair: is_matched(pair) and ordered(pair.ours) == ordered(pair.theirs)
        and acting(pair, "deregister") != {} and bool(pair.remarks)
        and [each for each in pair.their_calls or [] if each in (pair.our_calls or [])]
        == pair.our_calls, is_rare=True),
]
