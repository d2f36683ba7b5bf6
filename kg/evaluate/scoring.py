"""The scores of one report's facts against its gold: entities, numbers, facts, relations.

Optional items are neither rewarded nor punished. The formulas are those of the project's scorer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate import match
from kg.evaluate.details import DETAILS, compare
from kg.evaluate.names import Item, names, similar
from kg.evaluate.tally import Share, Tally
from kg.evaluate.verdicts import EXTRA, FOUND, MISSED, OPEN, WRONG, Verdicts

Triple = tuple[str | None, str, str | None]


@dataclass(slots=True)
class Score:
    """Tallies by name (``entity:Policy``, ``number``, ``fact``, ``relation``), the shares of matched
    facts with right details, and the verdict on each item of both sides."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    details: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in DETAILS})
    verdicts: Verdicts = field(default_factory=Verdicts)

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


def score(gold: Mapping[str, Any], system: Mapping[str, Any]) -> Score:
    """Compare extracted facts with gold facts, both in the facts format (offsets into one text)."""
    result = Score()
    gold_of = _entities(gold, system, result)
    _observations(gold, system, gold_of, result)
    _relations(gold, system, gold_of, result)
    return result


def _entities(gold: Mapping[str, Any], system: Mapping[str, Any], result: Score) -> dict[str, str]:
    gold_of: dict[str, str] = {}
    taken: set[str] = set()
    verdicts = result.verdicts
    for index, (item, hit) in enumerate(match.entities(gold["entities"], system.get("entities", []))):
        tally, label = result.tallies[f"entity:{item['type']}"], f"{item['type']} {item['name']}"
        duplicate = hit is not None and hit["id"] in taken
        if hit is not None:
            gold_of[item["id"]] = hit["id"]
            taken.add(hit["id"])
        # What is forgiven: an extra that the extraction itself doubts, whatever falls on a doubt of gold.
        forgiven = item.get("optional") if hit is None else hit.get("optional")
        verdict = FOUND if hit is not None and not duplicate else OPEN if forgiven else EXTRA
        verdicts.system["entities", index] = verdict
        if verdict == EXTRA:
            tally.surplus(f"{label} (duplicate)" if duplicate else label, _first(item))
        elif not forgiven and hit is not None:
            tally.hit()
    for index, item in enumerate(gold["entities"]):
        verdicts.gold["entities", index] = _gold_verdict(item, item["id"] in taken)
        if verdicts.gold["entities", index] == MISSED:
            result.tallies[f"entity:{item['type']}"].miss(f"{item['type']} {item['name']}", _first(item))
    return gold_of


def _observations(
    gold: Mapping[str, Any], system: Mapping[str, Any], gold_of: dict[str, str], result: Score
) -> None:
    number, fact, verdicts = result.tallies["number"], result.tallies["fact"], result.verdicts
    given = system.get("observations", [])
    pairs = match.observations(gold["observations"], given)
    partner = {g["id"]: s["id"] for g, s in pairs}
    for index, g in enumerate(gold["observations"]):
        verdicts.gold["observations", index] = _gold_verdict(g, g["id"] in partner)
    for index, s in enumerate(given):
        verdicts.system["observations", index] = _system_verdict(s, s["id"] in partner.values())
    gold_index, index_of = _indices(gold["observations"]), _indices(given)
    coded = any("code" in g for g in gold["observations"])
    label = {e["id"]: e["name"] for e in gold["entities"]}
    for g, s in pairs:
        if g.get("optional"):
            continue
        number.hit()
        if similar(names(g, "indicator"), names(s, "indicator")):
            fact.hit()
            notes = compare(g, s, gold_of=gold_of, label=label, shares=result.details, coded=coded)
            if notes:
                verdicts.notes[index_of[s["id"]]] = notes
        else:
            fact.miss(figure(g), g["span"])
            fact.surplus(figure(s), s["span"])
            verdicts.gold["observations", gold_index[g["id"]]] = WRONG
            verdicts.system["observations", index_of[s["id"]]] = WRONG
    for tally in (number, fact):
        for g in verdicts.of(gold, "gold", "observations", MISSED):
            tally.miss(figure(g), g["span"])
        for s in verdicts.of(system, "system", "observations", EXTRA):
            tally.surplus(figure(s), s["span"])
    for name in ("number", "fact"):  # a report without numbers has no score for them
        if not (result.tallies[name].tp or result.tallies[name].fp or result.tallies[name].fn):
            del result.tallies[name]


def figure(item: Item) -> str:
    """An observation in short: indicator, value and unit."""
    return f"{item['indicator']} = {item['value']}{item['unit']}"


def _relations(
    gold: Mapping[str, Any], system: Mapping[str, Any], gold_of: dict[str, str], result: Score
) -> None:
    wanted: dict[Triple, Item] = {(r["subject"], r["predicate"], r["object"]): r for r in gold["relations"]}
    label = {e["id"]: e["name"] for e in system.get("entities", [])}
    gold_label = {e["id"]: e["name"] for e in gold["entities"]}
    seen: set[Triple] = set()
    tally, verdicts = Tally(), result.verdicts
    for index, r in enumerate(system.get("relations", [])):
        key: Triple = (gold_of.get(r["subject"]), r["predicate"], gold_of.get(r["object"]))
        verdicts.system["relations", index] = _system_verdict(r, key in wanted)
        if key in wanted and key not in seen:
            seen.add(key)
            if not wanted[key].get("optional"):
                tally.hit()
        if verdicts.system["relations", index] == EXTRA:
            text = f"{label.get(r['subject'])} {r['predicate']} {label.get(r['object'])}"
            tally.surplus(text, r.get("span"))
    for key, r in wanted.items():
        if not r.get("optional") and key not in seen:
            tally.miss(f"{gold_label[key[0] or '']} {key[1]} {gold_label[key[2] or '']}", r.get("span"))
    for index, r in enumerate(gold["relations"]):
        found = (r["subject"], r["predicate"], r["object"]) in seen
        verdicts.gold["relations", index] = _gold_verdict(r, found)
    if tally.tp or tally.fp or tally.fn:
        result.tallies["relation"] = tally


def _gold_verdict(item: Item, found: bool) -> str:
    return FOUND if found else OPEN if item.get("optional") else MISSED


def _system_verdict(item: Item, found: bool) -> str:
    return FOUND if found else OPEN if item.get("optional") else EXTRA


def _indices(items: Sequence[Item]) -> dict[str, int]:
    return {item["id"]: index for index, item in enumerate(items)}


def _first(item: Item) -> Iterable[int] | None:
    mentions: list[list[int]] = item.get("mentions") or []
    return mentions[0] if mentions else None
