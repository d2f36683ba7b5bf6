"""Gold files: found, read and checked against the text that they annotate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import GoldError, MissingFile
from kg.indicators import indicators
from kg.vocab import ENTITY_TYPES, KINDS, PREDICATES

FLOORS = "floors.json"
PARTS = ("entities", "observations", "relations")


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, sorted. Raises MissingFile where there are none."""
    if not folder.is_dir():
        raise MissingFile(
            "no such folder", where=str(folder), hint="give a folder of gold files, such as data/gold"
        )
    files = sorted(path for path in folder.glob("*.json") if path.name != FLOORS)
    if not files:
        raise MissingFile(
            "no gold files here", where=str(folder), hint="gold is NAME.json for the report NAME.txt"
        )
    return files


def report_of(folder: Path, stem: str) -> Path:
    """The report that a gold file of this stem annotates. Raises MissingFile."""
    found = sorted(path for path in folder.glob(f"{stem}.*") if path.is_file()) if folder.is_dir() else []
    if not found:
        raise MissingFile(
            "no report for this gold", where=str(folder / stem), hint="name its folder with --reports"
        )
    return found[0]


def read_gold(path: Path) -> dict[str, Any]:
    """The annotation in a file. Raises GoldError where it is not in the facts format."""
    try:
        gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as err:
        raise GoldError(f"not JSON: {err}", where=str(path)) from err
    for part in PARTS:
        if not isinstance(gold, dict) or not isinstance(gold.get(part), list):
            raise GoldError(f"no list of {part}", where=str(path), hint="gold is written in the facts format")
    return gold


def check_gold(gold: Mapping[str, Any], *, length: int, where: str) -> None:
    """Hold an annotation against its text of ``length`` code points; raises GoldError for what it finds.

    Ids are there and used once, what refers to an entity finds one, types, predicates, kinds and codes
    are of the vocabulary, and offsets lie in the text. The message has the first five findings.
    """
    try:
        found = list(_faults(gold, length))
    except (KeyError, TypeError, ValueError) as err:
        raise GoldError(f"an item lacks or mistypes {err}", where=where, hint="see the facts format") from err
    if found:
        more = f"; and {len(found) - 5} more" if len(found) > 5 else ""
        raise GoldError("; ".join(found[:5]) + more, where=where, hint="mend the annotation")


def _faults(gold: Mapping[str, Any], length: int) -> Iterator[str]:
    ids: set[str] = set()
    entities = {item["id"] for item in gold["entities"]}
    for item in (*gold["entities"], *gold["observations"]):
        if item["id"] in ids:
            yield f"{item['id']}: used twice"
        ids.add(item["id"])
    for item in gold["entities"]:
        if item["type"] not in ENTITY_TYPES:
            yield f"{item['id']}: no type {item['type']}"
        if not item["name"]:
            yield f"{item['id']}: no name"
        for span in item["mentions"]:
            yield from _span_faults(item["id"], span, length)
    codes = {indicator.code for indicator in indicators()}
    for item in gold["observations"]:
        if item.get("code") and item["code"] not in codes:
            yield f"{item['id']}: no indicator {item['code']}"
        if item["kind"] not in KINDS:
            yield f"{item['id']}: no kind {item['kind']}"
        for about in (item["about"], *item.get("about_aka", ())):
            if about is not None and about not in entities:
                yield f"{item['id']}: about {about}, which is no entity"
        yield from _span_faults(item["id"], item["span"], length)
    for index, item in enumerate(gold["relations"]):
        name = f"relation {index}"
        if item["predicate"] not in PREDICATES:
            yield f"{name}: no predicate {item['predicate']}"
        for end in ("subject", "object"):
            if item[end] not in entities:
                yield f"{name}: {end} {item[end]} is no entity"
        yield from _span_faults(name, item["span"], length)


def _span_faults(name: str, span: Any, length: int) -> Iterator[str]:
    start, end = span
    if not 0 <= start < end <= length:
        yield f"{name}: offsets {start}-{end} are not in the text of {length} characters"
