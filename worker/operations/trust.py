"""Trusting and blocking one author or one host: rules that look for nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine

from classifiers.digests import digest
from classifiers.features import links
from classifiers.types import Comment, Verdict
from worker.domain import RuleKind
from worker.errors import MisconfiguredError
from worker.store.flow.rules import StoredRule, list_rules
from worker.work.folded_text import folded
from worker.work.rule import Rule, Seen, finder

# What a rule says of whom it is about, and how its name begins.
STANCES: Final = {Verdict.ALLOW: "trust", Verdict.SPAM: "block"}
# Characters of a host in its rule's name, and of the digest that tells two apart: with the rest, a name's forty.
_HOST_CHARS: Final = 22
_DIGEST_CHARS: Final = 10


@dataclass(frozen=True, slots=True)
class Whom:
    """An author, by the name that is signed, or a host that is pointed to, with all below it."""

    author: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """A rule in force that a comment by an author, or one that points to a host, meets.

    ``alone`` says that it looks for nothing else: taken away, it is this stance that is taken back.
    """

    stored: StoredRule
    alone: bool


def rule_about(whom: Whom, verdict: Verdict, site: str = "") -> Rule:
    """Return the rule that trusts (ALLOW) or blocks (SPAM) somebody, on one site or on all.

    Its name is the same each time. An author's name does not stand in it: codes and the audit outlive an erasure.
    """
    kind, value = _value(whom)
    if verdict not in STANCES:
        raise MisconfiguredError("an author or a host is trusted (allow) or blocked (spam)")
    shown = re.sub(r"[^a-z0-9]+", "-", value)[:_HOST_CHARS].strip("-") if kind is RuleKind.HOSTS else "author"
    told_apart = digest(f"{kind.value} {folded(value)} {site}")[:_DIGEST_CHARS]
    name = "-".join(part for part in (STANCES[verdict], shown, told_apart) if part)
    return Rule(name=name, kind=kind, values=(value,), verdict=verdict, site=site or None)


def stances(engine: Engine, whom: Whom) -> Sequence[Stance]:
    """Return the rules in force about an author or a host."""
    kind = RuleKind.AUTHORS if whom.author else RuleKind.HOSTS
    comment = Seen(Comment(text="", author=whom.author or None, author_url=whom.host and f"https://{whom.host}/"))
    now = datetime.now(UTC)
    return [
        Stance(one, len(one.rule.values) == 1)
        for one in list_rules(engine)
        if one.rule.kind is kind
        and (one.expires_at is None or one.expires_at > now)
        and finder(one.rule)(comment) is not None
    ]


def _value(whom: Whom) -> tuple[RuleKind, str]:
    if whom.author:
        return RuleKind.AUTHORS, whom.author
    host = links.parse(whom.host).host
    if not host:
        raise MisconfiguredError(f"{whom.host[:100]!r} is no host")
    return RuleKind.HOSTS, host
