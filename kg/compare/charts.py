"""Plots of a comparison: bars for one year, lines for more, small multiples for several indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.charts import COLOURS, known, render
from kg.compare.cells import NEXT, NONE, STATED, Cell, Comparison

if TYPE_CHECKING:
    import altair as alt

#: Beyond so many places, bars keep the first and say so; lines stand in small multiples by place.
BARS: Final = 40
LINES: Final = 8
LEVELS: Final = {
    "nation": "全国",
    "province": "省级",
    "city": "地市级",
    "county": "县区级",
    "township": "乡镇街道",
    "": "其他",
}
_WIDTH: Final = 640


def chart(comparison: Comparison, code: str) -> alt.TopLevelMixin | None:
    """The plot of one indicator; None where no report states a value of it."""
    cells = [c for c in comparison.of(code) if c.value is not None and c.status in (STATED, NONE, NEXT)]
    if not cells:
        return None
    import altair as alt

    levels = [level for level in LEVELS if any(cell.level == level for cell in cells)]
    # A county beside its province would be a line on the ground: each level has a plot of its own.
    groups = [[cell for cell in cells if cell.level == level] for level in levels]
    plots: list[Any] = [_plot(group, levelled=len(groups) > 1) for group in groups]
    if len(plots) == 1:
        only: alt.TopLevelMixin = plots[0]
        return only
    stacked: alt.TopLevelMixin = alt.vconcat(*plots).resolve_scale(color="independent", shape="independent")
    return stacked


def _plot(cells: list[Cell], *, levelled: bool) -> alt.TopLevelMixin:
    years = {cell.year for cell in cells}
    title = _title(cells, levelled=levelled)
    return _bars(cells, title) if len(years) == 1 else _lines(cells, title)


def picture(comparison: Comparison, code: str, *, format: str = "svg", dark: bool = False) -> bytes | None:
    """The plot of one indicator as svg or png, the same bytes for the same cells; None where there is nothing.

    Raises KgError for another format.
    """
    known(format)
    plot = chart(comparison, code)
    return None if plot is None else render(plot, format=format, dark=dark)


def _bars(cells: list[Cell], title: str) -> alt.TopLevelMixin:
    import altair as alt

    shown = sorted(cells, key=lambda cell: (-(cell.value or 0), cell.place_name))[:BARS]
    base = alt.Chart(_data(shown)).encode(
        x=alt.X("value:Q", title=None),
        y=alt.Y("place:N", sort=[_name(cell) for cell in shown], title=None),
        tooltip=["place:N", "value:Q", "year:O", "sentence:N"],
    )
    bars = base.mark_bar(color=COLOURS[0], height={"band": 0.7})
    text = base.mark_text(align="left", dx=4).encode(text="shown:N")
    layered: alt.TopLevelMixin = (bars + text).properties(width=_WIDTH, height=alt.Step(26), title=title)
    return layered


def _lines(cells: list[Cell], title: str) -> alt.TopLevelMixin:
    import altair as alt

    places = list(dict.fromkeys(_name(cell) for cell in cells))
    few = len(places) <= LINES
    shown = set(places[:BARS])
    base = alt.Chart(_data([cell for cell in cells if _name(cell) in shown])).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=cells[0].unit != "%", nice=True)),
        tooltip=["place:N", "value:Q", "year:O", "sentence:N"],
    )
    colour = alt.Color("place:N", scale=alt.Scale(range=COLOURS), title=None, sort=places)
    line, point = base.mark_line(strokeWidth=2.5), base.mark_point(filled=True, size=60, opacity=1)
    label = base.mark_text(dy=-12).encode(text="shown:N")
    if few:
        plot: alt.TopLevelMixin = (
            (line + point + label)
            .encode(color=colour, shape=alt.Shape("place:N", sort=places, legend=None))
            .properties(width=_WIDTH, height=200, title=title)
        )
        return plot
    small = (line + point).encode(color=alt.value(COLOURS[0])).properties(width=140, height=90)
    faceted: alt.TopLevelMixin = small.facet(
        facet=alt.Facet("place:N", title=None, sort=places), columns=4
    ).properties(title=title)
    return faceted


def _data(cells: Sequence[Cell]) -> Any:
    import altair as alt

    rows = [
        {
            "place": _name(cell),
            "year": str(cell.year),
            "value": float(cell.value or 0),
            "shown": f"{'约' if cell.approximate else ''}{cell.value:f}",
            "sentence": cell.sentence,
        }
        for cell in cells
    ]
    return alt.InlineData(values=rows)


def _name(cell: Cell) -> str:
    """The place; the body itself where it is not the government."""
    if cell.publisher and not cell.publisher.endswith("人民政府"):
        return cell.publisher
    return cell.place_name


def _title(cells: Sequence[Cell], *, levelled: bool) -> str:
    years = sorted({cell.year for cell in cells})
    span = f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
    level = f"{LEVELS[cells[0].level]}，" if levelled else ""
    places = len({_name(cell) for cell in cells})
    left = ""
    if places > BARS:
        left = f"，前{BARS}名（共{places}地）" if len(years) == 1 else f"，图示{BARS}地（共{places}地）"
    unit = f"（{cells[0].unit}）" if cells[0].unit else ""
    return f"{cells[0].name}{unit}，{level}{span}{left}"
