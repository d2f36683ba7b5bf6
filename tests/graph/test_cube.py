"""The integrity constraints of the RDF Data Cube Vocabulary, section 11.1, on the normalised graph.

Constraints on slices and hierarchical code lists (IC-7 to IC-10, IC-18 to IC-21) and on measure dimensions
(IC-15 to IC-17) have nothing to bite on here: we have neither, which a test asserts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.store import Store, open_store
from tests.golden_graph import figures, filled

# Section 10: the closure that the constraints expect, for the abbreviations that we use.
NORMALISE = """PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT { ?spec qb:componentProperty ?p . ?p a qb:DimensionProperty } WHERE { ?spec qb:dimension ?p } ;
INSERT { ?spec qb:componentProperty ?p . ?p a qb:MeasureProperty } WHERE { ?spec qb:measure ?p } ;
INSERT { ?spec qb:componentProperty ?p . ?p a qb:AttributeProperty } WHERE { ?spec qb:attribute ?p }
"""

VIOLATED = {
    "IC-1 unique data set": """{ ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?dataset1 } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?dataset1, ?dataset2 . FILTER(?dataset1 != ?dataset2) }""",
    "IC-2 unique DSD": """{ ?dataset a qb:DataSet . FILTER NOT EXISTS { ?dataset qb:structure ?dsd } }
        UNION { ?dataset a qb:DataSet ; qb:structure ?dsd1, ?dsd2 . FILTER(?dsd1 != ?dsd2) }""",
    "IC-3 DSD includes measure": """?dsd a qb:DataStructureDefinition .
        FILTER NOT EXISTS { ?dsd qb:component [qb:componentProperty [a qb:MeasureProperty]] }""",
    "IC-4 dimensions have range": "?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?dim rdfs:range [] }",
    "IC-5 concept dimensions have code lists": """?dim a qb:DimensionProperty ; rdfs:range skos:Concept .
        FILTER NOT EXISTS { ?dim qb:codeList [] }""",
    "IC-6 only attributes may be optional": """?dsd qb:component ?spec .
        ?spec qb:componentRequired "false"^^xsd:boolean ; qb:componentProperty ?component .
        FILTER NOT EXISTS { ?component a qb:AttributeProperty }""",
    "IC-11 all dimensions required": """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
        ?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?obs ?dim [] }""",
    "IC-13 required attributes": """?obs qb:dataSet/qb:structure/qb:component ?component .
        ?component qb:componentRequired "true"^^xsd:boolean ; qb:componentProperty ?attr .
        FILTER NOT EXISTS { ?obs ?attr [] }""",
    # Ours may be both an attribute and a measure, so the component says which it is in this structure.
    "IC-14 all measures present": """?obs qb:dataSet/qb:structure ?dsd .
        FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty qb:measureType }
        ?dsd qb:component/qb:measure ?measure . FILTER NOT EXISTS { ?obs ?measure [] }""",
}


@pytest.fixture(scope="module")
def cube() -> Iterator[Store]:
    with filled() as store:
        store.inner.update(NORMALISE)
        yield store


@pytest.mark.parametrize("name", VIOLATED)
def test_constraint(cube: Store, name: str) -> None:
    assert not bool(cube.query(f"ASK {{ {VIOLATED[name]} }}"))


def test_ic_12_no_duplicate_observations(cube: Store) -> None:
    # The W3C's query compares all pairs; grouping by the dimensions' values says the same in less time.
    query = """ASK { SELECT ?dataset { ?obs qb:dataSet ?dataset ; kg:region ?a ; kg:label ?b ; kg:order ?c }
        GROUP BY ?dataset ?a ?b ?c HAVING(COUNT(DISTINCT ?obs) > 1) }"""
    assert not bool(cube.query(query))
    dimensions = cube.query(
        "SELECT DISTINCT ?d { ?dsd a qb:DataStructureDefinition ; qb:component/qb:dimension ?d }"
    )
    assert sorted(str(row["d"].value).partition("#")[2] for row in dimensions) == ["label", "order", "region"]


def test_there_is_something_to_constrain(cube: Store) -> None:
    rows = next(iter(cube.query("SELECT (COUNT(*) AS ?n) { ?o a qb:Observation }")))
    assert int(rows["n"].value) == figures() > 400
    assert not bool(
        cube.query("ASK { { ?s a qb:Slice } UNION { ?s qb:codeList ?l } UNION { ?s qb:measureType ?m } }")
    )


def test_the_constraints_bite() -> None:
    with open_store(None) as store:
        store.inner.update("INSERT DATA { <a:o> a <http://purl.org/linked-data/cube#Observation> }")
        assert bool(store.query(f"ASK {{ {VIOLATED['IC-1 unique data set']} }}"))
