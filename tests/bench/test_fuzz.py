"""Each reader and the grammar of numbers under atheris, which looks for inputs that reach new code (``make bench``).

``pip install atheris`` first, which has packages for some versions of Python only; KG_FUZZ_SECONDS for longer or shorter.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import fuzzing
import pytest
from bench.record import record

pytestmark = pytest.mark.bench
SECONDS = int(os.environ.get("KG_FUZZ_SECONDS", "30"))


def test_fuzz(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="no atheris here: pip install atheris")
    rows, failed = [], []
    for target in fuzzing.TARGETS:
        command = [sys.executable, "-W", "ignore", fuzzing.__file__, target, str(SECONDS)]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False
        )
        inputs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        reached = re.findall(r" cov: (\d+)", done.stderr)
        rows.append((target, inputs[1] if inputs else "", reached[-1] if reached else "", done.returncode))
        if done.returncode:
            failed.append(f"{target}: {(done.stdout + done.stderr)[-3000:]}")
    columns = ("what", "inputs", "branches reached", "exit code")
    record("fuzz", "Fuzzing", columns, rows, note=f"{SECONDS} s each, from small real files, on one core.")
    assert not failed, "\n\n".join(failed)
