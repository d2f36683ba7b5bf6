from __future__ import annotations

import httpx
import pytest

KNOWN = "临安区2023年行政复议调撤率是多少"


def test_the_page_shows_the_answer_with_its_sentence_and_query(reading: str) -> None:
    page = httpx.get(f"{reading}/ask", params={"q": KNOWN}, headers={"Accept": "text/html"}, timeout=60)
    assert page.status_code == 200
    assert "52%" in page.text and 'class="said"' in page.text and "SELECT" in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_begins_with_examples(reading: str, lang: str) -> None:
    page = httpx.get(f"{reading}/ask", params={"lang": lang}, headers={"Accept": "text/html"})
    assert page.status_code == 200 and page.text.count('href="/ask?q=') >= 5


def test_what_is_not_understood_is_told_and_nothing_is_run_as_markup(reading: str) -> None:
    page = httpx.get(
        f"{reading}/ask", params={"q": "<script>x</script>\x00"}, headers={"Accept": "text/html"}, timeout=60
    )
    assert page.status_code == 200 and "<script>x" not in page.text and "没有理解" in page.text


def test_programs_get_json(reading: str) -> None:
    answer = httpx.get(
        f"{reading}/ask", params={"q": KNOWN}, headers={"Accept": "application/json"}, timeout=60
    )
    assert answer.json()["rows"][0][2] == 52 and answer.json()["sparql"]
