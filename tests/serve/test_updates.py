"""Updates of clients: who may write, and that the default graph stays the union of all graphs whatever they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serve.conftest import TOKEN
from serve.served import served

from kg.errors import QueryError
from kg.store import EmbeddedStore, open_store, updates
from kg.store.prologue import hoisted

GRAPHS = ("<a:1>", "<a:2>", "<a:3>")
TRIPLES = tuple(f"<s:{s}> <p:p> {o}" for s in (1, 2) for o in (1, 2))
DEFAULT = "DEFAULT"
State = dict[str, set[str]]
Step = tuple[str, Callable[[State], None]]


def union(state: State) -> set[str]:
    return set().union(*state.values())


def _insert(graph: str, triples: frozenset[str]) -> Step:
    def act(state: State) -> None:
        state.setdefault(graph, set()).update(triples)

    return f"INSERT DATA {{ {_block(graph, triples)} }}", act


def _delete(graph: str, triples: frozenset[str]) -> Step:
    def act(state: State) -> None:
        state.get(graph, set()).difference_update(triples)

    return f"DELETE DATA {{ {_block(graph, triples)} }}", act


def _block(graph: str, triples: frozenset[str]) -> str:
    inside = " . ".join(sorted(triples))
    return inside if graph == DEFAULT else f"GRAPH {graph} {{ {inside} }}"


def _delete_where(graph: str, subject: int) -> Step:
    pattern = f"<s:{subject}> ?p ?o"

    def act(state: State) -> None:
        gone = {t for t in TRIPLES if t.startswith(f"<s:{subject}>")}
        state.get(graph, set()).difference_update(gone)

    return f"DELETE WHERE {{ {_block(graph, frozenset((pattern,)))} }}", act


def _copied(into: str) -> Step:
    """What the default graph shows to readers is put into a graph under another subject."""

    def act(state: State) -> None:
        found = {t.replace("<s:1>", "<s:2>") for t in union(state) if t.startswith("<s:1>")}
        if found:
            state.setdefault(into, set()).update(found)

    template = _block(into, frozenset(("<s:2> ?p ?o",)))
    return f"INSERT {{ {template} }} WHERE {{ <s:1> ?p ?o }}", act


def _exchanged(graph: str) -> Step:
    def act(state: State) -> None:
        found = {t for t in state.get(graph, set()) if t.startswith("<s:1>")}
        state.get(graph, set()).difference_update(found)
        if found:
            state[graph].update(t.replace("<s:1>", "<s:2>") for t in found)

    return f"WITH {graph} DELETE {{ <s:1> ?p ?o }} INSERT {{ <s:2> ?p ?o }} WHERE {{ <s:1> ?p ?o }}", act


def _emptied(verb: str, target: str) -> Step:
    def act(state: State) -> None:
        for graph in list(state):
            if target == "ALL" or graph == target or (target == "NAMED" and graph != DEFAULT):
                state[graph].clear()

    named = target if target in ("ALL", "NAMED", DEFAULT) else f"GRAPH {target}"
    return f"{verb} SILENT {named}", act


def _moved(verb: str, source: str, target: str) -> Step:
    def act(state: State) -> None:
        if source == target:
            return
        found = union(state) if source == DEFAULT else set(state.get(source, set()))
        state[target] = found | (state.get(target, set()) if verb == "ADD" else set())
        if verb == "MOVE":
            state.get(source, set()).clear()

    return f"{verb} SILENT {source} TO {target}", act


PLACES = st.sampled_from((DEFAULT, *GRAPHS))
SOME = st.frozensets(st.sampled_from(TRIPLES), min_size=1)
STEPS = st.one_of(
    st.builds(_insert, PLACES, SOME),
    st.builds(_delete, PLACES, SOME),
    st.builds(_delete_where, PLACES, st.sampled_from((1, 2))),
    st.builds(_copied, PLACES),
    st.builds(_exchanged, st.sampled_from(GRAPHS)),
    st.builds(
        _emptied, st.sampled_from(("CLEAR", "DROP")), st.sampled_from(("ALL", "NAMED", DEFAULT, *GRAPHS))
    ),
    st.builds(_moved, st.sampled_from(("ADD", "COPY", "MOVE")), PLACES, PLACES),
)


def state_of(store: EmbeddedStore) -> tuple[State, set[str]]:
    """The graphs that hold something, ``DEFAULT`` for what clients wrote there; and what the default graph shows."""
    state: State = {}
    shown = set()
    for quad in store.inner.quads_for_pattern(None, None, None, None):
        text = f"{quad.subject} {quad.predicate} {getattr(quad.object, 'value', '')}"
        if quad.graph_name == ox.DefaultGraph():
            shown.add(text)
        else:
            name = DEFAULT if quad.graph_name == updates.OWN else str(quad.graph_name)
            state.setdefault(name, set()).add(text)
    return state, shown


@settings(deadline=None, max_examples=150)
@given(st.lists(STEPS, max_size=8), st.booleans())
def test_the_default_graph_is_the_union_after_every_update(steps: list[Step], at_once: bool) -> None:
    state: State = {}
    with open_store(None) as store:
        assert isinstance(store, EmbeddedStore)
        if at_once:
            updates.update(store, " ;\n".join(text for text, _ in steps))
        for text, act in steps:
            act(state)
            if not at_once:
                updates.update(store, text)
                found, shown = state_of(store)
                assert found == {graph: triples for graph, triples in state.items() if triples}, text
                assert shown == union(state), text
        found, shown = state_of(store)
        assert found == {graph: triples for graph, triples in state.items() if triples}
        assert shown == union(state)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(("put", "add", "drop")), PLACES, SOME), max_size=6))
def test_the_default_graph_is_the_union_after_every_request_of_the_graph_store(
    requests: list[tuple[str, str, frozenset[str]]],
) -> None:
    state: State = {}
    with open_store(None) as store:
        assert isinstance(store, EmbeddedStore)
        for verb, graph, texts in requests:
            name = None if graph == DEFAULT else graph[1:-1]
            triples = [quad.triple for quad in ox.parse(" . ".join(texts) + " .", format=ox.RdfFormat.TURTLE)]
            if verb == "drop":
                assert updates.drop(store, name) == (graph in state)
                state.pop(graph, None)
            else:
                function = updates.put if verb == "put" else updates.add
                assert function(store, name, triples) == (graph not in state)
                state[graph] = set(texts) | (state.get(graph, set()) if verb == "add" else set())
            assert state_of(store) == (state, union(state))


# The name of a graph of the store's own, in all the ways that SPARQL has to write it.
OWN_NAMES = (
    "<urn:fazhi-store:own>",
    r"<\u0075rn:fazhi-store:own>",
    r"<urn:\U00000066azhi-store:own>",
    "PREFIX u: <urn:> u:fazhi-store:own",
    r"PREFIX u: <urn:fazhi> u:\-store:own",
    r"PREFIX u: <urn:\u0066azhi-store:> u:own",
    "BASE <urn:x> <./fazhi-store:own>",
    "BASE <urn:x> PREFIX u: <./fazhi-store:> u:own",
)
OWN_USES = (
    "INSERT DATA {{ GRAPH {0} {{ <x:s> <x:p> 9 }} }}",
    "DELETE DATA {{ GRAPH {0} {{ <a:s> <a:p> 1 }} }}",
    "DELETE WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}",
    "WITH {0} DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "INSERT {{ GRAPH <a:z> {{ ?s ?p ?o }} }} USING {0} WHERE {{ ?s ?p ?o }}",
    "INSERT {{ GRAPH <a:z> {{ ?s ?p ?o }} }} USING NAMED {0} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "INSERT {{ GRAPH <a:z> {{ ?s ?p ?o }} }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}",
    "DROP SILENT GRAPH {0}",
    "CLEAR GRAPH {0}",
    "CREATE GRAPH {0}",
    "COPY {0} TO <a:z>",
    "ADD SILENT GRAPH {0} TO <a:z>",
    "MOVE <a:g> TO {0}",
    "COPY DEFAULT TO GRAPH {0}",
)
# The same by names that are only known when the update runs.
COMPUTED = (
    "INSERT {{ GRAPH ?g {{ <x:s> <x:p> 9 }} }} WHERE {{ {0} }}",
    "INSERT {{ GRAPH $g {{ <x:s> <x:p> 9 }} }} WHERE {{ SELECT ?g {{ {0} }} }}",
    "DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {0} ?s ?p ?o }}",
    "DELETE {{ GRAPH ?h {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s ?p 9 }} }} WHERE {{ {0} ?s ?p ?o }}",
    "INSERT {{ GRAPH <a:z> {{ ?s ?p ?o }} }} WHERE {{ {0} GRAPH ?g {{ ?s ?p ?o }} }}",
)


@pytest.fixture
def both() -> EmbeddedStore:
    """A store with a triple in the default graph and one in a named graph."""
    store = open_store(None)
    assert isinstance(store, EmbeddedStore)
    updates.update(store, "INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 2 } }")
    return store


@pytest.mark.parametrize("name", OWN_NAMES)
def test_no_spelling_reaches_the_stores_own_graphs(both: EmbeddedStore, name: str) -> None:
    before = set(both.inner)
    prologue, _, iri = name.rpartition(" ")
    for use in OWN_USES:
        text = f"{prologue} {use.format(iri)}"
        with pytest.raises(QueryError, match="the store's own"):
            updates.update(both, text)
    assert set(both.inner) == before


@pytest.mark.parametrize("name", ["own", "new", "gone"])
@pytest.mark.parametrize("text", COMPUTED)
def test_no_computed_name_reaches_the_stores_own_graphs(both: EmbeddedStore, text: str, name: str) -> None:
    before = set(both.inner)
    for bound in (f"BIND(IRI(CONCAT('urn:fazhi-', 'store:{name}')) AS ?g)", rf"VALUES ?g {{ <\u0075rn:fazhi-store:{name}> }}"):  # fmt: skip
        updates.update(both, text.format(bound))
        assert set(both.inner) == before


def test_words_that_look_like_the_stores_own_names_are_data(both: EmbeddedStore) -> None:
    updates.update(both, "INSERT DATA { <a:s> <a:q> 'GRAPH <urn:fazhi-store:own>', <urn:fazhi-store:own> }")
    assert len(list(both.match(None, ox.NamedNode("a:q"), None))) == 2


def test_graphs_with_a_computed_name_are_written(both: EmbeddedStore) -> None:
    updates.update(both, "INSERT { GRAPH ?g { ?s ?p ?o } GRAPH ?none { ?s ?p 9 } } WHERE { ?s ?p ?o BIND(IRI(CONCAT('a:', STR(?o))) AS ?g) }")  # fmt: skip
    assert state_of(both)[0].keys() == {DEFAULT, "<a:1>", "<a:2>", "<a:g>"}


def test_declarations_may_stand_between_operations() -> None:
    text = "PREFIX a: <a:> INSERT DATA { a:s a:p 'PREFIX z: <z:>' } ;\nPREFIX b: <b:>\nPREFIX a: <a:> DELETE { ?s ?p ?o } WHERE { ?s b:p ?o }"
    moved = hoisted(text)
    assert moved.startswith("PREFIX b: <b:> PREFIX a: <a:> PREFIX a: <a:> INSERT")
    assert [line.strip()[:6] for line in moved.splitlines()] == ["PREFIX", "", "DELETE"]
    ox.Store().update(moved)
    with pytest.raises(QueryError, match=r"line 2: PREFIX a: has two meanings"):
        hoisted("PREFIX a: <a:> CLEAR ALL ;\nPREFIX a: <b:> CLEAR ALL")
    assert hoisted("BASE <a:a> CLEAR ALL") == "BASE <a:a> CLEAR ALL"


WRITES = [
    ("POST", "/update", "application/sparql-update", b"CLEAR ALL"),
    ("PUT", "/store?default", "text/turtle", b"<a:a> <a:a> 1 ."),
    ("POST", "/store", "text/turtle", b"<a:a> <a:a> 1 ."),
    ("DELETE", "/store?default", "text/turtle", b""),
]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[0]} {write[1]}")
def test_only_who_has_the_token_writes(writable: httpx.Client, reading: str, write: tuple[str, ...]) -> None:
    method, path, kind, body = write
    for token, status in ((None, 401), ("Bearer", 401), (f"Basic {TOKEN}", 401), (f"Bearer {TOKEN}x", 403),
                          ("Bearer é", 403)):  # fmt: skip
        headers = {"Content-Type": kind} | ({"Authorization": token} if token is not None else {})
        raw = [(name, value.encode("utf-8")) for name, value in headers.items()]
        answer = httpx.request(method, str(writable.base_url.join(path)), headers=raw, content=body)
        assert answer.status_code == status, (token, answer.text)
        assert (status == 401) == ("www-authenticate" in answer.headers)
        assert TOKEN not in answer.text
    headers = {"Content-Type": kind, "Authorization": f"Bearer {TOKEN}"}
    refused = httpx.request(method, reading + path, headers=headers, content=body)
    assert refused.status_code == 403 and "only reads" in refused.text


def test_the_token_may_be_in_any_script(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with served(tmp_path / "store", writable=True, token="口令") as address:
        headers = [("Authorization", "Bearer 口令".encode())]
        assert (
            httpx.post(f"{address}/update", data={"update": "CLEAR ALL"}, headers=headers).status_code == 204
        )


def test_a_body_that_is_too_long_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with served(
        tmp_path / "store", writable=True, token=TOKEN, body_megabytes=2, query_megabytes=1
    ) as address:
        headers = {"Authorization": f"Bearer {TOKEN}"}

        def parts() -> object:
            yield from [b" " * (1 << 20)] * 3

        for path, size, status in (("/sparql", 1, 413), ("/update", 1, 415), ("/update", 2, 413)):
            answer = httpx.post(address + path, content=b" " * ((size << 20) + 1), headers=headers)
            assert answer.status_code == status, (path, size)
        # The same where the client does not say how long it will be.
        answer = httpx.post(f"{address}/update", content=parts(), headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == 413
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200
