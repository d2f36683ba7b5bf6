"""The scores of one report's facts against its gold: entities, numbers, facts, relations.

Optional items are neither rewarded nor punished. The formulas are those of the project's scorer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate import match
from kg.evaluate.names import Item, names, same_number, similar
from kg.evaluate.tally import Share, Tally

DETAILS = ("period", "about", "baseline", "code")

Codes = Callable[[Item], str | None]
"""Tells the canonical indicator's code that a gold observation stands for, or None."""


@dataclass(slots=True)
class Score:
    """Tallies by name (``entity:Policy``, ``number``, ``fact``, ``relation``) and the facts' details."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    details: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in DETAILS})

    def add(self, other: Score) -> None:
        """Take over another report's counts."""
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        for name, share in other.details.items():
            self.details[name].add(share)

    def figures(self) -> dict[str, dict[str, float | int | None]]:
        """All scores by name; ``fact`` carries the shares of matched facts with right details."""
        total = Tally()
        for name, tally in self.tallies.items():
            if name.startswith("entity:"):
                total.add(tally)
        result: dict[str, dict[str, float | int | None]] = {
            name: dict(tally.scores()) for name, tally in sorted(self.tallies.items())
        }
        result["entity"] = dict(total.scores())
        if self.details["period"].of:
            result["fact"].update({name: share.value() for name, share in self.details.items()})
        return result


def score(gold: Mapping[str, Any], system: Mapping[str, Any], *, codes: Codes | None = None) -> Score:
    """Compare extracted facts with gold facts, both in the facts format (offsets into one text)."""
    result = Score()
    gold_of = _entities(gold, system, result)
    _observations(gold, system, gold_of, result, codes or (lambda item: item.get("code")))
    _relations(gold, system, gold_of, result)
    return result


def _entities(gold: Mapping[str, Any], system: Mapping[str, Any], result: Score) -> dict[str, str]:
    gold_of: dict[str, str] = {}
    taken: set[str] = set()
    for item, hit in match.entities(gold["entities"], system.get("entities", [])):
        tally = result.tallies[f"entity:{item['type']}"]
        label = f"{item['type']} {item['name']}"
        if hit is None:
            if not item.get("optional"):
                tally.surplus(label)
            continue
        gold_of[item["id"]] = hit["id"]
        duplicate = hit["id"] in taken
        taken.add(hit["id"])
        if not hit.get("optional"):
            if duplicate:
                tally.surplus(f"{label} (duplicate)")
            else:
                tally.hit()
    for item in gold["entities"]:
        if item["id"] not in taken and not item.get("optional"):
            result.tallies[f"entity:{item['type']}"].miss(f"{item['type']} {item['name']}")
    return gold_of


def _observations(
    gold: Mapping[str, Any], system: Mapping[str, Any], gold_of: dict[str, str], result: Score, codes: Codes
) -> None:
    number, fact = result.tallies["number"], result.tallies["fact"]
    pairs = match.observations(gold["observations"], system.get("observations", []))
    for g, s in pairs:
        if g.get("optional"):
            continue
        number.hit()
        if similar(names(g, "indicator"), names(s, "indicator")):
            fact.hit()
            _details(g, s, gold_of, result.details, codes)
        else:
            fact.miss(_figure(g))
            fact.surplus(_figure(s))
    found = {g["id"] for g, _ in pairs}
    used = {s["id"] for _, s in pairs}
    for tally in (number, fact):
        for g in gold["observations"]:
            if g["id"] not in found and not g.get("optional"):
                tally.miss(_figure(g))
        for s in system.get("observations", []):
            if s["id"] not in used and not s.get("optional"):
                tally.surplus(_figure(s))
    if not (number.tp or number.fp or number.fn):  # a report without numbers has no score for them
        del result.tallies["number"]
    if not (fact.tp or fact.fp or fact.fn):
        del result.tallies["fact"]


def _figure(item: Item) -> str:
    return f"{item['indicator']} = {item['value']}{item['unit']}"


def _details(g: Item, s: Item, gold_of: dict[str, str], details: dict[str, Share], codes: Codes) -> None:
    details["period"].count((g.get("period") or "")[:4] == (s.get("period") or "")[:4])
    allowed = {g.get("about"), *g.get("about_aka", ())}
    details["about"].count(gold_of.get(s.get("about") or "") in allowed)
    if g.get("baseline"):
        own = s.get("baseline") or None
        right = own is not None and same_number(g["baseline"].get("value"), own.get("value"))
        details["baseline"].count(right)
    expected = codes(g)
    if expected is not None:
        details["code"].count(s.get("code") == expected)


def _relations(
    gold: Mapping[str, Any], system: Mapping[str, Any], gold_of: dict[str, str], result: Score
) -> None:
    Key = tuple[str | None, str, str | None]
    wanted: dict[Key, bool] = {
        (r["subject"], r["predicate"], r["object"]): bool(r.get("optional")) for r in gold["relations"]
    }
    label = {e["id"]: e["name"] for e in system.get("entities", [])}
    gold_label = {e["id"]: e["name"] for e in gold["entities"]}
    seen: set[Key] = set()
    tally = Tally()
    for r in system.get("relations", []):
        key: Key = (gold_of.get(r["subject"]), r["predicate"], gold_of.get(r["object"]))
        if key in seen:
            continue
        if key in wanted:
            seen.add(key)
            if not wanted[key]:
                tally.hit()
        elif not r.get("optional"):
            tally.surplus(f"{label.get(r['subject'])} {r['predicate']} {label.get(r['object'])}")
    for key, optional in wanted.items():
        if not optional and key not in seen:
            tally.miss(f"{gold_label[key[0] or '']} {key[1]} {gold_label[key[2] or '']}")
    if tally.tp or tally.fp or tally.fn:
        result.tallies["relation"] = tally
