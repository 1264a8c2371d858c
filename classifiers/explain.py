"""What moved a score, as reasons: each group of evidence by how much the log-odds fall without it."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from classifiers import features, structure
from classifiers.reasons import ReasonCode
from classifiers.types import Comment, Reason

MOST_REASONS: Final = 5

_GROUPS: Final = {
    ReasonCode.LINKS: structure.LINK_NAMES,
    ReasonCode.AUTHOR_LINK: structure.SITE_NAMES,
    ReasonCode.AUTHOR_NAME: structure.AUTHOR_NAMES,
    ReasonCode.SHAPE: structure.TEXT_NAMES,
}
_VIEW_CODES: Final = (ReasonCode.WORDS, ReasonCode.AUTHOR_NAME, ReasonCode.AUTHOR_LINK, ReasonCode.LINKS)
_MESSAGES: Final = {
    ReasonCode.WORDS: "Its words are those of known spam.",
    ReasonCode.AUTHOR_NAME: "The author's name looks like those of spammers.",
    ReasonCode.AUTHOR_LINK: "The address behind the author's name looks like those that spam promotes.",
    ReasonCode.LINKS: "Its links look like those of known spam.",
    ReasonCode.SHAPE: "Its length, signs and letters are those of known spam.",
    ReasonCode.OVERALL: "Many small signs together look like known spam.",
}


def reasons(
    model: Any, comments: Sequence[Comment], batch: features.Features, flagged: Sequence[int]
) -> dict[int, tuple[Reason, ...]]:
    """Return the one to five strongest reasons of each flagged comment, strongest first."""
    if not flagged:
        return {}
    rows = np.array(flagged)
    codes = list(dict.fromkeys([*_VIEW_CODES, *_GROUPS]))
    effects = np.zeros((rows.size, len(codes)))
    views = batch.view_scores(model.weights_)[rows]
    for view, code in enumerate(_VIEW_CODES):
        effects[:, codes.index(code)] += views[:, view]
    shape = (batch.structure[rows] - model.centre_) * model.shape_weights_
    for code, names in _GROUPS.items():
        columns = [structure.NAMES.index(name) for name in names]
        effects[:, codes.index(code)] += shape[:, columns].sum(axis=1)
    order = np.argsort(-effects, axis=1)
    return {
        row: tuple(
            Reason(codes[c].value, _MESSAGES[codes[c]]) for c in order[i, :MOST_REASONS] if effects[i, c] > 0
        )
        or (Reason(ReasonCode.OVERALL.value, _MESSAGES[ReasonCode.OVERALL]),)
        for i, row in enumerate(flagged)
    }
