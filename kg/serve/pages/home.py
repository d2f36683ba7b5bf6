"""The start page: what is in the graph, and where to go from there."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import query
from kg.serve.dataset import DOWNLOADS
from kg.serve.kept import Kept
from kg.serve.lookup.names import KINDS
from kg.serve.lookup.numbers import overview
from kg.serve.pages.site import Entry, Site

NAV: Final[tuple[Entry, ...]] = ()


def routes(site: Site) -> list[Route]:
    """The start page."""
    kept = Kept(site.context, overview)

    async def home(request: Request) -> Response:
        found = await kept.get()
        counts: dict[str, int] = {}
        for one in await site.names.get():
            counts[one.type] = counts.get(one.type, 0) + 1
        shown: dict[str, Any] = {
            "overview": found,
            "counts": [(kind, counts[kind]) for kind in KINDS if kind in counts],
            "queries": query.named(),
            "downloads": DOWNLOADS,
            "labels": {
                "turtle": "Turtle",
                "nquads": "N-Quads",
                "trig": "TriG",
                "jsonld": "JSON-LD",
                "csv": "CSV",
            },
        }
        return site.render(request, "home.html.j2", **shown)

    return [site.page("/", home)]
