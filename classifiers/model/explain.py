"""What moved a score, as reasons: how far the log-odds fall without each piece of evidence (occlusion)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from classifiers.features.evidence import COLUMNS, columns, gives_no_address
from classifiers.features.extraction import AUTHOR, GROUPS, LINKS, NAME_WORDS, SITE, TEXT, Features
from classifiers.features.neighbours import NEIGHBOUR_NAMES
from classifiers.model.site_model import Model, base_of
from classifiers.model.word_weights import ranges, word_weights
from classifiers.reasons import ReasonCode
from classifiers.types import ScoreReason

MOST_REASONS: Final = 5
MOST_WORDS: Final = 3
# A weaker effect on the log-odds is noise.
_WEAKEST: Final = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason, the columns that it rests on, and what it says of a comment."""

    code: ReasonCode
    columns: tuple[int, ...]
    message: str


EVIDENCE: Final = tuple(
    Evidence(code, tuple(places), message)
    for code, places, message in (
        (ReasonCode.WORDS, [TEXT], "Its words are those of spam"),
        (
            ReasonCode.AUTHOR_NAME,
            [AUTHOR, NAME_WORDS, *columns(*GROUPS["author"])],
            "The author's name reads like a keyword or like other spammers' names.",
        ),
        (
            ReasonCode.LINK_IN_AUTHOR_NAME,
            columns(*GROUPS["author_link"]),
            "The author's name is or holds a web address.",
        ),
        (
            ReasonCode.AUTHOR_LINK,
            [SITE, *columns(*GROUPS["site"])],
            "The address behind the author's name looks like what spam promotes.",
        ),
        (ReasonCode.LINKS, [LINKS, *columns(*GROUPS["links"])], "Its links look like those of spam."),
        (ReasonCode.CONTACT, columns(*GROUPS["contact"]), "It gives an e-mail address or a telephone number."),
        (
            ReasonCode.DISGUISED_TEXT,
            columns(*GROUPS["disguise"]),
            "Its letters are disguised: look-alikes, invisible characters or gaps.",
        ),
        (
            ReasonCode.SCRIPT_DIFFERS,
            columns("article_script_differs"),
            "It is written in another script than the article.",
        ),
        (
            ReasonCode.OFF_TOPIC,
            columns("title_shared", "title_none", "body_shared", "body_none"),
            "It shares few words with the article.",
        ),
        (
            ReasonCode.REPEATED_ON_PAGE,
            columns("near_duplicate", "shared_site", "shared_text"),
            "Other comments on the page say nearly the same or point to the same site.",
        ),
        (ReasonCode.NEIGHBOURS, columns(*NEIGHBOUR_NAMES), "It stands among comments that look like spam."),
        (ReasonCode.SHAPE, columns(*GROUPS["text"]), "Its length, signs and letters are typical of spam."),
    )
)
# A site's own correction stands behind the columns of the shipped model.
_BASE_COLUMNS: Final = len(COLUMNS)
_SHAPE_COLUMNS: Final = columns(*GROUPS["text"])
_SITE: Final = Evidence(
    ReasonCode.SITE_LABELS, (_BASE_COLUMNS,), "This site's moderators called comments like it spam."
)
# What the site's past says stands behind all evidence, in the order of its pieces.
_PAST: Final = (
    ScoreReason(
        ReasonCode.AUTHOR_HISTORY.value, "Its author has written here before, and those comments look like spam."
    ),
    ScoreReason(ReasonCode.REPEATED_ON_SITE.value, "The same text stands on other pages of the site."),
)
# Which of the pieces is that of the text's words, and what the others say.
_WORDS: Final = 0
_REASONS: Final = (*(ScoreReason(piece.code.value, piece.message) for piece in (*EVIDENCE, _SITE)), *_PAST)
_OVERALL: Final = ScoreReason(ReasonCode.OVERALL.value, "Many small signs together look like spam.")


def reasons(
    model: Model,
    batch: Features,
    evidence: NDArray[np.float64],
    flagged: Sequence[int],
    past: NDArray[np.float64] | None = None,
) -> dict[int, tuple[ScoreReason, ...]]:
    """Return the one to five strongest reasons of each flagged comment, strongest first.

    ``past`` is what is known of the comments' past, where it has moved their scores.
    """
    if not flagged:
        return {}
    rows = np.array(flagged)
    effects = _effects(model, evidence[rows], None if past is None else past[rows])
    order = np.argsort(-effects, axis=1, kind="stable")[:, :MOST_REASONS]
    strong = np.take_along_axis(effects, order, axis=1) > _WEAKEST
    speaking = np.flatnonzero(((order == _WORDS) & strong).any(axis=1))
    words = dict(zip(speaking.tolist(), _words(model, batch, rows[speaking]), strict=True))
    found = {}
    for place, (row, ranked, kept) in enumerate(zip(flagged, order.tolist(), strong.tolist(), strict=True)):
        chosen = [
            _wording(words[place]) if column == _WORDS else _REASONS[column]
            for column, is_strong in zip(ranked, kept, strict=True)
            if is_strong
        ]
        found[row] = tuple(chosen) or (_OVERALL,)
    return found


def _wording(words: Sequence[str]) -> ScoreReason:
    named = f": {', '.join(words)}." if words else "."
    return ScoreReason(EVIDENCE[_WORDS].code.value, EVIDENCE[_WORDS].message + named)


def _effects(model: Model, evidence: NDArray[np.float64], past: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Return by how much the log-odds fall without each piece of evidence: shape (comments, pieces)."""
    shipped = base_of(model)
    # A text always has a shape: what counts is how far from usual. Of all else, nothing stands for missing.
    missing = np.zeros(_BASE_COLUMNS)
    missing[_SHAPE_COLUMNS] = shipped.judgement.centre[_SHAPE_COLUMNS]
    pieces = [list(piece.columns) for piece in EVIDENCE]
    seen = evidence[:, :_BASE_COLUMNS]
    before = shipped.calibrated(seen)
    after = before[:, None] - shipped.slope * shipped.judgement.falls(seen, missing, pieces)
    unlinked = np.stack([gives_no_address(seen, without=piece) for piece in pieces], axis=1)
    judged = shipped.stretch.stretched(before, gives_no_address(seen))
    falls = judged[:, None] - shipped.stretch.stretched(after, unlinked)
    if past is None or shipped.history is None:
        return np.hstack([falls, evidence[:, _BASE_COLUMNS:]])
    site = np.zeros((len(falls), 1))
    site[:, : evidence.shape[1] - _BASE_COLUMNS] = evidence[:, _BASE_COLUMNS:]
    return np.hstack([falls, site, shipped.history.falls(past)])


def _words(model: Model, batch: Features, rows: NDArray[np.int64]) -> list[list[str]]:
    """Return the words of each of these comments' texts that weigh most towards spam, as they were written."""
    text = batch.canonical
    edges = np.searchsorted(text.tokens, text.bounds)
    sizes = edges[rows + 1] - edges[rows]
    tokens = ranges(edges[rows], edges[rows + 1])
    weights = word_weights(batch, base_of(model).words.weights, rows, tokens)
    owners = np.repeat(np.arange(rows.size), sizes)
    spammy = np.flatnonzero(weights > 0)
    weights, owners, tokens = weights[spammy], owners[spammy], tokens[spammy]
    # One number sorts by text first and by weight within it.
    order = np.argsort(owners * (weights.max(initial=0) + 1) - weights, kind="stable")
    firsts = np.searchsorted(owners, np.arange(rows.size))
    best = order[np.arange(order.size) - firsts[owners] < 2 * MOST_WORDS]
    found: list[dict[str, None]] = [{} for _ in rows]
    for owner, word in zip(owners[best].tolist(), text.written(tokens[best], rows[owners[best]]), strict=True):
        found[owner][word.encode("utf-8", "replace").decode()] = None
    return [list(named)[:MOST_WORDS] for named in found]
