"""What comment sections say in plain text, by language: a table, not code.

``verified`` languages were seen on labelled pages; the others carry the default strings of WordPress,
Blogger, Disqus, Discourse and phpBB in their official translations and wait for a page that confirms them.
All entries are casefolded. docs/adding-a-language.md tells how to add one.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """One language's cues.

    ``nouns`` name a comment and are counted in headings ("6 responses"); ``headings`` open a section as a
    whole line; ``says`` ends a name line ("NAME says:"), ``by`` begins one ("Posted by NAME"); ``reply`` are
    the links below a comment; ``form`` begins the lines of the form that closes a section.
    """

    language: str
    nouns: str
    headings: str = ""
    says: str = ""
    by: str = ""
    reply: str = ""
    form: str = ""
    verified: bool = False


CUES = (
    Cues(
        language="en",
        verified=True,
        nouns="comment|comments|response|responses|reply|replies|thought|thoughts|review|reviews|reaction|"
        "reactions|remark|remarks",
        headings="comments|responses|replies|reader comments|discussion|join the discussion|what people say|"
        "join the conversation|feedback|reactions|all comments|user comments|recent comments on this post",
        says="says|said|writes|wrote|responded|replied|commented",
        by="posted by|posted on|by|written by|comment by|submitted by|commented by|from",
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
def form() -> tuple[str, ...]:
    """Return what begins the lines of the comment form."""
    return tuple(name for cues in CUES for name in _split(cues.form))
