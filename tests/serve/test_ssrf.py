"""Nothing that a client sends makes the server call out or read a file: seeded mutations against a canary."""

from __future__ import annotations

import io
import json
import random
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.query.limits import Limits
from kg.serve import graphstore, protocol
from kg.serve.answer import Question, answer
from kg.store import Store, open_store

SECRET = "nobody-may-read-this"
MUTATIONS = 500
QUERIES = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "PREFIX c: <URL> SELECT * { SERVICE c:x { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('URL') AS ?g) SERVICE SILENT ?g { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SELECT * { MINUS { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <FILE> { ?s ?p ?o }",
    "SELECT * FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <FILE> SELECT * FROM <> { ?s ?p ?o }",
    "SELECT * { GRAPH <FILE> { ?s ?p ?o } }",
    "DESCRIBE <FILE> <URL>",
)
UPDATES = (
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <g:g>",
    "LOAD <FILE>",
    "BASE <FILE> LOAD SILENT <>",
    "PREFIX c: <URL> LOAD c:x",
    "CLEAR ALL ; LOAD <FILE> INTO GRAPH <g:g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "WITH <g:g> INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING NAMED <FILE> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE WHERE { ?s ?p ?o } ; LOAD SILENT <URL>",
    "COPY <FILE> TO <g:g>",
)
BODIES = (
    ("application/ld+json", '{"@context": "URL", "@id": "a:a", "b": "c"}'),
    ("application/ld+json", '{"@context": ["URL", {"b": "a:b"}], "@id": "a:a", "b": "c"}'),
    ("application/ld+json", '{"@context": {"@import": "URL"}, "@id": "a:a", "b": "c"}'),
    ("application/ld+json", '{"@context": "FILE", "@id": "a:a", "b": "c"}'),
    ("application/ld+json", '{"@context": {"b": {"@id": "a:b", "@context": "URL"}}, "@id": "a:a", "b": {"c": 1}}'),
    ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "FILE">]><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:"><r:Description r:about="a:a"><a:b>&x;</a:b></r:Description></r:RDF>'),
    ("application/rdf+xml", '<!DOCTYPE r SYSTEM "URL"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
    ("text/turtle", "@base <FILE> . <> <http://www.w3.org/2002/07/owl#imports> <URL> ."),
)  # fmt: skip
PARAMETERS = ("URL", "FILE", "g:g> WHERE {} ; LOAD <URL", "g:g> { SERVICE <URL> {} } #")


@dataclass(frozen=True, slots=True)
class Canary:
    """A port that must not hear, and a file that must not be read."""

    listening: socket.socket
    file: Path

    def planted(self, text: str) -> str:
        port = self.listening.getsockname()[1]
        return text.replace("URL", f"http://127.0.0.1:{port}/").replace("FILE", self.file.as_uri())

    def heard(self) -> bool:
        try:
            self.listening.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    file = tmp_path / "canary.nt"
    file.write_text(f'<a:a> <a:a> "{SECRET}" .\n')
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield Canary(listening, file)


def _case(text: str, chance: random.Random) -> str:
    return re.sub(
        r"\b[A-Z]{4,}\b(?=[^>'\"]*(?:[<?{]|$))",
        lambda m: "".join(chance.choice((c.lower(), c)) for c in m[0]),
        text,
    )


def _spaced(text: str, chance: random.Random) -> str:
    return re.sub(
        r" ", lambda _: chance.choice((" ", "\n", "\t ", "#'\n", ' # <a> """ \n', "\r\n", "\f ")), text
    )


def _glued(text: str, chance: random.Random) -> str:
    return re.sub(r" (?=[<{?])|(?<=[>}]) ", lambda m: chance.choice(("", m[0])), text)


def _escaped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    form = chance.choice(("\\u{:04x}", "\\U{:08X}"))
    return text[:at] + form.format(ord(text[at])) + text[at + 1 :]


def _decoyed(text: str, chance: random.Random) -> str:
    decoy = chance.choice(
        ("# SERVICE LOAD\n", "PREFIX xervice: <service:> ", "PREFIX service: <load:> ", "#'''\n", "# <\n")
    )
    return decoy + text


def _wrapped(text: str, chance: random.Random) -> str:
    inner = chance.choice(
        ("{{ {} }}", "OPTIONAL {{ {} }}", "GRAPH ?zz {{ {} }}", "FILTER NOT EXISTS {{ {} }}")
    )
    return re.sub(
        r"SERVICE (?:SILENT )?\S+ \{ \?s \?p \?o \}", lambda m: inner.format(m[0]), text, flags=re.IGNORECASE
    )


def _nibbled(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return (
        text[:at] + chance.choice(("", text[at] * 2, "'", '"', "\\", "<", "\x00", "\u200b")) + text[at + 1 :]
    )


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _case, _spaced, _glued, _escaped, _decoyed, _wrapped, _nibbled,
)  # fmt: skip


def _mutated(text: str, chance: random.Random) -> str:
    for way in chance.sample(WAYS, chance.randrange(4)):
        text = way(text, chance)
    return text


def _asked(store: Store, chance: random.Random, canary: Canary) -> str:
    """One mutated request carried out in this process; gives all that came back."""
    out = io.BytesIO()
    kind = chance.choice(("query", "query", "update", "update", "body", "parameter"))
    try:
        if kind == "query":
            text = canary.planted(_mutated(chance.choice(QUERIES), chance))
            answer(store, out, Question(text, base_iri="http://a.example/"), Limits())
        elif kind == "update":
            text = canary.planted(_mutated(chance.choice(UPDATES), chance))
            protocol._update(store, text, "http://a.example/", (), ())
        elif kind == "body":
            media, body = chance.choice(BODIES)
            parts = ((media, canary.planted(body).encode()),)
            graphstore._put(store, "http://a.example/g", parts, "http://a.example/g")
        else:
            value = canary.planted(chance.choice(PARAMETERS))
            if chance.random() < 0.5:
                graphs = (value,)
                answer(store, out, Question("SELECT * { ?s ?p ?o }", graphs, graphs), Limits())
            else:
                update = "INSERT { ?s <a:b> ?o } WHERE { ?s ?p ?o }"
                protocol._update(store, update, "http://a.example/", (value,), (value,))
    except KgError as err:
        return str(err)
    return out.getvalue().decode()


def test_the_canary_hears(canary: Canary) -> None:
    """What the engine does when nobody refuses: else the tests below could not fail."""
    canary.listening.setblocking(True)
    canary.listening.settimeout(20)
    import threading

    def ask() -> None:
        with pytest.raises((OSError, RuntimeError, ValueError)):
            list(ox.Store().query(canary.planted("SELECT * { SERVICE <URL> { ?s ?p ?o } }")))  # type: ignore[arg-type]

    thread = threading.Thread(target=ask)
    thread.start()
    assert canary.heard()
    thread.join(20)
    loaded = ox.Store()
    loaded.bulk_load(path=canary.file, format=ox.RdfFormat.N_TRIPLES)
    assert SECRET in str(next(iter(loaded)))


def test_no_mutation_calls_out_or_reads(canary: Canary) -> None:
    chance = random.Random(4)
    told = []
    with open_store(None) as store:
        for _ in range(MUTATIONS):
            said = _asked(store, chance, canary)
            assert SECRET not in said
            told.append(said)
        assert SECRET not in store.dump("nquads").decode()
    assert not canary.heard()
    # Most are refused for what they are, not for being misspelled.
    assert sum(" is refused" in said or "are refused" in said for said in told) > MUTATIONS / 4


@pytest.mark.parametrize("text", QUERIES[:8] + QUERIES[10:14:2])
def test_no_query_over_http_calls_out(reading: str, canary: Canary, text: str) -> None:
    got = httpx.get(f"{reading}/sparql", params={"query": canary.planted(text)})
    assert got.status_code == (400 if "SERVICE" in text or "FILE" in text else 200), got.text
    assert SECRET not in got.text and not canary.heard()


@pytest.mark.parametrize("text", [UPDATES[0], UPDATES[2], UPDATES[6]])
def test_no_update_over_http_calls_out(writer: httpx.Client, canary: Canary, text: str) -> None:
    got = writer.post("/update", data={"update": canary.planted(text)})
    assert got.status_code == 400 and "is refused" in got.text
    media, body = BODIES[0]
    got = writer.put("/store?default", content=canary.planted(body), headers={"Content-Type": media})
    assert got.status_code == 400 and "context" in got.text
    got = writer.post(
        f"/update?using-graph-uri={quote(canary.planted(PARAMETERS[2]))}",
        content="INSERT { ?s <a:b> ?o } WHERE { ?s ?p ?o }",
        headers={"Content-Type": "application/sparql-update"},
    )
    assert got.status_code == 400
    found = writer.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert json.loads(found.text)["results"]["bindings"] == [] and not canary.heard()
