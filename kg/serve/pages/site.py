"""What all pages share: the template's environment, the language, links to things, headers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.serve.context import Context
from kg.serve.errors import status_of
from kg.serve.kept import Kept
from kg.serve.limits import Busy
from kg.serve.lookup.names import Entry as Name
from kg.serve.negotiate import best
from kg.serve.pages import filters
from kg.vocab import DEFAULT_BASE

Language = Literal["zh", "en"]
Handler = Callable[[Request], Awaitable[Response]]
_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"
_COOKIE: Final = "kg-lang"
#: What every page may load: files of this server, and pictures that its own code draws.
POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
}
# What may stand as it is in the path of an address; all else is percent-encoded.
_SAFE: Final = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the navigation: its path, and its key in ``words.json``."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one app: what handlers need besides the request; ``names`` are those of all things."""

    context: Context
    nav: tuple[Entry, ...]
    names: Kept[tuple[Name, ...]]

    def page(self, path: str, handler: Handler) -> Route:
        """A route whose errors become pages: a name that is unknown, a limit that was hit."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except KgError as err:
                if best(request.headers.get("accept", ""), ("text/plain", "text/html")) != "text/html":
                    raise
                return self.trouble(request, err)

        return Route(path, answer, methods=["GET"])

    def render(
        self, request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None,
        **values: Any,
    ) -> Response:  # fmt: skip
        """A page from a template, in the reader's language."""
        lang, chosen = language(request)
        text = _environment().get_template(template).render(
            lang=lang,
            t=Words(lang),
            nav=self.nav,
            path=request.url.path,
            switch=_switched(request, "en" if lang == "zh" else "zh"),
            here=self.href,
            **values,
        )  # fmt: skip
        response = HTMLResponse(
            text.encode("utf-8", "replace"), status, headers={**HEADERS, **(headers or {})}
        )
        if chosen:
            response.set_cookie(_COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)
        return response

    def href(self, iri: str) -> str:
        """The address of a thing: here for one of ours, its own where it lies on the web, else ""."""
        for base in (self.context.names.base, DEFAULT_BASE):
            if iri.startswith(base):
                path, mark, part = iri.removeprefix(base).partition("#")
                return f"/id/{quote(path, safe=_SAFE)}{mark}{quote(part, safe=_SAFE)}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def trouble(self, request: Request, err: KgError) -> Response:
        """An error as a page that says what to try."""
        later = {"Retry-After": str(err.retry_after)} if isinstance(err, Busy) else None
        return self.render(request, "trouble.html.j2", status=status_of(err), headers=later, error=err)


class Words:
    """The words of ``words.json`` in one language: ``t("rows", 3, 0.1)``, ``t.of("types", "Reform")``."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def __call__(self, key: str, *values: object) -> str:
        text: str = words()[key][self.lang]
        return text.format(*values) if values else text

    def of(self, *keys: str) -> str:
        """A word by its path; the last key itself where the list does not have it."""
        found: Any = words()
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return str(found[self.lang]) if isinstance(found, dict) and self.lang in found else keys[-1]

    def all(self) -> dict[str, str]:
        """All plain words, for the scripts."""
        return {key: about[self.lang] for key, about in words().items() if self.lang in about}


@cache
def words() -> dict[str, Any]:
    """The words of the pages in both languages."""
    found: dict[str, Any] = json.loads((_HERE / "words.json").read_text("utf-8"))
    return found


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.serve.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    environment.filters.update(filters.FILTERS)
    return environment


def language(request: Request) -> tuple[Language, bool]:
    """The reader's language, and whether this request chose it."""
    asked = request.query_params.get("lang", "")
    if asked in ("zh", "en"):
        return ("en" if asked == "en" else "zh"), True
    kept = request.cookies.get(_COOKIE)
    if kept in ("zh", "en"):
        return ("en" if kept == "en" else "zh"), False
    first = request.headers.get("accept-language", "").strip().lower()
    return ("en" if first.startswith("en") else "zh"), False


def _switched(request: Request, lang: str) -> str:
    """This address in the other language."""
    kept = [(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k != "lang"]
    return f"{quote(unquote(request.url.path), safe=_SAFE)}?{urlencode([*kept, ('lang', lang)], errors='replace')}"
