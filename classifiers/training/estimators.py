"""Training of named estimators over comments: Winnow's own, and the ones that it must beat."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from classifiers.data import kinds
from classifiers.features.evidence import evidence_of, gives_no_address
from classifiers.features.extraction import AUTHOR, VIEWS
from classifiers.model.comment_model import CommentModel
from classifiers.model.logistic import expit
from classifiers.training.evidence_estimator import EvidenceEstimator
from classifiers.training.grams_estimator import GramsEstimator
from classifiers.training.stacking import hold_out
from classifiers.training.training_table import FeatureTable, Labels, Names, count_unsigned, deal, weigh
from classifiers.types import Comment

# Labels that held-out models contradict with these log-odds (99.3 %) are taken for mistakes, and not learnt from
# (Brodley & Friedl, JAIR 1999).
_DOUBT: Final = 5.0


class CommentClassifier(ClassifierMixin, BaseEstimator):
    """Two stages (stacking, Wolpert 1992): what the words of each field say, then what all the evidence says.

    The first stage is a logistic regression a field over hashed n-grams. The second, a few small networks, learns
    from scores of first stages that never met a comment's source: so it knows how far words can be trusted on a
    site that nobody has seen. ``folds`` is the number of parts that sources are dealt into. Classes are 0 (ham) and
    1 (spam). ``model_`` is what serves, and ``held_out_`` the log-odds of each comment from models that never met its
    source, ``held_out_words_`` what the first of their stages says of all its words. ``unlinked_`` tells which comments
    give no address.
    """

    def __init__(self, folds: int = 8, networks: int = 6, epochs: int = 5, seed: int = 0) -> None:
        self.folds = folds
        self.networks = networks
        self.epochs = epochs
        self.seed = seed

    def fit(
        self,
        X: Sequence[Comment],  # noqa: N803
        y: ArrayLike,
        groups: Sequence[str] | None = None,
        again: Sequence[bool] | None = None,
    ) -> Self:
        """Learn from comments and their labels (1 is spam); ``groups`` name the source of each.

        Without groups, every few comments stand for a source of their own. ``again`` tells which comments are others
        shown a second time under another name. Kinds weigh as one source, each part of their lines is held out of the
        others, and neither the calibration nor what is called a mistake comes from them.
        """
        labels = np.asarray(y).astype(np.int64)
        dealt = np.array([f"{i % (2 * self.folds)}" for i in range(labels.size)] if groups is None else list(groups))
        table = FeatureTable.of(X, again)
        folds = deal_real(dealt, labels, table.again, self.folds)
        lent, sources = kinds_of(dealt), np.array(kinds.collected(dealt.tolist()))
        counts = count_unsigned(labels, sources, table.presence[:, AUTHOR] & ~table.again)
        self.classes_ = np.array([0, 1])
        first = hold_out(table, labels, sources, folds, self._first_stage)
        held_out = first.judged(table, labels, sources, counts, self._second_stage)
        real = np.flatnonzero(~lent & ~table.again)
        self._calibrate(held_out[real], labels[real], sources[real])
        self.held_out_ = self._calibrated(held_out)
        taught = np.flatnonzero(lent | (np.where(labels == 1, self.held_out_, -self.held_out_) > -_DOUBT))
        evidence = evidence_of(first.alone, table.shape, table.pages)
        self.unlinked_ = gives_no_address(evidence)
        self.held_out_words_ = evidence[:, : len(VIEWS)].sum(axis=1)
        self.words_ = self._first_stage().fit(table.rows(taught), labels[taught], sources[taught])
        self.evidence_ = self._second_stage().fit(evidence[taught], labels[taught], sources[taught], counts[taught])
        self.evidence_.let_no_disguise_lower()
        self.model_ = CommentModel(self.words_.model_, self.evidence_.model_, self.slope_, self.offset_)
        return self

    def _calibrate(self, log_odds: NDArray[np.float64], labels: Labels, sources: Names) -> None:
        """Find the line that makes log-odds those of held-out sources (Platt 1999); it keeps their order."""
        line = LogisticRegression().fit(log_odds[:, None], labels, sample_weight=weigh(labels, sources))
        self.slope_ = max(float(line.coef_[0, 0]), float(np.finfo(float).tiny))
        self.offset_ = float(line.intercept_[0])

    def predict_proba(self, X: Sequence[Comment]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of ham and spam by way of what was trained: shape (comments, 2).

        ``model_`` says the same in service, without sparse rows and scikit-learn.
        """
        if not len(X):
            return np.empty((0, 2))
        table = FeatureTable.of(X)
        evidence = evidence_of(self.words_.scores(table), table.shape, table.pages)
        spam = expit(self._calibrated(self.evidence_.predict_log_odds(evidence)))
        return np.stack([1 - spam, spam], axis=1)

    def predict(self, X: Sequence[Comment]) -> NDArray[np.int64]:  # noqa: N803
        """Return the likelier class of each comment."""
        found: NDArray[np.int64] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found

    def _first_stage(self) -> GramsEstimator:
        return GramsEstimator(seed=self.seed)

    def _second_stage(self) -> EvidenceEstimator:
        return EvidenceEstimator(networks=self.networks, epochs=self.epochs, seed=self.seed)

    def _calibrated(self, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        return log_odds * self.slope_ + self.offset_


def deal_real(sources: Names, labels: Labels, again: NDArray[np.bool_], folds: int) -> NDArray[np.int64]:
    """Return each example's fold: who is shown again decides nothing, and parts of kinds take turns."""
    lent = kinds_of(sources)
    real = np.flatnonzero(~lent & ~again)
    fold_of = dict(zip(sources[real].tolist(), deal(sources[real], labels[real], folds).tolist(), strict=True))
    fold_of.update({str(name): turn % folds for turn, name in enumerate(np.unique(sources[lent]))})
    return np.array([fold_of[source] for source in sources.tolist()], np.int64)


def kinds_of(sources: Names) -> NDArray[np.bool_]:
    """Tell which examples are kinds."""
    return np.array([kinds.is_kind(source) for source in sources.tolist()], np.bool_)


def field_text(comments: Sequence[Comment]) -> list[str]:
    """Return each comment's text with its author, author URL and links behind it."""
    return [" ".join(filter(None, [c.text, c.author, c.author_url, *(c.links or ())])) for c in comments]


def tfidf() -> Any:
    """Return the regression that everybody starts with: TF-IDF of character 2- to 5-grams."""
    return make_pipeline(
        FunctionTransformer(field_text),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10.0, max_iter=200),
    )


def dummy() -> Any:
    """Return the model that knows only how common spam is."""
    return DummyClassifier(strategy="prior")


FACTORIES: Final[dict[str, Callable[[], Any]]] = {"winnow": CommentClassifier, "tfidf": tfidf, "dummy": dummy}
