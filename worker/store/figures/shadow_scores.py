"""What a challenger says of stored comments, beside what counts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, func, select

from classifiers.types import Label, Prediction, Verdict
from worker.domain import Processed
from worker.store.base.schema import comments, shadow_scores
from worker.store.base.standing_verdicts import newest_label
from worker.store.base.transactions import chunks, insert, reading, writing


@dataclass(frozen=True, slots=True)
class Difference:
    """A comment that two models judge differently; the probabilities are theirs of spam."""

    comment_id: int
    champion: Verdict
    champion_probability: float
    challenger: Verdict
    challenger_probability: float
    label: Label | None
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How often each pair of verdicts (the champion's, the challenger's) came.

    ``labelled`` counts the labelled comments, ``champion_right`` and ``challenger_right`` those of them whose label
    the model's verdict agrees with: spam judged spam, ham not judged spam.
    """

    pairs: Mapping[tuple[Verdict, Verdict], int]
    labelled: int
    champion_right: int
    challenger_right: int


class ShadowScores:
    """The challenger's scores: noted after each batch, compared when somebody asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, model: str, scored: Sequence[tuple[Processed, Sequence[Prediction]]]) -> int:
        """Store what ``model`` says of these comments, in the place of an older challenger's; return how many."""
        judged = {
            (one.id, comment.identity): prediction
            for one, predictions in scored
            for comment, prediction in zip(one.comments, predictions, strict=True)
        }
        rows = []
        with writing(self._engine) as connection:
            for some in chunks([one.id for one, _ in scored]):
                known = select(comments.c.id, comments.c.article_id, comments.c.identity)
                for row in connection.execute(known.where(comments.c.article_id.in_(some)).order_by(comments.c.id)):
                    if (found := judged.get((row.article_id, row.identity))) is not None:
                        rows.append(_row(row.id, model, found))
            if rows:
                statement = insert(connection, shadow_scores)
                renewed = {name: statement.excluded[name] for name in ("model", "probability", "verdict")}
                statement = statement.on_conflict_do_update(index_elements=["comment_id"], set_=renewed)
                connection.execute(statement, rows)
        return len(rows)

    def compare(self, model: str) -> Comparison:
        """Count where this challenger agrees with what the champion says of the same comments, and where not."""
        labelled = newest_label()
        verdicts = (comments.c.verdict, shadow_scores.c.verdict.label("other"))
        both = _both(model).with_only_columns(*verdicts, labelled.label("label")).subquery()
        counted = select(both, func.count().label("times")).group_by(both.c.verdict, both.c.other, both.c.label)
        pairs: Counter[tuple[Verdict, Verdict]] = Counter()
        right: Counter[str] = Counter()
        with reading(self._engine) as connection:
            for row in connection.execute(counted):
                pairs[row.verdict, row.other] += row.times
                if row.label is not None:
                    right["labelled"] += row.times
                    right["champion"] += row.times * _agrees(row.verdict, row.label)
                    right["challenger"] += row.times * _agrees(row.other, row.label)
        return Comparison(pairs, right["labelled"], right["champion"], right["challenger"])

    def differences(self, model: str, *, limit: int) -> Iterator[Difference]:
        """Yield the comments that the two judge differently, those that they are furthest apart about first."""
        apart = func.abs(comments.c.probability - shadow_scores.c.probability)
        chosen = _both(model).where(comments.c.verdict != shadow_scores.c.verdict)
        with reading(self._engine) as connection:
            rows = connection.execute(chosen.order_by(apart.desc(), comments.c.id).limit(limit)).all()
        for row in rows:
            yield Difference(
                row.id, row.verdict, row.probability, row.other_verdict, row.other_probability, row.label, row.text
            )


def _both(model: str) -> Select[Any]:
    return (
        select(
            comments.c.id,
            comments.c.verdict,
            comments.c.probability,
            shadow_scores.c.verdict.label("other_verdict"),
            shadow_scores.c.probability.label("other_probability"),
            newest_label().label("label"),
            comments.c.text,
        )
        .select_from(comments.join(shadow_scores))
        .where(shadow_scores.c.model == model, ~comments.c.gone)
    )


def _row(comment_id: int, model: str, found: Prediction) -> dict[str, Any]:
    return {"comment_id": comment_id, "model": model, "probability": found.probability, "verdict": found.verdict}


def _agrees(verdict: Verdict, label: Label) -> bool:
    return (verdict is Verdict.SPAM) == (label is Label.SPAM)
