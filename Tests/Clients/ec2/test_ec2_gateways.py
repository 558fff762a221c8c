"""EC2's ways out of a VPC through boto3: gateways to the internet and peering connections."""

import itertools

import pytest
from botocore.exceptions import ClientError

NO_GATEWAY = "igw-0123456789abcdef0"
NO_EGRESS = "eigw-0123456789abcdef0"
NO_PEERING = {"VpcPeeringConnectionId": "pcx-0123456789abcdef0"}
NO_VPC = "vpc-0123456789abcdef0"
ABSENT = "InvalidVpcPeeringConnectionID.NotFound"
OTHER = "444455556666"
#: Blocks of networks that don't overlap.
BLOCKS = (f"10.{number}.0.0/16" for number in itertools.count(100))


@pytest.fixture
def ec2(emulator):
    return emulator.client("ec2")


def vpc(client):
    return client.create_vpc(CidrBlock=next(BLOCKS))["Vpc"]["VpcId"]


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def test_internet_gateway_lives_and_dies(ec2):
    network = vpc(ec2)
    gateway = ec2.create_internet_gateway(
        TagSpecifications=[
            {"ResourceType": "internet-gateway", "Tags": [{"Key": "team", "Value": "blue"}]}
        ]
    )["InternetGateway"]["InternetGatewayId"]
    place = {"InternetGatewayId": gateway, "VpcId": network}
    ec2.attach_internet_gateway(**place)
    refused("Resource.AlreadyAssociated", ec2.attach_internet_gateway, **place)
    refused("DependencyViolation", ec2.delete_internet_gateway, InternetGatewayId=gateway)
    refused("DependencyViolation", ec2.delete_vpc, VpcId=network)
    shown = ec2.describe_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [network]}]
    )["InternetGateways"]
    assert shown == [
        {
            "Attachments": [{"State": "available", "VpcId": network}],
            "InternetGatewayId": gateway,
            "OwnerId": "123456789012",
            "Tags": [{"Key": "team", "Value": "blue"}],
        }
    ]
    ec2.detach_internet_gateway(**place)
    refused("Gateway.NotAttached", ec2.detach_internet_gateway, **place)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_vpc(VpcId=network)


def test_egress_only_gateway_lives_and_dies(ec2):
    network = vpc(ec2)
    gateway = ec2.create_egress_only_internet_gateway(VpcId=network, ClientToken="once")[
        "EgressOnlyInternetGateway"
    ]
    assert gateway["Attachments"] == [{"State": "attached", "VpcId": network}]
    identifier = gateway["EgressOnlyInternetGatewayId"]
    listed = ec2.describe_egress_only_internet_gateways(
        EgressOnlyInternetGatewayIds=[identifier]
    )["EgressOnlyInternetGateways"]
    assert [entry["EgressOnlyInternetGatewayId"] for entry in listed] == [identifier]
    assert ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=identifier)[
        "ReturnCode"
    ]
    ec2.delete_vpc(VpcId=network)


def test_peering_is_asked_for_and_answered(emulator, ec2):
    theirs = emulator.client("ec2", region="eu-west-1", account=OTHER)
    peer = vpc(theirs)
    peers = {"PeerVpcId": peer, "PeerOwnerId": OTHER, "PeerRegion": "eu-west-1"}
    for answer, state in (
        (theirs.reject_vpc_peering_connection, "rejected"),
        (theirs.accept_vpc_peering_connection, "active"),
    ):
        asked = ec2.create_vpc_peering_connection(VpcId=vpc(ec2), **peers)["VpcPeeringConnection"]
        named = {"VpcPeeringConnectionId": asked["VpcPeeringConnectionId"]}
        assert asked["Status"]["Code"] == "initiating-request"
        assert (asked["ExpirationTime"].timestamp()) > 0
        refused("OperationNotPermitted", ec2.accept_vpc_peering_connection, **named)
        answer(**named)
        for client in (ec2, theirs):
            listed = client.describe_vpc_peering_connections(
                VpcPeeringConnectionIds=list(named.values())
            )["VpcPeeringConnections"]
            assert [entry["Status"]["Code"] for entry in listed] == [state]
    ec2.get_waiter("vpc_peering_connection_exists").wait(
        VpcPeeringConnectionIds=list(named.values())
    )
    ec2.delete_vpc_peering_connection(**named)
    refused("InvalidStateTransition", ec2.delete_vpc_peering_connection, **named)


@pytest.mark.parametrize(
    "operation, arguments, code",
    [
        ("create_internet_gateway", {"DryRun": True}, "DryRunOperation"),
        (
            "attach_internet_gateway",
            {"InternetGatewayId": NO_GATEWAY, "VpcId": NO_VPC},
            "InvalidInternetGatewayID.NotFound",
        ),
        (
            "detach_internet_gateway",
            {"InternetGatewayId": "igw", "VpcId": NO_VPC},
            "InvalidInternetGatewayId.Malformed",
        ),
        (
            "delete_internet_gateway",
            {"InternetGatewayId": NO_GATEWAY},
            "InvalidInternetGatewayID.NotFound",
        ),
        (
            "describe_internet_gateways",
            {"InternetGatewayIds": [NO_GATEWAY]},
            "InvalidInternetGatewayID.NotFound",
        ),
        ("create_egress_only_internet_gateway", {"VpcId": NO_VPC}, "InvalidVpcID.NotFound"),
        (
            "delete_egress_only_internet_gateway",
            {"EgressOnlyInternetGatewayId": NO_EGRESS},
            "InvalidGatewayID.NotFound",
        ),
        (
            "describe_egress_only_internet_gateways",
            {"EgressOnlyInternetGatewayIds": [NO_EGRESS]},
            "InvalidGatewayID.NotFound",
        ),
        ("create_vpc_peering_connection", {"VpcId": NO_VPC}, "InvalidVpcID.NotFound"),
        ("accept_vpc_peering_connection", NO_PEERING, ABSENT),
        ("reject_vpc_peering_connection", NO_PEERING, ABSENT),
        ("delete_vpc_peering_connection", NO_PEERING, ABSENT),
        (
            "describe_vpc_peering_connections",
            {"VpcPeeringConnectionIds": list(NO_PEERING.values())},
            ABSENT,
        ),
    ],
)
def test_refusals_are_those_of_ec2(ec2, operation, arguments, code):
    refused(code, getattr(ec2, operation), **arguments)
