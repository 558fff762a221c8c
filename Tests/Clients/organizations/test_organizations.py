"""Organizations through boto3: a tree of accounts, its policies, and who may see what."""

import itertools
import json
import time

import pytest
from botocore.exceptions import ClientError

NUMBERS = itertools.count(500000000000)
DENIAL = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "guardduty:*", "Resource": "*"}],
    }
)


def number() -> str:
    return str(next(NUMBERS))


@pytest.fixture
def management(emulator):
    """The client of a new organization's management account."""
    account = number()
    client = emulator.client("organizations", account=account)
    client.create_organization(FeatureSet="ALL")
    client.account = account
    return client


@pytest.fixture
def root(management):
    return management.list_roots()["Roots"][0]["Id"]


@pytest.fixture
def member(emulator, management):
    """A client of an account that was invited and accepted."""
    account = number()
    client = emulator.client("organizations", account=account)
    handshake = management.invite_account_to_organization(
        Target={"Type": "ACCOUNT", "Id": account}, Notes="join us"
    )["Handshake"]["Id"]
    assert client.list_handshakes_for_account()["Handshakes"][0]["Id"] == handshake
    assert client.accept_handshake(HandshakeId=handshake)["Handshake"]["State"] == "ACCEPTED"
    client.account = account
    return client


def refused(code, call, reason=None, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == code, response
    assert response["ResponseMetadata"]["HTTPStatusCode"] in (400, 403, 409)
    assert response.get("Reason") == reason, response
    return response["Error"]["Message"]


def test_organization_lives_and_dies(management, member):
    organization = management.describe_organization()["Organization"]
    assert organization["FeatureSet"] == "ALL"
    assert organization == member.describe_organization()["Organization"]
    refused("OrganizationNotEmptyException", management.delete_organization)
    refused("AlreadyInOrganizationException", management.create_organization)
    member.leave_organization()
    refused("AWSOrganizationsNotInUseException", member.describe_organization)
    refused("MasterCannotLeaveOrganizationException", management.leave_organization)
    management.delete_organization()
    refused("AWSOrganizationsNotInUseException", management.delete_organization)


def test_units_form_a_tree(management, root, member):
    prod = management.create_organizational_unit(
        ParentId=root, Name="Prod", Tags=[{"Key": "team", "Value": "blue"}]
    )["OrganizationalUnit"]["Id"]
    web = management.create_organizational_unit(ParentId=prod, Name="Web")["OrganizationalUnit"]
    assert web["Path"].endswith(f"/{root}/{prod}/{web['Id']}/")
    management.update_organizational_unit(OrganizationalUnitId=prod, Name="Production")
    described = management.describe_organizational_unit(OrganizationalUnitId=prod)
    assert described["OrganizationalUnit"]["Name"] == "Production"
    units = management.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]
    assert [unit["Id"] for unit in units] == [prod]
    management.move_account(
        AccountId=member.account, SourceParentId=root, DestinationParentId=web["Id"]
    )
    children = management.list_children(ParentId=web["Id"], ChildType="ACCOUNT")["Children"]
    assert children == [{"Id": member.account, "Type": "ACCOUNT"}]
    parents = management.list_parents(ChildId=member.account)["Parents"]
    assert parents == [{"Id": web["Id"], "Type": "ORGANIZATIONAL_UNIT"}]
    accounts = management.list_accounts_for_parent(ParentId=web["Id"])["Accounts"]
    assert [account["Id"] for account in accounts] == [member.account]
    refused(
        "OrganizationalUnitNotEmptyException",
        management.delete_organizational_unit,
        OrganizationalUnitId=web["Id"],
    )
    management.remove_account_from_organization(AccountId=member.account)
    management.delete_organizational_unit(OrganizationalUnitId=web["Id"])


def test_account_is_created_in_the_background(emulator, management):
    creation = management.create_account(Email=f"{number()}@example.org", AccountName="prod")[
        "CreateAccountStatus"
    ]
    assert creation["State"] == "IN_PROGRESS"
    for _ in range(100):
        status = management.describe_create_account_status(CreateAccountRequestId=creation["Id"])[
            "CreateAccountStatus"
        ]
        if status["State"] != "IN_PROGRESS":
            break
        time.sleep(0.1)
    assert status["State"] == "SUCCEEDED"
    account = status["AccountId"]
    assert management.describe_account(AccountId=account)["Account"]["Name"] == "prod"
    listed = management.list_create_account_status(States=["SUCCEEDED"])["CreateAccountStatuses"]
    assert [entry["AccountId"] for entry in listed] == [account]
    assert len(list(management.get_paginator("list_accounts").paginate())[0]["Accounts"]) == 2
    session = emulator.client("sts", account=management.account).assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole",
        RoleSessionName="admin",
    )["Credentials"]
    inside = emulator.client(
        "iam",
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    assert [role["RoleName"] for role in inside.list_roles()["Roles"]] == [
        "OrganizationAccountAccessRole"
    ]
    refused(
        "ConstraintViolationException",
        management.remove_account_from_organization,
        "WAIT_PERIOD_ACTIVE",
        AccountId=account,
    )
    management.close_account(AccountId=account)
    closed = management.describe_account(AccountId=account)["Account"]
    assert closed["Status"] == "PENDING_CLOSURE"


def test_control_policies_hang_on_the_tree(management, root, member):
    management.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    policy = management.create_policy(
        Name="ProtectGuardDuty",
        Description="nobody stops it",
        Type="SERVICE_CONTROL_POLICY",
        Content=DENIAL,
    )["Policy"]["PolicySummary"]["Id"]
    management.attach_policy(PolicyId=policy, TargetId=member.account)
    attached = management.list_policies_for_target(
        TargetId=member.account, Filter="SERVICE_CONTROL_POLICY"
    )["Policies"]
    assert [entry["Name"] for entry in attached] == ["FullAWSAccess", "ProtectGuardDuty"]
    assert [entry["AwsManaged"] for entry in attached] == [True, False]
    targets = management.list_targets_for_policy(PolicyId=policy)["Targets"]
    assert [(entry["TargetId"], entry["Type"]) for entry in targets] == [
        (member.account, "ACCOUNT")
    ]
    management.update_policy(PolicyId=policy, Name="Protect")
    assert management.describe_policy(PolicyId=policy)["Policy"]["Content"] == DENIAL
    names = [
        entry["Name"]
        for entry in management.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    ]
    assert names == ["FullAWSAccess", "Protect"]
    refused("PolicyInUseException", management.delete_policy, PolicyId=policy)
    management.detach_policy(PolicyId=policy, TargetId=member.account)
    message = refused(
        "ConstraintViolationException",
        management.detach_policy,
        "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        PolicyId="p-FullAWSAccess",
        TargetId=member.account,
    )
    assert message == (
        "You cannot remove the last policy attached to the specified target. You must have at "
        "least one attached at all times."
    )
    management.delete_policy(PolicyId=policy)
    management.disable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")


def test_tag_policies_come_to_an_effective_one(management, root, member):
    management.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    content = {"tags": {"team": {"tag_key": {"@@assign": "Team"}}}}
    policy = management.create_policy(
        Name="Team", Description="", Type="TAG_POLICY", Content=json.dumps(content)
    )["Policy"]["PolicySummary"]["Id"]
    management.attach_policy(PolicyId=policy, TargetId=root)
    effective = member.describe_effective_policy(PolicyType="TAG_POLICY")["EffectivePolicy"]
    assert json.loads(effective["PolicyContent"]) == {"tags": {"team": {"tag_key": "Team"}}}
    assert effective["TargetId"] == member.account


def test_invitations_end(emulator, management):
    for answer in ("decline", "cancel"):
        account = number()
        handshake = management.invite_account_to_organization(
            Target={"Type": "EMAIL", "Id": f"{account}@example.com"}
        )["Handshake"]["Id"]
        other = emulator.client("organizations", account=account)
        assert other.describe_handshake(HandshakeId=handshake)["Handshake"]["State"] == "OPEN"
        if answer == "decline":
            other.decline_handshake(HandshakeId=handshake)
        else:
            management.cancel_handshake(HandshakeId=handshake)
    states = [
        handshake["State"]
        for handshake in management.list_handshakes_for_organization()["Handshakes"]
    ]
    assert states == ["DECLINED", "CANCELED"]


def test_tags(management, root):
    management.tag_resource(ResourceId=root, Tags=[{"Key": "team", "Value": "blue"}])
    assert management.list_tags_for_resource(ResourceId=root)["Tags"] == [
        {"Key": "team", "Value": "blue"}
    ]
    management.untag_resource(ResourceId=root, TagKeys=["team"])
    assert management.list_tags_for_resource(ResourceId=root)["Tags"] == []


def test_services_and_their_administrators(management, member):
    service = {"ServicePrincipal": "guardduty.amazonaws.com"}
    management.enable_aws_service_access(**service)
    enabled = management.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [entry["ServicePrincipal"] for entry in enabled] == ["guardduty.amazonaws.com"]
    refused("AccessDeniedException", member.list_accounts)
    management.register_delegated_administrator(AccountId=member.account, **service)
    assert len(member.list_accounts()["Accounts"]) == 2
    listed = management.list_delegated_administrators(**service)["DelegatedAdministrators"]
    assert [entry["Id"] for entry in listed] == [member.account]
    services = management.list_delegated_services_for_account(AccountId=member.account)
    assert len(services["DelegatedServices"]) == 1
    management.deregister_delegated_administrator(AccountId=member.account, **service)
    management.disable_aws_service_access(**service)


def test_policies_decide_who_may_change_the_tree(start):
    """With --iam enforce, by the ARNs and keys that AWS documents for Organizations."""
    emulator = start("--no-throttling", "--iam", "enforce")
    account = number()
    root_user = {"account": account}
    organizations = emulator.client("organizations", **root_user)
    organizations.create_organization()
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="Prod")[
        "OrganizationalUnit"
    ]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    policy = organizations.create_policy(
        Name="Deny", Description="", Type="SERVICE_CONTROL_POLICY", Content=DENIAL
    )["Policy"]["PolicySummary"]
    iam = emulator.client("iam", **root_user)
    iam.create_user(UserName="alice")
    iam.put_user_policy(
        UserName="alice",
        PolicyName="attach",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Action": "organizations:AttachPolicy",
                    "Resource": [policy["Arn"], unit["Arn"]],
                    "Condition": {
                        "StringEquals": {"organizations:PolicyType": "SERVICE_CONTROL_POLICY"}
                    },
                },
            }
        ),
    )
    key = iam.create_access_key(UserName="alice")["AccessKey"]
    alice = emulator.client(
        "organizations",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    message = refused(
        "AccessDeniedException", alice.attach_policy, PolicyId=policy["Id"], TargetId=root
    )
    assert "is not authorized to perform: organizations:AttachPolicy on resource: " in message
    assert ":root/" in message
    alice.attach_policy(PolicyId=policy["Id"], TargetId=unit["Id"])
    refused("AccessDeniedException", alice.list_accounts)
