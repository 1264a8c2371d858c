"""Named estimators over comments: Winnow's own, and the ones that it must beat."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from classifiers import features
from classifiers.types import Comment

_TRAINING_BATCH: Final = 2_000


class CommentClassifier(ClassifierMixin, BaseEstimator):
    """Logistic regression over hashed n-grams of every field and named numbers of its shape.

    ``C`` is the inverse strength of regularisation. Classes are 0 (ham) and 1 (spam).
    """

    def __init__(self, C: float = 10.0, max_iter: int = 60) -> None:  # noqa: N803 - scikit-learn's name
        self.C = C
        self.max_iter = max_iter

    def fit(self, X: Sequence[Comment], y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Learn from comments and their labels (1 is spam)."""
        grams, shapes = [], []
        for start in range(0, len(X), _TRAINING_BATCH):
            batch = features.extract(X[start : start + _TRAINING_BATCH])
            grams.append(batch.matrix())
            shapes.append(batch.structure)
        shape = np.vstack(shapes)
        self.centre_ = shape.mean(axis=0)
        model = LogisticRegression(C=self.C, max_iter=self.max_iter, solver="lbfgs")
        model.fit(hstack([vstack(grams), csr_matrix(shape - self.centre_)]).tocsr(), y, sample_weight)
        self.classes_ = model.classes_
        split = 1 << features.ngrams.TABLE_BITS
        self.weights_ = model.coef_[0, :split].astype(np.float32)
        self.shape_weights_ = model.coef_[0, split:]
        self.intercept_ = float(model.intercept_[0])
        return self

    def decision_function(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the log-odds of spam of each comment."""
        if not len(X):
            return np.empty(0)
        return self.log_odds(features.extract(X))

    def log_odds(self, batch: features.Features) -> NDArray[np.float64]:
        """Return the log-odds of spam of each comment of an extracted batch."""
        words = batch.view_scores(self.weights_).sum(axis=1)
        return words + (batch.structure - self.centre_) @ self.shape_weights_ + self.intercept_

    def predict_proba(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of ham and spam: shape (comments, 2)."""
        spam = 1 / (1 + np.exp(-self.decision_function(X)))
        return np.stack([1 - spam, spam], axis=1)

    def predict(self, X: Sequence[Comment]) -> NDArray[np.int64]:  # noqa: N803
        """Return the likelier class of each comment."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def field_text(comments: Sequence[Comment]) -> list[str]:
    """Return each comment's text with its author, author URL and links behind it."""
    return [" ".join(filter(None, [c.text, c.author, c.author_url, *(c.links or ())])) for c in comments]


def _tfidf() -> Any:
    return make_pipeline(
        FunctionTransformer(field_text),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10.0, max_iter=200),
    )


def _dummy() -> Any:
    return DummyClassifier(strategy="prior")


FACTORIES: Final[dict[str, Callable[[], Any]]] = {
    "winnow": CommentClassifier,
    "tfidf": _tfidf,
    "dummy": _dummy,
}
