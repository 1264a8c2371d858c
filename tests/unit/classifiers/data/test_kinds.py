"""Templates of kinds of spam, of trials of a form, and of people's names."""

import random
from collections import Counter

import pytest

from classifiers.data import kinds, people, signers, trials
from classifiers.data.datasets import Example
from classifiers.types import Comment, Label


def test_kinds_speak_many_languages_and_each_has_ham_that_looks_like_it():
    made = kinds.examples(40, seed=0)
    assert len(kinds.languages()) >= 15
    assert Counter(one.label for one in made)[Label.HAM] == Counter(one.label for one in made)[Label.SPAM]
    assert all(kinds.is_kind(one.source) for one in made)
    assert set(kinds.collected([one.source for one in made])) == {kinds.SOURCE}
    assert made == kinds.examples(40, seed=0)


@pytest.mark.parametrize("language", kinds.languages(), ids=lambda these: these.code)
def test_a_language_has_all_kinds(language):
    assert language.code in people.people()
    spam = "testimony loan hacker essay praise offer contact job invest dating casino leftover"
    for kind in ("topics", "trades", *spam.split()):
        assert language.of(kind)
    ham = "thanks story code owner own correction slang money link question everyday"
    for kind in ham.split():
        assert language.of(kind)


def test_a_line_is_always_in_the_same_part_of_its_language():
    thanks = {line for these in kinds.languages() for line in these.of("thanks")}
    parts: dict[tuple[str, str], set[str]] = {}
    for one in kinds.examples(200, seed=3):
        if one.comment.text in thanks:
            parts.setdefault((one.language, one.comment.text), set()).add(one.source)
    assert len(parts) > 50
    assert {len(sources) for sources in parts.values()} == {1}


def test_homes_of_people_tell_neither_ham_nor_spam_and_some_stand_in_other_scripts():
    made = [one for one in kinds.examples(200, seed=4) if one.comment.author_url]
    foreign = [one for one in made if "xn--" in one.comment.author_url or not one.comment.author_url.isascii()]
    assert Counter(one.label for one in foreign).keys() == {Label.HAM, Label.SPAM}


def test_every_blank_of_a_template_is_filled():
    texts = [one.comment.text for one in kinds.examples(60, seed=1)]
    assert not [
        text
        for text in texts
        for mark in ("{name}", "{mail}", "{phone}", "{tg}", "{sum}", "{n}", "{source}")
        if mark in text
    ]


def test_names_come_in_many_scripts_and_forms():
    dice = random.Random(0)
    names = [people.draw(dice, "ru") for _ in range(2_000)]
    assert len(set(names)) > 500
    assert 0.2 < sum(any("а" <= letter <= "я" for letter in name.lower()) for name in names) / len(names) < 0.7


def test_who_signs_anew_says_nothing_of_the_label():
    ham = [Example(Comment(f"the bus was late {n}"), Label.HAM, "a", language="en") for n in range(2_000)]
    spam = [
        Example(Comment(f"cheap pills https://p.example/{n}"), Label.SPAM, "b", language="en") for n in range(2_000)
    ]
    ham, spam = (signers.signed_anew(part, random.Random(7)) for part in (ham, spam))
    assert [one.comment.author for one in ham] == [one.comment.author for one in spam]
    assert [one.comment.author_url for one in ham] == [one.comment.author_url for one in spam]


def test_spam_that_only_its_name_tells_keeps_it():
    praise = [Example(Comment("Nice post.", "cheap jerseys online", "http://x.example"), Label.SPAM, "a")] * 200
    assert signers.signed_anew(praise, random.Random(0)) == []


@pytest.mark.parametrize(
    "text", ["test", "Testing 123", "this is a test comment", "asdasdfgh", "sfdsfsf", "тест", "テスト"]
)
def test_trials_of_a_form_are_told(text):
    assert trials.is_trial(Comment(text))


@pytest.mark.parametrize(
    "text",
    [
        "hahahaha",
        "wkwkwkwk",
        "I took the test twice",
        "ok",
        "Test the brakes first!",
        "test https://x.example",
        "",
        "dadada",
    ],
)
def test_what_readers_write_is_no_trial(text):
    assert not trials.is_trial(Comment(text))
