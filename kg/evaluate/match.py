"""Which extracted item stands for which gold item."""

from __future__ import annotations

from collections.abc import Sequence

from kg.evaluate.names import Item, fold, names, overlap, same_number, similarity, unit


def entities(gold: Sequence[Item], system: Sequence[Item]) -> list[tuple[Item, Item | None]]:
    """Each extracted entity with the gold entity that it names, or None.

    A gold entity that nothing has taken yet goes first, then one whose canonical name is shared; so a
    second entity of the same name falls on a taken one and shows as a duplicate.
    """
    by_name: dict[tuple[str, str], list[int]] = {}
    for index, item in enumerate(gold):
        for name in names(item):
            by_name.setdefault((item["type"], name), []).append(index)
    taken: set[int] = set()
    pairs: list[tuple[Item, Item | None]] = []
    for item in system:
        own = names(item)
        fits = sorted({index for name in own for index in by_name.get((item["type"], name), ())})
        fits.sort(key=lambda index: (index in taken, fold(gold[index]["name"]) not in own))
        if fits:
            taken.add(fits[0])
        pairs.append((item, gold[fits[0]] if fits else None))
    return pairs


def observations(gold: Sequence[Item], system: Sequence[Item]) -> list[tuple[Item, Item]]:
    """The pairs (gold, extracted) with equal value and unit in overlapping spans, best indicator first.

    Each item is in one pair at most: where several numbers share a span, the indicators decide.
    """
    candidates = [
        (-similarity(names(g, "indicator"), names(s, "indicator")), g["id"], s["id"], g, s)
        for s in system
        for g in gold
        if same_number(g["value"], s["value"])
        and unit(g["unit"]) == unit(s["unit"])
        and overlap(g["span"], s["span"])
    ]
    used_gold: set[str] = set()
    used_system: set[str] = set()
    pairs: list[tuple[Item, Item]] = []
    for _, gold_id, system_id, g, s in sorted(candidates, key=lambda row: row[:3]):
        if gold_id in used_gold or system_id in used_system:
            continue
        used_gold.add(gold_id)
        used_system.add(system_id)
        pairs.append((g, s))
    return pairs
