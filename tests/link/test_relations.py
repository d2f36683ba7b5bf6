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
