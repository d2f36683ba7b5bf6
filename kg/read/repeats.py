"""A page that holds its report twice: where the second printing begins and ends."""

from __future__ import annotations

from kg.model import Aside
from kg.read.lines import Line
from kg.read.masthead import is_title

_LONG = 30
_SHARE = 0.6


def find_repetition(page: list[Line], size: int) -> Aside | None:
    """The stretch that repeats what stands before it, from its masthead on, or None.

    Long lines decide: where at least three fifths of the characters from a repeated line on
    were printed before, the rest of the page is a repetition.
    """
    seen: dict[str, int] = {}
    start = None
    repeated = total = 0
    for i, line in enumerate(page):
        if len(line.text) < _LONG:
            continue
        again = line.text in seen
        seen.setdefault(line.text, i)
        if start is None and again:
            start = i
        if start is not None:
            total += len(line.text)
            repeated += len(line.text) if again else 0
    if start is None or repeated < _SHARE * total or repeated < 200:
        return None
    titles = [i for i in range(start) if is_title(page[i])]
    first_body = seen[page[start].text]
    begin = next((i for i in reversed(titles) if i > first_body), start)
    return Aside(page[begin].start, size, "repetition")
