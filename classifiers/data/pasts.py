"""What was on a site before each labelled comment, as a store would have known it: never what came after."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from classifiers.data.datasets import Example, by_source
from classifiers.features.history import MOST_EARLIER, author_key, name_key, text_key
from classifiers.types import Earlier, History


def histories(examples: Sequence[Example], scores: Sequence[float], *, by_name: bool = False) -> list[History | None]:
    """Return what each example's source, as a site, held before it; None where its page is not known.

    ``scores`` are what the first stage says of all of a comment's words. A source is in the order of its days where
    every comment has one, else in that of its pages. ``by_name`` takes a bare name for an author, too, as no service
    does: most labelled spam has no address, and how far a past is to be trusted shall not be learnt from readers alone.
    """
    found: list[History | None] = [None] * len(examples)
    for source, positions in by_source(examples).items():
        of_it = _in_order(examples, [at for at in positions if examples[at].comment.page is not None])
        authors, texts = _Notes(), _Notes()
        for position in of_it:
            comment = examples[position].comment
            author = author_key(comment.author, comment.author_url, source)
            if author is None and by_name:
                author = name_key(comment.author, source)
            text = text_key(comment.text, source)
            entry = (comment.page, scores[position], text)
            found[position] = History(authors.before(author, entry), texts.before(text, entry))
            authors.note(author, entry)
            texts.note(text, entry)
    return found


def _in_order(examples: Sequence[Example], positions: Sequence[int]) -> list[int]:
    if all(examples[at].when for at in positions):
        return sorted(positions, key=lambda at: (examples[at].when or "", at))
    pages: dict[str | None, int] = {}
    for at in positions:
        pages.setdefault(examples[at].comment.page, len(pages))
    return sorted(positions, key=lambda at: (pages[examples[at].comment.page], at))


# A comment that was there: its page, its first-stage score, the key of its text.
_Entry = tuple[str | None, float, int | None]


class _Notes:
    """What was written under each key so far."""

    def __init__(self) -> None:
        self._entries: defaultdict[int, list[_Entry]] = defaultdict(list)

    def note(self, key: int | None, entry: _Entry) -> None:
        if key is not None:
            self._entries[key].append(entry)

    def before(self, key: int | None, entry: _Entry) -> Earlier | None:
        """Return what stands under a key on other pages than this comment's; None where nothing does."""
        if key is None or key not in self._entries:
            return None
        page, _, text = entry
        newest = [one for one, _ in zip(self._elsewhere(key, page), range(MOST_EARLIER), strict=False)]
        if not newest:
            return None
        return Earlier(
            comments=len(newest),
            pages=len({where for where, _, _ in newest}),
            mean=sum(score for _, score, _ in newest) / len(newest),
            equal=sum(same is not None and same == text for _, _, same in newest),
        )

    def _elsewhere(self, key: int, page: str | None) -> Iterator[_Entry]:
        return (one for one in reversed(self._entries[key]) if one[0] != page)
