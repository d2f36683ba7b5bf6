"""``kg compare``: an indicator across places and years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, FAILED, Output, Store, store_location
from kg.cli.console import complain, give, manner, say

if TYPE_CHECKING:
    from kg.compare import Comparison

TABLES = ("table", "csv", "tsv", "json", "markdown")
PICTURES = ("svg", "png")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:[-—–/]((?:19|20)\d\d))?")
_SHOWN = ("name", "place", "year", "value", "unit", "change", "rank", "among", "status", "sentence")


def compare(
    indicators: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INDICATOR...", help="Codes, names or phrases of indicators; years are taken as such."
        ),
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="R", help="Only places with this in their name.")
    ] = None,
    year: Annotated[
        list[str] | None, typer.Option("--year", metavar="Y", help="Only this year, or years as 2019-2023.")
    ] = None,
    body: Annotated[
        list[str] | None,
        typer.Option("--body", metavar="NAME", help="Only reports of such bodies, such as 市场监督管理局."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the indicators that the graph states.")] = False,
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join((*TABLES, 'html', *PICTURES))} or parquet. (default: table)",
        ),
    ] = None,
    output: Output = None,
) -> int:
    """Compare indicators across places and years 指标比较, with the sentence behind each figure.

    For example: kg compare 行政复议收案数 legal-aid-cases --year 2022-2023 --format html -o compare.html
    """
    from kg import compare as comparing
    from kg.store import open_store

    words, years = _told_apart(indicators or [], year or [])
    if not list_ and not words:
        raise typer.BadParameter("name an indicator (--list shows those that the graph states)")
    format_ = format_ or ("json" if manner.json else _by_ending(output))
    _known(format_)
    with open_store(store_location(store), read_only=True) as opened:
        if list_:
            give(comparing.stated_indicators(opened).to(format_), output=output)
            return DONE
        codes = list(dict.fromkeys(comparing.choose(word).code for word in words))
        found = comparing.compare(opened, codes, regions=region or (), years=years, bodies=body or ())
    if not any(cell.observation for cell in found.cells):
        complain("no report in the graph states this; kg compare --list shows what is stated")
        return FAILED
    _give(found, format_, output)
    return DONE


def _told_apart(words: list[str], years: list[str]) -> tuple[list[str], list[int]]:
    """Indicators and years: ``--year 2022 2023`` leaves the second year among the indicators."""
    names = [word for word in words if not _YEAR.fullmatch(word)]
    return names, years_of((*years, *(word for word in words if _YEAR.fullmatch(word))), option="--year")


def years_of(texts: Iterable[str], *, option: str) -> list[int]:
    """The years that texts such as 2022 and 2019-2023 name. Raises typer.BadParameter for any other."""
    found: set[int] = set()
    for text in texts:
        match = _YEAR.fullmatch(text)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise typer.BadParameter(
                f"{text!r} is not a year, nor years such as 2019-2023", param_hint=option
            )
        found |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(found)


def _by_ending(output: Path | None) -> str:
    ending = output.suffix.lstrip(".").lower() if output is not None else ""
    return {"md": "markdown"}.get(ending, ending) or "table"


def _known(format_: str) -> None:
    known = (*TABLES, "html", *PICTURES, "parquet")
    if format_ not in known:
        raise typer.BadParameter(
            f"no format {format_!r}; there are {', '.join(known)}", param_hint="--format"
        )


def _give(found: Comparison, format_: str, output: Path | None) -> None:
    from kg import compare as comparing

    if format_ == "html":
        give(comparing.page(found), output=output)
    elif format_ in PICTURES:
        if len(found.indicators) > 1:
            raise typer.BadParameter("a picture shows one indicator; html shows several")
        drawn = comparing.picture(found, found.indicators[0].code, format=format_)
        give(drawn or b"", output=output)
    elif format_ == "parquet":
        from kg.table import parquet

        give(parquet(found.table()), output=output)
    elif format_ == "table":
        give(found.table().only(_SHOWN).to("table"), output=output)
        _explain(found)
    else:
        mark = "\ufeff" if format_ == "csv" and output is not None else ""  # so that Excel reads UTF-8
        give(mark + found.table().to(format_), output=output)


def _explain(found: Comparison) -> None:
    """What the words in the column of status mean, and where two reports disagree."""
    from kg.compare.cells import MEANINGS

    used = {cell.status for cell in found.cells}
    for status, (zh, en) in MEANINGS.items():
        if status in used and status != "stated":
            say(f"{status}: {zh}; {en}")
    for cell in found.cells:
        if cell.disagrees:
            say(
                f"{cell.place_name} {cell.year}: {cell.name} was {cell.baseline} the year before by this report, "
                f"{cell.reported} by that of the year before"
            )
