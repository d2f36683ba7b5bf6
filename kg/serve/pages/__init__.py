"""The web pages: one base template, one style, one module a page.

To add a page, write a module of this package with two things and name it in ``_MODULES``:

    NAV = (Entry("/places", "nav-places"),)     # its places in the navigation; () for none

    def routes(site: Site) -> list[Route]:
        async def places(request: Request) -> Response:
            table = await site.context.table("SELECT …")
            return site.render(request, "places.html.j2", table=table)
        return [site.page("/places", places)]

Its template begins with ``{% extends "base.html.j2" %}`` and fills ``title`` and ``content`` (and ``head`` for scripts
and styles of its own). In it, ``t("key")`` is a word of ``words.json`` in the reader's language, ``t.lang`` that
language, ``here(iri)`` the address of a thing, and the filters of ``filters.py`` write figures and sentences.
Scripts and styles are files in ``static/``, served under ``/static/``: the Content-Security-Policy of all pages lets
nothing inline run and nothing come from another host. Data for a script stands in a ``<script
type="application/json">`` block, written with ``tojson``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.serve.context import Context
from kg.serve.kept import Kept
from kg.serve.lookup.names import entries
from kg.serve.negotiate import best
from kg.serve.pages import (
    ask,
    browse,
    findings,
    graph,
    home,
    indicators,
    measures,
    places,
    query,
    search,
    vocabulary,
)
from kg.serve.pages.editor import ASSETS
from kg.serve.pages.site import STATIC, Site

# In the order of the navigation.
_MODULES: Final = (
    home,
    ask,
    graph,
    places,
    indicators,
    findings,
    measures,
    query,
    browse,
    vocabulary,
    search,
)


@cache
def site(context: Context) -> Site:
    """What all pages of one app share."""
    nav = tuple(entry for module in _MODULES for entry in module.NAV)
    return Site(context, nav, Kept(context, entries))


def routes(context: Context) -> list[BaseRoute]:
    """The pages, their files, and at the end a page for every address that nothing answers to."""
    shared = site(context)
    found: list[BaseRoute] = [route for module in _MODULES for route in module.routes(shared)]
    if ASSETS.is_dir():  # npm fills it, where there is one
        found.append(Mount("/static/editor", StaticFiles(directory=ASSETS)))
    found.append(Mount("/static", StaticFiles(directory=STATIC)))

    async def nowhere(request: Request) -> Response:
        if best(request.headers.get("accept", ""), ("text/plain", "text/html")) != "text/html":
            message = f"{request.url.path}: there is nothing here (try / or /sparql)\n"
            headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
            return PlainTextResponse(message.encode("utf-8", "replace"), 404, headers)
        return shared.render(request, "missing.html.j2", status=404, iri="", near=())

    found.append(Route("/{path:path}", nowhere, methods=["GET"]))
    return found
