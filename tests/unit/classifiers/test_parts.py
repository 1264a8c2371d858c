import gzip
import json
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.data import synthetic
from classifiers.data.datasets import read_examples
from classifiers.data.disguises import KINDS, disguise
from classifiers.errors import ClassifierError, DatasetError
from classifiers.features import links
from classifiers.features.extraction import GROUPS, NAMES, extract
from classifiers.features.normalise import canonical_string, canonicalise
from classifiers.model import policy
from classifiers.model.policy import Policy, Target
from classifiers.training.evaluate import auc, recall_at
from classifiers.training.training_table import weigh
from classifiers.types import Comment, Verdict


@pytest.mark.parametrize(
    "written",
    ["casino", "CASINO", "ＣＡＳＩＮＯ", "c\u200ba\u200bs\u200bi\u200bno", "саsinо", "c4s1n0", "c a s i n o", "𝗰𝗮𝘀𝗶𝗻𝗼"],
)
def test_disguises_lead_to_one_canonical_word(written):
    assert canonical_string(written) == "casino"


@pytest.mark.parametrize("kind", KINDS)
def test_a_disguised_sentence_has_the_same_canonical_words(kind):
    text = "Need a payday loan at once, then write to us! All of it is for you, I said to J. R. Smith."
    assert canonical_string(disguise(text, kind, random.Random(0))) == canonical_string(text)


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_texts_stay_apart(texts):
    together = canonicalise(texts)
    parts = [
        together.codes[together.bounds[i] + 1 : together.bounds[i + 1]].tobytes().decode("utf-32-le")
        for i in range(len(texts))
    ]
    assert [part.strip() for part in parts] == [canonical_string(text) for text in texts]


def test_cut_offs_keep_their_target():
    dice = np.random.default_rng(0)
    labels = dice.random(20_000) < 0.3
    scores = 1 / (1 + np.exp(-dice.normal(np.where(labels, 2, -2), 1)))
    chosen = policy.choose(scores, labels, Target(hm=0.01, sm=0.02))
    assert (scores[~labels] >= chosen.spam).mean() <= 0.01
    assert (scores[labels] < chosen.review).mean() <= 0.02
    assert chosen.verdict(chosen.spam) is Verdict.SPAM
    assert Policy(0.2, 0.8).verdict(0.5) is Verdict.REVIEW


@pytest.mark.parametrize("text", ["hm", "hm=x", "fp=0.1", "hm=0", "sm=2", ""])
def test_a_target_that_is_none_is_refused(text):
    with pytest.raises(ClassifierError):
        policy.parse_target(text)


def test_figures_by_hand():
    assert auc(np.array([0.9, 0.4]), np.array([0.1, 0.4])) == 0.875
    assert recall_at(np.array([0.9, 0.4]), np.array([0.1, 0.5]), 0.01) == 0.5


def test_jsonl_and_csv_say_the_same(tmp_path):
    row = {"text": "Buy, now", "label": "spam", "author": "x", "source": "here"}
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(row).encode()))
    (tmp_path / "a.csv").write_text('text,label,author,source\n"Buy, now",spam,x,here\n')
    first, second = read_examples([packed, tmp_path / "a.csv"])
    assert (first.origin, second.origin) == (f"{packed}:1", f"{tmp_path}/a.csv:2")
    assert replace(first, origin="") == replace(second, origin="")


@pytest.mark.parametrize("line", ['{"text": "x"}', '{"label": "spam"}', "[]", "{", '{"text": "x", "label": "maybe"}'])
def test_errors_name_file_and_line(tmp_path, line):
    path = tmp_path / "labels.jsonl"
    path.write_text('{"text": "fine", "label": "ham"}\n' + line + "\n")
    with pytest.raises(DatasetError, match=r"labels\.jsonl.*2"):
        list(read_examples([path]))


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Tombola on lucky-grommet.example.kz", "lucky-grommet.example.kz"),
        ("Steve @ Example.ORG", "Example.ORG"),
        ("https://grommet.example.com/offer now", "https://grommet.example.com/offer"),
        ("www.grommet.example", "www.grommet.example"),
        ("громмет.рф", "громмет.рф"),
        ("john.doe", None),
        ("J.R. Smith", None),
        ("St.Petersburg", None),
        ("mail@example.com", None),
        ("", None),
    ],
)
def test_addresses_in_names(name, host):
    assert links.find_host(name) == host


def test_a_name_of_dots_and_words_is_searched_in_linear_time():
    assert links.find_host("a-" * 100_000 + ".x." * 100_000) is None


def test_ham_and_spam_count_alike_and_what_counts_less_weighs_less():
    labels = np.array([1] * 90 + [0] * 10)
    sources = np.array(["large"] * 80 + ["small"] * 20)
    weights = weigh(labels, sources, np.where(np.arange(100) < 40, 0.5, 1.0))
    assert weights[labels == 1].sum() == pytest.approx(weights[labels == 0].sum())
    assert weights[0] == pytest.approx(weights[40] / 2)
    assert weights[40] < weights[80]


def test_invisible_characters_are_a_disguise_and_soft_hyphens_are_none():
    signs = [NAMES.index(name) for name in GROUPS["disguise"]]
    plain, disguised, hyphenated = extract(
        [Comment(text) for text in ("a casino here", "a cas\u200bino here", "a cas\u00adino here")]
    ).shape[:, signs]
    assert disguised.any()
    assert not plain.any()
    assert not hyphenated.any()


@pytest.mark.parametrize(
    ("text", "plain", "found"),
    [
        ("no address", "no address", []),
        ("see https://a.example/b, or www.c.example.", "see   or  ", ["https://a.example/b", "www.c.example"]),
        ("www.only.example", " ", ["www.only.example"]),
    ],
)
def test_addresses_are_cut_out_of_texts(text, plain, found):
    assert links.parted(text) == (plain, found)


def test_synthetic_spam_signs_with_its_goods_and_points_to_shops_named_after_them():
    spam = [example for example in synthetic.examples(40, seed=1) if example.is_spam and example.comment.author_url]
    assert {example.language for example in spam} == {language.code for language in synthetic.languages()}
    named = [
        e for e in spam if (e.comment.author or "").lower().replace(" ", "") in e.comment.author_url.replace("-", "")
    ]
    assert len(named) > 10
