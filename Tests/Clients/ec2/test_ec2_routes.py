"""EC2's route tables and network ACLs through boto3."""

import json

import pytest
from botocore.exceptions import ClientError

NO_TABLE = {"RouteTableId": "rtb-0123456789abcdef0"}
NO_ACL = {"NetworkAclId": "acl-0123456789abcdef0"}
NO_VPC = {"VpcId": "vpc-0123456789abcdef0"}
ANYWHERE = {"DestinationCidrBlock": "0.0.0.0/0"}
GATEWAY = {"GatewayId": "igw-0123456789abcdef0"}
ENTRY = {"RuleNumber": 90, "Protocol": "-1", "RuleAction": "deny", "Egress": False}
EVERYONE = {"CidrBlock": "0.0.0.0/0"}
NOT_FOUND = "InvalidRouteTableID.NotFound"


@pytest.fixture
def ec2(emulator):
    return emulator.client("ec2", account="333344445555")


@pytest.fixture
def vpc(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def subnet(ec2, vpc):
    return ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_subnet_gets_a_way_out_and_loses_it(ec2, vpc, subnet):
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    assert ec2.create_route(RouteTableId=table, GatewayId=gateway, **ANYWHERE)["Return"]
    ec2.replace_route(RouteTableId=table, GatewayId=gateway, **ANYWHERE)
    association = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    shown = ec2.describe_route_tables(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
    )["RouteTables"]
    assert [
        (route["DestinationCidrBlock"], route["GatewayId"], route["State"])
        for route in shown[0]["Routes"]
    ] == [("10.0.0.0/16", "local", "active"), ("0.0.0.0/0", gateway, "active")]
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    assert routes[1]["State"] == "blackhole"
    ec2.delete_route(RouteTableId=table, **ANYWHERE)
    other = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    moved = ec2.replace_route_table_association(AssociationId=association, RouteTableId=other)
    ec2.disassociate_route_table(AssociationId=moved["NewAssociationId"])
    ec2.delete_route_table(RouteTableId=table)


def test_subnet_is_put_behind_another_acl(ec2, vpc, subnet):
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    ec2.create_network_acl_entry(NetworkAclId=acl, **ENTRY, **EVERYONE)
    ec2.replace_network_acl_entry(
        NetworkAclId=acl, **(ENTRY | {"RuleAction": "allow"}), **EVERYONE
    )
    default = ec2.describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
    )["NetworkAcls"][0]
    assert default["IsDefault"]
    ec2.replace_network_acl_association(
        AssociationId=default["Associations"][0]["NetworkAclAssociationId"], NetworkAclId=acl
    )
    shown = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"][0]
    assert [entry["SubnetId"] for entry in shown["Associations"]] == [subnet]
    assert [
        (entry["Egress"], entry["RuleNumber"], entry["RuleAction"]) for entry in shown["Entries"]
    ] == [(True, 32767, "deny"), (False, 90, "allow"), (False, 32767, "deny")]
    refused("DependencyViolation", ec2.delete_network_acl, NetworkAclId=acl)
    ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=90, Egress=False)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_network_acl(NetworkAclId=acl)
    ec2.delete_vpc(VpcId=vpc)


@pytest.mark.parametrize(
    "operation, arguments, code",
    [
        ("create_route_table", NO_VPC, "InvalidVpcID.NotFound"),
        ("delete_route_table", NO_TABLE, NOT_FOUND),
        ("describe_route_tables", {"RouteTableIds": list(NO_TABLE.values())}, NOT_FOUND),
        ("create_route", NO_TABLE | ANYWHERE | GATEWAY, NOT_FOUND),
        ("replace_route", NO_TABLE | ANYWHERE | GATEWAY, NOT_FOUND),
        ("delete_route", NO_TABLE | ANYWHERE, NOT_FOUND),
        ("associate_route_table", NO_TABLE, NOT_FOUND),
        (
            "disassociate_route_table",
            {"AssociationId": "rtbassoc-0123456789abcdef0"},
            "InvalidAssociationID.NotFound",
        ),
        (
            "replace_route_table_association",
            NO_TABLE | {"AssociationId": "rtbassoc-0123456789abcdef0"},
            "InvalidAssociationID.NotFound",
        ),
        ("create_network_acl", NO_VPC, "InvalidVpcID.NotFound"),
        ("delete_network_acl", NO_ACL, "InvalidNetworkAclID.NotFound"),
        (
            "describe_network_acls",
            {"NetworkAclIds": list(NO_ACL.values())},
            "InvalidNetworkAclID.NotFound",
        ),
        (
            "replace_network_acl_association",
            NO_ACL | {"AssociationId": "aclassoc-0123456789abcdef0"},
            "InvalidAssociationID.NotFound",
        ),
        ("create_network_acl_entry", NO_ACL | ENTRY | EVERYONE, "InvalidNetworkAclID.NotFound"),
        ("replace_network_acl_entry", NO_ACL | ENTRY | EVERYONE, "InvalidNetworkAclID.NotFound"),
        (
            "delete_network_acl_entry",
            NO_ACL | {"RuleNumber": 90, "Egress": False},
            "InvalidNetworkAclID.NotFound",
        ),
    ],
)
def test_refusals_are_those_of_ec2(ec2, operation, arguments, code):
    refused(code, getattr(ec2, operation), **arguments)


def test_policies_decide_by_gateway_and_network(start):
    """With --iam enforce: a tag on the gateway opens it, and the VPC is asked for as well."""
    emulator = start("--no-throttling", "--iam", "enforce")
    root = emulator.client("ec2")
    vpc = root.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    gateway = root.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    iam = emulator.client("iam")
    iam.create_user(UserName="alice")
    iam.put_user_policy(
        UserName="alice",
        PolicyName="networks",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "ec2:AttachInternetGateway",
                        "Resource": "arn:aws:ec2:*:*:internet-gateway/*",
                        "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}},
                    },
                    {
                        "Effect": "Allow",
                        "Action": "ec2:AttachInternetGateway",
                        "Resource": f"arn:aws:ec2:us-east-1:123456789012:vpc/{vpc}",
                    },
                ],
            }
        ),
    )
    key = iam.create_access_key(UserName="alice")["AccessKey"]
    alice = emulator.client(
        "ec2",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    place = {"InternetGatewayId": gateway, "VpcId": vpc}
    message = refused("UnauthorizedOperation", alice.attach_internet_gateway, **place)
    assert f":internet-gateway/{gateway} because" in message
    root.create_tags(Resources=[gateway], Tags=[{"Key": "team", "Value": "blue"}])
    alice.attach_internet_gateway(**place)
