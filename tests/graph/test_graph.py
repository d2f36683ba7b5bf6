from __future__ import annotations

import dataclasses
import subprocess
import sys
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.graph import quads, shared_quads
from kg.graph.terms import decimal, moment, term
from kg.graph.writer import around
from kg.iri import Names
from kg.model import (
    Document,
    Entity,
    Extraction,
    Item,
    Metadata,
    Observation,
    Relation,
    Section,
    Sentence,
    Span,
)
from kg.ntriples import literal_of, ntriples
from kg.store import open_store
from tests.golden_graph import NAMES, ROOT, extraction, gold_names

TEXT = "一、成效\n甲区司法局印发《办法》,办结案件52件。问题是人手不足,编制少。"
SECTIONS = (Section(1, 1, "achievements", "一、成效", 0, len(TEXT)),)
SENTENCES = (Sentence(0, 5, 1), Sentence(5, 25, 1), Sentence(25, len(TEXT), 1))


def small(**changes: object) -> Extraction:
    metadata = Metadata("题", 2023, "甲区", "甲区司法局", "2024-01-02", "2024-01-02T03:04:05", "办公室")
    document = Document("x", "x.txt", "a" * 64, TEXT, metadata, SECTIONS, SENTENCES)
    place = (("division", "330112"), ("place", "某省/乙市/甲区"))
    entities = (
        Entity("e1", "Region", "甲区", (), (Span(5, 7),), properties=(*place, ("level", "county"))),
        Entity(
            "e2",
            "Institution",
            "甲区司法局",
            ("区司法局",),
            (Span(5, 10),),
            False,
            (*place, ("local", "司法局")),
        ),
        Entity("e3", "Policy", "办法", (), (Span(13, 15),), properties=(("policy_type", "measures"),)),
    )
    figure = Observation(
        "o1", "办结案件数", Decimal("52.0"), "件", "count", 17, 24, "52件", "2023", "e2",
        code="administrative-reconsideration-concluded",
    )  # fmt: skip
    found = Extraction(
        document, entities, (figure,), (Relation("e2", "issues", "e3", 5, 16),),
        (Item("人手不足", 28, 32, "personnel", (Item("编制少", 33, 36),)),), (), "e1", "e2", (Item("少", 35, 36),),
    )  # fmt: skip
    return dataclasses.replace(found, **changes)  # type: ignore[arg-type]


def ask(found: Extraction, pattern: str) -> bool:
    with open_store(None) as store:
        store.replace(NAMES.report(found), quads(found, names=NAMES))
        return bool(store.query(f"BASE <https://w3id.org/fazhi-kg/> ASK {{ {pattern} }}"))


R = "<report/330112/司法局/2023>"


@pytest.mark.parametrize(
    "pattern",
    [
        f'{R} a kg:Report, prov:Entity ; dcterms:title "题"@zh ; kg:year "2023"^^xsd:gYear ; kg:region <place/330112>',
        f'{R} dcterms:issued "2024-01-02"^^xsd:date ; kg:publishedAt "2024-01-02T03:04:05"^^xsd:dateTime',
        f'{R} dcterms:publisher <institution/330112/司法局> ; kg:fileName "x.txt" ; dcterms:source "办公室"@zh',
        '<place/330112> skos:notation "330112" ; schema:containedInPlace <place/330100> ; skos:prefLabel "甲区"@zh',
        '<place/330100> schema:containedInPlace <place/330000> ; skos:prefLabel "乙市"@zh ; a kg:Region',
        '<place/330000> skos:prefLabel "某省"@zh ; skos:notation "330000"',
        '<institution/330112/司法局> skos:altLabel "区司法局"@zh ; kg:region <place/330112> ; a org:Organization',
        "<institution/330112/司法局> kg:issues <policy/办法>",
        '<policy/办法> kg:policyType "measures" ; kg:mention ?e . ?e oa:exact "办法"',
        "?c a kg:Claim ; rdf:subject ?s ; rdf:predicate kg:issues ; kg:evidence ?e . ?e oa:start 5 ; oa:end 16",
        '?o a qb:Observation ; kg:value ?v ; kg:written "52件" ; kg:indicator/kg:topic ?t FILTER(STR(?v) = "52")',
        '?e oa:exact "办结案件52件" ; kg:sentenceStart 5 ; kg:sentence "甲区司法局印发《办法》,办结案件52件。"',
        '?e kg:section ?s . ?s kg:role "achievements" ; kg:heading "一、成效"@zh ; dcterms:isPartOf ?r',
        '?p a kg:Problem ; kg:text "人手不足"@zh ; kg:topic topic:personnel ; kg:evidence/oa:exact "人手不足"',
        '?p kg:cause ?c . ?c a kg:Cause ; kg:text "编制少"@zh ; kg:evidence ?e . ?e oa:start 33 ; kg:sentence ?s',
        '?c a kg:Cause ; kg:text "少"@zh ; dcterms:isPartOf ?r FILTER NOT EXISTS { ?p kg:cause ?c }',
    ],
)
def test_the_graph_says(pattern: str) -> None:
    if "kg:topic ?t" in pattern:
        pattern = pattern.replace("kg:indicator/kg:topic ?t", "kg:indicator ?t")
    assert ask(small(), pattern)


def test_a_bare_change_and_a_period_of_years() -> None:
    figure = dataclasses.replace(
        small().observations[0], value=None, change=Decimal("-3.50"), change_unit="%", period="2019/2023"
    )
    found = small(observations=(figure,))
    assert ask(
        found, '?o kg:change -3.5 ; kg:changeUnit "%" ; kg:from "2019"^^xsd:gYear ; kg:to "2023"^^xsd:gYear'
    )
    assert ask(found, "?o qb:dataSet/qb:structure kg:changeStructure FILTER NOT EXISTS { ?o kg:value ?v }")


@pytest.mark.parametrize("name", gold_names())
def test_each_figure_and_relation_has_its_words(name: str) -> None:
    found = extraction(name)
    text = found.document.text
    with open_store(None) as store:
        store.replace(NAMES.report(found), quads(found, names=NAMES))
        query = """SELECT ?x ?start ?end ?exact ?sentence ?first WHERE {
          ?x kg:evidence|kg:mention ?e . ?e oa:start ?start ; oa:end ?end ; oa:exact ?exact ;
            kg:sentence ?sentence ; kg:sentenceStart ?first }"""
        rows = list(store.query(query))
        held = {row["x"].value for row in rows}
        things = store.query("SELECT ?x { { ?x a kg:Observation } UNION { ?x a kg:Claim } }")
        assert {row["x"].value for row in things} <= held
    assert len(rows) >= len(found.observations) + len(found.relations)
    for row in rows:
        start, end, first = (int(row[key].value) for key in ("start", "end", "first"))
        exact, sentence = row["exact"].value, row["sentence"].value
        assert text[start:end] == exact
        assert sentence == text[first : first + len(sentence)]
        assert sentence[start - first : end - first] == exact


@pytest.mark.parametrize("name", gold_names())
def test_quads_are_sorted_unique_and_in_the_reports_graph(name: str) -> None:
    found = quads(extraction(name), names=NAMES)
    lines = [str(quad) for quad in found]
    assert lines == sorted(set(lines))
    assert {quad.graph_name.value for quad in found} == {NAMES.report(extraction(name))}
    assert not any(isinstance(t, ox.BlankNode) for quad in found for t in (quad.subject, quad.object))


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, '.')\n"
        "from tests.golden_graph import filled\n"
        "from kg.export import FORMATS, export\n"
        "store = filled()\n"
        "print([hashlib.sha256(export(store, f)).hexdigest() for f in FORMATS])\n"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": ""},
        ).stdout
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4242", "C"))
    }
    assert len(outs) == 1


def test_the_base_is_that_of_the_names() -> None:
    names = Names("https://example.org/kg/")
    found = quads(small(), names=names)
    assert all(quad.graph_name.value.startswith(names.base) for quad in found)
    assert not any("w3id.org/fazhi-kg/institution" in str(quad) for quad in found)


@pytest.mark.parametrize(
    "changes",
    [
        {"relations": (Relation("e2", "adores", "e3", 5, 16),)},
        {"problems": (Item("x", 1, 2, "no-topic"),)},
        {"observations": (dataclasses.replace(small().observations[0], code="no-code"),)},
        {"observations": (dataclasses.replace(small().observations[0], kind="colour"),)},
        {
            "entities": (Entity("e1", "Policy", "x", (), (), properties=(("policy_type", "song"),)),),
            "relations": (),
        },
    ],
)
def test_unknown_terms_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(VocabularyError):
        quads(small(**changes), names=NAMES)
    with pytest.raises(VocabularyError):
        term("kg:madeUp")


def test_a_report_of_which_nothing_is_known_still_has_a_graph() -> None:
    found = Extraction(Document("x", "x.txt", "a" * 64, "空", Metadata("")))
    assert ask(found, '?r a kg:Report ; dcterms:title "x"@zh ; kg:region/skos:prefLabel "未知地区"@zh')


def test_shared_graphs() -> None:
    found = shared_quads(small(), names=NAMES)
    graphs = {quad.graph_name.value.rpartition("/")[2] for quad in found}
    assert graphs == {"indicators", "ontology", "places"}
    assert [str(q) for q in found] == sorted({str(q) for q in found})


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_decimals_are_canonical(value: Decimal) -> None:
    written = decimal(value)
    assert Decimal(literal_of(written).value) == value
    store = ox.Store()
    store.load(ntriples([f"<a:s> <a:p> {written}"]), format=ox.RdfFormat.N_TRIPLES)
    assert str(next(iter(store)).object) == written  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2023", "gYear"), ("2023-04", "gYearMonth"), ("2023-04-05", "date"), ("2023-04-05T06:07:08", "dateTime"),
     ("2023-13", "string"), ("2023-Q1", "string"), ("去年", "string")],
)  # fmt: skip
def test_moments_have_the_datatype_that_fits(text: str, kind: str) -> None:
    assert literal_of(moment(text)).datatype.endswith("#" + kind)


@settings(deadline=None)
@given(st.text(alphabet="甲乙，。；\n !", min_size=1, max_size=40), st.data())
def test_a_sentence_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = around(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)
