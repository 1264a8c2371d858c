"""A model that judges nothing: what the registry stores is not its business."""

import numpy as np

from classifiers.features.evidence import COLUMNS
from classifiers.features.extraction import TABLE_SIZE, VIEWS
from classifiers.model.comment_model import CommentModel
from classifiers.model.evidence_model import EvidenceModel
from classifiers.model.grams_model import GramsModel
from classifiers.model.site_model import Model, base_of


def plain_model(number: int) -> CommentModel:
    """Return a model of empty tables that is told by its number."""
    columns = len(COLUMNS)
    return CommentModel(
        GramsModel(np.zeros(TABLE_SIZE, np.float32), np.zeros(len(VIEWS))),
        EvidenceModel(
            np.zeros(columns), np.ones(columns), np.zeros((columns, 1)), np.zeros(1), np.zeros((1, 3)), np.zeros(3)
        ),
        slope=1.0,
        offset=float(number),
    )


def number_of(model: Model) -> int:
    return int(base_of(model).offset)
