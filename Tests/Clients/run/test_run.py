"""Drills and replays as a user runs them: what comes out, and that it is the same every time."""

import json
import pathlib
import subprocess
import xml.etree.ElementTree

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
SHARED = ROOT.parent / "shared"


def drill(binary, output, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [binary, "run", *arguments, "--output", str(output)],
        cwd=ROOT, capture_output=True, text=True, timeout=600,
    )


def contents(folder: pathlib.Path) -> dict:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def reports(stormdrill, tmp_path_factory) -> pathlib.Path:
    """The reports of all default scenarios."""
    folder = tmp_path_factory.mktemp("reports")
    done = drill(stormdrill, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_all_default_scenarios_hold_and_three_show_what_is_wrong(reports):
    runs = [json.loads(p.read_text()) for p in sorted(reports.rglob("report.json"))]
    assert len(runs) >= 10
    assert all(run["passes"] for run in runs)
    wrong = [r for r in runs if any(e["wantsViolation"] for e in r["expectations"])]
    assert len(wrong) >= 3
    suites = xml.etree.ElementTree.parse(reports / "junit.xml").getroot()
    assert suites.get("failures") == "0"
    assert len(suites.findall("testsuite")) == len(runs)


def test_the_same_seed_gives_the_same_bytes_in_another_process(stormdrill, reports, tmp_path):
    assert drill(stormdrill, tmp_path, "Scenarios", "--jobs", "1").returncode == 0
    again, before = contents(tmp_path), contents(reports)
    assert sorted(again) == sorted(before)
    assert [name for name in before if again[name] != before[name]] == []


def test_debug_and_release_give_the_same_bytes(reports, tmp_path):
    debug = ROOT / ".build" / "debug" / "stormdrill"
    if not debug.exists():
        pytest.skip("no debug build here: `swift build` makes one")
    paths = ["Scenarios/safety", "Scenarios/delivery/duplicates-and-reordering.yaml"]
    assert drill(debug, tmp_path, *paths).returncode == 0
    compared = 0
    for file in tmp_path.rglob("*"):
        if file.name in ("journal.jsonl", "report.json"):
            assert file.read_bytes() == (reports / file.relative_to(tmp_path)).read_bytes(), file
            compared += 1
    assert compared >= 10


def test_reports_can_be_made_again_from_journals(stormdrill, reports, tmp_path):
    journal = reports / "safety" / "terraform-443-then-22" / "journal.jsonl"
    subprocess.run(
        [stormdrill, "report", str(journal), "--output", str(tmp_path)], check=True
    )
    again = tmp_path / "safety" / "terraform-443-then-22" / "report.json"
    assert again.read_bytes() == journal.with_name("report.json").read_bytes()


def test_a_policy_of_ones_own_is_rehearsed_in_any_scenario(stormdrill, tmp_path):
    policy = tmp_path / "mine.yml"
    policy.write_text(
        """
policies:
  - name: mine
    resource: aws.security-group
    mode: {type: cloudtrail, events: [{source: ec2.amazonaws.com, ids: requestParameters.groupId,
      event: AuthorizeSecurityGroupIngress}]}
    filters: [{type: ingress, Cidr: 0.0.0.0/0}]
    actions: [{type: remove-permissions, ingress: matched}]
"""
    )
    done = drill(
        stormdrill, tmp_path / "out", "Scenarios/safety/terraform-443-then-22.yaml",
        "--rules", str(policy),
    )
    # It takes 443 away too, which the scenario forbids.
    assert done.returncode == 1, done.stderr
    assert "wrongly-touched" in done.stdout


def test_replay_finds_both_openings_in_the_real_log(stormdrill):
    logs = SHARED / "data" / "cloudtrail-invictus"
    if not logs.exists():
        pytest.skip("the real logs are not beside this checkout")
    done = subprocess.run(
        [stormdrill, "replay", str(logs), "--json"], capture_output=True, text=True, check=True
    )
    *triggers, summary = map(json.loads, done.stdout.splitlines())
    assert summary["records"] == 2900
    assert summary["verified"] is False
    opened = {
        t["eventTime"]: (t["rule"], t["change"], t["resource"])
        for t in triggers
        if t["eventName"] == "AuthorizeSecurityGroupIngress"
    }
    assert opened == {
        "2023-07-10T12:10:05Z": ("ec2-open-admin-port", "no", "sg-04cfb7a4712d75b00"),
        "2023-07-10T12:10:08Z": ("ec2-open-admin-port", "yes", "sg-04cfb7a4712d75b00"),
    }


def test_variants_stand_beside_their_scenario(reports):
    folder = reports / "prongs" / "ci-role"
    grid = json.loads((folder / "report.json").read_text())["prongs"]
    assert grid["variants"][0]["without"] == []
    assert {"without": ["scp"]}.items() <= grid["variants"][1].items()
    attacks = [s for s in grid["steps"] if s["kind"] == "attack"]
    full = [s["stoppedBy"][0]["by"] for s in attacks]
    assert full == ["scp", "session", "resource-policy", "boundary", "remediation"]
    assert any(cell["isHarm"] for s in attacks for cell in s["stoppedBy"][1:])
    assert (folder / "without-scp" / "report.html").exists()
    page = (folder / "report.html").read_text()
    assert "Which prong stops what" in page and "no prong at all" in page


def test_at_least_eight_scenarios_show_their_prongs(reports):
    index = (reports / "index.html").read_text()
    assert index.count('<table class="prongs"') >= 8
    assert (reports / "summary.md").read_text().count(": which prong stops what") >= 8


def test_prongs_are_switched_off_from_the_command_line(stormdrill, tmp_path):
    done = drill(
        stormdrill, tmp_path, "Scenarios/prongs/no-way-out.yaml", "Scenarios/safety/undo.yaml",
        "--without", "scp", "--without", "scp,remediation", "--json",
    )
    assert done.returncode == 0, done.stderr
    runs = json.loads(done.stdout)["runs"]
    asked = [(r["scenario"], r["without"]) for r in runs]
    # Where policies don't count, there is no SCP to do without.
    assert asked == [
        ("prongs/no-way-out", []), ("prongs/no-way-out", ["scp"]),
        ("prongs/no-way-out", ["scp", "remediation"]),
        ("safety/undo", []), ("safety/undo", ["scp", "remediation"]),
    ]
    stopped = [r["metrics"]["prevented.scp"] for r in runs[:3]]
    assert stopped == ["5", "0", "0"]


def test_an_unknown_prong_is_refused(stormdrill, tmp_path):
    done = drill(stormdrill, tmp_path, "--without", "firewall")
    assert done.returncode == 2
    assert "firewall" in done.stderr
