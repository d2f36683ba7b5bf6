"""The ASGI app: all routes over one store, errors as responses, bodies of bounded size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.serve import dataset, graphstore, pages, protocol, status, things
from kg.serve.context import Context
from kg.serve.errors import gone, refused, told
from kg.serve.settings import Settings

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
_WRITTEN = ("/update", "/store")


def create_app(settings: Settings) -> Starlette:
    """The app for one store; its child processes live as long as it does."""
    context = Context(settings)
    # Pages answer to every address that is left, so they come last.
    modules = (protocol, graphstore, status, dataset, things, pages)
    found = [route for module in modules for route in module.routes(context)]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        context.children.start()
        try:
            yield
        finally:
            context.children.stop()

    middleware = [Middleware(BodyLimit, settings=settings)]
    if settings.cors:
        middleware.insert(
            0, Middleware(CORSMiddleware, allow_origins=list(settings.cors), allow_methods=_METHODS,
                          allow_headers=("Authorization", "Content-Type")),
        )  # fmt: skip
    handlers = {KgError: told, ClientDisconnect: gone}
    return Starlette(routes=found, middleware=middleware, lifespan=lifespan, exception_handlers=handlers)


class BodyLimit:
    """Refuses a body, said or sent, that is too long, with status 413.

    Where writers show a token before their body is read, it may be as long as a graph; elsewhere as a query.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        graphs = scope["path"].startswith(_WRITTEN)
        megabytes = self._settings.body_megabytes if graphs else self._settings.query_megabytes
        most = megabytes << 20
        too_long = refused(f"a body has at most {megabytes} MB here", 413)
        if not said.isdigit() or int(said) > most:
            await too_long(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise _TooLong
            return message

        try:
            await self._app(scope, counted, send)
        except _TooLong:  # the handler had not begun to answer: it was reading
            await too_long(scope, receive, send)


class _TooLong(Exception):
    """More came than was allowed."""
