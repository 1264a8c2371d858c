"""Comments without names, times and headings in languages other than English: found where people begin to speak."""

import pytest

from tests.unit.separate.text.test_other_languages import ARTICLES, FORMS
from worker.domain import Format, Page, Separation
from worker.reasons import Reason
from worker.separate.text.separation import separate_text

SAID = {
    "fr": (
        "Enfin, je commençais à désespérer de retrouver du bon pain dans le quartier.",
        "Mon père y travaillait déjà, vous ne pouvez pas savoir ce que ça me fait.",
        "Quarante mille euros pour un four, on croit rêver.",
        "Merci au maire, et tant mieux pour nos enfants si tu veux mon avis.",
    ),
    "nl": (
        "Eindelijk, ik reed elke week een halfuur met mijn dochter naar het andere bad.",
        "Wie betaalt dat eigenlijk? Wij weer, zoals altijd.",
        "Een glijbaan erbij, dat is lang beloofd.",
        "Bedankt aan iedereen die toen getekend heeft, jullie hadden gelijk.",
    ),
    "pt": (
        "Finalmente, eu estudei naquela sala e senti muita falta dela.",
        "Vocês viram quanto custou o telhado? Que vergonha.",
        "Dois milhões é pouco para um prédio desses.",
        "Obrigada a quem cuidou dos livros, minha avó trabalhou lá.",
    ),
    "pl": (
        "Nareszcie, ja czekałem na ten most od dwóch lat.",
        "A kto zapłaci za drugą połowę? Znowu my wszyscy.",
        "Prom był zresztą całkiem wygodny w lecie.",
        "Dziękuję inżynierom, moja córka jeździ tamtędy do szkoły.",
    ),
}  # fmt: skip
ASKED = {
    "fr": ("Vous vous attendiez à tant de monde ?", "Et le four ?", "Que dites-vous au maire ?"),
    "nl": ("Had u dit verwacht?", "En de glijbaan?", "Wat zegt u tegen de wethouder?"),
    "pt": ("A senhora esperava tanta gente?", "E o telhado?", "O que diria à prefeitura?"),
    "pl": ("Spodziewał się pan takich tłumów?", "A prom?", "Co powie pan inżynierom?"),
}


def read(language: str | None, *lines: str, joint: str = "\n") -> Separation:
    return separate_text(Page(content=joint.join(lines), format=Format.TEXT, language=language))


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("joint", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("declared", [None, "en-US"])
def test_comments_without_cues_are_found_below_an_article(language, joint, declared):
    told = read(declared, *ARTICLES[language], *SAID[language], joint=joint)
    assert tuple(comment.text for comment in told.comments) == SAID[language]
    assert told.body == ARTICLES[language]
    assert told.reason is Reason.TEXT_MODEL


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("order", [(1, 0, 2, 3), (3, 2, 1, 0), (0, 3, 2, 1)])
def test_their_order_does_not_matter(language, order):
    said = tuple(SAID[language][at] for at in order)
    told = read(None, *ARTICLES[language], *said)
    assert tuple(comment.text for comment in told.comments) == said


@pytest.mark.parametrize("language", ARTICLES)
def test_times_alone_above_them_are_theirs(language):
    timed = [line for at, text in enumerate(SAID[language], 3) for line in (f"2024-05-0{at} 10:2{at}", text)]
    told = read(None, *ARTICLES[language], *timed)
    assert tuple(comment.text for comment in told.comments) == SAID[language]
    assert [(comment.posted_at or "")[:10] for comment in told.comments] == [f"2024-05-0{at}" for at in range(3, 7)]


@pytest.mark.parametrize("language", ARTICLES)
def test_two_lines_that_invite_readers_are_the_article_s(language):
    told = read(None, *ARTICLES[language], *SAID[language][:2])
    assert told.comments == ()


@pytest.mark.parametrize("language", ARTICLES)
def test_what_the_article_quotes_is_its_own(language):
    told = read(None, *ARTICLES[language], *(f"«{line}»" for line in SAID[language]))
    assert told.comments == ()


@pytest.mark.parametrize("language", ARTICLES)
def test_a_text_in_person_throughout_is_whole(language):
    told = read(None, *SAID[language], *ARTICLES[language][:1], *SAID[language][::-1])
    assert told.comments == ()


@pytest.mark.parametrize("language", ARTICLES)
def test_an_interview_below_its_introduction_is_whole(language):
    turns = [
        line
        for question, answer in zip(ASKED[language], SAID[language][::-1], strict=False)
        for line in (question, answer)
    ]
    told = read(None, *ARTICLES[language], *turns)
    assert told.comments == ()


@pytest.mark.parametrize("language", ARTICLES)
def test_a_menu_in_person_below_an_article_is_none(language):
    entries = ["Login", "Blog", "FAQ", "Shop", "RSS", "2024"] * 2
    told = read(None, *ARTICLES[language], *(line for said in SAID[language] for line in (said, *entries)))
    assert told.comments == ()


@pytest.mark.parametrize("language", ARTICLES)
def test_a_form_below_is_no_comment(language):
    told = read(None, *ARTICLES[language], *SAID[language], *FORMS[language])
    assert tuple(comment.text for comment in told.comments) == SAID[language]
