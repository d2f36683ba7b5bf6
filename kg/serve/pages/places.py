"""Places with their reports, and the report on a place that ``kg report`` writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.report.html import body as written
from kg.report.html import style
from kg.serve.kept import Kept
from kg.serve.lookup import whole
from kg.serve.lookup.numbers import Report, overview
from kg.serve.pages.site import HEADERS, Entry, Site

NAV: Final = (Entry("/places", "nav-places"),)
_ROOTS: Final = re.compile(r":root|\bbody\b")


def routes(site: Site) -> list[Route]:
    """``/places`` and ``/places/report?place=NAME&body=NAME``."""
    kept = Kept(site.context, overview)
    folder = str(Path(site.context.settings.store).parent)

    async def every(request: Request) -> Response:
        found = await kept.get()
        series: dict[tuple[str, str], list[Report]] = {}
        for report in found.reports:
            series.setdefault((report.place.label, report.publisher.label), []).append(report)
        return site.render(request, "places.html.j2", series=series)

    async def one(request: Request) -> Response:
        place, body = (request.query_params.get(name, "") for name in ("place", "body"))
        report = await site.context.call(whole.told, folder, place, body)
        # Its small plots are drawn where those of other pages are: see ``pictures``.
        text = await to_thread.run_sync(written, report)
        return site.render(request, "place.html.j2", place=place, text=Markup(text))

    async def css(request: Request) -> Response:
        return Response(_within(style()), media_type="text/css", headers=HEADERS)

    return [site.page("/places", every), site.page("/places/report", one), Route("/places/report.css", css)]


def _within(css: str) -> str:
    """The style of a page of its own, held to the part of ours that shows its body."""
    held = _ROOTS.sub(":scope", css)
    return f"@scope (.report) {{\n{held}\n}}\n"
