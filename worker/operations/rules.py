"""Rules made, taken away, and tried on what came in of late before they are made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from classifiers.types import Prediction, Verdict
from worker.domain import DEFAULT_SITE, RuleKind
from worker.errors import MisconfiguredError
from worker.ingest.sites import site_named, site_of
from worker.store.base.site_table import owners_of
from worker.store.base.transactions import reading
from worker.store.flow import rules
from worker.store.flow.recent_comments import recent_comments
from worker.work.email_digest import email_digest
from worker.work.rule import Rule, checked, enough_earlier
from worker.work.ruling import Ruling, ruled

# Days that a preview looks back, comments that it looks at, and comments of them that are shown.
PREVIEW_DAYS: Final = 30
_MOST_LOOKED_AT: Final = 50_000
_SHOWN: Final = 10
# Characters of a note.
_NOTE_CHARS: Final = 500


@dataclass(frozen=True, slots=True)
class Example:
    """A comment whose verdict a rule would change, and to what."""

    id: int
    author: str | None
    text: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a rule would have done: of how many comments it would have decided how many, and which would change."""

    looked_at: int
    found: int
    moves: dict[tuple[Verdict, Verdict], int]
    examples: tuple[Example, ...]

    @property
    def changed(self) -> int:
        """How many verdicts would change."""
        return sum(self.moves.values())


def preview(engine: Engine, rule: Rule, *, email_key: str = "", days: int = PREVIEW_DAYS) -> RulePreview:
    """Say what a rule would have changed of the last days' comments that nobody has decided; nothing is stored.

    It is tried beside the rules in force, the newest comments first. Raises MisconfiguredError where it is none.
    """
    rule = checked(_hashed(_placed(engine, rule), email_key))
    others = [one for one in rules.active_rules(engine) if one.name != rule.name]
    ruling, looked_at, found = Ruling([*others, rule]), 0, 0
    moves: Counter[tuple[Verdict, Verdict]] = Counter()
    examples: list[Example] = []
    for one in recent_comments(engine, days, enough=enough_earlier((*others, rule))):
        if looked_at == _MOST_LOOKED_AT:
            break
        looked_at += 1
        decided = ruling.decide(one.comment)
        if decided is None or decided[0] is not rule:
            continue
        found += 1
        after = ruled(Prediction(0.0, one.verdict), *decided).verdict
        if after is not one.verdict:
            moves[one.verdict, after] += 1
            if len(examples) < _SHOWN:
                examples.append(Example(one.id, one.comment.author, one.comment.text, one.verdict, after))
    return RulePreview(looked_at, found, dict(moves), tuple(examples))


def add(engine: Engine, rule: Rule, *, by: str, email_key: str = "", note: str = "", days: int | None = None) -> Rule:
    """Make a rule, in force for so many ``days`` or until it is removed; return it as it was kept.

    E-mail addresses are kept as digests by ``email_key``.
    It counts for what is judged from now on. Raises MisconfiguredError where it is none or would find nothing where it
    is meant for, ConflictError where there is one of its name.
    """
    done = checked(_hashed(_placed(engine, rule), email_key))
    if len(note) > _NOTE_CHARS:
        raise MisconfiguredError(f"a note has at most {_NOTE_CHARS} characters")
    ends = None if days is None else datetime.now(UTC) + timedelta(days=days)
    rules.add_rule(engine, done, by=by, words=note, expires_at=ends)
    return done


def _placed(engine: Engine, rule: Rule) -> Rule:
    """Return a rule with the name of its site as it is kept: a site, or a domain that no site has."""
    if rule.site is None:
        return rule
    name = site_named(rule.site)
    address = f"https://{name}/"
    with reading(engine) as connection:
        owner = owners_of(connection, [address])[address]
    if owner not in (name, DEFAULT_SITE):
        raise MisconfiguredError(f"{name} is a host of the site {owner}: a rule is for the whole site, so name {owner}")
    domain = site_of(address)
    if owner == DEFAULT_SITE and name not in (DEFAULT_SITE, domain):
        raise MisconfiguredError(
            f"{name!r} is no site, see winnow site list; and pages that no site has are told apart by whole domains, "
            f"such as {domain or 'blog.example'}"
        )
    return replace(rule, site=name)


def _hashed(rule: Rule, key: str) -> Rule:
    """Return a rule with digests in place of e-mail addresses."""
    if rule.kind is not RuleKind.EMAILS:
        return rule
    if not key:
        raise MisconfiguredError(
            "addresses are hashed, and there is no key: set WINNOW_EMAIL_KEY to what `openssl rand -base64 32` says"
        )
    return replace(rule, values=tuple(email_digest(key, one) or one for one in rule.values))


def remove(engine: Engine, name: str, *, by: str) -> None:
    """Take a rule away; what it decided stays as it is until a rescore. Raises NotFoundError."""
    rules.remove_rule(engine, name, by=by)


def listed(engine: Engine) -> Sequence[rules.StoredRule]:
    """Return all rules with what they did."""
    return rules.list_rules(engine)
