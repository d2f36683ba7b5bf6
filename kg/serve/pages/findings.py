"""The audit of all reports: its findings, by report, rule and severity."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.audit.rule import abouts
from kg.model import Finding
from kg.serve.kept import Kept
from kg.serve.lookup import whole
from kg.serve.pages.site import Entry, Site
from kg.store import Store

NAV: Final = (Entry("/audit", "nav-audit"),)
_SEVERITIES: Final = ("error", "warning", "note")
_SHOWN: Final = 300


def routes(site: Site) -> list[Route]:
    """``/audit?rule=CODE&severity=warning&report=IRI``."""
    folder = str(Path(site.context.settings.store).parent)
    kept = Kept(site.context, Found(folder))

    async def findings(request: Request) -> Response:
        every = await kept.get()
        asked = {name: request.query_params.get(name, "") for name in ("rule", "severity", "report")}
        chosen = [one for one in every if _fits(one, asked)]
        names = {one.iri: one.label for one in await site.names.get() if one.type == "Report"}
        rules = {code: about for code, about in abouts().items() if any(f.code == code for f in every)}
        reports = {f.report: names.get(f.report, f.file or f.report) for f in every}
        return site.render(
            request, "audit.html.j2", findings=chosen[:_SHOWN], total=len(chosen), every=len(every),
            rules=rules, reports=reports, asked=asked, severities=_SEVERITIES,
        )  # fmt: skip

    return [site.page("/audit", findings)]


class Found:
    """The findings of one output folder, as ``Kept`` asks for them."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, store: Store) -> tuple[Finding, ...]:
        return whole.found(store, self.folder)


def _fits(finding: Finding, asked: dict[str, str]) -> bool:
    return (
        asked["rule"] in ("", finding.code)
        and asked["severity"] in ("", finding.severity)
        and asked["report"] in ("", finding.report)
    )
