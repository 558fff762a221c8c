"""The account's credential report through boto3: asked for, waited for, read."""

import time


def test_report_is_read_once_it_is_complete(emulator):
    iam = emulator.client("iam")
    iam.generate_credential_report()
    for _ in range(40):
        if iam.generate_credential_report()["State"] == "COMPLETE":
            break
        time.sleep(0.25)
    lines = iam.get_credential_report()["Content"].decode().splitlines()
    assert lines[0].startswith("user,arn,user_creation_time,password_enabled")
    assert any(line.startswith("<root_account>,") for line in lines)
