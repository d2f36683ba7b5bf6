"""The details of matched facts: period, subject, baseline and code of the canonical indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.evaluate.names import Item, same_number
from kg.evaluate.tally import Share, Slip

DETAILS = ("period", "about", "baseline", "code", "code_precision")
"""Shares of matched facts. ``code``: of those whose gold has a code, how many got the same one;
``code_precision``: of those that were given a code, how many got that of gold (none is gold's, too)."""


def compare(
    g: Item,
    s: Item,
    *,
    gold_of: Mapping[str, str],
    label: Mapping[str, str],
    shares: Mapping[str, Share],
    coded: bool,
) -> tuple[str, ...]:
    """Count the details of a matched fact; gives what is wrong with them, in words.

    ``gold_of`` leads from extracted entities to gold's, ``label`` from those to their names. Codes count
    only in gold that has codes at all (``coded``).
    """
    notes = []
    for name, right, own, wanted in _details(g, s, gold_of, label, coded):
        note = f"{name} {own or 'none'}, not {wanted or 'none'}"
        start, end = s["span"]
        shares[name].count(right, Slip(f"{g['indicator']} = {g['value']}{g['unit']}: {note}", (start, end)))
        if not right and not (name == "code_precision" and wanted):  # else it is said already
            notes.append(note.replace("_precision", ""))
    return tuple(notes)


def _details(
    g: Item, s: Item, gold_of: Mapping[str, str], label: Mapping[str, str], coded: bool
) -> Iterator[tuple[str, bool, object, object]]:
    """Name, whether it is right, what was extracted, what gold has; of each detail that counts."""
    own, wanted = s.get("period"), g.get("period")
    yield "period", (wanted or "")[:4] == (own or "")[:4], own, wanted
    about = gold_of.get(s.get("about") or "")
    allowed = {g.get("about"), *g.get("about_aka", ())}
    yield "about", about in allowed, label.get(about or ""), label.get(g.get("about") or "")
    if g.get("baseline"):
        base = s.get("baseline") or None
        value, found = g["baseline"].get("value"), base.get("value") if base else None
        yield "baseline", base is not None and same_number(value, found), found, value
    code, expected = s.get("code"), g.get("code")
    if expected:
        yield "code", code == expected, code, expected
    if code and coded:
        yield "code_precision", code == expected, code, expected
