"""Thousands of reports audited, compared and set beside each other: seconds, memory, precision and recall."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
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
    lines = [_measured(lambda step=step: run(*step)[0], step) for step in steps]
    with capsys.disabled():
        print("\n" + "\n".join(lines))


def _measured(work: Callable[[], float], step: tuple[object, ...]) -> str:
    seconds = work()
    # The largest of all children so far: the steps come in the order of what they need.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    words = " ".join(Path(str(part)).name for part in step)
    return f"{words[:70]:72} {seconds:8.1f} s  peak so far {peak:6.0f} MB"
