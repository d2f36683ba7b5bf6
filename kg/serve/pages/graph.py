"""The graph as a picture that grows: the viewer of ``kg view``, fed from the store."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import texts
from kg.serve.context import Context
from kg.serve.kept import Kept
from kg.serve.lookup import graph
from kg.serve.pages.site import HEADERS, Entry, Site, Words, language
from kg.view import body, parts
from kg.vocab import DEFAULT_BASE

NAV: Final = (Entry("/graph", "nav-graph"),)
_MEDIA: Final = {"css": "text/css", "js": "text/javascript"}
_YEAR: Final = "public, max-age=31536000, immutable"


def routes(site: Site) -> list[Route]:
    """``/graph?focus=IRI``, its ``/graph/data`` and ``/graph/neighbours?of=IRI&from=60``, ``/graph/text?report=IRI``, and the viewer's files.

    A thing is named by its IRI or by its address here (``/id/…``). Whoever posts to ``/graph/neighbours`` the IRIs
    of the things that are on the page, one a line, gets the ties to these as well.
    """
    kept = Kept(site.context, graph.opening)
    counted = Kept(site.context, graph.total)

    async def page(request: Request) -> Response:
        asked = request.query_params.get("focus", "")
        lang = language(request)[0]
        t = Words(lang)
        title, data, name = t("nav-graph"), "/graph/data", ""
        if asked:
            iri, name = await site.context.call(graph.named, _candidates(site.context, asked))
            title, data = f"{name} · {title}", f"/graph/data?focus={quote(iri, safe='')}"
        return site.render(
            request, "graph.html.j2", title=title, data=data, version=_version(),
            body=body(title=title, home="/", lang=lang, thing=name),
            bases=json.dumps([site.context.names.base, DEFAULT_BASE]),
        )  # fmt: skip

    async def data(request: Request) -> Response:
        asked = request.query_params.get("focus", "")
        if not asked:
            return _json(await kept.get())
        meant = _candidates(site.context, asked)
        return _json(await site.context.call(graph.focused, meant, await counted.get()))

    async def neighbours(request: Request) -> Response:
        iris = _candidates(site.context, request.query_params.get("of", ""))
        start = request.query_params.get("from", "0")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0
        known = (await request.body()).decode("utf-8", "replace").split("\n")
        return _json(await site.context.call(graph.neighbours, iris, first, frozenset(known)))

    growing = site.page("/graph/neighbours", neighbours)
    posted = Route("/graph/neighbours", growing.endpoint, methods=["POST"])
    return [site.page("/graph", page), site.page("/graph/data", data), growing, posted, *_files(site)]


def _files(site: Site) -> list[Route]:
    """What is read as it lies there: the texts of reports, the viewer's scripts and style."""

    async def text(request: Request) -> Response:
        asked = request.query_params.get("report", "")
        folder = texts.beside(site.context.settings.store)
        return _json(await site.context.call(graph.text, asked, str(folder)))

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        text = parts().get(name)
        if text is None:
            return site.render(request, "missing.html.j2", status=404, iri="", near=())
        media = _MEDIA[name.rpartition(".")[2]]
        return Response(text, media_type=media, headers={**HEADERS, "Cache-Control": _YEAR})

    return [site.page("/graph/text", text), site.page("/graph/files/{name}", file)]


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json", headers=HEADERS)


def _candidates(context: Context, asked: str) -> tuple[str, ...]:
    """The IRIs that an IRI or the address of a thing's page may mean."""
    if not asked.startswith("/id/"):
        return (asked,)
    path = unquote(asked.removeprefix("/id/"))
    return tuple(f"{base}{path}" for base in (context.names.base, DEFAULT_BASE))


@cache
def _version() -> str:
    """What changes whenever the viewer's files do."""
    return hashlib.sha256("".join(parts().values()).encode()).hexdigest()[:12]
