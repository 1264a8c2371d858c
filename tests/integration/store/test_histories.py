"""What the store knows of a comment's past: by whom, of which text, and never of its own page or of what came later."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Engine

from classifiers.features.history import MOST_EARLIER, author_key
from classifiers.types import Comment, Earlier, History, Label, Prediction, Verdict
from tests.factories import digest, new_article, processed
from tests.integration.store.test_plans import plan, said_to
from worker.domain import Claim, JudgedComment, Place, Processed, SeparatedComment
from worker.operations.check import check
from worker.operations.label import label_remark
from worker.operations.rescore import rescore
from worker.store.base.histories import with_histories
from worker.store.base.schema import comments
from worker.store.base.transactions import reading
from worker.store.flow.inbox import Inbox
from worker.store.flow.place_keys import lone_key
from worker.store.flow.results import Results
from worker.store.moderation.erasure import erase_author
from worker.store.moderation.lone_comments import LoneComment, keep_labelled
from worker.work.shadow import Shadowed

SITE = "orchard.example"
IDA = ("Ida", "https://ida.example/pears")
PEARS = "The pears of the second harvest are the sweeter ones, as every year."


def address(name: str) -> str:
    return f"https://www.{SITE}/{name}"


def said(text: str, by: tuple[str, str] = IDA, words: float = -2.0) -> JudgedComment:
    comment = SeparatedComment(text=text, author=by[0], author_url=by[1])
    return JudgedComment(digest(f"{by} {text}"), comment, Prediction(0.1, Verdict.ALLOW, (), words))


def claimed(inbox: Inbox, *names: str, content: str = "<p>A page.</p>") -> Claim:
    articles = [new_article(name, content + name) for name in names]
    articles = [
        replace(one, source=replace(one.source, url=address(name))) for one, name in zip(articles, names, strict=True)
    ]
    return inbox.claim([one.id for one in inbox.submit(articles)], lease_s=60)


def come_in(
    inbox: Inbox, results: Results, pages: dict[str, Sequence[JudgedComment]], content: str = "<p>A</p>"
) -> None:
    claim = claimed(inbox, *pages, content=content)
    outcomes = [
        replace(processed(one.id, *found), url=one.source.url, before=one.before)
        for one, found in zip(claim.articles, pages.values(), strict=True)
    ]
    assert results.commit(claim.token, outcomes) == len(pages)


def past_of(engine: Engine, *asked: Comment, at: str = "next", before: int | None = None) -> list[History | None]:
    return [one.history for one in with_histories(engine, asked, [Place(address(at), before)] * len(asked))]


def by_ida(text: str = "Thanks.") -> Comment:
    return Comment(text, *IDA, site=SITE)


def test_an_author_is_known_by_what_was_stored_on_other_pages(inbox: Inbox, results: Results, engine: Engine) -> None:
    pages = {"one": [said(PEARS), said("And the plums?", words=-1.0)], "two": [said("Lovely.", words=3.0)]}
    come_in(inbox, results, pages)

    [known] = past_of(engine, by_ida(PEARS))

    assert known is not None
    assert known.author == Earlier(comments=3, pages=2, mean=0.0, equal=1)
    assert known.text == Earlier(comments=1, pages=1, mean=-2.0, equal=1)


def test_nobody_else_has_that_past(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said("And the plums?")], "two": [said("Lovely.", ("Anonymous", IDA[1]))]})
    others = [
        Comment("Thanks.", "Ida", site=SITE),  # a bare name
        Comment("Thanks.", "Ida", "https://other.example", site=SITE),
        Comment("Thanks.", "Ola", IDA[1], site=SITE),
        Comment("Thanks.", "Anonymous", IDA[1], site=SITE),
        Comment("Thanks.", *IDA, site="other.example"),
        Comment("Thanks.", *IDA),
    ]

    found = past_of(engine, *others)

    assert [one.author if one else None for one in found] == [None] * 6
    assert past_of(engine, by_ida()) == [History(Earlier(1, 1, -2.0, 0))]


@pytest.mark.parametrize(
    "address", ["ida.example", "http://www.ida.example/plums", "HTTPS://IDA.example/pears?from=mail"]
)
def test_an_author_keeps_a_past_however_the_home_is_spelt(
    inbox: Inbox, results: Results, engine: Engine, address: str
) -> None:
    come_in(inbox, results, {"one": [said("And the plums?")]})
    assert past_of(engine, Comment("Thanks.", "  IDA ", address, site=SITE)) == [History(Earlier(1, 1, -2.0, 0))]


def test_a_page_is_not_its_own_past(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    come_in(inbox, results, {"one": [said(PEARS), said("Again.")]}, content="<p>Anew.</p>")

    for same in ("one", "one/", "one?utm_source=feed", "one#comment-2", "one/comment-page-2"):
        assert past_of(engine, by_ida(PEARS), at=same) == [History()]
    assert past_of(engine, by_ida(PEARS), at="two") == [History(Earlier(2, 1, -2.0, 1), Earlier(1, 1, -2.0, 1))]


def test_many_are_asked_for_by_one_statement_that_looks_into_indexes(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    come_in(inbox, results, {f"page{n}": [said(f"{PEARS} {n}"), said(PEARS)] for n in range(10)})
    asked = [by_ida(f"{PEARS} {n}") for n in range(200)]

    with said_to(engine) as statements:
        found = past_of(engine, *asked)

    looked = [one for one in statements if "author_key" in one[0]]
    assert len(looked) == 1
    assert {one and one.author and one.author.comments for one in found} == {20}
    assert [one and one.text and one.text.comments for one in found] == [1] * 10 + [None] * 190
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
        shown = plan(connection, *looked[0])
    assert "ix_comments_author_key" in shown
    assert "ix_comments_text_key" in shown


def test_only_the_newest_of_many_are_looked_at(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"old": [said(f"Old {n}.", words=9.0) for n in range(5)]})
    come_in(inbox, results, {"new": [said(f"New {n}.", words=-1.0) for n in range(MOST_EARLIER)]})
    assert past_of(engine, by_ida()) == [History(Earlier(MOST_EARLIER, 1, -1.0, 0))]


def test_the_order_of_what_is_asked_changes_nothing(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS), said("Lovely.", ("Ola", "https://ola.example"), 4.0)]})
    asked = [by_ida(), by_ida(PEARS), Comment(PEARS, "Ola", "ola.example", site=SITE), Comment("Hm.", site=SITE)]
    assert past_of(engine, *asked) == past_of(engine, *reversed(asked))[::-1]


def test_a_claim_bounds_the_past_so_that_later_comments_are_none(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    [article] = claimed(inbox, "two").articles
    come_in(inbox, results, {"three": [said(PEARS)]})

    assert article.before is not None
    [known] = past_of(engine, by_ida(PEARS), at="two", before=article.before)
    assert known == History(Earlier(1, 1, -2.0, 1), Earlier(1, 1, -2.0, 1))


class Remembering:
    """A model whose score is what it was told of the past."""

    version = "remembering"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        return [Prediction(self._told(one.history), Verdict.REVIEW, (), -2.0) for one in comments]

    def _told(self, history: History | None) -> float:
        if history is None:
            return 0.5
        past = [one for one in (history.author, history.text) if one]
        return round(sum((one.comments + one.pages / 10) / 100 for one in past), 6)


def scores(engine: Engine) -> dict[str, list[float]]:
    with reading(engine) as connection:
        rows = connection.execute(comments.select().order_by(comments.c.id)).all()
    return {row.text: [one.probability for one in rows if one.text == row.text] for row in rows}


def test_judging_again_finds_the_past_that_it_was_judged_with(inbox: Inbox, results: Results, engine: Engine) -> None:
    for number in range(4):  # page by page: each knows those before it
        come_in(inbox, results, {f"page{number}": [said(PEARS)]})
    come_in(inbox, results, {"a": [said("Both came.")], "b": [said("Both came at once.")]})

    rescore(engine, Remembering(), actor="ida")
    first = scores(engine)
    come_in(inbox, results, {"later": [said(PEARS)]})
    rescore(engine, Remembering(), actor="ida", again=True)

    assert first[PEARS] == pytest.approx([0.0, 0.022, 0.044, 0.066])
    assert first["Both came."] == first["Both came at once."]
    after = scores(engine)
    assert {text: found[: len(first[text])] for text, found in after.items()} == first


def test_what_was_judged_without_a_past_is_judged_so_again(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    claim = claimed(inbox, "two")
    [article] = claim.articles
    results.commit(claim.token, [replace(processed(article.id, said(PEARS)), url=address("two"))])
    rescore(engine, Remembering(), actor="ida")
    assert scores(engine)[PEARS] == [0.0, 0.5]


def test_who_was_erased_is_nobodys_past(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)], "two": [said(PEARS, ("Ola", "https://ola.example"))]})
    erase_author(engine, "Ida", actor="admin")

    assert past_of(engine, by_ida(PEARS)) == [History(None, Earlier(1, 1, -2.0, 1))]
    with reading(engine) as connection:
        keys = list(connection.scalars(comments.select().with_only_columns(comments.c.author_key)))
    assert author_key(*IDA, SITE) not in keys


def remark(name: str, by: tuple[str, str] = IDA) -> LoneComment:
    found = SeparatedComment(text="Thanks.", author=by[0], author_url=by[1])
    return LoneComment(lone_key(address(name)), digest(name), address(name), found, "akismet")


def test_who_asks_for_single_comments_is_told_by_the_past(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    asked = [remark("two"), remark("one"), remark("two", ("Ola", "https://ola.example"))]
    found = [one.prediction.probability for one in check(engine, lambda *_: Remembering(), asked) if one.prediction]
    assert found == [0.011, 0.0, 0.0]


def test_an_author_is_known_by_the_digest_of_an_e_mail_address(engine: Engine) -> None:
    by_mail = replace(remark("one", ("Ida", "")), email="a" * 64)
    label_remark(engine, lambda *_: Remembering(), by_mail, Label.HAM, by="blog")

    asked = [Comment("Thanks.", "Ida", site=SITE, email=mail) for mail in ("a" * 64, "b" * 64, None)]

    assert past_of(engine, *asked) == [History(Earlier(1, 1, -2.0, 0)), History(), None]


def test_what_one_owner_has_is_no_past_of_another_s(engine: Engine) -> None:
    mill = replace(remark("one"), owner="mill")
    found = Prediction(0.1, Verdict.ALLOW, (), -2.0)
    keep_labelled(engine, mill, found, model="base-1", label=Label.HAM, reviewer="blog")
    front = (IDA[0], address(""))
    keep_labelled(engine, replace(remark("two", front), owner="mill"), found, model="b", label=Label.HAM, reviewer="b")

    asked = [replace(by_ida(), owner=owner) for owner in ("mill", "ferry", "default", None)]
    elsewhere = replace(by_ida(), owner="mill", site="other.example")
    signed_for_the_site = Comment("Thanks.", *front, site=SITE, owner="mill")

    known = History(Earlier(1, 1, -2.0, 0))
    assert past_of(engine, *asked, elsewhere) == [known, History(), History(), History(), known]
    assert past_of(engine, signed_for_the_site) == [None]


def test_a_labelled_comment_keeps_how_far_its_past_goes(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    label_remark(engine, lambda *_: Remembering(), remark("two"), Label.HAM, by="blog")
    come_in(inbox, results, {"three": [said("Later.")]})

    before = scores(engine)["Thanks."]
    rescore(engine, Remembering(), actor="ida", again=True)

    assert before == scores(engine)["Thanks."] == [0.011]
    assert past_of(engine, by_ida(), at="four") == [History(Earlier(3, 3, -2.0, 0))]


def test_a_challenger_is_told_the_past_that_the_champion_knew(inbox: Inbox, results: Results, engine: Engine) -> None:
    come_in(inbox, results, {"one": [said(PEARS)]})
    noted: list[float] = []

    def note(_: str, judged: Sequence[tuple[Processed, Sequence[Prediction]]]) -> int:
        noted.extend(one.probability for _, predictions in judged for one in predictions)
        return len(noted)

    shadowed = Shadowed(results, Remembering, note, partial(with_histories, engine))
    claim = claimed(inbox, "two")
    [article] = claim.articles
    outcome = replace(processed(article.id, said(PEARS)), url=address("two"), before=article.before)
    shadowed.commit(claim.token, [outcome])
    shadowed.commit(claimed(inbox, "three").token, [replace(outcome, before=None)])

    assert noted == [0.022, 0.5]
