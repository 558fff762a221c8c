"""What all client tests share: the built binary, a running emulator, and real clients for it."""

import os
import pathlib
import signal
import subprocess
import tempfile

import boto3
import pytest
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

#: Keys of an account of its own for each caller: a 12-digit access key names its account.
ACCOUNT = "123456789012"


def binary_folder() -> pathlib.Path:
    """Where the binaries are: STORMDRILL_BIN, or the release build of this checkout."""
    named = os.environ.get("STORMDRILL_BIN")
    return pathlib.Path(named) if named else ROOT / ".build" / "release"


@pytest.fixture(scope="session")
def stormdrill() -> pathlib.Path:
    path = binary_folder() / "stormdrill"
    assert path.exists(), f"{path} is not there: run `make build`"
    return path


#: What the tests called so far: (service, operation, did it succeed).
CALLED = set()


def note(model, http_response, **_) -> None:
    """Notes one answered call of a client's; botocore's `after-call` event."""
    succeeded = http_response.status_code < 300
    CALLED.add((model.service_model.service_name, model.name, succeeded))


@pytest.fixture(scope="session")
def called() -> set:
    return CALLED


#: Where each emulator writes which permissions its calls need: `serve --access-log`.
ACCESS_LOGS = []


@pytest.fixture(scope="session")
def access_logs() -> list:
    return ACCESS_LOGS


@pytest.fixture(scope="session", autouse=True)
def access_log_folder():
    with tempfile.TemporaryDirectory() as folder:
        Emulator.access_log_folder = pathlib.Path(folder)
        yield


class Emulator:
    """One `stormdrill serve` process and clients that call it."""

    access_log_folder: pathlib.Path

    def __init__(self, binary: pathlib.Path, *arguments: str):
        log = self.access_log_folder / f"{len(ACCESS_LOGS)}.jsonl"
        ACCESS_LOGS.append(log)
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--access-log", log, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line + self.process.stderr.read()
        self.url = line.split()[-1]

    def client(self, service: str, region: str = "us-east-1", account: str = ACCOUNT, **options):
        """A boto3 client that retries nothing, so that a test sees each answer."""
        config = Config(retries={"max_attempts": 1, "mode": "standard"}).merge(
            options.pop("config", Config())
        )
        keys = {"aws_access_key_id": account, "aws_secret_access_key": "secret"} | options
        client = boto3.client(
            service, region_name=region, endpoint_url=self.url, config=config, **keys
        )
        client.meta.events.register("after-call", note)
        return client

    def environment(self, region: str = "us-east-1", account: str = ACCOUNT) -> dict:
        """What the AWS CLI, or stormdrill itself, needs to call this emulator."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return kept | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": region,
            "AWS_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/nonexistent",
            "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        }

    def kill(self) -> None:
        """Ends it without warning, as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(10)


@pytest.fixture
def start(stormdrill):
    """Starts emulators with options of their own; ends them after the test."""
    running = []

    def begin(*arguments: str) -> Emulator:
        running.append(Emulator(stormdrill, *arguments))
        return running[-1]

    yield begin
    for emulator in running:
        if emulator.process.poll() is None:
            emulator.stop()


@pytest.fixture(scope="module")
def emulator(stormdrill):
    """One emulator for a file's tests, without throttling."""
    started = Emulator(stormdrill, "--no-throttling")
    yield started
    assert started.process.poll() is None, "the emulator ended during the tests"
    assert started.stop() == 0
