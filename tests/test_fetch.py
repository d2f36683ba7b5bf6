"""Saving pages from a local server: politeness, failures, and where it must not go."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FetchError
from kg.fetch import Fetcher, Manners, fetch_all, file_name
from kg.fetch.guard import address, checked

PAGE = "<html><p>法治政府</p></html>".encode("gb18030")


class Site:
    """A web site whose paths tell what it answers; ``asked`` counts the requests."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.robots = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 2\n"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked[self.path] += 1
                site.agents.add(self.headers["User-Agent"])
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path, headers, status, body = to.path, {"Content-Type": "text/html; charset=gb2312"}, 200, PAGE
        if path == "/robots.txt":
            body = self.robots
        elif path.startswith("/busy"):
            first = self.asked[path] == 1
            status, headers = (429, {**headers, "Retry-After": "7"}) if first else (200, headers)
        elif path == "/down":
            status = 503
        elif path == "/gone":
            status = 404
        elif path.startswith("/to/"):
            status, headers = 302, {"Location": path.removeprefix("/to")}
        elif path == "/loop":
            status, headers = 302, {"Location": "/loop"}
        elif path == "/inside":
            status, headers = 301, {"Location": "http://169.254.169.254/latest/meta-data"}
        elif path == "/file":
            status, headers = 301, {"Location": "file:///etc/passwd"}
        elif path == "/large":
            body = bytes(200_000)
        elif path == "/forever":
            status, headers = 429, {"Retry-After": "99999"}
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def fetcher(time: Time) -> Iterator[Fetcher]:
    made = Fetcher(Manners(private=True, size=100_000), sleep=time.sleep, clock=lambda: time.now)
    yield made
    made.close()


def test_a_page_is_fetched_under_our_name_and_hosts_are_asked_slowly(
    site: Site, fetcher: Fetcher, time: Time
) -> None:
    assert fetcher.fetch(f"{site.root}/a").data == PAGE
    fetcher.fetch(f"{site.root}/b")
    assert all(agent.startswith("fazhi-kg/") for agent in site.agents)
    assert site.asked["/robots.txt"] == 1
    assert time.slept == [1.0, 2.0]  # after robots.txt, and then as long as it asks for


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, fetcher: Fetcher) -> None:
    for path in ("/secret/x", "/to/secret/x"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetcher.fetch(site.root + path)
    assert not site.asked["/secret/x"]


def test_a_server_that_asks_to_wait_is_waited_for(site: Site, fetcher: Fetcher, time: Time) -> None:
    assert fetcher.fetch(f"{site.root}/busy").status == 200
    assert 7.0 in time.slept
    with pytest.raises(FetchError, match="asks to wait 99999 seconds"):
        fetcher.fetch(f"{site.root}/forever")


def test_failures_that_may_pass_are_tried_again_with_growing_rests(
    site: Site, fetcher: Fetcher, time: Time
) -> None:
    with pytest.raises(FetchError, match="503"):
        fetcher.fetch(f"{site.root}/down")
    assert site.asked["/down"] == 4
    assert [s for s in time.slept if s in (1.0, 2.0, 4.0)][-3:] != []
    with pytest.raises(FetchError, match="404"):
        fetcher.fetch(f"{site.root}/gone")
    assert site.asked["/gone"] == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [("/loop", "redirected"), ("/file", "not a URL"), ("/large", "more than 100,000 bytes")],
)
def test_bounds(site: Site, fetcher: Fetcher, path: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetcher.fetch(site.root + path)


def test_robots_that_cannot_be_read_forbid_everything(site: Site, fetcher: Fetcher) -> None:
    site.server.RequestHandlerClass.do_GET = lambda handler: handler.send_error(500)  # type: ignore[attr-defined]
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read: 500"):
        fetcher.fetch(f"{site.root}/a")


def test_addresses_inside_are_refused_before_anything_is_sent(site: Site) -> None:
    fetcher = Fetcher(Manners(delay=0))
    with pytest.raises(FetchError, match="--allow-private"):
        fetcher.fetch(f"{site.root}/a")
    fetcher.close()
    assert not site.asked


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "100.64.0.1", "224.0.0.1", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_private_addresses_in_every_spelling(host: str) -> None:
    with pytest.raises(FetchError):
        address(f"http://{host}/")


def test_a_redirect_does_not_lead_inside(site: Site, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.fetch.client as client

    inside = client.address
    port = site.server.server_port
    monkeypatch.setattr(
        client, "address", lambda url, *, private: "127.0.0.1" if f":{port}" in url else inside(url)
    )
    fetcher = Fetcher(Manners(delay=0), sleep=time.sleep)
    with pytest.raises(FetchError, match=r"169\.254\.169\.254"):
        fetcher.fetch(f"{site.root}/inside")
    fetcher.close()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/y",
        "file:///etc/passwd",
        "x",
        "http://",
        "http://user:pw@host/",
        "http://h:99999/",
        "javascript:1",
    ],
)
def test_only_web_addresses(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        checked(url)
    assert caught.value.hint


def test_the_command_saves_pages_and_headers_and_goes_on_after_failures(
    site: Site, tmp_path: Path, kg: Callable[..., Any]
) -> None:
    listed = tmp_path / "urls.txt"
    listed.write_text(
        f"# pages\n{site.root}/art/1.html\n\n{site.root}/gone\n{site.root}/art/1.html\n", "utf-8"
    )
    arguments = (
        "fetch",
        "--from",
        listed,
        "-o",
        tmp_path / "data",
        "--allow-private",
        "--delay",
        "0",
        "--retries",
        "0",
    )
    done = kg(*arguments)
    assert done.code == 3
    assert "404" in done.err
    (page,) = (Path(line) for line in done.out.splitlines())
    assert page.read_bytes() == PAGE
    beside = json.loads(page.with_name(page.name + ".headers.json").read_text("utf-8"))
    assert beside["url"] == f"{site.root}/art/1.html"
    assert beside["headers"]["content-type"] == "text/html; charset=gb2312"
    asked = site.asked["/art/1.html"]
    assert kg(*arguments).code == 3
    assert site.asked["/art/1.html"] == asked
    assert kg(*arguments, "--force").code == 3
    assert site.asked["/art/1.html"] == asked + 1


def test_two_addresses_of_one_name_are_two_files(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    urls = [f"{site.root}/a/b.html", f"{site.root}/a_b.html"]
    paths = {outcome.path for outcome in fetch_all(urls, tmp_path, fetcher=fetcher)}
    assert len(paths) == 2 and None not in paths


def test_the_command_without_addresses_says_what_to_give(kg: Callable[..., Any], tmp_path: Path) -> None:
    assert kg("fetch").code == 2
    assert kg("fetch", "--from", tmp_path / "none").code == 2
    assert kg("fetch", "http://127.0.0.1:1/x", "-o", tmp_path).code == 1


@given(
    st.text(max_size=300), st.text(max_size=50), st.sampled_from(["text/html", "application/pdf", "", "x/y"])
)
def test_names_are_fit_for_every_file_system(path: str, query: str, kind: str) -> None:
    name = file_name(f"http://example.com/{path.replace('?', '').replace('#', '')}?{query}", kind)
    assert "/" not in name and "\\" not in name and "\0" not in name
    assert not name.startswith(".") and ".." not in name
    assert len(f"{name}.headers.json".encode("utf-8", "replace")) <= 255
    assert name == name.strip(" .")


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://www.gov.cn/a/content_1.htm", "text/html", "www.gov.cn_a_content_1.htm"),
        ("https://www.gov.cn/a/../../etc/x.pdf", "application/pdf", "www.gov.cn_a_etc_x.pdf"),
        (
            "https://h/年度报告.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "h_年度报告.docx",
        ),
        ("https://h/x.jsp", "text/html", "h_x.jsp.html"),
        ("https://h/", "text/html", "h.html"),
        ("https://con/", "text/html", "page_con.html"),
    ],
)
def test_names_tell_where_a_page_is_from(url: str, kind: str, name: str) -> None:
    assert file_name(url, kind) == name
