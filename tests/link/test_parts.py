from __future__ import annotations

from decimal import Decimal

from tests.documents import document, extracted


def figures(sentence: str) -> dict[str, tuple[Decimal | None, str]]:
    """The figures of a sentence by name: value and unit."""
    return {o.indicator: (o.value, o.unit) for o in extracted(sentence).observations}


def test_parts_are_named_by_their_whole_and_what_follows_by_the_whole_again() -> None:
    found = figures("办理行政诉讼案件69件，其中一审48件、二审17件、再审4件；审结58件，败诉率5.17%。")
    assert found["一审行政诉讼案件数"] == (48, "件") and found["再审行政诉讼案件数"] == (4, "件")
    assert found["行政诉讼审结案件数"] == (58, "件")
    codes = {
        o.indicator: o.code for o in extracted("办理行政诉讼案件69件，其中一审48件、二审17件。").observations
    }
    assert codes["办理行政诉讼案件数"] == "administrative-litigation-cases"
    assert codes["一审行政诉讼案件数"] is None  # a part is not the figure of the whole


def test_what_was_not_done_is_not_named_as_done() -> None:
    assert "尚未审结" in next(iter(figures("行政复议案件尚未审结3件。")))


def test_units_and_shares_of_several_at_once() -> None:
    found = figures("一般登记、抵押登记分别压缩至3个、1个工作日内办结。")
    assert set(found.values()) == {(3, "个工作日"), (1, "个工作日")}
    found = figures("城市、农村低保标准分别提高到每人每月720元、540元。")
    assert found == {"城市低保标准": (720, "元"), "农村低保标准": (540, "元")}


def test_a_share_of_what_the_law_allows_is_a_value() -> None:
    assert list(figures("平均办理时限较法定时限压缩七成。").values()) == [(70, "%")]
    (figure,) = extracted("货物通关时间同比压缩50%。").observations
    assert (figure.value, figure.change) == (None, -50)


def test_the_meetings_of_an_assembly_are_not_counted() -> None:
    assert not figures("完成了县十八届人大三次会议确定的任务。")
    assert list(figures("召开政府常务会议三次。").values()) == [(3, "次")]


def test_a_rate_is_of_the_act_just_counted() -> None:
    assert "重大执法决定法制审核率" in figures("完成重大执法决定法制审核71件，审核率达100%。")


def test_a_figure_is_about_those_who_act_unless_it_counts_what_a_document_holds() -> None:
    extraction = extracted("修订《河口县突发事件总体应急预案》，开展防汛演练7次。")
    (figure,) = extraction.observations
    assert {e.id: e.name for e in extraction.entities}[figure.about or ""] == "河口县人民政府"


def test_a_table_after_the_last_sentence_is_read() -> None:
    table = "附表\n单位\t立案（件）\t罚款（万元）\n甲所\t14\t126.40\n乙所\t11\t98.75\n\n河口县人民政府\n2024年2月15日"
    text = document("执法情况见附表。").text.replace("仍需努力改进。\n", f"仍需努力改进。\n\n{table}\n")
    from kg.link import extract
    from kg.read import read_bytes

    found = {o.value for o in extract(read_bytes(text.encode(), source_name="report.txt")).observations}
    assert found == {14, 11, 1264000, 987500}


def test_how_cases_ended_is_named_by_the_cases() -> None:
    found = figures("办理行政复议案件57件，其中调解和解结案31件。")
    assert found["行政复议调解和解结案案件数"] == (31, "件")


def test_the_deaths_are_those_of_the_accidents_counted_first() -> None:
    found = {
        o.indicator: o.change for o in extracted("生产安全事故起数、死亡人数分别下降18%和25%。").observations
    }
    assert found == {"生产安全事故起数": -18, "生产安全事故死亡人数": -25}


def test_what_is_ranked_among_is_no_figure() -> None:
    found = figures("群众满意率96.8%，居全省17个市州第3位。")
    assert list(found.values()) == [(Decimal("96.8"), "%"), (3, "名")]
    assert "群众满意率全省排名" in found


def test_the_number_sharpens_what_the_word_bounds() -> None:
    assert list(figures("工业投资占比首次过半，达53.6%。").values()) == [(Decimal("53.6"), "%")]
    assert len(figures("限制性条目减少一半，95%以上实行备案管理。")) == 2


def test_shares_of_an_enumeration_after_its_verb() -> None:
    found = figures("平均压减办事环节六成、申报材料55%、办理时间七成以上。")
    assert [value for value, _ in found.values()] == [60, 55, 70]
    assert figures("完成投资97亿元，为年度计划的108%。")["完成投资占年度计划比例"] == (108, "%")


def test_what_several_sent_respectively() -> None:
    found = figures("县人民法院、县人民检察院发出司法建议、检察建议分别为21件、34件，按期回复率均为100%。")
    assert found["司法建议数"] == (21, "件") and found["检察建议数"] == (34, "件")
    assert "司法建议、检察建议按期回复率" in found


def test_a_deadline_cut_is_a_rate_and_its_parts_are_deadlines() -> None:
    found = figures("承诺时限平均压缩64%，其中报告书由60个工作日缩减到18个工作日。")
    assert list(found.values()) == [(64, "%"), (18, "个工作日")]
    assert list(found)[1] == "报告书承诺时限"


def test_a_table_with_single_wide_gaps() -> None:
    table = "各地情况如下。\n单位　行政处罚（件）　罚款（万元）\n东湾区　37　288.5\n西坪县　61　604\n以上情况已通报。"
    values = [o.value for o in extracted(table).observations]
    assert values == [37, 2885000, 61, 6040000]
