"""The style sheet and the page that describes it say the same, and what they say can be read."""

import re
from pathlib import Path

import pytest

import worker.web.desk as package

CSS = (Path(package.__file__).parent / "static" / "desk.css").read_text()
PAGE = (Path(__file__).parents[4] / "docs" / "design.md").read_text()
SCHEMES = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK = (dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", scheme)) for scheme in SCHEMES)
# What WCAG 2.2 asks of text (1.4.3, AA).
READABLE = 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_page_tells_the_style_sheets_sizes() -> None:
    told = dict(re.findall(r"^\| `--([a-z0-9-]+)` \| ([\d.]+rem) \|", PAGE, re.MULTILINE))
    assert told == {name: size for name, size in LIGHT.items() if size.endswith("rem")}


def test_the_page_tells_the_style_sheets_colours_and_their_contrast() -> None:
    row = r"^\| `--([a-z-]+)` \|[^|]+\| `(#\w+)` \| ([\d.]+) \| `(#\w+)` \| ([\d.]+) \|$"
    told = re.findall(row, PAGE, re.MULTILINE)
    assert len(told) == 7
    for name, *sides in told:
        for scheme, colour, said in ((LIGHT, *sides[:2]), (DARK, *sides[2:])):
            assert scheme[name] == colour
            assert f"{contrast(colour, scheme['panel']):.1f}" == said


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [(one, ground) for one in ("ink", "soft", "accent", "spam", "ham", "review") for ground in ("panel", "ground")]
    + [(one, f"{one}-soft") for one in ("spam", "ham", "review")]
    + [("on-accent", "accent")],
)
def test_text_can_be_read(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= READABLE


def test_nothing_stands_left_or_right() -> None:
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    assert re.findall(r"(?:[\w-]*-|\b)(?:left|right)\b(?=[\w-]*:|;)", rules) == []


def test_sizes_and_gaps_are_those_of_the_scale() -> None:
    sizes = re.findall(r"font-size: ([^;}]+)", CSS)
    # Relative to the text around it (code), or units of a drawing.
    assert [size for size in sizes if not re.fullmatch(r"var\(--\w+\)|\.86em|1[02]px", size.strip())] == []
    gaps = re.findall(r"(?<![a-z-])gap: ([^;}]+)", CSS)
    assert [gap for gap in gaps if not re.fullmatch(r"(?:(?:var\(--gap-\d\)|0) ?){1,2}", gap.strip())] == []
