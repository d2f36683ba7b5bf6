"""Processes that share the work."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = """
import os, signal
from pipeline.test_workers import own_id
from kg.pipeline.workers import Processes
if __name__ == "__main__":
    print(*set(Processes(2).each(own_id, range(20))), flush=True)
    answers = Processes(2).each(own_id, range(200))
    print(next(answers), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def own_id(_: int) -> int:
    """Which process does the work."""
    return os.getpid()


def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path, root: Path) -> None:
    done = _run(SCRIPT, tmp_path, root)
    workers = {int(word) for word in done.stdout.split()}
    assert workers, done.stderr
    for _ in range(200):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.05)
    raise AssertionError("workers are still there")


UNGUARDED = """
from pipeline.test_workers import own_id
from kg.pipeline.workers import Processes
print(*Processes(2).each(own_id, range(20)))
"""


def test_a_script_that_its_workers_would_run_again_is_told_so(tmp_path: Path, root: Path) -> None:
    done = _run(UNGUARDED, tmp_path, root)
    assert done.returncode != 0 and done.stdout == ""
    assert "no worker process comes to life" in done.stderr and "__main__" in done.stderr


def _run(script: str, folder: Path, root: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "script.py"
    path.write_text(script, "utf-8")
    paths = os.pathsep.join((str(root), str(root / "tests")))
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run([sys.executable, path], env=environment, capture_output=True, text=True)
