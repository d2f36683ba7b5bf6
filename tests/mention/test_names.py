"""Names by their grammar, in sentences of places that no sample has."""

from __future__ import annotations

import pytest
from documents import extracted, names


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("县司法局审查合同。", {"河口县司法局"}),
        ("县市场监管局开展检查。", {"河口县市场监督管理局"}),
        ("县委常委会、县政府常务会议专题研究。", {"中共河口县委常委会", "河口县人民政府常务会议"}),
        ("县人大常委会听取汇报。", {"河口县人民代表大会常务委员会"}),
        ("县委依法治县办印发通报。", {"中共河口县委全面依法治县委员会办公室"}),
        ("全国工商联发布榜单。", {"中华全国工商业联合会"}),
        ("成立河口县涉外商事调解中心。", {"河口县涉外商事调解中心"}),
        ("在南溪镇设立行政复议受理点。", {"行政复议受理点"}),
    ],
)
def test_institutions(sentence: str, found: set[str]) -> None:
    seen = extracted(sentence)
    known = {n for e in seen.entities if e.type == "Institution" for n in (e.name, *e.aka)}
    assert found <= known


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("深入推进证照分离改革。", "证照分离改革"),
        ("推行“双随机、一公开”监管。", "双随机、一公开监管"),
        ("建立涉企检查“扫码登记”机制。", "涉企检查“扫码登记”机制"),
        ("“边关法雨”普法品牌持续深化。", "“边关法雨”普法品牌"),
        ("开展农资打假专项整治。", "农资打假专项整治"),
        ("健全行政执法争议协调机制。", "行政执法争议协调机制"),
        ("落实河长制、林长制。", "林长制"),
    ],
)
def test_reforms(sentence: str, found: str) -> None:
    seen = extracted(sentence)
    assert found in {n for e in seen.entities if e.type == "Reform" for n in (e.name, *e.aka)}


@pytest.mark.parametrize(
    "sentence",
    ["坚持“法治是最好的营商环境”理念。", "树立“一盘棋”思想。", "做到“无事不扰”。", "跑出“加速度”。"],
)
def test_mottoes_are_no_reforms(sentence: str) -> None:
    assert not [e for e in extracted(sentence).entities if e.type == "Reform"]


def test_part_of_a_word_is_no_reform() -> None:
    seen = extracted("人民调解组织化解纠纷120件，制发行政执法监督意见书12份。")
    assert not [e for e in seen.entities if e.type == "Reform"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("推出企业注销、新生儿出生等一件事联办场景12个。", "一件事改革"),
        ("推进高效办成“一件事”，上线重点事项21项。", "高效办成一件事"),
    ],
)
def test_reforms_under_their_nation_wide_names(sentence: str, found: str) -> None:
    assert names(extracted(sentence), "Reform") == {found}


def test_the_leading_group_of_the_own_department() -> None:
    seen = extracted("召开局法治建设领导小组会议3次。", title="河口县财政局2023年法治政府建设年度报告")
    group = next(e for e in seen.entities if e.name == "河口县财政局法治建设领导小组")
    assert ("part_of", seen.publisher) in {
        (r.predicate, r.object) for r in seen.relations if r.subject == group.id
    }


@pytest.mark.parametrize(
    "sentence", ["不断推进各项工作。", "健全长效机制。", "全面深化改革。", "建立工作机制，加强协作。"]
)
def test_work_without_a_name_is_no_reform(sentence: str) -> None:
    assert names(extracted(sentence), "Reform") == set()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("制定《河口县行政执法监督办法》。", "河口县行政执法监督办法"),
        ("贯彻新修订的行政处罚法。", "中华人民共和国行政处罚法"),
        ("出台支持边境贸易发展的若干措施。", "支持边境贸易发展的若干措施"),
    ],
)
def test_policies(sentence: str, found: str) -> None:
    assert found in names(extracted(sentence), "Policy")


@pytest.mark.parametrize("sentence", ["发布《行政复议简报》12期。", "《一起违法占地案》入选典型案例。"])
def test_bulletins_and_cases_are_no_policies(sentence: str) -> None:
    assert names(extracted(sentence), "Policy") == set()


def test_persons_with_their_posts() -> None:
    seen = extracted("县长李志远主持县政府常务会议，获王海涛副州长批示肯定。")
    posts = {e.name: e.get("post") for e in seen.entities if e.type == "Person" and not e.optional}
    assert posts["李志远"] == "县长"


@pytest.mark.parametrize("sentence", ["县长主持召开会议。", "局长认真履行职责。", "副县长分管法治工作。"])
def test_posts_alone_are_no_persons(sentence: str) -> None:
    assert names(extracted(sentence), "Person") == set()


def test_codes_of_real_places() -> None:
    real = extracted("区司法局审查合同。", title="昆明市五华区人民政府2022年法治政府建设年度报告")
    assert {e.name: e.get("division") for e in real.entities if e.type == "Region"}["五华区"] == "530102"
