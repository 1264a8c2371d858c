"""What comment sections say in plain text, by language: a table, not code.

``verified`` languages were seen on labelled pages; the others carry the default strings of WordPress,
Blogger, Disqus, Discourse and phpBB in their official translations and wait for a page that confirms them.
All entries are casefolded. docs/adding-a-language.md tells how to add one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from worker.separate.calendar_names import ago_words, months, units


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """One language's cues.

    ``nouns`` name a comment and are counted in headings ("6 responses"); ``headings`` open a section as a
    whole line; ``says`` ends a name line ("NAME says:"), ``by`` begins one ("Posted by NAME") and ``tail`` may
    stand behind its name; ``reply`` are the links below a comment; ``form`` begins the lines of the form that closes a section.
    """

    language: str
    nouns: str
    headings: str = ""
    says: str = ""
    by: str = ""
    tail: str = ""
    reply: str = ""
    form: str = ""
    verified: bool = False


CUES = (
    Cues(
        language="en",
        verified=True,
        nouns="comment|comments|response|responses|reply|replies|thought|thoughts|review|reviews|reaction|"
        "reactions|remark|remarks|responded",
        headings="comments|responses|replies|reader comments|discussion|join the discussion|what people say|"
        "join the conversation|feedback|reactions|all comments|user comments|recent comments on this post",
        says="says|said|writes|wrote|responded|replied|commented|added",
        by="posted by blogger|posted by anonymous|posted by|written by|comment by|submitted by|commented by|"
        "posted on|posted|published|updated|date|by|on|at|from|comment",
        tail="permalink|link to this comment|link to comment|reply to comment|report abuse|report as abusive|"
        "report this comment|reply|posted on|posted at|posted|on|at|avatar|(author)|author|link|edit|quote|flag|"
        "log in to reply|in response to|rate up|rate down|permanent link|share|comment|edited",
        reply="reply|quote|report|report abuse|report comment|flag|permalink|like|dislike|share|edit|"
        "log in to reply|reply to this comment|link to this comment|avatar",
        form="leave a reply|leave a comment|leave a response|post a comment|post a reply|add a comment|"
        "add comment|write a comment|cancel reply|click here to cancel reply|your email address will not be|"
        "required fields are|you must be logged in|you must log in|comments are closed|name (required)|"
        "mail (will not be published)|notify me of|you may use these html tags|submit comment|"
        "comments rss|rss feed for comments|subscribe to: post comments",
    ),
)


def _split(field: str) -> tuple[str, ...]:
    return tuple(name for name in field.split("|") if name)


@cache
def nouns() -> frozenset[str]:
    """Return every word that names a comment."""
    return frozenset(name for cues in CUES for name in _split(cues.nouns))


@cache
def headings() -> frozenset[str]:
    """Return the whole lines that open a comment section."""
    return frozenset(name for cues in CUES for name in _split(cues.headings)) | nouns()


@cache
def says() -> tuple[str, ...]:
    """Return what ends a name line."""
    return tuple(name for cues in CUES for name in _split(cues.says))


@cache
def replies() -> frozenset[str]:
    """Return the links that stand below a comment."""
    return frozenset(name for cues in CUES for name in _split(cues.reply))


@cache
def by_words() -> tuple[str, ...]:
    """Return what begins a name line, longest first."""
    return _longest(name for cues in CUES for name in _split(cues.by))


@cache
def tails() -> tuple[str, ...]:
    """Return what may stand behind the name or time of a name line, longest first."""
    return _longest(name for cues in CUES for name in _split(cues.tail))


def _longest(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (-len(name), name)))


@cache
def form() -> tuple[str, ...]:
    """Return what begins the lines of the comment form."""
    return tuple(name for cues in CUES for name in _split(cues.form))


# The classes of cue words that the line features count, in the order of their bits.
CUE_CLASSES = ("month", "unit", "ago", "says", "noun", "reply", "by", "year")


@cache
def word_classes() -> dict[str, int]:
    """Return the classes of every single cue word, as bits in the order of ``CUE_CLASSES``."""
    by = {word for cues in CUES for name in _split(cues.by) for word in name.split()}
    years = {str(year) for year in range(1995, 2040)}
    classes = (months(), units(), ago_words(), says(), nouns(), replies(), by, years)
    bits: dict[str, int] = {}
    for bit, words in enumerate(classes):
        for word in words:
            if word.isalnum():
                bits[word] = bits.get(word, 0) | 1 << bit
    return bits
