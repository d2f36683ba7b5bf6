"""The closed vocabulary: every term of ours that may enter the graph.

A test compares these names with ``ontology/kg.ttl``, in both directions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from rdflib import Namespace

    KG: Namespace

DEFAULT_BASE: Final = "https://w3id.org/fazhi-kg/"

PREFIXES: Final[dict[str, str]] = {
    "kg": "https://w3id.org/fazhi-kg/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "qb": "http://purl.org/linked-data/cube#",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "indicator": "https://w3id.org/fazhi-kg/indicator/",
    "topic": "https://w3id.org/fazhi-kg/topic/",
}

ENTITY_TYPES: Final = ("Institution", "Region", "Reform", "Policy", "Person", "Recognition")

PREDICATES: Final[dict[str, str]] = {
    "issues": "kg:issues",
    "implements": "kg:implements",
    "complies_with": "kg:compliesWith",
    "provides_for": "kg:providesFor",
    "establishes": "kg:establishes",
    "part_of": "org:subOrganizationOf",
    "oversees": "kg:oversees",
    "delegates_to": "kg:delegatesTo",
    "receives": "kg:receives",
    "conferred_by": "kg:conferredBy",
    "located_in": "kg:locatedIn",
}

SECTION_ROLES: Final = ("achievements", "problems", "leadership-duty", "plan", "other")
ASIDE_REASONS: Final = ("masthead", "navigation", "repetition", "attachment")
KINDS: Final = ("count", "rate", "ratio", "rank", "money", "multiple", "score")
POLICY_TYPES: Final = (
    "law", "regulation", "rule", "plan", "opinion", "measures", "list", "agreement",
    "standard", "key-points", "normative-document", "guidance",
)  # fmt: skip
ENTITY_PROPERTIES: Final = ("division", "post", "document_number", "policy_type", "place", "level", "local")

CLASSES: Final = (
    *ENTITY_TYPES, "Report", "Section", "Problem", "Cause", "Commitment", "Indicator", "Topic",
    "Observation", "Baseline", "Claim", "Evidence",
)  # fmt: skip
RELATIONS: Final = tuple(p.removeprefix("kg:") for p in PREDICATES.values() if p.startswith("kg:"))
PROPERTIES: Final = (
    *RELATIONS, "about", "approximate", "baseline", "cause", "change", "changeUnit", "direction",
    "divisionLevel", "documentNumber", "evidence", "fileName", "from", "heading", "implicit",
    "indicator", "kind", "label", "level", "mention", "order", "period", "policyType", "post",
    "publishedAt", "region", "role", "section", "sentence", "sentenceStart", "sha256", "text", "to",
    "toolVersion", "topic", "unit", "value", "written", "year",
)  # fmt: skip
INDIVIDUALS: Final = ("indicators", "topics", "structure", "changeStructure")


def __getattr__(name: str) -> Namespace:
    """``KG``, the ontology as a namespace of rdflib's, which comes on first use: it takes longer than a query."""
    if name == "KG":
        from rdflib import Namespace

        return Namespace(PREFIXES["kg"])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def expand(curie: str) -> str:
    """The IRI of a prefixed name. Raises VocabularyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    try:
        return PREFIXES[prefix] + local
    except KeyError as err:
        known = ", ".join(sorted(PREFIXES))
        raise VocabularyError(f"unknown prefix {prefix!r}", where=curie, hint=f"known: {known}") from err


def predicate(name: str) -> str:
    """The IRI of a relation's predicate. Raises VocabularyError for one we do not have."""
    try:
        return expand(PREDICATES[name])
    except KeyError as err:
        raise VocabularyError(
            "no such predicate", where=name, hint=f"one of {', '.join(PREDICATES)}"
        ) from err
