"""What a model says of the comments that an import labelled: where they agree, and where not."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from classifiers.types import Label, Verdict
from worker.store.base.schema import comments, labels
from worker.store.base.transactions import reading


@dataclass(frozen=True, slots=True)
class Agreement:
    """Comments by what an import says of them and what the model does; ``held`` labels contradict what it is sure of.

    ``verdicts`` holds counts by label and verdict, ``models`` the versions that judged.
    """

    verdicts: dict[tuple[Label, Verdict], int]
    models: tuple[str, ...]
    held: int

    def count(self, label: Label, verdict: Verdict | None = None) -> int:
        """Count the comments of a label, all or those of a verdict."""
        return sum(
            many for (given, judged), many in self.verdicts.items() if given is label and verdict in (None, judged)
        )


def import_agreement(engine: Engine, reviewer: str) -> Agreement:
    """Compare the newest label that a reviewer gave each comment with the model's verdict on it."""
    newest = select(func.max(labels.c.id)).where(labels.c.reviewer == reviewer).group_by(labels.c.comment_id)
    chosen = labels.c.id.in_(newest)
    joined = labels.join(comments, comments.c.id == labels.c.comment_id)
    counted = (
        select(labels.c.label, comments.c.verdict, comments.c.model, func.count().label("many"))
        .select_from(joined)
        .where(chosen)
        .group_by(labels.c.label, comments.c.verdict, comments.c.model)
    )
    held = select(func.count()).select_from(labels).where(chosen, labels.c.held.is_not(None))
    verdicts: dict[tuple[Label, Verdict], int] = {}
    models = set()
    with reading(engine) as connection:
        for row in connection.execute(counted):
            verdicts[row.label, row.verdict] = verdicts.get((row.label, row.verdict), 0) + row.many
            models.add(row.model)
        return Agreement(verdicts, tuple(sorted(models)), connection.scalar(held) or 0)
