"""Comments that came without a page, one by one: kept as they were asked about, with what their moderators say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, func, or_, select

from classifiers.types import ArticleContext, Comment, CommentType, Label, Prediction
from worker.domain import DEFAULT_SITE, Format, SeparatedComment, State
from worker.ingest.sites import scope_of, site_of
from worker.reasons import Reason
from worker.store.base.any_of import any_of
from worker.store.base.cjk_words import unspaced
from worker.store.base.histories import key_columns
from worker.store.base.schema import articles, comments, results
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import AnyRow, insert, instant, reading, writing
from worker.store.flow.events import GUID_CHARS
from worker.store.flow.place_keys import page_keys
from worker.store.flow.rules import count_hits
from worker.store.flow.tombstones import Erased, buried, signed_digests
from worker.store.moderation.labels import Labels
from worker.work.same_comment import said_by


@dataclass(frozen=True, slots=True)
class LoneComment:
    """A comment that came alone: what is judged, and the key of the article that it would be stored under.

    ``source`` names the protocol that brought it; ``article`` is what it told of the article, ``trapped`` is it where
    the comment filled in what no person sees. ``kept`` is it where it is to be stored though nobody labels it, if its
    site says nothing else, and ``private`` where that is so on no site. ``email`` is the digest that the author's
    address is kept as, ``mailed_by`` the one that a tombstone would have, and ``ip`` where the comment came from:
    neither of these two is stored. ``owner`` is the site that it belongs to (`owned`).
    """

    key: str
    identity: str
    url: str | None
    found: SeparatedComment
    source: str
    trapped: bool = False
    article: ArticleContext | None = None
    owner: str = DEFAULT_SITE
    kept: bool = False
    private: bool = True
    email: str | None = None
    ip: str | None = None
    mailed_by: str | None = None

    @property
    def guid(self) -> str:
        """What the answer names it by, and what others are told of it by."""
        return self.identity[:GUID_CHARS]

    @property
    def keys(self) -> list[str]:
        """The keys of all articles that it may stand under: its own, and those of the page that it was written for."""
        return [self.key, *(page_keys(self.url) if self.url else ())]

    @property
    def comment(self) -> Comment:
        """The comment as the classifier sees it: alone, as its neighbours are not known."""
        found = self.found
        return Comment(
            found.text,
            found.author,
            found.author_url,
            found.links or None,
            article=self.article,
            site=site_of(self.url),
            type=CommentType(found.kind),
            posted_at=found.posted_at,
            owner=self.owner,
            trapped=self.trapped,
            email=self.email,
            ip=self.ip,
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A comment that is stored already: its row's id, and what its moderators said last."""

    id: int
    label: Label | None


def stored(engine: Engine, remarks: Sequence[LoneComment]) -> list[Stored | None]:
    """Return those of these comments that are stored, alone or on their pages, in order."""
    with reading(engine) as connection:
        return _stored(connection, remarks)


def keep(
    engine: Engine, judged: Sequence[tuple[LoneComment, Prediction]], *, model: str, before: int | None = None
) -> None:
    """Store comments under the articles of their keys, which are made where there are none.

    What is stored already stays as it is, and nothing is kept of whom or what was erased. ``before`` is the newest
    comment of their past, None where they were judged without.
    """
    with writing(engine) as connection:
        _keep(connection, judged, model, before)


def owned(engine: Engine, remarks: Sequence[LoneComment]) -> list[LoneComment]:
    """Return comments with the sites that they belong to."""
    with reading(engine) as connection:
        owners = owners_of(connection, {remark.url for remark in remarks})
    return [replace(remark, owner=owners[remark.url]) for remark in remarks]


def keep_labelled(
    engine: Engine,
    remark: LoneComment,
    prediction: Prediction,
    *,
    model: str,
    label: Label,
    reviewer: str,
    before: int | None = None,
) -> None:
    """Store a comment, as `keep` does, with its label.

    The same comment again, alone or on its page, is one comment, whose newest label counts. ``before`` is the newest
    comment of its past, None where it was judged without.
    """
    with writing(engine) as connection:
        [known] = _stored(connection, [remark])
        if known is None:
            _keep(connection, [(remark, prediction)], model, before)
            [known] = _stored(connection, [remark])
    if known is not None:
        Labels(engine).add(known.id, label, reviewer)


# Made once: it is asked before every answer that a site waits for, and making it costs more than running it.
_STORED: Final = (
    select(
        articles.c.key,
        *(comments.c[name] for name in ("id", "identity", "asked_as", "author", "text", "decided")),
    )
    .select_from(comments.join(articles))
    .where(
        articles.c.key.in_(bindparam("keys", expanding=True)),
        or_(
            comments.c.identity.in_(bindparam("identities", expanding=True)),
            comments.c.asked_as.in_(bindparam("guids", expanding=True)),
            func.coalesce(comments.c.author, "").in_(bindparam("authors", expanding=True)),
        ),
    )
    .order_by(comments.c.id)
)


def _stored(connection: Connection, remarks: Sequence[LoneComment]) -> list[Stored | None]:
    keys = [remark.keys for remark in remarks]
    wanted = {
        "keys": sorted({key for some in keys for key in some}),
        "identities": [remark.identity for remark in remarks],
        "guids": [remark.guid for remark in remarks],
        "authors": sorted({remark.found.author or "" for remark in remarks}),
    }
    by_key: dict[str, list[AnyRow]] = {}
    for row in connection.execute(_STORED, wanted):
        by_key.setdefault(row.key, []).append(row)
    return [
        _same(remark, [row for key in some for row in by_key.get(key, ())])
        for remark, some in zip(remarks, keys, strict=True)
    ]


def _same(remark: LoneComment, rows: Sequence[AnyRow]) -> Stored | None:
    """Return the row of a comment: by its name, else by its words, which a page may show with other signs."""
    named = [row for row in rows if remark.identity == row.identity or remark.guid == row.asked_as]
    if not named and rows and (said := said_by(remark.found.author, remark.found.text)):
        named = [row for row in rows if said_by(row.author, row.text) == said]
    return Stored(named[0].id, named[0].decided) if named else None


def _keep(
    connection: Connection, judged: Sequence[tuple[LoneComment, Prediction]], model: str, before: int | None
) -> None:
    erased = _erased(connection, [remark for remark, _ in judged])
    kept = [one for one in judged if not erased & _digests(one[0])]
    if not kept:
        return
    ids = _articles(connection, [remark for remark, _ in kept], model)
    places = _next_places(connection, ids.values())
    rows = []
    for remark, prediction in kept:
        article_id = ids[remark.key]
        where = {"article_id": article_id, "position": places[article_id], "before": before}
        rows.append(_row(remark, prediction, model) | where)
        places[article_id] += 1
    statement = insert(connection, comments).on_conflict_do_nothing(index_elements=["article_id", "identity"])
    connection.execute(statement, rows)
    count_hits(connection, (prediction for _, prediction in kept))


def _row(remark: LoneComment, prediction: Prediction, model: str) -> dict[str, Any]:
    comment = remark.found
    return {
        "identity": remark.identity,
        "parent": None,
        "depth": 0,
        "kind": comment.kind,
        "gone": False,
        "source": remark.source,
        "verdict": prediction.verdict,
        "probability": prediction.probability,
        "model": model,
        "author": comment.author,
        "author_url": comment.author_url,
        "posted_at": comment.posted_at,
        "posted_raw": comment.posted_raw,
        "links": list(comment.links),
        "reasons": [[reason.code, reason.message] for reason in prediction.reasons],
        "text": comment.text,
        "day": datetime.now(UTC).date(),
        "unspaced": unspaced(comment.author, comment.text),
        "owner": remark.owner,
        "site": scope_of(remark.owner, site_of(remark.url)),
        "words": prediction.words,
        "shift": prediction.shift,
        "asked_as": remark.guid,
        "email": remark.email,
        **key_columns(comment.text, comment.author, comment.author_url, remark.url, remark.email, remark.owner),
    }


def _digests(remark: LoneComment) -> set[str]:
    return {remark.key, *_signed(remark)}


def _signed(remark: LoneComment) -> set[str]:
    found = remark.found
    return signed_digests(found.author, found.author_url) | ({remark.mailed_by} if remark.mailed_by else set())


def _erased(connection: Connection, remarks: Sequence[LoneComment]) -> set[str]:
    """Return the authors' digests and the articles' keys among these comments' that were erased."""
    authors = buried(connection, Erased.AUTHOR, {one for remark in remarks for one in _signed(remark)})
    return authors | buried(connection, Erased.ARTICLE, {remark.key for remark in remarks})


def _next_places(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Return the place behind the last comment of each of these articles."""
    wanted = sorted(set(ids))
    last = select(comments.c.article_id, func.max(comments.c.position)).where(any_of(comments.c.article_id, wanted))
    known = {article_id: place + 1 for article_id, place in connection.execute(last.group_by(comments.c.article_id))}
    return {one: known.get(one, 0) for one in wanted}


def _articles(connection: Connection, remarks: Sequence[LoneComment], model: str) -> Mapping[str, int]:
    """Return the ids of the articles that comments are stored under, by key; those that are missing are made."""
    wanted = {remark.key: remark for remark in remarks}
    known = _known_articles(connection, wanted)
    missing = sorted(wanted.keys() - known.keys())  # in one order, whoever makes them at the same time
    for key in missing:
        _make(connection, wanted[key])
    known |= _known_articles(connection, missing)
    for key in missing:
        result = insert(connection, results).values(
            article_id=known[key],
            revision=1,
            done_at=instant(connection),
            reason=Reason.ALONE.value,
            model=model,
            body="",
        )
        connection.execute(result.on_conflict_do_nothing(index_elements=["article_id"]))
    return known


def _known_articles(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    wanted = list(keys)
    if not wanted:
        return {}
    chosen = select(articles.c.key, articles.c.id).where(any_of(articles.c.key, wanted), articles.c.page == 1)
    return {row.key: row.id for row in connection.execute(chosen)}


def _make(connection: Connection, remark: LoneComment) -> None:
    made = insert(connection, articles).values(
        key=remark.key,
        page=1,
        url=remark.url,
        source=remark.source,
        owner=remark.owner,
        format=Format.TEXT,
        content_hash=remark.key,
        revision=1,
        state=State.DONE,
        attempts=0,
        submitted_at=instant(connection),
    )
    connection.execute(made.on_conflict_do_nothing(index_elements=["key", "page"]))
