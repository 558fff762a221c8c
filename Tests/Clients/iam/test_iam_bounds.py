"""IAM through boto3: permissions boundaries, service-linked roles and MFA devices."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from authenticator import PERIOD, Authenticator, code

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
    ],
}


@pytest.fixture
def iam(emulator):
    return emulator.client("iam")


def refused(error_code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == error_code
    return caught.value.response["Error"]["Message"]


def test_a_user_gets_a_boundary_and_loses_it(iam):
    iam.create_user(UserName="bound")
    refused(
        "NoSuchEntity",
        iam.put_user_permissions_boundary,
        UserName="bound",
        PermissionsBoundary="arn:aws:iam::123456789012:policy/missing",
    )
    iam.put_user_permissions_boundary(UserName="bound", PermissionsBoundary=READ_ONLY)
    boundary = iam.get_user(UserName="bound")["User"]["PermissionsBoundary"]
    assert boundary == {
        "PermissionsBoundaryType": "Policy",
        "PermissionsBoundaryArn": READ_ONLY,
    }
    iam.delete_user_permissions_boundary(UserName="bound")
    assert "PermissionsBoundary" not in iam.get_user(UserName="bound")["User"]
    refused("NoSuchEntity", iam.delete_user_permissions_boundary, UserName="bound")
    iam.delete_user(UserName="bound")


def test_a_role_gets_a_boundary_and_loses_it(iam):
    iam.create_role(RoleName="Bound", AssumeRolePolicyDocument=json.dumps(TRUST))
    refused(
        "NoSuchEntity",
        iam.put_role_permissions_boundary,
        RoleName="Missing",
        PermissionsBoundary=READ_ONLY,
    )
    iam.put_role_permissions_boundary(RoleName="Bound", PermissionsBoundary=READ_ONLY)
    role = iam.get_role(RoleName="Bound")["Role"]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
    iam.delete_role_permissions_boundary(RoleName="Bound")
    refused("NoSuchEntity", iam.delete_role_permissions_boundary, RoleName="Bound")


def test_a_service_linked_role_is_changed_by_its_service_alone(iam):
    made = iam.create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")["Role"]
    name = "AWSServiceRoleForAmazonGuardDuty"
    assert made["Path"] == "/aws-service-role/guardduty.amazonaws.com/"
    assert made["RoleName"] == name
    assert made["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {
        "Service": ["guardduty.amazonaws.com"]
    }
    refused(
        "InvalidInput", iam.create_service_linked_role, AWSServiceName="guardduty.amazonaws.com"
    )
    refused(
        "UnmodifiableEntity",
        iam.put_role_policy,
        RoleName=name,
        PolicyName="p",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}),
    )
    refused("UnmodifiableEntity", iam.delete_role, RoleName=name)
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    assert task.startswith(f"task/aws-service-role/guardduty.amazonaws.com/{name}/")
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
    refused("NoSuchEntity", iam.delete_service_linked_role, RoleName=name)
    refused(
        "NoSuchEntity",
        iam.get_service_linked_role_deletion_status,
        DeletionTaskId=task[:-1] + "_",
    )


def test_a_device_lives_its_life(iam):
    iam.create_user(UserName="mia")
    device = Authenticator(iam, "mia")
    assert device.serial == "arn:aws:iam::123456789012:mfa/mia"
    refused("EntityAlreadyExists", iam.create_virtual_mfa_device, VirtualMFADeviceName="mia")
    step = int(time.time()) // PERIOD
    refused(
        "InvalidAuthenticationCode",
        iam.enable_mfa_device,
        UserName="mia",
        SerialNumber=device.serial,
        AuthenticationCode1=code(device.seed, step - 40),
        AuthenticationCode2=code(device.seed, step - 39),
    )
    device.enable(iam, "mia")
    assert iam.list_mfa_devices(UserName="mia")["MFADevices"][0]["SerialNumber"] == device.serial
    shown = iam.get_mfa_device(SerialNumber=device.serial, UserName="mia")
    assert shown["UserName"] == "mia"
    assigned = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    assert [one["User"]["UserName"] for one in assigned] == ["mia"]
    refused("ValidationError", iam.list_virtual_mfa_devices, Marker="?")
    refused("DeleteConflict", iam.delete_virtual_mfa_device, SerialNumber=device.serial)
    refused("DeleteConflict", iam.delete_user, UserName="mia")
    step = int(time.time()) // PERIOD
    codes = {
        "AuthenticationCode1": code(device.seed, step),
        "AuthenticationCode2": code(device.seed, step + 1),
    }
    iam.resync_mfa_device(UserName="mia", SerialNumber=device.serial, **codes)
    missing = {"UserName": "mia", "SerialNumber": device.serial + "x"}
    refused("NoSuchEntity", iam.resync_mfa_device, **missing, **codes)
    refused("NoSuchEntity", iam.get_mfa_device, **missing)
    refused("NoSuchEntity", iam.deactivate_mfa_device, **missing)
    iam.deactivate_mfa_device(UserName="mia", SerialNumber=device.serial)
    iam.delete_virtual_mfa_device(SerialNumber=device.serial)
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
