"""Comments as the desk draws them: their words marked, and with what stands beside them on their pages."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import structlog
from fastapi import Request
from markupsafe import Markup

from classifiers.errors import ClassifierError
from classifiers.model.site_model import Model
from classifiers.model.word_weights import WordMark, word_marks
from classifiers.reasons import ReasonCode
from classifiers.registry.versions import Registry
from classifiers.types import Verdict
from worker.store.base.transactions import reading
from worker.store.moderation.assignments import NOBODY, assignments_of
from worker.store.moderation.comment_history import note_counts
from worker.store.moderation.deferrals import Deferral, deferrals_of
from worker.store.moderation.page_twins import PageContext, page_contexts
from worker.store.moderation.reason_doubts import doubted
from worker.store.moderation.review_cards import Card
from worker.web.dependencies import Dependencies
from worker.web.desk import formats, strings
from worker.web.desk.safe_text import marked, visible

log = structlog.get_logger(__name__)

# Models that are kept at hand: the champion, and what judged the queue before it.
_MODELS: Final = 3


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A comment with its text as HTML, what stands beside it, which of its reasons were doubted, and who is to look."""

    card: Card
    text: Markup
    context: PageContext
    doubted: frozenset[str]
    deferrals: tuple[Deferral, ...]
    notes: int
    assignee: str

    def is_aside(self, moderator: str) -> bool:
        """Whether it is out of this moderator's queue: it sleeps, or he left it to others."""
        return any(one.until is not None or one.reviewer == moderator for one in self.deferrals)

    @property
    def sleeps(self) -> Deferral | None:
        """Who put it off for everybody, if anybody did."""
        return next((one for one in self.deferrals if one.until is not None), None)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Who left it to others."""
        return tuple(one.reviewer for one in self.deferrals if one.until is None)


@dataclass(slots=True)
class WordMarker:
    """Marks the words of comments by the models that judged them; a model that is gone marks nothing."""

    registry: Registry
    _models: dict[str, Model | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def marks(self, shown: Sequence[Card]) -> dict[int, tuple[WordMark, ...]]:
        """Return the marks of those of these comments that have their words as a reason, by their ids."""
        by_model: dict[str, list[Card]] = {}
        for card in shown:
            if any(reason.code == ReasonCode.WORDS for reason in card.reasons):
                by_model.setdefault(card.model, []).append(card)
        found: dict[int, tuple[WordMark, ...]] = {}
        for version, cards in by_model.items():
            model = self._model(version)
            if model is not None:
                marks = word_marks(model, [card.text for card in cards])
                found |= dict(zip([card.id for card in cards], marks, strict=True))
        return found

    def words(self, version: str, text: str) -> tuple[WordMark, ...]:
        """Return the marks of one text, by the model of this version."""
        model = self._model(version)
        return word_marks(model, [text])[0] if model is not None else ()

    def _model(self, version: str) -> Model | None:
        with self._lock:
            if version not in self._models:
                while len(self._models) >= _MODELS:
                    del self._models[next(iter(self._models))]
                self._models[version] = self._loaded(version)
            return self._models[version]

    def _loaded(self, version: str) -> Model | None:
        try:
            return self.registry.load(version).model
        except ClassifierError as error:
            log.warning("words_not_marked", model=version, error=str(error))
            return None


def shown_cards(request: Request, winnow: Dependencies, cards: Sequence[Card]) -> list[ShownCard]:
    """Return these comments as the desk draws them."""
    marks = cast(WordMarker, request.app.state.word_marker).marks(cards)
    undecided = [card.id for card in cards if card.decision is None]
    with reading(winnow.engine) as connection:
        contexts = page_contexts(connection, cards)
        doubts = doubted(connection, [card.id for card in cards if card.reasons])
        notes = note_counts(connection, [card.id for card in cards])
        aside = deferrals_of(connection, undecided)
        held = assignments_of(connection, undecided)
    return [
        ShownCard(
            card,
            marked(card.text, marks[card.id], _caption) if card.id in marks else visible(card.text),
            contexts.get(card.id, PageContext()),
            doubts.get(card.id, frozenset()),
            aside.get(card.id, ()),
            notes.get(card.id, 0),
            held[card.id].assignee if card.id in held else NOBODY,
        )
        for card in cards
    ]


def _caption(mark: WordMark) -> str:
    """Say how much a word weighs, and towards what."""
    towards = Verdict.SPAM if mark.weight > 0 else Verdict.ALLOW
    return strings.say(f"weight.{towards.value}", weight=formats.decimal(abs(mark.weight), 1))
