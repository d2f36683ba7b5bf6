"""A build that is cut off, at whatever moment, costs time and nothing else."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import corpus
import pytest
from conftest import Done
from pipeline.crashes import run, state

from kg.pipeline import build
from kg.pipeline.journal import FILE
from kg.pipeline.outputs import FINDINGS, GRAPH, INDICATORS, VIEWER
from kg.store import EmbeddedStore

Kg = Callable[..., Done]
MADE, BATCH, MOMENTS = 12, 5, 6
PRODUCTS = (GRAPH, VIEWER, INDICATORS, FINDINGS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of made-up reports."""
    folder = tmp_path_factory.mktemp("made") / "reports"
    corpus.write(folder, MADE)
    return folder


@pytest.fixture(scope="module")
def whole(made: Path) -> Path:
    """What an uninterrupted build makes of them; for reading only."""
    output = made.parent / "whole"
    assert build([made], output=output).built == MADE
    return output


def test_a_build_that_is_killed_again_and_again_ends_as_one_that_was_not(made: Path, whole: Path) -> None:
    output = made.parent / "killed"
    moments = int(run(made, made.parent / "counted", batch=BATCH))
    assert moments > 4 * MADE
    dice = random.Random(7)
    for moment in sorted(dice.sample(range(5, moments), MOMENTS)):
        shutil.rmtree(output, ignore_errors=True)
        assert run(made, output, batch=BATCH, moment=moment) == ""
        # The second one is killed while it takes back what the first one left, or goes on with it.
        run(made, output, batch=BATCH, moment=dice.randrange(1, 12))
        build([made], output=output)
        assert state(output) == state(whole), moment


def test_what_was_done_before_the_end_is_not_done_again(made: Path) -> None:
    output = made.parent / "late"
    moments = int(run(made, made.parent / "late-counted", batch=BATCH))
    run(made, output, batch=BATCH, moment=moments - 1)
    assert build([made], output=output).built == 0


def test_files_that_change_while_a_build_is_down(made: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "reports", tmp_path / "o"
    shutil.copytree(made, source)
    files = sorted(source.iterdir())
    build([source], output=output)
    for file in files[:6]:
        file.write_text(file.read_text("utf-8") + "此外，新建普法长廊77处。\n", "utf-8")
    # Dies among the updates that replace the six.
    assert run(source, output, batch=3, moment=14) == ""
    files[0].unlink()
    files[1].write_text(files[1].read_text("utf-8") + "另建普法公园3处。\n", "utf-8")
    build([source], output=output, prune=True)
    build([source], output=tmp_path / "fresh")
    assert state(output) == state(tmp_path / "fresh")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_leaves_the_old_output(
    kg: Kg, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    source, output = tmp_path / "reports", tmp_path / "o"
    source.mkdir()
    for file in sorted(made.iterdir())[:3]:
        shutil.copy(file, source)
    build([source], output=output)
    before = {name: (output / name).read_bytes() for name in PRODUCTS}
    files = sorted(source.iterdir())
    files[0].write_text(files[0].read_text("utf-8") + "此外，新建普法长廊77处。\n", "utf-8")
    shutil.copy(sorted(made.iterdir())[3], source)
    refused = 0
    for moment in range(1, 40):
        with monkeypatch.context() as patch:
            refuse(patch, moment, code)
            done = kg("-q", "build", source, "-o", output)
        if done.code == 0:
            break
        refused += 1
        assert os.strerror(code) in done.err, done.err
        assert {name: (output / name).read_bytes() for name in PRODUCTS} == before
        assert not list(output.rglob("*.part"))
    assert refused > 8
    build([source], output=tmp_path / "fresh")
    assert state(output) == state(tmp_path / "fresh")


def refuse(patch: pytest.MonkeyPatch, moment: int, code: int) -> None:
    """Let the disk refuse from the moment-th write on."""
    count = 0
    sync, load = os.fsync, EmbeddedStore.load

    def counted() -> None:
        nonlocal count
        count += 1
        if count >= moment:
            raise OSError(code, os.strerror(code))

    def fsync(handle: int) -> None:
        counted()
        sync(handle)

    def loading(self: EmbeddedStore, graphs: dict[str, bytes]) -> None:
        counted()
        load(self, graphs)

    patch.setattr(os, "fsync", fsync)
    patch.setattr(EmbeddedStore, "load", loading)


def test_reports_whose_files_are_gone_stay_until_they_are_pruned(made: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "reports", tmp_path / "o"
    shutil.copytree(made, source)
    build([source], output=output)
    files = sorted(source.iterdir())
    files[0].unlink()
    files[1].rename(files[1].with_name("renamed.txt"))
    summary = build([source], output=output)
    assert (summary.built, summary.unchanged, summary.graphs) == (1, MADE - 2, MADE)
    assert len(summary.warnings) == 1
    assert f"({files[0].stem}): --prune removes them" in summary.warnings[0]
    assert not (output / "facts" / f"{files[1].stem}.json").exists()
    pruned = build([source], output=output, prune=True)
    assert (pruned.graphs, pruned.warnings) == (MADE - 1, ())
    build([source], output=tmp_path / "fresh")
    assert state(output) == state(tmp_path / "fresh")


def test_a_line_of_the_journal_without_its_end_is_not_believed(
    made: Path, whole: Path, tmp_path: Path
) -> None:
    output = tmp_path / "o"
    shutil.copytree(whole, output)
    data = (output / FILE).read_bytes()
    lines = data.splitlines(keepends=True)
    assert json.loads(lines[-1]) == {"done": True}
    (output / FILE).write_bytes(b"".join(lines[:-2]) + lines[-2][:40])
    assert build([made], output=output).built == 1
    # Paths are kept as they are seen from the output folder.
    assert {**state(output), FILE: ""} == {**state(whole), FILE: ""}
