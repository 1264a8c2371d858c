"""A model and its cut-offs as a plain dict of arrays and numbers, and back."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelIntegrityError
from classifiers.features.evidence import COLUMNS
from classifiers.features.extraction import TABLE_SIZE, VIEWS
from classifiers.features.history import PAST_NAMES
from classifiers.model.comment_model import CommentModel
from classifiers.model.evidence_model import EvidenceModel
from classifiers.model.grams_model import GramsModel
from classifiers.model.history_model import HistoryModel
from classifiers.model.policy import Policy
from classifiers.model.site_model import FOLD, Model, SiteModel, base_of
from classifiers.model.stretch import Stretch
from classifiers.registry.array_file import Arrays

_COLUMNS: Final = len(COLUMNS)
_SITE_WEIGHTS: Final = "site.weights"
_SITE_LEANINGS: Final = "site.leanings"
_HISTORY_WEIGHTS: Final = "history.weights"
# Names, element types and shapes; -1 stands for the number of hidden units, which training chooses.
_UNITS: Final = -1
_ARRAYS: Final[dict[str, tuple[type[np.floating[Any]], tuple[int, ...]]]] = {
    "words.weights": (np.float32, (TABLE_SIZE,)),
    "words.intercepts": (np.float64, (len(VIEWS),)),
    "evidence.centre": (np.float64, (_COLUMNS,)),
    "evidence.scale": (np.float64, (_COLUMNS,)),
    "evidence.inner": (np.float64, (_COLUMNS, _UNITS)),
    "evidence.inner_bias": (np.float64, (_UNITS,)),
    "evidence.outer": (np.float64, (_UNITS, 3)),
    "evidence.outer_bias": (np.float64, (3,)),
}
# What a model may have besides, whole or not at all: a site's correction, and what it learnt of a site's past.
_FURTHER: Final[tuple[dict[str, tuple[type[np.floating[Any]], tuple[int, ...]]], ...]] = (
    {_SITE_WEIGHTS: (np.float32, (1 << FOLD.bits,)), _SITE_LEANINGS: (np.float64, (_COLUMNS,))},
    {_HISTORY_WEIGHTS: (np.float64, (len(PAST_NAMES),))},
)
_SHIFTED: Final = ("policy.shifted.review", "policy.shifted.spam")
_STRETCH: Final = ("calibration.stretch.by", "calibration.stretch.above")
_NUMBERS: Final = ("calibration.slope", "calibration.offset", *_STRETCH, "policy.review", "policy.spam")


def to_arrays(model: Model, policy: Policy) -> dict[str, NDArray[Any] | float]:
    """Return a model and its cut-offs as arrays and numbers by name."""
    base = base_of(model)
    found: dict[str, NDArray[Any] | float] = {
        "words.weights": base.words.weights,
        "words.intercepts": base.words.intercepts,
        "evidence.centre": base.judgement.centre,
        "evidence.scale": base.judgement.scale,
        "evidence.inner": base.judgement.inner,
        "evidence.inner_bias": base.judgement.inner_bias,
        "evidence.outer": base.judgement.outer,
        "evidence.outer_bias": base.judgement.outer_bias,
        "calibration.slope": float(base.slope),
        "calibration.offset": float(base.offset),
        _STRETCH[0]: float(base.stretch.by),
        _STRETCH[1]: float(base.stretch.above),
        "policy.review": float(policy.review),
        "policy.spam": float(policy.spam),
    }
    if policy.shifted is not None:
        found |= dict(zip(_SHIFTED, (float(policy.shifted.review), float(policy.shifted.spam)), strict=True))
    if base.history is not None:
        found[_HISTORY_WEIGHTS] = base.history.weights
    if isinstance(model, SiteModel):
        found |= {_SITE_WEIGHTS: model.weights, _SITE_LEANINGS: model.leanings}
    return found


def from_arrays(arrays: Arrays) -> tuple[Model, Policy]:
    """Return the model and the cut-offs that these are; raises :class:`ModelIntegrityError` where they are none."""
    shapes = dict(_ARRAYS)
    for part in _FURTHER:
        shapes |= part if part.keys() & arrays.keys() else {}
    numbers = (*_NUMBERS, *(_SHIFTED if _SHIFTED[0] in arrays else ()))
    if arrays.keys() != {*shapes, *numbers}:
        odd = ", ".join(sorted(arrays.keys() ^ {*shapes, *numbers})[:5])
        raise ModelIntegrityError(f"its arrays are not those of a model ({odd})")
    units = np.size(arrays["evidence.inner_bias"])
    array = {name: _array(arrays, name, kind, shape, units) for name, (kind, shape) in shapes.items()}
    number = {name: _number(arrays, name) for name in numbers}
    base = CommentModel(
        GramsModel(array["words.weights"], array["words.intercepts"]),
        EvidenceModel(
            array["evidence.centre"],
            array["evidence.scale"],
            array["evidence.inner"],
            array["evidence.inner_bias"],
            array["evidence.outer"],
            array["evidence.outer_bias"],
        ),
        number["calibration.slope"],
        number["calibration.offset"],
        HistoryModel(array[_HISTORY_WEIGHTS]) if _HISTORY_WEIGHTS in array else None,
        Stretch(*(number[name] for name in _STRETCH)),
    )
    shifted = Policy(number[_SHIFTED[0]], number[_SHIFTED[1]]) if _SHIFTED[0] in number else None
    policy = Policy(number["policy.review"], number["policy.spam"], shifted)
    model = SiteModel(base, array[_SITE_WEIGHTS], array[_SITE_LEANINGS]) if _SITE_WEIGHTS in array else base
    return model, policy


def _array(arrays: Arrays, name: str, kind: type[np.floating[Any]], shape: tuple[int, ...], units: int) -> NDArray[Any]:
    found = arrays[name]
    expected = tuple(units if size == _UNITS else size for size in shape)
    if not isinstance(found, np.ndarray) or found.dtype != kind or found.shape != expected:
        raise ModelIntegrityError(f"its array {name} has not the type and shape of a model's")
    return found


def _number(arrays: Arrays, name: str) -> float:
    found = arrays[name]
    if not isinstance(found, float) or not np.isfinite(found):
        raise ModelIntegrityError(f"its {name} is no number")
    return found
