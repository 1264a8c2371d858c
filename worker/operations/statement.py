"""Statements of reasons (Digital Services Act, Article 17) as the EU's Transparency Database takes them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Engine

from classifiers.reasons import ReasonCode
from classifiers.types import Verdict
from worker.store.moderation.review_cards import Card
from worker.store.moderation.search import Query, everything

# Characters of the database's fields.
_GROUND_CHARS: Final = 500
_EXPLANATION_CHARS: Final = 2_000
# A comment that is not shown is shown in no country: those of the European Economic Area.
_EEA: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
# The first day that the database takes for a content's.
_FIRST_DAY: Final = "2000-01-01"
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})")
_LANGUAGE: Final = re.compile(r"([a-z]{2})(?:[-_]|$)", re.IGNORECASE)

# Says a message to authors in a language: that of a reason by its code, and these four.
Wording = Callable[[str, str], str]
BY_RULE: Final = "rule"
BY_A_PERSON: Final = "by_person"
BY_THE_PROGRAM: Final = "by_program"
REDRESS: Final = "redress"
_CODES: Final = frozenset(map(str, ReasonCode))


@dataclass(frozen=True, slots=True)
class Terms:
    """What the site says of itself: the rule that spam breaks, where its rules stand, and how to object.

    Without words of its own on that, an author is told in the comment's language that he can ask its moderators.
    """

    ground: str = "The site's rules: no advertisements and no spam in comments."
    url: str | None = None
    redress: str | None = None


def statements(engine: Engine, query: Query, terms: Terms, wording: Wording) -> Iterator[Mapping[str, Any]]:
    """Yield a statement for each comment that stands as spam and that the query finds, the newest first."""
    for card in everything(engine, query):
        if card.stands is Verdict.SPAM:
            yield statement(card, terms, wording)


def statement(card: Card, terms: Terms, wording: Wording) -> Mapping[str, Any]:
    """Return the statement of one decision that a comment is spam, worded for its author in the comment's language.

    No word of his is in it: the database publishes what it is given.
    """
    statement: dict[str, Any] = {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": terms.ground[:_GROUND_CHARS],
        "incompatible_content_explanation": _explanation(card, terms, wording),
        "incompatible_content_illegal": "No",
        "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "category_specification": ["KEYWORD_OTHER"],
        "category_specification_other": "Spam",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": _content_day(card),
        "application_date": _decided_on(card).isoformat(),
        "territorial_scope": list(_EEA),
        "decision_facts": _facts(card),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "No" if card.verdict is Verdict.ALLOW else "Yes",
        "automated_decision": _automation(card),
        "puid": f"winnow-{card.id}-{card.decision.id if card.decision else 0}",
    }
    if terms.url:
        statement["decision_ground_reference_url"] = terms.url
    if language := _LANGUAGE.match(card.language):
        statement["content_language"] = language[1].upper()
    return statement


def _automation(card: Card) -> str:
    if card.decision is None:
        return "AUTOMATED_DECISION_FULLY"
    asked = card.verdict is not Verdict.ALLOW
    return "AUTOMATED_DECISION_PARTIALLY" if asked else "AUTOMATED_DECISION_NOT_AUTOMATED"


def _explanation(card: Card, terms: Terms, wording: Wording) -> str:
    """Say why, in the order of what weighed most, and how to object."""
    codes = [reason.code if reason.code in _CODES else BY_RULE for reason in card.reasons]
    said = [wording(card.language, one) for one in (*codes, BY_A_PERSON if card.decision else BY_THE_PROGRAM)]
    return " ".join([*dict.fromkeys(said), terms.redress or wording(card.language, REDRESS)])[:_EXPLANATION_CHARS]


def _facts(card: Card) -> str:
    """Tell what was decided about, without a word or a name of its author."""
    found = "found by a program" if card.verdict is not Verdict.ALLOW else "found by a moderator"
    return f"A comment below an article, {found}, was taken for spam and is not shown."


def _content_day(card: Card) -> str:
    posted = _DAY.match(card.posted or "")
    day = posted[1] if posted and _is_day(posted[1]) else _decided_on(card).isoformat()
    return max(day, _FIRST_DAY)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _decided_on(card: Card) -> date:
    """Return the day of a moderator's decision, else that of the model's."""
    return card.decision.at.date() if card.decision else card.day
