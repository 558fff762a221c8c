"""Every operation that is served was called by the tests before this one, well and badly."""

import subprocess

import pytest

SERVICES = [
    "ec2", "organizations", "s3", "iam", "sts", "cloudtrail", "sqs", "events", "guardduty", "config",
    "kms", "s3control",
]

#: What can't be set here, so that reading it has one answer: there is none.
REFUSED_ALWAYS = {
    "s3": {
        "GetBucketCors",
        "GetBucketReplication",
        "GetBucketWebsite",
        "GetObjectLockConfiguration",
        "PutBucketVersioning",
    },
    "cloudtrail": {"GetInsightSelectors"},
}


@pytest.mark.parametrize("service", SERVICES)
def test_every_served_operation_was_called_and_refused(stormdrill, called, request, service):
    folders = {item.path.parent.name for item in request.session.items}
    if service not in folders or request.config.option.keyword:
        pytest.skip(f"run all of Tests/Clients: the tests of {service} didn't run before this one")
    lines = subprocess.run(
        [stormdrill, "services", service], capture_output=True, text=True, check=True
    ).stdout.split()
    served = {line.split(":")[1] for line in lines}
    assert served
    refused_always = REFUSED_ALWAYS.get(service, set())
    seen = {
        outcome: {name for of, name, what in called if of == service and what is outcome}
        for outcome in (True, False)
    }
    never = sorted(served - refused_always - seen[True])
    assert not never, f"never succeeded: {', '.join(never)}"
    assert not seen[True] & refused_always
    never = sorted(served - seen[False])
    assert not never, f"was never refused: {', '.join(never)}"
