"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.files import write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "报告.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["报告.json"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_long_name_of_many_bytes_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("报" * 85)  # 255 bytes, the most that a name may have
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
