"""Organizations' refusals: what isn't there, what isn't well formed, and who isn't asked."""

import pytest
from botocore.exceptions import ClientError

UNIT = "ou-zzzz-zzzzzzzz"
SERVICE = {"ServicePrincipal": "guardduty.amazonaws.com"}
POLICY = {"Name": "Deny", "Description": "", "Type": "SERVICE_CONTROL_POLICY"}
TYPE = {"PolicyType": "SERVICE_CONTROL_POLICY"}
TAG = [{"Key": "a", "Value": "b"}]


@pytest.fixture(scope="module")
def management(emulator):
    client = emulator.client("organizations", account="600000000000")
    client.create_organization()
    return client


@pytest.mark.parametrize(
    "operation, arguments, code, reason",
    [
        ("accept_handshake", {"HandshakeId": "h-zzzzzzzz"}, "HandshakeNotFoundException", None),
        ("cancel_handshake", {"HandshakeId": "h-zzzzzzzz"}, "HandshakeNotFoundException", None),
        ("decline_handshake", {"HandshakeId": "h-zzzzzzzz"}, "HandshakeNotFoundException", None),
        ("describe_handshake", {"HandshakeId": "z"}, "InvalidInputException", "INVALID_PATTERN"),
        (
            "attach_policy",
            {"PolicyId": "p-zzzzzzzz", "TargetId": UNIT},
            "PolicyNotFoundException",
            None,
        ),
        (
            "detach_policy",
            {"PolicyId": "p-FullAWSAccess", "TargetId": UNIT},
            "TargetNotFoundException",
            None,
        ),
        (
            "close_account",
            {"AccountId": "600000000000"},
            "ConstraintViolationException",
            "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
        ),
        (
            "create_account",
            {"Email": "nobody", "AccountName": "prod"},
            "InvalidInputException",
            "INVALID_PATTERN",
        ),
        (
            "create_organizational_unit",
            {"ParentId": UNIT, "Name": "Prod"},
            "ParentNotFoundException",
            None,
        ),
        ("create_policy", POLICY | {"Content": "{"}, "MalformedPolicyDocumentException", None),
        ("delete_policy", {"PolicyId": "p-zzzzzzzz"}, "PolicyNotFoundException", None),
        ("update_policy", {"PolicyId": "p-zzzzzzzz"}, "PolicyNotFoundException", None),
        ("describe_policy", {"PolicyId": "p-zzzzzzzz"}, "PolicyNotFoundException", None),
        (
            "delete_organizational_unit",
            {"OrganizationalUnitId": UNIT},
            "OrganizationalUnitNotFoundException",
            None,
        ),
        (
            "update_organizational_unit",
            {"OrganizationalUnitId": UNIT},
            "OrganizationalUnitNotFoundException",
            None,
        ),
        (
            "describe_organizational_unit",
            {"OrganizationalUnitId": UNIT},
            "OrganizationalUnitNotFoundException",
            None,
        ),
        (
            "register_delegated_administrator",
            SERVICE | {"AccountId": "600000000001"},
            "AccountNotFoundException",
            None,
        ),
        (
            "deregister_delegated_administrator",
            SERVICE | {"AccountId": "600000000000"},
            "AccountNotRegisteredException",
            None,
        ),
        ("describe_account", {"AccountId": "600000000001"}, "AccountNotFoundException", None),
        (
            "describe_create_account_status",
            {"CreateAccountRequestId": "car-zzzzzzzz"},
            "CreateAccountStatusNotFoundException",
            None,
        ),
        ("describe_effective_policy", TYPE, "InvalidInputException", "INVALID_ENUM"),
        (
            "enable_aws_service_access",
            {"ServicePrincipal": "moto"},
            "InvalidInputException",
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
        ),
        (
            "disable_aws_service_access",
            {"ServicePrincipal": "moto"},
            "InvalidInputException",
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
        ),
        ("enable_policy_type", TYPE | {"RootId": "r-zzzz"}, "RootNotFoundException", None),
        ("disable_policy_type", TYPE | {"RootId": "r-zzzz"}, "RootNotFoundException", None),
        (
            "invite_account_to_organization",
            {"Target": {"Type": "ACCOUNT", "Id": "600000000000"}},
            "HandshakeConstraintViolationException",
            "ALREADY_IN_AN_ORGANIZATION",
        ),
        ("list_accounts_for_parent", {"ParentId": UNIT}, "ParentNotFoundException", None),
        (
            "list_children",
            {"ParentId": UNIT, "ChildType": "ACCOUNT"},
            "ParentNotFoundException",
            None,
        ),
        (
            "list_delegated_administrators",
            {"ServicePrincipal": "moto"},
            "InvalidInputException",
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
        ),
        (
            "list_delegated_services_for_account",
            {"AccountId": "600000000000"},
            "AccountNotRegisteredException",
            None,
        ),
        ("list_parents", {"ChildId": UNIT}, "ChildNotFoundException", None),
        (
            "list_policies",
            {"Filter": "FOO"},
            "InvalidInputException",
            "INVALID_ENUM_POLICY_TYPE",
        ),
        (
            "list_policies_for_target",
            {"TargetId": UNIT, "Filter": "TAG_POLICY"},
            "TargetNotFoundException",
            None,
        ),
        ("list_tags_for_resource", {"ResourceId": UNIT}, "TargetNotFoundException", None),
        ("tag_resource", {"ResourceId": UNIT, "Tags": TAG}, "TargetNotFoundException", None),
        ("untag_resource", {"ResourceId": UNIT, "TagKeys": ["a"]}, "TargetNotFoundException", None),
        (
            "list_targets_for_policy",
            {"PolicyId": "p-zzzzzzzz"},
            "PolicyNotFoundException",
            None,
        ),
        (
            "list_organizational_units_for_parent",
            {"ParentId": UNIT},
            "ParentNotFoundException",
            None,
        ),
        (
            "move_account",
            {
                "AccountId": "600000000000",
                "SourceParentId": UNIT,
                "DestinationParentId": UNIT,
            },
            "SourceParentNotFoundException",
            None,
        ),
        (
            "remove_account_from_organization",
            {"AccountId": "600000000000"},
            "MasterCannotLeaveOrganizationException",
            None,
        ),
        ("list_roots", {"MaxResults": 21}, "InvalidInputException", "MAX_VALUE_EXCEEDED"),
        ("list_accounts", {"NextToken": "z"}, "InvalidInputException", "INVALID_NEXT_TOKEN"),
        (
            "list_handshakes_for_account",
            {"NextToken": "z"},
            "InvalidInputException",
            "INVALID_NEXT_TOKEN",
        ),
    ],
)
def test_refusals_are_those_of_organizations(management, operation, arguments, code, reason):
    with pytest.raises(ClientError) as caught:
        getattr(management, operation)(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == code, response
    assert response.get("Reason") == reason, response


@pytest.mark.parametrize(
    "operation",
    [
        "list_aws_service_access_for_organization",
        "list_create_account_status",
        "list_handshakes_for_organization",
    ],
)
def test_an_account_without_an_organization_is_told_so(emulator, operation):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("organizations", account="600000000009"), operation)()
    error = caught.value.response["Error"]
    assert error["Code"] == "AWSOrganizationsNotInUseException"
    assert error["Message"] == "Your account is not a member of an organization."
