"""Shortcomings with their causes, and next steps."""

from __future__ import annotations

import pytest
from documents import document

from kg.link.items import commitments, problems, topic_of
from kg.model import Document, Item
from kg.read import read_bytes


def ending(heading: str, section: str) -> Document:
    """A report that ends with such a section."""
    text = document("开展工作。").text.partition("二、存在的问题")[0]
    return read_bytes(f"{text}{heading}\n\n{section}\n".encode(), source_name="report.txt")


def read_problems(
    section: str, *, heading: str = "二、存在的问题"
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    whole = ending(heading, section)
    found, shared = problems(whole)
    for item in (*found, *shared, *(c for p in found for c in p.causes)):
        assert whole.text[item.start : item.end] == item.text
    return found, shared


@pytest.mark.parametrize(
    ("problem", "causes"),
    [
        ("执法队伍不稳定，原因在于待遇偏低、晋升渠道窄。", ["待遇偏低、晋升渠道窄"]),
        ("案件办理周期较长，主要是因为专职人员不足。", ["专职人员不足"]),
        ("复议办案质量不高，其主要原因是审理力量薄弱。", ["审理力量薄弱"]),
        ("文书制作不规范。究其原因，主要是培训不够经常。", ["培训不够经常"]),
        ("由于编制有限，审核力量配备不足。", ["编制有限"]),
        ("部分乡镇由于人员流动大，且业务生疏，承接能力偏弱。", ["人员流动大，且业务生疏"]),
        ("受机构改革、人员编制等因素影响，执法衔接不够顺畅。", ["机构改革、人员编制"]),
        ("受限于财政投入，智慧监管平台建设滞后。", ["财政投入"]),
        ("部分单位程序意识淡薄，导致案卷质量不高。", ["部分单位程序意识淡薄"]),
        ("普法形式单一，主要因人手紧张等原因，线上宣传偏少。", ["人手紧张"]),
        ("败诉率偏高，这反映出部分干部依法行政能力不强。", ["部分干部依法行政能力不强"]),
        ("执法不够规范，根源在于责任落实不到位。", ["责任落实不到位"]),
        ("重复信访较多，是由历史遗留矛盾造成的。", ["历史遗留矛盾"]),
        ("监管力量薄弱，客观原因是编制少，主观原因是重视不够。", ["编制少", "重视不够"]),
        ("监管效能不高。究其原因，一方面是人手偏紧，另一方面是设备老旧。", ["人手偏紧", "设备老旧"]),
        # Neither a contrast, nor a duty, nor an effect, nor a word that only looks like a cue is a cause.
        ("与人民群众期盼相比还有差距。", []),
        ("面对案件数量井喷的现状，复议人员紧缺。", []),
        ("行政复议受理案件数量增长，影响办案质量。", []),
        ("执法程序不够规范，容易导致行政争议。", []),
        ("因地制宜推进改革的办法不多，基础因素分析不够。", []),
        ("受众范围偏窄，对青年群体影响力不足。", []),
        ("问题成因多样，原因是多方面的。", []),
    ],
)
def test_the_causes_that_a_problem_names(problem: str, causes: list[str]) -> None:
    found, shared = read_problems(f"一是{problem}二是数据共享不够充分。")
    assert [cause.text for cause in found[0].causes] == causes
    assert len(found) == 2 and not found[1].causes and not shared


@pytest.mark.parametrize(
    "section",
    [
        "一是力量不足。二是程序不规范。\n上述问题的主要原因：一是思想认识不够到位；二是考核机制不够健全。",
        "一是力量不足。二是程序不规范。产生这些问题的原因主要有：一是思想认识不够到位。二是考核机制不够健全。",
        "（一）存在的主要问题\n1.执法力量不足。\n2.程序不规范。\n（二）原因分析\n1.思想认识不够到位。\n2.考核机制不够健全。",
        "（一）执法力量不足。\n（二）程序不够规范。\n（三）存在问题的原因\n一是思想认识不够到位。二是考核机制不够健全。",
    ],
)
def test_causes_of_all_problems_are_no_problems(section: str) -> None:
    found, shared = read_problems(section)
    assert [c.text for c in shared] == ["思想认识不够到位", "考核机制不够健全"]
    assert found and all("思想认识" not in p.text and not p.causes for p in found)


def test_a_section_of_causes_of_its_own() -> None:
    found, shared = read_problems(
        "一是思想认识不够到位。二是考核机制不够健全。", heading="三、问题产生的原因"
    )
    assert not found and len(shared) == 2


def test_the_causes_of_the_only_problem_are_its_own() -> None:
    found, shared = read_problems("法治工作力量不足的问题仍然突出，上述问题的原因是编制偏少。")
    assert [c.text for c in found[0].causes] == ["编制偏少"] and not shared


def test_numbers_inside_an_item_do_not_cut_it() -> None:
    found, _ = read_problems(
        "（一）执法不规范。一是文书不规范；二是程序不规范。（二）力量不足，仅有2.5人，原因有：一是编制少；二是待遇低。"
    )
    assert [c.text for c in found[1].causes] == ["编制少", "待遇低"]
    assert [p.text[:3] for p in found] == ["（一）", "（二）"]


def test_problems_and_plans_under_one_heading() -> None:
    whole = ending(
        "二、存在问题和下一步打算",
        "一年来取得一定成效，但还存在短板：审核人员不足；数据壁垒尚未打通。"
        "2024年，我县将重点抓好以下工作：一是增加审核人员；二是打通数据壁垒。",
    )
    assert [p.text for p in problems(whole)[0]] == ["审核人员不足", "数据壁垒尚未打通。"]
    assert [c.text for c in commitments(whole)] == ["一是增加审核人员", "二是打通数据壁垒。"]


def test_one_cause_of_all() -> None:
    found, shared = read_problems("一是力量不足。二是程序不规范。存在以上问题，主要是编制偏少。")
    assert [c.text for c in shared] == ["编制偏少"] and not any(p.causes for p in found)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("一是普法形式单一，执法队伍偏弱。", "legal-publicity"),
        ("二是行政执法监督不够有力。", "enforcement-supervision"),
        ("三是数据共享不充分。", "government-services"),
        ("四是天气炎热。", None),
    ],
)
def test_the_topic_is_that_of_the_first_words(text: str, topic: str | None) -> None:
    assert topic_of(text) == topic
