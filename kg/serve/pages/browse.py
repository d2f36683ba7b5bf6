"""Lists of all things of one kind."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.serve.lookup.names import KINDS
from kg.serve.pages.site import Entry, Site

NAV: Final = (Entry("/browse", "nav-browse"),)
_PAGE: Final = 120


def routes(site: Site) -> list[Route]:
    """``/browse/Institution?page=2`` and the like."""

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/browse/{KINDS[0]}", 303)

    async def browse(request: Request) -> Response:
        kind = request.path_params["kind"]
        if kind not in KINDS:
            return site.render(request, "missing.html.j2", status=404, iri="", near=())
        every = await site.names.get()
        things = [one for one in every if one.type == kind]
        pages = max(1, -(-len(things) // _PAGE))
        asked = request.query_params.get("page", "1")
        page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        shown = things[(page - 1) * _PAGE : page * _PAGE]
        counts = {k: sum(one.type == k for one in every) for k in KINDS}
        return site.render(
            request, "browse.html.j2", kind=kind, things=shown, total=len(things), page=page, pages=pages,
            counts=counts,
        )  # fmt: skip

    return [site.page("/browse", first), site.page("/browse/{kind}", browse)]
