"""What is erased is gone from every table, on both databases, and does not come in again."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from classifiers.types import Label, Prediction, Verdict
from tests.factories import digest, judged, new_article, processed
from tests.web import WEBHOOK_KEY
from worker.domain import Arrival, Failed, SeparatedComment, State
from worker.ingest.envelope import parse_envelope, to_article
from worker.reasons import Reason
from worker.store.base.audit import entries
from worker.store.base.schema import metadata
from worker.store.base.secret_box import SecretBox
from worker.store.base.transactions import AnyRow, reading
from worker.store.flow.dead_letters import DeadLetters
from worker.store.flow.events import Event
from worker.store.flow.inbox import Inbox
from worker.store.flow.listings import CommentFilter, read_comments
from worker.store.flow.place_keys import lone_key
from worker.store.flow.results import Results
from worker.store.flow.webhooks import Webhooks
from worker.store.moderation.erasure import erase_author, erase_url
from worker.store.moderation.labels import Labels
from worker.store.moderation.lone_comments import LoneComment, keep_labelled
from worker.store.moderation.search import Query, search

NAME = "Ottoline Zzyzx"
WORDS = "quincunx of damsons"
URL = "https://orchard.example/damsons"


def shown(engine: Engine) -> Sequence[AnyRow]:
    return read_comments(engine, CommentFilter(), after=0, limit=100)


def submitted(engine: Engine, name: str, content: str) -> int:
    [one] = Inbox(engine).submit([new_article(name, content)])
    return one.id


def work(engine: Engine, outcome: object, row: int) -> None:
    claim = Inbox(engine).claim([row], lease_s=60)
    assert Results(engine).commit(claim.token, [outcome]) == 1  # type: ignore[list-item]


def everything(engine: Engine) -> str:
    """Return all that stands in the database, pages unpacked, the audit's own record of the name left out."""
    import zstandard  # noqa: PLC0415

    found = []
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                found += [
                    zstandard.decompress(value).decode(errors="replace") if isinstance(value, bytes) else str(value)
                    for value in row
                ]
    return "\n".join(found).casefold()


@pytest.fixture
def crowded(engine: Engine) -> Engine:
    """His comment in a done article, in a dead letter, in Akismet's, labelled, told to a webhook; others' beside it."""
    Webhooks(engine, SecretBox(WEBHOOK_KEY)).add("https://site.example/hook", list(Event), actor="test")
    page = f"<p>{NAME}: {WORDS}</p>"
    done = submitted(engine, "done", page)
    his, answer = judged(WORDS, author=NAME, verdict=Verdict.SPAM), judged("Indeed.", parent=0)
    work(engine, processed(done, his, answer, judged("Others.", author="Ida")), done)
    [comment] = [row for row in shown(engine) if row.author == NAME]
    Labels(engine).add(comment.id, Label.SPAM, "ida")
    dead = submitted(engine, "dead", page.replace(" ", "&#32;"))
    work(engine, Failed(dead, Reason.CRASH, "broke", final=True), dead)
    other = submitted(engine, "other", "<p>nobody</p>")
    work(engine, Failed(other, Reason.CRASH, "broke", final=True), other)
    remark = LoneComment(lone_key(URL), digest("his"), URL, SeparatedComment(text=WORDS, author=NAME), "akismet")
    found = Prediction(0.5, Verdict.REVIEW)
    keep_labelled(engine, remark, found, model="base-1", label=Label.HAM, reviewer="blog")
    return engine


def test_an_author_is_gone_from_every_table(crowded: Engine) -> None:
    assert WORDS in everything(crowded)
    assert search(crowded, Query(words="damsons")).cards != ()
    erased = erase_author(crowded, "  ottoline  ZZYZX ", actor="dpo")
    left = everything(crowded)
    assert NAME.casefold() not in left
    assert WORDS not in left
    assert (erased.comments, erased.articles, erased.pages) == (2, 1, 2)
    assert sorted(row.text for row in shown(crowded)) == ["Indeed.", "Others."]
    assert [letter.url for letter in DeadLetters(crowded).list()] == ["https://orchard.example/other"]
    assert list(Labels(crowded).training_rows()) == []
    assert search(crowded, Query(words="damsons")).cards == ()
    [entry] = [one for one in entries(crowded) if one.action == "erase author"]
    assert entry.actor == "dpo"


@pytest.mark.parametrize(
    "spelling", ["Ottoline Zzyzx", "OTTOLINE\u00a0ZZYZX", "Otto\u200bline Zzyzx", "Ｏttoline Zzyzx"]
)
def test_an_author_is_one_in_every_spelling(engine: Engine, spelling: str) -> None:
    row = submitted(engine, "spelled", f"<p>{spelling}: {WORDS}</p>")
    work(engine, processed(row, judged(WORDS, author=spelling)), row)
    erased = erase_author(engine, NAME, actor="dpo")
    assert (erased.comments, erased.pages) == (1, 1)
    assert WORDS not in everything(engine)


def test_a_page_goes_with_its_comment_though_nothing_in_it_spells_the_name(engine: Engine) -> None:
    row = submitted(engine, "drawn", f"<script>sign('Zz' + 'yzx')</script><p>{WORDS}</p>")
    work(engine, processed(row, judged(WORDS, author=NAME)), row)
    assert erase_author(engine, NAME, actor="dpo").pages == 1
    assert WORDS not in everything(engine)


@pytest.mark.parametrize("door", ["author", "url"])
def test_no_byte_of_what_was_erased_stays_in_sqlites_files(engine: Engine, door: str) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's own vacuum removes dead rows: docs/cli.md")
    article = to_article(parse_envelope({"url": URL, "html": f"<p>{NAME}: {WORDS}</p>"}), max_bytes=1000)
    [one] = Inbox(engine).submit([article])
    many = [judged(f"{WORDS} {number}" * 20, author=NAME) for number in range(200)]
    work(engine, processed(one.id, *many, body=(WORDS,)), one.id)
    files = [Path(f"{engine.url.database}{end}") for end in ("", "-wal")]
    assert any(b"quincunx" in file.read_bytes() for file in files)
    erase_author(engine, NAME, actor="dpo") if door == "author" else erase_url(engine, URL, actor="dpo")
    if door == "author":
        erase_url(engine, URL, actor="dpo")  # the body has the words, too, and is not his
    for file in files:
        assert b"quincunx" not in file.read_bytes().lower(), file
        assert NAME.encode() not in file.read_bytes(), file


def test_an_erased_author_does_not_come_in_again(crowded: Engine) -> None:
    erase_author(crowded, NAME, actor="dpo")
    row = submitted(crowded, "later", f"<p>{NAME}: {WORDS} once more</p>")
    first, his = judged("First.", author="Ida"), judged(f"{WORDS} once more", author=NAME)
    work(crowded, processed(row, first, his, judged("To Ida.", parent=0), judged("To him.", parent=1)), row)
    mine = [(one.text, one.parent) for one in shown(crowded) if one.article_id == row]
    assert mine == [("First.", None), ("To Ida.", 0), ("To him.", None)]
    assert WORDS not in everything(crowded)


def test_an_erased_author_is_not_kept_by_akismets_door(crowded: Engine) -> None:
    erase_author(crowded, NAME, actor="dpo")
    before = len(shown(crowded))
    remark = LoneComment(lone_key(URL), digest("again"), URL, SeparatedComment(text=WORDS, author=NAME), "akismet")
    found = Prediction(0.5, Verdict.REVIEW)
    keep_labelled(crowded, remark, found, model="base-1", label=Label.SPAM, reviewer="blog")
    assert len(shown(crowded)) == before


@pytest.mark.parametrize("author", ["Ida", None])
def test_who_was_erased_by_his_mail_does_not_come_in_again_under_another_name(
    engine: Engine, author: str | None
) -> None:
    erase_author(engine, "Zzyzx@orchard.example", actor="dpo")
    row = submitted(engine, "later", f"<p>{WORDS}</p>")
    his = judged(WORDS, author=author, author_url="mailto:zzyzx@Orchard.example")
    work(engine, processed(row, judged("First.", author="Jan", author_url="mailto:jan@orchard.example"), his), row)
    assert [one.text for one in shown(engine)] == ["First."]
    found = SeparatedComment(text=WORDS, author=author, author_url="mailto:zzyzx@orchard.example")
    remark = LoneComment(lone_key(URL), digest("again"), URL, found, "akismet")
    keep_labelled(engine, remark, Prediction(0.5, Verdict.REVIEW), model="base-1", label=Label.SPAM, reviewer="blog")
    assert WORDS not in everything(engine)


def test_an_address_is_gone_and_stays_away(engine: Engine) -> None:
    article = to_article(parse_envelope({"url": URL, "html": f"<p>{WORDS}</p>"}), max_bytes=1000)
    beside = new_article("beside")
    [one, _] = Inbox(engine).submit([article, beside])
    work(engine, processed(one.id, judged(WORDS), body=(WORDS,)), one.id)
    erased = erase_url(engine, f"{URL}?utm_source=feed#top", actor="dpo")
    assert (erased.articles, erased.comments) == (1, 1)
    assert WORDS not in everything(engine)
    assert URL not in everything(engine)
    again, unchanged = Inbox(engine).submit([article, beside])
    assert (again.id, again.arrival) == (0, Arrival.ERASED)
    assert unchanged.arrival is Arrival.UNCHANGED
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 1
    assert Inbox(engine).states([unchanged.id]) == {unchanged.id: State.PENDING}
