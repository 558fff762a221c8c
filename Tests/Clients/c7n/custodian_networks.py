"""Security groups, VPCs, subnets, gateways, network ACLs and route tables, with what is read of the
region around them."""

import custodian_actions
from custodian_comparisons import EQUALITIES, EVERY_OP, ORDERS
from custodian_departures import Departure
from custodian_filters import Filters
from custodian_resources import GROUPS, REFERENCED, Type, common, network, security_group
from custodian_vocabulary import ACCOUNT, RANGES6, Draw

GROUP, VPC, SUBNET, GATEWAY, ACL, TABLE = (
    "aws.security-group", "aws.vpc", "aws.subnet", "aws.internet-gateway", "aws.network-acl",
    "aws.route-table")
NETWORKS = ["vpc-1", "vpc-2"]
SUBNETS = [f"subnet-{number}" for number in range(1, 7)]
MORE_SUBNETS = SUBNETS + [f"subnet-x{number}" for number in range(10)]
ZONES = ["us-east-1a", "us-east-1b"]
SERVERS = ["AmazonProvidedDNS", "169.254.169.253", "10.0.0.2", "10.1.0.2", "8.8.8.8", "0.0.0.2"]
DOMAINS = ["ec2.internal", "prod", "dev"]
FORMATS = ["${version} ${srcaddr}", "${version}"]
BUCKET = "arn:aws:s3:::logs"


# Resources


def group(draw: Draw, number: int) -> dict:
    made = security_group(draw, number)
    del made["stormdrill:DefaultVpc"], made["stormdrill:Groups"]
    return made


def vpc(draw: Draw, number: int) -> dict:
    made = network(draw, number)
    for each in made["CidrBlockAssociationSet"]:
        each["CidrBlockState"] = {"State": draw.choice(["associated", "disassociated"])}
    made["DhcpOptionsId"] = draw.often(["dopt-1", "dopt-2", "dopt-3"], ["dopt-gone"], 0.01)
    return made


def subnet(draw: Draw, number: int) -> dict:
    return common(draw) | {
        "SubnetId": f"subnet-{number:04}", "VpcId": draw.often(NETWORKS, ["vpc-gone"], 0.1),
        "CidrBlock": draw.often(["10.0.1.0/24", "10.0.2.0/28", "10.0.16.0/20"], ["10.0.1.1/24"],
                                0.01),
        "AvailableIpAddressCount": draw.choice([11, 5, 3, 11, 0]),
        "AvailabilityZone": draw.choice(ZONES), "MapPublicIpOnLaunch": draw.flag(),
        "AssignIpv6AddressOnCreation": draw.flag(), "EnableDns64": draw.flag(),
        "MapCustomerOwnedIpOnLaunch": draw.flag(), "State": "available",
        "PrivateDnsNameOptionsOnLaunch": {
            "HostnameType": draw.choice(["ip-name", "resource-name"]),
            "EnableResourceNameDnsARecord": draw.flag(),
            "EnableResourceNameDnsAAAARecord": draw.flag()},
    }


def gateway(draw: Draw, number: int) -> dict:
    return common(draw) | {
        "InternetGatewayId": f"igw-{number:04}", "OwnerId": ACCOUNT,
        "Attachments": [{"VpcId": draw.choice(NETWORKS), "State": "available"}
                        for _ in range(draw.randint(0, 1))]}


def acl(draw: Draw, number: int) -> dict:
    entries = []
    for rule in range(draw.randint(0, 4)):
        entry = {"RuleNumber": 100 * (rule + 1), "Egress": draw.flag(), "Protocol": "-1",
                 "RuleAction": draw.choice(["allow", "allow", "deny"])}
        entry |= draw.often(
            [{"CidrBlock": each} for each in ["0.0.0.0/0", "10.0.0.0/8", "52.216.0.0/15"]],
            [{"Ipv6CidrBlock": "::/0"}, {"CidrBlock": "10.0.0.1/8"}], 0.015)
        entries.append(entry)
    return common(draw) | {
        "NetworkAclId": f"acl-{number:04}", "VpcId": draw.choice(NETWORKS), "Entries": entries,
        "IsDefault": draw.flag(), "Associations": associations(draw, "NetworkAclAssociationId")}


def associations(draw: Draw, name: str) -> list:
    chosen = draw.some(SUBNETS, 0, 2) + (["subnet-gone"] if draw.chance(0.03) else [])
    return [{name: f"a-{each}", "SubnetId": each} for each in chosen]


def table(draw: Draw, number: int) -> dict:
    routes = [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}]
    for target, item in draw.some([
            ("GatewayId", "igw-1"), ("NatGatewayId", "nat-1"), ("NatGatewayId", "nat-2"),
            ("NatGatewayId", "nat-3"), ("VpcPeeringConnectionId", "pcx-1")], 0, 2):
        routes.append({
            "DestinationCidrBlock": draw.choice(["0.0.0.0/0", "10.8.0.0/16"]), target: item,
            "State": draw.choice(["active"] * 3 + ["blackhole"])})
    # A subnet has one table, a VPC one main table.
    own = [{"RouteTableAssociationId": f"a-{each}", "SubnetId": each, "Main": False}
           for each in MORE_SUBNETS[number - 2:number - 1] if number > 1]
    if number < 2:
        own.append({"RouteTableAssociationId": "main", "Main": True})
    return common(draw) | {
        "RouteTableId": f"rtb-{number:04}", "Routes": routes,
        "VpcId": NETWORKS[number] if number < 2 else draw.choice(NETWORKS),
        "Associations": own}


# What AWS answers


def tagged(draw: Draw) -> dict:
    return {"Tags": [{"Key": "Env", "Value": draw.word()}] if draw.chance(0.8) else []}


def answers(draw: Draw, resources: list) -> list:
    """The region around resources of any of the types."""
    first = resources[0]
    is_vpc = "DhcpOptionsId" in first
    networks = [each["VpcId"] for each in resources] if is_vpc else NETWORKS
    made = []

    def add(operation: str, output: dict, given=None, service="ec2"):
        made.append({"service": service, "operation": operation, "input": given or {},
                     "output": output})

    add("DescribeVpcs", {"Vpcs": [
        {"VpcId": each, "IsDefault": each == "vpc-1", "CidrBlock": draw.choice(
            ["10.0.0.0/16", "10.1.0.0/16"]), "State": "available"} | tagged(draw)
        for each in networks]})
    add("DescribeSubnets", {"Subnets": [
        {"SubnetId": each, "VpcId": draw.choice(networks), "AvailabilityZone": draw.choice(ZONES),
         "CidrBlock": "10.0.1.0/24", "MapPublicIpOnLaunch": draw.flag()} | tagged(draw)
        for each in MORE_SUBNETS]})
    add("DescribeRouteTables", {"RouteTables": [
        table(draw, number) | {"VpcId": draw.choice(networks)} for number in range(3)]})
    add("DescribeNatGateways", {"NatGateways": [
        {"NatGatewayId": f"nat-{number + 1}", "VpcId": draw.choice(networks),
         "SubnetId": draw.choice(SUBNETS), "State": draw.choice(["available", "deleted"])}
        | tagged(draw) for number in range(8)]})
    add("DescribeInternetGateways", {"InternetGateways": [
        {"InternetGatewayId": f"igw-{number}", "OwnerId": draw.choice([ACCOUNT, "1"]),
         "Attachments": [{"VpcId": each, "State": draw.choice(["available", "attaching"])}]}
        | tagged(draw) for number, each in enumerate(draw.some(networks, 6, 12))]})
    owned = [each.get("SubnetId", "") for each in resources]
    add("DescribeVpcEndpoints", {"VpcEndpoints": [
        {"VpcEndpointId": f"vpce-{number}", "VpcId": draw.choice(networks),
         "ServiceName": f"com.amazonaws.us-east-1.{draw.choice(['s3', 'athena'])}",
         "VpcEndpointType": draw.choice(["Gateway", "Interface"]), "State": draw.word(),
         "SubnetIds": draw.some(owned, 0, 3)} | tagged(draw) for number in range(12)]})
    add("DescribeFlowLogs", {"FlowLogs": [
        flow_log(draw, number, (first.get("SubnetId") and draw.choice(owned))
                 or draw.choice(networks)) for number in range(18)]})
    add("DescribePrefixLists", {"PrefixLists": [
        {"PrefixListId": "pl-1", "Cidrs": draw.choice([
            ["52.216.0.0/15"], ["52.216.0.0/15", "10.1.0.0/16"], ["10.1.0.0/16"],
            ["52.216.0.0/15", "2600::/32"] if draw.chance(0.2) else ["10.2.0.0/16"]])}]})
    if is_vpc:
        of_vpcs(draw, networks, add)
    if "IpPermissions" in first:
        of_groups(draw, resources, add)
    else:
        add("DescribeSecurityGroups", {"SecurityGroups": [
            {"GroupId": f"sg-{number}", "GroupName": draw.word(), "VpcId": draw.choice(networks)}
            | tagged(draw) for number in range(20)]})
    for operation in ("CreateFlowLogs", "DeleteFlowLogs"):
        add(operation, {"Unsuccessful": []})
    return made


def flow_log(draw: Draw, number: int, of: str) -> dict:
    made = {"FlowLogId": f"fl-{number}", "ResourceId": of,
            "FlowLogStatus": draw.choice(["ACTIVE", "ACTIVE", "INACTIVE"]),
            "TrafficType": draw.choice(["ALL", "ALL", "REJECT", "ACCEPT"]),
            "LogFormat": draw.choice(FORMATS), "MaxAggregationInterval": draw.choice([60, 600])}
    made |= draw.choice([
        {"LogDestinationType": "s3", "LogDestination": BUCKET},
        {"LogDestinationType": "cloud-watch-logs", "LogGroupName": draw.choice(["prod", "dev"])}])
    if draw.chance(0.8):
        made["DeliverLogsStatus"] = draw.choice(["SUCCESS", "FAILED"])
    return made


def of_vpcs(draw: Draw, networks: list, add) -> None:
    add("DescribeDhcpOptions", {"DhcpOptions": [
        {"DhcpOptionsId": f"dopt-{number}", "DhcpConfigurations": [
            {"Key": key, "Values": [{"Value": each} for each in draw.some(values, 1, 3)]}
            for key, values in draw.some([
                ("domain-name", DOMAINS), ("domain-name-servers", SERVERS),
                ("domain-name-servers", SERVERS), ("ntp-servers", SERVERS)], 1, 3)]}
        for number in (1, 2, 3)]})
    for each in networks:
        for name in ("enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics"):
            add("DescribeVpcAttribute", {
                "VpcId": each, name[0].upper() + name[1:]: {"Value": draw.flag()}},
                {"VpcId": each, "Attribute": name})
    add("ListResolverQueryLogConfigAssociations", {"ResolverQueryLogConfigAssociations": [
        {"Id": f"a-{each}", "ResourceId": each, "ResolverQueryLogConfigId": draw.choice(
            ["rqlc-1", "rqlc-gone"])} for each in draw.some(networks, 6, 12)]},
        service="route53resolver")
    add("ListResolverQueryLogConfigs", {"ResolverQueryLogConfigs": [
        {"Id": "rqlc-1", "Name": "prod", "DestinationArn": BUCKET}]}, service="route53resolver")


def of_groups(draw: Draw, resources: list, add) -> None:
    shown = [{key: each[key] for key in ("GroupId", "IpPermissions", "IpPermissionsEgress")}
             for each in resources]
    own = [each["GroupId"] for each in resources]
    known = {each["GroupId"]: each for each in shown + REFERENCED}
    for each in GROUPS + own:
        add("DescribeSecurityGroups", {"SecurityGroups": [known[each]]}, {"GroupIds": [each]})
    add("DescribeSecurityGroups", {"SecurityGroups": list(known.values())})
    interfaces = []
    for number, each in enumerate(draw.some(own, 3, 6)):
        attachment = {"AttachmentId": "a", "InstanceOwnerId": draw.choice(
            [ACCOUNT, "amazon-rds", "amazon-elb"])}
        if draw.chance(0.3):
            attachment["InstanceId"] = "i-1"
        interfaces.append({
            "NetworkInterfaceId": f"eni-{number}", "TagSet": [],
            "Status": draw.choice(["in-use", "available"]), "Description": draw.choice(
                ["", "ELB app/prod/1", "ELB net/dev/2", "ELB prod", "RDSNetworkInterface",
                 "AWS Lambda VPC ENI-prod-1", "Interface for NAT Gateway nat-1", "DAX prod"]),
            "InterfaceType": draw.choice(["interface", "nat_gateway"]),
            "Groups": [{"GroupId": each}, {"GroupId": draw.choice(own)}],
            **({"Attachment": attachment} if draw.chance(0.8) else {})})
    add("DescribeNetworkInterfaces", {"NetworkInterfaces": interfaces})
    add("ListFunctions", {"Functions": [
        {"FunctionName": "a", "VpcConfig": {"SecurityGroupIds": draw.some(own, 0, 2)}},
        {"FunctionName": "b"}]}, service="lambda")
    add("DescribeLaunchConfigurations", {"LaunchConfigurations": [{
        "LaunchConfigurationName": "a", "SecurityGroups": draw.some(own, 0, 1),
        "ClassicLinkVPCSecurityGroups": draw.some(own, 0, 1)}]}, service="autoscaling")
    add("ListEventBuses", {"EventBuses": [{"Name": "default"}]}, service="events")
    add("ListRules", {"Rules": [{"Name": each, "EventBusName": "default"} for each in "ab"]},
        service="events")
    add("ListTargetsByRule", {"Targets": [
        {"Id": "1", "Arn": "a", "EcsParameters": {"NetworkConfiguration": {
            "awsvpcConfiguration": {"SecurityGroups": draw.some(own, 0, 2)}}}}]}, {"Rule": "a"},
        service="events")
    add("ListTargetsByRule", {"Targets": [{"Id": "1", "Arn": "a"}]}, service="events")
    add("ListProjects", {"projects": ["a", "b"]}, service="codebuild")
    add("BatchGetProjects", {"projects": [
        {"name": "a", "arn": "arn:aws:codebuild:us-east-1:123456789012:project/a"},
        {"name": "b", "arn": "arn:aws:codebuild:us-east-1:123456789012:project/b",
         "vpcConfig": {"securityGroupIds": draw.some(own, 0, 1)}}]}, service="codebuild")
    add("GetResources", {"ResourceTagMappingList": []}, service="resourcegroupstaggingapi")
    add("DescribeComputeEnvironments", {"computeEnvironments": [
        {"computeEnvironmentName": "a", "computeResources": {
            "securityGroupIds": draw.some(own, 0, 1)}}]}, service="batch")
    add("DescribeSecurityGroupReferences", {"SecurityGroupReferenceSet": [
        {"GroupId": each} for each in draw.some(own, 0, 2)]})
    for each in NETWORKS:
        stale = [one for one in resources if one.get("VpcId") == each and draw.chance(0.4)]
        add("DescribeStaleSecurityGroups", {"StaleSecurityGroupSet": [
            {"GroupId": one["GroupId"], "VpcId": each} | (
                {"StaleIpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}]}
                if draw.flag() else {"StaleIpPermissionsEgress": [{"IpProtocol": "-1"}]})
            for one in stale]}, {"VpcId": each})


# Filters


def related(name: str, fields: list):
    """A filter on related resources, with a value, or a count of them."""
    def make(filters: Filters) -> dict:
        draw = filters.draw
        made = {"type": name, "operator": "and"} if draw.chance(0.2) else {"type": name}
        if draw.chance(0.1):
            return made | {"value_type": "resource_count", "op": draw.choice(ORDERS),
                           "value": draw.randint(0, 2), "key": "x"}
        key, kind = draw.choice(fields)
        return made | {"key": key} | filters.comparison(kind)
    return make


ENV = ("tag:Env", "word")
WORD = [ENV, ENV, ("GroupName", "word")]


def subnets(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "subnet"}
    for option in ("igw", "nat"):
        if draw.chance(0.3):
            made[option] = draw.flag()
    if draw.chance(0.3):
        made["operator"] = draw.choice(["and", "or"])
    if len(made) == 1 or draw.chance(0.5):
        key, kind = draw.choice([ENV, ("AvailabilityZone", "word"), ("MapPublicIpOnLaunch",
                                                                     "flag")])
        made |= {"key": key} | (filters.comparison(kind) if kind != "word" or key == "tag:Env"
                                else {"value": draw.choice(ZONES)})
    return made


def flow_logs(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "flow-logs"}
    if draw.chance(0.35):
        made["attrs"] = [flow_attribute(filters) for _ in range(draw.randint(1, 2))]
        if draw.chance(0.4):
            made |= {"count": draw.randint(0, 2), "count_op": draw.choice(EQUALITIES + ORDERS)}
        return made
    for option, values in [
        ("status", ["active"]), ("deliver-status", ["success", "failure"]),
        ("destination", [BUCKET, "arn:aws:s3:::other"]),
        ("destination-type", ["s3", "cloud-watch-logs"]),
        ("traffic-type", ["accept", "reject", "all"]), ("log-format", FORMATS),
        ("log-group", ["prod", "dev"]),
    ]:
        if draw.chance(0.2):
            made[option] = draw.choice(values)
    for option, values, share in [("enabled", [True, True, False], 0.7), (
            "op", ["equal", "not-equal"], 0.3), ("set-op", ["or", "and"], 0.4)]:
        if draw.chance(share):
            made[option] = draw.choice(values)
    if draw.chance(0.05):
        made |= {"count": 1}
    return made


def flow_attribute(filters: Filters, depth=0) -> dict:
    draw = filters.draw
    if depth < 2 and draw.chance(0.15):
        return {draw.choice(["or", "and", "not"]): [flow_attribute(filters, depth + 1)]}
    if draw.chance(0.6):
        return draw.choice([
            {"TrafficType": "ALL"}, {"FlowLogStatus": "ACTIVE"}, {"LogGroupName": "prod"},
            {"LogDestinationType": "s3"}, {"DeliverLogsStatus": "absent"}])
    return {"type": "value", "key": "MaxAggregationInterval", "op": draw.choice(ORDERS),
            "value": draw.choice([60, 300, 600])}


def dhcp_options(filters: Filters) -> dict:
    draw, made = filters.draw, {"type": "dhcp-options"}
    for option, values in draw.some([
            ("domain-name", DOMAINS), ("domain-name-servers", SERVERS + ["amazon", "amazon"]),
            ("ntp-servers", SERVERS)], 1, 2):
        made[option] = draw.choice([draw.choice(values), draw.some(values, 1, 3)])
    if draw.chance(0.4):
        made["present"] = draw.flag()
    if draw.chance(0.4):
        made["match-operator"] = draw.choice(["all", "any"])
    return made


def attributes(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "vpc-attributes"} | {key: draw.flag() for key in draw.some(
        ["dnshostnames", "dnssupport", "addressusage"], 1, 2)}


def address_usage(filters: Filters) -> dict:
    draw = filters.draw
    key, values = draw.choice([
        ("MaxAvailable", [11, 251, 4091]), ("NumberUsed", [0, 6, 8, 240]),
        ("PercentUsed", [0, 54.55, 72.73, 95.62, 99])])
    return {"type": "ip-address-usage", "key": key, "op": draw.choice(EQUALITIES + ORDERS),
            "value": draw.choice(values)}


def s3_ranges(filters: Filters) -> dict:
    return {"type": "s3-cidr"} | {option: filters.draw.flag() for option in filters.draw.some(
        ["egress", "ingress", "present"], 0, 2)}


ENDPOINT = [ENV, ("ServiceName", "word"), ("VpcEndpointType", "word"), ("State", "word")]


def endpoints(filters: Filters) -> dict:
    draw = filters.draw
    if draw.chance(0.5):
        return {"type": "vpc-endpoint", "key": "ServiceName", "op": draw.choice(EQUALITIES),
                "value": f"com.amazonaws.us-east-1.{draw.choice(['s3', 'athena'])}"}
    return filters.nested("vpc-endpoint", ENDPOINT)


def tag_count(filters: Filters) -> dict:
    draw = filters.draw
    made = {"type": "tag-count", "count": draw.randint(0, 4)}
    return made | ({"op": draw.often(EQUALITIES + ORDERS, EVERY_OP, 0.04)}
                   if draw.chance(0.8) else {})


# Actions


def set_flow_log(filters: Filters) -> dict:
    draw = filters.draw
    if draw.chance(0.3):
        return {"type": "set-flow-log", "state": False}
    made = {"TrafficType": draw.choice(["ALL", "REJECT"])} | draw.choice([
        {"LogDestinationType": "s3", "LogDestination": BUCKET},
        {"LogGroupName": "prod", "DeliverLogsPermissionArn": "arn:aws:iam::1:role/r"}])
    if draw.flag():
        made["MaxAggregationInterval"] = 60
    return {"type": "set-flow-log"} | (made if draw.flag() else {"attrs": made})


def modify_subnet(filters: Filters) -> dict:
    draw = filters.draw
    return {"type": "modify"} | dict(draw.some([
        ("MapPublicIpOnLaunch", draw.flag()), ("AssignIpv6AddressOnCreation", draw.flag()),
        ("EnableDns64", draw.flag()), ("EnableLniAtDeviceIndex", 1),
        ("PrivateDnsHostnameTypeOnLaunch", "ip-name"), ("CustomerOwnedIpv4Pool", "pool-1"),
        ("EnableResourceNameDnsAAAARecordOnLaunch", draw.flag())], 1, 3))


def modify_vpc(filters: Filters) -> dict:
    return attributes(filters) | {"type": "modify"}


def set_permissions(filters: Filters) -> dict:
    draw = filters.draw
    full = {"IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [
        {"CidrIp": "192.0.2.0/24", "Description": "ops"}]}]}
    flat = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "192.0.2.1/32"}
    listed = [{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": draw.choice(RANGES6)}]}]
    action = {"type": "set-permissions"}
    for option, share, make in [
        ("add-ingress", 0.6, lambda: draw.some([full, flat], 1, 2)),
        ("add-egress", 0.3, lambda: [flat]),
        ("remove-ingress", 0.6, lambda: draw.choice(["matched", "all", listed])),
        ("remove-egress", 0.3, lambda: draw.choice(["matched", "all", listed])),
    ]:
        if draw.chance(share):
            action[option] = make()
    return {"filters": [filters.permissions(draw.choice(["ingress", "egress"]))],
            "actions": [action]}


def bare(name: str):
    return lambda filters: filters.draw.choice([name, {"type": name}])


#: Members that c7n puts on a resource for what it read.
COMPLETED = frozenset([
    "c7n:flow-logs", "c7n:DhcpConfiguration", "c7n:attributes", "c7n:resolver-logging"])

DEPARTURES = [
    Departure(
        "tables alone",
        "Python raises over a subnet that none of the route tables at hand serves; here none does",
        lambda pair: "c7n:route-table" in (pair.raised or ""), is_rare=True),
]

TYPES = {
    GROUP: Type("GroupId", group, [
        ("GroupName", "word"), ("length(IpPermissions)", "number"),
        ("IpPermissions[].IpRanges[].CidrIp", "ranges"), ("IpPermissions[].FromPort", "numbers"),
        ("Description", "word")], ["delete", "notify"], answers, COMPLETED),
    VPC: Type("VpcId", vpc, [
        ("CidrBlock", "range"), ("IsDefault", "flag"), ("State", "word"),
        ("CidrBlockAssociationSet[].CidrBlock", "ranges")],
        ["delete-empty", "notify"], answers, COMPLETED),
    SUBNET: Type("SubnetId", subnet, [
        ("CidrBlock", "range"), ("AvailableIpAddressCount", "number"),
        ("MapPublicIpOnLaunch", "flag"), ("VpcId", "word")],
        ["delete", "notify"], answers, COMPLETED),
    GATEWAY: Type("InternetGatewayId", gateway, [
        ("OwnerId", "word"), ("length(Attachments)", "number"), ("Attachments[0].VpcId", "word")],
        ["delete", "notify"], answers, COMPLETED),
    ACL: Type("NetworkAclId", acl, [
        ("IsDefault", "flag"), ("Entries[].CidrBlock", "ranges"), ("length(Entries)", "number")],
        ["notify"], answers, COMPLETED),
    TABLE: Type("RouteTableId", table, [
        ("Routes[].DestinationCidrBlock", "ranges"), ("length(Associations)", "number"),
        ("Associations[].Main", "any")], ["notify"], answers, COMPLETED),
}
NEW = [SUBNET, GATEWAY, ACL, TABLE]

SPECIFIC = [
    ("unused", [GROUP], bare("unused")), ("used", [GROUP], bare("used")),
    ("stale", [GROUP], bare("stale")), ("tag-count", NEW, tag_count),
    ("flow-logs", [VPC, SUBNET], flow_logs), ("dhcp-options", [VPC], dhcp_options),
    ("security-group", [VPC], related("security-group", WORD)),
    ("nat-gateway", [VPC], related("nat-gateway", [ENV, ENV, ("SubnetId", "word")])),
    ("internet-gateway", [VPC], related("internet-gateway", [ENV, ENV, ("OwnerId", "word")])),
    ("subnet", [VPC], related("subnet", [ENV, ENV, ("MapPublicIpOnLaunch", "flag")])),
    ("vpc-endpoint", [VPC, SUBNET], endpoints), ("vpc-attributes", [VPC], attributes),
    ("resolver-query-logging", [VPC], lambda f: {"type": "resolver-query-logging"} | (
        {"state": f.draw.flag()} if f.draw.chance(0.7) else {})),
    ("vpc", [SUBNET, TABLE], related("vpc", [ENV, ENV, ("IsDefault", "flag"), ("CidrBlock",
                                                                               "range")])),
    ("ip-address-usage", [SUBNET], address_usage), ("subnet", [ACL, TABLE], subnets),
    ("s3-cidr", [ACL], s3_ranges),
    ("route", [TABLE], lambda f: f.nested("route", [
        ("DestinationCidrBlock", "range"), ("GatewayId", "word"), ("NatGatewayId", "word")])
        if f.draw.chance(0.3) else {"type": "route"} | f.draw.choice([
            {"key": "GatewayId", "op": "glob", "value": "igw*"},
            {"key": "NatGatewayId", "value": "not-null"}, {"key": "State", "value": "blackhole"},
            {"key": "DestinationCidrBlock", "value": "0.0.0.0/0"}])),
    ("cross-az-nat-gateway-route", [TABLE], bare("cross-az-nat-gateway-route")),
]

ACTIONS = [
    ("delete", [GROUP, SUBNET, GATEWAY], lambda _: {"type": "delete"}),
    ("delete-empty", [VPC], lambda _: {"type": "delete-empty"}),
    ("set-permissions", [GROUP], set_permissions), ("set-flow-log", [VPC, SUBNET], set_flow_log),
    ("modify", [SUBNET], modify_subnet), ("modify", [VPC], modify_vpc),
    ("tag", NEW, custodian_actions.tag), ("mark-for-op", NEW, custodian_actions.mark_for_op),
    ("remove-tag", NEW, custodian_actions.remove_tag),
]
