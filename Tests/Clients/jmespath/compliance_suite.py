"""The official JMESPath compliance tests, which this repository doesn't hold.

No package of PyPI has them; Debian's source package of go-jmespath does, and is fetched into a
folder of the test environment, once. JMESPATH_SUITE names a folder of newer ones instead (`tests`
in a checkout of jmespath.test).
"""

import dataclasses
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
KEPT = ROOT / ".venv-clients" / "jmespath-suite"
PACKAGE = "golang-github-jmespath-go-jmespath"
SHA256 = "aa86d00b6836345eee196c13df2df084a18e0b1159935de9289f2ef6a7fe375d"
#: Where Debian's own archive stands among apt's settings.
SETTINGS = ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"]


@dataclasses.dataclass(frozen=True)
class Case:
    place: str
    expression: str
    document: object
    #: None where only speed is asked.
    result: object = None
    error: str | None = None
    is_benchmark: bool = False


def folder() -> pathlib.Path:
    """Where the suite is; raises LookupError with the reason where it can't be had."""
    named = os.environ.get("JMESPATH_SUITE")
    if named:
        return pathlib.Path(named)
    if not any(KEPT.glob("*.json")):
        fetch()
    return KEPT


def fetch() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            tar = download(pathlib.Path(scratch))
        except (OSError, subprocess.SubprocessError) as problem:
            raise LookupError(f"Debian's source of {PACKAGE} can't be fetched: {problem}")
        if hashlib.sha256(tar.read_bytes()).hexdigest() != SHA256:
            raise LookupError(f"{tar.name} is not the {PACKAGE} that is known")
        KEPT.mkdir(parents=True, exist_ok=True)
        with tarfile.open(tar) as files:
            for member in files:
                path = pathlib.PurePath(member.name)
                if path.parent.name == "compliance" and path.suffix == ".json":
                    (KEPT / path.name).write_bytes(files.extractfile(member).read())


def download(scratch: pathlib.Path) -> pathlib.Path:
    """Debian's sources are looked up in lists of their own, so that nothing of the system changes.
    """
    (scratch / "parts").mkdir()
    (scratch / "lists").mkdir()
    for setting in map(pathlib.Path, SETTINGS):
        if setting.exists():
            name = "debian" + (setting.suffix if setting.suffix == ".sources" else ".list")
            sources = re.sub(r"(?m)^(deb|Types: deb)\b", r"\1-src", setting.read_text())
            (scratch / "parts" / name).write_text(sources)
    apt = ["apt-get", "-q", "-o", "Dir::Etc::SourceList=/dev/null",
           "-o", f"Dir::Etc::SourceParts={scratch}/parts",
           "-o", f"Dir::State::Lists={scratch}/lists", "-o", "APT::Sandbox::User="]
    for arguments in ["update"], ["source", "--download-only", "--tar-only", PACKAGE]:
        subprocess.run(apt + arguments, cwd=scratch, check=True, timeout=120,
                       capture_output=True)
    found = next(scratch.glob("*.orig.tar.*"), None)
    if not found:
        raise LookupError(f"Debian's source of {PACKAGE} holds no original")
    return found


def cases(where: pathlib.Path) -> list[Case]:
    made = []
    for file in sorted(where.glob("*.json")):
        for group in json.loads(file.read_text()):
            for case in group["cases"]:
                made.append(Case(
                    file.name, case["expression"], group["given"], case.get("result"),
                    case.get("error"), "bench" in case))
    return made
