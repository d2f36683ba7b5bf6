"""Pages in the forms that the systems of government sites give them: what they state reaches the metadata."""

from __future__ import annotations

import html

import pytest

from kg.read import read_bytes

TITLE = "河口县司法局2023年法治政府建设年度报告"
PROSE = "2023年，河口县司法局坚持以人民为中心，深入推进依法行政，全年办理行政复议案件86件，同比增长12.5%，各项工作取得新的进展。"
BODY = ("一、主要举措和成效", PROSE, PROSE.replace("86", "87"), "二、存在的问题", PROSE.replace("86", "88"))
TEXT = "".join(f"<p><span>&emsp;&emsp;{line}</span></p>" for line in BODY)
METAS = f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-03-05 10:20"><meta name="ContentSource" content="县司法局">'
AFTER = "<div>上一篇：<a>2022年报告</a></div><div>下一篇：没有了</div><div>分享到：</div><div>扫一扫在手机打开当前页</div>"

PAGES = {
    "declared": f"<head>{METAS}</head><body><div class=t>{TITLE}</div><div class='view TRS_UEDITOR'>{TEXT}</div>{AFTER}</body>",
    "glued": f"<body><h1>{TITLE}</h1><div>2024-03-05 10:20来源：县司法局浏览次数：12</div><div id=zoom>{TEXT}</div>{AFTER}</body>",
    "spaced_frame": f"<body><table><tr><td><b>索&nbsp;引&nbsp;号</b>：</td><td>01</td><td><b>发布&emsp;日期</b>：</td><td>2024年3月5日</td></tr><tr><td><b>来　　源</b>：</td><td>县司法局</td><td><b>标　　题</b>：</td><td>{TITLE}</td></tr></table><div id=con>{TEXT}</div>{AFTER}</body>",
    "markup_in_script": f"<head>{METAS}</head><body><h1>{TITLE}</h1><script type='text/html'>{TEXT}</script></body>",
    "markup_in_textarea": f"<head>{METAS}</head><body><h1>{TITLE}</h1><textarea>{html.escape(TEXT)}</textarea></body>",
    "paged": f"<head>{METAS}</head><body><h1>{TITLE}</h1><div id=UCAP-CONTENT>{TEXT}</div><div class=page>共2页：<a>上一页</a> <b>1</b> <a>2</a></div>{AFTER}</body>",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_its_title_dates_source_and_text(name: str) -> None:
    document = read_bytes(f"<!DOCTYPE html><html>{PAGES[name]}</html>".encode(), source_name="x.html")
    stated = document.metadata
    assert (stated.title, stated.year, stated.publisher) == (TITLE, 2023, "河口县司法局")
    assert (stated.published, stated.source) == ("2024-03-05", "县司法局")
    assert "".join(document.text[s.start : s.end] for s in document.sentences) == "".join(BODY)


def test_a_document_number_in_a_frame_is_read() -> None:
    frame = (
        "<table><tr><td>索引号：</td><td>01</td><td>发文字号：</td><td>河司发〔2024〕3号</td></tr></table>"
    )
    page = f"<!DOCTYPE html><html><body>{frame}<h1>{TITLE}</h1><div>{TEXT}</div></body></html>"
    assert read_bytes(page.encode(), source_name="x.html").metadata.document_number == "河司发〔2024〕3号"
