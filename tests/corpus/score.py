"""How much of what was put into made-up reports an audit finds, and what it finds besides, rule by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus import Made
from kg.audit.case import Cases, case, cases
from kg.iri import Names
from kg.link import extract
from kg.model import Finding
from kg.read import read_bytes
from kg.table import Table


def read_all(made: Sequence[Made]) -> Cases:
    """The reports as an audit reads them, without files."""
    names = Names()
    return cases(
        case(extract(read_bytes(one.text.encode(), source_name=f"{one.name}.txt")), names=names)
        for one in made
    )


class Score:
    """The codes of findings by report, beside those that a perfect audit would have."""

    def __init__(self, made: Sequence[Made], findings: Sequence[Finding]) -> None:
        self.findings = findings
        self.wanted = Counter((one.name, code) for one in made for code in one.codes)
        self.found = Counter((Path(f.file).stem, f.code) for f in findings)

    def right(self, code: str) -> int:
        """How many findings of a code stand where one was put."""
        return sum((self._of(self.wanted, code) & self._of(self.found, code)).values())

    def precision(self, code: str) -> float:
        """The share of the findings of a code that are right."""
        found = self._of(self.found, code).total()
        return self.right(code) / found if found else 1.0

    def recall(self, code: str) -> float:
        """The share of what was put in that is found."""
        wanted = self._of(self.wanted, code).total()
        return self.right(code) / wanted if wanted else 1.0

    def alarms(self, code: str) -> list[Finding]:
        """The findings of a code in reports that have more of them than were put in."""
        over = self._of(self.found, code) - self._of(self.wanted, code)
        return [f for f in self.findings if f.code == code and (Path(f.file).stem, code) in over]

    @property
    def codes(self) -> list[str]:
        """All codes that were put in or found."""
        return sorted({code for _, code in (*self.wanted, *self.found)})

    def table(self) -> Table:
        """One row for each code."""
        rows = []
        for code in self.codes:
            wanted, found = self._of(self.wanted, code).total(), self._of(self.found, code).total()
            shares = (f"{self.precision(code):.3f}", f"{self.recall(code):.3f}")
            rows.append((code, wanted, found, self.right(code), *shares))
        return Table(("code", "planted", "found", "right", "precision", "recall"), tuple(rows))

    def _of(self, counts: Counter[tuple[str, str]], code: str) -> Counter[tuple[str, str]]:
        return Counter({key: count for key, count in counts.items() if key[1] == code})
