"""EC2's prefix lists, and what keeps the public out of a whole region, through boto3."""

import time

import pytest
from botocore.exceptions import ClientError

NOWHERE = "pl-0123456789abcdef0"


@pytest.fixture
def ec2(emulator):
    return emulator.client("ec2")


def refused(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def settled(client, identifier):
    """The list, once no change is under way."""
    for _ in range(50):
        found = client.describe_managed_prefix_lists(PrefixListIds=[identifier])["PrefixLists"][0]
        if not found["State"].endswith("in-progress"):
            return found
        time.sleep(0.1)
    raise AssertionError(f"{identifier} stays {found['State']}")


def made(client, *blocks, size=5, name="offices"):
    identifier = client.create_managed_prefix_list(
        PrefixListName=name,
        MaxEntries=size,
        AddressFamily="IPv4",
        Entries=[{"Cidr": block, "Description": "a block"} for block in blocks],
        TagSpecifications=[
            {"ResourceType": "prefix-list", "Tags": [{"Key": "team", "Value": "blue"}]}
        ],
    )["PrefixList"]["PrefixListId"]
    settled(client, identifier)
    return identifier


def blocks(client, identifier, **arguments):
    pages = client.get_paginator("get_managed_prefix_list_entries").paginate(
        PrefixListId=identifier, **arguments
    )
    return [entry["Cidr"] for page in pages for entry in page["Entries"]]


def test_prefix_list_lives_changes_and_dies(ec2):
    identifier = made(ec2, "198.51.100.0/24")
    shown = settled(ec2, identifier)
    assert shown == {
        "PrefixListId": identifier,
        "AddressFamily": "IPv4",
        "State": "create-complete",
        "PrefixListArn": f"arn:aws:ec2:us-east-1:123456789012:prefix-list/{identifier}",
        "PrefixListName": "offices",
        "MaxEntries": 5,
        "Version": 1,
        "Tags": [{"Key": "team", "Value": "blue"}],
        "OwnerId": "123456789012",
    }
    changed = ec2.modify_managed_prefix_list(
        PrefixListId=identifier,
        CurrentVersion=1,
        AddEntries=[{"Cidr": "203.0.113.0/24"}],
        RemoveEntries=[{"Cidr": "198.51.100.0/24"}],
    )["PrefixList"]
    assert (changed["State"], changed["Version"]) == ("modify-in-progress", 1)
    assert settled(ec2, identifier)["Version"] == 2
    assert blocks(ec2, identifier) == ["203.0.113.0/24"]
    assert blocks(ec2, identifier, TargetVersion=1) == ["198.51.100.0/24"]
    change = {"PrefixListId": identifier, "AddEntries": [{"Cidr": "192.0.2.0/24"}]}
    message = refused(
        "PrefixListVersionMismatch", ec2.modify_managed_prefix_list, CurrentVersion=1, **change
    )
    assert message == "The prefix list has the incorrect version number."
    restored = {"PrefixListId": identifier, "PreviousVersion": 1}
    refused(
        "PrefixListVersionMismatch",
        ec2.restore_managed_prefix_list_version,
        CurrentVersion=1,
        **restored,
    )
    ec2.restore_managed_prefix_list_version(CurrentVersion=2, **restored)
    assert settled(ec2, identifier)["State"] == "restore-complete"
    assert blocks(ec2, identifier) == ["198.51.100.0/24"]
    gone = ec2.delete_managed_prefix_list(PrefixListId=identifier)["PrefixList"]
    assert gone["State"] == "delete-in-progress"
    for call in (
        ec2.delete_managed_prefix_list,
        ec2.get_managed_prefix_list_entries,
        ec2.get_managed_prefix_list_associations,
    ):
        message = refused("InvalidPrefixListID.NotFound", call, PrefixListId=identifier)
        assert message == f"The prefix list ID '{identifier}' does not exist"
    refused(
        "InvalidPrefixListID.NotFound",
        ec2.describe_managed_prefix_lists,
        PrefixListIds=[identifier],
    )


def test_a_list_that_is_no_list_is_refused(ec2):
    message = refused(
        "InvalidParameterValue",
        ec2.create_managed_prefix_list,
        PrefixListName="x",
        MaxEntries=1001,
        AddressFamily="IPv4",
    )
    assert message == "Must specify a max size between 1 and 1000"
    refused(
        "PrefixListMaxEntriesExceeded",
        ec2.create_managed_prefix_list,
        PrefixListName="x",
        MaxEntries=1,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "10.0.0.0/8"}, {"Cidr": "11.0.0.0/8"}],
    )


def test_long_lists_come_in_pages(ec2):
    wanted = [f"10.0.{number}.0/24" for number in range(100)]
    identifier = made(ec2, *wanted, size=120)
    more = [f"10.1.{number}.0/24" for number in range(20)]
    ec2.modify_managed_prefix_list(
        PrefixListId=identifier, CurrentVersion=1, AddEntries=[{"Cidr": block} for block in more]
    )
    assert blocks(ec2, identifier) == wanted + more
    named = ec2.get_paginator("describe_managed_prefix_lists").paginate(
        Filters=[{"Name": "prefix-list-id", "Values": [identifier]}],
        PaginationConfig={"PageSize": 1},
    )
    assert [found["MaxEntries"] for page in named for found in page["PrefixLists"]] == [120]


def test_rules_name_lists_that_are_there(ec2):
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="web", Description="d", VpcId=network)["GroupId"]
    identifier = made(ec2, "198.51.100.0/24", size=60)

    def rule(prefix_list, port=22):
        return {
            "GroupId": group,
            "IpPermissions": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": port,
                    "ToPort": port,
                    "PrefixListIds": [{"PrefixListId": prefix_list, "Description": "offices"}],
                }
            ],
        }

    refused("InvalidPrefixListID.NotFound", ec2.authorize_security_group_ingress, **rule(NOWHERE))
    refused("InvalidPrefixListId.Malformed", ec2.authorize_security_group_ingress, **rule("pl-1"))
    added = ec2.authorize_security_group_ingress(**rule(identifier))["SecurityGroupRules"]
    assert [of["PrefixListId"] for of in added] == [identifier]
    # It weighs as much as it may hold.
    refused(
        "RulesPerSecurityGroupLimitExceeded",
        ec2.authorize_security_group_ingress,
        **rule(identifier, 23),
    )
    shown = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    assert shown["IpPermissions"][0]["PrefixListIds"] == [
        {"PrefixListId": identifier, "Description": "offices"}
    ]
    assert ec2.get_managed_prefix_list_associations(PrefixListId=identifier)[
        "PrefixListAssociations"
    ] == [{"ResourceId": group, "ResourceOwner": "123456789012"}]
    ec2.delete_managed_prefix_list(PrefixListId=identifier)
    assert settled(ec2, identifier)["State"] == "delete-failed"
    ec2.revoke_security_group_ingress(**rule(identifier))
    ec2.delete_managed_prefix_list(PrefixListId=identifier)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_vpc(VpcId=network)


def test_internet_gateways_of_a_region_are_blocked(ec2):
    def mode():
        return ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]

    assert (mode()["InternetGatewayBlockMode"], mode()["State"]) == ("off", "default-state")
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-ingress")
    assert mode()["InternetGatewayBlockMode"] == "block-ingress"
    refused(
        "InvalidParameterValue",
        ec2.modify_vpc_block_public_access_options,
        InternetGatewayBlockMode="block-egress",
    )
    refused("DryRunOperation", ec2.describe_vpc_block_public_access_options, DryRun=True)
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="off")


def test_networks_are_left_out_of_the_block(ec2):
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    wanted = {"VpcId": network, "InternetGatewayExclusionMode": "allow-egress"}
    made = ec2.create_vpc_block_public_access_exclusion(**wanted)["VpcBlockPublicAccessExclusion"]
    assert made["ResourceArn"].endswith(f":vpc/{network}")
    refused("InvalidParameterValue", ec2.create_vpc_block_public_access_exclusion, **wanted)
    change = {
        "ExclusionId": made["ExclusionId"],
        "InternetGatewayExclusionMode": "allow-bidirectional",
    }
    ec2.modify_vpc_block_public_access_exclusion(**change)
    shown = ec2.describe_vpc_block_public_access_exclusions(ExclusionIds=[made["ExclusionId"]])[
        "VpcBlockPublicAccessExclusions"
    ]
    assert [of["InternetGatewayExclusionMode"] for of in shown] == ["allow-bidirectional"]
    gone = "InvalidVpcBlockPublicAccessExclusionId.NotFound"
    ec2.delete_vpc_block_public_access_exclusion(ExclusionId=made["ExclusionId"])
    refused(gone, ec2.delete_vpc_block_public_access_exclusion, ExclusionId=made["ExclusionId"])
    refused(gone, ec2.modify_vpc_block_public_access_exclusion, **change)
    refused(
        gone, ec2.describe_vpc_block_public_access_exclusions, ExclusionIds=[made["ExclusionId"]]
    )
    ec2.delete_vpc(VpcId=network)


def test_public_snapshots_of_a_region_are_blocked(ec2):
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    answer = ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    assert answer["State"] == "block-all-sharing"
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    refused("InvalidParameterValue", ec2.enable_snapshot_block_public_access, State="unblocked")
    assert ec2.disable_snapshot_block_public_access()["State"] == "unblocked"
    refused("DryRunOperation", ec2.disable_snapshot_block_public_access, DryRun=True)
    refused("DryRunOperation", ec2.get_snapshot_block_public_access_state, DryRun=True)
