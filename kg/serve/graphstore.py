"""The Graph Store HTTP Protocol at ``/store``: graphs as resources, read by all, written with the token.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/. A graph is named by ``?graph=IRI``, or is the resource below
``/store/`` that is asked for. ``?default`` is what clients have written into the default graph; what queries see
there, the union of all graphs, is at ``/data.ttl``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from email.parser import BytesParser
from email.policy import HTTP
from io import BytesIO
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import QueryError, StoreError
from kg.serve.context import Context
from kg.serve.errors import HEADERS, refused
from kg.serve.negotiate import best
from kg.serve.writing import denied
from kg.store import EmbeddedStore, Store, updates
from kg.vocab import PREFIXES

_FORMATS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
_MULTIPART: Final = "multipart/form-data"
_CHARSETS: Final = ("", "utf-8", "utf8", "us-ascii")
Part = tuple[str, bytes]


class Unsupported(QueryError):
    """A body of a media type that is no RDF graph."""


def routes(context: Context) -> list[BaseRoute]:
    """``/store`` and what lies below it."""

    async def read(request: Request, graph: str | None) -> Response:
        media = best(request.headers.get("accept", "*/*"), tuple(_FORMATS))
        if media is None:
            return refused(f"a graph comes as {', '.join(_FORMATS)}", 406)
        body = await context.call(_read, graph, media)
        if body is None:
            return refused(f"{graph}: there is no such graph", 404)
        return Response(body, media_type=f"{media}; charset=utf-8", headers=HEADERS)

    async def write(request: Request, graph: str | None) -> Response:
        if request.method == "DELETE":
            known = await context.write(_delete, graph)
            return Response(status_code=200, headers=HEADERS) if known else refused("no such graph", 404)
        parts = _parts(request.headers.get("content-type", ""), await request.body())
        function = _put if request.method == "PUT" else _post
        made = await context.write(function, graph, parts, graph or _address(request))
        status = 201 if made else 204 if request.method == "PUT" else 200
        headers = {**HEADERS, "Location": _location(request, graph)} if made else HEADERS
        return Response(status_code=status, headers=headers)

    async def create(request: Request) -> Response:
        body = await request.body()
        parts = _parts(request.headers.get("content-type", ""), body)
        name = hashlib.sha256(body).hexdigest()[:16]
        graph = f"{request.base_url}store/{name}"
        await context.write(_put, graph, parts, graph)
        return Response(status_code=201, headers={**HEADERS, "Location": graph})

    async def answer(request: Request) -> Response:
        writes = request.method not in ("GET", "HEAD")
        if writes and (refusal := denied(request, context.settings)):
            return refusal
        try:
            if request.method == "POST" and not request.query_params and not request.path_params.get("path"):
                return await create(request)
            graph = _named(request)
            return await (write if writes else read)(request, graph)
        except Unsupported as err:
            return refused(str(err), 415)

    methods = ["GET", "PUT", "POST", "DELETE"]
    handler: Callable[[Request], Awaitable[Response]] = answer
    return [Route(path, handler, methods=methods) for path in ("/store", "/store/{path:path}")]


def _named(request: Request) -> str | None:
    """The graph that a request is about; None for the default graph. Raises QueryError."""
    graphs = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if request.path_params.get("path") and not request.query_params:
        graphs = [_address(request)]
    if len(graphs) + default != 1 or (default and request.query_params["default"]):
        hint = "?graph=IRI, ?default, or an address below /store/"
        raise QueryError("name one graph", where=request.url.path, hint=hint)
    if default:
        return None
    try:
        named = ox.NamedNode(graphs[0])
    except ValueError as err:
        raise QueryError("not an absolute IRI", where=graphs[0], hint="?graph=http://…") from err
    if named.value.startswith(updates.RESERVED):
        raise QueryError("the name is the store's own", where=named.value, hint="take another")
    return str(named.value)


def _address(request: Request) -> str:
    """The address that was asked for, as it was written, without its query."""
    return f"{str(request.base_url).rstrip('/')}{request.scope['raw_path'].decode('ascii', 'replace')}"


def _location(request: Request, graph: str | None) -> str:
    """Where a graph that was made can be had."""
    asked = request.scope["query_string"].decode("ascii", "replace")
    return _address(request) + (f"?{asked}" if asked else "")


def _parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The graphs in a body, each with its media type. Raises Unsupported."""
    if _media(content_type)[0] == _MULTIPART:
        head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
        message = BytesParser(policy=HTTP).parse(BytesIO(head + body))
        found = [_part(str(one["content-type"] or ""), _payload(one)) for one in message.iter_parts()]
        if not found:
            raise Unsupported("no parts", where=content_type, hint="send at least one graph")
        return tuple(found)
    return (_part(content_type, body),)


def _payload(part: object) -> bytes:
    data = part.get_payload(decode=True)  # type: ignore[attr-defined]
    return data if isinstance(data, bytes) else b""


def _part(content_type: str, body: bytes) -> Part:
    media, charset = _media(content_type)
    if media not in _FORMATS:
        hint = f"send {', '.join(_FORMATS)}"
        raise Unsupported("no RDF that is read here", where=media or "no Content-Type", hint=hint)
    if charset not in _CHARSETS:
        raise Unsupported("an encoding that is not read here", where=charset, hint="send UTF-8")
    return media, body


def _media(content_type: str) -> tuple[str, str]:
    media, _, rest = content_type.partition(";")
    parameters = (part.partition("=") for part in rest.split(";"))
    charset = next((value for key, _, value in parameters if key.strip().lower() == "charset"), "")
    return media.strip().lower(), charset.strip(' "').lower()


def _read(store: Store, graph: str | None, media: str) -> bytes | None:
    """In a child: a graph as bytes, None where there is none."""
    inner = _inner(store)
    name = updates.OWN if graph is None else ox.NamedNode(graph)
    if graph is not None and not inner.contains_named_graph(name):
        return None
    triples = [quad.triple for quad in inner.quads_for_pattern(None, None, None, name)]
    form = _FORMATS[media]
    prefixes = None if form == ox.RdfFormat.N_TRIPLES else PREFIXES
    found = ox.serialize(sorted(triples, key=str), format=form, prefixes=prefixes)
    return found if found is not None else b""


def _put(store: Store, graph: str | None, parts: tuple[Part, ...], base: str) -> bool:
    return updates.put(_embedded(store), graph, _triples(parts, base))


def _post(store: Store, graph: str | None, parts: tuple[Part, ...], base: str) -> bool:
    return updates.add(_embedded(store), graph, _triples(parts, base))


def _delete(store: Store, graph: str | None) -> bool:
    return updates.drop(_embedded(store), graph)


def _triples(parts: tuple[Part, ...], base: str) -> list[ox.Triple]:
    """The triples of all parts. Raises QueryError with line and column for what does not parse."""
    found: list[ox.Triple] = []
    for media, body in parts:
        try:
            quads = ox.parse(body, format=_FORMATS[media], base_iri=base, rename_blank_nodes=True)
            found += [quad.triple for quad in quads]
        except (SyntaxError, ValueError) as err:
            hint = "a JSON-LD context has to be in the body" if "json" in media else "check the body"
            raise QueryError(f"does not parse: {err}", where=media, hint=hint) from err
    return found


def _embedded(store: Store) -> EmbeddedStore:
    if not isinstance(store, EmbeddedStore):
        raise StoreError("only the embedded store is written through this server", where=store.where)
    return store


def _inner(store: Store) -> ox.Store:
    if not isinstance(store, EmbeddedStore):
        raise StoreError("ask the graph store of the server itself", where=store.where)
    return store.inner
