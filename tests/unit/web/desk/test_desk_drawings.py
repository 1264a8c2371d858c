"""What a report draws is shown at the desk; what else it holds is not, whoever wrote it."""

import pytest

from worker.learn.charts import Axes, Line, line_chart
from worker.web.desk.drawings import drawings

CHART = line_chart(Axes("ROC <&>", "ham", "spam"), [Line("champion", "champion", [0, 1], [0, 1])])


def test_each_drawing_stands_under_its_heading_as_it_was() -> None:
    report = f"<h2>Table</h2><table></table><h2>Curves: labels &amp; more</h2>{CHART}{CHART}<h2>Errors</h2><p>x</p>"
    [found] = drawings(report)

    assert found.heading == "Curves: labels & more"
    assert len(found.figures) == 2
    assert "ROC &lt;&amp;&gt;" in found.figures[0]
    for part in ('viewBox="0 0 360 280"', '<polyline class="champion" points=', 'role="img"', 'class="legend"'):
        assert part in found.figures[0]
    assert found.figures[0].count("<") == CHART.count("<") + CHART.count("/>")


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)></svg>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        "<foreignObject><iframe src=//evil.example></iframe></foreignObject>",
        '<rect style="fill:url(//evil.example)" class="a">',
        "<style>*{display:none}</style><!-- x --><image href=//evil.example>",
    ],
)
def test_nothing_that_acts_is_taken_over(planted: str) -> None:
    report = f"<h2>x</h2>{CHART.replace('</svg>', planted + '</svg>')}"
    shown = "".join(figure for part in drawings(report) for figure in part.figures)

    for part in ("<script", "onload", "href", "<iframe", "<foreign", "style", "<image", "<a", "<!--"):
        assert part not in shown.casefold()


def test_a_report_without_drawings_has_none() -> None:
    assert drawings("<h1>Model</h1><p>Nothing.</p><figure><svg>") == []
