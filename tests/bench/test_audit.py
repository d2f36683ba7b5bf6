"""Thousands of reports audited, compared and set beside each other: seconds, memory, precision and recall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import corpus
import pytest
from corpus.score import Score

from kg.model import Finding

pytestmark = pytest.mark.bench
REPORTS = 2000
INDICATORS = ("legal-aid-cases", "administrative-penalties", "hotline-requests", "publicity-activities")


def run(*arguments: object) -> tuple[float, str]:
    """Seconds and the data of one command of kg."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return time.perf_counter() - start, done.stdout


def test_an_audit_of_thousands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = corpus.write(tmp_path / "reports", REPORTS, faulty=0.7)
    seconds, told = run("audit", tmp_path / "reports", "--json")
    score = Score(made, [Finding(**row) for row in json.loads(told)])
    with capsys.disabled():
        print(f"\nkg audit of {REPORTS} files: {seconds:.0f} s\n{score.table().to('table')}")
        for code in score.codes:
            for alarm in score.alarms(code)[:3]:
                print(f"  {code} {Path(alarm.file).name}: {alarm.message_zh}")
    assert all(score.recall(code) >= 0.95 for code in score.codes)
    assert all(score.precision(code) >= 0.9 for code in score.codes)


def test_what_a_built_folder_of_thousands_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus.write(tmp_path / "reports", REPORTS, faulty=0.7)
    out = tmp_path / "output"
    place = next(corpus.corpus(1, faulty=0.7)).name.partition("-")[0]
    steps: list[tuple[object, ...]] = [
        ("build", tmp_path / "reports", "-o", out, "-q"),
        ("audit", "--store", out, "-o", tmp_path / "cards.html"),
        ("compare", *INDICATORS, "--store", out, "-o", tmp_path / "compare.html"),
        ("compare", *INDICATORS, "--store", out, "-o", tmp_path / "compare.csv"),
        ("analyse", "similar", "--store", out, "-o", tmp_path / "similar.csv"),
        ("analyse", "spread", "--store", out, "-o", tmp_path / "spread.csv"),
        ("report", place, "--store", out, "-o", tmp_path / "report.html"),
    ]
    with capsys.disabled():
        print()
        for step in steps:
            print(_measured(step))


def _measured(step: tuple[object, ...]) -> str:
    """Seconds and peak memory of one command, as the system counts them."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "kg", *map(str, step)]
    child = os.posix_spawn(
        sys.executable,
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
    )
    _, status, usage = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), step
    words = " ".join(Path(str(part)).name for part in step)
    return f"{words[:66]:68} {time.perf_counter() - start:8.1f} s {usage.ru_maxrss / 1024:8.0f} MB"
