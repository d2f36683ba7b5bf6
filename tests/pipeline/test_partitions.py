"""Partitions: what workers write, what becomes of it when something breaks, and that loading it is as good as building."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import corpus
import pyoxigraph as ox
import pytest
from conftest import Done
from pipeline.crashes import state
from pipeline.test_resume import refuse
from store.conftest import oxigraph_server

from kg.errors import DamagedFile, KgError, MissingFile
from kg.iri import Names
from kg.pipeline import Step, build, load, partition, partitions, prepare
from kg.pipeline.manifest import FILE
from kg.pipeline.prepare import Prepared
from kg.store import open_store

Kg = Callable[..., Done]
MADE, EACH = 10, 4
FILES = sorted([FILE, *(f"part-0000{n}.{kind}" for n in range(3) for kind in ("nq.gz", "outputs"))])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "REPORTS", EACH)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of made-up reports."""
    folder = tmp_path_factory.mktemp("made") / "reports"
    corpus.write(folder, MADE)
    return folder


@pytest.fixture(scope="module")
def whole(made: Path) -> Path:
    """What a build makes of them; for reading only."""
    output = made.parent / "whole"
    assert build([made], output=output).built == MADE
    return output


@pytest.fixture(scope="module")
def parts(made: Path) -> Path:
    """Their partitions; for reading only."""
    folder = made.parent / "parts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partitions, "REPORTS", EACH)
        assert partition([made], folder=folder).partitions == 3
    return folder


def content(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_number_of_workers_changes_no_byte(made: Path, parts: Path) -> None:
    assert sorted(content(parts)) == FILES
    partition([made], folder=made.parent / "by-two", workers=2)
    assert content(made.parent / "by-two") == content(parts)


def test_the_manifest_says_what_is_in_the_files(made: Path, parts: Path) -> None:
    head, *lines, end = map(json.loads, (parts / FILE).read_text("utf-8").splitlines())
    assert set(head) == {"tool", "base"} and end == {"done": True}
    assert [len(line["reports"]) for line in lines] == [4, 4, 2]
    for line in lines:
        data = gzip.decompress((parts / f"{line['partition']}.nq.gz").read_bytes())
        quads = list(ox.parse(data, format=ox.RdfFormat.N_QUADS))
        assert len(quads) == line["quads"]
        assert {quad.graph_name.value for quad in quads} == {
            row["report"] for row in line["reports"].values()
        }
        assert all(content(parts)[name] == expected for name, expected in line["sha256"].items())
        for name, row in line["reports"].items():
            assert (parts / row["path"]).resolve() == made / f"{name}.txt"
            assert row["sha256"] == hashlib.sha256((made / f"{name}.txt").read_bytes()).hexdigest()


def test_what_is_loaded_is_what_is_built(parts: Path, whole: Path) -> None:
    output = whole.parent / "loaded"
    assert load(parts, output=output).built == MADE
    assert state(output) == state(whole)
    again = load(parts, output=output)
    assert (again.built, again.unchanged) == (0, MADE)
    assert build([whole.parent / "reports"], output=output).unchanged == MADE


def test_a_sparql_server_takes_them(parts: Path, whole: Path, tmp_path: Path) -> None:
    with oxigraph_server(tmp_path) as address:
        assert load(parts, output=tmp_path / "o", store=address).built == MADE
        with open_store(address, read_only=True) as store, open_store(whole / "store") as expected:
            assert store.graphs() == expected.graphs()
            assert store.dump("nquads") == expected.dump("nquads")
            assert store.dump("turtle") == expected.dump("turtle")
        assert load(parts, output=tmp_path / "o", store=address).unchanged == MADE


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_costs_nothing_but_time(
    kg: Kg, made: Path, parts: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    folder = made.parent / f"refused-{code}"
    done, refused, before = Done(1, "", ""), 0, dict[str, str]()
    while done.code:
        with monkeypatch.context() as patch:
            refuse(patch, 3 + refused, code)
            done = kg("-q", "build", made, "--partitions", folder, "--workers", 1)
        if done.code:
            refused += 1
            assert os.strerror(code) in done.err
            assert before.items() <= {**content(folder), FILE: ""}.items()
            assert not list(folder.glob(".*"))
            before = {**content(folder), FILE: ""}
    assert refused >= 3
    assert content(folder) == content(parts)


def test_a_run_that_is_cut_off_goes_on(made: Path, parts: Path) -> None:
    folder = made.parent / "cut"

    def stop(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        partition([made], folder=folder, progress=stop)
    with (folder / FILE).open("ab") as file:
        file.write(b'{"partition": "part-00001", "sha')
    (folder / ".part-00001.outputs.abc.part").write_bytes(b"left by a worker that was killed")
    with pytest.raises(DamagedFile, match="not all partitions are there yet"):
        load(folder, output=folder / "o")
    assert not (folder / "o").exists()
    done = partition([made], folder=folder)
    assert (done.built, done.unchanged) == (MADE - EACH, EACH)
    assert content(folder) == content(parts)


def test_a_load_that_is_cut_off_goes_on(
    kg: Kg, parts: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline.batch.REPORTS", 3)
    output, moment, done = whole.parent / "slow", 5, Done(1, "", "")
    while done.code:
        with monkeypatch.context() as patch:
            refuse(patch, moment, errno.ENOSPC)
            done = kg("-q", "load", parts, "-o", output)
        moment += 9
    assert moment > 20
    assert state(output) == state(whole)


def test_a_damaged_partition_is_named_and_written_anew(kg: Kg, made: Path, whole: Path) -> None:
    folder, output = made.parent / "damaged", made.parent / "mended"
    partition([made], folder=folder)
    before = content(folder)
    path = folder / "part-00001.nq.gz"
    path.write_bytes(path.read_bytes()[:-9])
    done = kg("-q", "load", folder, "-o", output)
    assert done.code == 3
    assert done.err.startswith(f"kg: error: {path}: the file is not as it was written (")
    assert len(list((output / "facts").iterdir())) == MADE - EACH
    again = partition([made], folder=folder)
    assert (again.built, again.unchanged) == (EACH, MADE - EACH)
    assert content(folder) == before
    assert load(folder, output=output).built == EACH
    assert state(output) == state(whole)


def test_reports_that_change_and_go(kg: Kg, made: Path, tmp_path: Path) -> None:
    source, folder, output = tmp_path / "reports", tmp_path / "parts", tmp_path / "o"
    shutil.copytree(made, source)
    partition([source], folder=folder)
    load(folder, output=output)
    files = sorted(source.iterdir())
    files[0].write_text(files[0].read_text("utf-8") + "此外，新建普法长廊77处。\n", "utf-8")
    assert partition([source], folder=folder).built == EACH
    assert (load(folder, output=output).unchanged, load(folder, output=output).unchanged) == (MADE - 1, MADE)
    build([source], output=tmp_path / "fresh")
    assert state(output) == state(tmp_path / "fresh")
    files[-1].unlink()
    files[-2].unlink()
    assert partition([source], folder=folder).partitions == 2
    assert sorted(content(folder)) == [name for name in FILES if "00002" not in name]


def test_bad_files_and_twins_are_told_each_time(kg: Kg, made: Path, tmp_path: Path) -> None:
    source, folder = tmp_path / "reports", tmp_path / "parts"
    source.mkdir()
    first = sorted(made.iterdir())[0]
    shutil.copy(first, source / "a.txt")
    (source / "b.txt").write_text(first.read_text("utf-8") + "\n\n", "utf-8")
    (source / "c.txt").write_text("从前有座山，山里有座庙。" * 30, "utf-8")
    for built, unchanged in ((2, 0), (0, 2)):
        done = kg("build", source, "--partitions", folder, "--json")
        assert done.code == 3
        summary = json.loads(done.out)
        assert summary["reports"] == {"built": built, "unchanged": unchanged, "failed": 1}
        assert f"kg: warning: {source / 'b.txt'}: the same report as {source / 'a.txt'}" in done.err
        assert f"kg: error: {source / 'c.txt'}: " in done.err
    loaded = kg("load", folder, "-o", tmp_path / "o")
    assert loaded.code == 0 and "b.txt: left out, it is the same report as" in loaded.err
    assert os.listdir(tmp_path / "o" / "facts") == ["a.json"]


def test_a_report_that_takes_its_worker_down_fails_alone(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "write", dying_write)
    monkeypatch.setattr("kg.pipeline.spread.prepare", dying_prepare)
    done = partition([made], folder=tmp_path, workers=2)
    assert (done.built, len(done.failures)) == (MADE - 1, 1)
    assert "the process that read this file died" in str(done.failures[0].error)
    monkeypatch.undo()
    monkeypatch.setattr(partitions, "REPORTS", EACH)
    # Memory may be had the next time.
    done = partition([made], folder=tmp_path)
    assert (done.built, done.unchanged, done.failures) == (EACH, MADE - EACH, ())


def dying_write(task: partitions.Task, names: Names) -> partitions.Partition:
    """In a worker: dies on the second partition."""
    if task.name == "part-00001":
        os._exit(9)
    return partitions.fill(task, (prepare.prepare(str(s.path), names) for s in task.sources))


def dying_prepare(path: str, names: Names) -> Prepared | KgError:
    """In a worker: dies on the sixth report."""
    if path == str(sorted(Path(path).parent.iterdir())[5]):
        os._exit(9)
    return prepare.prepare(path, names)


def test_another_version_of_kg_is_refused(made: Path, tmp_path: Path) -> None:
    task = partitions.Task(str(tmp_path), "part-00000", (), tool="0.0.0+0")
    with pytest.raises(KgError, match="another version of kg"):
        partitions.write(task, Names())


@pytest.mark.parametrize("name", ["../../climbed", "..", "/climbed", "a\x00b"])
def test_names_that_lead_out_are_refused(parts: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(parts, tmp_path / "parts")
    lines = [json.loads(line) for line in (parts / FILE).read_text("utf-8").splitlines()]
    reports = lines[1]["reports"]
    lines[1]["reports"] = {name if n == 0 else key: row for n, (key, row) in enumerate(reports.items())}
    (tmp_path / "parts" / FILE).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(DamagedFile, match="leads out of the folder"):
        load(tmp_path / "parts", output=tmp_path / "o")
    assert sorted(os.listdir(tmp_path)) == ["parts"]


def test_a_folder_without_partitions(kg: Kg, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no partitions here"):
        load(tmp_path / "none", output=tmp_path / "o")
    done = kg("load", tmp_path, "-o", tmp_path / "o")
    assert done == Done(
        1, "", f"kg: error: {tmp_path}: no partitions here (kg build PATH --partitions DIR writes some)\n"
    )


def test_where_all_fail_nothing_is_written(kg: Kg, tmp_path: Path) -> None:
    assert kg("-q", "build", tmp_path / "none.txt", "--partitions", tmp_path / "parts").code == 1
    assert not (tmp_path / "parts").exists()
