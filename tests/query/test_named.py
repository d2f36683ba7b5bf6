"""The named queries say the same however the engine goes about them: of one place, of all, and on another engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib

from kg.query import bind, filled, find, named, run_named
from kg.store import Store
from kg.vocab import PREFIXES
from tests.golden_graph import read_and_filled

# rdflib's own use of names that it has given up.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

# What each parameter is asked for, once with something to find among the samples and once with less.
ASKED = {
    "region": ("区", "临安"),
    "institution": ("司法局", "临安区人民政府办公室"),
    "name": ("行政执法", "临安"),
    "code": ("行政复议", "reconsideration-cases-accepted"),
    "reform": ("行政执法", "制度"),
    "topic": ("reconsideration", "law-popularization"),
    "year": ("2023", "2022"),
}
SHOWN = {"region": "place", "year": "report_year", "reform": "reform_name"}


@pytest.fixture(scope="module")
def samples() -> Iterator[Store]:
    """The sample reports as the program reads them."""
    with read_and_filled() as opened:
        yield opened


@pytest.fixture(scope="module")
def elsewhere(samples: Store) -> rdflib.Dataset:
    """The same graphs in rdflib."""
    found = rdflib.Dataset(default_union=True)
    data = "".join(f"{quad} .\n" for quad in samples if isinstance(quad.graph_name, ox.NamedNode))
    return found.parse(data=data, format="nquads")


@pytest.mark.parametrize("param", SHOWN)
def test_a_parameter_only_narrows(samples: Store, param: str) -> None:
    """What is asked of one place is what is said of it where all are asked for."""
    found = 0
    for query in named():
        names = [one.name for one in query.params]
        if param not in names:
            continue
        others = {one.name: "" for one in query.params if one.name != param}
        every = run_named(samples, query.name, params={**others, param: ""})
        if SHOWN[param] not in every.columns:
            continue
        for value in ASKED[param]:
            some = run_named(samples, query.name, params={**others, param: value})
            expected = [row for row in every.records() if value in str(row[SHOWN[param]] or "")]
            assert Counter(map(str, some.records())) == Counter(map(str, expected)), query.name
            found += bool(expected)
    assert found >= 2


@pytest.mark.parametrize("name", [query.name for query in named()])
def test_another_engine_answers_the_same(samples: Store, elsewhere: rdflib.Dataset, name: str) -> None:
    params = {one.name: ASKED[one.name][0] for one in find(name).params}
    ours = run_named(samples, name, params=params)
    theirs = elsewhere.query(bind(*filled(name, params)), initNs=PREFIXES)
    assert [str(variable) for variable in theirs.vars or ()] == list(ours.columns)
    assert Counter(map(_row, theirs)) == Counter(_row(row) for row in ours.terms or ())
    assert bool(len(ours)) == (name != "causes"), f"{name}: the samples give no causes, but all else"


def _row(terms: object) -> tuple[str, ...]:
    """The terms of a row as text; numbers by their value, and joined names by what they join."""
    assert isinstance(terms, tuple)
    return tuple("" if term is None else "; ".join(sorted(_text(term).split("; "))) for term in terms)


def _text(term: object) -> str:
    if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.decimal:
        return str(term.value.normalize() + 0)
    if isinstance(term, ox.Literal) and term.datatype.value == str(rdflib.XSD.decimal):
        return str(Decimal(term.value).normalize() + 0)
    return str(getattr(term, "value", term)) if not isinstance(term, rdflib.term.Node) else str(term)
