from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serve.hostile_store import TEXTS, fill
from serve.served import served

from kg import query
from kg.serve.lookup.names import entries, find
from kg.serve.pages.editor import installed
from kg.serve.pages.site import words
from kg.serve.pages.vocabulary import completions, terms
from kg.store import open_store
from kg.vocab import CLASSES, PROPERTIES


@pytest.fixture(scope="module")
def client(reading: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=reading) as found:
        found.headers["Accept"] = "text/html"
        yield found


PAGES = ("/", "/query", "/browse/Institution", "/browse/Report", "/search?q=xzfy", "/vocabulary", "/nowhere")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_stands_in_both_languages(client: httpx.Client, path: str, lang: str) -> None:
    answer = client.get(path, params={**dict(httpx.URL(path).params), "lang": lang})
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    page = answer.text
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert "<main" in page and "<h1>" in page and 'role="search"' in page
    # Nothing inline runs, nothing comes from elsewhere.
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r'<(?:link|script|img)[^>]+(?:href|src)="(?!/)', page)
    assert not re.search(r"\son\w+=|<style|\sstyle=", page)


def test_the_language_is_kept_and_read_from_the_browser(client: httpx.Client) -> None:
    fresh = {"Accept": "text/html"}
    assert 'lang="zh-CN"' in httpx.get(f"{client.base_url}/", headers=fresh).text
    english = httpx.get(f"{client.base_url}/", headers={**fresh, "Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in english.text and "Accept-Language" in english.headers["vary"]
    with httpx.Client(base_url=client.base_url, headers=fresh) as reader:
        assert "set-cookie" not in reader.get("/").headers
        reader.get("/?lang=en")
        assert '<html lang="en">' in reader.get("/browse/Reform").text


def test_the_switch_keeps_the_rest_of_the_address(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": '复议&x="1', "lang": "zh"}).text
    link = re.search(r'class="language" href="([^"]+)"', page)
    assert link is not None
    url = httpx.URL(link[1].replace("&amp;", "&"))
    assert dict(url.params) == {"q": '复议&x="1', "lang": "en"} and url.path == "/search"


def test_the_start_page_shows_what_is_there(client: httpx.Client) -> None:
    page = client.get("/", params={"lang": "zh"}).text
    assert "临安区人民政府关于临安区2023年法治政府建设年度报告" in page
    assert "共 1 份报告" in page
    for one in query.named():
        assert f"/query#name={one.name}" in page
    assert 'href="/data.ttl"' in page and 'href="/browse/Institution"' in page


def test_an_empty_graph_says_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with served(tmp_path / "store") as address:
        page = httpx.get(f"{address}/", headers={"Accept": "text/html"})
        assert page.status_code == 200 and "kg build" in page.text


def test_names_are_found_by_characters_and_by_pinyin(output: Path) -> None:
    with open_store(output / "store", read_only=True) as store:
        names = entries(store)
    assert find(names, "综合行政执法局")[0].label == "临安区综合行政执法局"
    assert "临安区人民政府" in [one.label for one in find(names, "laqrmzf")]
    assert find(names, "“双随机、一公开”监管")[0].label == "双随机、一公开监管"
    for letters in ("区", "sfj", "司法"):  # what is looked at first leaves out nothing that fits
        fits = [one for one in names if any(letters in text for text in (*one.keys, *one.letters))]
        assert fits and sorted(find(names, letters), key=names.index) == fits
    assert find(names, "") == find(names, "…") == find(names, "zzzzzz") == []


def test_the_search_box_is_told_where_to_go(client: httpx.Client) -> None:
    hits = client.get("/suggest", params={"q": "临安区人民政府", "lang": "zh"}).json()
    assert hits[0] == {
        "href": "/id/institution/330112/%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C",
        "label": "临安区人民政府",
        "type": "Institution",
        "kind": "机构",
    }
    assert client.get(hits[0]["href"]).status_code == 200
    assert len(client.get("/suggest", params={"q": "临"}).json()) <= 12


def test_lists_come_in_pages(client: httpx.Client) -> None:
    assert client.get("/browse").headers["location"] == "/browse/Institution"
    for page in ("0", "-1", "99999", "x", "１", "9" * 5000):
        assert client.get("/browse/Indicator", params={"page": page}).status_code == 200
    first = client.get("/browse/Indicator").text
    second = client.get("/browse/Indicator", params={"page": "2"}).text
    things = [set(re.findall(r'href="(/id/indicator/[^"]+)"', page)) for page in (first, second)]
    assert things[0] and things[1] and not things[0] & things[1]
    assert client.get("/browse/Nothing").status_code == 404


def test_a_named_query_comes_with_its_parameters_put_in(client: httpx.Client) -> None:
    text = client.get("/query/named/rates", params={"region": 'a" } DROP ALL #'}).json()["text"]
    assert r'"a\" } DROP ALL #"' in text and "# name:" not in text
    assert client.get("/query/named/nothing").status_code == 404
    assert client.get("/query/named/rates", params={"other": "x"}).status_code == 400


def test_the_query_page_has_all_that_its_script_needs(client: httpx.Client) -> None:
    page = client.get("/query").text
    block = re.search(r'<script id="config" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    config = json.loads(block[1])
    assert {one["name"] for one in config["queries"]} == {one.name for one in query.named()}
    offered = {one["text"] for one in config["completions"]}
    assert {"kg:Institution", "kg:implements", "skos:prefLabel", "kg:"} <= offered
    assert ("/static/editor/yasqe.min.js" in page) == installed()


def test_the_vocabulary_is_the_ontologys() -> None:
    known = {term.curie.removeprefix("kg:") for term in terms()}
    assert known == {*CLASSES, *PROPERTIES}
    assert all(set(term.label) == set(term.meaning) == {"zh", "en"} for term in terms())
    assert len({one["text"] for one in completions("zh")}) == len(completions("zh"))


def test_every_word_stands_in_both_languages() -> None:
    def walk(found: dict[str, object]) -> Iterator[dict[str, object]]:
        if set(found) & {"zh", "en"}:
            yield found
        else:
            for value in found.values():
                assert isinstance(value, dict)
                yield from walk(value)

    leaves = list(walk(words()))
    assert len(leaves) > 150
    assert all(set(leaf) == {"zh", "en"} and all(leaf.values()) for leaf in leaves)
    holes = [[re.findall(r"\{\d\}", str(leaf[lang])) for lang in ("zh", "en")] for leaf in leaves]
    assert all(sorted(zh) == sorted(en) for zh, en in holes)


def test_no_file_outside_the_folders_is_served(client: httpx.Client) -> None:
    for path in (
        "../site.py",
        "..%2Fsite.py",
        "%2e%2e/words.json",
        "editor/../../site.py",
        "editor/..%2F..%2Fsite.py",
    ):
        assert client.get(f"/static/{path}").status_code == 404
    assert client.get("/static/style.css").headers["content-type"].startswith("text/css")


def test_texts_are_texts(tmp_path: Path) -> None:
    fill(tmp_path / "store")
    with served(tmp_path / "store") as address, httpx.Client(base_url=address, timeout=60) as client:
        client.headers["Accept"] = "text/html"
        for path in ("/", "/id/report/hostile", "/id/reform/0", "/browse/Reform", "/search?q=boom"):
            page = client.get(path)
            assert page.status_code == 200, path
            scripts = re.findall(r"<script[^>]*>", page.text)
            assert all(tag.startswith('<script src="/static/') for tag in scripts), path
            assert not re.search(
                r"<(?:img|svg|iframe|object|embed|base|video|audio|style|template|meta http)", page.text
            )
        for form in ("ttl", "nt", "jsonld", "rdf"):
            assert client.get(f"/id/reform/0?format={form}").status_code == 200
    assert len(TEXTS) == 60
