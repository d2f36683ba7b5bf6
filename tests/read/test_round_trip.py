"""One report as a page, a Word file, a PDF and Markdown says what its text says."""

from __future__ import annotations

from pathlib import Path

import pytest
from read.render import VARIANTS, report

from kg.link import extract
from kg.model import Extraction
from kg.read import read, read_bytes

FLOOR = 0.98
NAMES = (
    "duolan-2024", "lanchuan-2023", "lanchuan-market-2023", "linan-2023", "qinghe-2022", "qinghe-2023",
    "shiao-2024", "yuanze-water-2022", "yunling-2023",
)  # fmt: skip


def facts(extraction: Extraction) -> tuple[set[object], set[object], set[object]]:
    """Entities, observations and relations by what they say; where they say it differs."""
    names = {e.id: e.name for e in extraction.entities}
    return (
        {(e.type, e.name) for e in extraction.entities},
        {
            (o.indicator, o.value, o.unit, o.kind, o.period, names.get(o.about or ""), o.change, o.baseline)
            for o in extraction.observations
        },
        {(names[r.subject], r.predicate, names[r.object]) for r in extraction.relations},
    )


def f1(one: set[object], other: set[object]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * len(one & other) / (len(one) + len(other))


def test_all_reports_take_part(reports: Path) -> None:
    assert sorted(path.stem for path in reports.glob("*.txt")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_format_gives_the_facts_of_the_text(name: str, reports: Path) -> None:
    document = read(reports / f"{name}.txt")
    stated = facts(extract(document))
    one = report(reports / f"{name}.txt")
    for variant, (suffix, render) in VARIANTS.items():
        again = read_bytes(render(one), source_name=f"{name}{suffix}")
        assert again.metadata.title == document.metadata.title, variant
        assert again.metadata.year == document.metadata.year, variant
        assert again.metadata.published == document.metadata.published, variant
        scores = [f1(a, b) for a, b in zip(stated, facts(extract(again)), strict=True)]
        assert min(scores) >= FLOOR, (variant, scores)


def test_the_text_of_a_format_read_as_text_is_the_same_document(sample: Path) -> None:
    """What `kg extract --text` and a build write can be read again: offsets and sections hold."""
    one = report(sample)
    for variant, (suffix, render) in VARIANTS.items():
        first = read_bytes(render(one), source_name=f"x{suffix}")
        again = read_bytes(first.text.encode(), source_name="x.txt")
        assert (again.text, again.sections, again.sentences) == (
            first.text,
            first.sections,
            first.sentences,
        ), variant
        assert again.metadata == first.metadata, variant
