"""Texts beside the store: kept to the character, found by the report's file, used only where they fit."""

from __future__ import annotations

from pathlib import Path

from kg import texts
from kg.network import project
from kg.store import Store


def test_a_text_comes_back_to_the_character(tmp_path: Path) -> None:
    text = "甲\r\n乙\u2028丙\ufeff𠀀\ud800 丁\n"
    texts.write(tmp_path / "texts", "某报告", text)
    files = {"urn:r": {"name": "某报告.docx", "sha256": "ab" * 32}}
    assert texts.load(tmp_path / "texts", files) == {"urn:r": text}
    assert texts.beside(tmp_path / "store") == tmp_path / "texts"


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    texts.write(tmp_path, "a", "甲")
    texts.write(tmp_path, f"a-{'b' * 8}", "乙")
    files = {"urn:1": {"name": "a.txt", "sha256": "a" * 64}, "urn:2": {"name": "a.txt", "sha256": "b" * 64}}
    assert texts.load(tmp_path, files) == {"urn:1": "甲", "urn:2": "乙"}


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    files = {"urn:1": {"name": "a.txt", "sha256": "a" * 64}, "urn:2": {"name": "", "sha256": ""}}
    assert texts.load(tmp_path / "none", files) == {}


def test_a_build_keeps_the_text_that_its_evidence_points_into(output: Path, store: Store) -> None:
    network = project(store)
    found = texts.load(output / texts.FOLDER, network.graph["files"])
    assert list(found) == list(network.graph["reports"])
    quotes = [quote for _, data in network.nodes(data=True) for quote in (*data["mentions"], *data["facts"])]
    assert len(quotes) > 100
    for quote in quotes:
        start = quote["start"]
        words = quote["sentence"][quote["quote_start"] : quote["quote_end"]]
        assert found[quote["report"]][start : start + len(words)] == words
