"""The notes of a report: each piece of evidence once, numbered as the sentences first ask for it."""

from __future__ import annotations

from kg.report.values import PlaceReport, Quote
from kg.report.words import Line, Part


class Notes:
    """Numbers for quotes: the same words of the same report have one number."""

    def __init__(self, report: PlaceReport, parts: tuple[Part, ...]) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.quotes: list[Quote] = []
        for part in parts:
            for group in part.groups:
                for line in group.lines:
                    self._add_line(line)
            if part.figures:
                for trend in report.trends:
                    self._add(tuple(p.quote for p in trend.points if p.quote is not None))

    def of(self, quotes: tuple[Quote, ...]) -> list[int]:
        """The numbers of quotes, each once, in order."""
        return list(dict.fromkeys(self._numbers[_key(quote)] for quote in quotes))

    def _add_line(self, line: Line) -> None:
        self._add(line.quotes)
        for below in line.below:
            self._add_line(below)

    def _add(self, quotes: tuple[Quote, ...]) -> None:
        for quote in quotes:
            if _key(quote) not in self._numbers:
                self.quotes.append(quote)
                self._numbers[_key(quote)] = len(self.quotes)


def _key(quote: Quote) -> tuple[str, int, int]:
    return quote.report, quote.start, quote.end
