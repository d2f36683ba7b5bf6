"""Finding things by name: a page, and the suggestions of the search box."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.serve.lookup.names import find
from kg.serve.pages.site import HEADERS, Entry, Site, Words, language

NAV: Final[tuple[Entry, ...]] = ()
_SHOWN: Final = 200
_SUGGESTED: Final = 12
_LONGEST: Final = 200  # characters of a name that are searched for


def routes(site: Site) -> list[Route]:
    """``/search?q=…`` for people, ``/suggest?q=…`` as JSON for the search box."""

    async def search(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:_LONGEST]
        found = find(await site.names.get(), text)
        return site.render(
            request, "search.html.j2", asked=text, found=found[:_SHOWN], total=len(found), shown=_SHOWN
        )

    async def suggest(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:_LONGEST]
        t = Words(language(request)[0])
        hits = [
            {"href": site.href(one.iri), "label": one.label, "type": one.type, "kind": t.of("type", one.type)}
            for one in find(await site.names.get(), text)[:_SUGGESTED]
        ]
        return JSONResponse(hits, headers=HEADERS)

    return [site.page("/search", search), site.page("/suggest", suggest)]
