"""Reading word lists: a bad file says which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.lexicon.tables import parts, rows_of


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
