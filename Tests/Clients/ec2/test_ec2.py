"""EC2 through boto3 and the aws CLI: every served operation, its errors and its pages."""

import json
import shutil
import subprocess

import pytest
from botocore.exceptions import ClientError

SSH = {
    "IpProtocol": "tcp",
    "FromPort": 22,
    "ToPort": 22,
    "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everyone"}],
}
IMAGE = "ami-029eb80bc237bec6f"


@pytest.fixture
def ec2(emulator):
    return emulator.client("ec2")


@pytest.fixture
def vpc(ec2):
    """A VPC of the test's own, in which unknown rules are errors."""
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def group(ec2, vpc):
    return ec2.create_security_group(GroupName="web", Description="for tests", VpcId=vpc)[
        "GroupId"
    ]


def refused(code, status, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    return response["Error"]["Message"]


def described(ec2, group):
    return ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]


def test_group_lives_and_dies(ec2, vpc):
    made = ec2.create_security_group(
        GroupName="app",
        Description="d",
        VpcId=vpc,
        TagSpecifications=[
            {"ResourceType": "security-group", "Tags": [{"Key": "a", "Value": "b"}]}
        ],
    )
    group = described(ec2, made["GroupId"])
    assert group["GroupName"] == "app"
    assert group["VpcId"] == vpc
    assert group["Tags"] == [{"Key": "a", "Value": "b"}]
    assert group["SecurityGroupArn"] == made["SecurityGroupArn"]
    assert group["IpPermissions"] == []
    assert group["IpPermissionsEgress"] == [
        {
            "IpProtocol": "-1",
            "UserIdGroupPairs": [],
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
            "Ipv6Ranges": [],
            "PrefixListIds": [],
        }
    ]
    message = refused(
        "InvalidGroup.Duplicate",
        400,
        ec2.create_security_group,
        GroupName="app",
        Description="d",
        VpcId=vpc,
    )
    assert message == f"The security group 'app' already exists for VPC '{vpc}'"
    assert ec2.delete_security_group(GroupId=made["GroupId"])["GroupId"] == made["GroupId"]
    message = refused(
        "InvalidGroup.NotFound", 400, ec2.describe_security_groups, GroupIds=[made["GroupId"]]
    )
    assert message == f"The security group '{made['GroupId']}' does not exist"


def test_nested_rules_come_and_go(ec2, group):
    answer = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[SSH])
    assert answer["Return"]
    (rule,) = answer["SecurityGroupRules"]
    assert rule["CidrIpv4"] == "0.0.0.0/0"
    assert rule["Description"] == "everyone"
    message = refused(
        "InvalidPermission.Duplicate",
        400,
        ec2.authorize_security_group_ingress,
        GroupId=group,
        IpPermissions=[SSH],
    )
    assert message == (
        'the specified rule "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW"'
        " already exists"
    )
    shown = described(ec2, group)["IpPermissions"]
    revoked = ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=shown)
    assert [r["SecurityGroupRuleId"] for r in revoked["RevokedSecurityGroupRules"]] == [
        rule["SecurityGroupRuleId"]
    ]
    message = refused(
        "InvalidPermission.NotFound",
        400,
        ec2.revoke_security_group_ingress,
        GroupId=group,
        IpPermissions=shown,
    )
    assert message == "The specified rule does not exist in this security group."


def test_flat_and_id_forms(ec2, group):
    flat = {
        "GroupId": group,
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "CidrIp": "10.1.2.3/8",
    }
    answer = ec2.authorize_security_group_ingress(**flat)
    assert answer["SecurityGroupRules"][0]["CidrIpv4"] == "10.0.0.0/8"
    ec2.revoke_security_group_ingress(**flat)
    rule = ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[SSH])[
        "SecurityGroupRules"
    ][0]["SecurityGroupRuleId"]
    refused(
        "InvalidSecurityGroupRuleId.NotFound",
        400,
        ec2.revoke_security_group_ingress,
        GroupId=group,
        SecurityGroupRuleIds=[rule],
    )
    ec2.revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=[rule])
    message = refused(
        "InvalidParameterValue",
        400,
        ec2.authorize_security_group_ingress,
        **(flat | {"CidrIp": "::/0"}),
    )
    assert message == "CIDR block ::/0 is malformed"


def test_default_vpc_answers_unknown_rules(ec2):
    ec2.create_security_group(GroupName="in-default", Description="d")
    answer = ec2.revoke_security_group_ingress(GroupName="in-default", IpPermissions=[SSH])
    assert answer["Return"]
    (unknown,) = answer["UnknownIpPermissions"]
    assert unknown["IpRanges"] == SSH["IpRanges"]
    ec2.delete_security_group(GroupName="in-default")


def test_rules_one_by_one(ec2, group):
    for port in range(1, 8):
        ec2.authorize_security_group_ingress(
            GroupId=group, IpPermissions=[SSH | {"FromPort": port, "ToPort": port}]
        )
    of_group = [{"Name": "group-id", "Values": [group]}]
    pages = list(
        ec2.get_paginator("describe_security_group_rules").paginate(
            Filters=of_group, PaginationConfig={"PageSize": 5}
        )
    )
    assert [len(page["SecurityGroupRules"]) for page in pages] == [5, 3]
    rule = pages[0]["SecurityGroupRules"][1]
    assert ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[
            {
                "SecurityGroupRuleId": rule["SecurityGroupRuleId"],
                "SecurityGroupRule": {
                    "IpProtocol": "tcp",
                    "FromPort": 443,
                    "ToPort": 443,
                    "CidrIpv4": "192.0.2.0/24",
                },
            }
        ],
    )["Return"]
    ids = [rule["SecurityGroupRuleId"]]
    ec2.update_security_group_rule_descriptions_ingress(
        GroupId=group,
        SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": ids[0], "Description": "new"}],
    )
    (changed,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=ids)[
        "SecurityGroupRules"
    ]
    assert (changed["FromPort"], changed["CidrIpv4"]) == (443, "192.0.2.0/24")
    assert changed["Description"] == "new"
    everywhere = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "x"}]}
    assert ec2.update_security_group_rule_descriptions_egress(
        GroupId=group, IpPermissions=[everywhere]
    )["Return"]
    refused(
        "InvalidSecurityGroupRuleId.NotFound",
        400,
        ec2.describe_security_group_rules,
        SecurityGroupRuleIds=["sgr-0123456789abcdef0"],
    )


def test_groups_filter_and_page(ec2, vpc):
    for index in range(6):
        ec2.create_security_group(GroupName=f"page-{index}", Description="d", VpcId=vpc)
    of_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    pages = list(
        ec2.get_paginator("describe_security_groups").paginate(
            Filters=of_vpc, PaginationConfig={"PageSize": 5}
        )
    )
    assert [len(page["SecurityGroups"]) for page in pages] == [5, 2]
    some = [{"Name": "group-name", "Values": ["page-[0]", "page-?"]}]
    assert len(ec2.describe_security_groups(Filters=of_vpc + some)["SecurityGroups"]) == 6
    message = refused(
        "InvalidParameterValue",
        400,
        ec2.describe_security_groups,
        Filters=[{"Name": "colour", "Values": ["red"]}],
    )
    assert message == "The filter 'colour' is invalid"


def test_dry_run_says_that_it_would_work(ec2, group):
    message = refused(
        "DryRunOperation",
        412,
        ec2.authorize_security_group_ingress,
        GroupId=group,
        IpPermissions=[SSH],
        DryRun=True,
    )
    assert message == "Request would have succeeded, but DryRun flag is set."
    assert described(ec2, group)["IpPermissions"] == []


def test_networks(ec2, vpc):
    subnet = ec2.create_subnet(
        VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone="us-east-1b"
    )["Subnet"]
    assert subnet["AvailableIpAddressCount"] == 251
    ec2.modify_subnet_attribute(
        SubnetId=subnet["SubnetId"], MapPublicIpOnLaunch={"Value": True}
    )
    (shown,) = ec2.describe_subnets(SubnetIds=[subnet["SubnetId"]])["Subnets"]
    assert shown["MapPublicIpOnLaunch"]
    refused(
        "InvalidSubnet.Conflict",
        400,
        ec2.create_subnet,
        VpcId=vpc,
        CidrBlock="10.0.1.128/25",
    )
    message = refused("DependencyViolation", 400, ec2.delete_vpc, VpcId=vpc)
    assert message == f"The vpc '{vpc}' has dependencies and cannot be deleted."
    ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=vpc)
    message = refused("InvalidVpcID.NotFound", 400, ec2.describe_vpcs, VpcIds=[vpc])
    assert message == f"The vpc ID '{vpc}' does not exist"
    (default,) = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert default["CidrBlock"] == "172.31.0.0/16"
    refused("DefaultVpcAlreadyExists", 400, ec2.create_default_vpc)
    attributes = ec2.describe_account_attributes(AttributeNames=["default-vpc"])
    assert attributes["AccountAttributes"][0]["AttributeValues"] == [
        {"AttributeValue": default["VpcId"]}
    ]


def test_regions_and_zones(ec2):
    names = [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    assert "us-east-1" in names and len(names) == 17
    assert len(ec2.describe_regions(AllRegions=True)["Regions"]) > 17
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [zone["ZoneName"] for zone in zones] == [f"us-east-1{letter}" for letter in "abcdef"]
    refused("InvalidParameterValue", 400, ec2.describe_regions, RegionNames=["mars-1"])
    refused(
        "InvalidParameterValue", 400, ec2.describe_availability_zones, ZoneNames=["mars-1a"]
    )


def test_tags(ec2, group):
    ec2.create_tags(Resources=[group], Tags=[{"Key": "a", "Value": "1"}, {"Key": "b"}])
    of_group = [{"Name": "resource-id", "Values": [group]}]
    shown = ec2.describe_tags(Filters=of_group)["Tags"]
    assert [(tag["Key"], tag["Value"]) for tag in shown] == [("a", "1"), ("b", "")]
    assert {tag["ResourceType"] for tag in shown} == {"security-group"}
    ec2.delete_tags(Resources=[group], Tags=[{"Key": "a"}])
    assert [tag["Key"] for tag in ec2.describe_tags(Filters=of_group)["Tags"]] == ["b"]
    message = refused(
        "InvalidID", 400, ec2.create_tags, Resources=["nothing"], Tags=[{"Key": "a"}]
    )
    assert message == "The ID 'nothing' is not valid"


def test_instances(ec2):
    launched = ec2.run_instances(
        ImageId=IMAGE, InstanceType="t3.micro", MinCount=2, MaxCount=2, UserData="#!/bin/sh"
    )
    ids = [instance["InstanceId"] for instance in launched["Instances"]]
    (reservation,) = ec2.describe_instances(InstanceIds=ids)["Reservations"]
    assert reservation["ReservationId"] == launched["ReservationId"]
    assert {instance["State"]["Name"] for instance in reservation["Instances"]} == {"pending"}
    message = refused(
        "IncorrectInstanceState", 400, ec2.stop_instances, InstanceIds=[ids[0]]
    )
    assert message == (
        f"The instance '{ids[0]}' is not in a state from which it can be stopped."
    )
    assert ec2.start_instances(InstanceIds=[ids[0]])["StartingInstances"][0]["CurrentState"] == {
        "Code": 0,
        "Name": "pending",
    }
    ended = ec2.terminate_instances(InstanceIds=ids)["TerminatingInstances"]
    assert [instance["CurrentState"]["Name"] for instance in ended] == ["shutting-down"] * 2
    refused(
        "InvalidParameterCombination",
        400,
        ec2.describe_instances,
        InstanceIds=ids,
        MaxResults=5,
    )
    message = refused(
        "InvalidInstanceID.NotFound",
        400,
        ec2.terminate_instances,
        InstanceIds=["i-0123456789abcdef0"],
    )
    assert message == "The instance ID 'i-0123456789abcdef0' does not exist"
    refused(
        "InvalidAMIID.Malformed",
        400,
        ec2.run_instances,
        ImageId="image",
        MinCount=1,
        MaxCount=1,
    )


def test_pages_of_everything_else(ec2, vpc):
    for index in range(6):
        ec2.create_vpc(CidrBlock=f"10.{index + 1}.0.0/16")
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{index}.0/24")
    ec2.run_instances(ImageId=IMAGE, MinCount=6, MaxCount=6)
    ec2.create_tags(
        Resources=[vpc], Tags=[{"Key": f"k{index}", "Value": "v"} for index in range(6)]
    )
    for name, key in [
        ("describe_vpcs", "Vpcs"),
        ("describe_subnets", "Subnets"),
        ("describe_tags", "Tags"),
        ("describe_instances", "Reservations"),
    ]:
        pages = list(
            ec2.get_paginator(name).paginate(PaginationConfig={"PageSize": 5})
        )
        assert len(pages) > 1, name
        assert all(page[key] for page in pages), name


def test_throttled_calls_are_refused_as_ec2_refuses_them(start):
    throttling = start().client("ec2")
    codes = []
    # The smallest bucket: 5 launches at once, 2 a second after that.
    for _ in range(25):
        with pytest.raises(ClientError) as caught:
            throttling.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, DryRun=True)
        error = caught.value.response
        codes.append((error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]))
    assert codes[:5] == [("DryRunOperation", 412)] * 5
    assert ("RequestLimitExceeded", 503) in codes


@pytest.mark.skipif(shutil.which("aws") is None, reason="the aws CLI is not installed")
def test_cli_opens_and_closes_a_port(emulator, group):
    def aws(*arguments):
        result = subprocess.run(
            ["aws", "ec2", *arguments, "--output", "json"],
            env=emulator.environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout) if result.stdout.strip() else None

    rule = ["--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0"]
    assert aws("authorize-security-group-ingress", *rule)["Return"]
    shown = aws("describe-security-groups", "--group-ids", group)["SecurityGroups"][0]
    assert shown["IpPermissions"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]
    aws("revoke-security-group-ingress", *rule)
    shown = aws("describe-security-groups", "--group-ids", group)["SecurityGroups"][0]
    assert shown["IpPermissions"] == []
