"""Rules at work: after the model, in one place, whichever door asked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from classifiers.reasons import ReasonCode
from classifiers.types import Comment, Prediction, ScoreReason, Verdict
from worker.domain import DEFAULT_SITE, Processed, Slice
from worker.errors import UnavailableError
from worker.ingest.sites import scope_of
from worker.work.interval import Interval
from worker.work.pipeline import JudgePort, to_classify
from worker.work.rule import Finder, Rule, Seen, enough_earlier, finder
from worker.work.slice_hold import held_back

# Seconds between two looks at the rules: a new one counts soon, and a look costs one small query.
LOOK_S: Final = 1.0
# Of several rules that find something, the one counts whose verdict stands first here.
_STRENGTH: Final = (Verdict.SPAM, Verdict.ALLOW, Verdict.REVIEW)
_OUTCOMES: Final = {
    Verdict.SPAM: "what it finds is spam",
    Verdict.ALLOW: "what it finds is let through",
    Verdict.REVIEW: "what it finds is for a person to look at",
}

_TRAPPED: Final = ScoreReason(ReasonCode.HONEYPOT, "It filled in a field that no person sees.")

log = structlog.get_logger(__name__)


# Adds to comments how many of their authors' their sites have let through, counted up to a number.
Familiar = Callable[[Sequence[Comment], int], Sequence[Comment]]


class Ruling:
    """A set of rules, ready to be applied; the same rules say the same of the same comment.

    ``familiar`` is asked about authors where a rule looks at newcomers. ``held`` are the slices where nothing is spam
    that the model alone calls so.
    """

    def __init__(
        self, rules: Sequence[Rule] = (), familiar: Familiar | None = None, held: frozenset[Slice] = frozenset()
    ) -> None:
        self._familiar, self._enough, self._held = familiar, enough_earlier(rules), held
        self.rules = tuple(sorted(rules, key=lambda rule: (_STRENGTH.index(rule.verdict), rule.name)))
        self._finders: list[tuple[Rule, Finder]] = [(rule, finder(rule)) for rule in self.rules]

    def apply(self, comments: Sequence[Comment], predictions: Sequence[Prediction]) -> list[Prediction]:
        """Return what is to be said of comments that a model has judged, in order."""
        if self._held:
            pairs = zip(comments, predictions, strict=True)
            predictions = [held_back(comment, found, self._held) for comment, found in pairs]
        if not self.rules and not any(comment.trapped for comment in comments):
            return list(predictions)
        if self._familiar is not None and self._enough is not None:
            comments = self._familiar(comments, self._enough)
        return [self._of_one(comment, found) for comment, found in zip(comments, predictions, strict=True)]

    def decide(self, comment: Comment) -> tuple[Rule, str] | None:
        """Return the rule that counts for a comment, and what it found; None where none finds anything."""
        seen = Seen(comment)
        for rule, find in self._finders:
            if _is_for(rule, comment) and (found := find(seen)) is not None:
                return rule, found
        return None

    def _of_one(self, comment: Comment, found: Prediction) -> Prediction:
        if comment.trapped:
            return replace(found, verdict=Verdict.SPAM, reasons=(_TRAPPED, *found.reasons))
        decided = self.decide(comment)
        return found if decided is None else ruled(found, *decided)


def _is_for(rule: Rule, comment: Comment) -> bool:
    """Tell whether a rule is for the site that owns a comment: in the default one, for the page's domain."""
    if rule.site == DEFAULT_SITE:
        return comment.owner in (None, DEFAULT_SITE)
    return rule.site in (None, scope_of(comment.owner, comment.site))


def ruled(found: Prediction, rule: Rule, what: str) -> Prediction:
    """Return a prediction as a rule has it: its verdict, and the rule before the model's reasons.

    A rule that asks for review lets what the model calls spam be spam.
    """
    reason = ScoreReason(rule.code, f"The rule {rule.name} found {what!r}: {_OUTCOMES[rule.verdict]}.")
    is_spam_anyway = rule.verdict is Verdict.REVIEW and found.verdict is Verdict.SPAM
    verdict = found.verdict if is_spam_anyway else rule.verdict
    return replace(found, verdict=verdict, reasons=(reason, *found.reasons))


@dataclass(frozen=True, slots=True)
class RuledJudge:
    """A model with the rules behind it."""

    inner: JudgePort
    ruling: Ruling

    @property
    def version(self) -> str:
        """The model's name in the registry."""
        return self.inner.version

    def judge(self, comments: Sequence[Comment]) -> list[Prediction]:
        """Judge comments in order, and apply the rules."""
        return self.ruling.apply(comments, self.inner.judge(comments))


@dataclass(slots=True)
class RuleBook:
    """The rules in force, looked up every second; where the store is away, those of before stay in force.

    ``holds`` tells the slices that are held, and counts as a rule does.
    """

    load: Callable[[], Sequence[Rule]]
    familiar: Familiar | None = None
    holds: Callable[[], frozenset[Slice]] = frozenset
    clock: Callable[[], float] = time.monotonic
    _ruling: Ruling | None = field(default=None, init=False)
    _rules: tuple[tuple[Rule, ...], frozenset[Slice]] = field(default=((), frozenset()), init=False)
    _look: Interval = field(init=False)

    def __post_init__(self) -> None:
        self._look = Interval(LOOK_S, self.clock)

    def current(self) -> Ruling:
        """Return the rules in force; raises UnavailableError where they were never seen."""
        if self._ruling is None or self._look.over:
            self._look.begin()
            self._ruling = self._newer(self._ruling)
        return self._ruling

    def _newer(self, old: Ruling | None) -> Ruling:
        try:
            rules = tuple(self.load()), self.holds()
        except UnavailableError as error:
            if old is None:
                raise
            log.warning("rules_unreadable", error=str(error))
            return old
        if old is not None and rules == self._rules:
            return old
        self._rules = rules
        return Ruling(rules[0], self.familiar, rules[1])


def ruled_outcome(outcome: Processed, ruling: Ruling) -> Processed:
    """Apply the rules to what another process has judged without them."""
    judged = outcome.comments
    comments = to_classify(
        replace(outcome.separation, comments=tuple(one.comment for one in judged)),
        str(outcome.id),
        outcome.url,
        owner=outcome.owner,
    )
    found = ruling.apply(comments, [one.prediction for one in judged])
    return replace(
        outcome, comments=tuple(replace(one, prediction=new) for one, new in zip(judged, found, strict=True))
    )
