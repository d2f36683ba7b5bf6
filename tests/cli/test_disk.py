"""A disk that is full or may not be written: every command that writes a file fails, and leaves the old file as it was."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

Kg = Callable[..., Done]
COMMANDS = (
    ("extract", "SAMPLE", "-o", "FILE"),
    ("extract", "SAMPLE", "--text", "-o", "FILE"),
    ("export", "--format", "turtle", "--store", "STORE", "-o", "FILE"),
    ("view", "--store", "STORE", "-o", "FILE"),
    ("audit", "SAMPLE", "--format", "html", "-o", "FILE"),
    ("compare", "行政复议案件调撤率", "--store", "STORE", "--format", "csv", "-o", "FILE"),
    ("analyse", "centrality", "--store", "STORE", "--format", "csv", "-o", "FILE"),
    ("report", "临安区", "--store", "STORE", "-o", "FILE"),
)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_old_file_stays(
    kg: Kg, output: Path, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], code: int
) -> None:  # fmt: skip
    path = tmp_path / ("file.html" if command[0] in ("view", "report", "audit") else "file")
    path.write_text("as it was", "utf-8")
    words = {"SAMPLE": str(sample), "STORE": str(output / "store"), "FILE": str(path)}
    arguments = [words.get(word, word) for word in command]

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        done = kg(*arguments)
    assert done.code == 1, done
    assert os.strerror(code) in done.err
    assert path.read_text("utf-8") == "as it was"
    assert os.listdir(tmp_path) == [path.name]
    assert kg(*arguments).code in (0, 1)  # an audit has findings
    assert path.read_bytes() != b"as it was"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_data_that_cannot_be_written_out_is_an_error(sample: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "kg", "extract", str(sample)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert os.strerror(errno.ENOSPC) in done.stderr
