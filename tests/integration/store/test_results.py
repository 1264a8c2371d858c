from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from classifiers.types import Label, Verdict
from tests.factories import judged, new_article, processed
from worker.domain import (
    NEWEST_PAGE,
    CommentKind,
    Failed,
    JudgedComment,
    PageKind,
    Processed,
    SeparatedComment,
    Separation,
    State,
)
from worker.reasons import Reason
from worker.store.base.schema import comments
from worker.store.base.transactions import reading
from worker.store.figures.status import status
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.export import ExportedArticle, export
from worker.store.flow.inbox import Inbox
from worker.store.flow.results import Results
from worker.store.moderation.labels import Labels

HOUR_S = 3600.0


def crawl(inbox: Inbox, results: Results, content: str, *shown: JudgedComment, name: str = "one", page: int = 1) -> int:
    """Submit one article and have it processed with these comments; return its row's id."""
    [submitted] = inbox.submit([new_article(name, content, page=page)])
    claim = inbox.claim([submitted.id], lease_s=HOUR_S)
    assert results.commit(claim.token, [processed(submitted.id, *shown)]) == 1
    return submitted.id


def exported(results: Results, *, since: datetime | None = None, only_ham: bool = False) -> ExportedArticle:
    [article] = results.export(since=since, only_ham=only_ham)
    return article


def comment_ids(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {row.text: row.id for row in connection.execute(select(comments.c.text, comments.c.id))}


def test_what_is_committed_comes_out(inbox: Inbox, results: Results) -> None:
    [submitted] = inbox.submit([new_article(external_id="a-17", title="Producer's title")])
    claim = inbox.claim([submitted.id], lease_s=HOUR_S)
    outcome = processed(
        submitted.id,
        judged("First.", links=("https://pear.example/",)),
        judged("Second.", author=None, parent=0),
        declared_comments=10**12,
        kind=PageKind.FORUM,
    )

    assert results.commit(claim.token, [outcome]) == 1

    article = exported(results)
    assert (article.id, article.external_id, article.url) == (
        submitted.id,
        "a-17",
        "https://orchard.example/one",
    )
    assert (article.title, article.published) == ("Producer's title", "2026-10-01")
    assert article.body == "A harvest of pears.\n\nIt was large."
    assert article.declared_comments == 2**31 - 1
    assert article.kind is PageKind.FORUM
    assert article.model == "base-1"
    assert article.separation == outcome.separation.reason.value
    assert [(c.links, c.depth, c.kind) for c in article.comments] == [
        (("https://pear.example/",), 0, CommentKind.COMMENT),
        ((), 0, CommentKind.COMMENT),
    ]
    assert [(c.position, c.author, c.text, c.parent) for c in article.comments] == [
        (0, "Ida", "First.", None),
        (1, None, "Second.", 0),
    ]
    assert article.comments[0].reasons == judged().prediction.reasons
    assert (article.comments[0].probability, article.comments[0].verdict) == (0.25, Verdict.ALLOW)
    assert inbox.states([submitted.id]) == {submitted.id: State.DONE}


def test_a_zombie_is_fenced_off_by_its_token(inbox: Inbox, results: Results) -> None:
    [row] = [submitted.id for submitted in inbox.submit([new_article()])]
    zombie = inbox.claim([row], lease_s=-1)
    inbox.expire(max_attempts=5, longest_lease_s=3600)
    heir = inbox.claim([row], lease_s=HOUR_S)

    assert results.commit(zombie.token, [processed(row, judged("From the zombie."))]) == 0
    assert results.commit(heir.token, [processed(row, judged("From the heir."))]) == 1
    assert results.commit(zombie.token, [Failed(row, Reason.CRASH, "Zombie.", final=True)]) == 0
    assert [comment.text for comment in exported(results).comments] == ["From the heir."]


def test_a_new_revision_fences_off_who_works_on_the_old_one(inbox: Inbox, results: Results) -> None:
    [row] = [submitted.id for submitted in inbox.submit([new_article()])]
    old = inbox.claim([row], lease_s=HOUR_S)
    inbox.submit([new_article(content="<p>New.</p>")])

    assert results.commit(old.token, [processed(row)]) == 0
    assert inbox.states([row]) == {row: State.PENDING}
    assert list(results.export()) == []


def test_only_the_lost_part_of_a_batch_is_dropped(inbox: Inbox, results: Results) -> None:
    kept, lost = (submitted.id for submitted in inbox.submit([new_article("kept"), new_article("lost")]))
    claim = inbox.claim([kept, lost], lease_s=HOUR_S)
    inbox.submit([new_article("lost", "<p>New.</p>")])

    assert results.commit(claim.token, [processed(kept), processed(lost)]) == 1
    assert inbox.states([kept, lost]) == {kept: State.DONE, lost: State.PENDING}


def test_a_final_failure_is_a_dead_letter_and_another_is_tried_again(
    inbox: Inbox, results: Results, dead_letters: DeadLetters
) -> None:
    dead, again = (submitted.id for submitted in inbox.submit([new_article("dead"), new_article("again")]))
    claim = inbox.claim([dead, again], lease_s=HOUR_S)

    stored = results.commit(
        claim.token,
        [
            Failed(dead, Reason.NOT_TEXT, "It is an image.\0", final=True),
            Failed(again, Reason.TIMEOUT, "Too slow.", final=False),
        ],
    )

    assert stored == 2
    assert inbox.states([dead, again]) == {dead: State.DEAD, again: State.PENDING}
    [letter] = dead_letters.list()
    assert (letter.reason, letter.message) == ("NOT_TEXT", "It is an image.")
    assert inbox.claim([again], lease_s=HOUR_S).articles[0].attempt == 2


def test_a_comment_keeps_its_row_and_labels_over_a_revision(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    crawl(inbox, results, "v1", judged("Buy pears."), judged("Stays."))
    before = comment_ids(engine)
    labels.add(before["Buy pears."], Label.SPAM, "ida")

    crawl(inbox, results, "v2", judged("New."), judged("Stays."), judged("Buy pears."))

    assert {text: comment_ids(engine)[text] for text in before} == before
    shown = exported(results).comments
    assert [(comment.position, comment.text) for comment in shown] == [
        (0, "New."),
        (1, "Stays."),
        (2, "Buy pears."),
    ]
    assert shown[2].verdict is Verdict.SPAM


def test_a_comment_no_longer_shown_is_gone_and_may_come_back(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    crawl(inbox, results, "v1", judged("Stays."), judged("Leaves."))
    labels.add(comment_ids(engine)["Leaves."], Label.SPAM, "ida")

    crawl(inbox, results, "v2", judged("Stays."))
    assert [comment.text for comment in exported(results).comments] == ["Stays."]
    assert [row.comment.text for row in labels.training_rows()] == ["Leaves."]

    crawl(inbox, results, "v3", judged("Leaves."), judged("Stays."))
    assert [(c.text, c.verdict) for c in exported(results).comments] == [
        ("Leaves.", Verdict.SPAM),
        ("Stays.", Verdict.ALLOW),
    ]


def test_what_a_feed_no_longer_shows_is_not_gone(inbox: Inbox, results: Results, engine: Engine) -> None:
    page = crawl(inbox, results, "page", judged("On the page."))
    crawl(inbox, results, "f1", judged("First."), judged("Second.", parent=0), page=NEWEST_PAGE)
    before = comment_ids(engine)

    crawl(inbox, results, "f2", judged("Second."), judged("Third.", parent=0), page=NEWEST_PAGE)
    crawl(inbox, results, "f3", judged("Fourth."), judged("Fifth.", parent=0), page=NEWEST_PAGE)

    assert {text: comment_ids(engine)[text] for text in before} == before
    shown = {one.text: one for one in exported(results).comments}
    assert set(shown) == {"On the page.", "First.", "Second.", "Third.", "Fourth.", "Fifth."}
    assert len({one.position for one in shown.values()}) == len(shown)
    answers = {text: one.parent for text, one in shown.items() if one.parent is not None}
    assert answers == {"Third.": shown["Second."].position, "Fifth.": shown["Fourth."].position}
    assert exported(results).id == page


def test_other_articles_keep_their_comments(inbox: Inbox, results: Results) -> None:
    crawl(inbox, results, "v1", judged("Same words."), name="a")
    crawl(inbox, results, "v1", judged("Same words."), name="b")

    crawl(inbox, results, "v2", name="b")

    assert [len(article.comments) for article in results.export()] == [1, 0]


def test_an_identity_given_twice_is_stored_once(inbox: Inbox, results: Results) -> None:
    crawl(inbox, results, "v1", judged("Twice."), judged("Twice."))

    assert [comment.text for comment in exported(results).comments] == ["Twice."]


def test_pages_of_a_thread_come_out_as_one_article(inbox: Inbox, results: Results) -> None:
    second = crawl(inbox, results, "p2", judged("3rd."), judged("4th.", parent=0), page=2)
    first = crawl(inbox, results, "p1", judged("1st."), judged("2nd.", parent=0), page=1)

    article = exported(results)

    assert article.id == first != second
    assert [(c.position, c.text, c.parent) for c in article.comments] == [
        (0, "1st.", None),
        (1, "2nd.", 0),
        (2, "3rd.", None),
        (3, "4th.", 2),
    ]


def test_only_ham_leaves_out_the_rest_and_renumbers(
    inbox: Inbox, results: Results, labels: Labels, engine: Engine
) -> None:
    crawl(
        inbox,
        results,
        "v1",
        judged("Spam.", verdict=Verdict.SPAM),
        judged("Unclear.", verdict=Verdict.REVIEW),
        judged("Answer to spam.", parent=0),
        judged("Answer to the answer.", parent=2),
        judged("Cleared.", verdict=Verdict.SPAM),
    )
    labels.add(comment_ids(engine)["Cleared."], Label.HAM, "ida")

    shown = exported(results, only_ham=True).comments

    assert [(c.position, c.text, c.parent, c.verdict) for c in shown] == [
        (0, "Answer to spam.", None, Verdict.ALLOW),
        (1, "Answer to the answer.", 0, Verdict.ALLOW),
        (2, "Cleared.", None, Verdict.ALLOW),
    ]


def test_since_takes_a_whole_thread_of_which_a_page_is_new(inbox: Inbox, results: Results, engine: Engine) -> None:
    crawl(inbox, results, "old", name="old")
    crawl(inbox, results, "p1", judged("1st."), name="thread")
    before = status(engine).last_done_at
    assert before is not None
    crawl(inbox, results, "p2", judged("2nd."), name="thread", page=2)

    recent = list(results.export(since=before + timedelta(microseconds=1)))

    assert [[comment.text for comment in article.comments] for article in recent] == [["1st.", "2nd."]]
    assert list(results.export(since=datetime.now(UTC) + timedelta(days=1))) == []


def test_the_export_goes_on_over_many_articles_in_order(inbox: Inbox, results: Results) -> None:
    ids = [submitted.id for submitted in inbox.submit([new_article(f"article-{n}") for n in range(120)])]
    claim = inbox.claim(ids, lease_s=HOUR_S)
    results.commit(claim.token, [processed(row, judged(f"Comment {row}.")) for row in ids])

    stream = results.export()
    first = next(stream)
    crawl(inbox, results, "late", name="late")  # nobody waits for a reader who pauses
    rest = list(stream)

    assert [article.id for article in (first, *rest[:-1])] == sorted(ids)
    assert all(article.comments[0].text == f"Comment {article.id}." for article in rest[:-1])


def test_the_export_takes_the_threads_of_the_ids_that_it_is_given(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    rows = [crawl(inbox, results, "v1", judged(name), name=name) for name in ("a", "b")]
    rows += [crawl(inbox, results, f"p{page}", judged(f"c{page}"), name="c", page=page) for page in (1, 2)]

    def named(*ids: int) -> list[list[str]]:
        return [[comment.text for comment in article.comments] for article in export(engine, ids=ids)]

    assert named(rows[1]) == [["b"]]
    assert named(rows[3], rows[0], rows[2]) == [["a"], ["c1", "c2"]]
    assert named(rows[3], *range(100, 40_000)) == [["c1", "c2"]]
    assert named() == []


TEXT = st.text(st.characters(exclude_categories=()), max_size=20) | st.sampled_from(
    ["\0", "\ud800", "\udc00\ud800", "a\0b", "\ud83d\ude00", "\uffff"]
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXT)
def test_no_text_makes_a_commit_fail(inbox: Inbox, results: Results, engine: Engine, text: str) -> None:
    comment = SeparatedComment(
        text=text, author=text, author_url=text, posted_at=text, posted_raw=text, links=(text, text)
    )
    shown = (JudgedComment("0" * 64, comment, judged().prediction),)
    [submitted] = inbox.submit([new_article(text, text, external_id=text, source=text, title=text, language=text)])
    claim = inbox.claim([submitted.id], lease_s=HOUR_S)
    separation = Separation(body=(text, text), title=text, byline=text, published=text, section=text, language=text)

    if claim.articles:  # hypothesis may draw the same text twice
        assert results.commit(claim.token, [Processed(submitted.id, separation, shown, text)]) == 1

    with reading(engine) as connection:
        stored = connection.scalar(select(comments.c.text).where(comments.c.article_id == submitted.id))
    assert stored is not None
    stored.encode()
    assert "\0" not in stored


def test_counts_add_up(inbox: Inbox, results: Results, engine: Engine) -> None:
    ids = [submitted.id for submitted in inbox.submit([new_article(name) for name in "abcde"])]
    claim = inbox.claim(ids[:4], lease_s=HOUR_S)
    results.commit(
        claim.token,
        [
            processed(ids[0], reason=Reason.TEXT_SECTION),
            processed(ids[1], reason=Reason.NONE),
            Failed(ids[2], Reason.EMPTY, "Nothing in it.", final=True),
        ],
    )

    seen = status(engine)

    assert (seen.pending, seen.processing, seen.done, seen.dead) == (1, 1, 2, 1)
    assert seen.errors == {"EMPTY": 1}
    assert seen.separations == {"text:section": 1, "none": 1}
    assert seen.oldest_pending_s is not None
    assert 0 <= seen.oldest_pending_s < 60
    assert seen.first_done_at is not None
    assert seen.first_done_at == seen.last_done_at
    assert abs(seen.first_done_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_empty_store_has_a_status(engine: Engine) -> None:
    seen = status(engine)

    assert (seen.pending, seen.processing, seen.done, seen.dead) == (0, 0, 0, 0)
    assert (seen.oldest_pending_s, seen.first_done_at, seen.last_done_at) == (None, None, None)


def test_comments_are_written_once_however_often_work_is_repeated(
    inbox: Inbox, results: Results, engine: Engine
) -> None:
    for version in ("v1", "v2", "v3"):
        crawl(inbox, results, version, judged("Same."))

    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(comments)) == 1


@pytest.mark.parametrize("final", [True, False])
def test_a_failure_keeps_the_result_of_the_revision_before(inbox: Inbox, results: Results, final: bool) -> None:
    row = crawl(inbox, results, "v1", judged("Kept."))
    inbox.submit([new_article(content="v2")])
    claim = inbox.claim([row], lease_s=HOUR_S)
    results.commit(claim.token, [Failed(row, Reason.EMPTY, "Nothing in it.", final=final)])

    assert [comment.text for comment in exported(results).comments] == ["Kept."]
