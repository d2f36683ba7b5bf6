"""The pages over all reports: places, indicators, the audit, measures of the network."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from serve.served import served

from kg.pipeline import build

CODE = "administrative-reconsideration-received"


@pytest.fixture(scope="module")
def client(reports: Path, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A client of a server over four reports, two of them of one place."""
    output = tmp_path_factory.mktemp("whole") / "output"
    chosen = [
        reports / f"{name}.txt" for name in ("qinghe-2022", "qinghe-2023", "linan-2023", "lanchuan-2023")
    ]
    assert not build(chosen, output=output).failures
    with served(output / "store") as address, httpx.Client(base_url=address, timeout=60) as found:
        found.headers.update({"Accept": "text/html", "Accept-Language": "zh"})
        yield found


def text(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:400]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert (
        "<script>" not in answer.text
        and " style=" not in answer.text.partition("<main")[2].partition("<svg")[0]
    )
    return answer.text


def test_an_indicator_across_places_and_years(client: httpx.Client) -> None:
    listed = text(client, "/indicators")
    assert f'href="/indicators/{CODE}"' in listed
    page = text(client, f"/indicators/{CODE}")
    assert (
        "<mark>收到行政复议申请274件" in page
        and "与上年报告不一致" in page
        and "仅见于次年报告" not in listed
    )
    svg = client.get(f"/indicators/{CODE}.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(svg.content).tag.endswith("svg")
    assert client.get(f"/indicators/{CODE}.svg?dark").content != svg.content
    assert client.get(f"/indicators/{CODE}.csv").content.startswith(b"\xef\xbb\xbfindicator")
    assert client.get(f"/indicators/{CODE}.parquet").content.startswith(b"PAR1")


def test_what_nobody_states_is_told(client: httpx.Client) -> None:
    for code in ("no-such-indicator", "hotline-requests-nowhere"):
        assert client.get(f"/indicators/{code}").status_code in (400, 404)


def test_the_audit_is_filtered(client: httpx.Client) -> None:
    every = text(client, "/audit")
    late = text(client, "/audit?rule=late-publication")
    assert "baseline-mismatch" in every and late.count('class="card finding') == 1
    assert "2024-05-06" in late
    assert text(client, "/audit?severity=error").count('class="card finding') < every.count(
        'class="card finding'
    )


def test_measures_have_a_table_and_a_plot(client: httpx.Client) -> None:
    assert client.get("/analyse", follow_redirects=False).status_code == 303
    assert "青禾区" in text(client, "/analyse/spread")
    assert client.get("/analyse/spread.svg").headers["content-type"] == "image/svg+xml"
    assert "相似度" in text(client, "/analyse/similar")
    assert client.get("/analyse/beauty").status_code == 404


def test_the_report_on_a_place(client: httpx.Client) -> None:
    listed = text(client, "/places")
    assert "/places/report?place=%E9%9D%92%E7%A6%BE%E5%8C%BA" in listed
    page = text(client, "/places/report?place=青禾区")
    assert "前后两年说法不一的数字" in page and "186件" in page and "168件" in page
    css = client.get("/places/report.css")
    assert css.headers["content-type"].startswith("text/css") and css.text.startswith("@scope (.report)")
    assert client.get("/places/report?place=无此地").status_code == 404
