"""A rule that moderators made: what it looks for, and what it says of a comment that has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

import re2

from classifiers.features import links
from classifiers.types import Comment, Verdict
from worker.domain import RuleKind
from worker.errors import MisconfiguredError
from worker.work.email_digest import is_digest
from worker.work.folded_text import folded

# What a reason's code begins with whose rule stands behind it.
PREFIX: Final = "rule:"
# A name stands in codes, in addresses and in headers of HTTP.
_NAME: Final = re2.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# Values of one rule, and characters of one: a list of forbidden words has thousands, and none of them is a text.
MOST_VALUES: Final = 10_000
MOST_CHARS: Final = 300
# Bytes that the automaton of one list or pattern may take.
_AUTOMATON_BYTES: Final = 64_000_000
# Scripts that write no spaces, by Unicode's ranges: a word begins and ends anywhere.
_UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF),
                    (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # fmt: skip


_NUMBERED: Final = (RuleKind.LINKS, RuleKind.DAYS, RuleKind.NEWCOMERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: ``verdict`` is what it says of a comment that has any of its ``values``, on one site or on all."""

    name: str
    kind: RuleKind
    values: tuple[str, ...]
    verdict: Verdict
    site: str | None = None

    @property
    def code(self) -> str:
        """The code of its reason."""
        return PREFIX + self.name


class Seen:
    """A comment as rules look at it; each view of it is worked out when it is first needed."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment

    @cached_property
    def author(self) -> str:
        """The author's name, folded."""
        return folded(self.comment.author or "")

    @cached_property
    def words(self) -> str:
        """The text and the name, folded."""
        return f"{folded(self.comment.text)}\n{self.author}"

    @cached_property
    def addresses(self) -> list[str]:
        """The addresses that it links to or writes out, each once."""
        return links.distinct([*(self.comment.links or ()), *links.parted(self.comment.text)[1]])

    @cached_property
    def everything(self) -> str:
        """All that it says, folded, its addresses too."""
        return "\n".join([self.words, *map(folded, (self.comment.author_url or "", *self.addresses))])

    @cached_property
    def hosts(self) -> set[str]:
        """The hosts that it points to, and all that they are below."""
        found = [links.parse(one).host for one in (self.comment.author_url or "", *self.addresses) if one]
        return {".".join(parts[at:]) for host in found for parts in [host.split(".")] for at in range(len(parts))}

    @cached_property
    def days_after(self) -> float | None:
        """Days from its article to it; None where one of the times is not known."""
        published = _time(self.comment.article.published if self.comment.article else None)
        posted = _time(self.comment.posted_at)
        if published is None or posted is None:
            return None
        if published.tzinfo is None or posted.tzinfo is None:  # a clock without a place: within a day either way
            published, posted = published.replace(tzinfo=None), posted.replace(tzinfo=None)
        return (posted - published).total_seconds() / 86_400


# Says what of a comment a rule has found; None where nothing.
Finder = Callable[[Seen], str | None]


def checked(rule: Rule) -> Rule:
    """Return a rule with its values tidied; raises MisconfiguredError where it can't be one."""
    if not _NAME.fullmatch(rule.name):
        raise MisconfiguredError("a rule's name has at most 40 characters: a to z, 0 to 9 and -")
    values = tuple(dict.fromkeys(one.strip() for one in rule.values if folded(one)))
    if not 0 < len(values) <= MOST_VALUES or any(len(one) > MOST_CHARS for one in values):
        raise MisconfiguredError(
            f"a rule has one to {MOST_VALUES:,} values of at most {MOST_CHARS} characters; this has {len(values):,}"
        )
    if rule.kind in _NUMBERED and not (len(values) == 1 and values[0].isdecimal() and len(values[0]) <= 6):
        raise MisconfiguredError(f"a rule of {rule.kind.value} takes one whole number")
    if rule.kind is RuleKind.EMAILS and not all(map(is_digest, values)):
        raise MisconfiguredError("a rule of emails takes whole addresses: spammer@pills.example")
    done = Rule(name=rule.name, kind=rule.kind, values=values, verdict=rule.verdict, site=rule.site or None)
    finder(done)
    return done


def finder(rule: Rule) -> Finder:
    """Return what looks for a rule; raises MisconfiguredError where a pattern is none."""
    return _FINDERS[rule.kind](rule.values)


def _authors(values: tuple[str, ...]) -> Finder:
    names = {folded(one) for one in values}
    return lambda seen: seen.comment.author if seen.author in names else None


def _hosts(values: tuple[str, ...]) -> Finder:
    hosts = {links.parse(one).host for one in values} - {""}
    return lambda seen: min(seen.hosts & hosts, default=None)


def _words(values: tuple[str, ...]) -> Finder:
    words = [folded(one) for one in values]
    any_of = _any_of(words)

    def find(seen: Seen) -> str | None:
        if not any_of.search(seen.words):
            return None
        return next((word for word in words if _stands_alone(word, seen.words)), None)

    return find


def _texts(values: tuple[str, ...]) -> Finder:
    any_of = _any_of([folded(one) for one in values])

    def find(seen: Seen) -> str | None:
        found = any_of.search(seen.everything)
        return found.group() if found else None

    return find


def _patterns(values: tuple[str, ...]) -> Finder:
    compiled = [_compiled(f"(?i){one}", one) for one in values]

    def find(seen: Seen) -> str | None:
        # A lone surrogate has no UTF-8, which RE2 reads.
        text = seen.comment.text.encode("utf-8", "replace").decode()
        return next((pattern for one, pattern in zip(compiled, values, strict=True) if one.search(text)), None)

    return find


def _links(values: tuple[str, ...]) -> Finder:
    most = int(values[0])
    return lambda seen: f"{len(seen.addresses)} links" if len(seen.addresses) > most else None


def _days(values: tuple[str, ...]) -> Finder:
    most = int(values[0])
    return lambda seen: f"{after:.0f} days" if (after := seen.days_after) is not None and after > most else None


def _emails(values: tuple[str, ...]) -> Finder:
    digests = frozenset(values)
    return lambda seen: "the e-mail address" if seen.comment.email in digests else None


def _networks(values: tuple[str, ...]) -> Finder:
    """Find an address by its beginnings of the lengths that the ranges have: a long list costs as a short one does."""
    known = {(one.version, one.prefixlen, int(one.network_address)): _named(one) for one in map(_network, values)}
    lengths = sorted({(version, length) for version, length, _ in known})

    def find(seen: Seen) -> str | None:
        try:
            address = ip_address(seen.comment.ip or "")
        except ValueError:
            return None
        address = getattr(address, "ipv4_mapped", None) or address
        begins = ((length, int(address) >> (rest := address.max_prefixlen - length) << rest)
                  for version, length in lengths if version == address.version)  # fmt: skip
        return next((known[key] for one in begins if (key := (address.version, *one)) in known), None)

    return find


def _named(network: IPv4Network | IPv6Network) -> str:
    """Return what a reason calls a range: a single address is its owner's, and a reason is stored with his comment."""
    return "the IP address" if network.prefixlen == network.max_prefixlen else str(network)


def _network(value: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value, strict=False)
    except ValueError:
        raise MisconfiguredError(
            f"{value[:100]!r} is no range of IP addresses: 192.0.2.0/24, 2001:db8::/32, or one address"
        ) from None


def enough_earlier(rules: Iterable[Rule]) -> int | None:
    """Return how many earlier comments of an author make no rule call him a newcomer; None where none looks at it."""
    return max((int(one.values[0]) for one in rules if one.kind is RuleKind.NEWCOMERS), default=None)


def _newcomers(values: tuple[str, ...]) -> Finder:
    fewest = int(values[0])
    return lambda seen: (
        f"{earlier} earlier comments" if (earlier := seen.comment.earlier) is not None and earlier < fewest else None
    )


_FINDERS: Final[dict[RuleKind, Callable[[tuple[str, ...]], Finder]]] = {
    RuleKind.AUTHORS: _authors,
    RuleKind.HOSTS: _hosts,
    RuleKind.WORDS: _words,
    RuleKind.TEXTS: _texts,
    RuleKind.PATTERNS: _patterns,
    RuleKind.LINKS: _links,
    RuleKind.DAYS: _days,
    RuleKind.EMAILS: _emails,
    RuleKind.NETWORKS: _networks,
    RuleKind.NEWCOMERS: _newcomers,
}


def _any_of(values: list[str]) -> "re2._Regexp[str]":
    return _compiled("|".join(re2.escape(one) for one in values if one) or "[^\\x00-\\x{10FFFF}]", "the list")


def _compiled(pattern: str, shown: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.max_mem = _AUTOMATON_BYTES
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        wrong = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise MisconfiguredError(f"{shown[:100]!r} is no pattern that RE2 reads: {wrong}") from None


def _stands_alone(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if not (_joins(text, at - 1, at) or _joins(text, at + len(word) - 1, at + len(word))):
            return True
        at = text.find(word, at + 1)
    return False


def _joins(text: str, left: int, right: int) -> bool:
    """Whether the characters at both places belong to one word."""
    if left < 0 or right >= len(text):
        return False
    both = text[left], text[right]
    return all(one.isalnum() and not _is_unspaced(one) for one in both)


def _is_unspaced(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _UNSPACED)


def _time(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written or "")
    except ValueError:
        return None
