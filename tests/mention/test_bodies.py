"""Bodies, persons and places that need more than a place before them or a list behind them."""

from __future__ import annotations

import pytest
from documents import extracted, names, stated


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("县公安局、司法局、财政局联合发文。", {"河口县公安局", "河口县司法局", "河口县财政局"}),
        ("县法院、检察院依法办案。", {"河口县人民法院", "河口县人民检察院"}),
        ("县市场监管局城关所查处案件12件。", {"河口县市场监督管理局城关所"}),
        ("县第二人民医院、县中医医院开展义诊。", {"河口县第二人民医院", "河口县中医院"}),
        ("县第三幼儿园建成投用。", {"河口县第三幼儿园"}),
        ("联合中国农业银行河口县支行推行助企贷款。", {"中国农业银行河口县支行"}),
        ("另聘请北京明德（昆明）律师事务所担任法律顾问。", {"北京明德（昆明）律师事务所"}),
    ],
)
def test_bodies(sentence: str, found: set[str]) -> None:
    assert found <= names(extracted(sentence), "Institution")


@pytest.mark.parametrize(
    "sentence", ["查处某砂石公司越界采矿案。", "建成2.9万所乡镇卫生院。", "完善县市场监管局所属机构管理。"]
)
def test_what_is_no_name_of_a_body(sentence: str) -> None:
    found = names(extracted(sentence), "Institution")
    assert not {n for n in found if "某" in n or "卫生院" in n or n.endswith("所")}


def test_opened_together() -> None:
    found = stated(extracted("县第三小学、县第五幼儿园建成投用，新增学位900个。"))
    assert ("河口县人民政府", "establishes", "河口县第三小学") in found


@pytest.mark.parametrize("sentence", ["县人大主席团组织代表视察法治工作。", "教研室主任共研治理路径。"])
def test_words_behind_a_post_are_no_names(sentence: str) -> None:
    assert names(extracted(sentence), "Person") == set()


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("启动南溪镇全域土地综合整治。", "南溪镇"),
        ("推动南溪镇、桥头乡开展试点。", "桥头乡"),
    ],
)
def test_a_place_does_not_swallow_the_verb_before_it(sentence: str, place: str) -> None:
    found = {e.name for e in extracted(sentence).entities if e.type == "Region"}
    assert place in found
    assert not {name for name in found if name.startswith(("启动", "推动"))}


def test_slogans_are_no_places_and_cells_are() -> None:
    title = "青沅市人民政府2023年法治政府建设年度报告"
    text = "打出“工业强县、生态立县、文旅活县”组合拳。\n\n白塬区\t11\t11\n沙港区\t9\t8\n云溪县\t27\t24"
    found = {e.name for e in extracted(text, title=title).entities if e.type == "Region"}
    assert {"白塬区", "沙港区", "云溪县"} <= found
    assert not {name for name in found if name.endswith(("立县", "活县", "强县"))}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“跑腿代办”帮老人办事1300多件。", "“跑腿代办”"),
        ("坝洒村的“板凳说事会”化解矛盾65起。", "“板凳说事会”"),
        ("“瑶家议事亭”获评全省基层治理创新案例。", "“瑶家议事亭”"),
        ("开展“我为‘规划’献一策”活动。", "“我为‘规划’献一策”活动"),
    ],
)
def test_mechanisms_that_act(sentence: str, found: str) -> None:
    seen = extracted(sentence)
    assert found in names(seen, "Reform")
    assert ("河口县人民政府", "implements", found) in stated(seen)


@pytest.mark.parametrize("sentence", ["“三农”工作稳步推进。", "“四风”问题得到整治。", "“一把手”负总责。"])
def test_what_is_only_talked_of_is_no_reform(sentence: str) -> None:
    assert names(extracted(sentence), "Reform") == set()


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        (
            "州政府下放执法事项30项，我县实际行使20项。",
            ("红河哈尼族彝族自治州人民政府", "delegates_to", "河口县人民政府"),
        ),
        ("我县与屏边县司法局建立“边境联调”机制。", ("屏边县司法局", "implements", "“边境联调”机制")),
        ("年初下发《河口县执法监督计划》。", ("河口县人民政府", "issues", "河口县执法监督计划")),
        (
            "县审批局审批事项80件；“高效办成一件事”新增落地21项。",
            ("河口县人民政府", "implements", "高效办成一件事"),
        ),
    ],
)
def test_who_acts(sentence: str, relation: tuple[str, str, str]) -> None:
    assert relation in stated(extracted(sentence))


DEPARTMENT = "河口县生态环境局2023年法治政府建设年度报告"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("县水利和湖泊局牵头整治。", {"河口县水利和湖泊局"}),
        ("县生态环境保护综合行政执法队开展检查。", {"河口县生态环境保护综合行政执法队"}),
        ("县委理论学习中心组、县政府党组集体学法。", {"中共河口县委理论学习中心组", "中共河口县人民政府党组"}),
        ("将3项权限委托给望潮经济开发区管理委员会实施。", {"河口县望潮经济开发区管理委员会"}),
        ("邀请清江大学法学院专家授课。", {"清江大学法学院"}),
        ("清江医科大学附属河湾医院开诊。", {"清江医科大学附属河湾医院"}),
    ],
)  # fmt: skip
def test_bodies_by_their_heads(sentence: str, found: set[str]) -> None:
    assert found <= names(extracted(sentence), "Institution")


@pytest.mark.parametrize(
    "sentence",
    ["建设一流大学。", "推动高水平大学建设。", "加强行政执法队伍建设。", "县公安局和县司法局联合检查。", "县公安局和司法局会商。"],
)  # fmt: skip
def test_what_only_looks_like_a_head(sentence: str) -> None:
    found = names(extracted(sentence), "Institution")
    assert not {n for n in found if "大学" in n or n.endswith("执法队") or "和" in n}


def test_sections_and_branches_in_the_report_of_a_department() -> None:
    found = names(
        extracted(
            "局法规与标准科修订制度，局各科室配合，局处置方案实施。局立案查处12件。局班子成员到处走访。",
            title=DEPARTMENT,
        ),
        "Institution",
    )
    assert "河口县生态环境局法规与标准科" in found
    assert not {n for n in found if "各" in n or n.endswith(("处", "到处"))}


def test_the_word_that_makes_branches_stands_once() -> None:
    city = "红河州生态环境局2023年法治政府建设年度报告"
    found = stated(extracted("将12项行政处罚权下放河口县、屏边县分局行使。", title=city))
    assert len({o for _, p, o in found if p == "delegates_to" and o.endswith("分局")}) == 2


def test_each_place_sets_up_the_body_that_bears_its_class() -> None:
    title = "红河哈尼族彝族自治州人民政府2023年法治政府建设年度报告"
    found = stated(extracted("河口县、蒙自市先后组建县综合行政执法局、市综合执法中心。", title=title))
    assert ("河口县人民政府", "establishes", "河口县综合行政执法局") in found
    assert ("蒙自市人民政府", "establishes", "蒙自市综合执法中心") in found
    assert ("蒙自市人民政府", "establishes", "河口县综合行政执法局") not in found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("李云帆荣获“全省执法标兵”称号。", {"李云帆"}),
        ("项目组荣获全省先进集体。", set()),
        ("高新区荣获“全省执法标兵单位”称号。", set()),
        ("望潮区党工委副书记、管委会主任到会。", set()),
    ],
)
def test_persons_by_the_title_that_only_persons_bear(sentence: str, found: set[str]) -> None:
    assert names(extracted(sentence), "Person") == found
