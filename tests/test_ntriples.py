"""Lines of N-Triples beside what the engine writes and reads."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.ntriples import iri_of, lines, literal, literal_of, node, nquads, ntriples, triples, without_graph

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
XSD = "http://www.w3.org/2001/XMLSchema#"


@given(TEXTS, st.sampled_from(["", "zh", "en"]), st.sampled_from(["", XSD + "date", XSD + "token"]))
def test_a_literal_is_spelt_as_the_engine_spells_it(text: str, language: str, datatype: str) -> None:
    datatype = "" if language else datatype
    ours = literal(text, language=language, datatype=datatype)
    kind = ox.NamedNode(datatype) if datatype else None
    theirs = ox.Literal(text, language=language or None, datatype=kind)
    assert ours == str(theirs)
    assert literal_of(ours) == (text, theirs.datatype.value, language)


@given(TEXTS)
def test_statements_go_there_and_back(text: str) -> None:
    line = f"{node('http://x/a')} {node('http://x/p')} {literal(text)}"
    (triple,) = triples([line])
    assert triple.object.value == text
    assert lines([triple]) == [line]
    document = ntriples([line])
    quads = nquads(document, "http://x/g")
    (quad,) = ox.parse(quads, format=ox.RdfFormat.N_QUADS)
    assert without_graph(quads, "http://x/g") == document
    assert lines([quad]) == [line] and quad.graph_name == ox.NamedNode("http://x/g")


def test_an_iri_is_told_from_a_literal() -> None:
    assert iri_of(node("http://x/a")) == "http://x/a"
    assert iri_of(literal("<http://x/a>")) == ""


def test_every_escape_of_the_language_is_read() -> None:
    assert literal_of(r'"\t\b\n\r\f\"\'\\\u4E2D\U0001F600"@zh').value == "\t\b\n\r\f\"'\\中😀"
