"""A batch of articles in, decisions out: decode, guard, separate, judge. Pure: nothing is stored here."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from typing import Protocol

from classifiers.digests import digest
from classifiers.types import ArticleContext, Comment, CommentType, Prediction
from worker.domain import (
    ClaimedArticle,
    Description,
    Failed,
    Format,
    JudgedComment,
    Page,
    Place,
    Processed,
    SeparatedComment,
    Separation,
    Source,
)
from worker.errors import UnavailableError, UnprocessableError
from worker.ingest.decode import decode
from worker.ingest.markup_guard import guarded
from worker.ingest.sites import site_of
from worker.ingest.text_guard import check_text
from worker.ingest.thread import MAX_COMMENTS, read_thread
from worker.ingest.web_address import web_address
from worker.reasons import Reason
from worker.work.garbled import is_garbled

_GARBLED = "most of its letters were lost when its bytes were decoded (U+FFFD); submit the bytes as the site sent them"
# Bytes of a text that is separated together with others: a longer one may take long, and does so alone.
MAX_TOGETHER = 1 << 16

_DESCRIBED = tuple(field.name for field in fields(Description))

Separate = Callable[[Sequence[Page]], Sequence[Separation]]
Outcome = Processed | Failed
# Returns comments with what was on their sites before them, told where each stands; raises UnavailableError.
Recall = Callable[[Sequence[Comment], Sequence[Place]], Sequence[Comment]]


class JudgePort(Protocol):
    """What judges comments: a verified model with its version."""

    @property
    def version(self) -> str:
        """The model's name in the registry."""

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Judge comments in order; neighbours of one page together."""


def process(
    articles: Sequence[ClaimedArticle],
    *,
    separate: Separate,
    judge: JudgePort,
    time_is_up: type[Exception] = TimeoutError,
    recall: Recall | None = None,
) -> list[Outcome]:
    """Take a batch of articles apart and judge all their comments in one call; one outcome an article, in order.

    What is wrong with one article never touches another's outcome. ``time_is_up`` is what a time limit raises. Without
    ``recall``, comments are judged without their past.
    """
    parts = _separated(articles, separate, time_is_up)
    whole = [(article, part) for article, part in zip(articles, parts, strict=True) if isinstance(part, Separation)]
    judged = {outcome.id: outcome for outcome in _judged(whole, judge, time_is_up, recall)}
    return [
        judged[article.id] if isinstance(part, Separation) else part
        for article, part in zip(articles, parts, strict=True)
    ]


def read_page(source: Source) -> Page:
    """Decode and guard a source's bytes; raises UnprocessableError."""
    decoded = decode(source.raw, source.format, source.charset)
    content = decoded.text
    if source.format is Format.HTML:
        content = guarded(content, decoded.utf8)
    elif source.format is Format.TEXT:
        check_text(content)
    utf8 = decoded.utf8 if content is decoded.text else None
    return Page(content=content, utf8=utf8, **{name: getattr(source, name) for name in _DESCRIBED})


def separate_alone(
    article: ClaimedArticle, separate: Separate, time_is_up: type[Exception] = TimeoutError
) -> Separation | Failed:
    """Decode, guard and separate one article; what is wrong with it comes as its failure."""
    try:
        separation = _taken_apart(article.source, separate)
        if len(separation.comments) > MAX_COMMENTS:
            message = f"the page shows more than {MAX_COMMENTS:,} comments"
            raise UnprocessableError(Reason.TOO_MANY, message)
        return separation
    except UnprocessableError as error:
        return Failed(article.id, error.reason, str(error), final=True)
    except MemoryError:
        return Failed(article.id, Reason.MEMORY, "the page took more memory than there is", final=False)
    except time_is_up:
        return _late(article.id)
    except Exception as error:
        return _crash(article.id, error)


def identities(comments: Sequence[SeparatedComment]) -> list[str]:
    """Each comment's identity across re-crawls: SHA-256 of author, normalised text and order of repetition."""
    seen: Counter[str] = Counter()
    found = []
    for comment in comments:
        base = f"{_folded(comment.author or '')}\x1f{_folded(comment.text)}"
        seen[base] += 1
        found.append(digest(f"{base}\x1f{seen[base]}"))
    return found


def to_classify(
    separation: Separation, page: str, url: str | None, shift: float | None = None, owner: str | None = None
) -> list[Comment]:
    """A page's comments as the classifier sees them, each with its article's context.

    ``url`` is the article's, ``shift`` its site's prior, ``owner`` the site that it belongs to.
    """
    body = "\n\n".join(separation.body) or None
    article = ArticleContext(separation.title, body, separation.language, separation.published)
    site = site_of(url)
    return [
        Comment(
            one.text, one.author, one.author_url, one.links, article, page, site, CommentType(one.kind), shift,
            one.posted_at, owner,
        )
        for one in separation.comments
    ]  # fmt: skip


def _separated(
    articles: Sequence[ClaimedArticle], separate: Separate, time_is_up: type[Exception]
) -> list[Separation | Failed]:
    """Separate short texts together and all else alone."""
    known = _together(articles, separate, time_is_up)
    return [known.get(article.id) or separate_alone(article, separate, time_is_up) for article in articles]


def _without_foreign_schemes(part: Separation) -> Separation:
    """Leave out addresses that a browser would run, whoever wrote them and in whichever format they came."""
    if all(_of_the_web(one) for one in part.comments):
        return part
    comments = tuple(
        replace(
            one,
            author_url=web_address(one.author_url),
            links=tuple(link for link in one.links if web_address(link) is not None),
        )
        for one in part.comments
    )
    return replace(part, comments=comments)


def _of_the_web(comment: SeparatedComment) -> bool:
    given = (comment.author_url, *comment.links) if comment.author_url else comment.links
    return all(web_address(one) is not None for one in given)


def _taken_apart(source: Source, separate: Separate) -> Separation:
    if source.format is Format.THREAD:
        return _without_foreign_schemes(read_thread(source))
    page = read_page(source)
    (separation,) = separate([page])
    if is_garbled(separation, page.content):
        raise UnprocessableError(Reason.GARBLED, _GARBLED)
    return _without_foreign_schemes(separation)


def _together(
    articles: Sequence[ClaimedArticle], separate: Separate, time_is_up: type[Exception]
) -> dict[int, Separation | Failed]:
    """Separate short texts in one call; nothing where one of them fails: alone, each shows which it was.

    Where the time is up nobody knows whose fault it was, and there is none left to find out: all are put off.
    """
    short = [
        article
        for article in articles
        if article.source.format is Format.TEXT and len(article.source.raw) <= MAX_TOGETHER
    ]
    pages: dict[int, Page] = {}
    for article in short:
        with suppress(UnprocessableError):
            pages[article.id] = read_page(article.source)
    if len(pages) < 2:
        return {}
    try:
        found = zip(pages, separate(list(pages.values())), strict=True)
        return {
            article: _without_foreign_schemes(part)
            for article, part in found
            if len(part.comments) <= MAX_COMMENTS and not is_garbled(part, pages[article].content)
        }
    except time_is_up:
        return {article: _late(article) for article in pages}
    except Exception:
        return {}


def _judged(
    whole: Sequence[tuple[ClaimedArticle, Separation]],
    judge: JudgePort,
    time_is_up: type[Exception],
    recall: Recall | None,
) -> list[Outcome]:
    try:
        return list(_judge_all(whole, judge, recall))
    except UnavailableError:
        raise  # the store's doing, and no article's
    except time_is_up:
        return [_late(article.id) for article, _ in whole]
    except MemoryError:
        reason, message = Reason.MEMORY, "the comments took more memory than there is"
        if len(whole) == 1:
            return [Failed(whole[0][0].id, reason, message, final=False)]
    except Exception as error:
        if len(whole) == 1:
            return [_crash(whole[0][0].id, error)]
    return [outcome for one in whole for outcome in _judged([one], judge, time_is_up, recall)]


def _judge_all(
    whole: Sequence[tuple[ClaimedArticle, Separation]], judge: JudgePort, recall: Recall | None
) -> list[Processed]:
    comments: Sequence[Comment] = [
        comment
        for article, part in whole
        for comment in to_classify(part, str(article.id), article.source.url, article.shift, article.owner)
    ]
    if recall is not None:
        places = [Place(article.source.url, article.before) for article, part in whole for _ in part.comments]
        comments = recall(comments, places)
    predictions = iter(judge.judge(comments))
    return [
        Processed(
            article.id,
            part,
            _zip(part, predictions),
            judge.version,
            article.source.url,
            article.shift,
            article.owner,
            None if recall is None else article.before,
        )
        for article, part in whole
    ]


def _zip(part: Separation, predictions: Iterator[Prediction]) -> tuple[JudgedComment, ...]:
    names = identities(part.comments)
    return tuple(
        JudgedComment(name, comment, next(predictions)) for name, comment in zip(names, part.comments, strict=True)
    )


def _late(article_id: int) -> Failed:
    return Failed(article_id, Reason.TIMEOUT, "the page took longer than the time limit", final=False)


def _crash(article_id: int, error: Exception) -> Failed:
    return Failed(article_id, Reason.CRASH, f"{type(error).__name__}: {str(error)[:200]}", final=False)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
