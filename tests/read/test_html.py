"""Pages: encodings, frames of metadata, tables, and what is not of the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import EmptyFile
from kg.read import read
from kg.read.html import to_text

PROSE = "2023年，我们坚持以人民为中心，深入推进依法行政，各项工作取得新的进展，人民群众满意度不断提高。"


def text_of(body: str, *, head: str = "", charset: str | None = None, encoding: str = "utf-8") -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return to_text(page.encode(encoding), source_name="x.html", charset=charset)


@pytest.mark.parametrize(
    ("declared", "header", "encoding"),
    [
        ("gb2312", None, "gb18030"),
        ("utf-8", None, "gb18030"),
        ("gb2312", None, "utf-8"),
        ("", "text/html; charset=GBK", "gb18030"),
        ("", None, "gb18030"),
        ("utf-16", None, "utf-8"),
        ("no-such-charset", None, "utf-8"),
        ("", None, "utf-16"),
        ("big5", None, "big5"),
    ],
)
def test_the_encoding_is_that_of_the_bytes(declared: str, header: str | None, encoding: str) -> None:
    prose = "㐂𠮷镕" if encoding == "gb18030" else ""
    words = (
        PROSE.translate(str.maketrans("为进项开业断满众", "爲進項開業斷滿眾"))
        if encoding == "big5"
        else PROSE + prose
    )
    words = words.encode(encoding, "ignore").decode(encoding) if encoding == "big5" else words
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert words in text_of(f"<p>{words}</p>", head=head, charset=header, encoding=encoding)


def test_a_page_cut_within_a_character_is_read() -> None:
    data = f"<html><p>{PROSE * 20}".encode()[:-1]
    assert PROSE in to_text(data, source_name="x.html")


def test_the_header_that_was_kept_beside_a_page_is_heeded(tmp_path: Path, sample: Path) -> None:
    page = tmp_path / "page.html"
    lines = "".join(f"<p>{line}</p>" for line in sample.read_text("utf-8").split("\n"))
    page.write_bytes(f"<html><body>{lines}</body></html>".encode("gb18030"))
    beside = {"url": "u", "headers": {"Content-Type": "text/html; charset=gbk"}}
    page.with_name("page.html.headers.json").write_text(json.dumps(beside))
    assert read(page).metadata.publisher == "临安区人民政府"


@pytest.mark.parametrize(
    "frame",
    [
        "<table><tr><td>索 引 号：</td><td>A1</td><td>发文机关：</td><td>某县司法局</td></tr><tr><td>成文日期：</td><td>2024年1月5日</td><td>发布日期：</td><td>2024年2月6日</td></tr></table>",
        "<table><tr><th>索引号</th><td>A1</td></tr><tr><th>发文机关</th><td>某县司法局</td></tr><tr><th>成文日期</th><td>2024-01-05</td></tr><tr><th>发布日期</th><td>2024-02-06</td></tr></table>",
        "<ul><li><b>索引号：</b>A1</li><li><b>发文机关：</b>某县司法局</li><li><b>发布日期：</b>2024-02-06</li></ul>",
        "<dl><dt>索引号</dt><dd>A1</dd><dt>发文机关</dt><dd>某县司法局</dd><dt>发布日期</dt><dd>2024-02-06</dd></dl>",
        "<div><label>发文机关</label><span>某县司法局</span></div><div><label>发布日期</label><span>2024-02-06</span></div>",
        "<div><span>发布日期：2024-02-06</span><span>发文机关：某县司法局</span><span>浏览次数：3</span></div>",
    ],
)
def test_frames_of_metadata_become_fields(frame: str) -> None:
    title = "<h1>某县司法局2023年法治政府建设年度报告</h1>"
    text = text_of(f"{frame}{title}<div class=content><p>{PROSE * 3}</p></div>")
    assert "发布日期：2024" in text
    assert "发文机关：某县司法局" in text
    assert text.startswith("某县司法局2023年法治政府建设年度报告\n")


def test_what_the_page_declares_stands_in_where_it_shows_nothing() -> None:
    head = '<meta name="ArticleTitle" content="某县2023年法治政府建设年度报告"><meta name="PubDate" content="2024/3/1 8:05"><meta name="ContentSource" content="县司法局">'
    lines = text_of(f"<p>{PROSE}</p>", head=head).split("\n")
    assert lines[:3] == ["某县2023年法治政府建设年度报告", "发布日期：2024-03-01 8:05", "来源：县司法局"]


def test_a_table_keeps_its_rows_and_spans_are_filled() -> None:
    table = "<table><tr><th>领域</th><th>指标</th><th>2023年</th></tr><tr><td rowspan=2>复议</td><td>收案<br>数</td><td>12</td></tr><tr><td>办结数</td><td>11</td></tr></table>"
    lines = text_of(f"<p>{PROSE}</p>{table}<p>{PROSE}</p>").strip().split("\n")
    assert lines[1:-1] == ["领域 | 指标 | 2023年", "复议 | 收案数 | 12", "复议 | 办结数 | 11"]


def test_a_table_of_two_columns_can_be_told_from_a_choice() -> None:
    table = "<table><tr><td>指标</td><td>数量|件</td></tr><tr><td>收案</td><td>12</td></tr></table>"
    assert "| 指标 | 数量/件 |\n| 收案 | 12 |" in text_of(f"<p>{PROSE}</p>{table}<p>{PROSE}</p>")


def test_menus_scripts_hidden_words_and_footers_are_left_out() -> None:
    around = "<div class=nav><a>首页</a><a>公开</a></div><script>var x='脚本';</script><style>.样式{}</style><p style='display: none'>隐藏</p><!-- 注释 -->"
    foot = "<div class='page-footer'><p>版权所有，未经许可不得转载，本网站不承担由此引起的任何责任，特此声明，敬请谅解。</p></div>"
    text = text_of(f"{around}<div id=zoom>{f'<p>{PROSE}</p>' * 8}</div>{foot}")
    assert text.replace(PROSE, "").strip() == ""


def test_a_part_of_the_text_in_an_element_of_its_own_is_not_lost() -> None:
    body = f"<p>{PROSE}</p><div class=more>{f'<p>{PROSE}</p>' * 9}</div><p>{PROSE}</p>"
    assert text_of(f"<div class=top><a>首页</a></div><div>{body}</div>").count(PROSE) == 11


def test_lists_are_numbered_as_a_browser_numbers_them() -> None:
    text = text_of(
        f"<div><p>{PROSE}</p><ol start=3><li>推进改革，{PROSE}<li>优化服务，{PROSE}</ol><ol><li>5.自带编号，{PROSE}</ol></div>"
    )
    assert "3.推进改革" in text and "4.优化服务" in text and "\n5.自带编号" in text


def test_line_breaks_of_the_source_are_no_spaces_between_chinese_characters() -> None:
    assert "依法行政工作" in text_of(f"<p>{PROSE}依法\n   行政工作</p>")
    assert "GDP growth" in text_of(f"<p>{PROSE}GDP\ngrowth</p>")


def test_a_page_that_scripts_fill_says_so() -> None:
    with pytest.raises(EmptyFile, match="scripts"):
        text_of("<div id=app></div><script>render()</script>")


def test_what_is_set_as_typed_keeps_its_lines() -> None:
    text = text_of(f"<pre>　　{PROSE}\n　　一、成效\n{PROSE}</pre>")
    assert text == f"{PROSE}\n一、成效\n{PROSE}\n"
