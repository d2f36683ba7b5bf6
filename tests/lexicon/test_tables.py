"""Reading word lists: a bad file says which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.lexicon.tables import LISTS, WITHOUT, listed_names, parts, rows, rows_of


def test_rows_without_the_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('name,aka\n财政局,\n"一、二",三|四\n', encoding="utf-8")
    assert rows_of(path, columns=("name", "aka")) == [["财政局", ""], ["一、二", "三|四"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "list.csv: unexpected header (columns are name,aka)"),
        ("name,other\n", "list.csv: unexpected header (columns are name,aka)"),
        ("name,aka\na,b\nc\n", "list.csv:3: 1 fields, not 2 (quote fields that hold a comma)"),
    ],
)
def test_a_bad_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as error:
        rows_of(path, columns=("name", "aka"))
    assert str(error.value) == message


def test_parts() -> None:
    assert parts("") == ()
    assert parts("一|二") == ("一", "二")


def test_rows_can_be_left_out_for_measuring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ("title", "aka", "type")
    every = rows("laws.csv", columns=columns)
    path = tmp_path / "without.txt"
    path.write_text(f"{every[0][0]}\n{every[2][0]}\n", encoding="utf-8")
    monkeypatch.setenv(WITHOUT, str(path))
    assert rows("laws.csv", columns=columns) == [every[1], *every[3:]]
    units = ("unit", "kind", "suffix")
    path.write_text(rows("units.csv", columns=units)[0][0], encoding="utf-8")
    assert rows("units.csv", columns=units)[0][0] == path.read_text("utf-8")  # only lists of names
    monkeypatch.setenv(WITHOUT, str(tmp_path / "none"))
    with pytest.raises(VocabularyError, match="unset KG_WITHOUT"):
        rows("laws.csv", columns=columns)


def test_the_names_of_all_lists() -> None:
    names = listed_names()
    assert len(names) > 1000 and len(LISTS) == 3
    assert ("中华人民共和国宪法", "宪法") in names
