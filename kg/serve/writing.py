"""Who may write: nobody unless the server is writable, and then whoever has the token."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.errors import refused
from kg.serve.settings import Settings


def denied(request: Request, settings: Settings) -> Response | None:
    """The refusal of a request that may not write; None for one that may."""
    if not settings.writable or not settings.token:
        return refused("this server only reads; start it with --writable and a token", 403)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        challenge = 'Bearer realm="fazhi-kg"'
        return refused("writing needs a token: Authorization: Bearer …", 401, WWW_Authenticate=challenge)
    # Headers come as Latin-1, whatever their bytes mean.
    if not hmac.compare_digest(given.strip().encode("latin-1"), settings.token.encode()):
        return refused("this is not the token", 403)
    return None
