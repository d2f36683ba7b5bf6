"""What the commands say of all reports together, for the pages: indicators, findings, measures, places.

Everything here runs in a child process; it calls what ``kg compare``, ``kg audit``, ``kg analyse`` and ``kg report`` call.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.analyse import places as groups
from kg.analyse import roles, similar, spread, together
from kg.audit.engine import audit
from kg.audit.folder import cases_of
from kg.compare import Comparison, compare, stated_indicators
from kg.errors import UnknownThing
from kg.model import Finding
from kg.outline import outline
from kg.report import PlaceReport, place_report
from kg.store import Store
from kg.table import Table, parquet

#: The measures that have a page, with the functions that compute them from the outline of the network.
MEASURES = {"spread": spread, "together": together, "places": groups, "similar": similar, "roles": roles}


def stated(store: Store) -> Table:
    """The indicators that the graph states."""
    return stated_indicators(store)


def compared(store: Store, code: str) -> Comparison:
    """One indicator in all places and years. Raises UnknownThing where nothing states it."""
    found = compare(store, [code])
    if not any(cell.observation for cell in found.cells):
        raise UnknownThing("no report in the graph states this", where=code, hint="see /indicators")
    return found


def written(store: Store, code: str, format: str) -> bytes:
    """The cells of an indicator as csv (for Excel) or parquet."""
    table = compared(store, code).table()
    return parquet(table) if format == "parquet" else b"\xef\xbb\xbf" + table.to("csv").encode()


def found(store: Store, folder: str) -> tuple[Finding, ...]:
    """All findings on the reports of an output folder, those of the comparisons included."""
    return audit(cases_of(Path(folder)))


def measured(store: Store, measure: str) -> Table:
    """The table of a measure."""
    measure_of: Any = MEASURES[measure]
    table: Table = measure_of(outline(store))
    return table


def told(store: Store, folder: str, place: str, publisher: str) -> PlaceReport:
    """What the reports of a place say, or those of another body of it than the government."""
    return place_report(store, Path(folder), place, body=publisher)
