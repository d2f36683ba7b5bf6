from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import indicators, resources
from kg.errors import VocabularyError


def test_the_turtle_file_is_what_the_table_says() -> None:
    hint = "run: python -c 'from kg import indicators; indicators.write()'"
    assert resources.ontology("indicators.ttl").read_bytes() == indicators.turtle(), hint


def test_all_rows_arrive() -> None:
    assert len(indicators.indicators()) == 142
    assert len(indicators.topics()) == 16
    graph = ox.Store()
    graph.extend(ox.Quad(*triple, ox.DefaultGraph()) for triple in indicators.triples())
    concept = ox.NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    assert len(list(graph.quads_for_pattern(None, None, concept))) == 158


def test_unknown_codes_are_refused() -> None:
    assert indicators.topic_iri("litigation").endswith("/topic/litigation")
    with pytest.raises(VocabularyError, match="no such indicator"):
        indicators.indicator_iri("made-up")
    with pytest.raises(VocabularyError, match="no such topic"):
        indicators.topic_iri("made-up")


def test_a_broader_indicator_is_of_the_same_kind_or_a_count() -> None:
    by_code = {x.code: x for x in indicators.indicators()}
    for x in by_code.values():
        seen = {x.code}
        while x.broader:
            x = by_code[x.broader]
            assert x.code not in seen, f"{x.code} is broader than itself"
            seen.add(x.code)
