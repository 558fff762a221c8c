"""Asks Stormdrill's evaluator and the plain one for the same decisions."""

import collections
import json
import pathlib
import subprocess
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from generator import Generator
from plain_evaluator import Evaluator

#: Processes at a time; each works on cases of its own.
WORKERS = 2


def decisions_of(stormdrill: pathlib.Path, lines) -> list:
    """What `stormdrill policy explain --batch` decides, an answer a line."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(line + "\n" for line in lines)
        file.flush()
        done = subprocess.run(
            [stormdrill, "policy", "explain", "--batch", file.name],
            capture_output=True, text=True, timeout=600,
        )
    assert done.returncode in (0, 2), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(stormdrill: pathlib.Path, seed: int, count: int):
    """How often each decision is taken, and the cases in which the two differ."""
    generator, evaluator = Generator(seed), Evaluator()
    lines, expected = [], []
    for _ in range(count):
        case, line = generator.case()
        lines.append(line)
        expected.append(evaluator.decide(case))
    answers = decisions_of(stormdrill, lines)
    assert len(answers) == count, f"{len(answers)} answers to {count} cases"
    counted = collections.Counter((each["decision"], each["layer"]) for each in expected)
    differing = [
        (line, plain, answer)
        for line, plain, answer in zip(lines, expected, answers)
        if plain["decision"] != answer.get("decision")
    ]
    return counted, differing


def compare_all(stormdrill: pathlib.Path, seed: int, count: int):
    """Compares in several processes; each has a seed of its own."""
    share = count // WORKERS
    # Spawned, since a fork would copy what other tests of this process have running.
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as workers:
        tasks = [
            workers.submit(compare, stormdrill, seed + number, share) for number in range(WORKERS)
        ]
        results = [task.result() for task in tasks]
    counted = sum((counts for counts, _ in results), collections.Counter())
    return counted, [case for _, differing in results for case in differing]
