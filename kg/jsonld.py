"""JSON-LD as people read it: compact names from ``ontology/context.jsonld``, one object per thing, sorted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.vocab import PREFIXES

Json = dict[str, Any]
_XSD_STRING = PREFIXES["xsd"] + "string"
_TYPE = PREFIXES["rdf"] + "type"


@cache
def context() -> Json:
    """The JSON-LD context of the graph."""
    data: Json = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))
    found: Json = data["@context"]
    return found


def dump_jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """The union of all graphs as compact JSON-LD that holds its context and fetches nothing."""
    names = _Names(context())
    nodes: dict[str, Json] = {}
    for triple in sorted({quad.triple for quad in quads}, key=str):
        node = nodes.setdefault(_iri(triple.subject), {})
        key, value = names.statement(triple)
        node.setdefault(key, []).append(value)
    graph = [_node(names.compact(iri), node) for iri, node in sorted(nodes.items())]
    text = json.dumps({"@context": context(), "@graph": graph}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode), "the graph has no blank nodes"
    return term.value


def _node(iri: str, statements: Json) -> Json:
    values = {key: found[0] if len(found) == 1 else found for key, found in sorted(statements.items())}
    return {"@id": iri, **values}


class _Names:
    """Compacts IRIs and values by a context of plain terms, each with its IRI and its type or language."""

    def __init__(self, found: Json) -> None:
        self._prefixes = sorted(
            ((iri, name) for name, iri in found.items() if isinstance(iri, str) and iri[-1:] in "/#"),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self._terms = {
            self._expand(about["@id"]): (name, about)
            for name, about in found.items()
            if isinstance(about, dict) and "@id" in about
        }

    def compact(self, iri: str) -> str:
        for start, prefix in self._prefixes:
            # "//" after a colon would read as an absolute IRI.
            if iri.startswith(start) and not iri[len(start) :].startswith("//"):
                return f"{prefix}:{iri[len(start) :]}"
        return iri

    def statement(self, triple: ox.Triple) -> tuple[str, Any]:
        predicate, value = triple.predicate.value, triple.object
        if predicate == _TYPE:
            return "@type", self.compact(_iri(value))
        name, about = self._terms.get(predicate, (self.compact(predicate), {}))
        kind = about.get("@type")
        if not isinstance(value, ox.Literal):
            iri = self.compact(_iri(value))
            return name, iri if kind == "@id" else {"@id": iri}
        if value.language:
            if value.language == about.get("@language"):
                return name, value.value
            return name, {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if kind and kind != "@id" and self._expand(kind) == datatype:
            return name, value.value
        if datatype == _XSD_STRING:
            plain = kind is None and "@language" not in about
            return name, value.value if plain else {"@value": value.value}
        return name, {"@value": value.value, "@type": self.compact(datatype)}

    def _expand(self, curie: str) -> str:
        prefix, colon, local = curie.partition(":")
        if colon and not local.startswith("//"):
            for start, name in self._prefixes:
                if name == prefix:
                    return start + local
        return curie
