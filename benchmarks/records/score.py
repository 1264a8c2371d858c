"""When a record is exact, and what is wrong with one that isn't."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.records.gold import Record, Thread
from worker.separate.language.dates import find_time, parse_time

# F1 of words from which on two texts are those of one comment, and from which on they are the same.
MATCHED, SAME = 0.7, 0.95
# Words that the shorter of two texts has where it is a piece of the longer one.
MIN_HELD = 4
# A Chinese or Japanese letter is a word of its own.
_WORD = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+")
# A gold's name that is what a link does.
_SCRIPT = re.compile(r"javascript:")
# Characters of an ISO 8601 time that tell its day, which is as exact as most pages are.
_DAY_CHARS = 10


@dataclass(slots=True)
class Score:
    """Counts over pages; ``wrong`` by what is wrong, ``excused`` of these where no reading can meet the gold.

    ``signed_pages`` are those on which each record is found, none is too many, and each author is right;
    ``signed_again`` those on which they are where the gold's faults are set aside.
    """

    pages: int = 0
    gold: int = 0
    found: int = 0
    exact: int = 0
    whole_pages: int = 0
    signed_pages: int = 0
    signed_again: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    excused: int = 0

    @property
    def f1(self) -> float:
        """F1 of exact records."""
        return 2 * self.exact / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def f1_excused(self) -> float:
        """The same without the records in which the gold is at fault."""
        gold, found = self.gold - self.excused, self.found - self.excused
        return 2 * self.exact / (gold + found) if gold + found else 0.0


def score(threads: Sequence[Thread], found: dict[str, list[Record]]) -> Score:
    """Judge what a tool found on each page, by the page's id."""
    total = Score()
    for thread in threads:
        _add(total, thread, found.get(thread.id, []))
    return total


def _add(total: Score, thread: Thread, found: Sequence[Record]) -> None:
    pairs = match(thread.records, found)
    places = {other: mine for mine, other in pairs}
    exact = signed = 0
    for mine, other in pairs:
        faults = faults_of(thread, thread.records[mine], found[other], places)
        exact += not faults
        signed += "author" not in faults
        total.wrong.update(faults)
        total.excused += bool(faults) and faults <= _excused(thread.records[mine], found[other])
    total.pages += 1
    total.gold += len(thread.records)
    total.found += len(found)
    total.exact += exact
    total.whole_pages += exact == len(thread.records) == len(found)
    total.signed_pages += signed == len(thread.records) == len(found)
    total.signed_again += _is_signed(thread.records, found, pairs)
    total.wrong["missed"] += len(thread.records) - len(pairs)
    total.wrong["extra"] += len(found) - len(pairs)


def _is_signed(gold: Sequence[Record], found: Sequence[Record], pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether each record is found, none is too many, and each author right, but for the gold's faults.

    Of a post that is not matched by its likeness the gold cut the text off, or took buttons and a signature for it:
    then one of both texts holds the other whole.
    """
    all_pairs = list(pairs)
    lost = [at for at in range(len(found)) if at not in {other for _, other in pairs}]
    for mine in sorted(set(range(len(gold))) - {mine for mine, _ in pairs}):
        same = next((at for at in lost if _holds(words(gold[mine].text), words(found[at].text))), None)
        if same is None:
            return False
        lost.remove(same)
        all_pairs.append((mine, same))
    return not lost and all(
        not gold[mine].author
        or folded(gold[mine].author) == folded(found[other].author)
        or "author" in _excused(gold[mine], found[other])
        for mine, other in all_pairs
    )


def _holds(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the longer of two texts holds the words of the shorter one in a row."""
    short, long = sorted((one, other), key=len)
    size = len(short)
    return size >= MIN_HELD and any(long[at : at + size] == short for at in range(len(long) - size + 1))


def match(gold: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    """Pairs of places, one to one, the likest texts first."""
    mine, others = [words(one.text) for one in gold], [words(one.text) for one in found]
    alike = sorted(
        (-f1, at, to)
        for at, one in enumerate(mine)
        for to, other in enumerate(others)
        if 2 * min(len(one), len(other)) >= max(len(one), len(other)) and (f1 := likeness(one, other)) >= MATCHED
    )
    pairs: dict[int, int] = {}
    for _, at, to in alike:
        if at not in pairs and to not in pairs.values():
            pairs[at] = to
    return sorted(pairs.items())


def faults_of(thread: Thread, gold: Record, found: Record, places: dict[int, int]) -> set[str]:
    """Which parts of a record are wrong, of those that the gold tells."""
    faults = set()
    if gold.author and folded(gold.author) != folded(found.author):
        faults.add("author")
    if gold.time and not same_time(gold.time, found.time):
        faults.add("time")
    if likeness(words(gold.text), words(found.text)) < SAME:
        faults.add("text")
    parent = places.get(found.parent) if found.parent is not None else None
    if thread.parents and parent != gold.parent:
        faults.add("parent")
    return faults


def _excused(gold: Record, found: Record) -> set[str]:
    """The parts in which the gold is at fault: an address or a date beside the name, or half of it; a time unread."""
    excused = set()
    wanted, given = folded(gold.author), folded(found.author)
    more = wanted.replace(given, "") if given else wanted
    is_piece = given and (given.startswith(wanted) or (given in wanted and ("//" in more or find_time(more))))
    if is_piece or (given and _SCRIPT.match(wanted)):
        excused.add("author")
    if gold.time and len(_read(gold.time) or "") < _DAY_CHARS and found.time:
        excused.add("time")
    return excused


def same_time(gold: str, found: str | None) -> bool:
    """Whether two wordings tell the same time, to the precision of the less exact one; the day at least."""
    if not found:
        return False
    wanted, given = _read(gold), _read(found)
    if wanted is None or given is None:
        return folded(gold) == folded(found)
    size = min(len(wanted), len(given), len("2021-03-03T09:14"))
    return size >= _DAY_CHARS and wanted[:size] == given[:size]


def _read(wording: str) -> str | None:
    span = find_time(wording)
    return parse_time(wording) or (parse_time(wording[span[0] : span[1]]) if span else None)


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """F1 of two lists of words."""
    if not one or not other:
        return 0.0
    return 2 * sum((Counter(one) & Counter(other)).values()) / (len(one) + len(other))


def folded(text: str | None) -> str:
    """A text for comparing: one kind of letter, one space."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
