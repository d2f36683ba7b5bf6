"""One report as pages, Word files, PDFs and Markdown, as governments publish them: for the readers' round trip."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kg.read import read
from kg.read.lines import lines
from kg.read.masthead import FIELDS

_ROW = re.compile(r"\|")
_RULE = re.compile(r"[\s|:-]+")
_SALUTATION = re.compile(r"[\u4e00-\u9fff]{3,20}[:：]")


@dataclass(frozen=True)
class Report:
    """A report apart from any format: its title, what its page states, and its paragraphs and tables."""

    title: str
    fields: dict[str, str]
    body: tuple[str | tuple[tuple[str, ...], ...], ...]


def report(path: Path) -> Report:
    """The report of a text file; of one that stands in it twice, the first."""
    document = read(path)
    meta = document.metadata
    end = min((a.start for a in document.asides if a.reason == "repetition"), default=len(document.text))
    page = [line for line in lines(document.text) if line.end <= end]
    fields = {"发布日期": meta.published, "来源": meta.source, "发文字号": meta.document_number}
    first = document.sentences[0].start
    kept = [
        line
        for line in page
        if line.start >= first or (_SALUTATION.fullmatch(line.text) and not FIELDS.match(line.text))
    ]
    body: list[str | tuple[tuple[str, ...], ...]] = []
    for is_row, group in groupby((line.text for line in kept), key=lambda text: len(_ROW.findall(text)) >= 2):
        if is_row:
            body.append(
                tuple(
                    tuple(c.strip() for c in row.strip("| ").split("|"))
                    for row in group
                    if not _RULE.fullmatch(row)
                )
            )
        else:
            body += list(group)
    return Report(meta.title, {k: v for k, v in fields.items() if v}, tuple(body))


def portal(one: Report) -> bytes:
    """A page of a portal: menus, a trail, a frame of metadata, share buttons, related links, a footer."""
    menu = "".join(
        f'<li><a href="/{i}/">{name}</a></li>'
        for i, name in enumerate(
            ("首页", "要闻动态", "政务公开", "政务服务", "互动交流", "数据发布", "走进我区")
        )
    )
    cells = list(
        {"索 引 号": "XX001-2024-0007", "主题分类": "综合政务", **one.fields, "有 效 性": "有效"}.items()
    )
    frame = "".join(
        "<tr>"
        + "".join(f"<td class='t'>{k}：</td><td>{html.escape(v)}</td>" for k, v in cells[i : i + 2])
        + "</tr>"
        for i in range(0, len(cells), 2)
    )
    related = "".join(
        f'<li><a href="r{i}.html">{year}年法治政府建设年度报告</a><span>{year + 1}-03-01</span></li>'
        for i, year in enumerate((2019, 2020, 2021))
    )
    body = "\n".join(
        _table(part)
        if isinstance(part, tuple)
        else f'<p style="text-indent:2em;"><span style="font-family:仿宋">{html.escape(part)}</span></p>'
        for part in one.body
    )
    text = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(one.title)}_某某区人民政府门户网站</title>
<meta name="SiteName" content="某某区人民政府"><meta name="ColumnName" content="法治政府建设"><meta name="ArticleTitle" content="{html.escape(one.title)}">
<meta name="PubDate" content="{one.fields.get("发布日期", "2024-01-01")} 09:30"><style>.nav li{{float:left}}</style><script>var a = "<p>不是正文，不要读。</p>";</script></head><body>
<div class="top"><a href="#">无障碍阅读</a> | <a href="#">长者助手</a> | <a href="#">登录</a></div><div class="header"><div class="logo"><img src="l.png" alt="某某区人民政府"></div>
<form><input name="q"><select><option>搜全站</option></select><button>搜索</button></form></div><ul class="nav">{menu}</ul>
<div class="crumb">您当前的位置： <a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/fz/">法治政府建设</a></div>
<div class="xxgk-frame"><table border="1">{frame}</table></div><div class="article"><h1>{html.escape(one.title)}</h1>
<div class="info"><span>发布日期：{one.fields.get("发布日期", "")}</span><span>来源：{html.escape(one.fields.get("来源", "本站"))}</span><span>浏览次数：<script>document.write(1)</script></span><span>字体：[ <a>大</a> <a>中</a> <a>小</a> ]</span></div>
<div class="TRS_Editor" id="zoom">{body}</div><div class="share-box">分享到：<a href="#">微信</a> <a href="#">微博</a></div><div>【<a href="#">打印</a>】【<a href="#">关闭</a>】</div>
<div class="related"><h3>相关链接</h3><ul>{related}</ul></div></div>
<div class="footer"><p>主办单位：某某区人民政府办公室　版权所有：某某区人民政府，未经许可不得转载本网站的任何内容，违者将依法追究责任。</p><p>某ICP备05000000号-1　公安备案 33000000000000号　网站标识码：3300000000</p></div></body></html>"""
    return text.encode("utf-8")


def old(one: Report) -> bytes:
    """A page of the years of tables: laid out by tables, paragraphs parted by line breaks, in GB 2312 by its word."""
    parts = []
    for part in one.body:
        parts.append(
            f"<BR>{_table(part)}"
            if isinstance(part, tuple)
            else f"&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(part)}<BR><BR>"
        )
    fields = "&nbsp;&nbsp;".join(f"{k}：{html.escape(v)}" for k, v in one.fields.items())
    side = "".join(
        f'<tr><td height=25>·<a href="n{i}.asp">关于开展第{i}批专项整治工作的通知</a></td></tr>'
        for i in range(8)
    )
    text = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{html.escape(one.title)}</TITLE></HEAD>
<BODY topmargin=0><form name=form1><TABLE width=980 align=center><TR><TD colspan=2><IMG src=top.jpg></TD></TR><TR><TD colspan=2>| <a href=/>首 页</a> | <a href=1.asp>机构设置</a> | <a href=2.asp>政策法规</a> | <a href=3.asp>联系我们</a> |</TD></TR>
<TR><TD width=200 valign=top><TABLE><TR><TD>栏目导航</TD></TR>{side}</TABLE></TD><TD valign=top><TABLE width="100%"><TR><TD align=center><FONT size=5><B>{html.escape(one.title)}</B></FONT></TD></TR><TR><TD align=center>{fields}&nbsp;&nbsp;【字体：大 中 小】</TD></TR>
<TR><TD class=content><FONT style="font-size:14px">{"".join(parts)}</FONT></TD></TR><TR><TD align=right><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></TD></TR></TABLE></TD></TR>
<TR><TD colspan=2 align=center>版权所有 某某县人民政府办公室 技术支持：某某公司<BR>某ICP备05000000号</TD></TR></TABLE></form></BODY></HTML>"""
    return text.encode("gb18030")


def word_page(one: Report) -> bytes:
    """A page whose text was pasted from a word processor: pieces of lines in spans, hard breaks in the source."""

    def pieces(text: str) -> str:
        cut = re.sub(
            r"([0-9.%]+)",
            r"</span><span lang=EN-US style='font-size:16.0pt'>\1</span><span style='font-size:16.0pt'>",
            html.escape(text),
        )
        return f"<span style='font-size:16.0pt'>{cut}</span>"

    body = "".join(
        _table(part)
        if isinstance(part, tuple)
        else f"<div><p class=MsoNormal style='text-indent:32pt'><span>　　</span>{_folded(pieces(part))}<o:p></o:p></p></div>"
        for part in one.body
    )
    news = "".join(
        f"<div class='item'><h4><a href='x{i}'>区领导调研重点项目建设情况</a></h4><p><a href='x{i}'>日前，区领导率队调研重点项目建设，要求抓好安全生产。</a></p></div>"
        for i in range(5)
    )
    fields = "".join(
        f"<li><label>{k}</label><span>{html.escape(v)}</span></li>" for k, v in one.fields.items()
    )
    text = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><meta property="og:title" content="{html.escape(one.title)}"><title>{html.escape(one.title)}</title></head>
<body><header><a>某某市人民政府</a></header><nav><a>首页</a><a>公开</a></nav><main><aside>{news}</aside><div class="container"><div class="left-side">{news}</div><article><ul class="meta">{fields}</ul><h2 class="title">{html.escape(one.title)}</h2>
<div id="UCAP-CONTENT"><div class="view">{body}</div></div><p style="display:none">隐藏的文字，不是正文，不要读出来。</p><p>附件：<a href="a.doc">表格.doc</a></p></article></div></main><footer>网站地图 | 联系我们</footer></body></html>"""
    return text.encode("utf-8")


def word(one: Report) -> bytes:
    """A Word file with runs of words, a head and a foot on each page."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph(one.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("　".join(f"{k}：{v}" for k, v in one.fields.items()))
    for part in one.body:
        if isinstance(part, tuple):
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        for i in range(0, len(part), 17):
            run = paragraph.add_run(part[i : i + 17])
            run.bold = i == 0
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(one: Report, *, indent: bool = True) -> bytes:
    """A PDF of pages with wrapped lines, a head, page numbers and ruled tables; the font is the reader's own."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle(
        "p",
        fontName="STSong-Light",
        fontSize=14,
        leading=24,
        firstLineIndent=28 if indent else 0,
        wordWrap="CJK",
        spaceAfter=0 if indent else 8,
    )
    head = ParagraphStyle("h", parent=plain, fontSize=20, leading=30, alignment=1, firstLineIndent=0)
    flow = [
        Paragraph(html.escape(one.title), head),
        Paragraph(
            html.escape("　".join(f"{k}：{v}" for k, v in one.fields.items())),
            ParagraphStyle("c", parent=plain, alignment=1, firstLineIndent=0),
        ),
    ]
    for part in one.body:
        if isinstance(part, tuple):
            cell = ParagraphStyle("t", parent=plain, fontSize=10.5, leading=14, firstLineIndent=0)
            flow.append(
                Table(
                    [[Paragraph(html.escape(text), cell) for text in row] for row in part],
                    style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
                    repeatRows=1,
                )
            )
        else:
            flow.append(Paragraph(html.escape(part), plain))

    def frame(canvas: object, template: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawString(72, A4[1] - 40, "法治政府建设年度报告汇编")  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 36, f"— {canvas.getPageNumber()} —")  # type: ignore[attr-defined]

    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, title=one.title, invariant=1).build(
        flow, onFirstPage=frame, onLaterPages=frame
    )
    return target.getvalue()


def spaced_pdf(one: Report) -> bytes:
    """A PDF whose paragraphs are told by the room between them and not by their first lines."""
    return pdf(one, indent=False)


def markdown(one: Report) -> bytes:
    """Markdown with front matter, headings and emphasis."""
    return "\n\n".join(_marked(one)).encode("utf-8")


def _marked(one: Report) -> Iterator[str]:
    yield (
        "---\n" + "\n".join([f"title: {one.title}", *(f"{k}: {v}" for k, v in one.fields.items())]) + "\n---"
    )
    yield f"# {one.title}"
    for part in one.body:
        if isinstance(part, tuple):
            head, *rows = ("| " + " | ".join(row) + " |" for row in part)
            yield "\n".join([head, "|" + " --- |" * len(part[0]), *rows])
        elif re.match("[一二三四五六七八九十]+、", part) and len(part) < 40:
            yield f"## {part}"
        elif match := re.match(r"[（(][一二三四五六七八九十]+[）)][^。]{2,40}。", part):
            yield f"**{match[0]}**{part[match.end() :]}"
        else:
            yield part


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    inner = "".join(
        "<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<table class="MsoTable" border="1"><tbody>{inner}</tbody></table>'


def _folded(source: str) -> str:
    """The source with a line break after every sentence, as editors fold it."""
    return source.replace("。", "。\n")


VARIANTS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "portal": (".html", portal),
    "old": (".htm", old),
    "word_page": (".html", word_page),
    "word": (".docx", word),
    "pdf": (".pdf", pdf),
    "spaced_pdf": (".pdf", spaced_pdf),
    "markdown": (".md", markdown),
}
"""Each way to publish a report: its suffix and what renders it."""
