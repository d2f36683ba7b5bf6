"""Values as the pages write them: figures, periods, sentences with their quote marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from markupsafe import Markup, escape

from kg.explain import Figure, Quote
from kg.view.figures import describe


def marked(quote: Quote) -> Markup:
    """A sentence with its quote in ``<mark>``, unless the quote is the whole of it."""
    before, words, after = (
        quote.sentence[: quote.start],
        quote.sentence[quote.start : quote.end],
        quote.sentence[quote.end :],
    )
    if not before.strip() and not after.strip():
        return escape(words.strip())
    return Markup("{}<mark>{}</mark>{}").format(before.lstrip(), words, after.rstrip())


def parts(figure: Figure) -> dict[str, Any]:
    """Value, baseline and change of a figure as text, and ``way``: 1 for a rise, -1 for a fall, 0 for neither."""
    return describe(
        {
            "value": figure.value,
            "unit": figure.unit,
            "kind": figure.kind,
            "baseline_value": figure.baseline,
            "change": figure.change,
            "change_unit": figure.change_unit,
            "approximate": figure.approximate,
        }
    )


def span(period: str) -> str:
    """A period as people write it: 2019/2023 → 2019—2023."""
    first, slash, last = period.partition("/")
    return f"{first.strip('.')}—{last.strip('.')}" if slash else period


def anchor(iri: str) -> str:
    """The name of a part within the page of its report."""
    return iri.partition("#")[2]


def grouped(number: int) -> str:
    """A whole number with its thousands told apart."""
    return f"{number:,}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "marked": marked,
    "parts": parts,
    "span": span,
    "anchor": anchor,
    "grouped": grouped,
}
