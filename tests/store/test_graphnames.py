from __future__ import annotations

import pytest

from kg.store.graphnames import graph_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { ?s ?p ?o }", ()),
        ("SELECT * FROM <a:g> FROM NAMED <a:h> { GRAPH ?g { ?s ?p 'FROM <a:x>' } # FROM <a:y>\n}",
         (("FROM", "a:g"), ("NAMED", "a:h"))),
        (r"SELECT * FROM <\u0061:g> { GRAPH kg:x { ?s a kg:Report } }",
         (("FROM", "a:g"), ("GRAPH", "https://w3id.org/fazhi-kg/ontology#x"))),
        (r"PREFIX p: <a:b> SELECT * FROM p:c\-d {}", (("FROM", "a:bc-d"),)),
        ("BASE <http://a.example/x/> PREFIX p: <y#> SELECT * FROM <../z> FROM p:c {}",
         (("FROM", "http://a.example/z"), ("FROM", "http://a.example/x/y#c"))),
        ("SELECT * FROM <g> {}", (("FROM", "http://base.example/g"),)),
        ("WITH <a:1> DELETE { ?s ?p ?o } USING <a:2> WHERE { ?s ?p ?o } ; MOVE SILENT <a:3> TO <a:4> ; DROP GRAPH <a:5>",
         (("WITH", "a:1"), ("USING", "a:2"), ("SILENT", "a:3"), ("TO", "a:4"), ("GRAPH", "a:5"))),
        ("SELECT * FROM p:unknown {}", ()),
    ],
)  # fmt: skip
def test_graphs_are_named_in_full(text: str, names: tuple[tuple[str, str], ...]) -> None:
    assert graph_names(text, base_iri="http://base.example/doc") == names
