"""Statements in the making: relations between draft entities, deduplicated, with the words that make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Relation

if TYPE_CHECKING:
    from kg.link.entities import Draft


@dataclass(slots=True)
class Statements:
    """Relations by subject, predicate and object; the first words that make one are kept."""

    _found: dict[tuple[int, str, int], tuple[Draft, str, Draft, int, int, bool, bool]] = field(
        default_factory=dict
    )

    def add(
        self,
        subject: Draft,
        predicate: str,
        object_: Draft,
        start: int,
        end: int,
        *,
        implicit: bool = False,
        optional: bool = False,
    ) -> None:
        """State it; a firm statement replaces an optional one, never the other way round."""
        if subject is object_:
            return
        optional = optional or (subject.optional and predicate != "located_in") or object_.optional
        key = (id(subject), predicate, id(object_))
        before = self._found.get(key)
        if before is None or (before[6] and not optional):
            self._found[key] = (subject, predicate, object_, start, end, implicit, optional)

    def used(self) -> frozenset[int]:
        """The identities of all drafts that a relation names."""
        return frozenset(i for s, _, o in self._found for i in (s, o))

    def relations(self, ids: dict[int, str]) -> tuple[Relation, ...]:
        """The relations in text order."""
        made = [
            Relation(ids[id(s)], p, ids[id(o)], start, end, implicit, optional)
            for s, p, o, start, end, implicit, optional in self._found.values()
        ]
        return tuple(
            sorted(made, key=lambda r: (r.start, r.end, r.predicate, int(r.subject[1:]), int(r.object[1:])))
        )
