"""Small reports for the tests of the audit: one part for each thing the rule asks for, of a place no sample has."""

from __future__ import annotations

from kg.audit.case import Case, Cases, case, cases
from kg.iri import Names
from kg.link import extract
from kg.model import Finding
from kg.read import read_bytes

_OPENING = (
    "{year}年，河口县坚持以习近平新时代中国特色社会主义思想为指导，持续推动依法行政，各项工作取得新的进展，"
    "人民群众对法治建设的满意程度不断提高。现将全年工作情况报告如下，请予审议，敬请社会各界监督指导并提出宝贵意见。"
)
DUTY = "县委书记、县长认真履行推进法治建设第一责任人职责，主持会议研究法治工作。"
PROBLEMS = "（一）执法力量不足。由于编制有限，部分乡镇执法人员偏少。"
PLAN = "（一）加强队伍建设。进一步充实执法力量，持续开展培训。"


def report(
    measures: str = "深入推进依法行政，各项工作有序开展。",
    *,
    year: int = 2023,
    place: str = "河口县",
    problems: str | None = PROBLEMS,
    duty: str | None = DUTY,
    plan: str | None = PLAN,
    published: str | None = "",
    title: str = "{place}人民政府{year}年法治政府建设年度报告",
) -> Case:
    """A report that has no fault but those asked for; a part that is None is left out."""
    day = f"{year + 1}-03-01" if published == "" else published
    parts = [("主要举措和成效", measures), ("存在的不足和原因", problems)]
    parts += [("党政主要负责人履行推进法治建设第一责任人职责情况", duty), (f"{year + 1}年主要安排", plan)]
    lines = [title.format(place=place, year=year), f"发布日期：{day}" if day else "", ""]
    lines.append(_OPENING.format(year=year))
    for number, (heading, text) in zip("一二三四", ((h, t) for h, t in parts if t is not None), strict=False):
        lines += ["", f"{number}、{heading}", "", text]
    text = "\n".join(lines) + "\n"
    return case(extract(read_bytes(text.encode(), source_name=f"{place}-{year}.txt")), names=Names())


def together(*found: Case) -> Cases:
    """Several reports under one audit."""
    return cases(found)


def codes(findings: object) -> list[str]:
    """The codes of findings, in their order."""
    assert isinstance(findings, list | tuple)
    return [finding.code for finding in findings if isinstance(finding, Finding)]


def words(one: Case, finding: Finding) -> str:
    """What stands where a finding points."""
    assert finding.start is not None and finding.end is not None
    return one.text[finding.start : finding.end]
