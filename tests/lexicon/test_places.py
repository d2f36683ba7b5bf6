"""The table of divisions, and how names find their place."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.lexicon.places import Place, places, short_names


def path_of(name: str, within: str | None = None) -> str | None:
    table = places()
    found = table.resolve(name, within=table.by_code(within) if within else None)
    return found.path if found else None


def test_the_table_is_whole() -> None:
    levels = [place.level for place in places()]
    assert len(places()) == 3216
    assert (levels.count("province"), levels.count("city"), levels.count("county")) == (34, 333, 2849)


def test_a_county_that_became_a_district() -> None:
    place = places().by_code("330112")
    assert place == Place("330112", "临安区", "county", "330100", "浙江省/杭州市/临安区")


def test_every_parent_is_in_the_table_and_one_level_or_two_above() -> None:
    for place in places():
        assert (place.parent_code is None) == (place.level == "province")
        above = places().ancestors(place)
        assert "/".join([*(p.name for p in reversed(above)), place.name]) == place.path


def test_no_grouping_stands_between_a_county_and_its_province() -> None:
    assert path_of("济源市") == "河南省/济源市"
    assert path_of("城口县") == "重庆市/城口县"
    assert path_of("东城区") == "北京市/东城区"


def test_unknown_code_and_name() -> None:
    assert places().by_code("999999") is None
    assert places().named("无名区") == ()
    assert places().resolve("无名区") is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("成都", "四川省/成都市"),
        ("临安", "浙江省/杭州市/临安区"),
        ("阿坝", "四川省/阿坝藏族羌族自治州"),
        ("阿坝州", "四川省/阿坝藏族羌族自治州"),
        ("恩施", "湖北省/恩施土家族苗族自治州"),
        ("内蒙古", "内蒙古自治区"),
        ("宁夏", "宁夏回族自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("吉林", "吉林省"),
        ("吉林市", "吉林省/吉林市"),
        ("鄂温克旗", "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("浙江省/杭州市/临安区", "浙江省/杭州市/临安区"),
        ("浙江省杭州市西湖区", "浙江省/杭州市/西湖区"),
        ("杭州西湖区", "浙江省/杭州市/西湖区"),
        ("四川成都", "四川省/成都市"),
    ],
)
def test_resolve(name: str, path: str) -> None:
    assert path_of(name) == path


def test_homonyms_stay_open_without_a_context() -> None:
    assert len(places().named("鼓楼区")) == 4
    assert path_of("鼓楼区") is None
    assert path_of("鼓楼区", within="330000") is None


@pytest.mark.parametrize(
    ("within", "path"),
    [
        ("350000", "福建省/福州市/鼓楼区"),
        ("320100", "江苏省/南京市/鼓楼区"),
        ("320302", "江苏省/徐州市/鼓楼区"),
        ("320000", None),
    ],
)
def test_homonyms_go_to_the_nearest(within: str, path: str | None) -> None:
    assert path_of("鼓楼区", within=within) == path


def test_a_place_that_the_table_does_not_have_is_no_context() -> None:
    within = Place(None, "某某市", "city", None, "某某省/某某市")
    assert places().resolve("鼓楼区", within=within) is None
    found = places().resolve("南京", within=within)
    assert found is not None and found.code == "320100"


def test_ancestors_and_children() -> None:
    district, city = places().by_code("330112"), places().by_code("330100")
    assert district is not None and city is not None
    assert [place.name for place in places().ancestors(district)] == ["杭州市", "浙江省"]
    assert district in places().children(city)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("积石山保安族东乡族撒拉族自治县", ("积石山", "积石山县")),
        ("和布克赛尔蒙古自治县", ("和布克赛尔", "和布克赛尔县")),
        ("管城回族区", ("管城", "管城区")),
        ("神农架林区", ("神农架",)),
        ("东区", ()),
        ("莘县", ()),
    ],
)
def test_short_names(name: str, short: tuple[str, ...]) -> None:
    assert short_names(name) == short


def test_names_are_sorted_and_at_least_two_letters() -> None:
    names = places().names()
    assert list(names) == sorted(set(names))
    assert min(map(len, names)) >= 2


def test_loading_is_quick() -> None:
    code = (
        "import time; from kg.lexicon.places import places; start = time.perf_counter(); places(); "
        "print(time.perf_counter() - start)"
    )
    taken = min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))
    assert taken < 0.05
