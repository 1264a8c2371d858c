"""What callers bring that are for some sites alone: comments that they ask about, articles that they hand in."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from classifiers.types import Comment
from worker.domain import NewArticle, Place
from worker.errors import RefusedError
from worker.operations.classify import CommentRow, to_comment
from worker.operations.submit import Parsed
from worker.reasons import Reason
from worker.store.access.tokens import Token
from worker.store.base.site_knowledge import with_site_knowledge
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import reading
from worker.store.moderation.lone_comments import LoneComment, owned
from worker.web.dependencies import Dependencies


async def is_own(winnow: Dependencies, token: Token, remark: LoneComment) -> bool:
    """Tell whether a key may ask about a comment, or label it: one of all sites about any."""
    if token.sites is None:
        return True
    [found] = await run_in_threadpool(owned, winnow.whole, [remark])
    return found.owner in token.sites


def placed(engine: Engine, rows: Sequence[CommentRow], sites: Collection[str] | None = None) -> list[Comment]:
    """Return rows as the classifier sees them, each with its site, and what that one's prior and past say.

    Where the caller is for some ``sites`` alone, of any other nothing is known.
    """
    with reading(engine) as connection:
        owners = owners_of(connection, {row.site for row in rows})
    found = [replace(to_comment(row), owner=owners[row.site]) for row in rows]
    own = [one for one in found if sites is None or one.owner in sites]
    known = iter(with_site_knowledge(engine, own, [Place(one.page) for one in own]))
    return [next(known) if sites is None or one.owner in sites else _nowhere(one) for one in found]


def of_sites(engine: Engine, parsed: Sequence[Parsed], sites: Collection[str] | None) -> Sequence[Parsed]:
    """Return what came in, refused what no site has that its producer is for; None for all."""
    if sites is None:
        return parsed
    with reading(engine) as connection:
        owners = owners_of(connection, {one.source.url for one in parsed if isinstance(one, NewArticle)})
    return [
        one if isinstance(one, RefusedError) or owners[one.source.url] in sites else _foreign(one) for one in parsed
    ]


def _foreign(article: NewArticle) -> RefusedError:
    message = "no site that this token is for has this address; see: winnow site list"
    return RefusedError(Reason.FOREIGN_SITE, message, article.source.url)


def _nowhere(comment: Comment) -> Comment:
    return replace(comment, site=None, owner=None)
