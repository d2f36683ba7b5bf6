"""Errors as HTTP: each class of ours has one status, and says in plain text what is wrong and what to try."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import (
    KgError,
    LimitReached,
    QueryError,
    StoreError,
    UnknownQuery,
    UnknownThing,
    VocabularyError,
)
from kg.serve.answer import NotAcceptable
from kg.serve.limits import Busy

_STATUS: Final[tuple[tuple[type[KgError], int], ...]] = (
    (Busy, 429),
    (NotAcceptable, 406),
    (UnknownQuery, 404),
    (UnknownThing, 404),
    (VocabularyError, 404),
    (LimitReached, 503),
    (QueryError, 400),
    (StoreError, 503),
)
HEADERS: Final = {"Vary": "Accept", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def status_of(err: KgError) -> int:
    """The status of the first class that the error is of; 500 where it is of none."""
    return next((status for kind, status in _STATUS if isinstance(err, kind)), 500)


async def told(request: Request, err: Exception) -> Response:
    """The response to an error of ours."""
    assert isinstance(err, KgError)
    headers = dict(HEADERS)
    if isinstance(err, Busy):
        headers["Retry-After"] = str(err.retry_after)
    return PlainTextResponse(f"{err}\n".encode("utf-8", "replace"), status_of(err), headers)


async def gone(request: Request, err: Exception) -> Response:
    """The response to a client that broke off while it sent its body: nobody reads it, and nothing is wrong here."""
    return Response(status_code=499)


def refused(message: str, status: int, **headers: str) -> Response:
    """A refusal in plain text."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PlainTextResponse(f"{message}\n", status, {**HEADERS, **named})
