"""From whatever was labelled to what can be learnt from: streamed, each thing once, no one outvoting the others."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from classifiers.data.datasets import Example
from classifiers.data.near_duplicates import Keys, keys
from classifiers.data.vouching import is_import
from classifiers.features.context import BODY_LIMIT
from classifiers.types import Comment, Label

# Of the labels, those of one reviewer (else source) count for at most this share, where there are others.
_ONE_REVIEWERS_SHARE: Final = 0.5
# Labels of one reviewer that are taken in any case: three labels of another must not silence a moderator.
_ALWAYS_TAKEN: Final = 200
# Comments and characters that are kept to learn from: more add little to a table of 65,536 weights, and these fit
# into memory with their features (about 1 GB).
_MOST: Final = 40_000
_MOST_CHARS: Final = 12_000_000
# Comments whose keys are found at once.
_BATCH: Final = 512
# No model sees more of a text, its links aside.
_TEXT_LIMIT: Final = 20_000
# So many near-copies under one label are a flood: what they say is one reviewer's word, not hundreds.
_FLOOD: Final = 20
# Conflicts and floods that are listed; all are counted.
_LISTED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Flood:
    """A comment that stands for its many near-copies with the same label, and how many those are."""

    example: Example
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """Labels that can be learnt from, and what was left out.

    ``conflicts`` say where comments can be read that need a second look: the same comment was called both ham and
    spam. ``sampled`` counts labels beyond what memory holds, ``capped`` those beyond one reviewer's share. ``digest``
    is the SHA-256 (hex) of all that was read.
    """

    examples: tuple[Example, ...]
    read: int
    duplicates: int
    capped: int
    sampled: int
    disputed: int
    conflicts: tuple[str, ...]
    floods: tuple[Flood, ...]
    digest: str


@dataclass(slots=True)
class _SeenComments:
    """The comments seen so far, by their keys."""

    number_of: dict[bytes | int, int] = field(default_factory=dict)
    labels: bytearray = field(default_factory=bytearray)
    disputed: set[int] = field(default_factory=set)
    copies: Counter[int] = field(default_factory=Counter)
    conflicts: dict[int, str] = field(default_factory=dict)

    def take(self, found: Keys, example: Example) -> int | None:
        """Return the number of a comment that is new, None for one that is known."""
        spam = int(example.is_spam)
        same = self.number_of.get(found.same)
        if same is not None and self.labels[same] != spam:
            self.disputed.add(same)
            if len(self.conflicts) < _LISTED:
                self.conflicts.setdefault(same, example.origin)
        # A near-copy under another label is no copy: other fields may tell the two apart.
        alike = [key ^ spam for key in found.alike]
        known = same if same is not None else next((n for n in map(self.number_of.get, alike) if n is not None), None)
        if known is not None:
            self.copies[known] += 1
            return None
        number = len(self.labels)
        self.labels.append(spam)
        self.number_of[found.same] = number
        for key in alike:
            self.number_of[key] = number
        return number


@dataclass(slots=True)
class _Pools:
    """A sample of each reviewer's labels, as equal in size as there are labels: those with the lowest keys."""

    most: int
    most_chars: int
    pools: dict[str, list[tuple[int, int, Example]]] = field(default_factory=dict)
    size: int = 0
    chars: int = 0
    dropped: int = 0

    def put(self, rank: int, number: int, example: Example) -> None:
        heapq.heappush(self.pools.setdefault(who(example), []), (-rank, number, example))
        self.size += 1
        self.chars += len(example.comment.text)
        if self.size > self.most * 1.25 or self.chars > self.most_chars * 1.25:
            self.trim()

    def trim(self) -> None:
        """Cut the largest pools down to one level such that all fit."""
        room = min(self.most, max(1, int(self.size * self.most_chars / max(self.chars, 1))))
        level = _level([len(pool) for pool in self.pools.values()], room)
        for pool in self.pools.values():
            while len(pool) > level:
                _, _, example = heapq.heappop(pool)
                self.size -= 1
                self.chars -= len(example.comment.text)
                self.dropped += 1

    def rows(self) -> list[tuple[int, Example]]:
        """Return what is kept with its number, in the order in which it came."""
        return sorted(((number, row) for pool in self.pools.values() for _, number, row in pool), key=lambda p: p[0])


def curate(
    examples: Iterable[Example],
    *,
    seed: int = 0,
    most: int = _MOST,
    most_chars: int = _MOST_CHARS,
    own_past: bool = False,
) -> Curated:
    """Return labels with near-duplicates once, conflicts left out, and no reviewer outvoting the others.

    An import is one reviewer among the others; with ``own_past``, it is what one site has behind it, and takes nobody's
    share. The same rows in the same order give the same result under the same ``seed``, which chooses where there are
    too many. Memory is bounded: what is kept of a million comments are some keys.
    """
    known, pools, digest = _SeenComments(), _Pools(most, most_chars), hashlib.sha256()
    read = 0
    for batch in _batches(examples):
        for example, found in zip(batch, keys([example.comment for example in batch]), strict=True):
            read += 1
            digest.update(found.same + bytes([example.is_spam]))
            number = known.take(found, example)
            if number is not None:
                rank = hashlib.blake2b(found.same, digest_size=8, salt=seed.to_bytes(8, "big", signed=True))
                pools.put(int.from_bytes(rank.digest()), number, example)
    pools.trim()
    agreed = [(number, example) for number, example in pools.rows() if number not in known.disputed]
    kept = _capped([example for _, example in agreed], own_past)
    return Curated(
        examples=tuple(kept),
        read=read,
        duplicates=known.copies.total(),
        capped=len(agreed) - len(kept),
        sampled=pools.dropped,
        disputed=len(known.disputed),
        conflicts=tuple(known.conflicts.values()),
        floods=tuple(Flood(row, known.copies[n]) for n, row in agreed if known.copies[n] >= _FLOOD)[:_LISTED],
        digest=digest.hexdigest(),
    )


def who(example: Example) -> str:
    """Name whose word a label is: its reviewer, else its source."""
    return example.by or example.source


def by_label(examples: Iterable[Example]) -> dict[Label, int]:
    """Count ham and spam."""
    found = Counter(example.label for example in examples)
    return {label: found[label] for label in Label}


def _batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    stream, body = iter(examples), ""
    while batch := list(islice(stream, _BATCH)):
        for place, example in enumerate(batch):
            batch[place] = _trimmed(example, body)
            article = batch[place].comment.article
            body = (article.body if article else None) or ""
        yield batch


def _trimmed(example: Example, last_body: str) -> Example:
    """Return an example with no more of its texts than a model sees; neighbours share one article's body."""
    comment: Comment = example.comment
    if len(comment.text) > _TEXT_LIMIT:
        comment = replace(comment, text=comment.text[:_TEXT_LIMIT])
    if comment.article is not None and comment.article.body:
        body = comment.article.body[:BODY_LIMIT]
        comment = replace(comment, article=replace(comment.article, body=last_body if body == last_body else body))
    return example if comment is example.comment else replace(example, comment=comment)


def _level(sizes: Sequence[int], room: int) -> int:
    """Return the greatest height such that all sizes, cut down to it, fit into the room."""
    level = max(sizes, default=0)
    for place, size in enumerate(ordered := sorted(sizes)):
        share = room // (len(ordered) - place)
        if size > share:
            return share
        room -= size
    return level


def _capped(examples: Sequence[Example], own_past: bool) -> list[Example]:
    """Keep at most half of the labels from one reviewer (else source), where there are others who said enough."""
    counts = Counter(who(example) for example in examples if not (own_past and is_import(who(example))))
    if len(counts) < 2:
        return list(examples)
    most, many = counts.most_common(1)[0]
    room = max(int((counts.total() - many) * _ONE_REVIEWERS_SHARE / (1 - _ONE_REVIEWERS_SHARE)), _ALWAYS_TAKEN)
    kept = []
    for example in examples:
        if who(example) == most:
            if not room:
                continue
            room -= 1
        kept.append(example)
    return kept
