"""SPARQL 1.1 Protocol and Graph Store Protocol over httpx: addresses, authentication, what becomes of errors."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

from kg.errors import KgError, LimitReached, QueryError, StoreError
from kg.store.contract import shown

TIMEOUT: Final = 60.0
NTRIPLES: Final = "application/n-triples"
RESULTS: Final = "application/sparql-results+json"

# (how the path of the query endpoint ends, what the Server header begins with) -> the other two endpoints,
# put in the place of that ending. The first that fits is taken; the graph store may be unknown.
_LAYOUTS: Final = (
    ("/sparql-auth", "Virtuoso", "/sparql-auth", "/sparql-graph-crud-auth"),
    ("/sparql", "Virtuoso", "/sparql", "/sparql-graph-crud"),
    ("/query", "Oxigraph", "/update", "/store"),
    ("/sparql", "Oxigraph", "/update", "/store"),
    ("/query", "Apache Jena Fuseki", "/update", "/data"),
    ("/sparql", "Apache Jena Fuseki", "/update", "/data"),
    ("/query", "", "/update", None),
)
_REPOSITORIES: Final = "/repositories/"
_ROOTS: Final = ("query", "sparql")
_NOT_THERE: Final = (400, 404, 405)
# What Virtuoso says of a query: a code of SQL's, its own code, words, and then the query once more. The two
# codes are those of a transaction that took too long.
_FAULT = re.compile(r"Virtuoso (?P<code>\w{5}) Error (?:\w+: )?(?P<said>.+?)(?:\n\s*\n|\Z)", re.DOTALL)
_OVER: Final = ("S1T00", "S1TAT")
_TIME = re.compile(r"time .*exceeds the limit|timed? ?out", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to talk to a server beyond its address; empty where the server's kind tells it.

    ``update`` and ``graph_store`` are the addresses of those endpoints, ``header`` is ``Name: value`` sent
    with each request, ``token`` a bearer token, ``timeout`` is in seconds.
    """

    update: str = ""
    graph_store: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    header: str = field(default="", repr=False)
    timeout: float = TIMEOUT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that ``KG_STORE_UPDATE``, ``…_GRAPH_STORE``, ``…_USER`` and so on hold."""
        names = ("update", "graph_store", "user", "password", "token", "header")
        given = {name: environment.get(f"KG_STORE_{name.upper()}", "") for name in names}
        seconds = environment.get("KG_STORE_TIMEOUT", "")
        try:
            timeout = float(seconds or TIMEOUT)
        except ValueError as err:
            raise StoreError("not a number of seconds", where="KG_STORE_TIMEOUT", hint="60, say") from err
        return cls(**given, timeout=timeout)


class Client:
    """Requests to one server. Raises StoreError for all that goes wrong, with what to try.

    ``query`` is the address of its query endpoint, or of the server itself: then the usual paths are tried.
    """

    def __init__(self, location: str, settings: Settings) -> None:
        parts = urlsplit(location)
        user = settings.user or unquote(parts.username or "")
        password = settings.password or unquote(parts.password or "")
        self._settings = replace(settings, user=user, password=password)
        address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        self.where = shown(location)
        self._http = httpx.Client(
            headers=self._headers(), auth=self._auth(parts.path), timeout=httpx.Timeout(settings.timeout)
        )
        try:
            self.query_url, server = self._connect(address)
        except BaseException:
            self._http.close()
            raise
        self.update_url, self.graph_store_url = self._others(server)
        self.cuts_graphs = server.startswith("Virtuoso")

    def _headers(self) -> dict[str, str]:
        name, colon, value = self._settings.header.partition(":")
        if self._settings.header and not (colon and name.strip()):
            raise StoreError("not a header", where="KG_STORE_HEADER", hint="give Name: value")
        headers = {name.strip(): value.strip()} if colon else {}
        if self._settings.token:
            headers["Authorization"] = f"Bearer {self._settings.token}"
        return headers

    def _auth(self, path: str) -> httpx.Auth | None:
        settings = self._settings
        if settings.token or not settings.user:
            return None
        if path.rstrip("/").endswith("-auth"):  # Virtuoso's endpoints for known users take digests only
            return httpx.DigestAuth(settings.user, settings.password)
        return httpx.BasicAuth(settings.user, settings.password)

    def _connect(self, address: str) -> tuple[str, str]:
        """The query endpoint, and what the server calls itself."""
        bare = not urlsplit(address).path.strip("/")
        tried = [f"{address.rstrip('/')}/{name}" for name in _ROOTS] if bare else [address]
        for url in tried:
            allowed = () if url == tried[-1] else _NOT_THERE
            response = self.send("POST", url, data={"query": "ASK {}"}, accept=RESULTS, allow=allowed)
            if response.is_success:
                return url, str(response.headers.get("server", ""))
        raise AssertionError("the last address answers or raises")

    def _others(self, server: str) -> tuple[str, str | None]:
        """The endpoints for updates and graphs: as set, else as servers of this kind have them."""
        update, graphs = derived(self.query_url, server)
        return self._settings.update or update, self._settings.graph_store or graphs

    def send(
        self,
        method: str,
        url: str,
        *,
        accept: str = "*/*",
        kind: str | None = None,
        content: bytes | None = None,
        data: Mapping[str, str | list[str]] | None = None,
        params: Mapping[str, str] | None = None,
        allow: Container[int] = (),
    ) -> httpx.Response:
        """One request and its answer, read whole; a status in ``allow`` is no error."""
        headers = {"Accept": accept, **({"Content-Type": kind} if kind else {})}
        try:
            response = self._http.request(
                method, url, headers=headers, content=content, data=data, params=params
            )
        except httpx.TimeoutException as err:
            hint = "KG_STORE_TIMEOUT sets how long to wait"
            raise self._error(f"no answer within {self._settings.timeout:g} seconds", hint) from err
        except (httpx.HTTPError, httpx.InvalidURL) as err:
            hint = "is the server running, and is this its address?"
            raise self._error(f"cannot be reached: {err}", hint) from err
        if response.is_success or response.status_code in allow:
            return response
        raise self.refused(response)

    def refused(self, response: httpx.Response) -> StoreError:
        """What to say of an answer that is an error."""
        status, address = response.status_code, shown(str(response.request.url))
        said = " ".join(response.text[:300].split()) if "html" not in _kind(response) else ""
        if status in (401, 403):
            hint = "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
            message = "the server wants to know who asks" if status == 401 else "the server forbids this"
            return self._error(f"{message} ({status})", hint, at=address)
        if status in (404, 405):
            hint = "give the address of its SPARQL query endpoint, such as http://localhost:7878/query"
            return self._error(f"no such SPARQL endpoint ({status})", hint, at=address)
        if response.is_redirect:
            to = shown(str(response.headers.get("location", "")))
            return self._error(f"the server has moved ({status})", f"try {to}", at=address)
        hint = "its log may say more" if status >= 500 else "is it a SPARQL 1.1 server?"
        return self._error(f"the server answered {status} {said}".rstrip(), hint, at=address)

    def not_carried_out(self, response: httpx.Response) -> KgError:
        """What to say of a query that parses, and that the server refuses or fails on."""
        found = _FAULT.search(response.text)
        if found is None:
            return self.refused(response)
        code, said = found["code"], " ".join(found["said"].split())
        if code in _OVER or _TIME.search(said):
            hint = "ask for less, or allow more in its virtuoso.ini"
            return LimitReached(f"the server stopped the query: {said}", where=self.where, hint=hint)
        hint = "the query is SPARQL; this server takes it another way"
        return QueryError(
            f"the server could not carry out the query: {said} ({code})", where=self.where, hint=hint
        )

    def _error(self, message: str, hint: str, *, at: str = "") -> StoreError:
        return StoreError(message, where=at or self.where, hint=hint)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _kind(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", ""))


def derived(query: str, server: str) -> tuple[str, str | None]:
    """Where the same server takes updates and, if that is known, graphs."""
    parts = urlsplit(query)
    if _REPOSITORIES in parts.path:  # RDF4J and GraphDB
        base = query.rstrip("/")
        return f"{base}/statements", f"{base}/rdf-graphs/service"
    for ending, name, update, graphs in _LAYOUTS:
        if parts.path.endswith(ending) and server.startswith(name):
            base = urlunsplit((parts.scheme, parts.netloc, parts.path.removesuffix(ending), "", ""))
            return base + update, base + graphs if graphs else None
    return query, None
