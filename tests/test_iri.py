from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.iri import Names, evidence, fold, parts, segment
from kg.model import Document, Entity, Extraction, Metadata, Relation

BASE = "https://w3id.org/fazhi-kg/"
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


def entity(kind: str, name: str, **properties: str) -> Entity:
    return Entity("e1", kind, name, (), (), properties=tuple(sorted(properties.items())))


@pytest.mark.parametrize(
    ("thing", "iri"),
    [
        (entity("Region", "甲区", division="330112", place="某省/乙市/甲区"), "place/330112"),
        (entity("Region", "甲区", place="某省/乙市/甲区"), "place/某省/乙市/甲区"),
        (entity("Region", "甲区"), "place/甲区"),
        (
            entity("Institution", "甲区司法局", division="330112", place="某省/乙市/甲区", local="司法局"),
            "institution/330112/司法局",
        ),
        (entity("Institution", "国家知识产权局"), "institution/国家知识产权局"),
        (entity("Policy", "中华人民共和国行政复议法"), "policy/中华人民共和国行政复议法"),
        (entity("Reform", "“双随机、一公开”监管"), "reform/双随机、一公开监管"),
        (entity("Person", "张三", place="某省"), "person/某省/张三"),
        (
            entity(
                "Institution",
                "丙街道办事处",
                division="330112",
                place="某省/乙市/甲区/丙街道",
                local="办事处",
            ),
            "institution/某省/乙市/甲区/丙街道/办事处",
        ),
    ],
)
def test_iris_follow_the_table(thing: Entity, iri: str) -> None:
    assert Names().entity(thing) == BASE + iri


def test_a_report_is_named_by_publisher_and_year() -> None:
    publisher = entity(
        "Institution", "甲区人民政府", division="330112", place="某省/乙市/甲区", local="人民政府"
    )
    document = Document("x", "x.txt", "0" * 64, "", Metadata("t", year=2023, publisher="甲区人民政府"))
    known = Extraction(document, (publisher,), publisher="e1")
    assert Names().report(known) == BASE + "report/330112/人民政府/2023"
    assert Names().report(Extraction(document)) == BASE + "report/甲区人民政府/2023"
    bare = Document("a b", "a b.txt", "0" * 64, "", Metadata(""))
    assert Names().report(Extraction(bare)) == BASE + "report/a_b"


@settings(deadline=None)
@given(TEXT)
def test_any_name_makes_an_iri_that_parsers_take(name: str) -> None:
    iri = BASE + segment(name)
    assert ox.NamedNode(iri).value == iri
    assert not set(iri) & set('<>"{}|\\^`% ')
    assert segment(name) not in (".", "..", "")
    line = f"<{iri}> <a:p> <{iri}> .".encode()
    assert next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).subject.value == iri


@settings(deadline=None)
@given(TEXT)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert segment(fold(name)) == segment(name)


def test_writers_quotation_marks_and_widths_do_not_make_two_things() -> None:
    assert fold("“7+3”举措") == fold("7＋3举措") == "7+3举措"
    assert fold("大 数据 Big  Data") == "大数据Big Data"
    assert segment("a/b#c?d%e") == "a／b＃c？d％e"


def test_twins_on_one_span_are_told_apart() -> None:
    twice = [Relation("a", "issues", "b", 1, 2), Relation("a", "issues", "c", 1, 2)]
    assert parts("r:x", "claim", twice) == ["r:x#claim-1-2", "r:x#claim-1-2-2"]
    assert evidence("r:x", 1, 2) == "r:x#char=1,2"


@pytest.mark.parametrize("base", ["", "kg/", "https://example.org/kg", "https://example.org/a b/", "x:<>/"])
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(VocabularyError, match="not a base"):
        Names(base)
