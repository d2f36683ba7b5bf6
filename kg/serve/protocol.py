"""The SPARQL 1.1 Protocol: queries at ``/sparql``, updates at ``/update``.

Source: https://www.w3.org/TR/sparql11-protocol/. An answer is complete before its status is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from kg.errors import StoreError
from kg.query.guard import refuse
from kg.serve.answer import Question
from kg.serve.context import Answer, Context
from kg.serve.description import description
from kg.serve.errors import HEADERS, refused
from kg.serve.negotiate import best
from kg.serve.writing import denied
from kg.store import EmbeddedStore, Store
from kg.store import updates as store_updates
from kg.store.prologue import hoisted

_FORM: Final = "application/x-www-form-urlencoded"
_CHUNK: Final = 1 << 16
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
Handler = Callable[[Request], Awaitable[Response]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the protocol: the text, and the values of its other parameters by name."""

    text: str
    values: dict[str, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        """The values of a parameter, none where it is not given."""
        return self.values.get(name, ())


class BadRequest(Exception):
    """A request that is not of the protocol: what is wrong, and its status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def routes(context: Context) -> list[BaseRoute]:
    """``/sparql`` and ``/update``."""

    async def query(request: Request) -> Response:
        if request.method in ("GET", "HEAD") and not request.query_params:
            return _about(request, context)
        asked = await _asked(request, "query", "application/sparql-query")
        question = Question(
            asked.text,
            default_graphs=asked.of("default-graph-uri"),
            named_graphs=asked.of("named-graph-uri"),
            accept=request.headers.get("accept", "*/*"),
            base_iri=_base(request),
        )
        return _streamed(await _while_asked(request, context.answer(question)))

    async def update(request: Request) -> Response:
        if refusal := denied(request, context.settings):
            return refusal
        asked = await _asked(request, "update", "application/sparql-update")
        using, named = asked.of("using-graph-uri"), asked.of("using-named-graph-uri")
        await context.write(_update, asked.text, _base(request), using, named)
        return Response(status_code=204, headers=HEADERS)

    found: list[BaseRoute] = []
    # Every method comes here, lest the pages answer to some.
    for path, handler, methods in (
        ("/sparql", query, ("GET", "HEAD", "POST")),
        ("/update", update, ("POST",)),
    ):
        found += [Route(path + slash, _checked(handler, methods), methods=_METHODS) for slash in ("", "/")]
    return found


def _update(store: Store, text: str, base_iri: str, using: tuple[str, ...], named: tuple[str, ...]) -> None:
    text = hoisted(text)
    refuse(text, kind="update", base_iri=base_iri, foreign=True)
    if not isinstance(store, EmbeddedStore):
        raise StoreError("only the embedded store is written through this server", where=store.where)
    store_updates.update(store, text, base_iri=base_iri, using=using, using_named=named)


def _checked(handler: Handler, methods: tuple[str, ...]) -> Handler:
    """The handler, with requests that are not of the protocol refused."""

    async def answer(request: Request) -> Response:
        if request.method not in methods:
            return refused(f"{request.method} is no way to ask here", 405, Allow=", ".join(methods))
        try:
            return await handler(request)
        except BadRequest as err:
            return refused(str(err), err.status)

    return answer


def _about(request: Request, context: Context) -> Response:
    """The service description; a browser is sent to the page where queries are written."""
    accept = request.headers.get("accept", "*/*")
    if best(accept, ("text/turtle", "text/html")) == "text/html":
        return RedirectResponse("/query", 303, HEADERS)
    writable = context.settings.writable
    found = description(accept, server=str(request.base_url), names=context.names, writable=writable)
    if found is None:
        return refused("the service description comes in Turtle, RDF/XML, N-Triples or JSON-LD", 406)
    media, body = found
    return Response(body, media_type=media, headers=HEADERS)


async def _asked(request: Request, name: str, direct: str) -> Asked:
    """What a request asks. Raises BadRequest."""
    address = _pairs(request.scope["query_string"], "the address")
    if request.method in ("GET", "HEAD"):
        return _one(address, name)
    media, charset = _content_type(request)
    if charset not in ("", "utf-8", "utf8"):
        raise BadRequest(f"the body is in {charset}; send it in UTF-8", 415)
    body = await request.body()
    if media == _FORM:
        return _one([*address, *_pairs(body, "the form")], name)
    if media != direct:
        kinds = f"{_FORM} or {direct}"
        raise BadRequest(f"{media or 'a body without a Content-Type'} is not taken here; send {kinds}", 415)
    if any(key == name for key, _ in address):
        raise BadRequest(f"{name} stands in the address and in the body; give it once")
    return _one([*address, (name, _utf8(body, "the body"))], name)


def _content_type(request: Request) -> tuple[str, str]:
    media, _, rest = request.headers.get("content-type", "").partition(";")
    parameters = (part.partition("=") for part in rest.split(";"))
    charset = next((value for key, _, value in parameters if key.strip().lower() == "charset"), "")
    return media.strip().lower(), charset.strip(' "').lower()


def _pairs(raw: bytes, what: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_utf8(raw, what), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as err:
        raise BadRequest(f"{what} is not well-formed UTF-8 in percent-encoding") from err


def _utf8(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as err:
        raise BadRequest(f"{what} is not UTF-8 (byte {err.start})") from err


def _one(pairs: list[tuple[str, str]], name: str) -> Asked:
    texts = [value for key, value in pairs if key == name]
    if len(texts) != 1:
        raise BadRequest(f"give {name} once; it was given {len(texts)} times")
    values: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        values[key] = (*values.get(key, ()), value)
    return Asked(texts[0], values)


async def _while_asked(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; it ends, and its child process with it, when the client has gone."""
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise BadRequest("the client did not wait for the answer")
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _base(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _streamed(answer: Answer) -> Response:
    """The answer from its file, as long as it says."""

    async def chunks() -> AsyncIterator[bytes]:
        try:
            while chunk := await to_thread.run_sync(answer.body.read, _CHUNK):
                yield chunk
        finally:
            answer.body.close()

    headers: dict[str, Any] = {**HEADERS, "Content-Length": str(answer.size)}
    return StreamingResponse(chunks(), media_type=answer.media, headers=headers)
