"""Small reports for tests: a text around the sentence under test, of a place that no sample has."""

from __future__ import annotations

from kg.link import extract
from kg.model import Document, Extraction
from kg.read import read_bytes

_FILLING = (
    "全县各级各部门坚持以习近平新时代中国特色社会主义思想为指导，持续推动依法行政，法治政府建设水平稳步提升，"
    "人民群众对法治建设的满意程度不断提高，现将全年工作情况报告如下，请予审议，敬请社会各界监督指导并提出宝贵意见，"
    "我们将认真研究并逐条改进，为全县经济社会高质量发展提供更加有力的法治保障和更加优质的法律服务。"
)


def document(sentence: str, *, title: str = "河口县人民政府2023年法治政府建设年度报告") -> Document:
    """A report of 河口县 whose only section of measures says ``sentence``."""
    text = f"{title}\n发布日期：2024-03-01\n\n2023年，{_FILLING}\n\n一、主要举措和成效\n\n{sentence}\n\n二、存在的问题\n\n执法力量不足，一些单位对法治建设不够重视，仍需努力改进。\n"
    return read_bytes(text.encode(), source_name="report.txt")


def extracted(sentence: str, *, title: str = "河口县人民政府2023年法治政府建设年度报告") -> Extraction:
    """What is extracted from such a report."""
    return extract(document(sentence, title=title))


def stated(extraction: Extraction) -> set[tuple[str, str, str]]:
    """The relations but the hierarchy, by names."""
    names = {e.id: e.name for e in extraction.entities}
    return {
        (names[r.subject], r.predicate, names[r.object])
        for r in extraction.relations
        if r.predicate not in {"located_in", "part_of"}
    }


def names(extraction: Extraction, type_: str) -> set[str]:
    """The names of the firm entities of a type."""
    return {e.name for e in extraction.entities if e.type == type_ and not e.optional}
