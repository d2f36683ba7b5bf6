"""A SPARQL 1.1 server as a store.

What queries see is the union of the graphs, each statement once, on every server. Servers differ in what
their default graph is, and the store looks before it first writes:

- a graph of its own (Oxigraph, Fuseki): the union is kept there;
- the union, each statement once: nothing needs to be kept;
- the union, a statement once for each graph that makes it, so that counts come out wrong (Virtuoso): the
  union is kept in the graph ``UNION_GRAPH``, and queries name it as their default graph.

A report's graph and the union change in one update request. Oxigraph and Fuseki run that as a transaction;
on Virtuoso a reader sees the old graph or the new one as well, which was tried with readers that count while
graphs are replaced. What Virtuoso cannot take in one request (it reads some 5,000 statements) is first put
into a staging graph. There is no lock between writers: one build at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from typing import Any, Final

import httpx
import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import answers
from kg.store.contract import Object, Store, Subject, shown
from kg.store.protocol import NTRIPLES, RESULTS, Client, Settings
from kg.vocab import DEFAULT_BASE, KG

UNION_GRAPH: Final = f"{DEFAULT_BASE}graph/union"
STAGING: Final = "urn:x-fazhi-store:staging:"
_PROBES: Final = tuple(ox.NamedNode(f"urn:x-fazhi-store:probe:{n}") for n in (1, 2))
# Graphs that Virtuoso keeps for itself.
_SYSTEM: Final = (
    "http://www.openlinksw.com/", "http://localuriqaserver/", "http://localhost:8890/",
    "http://www.w3.org/ns/ldp#", "http://www.w3.org/2002/07/owl#", "urn:core:", "urn:activitystreams-owl:",
)  # fmt: skip
_CHUNK: Final = 1000
_TRIES: Final = 3
_NOT_CARRIED_OUT: Final = (httpx.codes.BAD_REQUEST, httpx.codes.INTERNAL_SERVER_ERROR)
_ONE_REPORT: Final = f"""SELECT ?report ?type {{
  {{ SELECT ?report {{ GRAPH ?report {{ ?report a <{KG.Report}> }} }} LIMIT 1 }}
  OPTIONAL {{ ?report a ?type FILTER(?type = <{KG.Report}>) }} }}"""


class Union(Enum):
    """Where the union of the graphs is found on a server."""

    DEFAULT = "kept by us in the default graph"
    GIVEN = "the server's default graph"
    NAMED = "kept by us in UNION_GRAPH"


class RemoteStore(Store):
    """The graphs of a SPARQL 1.1 server; it should serve nothing else, for all its graphs count as ours."""

    def __init__(self, location: str, *, settings: Settings, read_only: bool) -> None:
        super().__init__(where=shown(location), read_only=read_only)
        self._client = Client(location, settings)
        self._closed = False
        self._default = ""  # the graph that queries name as their default graph
        try:
            self._union = self._look() if read_only else self._probe()
        except BaseException:
            self.close()
            raise

    # What queries see

    def _look(self) -> Union:
        """Where the union is, found without writing. Raises StoreError where queries would not see it."""
        if self.query(f"ASK {{ GRAPH <{UNION_GRAPH}> {{ ?s ?p ?o }} }}"):
            self._default = UNION_GRAPH
            return Union.NAMED
        seen = [row["type"] for row in self.query(_ONE_REPORT)]
        if len(seen) > 1:
            raise self._repeats()
        if seen == [None]:
            hint = "fill it with kg build --store, or make the union of the graphs its default graph"
            raise StoreError("queries do not see the reports' graphs", where=self.where, hint=hint)
        return Union.GIVEN

    def _probe(self) -> Union:
        """Where the union is, or has to be kept: what two graphs say is counted in the default graph."""
        first, second = _PROBES
        drop = " ; ".join(f"DROP SILENT GRAPH {probe}" for probe in _PROBES)
        said = " ".join(f"GRAPH {probe} {{ {first} {first} {first} }}" for probe in _PROBES)
        try:
            self._update(f"INSERT DATA {{ {said} }}")
            seen = len(list(self.query(f"SELECT ?o {{ {first} {first} ?o }}")))
            if seen == 0:
                return Union.DEFAULT
            if seen == 1:
                return Union.GIVEN
            self._default = second.value
            graphs = (
                f"SELECT DISTINCT ?g {{ {first} {first} {first} GRAPH ?g {{ {first} {first} {first} }} }}"
            )
            if len(list(self.query(graphs))) != len(_PROBES):
                raise self._repeats()
            self._default = UNION_GRAPH
            return Union.NAMED
        finally:
            self._update(drop)

    def _repeats(self) -> StoreError:
        hint = "start it without that setting (Oxigraph: without --union-default-graph)"
        message = "the server's union of the graphs repeats statements, and counts would come out wrong"
        return StoreError(message, where=self.where, hint=hint)

    def query(self, sparql: str) -> Any:
        """What the server answers to a query over the union, as pyoxigraph would give it.

        Raises SyntaxError for what does not parse, QueryError for what the server cannot carry out, and
        StoreError for an answer that the server cut short.
        """
        if self._client.cuts_graphs and (rows := answers.rows_of_construct(sparql)) is not None:
            self._ask(rows)  # an answer in rows says that it was cut, a graph does not
        return self._ask(sparql)

    def _ask(self, sparql: str) -> Any:
        form = answers.form(sparql)
        data: dict[str, str | list[str]] = {"query": answers.with_prefixes(sparql)}
        if self._default and not answers.names_its_graphs(sparql):
            data["default-graph-uri"] = self._default
            # Virtuoso then finds nothing in a graph that the query names itself, unless it is told of it.
            if answers.names_a_graph(sparql):
                data["named-graph-uri"] = self.graphs()
        accept = f"{NTRIPLES}, text/turtle;q=0.5" if form in answers.GRAPH_FORMS else RESULTS
        response = self._open().send(
            "POST", self._client.query_url, data=data, accept=accept, allow=_NOT_CARRIED_OUT
        )
        if not response.is_success:
            # The engine here says where a query goes wrong; it has no data that could make it busy.
            ox.Store().query(answers.with_prefixes(sparql))
            raise self._client.not_carried_out(response)
        return answers.read(response, where=self.where)

    def match(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements of the union that have these terms, each once, in no order."""
        if subject is predicate is object is None and self._union is Union.NAMED:
            return (ox.Quad(q.subject, q.predicate, q.object) for q in self.graph(UNION_GRAPH))
        pattern = f"{subject or '?s'} {predicate or '?p'} {object or '?o'}"
        return (ox.Quad(*triple) for triple in self._whole(pattern))

    # Graphs

    def graph(self, graph_iri: str) -> Iterator[ox.Quad]:
        """The quads of one graph, in no order; by the Graph Store Protocol where the server has it."""
        graph = ox.NamedNode(graph_iri)
        triples = self._whole("?s ?p ?o", graph=graph)
        return (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)

    def _whole(self, pattern: str, *, graph: ox.NamedNode | None = None) -> set[ox.Triple]:
        """All triples of a pattern in the union, or in one graph, as many as the server itself counts.

        Servers give less than all without a word (Virtuoso: ResultSetMaxRows), so what is missing is asked for
        page by page. Raises StoreError where that does not lead to the number that the server counts.
        """
        where = f"{f'FROM {graph} ' if graph is not None else ''}WHERE {{ {pattern} }}"
        for _ in range(_TRIES):  # a writer may get between the count and the reading
            [[count]] = self._ask(f"SELECT (COUNT(*) AS ?n) {where}")
            expected = int(count.value)
            found = self._get(graph) if graph is not None and expected else set()
            if len(found) < expected:
                found = set()
            offset = 0
            while len(found) < expected:
                page = f"LIMIT {max(expected - offset, 1)} OFFSET {offset}"
                part = set(self._ask(f"CONSTRUCT {{ {pattern} }} {where} {page}"))
                if part <= found:
                    break
                found |= part
                offset += len(part)
            if len(found) == expected:
                return found
        message = f"the server counts {expected:,} statements and gives {len(found):,}"
        hint = "is a build writing to it? try again when it is done"
        raise StoreError(message, where=f"{self.where} {graph or ''}".strip(), hint=hint)

    def _get(self, graph: ox.NamedNode) -> set[ox.Triple]:
        """What the Graph Store Protocol gives for a graph: all of it, or the beginning."""
        client = self._open()
        if client.graph_store_url is None:
            return set()
        response = client.send(
            "GET",
            client.graph_store_url,
            params={"graph": graph.value},
            accept=NTRIPLES,
            allow=(httpx.codes.NOT_FOUND,),
        )
        return set(answers.triples(response, where=self.where)) if response.is_success else set()

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted, without those of the server and of the store itself."""
        # Virtuoso takes half a minute for DISTINCT here, and milliseconds for groups.
        rows = self.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        found = {str(row["g"].value) for row in rows} - {UNION_GRAPH}
        return sorted(iri for iri in found if not iri.startswith((STAGING, *_SYSTEM)))

    def __iter__(self) -> Iterator[ox.Quad]:
        return (quad for iri in self.graphs() for quad in self.graph(iri))

    # Writing

    def replace(self, graph_iri: str, quads: Iterable[ox.Quad]) -> None:
        """Put quads in the place of all that a graph holds, in one update request."""
        graph = ox.NamedNode(graph_iri)
        new = self._triples(graph, quads)
        if new == {quad.triple for quad in self.graph(graph_iri)}:
            return
        stage = ox.NamedNode(STAGING + hashlib.sha256(graph_iri.encode()).hexdigest()[:32])
        fill = f"DROP SILENT GRAPH {graph}"
        try:
            if new and self._union is Union.NAMED:
                self._fill(stage, sorted(new, key=str))
                fill = f"MOVE SILENT GRAPH {stage} TO GRAPH {graph}"
            elif new:
                fill += f" ; INSERT DATA {{ GRAPH {graph} {{ {_lines(new)} }} }}"
            self._update(" ;\n".join(self._steps(graph, stage, fill)))
        except BaseException:
            with suppress(StoreError):
                self._update(f"DROP SILENT GRAPH {stage}")
            raise

    def _steps(self, graph: ox.NamedNode, stage: ox.NamedNode, fill: str) -> list[str]:
        """The union forgets what no other graph says, the graph is filled, the union takes it in."""
        if self._union is Union.GIVEN:
            return [fill]
        said = "?s ?p ?o"
        into = f"{{ GRAPH <{UNION_GRAPH}> {{ {said} }} }}" if self._union is Union.NAMED else f"{{ {said} }}"
        ours = f"{graph}, {stage}, <{UNION_GRAPH}>"
        elsewhere = f"GRAPH ?other {{ {said} }} FILTER(?other NOT IN ({ours}))"
        forget = f"DELETE {into} WHERE {{ GRAPH {graph} {{ {said} }} FILTER NOT EXISTS {{ {elsewhere} }} }}"
        return [forget, fill, f"INSERT {into} WHERE {{ GRAPH {graph} {{ {said} }} }}"]

    def _fill(self, stage: ox.NamedNode, triples: list[ox.Triple]) -> None:
        """Put triples into a graph that nobody reads yet."""
        client = self._open()
        if client.graph_store_url is not None:
            content, to = _lines(triples).encode(), {"graph": stage.value}
            client.send("PUT", client.graph_store_url, params=to, content=content, kind=NTRIPLES)
            return
        self._update(f"DROP SILENT GRAPH {stage}")
        for start in range(0, len(triples), _CHUNK):
            part = _lines(triples[start : start + _CHUNK])
            self._update(f"INSERT DATA {{ GRAPH {stage} {{ {part} }} }}")

    def _update(self, sparql: str) -> None:
        client = self._open()
        client.send("POST", client.update_url, content=sparql.encode(), kind="application/sparql-update")

    def _open(self) -> Client:
        if self._closed:
            raise StoreError("the store is closed", where=self.where)
        return self._client

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        self._client.close()


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "\n".join(f"{triple} ." for triple in triples)
