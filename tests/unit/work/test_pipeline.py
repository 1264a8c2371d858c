"""A batch in, an outcome for each article out, whatever one of them does."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from classifiers.types import Comment, Prediction, Verdict
from tests.fakes import WordJudge
from worker.domain import ClaimedArticle, Failed, Format, Page, Processed, SeparatedComment, Separation, Source
from worker.ingest.markup_guard import MAX_DEPTH
from worker.reasons import Reason
from worker.work.pipeline import MAX_COMMENTS, identities, process, read_page


def article(number: int, content: str, page_format: Format = Format.TEXT) -> ClaimedArticle:
    return ClaimedArticle(id=number, attempt=1, source=Source(raw=content.encode(), format=page_format))


def lines_are_comments(pages: Sequence[Page]) -> list[Separation]:
    """Separate the simplest pages there are: the first line is the body, each further one a comment."""
    return [_simplest(page) for page in pages]


def _simplest(page: Page) -> Separation:
    body, *comments = page.content.splitlines()
    if body == "crash":
        raise KeyError(body)
    if body == "memory":
        raise MemoryError
    if body == "slow":
        raise TimeoutError
    if body == "flood":
        return Separation(body=(body,), comments=(SeparatedComment(text="x"),) * (MAX_COMMENTS + 1))
    return Separation(body=(body,), comments=tuple(SeparatedComment(text=text) for text in comments))


def test_each_article_has_its_outcome_in_order() -> None:
    batch = [
        article(1, "one\nnice\nbest casino"),
        article(2, "crash"),
        article(3, " "),
        article(4, "four"),
        article(5, "memory"),
        article(6, "slow"),
        article(7, "flood"),
        article(8, "<div>" * (MAX_DEPTH + 1), Format.HTML),
    ]
    outcomes = process(batch, separate=lines_are_comments, judge=WordJudge())
    assert [outcome.id for outcome in outcomes] == [1, 2, 3, 4, 5, 6, 7, 8]
    first = outcomes[0]
    assert isinstance(first, Processed)
    assert [one.prediction.verdict for one in first.comments] == [Verdict.ALLOW, Verdict.SPAM]
    assert first.model == "word-judge"
    failed = {outcome.id: (outcome.reason, outcome.final) for outcome in outcomes if isinstance(outcome, Failed)}
    assert failed == {
        2: (Reason.CRASH, False),
        3: (Reason.EMPTY, True),
        5: (Reason.MEMORY, False),
        6: (Reason.TIMEOUT, False),
        7: (Reason.TOO_MANY, True),
        8: (Reason.DEPTH, True),
    }


def test_a_source_says_what_its_bytes_are() -> None:
    told = Source(raw="первая\nказино casino".encode("koi8-r"), format=Format.TEXT, charset="koi8-r")
    [outcome] = process([ClaimedArticle(id=1, attempt=1, source=told)], separate=lines_are_comments, judge=WordJudge())
    assert isinstance(outcome, Processed)
    assert [one.comment.text for one in outcome.comments] == ["казино casino"]


def test_a_thread_is_judged_without_being_separated() -> None:
    raw = b'{"body": "It turns.", "comments": [{"text": "nice"}, {"text": "best casino", "parent": 0}]}'
    batch = [
        ClaimedArticle(id=1, attempt=1, source=Source(raw=raw, format=Format.THREAD)),
        ClaimedArticle(id=2, attempt=1, source=Source(raw=b'{"comments": []}', format=Format.THREAD)),
        article(3, "three\nfine"),
    ]
    thread, empty, text = process(batch, separate=lines_are_comments, judge=WordJudge())
    assert isinstance(thread, Processed)
    assert isinstance(text, Processed)
    assert thread.separation.reason is Reason.GIVEN
    assert [one.prediction.verdict for one in thread.comments] == [Verdict.ALLOW, Verdict.SPAM]
    assert isinstance(empty, Failed)
    assert (empty.reason, empty.final) == (Reason.EMPTY, True)


class FussyJudge:
    """Fails on one comment, wherever it stands."""

    version = "fussy"

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        if any(comment.text == "poison" for comment in comments):
            raise ValueError("poison")
        return [Prediction(0.0, Verdict.ALLOW) for _ in comments]


def test_a_comment_that_breaks_the_judge_costs_only_its_own_article() -> None:
    batch = [article(1, "one\nfine"), article(2, "two\npoison"), article(3, "three\nfine")]
    outcomes = process(batch, separate=lines_are_comments, judge=FussyJudge())
    assert [type(outcome) for outcome in outcomes] == [Processed, Failed, Processed]


def test_a_comment_keeps_its_identity_where_only_its_place_or_spacing_changes() -> None:
    old = [SeparatedComment(text="Well said.", author="Ann"), SeparatedComment(text="No.", author="Bob")]
    new = [SeparatedComment(text="NO. ", author="Bob"), SeparatedComment(text="Well  said.", author="Ann")]
    assert identities(old) == identities(new)[::-1]
    assert identities(old) != identities([SeparatedComment(text="Well said.", author="Eve"), old[1]])


@given(st.lists(st.tuples(st.sampled_from(["Ann", "Bob", None]), st.text(max_size=5)), max_size=20))
def test_identities_are_unique_on_a_page(comments: list[tuple[str | None, str]]) -> None:
    found = identities([SeparatedComment(text=text, author=author) for author, text in comments])
    assert len(set(found)) == len(comments)


class _TimeIsUpError(Exception):
    """What a time limit raises, once."""


def test_time_that_is_up_among_texts_together_puts_all_of_them_off() -> None:
    """Swallowed, the limit was gone, and the same texts were taken apart anew without one."""
    calls: list[int] = []

    def slow(pages: Sequence[Page]) -> list[Separation]:
        calls.append(len(pages))
        raise _TimeIsUpError

    batch = [article(1, "one\nnice"), article(2, "two\nnice")]
    outcomes = process(batch, separate=slow, judge=WordJudge(), time_is_up=_TimeIsUpError)

    assert calls == [2]
    assert [(one.id, one.reason, one.final) for one in outcomes if isinstance(one, Failed)] == [
        (1, Reason.TIMEOUT, False),
        (2, Reason.TIMEOUT, False),
    ]


def test_time_that_is_up_while_judging_puts_the_batch_off() -> None:
    calls: list[int] = []

    class SlowJudge:
        version = "slow"

        def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
            calls.append(len(comments))
            raise _TimeIsUpError

    batch = [article(1, "one\nnice"), article(2, "two\nnice")]
    outcomes = process(batch, separate=lines_are_comments, judge=SlowJudge(), time_is_up=_TimeIsUpError)

    assert calls == [2]
    assert {one.reason for one in outcomes if isinstance(one, Failed)} == {Reason.TIMEOUT}


def test_a_page_keeps_the_bytes_that_are_its_content_alone() -> None:
    plain, mended = "<p>Grüße</p>", "<script src='a.js'/><p>Grüße</p>"
    assert read_page(Source(raw=plain.encode(), format=Format.HTML)).utf8 == plain.encode()
    page = read_page(Source(raw=mended.encode(), format=Format.HTML))
    assert (page.content, page.utf8) == ("<script src='a.js'></script><p>Grüße</p>", None)
    assert read_page(Source(raw=plain.encode("cp1252"), format=Format.HTML)).utf8 is None
