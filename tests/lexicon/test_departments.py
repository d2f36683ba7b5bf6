"""The list of standing bodies: well-formed, without a name that means two things."""

from __future__ import annotations

import pytest

from kg.lexicon.departments import KINDS, LEVELS, Department, departments


def by_name(name: str) -> Department:
    return next(department for department in departments() if department.name == name)


def test_the_list_is_long_and_its_terms_are_known() -> None:
    assert len(departments()) >= 350
    for department in departments():
        assert department.kind in KINDS, department.name
        assert department.levels and set(department.levels) <= set(LEVELS), department.name
        assert department.national or "national" not in department.levels, department.name


def test_every_name_means_one_body() -> None:
    words = [word for d in departments() for word in (d.name, *d.aka, *d.forms)]
    assert sorted(words) == sorted(set(words))
    assert all(words) and not any(word != word.strip() for word in words)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("市监局", "市场监督管理局"),
        ("住建局", "住房和城乡建设局"),
        ("发改局", "发展和改革局"),
        ("发改委", "发展和改革委员会"),
        ("综合执法局", "综合行政执法局"),
        ("行政审批局", "行政审批服务局"),
        ("工商联", "工商业联合会"),
        ("司法部", "中华人民共和国司法部"),
        ("全国人大常委会", "全国人民代表大会常务委员会"),
        ("中央依法治国办", "中央全面依法治国委员会办公室"),
        ("党中央", "中国共产党中央委员会"),
    ],
)
def test_short_names(short: str, name: str) -> None:
    assert short in by_name(name).aka


def test_names_with_their_place() -> None:
    assert by_name("财政局").of("成都市") == "成都市财政局"
    assert by_name("委组织部").of("成都市") == "中共成都市委组织部"
    assert by_name("政协").of("四川省") == "中国人民政治协商会议四川省委员会"
    assert by_name("税务局").of("成都市") == "国家税务总局成都市税务局"
    assert by_name("国家知识产权局").of("成都市") == "国家知识产权局"


def test_forms_for_finding() -> None:
    party = by_name("委组织部")
    assert party.said_after_place() == ("委组织部", "组织部", "党委组织部")
    assert party.forms == ("中共*委组织部",)
    assert by_name("国家知识产权局").said_after_place() == ()


def test_only_forms_hold_the_sign_of_the_place() -> None:
    for department in departments():
        assert not any("*" in word for word in (department.name, *department.aka)), department.name
        assert all(form.count("*") == 1 for form in department.forms), department.name
