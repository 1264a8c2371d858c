"""What is a disguise, and what only looks like one to somebody who reads Latin letters alone."""

import pytest

from classifiers.features.extraction import GROUPS, NAMES, extract
from classifiers.types import Comment

SIGNS = [NAMES.index(name) for name in GROUPS["disguise"]]


def signs(text):
    return extract([Comment(text)]).shape[0, SIGNS]


@pytest.mark.parametrize(
    "text",
    [
        "Δt is 5 μs at 3 kΩ, so λ/2 fits",
        "CVE-2021-44228 hit log4j and our k8s",
        "write to ann.lee@example.org or b@c.de",
        "第3回は1080pで3個、adb shellとRTX3080Tiでした。",
        "ＡＢＣと１２３、それにＵＳＢ",
        "换了RTX3060之后1080p能跑到60帧",
        "갤럭시S23에서 5G로 접속했어요",
        "the room has 20 m² and CO₂ is fine, 1º",
        "VPNом пользуюсь давно",
        "iPhone, JavaScript and eBay",
        "broken since 4c1d9be07a33d2f0, the sum is da39a3ee5e6b4b0d",
        "1 2 3 4 5 6",
        "क्या आप यहां आए थे? Android 14 पर चलता है",
    ],
)
def test_ordinary_writing_is_no_disguise(text):
    assert not signs(text).any()


@pytest.mark.parametrize(
    "text",
    [
        "саsinо viаgrа",
        "c4s1n0 b0nus fr33",
        "f4c3b00k f4n p4g3",
        "c a s i n o",
        "𝗰𝗮𝘀𝗶𝗻𝗼",
        "ｃａｓｉｎｏ ｂｏｎｕｓ",
        "ca\u200bsi\u200bno",
        "cAsInO bOnUs FrEe",
    ],
)
def test_disguises_are_seen(text):
    assert signs(text).any()
