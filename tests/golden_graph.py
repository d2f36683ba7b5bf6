"""What the tests of the graph share: the gold annotations as extractions, and a store filled from them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from kg.facts import from_facts
from kg.graph import quads, shared_quads
from kg.iri import Names
from kg.model import Document, Extraction, Metadata, Section
from kg.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
NAMES = Names()


def gold_names() -> list[str]:
    """The stems of the reports that have annotations."""
    return sorted(path.stem for path in (ROOT / "data" / "reports").glob("*.txt"))


def figures() -> int:
    """How many observations the annotations hold."""
    return sum(len(extraction(name).observations) for name in gold_names())


@cache
def extraction(name: str) -> Extraction:
    """The annotations of one report as an Extraction, with its text but without sentences."""
    facts = json.loads((ROOT / "data" / "gold" / f"{name}.json").read_text("utf-8"))
    raw = (ROOT / "data" / "reports" / f"{name}.txt").read_bytes()
    text, about = raw.decode("utf-8"), facts["document"]
    metadata = Metadata(
        title=about["title"],
        year=about["year"],
        region=about["region"],
        publisher=about["publisher"],
        published=about["published"],
        source=about["source"],
    )
    sections = (
        Section(0, 0, "other", "", 0, 60),
        Section(1, 1, "achievements", "一、主要举措", 60, len(text)),
    )
    document = Document(
        name, f"{name}.txt", hashlib.sha256(raw).hexdigest(), text, metadata, sections=sections
    )
    return from_facts(facts, document)


def filled(location: Path | None = None, *, names: Names = NAMES, order: int = 1) -> Store:
    """A store with all annotated reports and what they share; ``order`` -1 writes them backwards."""
    store = open_store(location)
    fill(store, names=names, order=order)
    return store


def fill(store: Store, *, names: Names = NAMES, order: int = 1) -> None:
    """Put all annotated reports and what they share into a store."""
    found = [extraction(name) for name in gold_names()[::order]]
    for one in found:
        store.replace(names.report(one), quads(one, names=names))
    store.replace_all(shared_quads(*found, names=names))


def read_and_filled() -> Store:
    """A store in memory with all sample reports as the program itself reads them."""
    from kg.link import extract
    from kg.read import read

    store = open_store(None)
    found = [extract(read(ROOT / "data" / "reports" / f"{name}.txt")) for name in gold_names()]
    for one in found:
        store.replace(NAMES.report(one), quads(one, names=NAMES))
    store.replace_all(shared_quads(*found, names=NAMES))
    return store
