"""Updates of clients on the embedded store, whose default graph is the union of its named graphs.

What a client writes into the default graph is kept in a named graph of its own, ``OWN``, which clients do not
see. Each operation of an update is followed by the steps that bring the union up to date, and all of it is
one update request, which the engine carries out in one transaction.

=====================  ==========================================================================
default graph          to read: the union; to write: ``OWN``
deleted from a graph   leaves the union where no other graph says it
cost                   what is inserted and deleted, once more; a template with ``[…]`` or ``(…)`` is
                       followed by a pass over the graphs it writes to, CLEAR and the like over theirs
=====================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store.embedded import EmbeddedStore
from kg.store.graphnames import graph_names
from kg.store.outline import Operation, Quads, outline
from kg.vocab import PREFIXES

OWN: Final = ox.NamedNode("urn:fazhi-store:own")
_NEW: Final = ox.NamedNode("urn:fazhi-store:new")
_GONE: Final = ox.NamedNode("urn:fazhi-store:gone")
RESERVED: Final = "urn:fazhi-store:"

_ALL: Final = "?s ?p ?o"
_SETTLE: Final = (
    f"DELETE {{ {_ALL} }} WHERE {{ GRAPH {_GONE} {{ {_ALL} }}"
    f" FILTER NOT EXISTS {{ GRAPH ?g {{ {_ALL} }} FILTER(?g != {_GONE}) }} }}",
    f"DROP SILENT GRAPH {_GONE}",
)


def visible(store: EmbeddedStore) -> list[ox.NamedNode | ox.BlankNode] | None:
    """The named graphs that clients see; None where these are all of them."""
    if not store.inner.contains_named_graph(OWN):
        return None
    return [graph for graph in store.inner.named_graphs() if graph != OWN]


def update(
    store: EmbeddedStore,
    text: str,
    *,
    base_iri: str | None = None,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
) -> None:
    """Carry out a client's update. The text has to parse, and is free of LOAD and SERVICE.

    ``using`` and ``using_named`` are the dataset that the protocol names. Raises QueryError for what cannot be done,
    and then nothing is; for a dataset named twice, and for the name of our own graphs.
    """
    written = (name for _, name in graph_names(text, base_iri=base_iri))
    if any(name.startswith(RESERVED) for name in (*using, *using_named, *written)):
        raise QueryError(f"{RESERVED} names are the store's own", where="update", hint="take another name")
    dataset = [f"USING {_iri(iri)}" for iri in using] + [f"USING NAMED {_iri(iri)}" for iri in using_named]
    steps = []
    for operation in outline(text):
        if dataset and (operation.dataset or operation.with_graph):
            hint = "give it in the one place or in the other"
            raise QueryError("USING and WITH stand beside a dataset by parameters", where="update", hint=hint)
        first, *rest = _translated(operation, operation.dataset or " ".join(dataset))
        steps += [f"{operation.prologue}\n{first}", *rest]
    _carry_out(store, steps, base_iri=base_iri)


def put(store: EmbeddedStore, graph_iri: str | None, triples: Iterable[ox.Triple]) -> bool:
    """Put triples in the place of a graph, or of what clients wrote into the default graph; says whether it is new."""
    graph = OWN if graph_iri is None else ox.NamedNode(graph_iri)
    new = not store.inner.contains_named_graph(graph)
    steps = [_stash(str(graph)), f"DROP SILENT GRAPH {graph}", f"CREATE SILENT GRAPH {graph}"]
    _carry_out(store, [*steps, *_inserted(graph, triples), *_SETTLE])
    return new


def add(store: EmbeddedStore, graph_iri: str | None, triples: Iterable[ox.Triple]) -> bool:
    """Add triples to a graph, or to the default graph; says whether the graph is new."""
    graph = OWN if graph_iri is None else ox.NamedNode(graph_iri)
    new = not store.inner.contains_named_graph(graph)
    _carry_out(store, [f"CREATE SILENT GRAPH {graph}", *_inserted(graph, triples)])
    return new


def drop(store: EmbeddedStore, graph_iri: str | None) -> bool:
    """Forget a graph, or what clients wrote into the default graph; says whether there was one."""
    graph = OWN if graph_iri is None else ox.NamedNode(graph_iri)
    known = store.inner.contains_named_graph(graph)
    if known:
        _carry_out(store, [_stash(str(graph)), f"DROP SILENT GRAPH {graph}", *_SETTLE])
    return known


def _carry_out(store: EmbeddedStore, steps: Sequence[str], *, base_iri: str | None = None) -> None:
    try:
        store.inner.update(" ;\n".join(steps), base_iri=base_iri, prefixes=PREFIXES)
    except OSError as err:
        raise StoreError(f"the update was not carried out: {err}", where=store.where) from err
    except (RuntimeError, SyntaxError, ValueError) as err:
        raise QueryError(f"the update was not carried out: {err}", where="update") from err


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as err:
        raise QueryError("not an absolute IRI", where=text, hint="using-graph-uri=http://…") from err


def _inserted(graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> list[str]:
    lines = "\n".join(f"{triple} ." for triple in triples)
    # One operation, so that the labels of blank nodes mean the same in both places.
    return [f"INSERT DATA {{ {lines}\nGRAPH {graph} {{ {lines}\n}} }}"] if lines else []


def _stash(graph: str) -> str:
    """Note what a graph holds as perhaps gone."""
    return f"INSERT {{ GRAPH {_GONE} {{ {_ALL} }} }} WHERE {{ GRAPH {graph} {{ {_ALL} }} }}"


def _translated(operation: Operation, dataset: str) -> list[str]:
    if operation.verb in ("CLEAR", "DROP"):
        return _emptied(operation)
    if operation.verb in ("ADD", "COPY", "MOVE"):
        return _moved(operation)
    if operation.verb == "INSERT DATA":
        return [f"INSERT DATA {{ {_put(operation.insert)} }}", *_synced(operation.insert)]
    if operation.verb == "DELETE DATA":
        gone = f"INSERT DATA {{ GRAPH {_GONE} {{ {operation.delete.union()} }} }}"
        return [gone, f"DELETE DATA {{ {operation.delete.within(OWN)} }}", *_SETTLE]
    if operation.verb == "MODIFY":
        return _modified(operation, dataset)
    return [operation.text]  # CREATE


def _modified(operation: Operation, dataset: str) -> list[str]:
    delete, insert = operation.delete, operation.insert
    default = operation.with_graph or str(OWN)
    new = "" if insert.anonymous else f"GRAPH {_NEW} {{ {insert.union()} }}"
    step = (
        f"DELETE {{ {delete.within(default)} }}"
        f" INSERT {{ {insert.within(default)} {new} GRAPH {_GONE} {{ {delete.union()} }} }}"
        f" {dataset} WHERE {{ {_kept_off(operation)} }}"
    )
    if operation.with_graph:
        step = f"WITH {operation.with_graph} {step}"
    after = [f"ADD SILENT {_NEW} TO DEFAULT", f"DROP SILENT GRAPH {_NEW}"]
    return [step, *after, *_synced(insert, default), *_SETTLE]


def _kept_off(operation: Operation) -> str:
    """The pattern of an operation, without the solutions by which its templates would write to our own graphs."""
    written = {graph for quads in (operation.delete, operation.insert) for graph, _ in quads.pieces}
    variables = sorted(graph for graph in written if graph[:1] in ("?", "$"))
    if not variables:
        return operation.where
    own = (f"COALESCE(STRSTARTS(STR({name}), '{RESERVED}'), false)" for name in variables)
    return f"{{ {operation.where} }} FILTER(!({' || '.join(own)}))"


def _put(quads: Quads) -> str:
    inside = quads.within(OWN)
    return inside if quads.anonymous else f"{quads.union()} {inside}"


def _synced(quads: Quads, default: str = str(OWN)) -> list[str]:
    """Bring into the union what could not be written there at once: nodes without a name are new each time."""
    if not quads.anonymous:
        return []
    graphs = quads.graphs(default)
    if any(graph[0] in "?$" for graph in graphs):
        graphs = ["?g"]
    return [
        f"INSERT {{ {_ALL} }} WHERE {{ GRAPH {graph} {{ {_ALL} }} FILTER NOT EXISTS {{ {_ALL} }}"
        + (f" FILTER(?g != {_GONE}) }}" if graph == "?g" else " }")
        for graph in graphs
    ]


def _emptied(operation: Operation) -> list[str]:
    """CLEAR and DROP."""
    target = operation.target
    if target == "ALL":
        return [operation.text]
    if target == "DEFAULT":
        return [_stash(str(OWN)), f"DROP SILENT GRAPH {OWN}", *_SETTLE]
    if target == "NAMED":
        return [
            "DROP DEFAULT",
            f"ADD SILENT {OWN} TO DEFAULT",
            f"{operation.verb} NAMED",
            f"INSERT {{ GRAPH {OWN} {{ {_ALL} }} }} WHERE {{ {_ALL} }}",
        ]
    return [_stash(target), operation.text, *_SETTLE]


def _moved(operation: Operation) -> list[str]:
    """ADD, COPY and MOVE: what is in the default graph to read is the union, to write our own graph."""
    source, target, silent = operation.source, operation.target, "SILENT " if operation.silent else ""
    if source == target:
        return [operation.text]
    if source == "DEFAULT":
        own = _emptied(Operation("DROP", "", "", target="DEFAULT")) if operation.verb == "MOVE" else []
        verb = "COPY" if operation.verb == "MOVE" else operation.verb
        return [
            *([] if verb == "ADD" else [_stash(target)]),
            f"{verb} {silent}DEFAULT TO {target}",
            *_SETTLE,
            *own,
        ]
    into = str(OWN) if target == "DEFAULT" else target
    step = f"{operation.verb} {silent}{source} TO {into}"
    if operation.verb == "ADD":
        return [step, f"ADD SILENT {source} TO DEFAULT"]
    # What goes out of the target, and with MOVE out of the source, may be said elsewhere as well.
    return [_stash(into), step, f"ADD SILENT {into} TO DEFAULT", *_SETTLE]
