"""Articles taken in: stored, refused or put off alike, however they come."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from worker.domain import NewArticle, Submitted
from worker.errors import RefusedError
from worker.ingest.envelope import parse_envelope, to_article
from worker.work.service import Service, StoredNotRungError

# Articles, and bytes, that one transaction stores: large enough to be fast, small enough to stay in memory.
ARTICLES_AT_ONCE: Final = 256
BYTES_AT_ONCE: Final = 8_000_000
# Articles that somebody may hand in to be stored as a whole; more come as a stream.
MAX_AS_A_WHOLE: Final = 1000

# An article that can be stored, or why it is refused.
Parsed = NewArticle | RefusedError


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of each article, in order, and why workers were not told of them (None: they were)."""

    became: tuple[Submitted | RefusedError, ...]
    not_rung: str | None = None

    @property
    def stored(self) -> list[Submitted]:
        """Those that were stored."""
        return [one for one in self.became if isinstance(one, Submitted)]

    @property
    def refused(self) -> list[RefusedError]:
        """Why the others were not."""
        return [one for one in self.became if isinstance(one, RefusedError)]


def parse(row: Any, *, max_bytes: int) -> Parsed:
    """Return the article that a decoded envelope is, or what is wrong with it."""
    if isinstance(row, RefusedError):
        return row
    try:
        return to_article(parse_envelope(row), max_bytes=max_bytes)
    except RefusedError as error:
        return error


def take_in(service: Service, parsed: Sequence[Parsed]) -> TakenIn:
    """Count what is refused, store the rest in one transaction, and ring; what is wrong with one spoils no other.

    A broker that is away is no fault, as workers find what is stored. Raises UnavailableError with nothing stored.
    """
    refuse(service, parsed)
    articles = [one for one in parsed if isinstance(one, NewArticle)]
    stored, not_rung = _store(service, articles) if articles else ([], None)
    places = iter(stored)
    return TakenIn(tuple(one if isinstance(one, RefusedError) else next(places) for one in parsed), not_rung)


def take_in_whole(service: Service, parsed: Sequence[Parsed]) -> list[Submitted]:
    """Store all or nothing; raises the first refusal, counted with the others, and StoredNotRungError.

    Raises UnavailableError with nothing stored.
    """
    refuse(service, parsed)
    for one in parsed:
        if isinstance(one, RefusedError):
            raise one
    return service.submit([one for one in parsed if isinstance(one, NewArticle)])


def refuse(service: Service, parsed: Iterable[Parsed]) -> None:
    """Count what is refused, by its reasons."""
    for reason, count in Counter(one.reason for one in parsed if isinstance(one, RefusedError)).items():
        service.inbox.refuse(reason, count)


def batched(parsed: Iterable[Parsed]) -> Iterator[list[Parsed]]:
    """Cut what comes into batches for `take_in`, each as large as one transaction may be."""
    batch: list[Parsed] = []
    size = 0
    for one in parsed:
        batch.append(one)
        size += len(one.source.raw) if isinstance(one, NewArticle) else 0
        if is_full(len(batch), size):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def is_full(articles: int, size: int) -> bool:
    """Whether so many articles of so many bytes are a transaction's worth."""
    return articles >= ARTICLES_AT_ONCE or size >= BYTES_AT_ONCE


def _store(service: Service, articles: Sequence[NewArticle]) -> tuple[list[Submitted], str | None]:
    try:
        return service.submit(articles), None
    except StoredNotRungError as error:
        return error.stored, str(error)
