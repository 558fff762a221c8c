"""IAM's refusals: what isn't there is named, and a forged signature gets nowhere."""

import json

import pytest
from botocore.exceptions import ClientError

USER, ROLE, GROUP = {"UserName": "nobody"}, {"RoleName": "nothing"}, {"GroupName": "nowhere"}
NO_USER = "The user with name nobody cannot be found."
NO_ROLE = "The role with name nothing cannot be found."
NO_GROUP = "The group with name nowhere cannot be found."
ARN = {"PolicyArn": "arn:aws:iam::123456789012:policy/none"}
NO_POLICY = "Policy arn:aws:iam::123456789012:policy/none"
DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)
TAGS = {"Tags": [{"Key": "a", "Value": "b"}]}
NAMED = {"PolicyName": "inline"}

NOT_FOUND = [
    ("add_user_to_group", USER | GROUP, None),
    ("attach_group_policy", GROUP | ARN, None),
    ("attach_role_policy", ROLE | ARN, None),
    ("attach_user_policy", USER | ARN, None),
    ("create_login_profile", USER | {"Password": "Passw0rd!"}, NO_USER),
    ("create_policy_version", ARN | {"PolicyDocument": DOCUMENT}, NO_POLICY),
    ("delete_access_key", USER | {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}, None),
    ("delete_account_alias", {"AccountAlias": "nowhere"}, None),
    ("delete_account_password_policy", {}, None),
    ("delete_group_policy", GROUP | NAMED, NO_GROUP),
    ("delete_login_profile", USER, None),
    ("delete_policy_version", ARN | {"VersionId": "v2"}, NO_POLICY),
    ("delete_role_policy", ROLE | NAMED, NO_ROLE),
    ("delete_user_policy", USER | NAMED, NO_USER),
    ("get_group_policy", GROUP | NAMED, NO_GROUP),
    ("get_login_profile", USER, None),
    ("get_policy_version", ARN | {"VersionId": "v2"}, NO_POLICY),
    ("get_role_policy", ROLE | NAMED, NO_ROLE),
    ("get_user_policy", USER | NAMED, NO_USER),
    ("list_access_keys", USER, NO_USER),
    ("list_attached_group_policies", GROUP, NO_GROUP),
    ("list_attached_role_policies", ROLE, NO_ROLE),
    ("list_attached_user_policies", USER, NO_USER),
    ("list_entities_for_policy", ARN, NO_POLICY),
    ("list_group_policies", GROUP, NO_GROUP),
    ("list_groups_for_user", USER, NO_USER),
    ("list_instance_profiles_for_role", ROLE, NO_ROLE),
    ("list_mfa_devices", USER, NO_USER),
    ("list_policy_tags", ARN, NO_POLICY),
    ("list_policy_versions", ARN, NO_POLICY),
    ("list_role_policies", ROLE, NO_ROLE),
    ("list_role_tags", ROLE, NO_ROLE),
    ("list_user_policies", USER, NO_USER),
    ("list_user_tags", USER, NO_USER),
    ("put_group_policy", GROUP | NAMED | {"PolicyDocument": DOCUMENT}, NO_GROUP),
    ("put_role_policy", ROLE | NAMED | {"PolicyDocument": DOCUMENT}, NO_ROLE),
    ("put_user_policy", USER | NAMED | {"PolicyDocument": DOCUMENT}, NO_USER),
    ("remove_user_from_group", USER | GROUP, None),
    ("set_default_policy_version", ARN | {"VersionId": "v2"}, NO_POLICY),
    ("tag_role", ROLE | TAGS, NO_ROLE),
    ("tag_user", USER | TAGS, NO_USER),
    ("untag_role", ROLE | {"TagKeys": ["a"]}, NO_ROLE),
    ("untag_user", USER | {"TagKeys": ["a"]}, NO_USER),
    (
        "update_access_key",
        USER | {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Inactive"},
        None,
    ),
    ("update_assume_role_policy", ROLE | {"PolicyDocument": DOCUMENT}, None),
    ("update_login_profile", USER | {"PasswordResetRequired": True}, None),
    ("update_role", ROLE | {"Description": "d"}, NO_ROLE),
    ("update_user", USER | {"NewPath": "/a/"}, NO_USER),
]


@pytest.mark.parametrize("operation, arguments, message", NOT_FOUND)
def test_what_is_not_there_is_named(emulator, operation, arguments, message):
    with pytest.raises(ClientError) as caught:
        getattr(emulator.client("iam", account="210000000009"), operation)(
            **{
                name: value.replace("123456789012", "210000000009")
                if name == "PolicyArn"
                else value
                for name, value in arguments.items()
            }
        )
    response = caught.value.response
    assert response["Error"]["Code"] == "NoSuchEntity", response["Error"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 404
    told = response["Error"]["Message"].replace("210000000009", "123456789012")
    assert message is None or told.startswith(message)


@pytest.fixture(scope="module")
def forger(emulator):
    """A client with a user's key and a secret that isn't the key's."""
    iam = emulator.client("iam")
    iam.create_user(UserName="victim")
    key = iam.create_access_key(UserName="victim")["AccessKey"]["AccessKeyId"]
    return emulator.client("iam", aws_access_key_id=key, aws_secret_access_key="guess")


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("create_account_alias", {"AccountAlias": "mine"}),
        ("create_group", {"GroupName": "mine"}),
        ("create_role", {"RoleName": "mine", "AssumeRolePolicyDocument": "{}"}),
        ("get_access_key_last_used", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}),
        ("get_account_authorization_details", {}),
        ("generate_credential_report", {}),
        ("get_account_summary", {}),
        ("get_credential_report", {}),
        ("list_account_aliases", {}),
        ("list_groups", {}),
        ("list_policies", {}),
        ("list_roles", {}),
        ("list_users", {}),
        ("update_account_password_policy", {}),
    ],
)
def test_wrong_secret_is_refused_whatever_is_called(forger, operation, arguments):
    with pytest.raises(ClientError) as caught:
        getattr(forger, operation)(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == "SignatureDoesNotMatch"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
