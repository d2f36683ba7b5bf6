"""Builds over many reports: what is written, skipped, replaced, and what becomes of bad files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg.pipeline.workers
from kg.errors import BinaryFile, EmptyFile, KgError, MissingFile, NotAReport, ReadError, StoreError
from kg.pipeline import Summary, build, extract, find, open_output
from kg.pipeline.journal import FILE, fingerprint
from kg.pipeline.outputs import PARTS
from kg.pipeline.sources import Source
from kg.pipeline.workers import extract_all

WRITTEN = ("graph.ttl", "graph.html", "indicators.csv", "findings.json")


def digests(output: Path) -> dict[str, str]:
    """Hashes of all files of an output folder but the store's own."""
    return {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and "store" not in path.relative_to(output).parts
    }


@pytest.fixture
def two(tmp_path: Path, reports: Path) -> Path:
    """A folder of its own with two reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("qinghe-2022.txt", "qinghe-2023.txt"):
        shutil.copy(reports / name, folder / name)
    return folder


def test_a_build_writes_all_that_it_promises(built: tuple[Path, Summary]) -> None:
    output, summary = built
    assert sorted(os.listdir(output)) == sorted([*WRITTEN, FILE, PARTS, "facts", "store", "texts"])
    assert os.listdir(output / "facts") == ["linan-2023.json"]
    assert os.listdir(output / "texts") == ["linan-2023.txt"]
    assert (summary.built, summary.unchanged, summary.failures) == (1, 0, ())
    assert all(path.exists() for path in summary.written)
    counts = summary.counts()
    assert all(
        counts[name] > 0 for name in ("institutions", "regions", "reforms", "policies", "observations")
    )


def test_the_summary_is_what_the_facts_hold(built: tuple[Path, Summary]) -> None:
    output, summary = built
    facts = json.loads((output / "facts" / "linan-2023.json").read_text("utf-8"))
    assert summary.types["Observation"] == len(facts["observations"])
    assert summary.types["Report"] == summary.graphs == 1
    assert len(json.loads((output / "findings.json").read_text("utf-8"))) == summary.findings


def test_evidence_in_the_facts_is_in_the_text(built: tuple[Path, Summary], sample: Path) -> None:
    facts = json.loads((built[0] / "facts" / "linan-2023.json").read_text("utf-8"))
    text = extract(sample).document.text
    for observation in facts["observations"]:
        start, end = observation["span"]
        assert observation["written"] in text[start:end]


def test_unchanged_reports_are_skipped_and_nothing_moves(two: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = build([two], output=output)
    before = digests(output)
    second = build([two], output=output)
    assert (first.built, first.unchanged) == (2, 0)
    assert (second.built, second.unchanged) == (0, 2)
    assert digests(output) == before
    assert second.counts() == first.counts()
    assert build([two], output=output, force=True).built == 2
    assert digests(output) == before


def test_a_changed_report_is_replaced(two: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build([two], output=output)
    with open_output(output) as store:
        graphs = store.graphs()
    report = two / "qinghe-2023.txt"
    text = report.read_text("utf-8")
    report.write_text(text.rstrip() + "\n此外，2023年全区新建普法长廊77处。\n", "utf-8")
    summary = build([two], output=output)
    assert (summary.built, summary.unchanged) == (1, 1)
    with open_output(output) as store:
        assert store.graphs() == graphs
    fresh = build([two], output=tmp_path / "fresh")
    assert summary.counts() == fresh.counts()
    assert digests(output) == digests(tmp_path / "fresh")


def test_reports_are_added_to_what_is_there(two: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build([two / "qinghe-2023.txt"], output=output)
    assert build([two / "qinghe-2022.txt"], output=output).graphs == 2
    build([two], output=tmp_path / "at-once")
    assert digests(output) == digests(tmp_path / "at-once")


def test_a_build_cut_off_is_resumed(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "output"

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.pipeline.outputs.write", broken)
    with pytest.raises(OSError, match="No space"):
        build([two], output=output)
    monkeypatch.undo()
    build([two], output=output)
    build([two], output=tmp_path / "fresh")
    assert digests(output) == digests(tmp_path / "fresh")


def test_workers_and_hash_seeds_change_no_byte(reports: Path, tmp_path: Path) -> None:
    seen = set()
    for number, (seed, workers, locale) in enumerate(
        (("0", 1, "C"), ("1", 2, "C.UTF-8"), ("77", 3, "POSIX"))
    ):
        output = tmp_path / str(number)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "kg",
                "-q",
                "build",
                str(reports),
                "-o",
                str(output),
                "--workers",
                str(workers),
            ],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            check=True,
        )
        seen.add(tuple(digests(output).items()))
    assert len(seen) == 1


def test_the_same_report_twice_counts_once(two: Path, tmp_path: Path) -> None:
    copy = two / "zz-copy.txt"
    copy.write_text((two / "qinghe-2023.txt").read_text("utf-8") + "\n\n", "utf-8")
    summary = build([two], output=tmp_path / "output")
    assert summary.built == 2
    assert len(summary.warnings) == 1
    assert "zz-copy.txt: left out, it is the same report as" in summary.warnings[0]


def test_one_file_reached_by_two_paths_is_read_once(two: Path) -> None:
    sources, failures = find([two, two / "qinghe-2022.txt", two / ".." / two.name])
    assert [source.name for source in sources] == ["qinghe-2022", "qinghe-2023"]
    assert failures == []


def test_files_of_one_name_in_two_folders_both_get_outputs(two: Path) -> None:
    (two / "b").mkdir()
    (two / "b" / "qinghe-2022.txt").write_text("另一份", "utf-8")
    (two / ".hidden").mkdir()
    (two / ".hidden" / "x.txt").write_text("x", "utf-8")
    names = [source.name for source in find([two])[0]]
    assert len(names) == len(set(names)) == 3
    assert sum(name.startswith("qinghe-2022") for name in names) == 2


BAD: dict[str, tuple[bytes, type[KgError]]] = {
    "empty.txt": (b" \n\t\n", EmptyFile),
    "nothing.txt": (b"", EmptyFile),
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, BinaryFile),
    "novel.txt": ("很久以前，有一个小村庄，村里的人都很快乐。".encode() * 40, NotAReport),
    "english.txt": (b"The quick brown fox jumps over the lazy dog. " * 40, NotAReport),
    "odd.txt": ("法治政府建设年度报告".encode("euc_jp", "replace") + b"\xff\xfe\x80\x81\xff" * 50, ReadError),
}


def test_bad_files_fail_alone(two: Path, tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (two / name).write_bytes(data)
    output = tmp_path / "output"
    summary = build([two], output=output)
    assert summary.built == 2
    failed = {Path(failure.path).name: failure.error for failure in summary.failures}
    assert sorted(failed) == sorted(BAD)
    for name, (_, kind) in BAD.items():
        assert isinstance(failed[name], kind), (name, failed[name])
        assert str(two / name) in str(failed[name])
        assert failed[name].hint
    assert sorted(os.listdir(output / "facts")) == ["qinghe-2022.json", "qinghe-2023.json"]


def test_where_all_fail_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    paths = [tmp_path / "empty.txt", tmp_path / "missing.txt", tmp_path / "folder"]
    summary = build(paths, output=tmp_path / "output")
    assert not (tmp_path / "output").exists()
    assert [type(f.error) for f in summary.failures].count(MissingFile) == 2
    assert summary.reports == 0
    assert len(summary.failures) == 3


def test_a_report_that_turned_bad_stays_as_it_was(two: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build([two], output=output)
    before = digests(output)
    (two / "qinghe-2022.txt").write_bytes(b"")
    summary = build([two], output=output)
    assert len(summary.failures) == 1
    assert digests(output) == before


def test_a_fault_of_ours_on_one_file_costs_no_other(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = kg.pipeline.workers.extract_file

    def faulty(path: Path) -> object:
        if path.stem == "qinghe-2022":
            raise ZeroDivisionError("division by zero")
        return real(path)

    monkeypatch.setattr(kg.pipeline.workers, "extract_file", faulty)
    results = [result for _, result in extract_all(find([two])[0])]
    assert isinstance(results[0], KgError)
    assert "ZeroDivisionError" in str(results[0])
    assert not isinstance(results[1], KgError)


def test_a_worker_that_dies_costs_only_its_file(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.pipeline.workers, "_extracted", die_on_2022)
    results = [result for _, result in extract_all(find([two])[0], workers=2)]
    assert [isinstance(result, KgError) for result in results] == [True, False]
    assert "the process that read this file died" in str(results[0])


def die_on_2022(path: str) -> object:
    """In a worker: dies on one of the two reports, as for want of memory."""
    if "2022" in Path(path).name:
        os._exit(9)
    return str(path)


def test_there_is_no_store_to_open(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_output(tmp_path / "none")


def test_a_source_is_a_frozen_value(two: Path) -> None:
    assert find([two / "qinghe-2022.txt"])[0] == [
        Source(
            two / "qinghe-2022.txt",
            "qinghe-2022",
            hashlib.sha256((two / "qinghe-2022.txt").read_bytes()).hexdigest(),
        )
    ]


def test_the_fingerprint_names_the_version() -> None:
    assert fingerprint().startswith(kg.__version__ + "+")
