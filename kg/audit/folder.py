"""Cases out of an output folder: the facts and texts that a build left there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg import texts
from kg.audit.case import Case, Cases, cases
from kg.errors import GoldError, StoreError
from kg.facts import from_facts
from kg.read import read_bytes

_FACTS = "facts"


def cases_of(folder: Path, *, names: Iterable[str] | None = None) -> Cases:
    """All reports of an output folder, or those whose facts go by one of ``names`` (without the ending).

    Raises StoreError where it holds no reports or lacks a text, GoldError for facts that do not fit.
    """
    if names is None:
        files = sorted((folder / _FACTS).glob("*.json"))
    else:
        files = [file for name in sorted(set(names)) if (file := folder / _FACTS / f"{name}.json").is_file()]
    if not files:
        hint = "build it with `kg build PATH`, or give the reports themselves"
        raise StoreError("no facts of reports here", where=str(folder), hint=hint)
    return cases(_case(folder, file) for file in files)


def _case(folder: Path, file: Path) -> Case:
    text = texts.path(folder / texts.FOLDER, file.stem)
    try:
        data, raw = json.loads(file.read_text("utf-8")), text.read_bytes()
        document = read_bytes(raw, source_name=text.name)
        return Case(data["document"]["iri"], from_facts(data, document), str(text))
    except OSError as err:
        hint = "build the folder again with this version of kg"
        raise StoreError("the text of a report is not there", where=str(text), hint=hint) from err
    except (ValueError, KeyError, TypeError) as err:
        raise GoldError(f"not facts: {err!r}", where=str(file), hint="build the folder again") from err
