"""``kg report``: what the reports of one place say over some years, each sentence with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, Output, Store, store_location
from kg.cli.compare import years_of
from kg.cli.console import as_json, complain, give, manner

if TYPE_CHECKING:
    from kg.report import PlaceReport

FORMATS = ("markdown", "html", "json")
_ENDINGS = {".html": "html", ".htm": "html", ".json": "json"}


def report(
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="A place, or a body by its whole name, such as 某区司法局.")
    ],
    years: Annotated[
        list[str] | None,
        typer.Option("--years", "--year", metavar="Y", help="These years, such as 2022-2023. (default: all)"),
    ] = None,
    body: Annotated[
        str,
        typer.Option(
            "--body",
            metavar="NAME",
            help="A body of the place, such as 市场监督管理局. (default: the government)",
        ),
    ] = "",
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}. (default: by FILE, else markdown)"
        ),
    ] = None,
    output: Output = None,
) -> int:
    """Report on a place 地方报告: changes, figures, reforms, promises, findings, each with its sentence.

    For example: kg report 某区 --years 2022-2023 -o report.html
    """
    wanted = years_of(years or [], option="--years")
    chosen = format_ or ("json" if manner.json else _by_ending(output))
    if chosen not in FORMATS:
        raise typer.BadParameter(
            f"no format {chosen!r}; there are {', '.join(FORMATS)}", param_hint="--format"
        )
    found = _made(store_location(store), place, wanted, body)
    for year in found.absent:
        complain(f"warning: there is no report of {year}")
    give(_rendered(found, chosen), output=output)
    return DONE


def _by_ending(output: Path | None) -> str:
    return _ENDINGS.get(output.suffix.lower(), "markdown") if output is not None else "markdown"


def _made(location: str, place: str, years: list[int], body: str) -> PlaceReport:
    from kg.errors import StoreError
    from kg.report import place_report
    from kg.store import open_store

    if "://" in location:
        hint = "give the folder that `kg build` wrote; the texts of the reports lie there"
        raise StoreError("a report on a place needs the texts of its reports", where=location, hint=hint)
    with open_store(location, read_only=True) as opened:
        return place_report(opened, Path(location).parent, place, years=years, body=body)


def _rendered(found: PlaceReport, format_: str) -> str:
    if format_ == "json":
        from dataclasses import asdict

        return as_json(_plain(asdict(found)))
    from kg.report import markdown, page

    return page(found) if format_ == "html" else markdown(found)


def _plain(value: object) -> object:
    """Numbers as JSON has no exact ones: decimals become text."""
    from decimal import Decimal

    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value
