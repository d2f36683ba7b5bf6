"""What a page says about its report: title, dates, source, publisher, number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.read.lines import Line

_REPORT = re.compile(r"(?:法治政府|依法行政|法治建设|政府工作|工作报告|法治.{0,8}报告).{0,30}")
_TITLE_END = re.compile(r"(?:报告|汇报|总结|情况)(?:[（(].{1,12}[）)])?$")
_NOT_TITLE = re.compile(r"[>＞»。；]|上一[篇条]|下一[篇条]|现将|当前位置")
_KEYS = {
    "published": r"发布日期|发布时间|发表时间|公开日期|发文日期|公布日期|日\s*期|时\s*间",
    "written": r"成文日期|生成日期|制发日期",
    "source": r"信息来源|文章来源|稿\s*源|来\s*源|供稿单位",
    "publisher": r"发布机构|发文机关|发布单位|公开主体|发文单位|公开机构|责任单位",
    "number": r"发文字号|文\s*号",
}
FIELDS = re.compile(
    "|".join(_KEYS.values())
    + r"|索\s*引\s*号|主题分类|体裁分类|组配分类|信息分类|有\s*效\s*性|文件状态|公开方式|公开时限|公开形式|公开程序|信息名称|文件名称|名\s*称|标\s*题"
    r"|关\s*键\s*词|主题词|作\s*者|浏览(?:次数|量)|阅读(?:次数|量)|访问量|点击(?:数|率|量)|字\s*[体号]|责任编辑|审\s*核|有效期|发布人|废止日期|生效日期|施行日期"
)
"""The names of fields in the frames and head lines of pages, whether a masthead uses them or not."""
_FIELD = re.compile(
    "(?:^|[\\s　|｜【\\[])(?:"
    + "|".join(f"(?P<{name}>{keys})" for name, keys in _KEYS.items())
    + r")\s*[:：]\s*(?P<value>[^\n]*?)(?=[\s　|｜】\]]{1,}(?:[\u4e00-\u9fff]\s*){2,6}[:：]|[\s　|｜】\]]*$|[\s　]+[【\[])"
)
_DATE = re.compile(r"(20\d\d|19\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})[:时](\d{2})(?:[:分](\d{2}))?")
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,10}[〔\[【(（]\s*20\d\d\s*[〕\]】)）]\s*\d+\s*号$")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?")
_SUBJECT_YEAR = re.compile(r"((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class Masthead:
    """The raw fields of one masthead, None where it has none; dates are ISO 8601."""

    title: str | None = None
    published: str | None = None
    published_at: str | None = None
    source: str | None = None
    publisher: str | None = None
    number: str | None = None


def is_title(line: Line) -> bool:
    """Whether the line reads as the title of a report."""
    text = line.text
    if not 6 <= len(text) <= 60 or _NOT_TITLE.search(text):
        return False
    return bool(_REPORT.search(text)) and bool(_TITLE_END.search(text))


def read_masthead(head: list[Line]) -> Masthead:
    """The fields that the lines before a body hold."""
    fields: dict[str, str] = {}
    for at, line in enumerate(head):
        for match in _FIELD.finditer(line.text):
            name = next(n for n in _KEYS if match.group(n))
            value = match.group("value").strip(" 　:：|｜")
            if not value and match.end() >= len(line.text) and at + 1 < len(head):
                value = head[at + 1].text if not head[at + 1].text.endswith((":", "：")) else ""
            if value:
                fields.setdefault(name, value)
        if _NUMBER.match(line.text):
            fields.setdefault("number", line.text)
        if _DATE.match(line.text):
            fields.setdefault("bare", line.text)
    stamp = next((fields[n] for n in ("published", "bare", "written") if _DATE.search(fields.get(n, ""))), "")
    title = next((line.text for line in head if is_title(line)), None)
    return Masthead(
        title=title,
        published=_date(stamp),
        published_at=_moment(stamp),
        source=fields.get("source"),
        publisher=fields.get("publisher"),
        number=fields.get("number"),
    )


def _date(stamp: str) -> str | None:
    match = _DATE.search(stamp)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _moment(stamp: str) -> str | None:
    day = _DATE.search(stamp)
    clock = _TIME.search(stamp, day.end()) if day else None
    if not day or not clock:
        return None
    seconds = f":{clock[3]}" if clock[3] else ""
    return f"{_date(stamp)}T{int(clock[1]):02}:{clock[2]}{seconds}"


def report_year(title: str, body: str, *, headings: str, published: str | None) -> int | None:
    """The year that the report looks back on.

    A 政府工作报告 carries the year in which it was given; its review names the year before.
    """
    work_report = (
        "工作报告" in title + ("" if title else "工作报告")
        and "法治" not in title
        and "依法行政" not in title
    )
    named = [int(y) for y in _YEAR.findall(title)]
    if named and not work_report:
        return named[-1] if len(named) == 1 else named[0]
    review = re.search(r"((?:19|20)\d\d)年(?:[^\n。，,]{0,12})(?:工作)?(?:总结|回顾)", body[:6000])
    if review:
        return int(review[1])
    if named:
        return named[0] - 1
    given = re.search(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日在", body[:3000])
    if given:
        return int(given[1]) - 1
    ahead = re.search(r"((?:19|20)\d\d)年的?(?:[^\n。，,]{0,10})(?:工作|任务|总体要求)", headings)
    if work_report and ahead:
        return int(ahead[1]) - 1
    first = None if work_report else _SUBJECT_YEAR.search(body[:400])
    if first:
        return int(first[1])
    return int(published[:4]) - 1 if published else None
