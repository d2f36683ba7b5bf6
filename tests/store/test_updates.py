"""Updates of clients against a model: sets of triples by graph, and what clients put into the default graph."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.store import EmbeddedStore, open_store, updates

A, B, C = (f"http://e.example/{name}" for name in "abc")
Triple = tuple[str, str, str]
Model = dict[str, set[Triple]]  # "" is what clients wrote into the default graph
TERMS = [f"<http://e.example/{n}>" for n in range(3)]


@pytest.fixture
def store() -> Iterator[EmbeddedStore]:
    with open_store(None) as opened:
        assert isinstance(opened, EmbeddedStore)
        yield opened


def held(store: EmbeddedStore, graph: str) -> set[Triple]:
    """The triples of a graph as the model writes them."""
    name = ox.NamedNode(graph) if graph else updates.OWN
    found = (quad.triple for quad in store.inner.quads_for_pattern(None, None, None, name))
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in found}


def check(store: EmbeddedStore) -> None:
    """The default graph is the union of all others, and no scratch graph is left."""
    union, default = set(), set()
    for quad in store.inner:
        (default if quad.graph_name == ox.DefaultGraph() else union).add(quad.triple)
    assert default == union
    named = {str(graph.value) for graph in store.inner.named_graphs()}
    assert not {name for name in named if name.startswith(updates.RESERVED)} - {updates.OWN.value}


def union(model: Model) -> set[Triple]:
    return set().union(*model.values())


def lines(triples: set[Triple]) -> str:
    return " ".join(" ".join(t) + " ." for t in sorted(triples))


def data(random: random.Random) -> set[Triple]:
    return {tuple(random.choice(TERMS) for _ in range(3)) for _ in range(random.randint(1, 4))}  # type: ignore[misc]


def insert_data(random: random.Random, model: Model) -> str:
    graph, new = random.choice(["", A, B, C]), data(random)
    model.setdefault(graph, set()).update(new)
    inside = f"GRAPH <{graph}> {{ {lines(new)} }}" if graph else lines(new)
    return f"INSERT DATA {{ {inside} }}"


def insert_both(random: random.Random, model: Model) -> str:
    own, new, more = data(random), data(random), data(random)
    model.setdefault("", set()).update(own | more)
    model.setdefault(A, set()).update(new)
    return f"INSERT DATA {{ {lines(own)} GRAPH <{A}> {{ {lines(new)} }} . {lines(more)} }}"


def delete_data(random: random.Random, model: Model) -> str:
    graph = random.choice(["", A, B])
    gone = set(random.sample(sorted(union(model)), min(3, len(union(model))))) | data(random)
    model.setdefault(graph, set()).difference_update(gone)
    inside = f"GRAPH <{graph}> {{ {lines(gone)} }}" if graph else lines(gone)
    return f"DELETE DATA {{ {inside} }}"


def delete_where(random: random.Random, model: Model) -> str:
    s = random.choice(TERMS)
    if random.random() < 0.5:
        for graph in [g for g in model if g]:
            model[graph] = {t for t in model[graph] if t[0] != s}
        return f"DELETE WHERE {{ GRAPH ?g {{ {s} ?p ?o }} }}"
    model[""] = {t for t in model.get("", set()) if t[0] != s}
    return f"DELETE WHERE {{ {s} ?p ?o }}"


def modify(random: random.Random, model: Model) -> str:
    """Turn what the default graph says of one subject round, into a graph; and forget it in another."""
    s, into, out = random.choice(TERMS), random.choice(["", A, B]), random.choice(["", A, C])
    found = {t for t in union(model) if t[0] == s}
    model.setdefault(out, set()).difference_update(found)
    model.setdefault(into, set()).update((o, p, s) for s, p, o in found)
    gone = f"GRAPH <{out}> {{ {s} ?p ?o }}" if out else f"{s} ?p ?o"
    new = f"GRAPH <{into}> {{ ?o ?p {s} }}" if into else f"?o ?p {s}"
    return f"DELETE {{ {gone} }} INSERT {{ {new} }} WHERE {{ {s} ?p ?o }}"


def modify_with(random: random.Random, model: Model) -> str:
    graph, s = random.choice([A, B]), random.choice(TERMS)
    found = {t for t in model.get(graph, set()) if t[0] == s}
    model.setdefault(graph, set()).difference_update(found)
    model[graph].update((o, p, s) for s, p, o in found)
    return f"WITH <{graph}> DELETE {{ {s} ?p ?o }} INSERT {{ ?o ?p {s} }} WHERE {{ {s} ?p ?o }}"


def modify_with_using(random: random.Random, model: Model) -> str:
    graph, using, s = random.choice([A, B]), random.choice([A, B, C]), random.choice(TERMS)
    found = {t for t in model.get(using, set()) if t[0] == s}
    model.setdefault(graph, set()).difference_update(found)
    return f"WITH <{graph}> DELETE {{ {s} ?p ?o }} USING <{using}> WHERE {{ {s} ?p ?o }}"


def swap_graphs(random: random.Random, model: Model) -> str:
    """Every named graph's triples with one object move to the default graph."""
    o = random.choice(TERMS)
    for graph in [g for g in model if g]:
        found = {t for t in model[graph] if t[2] == o}
        model[graph] -= found
        model.setdefault("", set()).update(found)
    return (
        f"DELETE {{ GRAPH ?g {{ ?s ?p {o} }} }} INSERT {{ ?s ?p {o} }} WHERE {{ GRAPH ?g {{ ?s ?p {o} }} }}"
    )


def empty(random: random.Random, model: Model) -> str:
    verb, target = random.choice(["CLEAR", "DROP"]), random.choice(["DEFAULT", "NAMED", "ALL", A, B])
    for graph in list(model):
        name = {"DEFAULT": graph == "", "NAMED": graph != "", "ALL": True}.get(target, graph == target)
        if name:
            model[graph] = set()
    return f"{verb} SILENT {target if '/' not in target else f'GRAPH <{target}>'}"


def move(random: random.Random, model: Model) -> str:
    verb = random.choice(["ADD", "COPY", "MOVE"])
    source, target = random.sample(["", A, B, C], 2)
    moved = set(union(model)) if not source else set(model.get(source, set()))
    if verb != "ADD":
        model[target] = set()
    model.setdefault(target, set()).update(moved)
    if verb == "MOVE":
        model[source] = set()
    shown = [f"<{graph}>" if graph else "DEFAULT" for graph in (source, target)]
    return f"{verb} SILENT {shown[0]} TO {shown[1]}"


MAKERS: list[Callable[[random.Random, Model], str]] = [
    insert_data, insert_data, insert_both, delete_data, delete_where, modify, modify_with, modify_with_using,
    swap_graphs, empty, move,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_updates_do_what_the_model_does(store: EmbeddedStore, seed: int) -> None:
    chance = random.Random(seed)
    model: Model = {}
    told = []
    for _ in range(12):
        steps = [chance.choice(MAKERS)(chance, model) for _ in range(chance.randint(1, 3))]
        told.append(" ;\n".join(steps))
        updates.update(store, told[-1])
        check(store)
        for graph in ("", A, B, C):
            assert held(store, graph) == model.get(graph, set()), "\n".join(told)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { [] <x:p> [ <x:q> 1, (2 3) ] . GRAPH <x:g> { <x:s> <x:p> (1 [ <x:q> 2 ]) } }",
        "INSERT DATA { _:n <x:p> _:m . GRAPH <x:g> { _:n <x:q> _:m } }",
        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } } ; INSERT { GRAPH ?g { ?s <x:in> [ <x:q> ?g ] } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } } ; WITH <x:g> INSERT { ?s <x:q> ('a' 'b') } WHERE { ?s ?p ?o }",
        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } } ; WITH <x:g> DELETE { ?s ?p ?o } INSERT { _:n <x:q> ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_nodes_without_a_name_are_the_same_in_the_union(store: EmbeddedStore, text: str) -> None:
    for _ in range(2):
        updates.update(store, text)
        check(store)
    plain = ox.Store()
    for _ in range(2):
        plain.update(text)
    for graph in ("x:g", ""):
        name = ox.NamedNode(graph) if graph else updates.OWN
        mine = list(store.inner.quads_for_pattern(None, None, None, name))
        theirs = list(plain.quads_for_pattern(None, None, None, name if graph else ox.DefaultGraph()))
        assert len(mine) == len(theirs)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:s> <x:p> '} ; DROP ALL ; {' } # ; DROP ALL",
        "INSERT DATA { <x:s> <x:p> '''}'\n''' } ;\n# } DROP ALL\n",
        'PREFIX : <x:> INSERT DATA { :s :p "\\"}" , 1.5 , true . :s :q :a\\;b }',
        "BASE <http://b.example/> PREFIX p: <x:> INSERT DATA { <s> p:p <#;> . GRAPH <g> { <s> p:p '{' } }",
        "INSERT { <x:s> <x:p> ?n } WHERE { VALUES ?n { 1 2 } FILTER(?n<2&&?n>0) FILTER(1<'}'||?n<3) }",
        "INSERT { <x:s> <x:p> ?n } WHERE { SELECT (COUNT(*)<5 AS ?n) { VALUES ?x { '{' } } }",
        "INSERT { <x:s> <x:p> ?n } WHERE { BIND(IF(1<2,'#}','{') AS ?n) } # {",
        "INSERT { <x:s> <x:p> ?x } WHERE { VALUES ?x { 'GRAPH ?g {' } OPTIONAL { GRAPH ?g { ?x <x:q>/(<x:r>|^<x:t>)* ?y } } }",
        "delete where{<x:s> <x:p> ?o};insert data{graph<x:g>{<x:s> <x:p> 1}.<x:s> <x:q> 2}",
        "INSERT DATA { GRAPH <x:g> { } } ; CREATE SILENT GRAPH <x:h> ; CLEAR GRAPH <x:h>",
    ],
)
def test_the_outline_is_not_misled(store: EmbeddedStore, text: str) -> None:
    """What clients see is what the engine itself makes of the text, on a store without a union."""
    plain = ox.Store()
    plain.update(text)
    updates.update(store, text)
    check(store)
    theirs = {(str(q.triple), str(getattr(q.graph_name, "value", ""))) for q in plain}
    mine = {
        (str(q.triple), "" if q.graph_name == updates.OWN else str(q.graph_name.value))
        for q in store.inner
        if isinstance(q.graph_name, ox.NamedNode)
    }
    assert mine == theirs


def test_all_of_a_request_is_done_or_nothing(store: EmbeddedStore) -> None:
    updates.update(store, f"INSERT DATA {{ <x:s> <x:p> 1 GRAPH <{A}> {{ <x:s> <x:p> 2 }} }}")
    before = set(store.inner)
    with pytest.raises(QueryError, match=r"was not carried out.*does not exist"):
        updates.update(store, "DROP ALL ; INSERT DATA { <x:s> <x:p> 3 } ; DROP GRAPH <x:none>")
    assert set(store.inner) == before


def test_what_a_client_wrote_outlives_the_graph_that_said_it_too(store: EmbeddedStore) -> None:
    updates.put(store, A, ox.parse(b"<x:s> <x:p> 1 .", format=ox.RdfFormat.TURTLE))  # type: ignore[arg-type]
    updates.update(store, "INSERT DATA { <x:s> <x:p> 1 }")
    assert updates.drop(store, A) and not updates.drop(store, A)
    check(store)
    assert store.query("ASK { <x:s> <x:p> 1 }")
    updates.update(store, "CLEAR DEFAULT")
    assert not store.query("ASK { ?s ?p ?o }")


def test_a_client_s_own_graph_is_no_graph_to_others(store: EmbeddedStore) -> None:
    updates.update(store, f"INSERT DATA {{ <x:s> <x:p> 1 GRAPH <{A}> {{ <x:s> <x:p> 2 }} }}")
    assert updates.visible(store) == [ox.NamedNode(A)]
    updates.update(store, "INSERT { GRAPH <x:seen> { ?g <x:is> 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert held(store, "x:seen") == {(f"<{A}>", "<x:is>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')}
    for text in (f"DROP GRAPH {updates.OWN}", f"INSERT DATA {{ GRAPH {updates.OWN} {{ <x:s> <x:p> 1 }} }}"):
        with pytest.raises(QueryError, match="store's own"):
            updates.update(store, text)


def test_the_dataset_of_the_protocol_is_that_of_every_pattern(store: EmbeddedStore) -> None:
    updates.update(
        store, f"INSERT DATA {{ GRAPH <{A}> {{ <x:a> <x:p> 1 }} GRAPH <{B}> {{ <x:b> <x:p> 1 }} }}"
    )
    step = "INSERT { GRAPH <x:out> { ?s <x:q> 1 } } WHERE { ?s <x:p> 1 }"
    updates.update(store, f"{step} ; DELETE WHERE {{ ?s <x:p> 2 }}", using=[A])
    assert {s for s, _, _ in held(store, "x:out")} == {"<x:a>"}
    updates.update(store, step.replace("{ ?s <x:p> 1 }", "{ GRAPH ?g { ?s <x:p> 1 } }"), using_named=[B])
    assert {s for s, _, _ in held(store, "x:out")} == {"<x:a>", "<x:b>"}
    for text in (f"WITH <{A}> {step}", step.replace("WHERE", f"USING <{A}> WHERE")):
        with pytest.raises(QueryError, match="beside a dataset"):
            updates.update(store, text, using=[B])
    check(store)


def test_a_store_for_reading_is_not_written(store: EmbeddedStore, tmp_path: object) -> None:
    folder = f"{tmp_path}/s"
    with open_store(folder) as made:
        assert isinstance(made, EmbeddedStore)
        updates.update(made, "INSERT DATA { <x:s> <x:p> 1 }")
    with open_store(folder, read_only=True) as opened:
        assert isinstance(opened, EmbeddedStore)
        with pytest.raises((StoreError, QueryError), match="not carried out"):
            updates.update(opened, "DROP ALL")
        assert opened.query("ASK { <x:s> <x:p> 1 }")
