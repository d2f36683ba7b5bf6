"""``kg build`` and ``kg extract`` as users meet them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

Kg = Callable[..., Done]


@pytest.fixture
def mixed(tmp_path: Path, sample: Path) -> Path:
    """A folder with a report and with files that are none."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    shutil.copy(sample, folder / "good.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 4)
    (folder / "novel.txt").write_text("从前有座山，山里有座庙，庙里有个老和尚在讲故事。" * 30, "utf-8")
    return folder


def test_build_says_what_it_built_and_where_to_look(kg: Kg, sample: Path, tmp_path: Path) -> None:
    done = kg("build", sample, "-o", tmp_path / "o")
    assert (done.code, done.out) == (0, "")
    for words in (
        "institutions",
        "policies",
        "observations",
        "relations",
        "findings",
        "graph.html",
        "kg query",
    ):
        assert words in done.err
    assert "built 1, unchanged 0, failed 0" in done.err
    assert "built 0, unchanged 1, failed 0" in kg("build", sample, "-o", tmp_path / "o").err


def test_json_summary_is_data(kg: Kg, sample: Path, tmp_path: Path) -> None:
    done = kg("build", sample, "-o", tmp_path / "o", "--json")
    summary = json.loads(done.out)
    assert summary["reports"] == {"built": 1, "unchanged": 0, "failed": 0, "in_store": 1}
    assert set(summary["entities"]) == {"Institution", "Region", "Reform", "Policy", "Person", "Recognition"}
    assert summary["observations"] > 0
    assert summary["relations"] > 0
    assert summary["failures"] == []


def test_quiet_is_quiet(kg: Kg, sample: Path, tmp_path: Path) -> None:
    assert kg("-q", "build", sample, "-o", tmp_path / "o") == Done(0, "", "")


def test_bad_files_are_told_one_by_one_and_the_rest_is_built(kg: Kg, mixed: Path, tmp_path: Path) -> None:
    output = tmp_path / "o"
    done = kg("-q", "build", mixed, tmp_path / "missing.txt", "-o", output)
    assert done.code == 3
    lines = done.err.splitlines()
    assert len(lines) == 4
    for name in ("empty.txt", "binary.txt", "novel.txt"):
        assert any(line.startswith(f"kg: error: {mixed / name}: ") for line in lines), lines
    assert f"kg: error: {tmp_path / 'missing.txt'}: no such file or folder (check the path)" in lines
    assert all(line.endswith(")") for line in lines)
    assert os.listdir(output / "facts") == ["good.json"]


def test_where_all_fail_the_code_is_1_and_nothing_is_written(kg: Kg, mixed: Path, tmp_path: Path) -> None:
    (mixed / "good.txt").unlink()
    done = kg("build", mixed, "-o", tmp_path / "o")
    assert done.code == 1
    assert done.err.count("kg: error: ") == 3
    assert not (tmp_path / "o").exists()


def test_a_bad_base_iri_is_an_error(kg: Kg, sample: Path, tmp_path: Path) -> None:
    done = kg("build", sample, "-o", tmp_path / "o", "--base-iri", "not an iri")
    assert done.code == 1
    assert "not an iri: not a base for IRIs" in done.err
    assert not (tmp_path / "o").exists()


def test_the_base_iri_names_things(kg: Kg, sample: Path, tmp_path: Path) -> None:
    kg("build", sample, "-o", tmp_path / "o", "--base-iri", "https://example.org/kg/")
    text = (tmp_path / "o" / "graph.ttl").read_text("utf-8")
    assert "https://example.org/kg/report/" in text
    assert "<https://w3id.org/fazhi-kg/report/" not in text


def test_extract_gives_facts(kg: Kg, sample: Path) -> None:
    done = kg("extract", sample)
    facts = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert {"document", "entities", "observations", "relations", "problems", "commitments"} <= set(facts)
    assert facts["document"]["year"] == 2023


def test_extract_of_many_is_json_lines(kg: Kg, reports: Path, tmp_path: Path) -> None:
    done = kg("extract", reports, "-o", tmp_path / "facts.jsonl")
    lines = (tmp_path / "facts.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(list(reports.glob("*.txt")))
    assert all(json.loads(line)["document"]["iri"] for line in lines)
    assert done == Done(0, "", f"wrote {tmp_path / 'facts.jsonl'}\n")


def test_extract_goes_on_after_a_bad_file(kg: Kg, mixed: Path) -> None:
    done = kg("extract", mixed)
    assert done.code == 3
    assert len(done.out.splitlines()) == 1
    assert kg("extract", mixed / "empty.txt").code == 1
