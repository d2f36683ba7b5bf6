"""Bombs, each in a process of its own, with what it took; builds under twenty hash seeds and locales (``make bench``)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench.record import record
from read.bombs import BOMBS

pytestmark = pytest.mark.bench
SECONDS, MEGABYTES, SEEDS = 10.0, 512.0, 20
LOCALES = ("C", "POSIX", "C.UTF-8", "en_US.UTF-8", "zh_CN.GB18030")
SCRIPT = """
import json, resource, sys, time
from kg.errors import KgError
from kg.pipeline.workers import extract_file
from pathlib import Path

extract_file(Path(sys.argv[1]))  # what is loaded once for all reports
begun = time.perf_counter()
try:
    extract_file(Path(sys.argv[2]))
    outcome = "read"
except KgError as err:
    outcome = type(err).__name__
seconds = time.perf_counter() - begun
from kg.read import sandbox
sandbox._parser().close()
# What the system says of the process itself would count what the one that started it held.
status = Path("/proc/self/status").read_text()
own = int(status.partition("VmHWM:")[2].split()[0])
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([seconds, own / 1024, child / 1024, outcome]))
"""


def test_bombs(tmp_path: Path, sample: Path) -> None:
    rows, over = [], []
    for name, make in sorted(BOMBS.items()):
        path = tmp_path / name
        path.write_bytes(make())
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(sample), str(path)], capture_output=True, text=True, check=True
        )
        path.unlink()
        seconds, own, child, outcome = json.loads(done.stdout)
        rows.append((name, outcome, f"{seconds:.1f}", f"{own:.0f}", f"{child:.0f}"))
        if seconds > SECONDS or max(own, child) > MEGABYTES or outcome == "read":
            over.append(rows[-1])
    columns = ("bomb", "refused as", "seconds", "MB, the process that asks", "MB, the process that reads")
    record(
        "bombs",
        "Files made to exhaust their readers",
        columns,
        rows,
        note="Wall-clock; the most memory at any time.",
    )
    assert len(rows) >= 30
    assert not over, over


def test_hash_seeds_locales_and_workers(tmp_path: Path, reports: Path) -> None:
    source = tmp_path / "reports"
    source.mkdir()
    for path in sorted(reports.glob("*.txt"))[:5]:
        shutil.copy(path, source)
    seen: dict[str, list[str]] = {}
    for seed in range(SEEDS):
        output, workers = tmp_path / "o", (1, 4)[seed % 2]
        locale = LOCALES[seed % len(LOCALES)]
        command = [
            sys.executable,
            "-m",
            "kg",
            "-q",
            "build",
            str(source),
            "-o",
            str(output),
            "--workers",
            str(workers),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "LC_ALL": locale}
        subprocess.run(command, env=environment, check=True)
        files = [
            path
            for path in sorted(output.rglob("*"))
            if path.is_file() and "store" not in path.relative_to(output).parts
        ]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        seen.setdefault(digest, []).append(f"{seed} {locale} {workers}")
        shutil.rmtree(output)
    rows = [(SEEDS, ", ".join(LOCALES), "1, 4", len(seen))]
    record(
        "seeds",
        "Hash seeds, locales and workers",
        ("builds", "locales", "workers", "different outputs"),
        rows,
    )
    assert len(seen) == 1, seen
