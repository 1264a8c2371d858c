"""The shipped model treats every name and home alike, and a page's neighbours never decide alone."""

from dataclasses import replace
from math import log
from statistics import median

import pytest

from classifiers.registry.versions import Registry
from classifiers.types import ArticleContext, Comment, Verdict

TITLE = ArticleContext(title="The weir that was never rebuilt")
TEXTS = (
    "I swam there as a boy. The water was so cold that nobody stayed in for long.",
    "Does the council own the bank on the mill side, or is it still the estate's?",
    "Thanks, I had always wondered what the iron posts were for.",
    "The eels came up as far as the bridge until they put the turbine in.",
    "You write 1954, but the plaque says 1956. Which one is right?",
    "I don't agree. It floods twice a year as it is.",
    "We pay for it every winter and nothing happens.",
    "Walked past this morning, the steps are gone.",
)
ORDINARY = ("Martin Hayes", "Helen Whitcombe", "Sarah Doyle")
NAMES = {
    "none": (None,),
    "first names": ("Heike", "Paco", "Tom", "Aoife"),
    "initials": ("J. Smith", "A.K.", "Mia T."),
    "nicknames": ("river_rat", "otter42", "oldbridge"),
    "roles": ("Retired nurse", "A neighbour", "Angler"),
    "Cyrillic": ("Тамара", "Иван Ильич", "Оксана"),
    "Greek": ("Ελένη", "Γιώργος Ράπτης"),
    "Arabic": ("محمد علي", "ليلى"),
    "Hebrew": ("דנה כהן", "אורי"),
    "Devanagari": ("रमेश", "सुनीता शर्मा"),
    "Thai": ("สมชาย", "นภา"),
    "Han": ("田中花子", "王芳"),
    "Kana": ("さくら", "ケンジ"),
    "Hangul": ("김민수", "나그네"),
    "Georgian": ("ნინო", "გიორგი"),
}
HOMES = (
    "https://mastodon.social/@helen",
    "https://helenwhitcombe.example.org/2023/11/the-weir/",
    "https://xn--mller-kva.de",
    "https://müller.de",
    "https://helenwrites.wordpress.com",
)


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    return Registry(tmp_path_factory.mktemp("models")).load_base()


def signed(names, home=None):
    return [Comment(text, name, home, links=(), article=TITLE) for text in TEXTS for name in names]


def log_odds(found):
    return median(log(one.probability / (1 - one.probability)) for one in found)


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_of_any_script_and_form_moves_nothing(judge, kind):
    usual, found = judge.judge(signed(ORDINARY)), judge.judge(signed(NAMES[kind]))
    assert abs(log_odds(found) - log_odds(usual)) <= 0.3
    assert not [reason for one in found for reason in one.reasons if reason.code == "author-name"]
    assert {one.verdict for one in found} == {Verdict.ALLOW}


@pytest.mark.parametrize("home", HOMES)
def test_a_readers_own_home_holds_nobody_up(judge, home):
    found = judge.judge(signed(["Helen Whitcombe"], home))
    assert {one.verdict for one in found} == {Verdict.ALLOW}


def test_a_host_in_punycode_is_judged_as_the_same_host_in_letters(judge):
    first, second = (judge.judge(signed(["Heike"], home)) for home in HOMES[2:4])
    assert [one.probability for one in first] == [one.probability for one in second]


SPAM = tuple(
    Comment(
        f"Cheap viagra and cialis without prescription, order at http://pills{n}.example.top/buy cheap pills online",
        "Cheap Pills Online",
        f"http://cheap-pills{n}.example.top/",
        links=(f"http://pills{n}.example.top/buy",),
        article=TITLE,
        page="weir",
    )
    for n in range(30)
)
HAM = tuple(
    Comment(f"{text} {more}", "Martin Hayes", None, links=(), article=TITLE, page="weir")
    for text in TEXTS
    for more in ("I wrote to the parish about it.", "My mother said so, too.", "That was in March.", "Not any more.")
)[:30]


def test_one_spam_among_thirty_ham_is_not_allowed(judge):
    found = judge.judge([*HAM[:15], SPAM[0], *HAM[15:]])
    assert found[15].verdict is not Verdict.ALLOW
    assert {one.verdict for one in found[:15]} == {Verdict.ALLOW}


def test_one_ham_among_thirty_spam_is_not_spam(judge):
    found = judge.judge([*SPAM[:15], HAM[0], *SPAM[15:]])
    assert found[15].verdict is not Verdict.SPAM
    assert {one.verdict for one in found[:15]} == {Verdict.SPAM}


def test_neighbours_move_a_comment_as_their_own_scores_say(judge):
    odd = Comment("Nice post, keep it up.", "Sam", "http://samsshop.example.com", links=(), article=TITLE, page="weir")
    alone = judge.judge([replace(odd, page=None)])[0].probability
    assert judge.judge([*HAM, odd])[-1].probability < alone < judge.judge([*SPAM, odd])[-1].probability


def test_a_page_of_others_is_no_neighbour(judge):
    odd = replace(SPAM[0], page="elsewhere")
    assert judge.judge([*HAM, odd])[-1] == judge.judge([replace(odd, page=None)])[0]


def test_repeated_on_page_is_said_only_where_a_comment_is_near(judge):
    apart = [
        replace(SPAM[0], page="a"),
        replace(SPAM[1], page="a", text="Buy replica watches here http://watches.example.xyz", author_url=None),
    ]
    twice = [replace(SPAM[0], page="b"), replace(SPAM[1], page="b", author="Best Pills Shop")]
    assert not [r for one in judge.judge(apart) for r in one.reasons if r.code == "repeated-on-page"]
    assert judge.judge(twice)[0].verdict is Verdict.SPAM


def test_thanks_are_on_no_topic(judge):
    found = judge.judge(
        [Comment("Thanks so much, this really helped!", "Anna", "http://x9.example.xyz", article=TITLE)]
    )
    assert not [reason for reason in found[0].reasons if reason.code == "off-topic"]
