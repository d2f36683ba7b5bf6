"""One polite reader of the web: slow to ask again, quick to give up, and never led where it should not go."""

from __future__ import annotations

import time
import urllib.robotparser
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from kg import __version__
from kg.errors import FetchError
from kg.fetch.guard import address, checked

AGENT: Final = "fazhi-kg"
USER_AGENT: Final = f"{AGENT}/{__version__} (reads published government reports; polite; kg fetch)"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_MOVES: Final = 5
_ROBOTS: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Manners:
    """``delay`` seconds between requests to a host, ``retries`` after a failure that may pass, ``timeout`` seconds.

    ``size`` bytes of a page at most; ``patience`` seconds at most for a server that asks to wait; ``private``
    allows addresses of this machine and its network.
    """

    delay: float = 1.0
    retries: int = 3
    timeout: float = 30.0
    size: int = 64 * 1024 * 1024
    patience: float = 120.0
    private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave: the final URL, the bytes, and what it said of them."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one after another; ``sleep`` and ``clock`` can be put in by tests."""

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _client: httpx.Client = field(init=False)
    _next: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Language": "zh-CN,zh;q=0.9"},
            timeout=self.manners.timeout,
            follow_redirects=False,
            trust_env=False,  # a proxy would look names up itself, past the check of addresses
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, url: str) -> Page:
        """The page at a URL, redirects followed. Raises FetchError."""
        at = checked(url)
        for _ in range(_MOVES + 1):
            self._require_allowed(at)
            page = self._patiently(at, self.manners.size)
            if page.status not in _MOVED or "location" not in page.headers:
                break
            at = checked(urljoin(at, page.headers["location"]))
        else:
            raise FetchError(f"redirected more than {_MOVES} times", where=url, hint="open it in a browser")
        if page.status != 200:
            raise FetchError(f"the server answers {page.status}", where=url, hint="open it in a browser")
        return page

    def _require_allowed(self, url: str) -> None:
        host = _origin(url)
        if host not in self._robots:
            # Where the rules cannot be read nothing is allowed; the first page of the host says why.
            self._robots[host] = urllib.robotparser.RobotFileParser()
            self._robots[host].parse(["User-agent: *", "Disallow: /"])
            self._robots[host] = self._rules(host)
        if not self._robots[host].can_fetch(AGENT, url):
            raise FetchError(
                "robots.txt of the host does not allow it, or cannot be read",
                where=url,
                hint="save the page from a browser instead",
            )

    def _rules(self, host: str) -> urllib.robotparser.RobotFileParser:
        """What robots.txt says (RFC 9309): no file allows everything, no answer nothing."""
        rules = urllib.robotparser.RobotFileParser()
        url = f"{host}/robots.txt"
        for _ in range(_MOVES + 1):
            page = self._patiently(url, _ROBOTS, cut=True)
            if page.status not in _MOVED or "location" not in page.headers:
                break
            url = checked(urljoin(url, page.headers["location"]))
        if page.status == 200:
            rules.parse(page.data.decode("utf-8", "replace").splitlines())
        elif 400 <= page.status < 500 or page.status in _MOVED:
            rules.parse([])
        else:
            raise FetchError(f"robots.txt cannot be read: {page.status}", where=host, hint="try again later")
        return rules

    def _patiently(self, url: str, size: int, *, cut: bool = False) -> Page:
        """One request, again after a while where a failure may pass."""
        for attempt in range(self.manners.retries + 1):
            wait = float(2**attempt)
            last = attempt == self.manners.retries
            try:
                page = self._ask(url, size, cut=cut)
            except httpx.HTTPError as err:
                if last:
                    what = str(err) or type(err).__name__
                    raise FetchError(
                        f"no answer: {what}", where=url, hint="check the URL and the network"
                    ) from err
            else:
                if page.status not in _AGAIN or last:
                    return page
                wait = _asked(page.headers.get("retry-after", "")) or wait
                if wait > self.manners.patience:
                    raise FetchError(
                        f"the server asks to wait {wait:.0f} seconds", where=url, hint="try again later"
                    )
            self.sleep(wait)
        raise AssertionError("unreachable")

    def _ask(self, url: str, size: int, *, cut: bool) -> Page:
        """One request to the address that was checked, under the name that was asked for."""
        ip = address(url, private=self.manners.private)
        self._wait(url)
        parts = httpx.URL(url)
        request = self._client.build_request(
            "GET",
            parts.copy_with(host=ip),
            headers={"Host": parts.netloc.decode("ascii")},
            extensions={"sni_hostname": parts.host},
        )
        deadline = self.clock() + 4 * self.manners.timeout
        response = self._client.send(request, stream=True)
        try:
            data = bytearray()
            for chunk in response.iter_bytes(65536):
                data += chunk
                if len(data) > size:
                    if cut:
                        break
                    raise FetchError(f"more than {size:,} bytes", where=url, hint="save it from a browser")
                if self.clock() > deadline:
                    raise FetchError("not done after a long while", where=url, hint="try again later")
        finally:
            response.close()
        return Page(url, response.status_code, dict(response.headers), bytes(data[:size]))

    def _wait(self, url: str) -> None:
        """Let the time pass that lies between two requests to a host."""
        host = _origin(url)
        delay = self.manners.delay
        rules = self._robots.get(host)
        if rules is not None:
            delay = max(delay, float(rules.crawl_delay(AGENT) or 0))
        now = self.clock()
        due = self._next.get(host, now)
        if due > now:
            self.sleep(min(due - now, self.manners.patience))
        self._next[host] = max(due, now) + delay


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _asked(header: str) -> float:
    """The seconds that a Retry-After asks for, 0 where it asks for none."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0
