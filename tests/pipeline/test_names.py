"""Names of files that are long, odd or lead elsewhere: what is written stays in the output folder, and no name costs a build."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import corpus
import pytest
from conftest import Done
from pipeline.crashes import state

from kg.pipeline import build, load, open_output, partition
from kg.texts import FOLDER, fitted

Kg = Callable[..., Done]
REPORTS = ("qinghe-2022", "qinghe-2023", "lanchuan-2023", "linan-2023")


@pytest.fixture
def texts(reports: Path) -> list[bytes]:
    return [(reports / f"{name}.txt").read_bytes() for name in REPORTS]


def everything(folder: Path) -> set[str]:
    """All that lies in a folder, links told from what they lead to."""
    return {f"{p.relative_to(folder)}{' ->' * p.is_symlink()}" for p in folder.rglob("*")}


def test_names_of_255_bytes(tmp_path: Path, texts: list[bytes]) -> None:
    source, output = tmp_path / "reports", tmp_path / "o"
    (source / "again").mkdir(parents=True)
    names = ("报" * 84 + ".md", "区" * 83 + "ab.txt", "x" * 241 + ".txt")
    for name, data in zip(names, texts, strict=False):
        (source / name).write_bytes(data)
    (source / "again" / names[2]).write_bytes(texts[3])
    with zipfile.ZipFile(source / "a.zip", "w") as archive:
        archive.writestr("长" * 400 + ".txt", texts[3] + "此外，新建普法长廊77处。\n".encode())
    assert [len(name.encode()) for name in names] == [255, 255, 245]
    summary = build([source], output=output)
    assert not summary.failures, summary.failures
    assert (
        summary.built == 4 and len(summary.warnings) == 1
    )  # the member is the report again, with a sentence more
    written = [path.stem for path in (output / "facts").iterdir()]
    assert len({path.stem for path in (output / FOLDER).iterdir()} & set(written)) == len(written) == 4
    assert build([source], output=output).unchanged == 4
    with open_output(output) as store:
        assert len([iri for iri in store.graphs() if "/report/" in iri]) == 4


def test_a_name_that_fits_stays() -> None:
    assert fitted("某区2023", "ab" * 32) == "某区2023"
    assert fitted("x" * 241, "ab" * 32) == "x" * 241
    long = fitted("报" * 81, "ab" * 32)
    assert long == f"{'报' * 77}-abababab" and len(long.encode()) <= 241
    assert fitted("报" * 81 + "a", "cd" * 32) != fitted("报" * 81 + "b", "ef" * 32)


ODD = ("CON.txt", "nul.txt", "a:b.txt", "-rf.txt", "=1+1.txt", "a\nb.txt", " .txt", "x..txt", "\u202etxt.txt")


def test_odd_names_are_names(kg: Kg, tmp_path: Path) -> None:
    source, output = tmp_path / "reports", tmp_path / "o"
    source.mkdir()
    for name, made in zip(ODD, corpus.corpus(len(ODD)), strict=True):
        (source / name).write_text(made.text, "utf-8")
    before = everything(source)
    done = kg("-q", "build", source, "-o", output)
    assert (done.code, done.err) == (0, "")
    assert everything(source) == before
    assert sorted(os.listdir(tmp_path)) == ["o", "reports"]
    assert set(os.listdir(output / "facts")) == {f"{Path(name).stem}.json" for name in ODD}


def test_nothing_is_written_through_links_of_the_source(tmp_path: Path, texts: list[bytes]) -> None:
    source, elsewhere, output = tmp_path / "reports", tmp_path / "elsewhere", tmp_path / "o"
    source.mkdir()
    elsewhere.mkdir()
    (elsewhere / "private.txt").write_bytes(texts[1])
    (source / "a.txt").write_bytes(texts[0])
    (source / "folder").symlink_to(elsewhere)
    (source / "loop").symlink_to(source)
    (source / "nowhere.txt").symlink_to(tmp_path / "none")
    before = everything(source) | everything(elsewhere)
    assert build([source], output=output).built == 1
    assert everything(source) | everything(elsewhere) == before
    assert os.listdir(output / "facts") == ["a.json"]


def test_what_is_written_replaces_a_link_and_does_not_follow_it(tmp_path: Path, sample: Path) -> None:
    output, victim = tmp_path / "o", tmp_path / "victim"
    victim.write_text("as it was", "utf-8")
    (output / "facts").mkdir(parents=True)
    (output / "facts" / "linan-2023.json").symlink_to(victim)
    (output / "graph.ttl").symlink_to(victim)
    assert build([sample], output=output).built == 1
    assert victim.read_text("utf-8") == "as it was"
    assert not (output / "graph.ttl").is_symlink()


CLIMBING = (
    "../climbed.txt", "/climbed.txt", "a/../../climbed.txt", "x\\..\\..\\climbed.txt", "C:/climbed.txt", "a/./../../b/climbed.txt",
)  # fmt: skip


def test_names_in_archives_that_climb_out_are_refused(kg: Kg, tmp_path: Path, texts: list[bytes]) -> None:
    source = tmp_path / "in" / "reports"
    source.mkdir(parents=True)
    with zipfile.ZipFile(source / "a.zip", "w") as archive:
        archive.writestr("good.txt", texts[0])
        for name in CLIMBING:
            archive.writestr(name, texts[1])
    done = kg("-q", "build", source, "-o", tmp_path / "in" / "o")
    assert done.code == 3 and done.err.count("leads out of its archive") == len(CLIMBING)
    assert not list(tmp_path.rglob("*climbed*"))
    assert os.listdir(tmp_path) == ["in"]
    assert os.listdir(tmp_path / "in" / "o" / "facts") == ["good.json"]


def test_records_of_a_table_name_no_file_elsewhere(tmp_path: Path, texts: list[bytes]) -> None:
    import csv

    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["文件名", "正文"])
        rows.writerow(["../../climbed", texts[0].decode()])
        rows.writerow(["长" * 500, texts[1].decode()])
    assert build([tmp_path / "t.csv"], output=tmp_path / "o").built == 2
    assert sorted(os.listdir(tmp_path)) == ["o", "t.csv"]
    assert len(os.listdir(tmp_path / "o" / "facts")) == 2


def test_files_of_one_name_in_two_builds_are_two_reports(tmp_path: Path, texts: list[bytes]) -> None:
    output = tmp_path / "o"
    for folder, data in zip("abc", texts, strict=False):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.txt").write_bytes(data)
        build([tmp_path / folder], output=output)
    summary = build([tmp_path / "b"], output=output)
    assert (summary.graphs, summary.unchanged) == (3, 1)
    # One of them changes, and all are built together.
    (tmp_path / "b" / "index.txt").write_bytes(texts[1] + "此外，新建普法长廊77处。\n".encode())
    assert build([tmp_path / "b"], output=output).graphs == 3
    assert build([tmp_path / folder for folder in "abc"], output=output).graphs == 3
    build([tmp_path / folder for folder in "abc"], output=tmp_path / "fresh")
    assert state(output) == state(tmp_path / "fresh")


def test_partitions_of_two_folders_load_into_one_store(tmp_path: Path, texts: list[bytes]) -> None:
    for folder, data in zip("ab", texts, strict=False):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.txt").write_bytes(data)
        partition([tmp_path / folder], folder=tmp_path / f"{folder}-parts")
        load(tmp_path / f"{folder}-parts", output=tmp_path / "o")
    assert load(tmp_path / "a-parts", output=tmp_path / "o").unchanged == 1
    again = load(tmp_path / "b-parts", output=tmp_path / "o")
    assert (again.unchanged, again.graphs) == (1, 2)
    build([tmp_path / "a", tmp_path / "b"], output=tmp_path / "fresh")
    assert state(tmp_path / "o") == state(tmp_path / "fresh")


def test_an_output_folder_among_the_reports_holds_none(kg: Kg, tmp_path: Path, texts: list[bytes]) -> None:
    for name, data in zip(("a.txt", "b.txt"), texts, strict=False):
        (tmp_path / name).write_bytes(data)
    for _ in range(2):
        done = kg("-q", "build", tmp_path, "-o", tmp_path / "output")
        assert done == Done(0, "", "")
        assert kg("-q", "build", tmp_path, "--partitions", tmp_path / "parts") == Done(0, "", "")
    assert sorted(os.listdir(tmp_path / "output" / "facts")) == ["a.json", "b.json"]
    assert build([tmp_path], output=tmp_path / "output").unchanged == 2
