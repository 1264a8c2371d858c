"""One language's record: every wording of it that Winnow knows, by what the wording is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What one language says around articles and comments.

    Wordings are casefolded and parted by ``|``. ``code`` is the language's in the Unicode CLDR. ``verified``: its
    wordings were seen on labelled pages; the others' are the default strings of WordPress, Blogger, Disqus,
    Discourse and phpBB. docs/adding-a-language.md says with examples what each field holds.
    """

    code: str
    verified: bool = False

    # Headings and counts.
    nouns: str
    """Names of a comment, the plainest first: it labels comments too ("Comment: …"); counted in headings."""
    stem: str = ""
    """What all forms of the first noun begin with, where that is less than the noun."""
    announcing: str = ""
    """What else, anywhere in a short line of a page, announces comments; after ``^`` only where a word begins."""
    headings: str = ""
    """Whole lines that open a section."""
    counted: str = ""
    """Headings whose number does not stand first or last: ``#`` for the number, ``…`` for the title."""
    spelled: str = ""
    """Headings that spell their number out, each with it ("one comment=1", "no comments=0")."""
    about: str = ""
    """What stands between such a heading and the article's title ("One response to …")."""
    counters: str = ""
    """What stands between a number and its noun (Chinese, Japanese and Korean counters)."""

    # Name lines.
    says: str = ""
    """What ends a name line: "NAME says:"."""
    by: str = ""
    """What begins a name line: "Posted by NAME"."""
    when: str = ""
    """What begins one before its time: "Posted on"."""
    tail: str = ""
    """What stands behind a name or a time: links, roles, prepositions."""
    unverified: str = ""
    """What stands in brackets behind the name of a guest who proved nothing: "NAME (not verified)"."""
    answering: str = ""
    """What leads the name of whom a comment answers: "in reply to NAME", "NAME replied to NAME"."""
    particles: str = ""
    """Parts of names that are written small: "da", "van"."""

    # Below and around comments.
    persons: str = ""
    """Words of who speaks of himself or to somebody ("I", "your", "thanks"); after ``-`` what such words end with."""
    reply: str = ""
    """Links below a comment, alone on their line; the first two answer it."""
    form: str = ""
    """What begins the lines of the form that closes a section, or the line that stands for it."""
    removed_what: str = ""
    """What a notice of removal is about: "this comment"."""
    removed: str = ""
    """What such a notice, or one that a comment waits for a moderator, says of it: "has been removed"."""
    removed_by: str = ""
    """What leads to who removed it: "by"."""
    furniture: str = ""
    """Further words of lines that no one wrote: "rate", "logged", "member"."""

    # Around articles.
    promo_labels: str = ""
    """What opens, before a colon, a line that leads to another article: "Watch: …"."""
    promos: str = ""
    """The same without a colon: "Read more"."""
    mailing: str = ""
    """What begins the lines around an article that was sent by mail: "Unsubscribe", "View in browser"."""
    bylines: str = ""
    """What leads an article's author: "by", "written by"."""
    dated: str = ""
    """What labels an article's date: "published"."""
    openers: Mapping[str, str] = field(default_factory=dict)
    """First words of a page's furniture, by what they open: the names are ``lookups.OPENERS``."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Words of class and id names, by what they name: ``comment``, ``author``, ``time``."""

    # Times, beside what the CLDR says.
    months: Mapping[str, int] = field(default_factory=dict)
    """Further spellings of months, with their numbers."""
    jalali_months: Mapping[str, int] = field(default_factory=dict)
    """Months of the Iranian calendar, with their numbers."""
    month_numbers: Mapping[str, int] = field(default_factory=dict)
    """Numbers of months as words, behind ``month_word``."""
    month_word: str = ""
    """The word before a month's number, where months have no names."""
    weekdays: str = ""
    """Further spellings of days of the week."""
    units: Mapping[str, int] = field(default_factory=dict)
    """Further spellings of units of time, 0 (second) to 6 (year)."""
    ago: str = ""
    """Further words that turn a span of time into a point in the past."""
    days: Mapping[str, int] = field(default_factory=dict)
    """Further words for a day, with how many days back it lies."""
    now: str = ""
    """Further words for this moment."""
    half_days: Mapping[str, int] = field(default_factory=dict)
    """Further words for the half of the day, 0 before noon and 12 after."""
    one: str = ""
    """Words for a count of one: "an hour ago"."""
    joiners: str = ""
    """What stands between the parts of one date: "le 7 mai 2020 à 16:42"."""
    clock: str = ""
    """What leads a clock with a point between hours and minutes: "um 21.11"."""
    hours: str = ""
    """What stands between hours and minutes: "18 heures 26"."""
    ordinals: str = ""
    """What may stand between a day and its month: "3rd of", "5 de"."""
    date_marks: tuple[str, ...] = ()
    """The letters that follow year, month, day, hour and minute: "2025年9月17日"."""
    ambiguous: str = ""
    """Spellings of the CLDR that are other words in this or, with more readers, in another language: not used."""


def parts(wordings: str) -> list[str]:
    """Return the wordings of a field."""
    return [one for one in wordings.split("|") if one]
