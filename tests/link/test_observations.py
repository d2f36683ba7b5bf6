from __future__ import annotations

import re
from decimal import Decimal

import pytest

from kg.link.observations import observe
from kg.model import Aside, Document, Metadata, Observation, Section, Sentence


def document(text: str, *, role: str = "achievements", asides: tuple[Aside, ...] = ()) -> Document:
    sentences = tuple(Sentence(m.start(), m.end(), 0) for m in re.finditer(r"[^。\n]+。?", text))
    return Document(
        name="report", source_name="report.txt", sha256="", text=text, metadata=Metadata("报告", year=2023),
        sections=(Section(0, 0, role, "", 0, len(text)),), sentences=sentences, asides=asides,
    )  # fmt: skip


def names(text: str) -> list[tuple[str, str]]:
    return [(o.indicator, "" if o.value is None else f"{o.value:f}{o.unit}") for o in observe(document(text))]


def only(text: str) -> Observation:
    (found,) = observe(document(text))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("区司法局评查行政执法案卷180卷，优秀率86.7%。", [("评查行政执法案卷数", "180卷"), ("行政执法案卷优秀率", "86.7%")]),
        ("收到行政复议申请186件，审结171件。", [("收到行政复议申请数", "186件"), ("行政复议审结案件数", "171件")]),
        ("清理行政规范性文件33件，废止5件。", [("清理行政规范性文件数", "33件"), ("废止行政规范性文件数", "5件")]),
        ("开展法治专题培训3期。", [("法治专题培训期数", "3期")]),
        ("明确74家单位258项普法任务。", [("普法任务单位数", "74家"), ("普法任务数", "258项")]),
        ("188人通过执法考试取得执法资格。", [("通过执法考试取得执法资格人数", "188人")]),
        ("在18个镇(街道)设立复议咨询点。", [("设立复议咨询点的镇(街道)数", "18个")]),
        ("将部分处罚权赋予甲街道等7个镇(街道)行使。", [("赋予部分处罚权的镇(街道)数", "7个")]),
        ("省政府常务会议全年9次专题研究法治建设。", [("专题研究法治建设次数", "9次")]),
        ("先后4次降低存款准备金率。", [("降低存款准备金率次数", "4次")]),
        ("报备率、及时率均达100%。", [("报备率", "100%"), ("报备及时率", "100%")]),
        ("办理代表建议87件、委员提案132件。", [("办理代表建议数", "87件"), ("办理委员提案数", "132件")]),
        ("累计识别监测对象20.9万户69.3万人。", [("识别监测对象户数", "209000户"), ("识别监测对象人数", "693000人")]),
        ("近四成省级部门的系统尚未实现数据互通。", [("系统尚未实现数据互通的省级部门占比", "40%")]),
        ("编制风险案件专报4。", [("编制风险案件专报数", "4")]),
        ("2021年、2022年分别制定规章8件、7件。", [("制定规章数", "8件"), ("制定规章数", "7件")]),
        ("推出企业注销、新生儿出生等一件事联办场景24个。", [("一件事联办场景数", "24个")]),
        ("赋予南溪镇人民政府、河滨街道办事处行政处罚事项92项。", [("赋予的行政处罚事项数", "92项")]),
        ("在全市评估中，公众满意度得分87.4分。", [("评估公众满意度得分", "87.4分")]),
        ("在全市评估中，我县总得分列各县（市、区）第3位。", [("评估各县（市、区）排名", "3名")]),
        ("惠及3400万人的引水工程启动建设。", [("引水工程惠及人数", "34000000人")]),
    ],
)  # fmt: skip
def test_names(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text) == found


def test_from_and_to_are_one_observation() -> None:
    found = only("省级许可事项由2018年的426项精简至298项。")
    assert (found.indicator, found.value, found.unit) == ("省级许可事项数", 298, "项")
    assert found.baseline is not None
    assert (found.baseline.value, found.baseline.period) == (426, "2018")


@pytest.mark.parametrize(
    ("text", "change", "unit"),
    [
        ("办件18.5万件，同比增长32.7%。", "32.7", "%"),
        ("败诉率8.8%，较上年下降3.2个百分点。", "-3.2", "个百分点"),
        ("许可事项扩大到118项，比2022年增加22项。", "22", "项"),
        ("考评居全省第3位，较上年前移2位。", "-2", "位"),
        ("满意度为87.4分，较上年提高1.9分。", "1.9", "分"),
    ],
)
def test_a_change_belongs_to_the_value_before_it(text: str, change: str, unit: str) -> None:
    found = only(text)
    assert found.value is not None
    assert (found.change, found.change_unit) == (Decimal(change), unit)


@pytest.mark.parametrize(
    ("text", "name", "unit", "change"),
    [
        ("涉企检查次数同比下降28.6%。", "涉企检查次数", "%", "-28.6"),
        ("群众满意度提高2.3个百分点。", "群众满意度", "%", "2.3"),
        ("涉企案件平均审理期限缩短9天。", "涉企案件平均审理期限", "天", "-9"),
        ("农村贫困人口减少1386万。", "农村贫困人口", "人", "-13860000"),
    ],
)
def test_a_change_alone_has_no_value(text: str, name: str, unit: str, change: str) -> None:
    found = only(text)
    assert (found.indicator, found.value, found.unit, found.change) == (name, None, unit, Decimal(change))


def test_a_baseline_is_no_observation_of_its_own() -> None:
    found = only("案件调撤率52%,较2022年(35%)提升17%。")
    assert (found.value, found.change) == (52, 17)
    assert found.baseline is not None
    assert (found.baseline.value, found.baseline.period) == (35, "2022")


def test_respectively() -> None:
    found = observe(document("办结案件2568件，罚没款2406.6万元，同比分别增长11.4%、下降6.2%。"))
    assert [(o.value, o.change) for o in found] == [(2568, Decimal("11.4")), (24066000, Decimal("-6.2"))]
    growth = observe(document("城乡居民人均可支配收入分别增长4.4%、5.6%。"))
    assert [o.indicator for o in growth] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


def test_ranks_are_named_after_what_is_ranked() -> None:
    found = observe(document("联合抽查占比44.2%，居全省第2位。"))
    assert [(o.indicator, o.kind) for o in found] == [
        ("联合抽查占比", "rate"),
        ("联合抽查占比全省排名", "rank"),
    ]


def test_periods() -> None:
    text = "“十四五”前三年累计办结案件2.86万件，直接纠错2317件。截至2022年底，经营主体达12万户。"
    assert [o.period for o in observe(document(text))] == ["2021/2023", "2021/2023", "2022"]


def test_plans_are_optional_and_of_the_next_year() -> None:
    (found,) = observe(document("年内培训执法人员60人。", role="plan"))
    assert (found.optional, found.period) == (True, "2024")


def test_asides_are_left_out() -> None:
    text = "浏览量128次\n审查合同12件。"
    found = observe(document(text, asides=(Aside(0, 8, "masthead"),)))
    assert [o.value for o in found] == [12]


TABLE = """2023年主要指标
指标 | 单位 | 2022年 | 2023年 | 增减
行政复议收案数 | 件 | 1846 | 2315 | 增长25.4%
人民调解案件数 | 万件 | 1.82 | 1.96 | 增长7.7%
"""


def test_tables_over_years() -> None:
    first, second = observe(document(TABLE))
    assert (first.indicator, first.value, first.period, first.change) == (
        "行政复议收案数",
        2315,
        "2023",
        Decimal("25.4"),
    )
    assert first.baseline is not None
    assert (first.baseline.value, first.baseline.period) == (1846, "2022")
    assert (second.value, second.unit) == (19600, "件")


def test_tables_of_several_measures() -> None:
    text = "| 领域 | 办结案件（件） | 罚没款（万元） |\n| --- | --- | --- |\n| 食品安全 | 1126 | 862.4 |\n"
    found = observe(document(text))
    assert [(o.indicator, o.value, o.unit) for o in found] == [
        ("食品安全办结案件数", 1126, "件"),
        ("食品安全罚没款", 8624000, "元"),
    ]


def test_tables_flattened_to_a_cell_a_line() -> None:
    cells = [
        "指标",
        "单位",
        "数值",
        "行政复议收案数",
        "件",
        "2315",
        "法律援助案件数",
        "件",
        "5687",
        "公证案件数",
        "件",
        "310",
    ]
    found = observe(document("\n".join(cells)))
    assert [(o.indicator, o.value) for o in found] == [
        ("行政复议收案数", 2315), ("法律援助案件数", 5687), ("公证案件数", 310),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收到行政复议申请186件。", "administrative-reconsideration-received"),
        ("出台区政府行政规范性文件11件。", "normative-documents-issued"),
        ("备案部门、镇(街道)文件17件。", "normative-documents-filings-reviewed"),
        ("涉企复议案件调撤率达60%。", "enterprise-reconsideration-mediated-withdrawn-rate"),
        ("行政复议案件调撤率52%。", "administrative-reconsideration-mediated-withdrawn-rate"),
        ("全年换发执法证件443本。", "enforcement-certificates-renewed"),
        ("新增公职律师23人。", "government-lawyers-new"),
        ("以市局为被申请人的行政复议案件46件。", None),
        ("修改、废止文件87件。", None),
        ("每个村至少有3名“法律明白人”。", None),
        ("建成法治文化阵地126个。", None),
        ("以市局为被申请人的行政复议案件中，确认违法3件。", None),
        ("集中到行政审批局的许可事项达312项。", "administrative-licence-items"),
        ("组织“执法大练兵”活动18期。", "enforcement-training-sessions"),
        ("复议办结案件118件。", "administrative-reconsideration-concluded"),
        ("法律援助受理案件815件。", "legal-aid-cases"),
        ("赋予南溪镇执法事项12项。", None),
        ("法律明白人村均3.6名。", None),
        ("食品、环保等领域查办案件186件。", None),
    ],
)
def test_codes(text: str, code: str | None) -> None:
    assert only(text).code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全市执法人员986人，三千余人次参加轮训。", [None, "enforcement-officers-trained"]),
        ("聘请律师担任镇政府法律顾问，审查各类合同47份，提出法律意见63条。", ["legality-reviews-contracts", "legal-adviser-opinions"]),
        ("修订《不予处罚清单》，适用情形由27类增至35类。", ["penalty-exemption-list-items"]),
        ("组织3轮法治督察，覆盖6个设区的市、24个省级部门。", ["rule-of-law-inspection-rounds", None, None]),
        ("行政复议案件46件，其中维持31件、调解终止12件。", [None, None, "administrative-reconsideration-mediated-withdrawn"]),
    ],
)  # fmt: skip
def test_codes_of_what_the_sentence_said_before(text: str, codes: list[str | None]) -> None:
    found = observe(document(text))
    assert [o.code for o in found] == codes


def test_spans_hold_the_number() -> None:
    doc = document("区司法局评查行政执法案卷180卷，优秀率86.7%，较上年提高4.6个百分点。")
    for found in observe(doc):
        assert found.written in doc.text[found.start : found.end]
