"""The ASGI app: all routes over one store, errors as responses, bodies of bounded size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.serve import dataset, graphstore, pages, protocol, status, things
from kg.serve.context import Context
from kg.serve.errors import refused, told
from kg.serve.settings import Settings

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")


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

    middleware = [Middleware(BodyLimit, most=settings.body_megabytes << 20)]
    if settings.cors:
        middleware.insert(
            0, Middleware(CORSMiddleware, allow_origins=list(settings.cors), allow_methods=_METHODS,
                          allow_headers=("Authorization", "Content-Type")),
        )  # fmt: skip
    return Starlette(
        routes=found, middleware=middleware, lifespan=lifespan, exception_handlers={KgError: told}
    )


class BodyLimit:
    """Refuses a body of more than ``most`` bytes, said or sent, with status 413."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        too_long = refused(f"a body has at most {self._most >> 20} MB", 413)
        if not said.isdigit() or int(said) > self._most:
            await too_long(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._most:
                raise _TooLong
            return message

        try:
            await self._app(scope, counted, send)
        except _TooLong:  # the handler had not begun to answer: it was reading
            await too_long(scope, receive, send)


class _TooLong(Exception):
    """More came than was allowed."""
