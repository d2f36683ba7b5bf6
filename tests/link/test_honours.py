"""Who is honoured, with what and by whom, in sentences of places that no sample has."""

from __future__ import annotations

import pytest
from documents import extracted, names, stated

GOVERNMENT = "河口县人民政府"


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        (
            "红河天源生物科技股份有限公司被认定为国家高新技术企业。",
            ("红河天源生物科技股份有限公司", "receives", "国家高新技术企业"),
        ),
        ("坝洒村获评“中国美丽休闲乡村”。", ("坝洒村村民委员会", "receives", "中国美丽休闲乡村")),
        (
            "北山社区晋升全国示范性老年友好型社区。",
            ("北山社区居民委员会", "receives", "全国示范性老年友好型社区"),
        ),
        (
            "河口口岸经济合作区获批国家级经济技术开发区。",
            ("河口口岸经济合作区", "receives", "国家级经济技术开发区"),
        ),
        ("县实验小学荣获云南省文明校园称号。", ("河口县实验小学", "receives", "云南省文明校园")),
        ("县人民医院通过三级甲等综合医院评审。", ("河口县人民医院", "receives", "三级甲等综合医院")),
        ("我县顺利通过国家卫生县城复审。", (GOVERNMENT, "receives", "国家卫生县城")),
        ("桥头乡跻身全国综合实力千强镇。", ("河口县桥头乡人民政府", "receives", "全国综合实力千强镇")),
        (
            "“红石榴调解室”被司法部、全国妇联联合命名为全国家事调解先进集体。",
            ("全国家事调解先进集体", "conferred_by", "中华人民共和国司法部"),
        ),
        (
            "“红石榴调解室”被司法部、全国妇联联合命名为全国家事调解先进集体。",
            ("“红石榴调解室”", "receives", "全国家事调解先进集体"),
        ),
        (
            "县教育局授予桥头乡中心小学“县级法治文化示范校园”称号。",
            ("桥头乡中心小学", "receives", "河口县级法治文化示范校园"),
        ),
        (
            "县教育局授予桥头乡中心小学“县级法治文化示范校园”称号。",
            ("河口县级法治文化示范校园", "conferred_by", "河口县教育局"),
        ),
        (
            "在全州法治建设考评中得95分，位列第2名，被州司法局确定为优秀等次。",
            ("红河哈尼族彝族自治州法治建设考评优秀等次", "conferred_by", "红河哈尼族彝族自治州司法局"),
        ),
    ],
)
def test_honours(sentence: str, relation: tuple[str, str, str]) -> None:
    assert relation in stated(extracted(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "2家企业被列入经营异常名录。",
        "1件规范性文件被认定为违法。",
        "力争创成国家级农产品质量安全县。",
        "12人确定为优秀等次。",
        "把依法行政纳入绩效考核。",
        "9所高职学校入选国家“双高计划”。",
    ],
)
def test_what_is_no_honour(sentence: str) -> None:
    assert names(extracted(sentence), "Recognition") == set()


def test_a_company_carries_out_nothing_by_being_honoured() -> None:
    found = extracted("河口天源生物科技有限公司获评省级专精特新“小巨人”企业。")
    assert names(found, "Reform") == set()
    assert "implements" not in {p for _, p, _ in stated(found)}


def test_a_person_is_honoured_not_the_body_beside() -> None:
    found = extracted("县司法局南溪司法所所长李志远当选全国模范司法所长。")
    receives = [r for r in found.relations if r.predicate == "receives"]
    assert names(found, "Person") == {"李志远"}
    assert receives
    assert all(r.optional for r in receives)


@pytest.mark.parametrize("sentence", ["3名个人被评为全省先进个人。", "9部精品力作获国家级文艺大奖。"])
def test_what_counted_things_receive_is_left_open(sentence: str) -> None:
    """The reporter has it perhaps: no subject of the clause before inherits it."""
    found = extracted(f"县司法局审查合同20件，{sentence}")
    assert all(r.optional for r in found.relations if r.predicate == "receives")
