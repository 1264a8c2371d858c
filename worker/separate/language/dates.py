"""Times as pages write them, read into ISO 8601.

``dateutil`` and ``dateparser`` do this too, but too slowly for a place that every comment of every page
passes, and they guess where a wording doesn't tell. Here it is one pass and a few look-ups.
"""

import re
from collections.abc import Iterable, Iterator, Set
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice, pairwise

from worker.separate.language.eras import ERAS, era_of, gregorian, is_jalali, jalali_months, roc_date, to_gregorian
from worker.separate.language.lookups import alternatives, entries
from worker.separate.language.time_words import (
    ZONES,
    ago_words,
    date_marks,
    day_words,
    glued_ago,
    half_days,
    joiners,
    lone_spans,
    month_numbers,
    month_words,
    months,
    now_words,
    ones,
    ordinals,
    units,
    units_behind,
    weekdays,
)

# Characters looked at: a wording is short, and what follows it is not the time.
MAX_CHARS = 120
# Characters of a line in which a time is looked for.
MAX_LINE = 240
FIRST_YEAR, LAST_YEAR = 1970, 2100
# Characters between two pieces of one time (", ", " - ").
MAX_GAP = 3
# Two-digit years are of this century: few of the web's comments are older.
CENTURY = 2000

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(z\b|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
# A template that leaves no space between a date and its clock: "12.03.201814:55", "March 12, 20189:55 am".
_GLUED = re.compile(r"(?<=[-./]\d{4}|[\s,](?:19|20)\d{2})(?=\d{1,2}:\d{2})")
_COLON_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)()()()()")
# The wording of most comments, "July 3, 2012 at 3:14 pm": read at once, as it is most of what is read.
_USUAL = re.compile(
    r"([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})"
    r"(?:,?\s(?:at\s|@\s)?(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\.?)?)?"
)
_OFFSET = re.compile(r"(?:utc|gmt)\s?([+\-−])\s?(\d{1,2}):?(\d{2})?|([+\-−])(\d{2}):?(\d{2})(?!\d)")
_WORD = re.compile(r"\d+|(?:[ap]|[πμ])\.\s?[mμ]|[قب]\.ظ|[^\W\d_][^\s\d,;:/()|@#!?·•–—_.\[\]-]*")
_PIECE = re.compile(r"\d+(?:[:./-]\d+)*|[قب]\.ظ|[^\W\d_][^\s\d,;:/()|@#!?·•–—_.\[\]-]*")

_DIGIT = re.compile(r"\d")
# A month's day behind its name.
_DAY_BEHIND = re.compile(r"\W{1,3}\d{1,2}(?!\d)")

# Runs that tell a time where they are a whole line: "Yesterday", "3h".
_WHOLE = frozenset(("y", "nu"))
# Runs that are a clock: with its half of the day, its zone, or a zone that is another language's "ago".
_CLOCKS = frozenset(("c", "ch", "cz", "chz", "ca", "cha"))
# Pieces that may tell a time alone, and those that may with a number.
_DATES, _UNITS = frozenset("dcyt"), frozenset("muUk")
# Letters from which a weekday's name may begin a time: shorter ones are many a word.
_MIN_WEEKDAY = 3

# Seconds in a unit up to the week; months and years are counted on the calendar.
_SECONDS = (1, 60, 3600, 86400, 604800)
_HOUR, _MONTH, _YEAR = 2, 5, 6


@cache
def _year_first() -> re.Pattern[str]:
    """Return what reads 2025/9/5 and 2025年9月5日."""
    year, month, *_ = date_marks()
    return re.compile(rf"(?<!\d)(\d{{4}})\s?[-./{year}]\s?(\d{{1,2}})\s?[-./{month}]\s?(\d{{1,2}})(?!\d)")


@cache
def _clocks() -> re.Pattern[str]:
    """Return what reads "14:30", "18 heures 26", "18时26分", "um 21.11" and "6 pm"."""
    *_, hour, minute = date_marks()
    hours = alternatives(name for name in entries("hours") if len(name) > 1)
    return re.compile(
        rf"(?<![\d:])(\d{{1,2}})\s?(?:[:h{hour}]|(?:{hours})\b)\s?(\d{{2}})?(?:\s?[:{minute}]\s?(\d{{2}})(?!\d))?"
        rf"|(?:{alternatives(entries('clock'))})\.?\s(\d{{1,2}})\.(\d{{2}})(?!\d)|(?<!\d)(\d{{1,2}})()(?=\s?[ap]\.?m\b)"
    )


def parse_time(
    raw: str, *, anchor: datetime | None = None, day_first: bool | None = None, since: date | None = None
) -> str | None:
    """Return the ISO 8601 form of a time's wording, as exact as the wording tells; None where it can't tell.

    A date gives ``2025-09-05``, a local time ``2025-09-17T18:26:00``, one with its zone an offset. Relative
    wordings ("vor 2 Tagen") and those without a year need ``anchor``, when the page was fetched; a year that
    is not shown is the first that puts the day no earlier than ``since``, the day of the article, or without that
    the latest that doesn't lie after the anchor. ``05/09/2025`` is decided by an impossible month, else by
    ``day_first``, and is None without it; dotted and dashed dates are day first. Years of the Buddhist, Jalali,
    Minguo and Japanese eras are read into common ones. Looks at the first 120 characters.
    """
    text = _GLUED.sub(" ", raw[:MAX_CHARS].casefold())
    usual = _usual(text)
    if usual:
        return usual
    found = _ISO.search(text) if "-" in text else None
    if found:
        return _iso(found)
    clock = _clock(text)
    words = _WORD.findall(text if clock is None else f"{text[: clock.start()]} | {text[clock.end() :]}")
    dated = _numeric(text, day_first=day_first) or _named(words, anchor, since)
    if dated is None:
        if anchor is None:
            return None
        relative = _relative(words, anchor)
        if relative is not None:
            return relative
        dated = _day_word(words, anchor)
    if dated is None:
        return None
    return dated.isoformat() + (_time_of_day(clock, text, words) if clock else "")


def _usual(text: str) -> str | None:
    found = _USUAL.fullmatch(text)
    month = months().get(found[1]) if found else None
    day = _date(int(found[3]), month, int(found[2])) if found and month else None
    if found is None or day is None or found[4] is None:
        return day.isoformat() if day else None
    hour, minute = int(found[4]), int(found[5])
    if found[6] and hour <= 12:
        hour = hour % 12 + 12 * (found[6] == "p")
    return day.isoformat() + (f"T{hour:02}:{minute:02}:00" if hour < 24 and minute < 60 else "")


def _clock(text: str) -> re.Match[str] | None:
    """Find "14:30", "6 pm" or "um 21.11"; "3h" alone is a span of time, not a clock."""
    found = (_COLON_CLOCK if ":" in text else _clocks()).search(text)
    if found is None or (found[2] is None and found[5] is None and found[7] is None):
        return None
    return found


def _iso(found: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = found.groups()
    if _date(int(year), int(month), int(day)) is None:
        return None
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return f"{year}-{month}-{day}"
    offset = ""
    if zone:
        offset = "+00:00" if zone == "z" else f"{zone[:3]}:{zone[-2:]}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"


def _date(year: int, month: int, day: int) -> date | None:
    if is_jalali(year):
        return to_gregorian(year, month, day)
    year = gregorian(year + CENTURY if year < 100 else year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(text: str, *, day_first: bool | None) -> date | None:
    """Read 2025/9/5, 2025年9月5日, 令和7年9月5日, 114/09/05, 5.9.2025 and slashed dates whose order is known."""
    found = _year_first().search(text)
    if found is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    calendar_day = era_of(text) or roc_date(text)
    if calendar_day is not None:
        return _date(*calendar_day)
    found = _YEAR_LAST.search(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if second > 12 or (day_first is False and found[2] == "/" and first <= 12):
        return _date(year, first, second)
    if first > 12 or first == second or day_first or found[2] != "/":
        return _date(year, second, first)
    return None


def slashed(raw: str) -> tuple[int, int, int] | None:
    """The two first numbers of a slashed date, a day and a month in either order, and its year; None without one."""
    found = _YEAR_LAST.search(raw[:MAX_CHARS])
    if found is None or found[2] != "/":
        return None
    year = int(found[4])
    return int(found[1]), int(found[3]), year + CENTURY if year < 100 else year


def _named(words: list[str], anchor: datetime | None, since: date | None) -> date | None:
    """Read a date whose month is a word, in either order, with or without its year."""
    names = months()
    for at, word in enumerate(words):
        if word in jalali_months():
            return _jalali(words, at)
        if word in names or word in month_words():
            read = _around(words, at, names.get(word), anchor, since)
            if read is not None:
                return read
    return None


def _jalali(words: list[str], at: int) -> date | None:
    """Read a date of the Iranian calendar, "۱۲ آبان ۱۴۰۴"."""
    days, years = _numbers(words[max(0, at - 1) : at]), _numbers(words[at + 1 : at + 2])
    return to_gregorian(years[0], jalali_months()[words[at]], days[0]) if days and years else None


def _counted_month(words: list[str], at: int) -> tuple[int, int]:
    """The month that the words from a place on count, and where its last one stands."""
    names = month_numbers()
    for count in (2, 1):
        month = names.get(" ".join(words[at : at + count]))
        if month is not None:
            return month, min(at + count, len(words)) - 1
    return next(iter(_numbers(words[at : at + 1])), 0), at


def _around(words: list[str], at: int, month: int | None, anchor: datetime | None, since: date | None) -> date | None:
    if month is None:  # Vietnamese numbers its months: "17 tháng 9, 2025", "3 tháng mười một, 2025"
        before = _numbers(words[max(0, at - 2) : at])
        month, at = _counted_month(words, at + 1)
    else:
        before = _numbers(words[at - 2 : at] if at > 1 and words[at - 1] in ordinals() else words[at - 1 : at])
    after = _numbers(words[at + 1 : at + 5])
    if len(after) > 1 and after[0] <= 31 < after[1]:  # "11 July 25, 2012": a number of votes stands before it
        before = []
    years = [number for number in after + before + _numbers(words[max(0, at - 4) : at]) if number > 31]
    days = [number for number in before[-1:] + after if number <= 31]
    if not days:
        return None
    if years:
        return _date(years[0], month, days[0])
    if len(days) > 1 and before:  # "4 Nov 12"
        return _date(days[1], month, days[0])
    return _latest(month, days[0], anchor, since)


def _numbers(words: list[str]) -> list[int]:
    return [int(word) for word in words if word.isdecimal() and len(word) <= 4]


def _latest(month: int, day: int, anchor: datetime | None, since: date | None) -> date | None:
    last = anchor.date() if anchor is not None else date.max
    years = (since.year, since.year + 1) if since is not None else ()
    following = (dated for year in years if (dated := _date(year, month, day)) is not None)
    first = next((dated for dated in following if since is not None and since <= dated <= last), None)
    if first is not None or anchor is None:
        return first
    dated = _date(anchor.year, month, day)
    if dated is not None and dated > anchor.date():
        return _date(anchor.year - 1, month, day)
    return dated


def _day_word(words: list[str], anchor: datetime) -> date | None:
    names = day_words()
    for word in words:
        if word in names:
            return anchor.date() - timedelta(days=names[word])
    return None


def _time_of_day(clock: re.Match[str], text: str, words: list[str]) -> str:
    """Return "T18:26:00" and the offset where one is shown; "" where the hour can't be."""
    hour, minute = int(clock[1] or clock[4] or clock[6]), int(clock[2] or clock[5] or 0)
    second = int(clock[3] or 0)
    halves = half_days()
    half = next((halves[word] for word in words if word in halves), None)
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    if hour > 23 or minute > 59 or second > 59:
        return ""
    return f"T{hour:02}:{minute:02}:{second:02}{_offset(text[clock.end() :], words)}"


def _offset(tail: str, words: list[str]) -> str:
    found = _OFFSET.search(tail)
    if found:
        sign = found[1] or found[4]
        minutes = int(found[2] or found[5]) * 60 + int(found[3] or found[6] or 0)
        return _as_offset(minutes if sign == "+" else -minutes)
    minutes_east = next((ZONES[word] for word in words if word in ZONES), None)
    return "" if minutes_east is None else _as_offset(minutes_east)


def _as_offset(minutes: int) -> str:
    if abs(minutes) > 14 * 60:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _relative(words: list[str], anchor: datetime) -> str | None:
    """Read "3 hours ago" in any order of its words; a bare "3h" counts where it is the whole wording."""
    if len(words) < 3 and not now_words().isdisjoint(words):
        return _back(anchor, 0, 0)
    sizes = units() | next((own for word in words if (own := units_behind().get(word))), {})
    is_past = len(words) == 2 or not ago_words().isdisjoint(words)
    for count, unit in pairwise(words):
        size = sizes.get(unit)
        if size is None or not (is_past or unit.endswith(glued_ago())):
            continue
        if count in ones() or (count.isdecimal() and len(count) < 5):
            return _back(anchor, 1 if count in ones() else int(count), size)
    lone = next((span for word in words if (span := lone_spans().get(word))), None) if is_past else None
    return None if lone is None else _back(anchor, *lone)


def _back(anchor: datetime, count: int, unit: int) -> str | None:
    if unit >= _MONTH:
        return _months_back(anchor.date(), count * (12 if unit == _YEAR else 1))
    try:
        then = anchor - timedelta(seconds=count * _SECONDS[unit])
    except OverflowError:
        return None
    return then.replace(microsecond=0).isoformat() if unit <= _HOUR else then.date().isoformat()


def _months_back(day: date, count: int) -> str | None:
    at = day.year * 12 + day.month - 1 - count
    if at < FIRST_YEAR * 12:
        return None
    return date(at // 12, at % 12 + 1, min(day.day, 28)).isoformat()


@lru_cache(maxsize=4096)
def find_time(line: str) -> tuple[int, int] | None:
    """Return the span of the first date or relative time in a line, or None.

    A bare clock ("7:28 PM") counts where no date stands in the line; a bare year or a month's name without a
    number never does. Looks at the first 240 characters.
    """
    text = line[:MAX_LINE].casefold()
    if len(text) != len(line[:MAX_LINE]):  # a letter that folds into two would shift the span
        text = line[:MAX_LINE].lower()
    words = _PIECE.findall(text)
    if not _DIGIT.search(text) and spelled().isdisjoint(words):
        return None
    pieces = list(map(_kind, words))
    if not _may_tell(set(pieces)):
        return None
    lone: tuple[int, int] | None = None
    for begun, end, whole in _runs(text, pieces):
        start, kinds = _behind_name(text, begun, end, whole)
        if _is_date(kinds) or (kinds in _WHOLE and not (text[:start] + text[end:]).strip()):
            return start, end
        if lone is None and kinds in _CLOCKS:
            lone = start, end
    return lone


def _behind_name(text: str, start: int, end: int, kinds: str) -> tuple[int, str]:
    """Where a run begins, and its kinds, without a number that ends a name: "ada77 15 minutes ago".

    Such a number has a letter before it, and behind it a whole date with a day of its own.
    """
    if kinds[:2] not in ("nn", "no", "nm") or not start or not (text[start - 1].isalpha() or text[start - 1] == "_"):
        return start, kinds
    behind = islice(_PIECE.finditer(text, start, end), 1, None)
    following = next(piece for piece in behind if _kind(piece[0]) != "-")
    is_whole = kinds[1] != "m" or _DAY_BEHIND.match(text, following.end(), end)
    return (following.start(), kinds[1:]) if is_whole and _is_date(kinds[1:]) else (start, kinds)


def _may_tell(pieces: Set[str | None]) -> bool:
    """Tell whether any run of pieces can say when; most lines hold none that could."""
    numbered = "n" in pieces or "o" in pieces
    return not _DATES.isdisjoint(pieces) or (numbered and not _UNITS.isdisjoint(pieces))


def _runs(text: str, pieces: Iterable[str | None]) -> Iterator[tuple[int, int, str]]:
    """Yield runs of neighbouring pieces that belong to dates, with a letter for each piece that tells."""
    start = end = near = 0
    kinds = ""
    for piece, read in zip(_PIECE.finditer(text), pieces, strict=True):
        kind = None if read == "u" and "m" in kinds and len(piece[0]) > 1 else read  # behind a date "Dana" is a name
        if kinds and (kind is None or piece.start() - near > MAX_GAP):
            yield start, end, kinds
            kinds = ""
        if kind is None or (not kinds and (kind in "-z" or (kind == "u" and len(piece[0]) == 1))):
            continue  # "Gary M on March 3" is no minute
        barred = kinds == "n" and "|" in text[near : piece.start()]
        if barred or (kind == "d" and not kinds.strip("n")) or (kind == "w" and kinds == "n"):
            kinds = ""  # a post's number, or one that ends a name, stands before its whole date, a weekday or a bar
        near = piece.end()
        if not kinds:
            start = piece.start()
        if kind != "-":
            end, kinds = near, kinds + kind
    if kinds:
        yield start, end, kinds


@cache
def _kinds() -> dict[str, str]:
    """Map each word of dates to its letter.

    m(onth), u(nit), U(nit with its "ago"), t(wo of a unit in one word), a(go), y(esterday), h(alf day), w(eekday),
    z(one), o(ne), e(ra), - (joiner), and k for the mark after a number in Chinese, Japanese and Korean dates.
    """
    kinds = dict.fromkeys(ones(), "o") | dict.fromkeys(joiners() | ordinals(), "-") | dict.fromkeys(half_days(), "h")
    kinds |= dict.fromkeys(day_words(), "y")
    kinds |= {name: "U" if name.endswith(glued_ago()) else "u" for name in units()} | dict.fromkeys(lone_spans(), "t")
    kinds |= dict.fromkeys((day for day in weekdays() if len(day) >= _MIN_WEEKDAY), "w")
    kinds |= dict.fromkeys(ZONES, "z") | dict.fromkeys(ago_words(), "a")
    kinds |= dict.fromkeys("".join(date_marks()), "k") | dict.fromkeys((*months(), *month_words()), "m")
    # Numbers in words stand within a date; what they are else, such as the Vietnamese year, goes before.
    kinds = dict.fromkeys((word for words in month_numbers() for word in words.split()), "-") | kinds
    return (
        kinds
        | dict.fromkeys(jalali_months(), "m")
        | dict.fromkeys((*ERAS, *(f"{era}元年" for era in ERAS)), "e")
        | {"ago": "a"}
    )


@cache
def spelled() -> frozenset[str]:
    """Return the words one of which a time without any digit has: "yesterday", "an hour ago"."""
    return frozenset(word for word, kind in _kinds().items() if kind in "yot")


@lru_cache(maxsize=4096)
def _kind(piece: str) -> str | None:
    """Name a piece by its letter: those of ``_kinds``, n(umber), c(lock) and d(ate); None for other words."""
    if not piece[0].isdecimal():
        return _kinds().get(piece)
    if piece.isdecimal():
        return "n" if len(piece) <= 4 else None
    if ":" in piece:
        return "d" if _GLUED.search(piece) else "c"
    whole = _year_first().fullmatch(piece) or _YEAR_LAST.fullmatch(piece) or roc_date(piece)
    return "d" if whole else "n"


def _is_date(kinds: str) -> bool:
    """Tell a run that says when from one that only has numbers or words of time in it."""
    if "d" in kinds or "nknk" in kinds or ("y" in kinds and "c" in kinds):
        return True
    if "a" in kinds and ("t" in kinds or "nka" in kinds):
        return True
    if "n" in kinds:
        return "m" in kinds or "U" in kinds or ("u" in kinds and "a" in kinds)
    return "o" in kinds and "u" in kinds and "a" in kinds
