"""Places in a report's graph: their codes, their names and what they lie in, up to the province."""

from __future__ import annotations

from kg.graph.terms import plain, zh
from kg.graph.writer import Writer
from kg.model import Entity
from kg.ntriples import Term, node

_UNKNOWN = "未知地区"  # a data cube wants a place for each figure, known or not


class Places:
    """The places that one report speaks of; writes each once, with all that it lies in."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._written: set[str] = set()
        self._codes: dict[str, str] = {}
        self._iris: dict[str, str] = {}
        for entity in writer.extraction.entities:
            place, division = entity.get("place"), entity.get("division")
            if entity.type == "Region":
                self._iris.setdefault(place or entity.name, writer.entity_iris[entity.id])
            if place and division:
                for path, code in _codes(place, division):
                    self._codes.setdefault(path, code)

    def of(self, entity: Entity) -> Term | None:
        """The place that an entity belongs to, written if it is new; None where none is known."""
        place, division = entity.get("place"), entity.get("division")
        if entity.type == "Region":
            return self.write(place or entity.name, division)
        if not place:
            return node(self._writer.names.place(division=division)) if division else None
        return self.write(place, division)

    def of_report(self) -> Term:
        """The place that the report speaks for."""
        extraction = self._writer.extraction
        for entity in extraction.entities:
            if entity.id == extraction.region:
                return node(self._writer.entity_iris[entity.id])
        for entity in extraction.entities:
            if entity.id == extraction.publisher and (known := self.of(entity)) is not None:
                return known
        return self.write(extraction.document.metadata.region or _UNKNOWN, None)

    def write(self, place: str, division: str | None) -> Term:
        """A place by its path, with its name, its code and what it lies in."""
        writer = self._writer
        code = division or self._codes.get(place)
        iri = self._iris.get(place) or writer.names.place(division=code, place=place)
        if iri in self._written:
            return node(iri)
        self._written.add(iri)
        parent, _, name = place.rpartition("/")
        writer.type(iri, "Region")
        writer.label(iri, name)
        if code:
            writer.add(iri, "skos:notation", plain(code))
        if parent:
            writer.add(iri, "skos:altLabel", zh(place.replace("/", "")))
            writer.add(iri, "schema:containedInPlace", self.write(parent, self._codes.get(parent)))
        return node(iri)


def _codes(place: str, division: str) -> list[tuple[str, str]]:
    """The codes of a place and of all it lies in: the last two digits count districts, and so on up."""
    steps = place.split("/")
    if len(steps) > 3:
        return []
    found = [(place, division)]
    for depth in range(len(steps) - 1, 0, -1):
        found.append(("/".join(steps[:depth]), division[: 2 * depth].ljust(6, "0")))
    return found
