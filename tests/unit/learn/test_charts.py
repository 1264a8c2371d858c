"""Charts: kept as JSON, drawn as SVG, and nothing in them acts, whoever wrote the file."""

import json
from xml.etree import ElementTree as ET

import pytest

from worker.learn.charts import Axes, Chart, ChartSet, Heap, curve, draw, from_json, to_json

CHART = Chart(
    Axes("ROC <&>", "ham", "spam"),
    lines=(curve("champion", "champion", [0, 0.25, 1], [0, 0.5, 1]),),
    heaps=(Heap("spam", "spam", (0.25, 0.75)),),
    marks=(("review", 0.5),),
)


def test_what_was_kept_is_drawn_as_it_was() -> None:
    [found] = from_json(to_json([ChartSet("labels & more", (CHART,))]))
    assert found == ChartSet("labels & more", (CHART,))
    assert draw(found.charts[0]) == draw(CHART)


def test_a_chart_is_drawn_to_its_axes() -> None:
    figure = ET.fromstring(draw(CHART))
    [line] = figure.findall(".//polyline")
    # The plane is from 44 to 350 across, and from 224 up to 10.
    assert line.attrib == {"class": "champion", "points": "44.0,224.0 120.5,117.0 350.0,10.0"}
    low, high = figure.findall(".//rect")
    assert (float(low.attrib["height"]), float(high.attrib["height"])) == (53.5, 160.5)
    assert float(low.attrib["x"]) < float(high.attrib["x"])
    assert [text.text for text in figure.findall(".//text")][-1] == "review"
    assert figure.findtext("figcaption") == "ROC <&>"
    assert [item[0].tail for item in figure.findall(".//li")] == ["champion", "spam"]


def test_values_beyond_the_axes_stay_inside() -> None:
    line = draw(Chart(Axes("t", "x", "y"), (curve("a", "champion", [-5, 9], [-1, 2]),)))
    assert 'points="44.0,224.0 350.0,10.0"' in line


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    found = curve("a", "champion", range(10_000), range(10_000))
    assert len(found.xs) == len(found.ys) == 200
    assert (found.xs[0], found.xs[-1], found.ys[-1]) == (0, 9_999, 9_999)


@pytest.mark.parametrize("planted", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "</text><a href=//x>"])
def test_nothing_that_acts_is_drawn(planted: str) -> None:
    rows = json.loads(to_json([ChartSet("all", (CHART,))]))
    chart = rows[0]["charts"][0]
    chart["axes"] |= {"title": planted, "x": planted, "y": planted}
    chart["lines"][0]["name"] = chart["heaps"][0]["name"] = planted
    chart["marks"][0][0] = planted
    [found] = from_json(json.dumps(rows))

    drawn = draw(found.charts[0])
    assert {one.tag for one in ET.fromstring(drawn).iter()} == {
        "figure", "figcaption", "svg", "line", "rect", "polyline", "text", "ul", "li", "span",
    }  # fmt: skip
    assert "<script" not in drawn
    assert planted not in drawn


@pytest.mark.parametrize(
    "file",
    [
        "",
        "{}",
        '[{"name": "all"}]',
        to_json([ChartSet("all", (CHART,))]).replace('"style":"champion"', '"style":"a\\" onload=\\"x"'),
        to_json([ChartSet("all", (CHART,))]).replace("0.75", '"x"'),
    ],
    ids=["empty", "no sets", "no charts", "a class that is none", "a share that is no number"],
)
def test_another_file_is_refused(file: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        from_json(file)
