"""A report on a place as one self-contained HTML page, and as the part of a page that the web app shows."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.compare.cells import MEANINGS
from kg.report.amounts import change, stated
from kg.report.notes import Notes
from kg.report.plots import spark
from kg.report.values import PlaceReport, Trend
from kg.report.words import VERDICTS, heading, parts

_TOLD = ("stated", "stated-as-none", "next-report-only")


def page(report: PlaceReport) -> str:
    """The page as HTML text: no script, no other file, every word of the reports escaped."""
    html: str = (
        _environment().get_template("report.html").render(title=heading(report), body=Markup(body(report)))
    )
    return html


def body(report: PlaceReport) -> str:
    """What stands between header and footer of a page; it needs the style of ``style()``."""
    found = parts(report)
    notes = Notes(report, found)
    html: str = (
        _environment()
        .get_template("body.html")
        .render(
            title=heading(report),
            parts=found,
            rows=[_row(trend, notes) for trend in report.trends],
            years=report.years,
            numbers=notes.of,
            notes=notes.quotes,
            place=report.place,
        )
    )
    return html


def style() -> str:
    """The CSS of a page and of its body."""
    css: str = _environment().get_template("report.css").render()
    return css


@cache
def _environment() -> Environment:
    loaders = [PackageLoader("kg.report", "templates"), PackageLoader("kg.compare", "templates")]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _row(trend: Trend, notes: Notes) -> dict[str, Any]:
    by_year = {point.year: point for point in trend.points}
    cells = {
        year: {
            "text": stated(trend, point) if point.status in _TOLD else MEANINGS[point.status][0],
            "told": point.status in _TOLD,
            "later": point.status == "next-report-only",
            "notes": notes.of((point.quote,)) if point.quote else [],
        }
        for year, point in by_year.items()
    }
    last = trend.last
    return {
        "name": trend.name,
        "cells": cells,
        "change": change(trend),
        "verdict": trend.verdict,
        "said": VERDICTS[trend.verdict],
        "rank": f"{last.rank}／{last.among}" if last is not None and last.rank else "",
        "plot": spark(trend),
    }
