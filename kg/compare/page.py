"""A comparison as one self-contained HTML page: the plots, and below each the figures with their sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from kg.compare.cells import ABSENT, MEANINGS, Cell, Comparison
from kg.compare.charts import picture


def page(comparison: Comparison) -> str:
    """The page as HTML text; it runs no script and asks for nothing."""
    sections = [
        {
            "code": one.code,
            "name": one.name_zh,
            "name_en": one.name_en,
            "direction": {"higher": "越高越好", "lower": "越低越好"}.get(one.direction, ""),
            "plot": _plot(comparison, one.code),
            "rows": [row(cell) for cell in comparison.of(one.code) if cell.status != ABSENT],
            "absent": _absent(comparison.of(one.code)),
        }
        for one in comparison.indicators
    ]
    html: str = _template().render(sections=sections, meanings=MEANINGS, title=_title(comparison))
    return html


def number(value: Decimal | None) -> str:
    """A figure for reading: groups of three digits, no needless zeros."""
    return "" if value is None else f"{value.normalize():,f}"


def signed(value: Decimal | None) -> str:
    """A change for reading, with its sign."""
    if value is None:
        return ""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{number(abs(value))}"


def marked(sentence: str, exact: str) -> Markup:
    """A sentence with the words that make the statement marked."""
    before, found, after = sentence.partition(exact) if exact else (sentence, "", "")
    if not found:
        return Markup(escape(sentence))
    return Markup("{}<mark>{}</mark>{}").format(before, found, after)


@cache
def _template() -> Any:
    environment = Environment(loader=PackageLoader("kg.compare", "templates"), autoescape=True)
    return environment.get_template("compare.html")


def _plot(comparison: Comparison, code: str) -> Markup:
    # The renderer escapes what it draws: it writes the SVG as XML.
    drawn = picture(comparison, code, format="svg")
    return Markup(drawn.decode()) if drawn else Markup("")


def row(cell: Cell) -> dict[str, Any]:
    """A cell as a page writes it."""
    unit = "" if cell.unit in ("名", "位") else cell.unit
    return {
        "place": cell.place_name,
        "publisher": cell.publisher,
        "year": cell.year,
        "status": cell.status,
        "meaning": MEANINGS[cell.status][0],
        "meaning_en": MEANINGS[cell.status][1],
        "told": cell.value is not None and cell.status != ABSENT,
        "place_iri": cell.place,
        "report_iri": cell.report,
        "value": f"{'约' if cell.approximate else ''}{number(cell.value)}{unit}",
        "change": signed(cell.change),
        "fell": cell.change is not None and cell.change < 0,
        "baseline": number(cell.baseline),
        "reported": number(cell.reported),
        "disagrees": cell.disagrees,
        "rank": f"{cell.rank} / {cell.among}" if cell.rank else "",
        "sentence": marked(cell.sentence, cell.exact),
        "title": cell.title,
        "span": "" if cell.start is None else f"{cell.start}–{cell.end}",
        "others": cell.others,
    }


def _absent(cells: list[Cell]) -> list[str]:
    return [f"{cell.place_name}{cell.year}年" for cell in cells if cell.status == ABSENT]


def _title(comparison: Comparison) -> str:
    names = [one.name_zh for one in comparison.indicators]
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}项指标"
