"""The n-grams of a batch as sparse rows, which training learns from and service does without."""

import numpy as np
from scipy.sparse import csr_matrix

from classifiers.features.extraction import TABLE_SIZE, VIEWS, Features
from classifiers.features.ngrams import Buckets, Grams, Spans


def segment_rows(grams: Grams, places: int = TABLE_SIZE) -> csr_matrix:
    """Return each text's grams over this many places, scaled as :meth:`Grams.sums` scales them."""
    sizes = grams.spans[:, :, 1] - grams.spans[:, :, 0]
    texts = sizes.shape[1]
    rows = np.concatenate([np.repeat(np.arange(texts), size) for size in sizes])
    columns = [_inside(bucket, spans) for bucket, spans in zip(grams.buckets, grams.spans, strict=True)]
    values = (1 / np.sqrt(np.maximum(grams.counts, 1))).astype(np.float32)[rows]
    matrix = csr_matrix((values, (rows, np.concatenate(columns))), shape=(texts, places))
    matrix.sum_duplicates()
    return matrix


def view_rows(batch: Features) -> list[csr_matrix]:
    """Return each view's grams by comment: shape (comments, TABLE_SIZE)."""
    grams = segment_rows(batch.grams)
    found = []
    for view in range(len(VIEWS)):
        chosen = np.flatnonzero(batch.views == view)
        placed = (np.ones(chosen.size, np.float32), (batch.owners[chosen], chosen))
        found.append((csr_matrix(placed, shape=(batch.size, batch.owners.size)) @ grams).tocsr())
    return found


def comment_rows(batch: Features) -> csr_matrix:
    """Return the grams of all views by comment: shape (comments, TABLE_SIZE)."""
    owned = csr_matrix(
        (np.ones(batch.owners.size), (batch.owners, np.arange(batch.owners.size))),
        shape=(batch.size, batch.owners.size),
    )
    return (owned @ segment_rows(batch.grams)).tocsr()


def _inside(values: Buckets, spans: Spans) -> Buckets:
    """Return the values inside these ascending half-open spans (rows of two)."""
    steps = np.zeros(values.size + 1, np.int32)
    np.add.at(steps, spans[:, 0], 1)
    np.subtract.at(steps, spans[:, 1], 1)
    return values[np.cumsum(steps[:-1]).astype(np.bool_)]
