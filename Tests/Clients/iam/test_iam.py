"""IAM through boto3: every served operation, its errors and its pages."""

import json

import pytest
from botocore.exceptions import ClientError

READ_S3 = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}
    ],
}
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.fixture
def iam(emulator):
    return emulator.client("iam")


def refused(code, status, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    return response["Error"]["Message"]


def test_user_lives_and_dies(iam):
    made = iam.create_user(UserName="alice", Path="/ops/", Tags=[{"Key": "a", "Value": "b"}])
    assert made["User"]["Arn"] == "arn:aws:iam::123456789012:user/ops/alice"
    assert iam.get_user(UserName="alice")["User"]["Tags"] == [{"Key": "a", "Value": "b"}]
    message = refused("EntityAlreadyExists", 409, iam.create_user, UserName="alice")
    assert message == "User with name alice already exists."
    iam.tag_user(UserName="alice", Tags=[{"Key": "c", "Value": ""}])
    iam.untag_user(UserName="alice", TagKeys=["a"])
    assert iam.list_user_tags(UserName="alice")["Tags"] == [{"Key": "c", "Value": ""}]
    iam.update_user(UserName="alice", NewUserName="alicia", NewPath="/")
    assert iam.get_user(UserName="alicia")["User"]["Path"] == "/"
    iam.create_login_profile(UserName="alicia", Password="Passw0rd!")
    assert not iam.get_login_profile(UserName="alicia")["LoginProfile"]["PasswordResetRequired"]
    iam.update_login_profile(UserName="alicia", PasswordResetRequired=True)
    assert iam.get_login_profile(UserName="alicia")["LoginProfile"]["PasswordResetRequired"]
    message = refused("DeleteConflict", 409, iam.delete_user, UserName="alicia")
    assert message == "Cannot delete entity, must delete login profile first."
    iam.delete_login_profile(UserName="alicia")
    assert iam.list_mfa_devices(UserName="alicia")["MFADevices"] == []
    iam.delete_user(UserName="alicia")
    message = refused("NoSuchEntity", 404, iam.get_user, UserName="alicia")
    assert message == "The user with name alicia cannot be found."


def test_users_come_in_pages(emulator):
    iam = emulator.client("iam", account="210000000001")
    names = [f"user{number:02}" for number in range(23)]
    for name in names:
        iam.create_user(UserName=name)
    pages = list(
        iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 10})
    )
    assert [len(page["Users"]) for page in pages] == [10, 10, 3]
    assert [user["UserName"] for page in pages for user in page["Users"]] == names


def test_access_key_signs_until_it_is_switched_off(emulator, iam):
    iam.create_user(UserName="keyed")
    key = iam.create_access_key(UserName="keyed")["AccessKey"]
    own = emulator.client(
        "iam",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    assert own.get_user()["User"]["UserName"] == "keyed"
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    assert used["UserName"] == "keyed"
    assert used["AccessKeyLastUsed"]["ServiceName"] == "iam"
    iam.update_access_key(UserName="keyed", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    refused("InvalidClientTokenId", 403, own.get_user)
    wrong = emulator.client(
        "iam", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key="wrong"
    )
    iam.update_access_key(UserName="keyed", AccessKeyId=key["AccessKeyId"], Status="Active")
    refused("SignatureDoesNotMatch", 403, wrong.get_user)
    iam.create_access_key(UserName="keyed")
    message = refused("LimitExceeded", 409, iam.create_access_key, UserName="keyed")
    assert message == "Cannot exceed quota for AccessKeysPerUser: 2"
    for listed in iam.list_access_keys(UserName="keyed")["AccessKeyMetadata"]:
        iam.delete_access_key(UserName="keyed", AccessKeyId=listed["AccessKeyId"])
    iam.delete_user(UserName="keyed")


def test_managed_policy_and_its_versions(iam):
    arn = iam.create_policy(
        PolicyName="reader", PolicyDocument=json.dumps(READ_S3), Description="reads"
    )["Policy"]["Arn"]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["Description"] == "reads"
    version = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]
    assert version["Document"] == READ_S3
    iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=json.dumps(READ_S3), SetAsDefault=True
    )
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [(v["VersionId"], v["IsDefaultVersion"]) for v in versions] == [
        ("v2", True),
        ("v1", False),
    ]
    refused("DeleteConflict", 409, iam.delete_policy, PolicyArn=arn)
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == []
    iam.delete_policy(PolicyArn=arn)
    message = refused("NoSuchEntity", 404, iam.get_policy, PolicyArn=arn)
    assert message == f"Policy {arn} was not found."
    message = refused(
        "MalformedPolicyDocument", 400, iam.create_policy, PolicyName="x", PolicyDocument="{}"
    )
    assert message


def test_policies_come_in_pages(iam):
    pages = iam.get_paginator("list_policies").paginate(
        Scope="AWS", PaginationConfig={"PageSize": 7}
    )
    arns = [policy["Arn"] for page in pages for policy in page["Policies"]]
    assert ADMIN in arns
    assert len(arns) == len(set(arns)) > 25


@pytest.mark.parametrize("kind", ["user", "role", "group"])
def test_policies_of_users_roles_and_groups(iam, kind):
    name = {f"{kind.capitalize()}Name": f"with-policies-{kind}"}
    if kind == "role":
        iam.create_role(**name, AssumeRolePolicyDocument=json.dumps(TRUST))
    else:
        getattr(iam, f"create_{kind}")(**name)
    getattr(iam, f"attach_{kind}_policy")(**name, PolicyArn=ADMIN)
    attached = getattr(iam, f"list_attached_{kind}_policies")(**name)
    assert attached["AttachedPolicies"] == [
        {"PolicyName": "AdministratorAccess", "PolicyArn": ADMIN}
    ]
    entities = iam.list_entities_for_policy(PolicyArn=ADMIN, EntityFilter=kind.capitalize())
    assert len(entities[f"Policy{kind.capitalize()}s"]) == 1
    inline = {"PolicyName": "own", "PolicyDocument": json.dumps(READ_S3)}
    getattr(iam, f"put_{kind}_policy")(**name, **inline)
    assert getattr(iam, f"list_{kind}_policies")(**name)["PolicyNames"] == ["own"]
    got = getattr(iam, f"get_{kind}_policy")(**name, PolicyName="own")
    assert got["PolicyDocument"] == READ_S3
    refused("DeleteConflict", 409, getattr(iam, f"delete_{kind}"), **name)
    getattr(iam, f"delete_{kind}_policy")(**name, PolicyName="own")
    getattr(iam, f"detach_{kind}_policy")(**name, PolicyArn=ADMIN)
    refused(
        "NoSuchEntity", 404, getattr(iam, f"detach_{kind}_policy"), **name, PolicyArn=ADMIN
    )
    getattr(iam, f"delete_{kind}")(**name)


def test_role_lives_and_dies(iam):
    made = iam.create_role(
        RoleName="deploy", AssumeRolePolicyDocument=json.dumps(TRUST), Description="d"
    )["Role"]
    assert made["AssumeRolePolicyDocument"] == TRUST
    iam.update_role(RoleName="deploy", Description="e", MaxSessionDuration=7200)
    role = iam.get_role(RoleName="deploy")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("e", 7200)
    iam.tag_role(RoleName="deploy", Tags=[{"Key": "k", "Value": "v"}])
    assert iam.list_role_tags(RoleName="deploy")["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.untag_role(RoleName="deploy", TagKeys=["k"])
    service = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
    iam.update_assume_role_policy(RoleName="deploy", PolicyDocument=json.dumps(service))
    roles = iam.list_roles()["Roles"]
    assert [r["AssumeRolePolicyDocument"] for r in roles if r["RoleName"] == "deploy"] == [service]
    assert iam.list_instance_profiles_for_role(RoleName="deploy")["InstanceProfiles"] == []
    iam.delete_role(RoleName="deploy")
    message = refused("NoSuchEntity", 404, iam.get_role, RoleName="deploy")
    assert message == "The role with name deploy cannot be found."


def test_group_and_its_members(iam):
    iam.create_group(GroupName="ops", Path="/team/")
    iam.create_user(UserName="member")
    iam.add_user_to_group(GroupName="ops", UserName="member")
    assert [u["UserName"] for u in iam.get_group(GroupName="ops")["Users"]] == ["member"]
    groups = iam.list_groups_for_user(UserName="member")["Groups"]
    assert [g["Arn"] for g in groups] == ["arn:aws:iam::123456789012:group/team/ops"]
    assert "ops" in [g["GroupName"] for g in iam.list_groups(PathPrefix="/team/")["Groups"]]
    refused("DeleteConflict", 409, iam.delete_group, GroupName="ops")
    iam.remove_user_from_group(GroupName="ops", UserName="member")
    iam.delete_group(GroupName="ops")
    iam.delete_user(UserName="member")
    refused("NoSuchEntity", 404, iam.get_group, GroupName="ops")


def test_account(emulator):
    iam = emulator.client("iam", account="210000000002")
    message = refused("NoSuchEntity", 404, iam.get_account_password_policy)
    assert message == "The Password Policy with domain name 210000000002 cannot be found."
    iam.update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True)
    policy = iam.get_account_password_policy()["PasswordPolicy"]
    assert policy["MinimumPasswordLength"] == 14
    assert policy["RequireNumbers"] is False
    iam.delete_account_password_policy()
    iam.create_account_alias(AccountAlias="acme-test")
    assert iam.list_account_aliases()["AccountAliases"] == ["acme-test"]
    iam.delete_account_alias(AccountAlias="acme-test")
    iam.create_user(UserName="one")
    assert iam.get_account_summary()["SummaryMap"]["Users"] == 1


def test_unserved_member_is_an_error_that_says_so(iam):
    with pytest.raises(ClientError) as caught:
        iam.create_instance_profile(InstanceProfileName="x")
    assert caught.value.response["Error"]["Code"] == "NotImplemented"


def test_authorization_details(emulator):
    iam = emulator.client("iam", account="210000000003")
    iam.create_user(UserName="one")
    iam.attach_user_policy(UserName="one", PolicyArn=ADMIN)
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))
    details = iam.get_account_authorization_details()
    assert details["UserDetailList"][0]["AttachedManagedPolicies"][0]["PolicyArn"] == ADMIN
    assert details["RoleDetailList"][0]["AssumeRolePolicyDocument"] == TRUST
    statement = details["Policies"][0]["PolicyVersionList"][0]["Document"]["Statement"]
    assert statement == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

SIMULATED = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": "ec2:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"ec2:Region": "${aws:PrincipalTag/home}"}},
        },
    ],
}


def test_policies_are_simulated(iam):
    user = iam.create_user(UserName="simulated")["User"]["Arn"]
    iam.put_user_policy(
        UserName="simulated", PolicyName="own", PolicyDocument=json.dumps(SIMULATED)
    )
    pages = iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=user,
        ActionNames=["s3:GetObject", "ec2:RunInstances", "sqs:SendMessage"],
        ResourceArns=["arn:aws:s3:::bucket/key"],
        ContextEntries=[
            {
                "ContextKeyName": "ec2:Region",
                "ContextKeyType": "string",
                "ContextKeyValues": ["eu-west-1"],
            }
        ],
        PaginationConfig={"PageSize": 2},
    )
    results = [result for page in pages for result in page["EvaluationResults"]]
    assert [r["EvalDecision"] for r in results] == ["allowed", "implicitDeny", "implicitDeny"]
    (statement,) = results[0]["MatchedStatements"]
    assert statement["SourcePolicyId"] == "user_simulated_own"
    assert statement["SourcePolicyType"] == "user"
    assert statement["StartPosition"] == {"Line": 1, "Column": 41}
    assert results[1]["MissingContextValues"] == ["aws:PrincipalTag/home"]
    assert results[1]["ResourceSpecificResults"][0]["EvalResourceDecision"] == "implicitDeny"
    keys = iam.get_context_keys_for_principal_policy(PolicySourceArn=user)["ContextKeyNames"]
    assert keys == ["ec2:Region", "aws:PrincipalTag/home"]


def test_custom_policies_are_simulated(iam):
    documents = [json.dumps(SIMULATED)]
    (result,) = iam.simulate_custom_policy(
        PolicyInputList=documents,
        ActionNames=["s3:GetObject"],
        PermissionsBoundaryPolicyInputList=[json.dumps(READ_S3)],
        ResourcePolicy=json.dumps(
            {
                "Statement": {
                    "Effect": "Deny",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:user/eve"},
                    "Action": "s3:*",
                    "Resource": "*",
                }
            }
        ),
        CallerArn="arn:aws:iam::123456789012:user/eve",
    )["EvaluationResults"]
    assert result["EvalDecision"] == "explicitDeny"
    assert [s["SourcePolicyId"] for s in result["MatchedStatements"]] == ["ResourcePolicy"]
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=documents)["ContextKeyNames"]
    assert keys == ["ec2:Region", "aws:PrincipalTag/home"]


def test_what_cannot_be_simulated_is_refused(iam):
    actions = {"ActionNames": ["s3:GetObject"]}
    nobody = {"PolicySourceArn": "arn:aws:iam::123456789012:user/nobody-at-all"}
    refused("NoSuchEntity", 404, iam.simulate_principal_policy, **nobody, **actions)
    refused("NoSuchEntity", 404, iam.get_context_keys_for_principal_policy, **nobody)
    message = refused(
        "InvalidInput", 400, iam.simulate_custom_policy, PolicyInputList=["{}"], **actions
    )
    assert message == "PolicyInputList.1: Syntax errors in policy."
    refused("InvalidInput", 400, iam.get_context_keys_for_custom_policy, PolicyInputList=["no"])
