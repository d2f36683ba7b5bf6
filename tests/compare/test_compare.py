from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.compare import choose, compare, stated_indicators
from kg.errors import QueryError, UnknownThing, VocabularyError
from kg.graph import quads, shared_quads
from kg.indicators import indicators
from kg.store import Store, open_store
from kg.table import parquet
from tests.documents import extracted
from tests.golden_graph import NAMES, read_and_filled

RECEIVED = "administrative-reconsideration-received"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with read_and_filled() as opened:
        yield opened


def gold_figures(gold: Path, name: str) -> dict[str, dict[str, Any]]:
    """The firm figures of a gold report by code, where a code stands for one value."""
    facts = json.loads((gold / f"{name}.json").read_text("utf-8"))
    found: dict[str, dict[str, Any]] = {}
    for figure in facts["observations"]:
        code = figure.get("code")
        own_year = figure.get("period") == str(facts["document"]["year"])
        if code and own_year and figure["value"] is not None and not figure.get("optional"):
            found.setdefault(code, figure)
    return found


def test_the_trend_of_every_figure_that_both_years_state(store: Store, gold: Path) -> None:
    before, now = gold_figures(gold, "qinghe-2022"), gold_figures(gold, "qinghe-2023")
    both = sorted(code for code in before.keys() & now.keys() if before[code]["unit"] == now[code]["unit"])
    assert len(both) >= 20
    found = compare(store, both, regions=["青禾区"], years=[2022, 2023])
    changes = {cell.indicator: cell.change for cell in found.cells if cell.year == 2023}
    expected = {c: Decimal(str(now[c]["value"])) - Decimal(str(before[c]["value"])) for c in both}
    assert changes == expected


def test_two_reports_that_say_different_things_of_one_year(store: Store) -> None:
    (cell,) = compare(store, [RECEIVED], regions=["青禾区"], years=[2023]).cells
    assert (cell.value, cell.reported, cell.baseline, cell.change) == (274, 186, 168, 88)
    assert cell.disagrees and "比2022年的168件" in cell.sentence and cell.exact in cell.sentence


def test_what_is_not_there_is_told_apart(store: Store) -> None:
    cells = compare(store, [RECEIVED], years=[2021, 2022, 2023, 2024]).cells
    by = {(cell.place_name, cell.year): cell.status for cell in cells}
    assert by["澜川市", 2022] == "next-report-only"  # the report of 2023 gives it as its baseline
    assert by["澜川市", 2021] == "no-report"
    assert by["朵兰彝族自治州", 2024] == "not-stated"
    assert by["青禾区", 2022] == by["青禾区", 2023] == "stated"
    assert all(cell.value is None for cell in cells if cell.status in ("no-report", "not-stated"))


def filled(*said: tuple[str, int, str]) -> Store:
    """A store with one small report for each place, year and sentence."""
    store = open_store(None)
    for place, year, sentence in said:
        one = extracted(sentence, title=f"{place}人民政府{year}年法治政府建设年度报告")
        store.replace(NAMES.report(one), quads(one, names=NAMES))
    store.replace_all(shared_quads(names=NAMES))
    return store


def test_a_zero_and_a_bare_change_are_statements() -> None:
    said = ("河口县", 2022, "办理法律援助案件0件。"), ("河口县", 2023, "法律援助案件同比增长12%。")
    with filled(*said) as made:
        found = {cell.year: cell for cell in compare(made, ["legal-aid-cases"]).cells}
    assert (found[2022].status, found[2022].value) == ("stated-as-none", 0)
    assert (found[2023].status, found[2023].value) == ("change-only", None)


def test_ranks_stay_within_a_level_and_a_kind_of_body(store: Store) -> None:
    cells = compare(store, [RECEIVED], years=[2023]).cells
    ranks = {cell.place_name: (cell.rank, cell.among) for cell in cells if cell.value is not None}
    assert ranks["临安区"] == (1, 2) and ranks["青禾区"] == (2, 2)
    assert ranks["云岭省"] == ranks["澜川市"] == (None, None)


def test_the_best_comes_first_in_the_direction_of_the_indicator() -> None:
    loss = "administrative-litigation-loss-rate"
    assert {one.code: one.direction for one in indicators()}[loss] == "lower"
    rates = {"河口县": 7, "山前县": 3, "石门县": 5}
    with filled(*((place, 2023, f"行政诉讼败诉率为{rate}%。") for place, rate in rates.items())) as made:
        ranks = {cell.value: cell.rank for cell in compare(made, [loss]).cells}
    assert ranks == {3: 1, 5: 2, 7: 3}


def test_indicators_are_named_as_people_would(store: Store) -> None:
    assert choose(RECEIVED).code == choose("收到行政复议申请").code == RECEIVED
    with pytest.raises(UnknownThing, match="did you mean head-court-appearance-rate"):
        choose("head-court-appearence-rate")
    with pytest.raises(UnknownThing, match="say which"):
        choose("行政复议")
    with pytest.raises(VocabularyError):
        compare(store, ["no-such-code"])
    listed = stated_indicators(store)
    assert RECEIVED in {row[0] for row in listed.rows}
    places = [row[5] for row in listed.rows]
    assert places == sorted(places, reverse=True)  # type: ignore[type-var]


def test_the_table_goes_to_pandas(store: Store, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    table = compare(store, [RECEIVED], years=[2022, 2023]).table()
    file = tmp_path / "figures.parquet"
    file.write_bytes(parquet(table))
    frame = pandas.read_parquet(file)
    assert len(frame) == len(table)
    assert frame.loc[(frame.place == "青禾区") & (frame.year == 2023), "value"].item() == 274


def test_columns_are_chosen_by_name(store: Store) -> None:
    table = compare(store, [RECEIVED], regions=["青禾区"]).table()
    assert table.only(("year", "value")).rows == ((2022, 186), (2023, 274))
    with pytest.raises(QueryError, match="no such column"):
        table.only(("colour",))
