"""Small plots of single indicators, drawn as SVG to stand in a row of a table."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from kg.charts import COLOURS, render
from kg.report.values import Trend

_WIDTH, _HEIGHT = 84, 24
_LEAST: Final = 2


def spark(trend: Trend) -> Markup:
    """The line of an indicator over the years, without axes; empty where fewer than two years have a value."""
    points = [point for point in trend.points if point.value is not None]
    if len(points) < _LEAST:
        return Markup("")
    import altair as alt

    rows = [{"year": point.year, "value": float(point.value or 0)} for point in points]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:Q", axis=None, scale=alt.Scale(nice=False, zero=False)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(nice=False, zero=False, padding=3)),
    )
    line = base.mark_line(strokeWidth=2, color=COLOURS[0])
    dots = base.mark_point(filled=True, size=18, opacity=1, color=COLOURS[0])
    drawn = (line + dots).properties(width=_WIDTH, height=_HEIGHT, padding=3)
    # The renderer escapes what it draws, and here it draws no words.
    return Markup(render(drawn).decode())
