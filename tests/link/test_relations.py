"""Relations by clause: who acts, on what, with whom, and who is honoured."""

from __future__ import annotations

import pytest
from documents import extracted, stated

GOVERNMENT = "河口县人民政府"


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("县司法局印发《河口县执法公示办法》。", ("河口县司法局", "issues", "河口县执法公示办法")),
        ("制定《河口县执法公示办法》。", (GOVERNMENT, "issues", "河口县执法公示办法")),
        ("严格执行《重大行政决策程序暂行条例》。", (GOVERNMENT, "complies_with", "重大行政决策程序暂行条例")),
        (
            "《河口县养犬管理条例》经县人大常委会通过。",
            ("河口县人民代表大会常务委员会", "issues", "河口县养犬管理条例"),
        ),
        ("县司法局牵头建立“法护边关”机制。", ("河口县司法局", "implements", "“法护边关”机制")),
        ("县城市管理局与县公安局建立“警城联动”机制。", ("河口县公安局", "implements", "“警城联动”机制")),
        ("将32项行政处罚权赋予南溪镇、桥头乡。", (GOVERNMENT, "delegates_to", "河口县南溪镇人民政府")),
        ("县司法局对县教育局、县水利局开展法治督察。", ("河口县司法局", "oversees", "河口县水利局")),
        ("县司法局获评全国司法行政系统先进集体。", ("河口县司法局", "receives", "全国司法行政系统先进集体")),
        (
            "县司法局被司法部评为全国司法行政系统先进集体。",
            ("全国司法行政系统先进集体", "conferred_by", "中华人民共和国司法部"),
        ),
        (
            "协助州人大常委会修订《红河州水资源条例》。",
            ("红河哈尼族彝族自治州人民代表大会常务委员会", "issues", "红河州水资源条例"),
        ),
        ("发布地方标准17项，其中《河口口岸服务指南》广受好评。", (GOVERNMENT, "issues", "河口口岸服务指南")),
        (
            "县司法局被司法部、中华全国总工会评为全国司法行政系统先进集体。",
            ("全国司法行政系统先进集体", "conferred_by", "中华全国总工会"),
        ),
        (
            "县司法局被司法部、中华全国总工会评为全国司法行政系统先进集体。",
            ("全国司法行政系统先进集体", "conferred_by", "中华人民共和国司法部"),
        ),
        (
            "在全省法治政府建设考核中获评优秀等次。",
            (GOVERNMENT, "receives", "云南省法治政府建设考核优秀等次"),
        ),
        (
            "县综治中心获评省级示范综治中心。",
            ("河口县社会治安综合治理中心", "receives", "云南省级示范综治中心"),
        ),
        ("县法律服务中心获批全国示范服务中心。", ("河口县法律服务中心", "receives", "全国示范服务中心")),
        ("县公安局获司法部通报表扬。", ("河口县公安局", "receives", "司法部通报表扬")),
        ("县政府成立河口县行政复议咨询委员会。", (GOVERNMENT, "establishes", "河口县行政复议咨询委员会")),
        (
            "印发《河口县“边关法雨”行动方案》，开展“边关法雨”行动。",
            ("河口县“边关法雨”行动方案", "provides_for", "“边关法雨”行动"),
        ),
    ],
)
def test_what_a_clause_states(sentence: str, relation: tuple[str, str, str]) -> None:
    assert relation in stated(extracted(sentence))


def test_a_subject_lasts_through_its_sentence_and_no_further() -> None:
    found = stated(extracted("县司法局审查合同20件；建立“法护边关”机制。推行“边关法雨”行动。"))
    assert ("河口县司法局", "implements", "“法护边关”机制") in found
    assert (GOVERNMENT, "implements", "“边关法雨”行动") in found


def test_every_relation_has_its_words(extraction_of_sample: object) -> None:
    from kg.model import Extraction

    assert isinstance(extraction_of_sample, Extraction)
    text = extraction_of_sample.document.text
    assert extraction_of_sample.relations
    for relation in extraction_of_sample.relations:
        assert 0 <= relation.start < relation.end <= len(text)
    for entity in extraction_of_sample.entities:
        for span in entity.mentions:
            assert text[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("县委常委会、县政府常务会议研究法治政府建设议题13个。", ("中共河口县委常委会", "implements")),
        ("制定《河口县供水办法》，建立“一户一档”用水服务机制。", ("河口县供水办法", "provides_for")),
        ("协助州人大常委会修订《红河州水资源条例》。", (GOVERNMENT, "issues")),
    ],
)
def test_what_a_sentence_does_not_state(sentence: str, wrong: tuple[str, str]) -> None:
    found = extracted(sentence)
    assert wrong[0] in {e.name for e in found.entities}
    assert wrong not in {(s, p) for s, p, _ in stated(found)}


def whole_of(sentence: str, name: str) -> set[str]:
    """The names of what a body is said to be part of."""
    found = extracted(sentence)
    names = {e.id: e.name for e in found.entities}
    return {names[r.object] for r in found.relations if r.predicate == "part_of" and names[r.subject] == name}


@pytest.mark.parametrize(
    ("sentence", "name", "whole"),
    [
        ("县公安局部署，县公安局交通警察大队开展整治。", "河口县公安局交通警察大队", {"河口县公安局"}),
        ("县公安局交通警察大队开展整治。", "河口县公安局交通警察大队", set()),
        ("县财政局、县政府统筹经费。", "河口县财政局", {GOVERNMENT}),
        ("成立河口县涉外商事调解中心。", "河口县涉外商事调解中心", set()),
    ],
)
def test_the_whole_that_a_name_shows(sentence: str, name: str, whole: set[str]) -> None:
    assert whole_of(sentence, name) == whole


def test_a_list_of_documents_before_their_kind() -> None:
    found = stated(extracted("出台“强企十条”、支持低空经济发展若干措施、专精特新企业培育办法等政策。"))
    assert {o for s, p, o in found if p == "issues"} == {
        "强企十条",
        "支持低空经济发展若干措施",
        "专精特新企业培育办法",
    }


def test_rules_for_a_regulation_are_a_document_of_their_own() -> None:
    found = stated(extracted("制定《河口县养犬管理条例》实施细则。"))
    assert (GOVERNMENT, "issues", "《河口县养犬管理条例》实施细则") in found


def test_praised_as_something_is_honoured_with_that() -> None:
    found = stated(extracted("县法律援助中心被司法部通报表扬为全国法律援助工作先进集体。"))
    assert ("河口县法律援助中心", "receives", "全国法律援助工作先进集体") in found
    assert ("全国法律援助工作先进集体", "conferred_by", "中华人民共和国司法部") in found


def test_who_accepts_oversight_is_overseen() -> None:
    found = stated(extracted("主动接受县人大常委会、县政协监督。"))
    assert ("河口县人民代表大会常务委员会", "oversees", GOVERNMENT) in found
    assert not any(p == "oversees" for _, p, _ in stated(extracted("接受县人大常委会监督的事项有所增加。")))


def test_a_number_is_not_about_whom_one_acts_with() -> None:
    found = extracted("县司法局会同县教育局开展宣讲12场。")
    (figure,) = found.observations
    assert {e.id: e.name for e in found.entities}[figure.about or ""] == "河口县司法局"
