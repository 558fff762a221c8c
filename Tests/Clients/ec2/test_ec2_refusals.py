"""EC2 through boto3: each operation's refusal, an instance's states, a default VPC."""

import pytest
from botocore.exceptions import ClientError

ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]
SSH = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": ANYWHERE}
NO_GROUP = "sg-0123456789abcdef0"
NO_RULE = "sgr-0123456789abcdef0"
NO_VPC = "vpc-0123456789abcdef0"
NO_SUBNET = "subnet-0123456789abcdef0"
NO_INSTANCE = "i-0123456789abcdef0"
IMAGE = "ami-0123456789abcdef0"


@pytest.fixture(scope="module")
def ec2(emulator):
    return emulator.client("ec2")


def filtered(name, *values):
    return [{"Name": name, "Values": list(values)}]


@pytest.mark.parametrize(
    "operation, arguments, code, message",
    [
        (
            "authorize_security_group_ingress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "authorize_security_group_egress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "revoke_security_group_ingress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "revoke_security_group_egress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "update_security_group_rule_descriptions_ingress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "update_security_group_rule_descriptions_egress",
            {"GroupId": NO_GROUP, "IpPermissions": [SSH]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "modify_security_group_rules",
            {
                "GroupId": NO_GROUP,
                "SecurityGroupRules": [
                    {
                        "SecurityGroupRuleId": NO_RULE,
                        "SecurityGroupRule": {"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8"},
                    }
                ],
            },
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "describe_security_groups",
            {"GroupIds": [NO_GROUP]},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "describe_security_groups",
            {"GroupIds": ["nonsense"]},
            "InvalidGroupId.Malformed",
            None,
        ),
        (
            "delete_security_group",
            {"GroupId": NO_GROUP},
            "InvalidGroup.NotFound",
            f"The security group '{NO_GROUP}' does not exist",
        ),
        (
            "describe_security_group_rules",
            {"SecurityGroupRuleIds": [NO_RULE]},
            "InvalidSecurityGroupRuleId.NotFound",
            None,
        ),
        (
            "create_security_group",
            {"GroupName": "sg-mine", "Description": "d"},
            "InvalidParameterValue",
            None,
        ),
        (
            "create_security_group",
            {"GroupName": "default", "Description": "d"},
            "InvalidParameterValue",
            None,
        ),
        (
            "create_security_group",
            {"GroupName": "lost", "Description": "d", "VpcId": NO_VPC},
            "InvalidVpcID.NotFound",
            f"The vpc ID '{NO_VPC}' does not exist",
        ),
        ("create_vpc", {"CidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range", None),
        (
            "delete_vpc",
            {"VpcId": NO_VPC},
            "InvalidVpcID.NotFound",
            f"The vpc ID '{NO_VPC}' does not exist",
        ),
        (
            "describe_vpcs",
            {"VpcIds": [NO_VPC]},
            "InvalidVpcID.NotFound",
            f"The vpc ID '{NO_VPC}' does not exist",
        ),
        (
            "create_subnet",
            {"VpcId": NO_VPC, "CidrBlock": "10.0.0.0/24"},
            "InvalidVpcID.NotFound",
            f"The vpc ID '{NO_VPC}' does not exist",
        ),
        (
            "delete_subnet",
            {"SubnetId": NO_SUBNET},
            "InvalidSubnetID.NotFound",
            f"The subnet ID '{NO_SUBNET}' does not exist",
        ),
        (
            "describe_subnets",
            {"SubnetIds": [NO_SUBNET]},
            "InvalidSubnetID.NotFound",
            f"The subnet ID '{NO_SUBNET}' does not exist",
        ),
        (
            "modify_subnet_attribute",
            {"SubnetId": NO_SUBNET, "MapPublicIpOnLaunch": {"Value": True}},
            "InvalidSubnetID.NotFound",
            f"The subnet ID '{NO_SUBNET}' does not exist",
        ),
        ("create_default_vpc", {}, "DefaultVpcAlreadyExists", None),
        (
            "create_tags",
            {"Resources": [NO_GROUP], "Tags": [{"Key": "a", "Value": "b"}]},
            "InvalidGroup.NotFound",
            None,
        ),
        (
            "delete_tags",
            {"Resources": ["nonsense"], "Tags": [{"Key": "a"}]},
            "InvalidID",
            None,
        ),
        (
            "describe_tags",
            {"Filters": filtered("colour", "red")},
            "InvalidParameterValue",
            "The filter 'colour' is invalid",
        ),
        (
            "describe_account_attributes",
            {"AttributeNames": ["colour"]},
            "InvalidParameterValue",
            None,
        ),
        (
            "describe_availability_zones",
            {"ZoneNames": ["us-east-1z"]},
            "InvalidParameterValue",
            None,
        ),
        ("describe_regions", {"RegionNames": ["mars-1"]}, "InvalidParameterValue", None),
        (
            "describe_instances",
            {"InstanceIds": [NO_INSTANCE]},
            "InvalidInstanceID.NotFound",
            f"The instance ID '{NO_INSTANCE}' does not exist",
        ),
        (
            "start_instances",
            {"InstanceIds": [NO_INSTANCE]},
            "InvalidInstanceID.NotFound",
            f"The instance ID '{NO_INSTANCE}' does not exist",
        ),
        (
            "stop_instances",
            {"InstanceIds": [NO_INSTANCE]},
            "InvalidInstanceID.NotFound",
            f"The instance ID '{NO_INSTANCE}' does not exist",
        ),
        (
            "terminate_instances",
            {"InstanceIds": [NO_INSTANCE]},
            "InvalidInstanceID.NotFound",
            f"The instance ID '{NO_INSTANCE}' does not exist",
        ),
        (
            "run_instances",
            {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1, "SubnetId": NO_SUBNET},
            "InvalidSubnetID.NotFound",
            f"The subnet ID '{NO_SUBNET}' does not exist",
        ),
    ],
)
def test_refusals_are_those_of_ec2(ec2, operation, arguments, code, message):
    with pytest.raises(ClientError) as caught:
        getattr(ec2, operation)(**arguments)
    error = caught.value.response["Error"]
    assert code is None or error["Code"] == code, error
    assert message is None or error["Message"] == message
    assert caught.value.response["ResponseMetadata"]["RequestId"]


def test_default_vpc_comes_back(emulator):
    ec2 = emulator.client("ec2", region="eu-west-1", account="222233334444")
    old = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    gateway = ec2.describe_internet_gateways()["InternetGateways"][0]["InternetGatewayId"]
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=old)
    ec2.delete_vpc(VpcId=old)
    made = ec2.create_default_vpc()["Vpc"]
    assert made["IsDefault"] is True
    assert made["VpcId"] != old
    assert ec2.describe_subnets()["Subnets"]


def test_places_and_limits_are_described(ec2):
    regions = {region["RegionName"] for region in ec2.describe_regions()["Regions"]}
    assert {"us-east-1", "eu-west-1"} <= regions
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert {zone["RegionName"] for zone in zones} == {"us-east-1"}
    attributes = ec2.describe_account_attributes(AttributeNames=["default-vpc"])
    assert attributes["AccountAttributes"][0]["AttributeName"] == "default-vpc"


def test_descriptions_come_in_pages(emulator):
    ec2 = emulator.client("ec2", account="555566667777")
    names = [f"page-{n}" for n in range(11)]
    made = [ec2.create_security_group(GroupName=n, Description="d")["GroupId"] for n in names]
    ec2.create_tags(Resources=made, Tags=[{"Key": "page", "Value": "yes"}])
    ec2.run_instances(ImageId=IMAGE, MinCount=7, MaxCount=7)
    for operation, key, filters, count in [
        ("describe_security_groups", "SecurityGroups", filtered("tag:page", "yes"), 11),
        ("describe_security_group_rules", "SecurityGroupRules", filtered("group-id", *made), 11),
        ("describe_tags", "Tags", filtered("key", "page"), 11),
        ("describe_vpcs", "Vpcs", filtered("is-default", "true"), 1),
        ("describe_subnets", "Subnets", filtered("default-for-az", "true"), 6),
    ]:
        pages = ec2.get_paginator(operation).paginate(
            Filters=filters, PaginationConfig={"PageSize": 5}
        )
        sizes = [len(page[key]) for page in pages]
        assert sum(sizes) == count, operation
        assert max(sizes) <= 5 and len(sizes) == -(-count // 5), (operation, sizes)


def test_instance_goes_through_its_states(emulator):
    ec2 = emulator.client("ec2", account="333344445555")
    group = ec2.create_security_group(GroupName="web", Description="d")["GroupId"]
    made = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SecurityGroupIds=[group])
    instance = made["Instances"][0]["InstanceId"]
    assert made["Instances"][0]["State"]["Name"] == "pending"
    with pytest.raises(ClientError) as caught:
        ec2.delete_security_group(GroupId=group)
    assert caught.value.response["Error"]["Code"] == "DependencyViolation"
    ec2.get_waiter("instance_running").wait(
        InstanceIds=[instance], WaiterConfig={"Delay": 1, "MaxAttempts": 90}
    )
    running = ec2.start_instances(InstanceIds=[instance])["StartingInstances"][0]
    assert running["PreviousState"] == running["CurrentState"] == {"Code": 16, "Name": "running"}
    stopping = ec2.stop_instances(InstanceIds=[instance])["StoppingInstances"][0]
    assert stopping["PreviousState"]["Name"] == "running"
    assert stopping["CurrentState"] == {"Code": 64, "Name": "stopping"}
    with pytest.raises(ClientError) as caught:
        ec2.start_instances(InstanceIds=[instance])
    assert caught.value.response["Error"]["Code"] == "IncorrectInstanceState"
    ending = ec2.terminate_instances(InstanceIds=[instance])["TerminatingInstances"][0]
    assert ending["CurrentState"] == {"Code": 32, "Name": "shutting-down"}
